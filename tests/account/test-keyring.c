/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Wants a session with a keyring of its own: run it in tests/ui/desktop-session. */
#include <string.h>

#include "outpost-keyring.h"
#include "outpost-secret-store.h"

#define SERVER "smtp.shop.example"
#define USER   "shop@shop.example"

static OutpostAccount *
make_account (const char *id)
{
  OutpostAccount *account = outpost_account_new (id);

  outpost_account_set (account, OUTPOST_FIELD_NAME, "Shop");
  outpost_account_set (account, OUTPOST_FIELD_SERVER, SERVER);
  outpost_account_set (account, OUTPOST_FIELD_PORT, "465");
  outpost_account_set (account, OUTPOST_FIELD_USERNAME, USER);
  return account;
}

static void
store (OutpostAccount *account,
       const char     *password)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new (password, -1);
  g_autoptr (GError) error = NULL;

  outpost_secret_save_sync (account, OUTPOST_SECRET_KIND_PASSWORD, secret, FALSE, NULL, &error);
  g_assert_no_error (error);
}

static void
clear (const char *id)
{
  g_autoptr (GError) error = NULL;

  for (guint i = OUTPOST_SECRET_KIND_PASSWORD; i <= OUTPOST_SECRET_KIND_CLIENT_SECRET; i++) {
    g_assert_true (outpost_secret_clear_sync (id, i, FALSE, NULL, &error));
    g_assert_no_error (error);
  }
}

static void
assert_stored (OutpostAccount *account,
               const char     *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostSecret) secret =
    outpost_secret_load_sync (account, OUTPOST_SECRET_KIND_PASSWORD, FALSE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (outpost_secret_get_text (secret), ==, expected);
  g_assert_cmpint (outpost_secret_state_sync (account, NULL), ==, OUTPOST_SECRET_STATE_STORED);
}

static void
assert_not_stored (OutpostAccount     *account,
                   OutpostSecretError  code,
                   OutpostSecretState  state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostSecret) secret =
    outpost_secret_load_sync (account, OUTPOST_SECRET_KIND_PASSWORD, FALSE, NULL, &error);

  g_assert_null (secret);
  g_assert_error (error, OUTPOST_SECRET_ERROR, (int) code);
  g_assert_cmpint (outpost_secret_state_sync (account, NULL), ==, (int) state);
}

/* Runs a command of the session and gives what it prints. */
static char *
run (const char *input,
     const char *first,
     ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  va_list arguments;

  va_start (arguments, first);
  for (const char *word = first; word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_MERGE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
lock_keyring (void)
{
  g_autofree char *output =
    run (NULL, "gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
         "/org/freedesktop/secrets", "--method", "org.freedesktop.Secret.Service.Lock",
         "['/org/freedesktop/secrets/collection/login']", NULL);

  g_assert_nonnull (strstr (output, "login"));
}

static void
test_round_trip (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");

  assert_not_stored (account, OUTPOST_SECRET_ERROR_NOT_STORED, OUTPOST_SECRET_STATE_MISSING);
  store (account, "hunter2");
  assert_stored (account, "hunter2");
  store (account, "Grüße 2");
  assert_stored (account, "Grüße 2");
  clear ("shop");
  assert_not_stored (account, OUTPOST_SECRET_ERROR_NOT_STORED, OUTPOST_SECRET_STATE_MISSING);
  clear ("shop");
}

static void
test_attributes (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");
  g_autofree char *output = NULL;

  outpost_account_set (account, OUTPOST_FIELD_SERVER, "SMTP.Shop.Example.");
  store (account, "hunter2");
  output = run (NULL, "secret-tool", "search", "--all", "account", "shop", NULL);
  g_assert_nonnull (strstr (output, "label = Outpost: Shop (SMTP.Shop.Example.)"));
  g_assert_nonnull (strstr (output, "schema = io.github.outpost_mail.Outpost.Credential"));
  g_assert_nonnull (strstr (output, "attribute.kind = password"));
  g_assert_nonnull (strstr (output, "attribute.user = " USER));
  g_assert_nonnull (strstr (output, "attribute.server = " SERVER "\n"));
  g_assert_nonnull (strstr (output, "attribute.port = 465"));
  g_assert_nonnull (strstr (output, "attribute.protocol = smtp"));
  g_assert_nonnull (strstr (output, "secret = hunter2"));
  clear ("shop");
}

/* The shared schema lets these two overwrite each other; ours does not. */
static void
test_same_login_twice (void)
{
  g_autoptr (OutpostAccount) first = make_account ("first");
  g_autoptr (OutpostAccount) second = make_account ("second");

  store (first, "one");
  store (second, "two");
  assert_stored (first, "one");
  assert_stored (second, "two");
  clear ("second");
  assert_stored (first, "one");
  assert_not_stored (second, OUTPOST_SECRET_ERROR_NOT_STORED, OUTPOST_SECRET_STATE_MISSING);
  clear ("first");
}

static void
test_other_server (void)
{
  const struct {
    OutpostField field;
    const char  *text;
  } changes[] = {
    { OUTPOST_FIELD_SERVER, "smtp.evil.example" },
    { OUTPOST_FIELD_PORT, "587" },
    { OUTPOST_FIELD_USERNAME, "Shop@shop.example" },
  };
  g_autoptr (OutpostAccount) account = make_account ("shop");

  store (account, "hunter2");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (OutpostAccount) changed = outpost_account_copy (account);

    outpost_account_set (changed, changes[i].field, changes[i].text);
    assert_not_stored (changed, OUTPOST_SECRET_ERROR_OTHER_SERVER,
                       OUTPOST_SECRET_STATE_OTHER_SERVER);
  }
  assert_stored (account, "hunter2");
  clear ("shop");
}

/* The password for the server before goes once there is one for the new server. */
static void
test_moves_with_server (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");
  g_autoptr (OutpostAccount) moved = outpost_account_copy (account);

  outpost_account_set (moved, OUTPOST_FIELD_SERVER, "smtp.new.example");
  store (account, "old");
  store (moved, "new");
  assert_stored (moved, "new");
  assert_not_stored (account, OUTPOST_SECRET_ERROR_OTHER_SERVER,
                     OUTPOST_SECRET_STATE_OTHER_SERVER);
  clear ("shop");
}

/* secret-tool makes its entries in the schema that other mail programs share. */
static void
test_foreign_entry (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");
  g_autofree char *made =
    run ("foreign", "secret-tool", "store", "--label=Another program", "xdg:schema",
         "org.gnome.keyring.NetworkPassword", "user", USER, "server", SERVER, "port", "465",
         "protocol", "smtp", NULL);
  g_autofree char *alike =
    run ("alike", "secret-tool", "store", "--label=Another program’s account", "account", "shop",
         "kind", "password", NULL);
  g_autofree char *output = NULL;
  g_autofree char *output_alike = NULL;

  assert_not_stored (account, OUTPOST_SECRET_ERROR_NOT_STORED, OUTPOST_SECRET_STATE_MISSING);
  store (account, "ours");
  assert_stored (account, "ours");
  clear ("shop");
  assert_not_stored (account, OUTPOST_SECRET_ERROR_NOT_STORED, OUTPOST_SECRET_STATE_MISSING);

  output = run (NULL, "secret-tool", "lookup", "user", USER, "server", SERVER, NULL);
  g_assert_cmpstr (output, ==, "foreign");
  output_alike = run (NULL, "secret-tool", "lookup", "account", "shop", "kind", "password", NULL);
  g_assert_cmpstr (output_alike, ==, "alike");
}

static void
test_kinds (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");
  g_autoptr (OutpostSecret) token = outpost_secret_new ("token", -1);
  g_autoptr (OutpostSecret) loaded = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  store (account, "hunter2");
  outpost_account_set (account, OUTPOST_FIELD_SIGN_IN, "oauth2");
  g_assert_cmpint (outpost_secret_state_sync (account, NULL), ==, OUTPOST_SECRET_STATE_MISSING);
  g_assert_true (outpost_secret_save_sync (account, OUTPOST_SECRET_KIND_REFRESH_TOKEN, token, FALSE,
                                           NULL, &error));
  loaded = outpost_secret_load_sync (account, OUTPOST_SECRET_KIND_REFRESH_TOKEN, FALSE, NULL,
                                     &error);
  g_assert_no_error (error);
  g_assert_true (outpost_secret_equal (token, loaded));
  g_assert_cmpint (outpost_secret_state_sync (account, NULL), ==, OUTPOST_SECRET_STATE_STORED);

  output = run (NULL, "secret-tool", "search", "kind", "refresh-token", NULL);
  g_assert_null (strstr (output, "attribute.server"));

  outpost_account_set (account, OUTPOST_FIELD_SIGN_IN, "password");
  assert_stored (account, "hunter2");
  clear ("shop");
}

static void
test_not_saved_yet (void)
{
  g_autoptr (OutpostAccount) draft = make_account (NULL);

  assert_not_stored (draft, OUTPOST_SECRET_ERROR_NOT_STORED, OUTPOST_SECRET_STATE_MISSING);
}

static void
test_no_server (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("hunter2", -1);
  g_autoptr (GError) error = NULL;

  outpost_account_set (account, OUTPOST_FIELD_PORT, "465 587");
  g_assert_false (outpost_secret_save_sync (account, OUTPOST_SECRET_KIND_PASSWORD, secret, FALSE,
                                            NULL, &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID);
  g_assert_cmpint (outpost_secret_state_sync (account, NULL), ==, OUTPOST_SECRET_STATE_MISSING);
}

static void
state_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  int *state = user_data;

  *state = (int) outpost_secret_state_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_state_async (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");
  int state = -1;

  store (account, "hunter2");
  outpost_secret_state_async (account, NULL, state_cb, &state);
  while (state == -1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (state, ==, OUTPOST_SECRET_STATE_STORED);
  clear ("shop");
}

/* The last test: nothing here can unlock again. Locked is told from missing, and
 * nobody is asked. */
static void
test_locked (void)
{
  g_autoptr (OutpostAccount) account = make_account ("shop");
  g_autoptr (OutpostAccount) other = make_account ("other");
  g_autoptr (OutpostAccount) moved = make_account ("shop");
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("hunter2", -1);
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) replace_error = NULL;
  g_autoptr (GError) clear_error = NULL;

  outpost_account_set (moved, OUTPOST_FIELD_PORT, "587");
  store (account, "hunter2");
  lock_keyring ();

  assert_not_stored (account, OUTPOST_SECRET_ERROR_LOCKED, OUTPOST_SECRET_STATE_LOCKED);
  assert_not_stored (other, OUTPOST_SECRET_ERROR_NOT_STORED, OUTPOST_SECRET_STATE_MISSING);
  assert_not_stored (moved, OUTPOST_SECRET_ERROR_OTHER_SERVER, OUTPOST_SECRET_STATE_OTHER_SERVER);

  g_assert_false (outpost_secret_save_sync (account, OUTPOST_SECRET_KIND_PASSWORD, secret, FALSE,
                                            NULL, &replace_error));
  g_assert_error (replace_error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED);
  g_assert_false (outpost_secret_save_sync (other, OUTPOST_SECRET_KIND_PASSWORD, secret, FALSE,
                                            NULL, &store_error));
  g_assert_error (store_error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED);
  g_assert_false (outpost_secret_clear_sync ("shop", OUTPOST_SECRET_KIND_PASSWORD, FALSE, NULL,
                                             &clear_error));
  g_assert_error (clear_error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/round-trip", test_round_trip);
  g_test_add_func ("/keyring/attributes", test_attributes);
  g_test_add_func ("/keyring/same-login-twice", test_same_login_twice);
  g_test_add_func ("/keyring/other-server", test_other_server);
  g_test_add_func ("/keyring/moves-with-server", test_moves_with_server);
  g_test_add_func ("/keyring/foreign-entry", test_foreign_entry);
  g_test_add_func ("/keyring/kinds", test_kinds);
  g_test_add_func ("/keyring/not-saved-yet", test_not_saved_yet);
  g_test_add_func ("/keyring/no-server", test_no_server);
  g_test_add_func ("/keyring/state-async", test_state_async);
  g_test_add_func ("/keyring/locked", test_locked);

  return g_test_run ();
}
