/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

char *outpost_words_clock        (gint64               time,
                                  gboolean            *today);
void  outpost_words_name         (GtkWidget           *widget,
                                  const char          *name);
void  outpost_words_announce     (GtkWidget           *widget,
                                  const char          *text);
void  outpost_words_keep_whole   (GtkLabel            *label);
char *outpost_words_dup_foldable (const char          *address);
void  outpost_words_fold         (GtkLabel            *label);
void  outpost_words_wrap_title   (AdwPreferencesGroup *group);

G_END_DECLS
