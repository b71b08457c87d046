/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-deliverability-private.h"

#include <string.h>

#include "outpost-host.h"
#include "outpost-spf-record.h"

/* From where a provider's mail leaves is known to the provider alone: no list of names is
 * trusted here. What the records themselves show is compared instead. */

/* A server has few addresses; those of a crowd tell no more. */
#define ADDRESSES_MAX 4
/* So many networks of a provider stand for all of them. */
#define SAMPLES_MAX 4

/* The part before the @ stays on this computer: macros get the word that RFC 7208, section 4.3
 * has for mail without one. */
static OutpostSpfOutcome *
check (const OutpostRecordSource *source,
       const char                *domain,
       GInetAddress              *address)
{
  const OutpostSpfQuery query = { domain, address, "postmaster", domain };

  return outpost_spf_check (source, &query);
}

/* Whether all there is was added: a name server that did not answer may have had more. */
static gboolean
add_addresses (const OutpostRecordSource *source,
               OutpostRecordType          type,
               const char                *host,
               GPtrArray                 *addresses)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = outpost_record_source_look_up (source, type, host, &error);

  for (guint i = 0; found != NULL && i < found->len && i < ADDRESSES_MAX; i++)
    g_ptr_array_add (addresses, g_object_ref (g_ptr_array_index (found, i)));
  return found != NULL || outpost_record_is_absent (error);
}

/* The addresses of the server; none where they are not all known. */
static GPtrArray *
find_addresses (const OutpostRecordSource *source,
                const char                *server)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  if (outpost_host_is_address (server))
    g_ptr_array_add (addresses, g_inet_address_new_from_string (server));
  else if (!add_addresses (source, OUTPOST_RECORD_A, server, addresses) ||
           !add_addresses (source, OUTPOST_RECORD_AAAA, server, addresses))
    g_ptr_array_set_size (addresses, 0);
  return addresses;
}

/* What the record says of the server's own addresses: the best of them. */
static OutpostSpfResult
check_addresses (const OutpostRecordSource *source,
                 const char                *domain,
                 GPtrArray                 *addresses,
                 gboolean                  *uses_ptr)
{
  OutpostSpfResult result = OUTPOST_SPF_RESULT_TEMPERROR;

  for (guint i = 0; i < addresses->len && result != OUTPOST_SPF_RESULT_PASS; i++) {
    g_autoptr (OutpostSpfOutcome) outcome =
      check (source, domain, g_ptr_array_index (addresses, i));

    *uses_ptr |= outcome->uses_ptr;
    if (i == 0 || outcome->result == OUTPOST_SPF_RESULT_PASS)
      result = outcome->result;
  }
  return result;
}

/* Whether the server lies in the domain of the return path, or beside it under one owner. */
static gboolean
is_own_server (const OutpostDeliverability *self,
               const OutpostRecordSource   *source)
{
  g_autoptr (OutpostDmarcOutcome) owner =
    outpost_dmarc_discover (source, self->subject.return_domain);

  return outpost_host_is_in_domain (self->subject.server, owner->organizational_domain);
}

static gboolean
is_same_provider (const OutpostPreset *a,
                  const OutpostPreset *b)
{
  return a != NULL && b != NULL &&
         g_str_equal (outpost_preset_get_operator (a), outpost_preset_get_operator (b));
}

/* The provider in whose domain a name such as _spf.google.com lies; no host has underscores. */
static const OutpostPreset *
get_owner (const char *name)
{
  while (*name == '_' && strchr (name, '.') != NULL)
    name = strchr (name, '.') + 1;
  return outpost_preset_for_domain_of (name);
}

/* Whether the provider of the server hands out addresses of this very domain: then it knows
 * best from where it sends. */
static gboolean
is_providers_domain (const OutpostDeliverability *self)
{
  g_autofree char *address = g_strconcat ("x@", self->subject.return_domain, NULL);

  return is_same_provider (self->preset, outpost_preset_for_address (address));
}

/* Whether the record includes a name that belongs to the provider of the server. */
static gboolean
leads_to_provider (const OutpostDeliverability *self)
{
  for (guint i = 0; self->preset != NULL && i < self->spf->targets->len; i++)
    if (is_same_provider (self->preset, get_owner (g_ptr_array_index (self->spf->targets, i))))
      return TRUE;
  return FALSE;
}

static gboolean
has_good_record (const OutpostRecordSource *source,
                 const char                *domain)
{
  g_autoptr (OutpostSpfOutcome) outcome = check (source, domain, NULL);

  return outcome->result != OUTPOST_SPF_RESULT_NONE &&
         outcome->result != OUTPOST_SPF_RESULT_TEMPERROR &&
         outcome->result != OUTPOST_SPF_RESULT_PERMERROR;
}

/* The domain in whose SPF record the provider lists its servers: that of the addresses it
 * hands out, else the nearest one above the server that has a good record. */
static char *
find_provider_domain (const OutpostDeliverability *self,
                      const OutpostRecordSource   *source)
{
  const char * const *domains =
    self->preset != NULL ? outpost_preset_get_domains (self->preset) : NULL;
  const char *parent = self->subject.server;

  if (domains != NULL && domains[0] != NULL && has_good_record (source, domains[0]))
    return g_strdup (domains[0]);
  if (outpost_host_is_address (self->subject.server))
    return NULL;
  while ((parent = strchr (parent, '.')) != NULL) {
    parent++;
    if (strchr (parent, '.') != NULL && has_good_record (source, parent))
      return g_strdup (parent);
  }
  return NULL;
}

/* Whether the record lets pass what the provider's own record lists by address. */
static gboolean
covers_networks (const OutpostRecordSource *source,
                 const char                *domain,
                 const char                *provider_domain)
{
  g_autoptr (OutpostSpfOutcome) provider = check (source, provider_domain, NULL);
  guint n = MIN (provider->networks->len, SAMPLES_MAX);

  for (guint i = 0; i < n; i++) {
    guint at = i * provider->networks->len / n;
    g_autoptr (OutpostSpfOutcome) outcome =
      check (source, domain, g_ptr_array_index (provider->networks, at));

    if (outcome->result != OUTPOST_SPF_RESULT_PASS)
      return FALSE;
  }
  return n > 0;
}

static gboolean
covers_provider (const OutpostDeliverability *self,
                 const OutpostRecordSource   *source)
{
  g_autofree char *provider_domain = NULL;

  if (is_providers_domain (self) || leads_to_provider (self))
    return TRUE;
  if (is_own_server (self, source))
    return FALSE;
  provider_domain = find_provider_domain (self, source);
  return provider_domain != NULL &&
         covers_networks (source, self->subject.return_domain, provider_domain);
}

/*
 * outpost_coverage_find:
 * @self: a check whose SPF record has been looked at
 * @source: where records come from
 * @result: (out): return location for what the record says of the server's own address
 *
 * Returns: whether the SPF record of the return path lists the server
 */
OutpostCoverage
outpost_coverage_find (const OutpostDeliverability *self,
                       const OutpostRecordSource   *source,
                       OutpostSpfResult            *result)
{
  g_autoptr (GPtrArray) addresses = NULL;
  gboolean uses_ptr = FALSE;

  *result = OUTPOST_SPF_RESULT_NONE;
  if (self->subject.server == NULL)
    return OUTPOST_COVERAGE_NOT_ASKED;

  addresses = find_addresses (source, self->subject.server);
  *result = check_addresses (source, self->subject.return_domain, addresses, &uses_ptr);
  if (*result == OUTPOST_SPF_RESULT_PASS)
    return OUTPOST_COVERAGE_SERVER;
  if (covers_provider (self, source))
    return OUTPOST_COVERAGE_PROVIDER;
  return *result == OUTPOST_SPF_RESULT_TEMPERROR || uses_ptr ? OUTPOST_COVERAGE_UNKNOWN
                                                             : OUTPOST_COVERAGE_NONE;
}

/* Where a record is nothing but a redirect, that name is what others include. */
static char *
get_include_name (const OutpostRecordSource *source,
                  const char                *domain)
{
  g_autoptr (GPtrArray) texts = outpost_spf_find_records (source, domain, NULL);
  g_autoptr (OutpostSpfRecord) record = NULL;
  g_autofree char *wrong = NULL;

  if (texts != NULL && texts->len == 1)
    record = outpost_spf_record_parse (g_ptr_array_index (texts, 0), &wrong);
  return g_strdup (record != NULL && record->terms->len == 0 && record->redirect != NULL &&
                   strchr (record->redirect, '%') == NULL ? record->redirect : domain);
}

/*
 * outpost_coverage_suggest:
 * @self: a check with a server
 * @source: where records come from
 *
 * Returns: (transfer full) (nullable): the directive with which an SPF record would let the
 *   server pass, tried with the records as they are; %NULL if none is sure to
 */
char *
outpost_coverage_suggest (const OutpostDeliverability *self,
                          const OutpostRecordSource   *source)
{
  g_autofree char *provider_domain = NULL;
  g_autoptr (GPtrArray) addresses = NULL;
  g_autofree char *name = NULL;
  gboolean uses_ptr = FALSE;

  if (self->subject.server == NULL || outpost_host_is_address (self->subject.server))
    return NULL;
  addresses = find_addresses (source, self->subject.server);
  if (addresses->len == 0)
    return NULL;
  if (is_own_server (self, source))
    return g_strconcat ("a:", self->subject.server, NULL);

  provider_domain = find_provider_domain (self, source);
  if (provider_domain == NULL ||
      check_addresses (source, provider_domain, addresses, &uses_ptr) != OUTPOST_SPF_RESULT_PASS)
    return NULL;
  name = get_include_name (source, provider_domain);
  return g_strconcat ("include:", name, NULL);
}
