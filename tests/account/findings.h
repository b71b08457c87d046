/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-finding.h"

/* Settings without a finding, and such of a provider that is known. */
#define SHOP  "Server=smtp.shop.example\nPort=465\nUsername=shop@shop.example\n" \
              "Email=shop@shop.example\n"
#define GMAIL "Server=smtp.gmail.com\nPort=465\nUsername=shop@gmail.com\nEmail=shop@gmail.com\n"
#define PIN   "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

#define ERROR   OUTPOST_SEVERITY_ERROR
#define WARNING OUTPOST_SEVERITY_WARNING
#define HINT    OUTPOST_SEVERITY_HINT

#define STORED  OUTPOST_SECRET_STATE_STORED
#define MISSING OUTPOST_SECRET_STATE_MISSING

/* Settings are lines Key=value, of which the last of a key counts. */
OutpostAccount       *findings_make_draft         (const char           *lines);
void                  findings_apply_lines        (OutpostAccount       *draft,
                                                   const char           *lines);
GPtrArray            *findings_check              (OutpostAccount       *draft,
                                                   const char           *password,
                                                   OutpostSecretState    state);
const OutpostFinding *findings_find               (GPtrArray            *findings,
                                                   OutpostField          field,
                                                   const char           *id);
/* The changes as such lines. */
char                 *findings_describe_fix       (GPtrArray            *fix);
void                  findings_assert_well_worded (const OutpostFinding *finding);
