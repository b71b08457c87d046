/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-secret.h"

G_BEGIN_DECLS

/**
 * OutpostPracticeServer:
 *
 * A submission server on the loopback for trying things out: TLS on one port,
 * STARTTLS on another, AUTH with a password made at each start, mail kept in a
 * Maildir.
 */
#define OUTPOST_TYPE_PRACTICE_SERVER (outpost_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (OutpostPracticeServer, outpost_practice_server, OUTPOST, PRACTICE_SERVER, GObject)

#define OUTPOST_PRACTICE_USERNAME "practice"

/* folder: made 0700; holds ca.pem, server certificate and key, Maildir/, password (0600). */
OutpostPracticeServer *outpost_practice_server_new           (const char             *folder);
gboolean               outpost_practice_server_start         (OutpostPracticeServer  *self,
                                                              GError                **error);
void                   outpost_practice_server_stop          (OutpostPracticeServer  *self);
guint16                outpost_practice_server_get_tls_port  (OutpostPracticeServer  *self);
guint16                outpost_practice_server_get_starttls_port (OutpostPracticeServer *self);
const char            *outpost_practice_server_get_ca_file   (OutpostPracticeServer  *self);
const char            *outpost_practice_server_get_password_file (OutpostPracticeServer *self);
const char            *outpost_practice_server_get_maildir   (OutpostPracticeServer  *self);
OutpostSecret         *outpost_practice_server_get_password  (OutpostPracticeServer  *self);

G_END_DECLS
