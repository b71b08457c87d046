/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-draft.h"
#include "outpost-trial.h"

G_BEGIN_DECLS

/**
 * OutpostTestRunner:
 *
 * Runs Test for a draft and keeps what it came to. It knows no widget. Belongs
 * to the main thread; the work is done in the trial's own.
 *
 * Signals: `started`; `step` (OutpostSmtpStage) when a step stands otherwise;
 * `finished`.
 */
#define OUTPOST_TYPE_TEST_RUNNER (outpost_test_runner_get_type ())
G_DECLARE_FINAL_TYPE (OutpostTestRunner, outpost_test_runner, OUTPOST, TEST_RUNNER, GObject)

OutpostTestRunner      *outpost_test_runner_new        (void);
void                    outpost_test_runner_set_draft  (OutpostTestRunner *self,
                                                        OutpostDraft      *draft);
void                    outpost_test_runner_start      (OutpostTestRunner *self,
                                                        gboolean           send);
void                    outpost_test_runner_cancel     (OutpostTestRunner *self);

gboolean                outpost_test_runner_is_running (OutpostTestRunner *self);
gboolean                outpost_test_runner_is_cancelled (OutpostTestRunner *self);
gint64                  outpost_test_runner_get_elapsed_us (OutpostTestRunner *self);
const OutpostTrialStep *outpost_test_runner_get_step   (OutpostTestRunner *self,
                                                        OutpostSmtpStage   stage);
OutpostSmtpStage        outpost_test_runner_get_stage  (OutpostTestRunner *self);
OutpostTrialReport     *outpost_test_runner_get_report (OutpostTestRunner *self);
gboolean                outpost_test_runner_is_current (OutpostTestRunner *self);
gint64                  outpost_test_runner_get_passed (OutpostTestRunner *self);
void                    outpost_test_runner_remember   (OutpostTestRunner *self,
                                                        OutpostAccount    *saved);

G_END_DECLS
