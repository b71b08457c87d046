/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "outpost-account-file.h"

#define FILE_NAME "/folder/shop.conf"
#define SECRET    "hunter2"

static OutpostAccount *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (OutpostKeyFile) file =
    outpost_key_file_parse (FILE_NAME, text, strlen (text), error);

  return file != NULL ? outpost_account_file_read (file, "shop", error) : NULL;
}

/* The example of the documentation, word for word. */
static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAccount) account =
    parse ("[Account]\n"
           "Name=Shop\n"
           "# tls | starttls | none\n"
           "Security=starttls\n"
           "Server=smtp.gmail.com\n"
           "Port=587\n"
           "SignIn=auto\n"
           "Username=shop@gmail.com\n"
           "Email=shop@gmail.com\n"
           "Sender=orders@shop.example\n"
           "SenderName=The Shop\n"
           "Secret=keyring\n",
           &error);

  g_assert_no_error (error);
  g_assert_cmpstr (outpost_account_get_id (account), ==, "shop");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_NAME), ==, "Shop");
  g_assert_cmpint (outpost_account_get_security (account), ==, OUTPOST_SMTP_SECURITY_STARTTLS);
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_SERVER), ==, "smtp.gmail.com");
  g_assert_cmpuint (outpost_account_get_port (account), ==, 587);
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_USERNAME), ==, "shop@gmail.com");
  g_assert_cmpstr (outpost_account_get_sender (account), ==, "orders@shop.example");
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_SENDER_NAME), ==, "The Shop");
}

static void
assert_broken (const char *text,
               const char *place,
               const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAccount) account = parse (text, &error);

  g_assert_null (account);
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_BROKEN_FILE);
  g_assert_nonnull (strstr (error->message, FILE_NAME));
  g_assert_nonnull (strstr (error->message, place));
  if (key != NULL)
    g_assert_nonnull (strstr (error->message, key));
  g_assert_null (strstr (error->message, SECRET));
}

static void
test_broken_lines (void)
{
  assert_broken ("[Account]\nName=Shop\n" SECRET "\nPort=25\n", "line 3", NULL);
  assert_broken ("[Account]\n[" SECRET "\n", "line 2", NULL);
  assert_broken ("[Account]\n\n=" SECRET "\n", "line 3", NULL);
  assert_broken ("[Account] " SECRET "\n", "line 1", NULL);
  assert_broken ("[]\n" SECRET "=1\n", "line 1", NULL);
  assert_broken ("Name=" SECRET "\n[Account]\n", "line 1", NULL);
  assert_broken ("[Account]\nName=caf\xe9" SECRET "\n", "line 2", NULL);
  assert_broken ("[Account]\nPa[" SECRET "=1\n", FILE_NAME, NULL);
  assert_broken ("", "[Account]", NULL);
  assert_broken ("[account]\nName=" SECRET "\n", "[Account]", NULL);
}

static void
test_nul (void)
{
  const char text[] = "[Account]\nName=a\0b\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostKeyFile) file =
    outpost_key_file_parse (FILE_NAME, text, sizeof text - 1, &error);

  g_assert_null (file);
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_BROKEN_FILE);
  g_assert_nonnull (strstr (error->message, "line 2"));
}

static void
test_repeated (void)
{
  assert_broken ("[Account]\nServer=a.example\n[Other]\n[Account]\nServer=" SECRET "\n",
                 "line 4", "line 1");
  assert_broken ("[Account]\n[Other]\na=1\n\n [Other]\n", "line 5", "line 2");
  assert_broken ("[Account]\nServer=a.example\n# it\nServer=" SECRET "\n", "line 4", "Server");
  assert_broken ("[Account]\n" SECRET "=1\n" SECRET "=2\n", "line 3", "line 2");
}

static void
test_wrong_types (void)
{
  assert_broken ("[Account]\nPort=465 587\n", "line 2", "Port");
  assert_broken ("[Account]\nPort=" SECRET "\n", "line 2", "Port");
  assert_broken ("[Account]\nPort=0\n", "line 2", "Port");
  assert_broken ("[Account]\nPort=65536\n", "line 2", "Port");
  assert_broken ("[Account]\n#\nTimeout=30 s\n", "line 3", "Timeout");
  assert_broken ("[Account]\nSecurity=" SECRET "\n", "line 2", "Security");
  assert_broken ("[Account]\nSecurity=ssl\n", "“tls”, “starttls” and “none”", "Security");
  assert_broken ("[Account]\nSignIn=" SECRET "\n", "line 2", "SignIn");
  assert_broken ("[Account]\nSecret=" SECRET "\n", "line 2", "Secret");
  assert_broken ("[Account]\nSecret=command:\n", "line 2", "Secret");
  assert_broken ("[Account]\nSecret=command:pass '" SECRET "\n", "line 2", "Secret");
  assert_broken ("[Account]\nSecret=credential:../" SECRET "\n", "line 2", "Secret");
  assert_broken ("[Account]\nSecret=credential:..\n", "line 2", "Secret");
  assert_broken ("[Account]\nPinnedKey=sha256:" SECRET "\n", "line 2", "PinnedKey");
  assert_broken ("[Account]\nUsername=DOMAIN\\" SECRET "\n", "line 2", "Username");
}

/* The order of the lines plays no part: a pin before its server is that server's. */
static void
test_pin_before_server (void)
{
  const char *pin = "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  g_autofree char *text =
    g_strdup_printf ("[Account]\nPinnedKey=%s\nPort=465\nServer=a.example\n", pin);
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAccount) account = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (outpost_account_get (account, OUTPOST_FIELD_PINNED_KEY), ==, pin);
}

static void
assert_text_of (const char *path,
                const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("outpost-account-file-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "shop.conf", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
test_keeps_the_rest (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (OutpostKeyFile) file = NULL;
  g_autoptr (OutpostAccount) before = NULL;
  g_autoptr (OutpostAccount) after = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = "# mine\n\n  [Account]  \n# where to\nServer = a.example\n"
                     "Future=yes\r\n\tPort=465\nSenderName=A\n\n# the next\n[Later]\nx=\\q\n y = 2 ";

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  file = outpost_key_file_load (fixture->path, &error);
  g_assert_no_error (error);
  before = outpost_account_file_read (file, "shop", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (outpost_account_get (before, OUTPOST_FIELD_SERVER), ==, "a.example");

  after = outpost_account_copy (before);
  outpost_account_set (after, OUTPOST_FIELD_PORT, "587");
  outpost_account_set (after, OUTPOST_FIELD_SENDER_NAME, "");
  outpost_account_set (after, OUTPOST_FIELD_EMAIL, "me@a.example");
  outpost_account_file_apply (file, before, after);
  g_assert_true (outpost_key_file_save (file, &error));
  g_assert_no_error (error);

  assert_text_of (fixture->path,
                  "# mine\n\n  [Account]  \n# where to\nServer = a.example\n"
                  "Future=yes\r\nPort=587\nEmail=me@a.example\n\n# the next\n[Later]\nx=\\q\n"
                  " y = 2 \n");
}

static void
test_mode (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (OutpostKeyFile) file = outpost_key_file_new (fixture->path);
  g_autoptr (GError) error = NULL;
  struct stat info;

  outpost_key_file_set (file, "Account", "Name", "Shop");
  g_assert_true (outpost_key_file_save (file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0600);
}

/* Whatever is typed comes back from the file as it was. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *const texts[] = { "DOMAIN\\user", " blank before", "blank after ", "both ", " ",
                                "tab\tin it", "tab after\t", "two\nlines", "cr\r", "a=b;c#d",
                                "[Account]", "# no comment", "Grüße, 世界", "\\s", "a\\", "\\ " };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (OutpostKeyFile) file = outpost_key_file_new (fixture->path);
    g_autoptr (OutpostAccount) empty = outpost_account_new ("shop");
    g_autoptr (OutpostAccount) account = outpost_account_new ("shop");
    g_autoptr (OutpostAccount) again = NULL;
    g_autoptr (GError) error = NULL;

    outpost_account_set (account, OUTPOST_FIELD_USERNAME, texts[i]);
    outpost_account_set (account, OUTPOST_FIELD_NAME, texts[i]);
    outpost_account_file_apply (file, empty, account);
    g_assert_true (outpost_key_file_save (file, &error));
    g_assert_no_error (error);
    again = outpost_account_file_load (fixture->path, "shop", &error);
    g_assert_no_error (error);
    g_assert_cmpstr (outpost_account_get (again, OUTPOST_FIELD_USERNAME), ==, texts[i]);
    g_assert_true (outpost_account_equal (account, again));
  }
}

/* A blank at the end is written so that no editor takes it away. */
static void
test_escapes (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (OutpostKeyFile) file = outpost_key_file_new (fixture->path);

  outpost_key_file_set (file, "Account", "Username", "DOMAIN\\user");
  outpost_key_file_set (file, "Account", "Name", "Shop ");
  g_assert_true (outpost_key_file_save (file, NULL));
  assert_text_of (fixture->path, "[Account]\nUsername=DOMAIN\\\\user\nName=Shop\\s\n");
}

static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *large = g_strnfill (70000, '#');
  g_autoptr (OutpostAccount) account = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) pipe_error = NULL;
  g_autoptr (GError) too_large = NULL;

  account = outpost_account_file_load (fixture->path, "shop", &missing);
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  account = outpost_account_file_load (fixture->path, "shop", &pipe_error);
  g_assert_error (pipe_error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_unlink (fixture->path);

  g_assert_true (g_file_set_contents (fixture->path, large, -1, NULL));
  account = outpost_account_file_load (fixture->path, "shop", &too_large);
  g_assert_nonnull (too_large);
  g_assert_null (account);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account-file/example", test_example);
  g_test_add_func ("/account-file/broken-lines", test_broken_lines);
  g_test_add_func ("/account-file/nul", test_nul);
  g_test_add_func ("/account-file/repeated", test_repeated);
  g_test_add_func ("/account-file/wrong-types", test_wrong_types);
  g_test_add_func ("/account-file/pin-before-server", test_pin_before_server);
  g_test_add ("/account-file/keeps-the-rest", Fixture, NULL, set_up, test_keeps_the_rest, tear_down);
  g_test_add ("/account-file/mode", Fixture, NULL, set_up, test_mode, tear_down);
  g_test_add ("/account-file/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/account-file/escapes", Fixture, NULL, set_up, test_escapes, tear_down);
  g_test_add ("/account-file/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);

  return g_test_run ();
}
