/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-diagnosis.h"
#include "outpost-smtp-transcript.h"

G_BEGIN_DECLS

typedef enum {
  OUTPOST_STEP_PENDING,
  OUTPOST_STEP_RUNNING,
  OUTPOST_STEP_PASSED,
  OUTPOST_STEP_REMARK,   /* passed with a remark */
  OUTPOST_STEP_FAILED,
  OUTPOST_STEP_SKIPPED,
} OutpostStepState;

/**
 * OutpostTrialStep:
 * @stage: which of the eight
 * @state: how it stands
 * @title: in words for this state: "Signing in as x", "Signed in", "Sign-in refused"
 * @detail: (nullable): "PLAIN", "TLS 1.3, certificate valid for 71 days"
 * @duration_us: -1 while unknown
 * @remark_id: (nullable): stable name of what is remarked on, such as `ipv6-broken`
 * @remark: (nullable): the same in sentences, and what to do
 */
typedef struct {
  OutpostSmtpStage  stage;
  OutpostStepState  state;
  char             *title;
  char             *detail;
  gint64            duration_us;
  char             *remark_id;
  char             *remark;
} OutpostTrialStep;

typedef enum {
  OUTPOST_OUTCOME_PASSED,
  OUTPOST_OUTCOME_FAILED,
  OUTPOST_OUTCOME_CANCELLED,
} OutpostOutcome;

/* What became of the message. */
typedef enum {
  OUTPOST_SENT_NO,
  OUTPOST_SENT_YES,
  OUTPOST_SENT_PERHAPS,
} OutpostSent;

/**
 * OutpostTrialReport:
 *
 * What a trial came to. Immutable; holds no secret.
 */
#define OUTPOST_TYPE_TRIAL_REPORT (outpost_trial_report_get_type ())
G_DECLARE_FINAL_TYPE (OutpostTrialReport, outpost_trial_report, OUTPOST, TRIAL_REPORT, GObject)

OutpostOutcome          outpost_trial_report_get_outcome    (OutpostTrialReport *self);
OutpostSent             outpost_trial_report_get_sent       (OutpostTrialReport *self);
const OutpostTrialStep *outpost_trial_report_get_step       (OutpostTrialReport *self,
                                                             OutpostSmtpStage    stage);
OutpostSmtpStage        outpost_trial_report_get_stage      (OutpostTrialReport *self); /* the last one tried */
const OutpostDiagnosis *outpost_trial_report_get_diagnosis  (OutpostTrialReport *self); /* NULL unless failed */
const OutpostBeside    *outpost_trial_report_get_beside     (OutpostTrialReport *self); /* NULL unless looked at */
const OutpostSmtpFacts *outpost_trial_report_get_facts      (OutpostTrialReport *self);
OutpostSmtpTranscript  *outpost_trial_report_get_transcript (OutpostTrialReport *self);
const char             *outpost_trial_report_get_title      (OutpostTrialReport *self); /* "Stopped at sign-in" */
const char             *outpost_trial_report_get_summary    (OutpostTrialReport *self); /* "Step 5 of 8, after 0.2 s. No message was sent." */
gint64                  outpost_trial_report_get_time       (OutpostTrialReport *self); /* s since 1970 UTC */
gint64                  outpost_trial_report_get_duration_us (OutpostTrialReport *self);
const char             *outpost_trial_report_get_mechanism  (OutpostTrialReport *self); /* the one that worked, or NULL */
gboolean                outpost_trial_report_get_refused    (OutpostTrialReport *self); /* the credential was refused (535 …) */

/* Text for a ticket. mask: addresses masked; secrets always are. */
char                   *outpost_trial_report_to_text        (OutpostTrialReport *self,
                                                             gboolean            mask);
char                   *outpost_trial_report_to_json        (OutpostTrialReport *self,
                                                             gboolean            mask);
/* The exit code of outpostctl test: 0, 10 … 18, 75, 78. */
int                     outpost_trial_report_get_exit_code  (OutpostTrialReport *self);

void                    outpost_trial_step_clear            (OutpostTrialStep       *self);
void                    outpost_trial_step_copy             (OutpostTrialStep       *to,
                                                             const OutpostTrialStep *from);

G_END_DECLS
