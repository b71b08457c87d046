/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-style-class.h"

/**
 * outpost_style_class_set:
 * @widget: a widget
 * @name: a style class
 * @wanted: whether the widget is to have it
 *
 * Adds a style class to a widget, or takes it away.
 */
void
outpost_style_class_set (GtkWidget  *widget,
                         const char *name,
                         gboolean    wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}
