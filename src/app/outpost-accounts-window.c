/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-accounts-window.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-account.h"
#include "outpost-style-class.h"

struct _OutpostAccountsWindow {
  AdwWindow   parent_instance;

  GtkEditable *search;
  GtkListBox  *list;

  GtkFilter   *filter;
};

G_DEFINE_FINAL_TYPE (OutpostAccountsWindow, outpost_accounts_window, ADW_TYPE_WINDOW)

static gboolean
contains (const char *text,
          const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

static gboolean
filter_cb (gpointer item,
           gpointer user_data)
{
  OutpostAccountsWindow *self = user_data;
  OutpostAccount *account = item;
  g_autofree char *needle = g_utf8_casefold (gtk_editable_get_text (self->search), -1);

  return contains (outpost_account_get_title (account), needle) ||
         contains (outpost_account_get (account, OUTPOST_FIELD_EMAIL), needle) ||
         contains (outpost_account_get (account, OUTPOST_FIELD_SERVER), needle);
}

static void
search_changed_cb (OutpostAccountsWindow *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
row_activated_cb (OutpostAccountsWindow *self,
                  GtkListBoxRow         *row)
{
  OutpostAccount *account = g_object_get_data (G_OBJECT (row), "account");
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  g_autofree char *id = g_strdup (outpost_account_get_id (account));

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (parent, "win.account", "s", id);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  OutpostAccount *account = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (outpost_account_get_title (account), -1);
  g_autofree char *server =
    g_markup_escape_text (outpost_account_get (account, OUTPOST_FIELD_SERVER), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), server);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "account", g_object_ref (account), g_object_unref);
  return row;
}

static void
outpost_accounts_window_dispose (GObject *object)
{
  OutpostAccountsWindow *self = OUTPOST_ACCOUNTS_WINDOW (object);

  /* The list keeps its rows, and with them the filter, a little longer than the search. */
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_ACCOUNTS_WINDOW);

  G_OBJECT_CLASS (outpost_accounts_window_parent_class)->dispose (object);
}

static void
outpost_accounts_window_class_init (OutpostAccountsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_accounts_window_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-accounts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostAccountsWindow, search);
  gtk_widget_class_bind_template_child (widget_class, OutpostAccountsWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
}

static void
outpost_accounts_window_init (OutpostAccountsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * outpost_accounts_window_new:
 * @parent: the main window, which opens what is chosen
 * @accounts: (element-type OutpostAccount): the accounts
 *
 * Returns: (transfer none): a window, not on show yet
 */
GtkWidget *
outpost_accounts_window_new (GtkWindow  *parent,
                             GListModel *accounts)
{
  OutpostAccountsWindow *self =
    g_object_new (OUTPOST_TYPE_ACCOUNTS_WINDOW, "transient-for", parent, NULL);
  g_autoptr (GListModel) shown = NULL;

  outpost_style_class_follow_narrow (GTK_WIDGET (self), GTK_WIDGET (parent));
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL));
  shown = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (accounts),
                                                   g_object_ref (self->filter)));
  gtk_list_box_bind_model (self->list, shown, create_row, NULL, NULL);
  return GTK_WIDGET (self);
}
