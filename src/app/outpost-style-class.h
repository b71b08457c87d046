/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void outpost_style_class_set           (GtkWidget  *widget,
                                        const char *name,
                                        gboolean    wanted);
void outpost_style_class_follow_narrow (GtkWidget  *widget,
                                        GtkWidget  *other);

G_END_DECLS
