/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-delivery-group.h"

#include <glib/gi18n-lib.h>

#include "outpost-check-row.h"
#include "outpost-deliverability.h"
#include "outpost-host.h"
#include "outpost-printable.h"
#include "outpost-words.h"

struct _OutpostDeliveryGroup {
  AdwPreferencesGroup  parent_instance;

  AdwActionRow        *records_row;
  GtkStack            *records_state;
  GtkButton           *check_button;
  GtkSpinner          *spinner;
  GtkWidget           *message_row;

  OutpostTestRunner   *runner;
  OutpostDraft        *draft;
  GPtrArray           *rows;         /* of the last check */
  GCancellable        *cancellable;  /* while one runs */
  gboolean             had_focus;    /* the button had it, and nobody has gone on since */
  gboolean             narrow;
};

enum {
  CHECKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostDeliveryGroup, outpost_delivery_group, ADW_TYPE_PREFERENCES_GROUP)

/* In the order of OutpostDeliveryState. */
static const OutpostCheckState looks[] = {
  OUTPOST_CHECK_PASSED,
  OUTPOST_CHECK_HINT,
  OUTPOST_CHECK_REMARK,
  OUTPOST_CHECK_FAILED,
  OUTPOST_CHECK_SKIPPED,
};

static void
set_running (OutpostDeliveryGroup *self,
             gboolean              running)
{
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_stack_set_visible_child_name (self->records_state, running ? "spinner" : "button");
}

static void
clear (OutpostDeliveryGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_running (self, FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
add_area (OutpostDeliveryGroup        *self,
          const OutpostDeliverability *result,
          OutpostDeliveryArea          area)
{
  OutpostCheckRow *row = OUTPOST_CHECK_ROW (outpost_check_row_new ());

  outpost_check_row_show (row, looks[result->states[area]], outpost_delivery_area_get_title (area),
                          NULL, result->lines[area]);
  outpost_check_row_set_narrow (row, self->narrow);
  for (guint i = 0; i < result->findings->len; i++) {
    const OutpostDeliveryFinding *finding = result->findings->pdata[i];

    if (finding->area != area)
      continue;
    if (!g_str_equal (finding->text, result->lines[area]))
      outpost_check_row_add_text (row, finding->text);
    if (finding->record_value != NULL)
      outpost_check_row_add_record (row, finding->record_name, finding->record_type,
                                    finding->record_value);
  }
  g_ptr_array_add (self->rows, g_object_ref_sink (row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
}

/* A screen reader is told where the focus goes. Somebody who has gone on is left there. */
static void
lead_on (OutpostDeliveryGroup *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *first = self->rows->pdata[0];

  gtk_widget_set_focusable (first, TRUE);
  if (self->had_focus &&
      (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->records_row)) ||
       focus == GTK_WIDGET (self->records_row)))
    gtk_widget_grab_focus (first);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (OutpostDeliveryGroup) self = user_data;
  g_autoptr (OutpostDeliverability) found = outpost_deliverability_run_finish (result, NULL);

  if (self->cancellable != g_task_get_cancellable (G_TASK (result)) || found == NULL)
    return; /* another sender by now, or the window is gone */

  clear (self);
  for (guint i = 0; i < OUTPOST_N_DELIVERY_AREAS; i++)
    add_area (self, found, (OutpostDeliveryArea) i);
  lead_on (self);
  g_signal_emit (self, signals[CHECKED], 0);
}

static void
check_clicked_cb (OutpostDeliveryGroup *self)
{
  g_auto (OutpostDeliverySubject) subject = { NULL };

  if (!outpost_delivery_subject_from_account (&subject, outpost_draft_get_account (self->draft),
                                              NULL))
    return;
  clear (self);
  self->had_focus = gtk_widget_has_focus (GTK_WIDGET (self->check_button));
  set_running (self, TRUE);
  self->cancellable = g_cancellable_new ();
  outpost_deliverability_run_async (&subject, OUTPOST_DELIVERABILITY_LIMIT_MS, self->cancellable,
                                    checked_cb, g_object_ref (self));
}

static void
update_records (OutpostDeliveryGroup *self)
{
  g_auto (OutpostDeliverySubject) subject = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *title = NULL;
  g_autofree char *markup = NULL;
  gboolean known = outpost_delivery_subject_from_account (
    &subject, outpost_draft_get_account (self->draft), &error);

  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button), known);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check_button), known ? NULL : error->message);
  if (!known)
    return;
  domain = outpost_host_to_unicode (subject.sender_domain);
  isolated = outpost_printable_isolate (domain);
  /* Translators: %s is the domain that mail is sent from */
  title = g_strdup_printf (_("Records of %s"), isolated);
  markup = g_markup_escape_text (title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->records_row), markup);
}

static void
update (OutpostDeliveryGroup *self)
{
  OutpostTrialReport *report = outpost_test_runner_get_report (self->runner);

  gtk_widget_set_visible (GTK_WIDGET (self),
                          report != NULL && outpost_trial_report_get_outcome (report) ==
                                              OUTPOST_OUTCOME_PASSED);
  gtk_widget_set_visible (self->message_row,
                          report != NULL &&
                          outpost_trial_report_get_sent (report) == OUTPOST_SENT_YES);
}

static void
field_changed_cb (OutpostDeliveryGroup *self,
                  int                   field)
{
  if (field != OUTPOST_FIELD_SERVER && field != OUTPOST_FIELD_EMAIL &&
      field != OUTPOST_FIELD_SENDER && field != OUTPOST_FIELD_RETURN_PATH)
    return;
  /* What was found out is of another sender. */
  clear (self);
  update_records (self);
}

static void
outpost_delivery_group_dispose (GObject *object)
{
  OutpostDeliveryGroup *self = OUTPOST_DELIVERY_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_object (&self->runner);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_DELIVERY_GROUP);

  G_OBJECT_CLASS (outpost_delivery_group_parent_class)->dispose (object);
}

static void
outpost_delivery_group_finalize (GObject *object)
{
  g_ptr_array_unref (OUTPOST_DELIVERY_GROUP (object)->rows);

  G_OBJECT_CLASS (outpost_delivery_group_parent_class)->finalize (object);
}

static void
outpost_delivery_group_class_init (OutpostDeliveryGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = outpost_delivery_group_dispose;
  object_class->finalize = outpost_delivery_group_finalize;

  /**
   * OutpostDeliveryGroup::checked:
   * @self: the group
   *
   * There is more to see than before.
   */
  signals[CHECKED] = g_signal_new ("checked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-delivery-group.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostDeliveryGroup, records_row);
  gtk_widget_class_bind_template_child (widget_class, OutpostDeliveryGroup, records_state);
  gtk_widget_class_bind_template_child (widget_class, OutpostDeliveryGroup, check_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostDeliveryGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, OutpostDeliveryGroup, message_row);
  gtk_widget_class_bind_template_callback (widget_class, check_clicked_cb);
}

static void
outpost_delivery_group_init (OutpostDeliveryGroup *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * outpost_delivery_group_new:
 * @runner: the runner whose tests it follows
 * @draft: the draft whose sender it is about
 *
 * Returns: (transfer floating): a group, on show while a test has passed
 */
GtkWidget *
outpost_delivery_group_new (OutpostTestRunner *runner,
                            OutpostDraft      *draft)
{
  OutpostDeliveryGroup *self = g_object_new (OUTPOST_TYPE_DELIVERY_GROUP, NULL);

  self->runner = g_object_ref (runner);
  g_signal_connect_object (runner, "started", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "finished", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  outpost_delivery_group_set_draft (self, draft);
  return GTK_WIDGET (self);
}

/**
 * outpost_delivery_group_set_draft:
 * @self: the group
 * @draft: the draft whose sender it is about from now on
 *
 * Goes over to another account.
 */
void
outpost_delivery_group_set_draft (OutpostDeliveryGroup *self,
                                  OutpostDraft         *draft)
{
  g_return_if_fail (OUTPOST_IS_DELIVERY_GROUP (self) && OUTPOST_IS_DRAFT (draft));

  clear (self);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_set_object (&self->draft, draft);
  g_signal_connect_object (draft, "field-changed", G_CALLBACK (field_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_records (self);
  update (self);
}

/**
 * outpost_delivery_group_set_narrow:
 * @self: the group
 * @narrow: whether the window is narrow
 *
 * Follows the window's shape.
 */
void
outpost_delivery_group_set_narrow (OutpostDeliveryGroup *self,
                                   gboolean              narrow)
{
  g_return_if_fail (OUTPOST_IS_DELIVERY_GROUP (self));

  self->narrow = narrow;
  for (guint i = 0; i < self->rows->len; i++)
    outpost_check_row_set_narrow (self->rows->pdata[i], narrow);
}
