/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-host.h"
#include "outpost-printable.h"

static OutpostDiscoveryAttempt *
get_answered (OutpostDiscovery *self)
{
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_PLACES; i++)
    if (self->attempts[i].answer != NULL)
      return &self->attempts[i];
  return NULL;
}

static GError *
make_error (OutpostDiscovery *self)
{
  g_autofree char *domain = outpost_printable_isolate (self->shown_domain);

  for (guint i = OUTPOST_DISCOVERY_FIRST_REMOTE; i < OUTPOST_N_DISCOVERY_PLACES; i++) {
    OutpostDiscoveryState state = self->attempts[i].state;

    if (state == OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN ||
        state == OUTPOST_DISCOVERY_STATE_NOT_IN_IT || state == OUTPOST_DISCOVERY_STATE_UNUSABLE)
      return g_error_new (OUTPOST_DISCOVERY_ERROR, OUTPOST_DISCOVERY_ERROR_NOTHING_FOUND,
                          /* Translators: %s is a domain */
                          _("No settings were found for %s. Ask its provider for the server and "
                            "fill them in by hand."), domain);
  }
  return g_error_new (OUTPOST_DISCOVERY_ERROR, OUTPOST_DISCOVERY_ERROR_OFFLINE, "%s",
                      _("Nobody could be asked. Look whether this computer is connected to the "
                        "internet, or fill the settings in by hand."));
}

static void
return_result (OutpostDiscovery *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  OutpostDiscoveryAttempt *answered = get_answered (self);

  g_clear_object (&self->session);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (answered != NULL)
    g_task_return_pointer (task, outpost_discovery_answer_ref (answered->answer),
                           (GDestroyNotify) outpost_discovery_answer_unref);
  else
    g_task_return_error (task, make_error (self));
}

/* Ends those of these attempts that are not over. */
static void
call_off (OutpostDiscovery      *self,
          guint                  first,
          OutpostDiscoveryState  asking_becomes)
{
  for (guint i = first; i < OUTPOST_N_DISCOVERY_PLACES; i++) {
    OutpostDiscoveryAttempt *attempt = &self->attempts[i];

    if (attempt->state == OUTPOST_DISCOVERY_STATE_ASKING)
      outpost_discovery_attempt_end (attempt, asking_becomes, NULL);
    else if (attempt->state == OUTPOST_DISCOVERY_STATE_WAITING)
      outpost_discovery_attempt_end (attempt, OUTPOST_DISCOVERY_STATE_NOT_ASKED, NULL);
  }
}

static void
stop (OutpostDiscovery      *self,
      OutpostDiscoveryState  asking_becomes)
{
  self->over = TRUE;
  if (self->limit != NULL)
    g_source_destroy (self->limit);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  call_off (self, 0, asking_becomes);
}

static gboolean
limit_cb (gpointer user_data)
{
  OutpostDiscovery *self = user_data;

  stop (self, OUTPOST_DISCOVERY_STATE_NO_ANSWER);
  outpost_discovery_run_advance (self);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  OutpostDiscovery *self = user_data;

  stop (self, OUTPOST_DISCOVERY_STATE_NOT_NEEDED);
  outpost_discovery_run_advance (self);
  return G_SOURCE_REMOVE;
}

/* Whether places first to last are all over without an answer. */
static gboolean
gave_nothing (OutpostDiscovery      *self,
              OutpostDiscoveryPlace  first,
              OutpostDiscoveryPlace  last)
{
  for (guint i = first; i <= last; i++)
    if (!outpost_discovery_attempt_is_over (&self->attempts[i]) ||
        self->attempts[i].answer != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
all_over (OutpostDiscovery *self)
{
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_PLACES; i++)
    if (!outpost_discovery_attempt_is_over (&self->attempts[i]))
      return FALSE;
  return TRUE;
}

/* Whoever keeps the list learns what is looked for: it is asked only when the domain itself has
 * nothing to say, and about the exchanger's domain only when all that is trusted more has not. */
static void
start_list (OutpostDiscovery *self)
{
  OutpostDiscoveryAttempt *list = &self->attempts[OUTPOST_DISCOVERY_PLACE_MOZILLA];
  OutpostDiscoveryAttempt *mx = &self->attempts[OUTPOST_DISCOVERY_PLACE_MX];

  if (list->state == OUTPOST_DISCOVERY_STATE_WAITING &&
      gave_nothing (self, OUTPOST_DISCOVERY_PLACE_HOST, OUTPOST_DISCOVERY_PLACE_WELL_KNOWN)) {
    outpost_discovery_attempt_ask (list);
    outpost_discovery_ask_mozilla (list, self->domain);
  }
  if (mx->state == OUTPOST_DISCOVERY_STATE_ASKING && mx->list_domains != NULL &&
      !mx->list_asked &&
      gave_nothing (self, OUTPOST_DISCOVERY_PLACE_HOST, OUTPOST_DISCOVERY_PLACE_SRV)) {
    mx->list_asked = TRUE;
    outpost_discovery_ask_list_for_mx (mx);
  }
}

static void
tell_best (OutpostDiscovery *self)
{
  OutpostDiscoveryAttempt *answered = get_answered (self);

  if (answered == NULL || answered->answer == self->best)
    return;
  self->best = answered->answer;
  g_signal_emit_by_name (self, "answer-changed");
}

/*
 * outpost_discovery_run_advance:
 * @self: a search
 *
 * Goes on after something has ended: with an answer nobody who is trusted less is needed, and
 * once all who are trusted more are over it stands.
 */
void
outpost_discovery_run_advance (OutpostDiscovery *self)
{
  g_autoptr (OutpostDiscovery) alive = g_object_ref (self);
  OutpostDiscoveryAttempt *answered = get_answered (self);

  if (self->task == NULL)
    return;

  if (!self->over) {
    if (answered != NULL)
      call_off (self, answered->place + 1, OUTPOST_DISCOVERY_STATE_NOT_NEEDED);
    start_list (self);
    tell_best (self);
    if (!self->over && all_over (self))
      stop (self, OUTPOST_DISCOVERY_STATE_NOT_NEEDED);
  }
  if (self->over && self->n_pending == 0)
    return_result (self);
}

static gboolean
ask_this_computer (OutpostDiscovery *self)
{
  for (guint i = 0; i < OUTPOST_DISCOVERY_FIRST_REMOTE; i++) {
    OutpostDiscoveryAttempt *attempt = &self->attempts[i];

    if (attempt->place == OUTPOST_DISCOVERY_PLACE_PRESET)
      outpost_discovery_ask_preset (attempt);
    else
      outpost_discovery_ask_file (attempt);
    if (attempt->answer != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
ask_others (OutpostDiscovery *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  if (g_cancellable_is_cancelled (cancellable)) {
    stop (self, OUTPOST_DISCOVERY_STATE_NOT_ASKED);
    return;
  }
  self->session = outpost_discovery_session_new ();
  self->limit = g_timeout_source_new (self->limits.total_ms);
  g_source_set_callback (self->limit, limit_cb, self, NULL);
  g_source_attach (self->limit, g_task_get_context (self->task));
  if (cancellable != NULL) {
    self->cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
    g_source_attach (self->cancelled, g_task_get_context (self->task));
  }

  /* Who keeps the list has no business with names of the own network. */
  if (outpost_host_is_local_name (self->domain))
    g_clear_pointer (&self->mozilla_uri, g_free);
  if (self->mozilla_uri == NULL)
    outpost_discovery_attempt_end (&self->attempts[OUTPOST_DISCOVERY_PLACE_MOZILLA],
                                   OUTPOST_DISCOVERY_STATE_NOT_ASKED, NULL);
  outpost_discovery_ask_autoconfig (&self->attempts[OUTPOST_DISCOVERY_PLACE_HOST]);
  outpost_discovery_ask_autoconfig (&self->attempts[OUTPOST_DISCOVERY_PLACE_WELL_KNOWN]);
  outpost_discovery_ask_srv (&self->attempts[OUTPOST_DISCOVERY_PLACE_SRV]);
  outpost_discovery_ask_mx (&self->attempts[OUTPOST_DISCOVERY_PLACE_MX]);
  outpost_discovery_try_names (&self->attempts[OUTPOST_DISCOVERY_PLACE_TRYING]);
}

static void
return_suggestion (OutpostDiscovery *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  g_autofree char *suggestion = outpost_printable_isolate (outpost_discovery_get_suggestion (self));

  call_off (self, OUTPOST_DISCOVERY_FIRST_REMOTE, OUTPOST_DISCOVERY_STATE_NOT_ASKED);
  g_task_return_new_error (task, OUTPOST_DISCOVERY_ERROR, OUTPOST_DISCOVERY_ERROR_SUGGESTION,
                           /* Translators: %s is an e-mail address */
                           _("Did you mean %s? Nothing was looked up yet."), suggestion);
}

/*
 * outpost_discovery_run_begin:
 * @self: a search with its task
 *
 * Asks this computer first. Only if it knows nothing, and no other domain was probably meant, does
 * anything leave it.
 */
void
outpost_discovery_run_begin (OutpostDiscovery *self)
{
  if (self->domain == NULL) {
    g_autoptr (GTask) task = g_steal_pointer (&self->task);

    g_task_return_new_error (task, OUTPOST_DISCOVERY_ERROR, OUTPOST_DISCOVERY_ERROR_ADDRESS, "%s",
                             _("An e-mail address is needed, such as name@example.org."));
    return;
  }
  if (!ask_this_computer (self)) {
    if (outpost_discovery_get_suggestion (self) != NULL) {
      return_suggestion (self);
      return;
    }
    ask_others (self);
  }
  outpost_discovery_run_advance (self);
}
