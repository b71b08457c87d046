/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-trial-report-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-printable.h"

enum {
  EXIT_PASSED = 0,
  EXIT_FIRST_STAGE = 10,
  EXIT_CANCELLED = 18,
  EXIT_KEYRING = 75,
  EXIT_CONFIGURATION = 78,
};

G_DEFINE_FINAL_TYPE (OutpostTrialReport, outpost_trial_report, G_TYPE_OBJECT)

static void
outpost_trial_report_finalize (GObject *object)
{
  OutpostTrialReport *self = OUTPOST_TRIAL_REPORT (object);

  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    outpost_trial_step_clear (&self->steps[i]);
  g_clear_pointer (&self->diagnosis, outpost_diagnosis_free);
  g_clear_pointer (&self->beside, outpost_beside_free);
  outpost_smtp_facts_clear (&self->facts);
  g_clear_pointer (&self->transcript, outpost_smtp_transcript_unref);
  outpost_diagnosis_subject_clear (&self->subject);
  g_free (self->title);
  g_free (self->summary);

  G_OBJECT_CLASS (outpost_trial_report_parent_class)->finalize (object);
}

static void
outpost_trial_report_class_init (OutpostTrialReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_trial_report_finalize;
}

static void
outpost_trial_report_init (OutpostTrialReport *self)
{
}

OutpostTrialReport *
outpost_trial_report_new (void)
{
  return g_object_new (OUTPOST_TYPE_TRIAL_REPORT, NULL);
}

static char *
make_title (OutpostTrialReport *self)
{
  static const char * const stopped[OUTPOST_SMTP_N_STAGES] = {
    N_("Stopped at the server’s name"), N_("Stopped at connecting"), N_("Stopped at securing"),
    N_("Stopped at the greeting"), N_("Stopped at sign-in"), N_("Stopped at the sender"),
    N_("Stopped at the recipient"), N_("Stopped at the message"),
  };
  static const char * const cancelled[OUTPOST_SMTP_N_STAGES] = {
    N_("Cancelled at the server’s name"), N_("Cancelled at connecting"),
    N_("Cancelled at securing"),
    N_("Cancelled at the greeting"), N_("Cancelled at sign-in"), N_("Cancelled at the sender"),
    N_("Cancelled at the recipient"), N_("Cancelled at the message"),
  };

  if (self->outcome == OUTPOST_OUTCOME_PASSED)
    return g_strdup (self->send ? _("Outgoing mail works") : _("The server is ready to send"));
  if (self->incomplete)
    return g_strdup (_("These settings cannot be tried yet"));
  return g_strdup (_((self->outcome == OUTPOST_OUTCOME_CANCELLED ? cancelled
                                                                 : stopped)[self->stage]));
}

static const char *
describe_sent (OutpostTrialReport *self)
{
  return self->sent == OUTPOST_SENT_PERHAPS ? _("The message may have been sent.")
                                            : _("No message was sent.");
}

static guint
count_passed (OutpostTrialReport *self)
{
  guint n = 0;

  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    n += self->steps[i].state == OUTPOST_STEP_PASSED || self->steps[i].state == OUTPOST_STEP_REMARK;
  return n;
}

static char *
summarise_pass (OutpostTrialReport *self,
                const char         *duration)
{
  g_autofree char *recipient = outpost_printable_isolate (self->subject.recipient);
  guint n = count_passed (self);

  if (!self->send)
    /* Translators: %s is a duration such as 0.5 s */
    return g_strdup_printf (_("Everything up to the recipient passed in %s. No message was sent."),
                            duration);
  /* Translators: %u is a number of steps, the first %s a duration, the second an address */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u step passed in %s. Look for the message at %s, also "
                                       "under spam.",
                                       "All %u steps passed in %s. Look for the message at %s, "
                                       "also under spam.", n), n, duration, recipient);
}

static char *
make_summary (OutpostTrialReport *self)
{
  g_autofree char *duration = outpost_format_duration (self->duration_us);

  if (self->outcome == OUTPOST_OUTCOME_PASSED)
    return summarise_pass (self, duration);
  if (self->outcome == OUTPOST_OUTCOME_CANCELLED)
    /* Translators: the numbers are a step and how many there are; %s is a sentence */
    return g_strdup_printf (_("Step %u of %u. %s"), (guint) self->stage + 1,
                            OUTPOST_SMTP_N_STAGES, describe_sent (self));
  if (self->incomplete)
    return g_strdup (describe_sent (self));
  /* Translators: the numbers are a step and how many there are; then a duration and a sentence */
  return g_strdup_printf (_("Step %u of %u, after %s. %s"), (guint) self->stage + 1,
                          OUTPOST_SMTP_N_STAGES, duration, describe_sent (self));
}

void
outpost_trial_report_seal (OutpostTrialReport *self)
{
  self->title = make_title (self);
  self->summary = make_summary (self);
}

/**
 * outpost_trial_report_get_outcome:
 * @self: a report
 *
 * Returns: how the trial ended
 */
OutpostOutcome
outpost_trial_report_get_outcome (OutpostTrialReport *self)
{
  return self->outcome;
}

/**
 * outpost_trial_report_get_sent:
 * @self: a report
 *
 * Returns: what became of the message
 */
OutpostSent
outpost_trial_report_get_sent (OutpostTrialReport *self)
{
  return self->sent;
}

/**
 * outpost_trial_report_get_step:
 * @self: a report
 * @stage: which of the eight
 *
 * Returns: (transfer none): how that step ended
 */
const OutpostTrialStep *
outpost_trial_report_get_step (OutpostTrialReport *self,
                               OutpostSmtpStage    stage)
{
  return &self->steps[stage];
}

/**
 * outpost_trial_report_get_stage:
 * @self: a report
 *
 * Returns: the last stage that was tried
 */
OutpostSmtpStage
outpost_trial_report_get_stage (OutpostTrialReport *self)
{
  return self->stage;
}

/**
 * outpost_trial_report_get_diagnosis:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): what the failure means; %NULL unless it failed
 */
const OutpostDiagnosis *
outpost_trial_report_get_diagnosis (OutpostTrialReport *self)
{
  return self->diagnosis;
}

/**
 * outpost_trial_report_get_beside:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): what was tried beside the failed test; %NULL if
 *   there was no need
 */
const OutpostBeside *
outpost_trial_report_get_beside (OutpostTrialReport *self)
{
  return self->beside;
}

/**
 * outpost_trial_report_get_facts:
 * @self: a report
 *
 * Returns: (transfer none): what was learned of the server
 */
const OutpostSmtpFacts *
outpost_trial_report_get_facts (OutpostTrialReport *self)
{
  return &self->facts;
}

/**
 * outpost_trial_report_get_transcript:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): what was said; %NULL if no session was begun
 */
OutpostSmtpTranscript *
outpost_trial_report_get_transcript (OutpostTrialReport *self)
{
  return self->transcript;
}

/**
 * outpost_trial_report_get_title:
 * @self: a report
 *
 * Returns: (transfer none): a translated title, such as “Stopped at sign-in”
 */
const char *
outpost_trial_report_get_title (OutpostTrialReport *self)
{
  return self->title;
}

/**
 * outpost_trial_report_get_summary:
 * @self: a report
 *
 * Returns: (transfer none): one or two translated sentences: how far it went, and
 *   what became of the message
 */
const char *
outpost_trial_report_get_summary (OutpostTrialReport *self)
{
  return self->summary;
}

/**
 * outpost_trial_report_get_time:
 * @self: a report
 *
 * Returns: when the trial began, in seconds since 1970 UTC
 */
gint64
outpost_trial_report_get_time (OutpostTrialReport *self)
{
  return self->time;
}

/**
 * outpost_trial_report_get_duration_us:
 * @self: a report
 *
 * Returns: how long it took in all, in microseconds
 */
gint64
outpost_trial_report_get_duration_us (OutpostTrialReport *self)
{
  return self->duration_us;
}

/**
 * outpost_trial_report_get_mechanism:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the SASL mechanism that signed in
 */
const char *
outpost_trial_report_get_mechanism (OutpostTrialReport *self)
{
  OutpostStepState state = self->steps[OUTPOST_SMTP_STAGE_SIGN_IN].state;

  return state == OUTPOST_STEP_PASSED || state == OUTPOST_STEP_REMARK ? self->facts.mechanism : NULL;
}

/**
 * outpost_trial_report_get_refused:
 * @self: a report
 *
 * Returns: whether the server refused the credential itself, which is then not
 *   to be shown to it again before something has changed
 */
gboolean
outpost_trial_report_get_refused (OutpostTrialReport *self)
{
  return self->refused;
}

/**
 * outpost_trial_report_get_exit_code:
 * @self: a report
 *
 * Returns: the exit code of `outpostctl test`: 0 passed, 10 to 17 the stage at
 *   which it failed, 18 cancelled, 75 no password to be had, 78 the settings could
 *   not be tried
 */
int
outpost_trial_report_get_exit_code (OutpostTrialReport *self)
{
  if (self->outcome == OUTPOST_OUTCOME_PASSED)
    return EXIT_PASSED;
  if (self->outcome == OUTPOST_OUTCOME_CANCELLED)
    return EXIT_CANCELLED;
  if (self->secret_failed)
    return EXIT_KEYRING;
  return self->incomplete ? EXIT_CONFIGURATION : EXIT_FIRST_STAGE + (int) self->stage;
}
