/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-draft.h"

G_BEGIN_DECLS

struct _OutpostDraft {
  GObject              parent_instance;

  OutpostAccount      *base;     /* as it is saved; an untouched new one if it never was */
  OutpostAccount      *account;  /* as it stands in the form */
  OutpostSecret       *password; /* typed, or NULL */
  OutpostSecretState   secret_state;

  GPtrArray           *findings;
  OutpostFinding      *remarks[OUTPOST_N_FIELDS]; /* what a test found, until the first edit */
  OutpostFinding      *looked_up[OUTPOST_N_FIELDS]; /* what the network says, until the first edit */
  OutpostFinding      *offer;                     /* a server for the e-mail address, or NULL */
  gboolean             touched[OUTPOST_N_FIELDS];

  char                *source;        /* where the server's settings came from, or NULL */
  char                *source_domain; /* that has to be pressed before there is a password, or NULL */
  OutpostAccount      *source_values; /* as they came */
  gboolean             unconfirmed;   /* they stand in the form, and it was not */
  OutpostFinding      *confirm;       /* what asks for it, or NULL */
  gint64               refused;       /* when this very credential was last refused, or 0 */

  guint                ask_id;
  GCancellable        *cancellable;
  guint                batch;         /* several edits, one "changed" */
};

void     outpost_draft_emit_changed    (OutpostDraft *self);
void     outpost_draft_judge           (OutpostDraft *self);
gboolean outpost_draft_is_empty        (OutpostDraft *self,
                                        OutpostField  field);

/* outpost-draft-source.c */
void     outpost_draft_remember_source (OutpostDraft *self,
                                        const char   *source,
                                        const char   *domain);
void     outpost_draft_confirm_source  (OutpostDraft *self);
void     outpost_draft_judge_source    (OutpostDraft *self);

G_END_DECLS
