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

static void
classes_changed_cb (GtkWidget  *other,
                    GParamSpec *pspec,
                    GtkWidget  *widget)
{
  outpost_style_class_set (widget, "narrow", gtk_widget_has_css_class (other, "narrow"));
}

/**
 * outpost_style_class_follow_narrow:
 * @widget: a window that belongs to another
 * @other: that other window
 *
 * Gives the window what is larger to press for as long as the other one is narrow.
 */
void
outpost_style_class_follow_narrow (GtkWidget *widget,
                                   GtkWidget *other)
{
  g_signal_connect_object (other, "notify::css-classes", G_CALLBACK (classes_changed_cb), widget,
                           0);
  classes_changed_cb (other, NULL, widget);
}
