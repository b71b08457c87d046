/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib.h>

#include "outpost-smtp-error.h"
#include "outpost-smtp-mechanism-private.h"
#include "outpost-smtp-sasl-private.h"

/* A SCRAM server of its own, so that both sides do not share one mistake. Held to the
 * examples of RFC 5802 and RFC 7677 by /sasl/scram/examples. */
typedef struct {
  GChecksumType  type;
  gsize          size;
  guint8         salted[32];
  guint8         client_key[32];
  guint8         stored_key[32];
  guint8         server_key[32];
} Scram;

static void
hmac (const Scram  *scram,
      const guint8 *key,
      const void   *data,
      gsize         length,
      guint8       *out)
{
  g_autoptr (GHmac) state = g_hmac_new (scram->type, key, scram->size);
  gsize size = scram->size;

  g_hmac_update (state, data, length);
  g_hmac_get_digest (state, out, &size);
}

static void
hash_password (Scram        *scram,
               const char   *password,
               const guint8 *salt,
               gsize         salt_length,
               guint         iterations)
{
  guint8 block[32], input[64];
  gsize size = scram->size;

  g_assert_cmpuint (salt_length + 4, <=, sizeof input);
  memcpy (input, salt, salt_length);
  memcpy (input + salt_length, "\0\0\0\1", 4);
  for (guint i = 0; i < iterations; i++) {
    g_autoptr (GHmac) state = g_hmac_new (scram->type, (const guint8 *) password,
                                          strlen (password));

    g_hmac_update (state, i == 0 ? input : block, i == 0 ? salt_length + 4 : size);
    g_hmac_get_digest (state, block, &size);
    for (gsize j = 0; j < size; j++)
      scram->salted[j] = i == 0 ? block[j] : scram->salted[j] ^ block[j];
  }
}

static void
scram_init (Scram        *scram,
            GChecksumType type,
            const char   *password,
            const char   *salt_base64,
            guint         iterations)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  g_autofree guint8 *salt = NULL;
  gsize length;

  scram->type = type;
  scram->size = g_checksum_type_get_length (type);
  salt = g_base64_decode (salt_base64, &length);
  hash_password (scram, password, salt, length, iterations);
  hmac (scram, scram->salted, "Client Key", 10, scram->client_key);
  hmac (scram, scram->salted, "Server Key", 10, scram->server_key);
  g_checksum_update (checksum, scram->client_key, scram->size);
  length = scram->size;
  g_checksum_get_digest (checksum, scram->stored_key, &length);
}

static char *
make_client_proof (const Scram *scram,
                   const char  *auth_message)
{
  guint8 proof[32];

  hmac (scram, scram->stored_key, auth_message, strlen (auth_message), proof);
  for (gsize i = 0; i < scram->size; i++)
    proof[i] ^= scram->client_key[i];

  return g_base64_encode (proof, scram->size);
}

static char *
make_server_signature (const Scram *scram,
                       const char  *auth_message)
{
  guint8 signature[32];

  hmac (scram, scram->server_key, auth_message, strlen (auth_message), signature);
  return g_base64_encode (signature, scram->size);
}

static void
test_scram_examples (void)
{
  const char *sha1 =
    "n=user,r=fyko+d2lbbFgONRv9qkxdawL,"
    "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096,"
    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j";
  const char *sha256 =
    "n=user,r=rOprNGfwEbeRWgbNEkqO,"
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  g_autofree char *proof1 = NULL, *proof256 = NULL, *signature1 = NULL, *signature256 = NULL;
  Scram scram;

  scram_init (&scram, G_CHECKSUM_SHA1, "pencil", "QSXCR+Q6sek8bf92", 4096);
  proof1 = make_client_proof (&scram, sha1);
  signature1 = make_server_signature (&scram, sha1);
  g_assert_cmpstr (proof1, ==, "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
  g_assert_cmpstr (signature1, ==, "rmF9pqV8S7suAoZWja4dJRkFsKQ=");

  scram_init (&scram, G_CHECKSUM_SHA256, "pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096);
  proof256 = make_client_proof (&scram, sha256);
  signature256 = make_server_signature (&scram, sha256);
  g_assert_cmpstr (proof256, ==, "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  g_assert_cmpstr (signature256, ==, "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
}

static OutpostSmtpCredential *
make_credential (OutpostSmtpSignIn  sign_in,
                 const char        *user,
                 const char        *password)
{
  g_autoptr (OutpostSecret) secret = password != NULL ? outpost_secret_new (password, -1) : NULL;

  return outpost_smtp_credential_new (sign_in, user, secret, NULL);
}

static OutpostSmtpSasl *
begin (const char  *mechanism,
       const char  *user,
       const char  *password,
       const char  *binding,
       char       **first)
{
  g_autoptr (OutpostSmtpCredential) credential =
    make_credential (OUTPOST_SMTP_SIGN_IN_PASSWORD, user, password);
  g_autoptr (OutpostSecret) response = NULL;
  g_autoptr (GError) error = NULL;
  OutpostSmtpSasl *sasl = outpost_smtp_sasl_new (mechanism, credential, "server.example.com", 587,
                                                 binding, &error);

  g_assert_no_error (error);
  outpost_smtp_sasl_begin (sasl, &response, &error);
  g_assert_no_error (error);
  *first = response == NULL ? NULL :
           g_memdup2 (outpost_secret_get_text (response), outpost_secret_get_length (response) + 1);

  return sasl;
}

static char *
answer (OutpostSmtpSasl  *sasl,
        const char       *challenge,
        GError          **error)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) challenge, strlen (challenge));
  g_autoptr (OutpostSecret) response = NULL;

  if (!outpost_smtp_sasl_answer (sasl, encoded, &response, error))
    return NULL;

  return g_strndup (outpost_secret_get_text (response), outpost_secret_get_length (response));
}

typedef struct {
  const char    *mechanism;
  GChecksumType  type;
  const char    *gs2;
  const char    *binding; /* base64 of what c= must carry */
} ScramCase;

/* The binding that is given is base64 of "exporter"; c= carries the GS2 header, too. */
static const ScramCase scram_cases[] = {
  { "SCRAM-SHA-256-PLUS", G_CHECKSUM_SHA256, "p=tls-exporter,,",
    "cD10bHMtZXhwb3J0ZXIsLGV4cG9ydGVy" },
  { "SCRAM-SHA-1-PLUS", G_CHECKSUM_SHA1, "p=tls-exporter,,", "cD10bHMtZXhwb3J0ZXIsLGV4cG9ydGVy" },
  { "SCRAM-SHA-256", G_CHECKSUM_SHA256, "n,,", "biws" },
  { "SCRAM-SHA-1", G_CHECKSUM_SHA1, "n,,", "biws" },
};

/* Goes to the point where the client has shown its proof; returns the server's answer. */
static char *
run_scram (const ScramCase  *example,
           OutpostSmtpSasl **sasl,
           const char       *server_password)
{
  g_autofree char *first = NULL, *server_first = NULL, *final = NULL;
  g_autofree char *proof = NULL, *wanted = NULL, *auth_message = NULL, *signature = NULL;
  const char *bare;
  g_autoptr (GError) error = NULL;
  Scram scram;

  /* A binding is at hand for all four: only -PLUS may make use of it. */
  *sasl = begin (example->mechanism, "us,er", "pencil", "ZXhwb3J0ZXI=", &first);
  g_assert_true (g_str_has_prefix (first, example->gs2));
  bare = first + strlen (example->gs2);
  g_assert_true (g_str_has_prefix (bare, "n=us=2Cer,r="));

  server_first = g_strconcat (bare + strlen ("n=us=2Cer,"), "Server,s=QSXCR+Q6sek8bf92,i=4096",
                              NULL);
  final = answer (*sasl, server_first, &error);
  g_assert_no_error (error);
  g_assert_true (strstr (final, ",p=") != NULL);

  proof = g_strdup (strstr (final, ",p=") + 3);
  *strstr (final, ",p=") = '\0';
  g_assert_true (g_str_has_prefix (final, "c="));
  g_assert_true (g_str_has_prefix (final + 2, example->binding));

  auth_message = g_strconcat (bare, ",", server_first, ",", final, NULL);
  scram_init (&scram, example->type, "pencil", "QSXCR+Q6sek8bf92", 4096);
  wanted = make_client_proof (&scram, auth_message);
  g_assert_cmpstr (proof, ==, wanted);

  scram_init (&scram, example->type, server_password, "QSXCR+Q6sek8bf92", 4096);
  signature = make_server_signature (&scram, auth_message);
  return g_strconcat ("v=", signature, NULL);
}

static void
test_scram (gconstpointer data)
{
  g_autoptr (OutpostSmtpSasl) sasl = NULL;
  g_autofree char *server_final = run_scram (data, &sasl, "pencil");
  g_autofree char *last = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (outpost_smtp_sasl_is_complete (sasl));
  last = answer (sasl, server_final, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (last, ==, "");
  g_assert_true (outpost_smtp_sasl_is_complete (sasl));

  g_assert_null (answer (sasl, server_final, &error));
  g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
}

/* A server that does not know the password cannot make the signature. */
static void
test_scram_false_server (gconstpointer data)
{
  g_autoptr (OutpostSmtpSasl) sasl = NULL;
  g_autofree char *server_final = run_scram (data, &sasl, "rubber");
  g_autoptr (GError) error = NULL;

  g_assert_null (answer (sasl, server_final, &error));
  g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SERVER_PROOF);
  g_assert_false (outpost_smtp_sasl_is_complete (sasl));
}

static void
test_scram_refused_within (gconstpointer data)
{
  g_autoptr (OutpostSmtpSasl) sasl = NULL;
  g_autofree char *server_final = run_scram (data, &sasl, "pencil");
  g_autoptr (GError) error = NULL;

  g_assert_null (answer (sasl, "e=invalid-proof", &error));
  g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED);
}

static const struct {
  const char *end;  /* of the server's first message */
  int         code; /* of the error, or -1 */
} iteration_cases[] = {
  { "Server,s=QSXCR+Q6sek8bf92,i=4096", -1 },
  { "Server,s=QSXCR+Q6sek8bf92,i=200000", -1 },
  { "Server,s=QSXCR+Q6sek8bf92,i=4095", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "Server,s=QSXCR+Q6sek8bf92,i=1", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "Server,s=QSXCR+Q6sek8bf92,i=200001", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "Server,s=QSXCR+Q6sek8bf92,i=100000000", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "Server,s=QSXCR+Q6sek8bf92,i=18446744073709555712", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "Server,s=QSXCR+Q6sek8bf92,i=", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "Server,s=QSXCR+Q6sek8bf92,i=4096x", OUTPOST_SMTP_ERROR_SERVER_PROOF },
  { "Server,s=QSXCR+Q6sek8bf92", OUTPOST_SMTP_ERROR_PROTOCOL },
  { "Server,i=4096,s=QSXCR+Q6sek8bf92,i=100000000", OUTPOST_SMTP_ERROR_PROTOCOL },
  { "Server,s=QSXCR+Q6sek8bf92,i=4096,i=100000000", -1 },
};

static void
test_scram_iterations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (iteration_cases); i++) {
    g_autofree char *first = NULL, *server_first = NULL, *final = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (OutpostSmtpSasl) sasl = begin ("SCRAM-SHA-256", "user", "pencil", NULL, &first);

    server_first = g_strconcat (strstr (first, "r="), iteration_cases[i].end, NULL);
    final = answer (sasl, server_first, &error);
    g_test_message ("%s: %s", iteration_cases[i].end, error != NULL ? error->message : "taken");
    if (iteration_cases[i].code < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, OUTPOST_SMTP_ERROR, iteration_cases[i].code);
  }
}

static void
test_scram_false_nonce (void)
{
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostSmtpSasl) sasl = begin ("SCRAM-SHA-256", "user", "pencil", NULL, &first);

  g_assert_null (answer (sasl, "r=another,s=QSXCR+Q6sek8bf92,i=4096", &error));
  g_assert_nonnull (error);
  g_assert_false (outpost_smtp_sasl_is_complete (sasl));
}

/* RFC 4616, section 4: the first example, without an identity to act as. */
static void
test_plain (void)
{
  g_autofree char *first = NULL;
  g_autoptr (OutpostSmtpSasl) sasl = begin ("PLAIN", "tim", "tanstaaftanstaaf", NULL, &first);

  g_assert_cmpmem (first, 21, "\0tim\0tanstaaftanstaaf", 21);
  g_assert_true (outpost_smtp_sasl_is_complete (sasl));
}

static void
test_login (void)
{
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostSmtpSasl) sasl = begin ("LOGIN", "tim", "tanstaaf", NULL, &first);

  g_assert_cmpstr (first, ==, "tim");
  second = answer (sasl, "Password:", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, "tanstaaf");
}

/* A server that overlooks the initial response asks for the name again. */
static void
test_login_asked_again (void)
{
  g_autofree char *first = NULL, *again = NULL, *second = NULL;
  g_autoptr (OutpostSmtpSasl) sasl = begin ("LOGIN", "tim", "tanstaaf", NULL, &first);

  again = answer (sasl, "User Name", NULL);
  g_assert_cmpstr (again, ==, "tim");
  second = answer (sasl, "Password:", NULL);
  g_assert_cmpstr (second, ==, "tanstaaf");
}

/* RFC 2195, section 2. */
static void
test_cram_md5 (void)
{
  g_autofree char *first = NULL, *response = NULL;
  g_autoptr (OutpostSmtpSasl) sasl = begin ("CRAM-MD5", "tim", "tanstaaftanstaaf", NULL, &first);

  g_assert_null (first);
  response = answer (sasl, "<1896.697170952@postoffice.reston.mci.net>", NULL);
  g_assert_cmpstr (response, ==, "tim b913a602c7eda7a495b4e6e7334d3890");
}

static void
test_external (void)
{
  g_autoptr (OutpostSmtpCredential) credential =
    make_credential (OUTPOST_SMTP_SIGN_IN_CERTIFICATE, NULL, NULL);
  g_autoptr (OutpostSmtpSasl) sasl =
    outpost_smtp_sasl_new ("EXTERNAL", credential, "server.example.com", 587, NULL, NULL);
  g_autoptr (OutpostSecret) response = NULL;

  g_assert_true (outpost_smtp_sasl_begin (sasl, &response, NULL));
  g_assert_cmpuint (outpost_secret_get_length (response), ==, 0);
}

static void
check_bearer (const char *mechanism,
              const char *user,
              const char *wanted,
              const char *last)
{
  g_autoptr (OutpostSmtpCredential) credential =
    make_credential (OUTPOST_SMTP_SIGN_IN_OAUTH2, user, "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
  g_autoptr (OutpostSmtpSasl) sasl =
    outpost_smtp_sasl_new (mechanism, credential, "server.example.com", 587, NULL, NULL);
  g_autoptr (OutpostSecret) response = NULL;
  g_autoptr (OutpostSecret) encoded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *reply = NULL;

  g_assert_true (outpost_smtp_sasl_begin (sasl, &response, NULL));
  encoded = outpost_secret_to_base64 (response);
  g_assert_cmpstr (outpost_secret_get_text (encoded), ==, wanted);

  /* RFC 7628, section 4.3. */
  reply = answer (sasl, "{\"status\":\"invalid_token\"}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reply, ==, last);
  g_assert_null (answer (sasl, "{}", &error));
  g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
}

/* The token and the SMTP port of RFC 7628, section 4.1 and 4.2; the user and form of Google’s
 * page on XOAUTH2. */
static void
test_bearer (void)
{
  check_bearer ("OAUTHBEARER", "user@example.com",
                "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9"
                "QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB", "\001");
  check_bearer ("XOAUTH2", "someuser@example.com",
                "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB2RjlkZnQ0cW1UYzJOdmIzUmxja0Jo"
                "YkhSaGRtbHpkR0V1WTI5dENnPT0BAQ==", "");
}

static void
test_bearer_escapes (void)
{
  g_autoptr (OutpostSmtpCredential) credential =
    make_credential (OUTPOST_SMTP_SIGN_IN_OAUTH2, "a,b=c@example.com", "t");
  g_autoptr (OutpostSmtpSasl) sasl =
    outpost_smtp_sasl_new ("OAUTHBEARER", credential, "s.example", 465, NULL, NULL);
  g_autoptr (OutpostSecret) response = NULL;

  g_assert_true (outpost_smtp_sasl_begin (sasl, &response, NULL));
  g_assert_cmpstr (outpost_secret_get_text (response), ==,
                   "n,a=a=2Cb=3Dc@example.com,\001host=s.example\001port=465\001"
                   "auth=Bearer t\001\001");
}

#define ALL "LOGIN CRAM-MD5 PLAIN DIGEST-MD5 NTLM GSSAPI SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS " \
            "scram-sha-256-plus EXTERNAL XOAUTH2 OAUTHBEARER"

static const struct {
  OutpostSmtpSignIn  sign_in;
  const char        *named;
  const char        *offered;
  gboolean           can_bind, has_certificate, is_secure;
  const char        *wanted; /* %NULL: nothing */
} choice_cases[] = {
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, ALL, TRUE, TRUE, TRUE, "SCRAM-SHA-256-PLUS" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, "SCRAM-SHA-256 SCRAM-SHA-1-PLUS PLAIN", TRUE, FALSE, TRUE,
    "SCRAM-SHA-1-PLUS" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, ALL, FALSE, TRUE, TRUE, "SCRAM-SHA-256" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, "LOGIN PLAIN SCRAM-SHA-1", FALSE, FALSE, TRUE,
    "SCRAM-SHA-1" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, "LOGIN PLAIN", FALSE, FALSE, TRUE, "PLAIN" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, "LOGIN XOAUTH2", FALSE, FALSE, TRUE, "LOGIN" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, "CRAM-MD5 DIGEST-MD5 NTLM GSSAPI EXTERNAL", TRUE, TRUE,
    TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL, "", TRUE, TRUE, TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, "CRAM-MD5", ALL, FALSE, FALSE, TRUE, "CRAM-MD5" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, "plain", ALL, TRUE, FALSE, TRUE, "PLAIN" },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, "SCRAM-SHA-256", "PLAIN LOGIN", TRUE, FALSE, TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, "SCRAM-SHA-256-PLUS", ALL, FALSE, FALSE, TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, "NTLM", ALL, TRUE, TRUE, TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_PASSWORD, "XOAUTH2", ALL, TRUE, TRUE, TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_OAUTH2, NULL, ALL, TRUE, TRUE, TRUE, "OAUTHBEARER" },
  { OUTPOST_SMTP_SIGN_IN_OAUTH2, NULL, "PLAIN XOAUTH2", TRUE, TRUE, TRUE, "XOAUTH2" },
  { OUTPOST_SMTP_SIGN_IN_OAUTH2, NULL, "PLAIN LOGIN", TRUE, TRUE, TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_OAUTH2, NULL, ALL, TRUE, TRUE, FALSE, NULL },
  { OUTPOST_SMTP_SIGN_IN_CERTIFICATE, NULL, ALL, TRUE, TRUE, TRUE, "EXTERNAL" },
  { OUTPOST_SMTP_SIGN_IN_CERTIFICATE, NULL, ALL, TRUE, FALSE, TRUE, NULL },
  { OUTPOST_SMTP_SIGN_IN_CERTIFICATE, NULL, "PLAIN", TRUE, TRUE, TRUE, NULL },
};

static void
test_choice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (choice_cases); i++) {
    g_auto (GStrv) offered = g_strsplit (choice_cases[i].offered, " ", -1);
    OutpostSmtpMechanismContext context = {
      .offered = (const char * const *) offered,
      .can_bind = choice_cases[i].can_bind,
      .has_certificate = choice_cases[i].has_certificate,
      .is_secure = choice_cases[i].is_secure,
    };
    g_autoptr (OutpostSmtpCredential) credential =
      outpost_smtp_credential_new (choice_cases[i].sign_in, "user", NULL, choice_cases[i].named);
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u", i);
    g_assert_cmpstr (outpost_smtp_mechanism_choose (credential, &context, &error), ==,
                     choice_cases[i].wanted);
    if (choice_cases[i].wanted == NULL)
      g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM);
    else
      g_assert_no_error (error);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/sasl/choice", test_choice);
  g_test_add_func ("/sasl/scram/examples", test_scram_examples);
  for (guint i = 0; i < G_N_ELEMENTS (scram_cases); i++) {
    g_autofree char *good = g_strconcat ("/sasl/scram/", scram_cases[i].mechanism, NULL);
    g_autofree char *bad = g_strconcat (good, "/false-server", NULL);
    g_autofree char *within = g_strconcat (good, "/refused-within", NULL);

    g_test_add_data_func (good, &scram_cases[i], test_scram);
    g_test_add_data_func (bad, &scram_cases[i], test_scram_false_server);
    g_test_add_data_func (within, &scram_cases[i], test_scram_refused_within);
  }
  g_test_add_func ("/sasl/scram/iterations", test_scram_iterations);
  g_test_add_func ("/sasl/scram/false-nonce", test_scram_false_nonce);
  g_test_add_func ("/sasl/plain", test_plain);
  g_test_add_func ("/sasl/login", test_login);
  g_test_add_func ("/sasl/login/asked-again", test_login_asked_again);
  g_test_add_func ("/sasl/cram-md5", test_cram_md5);
  g_test_add_func ("/sasl/external", test_external);
  g_test_add_func ("/sasl/bearer", test_bearer);
  g_test_add_func ("/sasl/bearer/escapes", test_bearer_escapes);

  return g_test_run ();
}
