/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-error.h"
#include "outpost-smtp-transport-private.h"
#include "tls-server.h"

G_BEGIN_DECLS

/* A limit that no test waits for. */
#define LONG_MS 20000

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

/* A client of mail.example that trusts the authority of the test. */
typedef struct {
  OutpostTestCerts     *certs;
  OutpostSmtpEndpoint  *endpoint;
  OutpostSmtpTransport *transport;
  OutpostSmtpFacts      facts;
  OutpostSmtpFailure    failure;
  GError               *error;
} TlsFixture;

void                  tls_fixture_set_up        (TlsFixture     *fixture,
                                                 gconstpointer   data);
void                  tls_fixture_tear_down     (TlsFixture     *fixture,
                                                 gconstpointer   data);
void                  tls_fixture_forget        (TlsFixture     *fixture);
void                  tls_fixture_set_host      (TlsFixture     *fixture,
                                                 const char     *host);
void                  tls_fixture_set_ca_file   (TlsFixture     *fixture,
                                                 const char     *path);
void                  tls_fixture_set_pins      (TlsFixture     *fixture,
                                                 const char     *pins);
OutpostSmtpTransport *tls_fixture_connect       (guint16         port);
gboolean              tls_fixture_secure        (TlsFixture     *fixture,
                                                 TlsServer      *server,
                                                 gboolean        resume);
gboolean              tls_fixture_secure_within (TlsFixture     *fixture,
                                                 TlsServer      *server,
                                                 gboolean        resume,
                                                 guint           limit_ms,
                                                 GCancellable   *cancellable);
char                 *tls_fixture_read          (TlsFixture     *fixture,
                                                 gsize           wanted,
                                                 GError        **error);
void                  tls_fixture_read_greeting (TlsFixture     *fixture);

G_END_DECLS
