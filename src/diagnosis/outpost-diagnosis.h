/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-beside.h"
#include "outpost-finding.h"
#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

/* Whose fault it is. */
typedef enum {
  OUTPOST_FAULT_SETTINGS,   /* something in this form */
  OUTPOST_FAULT_ACCOUNT,    /* the account at the provider */
  OUTPOST_FAULT_SERVER,     /* the server or its operator */
  OUTPOST_FAULT_NETWORK,    /* the network between */
  OUTPOST_FAULT_COMPUTER,   /* this computer: clock, keyring, disk */
  OUTPOST_FAULT_RECIPIENT,  /* the address the test was sent to */
  OUTPOST_FAULT_OUTPOST,    /* a fault of this program */
  OUTPOST_FAULT_NOBODY,     /* passes by itself, or was cancelled */
} OutpostFault;

/**
 * OutpostDiagnosis:
 * @id: the catalogue's row, such as `google-bad-credentials`
 * @stage: where it stopped
 * @title: "Sign-in refused"
 * @cause: in plain words
 * @next_step: what to do
 * @fault: whose fault
 * @temporary: may pass by itself
 * @field: the field to mark; valid if @has_field
 * @wants_connection: another way to the server might do: worth looking for one
 * @fix_label: (nullable): as in OutpostFinding
 * @fix: (nullable) (element-type OutpostFixChange): one change of the form that would do
 * @link_label: (nullable): label for @url
 * @url: (nullable): only from the catalogue or the presets, never from a reply
 * @code_text: (nullable): "535 5.7.8"
 * @server_words: (nullable): the reply's text, printable
 *
 * What a failure means. Texts are translated.
 */
typedef struct {
  char             *id;
  OutpostSmtpStage  stage;
  char             *title;
  char             *cause;
  char             *next_step;
  OutpostFault      fault;
  gboolean          temporary;
  gboolean          has_field;
  OutpostField      field;
  gboolean          wants_connection;
  char             *fix_label;
  GPtrArray        *fix;
  char             *link_label;
  char             *url;
  char             *code_text;
  char             *server_words;
} OutpostDiagnosis;

/**
 * OutpostDiagnosisSubject:
 * @now: this computer's date, in seconds since 1970 UTC, or 0: then no clock is judged
 *
 * What was tried, for wording and for fixes. Plain copies, readable in any thread.
 */
typedef struct {
  char                *host;
  guint16              port;
  OutpostSmtpSecurity  security;
  char                *username;
  char                *sender;
  char                *recipient;
  char                *mechanism;   /* the account's Mechanism=, or NULL */
  gboolean             has_ca_file;
  gint64               now;
} OutpostDiagnosisSubject;

void              outpost_diagnosis_subject_clear (OutpostDiagnosisSubject      *self);

/* beside (nullable): what was tried beside it, which tells causes apart and may bring a fix. */
OutpostDiagnosis *outpost_diagnose               (const OutpostDiagnosisSubject *subject,
                                                  const OutpostSmtpFailure      *failure,
                                                  const OutpostSmtpFacts        *facts,
                                                  const GError                  *error,
                                                  const OutpostBeside           *beside);
/* For the password that could not be had; OUTPOST_SECRET_ERROR or another. */
OutpostDiagnosis *outpost_diagnose_secret        (const GError                  *error);
OutpostDiagnosis *outpost_diagnosis_copy         (const OutpostDiagnosis        *self);
void              outpost_diagnosis_free         (OutpostDiagnosis              *self);
const char       *outpost_fault_get_label        (OutpostFault                   fault);  /* translated */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostDiagnosis, outpost_diagnosis_free)

G_END_DECLS
