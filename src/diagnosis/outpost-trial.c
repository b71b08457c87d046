/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-trial.h"

#include <glib/gi18n-lib.h>

#include "outpost-account-state.h"
#include "outpost-beside-private.h"
#include "outpost-catalogue.h"
#include "outpost-finding.h"
#include "outpost-message.h"
#include "outpost-secret-store.h"
#include "outpost-smtp-session.h"
#include "outpost-trial-report-private.h"
#include "outpost-trial-step-private.h"

struct _OutpostTrial {
  GObject         parent_instance;

  /* Set before the run: the worker thread reads them unlocked. */
  OutpostAccount *account;
  OutpostSecret  *secret;
  char           *recipient;
  gboolean        send;
  gboolean        may_prompt;
};

/* One run; lives on the stack of the thread that does it. */
typedef struct {
  OutpostTrial         *trial;
  OutpostTrialReport   *report;
  OutpostSmtpSession   *session;
  OutpostTrialStepFunc  func;
  gpointer              data;
  gint64                stage_began;   /* monotonic, µs */
} Run;

G_DEFINE_FINAL_TYPE (OutpostTrial, outpost_trial, G_TYPE_OBJECT)

static void
outpost_trial_finalize (GObject *object)
{
  OutpostTrial *self = OUTPOST_TRIAL (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->secret, outpost_secret_unref);
  g_free (self->recipient);

  G_OBJECT_CLASS (outpost_trial_parent_class)->finalize (object);
}

static void
outpost_trial_class_init (OutpostTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_trial_finalize;
}

static void
outpost_trial_init (OutpostTrial *self)
{
}

static void
tell_step (Run              *run,
           OutpostSmtpStage  stage)
{
  if (run->func != NULL)
    run->func (&run->report->steps[stage], run->data);
}

static void
skip_step (Run              *run,
           OutpostSmtpStage  stage,
           const char       *why)
{
  outpost_trial_step_skip (&run->report->steps[stage], why);
  tell_step (run, stage);
}

/* What these settings leave out is told as soon as it is passed over. */
static void
skip_left_out (Run              *run,
               OutpostSmtpStage  reached)
{
  OutpostTrialReport *report = run->report;

  if (reached >= OUTPOST_SMTP_STAGE_GREETING &&
      report->subject.security == OUTPOST_SMTP_SECURITY_NONE &&
      report->steps[OUTPOST_SMTP_STAGE_SECURE].state == OUTPOST_STEP_PENDING)
    skip_step (run, OUTPOST_SMTP_STAGE_SECURE, _("not encrypted"));
  if (reached >= OUTPOST_SMTP_STAGE_SENDER &&
      report->steps[OUTPOST_SMTP_STAGE_SIGN_IN].state == OUTPOST_STEP_PENDING)
    skip_step (run, OUTPOST_SMTP_STAGE_SIGN_IN, _("without sign-in"));
}

/* An address that the system would rather use did not answer: whoever waits for each
 * connection on it is slow, and programs without this race fail. */
static void
remark_ipv6 (OutpostTrialStep       *step,
             const OutpostSmtpFacts *facts)
{
  const OutpostCatalogueRow *row = outpost_catalogue_get ("ipv6-broken");
  g_autofree char *text = NULL;

  if (!facts->prefers_ipv6 || facts->connected_ipv6)
    return;
  text = g_strjoin (" ", _(row->cause), _(row->next_step), NULL);
  outpost_trial_step_remark (step, row->id, g_strdup (step->detail), text);
}

/* Whoever stands in between can take the stronger mechanisms out of the server's offer;
 * only what worked before tells. */
static void
remark_weaker_mechanism (Run                    *run,
                         OutpostTrialStep       *step,
                         const OutpostSmtpFacts *facts)
{
  g_autofree char *before = outpost_account_state_dup_mechanism (run->trial->account);

  if (before == NULL || facts->mechanism == NULL || !g_str_has_prefix (before, "SCRAM-") ||
      g_str_has_prefix (facts->mechanism, "SCRAM-"))
    return;
  outpost_trial_step_remark (step, "weaker-mechanism",
                             /* Translators: both are names of sign-in mechanisms */
                             g_strdup_printf (_("%s, weaker than %s of the last test"),
                                              facts->mechanism, before), NULL);
}

/* What the provider is known to do with another sender than the account; hearsay is a hint
 * in the form and no remark. That it refuses it is for a check that ends before the
 * message: some look at the sender only then. */
static void
remark_sender (Run              *run,
               OutpostTrialStep *step)
{
  const OutpostFindingContext context = { .secret_state = OUTPOST_SECRET_STATE_UNKNOWN };
  g_autoptr (GPtrArray) findings = outpost_findings_check (run->trial->account, &context);

  for (guint i = 0; i < findings->len; i++) {
    const OutpostFinding *finding = g_ptr_array_index (findings, i);
    gboolean rewritten = g_str_equal (finding->id, "sender-rewritten");

    if (finding->severity < OUTPOST_SEVERITY_WARNING)
      continue;
    if (rewritten || (g_str_equal (finding->id, "sender-refused") && !run->trial->send)) {
      outpost_trial_step_remark (step, finding->id, g_strdup (step->detail), finding->text);
      return;
    }
  }
}

static void
stage_cb (OutpostSmtpStage        stage,
          gint64                  duration_us,
          const OutpostSmtpFacts *facts,
          gpointer                user_data)
{
  Run *run = user_data;
  OutpostTrialStep *step = &run->report->steps[stage];
  const OutpostSmtpReply *final;

  skip_left_out (run, stage);
  run->report->stage = stage;
  if (duration_us < 0) {
    run->stage_began = g_get_monotonic_time ();
    outpost_trial_step_begin (step, &run->report->subject);
  } else {
    outpost_trial_step_pass (step, &run->report->subject, facts, duration_us,
                             g_get_real_time () / G_USEC_PER_SEC);
    if (stage == OUTPOST_SMTP_STAGE_CONNECT)
      remark_ipv6 (step, facts);
    if (stage == OUTPOST_SMTP_STAGE_SIGN_IN)
      remark_weaker_mechanism (run, step, facts);
    if (stage == OUTPOST_SMTP_STAGE_SENDER)
      remark_sender (run, step);
    final = outpost_smtp_session_get_final (run->session);
    if (stage == OUTPOST_SMTP_STAGE_MESSAGE && final != NULL)
      outpost_trial_step_set_words (step, final);
  }
  tell_step (run, stage);
}

static void
fill_subject (OutpostTrial            *self,
              OutpostDiagnosisSubject *subject)
{
  g_autoptr (OutpostSmtpEndpoint) endpoint = outpost_account_to_endpoint (self->account, NULL);

  subject->host = g_strdup (endpoint != NULL ? endpoint->host
                                             : outpost_account_get (self->account,
                                                                    OUTPOST_FIELD_SERVER));
  subject->port = outpost_account_get_port (self->account);
  subject->security = outpost_account_get_security (self->account);
  subject->username = g_strdup (outpost_account_get (self->account, OUTPOST_FIELD_USERNAME));
  subject->sender = g_strdup (outpost_account_get_return_path (self->account));
  subject->recipient = g_strdup (self->recipient);
  subject->mechanism = g_strdup (outpost_account_get (self->account, OUTPOST_FIELD_MECHANISM));
  subject->has_ca_file = *outpost_account_get (self->account, OUTPOST_FIELD_CA_FILE) != '\0';
  subject->now = g_get_real_time () / G_USEC_PER_SEC;
}

static void
skip_rest (Run *run)
{
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    if (run->report->steps[i].state == OUTPOST_STEP_PENDING ||
        run->report->steps[i].state == OUTPOST_STEP_RUNNING)
      skip_step (run, i, _("not tried"));
}

/* In microseconds; -1 where no stage was begun. */
static gint64
get_stage_duration (Run *run)
{
  return run->stage_began != 0 ? g_get_monotonic_time () - run->stage_began : -1;
}

/* duration_us: of the stage that failed; -1 where none was begun. */
static void
report_failure (Run              *run,
                OutpostDiagnosis *diagnosis,
                gint64            duration_us)
{
  OutpostTrialReport *report = run->report;

  report->outcome = OUTPOST_OUTCOME_FAILED;
  report->diagnosis = diagnosis;
  report->stage = diagnosis->stage;
  outpost_trial_step_fail (&report->steps[diagnosis->stage], diagnosis, duration_us);
  tell_step (run, diagnosis->stage);
  skip_rest (run);
}

/* Where another way to the server might do, it is looked for before the step is told to
 * have failed; cancelling then ends the looking, not the test, which is over. */
static OutpostDiagnosis *
diagnose (Run          *run,
          const GError *error,
          GCancellable *cancellable)
{
  const OutpostSmtpFailure *failure = outpost_smtp_session_get_failure (run->session);
  const OutpostSmtpFacts *facts = outpost_smtp_session_get_facts (run->session);
  OutpostTrialReport *report = run->report;
  g_autoptr (OutpostDiagnosis) first =
    outpost_diagnose (&report->subject, failure, facts, error, NULL);

  if (!first->wants_connection || g_cancellable_is_cancelled (cancellable))
    return g_steal_pointer (&first);

  outpost_trial_step_look_beside (&report->steps[first->stage]);
  tell_step (run, first->stage);
  report->beside = outpost_beside_look_sync (run->trial->account, &report->subject, failure, facts,
                                             error, cancellable);
  return outpost_diagnose (&report->subject, failure, facts, error, report->beside);
}

static void
report_cancelled (Run *run)
{
  OutpostTrialReport *report = run->report;

  report->outcome = OUTPOST_OUTCOME_CANCELLED;
  outpost_trial_step_cancel (&report->steps[report->stage], get_stage_duration (run));
  tell_step (run, report->stage);
  skip_rest (run);
}

static void
report_session_error (Run          *run,
                      const GError *error,
                      GCancellable *cancellable)
{
  const OutpostSmtpFailure *failure = outpost_smtp_session_get_failure (run->session);
  OutpostTrialReport *report = run->report;
  gboolean unknown = g_error_matches (error, OUTPOST_SMTP_ERROR,
                                      OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN);
  gint64 duration;

  /* Once the last octet has left, the engine tells a cancel as an unknown outcome too. */
  report->sent = unknown ? OUTPOST_SENT_PERHAPS : OUTPOST_SENT_NO;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      (unknown && g_cancellable_is_cancelled (cancellable))) {
    report_cancelled (run);
    return;
  }
  report->refused = g_error_matches (error, OUTPOST_SMTP_ERROR,
                                     OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED) &&
                    failure->reply != NULL && failure->reply->code / 100 == 5;
  duration = get_stage_duration (run);
  report_failure (run, diagnose (run, error, cancellable), duration);
}

/* A failure before the session: the settings themselves cannot be tried. */
static void
report_unready (Run          *run,
                const GError *error)
{
  OutpostSmtpFailure failure = { .stage = OUTPOST_SMTP_STAGE_LOOKUP };

  run->report->incomplete = TRUE;
  report_failure (run,
                  outpost_diagnose (&run->report->subject, &failure, &run->report->facts, error,
                                    NULL), get_stage_duration (run));
}

static OutpostSecret *
fetch_secret (Run          *run,
              GCancellable *cancellable)
{
  OutpostTrial *trial = run->trial;
  OutpostSecret *secret;
  g_autoptr (GError) error = NULL;

  if (trial->secret != NULL)
    return outpost_secret_ref (trial->secret);

  secret = outpost_secret_load_sync (trial->account, OUTPOST_SECRET_KIND_PASSWORD,
                                     trial->may_prompt, cancellable, &error);
  if (secret == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    report_cancelled (run);
  } else if (secret == NULL) {
    run->report->secret_failed = TRUE;
    report_failure (run, outpost_diagnose_secret (error), get_stage_duration (run));
  }
  return secret;
}

static const char *
get_or_null (OutpostAccount *account,
             OutpostField    field)
{
  const char *text = outpost_account_get (account, field);

  return *text != '\0' ? text : NULL;
}

static OutpostMessage *
make_message (OutpostTrial  *self,
              GError       **error)
{
  const OutpostTestMessage test = {
    .from = outpost_account_get_sender (self->account),
    .from_name = get_or_null (self->account, OUTPOST_FIELD_SENDER_NAME),
    .reply_to = get_or_null (self->account, OUTPOST_FIELD_REPLY_TO),
    .to = self->recipient,
    .account_name = outpost_account_get_title (self->account),
    .time = g_get_real_time () / G_USEC_PER_SEC,
  };

  return outpost_message_new_test (&test, error);
}

static gboolean
talk (Run             *run,
      OutpostMessage  *message,
      GCancellable    *cancellable,
      GError         **error)
{
  const char * const recipients[] = { run->trial->recipient, NULL };
  const OutpostSmtpEnvelope envelope = {
    .sender = outpost_account_get_return_path (run->trial->account),
    .recipients = recipients,
    .all_or_none = TRUE,
  };
  g_autoptr (GPtrArray) results = NULL;

  if (!outpost_smtp_session_open_sync (run->session, cancellable, error))
    return FALSE;
  if (run->trial->send)
    return outpost_smtp_session_send_sync (run->session, &envelope, message, TRUE, &results,
                                           cancellable, error);
  return outpost_smtp_session_check_sync (run->session, &envelope, message, &results, cancellable,
                                          error);
}

static void
report_passed (Run *run)
{
  run->report->outcome = OUTPOST_OUTCOME_PASSED;
  run->report->sent = run->trial->send ? OUTPOST_SENT_YES : OUTPOST_SENT_NO;
  if (!run->trial->send)
    skip_step (run, OUTPOST_SMTP_STAGE_MESSAGE, _("not sent"));
}

static void
run_session (Run                         *run,
             const OutpostSmtpEndpoint   *endpoint,
             const OutpostSmtpCredential *credential,
             OutpostMessage              *message,
             GCancellable                *cancellable)
{
  OutpostSmtpLimits limits;
  g_autoptr (GError) error = NULL;

  outpost_smtp_limits_init (&limits, outpost_account_get_timeout_s (run->trial->account));
  run->session = outpost_smtp_session_new (endpoint, credential, &limits,
                                           OUTPOST_SMTP_MODE_STEPWISE);
  outpost_smtp_session_set_stage_func (run->session, stage_cb, run);
  /* The full check is what Test is for. */
  outpost_smtp_session_set_resume (run->session, FALSE);

  if (talk (run, message, cancellable, &error))
    report_passed (run);
  else
    report_session_error (run, error, cancellable);

  outpost_smtp_facts_copy (&run->report->facts, outpost_smtp_session_get_facts (run->session));
  run->report->transcript =
    outpost_smtp_transcript_ref (outpost_smtp_session_get_transcript (run->session));
  outpost_smtp_session_close (run->session);
  g_clear_object (&run->session);
}

static void
run_trial (Run          *run,
           GCancellable *cancellable)
{
  OutpostAccount *account = run->trial->account;
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;
  g_autoptr (OutpostSmtpCredential) credential = NULL;
  g_autoptr (OutpostMessage) message = NULL;
  g_autoptr (OutpostSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  endpoint = outpost_account_to_endpoint (account, &error);
  if (endpoint != NULL)
    message = make_message (run->trial, &error);
  if (message == NULL) {
    report_unready (run, error);
    return;
  }

  /* Before connecting: a prompt waits for a person, a server does not. */
  if (outpost_account_uses_password (account)) {
    secret = fetch_secret (run, cancellable);
    if (secret == NULL)
      return;
  }
  credential = outpost_account_to_credential (account, secret, &error);
  if (credential == NULL) {
    report_unready (run, error);
    return;
  }
  run_session (run, endpoint, credential, message, cancellable);
}

/* Whether the credential that programs use was refused. What was typed for this
 * test and is not kept says nothing about it: a slip of the finger must not keep
 * cron from sending. */
static gboolean
remember_sign_in (OutpostTrial        *self,
                  OutpostTrialReport  *report,
                  GError             **error)
{
  if (self->secret != NULL)
    return TRUE;
  if (report->refused)
    return outpost_account_state_set_refused (self->account, report->time, error);
  return report->steps[OUTPOST_SMTP_STAGE_SIGN_IN].state != OUTPOST_STEP_PASSED ||
         outpost_account_state_set_refused (self->account, 0, error);
}

/* What the next test, and every program that sends, should know. Only saved
 * accounts have a place for it; not being able to write it spoils no test. */
static void
remember (OutpostTrial       *self,
          OutpostTrialReport *report)
{
  g_autoptr (GError) error = NULL;

  if (outpost_account_get_id (self->account) == NULL)
    return;
  if (remember_sign_in (self, report, &error) && report->outcome == OUTPOST_OUTCOME_PASSED &&
      report->send)
    outpost_account_state_set_passed (self->account, report->time,
                                      outpost_trial_report_get_mechanism (report), &error);
  if (error != NULL)
    g_info ("The result of the test is not remembered: %s", error->message);
}

/**
 * outpost_trial_new:
 * @account: the settings to try, as they stand now
 * @secret: (nullable): the password typed in the form; %NULL to fetch the stored one
 * @recipient: where to send the test message
 * @send: %FALSE to stop after the recipient, without sending
 *
 * Returns: (transfer full): a trial, ready to run
 */
OutpostTrial *
outpost_trial_new (OutpostAccount *account,
                   OutpostSecret  *secret,
                   const char     *recipient,
                   gboolean        send)
{
  OutpostTrial *self;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account) && recipient != NULL, NULL);

  self = g_object_new (OUTPOST_TYPE_TRIAL, NULL);
  self->account = outpost_account_copy (account);
  self->secret = secret != NULL ? outpost_secret_ref (secret) : NULL;
  self->recipient = g_strdup (recipient);
  self->send = send;

  return self;
}

/**
 * outpost_trial_set_may_prompt:
 * @self: a trial that does not run yet
 * @may_prompt: whether the keyring may ask the person to unlock it
 */
void
outpost_trial_set_may_prompt (OutpostTrial *self,
                              gboolean      may_prompt)
{
  g_return_if_fail (OUTPOST_IS_TRIAL (self));

  self->may_prompt = may_prompt;
}

/**
 * outpost_trial_run_sync:
 * @self: a trial
 * @step_func: (nullable) (scope call): called when a step's state changes
 * @step_data: handed to @step_func
 * @cancellable: (nullable): cancelling it begins no new command
 *
 * Goes through the steps of a submission one by one, one command, one reply. Where
 * connecting or securing fails, other ways to the server are looked for, without
 * credentials, in five seconds at most. Blocks: for programs and worker threads.
 *
 * Returns: (transfer full): what it came to, always
 */
OutpostTrialReport *
outpost_trial_run_sync (OutpostTrial         *self,
                        OutpostTrialStepFunc  step_func,
                        gpointer              step_data,
                        GCancellable         *cancellable)
{
  Run run = { .trial = self, .func = step_func, .data = step_data };
  gint64 began = g_get_monotonic_time ();

  g_return_val_if_fail (OUTPOST_IS_TRIAL (self), NULL);

  run.report = outpost_trial_report_new ();
  run.report->send = self->send;
  run.report->time = g_get_real_time () / G_USEC_PER_SEC;
  fill_subject (self, &run.report->subject);
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++)
    outpost_trial_step_init (&run.report->steps[i], i);

  run_trial (&run, cancellable);

  run.report->duration_us = g_get_monotonic_time () - began;
  outpost_trial_report_seal (run.report);
  remember (self, run.report);

  return run.report;
}
