/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include <gio/gio.h>

#include "outpost-message-lines-private.h"

G_BEGIN_DECLS

/**
 * OutpostBody:
 *
 * The text below a header, where it can be read as often as wanted: in memory
 * if it is small, else in the file it came from or in one made for it.
 * Immutable; may be read from several threads.
 */
typedef struct {
  GBytes          *octets;      /* or %NULL: */
  int              fd;          /* read by pread() only, so that readers do not disturb each other */
  goffset          start;
  gboolean         is_foreign;  /* others may change it: */
  struct stat      as_scanned;
  OutpostLineScan  facts;
} OutpostBody;

/* Takes a body in pieces, scans it and keeps it. */
typedef struct {
  int              source;      /* a file that can be read again, or -1 */
  struct stat      as_found;    /* the source, before anything was read from it */
  goffset          start;       /* where in it the body begins; to be set before the first piece */
  GByteArray      *held;        /* until it is too large for memory */
  int              spool;       /* or -1 */
  OutpostLineScan  scan;
} OutpostBodyMaker;

void          outpost_body_maker_init    (OutpostBodyMaker  *self,
                                          int                source,
                                          const struct stat *as_found);
gboolean      outpost_body_maker_add     (OutpostBodyMaker  *self,
                                          const guint8      *octets,
                                          gsize              length,
                                          GError           **error);
OutpostBody  *outpost_body_maker_finish  (OutpostBodyMaker  *self,
                                          GError           **error);
void          outpost_body_maker_clear   (OutpostBodyMaker  *self);

void          outpost_body_free          (OutpostBody       *self);
gssize        outpost_body_read          (OutpostBody       *self,
                                          guint64            offset,
                                          void              *buffer,
                                          gsize              size,
                                          GError           **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OutpostBodyMaker, outpost_body_maker_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostBody, outpost_body_free)

G_END_DECLS
