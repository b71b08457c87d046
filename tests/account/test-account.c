/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "outpost-account.h"

#define PIN_A "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define PIN_B "sha256:AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static OutpostAccount *
make_account (void)
{
  OutpostAccount *account = outpost_account_new ("shop");

  outpost_account_set (account, OUTPOST_FIELD_NAME, "Shop");
  outpost_account_set (account, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  outpost_account_set (account, OUTPOST_FIELD_PORT, "465");
  outpost_account_set (account, OUTPOST_FIELD_USERNAME, "shop@shop.example");
  outpost_account_set (account, OUTPOST_FIELD_EMAIL, "mailbox@shop.example");
  return account;
}

static void
test_keys (void)
{
  OutpostField field;

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    const char *key = outpost_field_get_key ((OutpostField) i);

    g_assert_nonnull (outpost_field_get_label ((OutpostField) i));
    if (i == OUTPOST_FIELD_PASSWORD) {
      g_assert_null (key);
      continue;
    }
    g_assert_true (outpost_field_from_key (key, &field));
    g_assert_cmpint (field, ==, i);
  }
  g_assert_false (outpost_field_from_key ("server", &field));
  g_assert_false (outpost_field_from_key ("Password", &field));
}

static void
test_labels (void)
{
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_SERVER), ==, "SMTP server");
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_PORT), ==, "SMTP port");
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_SECURITY), ==, "SSL/TLS mode");
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_SIGN_IN), ==, "Sign-in method");
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_USERNAME), ==, "User name");
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_SENDER), ==, "Sender's e-mail");
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_SENDER_NAME), ==, "Sender's name");
  g_assert_cmpstr (outpost_field_get_label (OUTPOST_FIELD_TEST_ADDRESS), ==, "Send test to");
}

static void
test_numbers (void)
{
  const char *const not_ports[] = { "", "0", "465 587", " 465", "465 ", "+465", "-1", "65536",
                                    "0x1d1", "465,587", "4.65", "ssl", "99999999999999999999" };
  const char *const not_timeouts[] = { "", "0", "3601", "30s", "1e3", "-5" };
  g_autoptr (OutpostAccount) account = make_account ();

  for (guint i = 0; i < G_N_ELEMENTS (not_ports); i++) {
    outpost_account_set (account, OUTPOST_FIELD_PORT, not_ports[i]);
    g_assert_cmpuint (outpost_account_get_port (account), ==, 0);
  }
  outpost_account_set (account, OUTPOST_FIELD_PORT, "65535");
  g_assert_cmpuint (outpost_account_get_port (account), ==, 65535);
  outpost_account_set (account, OUTPOST_FIELD_PORT, "1");
  g_assert_cmpuint (outpost_account_get_port (account), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (not_timeouts); i++) {
    outpost_account_set (account, OUTPOST_FIELD_TIMEOUT, not_timeouts[i]);
    g_assert_cmpuint (outpost_account_get_timeout_s (account), ==, 30);
  }
  outpost_account_set (account, OUTPOST_FIELD_TIMEOUT, "7");
  g_assert_cmpuint (outpost_account_get_timeout_s (account), ==, 7);
}

static void
test_words (void)
{
  g_autoptr (OutpostAccount) account = outpost_account_new (NULL);
  OutpostSmtpSecurity security;
  OutpostSignIn sign_in;

  for (guint i = OUTPOST_SMTP_SECURITY_TLS; i <= OUTPOST_SMTP_SECURITY_NONE; i++) {
    g_assert_true (outpost_security_from_text (outpost_security_to_text (i), &security));
    g_assert_cmpuint (security, ==, i);
  }
  for (guint i = OUTPOST_SIGN_IN_AUTO; i <= OUTPOST_SIGN_IN_NONE; i++) {
    g_assert_true (outpost_sign_in_from_text (outpost_sign_in_to_text (i), &sign_in));
    g_assert_cmpuint (sign_in, ==, i);
  }
  g_assert_false (outpost_security_from_text ("TLS", &security));
  g_assert_false (outpost_security_from_text ("ssl", &security));
  g_assert_false (outpost_sign_in_from_text ("", &sign_in));

  /* What cannot be read gives the default, and for the mode that is the safe one. */
  outpost_account_set (account, OUTPOST_FIELD_SECURITY, "nonesuch");
  g_assert_cmpuint (outpost_account_get_security (account), ==, OUTPOST_SMTP_SECURITY_TLS);
  outpost_account_set (account, OUTPOST_FIELD_SECURITY, "");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_SECURITY), ==, "tls");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_SIGN_IN), ==, "auto");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_SECRET), ==, "keyring");
}

static void
test_addresses (void)
{
  g_autoptr (OutpostAccount) account = outpost_account_new (NULL);

  outpost_account_set (account, OUTPOST_FIELD_EMAIL, "mailbox@shop.example");
  g_assert_cmpstr (outpost_account_get_sender (account), ==, "mailbox@shop.example");
  g_assert_cmpstr (outpost_account_get_return_path (account), ==, "mailbox@shop.example");
  g_assert_cmpstr (outpost_account_get_test_address (account), ==, "mailbox@shop.example");

  outpost_account_set (account, OUTPOST_FIELD_SENDER, "orders@shop.example");
  g_assert_cmpstr (outpost_account_get_sender (account), ==, "orders@shop.example");
  g_assert_cmpstr (outpost_account_get_return_path (account), ==, "orders@shop.example");
  g_assert_cmpstr (outpost_account_get_test_address (account), ==, "mailbox@shop.example");

  outpost_account_set (account, OUTPOST_FIELD_RETURN_PATH, "bounces@shop.example");
  outpost_account_set (account, OUTPOST_FIELD_TEST_ADDRESS, "me@home.example");
  g_assert_cmpstr (outpost_account_get_return_path (account), ==, "bounces@shop.example");
  g_assert_cmpstr (outpost_account_get_sender (account), ==, "orders@shop.example");
  g_assert_cmpstr (outpost_account_get_test_address (account), ==, "me@home.example");
}

static void
test_title (void)
{
  g_autoptr (OutpostAccount) account = outpost_account_new (NULL);

  g_assert_cmpstr (outpost_account_get_title (account), ==, "New Account");
  outpost_account_set (account, OUTPOST_FIELD_EMAIL, "mailbox@shop.example");
  g_assert_cmpstr (outpost_account_get_title (account), ==, "mailbox@shop.example");
  outpost_account_set (account, OUTPOST_FIELD_NAME, "Shop");
  g_assert_cmpstr (outpost_account_get_title (account), ==, "Shop");
}

static void
test_sign_in_auto (void)
{
  g_autoptr (OutpostAccount) account = outpost_account_new (NULL);

  g_assert_cmpint (outpost_account_resolve_sign_in (account), ==, OUTPOST_SIGN_IN_NONE);
  outpost_account_set (account, OUTPOST_FIELD_CLIENT_CERTIFICATE, "/etc/ssl/me.pem");
  g_assert_cmpint (outpost_account_resolve_sign_in (account), ==, OUTPOST_SIGN_IN_CERTIFICATE);
  outpost_account_set (account, OUTPOST_FIELD_USERNAME, "me");
  g_assert_cmpint (outpost_account_resolve_sign_in (account), ==, OUTPOST_SIGN_IN_PASSWORD);
  g_assert_true (outpost_account_uses_password (account));
  outpost_account_set (account, OUTPOST_FIELD_SIGN_IN, "oauth2");
  g_assert_false (outpost_account_uses_password (account));
  g_assert_cmpint (outpost_account_get_sign_in (account), ==, OUTPOST_SIGN_IN_OAUTH2);
}

static void
count_cb (OutpostAccount *account,
          OutpostField    field,
          guint          *counts)
{
  counts[field]++;
}

static void
test_changed (void)
{
  g_autoptr (OutpostAccount) account = make_account ();
  guint counts[OUTPOST_N_FIELDS] = { 0 };

  g_signal_connect (account, "changed", G_CALLBACK (count_cb), counts);
  outpost_account_set (account, OUTPOST_FIELD_NAME, "Shop");
  outpost_account_set (account, OUTPOST_FIELD_SECRET, NULL);
  g_assert_cmpuint (counts[OUTPOST_FIELD_NAME], ==, 0);
  g_assert_cmpuint (counts[OUTPOST_FIELD_SECRET], ==, 0);
  outpost_account_set (account, OUTPOST_FIELD_NAME, NULL);
  g_assert_cmpuint (counts[OUTPOST_FIELD_NAME], ==, 1);

  /* A field set to its own text is the awkward case: the text is freed under it. */
  outpost_account_set (account, OUTPOST_FIELD_EMAIL,
                       outpost_account_get (account, OUTPOST_FIELD_EMAIL));
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_EMAIL), ==, "mailbox@shop.example");
  g_assert_cmpuint (counts[OUTPOST_FIELD_EMAIL], ==, 0);
}

static void
test_copy (void)
{
  g_autoptr (OutpostAccount) account = make_account ();
  g_autoptr (OutpostAccount) copy = NULL;
  g_autoptr (OutpostAccount) duplicate = NULL;

  outpost_account_set (account, OUTPOST_FIELD_PINNED_KEY, PIN_A);
  copy = outpost_account_copy (account);
  g_assert_cmpstr (outpost_account_get_id (copy), ==, "shop");
  g_assert_true (outpost_account_equal (account, copy));
  outpost_account_set (copy, OUTPOST_FIELD_SENDER_NAME, "The Shop");
  g_assert_false (outpost_account_equal (account, copy));

  duplicate = outpost_account_duplicate (account);
  g_assert_null (outpost_account_get_id (duplicate));
  g_assert_true (outpost_account_equal (account, duplicate));
}

static void
test_pin_is_bound (void)
{
  g_autoptr (OutpostAccount) account = make_account ();
  guint counts[OUTPOST_N_FIELDS] = { 0 };

  g_signal_connect (account, "changed", G_CALLBACK (count_cb), counts);
  outpost_account_set (account, OUTPOST_FIELD_PINNED_KEY, PIN_A);
  outpost_account_set (account, OUTPOST_FIELD_SERVER, "SMTP.shop.example");
  outpost_account_set (account, OUTPOST_FIELD_PORT, "465");
  outpost_account_set (account, OUTPOST_FIELD_USERNAME, "another");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_PINNED_KEY), ==, PIN_A);

  outpost_account_set (account, OUTPOST_FIELD_SERVER, "smtp.other.example");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_PINNED_KEY), ==, "");
  g_assert_cmpuint (counts[OUTPOST_FIELD_PINNED_KEY], ==, 2);

  outpost_account_set (account, OUTPOST_FIELD_PINNED_KEY, PIN_A);
  outpost_account_set (account, OUTPOST_FIELD_PORT, "587");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_PINNED_KEY), ==, "");
}

static void
test_hash (void)
{
  g_autoptr (OutpostAccount) account = make_account ();
  g_autofree char *first = outpost_account_hash_settings (account);

  g_assert_cmpuint (strlen (first), ==, 64);
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    g_autoptr (OutpostAccount) other = outpost_account_copy (account);
    g_autofree char *hash = NULL;

    if (i == OUTPOST_FIELD_PASSWORD)
      continue;
    outpost_account_set (other, (OutpostField) i, "something else");
    hash = outpost_account_hash_settings (other);
    g_assert_cmpstr (hash, !=, first);
  }
}

/* A text moved from one field to the next is another account. */
static void
test_hash_boundaries (void)
{
  g_autoptr (OutpostAccount) a = outpost_account_new (NULL);
  g_autoptr (OutpostAccount) b = outpost_account_new (NULL);
  g_autofree char *hash_a = NULL;
  g_autofree char *hash_b = NULL;

  outpost_account_set (a, OUTPOST_FIELD_EMAIL, "x");
  outpost_account_set (b, OUTPOST_FIELD_SENDER, "x");
  hash_a = outpost_account_hash_settings (a);
  hash_b = outpost_account_hash_settings (b);
  g_assert_cmpstr (hash_a, !=, hash_b);
}

static void
test_endpoint (void)
{
  g_autoptr (OutpostAccount) account = make_account ();
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;

  outpost_account_set (account, OUTPOST_FIELD_SERVER, "Bücher.example.");
  outpost_account_set (account, OUTPOST_FIELD_PORT, "587");
  outpost_account_set (account, OUTPOST_FIELD_SECURITY, "starttls");
  outpost_account_set (account, OUTPOST_FIELD_HELLO_NAME, "2001:db8::1");
  outpost_account_set (account, OUTPOST_FIELD_CA_FILE, "/etc/ca.pem");
  outpost_account_set (account, OUTPOST_FIELD_PINNED_KEY, PIN_A " " PIN_B);
  outpost_account_set (account, OUTPOST_FIELD_CLIENT_CERTIFICATE, "/etc/me.pem");

  endpoint = outpost_account_to_endpoint (account, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (endpoint->host, ==, "xn--bcher-kva.example");
  g_assert_cmpuint (endpoint->port, ==, 587);
  g_assert_cmpint (endpoint->security, ==, OUTPOST_SMTP_SECURITY_STARTTLS);
  g_assert_cmpstr (endpoint->hello_name, ==, "[IPv6:2001:db8::1]");
  g_assert_cmpstr (endpoint->ca_file, ==, "/etc/ca.pem");
  g_assert_cmpstr (endpoint->client_certificate, ==, "/etc/me.pem");
  g_assert_null (endpoint->client_key);
  g_assert_cmpuint (g_strv_length (endpoint->pinned_keys), ==, 2);
  g_assert_cmpstr (endpoint->pinned_keys[1], ==, PIN_B);
}

static void
test_endpoint_literal (void)
{
  g_autoptr (OutpostAccount) account = make_account ();
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;

  outpost_account_set (account, OUTPOST_FIELD_SERVER, "[IPv6:2001:DB8::25]");
  endpoint = outpost_account_to_endpoint (account, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (endpoint->host, ==, "2001:db8::25");
  g_assert_null (endpoint->hello_name);
  g_assert_null (endpoint->pinned_keys);
}

static void
assert_no_endpoint (OutpostField         field,
                    const char          *text,
                    OutpostAccountError  code)
{
  g_autoptr (OutpostAccount) account = make_account ();
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;

  outpost_account_set (account, field, text);
  endpoint = outpost_account_to_endpoint (account, &error);
  g_assert_null (endpoint);
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, outpost_field_get_label (field)));
}

static void
test_endpoint_faults (void)
{
  assert_no_endpoint (OUTPOST_FIELD_SERVER, "", OUTPOST_ACCOUNT_ERROR_INCOMPLETE);
  assert_no_endpoint (OUTPOST_FIELD_SERVER, "smtp..example", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_SERVER, "smtp.example\r\nQUIT", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_PORT, "", OUTPOST_ACCOUNT_ERROR_INCOMPLETE);
  assert_no_endpoint (OUTPOST_FIELD_PORT, "465 587", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_SECURITY, "ssl", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_TIMEOUT, "soon", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_HELLO_NAME, "my computer", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_HELLO_NAME, "a\r\nb", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_CA_FILE, "ca.pem", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_CLIENT_KEY, "~/me.key", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_PINNED_KEY, "sha256:AAAA", OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_PINNED_KEY, "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                      OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_endpoint (OUTPOST_FIELD_PINNED_KEY, PIN_A " " PIN_A " " PIN_A,
                      OUTPOST_ACCOUNT_ERROR_INVALID);
}

static void
test_credential (void)
{
  g_autoptr (OutpostAccount) account = make_account ();
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("hunter2", -1);
  g_autoptr (OutpostSmtpCredential) credential = NULL;
  g_autoptr (OutpostSmtpCredential) none = NULL;
  g_autoptr (GError) error = NULL;

  outpost_account_set (account, OUTPOST_FIELD_MECHANISM, "scram-sha-256");
  credential = outpost_account_to_credential (account, secret, &error);
  g_assert_no_error (error);
  g_assert_cmpint (credential->sign_in, ==, OUTPOST_SMTP_SIGN_IN_PASSWORD);
  g_assert_cmpstr (credential->username, ==, "shop@shop.example");
  g_assert_true (outpost_secret_equal (credential->secret, secret));
  g_assert_cmpstr (credential->mechanism, ==, "SCRAM-SHA-256");

  /* What signs in without a password is not handed one. */
  outpost_account_set (account, OUTPOST_FIELD_SIGN_IN, "none");
  outpost_account_set (account, OUTPOST_FIELD_MECHANISM, NULL);
  none = outpost_account_to_credential (account, secret, &error);
  g_assert_no_error (error);
  g_assert_cmpint (none->sign_in, ==, OUTPOST_SMTP_SIGN_IN_NONE);
  g_assert_null (none->username);
  g_assert_null (none->secret);
  g_assert_null (none->mechanism);
}

static void
assert_no_credential (OutpostField         field,
                      const char          *text,
                      OutpostSecret       *secret,
                      OutpostField         blamed,
                      OutpostAccountError  code)
{
  g_autoptr (OutpostAccount) account = make_account ();
  g_autoptr (OutpostSmtpCredential) credential = NULL;
  g_autoptr (GError) error = NULL;

  outpost_account_set (account, OUTPOST_FIELD_SIGN_IN, "password");
  outpost_account_set (account, field, text);
  credential = outpost_account_to_credential (account, secret, &error);
  g_assert_null (credential);
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, outpost_field_get_label (blamed)));
  g_assert_null (strstr (error->message, "hunter2"));
}

/* Gmail displays an app password in four groups; the blanks are no part of it. */
static void
test_displayed_blanks (void)
{
  g_autoptr (OutpostAccount) account = outpost_account_new (NULL);
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("abcd efgh ijkl mnop", -1);
  g_autoptr (OutpostSmtpCredential) gmail = NULL;
  g_autoptr (OutpostSmtpCredential) other = NULL;

  outpost_account_set (account, OUTPOST_FIELD_USERNAME, "shop@gmail.com");
  outpost_account_set (account, OUTPOST_FIELD_SERVER, "smtp.gmail.com");
  gmail = outpost_account_to_credential (account, secret, NULL);
  g_assert_cmpstr (outpost_secret_get_text (gmail->secret), ==, "abcdefghijklmnop");

  outpost_account_set (account, OUTPOST_FIELD_SERVER, "mail.shop.example");
  other = outpost_account_to_credential (account, secret, NULL);
  g_assert_cmpstr (outpost_secret_get_text (other->secret), ==, "abcd efgh ijkl mnop");
}

static void
test_credential_faults (void)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("hunter2", -1);
  g_autoptr (OutpostSecret) empty = outpost_secret_new ("", -1);

  assert_no_credential (OUTPOST_FIELD_USERNAME, "", secret, OUTPOST_FIELD_USERNAME,
                        OUTPOST_ACCOUNT_ERROR_INCOMPLETE);
  assert_no_credential (OUTPOST_FIELD_NAME, "Shop", NULL, OUTPOST_FIELD_PASSWORD,
                        OUTPOST_ACCOUNT_ERROR_INCOMPLETE);
  assert_no_credential (OUTPOST_FIELD_NAME, "Shop", empty, OUTPOST_FIELD_PASSWORD,
                        OUTPOST_ACCOUNT_ERROR_INCOMPLETE);
  assert_no_credential (OUTPOST_FIELD_SIGN_IN, "certificate", secret,
                        OUTPOST_FIELD_CLIENT_CERTIFICATE, OUTPOST_ACCOUNT_ERROR_INCOMPLETE);
  assert_no_credential (OUTPOST_FIELD_SIGN_IN, "kerberos", secret, OUTPOST_FIELD_SIGN_IN,
                        OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_no_credential (OUTPOST_FIELD_MECHANISM, "PLAIN LOGIN", secret, OUTPOST_FIELD_MECHANISM,
                        OUTPOST_ACCOUNT_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account/displayed-blanks", test_displayed_blanks);
  g_test_add_func ("/account/keys", test_keys);
  g_test_add_func ("/account/labels", test_labels);
  g_test_add_func ("/account/numbers", test_numbers);
  g_test_add_func ("/account/words", test_words);
  g_test_add_func ("/account/addresses", test_addresses);
  g_test_add_func ("/account/title", test_title);
  g_test_add_func ("/account/sign-in-auto", test_sign_in_auto);
  g_test_add_func ("/account/changed", test_changed);
  g_test_add_func ("/account/copy", test_copy);
  g_test_add_func ("/account/pin-is-bound", test_pin_is_bound);
  g_test_add_func ("/account/hash", test_hash);
  g_test_add_func ("/account/hash-boundaries", test_hash_boundaries);
  g_test_add_func ("/account/endpoint", test_endpoint);
  g_test_add_func ("/account/endpoint-literal", test_endpoint_literal);
  g_test_add_func ("/account/endpoint-faults", test_endpoint_faults);
  g_test_add_func ("/account/credential", test_credential);
  g_test_add_func ("/account/credential-faults", test_credential_faults);

  return g_test_run ();
}
