/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* File and keyring together. Wants a session with a keyring of its own: run it in
 * tests/ui/desktop-session. */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "outpost-account-state.h"
#include "outpost-account-store.h"

#define SERVER "smtp.shop.example"
#define USER   "shop@shop.example"

typedef struct {
  char                *folder;
  OutpostAccountStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *parent = g_dir_make_tmp ("outpost-save-XXXXXX", NULL);

  fixture->folder = g_build_filename (parent, "accounts", NULL);
  fixture->store = outpost_account_store_new (fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->folder);
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_rmdir (fixture->folder);
  g_assert_cmpint (g_rmdir (parent), ==, 0);
  for (guint i = 0; i < 2; i++)
    g_assert_true (outpost_secret_clear_sync (i == 0 ? "shop" : "shop-2",
                                              OUTPOST_SECRET_KIND_PASSWORD, FALSE, NULL, NULL));
  g_assert_finalize_object (fixture->store);
  g_free (fixture->folder);
}

static OutpostAccount *
make_draft (void)
{
  OutpostAccount *draft = outpost_account_new (NULL);

  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Shop");
  outpost_account_set (draft, OUTPOST_FIELD_SERVER, SERVER);
  outpost_account_set (draft, OUTPOST_FIELD_PORT, "465");
  outpost_account_set (draft, OUTPOST_FIELD_USERNAME, USER);
  return draft;
}

static char *
save (Fixture        *fixture,
      OutpostAccount *base,
      OutpostAccount *draft,
      const char     *password,
      GError        **error)
{
  g_autoptr (OutpostSecret) secret = password != NULL ? outpost_secret_new (password, -1) : NULL;

  return outpost_account_store_save_sync (fixture->store, base, draft, secret, FALSE, NULL, error);
}

static OutpostAccount *
save_well (Fixture        *fixture,
           OutpostAccount *base,
           OutpostAccount *draft,
           const char     *password)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = save (fixture, base, draft, password, &error);

  g_assert_no_error (error);
  return outpost_account_copy (outpost_account_store_find (fixture->store, id));
}

static OutpostAccount *
save_shop (Fixture *fixture)
{
  g_autoptr (OutpostAccount) draft = make_draft ();

  return save_well (fixture, NULL, draft, "hunter2");
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
}

static void
assert_state (OutpostAccount     *account,
              OutpostSecretState  expected)
{
  g_assert_cmpint (outpost_secret_state_sync (account, NULL), ==, (int) expected);
}

/* How many entries the keyring has for an account, whatever they are for. */
static guint
count_entries (const char *id)
{
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                      "secret-tool", "search", "--all", "account", id, NULL);
  g_autofree char *output = NULL;
  guint n = 0;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL));
  for (const char *p = output; (p = strstr (p, "label = ")) != NULL; p++)
    n++;
  return n;
}

static char *
read_file (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "shop.conf", NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (OutpostAccount) account = save_shop (fixture);
  g_autofree char *text = read_file (fixture);

  assert_stored (account, "hunter2");
  g_assert_nonnull (strstr (text, "Secret=keyring"));
  g_assert_null (strstr (text, "hunter2"));
}

static void
test_keep (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = save_shop (fixture);
  g_autoptr (OutpostAccount) draft = outpost_account_copy (base);
  g_autoptr (OutpostAccount) saved = NULL;

  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Renamed");
  saved = save_well (fixture, base, draft, NULL);
  assert_stored (saved, "hunter2");
}

/* Without a new password the old one is not used for the new server, and is
 * there again if the server is. */
static void
test_server_without_password (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = save_shop (fixture);
  g_autoptr (OutpostAccount) draft = outpost_account_copy (base);
  g_autoptr (OutpostAccount) moved = NULL;
  g_autoptr (OutpostAccount) back = NULL;

  outpost_account_set (draft, OUTPOST_FIELD_SERVER, "smtp.other.example");
  moved = save_well (fixture, base, draft, NULL);
  assert_state (moved, OUTPOST_SECRET_STATE_OTHER_SERVER);
  back = save_well (fixture, moved, base, NULL);
  assert_stored (back, "hunter2");
}

static void
test_server_with_password (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = save_shop (fixture);
  g_autoptr (OutpostAccount) draft = outpost_account_copy (base);
  g_autoptr (OutpostAccount) moved = NULL;

  outpost_account_set (draft, OUTPOST_FIELD_SERVER, "smtp.other.example");
  moved = save_well (fixture, base, draft, "new");
  assert_stored (moved, "new");
  assert_state (base, OUTPOST_SECRET_STATE_OTHER_SERVER);
  g_assert_cmpuint (count_entries ("shop"), ==, 1);
}

static void
test_no_sign_in (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = save_shop (fixture);
  g_autoptr (OutpostAccount) draft = outpost_account_copy (base);
  g_autoptr (OutpostAccount) saved = NULL;
  g_autoptr (GError) error = NULL;

  outpost_account_set (draft, OUTPOST_FIELD_SIGN_IN, "none");
  g_assert_null (save (fixture, base, draft, "typed", &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID);
  assert_stored (base, "hunter2");

  saved = save_well (fixture, base, draft, NULL);
  assert_state (saved, OUTPOST_SECRET_STATE_NOT_NEEDED);
  g_assert_cmpuint (count_entries ("shop"), ==, 0);
}

/* One login in two accounts; removing one leaves the other its password. */
static void
test_duplicate_then_remove (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (OutpostAccount) first = save_shop (fixture);
  g_autoptr (OutpostAccount) draft = outpost_account_duplicate (first);
  g_autoptr (OutpostAccount) second = save_well (fixture, NULL, draft, "second");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (outpost_account_get_id (second), ==, "shop-2");
  assert_stored (first, "hunter2");
  assert_stored (second, "second");

  g_assert_true (outpost_account_store_hide (fixture->store, "shop-2", &error));
  assert_stored (second, "second"); /* as long as Remove can be undone */
  g_assert_true (outpost_account_store_purge_sync (fixture->store, "shop-2", FALSE, NULL, &error));
  g_assert_no_error (error);
  assert_state (second, OUTPOST_SECRET_STATE_MISSING);
  assert_stored (first, "hunter2");
  g_assert_nonnull (outpost_account_store_find (fixture->store, "shop"));
}

static void
purged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean *done = user_data;

  *done = outpost_account_store_purge_finish (OUTPOST_ACCOUNT_STORE (source), result, &error);
  g_assert_no_error (error);
}

static void
test_purge_async (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (OutpostAccount) account = save_shop (fixture);
  gboolean done = FALSE;

  g_assert_true (outpost_account_store_hide (fixture->store, "shop", NULL));
  outpost_account_store_purge_async (fixture->store, "shop", FALSE, NULL, purged_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  assert_state (account, OUTPOST_SECRET_STATE_MISSING);
}

/* The password was typed for the server in the form: it is not stored for
 * another one that has got into the file since. */
static void
test_changed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = save_shop (fixture);
  g_autoptr (OutpostAccount) theirs = outpost_account_copy (base);
  g_autoptr (OutpostAccount) saved = NULL;
  g_autoptr (OutpostAccount) draft = outpost_account_copy (base);
  g_autoptr (GError) error = NULL;

  outpost_account_set (theirs, OUTPOST_FIELD_SERVER, "smtp.evil.example");
  saved = save_well (fixture, base, theirs, NULL);
  g_assert_null (save (fixture, base, draft, "typed", &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_CHANGED);
  assert_state (saved, OUTPOST_SECRET_STATE_OTHER_SERVER);
  assert_stored (base, "hunter2");
}

static void
test_forgets_refusal (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = save_shop (fixture);
  g_autoptr (OutpostAccount) saved = NULL;

  g_assert_true (outpost_account_state_set_refused (base, 1000, NULL));
  saved = save_well (fixture, base, base, "hunter3");
  g_assert_cmpint (outpost_account_state_get_refused (saved), ==, 0);
  outpost_account_state_forget ("shop");
}

/* Saves while nothing can be written: an old account keeps file and secret, of
 * a new one nothing is left. */
static void
assert_all_intact (Fixture        *fixture,
                   OutpostAccount *base,
                   const char     *text,
                   GError         *error)
{
  g_autofree char *now = read_file (fixture);

  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, ==, G_IO_ERROR);
  g_assert_null (strstr (error->message, "keyring"));
  g_assert_cmpstr (now, ==, text);
  assert_stored (base, "hunter2");
  g_assert_cmpuint (count_entries ("shop"), ==, 1);
  g_assert_cmpuint (count_entries ("shop-2"), ==, 0);
}

static void
assert_save_loses_nothing (Fixture        *fixture,
                           OutpostAccount *base,
                           void          (*begin) (Fixture *),
                           void          (*end) (Fixture *))
{
  g_autofree char *text = read_file (fixture);
  g_autoptr (OutpostAccount) renamed = outpost_account_copy (base);
  g_autoptr (OutpostAccount) moved = outpost_account_copy (base);
  g_autoptr (OutpostAccount) another = outpost_account_duplicate (base);
  OutpostAccount *const drafts[] = { renamed, moved, another };

  outpost_account_set (renamed, OUTPOST_FIELD_NAME, "Renamed");
  outpost_account_set (moved, OUTPOST_FIELD_SERVER, "smtp.other.example");
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *id = NULL;

    begin (fixture);
    id = save (fixture, drafts[i] == another ? NULL : base, drafts[i], "new", &error);
    end (fixture);
    g_assert_null (id);
    assert_all_intact (fixture, base, text, error);
  }
}

static void
limit_file_size (Fixture *fixture)
{
  const struct rlimit limit = { 0, RLIM_INFINITY };

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
unlimit_file_size (Fixture *fixture)
{
  const struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_file_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = save_shop (fixture);

  assert_save_loses_nothing (fixture, base, limit_file_size, unlimit_file_size);
}

static gboolean
mount_tiny (Fixture *fixture)
{
  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", fixture->folder, "tmpfs", 0, "size=16k,nr_inodes=16") != 0) {
    g_test_skip ("this computer does not allow mounting");
    return FALSE;
  }
  return TRUE;
}

static void
fill (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "filler", NULL);
  FILE *file = g_fopen (path, "a");

  while (fputc ('x', file) != EOF && fflush (file) == 0)
    ;
  fclose (file);
}

static void
drain (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "filler", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_disk_full (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;

  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  if (!mount_tiny (fixture))
    return;
  base = save_shop (fixture);
  assert_save_loses_nothing (fixture, base, fill, drain);
  g_assert_cmpint (umount2 (fixture->folder, MNT_DETACH), ==, 0);
}

static void
make_read_only (Fixture *fixture)
{
  g_assert_cmpint (mount (NULL, fixture->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
}

static void
make_writable (Fixture *fixture)
{
  g_assert_cmpint (mount (NULL, fixture->folder, NULL, MS_REMOUNT, NULL), ==, 0);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;

  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  if (!mount_tiny (fixture))
    return;
  base = save_shop (fixture);
  assert_save_loses_nothing (fixture, base, make_read_only, make_writable);
  g_assert_cmpint (umount2 (fixture->folder, MNT_DETACH), ==, 0);
}

static void
lock_keyring (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                 "org.freedesktop.Secret.Service", "Lock",
                                 g_variant_new_parsed ("([objectpath "
                                                       "'/org/freedesktop/secrets/collection/"
                                                       "login'],)"),
                                 NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  g_assert_nonnull (reply);
}

/* The last test: nothing here can unlock again. */
static void
test_locked (void)
{
  Fixture fixture = { 0 };
  g_autoptr (OutpostAccount) base = NULL;
  g_autoptr (OutpostAccount) renamed = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) purge_error = NULL;
  g_auto (GStrv) hidden = NULL;

  set_up (&fixture, NULL);
  base = save_shop (&fixture);
  renamed = outpost_account_copy (base);
  outpost_account_set (renamed, OUTPOST_FIELD_NAME, "Renamed");
  before = read_file (&fixture);
  lock_keyring ();

  g_assert_null (save (&fixture, base, renamed, "typed", &error));
  g_assert_error (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED);
  after = read_file (&fixture);
  g_assert_cmpstr (before, ==, after);

  /* Without a password to store there is nothing to ask the keyring for. */
  g_object_unref (save_well (&fixture, base, renamed, NULL));

  g_assert_true (outpost_account_store_hide (fixture.store, "shop", NULL));
  g_assert_false (outpost_account_store_purge_sync (fixture.store, "shop", FALSE, NULL,
                                                    &purge_error));
  g_assert_error (purge_error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED);
  hidden = outpost_account_store_get_hidden (fixture.store);
  g_assert_cmpstr (hidden[0], ==, "shop");

  g_object_unref (fixture.store);
  g_free (fixture.folder);
}

#define ADD(name, function) \
  g_test_add ("/save/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);

  ADD ("new", test_new);
  ADD ("keep", test_keep);
  ADD ("server-without-password", test_server_without_password);
  ADD ("server-with-password", test_server_with_password);
  ADD ("no-sign-in", test_no_sign_in);
  ADD ("duplicate-then-remove", test_duplicate_then_remove);
  ADD ("purge-async", test_purge_async);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("forgets-refusal", test_forgets_refusal);
  ADD ("file-limit", test_file_limit);
  ADD ("disk-full", test_disk_full);
  ADD ("read-only", test_read_only);
  g_test_add_func ("/save/locked", test_locked);

  return g_test_run ();
}
