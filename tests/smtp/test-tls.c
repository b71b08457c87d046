/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gnutls/gnutls.h>

#include "tls-fixture.h"

static void
test_versions (TlsFixture    *fixture,
               gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs,
                                                               "mail.example 127.0.0.1", 0);
  const char *priorities[] = { TLS13, TLS12, "NORMAL" };
  const char *versions[] = { "TLS 1.3", "TLS 1.2", "TLS 1.3" };

  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++) {
    TlsServerOptions options = { .priority = priorities[i] };
    g_autoptr (TlsServer) server = tls_server_new (cert, &options);
    g_autofree char *binding = NULL;

    g_assert_true (tls_fixture_secure (fixture, server, FALSE));
    g_assert_no_error (fixture->error);
    g_assert_true (outpost_smtp_transport_is_secure (fixture->transport));
    g_assert_true (outpost_smtp_transport_is_loopback (fixture->transport));
    g_assert_cmpstr (fixture->facts.tls_version, ==, versions[i]);
    g_assert_nonnull (fixture->facts.tls_cipher);
    g_assert_false (fixture->facts.tls_resumed);
    g_assert_cmpuint (fixture->failure.certificate_status, ==, 0);
    g_assert_cmpint (fixture->failure.tls_error, ==, 0);

    tls_fixture_read_greeting (fixture);
    g_assert_cmpint (outpost_smtp_transport_write (fixture->transport, "QUIT\r\n", 6, NULL), ==, 6);
    binding = outpost_smtp_transport_dup_tls_exporter (fixture->transport);
    outpost_smtp_transport_close (fixture->transport, TRUE);
    tls_server_stop (server);
    g_assert_cmpstr (tls_server_get_received (server), ==, "QUIT\r\n");
    g_assert_cmpstr (tls_server_get_name (server), ==, "mail.example");
    g_assert_nonnull (binding);
    g_assert_cmpstr (tls_server_get_binding (server), ==, binding);
  }
}

/* Where TLS is 1.2, the binding needs the extended master secret (RFC 9266, section 4.2). */
static void
test_no_binding (TlsFixture    *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  TlsServerOptions options = { .priority = TLS12 ":%NO_SESSION_HASH" };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);

  g_assert_true (tls_fixture_secure (fixture, server, FALSE));
  g_assert_null (outpost_smtp_transport_dup_tls_exporter (fixture->transport));
  tls_fixture_forget (fixture);
}

/* What a server may not be content with: versions and key exchanges. */
static void
test_refused_handshakes (TlsFixture    *fixture,
                         gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert =
    outpost_test_certs_issue (fixture->certs, "mail.example", OUTPOST_TEST_CERT_RSA_2048);
  const struct { const char *priority; int tls_error; const char *alert; } cases[] = {
    { "NORMAL:-VERS-ALL:+VERS-TLS1.1", GNUTLS_E_UNSUPPORTED_VERSION_PACKET, NULL },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.0", GNUTLS_E_UNSUPPORTED_VERSION_PACKET, NULL },
    { TLS12 ":-KX-ALL:+RSA", GNUTLS_E_FATAL_ALERT_RECEIVED, "handshake_failure" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    TlsServerOptions options = { .priority = cases[i].priority };
    g_autoptr (TlsServer) server = tls_server_new (cert, &options);

    g_assert_false (tls_fixture_secure (fixture, server, FALSE));
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS);
    g_assert_cmpint (fixture->failure.tls_error, ==, cases[i].tls_error);
    g_assert_cmpstr (fixture->failure.tls_alert, ==, cases[i].alert);
    g_assert_null (fixture->failure.first_octets);
    g_assert_false (outpost_smtp_transport_is_secure (fixture->transport));
    tls_fixture_forget (fixture);
    tls_server_stop (server);
    g_assert_false (tls_server_had_handshake (server));
  }
}

static void
test_bad_settings (TlsFixture    *fixture,
                   gconstpointer  data)
{
  const char *pins[] = {
    "", "sha256:", "sha256:AAAA", "AAAA", "sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
    "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",
    "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  };
  TlsServerOptions options = { .kind = TLS_SERVER_SILENT };
  g_autoptr (TlsServer) server = tls_server_new (NULL, &options);
  g_autofree char *none = g_build_filename (outpost_test_certs_get_dir (fixture->certs), "none",
                                            NULL);
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "x", 0);

  for (guint i = 0; i < G_N_ELEMENTS (pins); i++) {
    char *list[] = { (char *) pins[i], NULL };

    g_strfreev (fixture->endpoint->pinned_keys);
    fixture->endpoint->pinned_keys = g_strdupv (list);
    g_assert_false (tls_fixture_secure (fixture, server, FALSE));
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
  }
  g_clear_pointer (&fixture->endpoint->pinned_keys, g_strfreev);

  tls_fixture_set_ca_file (fixture, none);
  g_assert_false (tls_fixture_secure (fixture, server, FALSE));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
  tls_fixture_set_ca_file (fixture, cert->key_file);
  g_assert_false (tls_fixture_secure (fixture, server, FALSE));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
  tls_fixture_set_ca_file (fixture, outpost_test_certs_get_ca_file (fixture->certs));

  fixture->endpoint->client_certificate = g_strdup (none);
  g_assert_false (tls_fixture_secure (fixture, server, FALSE));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
  tls_fixture_forget (fixture);
}

static void
test_client_certificate (TlsFixture    *fixture,
                         gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  g_autoptr (OutpostTestCert) client =
    outpost_test_certs_issue (fixture->certs, "user", OUTPOST_TEST_CERT_CLIENT);
  const char *priorities[] = { TLS13, TLS12 };

  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++) {
    TlsServerOptions options = {
      .priority = priorities[i],
      .client_ca_file = outpost_test_certs_get_ca_file (fixture->certs),
    };
    g_autoptr (TlsServer) server = tls_server_new (cert, &options);
    g_autoptr (TlsServer) bad_server = tls_server_new (client, &options);

    g_free (fixture->endpoint->client_certificate);
    g_free (fixture->endpoint->client_key);
    fixture->endpoint->client_certificate = g_strdup (client->certificate_file);
    fixture->endpoint->client_key = g_strdup (client->key_file);
    g_assert_true (tls_fixture_secure (fixture, server, FALSE));
    tls_fixture_read_greeting (fixture);
    tls_fixture_forget (fixture);
    tls_server_stop (server);
    g_assert_true (tls_server_had_certificate (server));

    /* A server that is not who it should be does not learn who we are. */
    g_assert_false (tls_fixture_secure (fixture, bad_server, FALSE));
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE);
    tls_fixture_forget (fixture);
    tls_server_stop (bad_server);
    g_assert_false (tls_server_had_certificate (bad_server));
  }
}

static void
test_no_tls (TlsFixture    *fixture,
             gconstpointer  data)
{
  const char *texts[] = {
    "220 mail.example ESMTP Postfix\r\n", "* OK IMAP4rev1\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    TlsServerOptions options = { .kind = TLS_SERVER_SAYS, .text = texts[i] };
    g_autoptr (TlsServer) server = tls_server_new (NULL, &options);

    g_assert_false (tls_fixture_secure (fixture, server, FALSE));
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS);
    g_assert_cmpint (fixture->failure.tls_error, ==, GNUTLS_E_UNEXPECTED_PACKET);
    g_assert_cmpstr (fixture->failure.first_octets, ==, texts[i]);
    tls_fixture_forget (fixture);
  }
}

static void
test_closes (TlsFixture    *fixture,
             gconstpointer  data)
{
  TlsServerOptions options = { .kind = TLS_SERVER_CLOSES };
  g_autoptr (TlsServer) server = tls_server_new (NULL, &options);

  g_assert_false (tls_fixture_secure (fixture, server, FALSE));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_cmpint (fixture->failure.tls_error, ==, GNUTLS_E_PREMATURE_TERMINATION);
  tls_fixture_forget (fixture);
}

static void
test_silent (TlsFixture    *fixture,
             gconstpointer  data)
{
  TlsServerOptions options = { .kind = TLS_SERVER_SILENT };
  g_autoptr (TlsServer) server = tls_server_new (NULL, &options);

  g_assert_false (tls_fixture_secure_within (fixture, server, FALSE, 30, NULL));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (fixture->failure.tls_error, ==, GNUTLS_E_TIMEDOUT);
  tls_fixture_forget (fixture);
}

/* Warnings without end keep GnuTLS busy, not waiting. What ends them first is left open:
 * our limit, or the number that GnuTLS itself puts up with. */
static void
test_endless_warnings (TlsFixture    *fixture,
                       gconstpointer  data)
{
  /* Record: alert, TLS 1.2, two octets: warning, unrecognized_name (RFC 6066, 3). */
  static const char warning[] = { 21, 3, 3, 0, 2, 1, 112 };
  TlsServerOptions options = {
    .kind = TLS_SERVER_FLOODS, .text = warning, .length = sizeof warning,
  };
  g_autoptr (TlsServer) server = tls_server_new (NULL, &options);

  g_assert_false (tls_fixture_secure_within (fixture, server, FALSE, 30, NULL));
  if (!g_error_matches (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS);
  tls_fixture_forget (fixture);
}

static void
test_cancel (TlsFixture    *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TlsServerOptions options = { .kind = TLS_SERVER_SILENT, .cancel = cancellable };
  g_autoptr (TlsServer) server = tls_server_new (NULL, &options);

  g_assert_false (tls_fixture_secure_within (fixture, server, FALSE, LONG_MS, cancellable));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tls_fixture_forget (fixture);
}

/* The end of a TLS connection without close_notify may cut a reply. */
static void
test_cut (TlsFixture    *fixture,
          gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  TlsServerOptions options = { .kind = TLS_SERVER_BREAKS };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);
  g_autofree char *text = NULL;

  g_assert_true (tls_fixture_secure (fixture, server, FALSE));
  text = tls_fixture_read (fixture, G_MAXSIZE, &fixture->error);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_cmpstr (text, ==, TLS_SERVER_GREETING);
  tls_fixture_forget (fixture);
}

static void
test_starttls_injection (TlsFixture    *fixture,
                         gconstpointer  data)
{
  TlsServerOptions options = { .kind = TLS_SERVER_SAYS, .text = "250 injected\r\n" };
  g_autoptr (TlsServer) server = tls_server_new (NULL, &options);

  fixture->endpoint->security = OUTPOST_SMTP_SECURITY_STARTTLS;
  fixture->transport = tls_fixture_connect (tls_server_get_port (server));
  g_assert_cmpint (outpost_smtp_transport_wait (fixture->transport, G_IO_IN,
                                                outpost_deadline_in (LONG_MS), NULL, NULL),
                   ==, G_IO_IN);
  g_assert_false (outpost_smtp_transport_secure_sync (fixture->transport, fixture->endpoint, FALSE,
                                                      &fixture->facts, &fixture->failure,
                                                      outpost_deadline_in (LONG_MS), NULL,
                                                      &fixture->error));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_INJECTION);
  tls_fixture_forget (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) \
  g_test_add ("/smtp/tls/" path, TlsFixture, NULL, tls_fixture_set_up, func, tls_fixture_tear_down)
  ADD ("versions", test_versions);
  ADD ("no-binding", test_no_binding);
  ADD ("refused-handshakes", test_refused_handshakes);
  ADD ("bad-settings", test_bad_settings);
  ADD ("client-certificate", test_client_certificate);
  ADD ("no-tls", test_no_tls);
  ADD ("closes", test_closes);
  ADD ("silent", test_silent);
  ADD ("endless-warnings", test_endless_warnings);
  ADD ("cancel", test_cancel);
  ADD ("cut", test_cut);
  ADD ("starttls-injection", test_starttls_injection);
#undef ADD

  return g_test_run ();
}
