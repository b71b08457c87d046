/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gnutls/gnutls.h>

#include "tls-fixture.h"

static void
test_certificate_facts (TlsFixture    *fixture,
                        gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert =
    outpost_test_certs_issue (fixture->certs, "mail.example *.example.net 127.0.0.1 ::1", 0);
  TlsServerOptions options = { 0 };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *names[] = { "mail.example", "*.example.net", "127.0.0.1", "::1", NULL };
  OutpostSmtpCertificate *certificate;

  g_assert_true (tls_fixture_secure (fixture, server, FALSE));
  certificate = fixture->facts.certificate;
  g_assert_cmpstr (certificate->subject, ==, "CN=mail.example");
  g_assert_true (g_str_has_prefix (certificate->issuer, "CN=Outpost test CA "));
  g_assert_cmpstrv (certificate->names, names);
  g_assert_cmpint (certificate->not_before, <, now);
  g_assert_cmpint (certificate->not_after, >, now);
  g_assert_cmpstr (certificate->pin, ==, cert->pin);
  g_assert_cmpuint (strlen (certificate->sha256), ==, 32 * 3 - 1);
  g_assert_false (certificate->stapled);
  tls_fixture_forget (fixture);
}

typedef struct {
  const char           *path;
  const char           *names;
  OutpostTestCertFlags  flags;
  const char           *host;
  const char           *ca_file;  /* NULL: the right one; "": the system's; "other" */
  guint                 status;   /* bits that must be set; 0: accepted */
  const char           *sni;
} CertificateCase;

static const CertificateCase certificate_cases[] = {
  { "good", "mail.example", 0, "mail.example", NULL, 0, "mail.example" },
  { "case", "mail.example", 0, "MAIL.example", NULL, 0, "MAIL.example" },
  { "trailing-dot", "mail.example", 0, "mail.example.", NULL, 0, "mail.example" },
  { "second-name", "a.example mail.example", 0, "mail.example", NULL, 0, "mail.example" },
  { "wildcard", "*.example.net", 0, "mail.example.net", NULL, 0, "mail.example.net" },
  { "rsa-2048", "mail.example", OUTPOST_TEST_CERT_RSA_2048, "mail.example", NULL, 0,
    "mail.example" },
  { "ipv4", "mail.example 127.0.0.1", 0, "127.0.0.1", NULL, 0, NULL },
  { "ipv6", "mail.example ::1", 0, "::1", NULL, 0, NULL },
  { "wildcard-deep", "*.example.net", 0, "a.mail.example.net", NULL,
    GNUTLS_CERT_UNEXPECTED_OWNER, "a.mail.example.net" },
  { "other-name", "other.example", 0, "mail.example", NULL,
    GNUTLS_CERT_UNEXPECTED_OWNER, "mail.example" },
  { "ip-without-san", "mail.example", 0, "127.0.0.1", NULL, GNUTLS_CERT_UNEXPECTED_OWNER, NULL },
  { "other-ip", "mail.example 127.0.0.2", 0, "127.0.0.1", NULL,
    GNUTLS_CERT_UNEXPECTED_OWNER, NULL },
  { "common-name-only", "mail.example", OUTPOST_TEST_CERT_NO_SAN, "mail.example", NULL,
    GNUTLS_CERT_UNEXPECTED_OWNER, "mail.example" },
  /* GnuTLS would take the common name, since no dNSName stands beside it. */
  { "common-name-beside-ip", "mail.example 127.0.0.1", OUTPOST_TEST_CERT_NO_SAN, "mail.example",
    NULL, GNUTLS_CERT_UNEXPECTED_OWNER, "mail.example" },
  { "ip-as-common-name", "127.0.0.1", OUTPOST_TEST_CERT_NO_SAN, "127.0.0.1", NULL,
    GNUTLS_CERT_UNEXPECTED_OWNER, NULL },
  { "untrusted", "mail.example", 0, "mail.example", "other",
    GNUTLS_CERT_SIGNER_NOT_FOUND, "mail.example" },
  { "system-trust", "mail.example", 0, "mail.example", "",
    GNUTLS_CERT_SIGNER_NOT_FOUND, "mail.example" },
  { "self-signed", "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED, "mail.example", NULL,
    GNUTLS_CERT_SIGNER_NOT_FOUND, "mail.example" },
  { "expired", "mail.example", OUTPOST_TEST_CERT_EXPIRED, "mail.example", NULL,
    GNUTLS_CERT_EXPIRED, "mail.example" },
  { "not-yet-valid", "mail.example", OUTPOST_TEST_CERT_NOT_YET_VALID, "mail.example", NULL,
    GNUTLS_CERT_NOT_ACTIVATED, "mail.example" },
  { "wrong-purpose", "mail.example", OUTPOST_TEST_CERT_CLIENT, "mail.example", NULL,
    GNUTLS_CERT_PURPOSE_MISMATCH, "mail.example" },
  { "rsa-1024", "mail.example", OUTPOST_TEST_CERT_RSA_1024, "mail.example", NULL,
    GNUTLS_CERT_INSECURE_ALGORITHM, "mail.example" },
  { "must-staple", "mail.example", OUTPOST_TEST_CERT_MUST_STAPLE, "mail.example", NULL,
    GNUTLS_CERT_MISSING_OCSP_STATUS, "mail.example" },
};

static void
test_certificate (TlsFixture    *fixture,
                  gconstpointer  data)
{
  const CertificateCase *test = data;
  const char *priorities[] = { TLS13, TLS12 };
  g_autoptr (OutpostTestCerts) other = outpost_test_certs_new ();
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, test->names,
                                                               test->flags);

  tls_fixture_set_host (fixture, test->host);
  if (test->ca_file != NULL)
    tls_fixture_set_ca_file (fixture, g_str_equal (test->ca_file, "other")
                          ? outpost_test_certs_get_ca_file (other) : test->ca_file);

  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++) {
    TlsServerOptions options = { .priority = priorities[i] };
    g_autoptr (TlsServer) server = tls_server_new (cert, &options);
    gboolean success = tls_fixture_secure (fixture, server, FALSE);

    if (test->status == 0) {
      g_assert_no_error (fixture->error);
      g_assert_true (success);
    } else {
      g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE);
      g_assert_false (success);
      g_assert_cmphex (fixture->failure.certificate_status & test->status, ==, test->status);
      g_assert_cmphex (fixture->failure.certificate_status & GNUTLS_CERT_INVALID, !=, 0);
      g_assert_false (outpost_smtp_transport_is_secure (fixture->transport));
    }

    /* Also of a refused server: the diagnosis shows whose certificate it is. */
    g_assert_cmpstr (fixture->facts.certificate->pin, ==, cert->pin);
    g_clear_pointer (&fixture->transport, outpost_smtp_transport_free);
    tls_server_stop (server);
    g_assert_cmpstr (tls_server_get_name (server), ==, test->sni);
    /* A refusal comes inside the handshake: the server is told, too. */
    g_assert_true (tls_server_had_handshake (server) == success);
  }
}

static void
test_pin (TlsFixture    *fixture,
          gconstpointer  data)
{
  static const struct {
    const char           *names;
    OutpostTestCertFlags  flags;
    gboolean              right;   /* the pin is the server's */
    guint                 status;
  } cases[] = {
    { "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED, TRUE, 0 },
    { "other.example", OUTPOST_TEST_CERT_SELF_SIGNED, TRUE, 0 },
    { "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED | OUTPOST_TEST_CERT_EXPIRED, TRUE, 0 },
    { "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED | OUTPOST_TEST_CERT_NO_SAN, TRUE, 0 },
    /* A good chain does not make up for another key. */
    { "mail.example", 0, FALSE, GNUTLS_CERT_MISMATCH },
    { "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED, FALSE, GNUTLS_CERT_MISMATCH },
    { "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED | OUTPOST_TEST_CERT_RSA_1024, TRUE,
      GNUTLS_CERT_INSECURE_ALGORITHM },
    { "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED | OUTPOST_TEST_CERT_CLIENT, TRUE,
      GNUTLS_CERT_PURPOSE_MISMATCH },
  };
  g_autoptr (OutpostTestCert) other = outpost_test_certs_issue (fixture->certs, "x.example", 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OutpostTestCert) cert =
      outpost_test_certs_issue (fixture->certs, cases[i].names, cases[i].flags);
    TlsServerOptions options = { 0 };
    g_autoptr (TlsServer) server = tls_server_new (cert, &options);
    g_autofree char *pins = g_strjoin (" ", other->pin, cases[i].right ? cert->pin : other->pin,
                                       NULL);

    tls_fixture_set_pins (fixture, pins);
    g_assert_true (tls_fixture_secure (fixture, server, FALSE) == (cases[i].status == 0));
    g_assert_cmphex (fixture->failure.certificate_status & ~GNUTLS_CERT_INVALID, ==,
                     cases[i].status);
    tls_fixture_forget (fixture);
  }
}

static void
test_pin_and_version (TlsFixture    *fixture,
                      gconstpointer  data)
{
  g_autoptr (OutpostTestCert) cert =
    outpost_test_certs_issue (fixture->certs, "mail.example", OUTPOST_TEST_CERT_SELF_SIGNED);
  TlsServerOptions options = { .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.1" };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);

  tls_fixture_set_pins (fixture, cert->pin);
  g_assert_false (tls_fixture_secure (fixture, server, FALSE));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS);
  tls_fixture_forget (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) \
  g_test_add ("/smtp/certificate/" path, TlsFixture, NULL, tls_fixture_set_up, func, tls_fixture_tear_down)
  ADD ("certificate-facts", test_certificate_facts);
  ADD ("pin", test_pin);
  ADD ("pin-and-version", test_pin_and_version);
#undef ADD

  for (guint i = 0; i < G_N_ELEMENTS (certificate_cases); i++) {
    g_autofree char *path = g_strconcat ("/smtp/certificate/", certificate_cases[i].path, NULL);

    g_test_add (path, TlsFixture, &certificate_cases[i], tls_fixture_set_up, test_certificate,
                tls_fixture_tear_down);
  }

  return g_test_run ();
}
