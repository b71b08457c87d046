/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-window-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-accounts-window.h"

/* A menu does not scroll: past so many the rest is in a list of its own. */
#define MENU_MAX   12
#define MENU_FIRST 11

static const char *
current_id (OutpostWindow *self)
{
  OutpostAccount *base = self->draft != NULL ? outpost_draft_get_base (self->draft) : NULL;

  return base != NULL ? outpost_account_get_id (base) : NULL;
}

static void
add_item (GMenu          *menu,
          OutpostAccount *account)
{
  g_autoptr (GMenuItem) item = NULL;
  g_autoptr (GString) label = g_string_new (outpost_account_get_title (account));

  g_string_replace (label, "_", "__", 0); /* no mnemonic */
  item = g_menu_item_new (label->str, NULL);
  g_menu_item_set_action_and_target (item, "win.account", "s", outpost_account_get_id (account));
  g_menu_append_item (menu, item);
}

static void
rebuild_menu (OutpostWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  g_menu_remove_all (self->accounts_menu);
  for (guint i = 0; i < (n > MENU_MAX ? MENU_FIRST : n); i++) {
    g_autoptr (OutpostAccount) account = g_list_model_get_item (G_LIST_MODEL (self->store), i);

    add_item (self->accounts_menu, account);
  }
  if (n > MENU_MAX)
    g_menu_append (self->accounts_menu, _("All Accounts…"), "win.all-accounts");
}

static void
items_changed_cb (OutpostWindow *self)
{
  rebuild_menu (self);
  outpost_window_first_run_update (self);
}

static void
account_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  OutpostWindow *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);

  if (g_strcmp0 (id, current_id (self)) != 0)
    outpost_window_leave (self, OUTPOST_NEXT_OPEN, id);
}

static void
all_accounts_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  GtkWidget *window = outpost_accounts_window_new (GTK_WINDOW (self), G_LIST_MODEL (self->store));

  gtk_window_present (GTK_WINDOW (window));
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  outpost_window_leave (OUTPOST_WINDOW (widget), OUTPOST_NEXT_ADD, NULL);
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  outpost_window_leave (OUTPOST_WINDOW (widget), OUTPOST_NEXT_DUPLICATE, NULL);
}

static void
use_as_default_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (outpost_account_store_set_default (self->store, current_id (self), &error))
    text = g_strdup_printf (_("“%s” is the default account now"),
                            outpost_account_get_title (outpost_draft_get_base (self->draft)));
  else
    text = g_strdup (error->message);
  outpost_window_toast (self, text);
  outpost_window_update (self);
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (OutpostWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id =
    outpost_account_store_save_finish (OUTPOST_ACCOUNT_STORE (source), result, &error);
  OutpostAccount *saved = id != NULL ? outpost_account_store_find (self->store, id) : NULL;

  g_clear_object (&self->sent);
  if (self->draft == NULL)
    return;
  if (saved != NULL && g_strcmp0 (current_id (self), id) == 0)
    outpost_draft_rebase (self->draft, saved);
  else if (error != NULL)
    self->save_error = g_steal_pointer (&error);
  outpost_window_update (self);
}

/* The name alone is saved; other unsaved changes stay what they are. */
static void
rename_to (OutpostWindow *self,
           const char    *name)
{
  OutpostAccount *base = outpost_draft_get_base (self->draft);

  if (base == NULL) {
    outpost_draft_set_text (self->draft, OUTPOST_FIELD_NAME, name);
    return;
  }
  if (self->sent != NULL)
    return;
  self->sent = outpost_account_copy (base);
  outpost_account_set (self->sent, OUTPOST_FIELD_NAME, name);
  outpost_account_store_save_async (self->store, base, self->sent, NULL, FALSE, NULL, renamed_cb,
                                    g_object_ref (self));
}

static void
rename_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    OutpostWindow    *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (g_str_equal (response, "rename") && name[0] != '\0')
    rename_to (self, name);
}

static void
name_changed_cb (GtkEditable      *entry,
                 AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "rename", name[0] != '\0');
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  OutpostAccount *account = outpost_draft_get_account (self->draft);
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Rename Account"), NULL));
  GtkWidget *entry = gtk_entry_new ();

  /* Chosen by a screen reader, the menu would stay open below the dialog. */
  gtk_menu_button_popdown (self->account_button);
  gtk_editable_set_text (GTK_EDITABLE (entry), outpost_account_get_title (account));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  outpost_field_get_label (OUTPOST_FIELD_NAME), -1);
  if (self->narrow)
    gtk_widget_add_css_class (GTK_WIDGET (dialog), "narrow");
  adw_message_dialog_set_extra_child (dialog, entry);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "rename", _("_Rename"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "rename");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (entry, "changed", G_CALLBACK (name_changed_cb), dialog, 0);
  g_signal_connect_object (dialog, "response", G_CALLBACK (rename_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The last account that was removed, and can still be had back. */
static const char *
last_removed (OutpostWindow *self)
{
  return self->removed->len > 0 ? self->removed->pdata[self->removed->len - 1] : NULL;
}

/**
 * outpost_window_update_removed:
 * @self: the window
 *
 * Offers back the account that was removed last.
 */
void
outpost_window_update_removed (OutpostWindow *self)
{
  OutpostAdviceCard *card = outpost_window_get_card (self, OUTPOST_CARD_SLOT_REMOVED);
  const char *id = last_removed (self);
  g_autoptr (OutpostAccount) account =
    id != NULL ? outpost_account_store_load_hidden (self->store, id, NULL) : NULL;
  g_autofree char *heading = NULL;

  if (id == NULL) {
    outpost_advice_card_hide (card);
    return;
  }
  heading = g_strdup_printf (_("“%s” was removed"),
                             account != NULL ? outpost_account_get_title (account) : id);
  outpost_advice_card_show (card, OUTPOST_CARD_NOTICE, heading,
                            _("Its settings and password are deleted when this is closed, or "
                              "Outpost is."),
                            _("Undo"));
}

static void
undo_remove (OutpostWindow *self)
{
  g_autofree char *id = g_strdup (last_removed (self));
  g_autoptr (GError) error = NULL;

  if (id == NULL)
    return;
  if (!outpost_account_store_unhide (self->store, id, &error)) {
    outpost_window_toast (self, error->message);
    return;
  }
  g_ptr_array_set_size (self->removed, (int) self->removed->len - 1);
  outpost_window_update_removed (self);
  outpost_window_leave (self, OUTPOST_NEXT_OPEN, id);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  undo_remove (OUTPOST_WINDOW (widget));
}

static void
purged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GApplication *application = user_data;
  g_autoptr (GError) error = NULL;

  /* It is offered again at the next start. */
  if (!outpost_account_store_purge_finish (OUTPOST_ACCOUNT_STORE (source), result, &error))
    g_message ("A removed account was not deleted: %s", error->message);
  g_application_release (application);
}

static void
purge (OutpostWindow *self,
       const char    *id)
{
  GApplication *application = g_application_get_default ();

  g_application_hold (application);
  outpost_account_store_purge_async (self->store, id, FALSE, NULL, purged_cb, application);
}

static void
removed_closed_cb (OutpostWindow *self)
{
  if (self->removed->len == 0)
    return;
  purge (self, last_removed (self));
  g_ptr_array_set_size (self->removed, (int) self->removed->len - 1);
  outpost_window_update_removed (self);
}

static void
remove_now (OutpostWindow *self)
{
  g_autofree char *id = g_strdup (current_id (self));
  g_autoptr (OutpostDraft) draft = outpost_draft_new (NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  text = g_strdup_printf (_("“%s” was removed"),
                          outpost_account_get_title (outpost_draft_get_base (self->draft)));
  /* The draft goes first, so that nobody takes the missing file for another program's doing. */
  outpost_window_show_draft (self, draft);
  if (!outpost_account_store_hide (self->store, id, &error)) {
    outpost_window_go (self, OUTPOST_NEXT_OPEN, id);
    outpost_window_toast (self, error->message);
    return;
  }
  g_ptr_array_add (self->removed, g_steal_pointer (&id));
  outpost_window_go (self, OUTPOST_NEXT_OPEN, NULL);
  outpost_window_update_removed (self);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_action_name (toast, "win.undo-remove");
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
remove_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    OutpostWindow    *self)
{
  if (g_str_equal (response, "remove") && current_id (self) != NULL)
    remove_now (self);
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), NULL, NULL));

  gtk_menu_button_popdown (self->account_button);
  adw_message_dialog_format_heading (dialog, _("Remove “%s”?"),
                                     outpost_account_get_title (
                                       outpost_draft_get_base (self->draft)));
  adw_message_dialog_set_body (dialog, _("Programs that send through this account can no longer "
                                         "do so. This can be undone until Outpost is closed."));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * outpost_window_accounts_class_init:
 * @widget_class: the window's class
 *
 * Installs the actions of the account menu.
 */
void
outpost_window_accounts_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.all-accounts", NULL, all_accounts_action);
  gtk_widget_class_install_action (widget_class, "win.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "win.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "win.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "win.use-as-default", NULL,
                                   use_as_default_action);
  gtk_widget_class_install_action (widget_class, "win.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "win.undo-remove", NULL, undo_action);
}

/**
 * outpost_window_watch_removed:
 * @self: the window
 * @card: a card that offers an account back
 *
 * Lets the card do what it says.
 */
void
outpost_window_watch_removed (OutpostWindow     *self,
                              OutpostAdviceCard *card)
{
  g_signal_connect_object (card, "activated", G_CALLBACK (undo_remove), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "closed", G_CALLBACK (removed_closed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_window_accounts_init:
 * @self: the window
 *
 * Fills the account menu and offers back what was removed in a session that
 * did not end in order.
 */
void
outpost_window_accounts_init (OutpostWindow *self)
{
  g_autoptr (GSimpleAction) action =
    g_simple_action_new_stateful ("account", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_auto (GStrv) hidden = outpost_account_store_get_hidden (self->store);

  g_signal_connect_object (action, "activate", G_CALLBACK (account_action), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->store, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  outpost_window_watch_removed (self, outpost_window_get_card (self, OUTPOST_CARD_SLOT_REMOVED));
  rebuild_menu (self);

  self->removed = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; hidden != NULL && hidden[i] != NULL; i++)
    g_ptr_array_add (self->removed, g_strdup (hidden[i]));
  outpost_window_update_removed (self);
}

/**
 * outpost_window_accounts_update:
 * @self: the window
 *
 * Brings the account menu up to date with the draft.
 */
void
outpost_window_accounts_update (OutpostWindow *self)
{
  const char *id = current_id (self);
  gboolean form = !self->is_first_run;
  g_autofree char *default_id = outpost_account_store_dup_default (self->store);

  g_action_group_change_action_state (G_ACTION_GROUP (self), "account",
                                      g_variant_new_string (id != NULL ? id : ""));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.duplicate", id != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.remove", id != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.use-as-default",
                                 id != NULL && g_strcmp0 (id, default_id) != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.rename", form);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.add", form);
}

/**
 * outpost_window_purge_all:
 * @self: the window, about to close
 *
 * Undo ends with the program: deletes what was removed, password included. The
 * application stays until that is done.
 */
void
outpost_window_purge_all (OutpostWindow *self)
{
  for (guint i = 0; i < self->removed->len; i++)
    purge (self, self->removed->pdata[i]);
  g_ptr_array_set_size (self->removed, 0);
}
