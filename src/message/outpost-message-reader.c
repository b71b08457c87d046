/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-reader-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define RAW_SIZE (64 * 1024)

struct _OutpostMessageReader {
  GObject           *owner;     /* of header and body */
  const char        *header;
  gsize              header_octets;
  OutpostBody       *body;
  guint64            octets;    /* to deliver in all */
  guint64            delivered;
  gboolean           failed;

  guint64            raw_read;  /* octets of the body fetched */
  guint8            *raw;       /* octets as they came, from at to stop */
  const guint8      *at;
  const guint8      *stop;
  OutpostLineFinder  finder;
  gboolean           after_cr;
  gboolean           in_line;   /* the line has octets and no line end yet */
  const char        *owed;      /* rest of a CRLF */
};

/**
 * outpost_message_reader_new:
 * @header: (array length=header_octets): the header with the empty line after it
 * @header_octets: its length
 * @body: what follows
 * @owner: whatever keeps header and body alive
 *
 * Returns: (transfer full): a reader
 */
OutpostMessageReader *
outpost_message_reader_new (const char  *header,
                            gsize        header_octets,
                            OutpostBody *body,
                            GObject     *owner)
{
  OutpostMessageReader *self = g_new0 (OutpostMessageReader, 1);

  self->owner = g_object_ref (owner);
  self->header = header;
  self->header_octets = header_octets;
  self->body = body;
  self->octets = header_octets + body->facts.wire_octets;
  self->owed = "";
  return self;
}

/**
 * outpost_message_reader_free:
 * @self: (transfer full): a reader
 */
void
outpost_message_reader_free (OutpostMessageReader *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->owner);
  g_free (self->raw);
  g_free (self);
}

static gsize
read_header (OutpostMessageReader *self,
             guint8               *out,
             gsize                 size)
{
  gsize n = (gsize) MIN ((guint64) size, self->header_octets - self->delivered);

  memcpy (out, self->header + self->delivered, n);
  return n;
}

/* Each change of a line end makes a text longer, so one that keeps its length
 * is in wire form already and goes straight into the caller's buffer. */
static gboolean
is_wire_form (OutpostMessageReader *self)
{
  return self->body->facts.raw_octets == self->body->facts.wire_octets;
}

static gssize
read_wire_form (OutpostMessageReader  *self,
                guint8                *out,
                gsize                  size,
                GError               **error)
{
  gssize n = outpost_body_read (self->body, self->raw_read, out, size, error);

  if (n > 0)
    self->raw_read += (guint64) n;
  return n;
}

static gboolean
fetch (OutpostMessageReader  *self,
       GError               **error)
{
  gssize n;

  if (self->raw == NULL)
    self->raw = g_malloc (RAW_SIZE);
  n = outpost_body_read (self->body, self->raw_read, self->raw, RAW_SIZE, error);
  if (n < 0)
    return FALSE;

  self->raw_read += (guint64) n;
  self->at = self->raw;
  self->stop = self->raw + n;
  outpost_line_finder_init (&self->finder, self->at, self->stop);
  return TRUE;
}

/* Puts the next stretch of the line into out, and owes CRLF where it ends. */
static gsize
take_stretch (OutpostMessageReader *self,
              guint8               *out,
              gsize                 size)
{
  const guint8 *line_end;
  gsize n;

  if (self->after_cr && *self->at == '\n')
    self->at++;
  self->after_cr = FALSE;
  if (self->at == self->stop)
    return 0;

  line_end = outpost_line_finder_next (&self->finder, self->at);
  n = MIN (size, (gsize) (line_end - self->at));
  memcpy (out, self->at, n);
  self->at += n;
  self->in_line = self->in_line || n > 0;
  if (self->at == line_end && line_end < self->stop) {
    self->after_cr = *self->at++ == '\r';
    self->in_line = FALSE;
    self->owed = "\r\n";
  }
  return n;
}

static gssize
read_normalised (OutpostMessageReader  *self,
                 guint8                *out,
                 gsize                  size,
                 GError               **error)
{
  gsize n = 0;

  while (n < size) {
    if (*self->owed != '\0') {
      out[n++] = (guint8) *self->owed++;
      continue;
    }
    if (self->at == self->stop && !fetch (self, error))
      return -1;
    if (self->at < self->stop) {
      n += take_stretch (self, out + n, size - n);
    } else if (self->in_line) {
      self->in_line = FALSE;
      self->owed = "\r\n";
    } else {
      break;
    }
  }
  return (gssize) n;
}

static gssize
fail_count (GError **error)
{
  g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE,
                       _("The file with the message was changed while it was being sent."));
  return -1;
}

static gssize
read_some (OutpostMessageReader  *self,
           guint8                *out,
           gsize                  size,
           GError               **error)
{
  gsize head = 0;
  gssize n;

  if (self->delivered < self->header_octets)
    head = read_header (self, out, size);
  if (head == size)
    return (gssize) head;

  n = is_wire_form (self) ? read_wire_form (self, out + head, size - head, error)
                          : read_normalised (self, out + head, size - head, error);
  if (n < 0)
    return -1;
  n += (gssize) head;
  /* Neither more nor less than was announced. */
  if ((guint64) n > self->octets - self->delivered || (n == 0 && self->delivered < self->octets))
    return fail_count (error);
  return n;
}

/**
 * outpost_message_reader_read:
 * @self: a reader
 * @buffer: (array length=size) (element-type guint8): where to put the octets
 * @size: how many at most, more than 0
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Reads on. A reader that has failed once fails for ever, so that no caller can
 * take a torn message for a whole one.
 *
 * Returns: how many octets were put into @buffer; 0 once exactly
 *   [method@Outpost.Message.get_octets] were; -1 with @error set to
 *   %OUTPOST_MESSAGE_ERROR_SOURCE if the text can no longer be read as it was scanned
 */
gssize
outpost_message_reader_read (OutpostMessageReader  *self,
                             void                  *buffer,
                             gsize                  size,
                             GError               **error)
{
  gssize n;

  g_return_val_if_fail (self != NULL && buffer != NULL && size > 0, -1);

  if (self->failed)
    return fail_count (error);
  n = read_some (self, buffer, size, error);
  if (n < 0)
    self->failed = TRUE;
  else
    self->delivered += (guint64) n;
  return n;
}
