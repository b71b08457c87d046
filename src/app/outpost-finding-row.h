/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-finding.h"

G_BEGIN_DECLS

/**
 * OutpostFindingRow:
 *
 * The row below a field that says what is wrong with it and what to do.
 *
 * Signal `fix`: the button was pressed.
 */
#define OUTPOST_TYPE_FINDING_ROW (outpost_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (OutpostFindingRow, outpost_finding_row, OUTPOST, FINDING_ROW,
                      AdwPreferencesRow)

GtkWidget *outpost_finding_row_new        (void);
void       outpost_finding_row_show       (OutpostFindingRow    *self,
                                           const OutpostFinding *finding);
void       outpost_finding_row_close      (OutpostFindingRow    *self);
gboolean   outpost_finding_row_is_open    (OutpostFindingRow    *self);
void       outpost_finding_row_set_narrow (OutpostFindingRow    *self,
                                           gboolean              narrow);

G_END_DECLS
