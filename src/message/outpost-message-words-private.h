/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes the value of a field word by word, and folds it. */
typedef struct {
  GString  *out;
  gsize     column;
  gboolean  has_words;
} OutpostFieldWriter;

void      outpost_field_writer_init       (OutpostFieldWriter *self,
                                           GString            *out,
                                           const char         *name);
void      outpost_field_writer_add_word   (OutpostFieldWriter *self,
                                           const char         *blanks,
                                           const char         *word);
void      outpost_field_writer_add_text   (OutpostFieldWriter *self,
                                           const char         *text);
gboolean  outpost_field_writer_add_phrase (OutpostFieldWriter *self,
                                           const char         *phrase);

char     *outpost_words_decode            (const char         *text);
char     *outpost_words_decode_phrase     (const char         *phrase);
char     *outpost_words_to_utf8           (const char         *text);


G_END_DECLS
