/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <gnutls/gnutls.h>

#include "outpost-smtp-tickets-private.h"
#include "outpost-smtp-trust-private.h"
#include "tls-fixture.h"

/* One session that leaves a ticket behind, by this program's own way: the ticket of TLS
 * 1.3 comes in front of the greeting. */
static void
leave_ticket (TlsFixture *fixture,
              TlsServer  *server)
{
  g_assert_true (tls_fixture_secure (fixture, server, TRUE));
  g_assert_no_error (fixture->error);
  tls_fixture_read_greeting (fixture);
  outpost_smtp_transport_keep_ticket (fixture->transport);
  outpost_smtp_transport_close (fixture->transport, TRUE);
}

static gboolean
resumes (TlsFixture *fixture,
         TlsServer  *server)
{
  gboolean resumed;

  g_assert_true (tls_fixture_secure (fixture, server, TRUE));
  g_assert_no_error (fixture->error);
  resumed = fixture->facts.tls_resumed;
  tls_fixture_forget (fixture);

  return resumed;
}

static void
test_resumes (TlsFixture    *fixture,
              gconstpointer  priority)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  TlsServerOptions options = { .priority = priority };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);

  leave_ticket (fixture, server);
  g_assert_false (fixture->facts.tls_resumed);
  leave_ticket (fixture, server);
  g_assert_true (fixture->facts.tls_resumed);
  /* The server's certificate is known and was looked at again. */
  g_assert_cmpstr (fixture->facts.certificate->pin, ==, cert->pin);
  g_assert_true (resumes (fixture, server));

  /* Each ticket is used once, and the last session did not keep its own. */
  g_assert_false (resumes (fixture, server));
}

/* Test looks at everything anew. */
static void
test_not_asked (TlsFixture    *fixture,
                gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  TlsServerOptions options = { 0 };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);

  /* It uses no ticket … */
  leave_ticket (fixture, server);
  g_assert_true (tls_fixture_secure (fixture, server, FALSE));
  g_assert_false (fixture->facts.tls_resumed);
  g_assert_true (resumes (fixture, server));

  /* … and keeps none. */
  g_assert_true (tls_fixture_secure (fixture, server, FALSE));
  tls_fixture_read_greeting (fixture);
  outpost_smtp_transport_keep_ticket (fixture->transport);
  outpost_smtp_transport_close (fixture->transport, TRUE);
  g_assert_false (resumes (fixture, server));
}

static void
test_forgets (TlsFixture    *fixture,
              gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  TlsServerOptions options = { 0 };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);

  leave_ticket (fixture, server);
  outpost_smtp_transport_forget_tickets ();
  g_assert_false (resumes (fixture, server));
}

/* A ticket in the wrong place stands for a trust that has changed since: the session
 * resumes, and the server is refused all the same. */
static void
test_verifies (TlsFixture    *fixture,
               gconstpointer  priority)
{
  g_autoptr (OutpostTestCerts) other = outpost_test_certs_new ();
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  TlsServerOptions options = { .priority = priority };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);
  g_autoptr (OutpostSmtpTrust) old_trust = NULL;
  g_autoptr (OutpostSmtpTrust) new_trust = NULL;
  g_autoptr (OutpostSecret) ticket = NULL;

  leave_ticket (fixture, server);
  old_trust = outpost_smtp_trust_new (fixture->endpoint, NULL);
  ticket = outpost_smtp_tickets_take (fixture->endpoint, outpost_smtp_trust_get_id (old_trust));
  g_assert_nonnull (ticket);

  tls_fixture_set_ca_file (fixture, outpost_test_certs_get_ca_file (other));
  new_trust = outpost_smtp_trust_new (fixture->endpoint, NULL);
  outpost_smtp_tickets_keep (fixture->endpoint, outpost_smtp_trust_get_id (new_trust), ticket);
  g_assert_false (tls_fixture_secure (fixture, server, TRUE));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE);
  g_assert_true (fixture->facts.tls_resumed);
  g_assert_cmphex (fixture->failure.certificate_status & GNUTLS_CERT_SIGNER_NOT_FOUND, !=, 0);
  tls_fixture_forget (fixture);
}

/* The name is verified again, too. */
static void
test_verifies_name (TlsFixture    *fixture,
                    gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  TlsServerOptions options = { 0 };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);
  g_autoptr (OutpostSmtpTrust) trust = NULL;
  g_autoptr (OutpostSecret) ticket = NULL;

  leave_ticket (fixture, server);
  trust = outpost_smtp_trust_new (fixture->endpoint, NULL);
  ticket = outpost_smtp_tickets_take (fixture->endpoint, outpost_smtp_trust_get_id (trust));
  tls_fixture_set_host (fixture, "127.0.0.1");
  outpost_smtp_tickets_keep (fixture->endpoint, outpost_smtp_trust_get_id (trust), ticket);
  g_assert_false (tls_fixture_secure (fixture, server, TRUE));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE);
  g_assert_cmphex (fixture->failure.certificate_status & GNUTLS_CERT_UNEXPECTED_OWNER, !=, 0);
  tls_fixture_forget (fixture);
}

/* What a trust rests on: each change drops the ticket, and changing it back does not
 * bring it back. */
static void
test_changes (TlsFixture    *fixture,
              gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  g_autoptr (OutpostTestCert) client =
    outpost_test_certs_issue (fixture->certs, "user", OUTPOST_TEST_CERT_CLIENT);
  TlsServerOptions options = { 0 };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);
  g_autofree char *more_ca = g_build_filename (outpost_test_certs_get_dir (fixture->certs),
                                               "more.pem", NULL);
  g_autofree char *pem = NULL;
  g_autofree char *twice = NULL;

  /* Another CA file, which trusts the same and more. */
  g_assert_true (g_file_get_contents (outpost_test_certs_get_ca_file (fixture->certs), &pem, NULL,
                                      NULL));
  twice = g_strconcat (pem, pem, NULL);
  g_assert_true (g_file_set_contents (more_ca, twice, -1, NULL));
  leave_ticket (fixture, server);
  tls_fixture_set_ca_file (fixture, more_ca);
  g_assert_false (resumes (fixture, server));
  tls_fixture_set_ca_file (fixture, outpost_test_certs_get_ca_file (fixture->certs));
  g_assert_false (resumes (fixture, server));

  /* The same CA file with other contents. */
  tls_fixture_set_ca_file (fixture, more_ca);
  leave_ticket (fixture, server);
  g_assert_true (g_file_set_contents (more_ca, pem, -1, NULL));
  g_assert_false (resumes (fixture, server));
  g_remove (more_ca);
  tls_fixture_set_ca_file (fixture, outpost_test_certs_get_ca_file (fixture->certs));

  leave_ticket (fixture, server);
  tls_fixture_set_pins (fixture, cert->pin);
  g_assert_false (resumes (fixture, server));
  g_clear_pointer (&fixture->endpoint->pinned_keys, g_strfreev);

  leave_ticket (fixture, server);
  fixture->endpoint->client_certificate = g_strdup (client->certificate_file);
  fixture->endpoint->client_key = g_strdup (client->key_file);
  g_assert_false (resumes (fixture, server));
}

static void
test_servers (TlsFixture    *fixture,
              gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert =
    outpost_test_certs_issue (fixture->certs, "mail.example post.example", 0);
  TlsServerOptions options = { 0 };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);

  leave_ticket (fixture, server);
  tls_fixture_set_host (fixture, "post.example");
  g_assert_false (resumes (fixture, server));
  fixture->endpoint->security = OUTPOST_SMTP_SECURITY_STARTTLS;
  g_assert_false (resumes (fixture, server));
  fixture->endpoint->security = OUTPOST_SMTP_SECURITY_TLS;
  tls_fixture_set_host (fixture, "mail.example");
  g_assert_true (resumes (fixture, server));
}

/* The number of tickets is bounded. */
static void
test_many (void)
{
  g_autoptr (OutpostSecret) ticket = outpost_secret_new ("x", -1);
  g_autoptr (OutpostSecret) last = NULL;
  guint n = 0;

  for (guint16 port = 1; port <= 1000; port++) {
    g_autoptr (OutpostSmtpEndpoint) endpoint =
      outpost_smtp_endpoint_new ("mail.example", port, OUTPOST_SMTP_SECURITY_TLS);

    outpost_smtp_tickets_keep (endpoint, "trust", ticket);
  }

  for (guint16 port = 1; port <= 1000; port++) {
    g_autoptr (OutpostSmtpEndpoint) endpoint =
      outpost_smtp_endpoint_new ("MAIL.example", port, OUTPOST_SMTP_SECURITY_TLS);

    g_clear_pointer (&last, outpost_secret_unref);
    last = outpost_smtp_tickets_take (endpoint, "trust");
    n += last != NULL;
  }
  g_assert_nonnull (last);
  g_assert_cmpuint (n, <=, 32);
  outpost_smtp_tickets_clear ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, data, func) \
  g_test_add ("/smtp/resume/" path, TlsFixture, data, tls_fixture_set_up, func, \
              tls_fixture_tear_down)
  ADD ("resumes/tls13", TLS13, test_resumes);
  ADD ("resumes/tls12", TLS12, test_resumes);
  ADD ("not-asked", NULL, test_not_asked);
  ADD ("forgets", NULL, test_forgets);
  ADD ("verifies/tls13", TLS13, test_verifies);
  ADD ("verifies/tls12", TLS12, test_verifies);
  ADD ("verifies/name", NULL, test_verifies_name);
  ADD ("changes", NULL, test_changes);
  ADD ("servers", NULL, test_servers);
#undef ADD
  g_test_add_func ("/smtp/resume/many", test_many);

  return g_test_run ();
}
