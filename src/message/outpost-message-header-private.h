/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 5322, section 2.1.1: a line has at most 998 octets and should have 78. */
#define OUTPOST_LINE_MAX_OCTETS 998

/* A field as it will go out: whole lines, each ended by CRLF. */
typedef struct {
  char    *name;
  GString *text;
} OutpostField;

typedef enum {
  OUTPOST_HEADER_MORE,     /* the header may go on */
  OUTPOST_HEADER_OVER,     /* the body begins, or the message is over */
  OUTPOST_HEADER_TOO_LONG,
} OutpostHeaderState;

/* Splits the header off a message as it comes in. */
typedef struct {
  GPtrArray *fields;        /* of OutpostField */
  gboolean   dot_ends;
  gboolean   begun;         /* the first line is behind */
  gboolean   ended;         /* by a lone dot: there is no body */
  gsize      octets;        /* of the lines taken */
} OutpostHeaderScan;

OutpostHeaderState  outpost_header_scan_feed  (OutpostHeaderScan  *self,
                                               const guint8       *octets,
                                               gsize               length,
                                               gboolean            at_end,
                                               gsize              *taken);

OutpostField       *outpost_field_new         (const char         *name,
                                               const char         *value);
void                outpost_field_free        (OutpostField       *self);
gboolean            outpost_field_is          (const OutpostField *self,
                                               const char         *name);
char               *outpost_field_dup_value   (const OutpostField *self);

GPtrArray          *outpost_header_copy       (GPtrArray          *fields);
OutpostField       *outpost_header_find       (GPtrArray          *fields,
                                               const char         *name);
void                outpost_header_remove     (GPtrArray          *fields,
                                               const char         *name);
void                outpost_header_append     (GPtrArray          *fields,
                                               const char         *name,
                                               const char         *value);


G_END_DECLS
