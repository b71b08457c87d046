/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-test-group.h"

#include <glib/gi18n-lib.h>

#include "outpost-menu-names.h"
#include "outpost-words.h"

/* Cancel stands where Test stood: the second press of a double click is not meant for it. */
#define DOUBLE_CLICK_US (400 * 1000)

struct _OutpostTestGroup {
  AdwPreferencesGroup  parent_instance;

  AdwEntryRow         *row;
  GtkStack            *buttons;
  AdwSplitButton      *test_button;
  GtkWidget           *cancel_button;

  OutpostTestRunner   *runner;
  OutpostDraft        *draft;
  gint64               started_us;
};

G_DEFINE_FINAL_TYPE (OutpostTestGroup, outpost_test_group, ADW_TYPE_PREFERENCES_GROUP)

static void
update (OutpostTestGroup *self)
{
  const char *why_not;
  g_autofree char *markup = NULL;
  g_autofree char *clock = NULL;
  gboolean running, today = FALSE;
  gint64 passed;

  if (self->draft == NULL)
    return;
  running = outpost_test_runner_is_running (self->runner);
  why_not = outpost_draft_why_not_test (self->draft);
  gtk_stack_set_visible_child_name (self->buttons, running ? "cancel" : "test");
  gtk_widget_set_sensitive (GTK_WIDGET (self->test_button), why_not == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->test_button), why_not);

  /* While a result stands below, it says the same at more length. */
  passed = running || outpost_test_runner_get_report (self->runner) != NULL
             ? 0
             : outpost_test_runner_get_passed (self->runner);
  if (passed != 0) {
    clock = outpost_words_clock (passed, &today);
    /* Translators: %s is a time of day */
    markup = today ? g_markup_printf_escaped (_("Passed with these settings today at %s."), clock)
                   /* Translators: %s is a date and time */
                   : g_markup_printf_escaped (_("Passed with these settings on %s."), clock);
  }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), markup);
}

static void
start (OutpostTestGroup *self,
       gboolean          send)
{
  gboolean had_focus = outpost_test_group_has_focus (self);

  self->started_us = g_get_monotonic_time ();
  outpost_test_runner_start (self->runner, send);
  if (had_focus && outpost_test_runner_is_running (self->runner))
    gtk_widget_grab_focus (self->cancel_button);
}

static void
again_response_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   OutpostTestGroup *self)
{
  if (g_str_equal (response, "test"))
    start (self, TRUE);
  else if (g_str_equal (response, "check"))
    start (self, FALSE);
}

/* Many servers lock an account after a few wrong passwords. */
static void
ask_before_repeating (OutpostTestGroup *self,
                      gboolean          send)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (window, _("Try the Same Password Again?"), NULL);
  const char *response = send ? "test" : "check";
  gboolean today;
  g_autofree char *clock = outpost_words_clock (outpost_draft_get_refused (self->draft), &today);

  if (today)
    /* Translators: %s is a time of day */
    adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                    _("The server refused it today at %s. After a few refusals "
                                      "many servers lock the account for a while."), clock);
  else
    /* Translators: %s is a date and time */
    adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                    _("The server refused it on %s. After a few refusals many "
                                      "servers lock the account for a while."), clock);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"),
                                    response, _("Try Again"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (again_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
test_clicked_cb (OutpostTestGroup *self)
{
  outpost_test_group_press (self, TRUE);
}

static void
cancel_clicked_cb (OutpostTestGroup *self)
{
  outpost_test_group_cancel (self);
}

static void
finished_cb (OutpostTestGroup *self)
{
  OutpostTrialReport *report = outpost_test_runner_get_report (self->runner);
  gboolean had_focus = gtk_widget_has_focus (self->cancel_button);

  update (self);
  if (had_focus)
    outpost_test_group_focus (self);
  /* GTK 4.8 announces nothing by itself: the button has the focus, and says it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->test_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  outpost_trial_report_get_title (report), -1);
}

static void
outpost_test_group_dispose (GObject *object)
{
  OutpostTestGroup *self = OUTPOST_TEST_GROUP (object);

  g_clear_object (&self->runner);
  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_TEST_GROUP);

  G_OBJECT_CLASS (outpost_test_group_parent_class)->dispose (object);
}

static void
outpost_test_group_class_init (OutpostTestGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_test_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-test-group.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostTestGroup, row);
  gtk_widget_class_bind_template_child (widget_class, OutpostTestGroup, buttons);
  gtk_widget_class_bind_template_child (widget_class, OutpostTestGroup, test_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostTestGroup, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
outpost_test_group_init (OutpostTestGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  outpost_menu_names_watch (adw_split_button_get_popover (self->test_button));
  outpost_words_name (GTK_WIDGET (adw_split_button_get_popover (self->test_button)),
                      adw_split_button_get_dropdown_tooltip (self->test_button));
}

/**
 * outpost_test_group_get_row:
 * @self: the group
 *
 * Returns: (transfer none): the row of the address to send to
 */
AdwEntryRow *
outpost_test_group_get_row (OutpostTestGroup *self)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_GROUP (self), NULL);

  return self->row;
}

/**
 * outpost_test_group_set_runner:
 * @self: the group
 * @runner: what runs the tests
 *
 * Called once.
 */
void
outpost_test_group_set_runner (OutpostTestGroup  *self,
                               OutpostTestRunner *runner)
{
  g_return_if_fail (OUTPOST_IS_TEST_GROUP (self) && self->runner == NULL);

  self->runner = g_object_ref (runner);
  g_signal_connect_object (runner, "started", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "finished", G_CALLBACK (finished_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_test_group_set_draft:
 * @self: the group
 * @draft: the draft to test from now on
 *
 * Goes over to another account.
 */
void
outpost_test_group_set_draft (OutpostTestGroup *self,
                              OutpostDraft     *draft)
{
  g_return_if_fail (OUTPOST_IS_TEST_GROUP (self));

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_func (self->draft, update, self);
  g_set_object (&self->draft, draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->test_button),
                                 GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  update (self);
}

/**
 * outpost_test_group_press:
 * @self: the group
 * @send: whether to send the message; %FALSE to stop after the recipient
 *
 * Does what Test does: begins a test, after a question if the server has
 * refused this very password before.
 */
void
outpost_test_group_press (OutpostTestGroup *self,
                          gboolean          send)
{
  g_return_if_fail (OUTPOST_IS_TEST_GROUP (self));

  if (outpost_test_runner_is_running (self->runner) ||
      outpost_draft_why_not_test (self->draft) != NULL)
    return;
  if (outpost_draft_get_refused (self->draft) != 0)
    ask_before_repeating (self, send);
  else
    start (self, send);
}

/**
 * outpost_test_group_cancel:
 * @self: the group
 *
 * Does what Cancel does.
 */
void
outpost_test_group_cancel (OutpostTestGroup *self)
{
  g_return_if_fail (OUTPOST_IS_TEST_GROUP (self));

  if (g_get_monotonic_time () - self->started_us > DOUBLE_CLICK_US)
    outpost_test_runner_cancel (self->runner);
}

/**
 * outpost_test_group_has_focus:
 * @self: the group
 *
 * Returns: whether the keyboard focus is on Test or Cancel
 */
gboolean
outpost_test_group_has_focus (OutpostTestGroup *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->buttons));
}

/**
 * outpost_test_group_focus:
 * @self: the group
 *
 * Moves the keyboard focus to Test.
 */
void
outpost_test_group_focus (OutpostTestGroup *self)
{
  g_return_if_fail (OUTPOST_IS_TEST_GROUP (self));

  gtk_widget_child_focus (GTK_WIDGET (self->test_button), GTK_DIR_TAB_FORWARD);
}
