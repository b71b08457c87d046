/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-draft.h"

G_BEGIN_DECLS

typedef enum {
  OUTPOST_JUDGE_NOW,
  OUTPOST_JUDGE_AFTER_KEY,
  OUTPOST_JUDGE_AFTER_LEAVE,
  OUTPOST_JUDGE_WITH_OTHERS,  /* something else changed: keeps a time that already runs */
} OutpostJudge;

/**
 * OutpostFieldMark:
 *
 * Shows a field's finding: the row below it, the field's colour, and what
 * assistive technology is told, all in the same moment and none too early.
 */
#define OUTPOST_TYPE_FIELD_MARK (outpost_field_mark_get_type ())
G_DECLARE_FINAL_TYPE (OutpostFieldMark, outpost_field_mark, OUTPOST, FIELD_MARK, GObject)

OutpostFieldMark *outpost_field_mark_new        (OutpostField          field,
                                                 GtkWidget            *row);
void              outpost_field_mark_set_draft  (OutpostFieldMark     *self,
                                                 OutpostDraft         *draft);
void              outpost_field_mark_judge      (OutpostFieldMark     *self,
                                                 OutpostJudge          when);
void              outpost_field_mark_hold       (OutpostFieldMark     *self,
                                                 gboolean              held);
void              outpost_field_mark_set_narrow (OutpostFieldMark     *self,
                                                 gboolean              narrow);
void              outpost_field_mark_style      (GtkWidget            *row,
                                                 const OutpostFinding *finding);

G_END_DECLS
