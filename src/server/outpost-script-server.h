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
 * each connection in a thread of its own. The wire is recorded.
 *
 * A script is a list of lines, played anew for each connection:
 *
 *   S: 220 mail.example ESMTP     sends the line with CRLF (C escapes are read: \\x00 \\r \\n)
 *   R: raw octets                 sends the octets as they are after C escapes, no CRLF added
 *   C: EHLO *                     reads a line; must match this glob, else the dialogue is noted as broken
 *   C?                            reads any line
 *   BODY                          reads a DATA body to the lone dot
 *   BDAT                          reads the octets that the BDAT line read last announced
 *   TLS                           does a TLS handshake as server (certificate given to the server)
 *   WAIT                          waits until the client closes
 *   WAIT n                        waits until the client closes or n milliseconds passed
 *   CLOSE                         closes the connection (TLS: without close_notify)
 *   RESET                         closes with TCP RST
 *   NEXT                          ends this connection's script; the next connection goes on after it
 *   FLOOD n octet                 sends n times that octet
 *   REPEAT n ... END              plays the lines between n times
 */
#define OUTPOST_TYPE_SCRIPT_SERVER (outpost_script_server_get_type ())
G_DECLARE_FINAL_TYPE (OutpostScriptServer, outpost_script_server, OUTPOST, SCRIPT_SERVER, GObject)

OutpostScriptServer *outpost_script_server_new             (const char           *script);
void                 outpost_script_server_set_certificate (OutpostScriptServer  *self,
                                                            const char           *certificate_file,
                                                            const char           *key_file,
                                                            const char           *priority);
gboolean             outpost_script_server_start           (OutpostScriptServer  *self,
                                                            GError              **error);
guint16              outpost_script_server_get_port        (OutpostScriptServer  *self);
guint                outpost_script_server_get_n_connections (OutpostScriptServer *self);
/* Stops, waits for the connections' threads. NULL if every dialogue went by the script,
 * else the first deviation, in words. */
char                *outpost_script_server_stop            (OutpostScriptServer  *self);
/* All octets clients sent, in order, connections one after the other (after TLS decryption). */
GBytes              *outpost_script_server_dup_wire        (OutpostScriptServer  *self);

G_END_DECLS
