/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void outpost_expander_make_light (AdwExpanderRow *row,
                                  GtkWidget      *list);
void outpost_expander_name       (AdwExpanderRow *row,
                                  const char     *name);

G_END_DECLS
