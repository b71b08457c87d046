/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict-private.h"

#include <string.h>

#include <gio/gio.h>

#include "outpost-message-pasted.h"

/* What a web page shows above a header stands in paragraphs of its own. */
#define PARAGRAPHS_MAX 10

static const char * const trace_names[] = {
  "Received", "Authentication-Results", "ARC-Authentication-Results", "Received-SPF",
  "DKIM-Signature", "Return-Path",
};

static gboolean
field_is (const OutpostPastedField *field,
          const char               *name)
{
  return g_ascii_strcasecmp (field->name, name) == 0;
}

static gboolean
has_trace (GPtrArray *fields)
{
  for (gsize i = 0; i < G_N_ELEMENTS (trace_names); i++)
    if (outpost_pasted_find (fields, trace_names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* The first paragraph with a trace of a server, else the first with fields: above the
 * header Gmail's "Show original" has a summary that looks like one. */
static GPtrArray *
find_header (const char *octets,
             gsize       length)
{
  g_autoptr (GPtrArray) first = NULL;
  gsize at = 0, body = 1;

  for (guint i = 0; i < PARAGRAPHS_MAX && at < length && body > 0; i++) {
    g_autoptr (GPtrArray) fields = outpost_pasted_read_fields (octets + at, length - at, &body);

    if (has_trace (fields))
      return g_steal_pointer (&fields);
    if (first == NULL && fields->len > 0)
      first = g_steal_pointer (&fields);
    at += body;
  }
  return first != NULL ? g_steal_pointer (&first) : g_ptr_array_new ();
}

static void
told_free (gpointer data)
{
  OutpostHeaderTold *self = data;

  outpost_method_results_free (self->results);
  g_free (self);
}

static void
add_told (OutpostHeaderFacts   *self,
          OutpostToldKind       kind,
          OutpostMethodResults *results)
{
  OutpostHeaderTold *told;

  if (results == NULL)
    return;
  told = g_new0 (OutpostHeaderTold, 1);
  told->kind = kind;
  told->results = results;
  told->n_above = self->received->len;
  g_ptr_array_add (self->told, told);
}

static void
read_traces (OutpostHeaderFacts *self)
{
  for (guint i = 0; i < self->fields->len; i++) {
    const OutpostPastedField *field = g_ptr_array_index (self->fields, i);

    if (field_is (field, "Received"))
      g_ptr_array_add (self->received, outpost_received_parse (field->value));
    else if (field_is (field, "Authentication-Results"))
      add_told (self, OUTPOST_TOLD_RESULTS, outpost_method_results_parse (field->value));
    else if (field_is (field, "Received-SPF"))
      add_told (self, OUTPOST_TOLD_SPF, outpost_method_results_parse_spf (field->value));
    else if (field_is (field, "ARC-Authentication-Results"))
      add_told (self, OUTPOST_TOLD_ARC, outpost_method_results_parse_arc (field->value));
  }
}

static gboolean
is_private (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  const guint8 *octets;

  if (address == NULL)
    return FALSE;
  octets = g_inet_address_to_bytes (address);
  return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_site_local (address) ||
         g_inet_address_get_is_link_local (address) ||
         /* RFC 4193, section 3.1 */
         (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
          (octets[0] & 0xFE) == 0xFC);
}

static char *
dup_organization_of (const char *name)
{
  g_autofree char *domain = outpost_header_dup_domain (name);

  return domain != NULL ? outpost_header_dup_organization (domain) : NULL;
}

static gboolean
is_of_receiver (const OutpostHeaderFacts *self,
                const char               *name)
{
  g_autofree char *organization = dup_organization_of (name);

  return organization != NULL && g_hash_table_contains (self->organizations, organization);
}

/* By these a message moves inside one house, or is fetched by its owner. */
static gboolean
is_inner_protocol (const char *protocol)
{
  static const char * const names[] = { "LMTP", "UTF8LMTP", "local", "mapi", "POP3", "IMAP" };

  for (gsize i = 0; i < G_N_ELEMENTS (names) && protocol != NULL; i++)
    if (g_ascii_strncasecmp (protocol, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the message came to that step from another server of the receiver, by its
 * address or its looked-up name, never by the name that the client gave. */
static gboolean
comes_from_inside (const OutpostHeaderFacts *self,
                   const OutpostReceived    *received)
{
  if (received->from == NULL && received->address == NULL)
    return TRUE;
  if (is_inner_protocol (received->protocol))
    return TRUE;
  if (received->address != NULL && is_private (received->address))
    return TRUE;
  return is_of_receiver (self, received->verified);
}

/* Each server adds its field on top. The receiver wrote the topmost, and each one
 * further down as long as the one above came from one of its own servers. The first
 * that came from outside is its border, and what is below can be anybody's (RFC 8601,
 * section 1.2, "trust boundary", and section 5). */
static void
find_border (OutpostHeaderFacts *self)
{
  gboolean inside = TRUE;

  while (inside && self->n_trusted < self->received->len) {
    const OutpostReceived *received = g_ptr_array_index (self->received, self->n_trusted);
    char *organization = dup_organization_of (received->by);

    if (organization != NULL)
      g_hash_table_add (self->organizations, organization);
    inside = comes_from_inside (self, received);
    self->n_trusted++;
  }
}

/* A filter of the border server adds its field above that of the server, or just
 * below it, as Gmail's does. There a field of the sender can stand, too, though a
 * receiver should take away those that bear its own name (RFC 8601, section 5). */
static void
judge_told (OutpostHeaderFacts *self)
{
  const OutpostHeaderTold *first = self->told->len > 0 ? g_ptr_array_index (self->told, 0) : NULL;

  for (guint i = 0; i < self->told->len; i++) {
    OutpostHeaderTold *told = g_ptr_array_index (self->told, i);

    if (self->received->len == 0)
      told->trusted = g_strcmp0 (told->results->server, first->results->server) == 0;
    else if (told->n_above == self->n_trusted)
      told->trusted = is_of_receiver (self, told->results->server);
    else
      told->trusted = told->n_above < self->n_trusted;
  }
}

static void
read_from (OutpostHeaderFacts *self)
{
  for (guint i = 0; i < self->fields->len; i++) {
    const OutpostPastedField *field = g_ptr_array_index (self->fields, i);
    g_autofree char *address = NULL;
    guint n;

    if (!field_is (field, "From"))
      continue;
    address = outpost_pasted_read_mailbox (field->value, &n);
    self->n_from += n;
    if (self->from == NULL && address != NULL) {
      self->from = outpost_header_show (address);
      self->from_domain = outpost_header_dup_domain (address);
    }
  }
}

/*
 * outpost_header_facts_new:
 * @octets: (array length=length): a header, a message, or what a web page shows of one
 * @length: number of octets
 *
 * Reads a header and finds out how far down the receiver wrote it.
 *
 * Returns: (transfer full) (nullable): what was read, or %NULL if there is neither a
 *   trace of a server nor an address in From
 */
OutpostHeaderFacts *
outpost_header_facts_new (const char *octets,
                          gsize       length)
{
  g_autoptr (OutpostHeaderFacts) self = g_new0 (OutpostHeaderFacts, 1);

  self->fields = find_header (octets, length);
  self->received = g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_received_free);
  self->told = g_ptr_array_new_with_free_func (told_free);
  self->organizations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_traces (self);
  find_border (self);
  judge_told (self);
  read_from (self);
  return has_trace (self->fields) || self->from != NULL ? g_steal_pointer (&self) : NULL;
}

void
outpost_header_facts_free (OutpostHeaderFacts *self)
{
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->received);
  g_ptr_array_unref (self->told);
  g_hash_table_unref (self->organizations);
  g_free (self->from);
  g_free (self->from_domain);
  g_free (self);
}

/* Adds the results of the method and tells whether there were any. */
static gboolean
collect (GPtrArray                  *found,
         const OutpostMethodResults *results,
         const char                 *method)
{
  guint before = found->len;

  for (guint i = 0; i < results->results->len; i++) {
    const OutpostMethodResult *result = g_ptr_array_index (results->results, i);

    if (g_str_equal (result->method, method))
      g_ptr_array_add (found, (gpointer) result);
  }
  return found->len > before;
}

/* Whether the field goes on with what the first one tells. Below the border only the
 * first counts: the second can be the sender's. */
static gboolean
goes_on (const OutpostHeaderFacts *self,
         const OutpostHeaderTold  *first,
         const OutpostHeaderTold  *told)
{
  return told->n_above < self->n_trusted &&
         g_strcmp0 (told->results->server, first->results->server) == 0;
}

/*
 * outpost_header_facts_find:
 * @self: a header
 * @method: the name of a method
 *
 * Finds the results that count: those of the topmost server of the receiver that
 * tells of the method, which may have written several fields (RFC 8601, section 4.1).
 *
 * Returns: (transfer container) (element-type OutpostMethodResult): the results
 */
GPtrArray *
outpost_header_facts_find (const OutpostHeaderFacts *self,
                           const char               *method)
{
  GPtrArray *found = g_ptr_array_new ();

  for (int kind = 0; kind < OUTPOST_TOLD_N_KINDS && found->len == 0; kind++) {
    const OutpostHeaderTold *first = NULL;

    for (guint i = 0; i < self->told->len; i++) {
      const OutpostHeaderTold *told = g_ptr_array_index (self->told, i);

      if (!told->trusted || (int) told->kind != kind ||
          (first != NULL && !goes_on (self, first, told)))
        continue;
      if (collect (found, told->results, method) && first == NULL)
        first = told;
    }
  }
  return found;
}

/*
 * outpost_header_facts_dup_receiver:
 * @self: a header
 *
 * Returns: (transfer full) (nullable): who checked the message, else who took it
 */
char *
outpost_header_facts_dup_receiver (const OutpostHeaderFacts *self)
{
  for (int kind = 0; kind < OUTPOST_TOLD_N_KINDS; kind++)
    for (guint i = 0; i < self->told->len; i++) {
      const OutpostHeaderTold *told = g_ptr_array_index (self->told, i);

      if (told->trusted && (int) told->kind == kind && told->results->server != NULL)
        return outpost_header_show (told->results->server);
    }
  if (self->n_trusted > 0) {
    const OutpostReceived *border = g_ptr_array_index (self->received, self->n_trusted - 1);

    return border->by != NULL ? outpost_header_show (border->by) : NULL;
  }
  return NULL;
}
