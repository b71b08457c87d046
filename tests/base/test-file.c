/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "outpost-file.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("outpost-file-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
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
assert_contents (Fixture    *fixture,
                 const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (outpost_file_replace (fixture->path, "old", 3, &error));
  g_assert_true (outpost_file_replace (fixture->path, "newer", 5, &error));
  g_assert_no_error (error);
  assert_contents (fixture, "newer");
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* A full disk: the write goes wrong half-way, the old file stays whole. */
static void
test_disk_full (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *large = g_strnfill (8192, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit small = { 4096, 4096 };

  g_assert_true (outpost_file_replace (fixture->path, "old", 3, &error));
  if (g_test_subprocess ()) {
    signal (SIGXFSZ, SIG_IGN);
    setrlimit (RLIMIT_FSIZE, &small);
    g_assert_false (outpost_file_replace (fixture->path, large, 8192, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
    assert_contents (fixture, "old");
    g_assert_cmpuint (count_files (fixture), ==, 1);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_folder_missing (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (outpost_file_replace (path, "x", 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (outpost_file_replace (fixture->path, "x", 1, &error));
  g_assert_true (outpost_file_remove (fixture->path, &error));
  g_assert_true (outpost_file_remove (fixture->path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_lock (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  int first = outpost_file_lock (fixture->path, &error);
  int second = open (fixture->path, O_RDWR | O_CLOEXEC);

  g_assert_no_error (error);
  g_assert_cmpint (flock (second, LOCK_EX | LOCK_NB), ==, -1);
  close (first);
  g_assert_cmpint (flock (second, LOCK_EX | LOCK_NB), ==, 0);
  close (second);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/file/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/file/disk-full", Fixture, NULL, set_up, test_disk_full, tear_down);
  g_test_add ("/file/folder-missing", Fixture, NULL, set_up, test_folder_missing, tear_down);
  g_test_add ("/file/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/file/lock", Fixture, NULL, set_up, test_lock, tear_down);

  return g_test_run ();
}
