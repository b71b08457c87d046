/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-test-tree.h"

#include <glib/gstdio.h>

/**
 * outpost_test_tree_remove:
 * @path: a file, or a folder with all that is in it
 *
 * Removes what a test has made.
 */
void
outpost_test_tree_remove (const char *path)
{
  GDir *folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    outpost_test_tree_remove (child);
  }
  g_clear_pointer (&folder, g_dir_close);
  g_assert_cmpint (g_remove (path), ==, 0);
}
