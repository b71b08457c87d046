/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-prober.h"

#include "outpost-smtp-session.h"

/* What the threads of one call share. */
typedef struct {
  GMutex        mutex;
  GPtrArray    *probes;
  gboolean     *is_done;       /* one for each probe; guarded by mutex */
  guint         limit_ms;
  gboolean      only_best;
  GCancellable *cancellable;   /* ends all that still run */
} Search;

typedef struct {
  Search *search;
  guint   index;
} Job;

static void
stage_cb (OutpostSmtpStage        stage,
          gint64                  duration_us,
          const OutpostSmtpFacts *facts,
          gpointer                user_data)
{
  OutpostSmtpProbe *probe = user_data;

  if (duration_us < 0)
    return;

  if (stage == OUTPOST_SMTP_STAGE_CONNECT)
    probe->answers = TRUE;
  else if (stage == OUTPOST_SMTP_STAGE_SECURE)
    probe->secured = TRUE;
}

/* The first good one is known once all before it have been found no good. */
static gboolean
knows_best (Search *search)
{
  for (guint i = 0; i < search->probes->len && search->is_done[i]; i++)
    if (outpost_smtp_probe_is_good (g_ptr_array_index (search->probes, i)))
      return TRUE;
  return FALSE;
}

static void
note_done (Search *search,
           guint   index)
{
  gboolean is_over;

  g_mutex_lock (&search->mutex);
  search->is_done[index] = TRUE;
  is_over = search->only_best && knows_best (search);
  g_mutex_unlock (&search->mutex);

  if (is_over)
    g_cancellable_cancel (search->cancellable);
}

/* A session that signs in to nothing: it ends once the EHLO reply is read. */
static gpointer
probe_thread (gpointer user_data)
{
  Job *job = user_data;
  Search *search = job->search;
  OutpostSmtpProbe *probe = g_ptr_array_index (search->probes, job->index);
  g_autoptr (OutpostSmtpCredential) nobody =
    outpost_smtp_credential_new (OUTPOST_SMTP_SIGN_IN_NONE, NULL, NULL, NULL);
  g_autoptr (OutpostSmtpSession) session = NULL;
  OutpostSmtpLimits limits;

  outpost_smtp_limits_init (&limits, 0);
  limits.silence_ms = limits.until_recipients_ms = search->limit_ms;
  session = outpost_smtp_session_new (probe->endpoint, nobody, &limits,
                                      OUTPOST_SMTP_MODE_STEPWISE);
  outpost_smtp_session_set_stage_func (session, stage_cb, probe);

  if (outpost_smtp_session_open_sync (session, search->cancellable, &probe->error)) {
    const OutpostSmtpFacts *facts = outpost_smtp_session_get_facts (session);

    probe->offers_sign_in = probe->secured && facts->mechanisms != NULL &&
                            facts->mechanisms[0] != NULL;
    outpost_smtp_session_close (session);
  }
  outpost_smtp_facts_copy (&probe->facts, outpost_smtp_session_get_facts (session));
  outpost_smtp_failure_copy (&probe->failure, outpost_smtp_session_get_failure (session));
  note_done (search, job->index);

  return NULL;
}

static void
cancelled_cb (GCancellable *outer,
              gpointer      inner)
{
  g_cancellable_cancel (inner);
}

static GPtrArray *
search_sync (const OutpostSmtpEndpoint * const *endpoints,
             gsize                              n_endpoints,
             guint                              limit_ms,
             gboolean                           only_best,
             GCancellable                      *cancellable)
{
  g_autoptr (GCancellable) inner = g_cancellable_new ();
  g_autofree gboolean *is_done = g_new0 (gboolean, n_endpoints);
  g_autofree Job *jobs = g_new0 (Job, n_endpoints);
  g_autofree GThread **threads = g_new0 (GThread *, n_endpoints);
  Search search = { .is_done = is_done, .limit_ms = limit_ms, .only_best = only_best,
                    .cancellable = inner };
  gulong handler = 0;

  g_mutex_init (&search.mutex);
  search.probes = g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_smtp_probe_free);
  for (gsize i = 0; i < n_endpoints; i++) {
    OutpostSmtpProbe *probe = g_new0 (OutpostSmtpProbe, 1);

    probe->endpoint = outpost_smtp_endpoint_copy (endpoints[i]);
    g_ptr_array_add (search.probes, probe);
  }

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_object_ref (inner),
                                     g_object_unref);
  for (gsize i = 0; i < n_endpoints; i++) {
    jobs[i] = (Job) { &search, i };
    threads[i] = g_thread_new ("outpost-probe", probe_thread, &jobs[i]);
  }
  for (gsize i = 0; i < n_endpoints; i++)
    g_thread_join (threads[i]);
  g_cancellable_disconnect (cancellable, handler);
  g_mutex_clear (&search.mutex);

  return search.probes;
}

/**
 * outpost_smtp_probe_sync:
 * @endpoints: (array length=n_endpoints): what to try
 * @n_endpoints: number of endpoints
 * @limit_ms: how long to try, in milliseconds
 * @cancellable: (nullable): a cancellable
 *
 * Tries the endpoints side by side, each in a thread of its own: look-up, connection,
 * TLS with full verification, EHLO, QUIT. No credential is used and nothing is resumed.
 *
 * Returns: (transfer full) (element-type OutpostSmtpProbe): one probe for each
 *   endpoint, in order
 */
GPtrArray *
outpost_smtp_probe_sync (const OutpostSmtpEndpoint * const *endpoints,
                         gsize                              n_endpoints,
                         guint                              limit_ms,
                         GCancellable                      *cancellable)
{
  return search_sync (endpoints, n_endpoints, limit_ms, FALSE, cancellable);
}

/**
 * outpost_smtp_probe_best_sync:
 * @endpoints: (array length=n_endpoints): what to try, the most wanted first
 * @n_endpoints: number of endpoints
 * @limit_ms: how long to try, in milliseconds
 * @cancellable: (nullable): a cancellable
 *
 * Like [func@Outpost.smtp_probe_sync], but ends as soon as it is known which is the first
 * good one. The probes that still run then are cut off: their error is
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (element-type OutpostSmtpProbe): one probe for each
 *   endpoint, in order
 */
GPtrArray *
outpost_smtp_probe_best_sync (const OutpostSmtpEndpoint * const *endpoints,
                              gsize                              n_endpoints,
                              guint                              limit_ms,
                              GCancellable                      *cancellable)
{
  return search_sync (endpoints, n_endpoints, limit_ms, TRUE, cancellable);
}

/**
 * outpost_smtp_probe_is_good:
 * @self: a probe that is done
 *
 * Returns: whether the certificate verified and a sign-in was offered
 */
gboolean
outpost_smtp_probe_is_good (const OutpostSmtpProbe *self)
{
  return self->secured && self->offers_sign_in;
}

/**
 * outpost_smtp_probe_free:
 * @self: (nullable) (transfer full): a probe
 *
 * Frees @self.
 */
void
outpost_smtp_probe_free (OutpostSmtpProbe *self)
{
  if (self == NULL)
    return;

  outpost_smtp_endpoint_free (self->endpoint);
  outpost_smtp_facts_clear (&self->facts);
  outpost_smtp_failure_clear (&self->failure);
  g_clear_error (&self->error);
  g_free (self);
}
