/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-private.h"

static void
use_document (OutpostDiscoveryAttempt *self,
              GBytes                  *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAutoconfig) config =
    outpost_autoconfig_parse (g_bytes_get_data (document, NULL), g_bytes_get_size (document),
                              self->search->address, OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, &error);
  g_autoptr (GPtrArray) answers =
    g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_discovery_answer_unref);

  if (config == NULL) {
    outpost_discovery_attempt_fail (self, error);
    return;
  }
  for (guint i = 0; i < config->servers->len; i++)
    g_ptr_array_add (answers,
                     outpost_discovery_answer_new_from_config (self->source, self->search->address,
                                                               config, i));
  outpost_discovery_attempt_verify (self, answers);
}

/* The document and the host that sent it, or NULL if the attempt is over or @error tells. */
static GBytes *
take_document (OutpostDiscoveryAttempt  *self,
               GAsyncResult             *result,
               GError                  **error)
{
  g_autofree char *host = NULL;
  g_autoptr (GBytes) document = outpost_discovery_fetch_finish (result, &host, error);

  if (document == NULL || outpost_discovery_attempt_is_over (self))
    return NULL;
  self->document_host = g_steal_pointer (&host);
  return g_steal_pointer (&document);
}

static void
fetch (OutpostDiscoveryAttempt *self,
       const char              *uri,
       GAsyncReadyCallback      callback)
{
  OutpostDiscovery *search = self->search;

  outpost_discovery_attempt_hold (self);
  outpost_discovery_fetch_async (search->session, uri, OUTPOST_AUTOCONFIG_MAX_OCTETS,
                                 search->limits.request_ms, self->cancellable, callback, self);
}

static void
autoconfig_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  OutpostDiscoveryAttempt *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = take_document (self, result, &error);

  if (document != NULL)
    use_document (self, document);
  else if (!outpost_discovery_attempt_is_over (self))
    outpost_discovery_attempt_fail (self, error);
  outpost_discovery_attempt_release (self);
}

/*
 * outpost_discovery_ask_autoconfig:
 * @self: the attempt of one of the two places at the domain itself
 *
 * Asks the domain (draft-ietf-mailmaint-autoconfig-06): over HTTPS only, and without the address
 * that other programs append.
 */
void
outpost_discovery_ask_autoconfig (OutpostDiscoveryAttempt *self)
{
  const char *domain = self->search->domain;
  g_autofree char *uri =
    self->place == OUTPOST_DISCOVERY_PLACE_HOST
      ? g_strdup_printf ("https://autoconfig.%s/mail/config-v1.1.xml", domain)
      : g_strdup_printf ("https://%s/.well-known/autoconfig/mail/config-v1.1.xml", domain);

  outpost_discovery_attempt_ask (self);
  fetch (self, uri, autoconfig_cb);
}

/* With the list it is something else whether it has no such entry or is not there. */
static void
fail_list (OutpostDiscoveryAttempt *self,
           const GError            *error)
{
  gboolean not_in_it = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  if (not_in_it && self->list_domains != NULL && !g_queue_is_empty (self->list_domains))
    outpost_discovery_ask_list_for_mx (self);
  else if (not_in_it)
    outpost_discovery_attempt_end (self, self->place == OUTPOST_DISCOVERY_PLACE_MOZILLA
                                           ? OUTPOST_DISCOVERY_STATE_NOT_IN_IT
                                           : OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN, NULL);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_UNUSABLE, error->message);
  else
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_NO_ANSWER, error->message);
}

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  OutpostDiscoveryAttempt *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = take_document (self, result, &error);

  if (document != NULL)
    use_document (self, document);
  else if (!outpost_discovery_attempt_is_over (self))
    fail_list (self, error);
  outpost_discovery_attempt_release (self);
}

/*
 * outpost_discovery_ask_mozilla:
 * @self: the attempt of the Mozilla list, or that of the mail exchanger
 * @domain: what to look for
 *
 * Asks the list, which so learns the domain.
 */
void
outpost_discovery_ask_mozilla (OutpostDiscoveryAttempt *self,
                               const char              *domain)
{
  const char *base = self->search->mozilla_uri;
  g_autofree char *uri =
    g_strconcat (base, g_str_has_suffix (base, "/") ? "" : "/", domain, NULL);

  fetch (self, uri, list_cb);
}

/*
 * outpost_discovery_ask_list_for_mx:
 * @self: the attempt of the mail exchanger, with domains left to look for
 *
 * Looks for the next of them in the Mozilla list.
 */
void
outpost_discovery_ask_list_for_mx (OutpostDiscoveryAttempt *self)
{
  g_autofree char *domain = g_queue_pop_head (self->list_domains);

  outpost_discovery_ask_mozilla (self, domain);
}
