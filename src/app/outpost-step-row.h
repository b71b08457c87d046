/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-trial-report.h"

G_BEGIN_DECLS

/**
 * OutpostStepRow:
 *
 * One of the eight steps of a test: how it stands, and if it failed why, what
 * to do, and the server's own words.
 *
 * Signal `fix`: the button that changes the form was pressed.
 */
#define OUTPOST_TYPE_STEP_ROW (outpost_step_row_get_type ())
G_DECLARE_FINAL_TYPE (OutpostStepRow, outpost_step_row, OUTPOST, STEP_ROW, AdwPreferencesRow)

GtkWidget *outpost_step_row_new         (void);
void       outpost_step_row_show        (OutpostStepRow         *self,
                                         const OutpostTrialStep *step,
                                         const OutpostDiagnosis *diagnosis);
void       outpost_step_row_set_elapsed (OutpostStepRow         *self,
                                         gint64                  elapsed_us);
void       outpost_step_row_set_narrow  (OutpostStepRow         *self,
                                         gboolean                narrow);

G_END_DECLS
