/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-trial-report.h"

G_BEGIN_DECLS

/**
 * OutpostCheckRow:
 *
 * The row of one thing that was looked at: how it stands, what it is, and what
 * came of it.
 */
#define OUTPOST_TYPE_CHECK_ROW (outpost_check_row_get_type ())
G_DECLARE_FINAL_TYPE (OutpostCheckRow, outpost_check_row, OUTPOST, CHECK_ROW, AdwPreferencesRow)

GtkWidget *outpost_check_row_new        (void);
void       outpost_check_row_show       (OutpostCheckRow  *self,
                                         OutpostStepState  state,
                                         const char       *title,
                                         const char       *detail,
                                         const char       *text);
void       outpost_check_row_set_narrow (OutpostCheckRow  *self,
                                         gboolean          narrow);

G_END_DECLS
