/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-window-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-details-window.h"
#include "outpost-menu-names.h"
#include "outpost-preferences.h"
#include "outpost-words.h"

/* Below this the window has no room for what stands side by side. */
#define NARROW_WIDTH 640

#define SETTINGS_WIDTH     "window-width"
#define SETTINGS_HEIGHT    "window-height"
#define SETTINGS_MAXIMIZED "window-maximized"

G_DEFINE_FINAL_TYPE (OutpostWindow, outpost_window, ADW_TYPE_APPLICATION_WINDOW)

enum {
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_save_button (OutpostWindow *self)
{
  gboolean can_save = outpost_draft_can_save (self->draft) && self->sent == NULL;
  guint n_errors = outpost_draft_count_errors (self->draft);
  g_autofree char *why_not = NULL;

  if (!outpost_draft_is_changed (self->draft))
    why_not = g_strdup (_("Nothing to save"));
  else if (n_errors > 0)
    why_not = g_strdup_printf (ngettext ("%u field needs attention", "%u fields need attention",
                                         n_errors), n_errors);
  gtk_widget_set_sensitive (self->save_button, can_save);
  gtk_widget_set_tooltip_text (self->save_button, why_not);
}

/**
 * outpost_window_update:
 * @self: the window
 *
 * Brings header, actions and cards up to date with the draft.
 */
void
outpost_window_update (OutpostWindow *self)
{
  OutpostTestRunner *runner = outpost_general_page_get_runner (self->page);
  gboolean form = !self->is_first_run;
  const char *title = outpost_account_get_title (outpost_draft_get_account (self->draft));
  gboolean changed = outpost_draft_is_changed (self->draft);
  gboolean running = outpost_test_runner_is_running (runner);
  gboolean has_report = outpost_test_runner_get_report (runner) != NULL;
  /* Translators: name of the account in the header while it has unsaved changes */
  g_autofree char *label = changed ? g_strdup_printf (_("• %s"), title) : g_strdup (title);
  g_autofree char *name = NULL;

  gtk_label_set_text (self->account_label, label);
  /* Translators: what a screen reader says of the button with the account's name */
  name = changed ? g_strdup_printf (_("Account %s, with unsaved changes"), title)
                 : g_strdup_printf (_("Account %s"), title);
  outpost_words_name (GTK_WIDGET (self->account_button), name);
  outpost_words_name (GTK_WIDGET (gtk_menu_button_get_popover (self->account_button)), name);
  update_save_button (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.test", form && !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.check",
                                 form && !running &&
                                 outpost_draft_why_not_test (self->draft) == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.write-test", form && !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save", form);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-test", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.details", has_report);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-report", has_report);
  outpost_window_accounts_update (self);
  outpost_window_cards_update (self);
  outpost_window_first_run_update (self);
}

/**
 * outpost_window_toast:
 * @self: the window
 * @text: one sentence that nothing rests on
 *
 * Shows a toast.
 */
void
outpost_window_toast (OutpostWindow *self,
                      const char    *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/**
 * outpost_window_put_draft:
 * @self: the window
 * @draft: the draft of another account
 *
 * Fills the form, whether it is on show or not. The draft before is given up.
 */
void
outpost_window_put_draft (OutpostWindow *self,
                          OutpostDraft  *draft)
{
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_func (self->draft, outpost_window_update, self);
  g_set_object (&self->draft, draft);
  outpost_window_cards_forget (self);
  outpost_general_page_set_draft (self->page, draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (outpost_window_update), self,
                           G_CONNECT_SWAPPED);
  outpost_general_page_scroll_to_top (self->page);
}

/**
 * outpost_window_show_draft:
 * @self: the window
 * @draft: the draft of another account
 *
 * Puts another account on show. The draft before is given up.
 */
void
outpost_window_show_draft (OutpostWindow *self,
                           OutpostDraft  *draft)
{
  gboolean was_first_run = self->is_first_run;

  self->is_first_run = FALSE;
  outpost_window_put_draft (self, draft);
  gtk_widget_set_visible (GTK_WIDGET (self->page), TRUE);
  outpost_window_update (self);
  /* Before the page with the focus goes: the window would look for another place to have it. */
  if (outpost_draft_is_new (draft))
    outpost_general_page_focus_first (self->page);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->account_button));
  if (was_first_run)
    outpost_window_hide_first_run (self);
}

static gboolean
is_on_show (OutpostWindow *self,
            const char    *id)
{
  return self->draft != NULL &&
         g_strcmp0 (outpost_account_get_id (outpost_draft_get_account (self->draft)), id) == 0;
}

/* The account that is used where none is named, else the first. */
static OutpostAccount *
first_account (OutpostWindow *self)
{
  g_autofree char *id = outpost_account_store_dup_default (self->store);
  g_autoptr (OutpostAccount) first = NULL;

  if (id != NULL)
    return outpost_account_store_find (self->store, id);
  first = g_list_model_get_item (G_LIST_MODEL (self->store), 0);
  return first; /* the store holds it */
}

static void
open_account (OutpostWindow *self,
              const char    *id)
{
  OutpostAccount *account = id != NULL ? outpost_account_store_find (self->store, id)
                                       : first_account (self);
  g_autoptr (OutpostDraft) draft = NULL;

  if (account == NULL && id != NULL) {
    g_autofree char *text = g_strdup_printf (_("There is no account “%s”."), id);

    outpost_window_toast (self, text);
    account = first_account (self);
  }
  if (account == NULL) {
    outpost_window_show_first_run (self);
    return;
  }
  draft = outpost_draft_new (account);
  outpost_window_show_draft (self, draft);
}

/**
 * outpost_window_go:
 * @self: the window
 * @next: what to do
 * @id: (nullable): for %OUTPOST_NEXT_OPEN the account, or %NULL for the default one
 *
 * Does what the draft on show stood in the way of.
 */
void
outpost_window_go (OutpostWindow *self,
                   OutpostNext    next,
                   const char    *id)
{
  g_autoptr (OutpostDraft) draft = NULL;

  switch (next) {
  case OUTPOST_NEXT_CLOSE:
    self->closing = TRUE;
    outpost_test_runner_cancel (outpost_general_page_get_runner (self->page));
    outpost_window_purge_all (self);
    gtk_window_destroy (GTK_WINDOW (self));
    break;
  case OUTPOST_NEXT_OPEN:
    open_account (self, id);
    break;
  case OUTPOST_NEXT_ADD:
    outpost_window_show_first_run (self);
    break;
  case OUTPOST_NEXT_DUPLICATE:
    draft = outpost_draft_new_duplicate (outpost_draft_get_base (self->draft));
    outpost_window_show_draft (self, draft);
    break;
  case OUTPOST_NEXT_STAY:
  default:
    break;
  }
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  outpost_window_save (OUTPOST_WINDOW (widget));
}

static void
test_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  outpost_general_page_press_test (OUTPOST_WINDOW (widget)->page,
                                   !g_str_equal (action_name, "win.check"));
}

static void
write_test_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  outpost_general_page_focus_recipient (OUTPOST_WINDOW (widget)->page);
}

static void
cancel_test_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  outpost_general_page_cancel_test (OUTPOST_WINDOW (widget)->page);
}

static void
details_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  OutpostTestRunner *runner = outpost_general_page_get_runner (self->page);
  GtkWidget *window =
    outpost_details_window_new (GTK_WINDOW (self), outpost_test_runner_get_report (runner),
                                outpost_draft_get_text (self->draft, OUTPOST_FIELD_SERVER));

  gtk_window_present (GTK_WINDOW (window));
}

static void
copy_report_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  OutpostTestRunner *runner = outpost_general_page_get_runner (self->page);
  g_autofree char *text =
    outpost_trial_report_to_text (outpost_test_runner_get_report (runner), TRUE);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  outpost_window_toast (self, _("Report copied, with addresses masked"));
}

/* Where a desktop shows three buttons, two of them would keep the narrow window from
 * becoming 360 wide; close stays, on the side where the person is used to it. */
static void
update_buttons (OutpostWindow *self)
{
  g_autofree char *layout = NULL;
  const char *colon;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-decoration-layout", &layout, NULL);
  colon = layout != NULL ? strchr (layout, ':') : NULL;
  if (!self->narrow || layout == NULL || strstr (layout, "close") == NULL)
    adw_header_bar_set_decoration_layout (self->header_bar, NULL);
  else if (colon != NULL && strstr (colon, "close") != NULL)
    adw_header_bar_set_decoration_layout (self->header_bar, ":close");
  else
    adw_header_bar_set_decoration_layout (self->header_bar, "close:");
}

static gboolean
narrow_cb (gpointer user_data)
{
  OutpostWindow *self = user_data;

  self->narrow_id = 0;
  if (self->narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  update_buttons (self);
  outpost_general_page_set_narrow (self->page, self->narrow);
  outpost_window_first_run_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

/* libadwaita 1.2 has no breakpoints. What the width changes would change the
 * layout under way, hence the idle. */
static void
outpost_window_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  OutpostWindow *self = OUTPOST_WINDOW (widget);
  gboolean narrow = width < NARROW_WIDTH;

  GTK_WIDGET_CLASS (outpost_window_parent_class)->size_allocate (widget, width, height, baseline);

  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  if (self->narrow_id == 0)
    self->narrow_id = g_idle_add_full (GTK_PRIORITY_RESIZE, narrow_cb, self, NULL);
}

static void
remember_size (OutpostWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, SETTINGS_WIDTH, width);
  g_settings_set_int (self->settings, SETTINGS_HEIGHT, height);
  g_settings_set_boolean (self->settings, SETTINGS_MAXIMIZED,
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
outpost_window_close_request (GtkWindow *window)
{
  OutpostWindow *self = OUTPOST_WINDOW (window);

  remember_size (self);
  if (!self->closing)
    outpost_window_leave (self, OUTPOST_NEXT_CLOSE, NULL);
  return GDK_EVENT_STOP; /* closed by outpost_window_go() */
}

static void
restore_size (OutpostWindow *self)
{
  self->settings = outpost_preferences_load ();
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, SETTINGS_WIDTH),
                               g_settings_get_int (self->settings, SETTINGS_HEIGHT));
  if (g_settings_get_boolean (self->settings, SETTINGS_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
outpost_window_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    g_value_set_boolean (value, OUTPOST_WINDOW (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
outpost_window_dispose (GObject *object)
{
  OutpostWindow *self = OUTPOST_WINDOW (object);

  g_clear_handle_id (&self->narrow_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_object (&self->sent);
  g_clear_pointer (&self->sent_password, outpost_secret_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_WINDOW);

  G_OBJECT_CLASS (outpost_window_parent_class)->dispose (object);
}

static void
outpost_window_finalize (GObject *object)
{
  OutpostWindow *self = OUTPOST_WINDOW (object);

  g_free (self->next_id);
  g_free (self->back_id);
  g_clear_error (&self->save_error);
  g_clear_pointer (&self->removed, g_ptr_array_unref);

  G_OBJECT_CLASS (outpost_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "win.check", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "win.write-test", NULL, write_test_action);
  gtk_widget_class_install_action (widget_class, "win.cancel-test", NULL, cancel_test_action);
  gtk_widget_class_install_action (widget_class, "win.details", NULL, details_action);
  gtk_widget_class_install_action (widget_class, "win.copy-report", NULL, copy_report_action);
  outpost_window_accounts_class_init (widget_class);
  outpost_window_first_run_class_init (widget_class);
  outpost_window_menu_class_init (widget_class);
}

static void
outpost_window_class_init (OutpostWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = outpost_window_get_property;
  object_class->dispose = outpost_window_dispose;
  object_class->finalize = outpost_window_finalize;
  widget_class->size_allocate = outpost_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = outpost_window_close_request;

  /**
   * OutpostWindow:narrow:
   *
   * Whether there is no room for what stands side by side in a wide window.
   */
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (OUTPOST_TYPE_GENERAL_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, account_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, account_label);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, OutpostWindow, page);
  gtk_widget_class_bind_template_child_full (widget_class, "accounts_section", FALSE,
                                             G_STRUCT_OFFSET (OutpostWindow, accounts_menu));
  gtk_widget_class_bind_template_callback (widget_class, outpost_window_save);
  install_actions (widget_class);
}

static void
outpost_window_init (OutpostWindow *self)
{
  OutpostTestRunner *runner;

  gtk_widget_init_template (GTK_WIDGET (self));
  outpost_words_name (GTK_WIDGET (self->menu_button), _("Main Menu"));
  outpost_words_name (self->back_button, _("Back"));
  outpost_menu_names_watch (gtk_menu_button_get_popover (self->menu_button));
  outpost_menu_names_watch (gtk_menu_button_get_popover (self->account_button));
  outpost_words_name (GTK_WIDGET (gtk_menu_button_get_popover (self->menu_button)),
                      _("Main Menu"));
  restore_size (self);

  self->store = outpost_account_store_new (NULL);
  runner = outpost_general_page_get_runner (self->page);
  g_signal_connect_object (runner, "started", G_CALLBACK (outpost_window_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "finished", G_CALLBACK (outpost_window_update), self,
                           G_CONNECT_SWAPPED);
  outpost_window_accounts_init (self);
  outpost_window_cards_init (self);
  outpost_window_menu_init (self);
}

/**
 * outpost_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window without an account yet; see outpost_window_open_account()
 */
GtkWidget *
outpost_window_new (GtkApplication *application)
{
  return g_object_new (OUTPOST_TYPE_WINDOW, "application", application, NULL);
}

/**
 * outpost_window_open_account:
 * @self: the window
 * @id: (nullable): the account, or %NULL for the default one
 *
 * Shows an account, after a question if that would lose something.
 */
void
outpost_window_open_account (OutpostWindow *self,
                             const char    *id)
{
  g_return_if_fail (OUTPOST_IS_WINDOW (self));

  if (self->draft == NULL)
    outpost_window_go (self, OUTPOST_NEXT_OPEN, id);
  else if (id != NULL)
    outpost_window_leave (self, OUTPOST_NEXT_OPEN, id);
}

/**
 * outpost_window_test_account:
 * @self: the window
 * @id: (nullable): the account, or %NULL for the default one
 * @action: `win.test`, `win.check` to send no message, or `win.write-test` to ask first
 *   where the test is to go
 *
 * Shows an account and does that there. Where unsaved changes of another one are asked about
 * first, it is left to the person.
 */
void
outpost_window_test_account (OutpostWindow *self,
                             const char    *id,
                             const char    *action)
{
  OutpostAccount *account;

  g_return_if_fail (OUTPOST_IS_WINDOW (self));

  account = id != NULL ? outpost_account_store_find (self->store, id) : first_account (self);
  if (account != NULL)
    id = outpost_account_get_id (account);
  if (!is_on_show (self, id))
    outpost_window_open_account (self, id);
  if (account != NULL && is_on_show (self, id))
    gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}
