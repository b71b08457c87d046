/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-account.h"
#include "outpost-trial-report.h"

G_BEGIN_DECLS

/**
 * OutpostTrial:
 *
 * One run of Test. Plain data once made, so that a worker thread may hold the
 * last reference. It goes step by step: one command, one reply, one time.
 */
#define OUTPOST_TYPE_TRIAL (outpost_trial_get_type ())
G_DECLARE_FINAL_TYPE (OutpostTrial, outpost_trial, OUTPOST, TRIAL, GObject)

/* Called when a step's state changes; the step is valid during the call only. */
typedef void (*OutpostTrialStepFunc) (const OutpostTrialStep *step,
                                      gpointer                user_data);

/* secret (nullable): the password typed in the form; NULL: the trial fetches the stored one
 * itself (it may prompt). send FALSE: "Check without sending". */
OutpostTrial       *outpost_trial_new         (OutpostAccount        *account,
                                               OutpostSecret         *secret,
                                               const char            *recipient,
                                               gboolean               send);
void                outpost_trial_set_may_prompt (OutpostTrial       *self,
                                               gboolean               may_prompt);
/* The whole pass: always returns a report; cancelling it gives one that says how far it went. */
OutpostTrialReport *outpost_trial_run_sync    (OutpostTrial          *self,
                                               OutpostTrialStepFunc   step_func,
                                               gpointer               step_data,
                                               GCancellable          *cancellable);
/* The same in a thread of its own; step_func and callback run in the caller's context. Not
 * stopped from reporting by its cancellable: the callback always comes. */
void                outpost_trial_run_async   (OutpostTrial          *self,
                                               OutpostTrialStepFunc   step_func,
                                               gpointer               step_data,
                                               GDestroyNotify         step_data_destroy,
                                               GCancellable          *cancellable,
                                               GAsyncReadyCallback    callback,
                                               gpointer               user_data);
OutpostTrialReport *outpost_trial_run_finish  (OutpostTrial          *self,
                                               GAsyncResult          *result);

G_END_DECLS
