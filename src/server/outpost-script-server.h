/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OutpostScriptServer:
 *
 * A server on the loopback that plays a script of replies, for tests and
 * rehearsals. It listens on 127.0.0.1, on a port the kernel chooses, and serves
 * each connection in a thread of its own. What clients send is recorded.
 *
 * A script is a list of lines. White space before a directive, empty lines and
 * lines that begin with # say nothing.
 *
 *   S: 220 mail.example ESMTP     sends the line with CRLF (C escapes are read:
 *                                 \r \n \t \0 \xHH \" \\)
 *   R: raw octets                 sends the octets as they are after C escapes, no CRLF
 *                                 added, in one write: "R: 220 go\r\n250 injected\r\n"
 *   C: EHLO *                     reads a line; it must end in CRLF and match this glob
 *                                 (* and ?), else the dialogue is noted as broken
 *   C?                            reads any line
 *   BODY                          reads a DATA body to the lone dot
 *   BDAT                          reads the octets that the BDAT line read last announced
 *   READ n                        reads n octets, whatever they are
 *   QUIET                         notes the dialogue as broken if the client has sent more
 *                                 than was read; does not wait for it
 *   TLS                           does a TLS handshake as server (certificate given to the
 *                                 server); octets sent before it break the dialogue
 *   TLS ?                         the same, but the handshake may fail: then the
 *                                 connection ends, and that is no deviation
 *   TLS certificate               the same as TLS; asks for the client's certificate and
 *                                 notes the dialogue as broken if none comes
 *   WAIT                          waits until the client closes or the server is stopped
 *   WAIT n                        the same, for n milliseconds at most
 *   CLOSE                         closes the connection (TLS: without close_notify)
 *   RESET                         closes with TCP RST
 *   NEXT                          ends this connection's script; the next connection goes
 *                                 on after it. The last part is played anew for each
 *                                 connection that comes later
 *   FLOOD n octet                 sends n times that octet (C escapes are read)
 *   SLOW n                        from here on each write (TLS: record) holds n octets
 *   SLOW n ms                     the same, with a pause after each; SLOW 0 ends it
 *   REPEAT n ... END              plays the lines between n times; may be nested
 *
 * Where a script ends, the server says close_notify, ends its direction and reads
 * until the client closes; what comes then is recorded and no deviation. A reply
 * that the client did not wait for is none either: only a line that was expected
 * and did not come is.
 */
#define OUTPOST_TYPE_SCRIPT_SERVER (outpost_script_server_get_type ())
G_DECLARE_FINAL_TYPE (OutpostScriptServer, outpost_script_server, OUTPOST, SCRIPT_SERVER, GObject)

OutpostScriptServer *outpost_script_server_new (const char *script);
void outpost_script_server_set_certificate (OutpostScriptServer *self,
                                            const char          *certificate_file,
                                            const char          *key_file,
                                            const char          *priority);
gboolean outpost_script_server_start (OutpostScriptServer  *self,
                                      GError              **error);
guint16 outpost_script_server_get_port (OutpostScriptServer *self);
guint outpost_script_server_get_n_connections (OutpostScriptServer *self);
/* Stops, waits for the connections' threads. NULL if every dialogue went by the script,
 * else the first deviation, in words. */
char *outpost_script_server_stop (OutpostScriptServer *self);
/* All octets clients sent, in order, connections one after the other (after TLS decryption). */
GBytes *outpost_script_server_dup_wire (OutpostScriptServer *self);

G_END_DECLS
