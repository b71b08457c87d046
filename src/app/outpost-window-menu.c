/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-window-private.h"

#include "outpost-explain-window.h"
#include "outpost-preferences-window.h"
#include "outpost-wrappers-window.h"

/* A menu that a screen reader has chosen from would stay open below the window that follows. */
static void
present (OutpostWindow *self,
         GtkWidget     *window)
{
  gtk_menu_button_popdown (self->menu_button);
  gtk_window_present (GTK_WINDOW (window));
}

/* Not gtk/help-overlay.ui, which GTK would build with every window. */
static void
show_shortcuts_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource (RESOURCE_PATH "ui/outpost-help-overlay.ui");
  GtkWidget *shortcuts = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (GTK_WINDOW (shortcuts), GTK_WINDOW (widget));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (shortcuts), TRUE);
  present (OUTPOST_WINDOW (widget), shortcuts);
}

static void
explain_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  present (OUTPOST_WINDOW (widget), outpost_explain_window_new (GTK_WINDOW (widget), NULL));
}

/* A header tells whether the provider has put in another sender only if that of the test is known. */
static void
look_at_header_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  OutpostAccount *account = outpost_draft_get_account (self->draft);

  present (self, outpost_explain_window_new (GTK_WINDOW (widget),
                                             outpost_account_get_sender (account)));
}

static void
preferences_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);

  present (self, outpost_preferences_window_new (GTK_WINDOW (widget), self->settings));
}

static void
wrappers_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  present (OUTPOST_WINDOW (widget), outpost_wrappers_window_new (GTK_WINDOW (widget)));
}

/**
 * outpost_window_menu_class_init:
 * @widget_class: the window's class
 *
 * Installs the actions of the main menu.
 */
void
outpost_window_menu_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL,
                                   show_shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.explain", NULL, explain_action);
  gtk_widget_class_install_action (widget_class, "win.look-at-header", NULL,
                                   look_at_header_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.wrappers", NULL, wrappers_action);
}

/**
 * outpost_window_menu_init:
 * @self: the window
 *
 * Brings the main menu up to date: without a schema there is nothing to prefer, and outside a
 * sandbox the commands are there for everybody.
 */
void
outpost_window_menu_init (OutpostWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.preferences", self->settings != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.wrappers", outpost_wrappers_are_needed ());
}
