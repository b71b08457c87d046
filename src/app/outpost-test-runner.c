/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-test-runner.h"

#include <glib/gi18n-lib.h>

#include "outpost-account-state.h"
#include "outpost-printable.h"
#include "outpost-words.h"

struct _OutpostTestRunner {
  GObject              parent_instance;

  OutpostDraft        *draft;

  OutpostTrial        *trial;        /* while it runs */
  GCancellable        *cancellable;
  OutpostTrialStep     steps[OUTPOST_SMTP_N_STAGES];
  OutpostSmtpStage     stage;        /* the one that runs */
  gint64               started_us;   /* monotonic; of the running stage */

  OutpostAccount      *tested;       /* as it was when Test was pressed */
  OutpostSecret       *tested_password;
  gboolean             tested_saved;  /* the password that was tested is the stored one now */
  OutpostTrialReport  *report;
};

enum {
  STARTED,
  STEP,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostTestRunner, outpost_test_runner, G_TYPE_OBJECT)

/* What the steps are called before they were tried. In the order of OutpostSmtpStage. */
static const char *const pending_titles[OUTPOST_SMTP_N_STAGES] = {
  /* Translators: a step of the test: looking up the server's name */
  N_("Server name"),
  N_("Connection"),
  N_("Encryption"),
  /* Translators: a step of the test: the server says what it can do */
  N_("Greeting"),
  N_("Sign-in"),
  N_("Sender"),
  N_("Recipient"),
  N_("Message"),
};

static void
reset_steps (OutpostTestRunner *self)
{
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++) {
    outpost_trial_step_clear (&self->steps[i]);
    self->steps[i].stage = (OutpostSmtpStage) i;
    self->steps[i].state = OUTPOST_STEP_PENDING;
    self->steps[i].title = g_strdup (_(pending_titles[i]));
    self->steps[i].duration_us = -1;
  }
  self->stage = OUTPOST_SMTP_STAGE_LOOKUP;
}

static void
take_step (OutpostTestRunner      *self,
           const OutpostTrialStep *step)
{
  OutpostTrialStep *mine = &self->steps[step->stage];

  outpost_trial_step_clear (mine);
  outpost_trial_step_copy (mine, step);
  if (mine->title == NULL)
    mine->title = g_strdup (_(pending_titles[step->stage]));
  if (step->state == OUTPOST_STEP_RUNNING) {
    self->stage = step->stage;
    self->started_us = g_get_monotonic_time ();
  }
}

/* A trial that was let go of: another account is on show by now. */
typedef struct {
  OutpostTestRunner *runner;
  OutpostTrial      *trial;
} Listener;

static void
listener_free (gpointer data)
{
  Listener *listener = data;

  g_object_unref (listener->runner);
  g_free (listener);
}

static void
step_cb (const OutpostTrialStep *step,
         gpointer                user_data)
{
  Listener *listener = user_data;
  OutpostTestRunner *self = listener->runner;

  if (self->trial != listener->trial)
    return;
  take_step (self, step);
  g_signal_emit (self, signals[STEP], 0, (int) step->stage);
}

static char *
refusal_text (OutpostTestRunner *self,
              gint64             time)
{
  const OutpostPreset *preset = outpost_draft_get_preset (self->draft);
  gboolean today;
  g_autofree char *clock = outpost_words_clock (time, &today);
  g_autofree char *server =
    outpost_printable_isolate (outpost_account_get (self->tested, OUTPOST_FIELD_SERVER));
  const char *who = preset != NULL ? outpost_preset_get_name (preset) : server;

  /* Translators: the provider, such as Gmail, or the server's name; then the time of day */
  return g_strdup_printf (_("%s refused this password today at %s."), who, clock);
}

/* What the test found is said once more at the field it lies in. */
static void
mark_field (OutpostTestRunner *self)
{
  const OutpostDiagnosis *diagnosis = outpost_trial_report_get_diagnosis (self->report);
  gint64 time = outpost_trial_report_get_time (self->report);
  g_autofree char *refusal = NULL;

  if (diagnosis == NULL || !outpost_test_runner_is_current (self))
    return;
  if (outpost_trial_report_get_refused (self->report))
    outpost_draft_set_refused (self->draft, time);
  if (!diagnosis->has_field)
    return;
  if (outpost_trial_report_get_refused (self->report) &&
      diagnosis->field == OUTPOST_FIELD_PASSWORD)
    refusal = refusal_text (self, time);
  outpost_draft_set_remark (self->draft, diagnosis->field,
                            refusal != NULL ? refusal : diagnosis->cause);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (OutpostTestRunner) self = user_data;
  g_autoptr (OutpostTrialReport) report =
    outpost_trial_run_finish (OUTPOST_TRIAL (source), result);

  if (self->trial != OUTPOST_TRIAL (source))
    return; /* another account is on show by now */
  g_clear_object (&self->trial);
  g_clear_object (&self->cancellable);
  self->report = g_steal_pointer (&report);
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    take_step (self, outpost_trial_report_get_step (self->report, (OutpostSmtpStage) i));

  if (self->tested_password == NULL)
    outpost_test_runner_remember (self, self->tested);
  mark_field (self);
  g_signal_emit (self, signals[FINISHED], 0);
  /* Asking for the password may have unlocked the keyring. */
  outpost_draft_ask_keyring (self->draft);
}

static void
forget (OutpostTestRunner *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->trial);
  g_clear_object (&self->report);
  g_clear_object (&self->tested);
  g_clear_pointer (&self->tested_password, outpost_secret_unref);
  self->tested_saved = FALSE;
}

static void
outpost_test_runner_dispose (GObject *object)
{
  OutpostTestRunner *self = OUTPOST_TEST_RUNNER (object);

  forget (self);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (outpost_test_runner_parent_class)->dispose (object);
}

static void
outpost_test_runner_finalize (GObject *object)
{
  OutpostTestRunner *self = OUTPOST_TEST_RUNNER (object);

  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    outpost_trial_step_clear (&self->steps[i]);

  G_OBJECT_CLASS (outpost_test_runner_parent_class)->finalize (object);
}

static void
outpost_test_runner_class_init (OutpostTestRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = outpost_test_runner_dispose;
  object_class->finalize = outpost_test_runner_finalize;

  /**
   * OutpostTestRunner::started:
   * @self: the runner
   *
   * A test began; all steps are pending.
   */
  signals[STARTED] = g_signal_new ("started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OutpostTestRunner::step:
   * @self: the runner
   * @stage: an [enum@Outpost.SmtpStage]
   *
   * A step stands otherwise.
   */
  signals[STEP] = g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * OutpostTestRunner::finished:
   * @self: the runner
   *
   * The test ended; the report is there.
   */
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
outpost_test_runner_init (OutpostTestRunner *self)
{
  reset_steps (self);
}

/**
 * outpost_test_runner_new:
 *
 * Returns: (transfer full): a runner without a draft
 */
OutpostTestRunner *
outpost_test_runner_new (void)
{
  return g_object_new (OUTPOST_TYPE_TEST_RUNNER, NULL);
}

/**
 * outpost_test_runner_set_draft:
 * @self: a runner
 * @draft: the draft to test from now on
 *
 * Goes over to another account. A test that runs is cancelled, and what the
 * last one came to is forgotten.
 */
void
outpost_test_runner_set_draft (OutpostTestRunner *self,
                               OutpostDraft      *draft)
{
  g_return_if_fail (OUTPOST_IS_TEST_RUNNER (self) && OUTPOST_IS_DRAFT (draft));

  forget (self);
  reset_steps (self);
  g_set_object (&self->draft, draft);
}

/**
 * outpost_test_runner_start:
 * @self: a runner with a draft
 * @send: whether to send the message; %FALSE to stop after the recipient
 *
 * Tests what stands in the draft now, saved or not.
 */
void
outpost_test_runner_start (OutpostTestRunner *self,
                           gboolean           send)
{
  Listener *listener;

  g_return_if_fail (OUTPOST_IS_TEST_RUNNER (self) && self->draft != NULL);

  if (self->trial != NULL || outpost_draft_why_not_test (self->draft) != NULL)
    return;

  forget (self);
  reset_steps (self);
  self->tested = outpost_account_copy (outpost_draft_get_account (self->draft));
  if (outpost_draft_get_password (self->draft) != NULL)
    self->tested_password = outpost_secret_ref (outpost_draft_get_password (self->draft));
  self->started_us = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
  self->trial = outpost_trial_new (self->tested, self->tested_password,
                                   outpost_account_get_test_address (self->tested), send);
  outpost_trial_set_may_prompt (self->trial, TRUE);

  listener = g_new0 (Listener, 1);
  listener->runner = g_object_ref (self);
  listener->trial = self->trial;
  g_signal_emit (self, signals[STARTED], 0);
  outpost_trial_run_async (self->trial, step_cb, listener, listener_free, self->cancellable,
                           finished_cb, g_object_ref (self));
}

/**
 * outpost_test_runner_cancel:
 * @self: a runner
 *
 * Asks a running test to stop: no new command is begun, and the report says
 * how far it went.
 */
void
outpost_test_runner_cancel (OutpostTestRunner *self)
{
  g_return_if_fail (OUTPOST_IS_TEST_RUNNER (self));

  if (self->trial != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * outpost_test_runner_is_running:
 * @self: a runner
 *
 * Returns: whether a test is running
 */
gboolean
outpost_test_runner_is_running (OutpostTestRunner *self)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self), FALSE);

  return self->trial != NULL;
}

/**
 * outpost_test_runner_is_cancelled:
 * @self: a runner
 *
 * Returns: whether the running test was asked to stop and has not done so yet
 */
gboolean
outpost_test_runner_is_cancelled (OutpostTestRunner *self)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self), FALSE);

  return self->trial != NULL && g_cancellable_is_cancelled (self->cancellable);
}

/**
 * outpost_test_runner_get_elapsed_us:
 * @self: a runner
 *
 * Returns: how long the running step has taken so far, in microseconds
 */
gint64
outpost_test_runner_get_elapsed_us (OutpostTestRunner *self)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self), 0);

  return g_get_monotonic_time () - self->started_us;
}

/**
 * outpost_test_runner_get_step:
 * @self: a runner
 * @stage: which step
 *
 * Returns: (transfer none): how the step stands
 */
const OutpostTrialStep *
outpost_test_runner_get_step (OutpostTestRunner *self,
                              OutpostSmtpStage   stage)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self), NULL);

  return &self->steps[stage];
}

/**
 * outpost_test_runner_get_stage:
 * @self: a runner
 *
 * Returns: the step that runs, or the first one
 */
OutpostSmtpStage
outpost_test_runner_get_stage (OutpostTestRunner *self)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self), OUTPOST_SMTP_STAGE_LOOKUP);

  return self->stage;
}

/**
 * outpost_test_runner_get_report:
 * @self: a runner
 *
 * Returns: (transfer none) (nullable): what the last test came to, or %NULL
 */
OutpostTrialReport *
outpost_test_runner_get_report (OutpostTestRunner *self)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self), NULL);

  return self->report;
}

/* The name of the account plays no part in a test. */
static gboolean
same_settings (OutpostAccount *a,
               OutpostAccount *b)
{
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (i != OUTPOST_FIELD_NAME && i != OUTPOST_FIELD_PASSWORD &&
        g_strcmp0 (outpost_account_get (a, (OutpostField) i),
                   outpost_account_get (b, (OutpostField) i)) != 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * outpost_test_runner_is_current:
 * @self: a runner
 *
 * Returns: whether the last test was of what stands in the draft now
 */
gboolean
outpost_test_runner_is_current (OutpostTestRunner *self)
{
  OutpostSecret *password;

  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self), FALSE);

  if (self->tested == NULL || self->draft == NULL)
    return FALSE;
  password = outpost_draft_get_password (self->draft);
  if (password != self->tested_password && (password != NULL || !self->tested_saved))
    return FALSE;
  return same_settings (self->tested, outpost_draft_get_account (self->draft));
}

/**
 * outpost_test_runner_get_passed:
 * @self: a runner with a draft
 *
 * Returns: when the very settings in the draft last passed, in this session or an
 *   earlier one, in seconds since 1970 UTC, or 0
 */
gint64
outpost_test_runner_get_passed (OutpostTestRunner *self)
{
  g_return_val_if_fail (OUTPOST_IS_TEST_RUNNER (self) && self->draft != NULL, 0);

  if (self->report != NULL && outpost_test_runner_is_current (self))
    return outpost_trial_report_get_outcome (self->report) == OUTPOST_OUTCOME_PASSED
             ? outpost_trial_report_get_time (self->report)
             : 0;
  /* What is remembered says nothing of a password typed since. */
  if (outpost_draft_get_password (self->draft) != NULL || outpost_draft_is_new (self->draft))
    return 0;
  return outpost_account_state_get_passed (outpost_draft_get_account (self->draft));
}

/**
 * outpost_test_runner_remember:
 * @self: a runner
 * @saved: the account as it is saved
 *
 * Keeps beside a saved account what the last test of it came to, for later
 * sessions and other programs.
 */
void
outpost_test_runner_remember (OutpostTestRunner *self,
                              OutpostAccount    *saved)
{
  g_autoptr (GError) error = NULL;
  gint64 time;

  g_return_if_fail (OUTPOST_IS_TEST_RUNNER (self) && OUTPOST_IS_ACCOUNT (saved));

  if (self->report == NULL || outpost_account_get_id (saved) == NULL ||
      !same_settings (self->tested, saved))
    return;
  self->tested_saved = TRUE;
  time = outpost_trial_report_get_time (self->report);
  /* A check without sending is no pass: it says nothing of the message. */
  if (outpost_trial_report_get_sent (self->report) == OUTPOST_SENT_YES)
    outpost_account_state_set_passed (saved, time,
                                      outpost_trial_report_get_mechanism (self->report), &error);
  else if (outpost_trial_report_get_refused (self->report))
    outpost_account_state_set_refused (saved, time, &error);
  /* A memory aid only: the settings themselves are safe. */
  if (error != NULL)
    g_message ("The result of the test was not kept: %s", error->message);
}
