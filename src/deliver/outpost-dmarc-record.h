/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From weak to strong. */
typedef enum {
  OUTPOST_DMARC_POLICY_UNSET,
  OUTPOST_DMARC_POLICY_NONE,
  OUTPOST_DMARC_POLICY_QUARANTINE,
  OUTPOST_DMARC_POLICY_REJECT,
} OutpostDmarcPolicy;

typedef enum {
  OUTPOST_DMARC_PSD_UNKNOWN,
  OUTPOST_DMARC_PSD_YES,
  OUTPOST_DMARC_PSD_NO,
} OutpostDmarcPsd;

/**
 * OutpostDmarcRecord:
 * @text: the record as it was found
 * @policy: `p`
 * @subdomain_policy: `sp`
 * @absent_policy: `np`: for subdomains that do not exist
 * @has_bad_policy: one of the three is there and no policy
 * @strict_dkim: `adkim=s`
 * @strict_spf: `aspf=s`
 * @psd: `psd`
 * @is_test: `t=y`
 * @has_reports: `rua` names at least one address
 * @removed_tags: (nullable): tags that are read no more, as text: "pct, rf"
 *
 * A DMARC policy record. What is wrong in it has its default.
 */
typedef struct {
  char               *text;
  OutpostDmarcPolicy  policy;
  OutpostDmarcPolicy  subdomain_policy;
  OutpostDmarcPolicy  absent_policy;
  gboolean            has_bad_policy;
  gboolean            strict_dkim;
  gboolean            strict_spf;
  OutpostDmarcPsd     psd;
  gboolean            is_test;
  gboolean            has_reports;
  char               *removed_tags;
} OutpostDmarcRecord;

OutpostDmarcRecord *outpost_dmarc_record_parse      (const char               *text);
OutpostDmarcRecord *outpost_dmarc_record_copy       (const OutpostDmarcRecord *self);
void                outpost_dmarc_record_free       (OutpostDmarcRecord       *self);
char               *outpost_dmarc_record_mend       (const OutpostDmarcRecord *self);
const char         *outpost_dmarc_policy_to_text    (OutpostDmarcPolicy        policy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostDmarcRecord, outpost_dmarc_record_free)

G_END_DECLS
