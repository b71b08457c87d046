/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static gboolean
fail (const char  *path,
      int          code,
      GError     **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: a file name and the system's reason */
               _("“%s” cannot be written: %s."), path, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int         fd,
           const char *contents,
           gsize       length)
{
  while (length > 0) {
    ssize_t n = write (fd, contents, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    contents += n;
    length -= (gsize) n;
  }
  return TRUE;
}

static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done;
  int code;

  if (fd < 0)
    return FALSE;
  done = fsync (fd) == 0;
  code = errno;
  close (fd);
  errno = code;
  return done;
}

/* Returns 0 or the errno of what went wrong. */
static int
fill_temporary (const char *path,
                const char *contents,
                gsize       length)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  int code = 0;

  if (fd < 0)
    return errno;
  if (!write_all (fd, contents, length) || fsync (fd) != 0)
    code = errno;
  if (close (fd) != 0 && code == 0)
    code = errno;
  return code;
}

/**
 * outpost_file_replace:
 * @path: (type filename): the file
 * @contents: (array length=length): what it is to hold
 * @length: size of @contents in octets
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Replaces the file as a whole, mode 0600: a temporary file beside it, fsync,
 * rename, fsync of the folder. Whatever happens the file holds either the old
 * contents or the new.
 *
 * Returns: whether the new contents are on disk
 */
gboolean
outpost_file_replace (const char  *path,
                      const char  *contents,
                      gsize        length,
                      GError     **error)
{
  g_autofree char *temporary = NULL;
  int code;

  g_return_val_if_fail (path != NULL && contents != NULL, FALSE);

  temporary = g_strdup_printf ("%s.%08x.tmp", path, g_random_int ());
  code = fill_temporary (temporary, contents, length);
  if (code == 0 && g_rename (temporary, path) != 0)
    code = errno;
  if (code != 0) {
    if (code != EEXIST)
      g_unlink (temporary);
    return fail (path, code, error);
  }
  if (!sync_folder_of (path))
    return fail (path, errno, error);
  return TRUE;
}

/**
 * outpost_file_lock:
 * @path: (type filename): a lock file, made if it is missing and left in place
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Waits for the exclusive lock on the file. The kernel drops it when the
 * descriptor is closed, also when the process dies.
 *
 * Returns: a descriptor to close(2), or -1
 */
int
outpost_file_lock (const char  *path,
                   GError     **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  int code;

  if (fd < 0) {
    fail (path, errno, error);
    return -1;
  }
  while (flock (fd, LOCK_EX) != 0) {
    if (errno == EINTR)
      continue;
    code = errno;
    close (fd);
    fail (path, code, error);
    return -1;
  }
  return fd;
}

/**
 * outpost_file_remove:
 * @path: (type filename): the file
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Removes the file for good: its folder is synced. A file that is not there
 * counts as removed.
 *
 * Returns: whether it is gone
 */
gboolean
outpost_file_remove (const char  *path,
                     GError     **error)
{
  int code;

  if (g_unlink (path) != 0 && errno != ENOENT) {
    code = errno;
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 /* Translators: a file name and the system's reason */
                 _("“%s” cannot be removed: %s."), path, g_strerror (code));
    return FALSE;
  }
  return sync_folder_of (path) || fail (path, errno, error);
}
