/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gsasl.h>

#include "outpost-secret.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpSaslModule:
 * @start: begins an exchange with a user name and a password; the last argument but one is
 *   base64 of the channel binding, or %NULL. Gives %NULL and a code if that cannot be
 * @step: takes what the server has sent, decoded, and gives the answer if the code is
 *   %GSASL_OK, then the last one, or %GSASL_NEEDS_MORE
 * @finish: ends an exchange and wipes the copy of the password that libgsasl keeps
 * @explain: the library's words for a code
 *
 * The module `sasl`: what is done by libgsasl. It brings libraries for Kerberos and NTLM with
 * it, and most servers are content with PLAIN.
 */
typedef struct {
  gpointer    (*start)   (const char     *mechanism,
                          const char     *user,
                          const char     *password,
                          const char     *tls_exporter,
                          int            *code);
  int         (*step)    (gpointer        session,
                          const char     *input,
                          gsize           length,
                          OutpostSecret **response);
  void        (*finish)  (gpointer        session);
  const char *(*explain) (int             code);
} OutpostSmtpSaslModule;

G_END_DECLS
