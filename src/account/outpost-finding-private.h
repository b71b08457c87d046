/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-finding.h"

G_BEGIN_DECLS

/* What a rule looks at. Nothing else: same case, same findings. */
typedef struct {
  OutpostAccount              *draft;
  const OutpostFindingContext *context;
  const OutpostPreset         *preset;   /* of the server, else of the address, or NULL */
} OutpostFindingCase;

/* One rule: looks at one field and returns one finding (transfer full) or NULL. */
typedef OutpostFinding *(*OutpostFindingRule) (const OutpostFindingCase *c,
                                               OutpostField              field);

/* A field's rules stand in the order in which they are asked; an error ends it,
 * since what follows would speak of the same fault. */
typedef struct {
  OutpostField       field;
  OutpostFindingRule rule;
} OutpostFindingEntry;

extern const OutpostFindingEntry outpost_finding_server_rules[];
extern const gsize               outpost_finding_n_server_rules;
extern const OutpostFindingEntry outpost_finding_transport_rules[];
extern const gsize               outpost_finding_n_transport_rules;
extern const OutpostFindingEntry outpost_finding_sign_in_rules[];
extern const gsize               outpost_finding_n_sign_in_rules;
extern const OutpostFindingEntry outpost_finding_identity_rules[];
extern const gsize               outpost_finding_n_identity_rules;
extern const OutpostFindingEntry outpost_finding_advanced_rules[];
extern const gsize               outpost_finding_n_advanced_rules;

OutpostFinding *outpost_finding_new          (OutpostSeverity           severity,
                                              const char               *id,
                                              const char               *text);
OutpostFinding *outpost_finding_new_filled   (OutpostSeverity           severity,
                                              const char               *id,
                                              const char               *format,
                                              ...) G_GNUC_PRINTF (3, 4);
void            outpost_finding_change       (OutpostFinding           *self,
                                              OutpostField              field,
                                              const char               *text);
void            outpost_finding_name_fix     (OutpostFinding           *self,
                                              const char               *label);
void            outpost_finding_offer        (OutpostFinding           *self,
                                              OutpostField              field,
                                              const char               *text);

const char     *outpost_finding_case_get     (const OutpostFindingCase *c,
                                              OutpostField              field);
gboolean        outpost_finding_case_is_set  (const OutpostFindingCase *c,
                                              OutpostField              field);
gboolean        outpost_finding_case_signs_in (const OutpostFindingCase *c);

OutpostFinding *outpost_finding_check_value  (const OutpostFindingCase *c,
                                              OutpostField              field);

G_END_DECLS
