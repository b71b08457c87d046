/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *outpost_text_direction_find_letter (const char  *text);
void        outpost_text_direction_align       (GtkEditable *editable);

G_END_DECLS
