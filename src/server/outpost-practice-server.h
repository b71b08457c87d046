/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "outpost-receiver-limits.h"
#include "outpost-secret.h"

G_BEGIN_DECLS

/**
 * OutpostPracticeServer:
 *
 * A submission server on the loopback for trying things out: TLS on one port,
 * STARTTLS on another, AUTH with a password made at each start, mail kept in a
 * Maildir. Nothing it takes leaves the computer.
 *
 * Its folder is made 0700 and holds ca.pem, server.pem and server-key.pem (a new
 * pair at each start), password (0600, removed at the end), Maildir/ and lock. Kept
 * messages begin with Return-Path, a Delivered-To for each recipient and one
 * Received field; the octets that were sent follow, with LF for CRLF.
 *
 * Some local parts are for rehearsal, whatever the domain:
 *
 *   as sender      sender-refused         553 5.7.1 at MAIL
 *                  sender-refused-late    553 5.7.1 at RCPT, as Postfix says it
 *   as recipient   refused                550 5.1.1
 *                  later                  451 4.7.1
 *                  full                   452 4.2.2
 *                  message-refused        554 5.7.1 after the message
 *                  message-later          451 4.3.0 after the message
 */
#define OUTPOST_TYPE_PRACTICE_SERVER (outpost_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (OutpostPracticeServer, outpost_practice_server, OUTPOST, PRACTICE_SERVER,
                      GObject)

#define OUTPOST_PRACTICE_USERNAME "practice"

/* Where a sender that is not the account's own is refused. */
typedef enum {
  OUTPOST_PRACTICE_SENDER_ANY,
  OUTPOST_PRACTICE_SENDER_OWN_AT_MAIL,
  OUTPOST_PRACTICE_SENDER_OWN_AT_RCPT,
} OutpostPracticeSenderRule;

OutpostPracticeServer *outpost_practice_server_new (const char *folder);

/* All of these before the start. */
void outpost_practice_server_set_ports (OutpostPracticeServer *self,
                                        guint16                tls_port,
                                        guint16                starttls_port);
void outpost_practice_server_set_mechanisms (OutpostPracticeServer *self,
                                             const char            *mechanisms);
void outpost_practice_server_set_stand_in_token (OutpostPracticeServer *self,
                                                 OutpostSecret         *token);
void outpost_practice_server_set_sender_rule (OutpostPracticeServer     *self,
                                              OutpostPracticeSenderRule  rule,
                                              const char                *own);
void outpost_practice_server_get_limits (OutpostPracticeServer *self,
                                         OutpostReceiverLimits *limits);
void outpost_practice_server_set_limits (OutpostPracticeServer       *self,
                                         const OutpostReceiverLimits *limits,
                                         guint                        connections);

gboolean outpost_practice_server_start (OutpostPracticeServer  *self,
                                        GError                **error);
void outpost_practice_server_stop (OutpostPracticeServer *self);

guint16 outpost_practice_server_get_tls_port (OutpostPracticeServer *self);
guint16 outpost_practice_server_get_starttls_port (OutpostPracticeServer *self);
const char *outpost_practice_server_get_ca_file (OutpostPracticeServer *self);
const char *outpost_practice_server_get_password_file (OutpostPracticeServer *self);
const char *outpost_practice_server_get_maildir (OutpostPracticeServer *self);
OutpostSecret *outpost_practice_server_get_password (OutpostPracticeServer *self);

G_END_DECLS
