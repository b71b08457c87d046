/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-preferences-window.h"

#include "outpost-preferences.h"
#include "outpost-style-class.h"

struct _OutpostPreferencesWindow {
  AdwWindow  parent_instance;

  GtkSwitch *mozilla_switch;
};

G_DEFINE_FINAL_TYPE (OutpostPreferencesWindow, outpost_preferences_window, ADW_TYPE_WINDOW)

static void
outpost_preferences_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_PREFERENCES_WINDOW);

  G_OBJECT_CLASS (outpost_preferences_window_parent_class)->dispose (object);
}

static void
outpost_preferences_window_class_init (OutpostPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_preferences_window_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostPreferencesWindow, mozilla_switch);
}

static void
outpost_preferences_window_init (OutpostPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * outpost_preferences_window_new:
 * @parent: the main window
 * @settings: the preferences
 *
 * Returns: (transfer none): a window, not on show yet
 */
GtkWidget *
outpost_preferences_window_new (GtkWindow *parent,
                                GSettings *settings)
{
  OutpostPreferencesWindow *self =
    g_object_new (OUTPOST_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  outpost_style_class_follow_narrow (GTK_WIDGET (self), GTK_WIDGET (parent));
  g_settings_bind (settings, OUTPOST_PREFERENCE_ASK_MOZILLA_LIST, self->mozilla_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}
