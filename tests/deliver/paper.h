/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-record-source.h"

G_BEGIN_DECLS

/* Records on paper, in place of the DNS. A line is "name TYPE data": TXT takes the rest of the line
 * with C escapes, MX "10 mx.example.org" or "0 ." (null MX) or "1 ?" (no host), A and AAAA an
 * address, CNAME a name; TEMP is a name whose servers do not answer. */
typedef struct {
  OutpostRecordSource  source;
  GPtrArray           *lines;      /* (element-type GStrv) */
  guint                n_queries;
} Paper;

Paper *paper_new  (const char *text);
void   paper_free (Paper      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paper, paper_free)

G_END_DECLS
