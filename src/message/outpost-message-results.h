/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostMethodResult:
 * @method: such as `spf`, in lower case
 * @result: such as `pass`, in lower case
 * @reason: (nullable): why, in the server's words
 * @comment: what stood in round brackets, perhaps nothing
 * @properties: (element-type utf8 utf8): what was looked at, such as `header.d`;
 *   names in lower case
 *
 * What one method found out about a message (RFC 8601, section 2.2, `resinfo`).
 */
typedef struct {
  char       *method;
  char       *result;
  char       *reason;
  char       *comment;
  GHashTable *properties;
} OutpostMethodResult;

/**
 * OutpostMethodResults:
 * @server: (nullable): who says so, the `authserv-id`
 * @instance: the place in an ARC chain, from 1; otherwise 0
 * @results: (element-type OutpostMethodResult): what was found out, perhaps nothing
 *
 * One field that tells how a message was checked. Who wrote it has still to be
 * asked, and its text is as it came: nothing in it is made printable.
 */
typedef struct {
  char      *server;
  guint      instance;
  GPtrArray *results;
} OutpostMethodResults;

OutpostMethodResults *outpost_method_results_parse     (const char           *value);
OutpostMethodResults *outpost_method_results_parse_arc (const char           *value);
OutpostMethodResults *outpost_method_results_parse_spf (const char           *value);
void                  outpost_method_results_free      (OutpostMethodResults *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostMethodResults, outpost_method_results_free)

G_END_DECLS
