/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-host.h"
#include "outpost-printable.h"

/* The contract gives the search ten seconds. A silent site is given up after half of them, so that
 * the list can still be asked. */
#define TOTAL_MS 10000
#define REQUEST_MS 5000
#define PROBE_MS 4000

enum {
  SOURCE_CHANGED,
  ANSWER_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostDiscovery, outpost_discovery, G_TYPE_OBJECT)
G_DEFINE_QUARK (outpost-discovery-error-quark, outpost_discovery_error)

static const OutpostDiscoverySource sources[OUTPOST_N_DISCOVERY_PLACES] = {
  [OUTPOST_DISCOVERY_PLACE_ADMIN] = OUTPOST_DISCOVERY_SOURCE_ADMIN,
  [OUTPOST_DISCOVERY_PLACE_USER] = OUTPOST_DISCOVERY_SOURCE_USER,
  [OUTPOST_DISCOVERY_PLACE_PRESET] = OUTPOST_DISCOVERY_SOURCE_PRESET,
  [OUTPOST_DISCOVERY_PLACE_HOST] = OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG,
  [OUTPOST_DISCOVERY_PLACE_WELL_KNOWN] = OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG,
  [OUTPOST_DISCOVERY_PLACE_MOZILLA] = OUTPOST_DISCOVERY_SOURCE_MOZILLA,
  [OUTPOST_DISCOVERY_PLACE_SRV] = OUTPOST_DISCOVERY_SOURCE_SRV,
  [OUTPOST_DISCOVERY_PLACE_MX] = OUTPOST_DISCOVERY_SOURCE_MX,
  [OUTPOST_DISCOVERY_PLACE_TRYING] = OUTPOST_DISCOVERY_SOURCE_TRYING,
};

static void
attempt_clear (OutpostDiscoveryAttempt *self)
{
  g_free (self->detail);
  g_clear_pointer (&self->answer, outpost_discovery_answer_unref);
  g_object_unref (self->cancellable);
  g_free (self->document_host);
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SERVICES; i++)
    g_clear_pointer (&self->candidates[i], g_ptr_array_unref);
  g_clear_error (&self->failure);
  g_free (self->exchanger);
  if (self->list_domains != NULL)
    g_queue_free_full (self->list_domains, g_free);
}

static void
outpost_discovery_finalize (GObject *object)
{
  OutpostDiscovery *self = OUTPOST_DISCOVERY (object);

  for (guint i = 0; i < OUTPOST_N_DISCOVERY_PLACES; i++)
    attempt_clear (&self->attempts[i]);
  g_free (self->address);
  g_free (self->domain);
  g_free (self->shown_domain);
  g_free (self->site_label);
  g_free (self->suggestion);
  g_free (self->mozilla_uri);
  g_free (self->admin_folder);
  g_free (self->user_folder);
  g_clear_pointer (&self->limit, g_source_unref);
  g_clear_pointer (&self->cancelled, g_source_unref);

  G_OBJECT_CLASS (outpost_discovery_parent_class)->finalize (object);
}

static void
outpost_discovery_class_init (OutpostDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_discovery_finalize;

  signals[SOURCE_CHANGED] =
    g_signal_new ("source-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[ANSWER_CHANGED] =
    g_signal_new ("answer-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
outpost_discovery_init (OutpostDiscovery *self)
{
  self->mozilla_uri = g_strdup (OUTPOST_DISCOVERY_MOZILLA_URI);
  self->limits = (OutpostDiscoveryLimits) { TOTAL_MS, REQUEST_MS, PROBE_MS };
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_PLACES; i++) {
    self->attempts[i].search = self;
    self->attempts[i].place = i;
    self->attempts[i].source = sources[i];
    self->attempts[i].cancellable = g_cancellable_new ();
  }
}

static void
read_address (OutpostDiscovery *self)
{
  g_autoptr (OutpostAddress) parsed = outpost_address_parse (self->address, NULL);
  g_autofree char *shown = NULL;
  const char *typed;

  if (parsed == NULL)
    return;
  typed = strrchr (self->address, '@') + 1;
  /* Behind an address in brackets there is no domain to look for. */
  if (outpost_host_is_address (typed))
    return;
  self->domain = outpost_host_to_ascii (typed, NULL);
  self->shown_domain = outpost_host_to_unicode (self->domain);
  shown = outpost_printable_isolate (self->shown_domain);
  /* Translators: a place where settings were looked for: the website of this domain */
  self->site_label = g_strdup_printf (_("%s itself"), shown);
}

/**
 * outpost_discovery_new:
 * @address: the e-mail address to find settings for, as it was typed
 *
 * Returns: (transfer full): a search that has not begun
 */
OutpostDiscovery *
outpost_discovery_new (const char *address)
{
  OutpostDiscovery *self;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_object_new (OUTPOST_TYPE_DISCOVERY, NULL);
  self->address = g_strstrip (g_strdup (address));
  read_address (self);
  return self;
}

/**
 * outpost_discovery_set_mozilla_uri:
 * @self: a search that has not begun
 * @uri: (nullable): where the list is, or %NULL to leave it alone
 *
 * Sets where the Mozilla list is asked.
 */
void
outpost_discovery_set_mozilla_uri (OutpostDiscovery *self,
                                   const char       *uri)
{
  g_return_if_fail (OUTPOST_IS_DISCOVERY (self));

  g_free (self->mozilla_uri);
  self->mozilla_uri = g_strdup (uri);
}

/**
 * outpost_discovery_set_folders:
 * @self: a search that has not begun
 * @admin: (nullable) (type filename): the administrator's folder
 * @user: (nullable) (type filename): the person's own folder
 *
 * Sets where files about domains are looked for; %NULL leaves it at the usual folder.
 */
void
outpost_discovery_set_folders (OutpostDiscovery *self,
                               const char       *admin,
                               const char       *user)
{
  g_return_if_fail (OUTPOST_IS_DISCOVERY (self));

  g_free (self->admin_folder);
  self->admin_folder = g_strdup (admin);
  g_free (self->user_folder);
  self->user_folder = g_strdup (user);
}

/**
 * outpost_discovery_set_limits:
 * @self: a search that has not begun
 * @limits: how long things may take
 *
 * Sets other limits than the usual ones.
 */
void
outpost_discovery_set_limits (OutpostDiscovery             *self,
                              const OutpostDiscoveryLimits *limits)
{
  g_return_if_fail (OUTPOST_IS_DISCOVERY (self));

  self->limits = *limits;
}

/**
 * outpost_discovery_get_suggestion:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): the address that was probably meant, or %NULL if there is
 *   no doubt, or [method@Outpost.Discovery.keep_address] has removed it
 */
const char *
outpost_discovery_get_suggestion (OutpostDiscovery *self)
{
  const char *domain;

  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);

  if (self->keep_address || self->domain == NULL || outpost_discovery_has_file (self))
    return NULL;
  if (self->suggestion != NULL)
    return self->suggestion;

  domain = outpost_preset_near_domain (self->domain);
  if (domain != NULL)
    self->suggestion =
      g_strdup_printf ("%.*s@%s", (int) (strrchr (self->address, '@') - self->address),
                       self->address, domain);
  return self->suggestion;
}

/**
 * outpost_discovery_keep_address:
 * @self: a search that has not begun
 *
 * Says that the address is right although it looks like another one.
 */
void
outpost_discovery_keep_address (OutpostDiscovery *self)
{
  g_return_if_fail (OUTPOST_IS_DISCOVERY (self));

  self->keep_address = TRUE;
}

/**
 * outpost_discovery_get_address:
 * @self: a search
 *
 * Returns: (transfer none): the address, without white space at its ends
 */
const char *
outpost_discovery_get_address (OutpostDiscovery *self)
{
  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);

  return self->address;
}

/**
 * outpost_discovery_get_domain:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): the domain in Unicode: all that others are told
 */
const char *
outpost_discovery_get_domain (OutpostDiscovery *self)
{
  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);

  return self->shown_domain;
}

/* Of several places of one source the one that says most: an answer, then one that is being asked,
 * then what a person may want to know. */
static const OutpostDiscoveryAttempt *
get_attempt (OutpostDiscovery       *self,
             OutpostDiscoverySource  source)
{
  static const OutpostDiscoveryState order[] = {
    OUTPOST_DISCOVERY_STATE_ANSWERED, OUTPOST_DISCOVERY_STATE_ASKING,
    OUTPOST_DISCOVERY_STATE_WAITING, OUTPOST_DISCOVERY_STATE_UNUSABLE,
    OUTPOST_DISCOVERY_STATE_NO_ANSWER, OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN,
    OUTPOST_DISCOVERY_STATE_NOT_IN_IT, OUTPOST_DISCOVERY_STATE_NOT_NEEDED,
    OUTPOST_DISCOVERY_STATE_NOT_ASKED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < OUTPOST_N_DISCOVERY_PLACES; j++)
      if (self->attempts[j].source == source && self->attempts[j].state == order[i])
        return &self->attempts[j];
  g_assert_not_reached ();
}

/**
 * outpost_discovery_get_state:
 * @self: a search
 * @source: a source
 *
 * Returns: how it stands with the source
 */
OutpostDiscoveryState
outpost_discovery_get_state (OutpostDiscovery       *self,
                             OutpostDiscoverySource  source)
{
  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), OUTPOST_DISCOVERY_STATE_WAITING);
  g_return_val_if_fail (source < OUTPOST_N_DISCOVERY_SOURCES, OUTPOST_DISCOVERY_STATE_WAITING);

  return get_attempt (self, source)->state;
}

/**
 * outpost_discovery_get_detail:
 * @self: a search
 * @source: a source
 *
 * Returns: (transfer none) (nullable): a sentence that says more than the state
 */
const char *
outpost_discovery_get_detail (OutpostDiscovery       *self,
                              OutpostDiscoverySource  source)
{
  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);
  g_return_val_if_fail (source < OUTPOST_N_DISCOVERY_SOURCES, NULL);

  return get_attempt (self, source)->detail;
}

/**
 * outpost_discovery_get_answer:
 * @self: a search
 * @source: a source
 *
 * Returns: (transfer none) (nullable): what the source answered
 */
OutpostDiscoveryAnswer *
outpost_discovery_get_answer (OutpostDiscovery       *self,
                              OutpostDiscoverySource  source)
{
  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);
  g_return_val_if_fail (source < OUTPOST_N_DISCOVERY_SOURCES, NULL);

  return get_attempt (self, source)->answer;
}

/**
 * outpost_discovery_get_best:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): the most trusted answer so far
 */
OutpostDiscoveryAnswer *
outpost_discovery_get_best (OutpostDiscovery *self)
{
  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);

  for (guint i = 0; i < OUTPOST_N_DISCOVERY_PLACES; i++)
    if (self->attempts[i].answer != NULL)
      return self->attempts[i].answer;
  return NULL;
}

/**
 * outpost_discovery_run_async:
 * @self: a search that has not begun
 * @cancellable: (nullable): a cancellable
 * @callback: called when the search is over
 * @user_data: for @callback
 *
 * Begins the search: from here on the domain may be told to others.
 */
void
outpost_discovery_run_async (OutpostDiscovery    *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (OUTPOST_IS_DISCOVERY (self));
  g_return_if_fail (self->attempts[0].state == OUTPOST_DISCOVERY_STATE_WAITING);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, outpost_discovery_run_async);
  outpost_discovery_run_begin (self);
}

/**
 * outpost_discovery_run_finish:
 * @self: a search
 * @result: what the callback was given
 * @error: return location for an [error@Outpost.DiscoveryError] or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the best answer, or %NULL with @error set
 */
OutpostDiscoveryAnswer *
outpost_discovery_run_finish (OutpostDiscovery  *self,
                              GAsyncResult      *result,
                              GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
ready_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/**
 * outpost_discovery_run_sync:
 * @self: a search that has not begun
 * @cancellable: (nullable): a cancellable
 * @error: return location for an [error@Outpost.DiscoveryError] or %G_IO_ERROR_CANCELLED
 *
 * Does the whole search and blocks until it is over.
 *
 * Returns: (transfer full) (nullable): the best answer, or %NULL with @error set
 */
OutpostDiscoveryAnswer *
outpost_discovery_run_sync (OutpostDiscovery  *self,
                            GCancellable      *cancellable,
                            GError           **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  OutpostDiscoveryAnswer *answer;

  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);

  g_main_context_push_thread_default (context);
  outpost_discovery_run_async (self, cancellable, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  answer = outpost_discovery_run_finish (self, result, error);
  /* What the web session still has to close. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  return answer;
}
