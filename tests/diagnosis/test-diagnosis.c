/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "outpost-diagnosis.h"
#include "outpost-message.h"
#include "outpost-smtp-error.h"

/* One failure that is not about a reply. Numbers of the TLS rows were measured with
 * GnuTLS 3.7.9 on the loopback. */
typedef struct {
  const char          *id;
  OutpostSmtpStage     stage;
  OutpostSmtpSecurity  security;
  guint16              port;
  const char          *domain;   /* "io", "resolver", "smtp", "message" */
  int                  code;
  const char          *first_octets;
  int                  tls_error;
  guint                status;
} Example;

#define TLS OUTPOST_SMTP_SECURITY_TLS
#define STARTTLS OUTPOST_SMTP_SECURITY_STARTTLS
#define NONE OUTPOST_SMTP_SECURITY_NONE

static const Example examples[] = {
  { "dns-not-found", OUTPOST_SMTP_STAGE_LOOKUP, TLS, 465, "resolver", G_RESOLVER_ERROR_NOT_FOUND },
  { "dns-temporary", OUTPOST_SMTP_STAGE_LOOKUP, TLS, 465, "resolver", G_RESOLVER_ERROR_TEMPORARY_FAILURE },
  { "dns-temporary", OUTPOST_SMTP_STAGE_LOOKUP, TLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "offline", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_NETWORK_UNREACHABLE },
  { "offline", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_HOST_UNREACHABLE },
  { "refused", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_CONNECTION_REFUSED },
  { "timeout", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "timeout-port25", OUTPOST_SMTP_STAGE_CONNECT, NONE, 25, "io", G_IO_ERROR_TIMED_OUT },
  { "connect-failed", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_FAILED },
  { "banner-timeout", OUTPOST_SMTP_STAGE_SECURE, STARTTLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "banner-timeout", OUTPOST_SMTP_STAGE_GREETING, NONE, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "tls-timeout", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "silent", OUTPOST_SMTP_STAGE_SIGN_IN, TLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "silent", OUTPOST_SMTP_STAGE_GREETING, TLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "connect-lost", OUTPOST_SMTP_STAGE_SENDER, TLS, 465, "io", G_IO_ERROR_CONNECTION_CLOSED },
  { "tls-eof", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "io", G_IO_ERROR_CONNECTION_CLOSED },
  { "plain-on-tls", OUTPOST_SMTP_STAGE_SECURE, TLS, 587, "smtp", OUTPOST_SMTP_ERROR_TLS, NULL, GNUTLS_E_UNEXPECTED_PACKET },
  { "plain-on-tls", OUTPOST_SMTP_STAGE_SECURE, TLS, 587, "smtp", OUTPOST_SMTP_ERROR_TLS, "220 mail.example ESMTP\r\n", GNUTLS_E_UNEXPECTED_PACKET },
  { "captive-portal", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_TLS, "HTTP/1.1 302 Found\r\n", GNUTLS_E_UNEXPECTED_PACKET },
  { "tls-eof", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_TLS, NULL, GNUTLS_E_PREMATURE_TERMINATION },
  { "tls-version", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_TLS, NULL, GNUTLS_E_UNSUPPORTED_VERSION_PACKET },
  { "tls-other", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_TLS, NULL, GNUTLS_E_INTERNAL_ERROR },
  { "cert-unknown", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, 0x42 },
  { "cert-name", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, 0x4002 },
  { "cert-expired", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, 0x402 },
  { "cert-not-yet", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, 0x202 },
  { "cert-revoked", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, 0x22 },
  { "cert-weak", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, 0x102 },
  { "cert-purpose", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_PURPOSE_MISMATCH },
  { "cert-pin", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_MISMATCH },
  { "starttls-missing", OUTPOST_SMTP_STAGE_SECURE, STARTTLS, 587, "smtp", OUTPOST_SMTP_ERROR_NO_STARTTLS },
  { "starttls-injection", OUTPOST_SMTP_STAGE_SECURE, STARTTLS, 587, "smtp", OUTPOST_SMTP_ERROR_INJECTION },
  { "not-smtp-imap", OUTPOST_SMTP_STAGE_GREETING, NONE, 143, "smtp", OUTPOST_SMTP_ERROR_PROTOCOL, "* OK IMAP4rev1 ready\r\n" },
  { "not-smtp-pop", OUTPOST_SMTP_STAGE_SECURE, STARTTLS, 110, "smtp", OUTPOST_SMTP_ERROR_PROTOCOL, "+OK POP3 ready\r\n" },
  { "captive-portal", OUTPOST_SMTP_STAGE_GREETING, NONE, 587, "smtp", OUTPOST_SMTP_ERROR_PROTOCOL, "HTTP/1.1 400 Bad Request\r\n" },
  { "not-smtp", OUTPOST_SMTP_STAGE_SECURE, STARTTLS, 22, "smtp", OUTPOST_SMTP_ERROR_PROTOCOL, "SSH-2.0-OpenSSH\r\n" },
  { "line-too-long", OUTPOST_SMTP_STAGE_SIGN_IN, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_PROTOCOL },
  { "cleartext", OUTPOST_SMTP_STAGE_SIGN_IN, NONE, 25, "smtp", OUTPOST_SMTP_ERROR_CLEARTEXT },
  { "no-sign-in-offered", OUTPOST_SMTP_STAGE_SIGN_IN, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_NO_MECHANISM },
  { "server-proof", OUTPOST_SMTP_STAGE_SIGN_IN, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "needs-smtputf8", OUTPOST_SMTP_STAGE_SENDER, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_NEEDS_SMTPUTF8 },
  { "too-big", OUTPOST_SMTP_STAGE_SENDER, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_TOO_BIG },
  { "settings", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_SETTINGS },
  { "outcome-unknown", OUTPOST_SMTP_STAGE_MESSAGE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN },
  { "message-content", OUTPOST_SMTP_STAGE_MESSAGE, TLS, 465, "message", OUTPOST_MESSAGE_ERROR_CONTENT },
  { "message-source", OUTPOST_SMTP_STAGE_MESSAGE, TLS, 465, "message", OUTPOST_MESSAGE_ERROR_SOURCE },
};

static GQuark
domain_of (const Example *example)
{
  switch (example->domain[0]) {
  case 'i':
    return G_IO_ERROR;
  case 'r':
    return G_RESOLVER_ERROR;
  case 's':
    return OUTPOST_SMTP_ERROR;
  default:
    return OUTPOST_MESSAGE_ERROR;
  }
}

static void
test_examples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++) {
    const Example *example = &examples[i];
    OutpostDiagnosisSubject subject = {
      .host = (char *) "mail.example", .port = example->port, .security = example->security,
    };
    OutpostSmtpFailure failure = {
      .stage = example->stage, .first_octets = (char *) example->first_octets,
      .tls_error = example->tls_error, .certificate_status = example->status,
    };
    OutpostSmtpFacts facts = { 0 };
    g_autoptr (GError) error = g_error_new_literal (domain_of (example), example->code, "Words.");
    g_autoptr (OutpostDiagnosis) diagnosis = outpost_diagnose (&subject, &failure, &facts, error);

    g_test_message ("%s", example->id);
    g_assert_cmpstr (diagnosis->id, ==, example->id);
    g_assert_cmpint (diagnosis->stage, ==, example->stage);
    g_assert_cmpstr (diagnosis->title, !=, "");
    g_assert_null (strchr (diagnosis->cause, '{'));
    g_assert_null (strchr (diagnosis->next_step, '{'));
  }
}

/* A security program's own certificate is told from any other that nobody knows. */
static void
test_security_program (void)
{
  OutpostDiagnosisSubject subject = { .host = (char *) "mail.example", .port = 465, .security = TLS };
  OutpostSmtpFailure failure = { .stage = OUTPOST_SMTP_STAGE_SECURE, .certificate_status = 0x42 };
  OutpostSmtpCertificate certificate = { .issuer = (char *) "CN=Avast Mail Shield Root" };
  OutpostSmtpFacts facts = { .certificate = &certificate };
  g_autoptr (GError) error =
    g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE, "Words.");
  g_autoptr (OutpostDiagnosis) named = outpost_diagnose (&subject, &failure, &facts, error);
  g_autoptr (OutpostDiagnosis) unknown = NULL;

  g_assert_cmpstr (named->id, ==, "av-proxy");
  g_assert_nonnull (strstr (named->cause, "Avast Mail Shield Root"));

  certificate.issuer = (char *) "CN=mail.example";
  unknown = outpost_diagnose (&subject, &failure, &facts, error);
  g_assert_cmpstr (unknown->id, ==, "cert-unknown");
}

static OutpostDiagnosis *
diagnose_reply (OutpostSmtpStage  stage,
                guint             code,
                const char       *enhanced,
                const char       *text,
                gboolean          blames_sender,
                gboolean          plain_offered)
{
  OutpostSmtpReply reply = { code, (char *) enhanced, (char *) text };
  OutpostDiagnosisSubject subject = {
    .host = (char *) "mail.example", .port = 465, .security = TLS,
    .username = (char *) "shop@mail.example", .sender = (char *) "orders@shop.example",
  };
  OutpostSmtpFailure failure = {
    .stage = stage, .reply = &reply, .blames_sender = blames_sender,
    .plain_offered = plain_offered, .mechanism = (char *) "SCRAM-SHA-256",
  };
  OutpostSmtpFacts facts = { 0 };
  g_autoptr (GError) error =
    g_error_new_literal (OUTPOST_SMTP_ERROR,
                         stage == OUTPOST_SMTP_STAGE_SIGN_IN ? OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED
                                                             : OUTPOST_SMTP_ERROR_REFUSED, "Words.");

  return outpost_diagnose (&subject, &failure, &facts, error);
}

static void
test_sender_blamed_at_recipient (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_RECIPIENT, 553, "5.7.1",
                    "<orders@shop.example>: Sender address rejected: not owned by user shop@mail.example",
                    TRUE, FALSE);
  const OutpostFixChange *change;

  g_assert_cmpstr (diagnosis->id, ==, "postfix-sender");
  g_assert_cmpint (diagnosis->stage, ==, OUTPOST_SMTP_STAGE_SENDER);
  g_assert_true (diagnosis->has_field);
  g_assert_cmpint (diagnosis->field, ==, OUTPOST_FIELD_SENDER);
  g_assert_cmpuint (diagnosis->fix->len, ==, 1);
  change = g_ptr_array_index (diagnosis->fix, 0);
  g_assert_cmpint (change->field, ==, OUTPOST_FIELD_SENDER);
  g_assert_cmpstr (change->text, ==, "shop@mail.example");
}

/* The engine blames the sender by the code alone; the words know better. */
static void
test_relay_denied_at_recipient (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_RECIPIENT, 554, "5.7.1",
                    "<someone@elsewhere.example>: Relay access denied", TRUE, FALSE);

  g_assert_cmpstr (diagnosis->id, ==, "relay-denied");
  g_assert_cmpint (diagnosis->stage, ==, OUTPOST_SMTP_STAGE_RECIPIENT);
  g_assert_cmpint (diagnosis->field, ==, OUTPOST_FIELD_SERVER);
}

static void
test_scram_without_verifier (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8", "authentication failure", FALSE, TRUE);
  const OutpostFixChange *change = g_ptr_array_index (diagnosis->fix, 0);

  g_assert_cmpstr (diagnosis->id, ==, "scram-plain");
  g_assert_cmpint (change->field, ==, OUTPOST_FIELD_MECHANISM);
  g_assert_cmpstr (change->text, ==, "PLAIN");
  g_assert_nonnull (strstr (diagnosis->cause, "SCRAM-SHA-256"));
}

static void
test_words_printable (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_MESSAGE, 554, NULL, "no\x1b[2J \u202Ethanks", FALSE, FALSE);

  g_assert_cmpstr (diagnosis->code_text, ==, "554");
  g_assert_cmpstr (diagnosis->server_words, ==, "no\uFFFD[2J \uFFFDthanks");
  g_assert_null (diagnosis->url);
}

static void
test_offer (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_MESSAGE, 554, NULL, "no", FALSE, FALSE);
  g_autoptr (OutpostDiagnosis) copy = NULL;
  g_autoptr (OutpostAccount) draft = outpost_account_new (NULL);

  outpost_diagnosis_offer (diagnosis, 587, STARTTLS);
  copy = outpost_diagnosis_copy (diagnosis);
  g_assert_cmpstr (copy->fix_label, ==, "Use STARTTLS on 587");
  outpost_fix_apply (copy->fix, draft);
  g_assert_cmpuint (outpost_account_get_port (draft), ==, 587);
  g_assert_cmpint (outpost_account_get_security (draft), ==, STARTTLS);
}

static void
test_secret (void)
{
  for (int code = OUTPOST_SECRET_ERROR_NO_SERVICE; code <= OUTPOST_SECRET_ERROR_CREDENTIAL; code++) {
    g_autoptr (GError) error = g_error_new_literal (OUTPOST_SECRET_ERROR, code, "Words.");
    g_autoptr (OutpostDiagnosis) diagnosis = outpost_diagnose_secret (error);

    g_assert_true (g_str_has_prefix (diagnosis->id, "secret-"));
    g_assert_cmpint (diagnosis->stage, ==, OUTPOST_SMTP_STAGE_SIGN_IN);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diagnosis/examples", test_examples);
  g_test_add_func ("/diagnosis/security-program", test_security_program);
  g_test_add_func ("/diagnosis/sender-blamed-at-recipient", test_sender_blamed_at_recipient);
  g_test_add_func ("/diagnosis/relay-denied-at-recipient", test_relay_denied_at_recipient);
  g_test_add_func ("/diagnosis/scram-without-verifier", test_scram_without_verifier);
  g_test_add_func ("/diagnosis/words-printable", test_words_printable);
  g_test_add_func ("/diagnosis/offer", test_offer);
  g_test_add_func ("/diagnosis/secret", test_secret);

  return g_test_run ();
}
