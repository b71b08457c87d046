/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds line ends in a buffer: the nearest LF or CR, each searched for only
 * once however the lines end. */
typedef struct {
  const guint8 *end;
  const guint8 *next_cr;
  const guint8 *next_lf;
} OutpostLineFinder;

/* What a scan of a body has found. Line ends count as the CRLF they become. */
typedef struct {
  gboolean dot_ends;        /* a line with a lone dot ends the text */

  guint64  raw_octets;      /* as they came, without what follows a lone dot */
  guint64  wire_octets;
  gsize    longest_line;    /* in octets without its CRLF */
  gboolean has_8bit;
  gboolean has_nul;
  gboolean ended;           /* by a lone dot */

  gsize    line;            /* octets of the line that has begun */
  gboolean lone_dot;        /* and it is a dot so far */
  gboolean after_cr;        /* the line end has been counted: a LF now belongs to it */
} OutpostLineScan;

void          outpost_line_finder_init (OutpostLineFinder *self,
                                        const guint8      *start,
                                        const guint8      *end);
const guint8 *outpost_line_finder_next (OutpostLineFinder *self,
                                        const guint8      *from);
void          outpost_line_scan_feed   (OutpostLineScan   *self,
                                        const guint8      *octets,
                                        gsize              length);
void          outpost_line_scan_finish (OutpostLineScan   *self);
gboolean      outpost_has_8bit         (const guint8      *octets,
                                        gsize              length);

G_END_DECLS
