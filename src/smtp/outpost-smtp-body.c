/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-body-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* A refusal in the middle costs at most the rest of one chunk. */
#define CHUNK_MAX_OCTETS (1024 * 1024)

#define SCRATCH_OCTETS 32768

/* Below this a buffer that is nearly full is left to drain: small pieces make small records. */
#define STUFFED_SPACE_MIN_OCTETS 4096

struct _OutpostSmtpBody {
  OutpostMessageReader *reader;
  guint64               left;           /* octets of the message not yet read */
  guint64               chunk_left;     /* of the chunk that was announced */
  gboolean              has_begun;
  gboolean              at_line_start;  /* for dot stuffing */
  char                 *scratch;        /* (nullable): made when first needed */
};

/**
 * outpost_smtp_body_new:
 * @message: what is to be sent
 * @error: return location for an error
 *
 * Opens the message for reading.
 *
 * Returns: (transfer full): its body, or %NULL with @error set
 */
OutpostSmtpBody *
outpost_smtp_body_new (OutpostMessage  *message,
                       GError         **error)
{
  g_autoptr (OutpostSmtpBody) self = g_new0 (OutpostSmtpBody, 1);

  self->reader = outpost_message_open (message, error);
  if (self->reader == NULL)
    return NULL;

  self->left = outpost_message_get_octets (message);
  self->at_line_start = TRUE;
  return g_steal_pointer (&self);
}

/**
 * outpost_smtp_body_free:
 * @self: (transfer full) (nullable): a body
 *
 * Frees it.
 */
void
outpost_smtp_body_free (OutpostSmtpBody *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->reader, outpost_message_reader_free);
  g_free (self->scratch);
  g_free (self);
}

/**
 * outpost_smtp_body_begin_chunk:
 * @self: a body between two chunks
 * @is_last: (out): whether this chunk ends the message
 *
 * Decides on the next chunk.
 *
 * Returns: how many octets BDAT announces
 */
guint64
outpost_smtp_body_begin_chunk (OutpostSmtpBody *self,
                               gboolean        *is_last)
{
  self->has_begun = TRUE;
  self->chunk_left = MIN (self->left, CHUNK_MAX_OCTETS);
  *is_last = self->chunk_left == self->left;

  return self->chunk_left;
}

/**
 * outpost_smtp_body_is_between:
 * @self: a body
 *
 * Returns: whether the next thing is to announce a chunk
 */
gboolean
outpost_smtp_body_is_between (OutpostSmtpBody *self)
{
  return self->chunk_left == 0 && !(self->has_begun && self->left == 0);
}

/**
 * outpost_smtp_body_is_at_end:
 * @self: a body
 *
 * Returns: whether all of it is queued
 */
gboolean
outpost_smtp_body_is_at_end (OutpostSmtpBody *self)
{
  return self->left == 0;
}

static gssize
read_some (OutpostSmtpBody  *self,
           char             *buffer,
           gsize             size,
           GError          **error)
{
  gssize n = outpost_message_reader_read (self->reader, buffer, size, error);

  if (n == 0)
    g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE,
                         _("The message ended too early while it was read."));
  if (n <= 0)
    return -1;

  self->left -= n;
  return n;
}

/**
 * outpost_smtp_body_add_plain:
 * @self: a body within a chunk
 * @wire: where it goes
 * @added: (out): %FALSE if the wire has no room now
 * @error: return location for an error
 *
 * Reads octets of the announced chunk straight into the wire's buffer.
 *
 * Returns: %TRUE, or %FALSE with @error set; the chunk can then never be completed
 */
gboolean
outpost_smtp_body_add_plain (OutpostSmtpBody  *self,
                             OutpostSmtpWire  *wire,
                             gboolean         *added,
                             GError          **error)
{
  gsize size;
  char *space = outpost_smtp_wire_get_space (wire, &size);
  gssize n;

  *added = FALSE;
  if (size == 0)
    return TRUE;

  n = read_some (self, space, MIN (size, self->chunk_left), error);
  if (n < 0)
    return FALSE;

  self->chunk_left -= n;
  outpost_smtp_wire_use_space (wire, n);
  *added = TRUE;
  return TRUE;
}

/* Doubles the dot that begins a line. Lines of the message end with CRLF only. */
static gsize
stuff (OutpostSmtpBody *self,
       const char      *octets,
       gsize            length,
       char            *to)
{
  const char *end = octets + length;
  char *out = to;

  while (octets < end) {
    const char *line_end = memchr (octets, '\n', end - octets);
    gsize n = (line_end != NULL ? line_end + 1 : end) - octets;

    if (self->at_line_start && *octets == '.')
      *out++ = '.';
    memcpy (out, octets, n);
    out += n;
    octets += n;
    self->at_line_start = line_end != NULL;
  }

  return out - to;
}

/**
 * outpost_smtp_body_add_stuffed:
 * @self: a body
 * @wire: where it goes
 * @added: (out): %FALSE if the wire has no room now
 * @error: return location for an error
 *
 * Reads octets and queues them as DATA wants them.
 *
 * Returns: %TRUE, or %FALSE with @error set; the final dot must then never be sent
 */
gboolean
outpost_smtp_body_add_stuffed (OutpostSmtpBody  *self,
                               OutpostSmtpWire  *wire,
                               gboolean         *added,
                               GError          **error)
{
  gsize size;
  char *space = outpost_smtp_wire_get_space (wire, &size);
  gssize n;

  *added = FALSE;
  if (size < STUFFED_SPACE_MIN_OCTETS)
    return TRUE;

  if (self->scratch == NULL)
    self->scratch = g_malloc (SCRATCH_OCTETS);

  /* The shortest line that grows is ".\n", by half. */
  n = read_some (self, self->scratch, MIN (SCRATCH_OCTETS, size / 3 * 2), error);
  if (n < 0)
    return FALSE;

  outpost_smtp_wire_use_space (wire, stuff (self, self->scratch, n, space));
  *added = TRUE;
  return TRUE;
}

/**
 * outpost_smtp_body_get_end:
 * @self: a body that is all queued by dot stuffing
 *
 * Returns: the octets that end DATA here
 */
const char *
outpost_smtp_body_get_end (OutpostSmtpBody *self)
{
  return self->at_line_start ? ".\r\n" : "\r\n.\r\n";
}
