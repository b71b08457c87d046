/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "outpost-account-folder.h"
#include "outpost-account-state.h"
#include "outpost-account-store.h"

#define PIN "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

typedef struct {
  char                *parent;
  char                *folder;
  OutpostAccountStore *store;
  GString             *changed;  /* the ids that account-changed told of */
  guint                n_items_changed;
} Fixture;

static void
account_changed_cb (OutpostAccountStore *store,
                    const char          *id,
                    Fixture             *fixture)
{
  g_string_append_printf (fixture->changed, "%s ", id);
}

static void
items_changed_cb (Fixture *fixture)
{
  fixture->n_items_changed++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->parent = g_dir_make_tmp ("outpost-store-XXXXXX", NULL);
  fixture->folder = g_build_filename (fixture->parent, "accounts", NULL);
  fixture->store = outpost_account_store_new (fixture->folder);
  fixture->changed = g_string_new (NULL);
  g_signal_connect (fixture->store, "account-changed", G_CALLBACK (account_changed_cb), fixture);
  g_signal_connect_swapped (fixture->store, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_clear_pointer (&dir, g_dir_close);
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->store);
  g_string_free (fixture->changed, TRUE);
  remove_tree (fixture->parent);
  g_free (fixture->folder);
  g_free (fixture->parent);
}

/* As another program would. */
static void
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
assert_file (Fixture    *fixture,
             const char *name,
             const char *expected)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static OutpostAccount *
make_draft (const char *id,
            const char *name)
{
  OutpostAccount *draft = outpost_account_new (id);

  outpost_account_set (draft, OUTPOST_FIELD_NAME, name);
  outpost_account_set (draft, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  outpost_account_set (draft, OUTPOST_FIELD_PORT, "465");
  return draft;
}

static char *
save (Fixture        *fixture,
      OutpostAccount *base,
      OutpostAccount *draft,
      GError        **error)
{
  return outpost_account_store_save_sync (fixture->store, base, draft, NULL, FALSE, NULL, error);
}

static OutpostAccount *
save_new (Fixture    *fixture,
          const char *name)
{
  g_autoptr (OutpostAccount) draft = make_draft (NULL, name);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = save (fixture, NULL, draft, &error);

  g_assert_no_error (error);
  return outpost_account_store_find (fixture->store, id);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_auto (GStrv) hidden = outpost_account_store_get_hidden (fixture->store);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, 0);
  g_assert_cmpuint (g_strv_length (hidden), ==, 0);
  g_assert_null (outpost_account_store_find (fixture->store, "shop"));
  g_assert_null (outpost_account_store_dup_default (fixture->store));
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  OutpostAccount *account = save_new (fixture, "Shop");
  struct stat info;

  g_assert_cmpstr (outpost_account_get_id (account), ==, "shop");
  g_assert_cmpstr (fixture->changed->str, ==, "shop ");
  g_assert_cmpuint (fixture->n_items_changed, ==, 1);
  assert_file (fixture, "shop.conf",
               "[Account]\nName=Shop\nServer=smtp.shop.example\nPort=465\nSecurity=tls\n"
               "SignIn=auto\nSecret=keyring\n");
  g_assert_cmpint (g_stat (fixture->folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0700);
}

static void
test_ids (Fixture       *fixture,
          gconstpointer  data)
{
  const char *const names[][2] = {
    { "Shop", "shop" },
    { "shop", "shop-2" },
    { "  The Shop & Söhne! ", "the-shop-sohne" },
    { "--x", "x" },
    { "世界", "account" },
    { "世界", "account-2" },
    { "../../etc/passwd", "etc-passwd" },
    { "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg-h",
      "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg" },
    { "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg",
      "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg-2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    OutpostAccount *account = save_new (fixture, names[i][0]);

    g_assert_cmpstr (outpost_account_get_id (account), ==, names[i][1]);
    g_assert_true (outpost_account_id_is_well_formed (names[i][1]));
  }
}

static void
test_well_formed (void)
{
  const char *const no_ids[] = { "", "-a", "A", "a.b", "a/b", "ü", "a_b", " a",
                                 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg" };

  for (guint i = 0; i < G_N_ELEMENTS (no_ids); i++)
    g_assert_false (outpost_account_id_is_well_formed (no_ids[i]));
  g_assert_true (outpost_account_id_is_well_formed ("0-"));
}

/* An id is taken by either folder, and by an account that may come back. */
static void
test_taken (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *admin = g_build_filename (fixture->parent, "admin", NULL);
  g_autofree char *admin_file = g_build_filename (admin, "office.conf", NULL);
  g_autoptr (OutpostAccountFolder) folder = outpost_account_folder_new (fixture->folder, admin);
  g_autofree char *office = NULL;
  g_autofree char *shop = NULL;
  g_autofree char *gone = NULL;

  g_assert_cmpint (g_mkdir_with_parents (admin, 0700), ==, 0);
  g_assert_true (g_file_set_contents (admin_file, "[Account]\n", -1, NULL));
  save_new (fixture, "Shop");
  save_new (fixture, "Gone");
  g_assert_true (outpost_account_store_hide (fixture->store, "gone", NULL));

  office = outpost_account_folder_make_id (folder, "Office");
  shop = outpost_account_folder_make_id (folder, "Shop");
  gone = outpost_account_folder_make_id (folder, "Gone");
  g_assert_cmpstr (office, ==, "office-2");
  g_assert_cmpstr (shop, ==, "shop-2");
  g_assert_cmpstr (gone, ==, "gone-2");
}

static void
test_own_id (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (OutpostAccount) draft = make_draft ("mine", "Shop");
  g_autoptr (OutpostAccount) bad = make_draft ("Not-An-Id", "Shop");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) taken = NULL;
  g_autoptr (GError) malformed = NULL;
  g_autofree char *id = save (fixture, NULL, draft, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "mine");
  g_assert_null (save (fixture, NULL, draft, &taken));
  g_assert_error (taken, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_ID_TAKEN);
  g_assert_null (save (fixture, NULL, bad, &malformed));
  g_assert_error (malformed, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID);
}

static void
test_sorted (Fixture       *fixture,
             gconstpointer  data)
{
  const char *const expected[] = { "Alpha", "beta", "Gamma" };

  save_new (fixture, "Gamma");
  save_new (fixture, "Alpha");
  save_new (fixture, "beta");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autoptr (OutpostAccount) account = g_list_model_get_item (G_LIST_MODEL (fixture->store), i);

    g_assert_cmpstr (outpost_account_get_title (account), ==, expected[i]);
  }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->store), 3));
}

static void
test_change (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;
  g_autoptr (OutpostAccount) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  write_file (fixture, "shop.conf", "# mine\n[Account]\nServer=a.example\nFuture=1\nPort=465\n");
  outpost_account_store_reload (fixture->store);
  base = g_object_ref (outpost_account_store_find (fixture->store, "shop"));
  draft = outpost_account_copy (base);
  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Another Name");
  outpost_account_set (draft, OUTPOST_FIELD_PORT, "587");
  id = save (fixture, base, draft, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "shop"); /* Rename never changes it */
  assert_file (fixture, "shop.conf",
               "# mine\n[Account]\nServer=a.example\nFuture=1\nPort=587\nName=Another Name\n");
  g_assert_cmpstr (fixture->changed->str, ==, "shop shop ");
}

/* Another process changes keys while the form is open: its keys stay, and where
 * both have changed one the form wins. */
static void
test_concurrent (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;
  g_autoptr (OutpostAccount) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  write_file (fixture, "shop.conf", "[Account]\nName=Shop\nServer=a.example\nPort=465\n");
  outpost_account_store_reload (fixture->store);
  base = g_object_ref (outpost_account_store_find (fixture->store, "shop"));
  draft = outpost_account_copy (base);
  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Ours");
  outpost_account_set (draft, OUTPOST_FIELD_EMAIL, "ours@a.example");

  write_file (fixture, "shop.conf",
              "[Account]\nName=Theirs\nServer=b.example\nPort=465\nSenderName=Theirs\nFuture=2\n");
  id = save (fixture, base, draft, &error);
  g_assert_no_error (error);
  assert_file (fixture, "shop.conf",
               "[Account]\nName=Ours\nServer=b.example\nPort=465\nSenderName=Theirs\nFuture=2\n"
               "Email=ours@a.example\n");
}

/* A pin holds for the server it was taken from and for no other, whoever of the
 * two has changed the server. */
static void
test_concurrent_pin (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;
  g_autoptr (OutpostAccount) pinned = NULL;
  g_autoptr (OutpostAccount) moved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  write_file (fixture, "shop.conf", "[Account]\nServer=a.example\nPort=465\n");
  outpost_account_store_reload (fixture->store);
  base = g_object_ref (outpost_account_store_find (fixture->store, "shop"));

  pinned = outpost_account_copy (base);
  outpost_account_set (pinned, OUTPOST_FIELD_PINNED_KEY, PIN);
  write_file (fixture, "shop.conf", "[Account]\nServer=b.example\nPort=465\n");
  first = save (fixture, base, pinned, &error);
  g_assert_no_error (error);
  assert_file (fixture, "shop.conf", "[Account]\nServer=b.example\nPort=465\n");

  moved = outpost_account_copy (base);
  outpost_account_set (moved, OUTPOST_FIELD_SERVER, "c.example");
  write_file (fixture, "shop.conf", "[Account]\nServer=a.example\nPort=465\nPinnedKey=" PIN "\n");
  second = save (fixture, base, moved, &error);
  g_assert_no_error (error);
  assert_file (fixture, "shop.conf", "[Account]\nServer=c.example\nPort=465\n");
}

static void
test_removed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  OutpostAccount *account = save_new (fixture, "Shop");
  g_autoptr (OutpostAccount) base = outpost_account_copy (account);
  g_autoptr (OutpostAccount) draft = outpost_account_copy (base);
  g_autofree char *path = g_build_filename (fixture->folder, "shop.conf", NULL);
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Ours");
  g_assert_null (save (fixture, base, draft, &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What could not be read again is not written. */
static void
test_wrong_draft (Fixture       *fixture,
                  gconstpointer  data)
{
  OutpostAccount *account = save_new (fixture, "Shop");
  g_autoptr (OutpostAccount) draft = outpost_account_copy (account);
  g_autoptr (GError) error = NULL;

  outpost_account_set (draft, OUTPOST_FIELD_PORT, "465 587");
  g_assert_null (save (fixture, account, draft, &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "SMTP port"));
  g_assert_cmpuint (outpost_account_get_port (outpost_account_store_find (fixture->store, "shop")),
                    ==, 465);
}

/* Each broken file is shown beside those that can be read. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  const struct {
    const char *name;
    const char *text;
    const char *place;
  } files[] = {
    { "line.conf", "[Account]\nName=x\nhunter2\n", "line 3" },
    { "mode.conf", "[Account]\nSecurity=ssl\n", "Security" },
    { "twice.conf", "[Account]\n[Account]\n", "line 2" },
    { "type.conf", "[Account]\nPort=hunter2\n", "Port" },
    { "UPPER.conf", "[Account]\n", "UPPER.conf" },
  };
  GPtrArray *broken;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    write_file (fixture, files[i].name, files[i].text);
  write_file (fixture, "good.conf", "[Account]\nName=Good\n");
  write_file (fixture, "good.conf~", "hunter2");
  write_file (fixture, ".hidden.conf", "hunter2");
  outpost_account_store_reload (fixture->store);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, 1);
  g_assert_nonnull (outpost_account_store_find (fixture->store, "good"));
  broken = outpost_account_store_get_broken (fixture->store);
  g_assert_cmpuint (broken->len, ==, G_N_ELEMENTS (files));
  for (guint i = 0; i < broken->len; i++) {
    OutpostBrokenAccount *fault = g_ptr_array_index (broken, i);
    guint n = 0;

    while (!g_str_has_suffix (fault->path, files[n].name))
      n++;
    g_assert_nonnull (strstr (fault->error->message, fault->path));
    g_assert_nonnull (strstr (fault->error->message, files[n].place));
    g_assert_null (strstr (fault->error->message, "hunter2"));
  }

  /* Mended, it is an account like the others. */
  g_string_truncate (fixture->changed, 0);
  write_file (fixture, "mode.conf", "[Account]\nSecurity=tls\n");
  outpost_account_store_reload (fixture->store);
  g_assert_cmpstr (fixture->changed->str, ==, "mode ");
  g_assert_nonnull (outpost_account_store_find (fixture->store, "mode"));
}

static void
test_same_object (Fixture       *fixture,
                  gconstpointer  data)
{
  OutpostAccount *alpha = save_new (fixture, "Alpha");
  OutpostAccount *beta = save_new (fixture, "Beta");

  fixture->n_items_changed = 0;
  g_string_truncate (fixture->changed, 0);
  outpost_account_store_reload (fixture->store);
  g_assert_cmpuint (fixture->n_items_changed, ==, 0);
  g_assert_cmpstr (fixture->changed->str, ==, "");
  g_assert_true (outpost_account_store_find (fixture->store, "alpha") == alpha);

  write_file (fixture, "alpha.conf", "[Account]\nName=Alpha 2\n");
  outpost_account_store_reload (fixture->store);
  g_assert_cmpuint (fixture->n_items_changed, ==, 1);
  g_assert_cmpstr (fixture->changed->str, ==, "alpha ");
  g_assert_true (outpost_account_store_find (fixture->store, "beta") == beta);
}

static void
wait_for_change (Fixture    *fixture,
                 const char *expected)
{
  while (!g_str_has_suffix (fixture->changed->str, expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->changed->str, ==, expected);
  g_string_truncate (fixture->changed, 0);
}

static void
test_watch (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostAccount) draft = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "shop.conf", NULL);
  g_autofree char *id = NULL;

  save_new (fixture, "Other");
  g_string_truncate (fixture->changed, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ; /* begins to watch */

  write_file (fixture, "shop.conf", "[Account]\nName=Theirs\n");
  wait_for_change (fixture, "shop ");
  write_file (fixture, "shop.conf", "[Account]\nName=Theirs\nPort=25\n");
  wait_for_change (fixture, "shop ");

  /* Of its own save it tells once, not once more for each event of the folder:
   * what the other program does next is the next thing told. */
  draft = make_draft (NULL, "Own");
  id = save (fixture, NULL, draft, NULL);
  wait_for_change (fixture, "own ");
  g_unlink (path);
  wait_for_change (fixture, "shop ");
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  char **id = user_data;

  *id = outpost_account_store_save_finish (OUTPOST_ACCOUNT_STORE (source), result, &error);
  g_assert_no_error (error);
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostAccount) draft = make_draft (NULL, "Shop");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *id = NULL;

  outpost_account_store_save_async (fixture->store, NULL, draft, NULL, FALSE, cancellable, saved_cb,
                                    &id);
  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Changed since");
  g_cancellable_cancel (cancellable); /* what is saved is saved */
  while (id == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (id, ==, "shop");
  g_assert_cmpstr (outpost_account_get_title (outpost_account_store_find (fixture->store, "shop")),
                   ==, "Shop");
}

static void
test_default (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->parent, "outpost.conf", NULL);
  g_autofree char *only = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  save_new (fixture, "Alpha");
  only = outpost_account_store_dup_default (fixture->store);
  g_assert_cmpstr (only, ==, "alpha");
  save_new (fixture, "Beta");
  g_assert_null (outpost_account_store_dup_default (fixture->store));

  g_assert_true (g_file_set_contents (path, "# mine\n[Other]\na=1\n", -1, NULL));
  g_assert_true (outpost_account_store_set_default (fixture->store, "beta", &error));
  g_assert_no_error (error);
  chosen = outpost_account_store_dup_default (fixture->store);
  g_assert_cmpstr (chosen, ==, "beta");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "# mine\n[Other]\na=1\n\n[Outpost]\nDefaultAccount=beta\n");

  g_assert_false (outpost_account_store_set_default (fixture->store, "gamma", &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_NOT_FOUND);
  g_assert_true (outpost_account_store_hide (fixture->store, "beta", NULL));
  save_new (fixture, "Gamma");
  g_assert_null (outpost_account_store_dup_default (fixture->store));
}

/* What was to go through an account whose file is broken goes through no other. */
static void
test_default_broken (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *only = NULL;
  g_autoptr (GError) error = NULL;

  save_new (fixture, "Alpha");
  write_file (fixture, "beta.conf", "[Account]\nPort=x\n");
  outpost_account_store_reload (fixture->store);
  g_assert_null (outpost_account_store_dup_default (fixture->store));

  write_file (fixture, "beta.conf", "[Account]\nPort=25\n");
  outpost_account_store_reload (fixture->store);
  g_assert_true (outpost_account_store_set_default (fixture->store, "beta", &error));
  g_assert_no_error (error);
  write_file (fixture, "beta.conf", "[Account]\nPort=x\n");
  outpost_account_store_reload (fixture->store);
  g_assert_null (outpost_account_store_dup_default (fixture->store));
}

static void
test_hide (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAccount) hidden_account = NULL;
  g_auto (GStrv) hidden = NULL;
  g_auto (GStrv) none = NULL;

  save_new (fixture, "Shop");
  g_assert_true (outpost_account_store_hide (fixture->store, "shop", &error));
  g_assert_no_error (error);
  g_assert_null (outpost_account_store_find (fixture->store, "shop"));
  hidden = outpost_account_store_get_hidden (fixture->store);
  g_assert_cmpstr (hidden[0], ==, "shop");
  g_assert_null (hidden[1]);
  hidden_account = outpost_account_store_load_hidden (fixture->store, "shop", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (outpost_account_get_title (hidden_account), ==, "Shop");

  g_assert_true (outpost_account_store_unhide (fixture->store, "shop", &error));
  g_assert_no_error (error);
  g_assert_nonnull (outpost_account_store_find (fixture->store, "shop"));
  none = outpost_account_store_get_hidden (fixture->store);
  g_assert_null (none[0]);

  g_assert_false (outpost_account_store_hide (fixture->store, "nobody", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_unhide_taken (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  save_new (fixture, "Shop");
  g_assert_true (outpost_account_store_hide (fixture->store, "shop", NULL));
  write_file (fixture, "shop.conf", "[Account]\nName=Theirs\n");
  g_assert_false (outpost_account_store_unhide (fixture->store, "shop", &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_ID_TAKEN);
  assert_file (fixture, "shop.conf", "[Account]\nName=Theirs\n");
}

/* There is no keyring here: an account must be removable all the same. */
static void
test_purge (Fixture       *fixture,
            gconstpointer  data)
{
  OutpostAccount *account = save_new (fixture, "Shop");
  g_autoptr (OutpostAccount) copy = outpost_account_copy (account);
  g_auto (GStrv) hidden = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (outpost_account_state_set_passed (copy, 1000, NULL, &error));
  g_assert_true (outpost_account_store_hide (fixture->store, "shop", NULL));
  g_assert_true (outpost_account_store_purge_sync (fixture->store, "shop", FALSE, NULL, &error));
  g_assert_no_error (error);
  hidden = outpost_account_store_get_hidden (fixture->store);
  g_assert_null (hidden[0]);
  g_assert_cmpint (outpost_account_state_get_passed (copy), ==, 0);
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostAccount) account = make_draft ("shop", "Shop");
  g_autoptr (OutpostAccount) draft = make_draft (NULL, "Shop");
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "outpost", "accounts",
                                            "shop.conf", NULL);
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "outpost", NULL);
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_cmpint (outpost_account_state_get_passed (account), ==, 0);
  g_assert_true (outpost_account_state_set_passed (account, 1000, NULL, &error));
  g_assert_true (outpost_account_state_set_refused (account, 2000, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outpost_account_state_get_passed (account), ==, 1000);
  g_assert_cmpint (outpost_account_state_get_refused (account), ==, 2000);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0700);

  outpost_account_set (account, OUTPOST_FIELD_SENDER_NAME, "Another");
  g_assert_cmpint (outpost_account_state_get_passed (account), ==, 0);
  g_assert_cmpint (outpost_account_state_get_refused (account), ==, 0);
  outpost_account_set (account, OUTPOST_FIELD_SENDER_NAME, NULL);
  g_assert_true (outpost_account_state_set_refused (account, 0, &error));
  g_assert_cmpint (outpost_account_state_get_refused (account), ==, 0);
  g_assert_cmpint (outpost_account_state_get_passed (account), ==, 1000);

  g_assert_true (g_file_set_contents (path, "garbage", -1, NULL));
  g_assert_cmpint (outpost_account_state_get_passed (account), ==, 0);
  g_assert_true (outpost_account_state_set_passed (account, 3000, NULL, &error));
  g_assert_cmpint (outpost_account_state_get_passed (account), ==, 3000);
  outpost_account_state_forget ("shop");
  g_assert_cmpint (outpost_account_state_get_passed (account), ==, 0);
  outpost_account_state_forget ("shop");

  g_assert_true (outpost_account_state_set_passed (draft, 1000, NULL, &error));
  g_assert_cmpint (outpost_account_state_get_passed (draft), ==, 0);
}

static void
test_own_folder (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "outpost", "accounts", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.conf", NULL);
  g_autoptr (OutpostAccountStore) store = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "[Account]\n", -1, NULL));
  store = outpost_account_store_new (NULL);
  g_assert_nonnull (outpost_account_store_find (store, "mine"));
}

#define ADD(name, function) \
  g_test_add ("/store/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  /* G_TEST_OPTION_ISOLATE_DIRS would do this and leak (GLib 2.74). */
  g_autofree char *home = g_dir_make_tmp ("outpost-home-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD ("empty", test_empty);
  ADD ("new", test_new);
  ADD ("ids", test_ids);
  g_test_add_func ("/store/well-formed", test_well_formed);
  ADD ("taken", test_taken);
  ADD ("own-id", test_own_id);
  ADD ("sorted", test_sorted);
  ADD ("change", test_change);
  ADD ("concurrent", test_concurrent);
  ADD ("concurrent-pin", test_concurrent_pin);
  ADD ("removed-meanwhile", test_removed_meanwhile);
  ADD ("wrong-draft", test_wrong_draft);
  ADD ("broken", test_broken);
  ADD ("same-object", test_same_object);
  ADD ("watch", test_watch);
  ADD ("async", test_async);
  ADD ("default", test_default);
  ADD ("default-broken", test_default_broken);
  ADD ("hide", test_hide);
  ADD ("unhide-taken", test_unhide_taken);
  ADD ("purge", test_purge);
  ADD ("state", test_state);
  g_test_add_func ("/store/own-folder", test_own_folder);

  result = g_test_run ();
  remove_tree (home);
  return result;
}
