/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tls-fixture.h"

#include <string.h>

void
tls_fixture_set_up (TlsFixture   *fixture,
                    gconstpointer data)
{
  fixture->certs = outpost_test_certs_new ();
  fixture->endpoint = outpost_smtp_endpoint_new ("mail.example", 0, OUTPOST_SMTP_SECURITY_TLS);
  fixture->endpoint->ca_file = g_strdup (outpost_test_certs_get_ca_file (fixture->certs));
}

void
tls_fixture_forget (TlsFixture *fixture)
{
  g_clear_pointer (&fixture->transport, outpost_smtp_transport_free);
  outpost_smtp_facts_clear (&fixture->facts);
  outpost_smtp_failure_clear (&fixture->failure);
  g_clear_error (&fixture->error);
}

void
tls_fixture_tear_down (TlsFixture   *fixture,
                       gconstpointer data)
{
  tls_fixture_forget (fixture);
  outpost_smtp_transport_forget_tickets ();
  outpost_smtp_endpoint_free (fixture->endpoint);
  outpost_test_certs_free (fixture->certs);
}

void
tls_fixture_set_host (TlsFixture *fixture,
                      const char *host)
{
  g_free (fixture->endpoint->host);
  fixture->endpoint->host = g_strdup (host);
}

/* "": the system's trust alone. */
void
tls_fixture_set_ca_file (TlsFixture *fixture,
                         const char *path)
{
  g_free (fixture->endpoint->ca_file);
  fixture->endpoint->ca_file = *path != '\0' ? g_strdup (path) : NULL;
}

void
tls_fixture_set_pins (TlsFixture *fixture,
                      const char *pins)
{
  g_strfreev (fixture->endpoint->pinned_keys);
  fixture->endpoint->pinned_keys = g_strsplit (pins, " ", -1);
}

OutpostSmtpTransport *
tls_fixture_connect (guint16 port)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GError) error = NULL;
  GList addresses = { .data = address };
  OutpostSmtpTransport *transport;

  transport = outpost_smtp_transport_connect_sync (&addresses, port,
                                                   outpost_deadline_in (LONG_MS), NULL, NULL,
                                                   &error);
  g_assert_no_error (error);

  return transport;
}

gboolean
tls_fixture_secure_within (TlsFixture   *fixture,
                           TlsServer    *server,
                           gboolean      resume,
                           guint         limit_ms,
                           GCancellable *cancellable)
{
  tls_fixture_forget (fixture);
  fixture->endpoint->port = tls_server_get_port (server);
  fixture->transport = tls_fixture_connect (tls_server_get_port (server));

  return outpost_smtp_transport_secure_sync (fixture->transport, fixture->endpoint, resume,
                                             &fixture->facts, &fixture->failure,
                                             outpost_deadline_in (limit_ms), cancellable,
                                             &fixture->error);
}

gboolean
tls_fixture_secure (TlsFixture *fixture,
                    TlsServer  *server,
                    gboolean    resume)
{
  return tls_fixture_secure_within (fixture, server, resume, LONG_MS, NULL);
}

/* Reads until the text is there, or the end: then what came until then is given. */
char *
tls_fixture_read (TlsFixture *fixture,
                  gsize       wanted,
                  GError    **error)
{
  GString *text = g_string_new (NULL);
  gboolean eof = FALSE;

  while (text->len < wanted && !eof) {
    char buffer[256];
    gssize n = outpost_smtp_transport_read (fixture->transport, buffer, sizeof buffer, &eof,
                                            error);

    if (n < 0)
      break;
    g_string_append_len (text, buffer, n);
    if (n == 0 && !eof && outpost_smtp_transport_wait (fixture->transport, G_IO_IN,
                                                       outpost_deadline_in (LONG_MS), NULL,
                                                       error) == 0)
      break;
  }

  return g_string_free (text, FALSE);
}

void
tls_fixture_read_greeting (TlsFixture *fixture)
{
  g_autofree char *text = tls_fixture_read (fixture, strlen (TLS_SERVER_GREETING), &fixture->error);

  g_assert_no_error (fixture->error);
  g_assert_cmpstr (text, ==, TLS_SERVER_GREETING);
}
