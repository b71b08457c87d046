/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-trial-report.h"

G_BEGIN_DECLS

void outpost_trial_step_init   (OutpostTrialStep              *self,
                                OutpostSmtpStage               stage);
void outpost_trial_step_begin  (OutpostTrialStep              *self,
                                const OutpostDiagnosisSubject *subject);
void outpost_trial_step_pass   (OutpostTrialStep              *self,
                                const OutpostDiagnosisSubject *subject,
                                const OutpostSmtpFacts        *facts,
                                gint64                         duration_us,
                                gint64                         now);
void outpost_trial_step_remark (OutpostTrialStep              *self,
                                const char                    *id,
                                char                          *detail,
                                const char                    *text);
void outpost_trial_step_look_beside (OutpostTrialStep         *self);
void outpost_trial_step_set_words (OutpostTrialStep           *self,
                                   const OutpostSmtpReply     *reply);
void outpost_trial_step_fail   (OutpostTrialStep              *self,
                                const OutpostDiagnosis        *diagnosis,
                                gint64                         duration_us);
void outpost_trial_step_cancel (OutpostTrialStep              *self,
                                gint64                         duration_us);
void outpost_trial_step_skip   (OutpostTrialStep              *self,
                                const char                    *why);

G_END_DECLS
