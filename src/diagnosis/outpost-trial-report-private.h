/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-trial-report.h"

G_BEGIN_DECLS

/* What a trial tells its report, all of it handed over. */
struct _OutpostTrialReport {
  GObject                parent_instance;

  OutpostOutcome         outcome;
  OutpostSent            sent;
  gboolean               send;          /* FALSE: "Check without sending" */
  gboolean               secret_failed; /* there was no password to sign in with */
  gboolean               incomplete;    /* the settings could not be tried at all */
  OutpostSmtpStage       stage;
  OutpostTrialStep       steps[OUTPOST_SMTP_N_STAGES];
  OutpostDiagnosis      *diagnosis;
  OutpostBeside         *beside;        /* NULL: nothing was tried beside it */
  OutpostSmtpFacts       facts;
  OutpostSmtpTranscript *transcript;
  OutpostDiagnosisSubject subject;
  gboolean               refused;
  gint64                 time;
  gint64                 duration_us;
  char                  *title;
  char                  *summary;
};

OutpostTrialReport *outpost_trial_report_new    (void);
/* Puts title and summary into words, once all the rest is known. */
void                outpost_trial_report_seal   (OutpostTrialReport *self);

/* Names for programs: "look-up", "passed" … */
const char         *outpost_stage_to_text       (OutpostSmtpStage    stage);

G_END_DECLS
