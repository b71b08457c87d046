/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <string.h>

#include <glib/gstdio.h>

#define PIN "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static void
test_change (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;
  g_autoptr (OutpostAccount) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  store_fixture_write (fixture, "shop.conf",
                       "# mine\n[Account]\nServer=a.example\nFuture=1\nPort=465\n");
  outpost_account_store_reload (fixture->store);
  base = g_object_ref (outpost_account_store_find (fixture->store, "shop"));
  draft = outpost_account_copy (base);
  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Another Name");
  outpost_account_set (draft, OUTPOST_FIELD_PORT, "587");
  id = store_fixture_save (fixture, base, draft, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "shop"); /* Rename never changes it */
  store_fixture_assert_file (fixture, "shop.conf",
                             "# mine\n[Account]\nServer=a.example\nFuture=1\nPort=587\n"
                             "Name=Another Name\n");
  g_assert_cmpstr (fixture->changed->str, ==, "shop shop ");
}

/* Another process changes keys while the form is open: its keys stay, and where
 * both have changed one the form wins. */
static void
test_concurrent (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;
  g_autoptr (OutpostAccount) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  store_fixture_write (fixture, "shop.conf", "[Account]\nName=Shop\nServer=a.example\nPort=465\n");
  outpost_account_store_reload (fixture->store);
  base = g_object_ref (outpost_account_store_find (fixture->store, "shop"));
  draft = outpost_account_copy (base);
  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Ours");
  outpost_account_set (draft, OUTPOST_FIELD_EMAIL, "ours@a.example");

  store_fixture_write (fixture, "shop.conf",
                       "[Account]\nName=Theirs\nServer=b.example\nPort=465\nSenderName=Theirs\n"
                       "Future=2\n");
  id = store_fixture_save (fixture, base, draft, &error);
  g_assert_no_error (error);
  store_fixture_assert_file (fixture, "shop.conf",
                             "[Account]\nName=Ours\nServer=b.example\nPort=465\nSenderName=Theirs\n"
                             "Future=2\nEmail=ours@a.example\n");
}

/* A pin holds for the server it was taken from and for no other, whoever of the
 * two has changed the server. */
static void
test_concurrent_pin (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr (OutpostAccount) base = NULL;
  g_autoptr (OutpostAccount) pinned = NULL;
  g_autoptr (OutpostAccount) moved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  store_fixture_write (fixture, "shop.conf", "[Account]\nServer=a.example\nPort=465\n");
  outpost_account_store_reload (fixture->store);
  base = g_object_ref (outpost_account_store_find (fixture->store, "shop"));

  pinned = outpost_account_copy (base);
  outpost_account_set (pinned, OUTPOST_FIELD_PINNED_KEY, PIN);
  store_fixture_write (fixture, "shop.conf", "[Account]\nServer=b.example\nPort=465\n");
  first = store_fixture_save (fixture, base, pinned, &error);
  g_assert_no_error (error);
  store_fixture_assert_file (fixture, "shop.conf", "[Account]\nServer=b.example\nPort=465\n");

  moved = outpost_account_copy (base);
  outpost_account_set (moved, OUTPOST_FIELD_SERVER, "c.example");
  store_fixture_write (fixture, "shop.conf",
                       "[Account]\nServer=a.example\nPort=465\nPinnedKey=" PIN "\n");
  second = store_fixture_save (fixture, base, moved, &error);
  g_assert_no_error (error);
  store_fixture_assert_file (fixture, "shop.conf", "[Account]\nServer=c.example\nPort=465\n");
}

static void
test_removed_meanwhile (StoreFixture  *fixture,
                        gconstpointer  data)
{
  OutpostAccount *account = store_fixture_save_new (fixture, "Shop");
  g_autoptr (OutpostAccount) base = outpost_account_copy (account);
  g_autoptr (OutpostAccount) draft = outpost_account_copy (base);
  g_autofree char *path = g_build_filename (fixture->folder, "shop.conf", NULL);
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  outpost_account_set (draft, OUTPOST_FIELD_NAME, "Ours");
  g_assert_null (store_fixture_save (fixture, base, draft, &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What could not be read again is not written. */
static void
test_wrong_draft (StoreFixture  *fixture,
                  gconstpointer  data)
{
  OutpostAccount *account = store_fixture_save_new (fixture, "Shop");
  g_autoptr (OutpostAccount) draft = outpost_account_copy (account);
  g_autoptr (GError) error = NULL;

  outpost_account_set (draft, OUTPOST_FIELD_PORT, "465 587");
  g_assert_null (store_fixture_save (fixture, account, draft, &error));
  g_assert_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "SMTP port"));
  g_assert_cmpuint (outpost_account_get_port (outpost_account_store_find (fixture->store, "shop")),
                    ==, 465);
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
test_async (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostAccount) draft = store_fixture_draft (NULL, "Shop");
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

#define ADD(name, function) \
  g_test_add ("/store/" name, StoreFixture, NULL, store_fixture_set_up, function, \
              store_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  store_fixture_init (&argc, &argv);

  ADD ("change", test_change);
  ADD ("concurrent", test_concurrent);
  ADD ("concurrent-pin", test_concurrent_pin);
  ADD ("removed-meanwhile", test_removed_meanwhile);
  ADD ("wrong-draft", test_wrong_draft);
  ADD ("async", test_async);

  return store_fixture_run ();
}
