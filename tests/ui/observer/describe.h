/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void  observer_describe      (JsonBuilder *json,
                              GtkWidget   *widget,
                              int          parent,
                              int         *next);
guint observer_hash_geometry (GtkWidget   *widget,
                              guint        hash);

G_END_DECLS
