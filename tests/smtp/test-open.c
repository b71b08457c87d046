/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "outpost-practice-server.h"
#include "outpost-test-names.h"
#include "session-fixture.h"

#define TLS OUTPOST_SMTP_SECURITY_TLS
#define STARTTLS OUTPOST_SMTP_SECURITY_STARTTLS
#define NONE OUTPOST_SMTP_SECURITY_NONE
#define PASSWORD OUTPOST_SMTP_SIGN_IN_PASSWORD
#define OAUTH2 OUTPOST_SMTP_SIGN_IN_OAUTH2
#define CERTIFICATE OUTPOST_SMTP_SIGN_IN_CERTIFICATE

#define UPGRADE PLAIN_EHLO "S: 250 STARTTLS\nC: STARTTLS\nQUIET\n"
#define HELLO_TLS EHLO "STARTTLS\r\n"

/* "\0tim\0pencil22" and what else goes over the wire in base64. */
#define PLAIN_RESPONSE "AHRpbQBwZW5jaWwyMg=="
#define USER "dGlt"
#define SECRET "cGVuY2lsMjI="

typedef struct {
  const char          *name;
  const char          *script;
  OutpostSmtpSecurity  security;
  OutpostSmtpSignIn    sign_in;
  const char          *mechanism;
  const char          *wire;       /* %NULL: not looked at */
  int                  code;       /* of OutpostSmtpError, -1 for none, -2 for a lost connection */
  OutpostSmtpStage     stage;
  gboolean             plain_offered;
} Case;

static const Case cases[] = {
  /* Greeting and EHLO. */
  { "tls", TLS_EHLO "S: 250 SIZE\nWAIT", TLS, 0, NULL, EHLO, -1 },
  { "greeting/refused", "TLS\nS: 554 5.3.2 no service\nWAIT", TLS, 0, NULL, "",
    OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_GREETING },
  { "greeting/closed", "TLS\nCLOSE", TLS, 0, NULL, "", -2, OUTPOST_SMTP_STAGE_GREETING },
  { "greeting/not-smtp", "S: HTTP/1.1 400 Bad Request\nWAIT", NONE, 0, NULL, "",
    OUTPOST_SMTP_ERROR_PROTOCOL, OUTPOST_SMTP_STAGE_GREETING },
  { "ehlo/refused", "TLS\n" GREETING "C: EHLO*\nS: 550 5.7.1 go away\nWAIT", TLS, 0, NULL, EHLO,
    OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_GREETING },
  { "ehlo/no-helo-with-tls", "TLS\n" GREETING "C: EHLO*\nS: 502 what\nWAIT", TLS, 0, NULL, EHLO,
    OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_GREETING },
  { "ehlo/no-helo-with-sign-in", GREETING "C: EHLO*\nS: 502 what\nWAIT", NONE, PASSWORD, NULL, EHLO,
    OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_GREETING },
  { "ehlo/helo", GREETING "C: EHLO*\nS: 502 what\nC: HELO [127.0.0.1]\nS: 250 hello\nWAIT", NONE, 0,
    NULL, EHLO "HELO [127.0.0.1]\r\n", -1 },
  { "ehlo/no-helo-after-550", GREETING "C: EHLO*\nS: 550 what\nWAIT", NONE, 0, NULL, EHLO,
    OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_GREETING },

  /* STARTTLS. */
  { "starttls/good", UPGRADE "S: 220 go\nTLS\nC: EHLO*\nS: 250-mail.example\nS: 250 AUTH PLAIN\nWAIT",
    STARTTLS, 0, NULL, HELLO_TLS EHLO, -1 },
  { "starttls/not-offered", PLAIN_EHLO "S: 250 AUTH PLAIN\nWAIT", STARTTLS, PASSWORD, NULL, EHLO,
    OUTPOST_SMTP_ERROR_NO_STARTTLS, OUTPOST_SMTP_STAGE_SECURE },
  { "starttls/refused", UPGRADE "S: 454 4.7.0 no certificate\nWAIT", STARTTLS, PASSWORD, NULL,
    HELLO_TLS, OUTPOST_SMTP_ERROR_NO_STARTTLS, OUTPOST_SMTP_STAGE_SECURE },
  { "starttls/injection", UPGRADE "R: 220 go\\r\\n250-mail.example\\r\\n250 AUTH PLAIN\\r\\n\nWAIT",
    STARTTLS, PASSWORD, NULL, HELLO_TLS, OUTPOST_SMTP_ERROR_INJECTION, OUTPOST_SMTP_STAGE_SECURE },
  { "starttls/injection-of-one-octet", UPGRADE "R: 220 go\\r\\nx\nWAIT", STARTTLS, PASSWORD, NULL,
    HELLO_TLS, OUTPOST_SMTP_ERROR_INJECTION, OUTPOST_SMTP_STAGE_SECURE },
  { "starttls/plain-greeting-refused", "S: 554 no\nWAIT", STARTTLS, PASSWORD, NULL, "",
    OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_SECURE },
  /* What was offered before TLS counts for nothing after it. */
  { "starttls/forgets",
    PLAIN_EHLO "S: 250-AUTH PLAIN\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nC: EHLO*\n"
    "S: 250 mail.example\nWAIT",
    STARTTLS, PASSWORD, NULL, HELLO_TLS EHLO "QUIT\r\n", OUTPOST_SMTP_ERROR_NO_MECHANISM,
    OUTPOST_SMTP_STAGE_SIGN_IN },

  /* Clear text. */
  { "clear/password-on-the-loopback",
    PLAIN_EHLO "S: 250 AUTH PLAIN\nC: AUTH PLAIN " PLAIN_RESPONSE "\nS: 235 in\nWAIT", NONE, PASSWORD,
    NULL, NULL, -1 },
  { "clear/token-never", GREETING "WAIT", NONE, OAUTH2, NULL, "", OUTPOST_SMTP_ERROR_CLEARTEXT,
    OUTPOST_SMTP_STAGE_SIGN_IN },
  { "clear/no-sign-in", PLAIN_EHLO "S: 250 AUTH PLAIN\nWAIT", NONE, 0, NULL, EHLO, -1 },

  /* Sign-in. */
  { "auth/plain", TLS_EHLO "S: 250 AUTH LOGIN PLAIN\nC: AUTH PLAIN " PLAIN_RESPONSE "\nS: 235 in\nWAIT",
    TLS, PASSWORD, NULL, NULL, -1 },
  { "auth/login",
    TLS_EHLO "S: 250 AUTH=LOGIN\nC: AUTH LOGIN " USER "\nS: 334 UGFzc3dvcmQ6\nC: " SECRET "\nS: 235 in\nWAIT",
    TLS, PASSWORD, NULL, NULL, -1 },
  { "auth/login-asked-again",
    TLS_EHLO "S: 250 AUTH LOGIN\nC: AUTH LOGIN " USER "\nS: 334 VXNlcm5hbWU6\nC: " USER "\n"
    "S: 334 UGFzc3dvcmQ6\nC: " SECRET "\nS: 235 in\nWAIT",
    TLS, PASSWORD, NULL, NULL, -1 },
  { "auth/cram-md5",
    TLS_EHLO "S: 250 AUTH PLAIN CRAM-MD5\nC: AUTH CRAM-MD5\nQUIET\nS: 334 PDFAeD4=\nC: dGlt*\n"
    "S: 235 in\nWAIT", TLS, PASSWORD, "CRAM-MD5", NULL, -1 },
  { "auth/cram-md5-only-by-name", TLS_EHLO "S: 250 AUTH CRAM-MD5\nWAIT", TLS, PASSWORD, NULL,
    EHLO "QUIT\r\n", OUTPOST_SMTP_ERROR_NO_MECHANISM, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/named-not-offered", TLS_EHLO "S: 250 AUTH PLAIN LOGIN\nWAIT", TLS, PASSWORD, "SCRAM-SHA-256",
    EHLO "QUIT\r\n", OUTPOST_SMTP_ERROR_NO_MECHANISM, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/none-offered", TLS_EHLO "S: 250 SIZE\nWAIT", TLS, PASSWORD, NULL, EHLO "QUIT\r\n",
    OUTPOST_SMTP_ERROR_NO_MECHANISM, OUTPOST_SMTP_STAGE_SIGN_IN },
  /* One credential, one attempt: PLAIN is offered and not tried. */
  { "auth/scram-refused",
    TLS_EHLO "S: 250 AUTH SCRAM-SHA-256 PLAIN\nC: AUTH SCRAM-SHA-256 *\nS: 535 5.7.8 no\nC: QUIT\nWAIT",
    TLS, PASSWORD, NULL, NULL, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, OUTPOST_SMTP_STAGE_SIGN_IN,
    .plain_offered = TRUE },
  { "auth/plus-refused",
    TLS_EHLO "S: 250 AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256\nC: AUTH SCRAM-SHA-256-PLUS *\n"
    "S: 535 5.7.8 no\nC: QUIT\nWAIT",
    TLS, PASSWORD, NULL, NULL, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/plain-refused",
    TLS_EHLO "S: 250 AUTH PLAIN LOGIN\nC: AUTH PLAIN *\nS: 535 5.7.8 no\nC: QUIT\nWAIT",
    TLS, PASSWORD, NULL, NULL, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/mechanism-too-weak",
    TLS_EHLO "S: 250 AUTH PLAIN LOGIN\nC: AUTH PLAIN *\nS: 504 5.5.4 no such mechanism\nC: QUIT\nWAIT",
    TLS, PASSWORD, NULL, NULL, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, OUTPOST_SMTP_STAGE_SIGN_IN },
  /* A success that comes before the server has proved itself is none. */
  { "auth/scram-without-proof",
    TLS_EHLO "S: 250 AUTH SCRAM-SHA-256\nC: AUTH SCRAM-SHA-256 *\nS: 235 in\nWAIT",
    TLS, PASSWORD, NULL, NULL, OUTPOST_SMTP_ERROR_SERVER_PROOF, OUTPOST_SMTP_STAGE_SIGN_IN },
  /* "r=x,s=QSXCR+Q6sek8bf92,i=100000000": it must not even be computed. */
  { "auth/scram-iterations",
    TLS_EHLO "S: 250 AUTH SCRAM-SHA-256\nC: AUTH SCRAM-SHA-256 *\n"
    "S: 334 cj14LHM9UVNYQ1IrUTZzZWs4YmY5MixpPTEwMDAwMDAwMA==\nWAIT",
    TLS, PASSWORD, NULL, NULL, OUTPOST_SMTP_ERROR_SERVER_PROOF, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/no-base64", TLS_EHLO "S: 250 AUTH SCRAM-SHA-1\nC: AUTH *\nS: 334 !\nWAIT", TLS, PASSWORD, NULL,
    NULL, OUTPOST_SMTP_ERROR_PROTOCOL, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/endless-challenges",
    TLS_EHLO "S: 250 AUTH PLAIN\nC: AUTH PLAIN *\nS: 334 \nWAIT", TLS, PASSWORD, NULL,
    NULL, OUTPOST_SMTP_ERROR_PROTOCOL, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/other-3yz", TLS_EHLO "S: 250 AUTH PLAIN\nC: AUTH *\nS: 354 go\nWAIT", TLS, PASSWORD, NULL,
    NULL, OUTPOST_SMTP_ERROR_PROTOCOL, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/421", TLS_EHLO "S: 250 AUTH PLAIN\nC: AUTH *\nS: 421 bye\nCLOSE", TLS, PASSWORD, NULL,
    NULL, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, OUTPOST_SMTP_STAGE_SIGN_IN },

  /* Tokens. RFC 7628, section 4.3: the error, its acknowledgement, the refusal. */
  { "auth/oauthbearer-first",
    TLS_EHLO "S: 250 AUTH PLAIN XOAUTH2 OAUTHBEARER\nC: AUTH OAUTHBEARER *\nS: 235 in\nWAIT",
    TLS, OAUTH2, NULL, NULL, -1 },
  { "auth/oauthbearer-refused",
    TLS_EHLO "S: 250 AUTH OAUTHBEARER\nC: AUTH OAUTHBEARER *\nS: 334 e30=\nC: AQ==\n"
    "S: 535 5.7.8 expired\nC: QUIT\nWAIT",
    TLS, OAUTH2, NULL, NULL, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/xoauth2-refused",
    TLS_EHLO "S: 250 AUTH XOAUTH2 PLAIN\n"
    "C: AUTH XOAUTH2 dXNlcj10aW0BYXV0aD1CZWFyZXIgcGVuY2lsMjIBAQ==\nS: 334 e30=\nC: \n"
    "S: 535 5.7.8 expired\nC: QUIT\nWAIT",
    TLS, OAUTH2, NULL, NULL, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/token-never-as-password", TLS_EHLO "S: 250 AUTH PLAIN LOGIN\nWAIT", TLS, OAUTH2, NULL,
    EHLO "QUIT\r\n", OUTPOST_SMTP_ERROR_NO_MECHANISM, OUTPOST_SMTP_STAGE_SIGN_IN },
  { "auth/external-without-certificate", TLS_EHLO "S: 250 AUTH EXTERNAL\nWAIT", TLS, CERTIFICATE, NULL,
    EHLO "QUIT\r\n", OUTPOST_SMTP_ERROR_NO_MECHANISM, OUTPOST_SMTP_STAGE_SIGN_IN },
};

static void
test_case (SessionFixture *fixture,
           gconstpointer   data)
{
  const Case *test = data;
  const OutpostSmtpFailure *failure;
  g_autofree char *transcript = NULL;

  if (test->sign_in != OUTPOST_SMTP_SIGN_IN_NONE)
    session_fixture_sign_in (fixture, test->sign_in,
                             test->sign_in == CERTIFICATE ? NULL : "tim", "pencil22",
                             test->mechanism);
  session_fixture_serve (fixture, test->script, test->security, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_cmpint (session_fixture_open (fixture), ==, test->code == -1);

  failure = outpost_smtp_session_get_failure (fixture->session);
  if (test->code == -1)
    g_assert_no_error (fixture->error);
  else if (test->code == -2)
    g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  else
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, test->code);
  if (test->code != -1)
    g_assert_cmpint (failure->stage, ==, test->stage);
  g_assert_cmpint (failure->plain_offered, ==, test->plain_offered);
  if (test->code == OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED)
    g_assert_cmpuint (failure->reply->code, >=, 400);

  transcript = session_fixture_transcript (fixture);
  g_assert_null (strstr (transcript, "pencil22"));
  g_assert_null (strstr (transcript, PLAIN_RESPONSE));
  g_assert_null (strstr (transcript, SECRET));
  session_fixture_finish (fixture, test->wire);
  if (test->code != -1)
    g_assert_cmpuint (outpost_script_server_get_n_connections (fixture->server), ==, 1);
}

static void
test_stages (SessionFixture *fixture,
             gconstpointer   unused)
{
  const OutpostSmtpFacts *facts;

  session_fixture_sign_in (fixture, PASSWORD, "tim", "pencil22", NULL);
  session_fixture_serve (fixture,
                         UPGRADE "S: 220 go\nTLS\nC: EHLO*\nS: 250-mail.example hi\nS: 250-SIZE 5000\n"
                         "S: 250 AUTH PLAIN\nC: AUTH*\nS: 235 in\nWAIT",
                         STARTTLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_cmpstr (fixture->stages->str, ==,
                   "+lookup -lookup +connect -connect +secure -secure +greeting -greeting "
                   "+sign-in -sign-in");

  facts = outpost_smtp_session_get_facts (fixture->session);
  g_assert_cmpuint (facts->n_ipv4, ==, 1);
  g_assert_cmpuint (facts->n_ipv6, ==, 0);
  g_assert_cmpstr (facts->address, ==, "127.0.0.1");
  g_assert_cmpstr (facts->greeting, ==, "mail.example ESMTP");
  g_assert_cmpstr (facts->server_name, ==, "mail.example");
  g_assert_cmpstr (facts->mechanism, ==, "PLAIN");
  g_assert_cmpuint (facts->size_limit, ==, 5000);
  g_assert_nonnull (facts->certificate);
  session_fixture_finish (fixture, NULL);
}

/* Servers repeat in a refusal what they refuse. */
static void
test_echoed_secret (SessionFixture *fixture,
                    gconstpointer   unused)
{
  const OutpostSmtpFailure *failure;
  g_autofree char *transcript = NULL;

  session_fixture_sign_in (fixture, PASSWORD, "tim", "pencil22", NULL);
  session_fixture_serve (fixture, TLS_EHLO "S: 250 AUTH PLAIN\nC: AUTH*\n"
                         "S: 535 5.7.8 pencil22 in " PLAIN_RESPONSE " is wrong\nWAIT",
                         TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (session_fixture_open (fixture));
  failure = outpost_smtp_session_get_failure (fixture->session);
  g_assert_cmpstr (failure->reply->text, ==, "[hidden] in [hidden] is wrong");
  g_assert_cmpstr (failure->reply->enhanced, ==, "5.7.8");
  g_assert_cmpstr (fixture->error->message, ==,
                   "The server refused the sign-in: 535 5.7.8 [hidden] in [hidden] is wrong");
  g_assert_null (strstr (fixture->error->message, "pencil22"));
  g_assert_null (strstr (fixture->error->message, "AHRpbQ"));
  transcript = session_fixture_transcript (fixture);
  g_assert_nonnull (strstr (transcript, "C AUTH PLAIN [hidden]\n"
                                        "S 535 5.7.8 [hidden] in [hidden] is wrong\n"));
  g_assert_null (strstr (transcript, "pencil22"));
  session_fixture_finish (fixture, NULL);
}

static void
test_external (SessionFixture *fixture,
               gconstpointer   unused)
{
  g_autoptr (OutpostTestCert) client =
    outpost_test_certs_issue (fixture->certs, "tim.example", OUTPOST_TEST_CERT_CLIENT);

  session_fixture_sign_in (fixture, CERTIFICATE, NULL, NULL, NULL);
  fixture->endpoint = outpost_smtp_endpoint_new ("127.0.0.1", 0, TLS);
  fixture->endpoint->client_certificate = g_strdup (client->certificate_file);
  fixture->endpoint->client_key = g_strdup (client->key_file);
  session_fixture_serve (fixture, "TLS certificate\n" GREETING "C: EHLO*\nS: 250-mail.example\n"
                         "S: 250 AUTH PLAIN EXTERNAL\nC: AUTH EXTERNAL =\nS: 235 in\nWAIT",
                         TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_no_error (fixture->error);
  session_fixture_finish (fixture, NULL);
}

/* All of SCRAM against the practice server: bound to the TLS session and not, and refused. */
static void
test_scram (SessionFixture *fixture,
            gconstpointer   mechanism)
{
  g_autofree char *folder = g_build_filename (outpost_test_certs_get_dir (fixture->certs), "server",
                                              NULL);
  g_autoptr (OutpostPracticeServer) server = outpost_practice_server_new (folder);
  g_autoptr (OutpostSmtpSession) session = NULL;
  g_autoptr (OutpostSmtpSession) wrong = NULL;

  g_assert_true (outpost_practice_server_start (server, &fixture->error));
  fixture->endpoint = outpost_smtp_endpoint_new ("127.0.0.1",
                                                 outpost_practice_server_get_tls_port (server), TLS);
  fixture->endpoint->ca_file = g_strdup (outpost_practice_server_get_ca_file (server));
  fixture->credential =
    outpost_smtp_credential_new (PASSWORD, OUTPOST_PRACTICE_USERNAME,
                                 outpost_practice_server_get_password (server), mechanism);
  session = outpost_smtp_session_new (fixture->endpoint, fixture->credential, NULL,
                                      OUTPOST_SMTP_MODE_PIPELINED);
  outpost_smtp_session_open_sync (session, NULL, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (outpost_smtp_session_get_facts (session)->mechanism, ==,
                   mechanism != NULL ? mechanism : "SCRAM-SHA-256-PLUS");
  outpost_smtp_session_close (session);

  g_clear_pointer (&fixture->credential->secret, outpost_secret_unref);
  fixture->credential->secret = outpost_secret_new ("guess", -1);
  wrong = outpost_smtp_session_new (fixture->endpoint, fixture->credential, NULL,
                                    OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_false (outpost_smtp_session_open_sync (wrong, NULL, &fixture->error));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED);
  outpost_practice_server_stop (server);
}

/* RFC 4954, section 4: AUTH keeps to the length of a command; the response may have 12,288. */
static void
test_long_token (SessionFixture *fixture,
                 gconstpointer   unused)
{
  g_autofree char *token = g_strnfill (2000, 't');

  session_fixture_sign_in (fixture, OAUTH2, "tim", token, NULL);
  session_fixture_serve (fixture, TLS_EHLO "S: 250 AUTH XOAUTH2\nC: AUTH XOAUTH2\nQUIET\nS: 334 \n"
                         "C: dXNlcj10aW0BYXV0aD1CZWFyZXIgdHR0*\nS: 235 in\nWAIT",
                         TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_no_error (fixture->error);
  session_fixture_finish (fixture, NULL);
}

static void
test_too_long_token (SessionFixture *fixture,
                     gconstpointer   unused)
{
  g_autofree char *token = g_strnfill (9300, 't');

  session_fixture_sign_in (fixture, OAUTH2, "tim", token, NULL);
  session_fixture_serve (fixture, TLS_EHLO "S: 250 AUTH XOAUTH2\nC: AUTH XOAUTH2\nS: 334 \nWAIT",
                         TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (session_fixture_open (fixture));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
  session_fixture_finish (fixture, EHLO "AUTH XOAUTH2\r\n");
}

static void
test_not_smtp (SessionFixture *fixture,
               gconstpointer   unused)
{
  session_fixture_serve (fixture, "S: HTTP/1.1 400 Bad Request\nWAIT", NONE,
                         OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (session_fixture_open (fixture));
  g_assert_true (g_str_has_prefix (outpost_smtp_session_get_failure (fixture->session)->first_octets,
                                   "HTTP/1.1 400"));
  session_fixture_finish (fixture, "");
}

static void
test_silence (SessionFixture *fixture,
              gconstpointer   unused)
{
  fixture->limits.silence_ms = 50;
  session_fixture_serve (fixture, "TLS\nWAIT", TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (session_fixture_open (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  session_fixture_finish (fixture, "");
}

/* An octet now and then is no silence, but the whole has an end, too. */
static void
test_trickle (SessionFixture *fixture,
              gconstpointer   unused)
{
  fixture->limits.until_recipients_ms = 300;
  session_fixture_serve (fixture, "SLOW 1 20\nFLOOD 1000 2\nWAIT", NONE, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (session_fixture_open (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  session_fixture_finish (fixture, "");
}

static void
test_cancel (SessionFixture *fixture,
             gconstpointer   unused)
{
  session_fixture_sign_in (fixture, PASSWORD, "tim", "pencil22", NULL);
  fixture->cancel_at = OUTPOST_SMTP_STAGE_SIGN_IN;
  session_fixture_serve (fixture, TLS_EHLO "S: 250 AUTH PLAIN\nWAIT", TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (session_fixture_open (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  session_fixture_finish (fixture, EHLO);
}

static void
test_hello_name (SessionFixture *fixture,
                 gconstpointer   unused)
{
  fixture->endpoint = outpost_smtp_endpoint_new ("127.0.0.1", 0, NONE);
  fixture->endpoint->hello_name = g_strdup ("bücher.example");
  session_fixture_serve (fixture, GREETING "C: EHLO xn--bcher-kva.example\nS: 250 hi\nWAIT", NONE,
                         OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  session_fixture_finish (fixture, NULL);
}

static void
test_hello_injection (SessionFixture *fixture,
                      gconstpointer   unused)
{
  static const char *names[] = { "a\r\nMAIL FROM:<>", "a b", "[1]\nQUIT", "[a b]" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (OutpostSmtpSession) session = NULL;

    g_clear_pointer (&fixture->endpoint, outpost_smtp_endpoint_free);
    fixture->endpoint = outpost_smtp_endpoint_new ("127.0.0.1", 1, NONE);
    fixture->endpoint->hello_name = g_strdup (names[i]);
    session = outpost_smtp_session_new (fixture->endpoint, NULL, NULL, OUTPOST_SMTP_MODE_STEPWISE);
    g_assert_false (outpost_smtp_session_open_sync (session, NULL, &fixture->error));
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
    g_clear_error (&fixture->error);
  }
}

typedef struct {
  const char *name;
  const char *script;
  int         code;
  guint       n_connections;
} NextCase;

#define GOOD TLS_EHLO "S: 250 AUTH PLAIN\nC: AUTH*\nS: 235 in\nWAIT"

static const NextCase next_cases[] = {
  { "greeting-refused", "TLS\nS: 421 busy\nWAIT\nNEXT\n" GOOD, -1, 2 },
  { "greeting-lost", "TLS\nCLOSE\nNEXT\n" GOOD, -1, 2 },
  { "handshake-lost", "CLOSE\nNEXT\n" GOOD, -1, 2 },
  { "all-refused", "TLS\nS: 554 first\nWAIT\nNEXT\nTLS\nS: 421 second\nWAIT",
    OUTPOST_SMTP_ERROR_REFUSED, 2 },
  { "never-after-injection", UPGRADE "R: 220 go\\r\\nx\nWAIT\nNEXT\n" GOOD,
    OUTPOST_SMTP_ERROR_INJECTION, 1 },
  { "never-after-ehlo", "TLS\n" GREETING "C: EHLO*\nS: 550 no\nWAIT\nNEXT\n" GOOD,
    OUTPOST_SMTP_ERROR_REFUSED, 1 },
  { "never-after-auth", TLS_EHLO "S: 250 AUTH PLAIN\nC: AUTH*\nS: 535 no\nWAIT\nNEXT\n" GOOD,
    OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, 1 },
};

/* The same twice, once as IPv6 writes it: of equal addresses GResolver leaves one only. */
static GList *
find_two_addresses (const char *host)
{
  GList *addresses = g_list_prepend (NULL, g_inet_address_new_from_string ("::ffff:127.0.0.1"));

  return g_list_prepend (addresses, g_inet_address_new_from_string ("127.0.0.1"));
}

static void
test_next_address (SessionFixture *fixture,
                   gconstpointer   data)
{
  const NextCase *test = data;

  outpost_test_names_install (find_two_addresses);
  session_fixture_sign_in (fixture, PASSWORD, "tim", "pencil22", NULL);
  fixture->endpoint = outpost_smtp_endpoint_new ("mail.example", 0, TLS);
  session_fixture_serve (fixture, test->script,
                         test->code == OUTPOST_SMTP_ERROR_INJECTION ? STARTTLS : TLS, OUTPOST_SMTP_MODE_PIPELINED);
  session_fixture_open (fixture);
  if (test->code == -1) {
    g_assert_no_error (fixture->error);
  } else {
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, test->code);
    /* The first failure is the one that is told. */
    if (test->code != OUTPOST_SMTP_ERROR_INJECTION)
      g_assert_cmpuint (outpost_smtp_session_get_failure (fixture->session)->reply->code, >=, 535);
  }
  session_fixture_finish (fixture, NULL);
  g_assert_cmpuint (outpost_script_server_get_n_connections (fixture->server), ==,
                    test->n_connections);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/open/", cases[i].name, NULL);

    session_fixture_add (path, &cases[i], test_case);
  }
  for (guint i = 0; i < G_N_ELEMENTS (next_cases); i++) {
    g_autofree char *path = g_strconcat ("/open/next-address/", next_cases[i].name, NULL);

    session_fixture_add (path, &next_cases[i], test_next_address);
  }
  session_fixture_add ("/open/stages", NULL, test_stages);
  session_fixture_add ("/open/echoed-secret", NULL, test_echoed_secret);
  session_fixture_add ("/open/external", NULL, test_external);
  session_fixture_add ("/open/scram/chosen", NULL, test_scram);
  session_fixture_add ("/open/scram/sha-1-plus", "SCRAM-SHA-1-PLUS", test_scram);
  session_fixture_add ("/open/scram/sha-256", "SCRAM-SHA-256", test_scram);
  session_fixture_add ("/open/scram/sha-1", "SCRAM-SHA-1", test_scram);
  session_fixture_add ("/open/long-token", NULL, test_long_token);
  session_fixture_add ("/open/too-long-token", NULL, test_too_long_token);
  session_fixture_add ("/open/not-smtp", NULL, test_not_smtp);
  session_fixture_add ("/open/silence", NULL, test_silence);
  session_fixture_add ("/open/trickle", NULL, test_trickle);
  session_fixture_add ("/open/cancel", NULL, test_cancel);
  session_fixture_add ("/open/hello-name", NULL, test_hello_name);
  session_fixture_add ("/open/hello-injection", NULL, test_hello_injection);

  return g_test_run ();
}
