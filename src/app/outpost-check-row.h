/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostCheckState:
 * @OUTPOST_CHECK_PENDING: not looked at yet
 * @OUTPOST_CHECK_RUNNING: being looked at
 * @OUTPOST_CHECK_PASSED: as it should be
 * @OUTPOST_CHECK_HINT: good enough, but could be better
 * @OUTPOST_CHECK_REMARK: likely wrong
 * @OUTPOST_CHECK_FAILED: wrong
 * @OUTPOST_CHECK_SKIPPED: nothing is known of it
 *
 * How something that was looked at stands.
 */
typedef enum {
  OUTPOST_CHECK_PENDING,
  OUTPOST_CHECK_RUNNING,
  OUTPOST_CHECK_PASSED,
  OUTPOST_CHECK_HINT,
  OUTPOST_CHECK_REMARK,
  OUTPOST_CHECK_FAILED,
  OUTPOST_CHECK_SKIPPED,
} OutpostCheckState;

/**
 * OutpostCheckRow:
 *
 * The row of one thing that was looked at: how it stands, what it is, and what
 * came of it.
 */
#define OUTPOST_TYPE_CHECK_ROW (outpost_check_row_get_type ())
G_DECLARE_FINAL_TYPE (OutpostCheckRow, outpost_check_row, OUTPOST, CHECK_ROW, AdwPreferencesRow)

GtkWidget *outpost_check_row_new        (void);
void       outpost_check_row_show       (OutpostCheckRow   *self,
                                         OutpostCheckState  state,
                                         const char        *title,
                                         const char        *detail,
                                         const char        *text);
void       outpost_check_row_add_text   (OutpostCheckRow   *self,
                                         const char        *text);
void       outpost_check_row_add_record (OutpostCheckRow   *self,
                                         const char        *name,
                                         const char        *type,
                                         const char        *value);
void       outpost_check_row_set_narrow (OutpostCheckRow   *self,
                                         gboolean           narrow);

G_END_DECLS
