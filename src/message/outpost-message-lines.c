/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-lines-private.h"

#include <string.h>

static const guint8 *
find (const guint8 *from,
      const guint8 *end,
      int           octet)
{
  const guint8 *found = memchr (from, octet, (gsize) (end - from));

  return found != NULL ? found : end;
}

/**
 * outpost_line_finder_init:
 * @self: (out caller-allocates): a finder
 * @start: first octet
 * @end: the octet after the last
 */
void
outpost_line_finder_init (OutpostLineFinder *self,
                          const guint8      *start,
                          const guint8      *end)
{
  self->end = end;
  self->next_cr = find (start, end, '\r');
  self->next_lf = find (start, end, '\n');
}

/**
 * outpost_line_finder_next:
 * @self: a finder
 * @from: where to look from; never before the last call's
 *
 * Returns: the nearest CR or LF, or the end
 */
const guint8 *
outpost_line_finder_next (OutpostLineFinder *self,
                          const guint8      *from)
{
  if (self->next_cr < from)
    self->next_cr = find (from, self->end, '\r');
  if (self->next_lf < from)
    self->next_lf = find (from, self->end, '\n');
  return MIN (self->next_cr, self->next_lf);
}

/**
 * outpost_has_8bit:
 * @octets: (array length=length): octets
 * @length: how many
 *
 * Returns: whether one of them has its highest bit set
 */
gboolean
outpost_has_8bit (const guint8 *octets,
                  gsize         length)
{
  guint64 all = 0;
  gsize i = 0;

  /* Eight at a time and without a way out, so that the compiler can go wider. */
  for (; i + sizeof all <= length; i += sizeof all) {
    guint64 eight;

    memcpy (&eight, octets + i, sizeof eight);
    all |= eight;
  }
  for (; i < length; i++)
    all |= octets[i];
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) != 0;
}

static void
end_line (OutpostLineScan *self)
{
  self->longest_line = MAX (self->longest_line, self->line);
  self->wire_octets += self->line + 2;
  self->line = 0;
  self->lone_dot = FALSE;
}

static void
extend_line (OutpostLineScan *self,
             const guint8    *octets,
             gsize            length)
{
  if (length == 0)
    return;
  self->lone_dot = self->line == 0 && length == 1 && octets[0] == '.';
  self->line += length;
}

static void
note_octets (OutpostLineScan *self,
             const guint8    *octets,
             gsize            length)
{
  self->raw_octets += length;
  if (!self->has_8bit)
    self->has_8bit = outpost_has_8bit (octets, length);
  if (!self->has_nul)
    self->has_nul = memchr (octets, '\0', length) != NULL;
}

/**
 * outpost_line_scan_feed:
 * @self: a scan, zeroed before its first use
 * @octets: (array length=length): the octets that follow those seen so far
 * @length: how many
 *
 * Counts what the octets become when CRLF, LF and a CR alone each are one line
 * end. Stops at a lone dot where that ends the text.
 */
void
outpost_line_scan_feed (OutpostLineScan *self,
                        const guint8    *octets,
                        gsize            length)
{
  const guint8 *end = octets + length;
  const guint8 *at = octets;
  OutpostLineFinder finder;

  outpost_line_finder_init (&finder, octets, end);
  while (at < end && !self->ended) {
    const guint8 *stop;

    if (self->after_cr && *at == '\n')
      at++;
    self->after_cr = FALSE;
    stop = outpost_line_finder_next (&finder, at);
    extend_line (self, at, (gsize) (stop - at));
    at = stop;
    if (stop == end)
      break;
    if (self->dot_ends && self->lone_dot) {
      self->ended = TRUE;
      break;
    }
    end_line (self);
    self->after_cr = *stop == '\r';
    at++;
  }
  note_octets (self, octets, (gsize) (at - octets));
  if (self->ended)
    self->raw_octets--; /* the dot, which may have come with octets before these */
}

/**
 * outpost_line_scan_finish:
 * @self: a scan
 *
 * Ends the text: a last line without line end gets one.
 */
void
outpost_line_scan_finish (OutpostLineScan *self)
{
  if (!self->ended && self->dot_ends && self->lone_dot) {
    self->ended = TRUE;
    self->raw_octets--;
  }
  if (!self->ended && self->line > 0)
    end_line (self);
}
