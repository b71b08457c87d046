/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-draft.h"

G_BEGIN_DECLS

/**
 * OutpostForm:
 *
 * Ties rows to the fields of a draft: what is typed goes into the draft, what
 * the draft says of a field is shown at its row.
 *
 * Signals: `activated` (OutpostField) when Enter was pressed in a row;
 * `keyring-error` (GError) when the stored password could not be shown.
 */
#define OUTPOST_TYPE_FORM (outpost_form_get_type ())
G_DECLARE_FINAL_TYPE (OutpostForm, outpost_form, OUTPOST, FORM, GObject)

OutpostForm *outpost_form_new           (void);
void         outpost_form_add_entry     (OutpostForm        *self,
                                         OutpostField        field,
                                         AdwEntryRow        *row);
void         outpost_form_add_choice    (OutpostForm        *self,
                                         OutpostField        field,
                                         AdwComboRow        *row,
                                         const char * const *texts,
                                         const char * const *labels);
void         outpost_form_set_draft     (OutpostForm        *self,
                                         OutpostDraft       *draft);
void         outpost_form_set_narrow    (OutpostForm        *self,
                                         gboolean            narrow);
void         outpost_form_watch_pointer (OutpostForm        *self,
                                         GtkWidget          *window);
void         outpost_form_judge_all     (OutpostForm        *self);
void         outpost_form_focus_field   (OutpostForm        *self,
                                         OutpostField        field);

G_END_DECLS
