/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-record-source.h"

G_BEGIN_DECLS

/* RFC 7208, section 4.6.4. */
#define OUTPOST_SPF_LOOKUPS_MAX 10
#define OUTPOST_SPF_VOID_LOOKUPS_MAX 2

typedef enum {
  OUTPOST_SPF_RESULT_NONE,
  OUTPOST_SPF_RESULT_NEUTRAL,
  OUTPOST_SPF_RESULT_PASS,
  OUTPOST_SPF_RESULT_FAIL,
  OUTPOST_SPF_RESULT_SOFTFAIL,
  OUTPOST_SPF_RESULT_TEMPERROR,
  OUTPOST_SPF_RESULT_PERMERROR,
} OutpostSpfResult;

/**
 * OutpostSpfFault:
 * @OUTPOST_SPF_FAULT_NONE: nothing is wrong
 * @OUTPOST_SPF_FAULT_SEVERAL_RECORDS: a domain has more than one record
 * @OUTPOST_SPF_FAULT_SYNTAX: a word of a record is wrong
 * @OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS: more than ten terms ask the DNS
 * @OUTPOST_SPF_FAULT_TOO_MANY_VOID: more than two questions had no answer
 * @OUTPOST_SPF_FAULT_TOO_MANY_HOSTS: an `mx` has more than ten hosts
 * @OUTPOST_SPF_FAULT_NO_RECORD: `include` or `redirect` of a domain without a record
 *
 * Why the result is %OUTPOST_SPF_RESULT_PERMERROR.
 */
typedef enum {
  OUTPOST_SPF_FAULT_NONE,
  OUTPOST_SPF_FAULT_SEVERAL_RECORDS,
  OUTPOST_SPF_FAULT_SYNTAX,
  OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS,
  OUTPOST_SPF_FAULT_TOO_MANY_VOID,
  OUTPOST_SPF_FAULT_TOO_MANY_HOSTS,
  OUTPOST_SPF_FAULT_NO_RECORD,
} OutpostSpfFault;

/**
 * OutpostSpfQuery:
 * @domain: the domain of MAIL FROM, in A-labels
 * @address: (nullable): the server that sends; %NULL: any that the record does not list
 * @local: the part of the sender before the @, for macros alone
 * @hello: what the server calls itself, for macros alone
 *
 * Whom the record is asked about.
 */
typedef struct {
  const char   *domain;
  GInetAddress *address;
  const char   *local;
  const char   *hello;
} OutpostSpfQuery;

/**
 * OutpostSpfOutcome:
 * @result: what a receiver would come to
 * @fault: why that is %OUTPOST_SPF_RESULT_PERMERROR; the first that was found
 * @fault_domain: (nullable): the domain in whose record the fault is
 * @fault_word: (nullable): the word at fault, or the name without a record; any octets
 * @n_lookups: terms that ask the DNS
 * @n_void_lookups: questions without an answer
 * @uses_ptr: `ptr` was met, which is not asked about here and so never matches
 * @targets: (element-type utf8): domains that `include` and `redirect` led to
 * @networks: (element-type GInetAddress): an address of each network that is let pass by name
 *
 * What came of an SPF record. Without an address in the query the whole tree was looked at, past
 * the limits of receivers, and the counts are of all of it.
 */
typedef struct {
  OutpostSpfResult  result;
  OutpostSpfFault   fault;
  char             *fault_domain;
  char             *fault_word;
  guint             n_lookups;
  guint             n_void_lookups;
  gboolean          uses_ptr;
  GPtrArray        *targets;
  GPtrArray        *networks;
} OutpostSpfOutcome;

OutpostSpfOutcome *outpost_spf_check         (const OutpostRecordSource *source,
                                              const OutpostSpfQuery     *query);
void               outpost_spf_outcome_free  (OutpostSpfOutcome         *self);
GPtrArray         *outpost_spf_find_records  (const OutpostRecordSource *source,
                                              const char                *domain,
                                              GError                   **error);
const char        *outpost_spf_result_to_text (OutpostSpfResult          result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSpfOutcome, outpost_spf_outcome_free)

G_END_DECLS
