/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "outpost-printable.h"

/* Returns the number of octets read, or -1 with errno set. */
static gssize
read_all (int   fd,
          char *data,
          gsize size)
{
  gsize used = 0;

  while (used < size) {
    ssize_t n = read (fd, data + used, size - used);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    used += (gsize) n;
  }
  return (gssize) used;
}

/**
 * outpost_file_read:
 * @path: (type filename): a regular file
 * @max_octets: how long it may be
 * @length: (out): return location for its length in octets
 * @others_may_write: (out): return location for whether it belongs to neither the
 *   effective user nor root, or group or others may write to it
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Reads a file. Not g_file_get_contents(): a pipe in its place would hold the
 * caller for ever.
 *
 * Returns: (transfer full): its octets, not ended by a NUL, or %NULL
 */
char *
outpost_file_read (const char  *path,
                   gsize        max_octets,
                   gsize       *length,
                   gboolean    *others_may_write,
                   GError     **error)
{
  g_autofree char *data = g_malloc (max_octets + 1);
  g_autofree char *shown = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info = { 0 };
  gssize used = 0;
  int code = 0;

  if (fd < 0 || fstat (fd, &info) != 0)
    code = errno;
  else if (!S_ISREG (info.st_mode))
    code = EINVAL;
  else if ((used = read_all (fd, data, max_octets + 1)) < 0)
    code = errno;
  else if ((gsize) used > max_octets)
    code = EFBIG;

  if (fd >= 0)
    close (fd);
  *length = (gsize) MAX (used, 0);
  *others_may_write = (info.st_uid != geteuid () && info.st_uid != 0) ||
                      (info.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (code == 0)
    return g_steal_pointer (&data);

  shown = outpost_printable_isolate (path);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: a file name and the system's reason */
               _("“%s” cannot be read: %s."), shown, g_strerror (code));
  return NULL;
}

static gboolean
fail (const char  *path,
      int          code,
      GError     **error)
{
  g_autofree char *shown = outpost_printable_isolate (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: a file name and the system's reason */
               _("“%s” cannot be written: %s."), shown, g_strerror (code));
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
  if (g_unlink (path) != 0 && errno != ENOENT) {
    int code = errno;
    g_autofree char *shown = outpost_printable_isolate (path);

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 /* Translators: a file name and the system's reason */
                 _("“%s” cannot be removed: %s."), shown, g_strerror (code));
    return FALSE;
  }
  return sync_folder_of (path) || fail (path, errno, error);
}
