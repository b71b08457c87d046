/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-diagnosis.h"

G_BEGIN_DECLS

/* One failure with all that is known of it. */
typedef struct {
  const OutpostDiagnosisSubject *subject;
  const OutpostSmtpFailure      *failure;
  const OutpostSmtpFacts        *facts;
  const GError                  *error;
  const OutpostBeside           *beside;   /* NULL while nothing was tried beside it */
  OutpostSmtpStage               stage;    /* at whose door it is laid */
} OutpostDiagnosisCase;

const OutpostPreset *outpost_diagnosis_find_preset  (const char                 *host);
const char          *outpost_diagnosis_name_cause   (const OutpostDiagnosisCase *c);
void                 outpost_diagnosis_add_change   (OutpostDiagnosis           *self,
                                                     OutpostField                field,
                                                     const char                 *text);
void                 outpost_diagnosis_offer_beside (OutpostDiagnosis           *self,
                                                     const OutpostDiagnosisCase *c);
/* A word for programs, or NULL if it is about no field. */
const char          *outpost_diagnosis_name_field   (const OutpostDiagnosis     *self);

G_END_DECLS
