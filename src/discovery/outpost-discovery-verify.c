/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-verify-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-job.h"
#include "outpost-printable.h"
#include "outpost-smtp-error.h"
#include "outpost-smtp-prober.h"

typedef struct {
  OutpostDiscoveryAnswer *answer;
  GError                 *error;
  gboolean                over;
} Trial;

/* The candidates of one source, each tried in a thread of its own: a slow one does not keep a good
 * one waiting, unless the source prefers the slow one. */
typedef struct {
  Trial         trials[OUTPOST_DISCOVERY_CONNECTIONS_MAX];
  guint         n_trials;
  guint         n_running;
  guint         limit_ms;
  GCancellable *others;        /* ends the trials once the matter is decided */
  gulong        cancelled_id;  /* on the caller's cancellable */
} Verify;

typedef struct {
  OutpostSmtpEndpoint *endpoint;
  guint                limit_ms;
} Job;

static void
verify_free (Verify *self)
{
  for (guint i = 0; i < self->n_trials; i++) {
    outpost_discovery_answer_unref (self->trials[i].answer);
    g_clear_error (&self->trials[i].error);
  }
  g_object_unref (self->others);
  g_free (self);
}

static void
job_free (Job *job)
{
  outpost_smtp_endpoint_free (job->endpoint);
  g_free (job);
}

static GError *
explain_failure (const OutpostSmtpProbe *probe)
{
  g_autofree char *host = outpost_printable_isolate (probe->endpoint->host);
  guint port = probe->endpoint->port;

  if (g_error_matches (probe->error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND,
                        /* Translators: %s is a host */
                        _("There is no host %s."), host);
  if (g_error_matches (probe->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED,
                        /* Translators: a host, a port */
                        _("%s has no mail server on port %u."), host, port);
  if (!probe->answers)
    /* Translators: a host, a port */
    return g_error_new (G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE,
                        _("%s cannot be reached on port %u."), host, port);
  if (g_error_matches (probe->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE))
    /* Translators: a host, a port */
    return g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        _("%s cannot prove its name by a certificate on port %u."), host, port);
  if (!probe->secured)
    /* Translators: a host, a port */
    return g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        _("%s does not secure the connection on port %u."), host, port);
  /* Translators: a host, a port */
  return g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                      _("%s offers no sign-in on port %u."), host, port);
}

/* Runs in a thread of its own. */
static gpointer
try_server (gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Job *job = data;
  const OutpostSmtpEndpoint *endpoints[] = { job->endpoint };
  g_autoptr (GPtrArray) probes =
    outpost_smtp_probe_sync (endpoints, 1, job->limit_ms, cancellable);
  const OutpostSmtpProbe *probe = g_ptr_array_index (probes, 0);

  if (probe->secured && probe->offers_sign_in)
    return GINT_TO_POINTER (TRUE);
  g_propagate_error (error, explain_failure (probe));
  return NULL;
}

/* The first that has passed while all that the source prefers to it have not. */
static Trial *
find_winner (Verify   *self,
             gboolean *all_over)
{
  *all_over = FALSE;
  for (guint i = 0; i < self->n_trials; i++) {
    if (!self->trials[i].over)
      return NULL;
    if (self->trials[i].error == NULL)
      return &self->trials[i];
  }
  *all_over = TRUE;
  return NULL;
}

/* Of several failures the one that tells most: a server that is not as it should be, then one that
 * is silent, then none at all. */
static const GError *
choose_failure (Verify *self)
{
  static const int codes[] = { G_IO_ERROR_INVALID_DATA, G_IO_ERROR_HOST_UNREACHABLE };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    for (guint j = 0; j < self->n_trials; j++)
      if (self->trials[j].error->code == codes[i])
        return self->trials[j].error;
  return self->trials[0].error;
}

static void
end (GTask *task)
{
  Verify *self = g_task_get_task_data (task);
  gboolean all_over;
  Trial *winner = find_winner (self, &all_over);

  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (winner != NULL)
    g_task_return_pointer (task, outpost_discovery_answer_ref (winner->answer),
                           (GDestroyNotify) outpost_discovery_answer_unref);
  else
    g_task_return_error (task, g_error_copy (choose_failure (self)));
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Verify *self = g_task_get_task_data (task);
  Trial *trial = g_object_get_data (G_OBJECT (result), "trial");
  gboolean all_over;

  g_task_propagate_pointer (G_TASK (result), &trial->error);
  trial->over = TRUE;
  self->n_running--;
  if (find_winner (self, &all_over) != NULL)
    g_cancellable_cancel (self->others);
  if (self->n_running == 0)
    end (task);
}

static void
start_trial (GTask *task,
             Trial *trial)
{
  Verify *self = g_task_get_task_data (task);
  GTask *one = g_task_new (NULL, self->others, tried_cb, g_object_ref (task));
  Job *job = g_new0 (Job, 1);

  job->endpoint = outpost_smtp_endpoint_new (trial->answer->server, trial->answer->port,
                                             trial->answer->security);
  job->limit_ms = self->limit_ms;
  g_task_set_task_data (one, job, (GDestroyNotify) job_free);
  /* A result that came before the others were called off counts. */
  g_task_set_check_cancellable (one, FALSE);
  g_object_set_data (G_OBJECT (one), "trial", trial);
  outpost_job_start (one, try_server, NULL);
}

/* Runs in whichever thread cancels. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      others)
{
  g_cancellable_cancel (others);
}

/*
 * outpost_discovery_verify_async:
 * @answers: (element-type OutpostDiscoveryAnswer): candidates of one source, the preferred one
 *   first; those past %OUTPOST_DISCOVERY_CONNECTIONS_MAX are left out
 * @limit_ms: how long to try, in milliseconds
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Looks which of the servers can be offered: its certificate proves the name by
 * the system's trust, and it offers a sign-in. No credential is used.
 */
void
outpost_discovery_verify_async (GPtrArray           *answers,
                                guint                limit_ms,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Verify *self = g_new0 (Verify, 1);

  g_return_if_fail (answers->len > 0);

  g_task_set_source_tag (task, outpost_discovery_verify_async);
  g_task_set_task_data (task, self, (GDestroyNotify) verify_free);
  self->n_trials = MIN (answers->len, OUTPOST_DISCOVERY_CONNECTIONS_MAX);
  self->n_running = self->n_trials;
  self->limit_ms = limit_ms;
  self->others = g_cancellable_new ();
  if (cancellable != NULL)
    self->cancelled_id =
      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                             g_object_ref (self->others), g_object_unref);
  for (guint i = 0; i < self->n_trials; i++)
    self->trials[i].answer = outpost_discovery_answer_ref (g_ptr_array_index (answers, i));
  for (guint i = 0; i < self->n_trials; i++)
    start_trial (task, &self->trials[i]);
}

/*
 * outpost_discovery_verify_finish:
 * @result: what the callback was given
 * @error: return location for an error, as a sentence for people: %G_IO_ERROR_INVALID_DATA if a
 *   server is not what it should be, %G_IO_ERROR_HOST_UNREACHABLE if one does not answer,
 *   %G_IO_ERROR_HOST_NOT_FOUND or %G_IO_ERROR_CONNECTION_REFUSED if there is none
 *
 * Returns: (transfer full) (nullable): the candidate to offer, or %NULL with @error set
 */
OutpostDiscoveryAnswer *
outpost_discovery_verify_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
