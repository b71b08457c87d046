/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <gmodule.h>
#include <gnutls/gnutls.h>

#include "outpost-account.h"
#include "outpost-catalogue.h"
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
  const char          *domain;   /* "io", "resolver", "smtp", "message", "account", "file" */
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
  { "no-route", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_NETWORK_UNREACHABLE },
  { "no-route", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_HOST_UNREACHABLE },
  { "refused", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_CONNECTION_REFUSED },
  { "timeout", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "timeout-port25", OUTPOST_SMTP_STAGE_CONNECT, NONE, 25, "io", G_IO_ERROR_TIMED_OUT },
  { "connect-failed", OUTPOST_SMTP_STAGE_CONNECT, TLS, 465, "io", G_IO_ERROR_FAILED },
  { "banner-timeout", OUTPOST_SMTP_STAGE_SECURE, STARTTLS, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "banner-timeout", OUTPOST_SMTP_STAGE_GREETING, NONE, 465, "io", G_IO_ERROR_TIMED_OUT },
  { "banner-timeout", OUTPOST_SMTP_STAGE_SECURE, STARTTLS, 465, "io", G_IO_ERROR_CONNECTION_CLOSED },
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
  { "cert-other", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_CERTIFICATE, NULL, 0, GNUTLS_CERT_INVALID },
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
  { "client-certificate", OUTPOST_SMTP_STAGE_SECURE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_SETTINGS },
  { "sign-in-secret", OUTPOST_SMTP_STAGE_SIGN_IN, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_SETTINGS },
  { "outcome-unknown", OUTPOST_SMTP_STAGE_MESSAGE, TLS, 465, "smtp", OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN },
  { "incomplete", OUTPOST_SMTP_STAGE_LOOKUP, TLS, 465, "account", OUTPOST_ACCOUNT_ERROR_INCOMPLETE },
  { "part-missing", OUTPOST_SMTP_STAGE_SIGN_IN, TLS, 465, "part", G_MODULE_ERROR_FAILED },
  { "unknown", OUTPOST_SMTP_STAGE_MESSAGE, TLS, 465, "file", 0 },
  { "message-content", OUTPOST_SMTP_STAGE_MESSAGE, TLS, 465, "message", OUTPOST_MESSAGE_ERROR_CONTENT },
  { "message-source", OUTPOST_SMTP_STAGE_MESSAGE, TLS, 465, "message", OUTPOST_MESSAGE_ERROR_SOURCE },
};

/* Rows that some case of this file has come to: nothing in the catalogue is for show. */
static GHashTable *reached;

static OutpostDiagnosis *
diagnose (const OutpostDiagnosisSubject *subject,
          const OutpostSmtpFailure      *failure,
          const OutpostSmtpFacts        *facts,
          const GError                  *error,
          const OutpostBeside           *beside)
{
  OutpostDiagnosis *diagnosis = outpost_diagnose (subject, failure, facts, error, beside);

  g_hash_table_add (reached, g_strdup (diagnosis->id));
  return diagnosis;
}

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
  case 'a':
    return OUTPOST_ACCOUNT_ERROR;
  case 'f':
    return G_FILE_ERROR;
  case 'p':
    return G_MODULE_ERROR;
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
    g_autoptr (OutpostDiagnosis) diagnosis = diagnose (&subject, &failure, &facts, error, NULL);

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
  g_autoptr (OutpostDiagnosis) named = diagnose (&subject, &failure, &facts, error, NULL);
  g_autoptr (OutpostDiagnosis) unknown = NULL;

  g_assert_cmpstr (named->id, ==, "av-proxy");
  g_assert_nonnull (strstr (named->cause, "Avast Mail Shield Root"));

  certificate.issuer = (char *) "CN=mail.example";
  unknown = diagnose (&subject, &failure, &facts, error, NULL);
  g_assert_cmpstr (unknown->id, ==, "cert-unknown");
}

/* Not the reply tells of it but what was tried and what was offered. */
static void
test_scram_without_verifier (void)
{
  OutpostSmtpReply reply = { 535, (char *) "5.7.8", (char *) "authentication failure" };
  OutpostDiagnosisSubject subject = { .host = (char *) "mail.example", .port = 465, .security = TLS,
                                      .username = (char *) "shop@mail.example" };
  OutpostSmtpFailure failure = {
    .stage = OUTPOST_SMTP_STAGE_SIGN_IN, .reply = &reply, .plain_offered = TRUE,
    .mechanism = (char *) "SCRAM-SHA-256",
  };
  OutpostSmtpFacts facts = { 0 };
  g_autoptr (GError) error =
    g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, "Words.");
  g_autoptr (OutpostDiagnosis) diagnosis = diagnose (&subject, &failure, &facts, error, NULL);
  const OutpostFixChange *change = g_ptr_array_index (diagnosis->fix, 0);

  g_assert_cmpstr (diagnosis->id, ==, "scram-plain");
  g_assert_cmpint (change->field, ==, OUTPOST_FIELD_MECHANISM);
  g_assert_cmpstr (change->text, ==, "PLAIN");
  g_assert_nonnull (strstr (diagnosis->cause, "SCRAM-SHA-256"));
}

static void
test_secret (void)
{
  for (int code = OUTPOST_SECRET_ERROR_NO_SERVICE; code <= OUTPOST_SECRET_ERROR_CREDENTIAL; code++) {
    g_autoptr (GError) error = g_error_new_literal (OUTPOST_SECRET_ERROR, code, "Words.");
    g_autoptr (OutpostDiagnosis) diagnosis = outpost_diagnose_secret (error);

    g_assert_true (g_str_has_prefix (diagnosis->id, "secret-"));
    g_hash_table_add (reached, g_strdup (diagnosis->id));
    g_assert_cmpint (diagnosis->stage, ==, OUTPOST_SMTP_STAGE_SIGN_IN);
  }
}

/* A probe in one line: "host:port:mode:result", in which the mode is tls, starttls or none.
 * All that speak TLS show one certificate. */
static OutpostSmtpProbe *
make_probe (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, ":", 4);
  const char *result = parts[3];
  OutpostSmtpProbe *probe = g_new0 (OutpostSmtpProbe, 1);
  OutpostSmtpSecurity security;

  g_assert_true (outpost_security_from_text (parts[2], &security));
  probe->endpoint = outpost_smtp_endpoint_new (parts[0], (guint16) atoi (parts[1]), security);
  probe->answers = strchr ("ngwh", result[0]) != NULL;
  if (g_str_equal (result, "good") || g_str_equal (result, "wrong-name")) {
    probe->facts.certificate = g_new0 (OutpostSmtpCertificate, 1);
    probe->facts.certificate->sha256 = g_strdup ("AA:BB");
  }
  probe->secured = probe->offers_sign_in = g_str_equal (result, "good");
  if (probe->secured)
    return probe;

  probe->error = result[0] == 'r' ? g_error_new (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "No.")
                                  : g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No.");
  probe->failure.stage = OUTPOST_SMTP_STAGE_CONNECT;
  if (g_str_equal (result, "http"))
    probe->failure.first_octets = g_strdup ("HTTP/1.1 302 Found\r\n");
  if (g_str_equal (result, "wrong-name"))
    probe->failure.certificate_status = 0x4002;
  return probe;
}

static OutpostBeside *
make_beside (const char *lines)
{
  g_auto (GStrv) split = g_strsplit (lines, " ", -1);
  OutpostBeside *beside = g_new0 (OutpostBeside, 1);

  beside->probes = g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_smtp_probe_free);
  for (guint i = 0; split[i] != NULL; i++)
    if (g_str_equal (split[i], "offline"))
      beside->is_offline = TRUE;
    else if (g_str_equal (split[i], "portal"))
      beside->is_portal = TRUE;
    else if (g_str_equal (split[i], "no-address"))
      beside->presence = OUTPOST_DNS_PRESENCE_NO_ADDRESS;
    else if (*split[i] != '\0')
      g_ptr_array_add (beside->probes, make_probe (split[i]));
  return beside;
}

/* The same failure means something else by what was found beside it. */
static void
test_beside (void)
{
  static const struct {
    const char          *id;
    OutpostSmtpStage     stage;
    OutpostSmtpSecurity  security;
    guint16              port;
    GQuark             (*domain) (void);
    int                  code;
    guint                status;
    const char          *beside;
    const char          *fix;      /* the button's label */
  } cases[] = {
#define IO g_io_error_quark
#define RESOLVER g_resolver_error_quark
#define SMTP outpost_smtp_error_quark
#define LOOKUP OUTPOST_SMTP_STAGE_LOOKUP
#define CONNECT OUTPOST_SMTP_STAGE_CONNECT
#define SECURE OUTPOST_SMTP_STAGE_SECURE
    { "dns-not-found", LOOKUP, TLS, 465, RESOLVER, G_RESOLVER_ERROR_NOT_FOUND, 0, "", NULL },
    { "dns-no-address", LOOKUP, TLS, 465, RESOLVER, G_RESOLVER_ERROR_NOT_FOUND, 0, "no-address", NULL },
    { "offline", LOOKUP, TLS, 465, RESOLVER, G_RESOLVER_ERROR_TEMPORARY_FAILURE, 0, "offline", NULL },
    { "offline", LOOKUP, TLS, 465, IO, G_IO_ERROR_TIMED_OUT, 0, "offline", NULL },
    { "dns-temporary", LOOKUP, TLS, 465, RESOLVER, G_RESOLVER_ERROR_TEMPORARY_FAILURE, 0, "", NULL },
    { "captive-network", LOOKUP, TLS, 465, RESOLVER, G_RESOLVER_ERROR_TEMPORARY_FAILURE, 0, "portal", NULL },
    { "dns-not-found", LOOKUP, TLS, 465, RESOLVER, G_RESOLVER_ERROR_NOT_FOUND, 0,
      "smtp.provider.example:465:tls:good", "Use \u2068smtp.provider.example\u2069 with TLS on 465" },
    { "offline", CONNECT, TLS, 465, IO, G_IO_ERROR_NETWORK_UNREACHABLE, 0, "offline", NULL },
    { "no-route", CONNECT, TLS, 465, IO, G_IO_ERROR_HOST_UNREACHABLE, 0,
      "mail.example:587:starttls:silent", NULL },
    { "filtered", CONNECT, TLS, 465, IO, G_IO_ERROR_HOST_UNREACHABLE, 0,
      "mail.example:587:starttls:good", "Use STARTTLS on 587" },
    { "filtered", CONNECT, STARTTLS, 587, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:good", "Use TLS on 465" },
    { "filtered", CONNECT, STARTTLS, 587, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:silent mail.example:25:none:none", NULL },
    { "timeout", CONNECT, STARTTLS, 587, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:silent mail.example:25:none:silent", NULL },
    /* Another host that answers says nothing of this one. */
    { "timeout", CONNECT, STARTTLS, 587, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:silent other.example:465:tls:good",
      "Use \u2068other.example\u2069 with TLS on 465" },
    { "timeout-port25", CONNECT, STARTTLS, 25, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:silent mail.example:587:starttls:good", "Use STARTTLS on 587" },
    { "timeout", CONNECT, STARTTLS, 25, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:silent mail.example:587:starttls:silent", NULL },
    { "refused", CONNECT, TLS, 4650, IO, G_IO_ERROR_CONNECTION_REFUSED, 0,
      "mail.example:465:tls:good", "Use TLS on 465" },
    { "refused", CONNECT, TLS, 465, IO, G_IO_ERROR_CONNECTION_REFUSED, 0,
      "mail.example:587:starttls:refused", NULL },
    { "captive-network", CONNECT, TLS, 465, IO, G_IO_ERROR_TIMED_OUT, 0,
      "portal mail.example:587:starttls:silent", NULL },
    /* What works is no portal, whatever the desktop thinks. */
    { "filtered", CONNECT, TLS, 465, IO, G_IO_ERROR_TIMED_OUT, 0,
      "portal mail.example:587:starttls:good", "Use STARTTLS on 587" },
    { "tls-first", SECURE, STARTTLS, 465, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:good", "Use TLS on 465" },
    { "tls-first", SECURE, STARTTLS, 465, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:wrong-name", NULL },
    { "banner-timeout", SECURE, STARTTLS, 465, IO, G_IO_ERROR_TIMED_OUT, 0,
      "mail.example:465:tls:none", NULL },
    { "captive-portal", SECURE, TLS, 465, IO, G_IO_ERROR_CONNECTION_CLOSED, 0,
      "mail.example:587:starttls:http", NULL },
    { "cert-name", SECURE, TLS, 465, SMTP, OUTPOST_SMTP_ERROR_CERTIFICATE, 0x4002,
      "mail.example:587:starttls:wrong-name", NULL },
    /* One certificate for two names, and for neither of them. */
    { "captive-portal", SECURE, TLS, 465, SMTP, OUTPOST_SMTP_ERROR_CERTIFICATE, 0x4002,
      "other.example:465:tls:wrong-name", NULL },
    { "cert-expired", SECURE, TLS, 465, SMTP, OUTPOST_SMTP_ERROR_CERTIFICATE, 0x402,
      "other.example:465:tls:wrong-name", NULL },
    { "cert-unknown", SECURE, TLS, 465, SMTP, OUTPOST_SMTP_ERROR_CERTIFICATE, 0x42,
      "mail.example:587:starttls:refused", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    OutpostDiagnosisSubject subject = {
      .host = (char *) "mail.example", .port = cases[i].port, .security = cases[i].security,
    };
    OutpostSmtpFailure failure = { .stage = cases[i].stage, .certificate_status = cases[i].status };
    char *names[] = { (char *) "else.example", NULL };
    OutpostSmtpCertificate certificate = { .sha256 = (char *) "AA:BB", .names = names };
    OutpostSmtpFacts facts = { .certificate = cases[i].status != 0 ? &certificate : NULL };
    g_autoptr (GError) error = g_error_new_literal (cases[i].domain (), cases[i].code, "Words.");
    g_autoptr (OutpostBeside) beside = make_beside (cases[i].beside);
    g_autoptr (OutpostDiagnosis) diagnosis = diagnose (&subject, &failure, &facts, error, beside);

    g_test_message ("%s beside %s: %s", cases[i].id, cases[i].beside, diagnosis->next_step);
    g_assert_cmpstr (diagnosis->id, ==, cases[i].id);
    g_assert_cmpstr (diagnosis->fix_label, ==, cases[i].fix);
    g_assert_true ((diagnosis->fix != NULL) == (cases[i].fix != NULL));
    g_assert_null (strchr (diagnosis->cause, '{'));
  }
}

static void
assert_text (OutpostAccount *draft,
             OutpostField    field,
             const char     *text)
{
  g_assert_cmpstr (outpost_account_get (draft, field), ==, text);
}

/* Pressing the button changes what is different, and the first that works is taken. */
static void
test_offer (void)
{
  OutpostDiagnosisSubject subject = { .host = (char *) "mail.example", .port = 465, .security = TLS };
  OutpostSmtpFailure failure = { .stage = OUTPOST_SMTP_STAGE_CONNECT };
  OutpostSmtpFacts facts = { 0 };
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "Words.");
  g_autoptr (OutpostBeside) near = make_beside ("mail.example:25:none:none mail.example:587:starttls:good other.example:465:tls:good");
  g_autoptr (OutpostBeside) far = make_beside ("mail.example:587:starttls:silent other.example:465:tls:good");
  g_autoptr (OutpostDiagnosis) same_host = diagnose (&subject, &failure, &facts, error, near);
  g_autoptr (OutpostDiagnosis) other_host = diagnose (&subject, &failure, &facts, error, far);
  g_autoptr (OutpostDiagnosis) copy = outpost_diagnosis_copy (same_host);
  g_autoptr (OutpostAccount) draft = outpost_account_new (NULL);

  outpost_account_set (draft, OUTPOST_FIELD_SERVER, "mail.example");
  outpost_account_set (draft, OUTPOST_FIELD_PORT, "465");
  g_assert_cmpuint (other_host->fix->len, ==, 2);
  g_assert_cmpint (((OutpostFixChange *) other_host->fix->pdata[1])->field, ==,
                   OUTPOST_FIELD_PASSWORD);
  g_assert_cmpstr (((OutpostFixChange *) other_host->fix->pdata[1])->text, ==, "");
  outpost_fix_apply (other_host->fix, draft);
  assert_text (draft, OUTPOST_FIELD_SERVER, "other.example");
  assert_text (draft, OUTPOST_FIELD_PORT, "465");
  g_assert_nonnull (strstr (other_host->next_step, "password"));

  g_assert_cmpuint (copy->fix->len, ==, 2);
  outpost_fix_apply (copy->fix, draft);
  assert_text (draft, OUTPOST_FIELD_PORT, "587");
  assert_text (draft, OUTPOST_FIELD_SECURITY, "starttls");
}

/* Where nothing works the next step says what was tried. */
static void
test_tried_in_vain (void)
{
  OutpostDiagnosisSubject subject = { .host = (char *) "mail.example", .port = 465, .security = TLS };
  OutpostSmtpFailure failure = { .stage = OUTPOST_SMTP_STAGE_CONNECT };
  OutpostSmtpFacts facts = { 0 };
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "Words.");
  g_autoptr (OutpostBeside) beside = make_beside ("mail.example:587:starttls:refused other.example:465:tls:silent");
  g_autoptr (OutpostDiagnosis) diagnosis = diagnose (&subject, &failure, &facts, error, beside);

  g_assert_nonnull (strstr (diagnosis->next_step, "mail.example:587 (STARTTLS)"));
  g_assert_nonnull (strstr (diagnosis->next_step, "other.example:465 (TLS)"));
}

#define A_DAY (24 * 60 * 60)

/* A clock that is years off is told from a certificate that is no good. */
static void
test_clock (void)
{
  gint64 checked = outpost_catalogue_get_checked ();
  const struct {
    const char *id, *host;
    gint64      now, not_before, not_after;
    guint       status;
  } cases[] = {
    { "clock-behind", "mail.example", checked - 2000 * A_DAY, checked, checked + 90 * A_DAY, 0x202 },
    /* Those above it are not valid yet either, and so nobody has signed it. */
    { "clock-behind", "mail.example", checked - 2000 * A_DAY, checked, checked + 90 * A_DAY, 0x242 },
    { "cert-not-yet", "mail.example", checked + A_DAY, checked + 3 * A_DAY, checked + 90 * A_DAY, 0x202 },
    { "cert-expired", "mail.example", checked + 100 * A_DAY, checked, checked + 90 * A_DAY, 0x402 },
    /* A forgotten server of one's own. */
    { "cert-expired", "mail.example", checked + 800 * A_DAY, checked, checked + 90 * A_DAY, 0x402 },
    { "clock-ahead", "smtp.gmail.com", checked + 800 * A_DAY, checked, checked + 90 * A_DAY, 0x402 },
    { "clock-ahead", "mail.example", checked + 4000 * A_DAY, checked, checked + 90 * A_DAY, 0x402 },
    { "cert-issuer-expired", "mail.example", checked + A_DAY, checked, checked + 90 * A_DAY, 0x402 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    OutpostDiagnosisSubject subject = {
      .host = (char *) cases[i].host, .port = 465, .security = TLS, .now = cases[i].now,
    };
    OutpostSmtpFailure failure = { .stage = OUTPOST_SMTP_STAGE_SECURE,
                                   .certificate_status = cases[i].status };
    char *names[] = { (char *) "mail.example", NULL };
    OutpostSmtpCertificate certificate = { .not_before = cases[i].not_before,
                                           .not_after = cases[i].not_after, .names = names };
    OutpostSmtpFacts facts = { .certificate = &certificate };
    g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (cases[i].now);
    g_autofree char *today = g_date_time_format (now, "%F");
    g_autoptr (GError) error =
      g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE, "Words.");
    g_autoptr (OutpostDiagnosis) diagnosis = diagnose (&subject, &failure, &facts, error, NULL);
    g_autofree char *words = g_strconcat (diagnosis->cause, diagnosis->next_step, NULL);

    g_test_message ("%s: %s", cases[i].id, words);
    g_assert_cmpstr (diagnosis->id, ==, cases[i].id);
    g_assert_true (strstr (words, today) != NULL ||
                   g_str_equal (cases[i].id, "cert-issuer-expired"));
    g_assert_true ((diagnosis->fault == OUTPOST_FAULT_COMPUTER) ==
                   g_str_has_prefix (cases[i].id, "clock") ||
                   g_str_equal (cases[i].id, "cert-not-yet"));
  }
}

/* The names of a certificate are told, three of them, made printable. */
static void
test_certificate_names (void)
{
  OutpostDiagnosisSubject subject = { .host = (char *) "mail.example", .port = 465, .security = TLS };
  OutpostSmtpFailure failure = { .stage = OUTPOST_SMTP_STAGE_SECURE, .certificate_status = 0x4002 };
  char *names[] = { (char *) "a.example", (char *) "b\u202E.example", (char *) "{host}",
                    (char *) "d.example", NULL };
  OutpostSmtpCertificate certificate = { .names = names };
  OutpostSmtpFacts facts = { .certificate = &certificate };
  g_autoptr (GError) error =
    g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE, "Words.");
  g_autoptr (OutpostDiagnosis) diagnosis = diagnose (&subject, &failure, &facts, error, NULL);
  g_autoptr (OutpostDiagnosis) nameless = NULL;

  g_assert_nonnull (strstr (diagnosis->cause, "a.example, b\uFFFD.example, {host}\u2069"));
  names[0] = NULL;
  nameless = diagnose (&subject, &failure, &facts, error, NULL);
  g_assert_cmpstr (nameless->id, ==, "cert-no-name");
}

/* Failures that need more than one line of a table. */
static void
test_others (void)
{
  OutpostDiagnosisSubject subject = { .host = (char *) "mail.example", .port = 465, .security = TLS,
                                      .has_ca_file = TRUE };
  OutpostSmtpFailure alert = { .stage = OUTPOST_SMTP_STAGE_SECURE,
                               .tls_alert = (char *) "Handshake failed" };
  OutpostSmtpFailure files = { .stage = OUTPOST_SMTP_STAGE_SECURE };
  OutpostSmtpFailure sign_in = { .stage = OUTPOST_SMTP_STAGE_SIGN_IN };
  OutpostSmtpFailure web = { .stage = OUTPOST_SMTP_STAGE_SECURE,
                             .first_octets = (char *) "HTTP/1.1 400 Bad Request\r\n" };
  char *mechanisms[] = { (char *) "GSSAPI", NULL };
  OutpostSmtpFacts facts = { .mechanisms = mechanisms };
  g_autoptr (GError) tls = g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS, "Words.");
  g_autoptr (GError) settings =
    g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS, "The file is not there.");
  g_autoptr (GError) none =
    g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM, "Words.");
  g_autoptr (OutpostBeside) works = make_beside ("mail.example:587:starttls:good");
  g_autoptr (OutpostDiagnosis) alerted = diagnose (&subject, &alert, &facts, tls, NULL);
  g_autoptr (OutpostDiagnosis) unreadable = diagnose (&subject, &files, &facts, settings, NULL);
  g_autoptr (OutpostDiagnosis) no_mechanism = diagnose (&subject, &sign_in, &facts, none, NULL);
  g_autoptr (OutpostDiagnosis) pages = diagnose (&subject, &web, &facts, tls, works);

  g_assert_cmpstr (alerted->id, ==, "tls-alert");
  g_assert_cmpstr (unreadable->id, ==, "settings");
  g_assert_cmpstr (unreadable->cause, ==, "The file is not there.");
  g_assert_cmpstr (no_mechanism->id, ==, "no-mechanism");
  g_assert_cmpstr (pages->id, ==, "not-smtp-http");
  g_assert_cmpstr (pages->fix_label, ==, "Use STARTTLS on 587");
}

static void
check_reached (const OutpostCatalogueRow *row,
               gpointer                   user_data)
{
  /* Rows about replies have a code or a class; those about old advice a pattern. The one
   * about IPv6 is a remark of a test that passes. */
  if (row->code != 0 || row->enhanced != NULL || row->pattern != NULL ||
      g_str_equal (row->id, "ipv6-broken"))
    return;
  g_test_message ("%s", row->id);
  g_assert_true (g_hash_table_contains (reached, row->id));
}

/* Runs last: every row about something else than a reply was come to. */
static void
test_every_row_is_reached (void)
{
  outpost_catalogue_foreach (check_reached, NULL);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  reached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_test_add_func ("/diagnosis/examples", test_examples);
  g_test_add_func ("/diagnosis/security-program", test_security_program);
  g_test_add_func ("/diagnosis/scram-without-verifier", test_scram_without_verifier);
  g_test_add_func ("/diagnosis/secret", test_secret);
  g_test_add_func ("/diagnosis/beside", test_beside);
  g_test_add_func ("/diagnosis/offer", test_offer);
  g_test_add_func ("/diagnosis/tried-in-vain", test_tried_in_vain);
  g_test_add_func ("/diagnosis/clock", test_clock);
  g_test_add_func ("/diagnosis/certificate-names", test_certificate_names);
  g_test_add_func ("/diagnosis/others", test_others);
  g_test_add_func ("/diagnosis/every-row-is-reached", test_every_row_is_reached);

  result = g_test_run ();
  g_hash_table_unref (reached);
  return result;
}
