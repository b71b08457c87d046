/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-result-group.h"

#include <glib/gi18n-lib.h>

#include "outpost-step-row.h"
#include "outpost-words.h"

/* How often the time of the running step is written anew. */
#define TICK_MS 100
/* From then on it is said what Cancel means while the server has the whole message. */
#define LONG_WAIT_US (3 * G_USEC_PER_SEC)

struct _OutpostResultGroup {
  AdwPreferencesGroup  parent_instance;

  GtkWidget           *details_button;
  GtkWidget           *copy_button;
  AdwButtonContent    *copy_content;

  OutpostStepRow      *rows[OUTPOST_SMTP_N_STAGES];  /* made for the first test */
  OutpostTestRunner   *runner;
  gboolean             narrow;
  guint                tick_id;
};

enum {
  FIX,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostResultGroup, outpost_result_group, ADW_TYPE_PREFERENCES_GROUP)

/* Group titles and descriptions are markup. */
static void
set_words (OutpostResultGroup *self,
           const char         *title,
           const char         *description)
{
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *description_markup = g_markup_escape_text (description, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title_markup);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description_markup);
}

static void
show_step (OutpostResultGroup *self,
           OutpostSmtpStage    stage)
{
  const OutpostTrialStep *step = outpost_test_runner_get_step (self->runner, stage);
  OutpostTrialReport *report = outpost_test_runner_get_report (self->runner);

  outpost_step_row_show (self->rows[stage], step,
                         step->state == OUTPOST_STEP_FAILED && report != NULL
                           ? outpost_trial_report_get_diagnosis (report)
                           : NULL);
}

static void
show_progress (OutpostResultGroup *self)
{
  OutpostSmtpStage stage = outpost_test_runner_get_stage (self->runner);
  g_autofree char *description = NULL;

  if (outpost_test_runner_is_cancelled (self->runner)) {
    set_words (self, _("Cancelling…"), _("No new command is begun."));
    return;
  }
  if (stage == OUTPOST_SMTP_STAGE_MESSAGE &&
      outpost_test_runner_get_elapsed_us (self->runner) > LONG_WAIT_US)
    description = g_strdup (_("The server is taking its time with the message. Cancel stops "
                              "waiting for its answer; the message may be sent all the same."));
  else
    /* Translators: progress of a test; the numbers are the step's and that of all steps */
    description = g_strdup_printf (_("Step %d of %d"), (int) stage + 1, OUTPOST_SMTP_N_STAGES);
  set_words (self, _("Testing…"), description);
}

static gboolean
tick_cb (gpointer user_data)
{
  OutpostResultGroup *self = user_data;
  OutpostSmtpStage stage = outpost_test_runner_get_stage (self->runner);

  if (outpost_test_runner_get_step (self->runner, stage)->state == OUTPOST_STEP_RUNNING)
    outpost_step_row_set_elapsed (self->rows[stage],
                                  outpost_test_runner_get_elapsed_us (self->runner));
  show_progress (self);
  return G_SOURCE_CONTINUE;
}

static void
show_header_buttons (OutpostResultGroup *self)
{
  OutpostTrialReport *report = outpost_test_runner_get_report (self->runner);

  gtk_widget_set_visible (self->copy_button, report != NULL);
  /* On failure Details stands in the failed row. */
  gtk_widget_set_visible (self->details_button,
                          report != NULL && outpost_result_group_get_failed_row (self) == NULL);
}

static void
fix_cb (OutpostResultGroup *self)
{
  g_signal_emit (self, signals[FIX], 0);
}

/* Not before they are needed: the window would be slower to appear. */
static void
make_rows (OutpostResultGroup *self)
{
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++) {
    self->rows[i] = OUTPOST_STEP_ROW (outpost_step_row_new ());
    outpost_step_row_set_narrow (self->rows[i], self->narrow);
    g_signal_connect_swapped (self->rows[i], "fix", G_CALLBACK (fix_cb), self);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->rows[i]));
  }
}

static void
started_cb (OutpostResultGroup *self)
{
  if (self->rows[0] == NULL)
    make_rows (self);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "outdated");
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    show_step (self, (OutpostSmtpStage) i);
  show_progress (self);
  show_header_buttons (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (self->tick_id == 0)
    self->tick_id = g_timeout_add (TICK_MS, tick_cb, self);
}

static void
step_cb (OutpostResultGroup *self,
         int                 stage)
{
  show_step (self, (OutpostSmtpStage) stage);
  show_progress (self);
}

static void
finished_cb (OutpostResultGroup *self)
{
  OutpostTrialReport *report = outpost_test_runner_get_report (self->runner);
  g_autofree char *words = NULL;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    show_step (self, (OutpostSmtpStage) i);
  set_words (self, outpost_trial_report_get_title (report),
             outpost_trial_report_get_summary (report));
  show_header_buttons (self);
  words = g_strjoin (" ", outpost_trial_report_get_title (report),
                     outpost_trial_report_get_summary (report), NULL);
  outpost_words_announce (GTK_WIDGET (self), words);
}

static void
outpost_result_group_dispose (GObject *object)
{
  OutpostResultGroup *self = OUTPOST_RESULT_GROUP (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->runner);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_RESULT_GROUP);

  G_OBJECT_CLASS (outpost_result_group_parent_class)->dispose (object);
}

static void
outpost_result_group_class_init (OutpostResultGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = outpost_result_group_dispose;

  /**
   * OutpostResultGroup::fix:
   * @self: the group
   *
   * The failed row's button was pressed.
   */
  signals[FIX] = g_signal_new ("fix", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-result-group.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostResultGroup, details_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostResultGroup, copy_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostResultGroup, copy_content);
}

static void
outpost_result_group_init (OutpostResultGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  outpost_words_name (self->copy_button, _("Copy Report"));
  outpost_words_wrap_title (ADW_PREFERENCES_GROUP (self));
}

/**
 * outpost_result_group_set_runner:
 * @self: the group
 * @runner: the runner whose tests it shows
 *
 * Called once.
 */
void
outpost_result_group_set_runner (OutpostResultGroup *self,
                                 OutpostTestRunner  *runner)
{
  g_return_if_fail (OUTPOST_IS_RESULT_GROUP (self) && self->runner == NULL);

  self->runner = g_object_ref (runner);
  g_signal_connect_object (runner, "started", G_CALLBACK (started_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "step", G_CALLBACK (step_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "finished", G_CALLBACK (finished_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_result_group_reset:
 * @self: the group
 *
 * Takes the result away: another account is on show.
 */
void
outpost_result_group_reset (OutpostResultGroup *self)
{
  g_return_if_fail (OUTPOST_IS_RESULT_GROUP (self));

  g_clear_handle_id (&self->tick_id, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * outpost_result_group_judge_age:
 * @self: the group
 *
 * Says whether the settings have changed since the test.
 */
void
outpost_result_group_judge_age (OutpostResultGroup *self)
{
  OutpostTrialReport *report = outpost_test_runner_get_report (self->runner);

  if (report == NULL)
    return;
  if (outpost_test_runner_is_current (self->runner)) {
    gtk_widget_remove_css_class (GTK_WIDGET (self), "outdated");
    set_words (self, outpost_trial_report_get_title (report),
               outpost_trial_report_get_summary (report));
  } else {
    gtk_widget_add_css_class (GTK_WIDGET (self), "outdated");
    set_words (self, outpost_trial_report_get_title (report),
               _("Settings have changed since this test"));
  }
}

/**
 * outpost_result_group_get_failed_row:
 * @self: the group
 *
 * Returns: (transfer none) (nullable): the row of the step that failed, or %NULL
 */
GtkWidget *
outpost_result_group_get_failed_row (OutpostResultGroup *self)
{
  g_return_val_if_fail (OUTPOST_IS_RESULT_GROUP (self), NULL);

  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++) {
    if (outpost_test_runner_get_step (self->runner, (OutpostSmtpStage) i)->state ==
        OUTPOST_STEP_FAILED)
      return GTK_WIDGET (self->rows[i]);
  }
  return NULL;
}

/**
 * outpost_result_group_set_narrow:
 * @self: the group
 * @narrow: whether the window is narrow
 *
 * Follows the window's shape.
 */
void
outpost_result_group_set_narrow (OutpostResultGroup *self,
                                 gboolean            narrow)
{
  g_return_if_fail (OUTPOST_IS_RESULT_GROUP (self));

  adw_button_content_set_label (self->copy_content, narrow ? "" : _("Copy Report"));
  gtk_widget_set_tooltip_text (self->copy_button, narrow ? _("Copy Report") : NULL);
  self->narrow = narrow;
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES && self->rows[i] != NULL; i++)
    outpost_step_row_set_narrow (self->rows[i], narrow);
}
