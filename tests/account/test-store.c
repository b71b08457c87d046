/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "outpost-account-folder.h"
#include "outpost-account-state.h"

static void
test_empty (StoreFixture  *fixture,
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
test_new (StoreFixture  *fixture,
          gconstpointer  data)
{
  OutpostAccount *account = store_fixture_save_new (fixture, "Shop");
  struct stat info;

  g_assert_cmpstr (outpost_account_get_id (account), ==, "shop");
  g_assert_cmpstr (fixture->changed->str, ==, "shop ");
  g_assert_cmpuint (fixture->n_items_changed, ==, 1);
  store_fixture_assert_file (fixture, "shop.conf",
                             "[Account]\nName=Shop\nServer=smtp.shop.example\nPort=465\n"
                             "Security=tls\nSignIn=auto\nSecret=keyring\n");
  g_assert_cmpint (g_stat (fixture->folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0700);
}

static void
test_ids (StoreFixture  *fixture,
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
    OutpostAccount *account = store_fixture_save_new (fixture, names[i][0]);

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
test_taken (StoreFixture  *fixture,
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
  store_fixture_save_new (fixture, "Shop");
  store_fixture_save_new (fixture, "Gone");
  g_assert_true (outpost_account_store_hide (fixture->store, "gone", NULL));

  office = outpost_account_folder_make_id (folder, "Office");
  shop = outpost_account_folder_make_id (folder, "Shop");
  gone = outpost_account_folder_make_id (folder, "Gone");
  g_assert_cmpstr (office, ==, "office-2");
  g_assert_cmpstr (shop, ==, "shop-2");
  g_assert_cmpstr (gone, ==, "gone-2");
}

static void
test_own_id (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (OutpostAccount) draft = store_fixture_draft ("mine", "Shop");
  g_autoptr (OutpostAccount) bad = store_fixture_draft ("Not-An-Id", "Shop");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) taken = NULL;
  g_autoptr (GError) malformed = NULL;
  g_autofree char *id = store_fixture_save (fixture, NULL, draft, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "mine");
  g_assert_null (store_fixture_save (fixture, NULL, draft, &taken));
  g_assert_error (taken, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_ID_TAKEN);
  g_assert_null (store_fixture_save (fixture, NULL, bad, &malformed));
  g_assert_error (malformed, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID);
}

static void
test_sorted (StoreFixture  *fixture,
             gconstpointer  data)
{
  const char *const expected[] = { "Alpha", "beta", "Gamma" };

  store_fixture_save_new (fixture, "Gamma");
  store_fixture_save_new (fixture, "Alpha");
  store_fixture_save_new (fixture, "beta");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autoptr (OutpostAccount) account = g_list_model_get_item (G_LIST_MODEL (fixture->store), i);

    g_assert_cmpstr (outpost_account_get_title (account), ==, expected[i]);
  }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->store), 3));
}

/* Each broken file is shown beside those that can be read. */
static void
test_broken (StoreFixture  *fixture,
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
    store_fixture_write (fixture, files[i].name, files[i].text);
  store_fixture_write (fixture, "good.conf", "[Account]\nName=Good\n");
  store_fixture_write (fixture, "good.conf~", "hunter2");
  store_fixture_write (fixture, ".hidden.conf", "hunter2");
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
  store_fixture_write (fixture, "mode.conf", "[Account]\nSecurity=tls\n");
  outpost_account_store_reload (fixture->store);
  g_assert_cmpstr (fixture->changed->str, ==, "mode ");
  g_assert_nonnull (outpost_account_store_find (fixture->store, "mode"));
}

static void
test_same_object (StoreFixture  *fixture,
                  gconstpointer  data)
{
  OutpostAccount *alpha = store_fixture_save_new (fixture, "Alpha");
  OutpostAccount *beta = store_fixture_save_new (fixture, "Beta");

  fixture->n_items_changed = 0;
  g_string_truncate (fixture->changed, 0);
  outpost_account_store_reload (fixture->store);
  g_assert_cmpuint (fixture->n_items_changed, ==, 0);
  g_assert_cmpstr (fixture->changed->str, ==, "");
  g_assert_true (outpost_account_store_find (fixture->store, "alpha") == alpha);

  store_fixture_write (fixture, "alpha.conf", "[Account]\nName=Alpha 2\n");
  outpost_account_store_reload (fixture->store);
  g_assert_cmpuint (fixture->n_items_changed, ==, 1);
  g_assert_cmpstr (fixture->changed->str, ==, "alpha ");
  g_assert_true (outpost_account_store_find (fixture->store, "beta") == beta);
}

static void
wait_for_change (StoreFixture *fixture,
                 const char   *expected)
{
  while (!g_str_has_suffix (fixture->changed->str, expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->changed->str, ==, expected);
  g_string_truncate (fixture->changed, 0);
}

static void
test_watch (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostAccount) draft = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "shop.conf", NULL);
  g_autofree char *id = NULL;

  store_fixture_save_new (fixture, "Other");
  g_string_truncate (fixture->changed, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ; /* begins to watch */

  store_fixture_write (fixture, "shop.conf", "[Account]\nName=Theirs\n");
  wait_for_change (fixture, "shop ");
  store_fixture_write (fixture, "shop.conf", "[Account]\nName=Theirs\nPort=25\n");
  wait_for_change (fixture, "shop ");

  /* Of its own save it tells once, not once more for each event of the folder:
   * what the other program does next is the next thing told. */
  draft = store_fixture_draft (NULL, "Own");
  id = store_fixture_save (fixture, NULL, draft, NULL);
  wait_for_change (fixture, "own ");
  g_unlink (path);
  wait_for_change (fixture, "shop ");
}

static void
test_default (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->parent, "outpost.conf", NULL);
  g_autofree char *only = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  store_fixture_save_new (fixture, "Alpha");
  only = outpost_account_store_dup_default (fixture->store);
  g_assert_cmpstr (only, ==, "alpha");
  store_fixture_save_new (fixture, "Beta");
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
  store_fixture_save_new (fixture, "Gamma");
  g_assert_null (outpost_account_store_dup_default (fixture->store));
}

/* What was to go through an account whose file is broken goes through no other. */
static void
test_default_broken (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autofree char *only = NULL;
  g_autoptr (GError) error = NULL;

  store_fixture_save_new (fixture, "Alpha");
  store_fixture_write (fixture, "beta.conf", "[Account]\nPort=x\n");
  outpost_account_store_reload (fixture->store);
  g_assert_null (outpost_account_store_dup_default (fixture->store));

  store_fixture_write (fixture, "beta.conf", "[Account]\nPort=25\n");
  outpost_account_store_reload (fixture->store);
  g_assert_true (outpost_account_store_set_default (fixture->store, "beta", &error));
  g_assert_no_error (error);
  store_fixture_write (fixture, "beta.conf", "[Account]\nPort=x\n");
  outpost_account_store_reload (fixture->store);
  g_assert_null (outpost_account_store_dup_default (fixture->store));
}

static void
test_hide (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAccount) hidden_account = NULL;
  g_auto (GStrv) hidden = NULL;
  g_auto (GStrv) none = NULL;

  store_fixture_save_new (fixture, "Shop");
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
test_unhide_taken (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  store_fixture_save_new (fixture, "Shop");
  g_assert_true (outpost_account_store_hide (fixture->store, "shop", NULL));
  store_fixture_write (fixture, "shop.conf", "[Account]\nName=Theirs\n");
  g_assert_false (outpost_account_store_unhide (fixture->store, "shop", &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_ID_TAKEN);
  store_fixture_assert_file (fixture, "shop.conf", "[Account]\nName=Theirs\n");
}

/* There is no keyring here: an account must be removable all the same. */
static void
test_purge (StoreFixture  *fixture,
            gconstpointer  data)
{
  OutpostAccount *account = store_fixture_save_new (fixture, "Shop");
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
  g_test_add ("/store/" name, StoreFixture, NULL, store_fixture_set_up, function, \
              store_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  store_fixture_init (&argc, &argv);

  ADD ("empty", test_empty);
  ADD ("new", test_new);
  ADD ("ids", test_ids);
  g_test_add_func ("/store/well-formed", test_well_formed);
  ADD ("taken", test_taken);
  ADD ("own-id", test_own_id);
  ADD ("sorted", test_sorted);
  ADD ("broken", test_broken);
  ADD ("same-object", test_same_object);
  ADD ("watch", test_watch);
  ADD ("default", test_default);
  ADD ("default-broken", test_default_broken);
  ADD ("hide", test_hide);
  ADD ("unhide-taken", test_unhide_taken);
  ADD ("purge", test_purge);
  g_test_add_func ("/store/own-folder", test_own_folder);

  return store_fixture_run ();
}
