/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account-store.h"
#include "outpost-finding.h"

G_BEGIN_DECLS

/**
 * OutpostDraft:
 *
 * What stands in the form: an account as it is being edited, the password typed
 * for it, what the rules say of both and whether it can be tested or saved. It
 * knows no widget. Belongs to the main thread.
 *
 * Signals: `field-changed` (OutpostField) for one text, the password's too;
 * `changed` after each edit and each news of the keyring, when the findings are
 * up to date.
 */
#define OUTPOST_TYPE_DRAFT (outpost_draft_get_type ())
G_DECLARE_FINAL_TYPE (OutpostDraft, outpost_draft, OUTPOST, DRAFT, GObject)

OutpostDraft         *outpost_draft_new              (OutpostAccount        *base);
OutpostDraft         *outpost_draft_new_duplicate    (OutpostAccount        *original);
OutpostAccount       *outpost_draft_get_base         (OutpostDraft          *self);
OutpostAccount       *outpost_draft_get_account      (OutpostDraft          *self);
gboolean              outpost_draft_is_new           (OutpostDraft          *self);

const char           *outpost_draft_get_text         (OutpostDraft          *self,
                                                      OutpostField           field);
void                  outpost_draft_set_text         (OutpostDraft          *self,
                                                      OutpostField           field,
                                                      const char            *text);
OutpostSecret        *outpost_draft_get_password     (OutpostDraft          *self);
OutpostSecretState    outpost_draft_get_secret_state (OutpostDraft          *self);
void                  outpost_draft_ask_keyring      (OutpostDraft          *self);

void                  outpost_draft_touch            (OutpostDraft          *self,
                                                      OutpostField           field);
void                  outpost_draft_touch_all        (OutpostDraft          *self);
const OutpostFinding *outpost_draft_get_finding      (OutpostDraft          *self,
                                                      OutpostField           field);
gboolean              outpost_draft_find_error       (OutpostDraft          *self,
                                                      OutpostField          *field);
guint                 outpost_draft_count_errors     (OutpostDraft          *self);
void                  outpost_draft_apply            (OutpostDraft          *self,
                                                      const OutpostFinding  *finding);
void                  outpost_draft_apply_changes    (OutpostDraft          *self,
                                                      GPtrArray             *changes);
void                  outpost_draft_set_remark       (OutpostDraft          *self,
                                                      OutpostField           field,
                                                      const char            *text);
void                  outpost_draft_set_looked_up    (OutpostDraft          *self,
                                                      OutpostField           field,
                                                      OutpostFinding        *finding);

gboolean              outpost_draft_is_changed       (OutpostDraft          *self);
gboolean              outpost_draft_can_save         (OutpostDraft          *self);
const char           *outpost_draft_why_not_test     (OutpostDraft          *self);
const OutpostPreset  *outpost_draft_get_preset       (OutpostDraft          *self);
const OutpostAdvice  *outpost_draft_get_advice       (OutpostDraft          *self);
gboolean              outpost_draft_has_likely_password (OutpostDraft       *self);
void                  outpost_draft_fill             (OutpostDraft          *self,
                                                      GPtrArray             *changes,
                                                      const char            *source,
                                                      const char            *domain);
const char           *outpost_draft_get_source       (OutpostDraft          *self,
                                                      gboolean              *changed);
void                  outpost_draft_restore_source   (OutpostDraft          *self);
gboolean              outpost_draft_is_unconfirmed   (OutpostDraft          *self);

gint64                outpost_draft_get_refused      (OutpostDraft          *self);
void                  outpost_draft_set_refused      (OutpostDraft          *self,
                                                      gint64                 time);

void                  outpost_draft_adopt            (OutpostDraft          *self,
                                                      OutpostAccount        *saved,
                                                      OutpostAccount        *sent,
                                                      OutpostSecret         *sent_password);
void                  outpost_draft_rebase           (OutpostDraft          *self,
                                                      OutpostAccount        *base);

G_END_DECLS
