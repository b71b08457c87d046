/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-diagnosis.h"

G_BEGIN_DECLS

/**
 * OutpostExplanationKind:
 * @OUTPOST_EXPLANATION_REPLY: a server's reply
 * @OUTPOST_EXPLANATION_NOTICE: what a delivery notice says of one recipient
 * @OUTPOST_EXPLANATION_ADVICE: something that old guides advise
 */
typedef enum {
  OUTPOST_EXPLANATION_REPLY,
  OUTPOST_EXPLANATION_NOTICE,
  OUTPOST_EXPLANATION_ADVICE,
} OutpostExplanationKind;

/**
 * OutpostProviderSource:
 * @OUTPOST_PROVIDER_SOURCE_NONE: no provider is known
 * @OUTPOST_PROVIDER_SOURCE_GIVEN: the caller named it
 * @OUTPOST_PROVIDER_SOURCE_SERVER: the notice names the server
 * @OUTPOST_PROVIDER_SOURCE_TEXT: guessed from the words
 */
typedef enum {
  OUTPOST_PROVIDER_SOURCE_NONE,
  OUTPOST_PROVIDER_SOURCE_GIVEN,
  OUTPOST_PROVIDER_SOURCE_SERVER,
  OUTPOST_PROVIDER_SOURCE_TEXT,
} OutpostProviderSource;

/**
 * OutpostExplanation:
 * @provider: (nullable): who runs the server, for people
 * @family: (nullable): its key in the catalogue
 * @recipient: (nullable): of a notice
 * @action: (nullable): of a notice
 * @diagnosis: cause, next step and whose fault; no title and no fix
 *
 * What a pasted text means, or one part of it.
 */
typedef struct {
  OutpostExplanationKind  kind;
  OutpostProviderSource   provider_source;
  char                   *provider;
  char                   *family;
  char                   *recipient;
  char                   *action;
  OutpostDiagnosis       *diagnosis;
} OutpostExplanation;

gboolean   outpost_explanation_knows_provider (const char         *provider);
GPtrArray *outpost_explain                    (const char         *octets,
                                               gsize               length,
                                               const char         *provider);
char      *outpost_explanations_to_json       (GPtrArray          *explanations);
void       outpost_explanation_free           (OutpostExplanation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostExplanation, outpost_explanation_free)

G_END_DECLS
