/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-explain-job.h"

typedef struct {
  GBytes *text;
  char   *sender;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_bytes_unref (job->text);
  g_free (job->sender);
  g_free (job);
}

/* The header of a bounce is that of the bounce: what it says of the way of mail is of no use. */
static gboolean
holds_notice (GPtrArray *explanations)
{
  for (guint i = 0; i < explanations->len; i++) {
    const OutpostExplanation *explanation = explanations->pdata[i];

    if (explanation->kind == OUTPOST_EXPLANATION_NOTICE)
      return TRUE;
  }
  return FALSE;
}

static void
run_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Job *job = task_data;
  OutpostExplained *self = g_new0 (OutpostExplained, 1);
  gsize length;
  const char *octets = g_bytes_get_data (job->text, &length);

  self->explanations = outpost_explain (octets, length, NULL);
  if (!holds_notice (self->explanations))
    self->verdict = outpost_header_verdict_new (octets, length, job->sender);
  /* Any text with a colon in it looks like a header. */
  if (self->verdict != NULL && self->verdict->n_hops == 0 &&
      self->verdict->level == OUTPOST_VERDICT_UNKNOWN)
    g_clear_pointer (&self->verdict, outpost_header_verdict_free);
  g_task_return_pointer (task, self, (GDestroyNotify) outpost_explained_free);
}

/**
 * outpost_explain_async:
 * @text: what was pasted, or the octets of a file
 * @sender: (nullable): the address that was in From when a test was sent
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Finds out in a thread what a text means: it may be long.
 */
void
outpost_explain_async (GBytes              *text,
                       const char          *sender,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (text != NULL);

  job->text = g_bytes_ref (text);
  job->sender = g_strdup (sender);
  g_task_set_source_tag (task, outpost_explain_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * outpost_explain_finish:
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what the text means, or %NULL if it was cancelled
 */
OutpostExplained *
outpost_explain_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * outpost_explained_free:
 * @self: (transfer full): what came of a text
 */
void
outpost_explained_free (OutpostExplained *self)
{
  g_ptr_array_unref (self->explanations);
  g_clear_pointer (&self->verdict, outpost_header_verdict_free);
  g_free (self);
}
