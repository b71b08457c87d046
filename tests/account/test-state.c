/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <sys/stat.h>

#include <glib/gstdio.h>

#include "outpost-account-state.h"

static void
test_state (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostAccount) account = store_fixture_draft ("shop", "Shop");
  g_autoptr (OutpostAccount) draft = store_fixture_draft (NULL, "Shop");
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

int
main (int    argc,
      char **argv)
{
  store_fixture_init (&argc, &argv);

  g_test_add ("/store/state", StoreFixture, NULL, store_fixture_set_up, test_state,
              store_fixture_tear_down);

  return store_fixture_run ();
}
