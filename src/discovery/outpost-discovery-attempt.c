/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-private.h"

#include "outpost-autoconfig.h"
#include "outpost-discovery-verify-private.h"
#include "outpost-dns.h"

static void
tell (OutpostDiscoveryAttempt *self)
{
  g_signal_emit_by_name (self->search, "source-changed", self->source);
}

/*
 * outpost_discovery_attempt_ask:
 * @self: an attempt
 *
 * Notes that the place is being asked.
 */
void
outpost_discovery_attempt_ask (OutpostDiscoveryAttempt *self)
{
  self->state = OUTPOST_DISCOVERY_STATE_ASKING;
  tell (self);
}

/*
 * outpost_discovery_attempt_hold:
 * @self: an attempt
 *
 * Notes that a callback is awaited: the run does not end before it has come.
 */
void
outpost_discovery_attempt_hold (OutpostDiscoveryAttempt *self)
{
  self->search->n_pending++;
}

/*
 * outpost_discovery_attempt_release:
 * @self: an attempt
 *
 * Notes that an awaited callback has come and done its work, and goes on with the run.
 */
void
outpost_discovery_attempt_release (OutpostDiscoveryAttempt *self)
{
  self->search->n_pending--;
  outpost_discovery_run_advance (self->search);
}

/*
 * outpost_discovery_attempt_is_over:
 * @self: an attempt
 *
 * Returns: whether the place has said its word, or will not be asked any more
 */
gboolean
outpost_discovery_attempt_is_over (OutpostDiscoveryAttempt *self)
{
  return self->state != OUTPOST_DISCOVERY_STATE_WAITING &&
         self->state != OUTPOST_DISCOVERY_STATE_ASKING;
}

/*
 * outpost_discovery_attempt_end:
 * @self: an attempt that is not over
 * @state: how it ends
 * @detail: (nullable): a sentence that says more
 *
 * Ends an attempt without an answer. What still runs for it is called off.
 */
void
outpost_discovery_attempt_end (OutpostDiscoveryAttempt *self,
                               OutpostDiscoveryState    state,
                               const char              *detail)
{
  self->state = state;
  self->detail = g_strdup (detail);
  g_cancellable_cancel (self->cancellable);
  tell (self);
}

static OutpostDiscoveryState
judge_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS) ||
      g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME) ||
      g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD) ||
      g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_OFFERED))
    return OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ||
      g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_BAD_ANSWER) ||
      g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_A_HOST) ||
      error->domain == OUTPOST_AUTOCONFIG_ERROR)
    return OUTPOST_DISCOVERY_STATE_UNUSABLE;
  return OUTPOST_DISCOVERY_STATE_NO_ANSWER;
}

/*
 * outpost_discovery_attempt_fail:
 * @self: an attempt that is not over
 * @error: why there is no answer, as a sentence
 *
 * Ends an attempt as @error says.
 */
void
outpost_discovery_attempt_fail (OutpostDiscoveryAttempt *self,
                                const GError            *error)
{
  outpost_discovery_attempt_end (self, judge_error (error), error->message);
}

/*
 * outpost_discovery_attempt_answer:
 * @self: an attempt that is not over
 * @answer: (transfer full): its answer
 *
 * Ends an attempt with an answer.
 */
void
outpost_discovery_attempt_answer (OutpostDiscoveryAttempt *self,
                                  OutpostDiscoveryAnswer  *answer)
{
  self->answer = answer;
  outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_ANSWERED, NULL);
}

/* That a server which somebody named is not there is something else than that there is none of a
 * usual name. */
static void
fail_verifying (OutpostDiscoveryAttempt *self,
                const GError            *error)
{
  if (self->place == OUTPOST_DISCOVERY_PLACE_TRYING)
    outpost_discovery_attempt_fail (self, error);
  else
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_UNUSABLE, error->message);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  OutpostDiscoveryAttempt *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostDiscoveryAnswer) answer = outpost_discovery_verify_finish (result, &error);

  if (!outpost_discovery_attempt_is_over (self)) {
    if (answer != NULL)
      outpost_discovery_attempt_answer (self, g_steal_pointer (&answer));
    else
      fail_verifying (self, error);
  }
  outpost_discovery_attempt_release (self);
}

/*
 * outpost_discovery_attempt_verify:
 * @self: an attempt that is not over
 * @answers: (element-type OutpostDiscoveryAnswer): what the place names, the preferred first; they
 *   get their words here
 *
 * Tries the servers, and ends the attempt with the first that can be offered.
 */
void
outpost_discovery_attempt_verify (OutpostDiscoveryAttempt *self,
                                  GPtrArray               *answers)
{
  for (guint i = 0; i < answers->len; i++)
    outpost_discovery_attempt_describe (self, g_ptr_array_index (answers, i));

  outpost_discovery_attempt_hold (self);
  outpost_discovery_verify_async (answers, self->search->limits.probe_ms, self->cancellable,
                                  verified_cb, self);
}
