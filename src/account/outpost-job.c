/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-job.h"

typedef struct {
  GTask          *task;
  OutpostJobFunc  func;
  GDestroyNotify  result_free;
  gpointer        result;
  GError         *error;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->task);
  g_free (job);
}

/* Runs in the caller's context, which so drops the last reference to the task
 * and to its source object: that object belongs to the caller's thread. */
static gboolean
deliver_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->result_free);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  Job *job = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  job->result = job->func (g_task_get_task_data (job->task),
                           g_task_get_cancellable (job->task), &job->error);
  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_callback (source, deliver_cb, job, (GDestroyNotify) job_free);
  g_source_attach (source, g_task_get_context (job->task));
  return NULL;
}

/**
 * outpost_job_start:
 * @task: (transfer full): what the caller waits for; its data is what @func gets
 * @func: the work
 * @result_free: (nullable): frees a result that nobody takes
 *
 * Does the work in a thread of its own. GTask's pool has ten threads, which
 * GResolver uses too: a few unlock prompts that wait for a person would starve
 * the look-ups.
 */
void
outpost_job_start (GTask          *task,
                   OutpostJobFunc  func,
                   GDestroyNotify  result_free)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->func = func;
  job->result_free = result_free;
  g_thread_unref (g_thread_new ("outpost-job", run, job));
}
