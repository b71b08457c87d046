/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "outpost-draft.h"

G_BEGIN_DECLS

void outpost_choose_file (GtkWidget    *widget,
                          OutpostDraft *draft,
                          OutpostField  field);
void outpost_choose_file_name_button (GtkWidget  *row,
                                      const char *title);

G_END_DECLS
