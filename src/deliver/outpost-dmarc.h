/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-dmarc-record.h"
#include "outpost-record-source.h"

G_BEGIN_DECLS

/**
 * OutpostDmarcOutcome:
 * @domain: whose mail it is about
 * @organizational_domain: the domain at the top with the same owner, by the tree walk
 * @policy_domain: (nullable): where the record that applies was found; %NULL: nowhere
 * @record: (nullable): that record
 * @policy: what receivers are asked to do with a message that nothing vouches for;
 *   %OUTPOST_DMARC_POLICY_UNSET where DMARC does not apply
 * @several_domain: (nullable): a domain with several records, which all were ignored
 * @is_known: %FALSE if a name server did not answer, and all this may be wrong
 *
 * What DMARC says of a domain.
 */
typedef struct {
  char               *domain;
  char               *organizational_domain;
  char               *policy_domain;
  OutpostDmarcRecord *record;
  OutpostDmarcPolicy  policy;
  char               *several_domain;
  gboolean            is_known;
} OutpostDmarcOutcome;

char                **outpost_dmarc_list_walk    (const char                *domain);
OutpostDmarcOutcome  *outpost_dmarc_discover     (const OutpostRecordSource *source,
                                                  const char                *domain);
void                  outpost_dmarc_outcome_free (OutpostDmarcOutcome       *self);
gboolean              outpost_dmarc_is_aligned   (const OutpostDmarcOutcome *author,
                                                  const OutpostDmarcOutcome *other,
                                                  gboolean                   strict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostDmarcOutcome, outpost_dmarc_outcome_free)

G_END_DECLS
