/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-test-runner.h"

G_BEGIN_DECLS

/**
 * OutpostResultGroup:
 *
 * What a test is doing, and what it came to: title, summary and eight rows,
 * all of them there from the first moment.
 *
 * Signal `fix`: the failed row's button was pressed.
 */
#define OUTPOST_TYPE_RESULT_GROUP (outpost_result_group_get_type ())
G_DECLARE_FINAL_TYPE (OutpostResultGroup, outpost_result_group, OUTPOST, RESULT_GROUP,
                      AdwPreferencesGroup)

void       outpost_result_group_set_runner     (OutpostResultGroup *self,
                                                OutpostTestRunner  *runner);
void       outpost_result_group_reset          (OutpostResultGroup *self);
void       outpost_result_group_judge_age      (OutpostResultGroup *self);
GtkWidget *outpost_result_group_get_failed_row (OutpostResultGroup *self);
void       outpost_result_group_set_narrow     (OutpostResultGroup *self,
                                                gboolean            narrow);

G_END_DECLS
