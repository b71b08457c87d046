/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-prober.h"

#include "outpost-smtp-session.h"

typedef struct {
  OutpostSmtpProbe *probe;
  guint             limit_ms;
  GCancellable     *cancellable;
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

/* A session that signs in to nothing: it ends once the EHLO reply is read. */
static gpointer
probe_thread (gpointer user_data)
{
  Job *job = user_data;
  OutpostSmtpProbe *probe = job->probe;
  g_autoptr (OutpostSmtpCredential) nobody =
    outpost_smtp_credential_new (OUTPOST_SMTP_SIGN_IN_NONE, NULL, NULL, NULL);
  g_autoptr (OutpostSmtpSession) session = NULL;
  OutpostSmtpLimits limits;

  outpost_smtp_limits_init (&limits, 0);
  limits.silence_ms = limits.until_recipients_ms = job->limit_ms;
  session = outpost_smtp_session_new (probe->endpoint, nobody, &limits,
                                      OUTPOST_SMTP_MODE_STEPWISE);
  outpost_smtp_session_set_stage_func (session, stage_cb, probe);

  if (outpost_smtp_session_open_sync (session, job->cancellable, &probe->error)) {
    const OutpostSmtpFacts *facts = outpost_smtp_session_get_facts (session);

    probe->offers_sign_in = probe->secured && facts->mechanisms != NULL &&
                            facts->mechanisms[0] != NULL;
    outpost_smtp_session_close (session);
  }

  return NULL;
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
  GPtrArray *probes = g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_smtp_probe_free);
  g_autofree Job *jobs = g_new0 (Job, n_endpoints);
  g_autofree GThread **threads = g_new0 (GThread *, n_endpoints);

  for (gsize i = 0; i < n_endpoints; i++) {
    OutpostSmtpProbe *probe = g_new0 (OutpostSmtpProbe, 1);

    probe->endpoint = outpost_smtp_endpoint_copy (endpoints[i]);
    g_ptr_array_add (probes, probe);
    jobs[i] = (Job) { probe, limit_ms, cancellable };
    threads[i] = g_thread_new ("outpost-probe", probe_thread, &jobs[i]);
  }

  for (gsize i = 0; i < n_endpoints; i++)
    g_thread_join (threads[i]);

  return probes;
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
  g_clear_error (&self->error);
  g_free (self);
}
