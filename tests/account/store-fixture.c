/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "outpost-test-tree.h"

static char *home;

static void
account_changed_cb (OutpostAccountStore *store,
                    const char          *id,
                    StoreFixture        *self)
{
  g_string_append_printf (self->changed, "%s ", id);
}

static void
items_changed_cb (StoreFixture *self)
{
  self->n_items_changed++;
}

void
store_fixture_init (int    *argc,
                    char ***argv)
{
  /* G_TEST_OPTION_ISOLATE_DIRS would do this and leak (GLib 2.74). */
  home = g_dir_make_tmp ("outpost-home-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (argc, argv, NULL);
}

int
store_fixture_run (void)
{
  int result = g_test_run ();

  outpost_test_tree_remove (home);
  g_free (home);
  return result;
}

void
store_fixture_set_up (StoreFixture  *self,
                      gconstpointer  unused)
{
  self->parent = g_dir_make_tmp ("outpost-store-XXXXXX", NULL);
  self->folder = g_build_filename (self->parent, "accounts", NULL);
  self->store = outpost_account_store_new (self->folder);
  self->changed = g_string_new (NULL);
  g_signal_connect (self->store, "account-changed", G_CALLBACK (account_changed_cb), self);
  g_signal_connect_swapped (self->store, "items-changed", G_CALLBACK (items_changed_cb), self);
}

void
store_fixture_tear_down (StoreFixture  *self,
                         gconstpointer  unused)
{
  g_assert_finalize_object (self->store);
  g_string_free (self->changed, TRUE);
  outpost_test_tree_remove (self->parent);
  g_free (self->folder);
  g_free (self->parent);
}

void
store_fixture_write (StoreFixture *self,
                     const char   *name,
                     const char   *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

void
store_fixture_assert_file (StoreFixture *self,
                           const char   *name,
                           const char   *expected)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, expected);
}

OutpostAccount *
store_fixture_draft (const char *id,
                     const char *name)
{
  OutpostAccount *draft = outpost_account_new (id);

  outpost_account_set (draft, OUTPOST_FIELD_NAME, name);
  outpost_account_set (draft, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  outpost_account_set (draft, OUTPOST_FIELD_PORT, "465");
  return draft;
}

char *
store_fixture_save (StoreFixture   *self,
                    OutpostAccount *base,
                    OutpostAccount *draft,
                    GError        **error)
{
  return outpost_account_store_save_sync (self->store, base, draft, NULL, FALSE, NULL, error);
}

OutpostAccount *
store_fixture_save_new (StoreFixture *self,
                        const char   *name)
{
  g_autoptr (OutpostAccount) draft = store_fixture_draft (NULL, name);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = store_fixture_save (self, NULL, draft, &error);

  g_assert_no_error (error);
  return outpost_account_store_find (self->store, id);
}
