/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>
#include <gmodule.h>

#include "outpost-module.h"

static void
use_built (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "base", NULL);

  g_setenv ("OUTPOST_MODULEDIR", folder, TRUE);
}

static void
test_loaded (void)
{
  g_autoptr (GError) error = NULL;
  const int *table;

  use_built ();
  table = outpost_module_get ("test", &error);
  g_assert_no_error (error);
  g_assert_cmpint (*table, ==, 42);
  g_assert_true (outpost_module_get ("test", NULL) == table);
}

static void
assert_fails (const char *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (outpost_module_get (name, &error));
  g_assert_error (error, G_MODULE_ERROR, G_MODULE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_absent (void)
{
  use_built ();
  assert_fails ("absent");
  g_unsetenv ("OUTPOST_MODULEDIR");
  assert_fails ("test");
}

/* A library that is there and is not what its name says. */
static void
test_other (void)
{
  g_autofree char *folder = g_dir_make_tmp ("outpost-module-XXXXXX", NULL);
  g_autofree char *from = g_test_build_filename (G_TEST_BUILT, "base", "outpost-test.so", NULL);
  g_autofree char *other = g_build_filename (folder, "outpost-other.so", NULL);
  g_autofree char *broken = g_build_filename (folder, "outpost-broken.so", NULL);
  g_autofree char *octets = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &octets, &length, NULL));
  g_assert_true (g_file_set_contents (other, octets, (gssize) length, NULL));
  g_assert_true (g_file_set_contents (broken, octets, 100, NULL));
  g_setenv ("OUTPOST_MODULEDIR", folder, TRUE);
  assert_fails ("other");
  assert_fails ("broken");
  g_unlink (other);
  g_unlink (broken);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/module/loaded", test_loaded);
  g_test_add_func ("/module/absent", test_absent);
  g_test_add_func ("/module/other", test_other);

  return g_test_run ();
}
