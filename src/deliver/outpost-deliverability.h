/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"
#include "outpost-dmarc.h"
#include "outpost-finding.h"
#include "outpost-record-source.h"
#include "outpost-spf.h"

G_BEGIN_DECLS

/* Longest wait for a whole check in milliseconds. */
#define OUTPOST_DELIVERABILITY_LIMIT_MS 20000

/* What is looked at, each with one line of its own. */
typedef enum {
  OUTPOST_DELIVERY_MAIL,
  OUTPOST_DELIVERY_SPF,
  OUTPOST_DELIVERY_DMARC,
} OutpostDeliveryArea;

#define OUTPOST_N_DELIVERY_AREAS 3

/* From good to bad; unknown says nothing of the domain. */
typedef enum {
  OUTPOST_DELIVERY_GOOD,
  OUTPOST_DELIVERY_HINT,
  OUTPOST_DELIVERY_WARNING,
  OUTPOST_DELIVERY_ERROR,
  OUTPOST_DELIVERY_UNKNOWN,
} OutpostDeliveryState;

/**
 * OutpostDeliveryFinding:
 * @area: what it is about
 * @severity: errors mean that mail is refused or lost
 * @id: stable name, such as `spf-not-listed`
 * @text: what is wrong and what to do, translated
 * @record_name: (nullable): where to publish the record
 * @record_type: (nullable): `TXT` or `MX`
 * @record_value: (nullable): what to publish there, letter for letter
 *
 * One remark. The three of the record are there together or not at all.
 */
typedef struct {
  OutpostDeliveryArea  area;
  OutpostSeverity      severity;
  const char          *id;
  char                *text;
  char                *record_name;
  const char          *record_type;
  char                *record_value;
} OutpostDeliveryFinding;

/**
 * OutpostDeliverySubject:
 * @sender_domain: the domain of From, in A-labels
 * @return_domain: the domain of MAIL FROM, in A-labels
 * @server: (nullable): the server that takes the mail, in A-labels or an address
 *
 * What is checked.
 */
typedef struct {
  char *sender_domain;
  char *return_domain;
  char *server;
} OutpostDeliverySubject;

/**
 * OutpostCoverage:
 * @OUTPOST_COVERAGE_NOT_ASKED: no server was named, or it is on this computer
 * @OUTPOST_COVERAGE_UNKNOWN: cannot be told
 * @OUTPOST_COVERAGE_SERVER: the record lets the server's own address pass
 * @OUTPOST_COVERAGE_PROVIDER: the record leads to what the provider lists for itself
 * @OUTPOST_COVERAGE_NONE: neither, or there is no good record
 *
 * Whether an SPF record lists a server. From where a provider's mail leaves is known to the
 * provider alone, so this is likely, never sure.
 */
typedef enum {
  OUTPOST_COVERAGE_NOT_ASKED,
  OUTPOST_COVERAGE_UNKNOWN,
  OUTPOST_COVERAGE_SERVER,
  OUTPOST_COVERAGE_PROVIDER,
  OUTPOST_COVERAGE_NONE,
} OutpostCoverage;

/**
 * OutpostDeliverability:
 * @subject: what was checked
 * @preset: (nullable): the provider of the server
 * @states: the worst of each area
 * @lines: what each area came to in one sentence, translated
 * @findings: (element-type OutpostDeliveryFinding): the remarks, by area, the worst first
 * @mail: (nullable): where mail for the return path goes
 * @spf_record: (nullable): the SPF record, fit to be shown
 * @spf: (nullable): what came of looking at all of it
 * @coverage: whether it lists the server
 * @dmarc: (nullable): what DMARC says of the sender
 * @aligned: whether SPF can vouch for the sender in DMARC
 *
 * What DNS says of a sender's mail: what its receivers will see too.
 */
typedef struct {
  OutpostDeliverySubject   subject;
  const OutpostPreset     *preset;
  OutpostDeliveryState     states[OUTPOST_N_DELIVERY_AREAS];
  char                    *lines[OUTPOST_N_DELIVERY_AREAS];
  GPtrArray               *findings;

  OutpostDnsMail          *mail;
  char                    *spf_record;
  OutpostSpfOutcome       *spf;
  OutpostCoverage          coverage;
  OutpostDmarcOutcome     *dmarc;
  gboolean                 aligned;
} OutpostDeliverability;

gboolean               outpost_delivery_subject_set         (OutpostDeliverySubject        *self,
                                                             const char                    *sender_domain,
                                                             const char                    *server,
                                                             GError                       **error);
gboolean               outpost_delivery_subject_from_account (OutpostDeliverySubject       *self,
                                                             OutpostAccount                *account,
                                                             GError                       **error);
void                   outpost_delivery_subject_clear       (OutpostDeliverySubject        *self);

OutpostDeliverability *outpost_deliverability_check         (const OutpostRecordSource     *source,
                                                             const OutpostDeliverySubject  *subject);
OutpostDeliverability *outpost_deliverability_run_sync      (const OutpostDeliverySubject  *subject,
                                                             guint                          timeout_ms,
                                                             GCancellable                  *cancellable,
                                                             GError                       **error);
void                   outpost_deliverability_run_async     (const OutpostDeliverySubject  *subject,
                                                             guint                          timeout_ms,
                                                             GCancellable                  *cancellable,
                                                             GAsyncReadyCallback            callback,
                                                             gpointer                       user_data);
OutpostDeliverability *outpost_deliverability_run_finish    (GAsyncResult                  *result,
                                                             GError                       **error);
void                   outpost_deliverability_free          (OutpostDeliverability         *self);

OutpostDeliveryState   outpost_deliverability_get_state     (const OutpostDeliverability   *self);
char                  *outpost_deliverability_to_json       (const OutpostDeliverability   *self);
const char            *outpost_delivery_area_get_title      (OutpostDeliveryArea            area);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostDeliverability, outpost_deliverability_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OutpostDeliverySubject, outpost_delivery_subject_clear)

G_END_DECLS
