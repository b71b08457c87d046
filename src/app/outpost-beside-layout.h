/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OUTPOST_TYPE_BESIDE_LAYOUT (outpost_beside_layout_get_type ())
G_DECLARE_FINAL_TYPE (OutpostBesideLayout, outpost_beside_layout, OUTPOST, BESIDE_LAYOUT,
                      GtkLayoutManager)

void outpost_beside_layout_set_narrow (OutpostBesideLayout *self,
                                       gboolean             narrow);

G_END_DECLS
