/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-trial.h"

typedef struct {
  OutpostTrialStepFunc  func;
  gpointer              data;
  GDestroyNotify        destroy;
} Listener;

typedef struct {
  GTask            *task;
  OutpostTrialStep  step;
} Notice;

static void
listener_free (Listener *listener)
{
  if (listener->destroy != NULL)
    listener->destroy (listener->data);
  g_free (listener);
}

static void
notice_free (Notice *notice)
{
  g_object_unref (notice->task);
  outpost_trial_step_clear (&notice->step);
  g_free (notice);
}

static gboolean
deliver_notice_cb (gpointer user_data)
{
  Notice *notice = user_data;
  Listener *listener = g_task_get_task_data (notice->task);

  listener->func (&notice->step, listener->data);
  return G_SOURCE_REMOVE;
}

/* Runs in the worker thread; a source of the task's own priority keeps notices
 * ahead of the result. */
static void
post_notice (const OutpostTrialStep *step,
             gpointer                user_data)
{
  GTask *task = user_data;
  g_autoptr (GSource) source = g_idle_source_new ();
  Notice *notice = g_new0 (Notice, 1);

  notice->task = g_object_ref (task);
  outpost_trial_step_copy (&notice->step, step);
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, deliver_notice_cb, notice, (GDestroyNotify) notice_free);
  g_source_attach (source, g_task_get_context (task));
}

static gpointer
run_in_thread (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Listener *listener = g_task_get_task_data (task);

  g_task_return_pointer (task,
                         outpost_trial_run_sync (g_task_get_source_object (task),
                                                 listener->func != NULL ? post_notice : NULL, task,
                                                 g_task_get_cancellable (task)),
                         g_object_unref);
  return NULL;
}

/**
 * outpost_trial_run_async:
 * @self: a trial
 * @step_func: (nullable) (scope notified): called in the caller's context when a step's
 *   state changes
 * @step_data: handed to @step_func
 * @step_data_destroy: (nullable): frees @step_data, in whichever thread ends last: what
 *   it frees must not be a widget
 * @cancellable: (nullable): cancels the trial, not the callback
 * @callback: (scope async): always called: a cancelled trial has a report too
 * @user_data: handed to @callback
 *
 * Runs the trial in a thread of its own: GTask's pool is small and shared with the
 * resolver.
 */
void
outpost_trial_run_async (OutpostTrial         *self,
                         OutpostTrialStepFunc  step_func,
                         gpointer              step_data,
                         GDestroyNotify        step_data_destroy,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Listener *listener;

  g_return_if_fail (OUTPOST_IS_TRIAL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, outpost_trial_run_async);
  g_task_set_check_cancellable (task, FALSE);

  listener = g_new0 (Listener, 1);
  listener->func = step_func;
  listener->data = step_data;
  listener->destroy = step_data_destroy;
  g_task_set_task_data (task, listener, (GDestroyNotify) listener_free);

  g_thread_unref (g_thread_new ("trial", run_in_thread, g_steal_pointer (&task)));
}

/**
 * outpost_trial_run_finish:
 * @self: a trial
 * @result: what the callback was given
 *
 * Returns: (transfer full): what the trial came to
 */
OutpostTrialReport *
outpost_trial_run_finish (OutpostTrial *self,
                          GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
