/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "outpost-paths.h"

#define BUFFER_OCTETS 65536

struct _OutpostMaildirFile {
  char     *id;
  char     *temporary;
  char     *place;
  char     *new_folder;
  int       fd;
  int       problem;      /* errno of the first write that went wrong */
  gboolean  after_cr;     /* a CR came and is not written yet */
  gsize     n_buffered;
  char      buffer[BUFFER_OCTETS];
};

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

/**
 * outpost_maildir_make:
 * @path: (type filename): the Maildir
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Makes the folder and its tmp, new and cur where they are missing, mode 0700.
 *
 * Returns: whether they are there
 */
gboolean
outpost_maildir_make (const char  *path,
                      GError     **error)
{
  static const char * const names[] = { "tmp", "new", "cur" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *folder = g_build_filename (path, names[i], NULL);

    if (!outpost_paths_make_private_dir (folder, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * outpost_maildir_file_new:
 * @maildir: (type filename): a Maildir
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Opens a new file in tmp, mode 0600. Nobody sees it before
 * outpost_maildir_file_commit().
 *
 * Returns: (transfer full): the file, or %NULL
 */
OutpostMaildirFile *
outpost_maildir_file_new (const char  *maildir,
                          GError     **error)
{
  g_autoptr (OutpostMaildirFile) self = g_new0 (OutpostMaildirFile, 1);
  gint64 now = g_get_real_time ();

  /* Seconds first, so that readers sort by age; random bits in place of the counter
   * that the Maildir convention leaves to the writer. */
  self->id = g_strdup_printf ("%" G_GINT64_FORMAT ".M%06uP%uR%08x%08x.localhost",
                              now / G_USEC_PER_SEC, (guint) (now % G_USEC_PER_SEC),
                              (guint) getpid (), g_random_int (), g_random_int ());
  self->temporary = g_build_filename (maildir, "tmp", self->id, NULL);
  self->new_folder = g_build_filename (maildir, "new", NULL);
  self->place = g_build_filename (self->new_folder, self->id, NULL);
  self->fd = open (self->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0) {
    fail (self->temporary, errno, error);
    g_clear_pointer (&self->temporary, g_free);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * outpost_maildir_file_get_id:
 * @self: a file
 *
 * Returns: (transfer none): the name it will have in new
 */
const char *
outpost_maildir_file_get_id (OutpostMaildirFile *self)
{
  return self->id;
}

static void
flush (OutpostMaildirFile *self)
{
  const char *octets = self->buffer;

  while (self->n_buffered > 0 && self->problem == 0) {
    ssize_t n = write (self->fd, octets, self->n_buffered);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      self->problem = errno;
      break;
    }
    octets += n;
    self->n_buffered -= (gsize) n;
  }
  self->n_buffered = 0;
}

static void
put (OutpostMaildirFile *self,
     char                octet)
{
  if (self->n_buffered == BUFFER_OCTETS)
    flush (self);
  self->buffer[self->n_buffered++] = octet;
}

/**
 * outpost_maildir_file_write:
 * @self: a file
 * @octets: (array length=length): a piece of the message, lines ended by CRLF
 * @length: its size
 *
 * Adds to the message; CRLF becomes LF, as is usual on disk. What goes wrong is
 * told by outpost_maildir_file_commit().
 */
void
outpost_maildir_file_write (OutpostMaildirFile *self,
                            const char         *octets,
                            gsize               length)
{
  for (gsize i = 0; i < length; i++) {
    if (self->after_cr && octets[i] != '\n')
      put (self, '\r');
    self->after_cr = octets[i] == '\r';
    if (!self->after_cr)
      put (self, octets[i]);
  }
}

static int
sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int code = 0;

  if (fd < 0)
    return errno;
  if (fsync (fd) != 0)
    code = errno;
  close (fd);
  return code;
}

/**
 * outpost_maildir_file_commit:
 * @self: a file with the whole message
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Moves the message from tmp to new, with fsync of the file before and of the
 * folder after it.
 *
 * Returns: whether the message is on disk to stay; if not, nothing of it is left
 */
gboolean
outpost_maildir_file_commit (OutpostMaildirFile  *self,
                             GError             **error)
{
  if (self->after_cr)
    put (self, '\r');
  self->after_cr = FALSE;
  flush (self);
  if (self->problem == 0 && fsync (self->fd) != 0)
    self->problem = errno;
  if (close (self->fd) != 0 && self->problem == 0)
    self->problem = errno;
  self->fd = -1;
  if (self->problem == 0 && g_rename (self->temporary, self->place) != 0)
    self->problem = errno;
  if (self->problem != 0)
    return fail (self->temporary, self->problem, error);

  g_clear_pointer (&self->temporary, g_free);
  self->problem = sync_folder (self->new_folder);
  if (self->problem == 0)
    return TRUE;
  g_unlink (self->place);
  return fail (self->place, self->problem, error);
}

/**
 * outpost_maildir_file_free:
 * @self: (nullable) (transfer full): a file; what was not committed is removed
 */
void
outpost_maildir_file_free (OutpostMaildirFile *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->place);
  g_free (self->new_folder);
  g_free (self->id);
  g_free (self);
}
