/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gnutls/x509.h>

#include "outpost-test-practice.h"

static guint
mode_of (const char *path)
{
  struct stat info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static void
test_files (Practice      *practice,
            gconstpointer  data)
{
  g_autofree char *password = NULL;
  g_autofree char *key = g_build_filename (practice->folder, "server-key.pem", NULL);
  const char *password_file = outpost_practice_server_get_password_file (practice->server);
  OutpostSecret *held;

  g_chmod (practice->folder, 0755);
  practice_start (practice);
  g_assert_cmpuint (mode_of (practice->folder), ==, 0700);
  g_assert_cmpuint (mode_of (password_file), ==, 0600);
  g_assert_cmpuint (mode_of (outpost_practice_server_get_ca_file (practice->server)), ==, 0600);
  g_assert_cmpuint (mode_of (outpost_practice_server_get_maildir (practice->server)), ==, 0700);
  g_assert_cmpuint (mode_of (key), ==, 0600);

  g_assert_true (g_file_get_contents (password_file, &password, NULL, NULL));
  g_assert_cmpuint (strlen (password), ==, 21);
  g_assert_true (g_str_has_suffix (password, "\n"));
  g_assert_true (g_ascii_isalpha (password[0]) && g_ascii_isalpha (password[19]));
  password[20] = '\0';
  held = outpost_practice_server_get_password (practice->server);
  g_assert_cmpstr (password, ==, outpost_secret_get_text (held));

  outpost_practice_server_stop (practice->server);
  g_assert_false (g_file_test (password_file, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (key, G_FILE_TEST_EXISTS));
}

static void
test_new_each_start (Practice      *practice,
                     gconstpointer  data)
{
  g_autoptr (OutpostSecret) password = NULL;
  g_autofree char *ca = NULL;
  g_autofree char *later_ca = NULL;
  const char *ca_file = outpost_practice_server_get_ca_file (practice->server);

  practice_start (practice);
  password = outpost_secret_ref (outpost_practice_server_get_password (practice->server));
  g_file_get_contents (ca_file, &ca, NULL, NULL);
  outpost_practice_server_stop (practice->server);
  practice_start (practice);
  g_file_get_contents (ca_file, &later_ca, NULL, NULL);
  g_assert_cmpstr (ca, !=, later_ca);
  g_assert_false (outpost_secret_equal (password,
                                        outpost_practice_server_get_password (practice->server)));
}

static void
test_one_at_a_time (Practice      *practice,
                    gconstpointer  data)
{
  g_autoptr (OutpostPracticeServer) other = outpost_practice_server_new (practice->folder);
  g_autoptr (GError) error = NULL;

  practice_start (practice);
  g_assert_false (outpost_practice_server_start (other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  outpost_practice_server_stop (other);
  g_assert_true (g_file_test (outpost_practice_server_get_password_file (practice->server),
                              G_FILE_TEST_EXISTS));
}

static gnutls_x509_crt_t
load (const char *path)
{
  g_autofree char *pem = NULL;
  gnutls_datum_t text;
  gnutls_x509_crt_t certificate;
  gsize length;

  g_assert_true (g_file_get_contents (path, &pem, &length, NULL));
  text.data = (guchar *) pem;
  text.size = (guint) length;
  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &text, GNUTLS_X509_FMT_PEM), ==, 0);
  return certificate;
}

static void
assert_only_local (gnutls_x509_crt_t leaf)
{
  static const guchar ipv4[] = { 127, 0, 0, 1 };
  static const guchar ipv6[16] = { [15] = 1 };

  g_assert_true (gnutls_x509_crt_check_hostname (leaf, "localhost"));
  g_assert_true (gnutls_x509_crt_check_ip (leaf, ipv4, sizeof ipv4, 0));
  g_assert_true (gnutls_x509_crt_check_ip (leaf, ipv6, sizeof ipv6, 0));
  g_assert_false (gnutls_x509_crt_check_hostname (leaf, "mail.example"));
  for (guint i = 0;; i++) {
    char name[64];
    gsize length = sizeof name;

    if (gnutls_x509_crt_get_subject_alt_name (leaf, i, name, &length, NULL) ==
        GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) {
      g_assert_cmpuint (i, ==, 3);
      return;
    }
  }
}

static void
test_certificate (Practice      *practice,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (practice->folder, "server.pem", NULL);
  gnutls_x509_crt_t ca, leaf;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint n = 0;

  practice_start (practice);
  ca = load (outpost_practice_server_get_ca_file (practice->server));
  leaf = load (path);
  assert_only_local (leaf);
  g_assert_cmpint (gnutls_x509_crt_get_expiration_time (leaf), <=, now + 30 * 86400);
  g_assert_cmpint (gnutls_x509_crt_get_expiration_time (leaf), >, now + 29 * 86400);
  g_assert_cmpint (gnutls_x509_crt_get_expiration_time (ca), <=, now + 30 * 86400);
  g_assert_cmpint (gnutls_x509_crt_get_basic_constraints (ca, NULL, NULL, NULL), ==, 1);
  g_assert_cmpint (gnutls_x509_crt_get_basic_constraints (leaf, NULL, NULL, NULL), ==, 0);

  {
    gnutls_x509_trust_list_t trust;
    guint status = 1;

    gnutls_x509_trust_list_init (&trust, 0);
    gnutls_x509_trust_list_add_cas (trust, &ca, 1, 0);
    g_assert_cmpint (gnutls_x509_trust_list_verify_crt (trust, &leaf, 1, 0, &status, NULL), ==, 0);
    g_assert_cmpuint (status, ==, 0);
    gnutls_x509_trust_list_deinit (trust, 0);
  }
  {
    gnutls_x509_name_constraints_t constraints;

    gnutls_x509_name_constraints_init (&constraints);
    g_assert_cmpint (gnutls_x509_crt_get_name_constraints (ca, constraints, 0, &n), ==, 0);
    g_assert_cmpuint (n, ==, 1);
    gnutls_x509_name_constraints_deinit (constraints);
  }
  gnutls_x509_crt_deinit (ca);
  gnutls_x509_crt_deinit (leaf);
}

/* The only key on disk is the leaf's. */
static void
test_ca_key_absent (Practice      *practice,
                    gconstpointer  data)
{
  g_autofree char *key_file = g_build_filename (practice->folder, "server-key.pem", NULL);
  g_autoptr (GDir) folder = NULL;
  const char *name;
  guint n_keys = 0;

  practice_start (practice);
  folder = g_dir_open (practice->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (practice->folder, name, NULL);
    g_autofree char *text = NULL;

    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
      continue;
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    if (strstr (text, "PRIVATE KEY") == NULL)
      continue;
    g_assert_cmpstr (path, ==, key_file);
    n_keys++;
  }
  g_assert_cmpuint (n_keys, ==, 1);
  {
    g_autofree char *text = NULL;
    gnutls_x509_crt_t ca = load (outpost_practice_server_get_ca_file (practice->server));
    gnutls_x509_privkey_t key;
    gnutls_datum_t pem;
    guint8 of_ca[64], of_key[64];
    gsize length = sizeof of_ca, key_length = sizeof of_key;

    g_assert_true (g_file_get_contents (key_file, &text, NULL, NULL));
    pem.data = (guchar *) text;
    pem.size = (guint) strlen (text);
    gnutls_x509_privkey_init (&key);
    g_assert_cmpint (gnutls_x509_privkey_import (key, &pem, GNUTLS_X509_FMT_PEM), ==, 0);
    gnutls_x509_crt_get_key_id (ca, 0, of_ca, &length);
    gnutls_x509_privkey_get_key_id (key, 0, of_key, &key_length);
    g_assert_cmpint (memcmp (of_ca, of_key, length), !=, 0);
    gnutls_x509_privkey_deinit (key);
    gnutls_x509_crt_deinit (ca);
  }
}

static void
test_starttls (Practice      *practice,
               gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;
  g_autofree char *abilities = NULL;
  const char *ca_file = outpost_practice_server_get_ca_file (practice->server);

  practice_start (practice);
  client = outpost_test_client_new (outpost_practice_server_get_starttls_port (practice->server));
  outpost_test_client_expect (client, "220 localhost ESMTP *");
  outpost_test_client_send (client, "EHLO me.example\r\n");
  abilities = outpost_test_client_read_reply (client);
  g_assert_nonnull (strstr (abilities, "250-STARTTLS"));
  g_assert_null (strstr (abilities, "AUTH"));
  outpost_test_client_ask (client, "AUTH PLAIN AHgAeQ==", "538 5.7.11 *");
  outpost_test_client_ask (client, "MAIL FROM:<>", "530 5.7.0 STARTTLS *");
  outpost_test_client_ask (client, "STARTTLS now", "501 5.5.4 *");
  outpost_test_client_ask (client, "STARTTLS", "220 2.0.0 *");
  g_assert_cmpint (outpost_test_client_start_tls (client, ca_file, "localhost", NULL), ==, 0);
  /* What was said in clear is forgotten (RFC 3207, section 4.2). */
  outpost_test_client_ask (client, "MAIL FROM:<>", "503 5.5.1 EHLO *");
  outpost_test_client_send (client, "EHLO me.example\r\n");
  g_free (abilities);
  abilities = outpost_test_client_read_reply (client);
  g_assert_null (strstr (abilities, "STARTTLS"));
  g_assert_nonnull (strstr (abilities, "250-AUTH PLAIN LOGIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS"));
  g_assert_nonnull (strstr (abilities, "250 SIZE 52428800"));
  outpost_test_client_ask (client, "STARTTLS", "503 5.5.1 *");
  outpost_test_client_ask (client, "MAIL FROM:<>", "530 5.7.0 Sign-in *");
  outpost_test_client_ask (client, "QUIT", "221 2.0.0 *");
  outpost_test_client_expect_end (client);
}

/* The engine's own priority string, by each name that the certificate is for. */
static void
test_names (Practice      *practice,
            gconstpointer  data)
{
  static const char * const names[] = {
    "localhost", "127.0.0.1", "::1", "mail.example", "127.0.0.2",
  };
  const char *ca_file = outpost_practice_server_get_ca_file (practice->server);

  practice_start (practice);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (OutpostTestClient) client =
      outpost_test_client_new (outpost_practice_server_get_tls_port (practice->server));
    int code = outpost_test_client_start_tls (client, ca_file, names[i],
                                              "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:"
                                              "%PROFILE_MEDIUM");

    g_assert_cmpint (code, ==, i < 3 ? 0 : GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
  }
}

/* CVE-2011-0411 and its kin. */
static void
test_starttls_injection (Practice      *practice,
                         gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;

  practice_start (practice);
  client = outpost_test_client_new (outpost_practice_server_get_starttls_port (practice->server));
  outpost_test_client_expect (client, "220 *");
  outpost_test_client_ask (client, "EHLO me.example", "250*");
  outpost_test_client_ask (client, "STARTTLS\r\nRSET", "503 5.5.1 *");
  outpost_test_client_expect_end (client);
}

static void
test_old_tls (Practice      *practice,
              gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;

  practice_start (practice);
  client = outpost_test_client_new (outpost_practice_server_get_tls_port (practice->server));
  g_assert_cmpint (outpost_test_client_start_tls (client, NULL, NULL,
                                                  "NORMAL:-VERS-ALL:+VERS-TLS1.1"), <, 0);
}

static void
test_first_line (Practice      *practice,
                 gconstpointer  data)
{
  static const char * const lines[] = {
    "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nEHLO x\r\nMAIL FROM:<a@b.example>\r\n",
    "GET / HTTP/1.1\r\n", "NOOP\r\n", "MAIL FROM:<>\r\n", "\r\n", "\x16\x03\x01\n", "EHLOX\r\n",
  };

  practice_start (practice);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (OutpostTestClient) client =
      outpost_test_client_new (outpost_practice_server_get_starttls_port (practice->server));

    outpost_test_client_expect (client, "220 *");
    outpost_test_client_send (client, lines[i]);
    outpost_test_client_expect (client, i == 5 ? "500 5.5.2 *" : "421 4.7.0 EHLO *");
    outpost_test_client_expect_end (client);
  }
}

static void
test_stop_ends_connections (Practice      *practice,
                            gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;
  g_autoptr (OutpostTestClient) in_data = NULL;

  practice_start (practice);
  client = practice_join (practice);
  in_data = practice_join_signed_in (practice);
  outpost_test_client_ask (in_data, "MAIL FROM:<a@b.example>", "250 *");
  outpost_test_client_ask (in_data, "RCPT TO:<c@d.example>", "250 *");
  outpost_test_client_ask (in_data, "DATA", "354 *");
  outpost_test_client_send (in_data, "Subject: half\r\n");
  outpost_practice_server_stop (practice->server);
  outpost_test_client_expect (client, "421 4.3.2 *");
  outpost_test_client_expect_end (client);
  {
    g_autoptr (GPtrArray) mail = practice_list_mail (practice);

    g_assert_cmpuint (mail->len, ==, 0);
  }
}

#define ADD(name, func) \
  g_test_add ("/practice/" name, Practice, NULL, practice_set_up, func, practice_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("files", test_files);
  ADD ("new-each-start", test_new_each_start);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("certificate", test_certificate);
  ADD ("ca-key-absent", test_ca_key_absent);
  ADD ("starttls", test_starttls);
  ADD ("starttls-injection", test_starttls_injection);
  ADD ("names", test_names);
  ADD ("old-tls", test_old_tls);
  ADD ("first-line", test_first_line);
  ADD ("stop-ends-connections", test_stop_ends_connections);

  return g_test_run ();
}
