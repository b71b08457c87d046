/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostPastedField:
 * @name: as it was written
 * @value: unfolded, in UTF-8, without control characters
 *
 * A field of a header that a person has pasted.
 */
typedef struct {
  char *name;
  char *value;
} OutpostPastedField;

GPtrArray  *outpost_pasted_read_fields  (const char               *octets,
                                         gsize                     length,
                                         gsize                    *body);
const char *outpost_pasted_find         (GPtrArray                *fields,
                                         const char               *name);
char       *outpost_pasted_dup_tag      (const char               *value,
                                         const char               *tag,
                                         char                      separator);
char       *outpost_pasted_read_mailbox (const char               *value,
                                         guint                    *n_mailboxes);

G_END_DECLS
