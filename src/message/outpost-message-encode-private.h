/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text on its way into quoted-printable. */
typedef struct {
  GByteArray *out;
  gsize       column;   /* of the line being written */
  char        blank;    /* a blank that has not been written yet, or NUL */
} OutpostQuotedPrintable;

void outpost_quoted_printable_feed (OutpostQuotedPrintable *self,
                                    const guint8           *octets,
                                    gsize                   length);

G_END_DECLS
