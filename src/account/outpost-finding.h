/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-fix.h"
#include "outpost-preset.h"
#include "outpost-secret-store.h"

G_BEGIN_DECLS

typedef enum {
  OUTPOST_SEVERITY_HINT,
  OUTPOST_SEVERITY_WARNING,
  OUTPOST_SEVERITY_ERROR,
} OutpostSeverity;

/**
 * OutpostFinding:
 * @field: the field it is about
 * @severity: errors hold Save back
 * @id: stable name, such as `server-near-miss`
 * @text: what is wrong and what to do, translated, one or two sentences
 * @fix_label: (nullable): names the fix's result, such as "Use 465"
 * @fix: (nullable) (element-type OutpostFixChange): what the fix changes
 * @url: (nullable): a page that helps, only from the presets
 */
typedef struct {
  OutpostField     field;
  OutpostSeverity  severity;
  const char      *id;
  char            *text;
  char            *fix_label;
  GPtrArray       *fix;
  char            *url;
} OutpostFinding;

/**
 * OutpostFindingContext:
 * @password: (nullable): what stands in the password row; %NULL or empty: nothing typed
 * @secret_state: where the stored password is
 * @for_saving: also report what is empty (a form shows that only for fields that were touched)
 */
typedef struct {
  const char         *password;
  OutpostSecretState  secret_state;
  gboolean            for_saving;
} OutpostFindingContext;

/* All findings of the draft, in the order of fields, worst first within a field.
 * (element-type OutpostFinding) (transfer full). Pure: no I/O, no network. */
GPtrArray      *outpost_findings_check   (OutpostAccount               *draft,
                                          const OutpostFindingContext  *context);
OutpostFinding *outpost_findings_worst   (GPtrArray                    *findings,
                                          OutpostField                  field);
void            outpost_finding_free     (OutpostFinding               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostFinding, outpost_finding_free)

G_END_DECLS
