/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-body-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "outpost-message.h"
#include "outpost-paths.h"

/* What a cron job or a form of a web site sends stays in memory: no file to
 * make, and none that could change before it is sent. */
#define HELD_MAX_OCTETS (64 * 1024)

/**
 * outpost_body_maker_init:
 * @self: (out caller-allocates): a maker
 * @source: a file from which the body can be read again, or -1; stays the caller's
 * @as_found: (nullable): what is known of @source since before it was read
 */
void
outpost_body_maker_init (OutpostBodyMaker  *self,
                         int                source,
                         const struct stat *as_found)
{
  memset (self, 0, sizeof *self);
  self->source = source;
  if (source >= 0)
    self->as_found = *as_found;
  self->spool = -1;
  self->held = g_byte_array_new ();
}

/**
 * outpost_body_maker_clear:
 * @self: a maker
 */
void
outpost_body_maker_clear (OutpostBodyMaker *self)
{
  g_clear_pointer (&self->held, g_byte_array_unref);
  if (self->spool >= 0)
    close (self->spool);
  self->spool = -1;
}

static gboolean
fail_spool (int       code,
            GError  **error)
{
  g_set_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE,
               /* Translators: %s is the system's reason, such as "No space left on device" */
               _("The message cannot be kept on disk until it is sent: %s."), g_strerror (code));
  return FALSE;
}

/* A file that only this process can reach: it never has a name where the file
 * system can do that, else it loses it at once. */
static int
open_unlinked_file (const char  *dir,
                    GError     **error)
{
  g_autofree char *name = g_build_filename (dir, ".message-XXXXXX", NULL);
  int fd = open (dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);

  if (fd >= 0)
    return fd;
  fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    fail_spool (errno, error);
  else
    unlink (name);
  return fd;
}

static gboolean
write_all (int            fd,
           const guint8  *octets,
           gsize          length,
           GError       **error)
{
  while (length > 0) {
    gssize n = write (fd, octets, length);

    if (n < 0 && errno != EINTR)
      return fail_spool (errno, error);
    if (n > 0) {
      octets += n;
      length -= (gsize) n;
    }
  }
  return TRUE;
}

static int
open_spool (GError **error)
{
  g_autofree char *dir = outpost_paths_get_state_dir ();
  g_autoptr (GError) reason = NULL;

  if (outpost_paths_make_private_dir (dir, &reason))
    return open_unlinked_file (dir, error);
  g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE,
                       reason->message);
  return -1;
}

/* Too large for memory: from now on the source keeps it, or a file does. */
static gboolean
leave_memory (OutpostBodyMaker  *self,
              GError           **error)
{
  if (self->source < 0) {
    self->spool = open_spool (error);
    if (self->spool < 0 || !write_all (self->spool, self->held->data, self->held->len, error))
      return FALSE;
  }
  g_clear_pointer (&self->held, g_byte_array_unref);
  return TRUE;
}

static gboolean
refuse_nul (GError **error)
{
  g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT,
                       _("The message has a NUL character, which mail cannot carry. Send such "
                         "data as an attachment."));
  return FALSE;
}

/**
 * outpost_body_maker_add:
 * @self: a maker
 * @octets: (array length=length): the octets that follow those seen so far
 * @length: how many
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Whether the body goes on is then told by the scan.
 *
 * Returns: whether they can be sent and were kept
 */
gboolean
outpost_body_maker_add (OutpostBodyMaker  *self,
                        const guint8      *octets,
                        gsize              length,
                        GError           **error)
{
  if (length == 0)
    return TRUE;
  outpost_line_scan_feed (&self->scan, octets, length);
  if (self->scan.has_nul)
    return refuse_nul (error);

  if (self->held != NULL && self->held->len + length > HELD_MAX_OCTETS &&
      !leave_memory (self, error))
    return FALSE;
  if (self->held != NULL)
    g_byte_array_append (self->held, octets, (guint) length);
  else if (self->spool >= 0)
    return write_all (self->spool, octets, length, error);
  return TRUE;
}

static gboolean
fail_changed (GError **error)
{
  g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE,
                       _("The file with the message was changed while it was being sent."));
  return FALSE;
}

static gboolean
is_as_before (int                fd,
              const struct stat *before)
{
  struct stat now;

  return fstat (fd, &now) == 0 && now.st_size == before->st_size &&
         now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
         now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* Hands the file over that has the body. */
static gboolean
adopt_file (OutpostBodyMaker  *self,
            OutpostBody       *body,
            GError           **error)
{
  if (self->spool >= 0) {
    body->fd = self->spool;
    self->spool = -1;
    return TRUE;
  }
  body->start = self->start;
  body->is_foreign = TRUE;
  body->as_scanned = self->as_found;
  body->fd = fcntl (self->source, F_DUPFD_CLOEXEC, 3);
  return body->fd >= 0 || fail_spool (errno, error);
}

/**
 * outpost_body_maker_finish:
 * @self: a maker, which can then only be cleared
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Returns: (transfer full) (nullable): the body
 */
OutpostBody *
outpost_body_maker_finish (OutpostBodyMaker  *self,
                           GError           **error)
{
  g_autoptr (OutpostBody) body = g_new0 (OutpostBody, 1);

  outpost_line_scan_finish (&self->scan);
  body->facts = self->scan;
  body->fd = -1;
  if (self->source >= 0 && !is_as_before (self->source, &self->as_found)) {
    fail_changed (error);
    return NULL;
  }
  if (self->held != NULL)
    body->octets = g_byte_array_free_to_bytes (g_steal_pointer (&self->held));
  else if (!adopt_file (self, body, error))
    return NULL;
  return g_steal_pointer (&body);
}

/**
 * outpost_body_free:
 * @self: (transfer full): a body
 */
void
outpost_body_free (OutpostBody *self)
{
  g_clear_pointer (&self->octets, g_bytes_unref);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/* Looks at the file's times after each piece: the last piece is not handed out
 * before it is known that none of them were of another text. */
static gssize
read_file (OutpostBody  *self,
           guint64       offset,
           void         *buffer,
           gsize         size,
           GError      **error)
{
  gssize n;

  do
    n = pread (self->fd, buffer, size, self->start + (goffset) offset);
  while (n < 0 && errno == EINTR);
  if (n < 0) {
    g_set_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE,
                 /* Translators: %s is the system's reason */
                 _("The message cannot be read: %s."), g_strerror (errno));
    return -1;
  }
  if (n == 0 || (self->is_foreign && !is_as_before (self->fd, &self->as_scanned))) {
    fail_changed (error);
    return -1;
  }
  return n;
}

/**
 * outpost_body_read:
 * @self: a body
 * @offset: from which octet, as they came
 * @buffer: (array length=size) (element-type guint8): where to put them
 * @size: how many at most, more than 0
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Returns: how many were put there, 0 at the end, or -1 with @error set, also if
 *   the file is no longer what was scanned
 */
gssize
outpost_body_read (OutpostBody  *self,
                   guint64       offset,
                   void         *buffer,
                   gsize         size,
                   GError      **error)
{
  gsize wanted = (gsize) MIN ((guint64) size, self->facts.raw_octets - offset);

  if (wanted == 0)
    return 0;
  if (self->octets == NULL)
    return read_file (self, offset, buffer, wanted, error);
  memcpy (buffer, (const guint8 *) g_bytes_get_data (self->octets, NULL) + offset, wanted);
  return (gssize) wanted;
}
