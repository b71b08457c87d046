/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-spf.h"

#include <string.h>

#include "outpost-spf-macro.h"
#include "outpost-spf-record.h"

/* Where the whole tree is looked at: "forty and perhaps more" is enough to know. */
#define SURVEY_LOOKUPS_MAX 40
/* RFC 7208, section 4.6.4: addresses of one `mx`. */
#define MX_HOSTS_MAX 10
#define NETWORKS_MAX 64

typedef struct {
  const OutpostRecordSource *source;
  const OutpostSpfQuery     *query;
  OutpostSpfOutcome         *outcome;
  gboolean                   incomplete;  /* a name server did not answer */
} Check;

/* What a mechanism came to. */
typedef enum {
  NO_MATCH,
  MATCH,
  TEMPORARY,
  PERMANENT,
} Match;

static OutpostSpfResult check_host (Check      *self,
                                    const char *domain);

/* Without an address nothing matches, and the whole tree is looked at. */
static gboolean
surveys (Check *self)
{
  return self->query->address == NULL;
}

/* The first fault is told. A survey goes on behind it. */
static Match
fail (Check           *self,
      OutpostSpfFault  fault,
      const char      *domain,
      const char      *word)
{
  OutpostSpfOutcome *outcome = self->outcome;

  if (outcome->fault == OUTPOST_SPF_FAULT_NONE) {
    outcome->fault = fault;
    outcome->fault_domain = g_strdup (domain);
    outcome->fault_word = g_strdup (word);
  }
  return surveys (self) ? NO_MATCH : PERMANENT;
}

static Match
give_up (Check *self)
{
  self->incomplete = TRUE;
  return surveys (self) ? NO_MATCH : TEMPORARY;
}

/* Counts a term that asks the DNS; MATCH if it may. */
static Match
spend_lookup (Check      *self,
              const char *domain,
              const char *word)
{
  OutpostSpfOutcome *outcome = self->outcome;

  if (outcome->n_lookups == SURVEY_LOOKUPS_MAX)
    return PERMANENT;
  if (++outcome->n_lookups <= OUTPOST_SPF_LOOKUPS_MAX)
    return MATCH;
  fail (self, OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS, domain, word);
  return surveys (self) ? MATCH : PERMANENT;
}

/* Asks for records. Without any, returns NULL with what that means. */
static GPtrArray *
ask (Check             *self,
     OutpostRecordType  type,
     const char        *name,
     const char        *domain,
     Match             *otherwise)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = outpost_record_source_look_up (self->source, type, name, &error);

  *otherwise = NO_MATCH;
  if (records != NULL)
    return records;
  if (g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_OFFERED) ||
      g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_A_HOST))
    return NULL;
  if (!outpost_record_is_absent (error))
    *otherwise = give_up (self);
  else if (++self->outcome->n_void_lookups > OUTPOST_SPF_VOID_LOOKUPS_MAX)
    *otherwise = fail (self, OUTPOST_SPF_FAULT_TOO_MANY_VOID, domain, name);
  return NULL;
}

static gboolean
has_prefix (GInetAddress *address,
            GInetAddress *network,
            guint         n_bits)
{
  const guint8 *a, *b;
  guint rest = n_bits % 8;

  if (g_inet_address_get_family (address) != g_inet_address_get_family (network))
    return FALSE;
  a = g_inet_address_to_bytes (address);
  b = g_inet_address_to_bytes (network);
  if (memcmp (a, b, n_bits / 8) != 0)
    return FALSE;
  return rest == 0 || ((a[n_bits / 8] ^ b[n_bits / 8]) >> (8 - rest)) == 0;
}

static guint
get_prefix (Check                *self,
            const OutpostSpfTerm *term)
{
  return g_inet_address_get_family (self->query->address) == G_SOCKET_FAMILY_IPV4
           ? term->prefix4 : term->prefix6;
}

/* Whether a name is there: with either kind of address it is not void for everybody. */
static Match
survey_host (Check      *self,
             const char *name,
             const char *domain)
{
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GError) error = NULL;
  Match otherwise;

  addresses = outpost_record_source_look_up (self->source, OUTPOST_RECORD_A, name, &error);
  if (addresses != NULL)
    return NO_MATCH;
  others = ask (self, g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD)
                        ? OUTPOST_RECORD_AAAA : OUTPOST_RECORD_A,
                name, domain, &otherwise);
  return otherwise;
}

/* Whether a name has the address, under the prefix of the term. */
static Match
match_host (Check                *self,
            const OutpostSpfTerm *term,
            const char           *name,
            const char           *domain)
{
  g_autoptr (GPtrArray) addresses = NULL;
  Match otherwise;

  if (surveys (self))
    return survey_host (self, name, domain);

  addresses = ask (self, g_inet_address_get_family (self->query->address) == G_SOCKET_FAMILY_IPV4
                           ? OUTPOST_RECORD_A : OUTPOST_RECORD_AAAA,
                   name, domain, &otherwise);
  if (addresses == NULL)
    return otherwise;
  for (guint i = 0; i < addresses->len; i++)
    if (has_prefix (self->query->address, g_ptr_array_index (addresses, i),
                    get_prefix (self, term)))
      return MATCH;
  return NO_MATCH;
}

/* Section 5.4: the hosts of the MX records, never the domain in their place. */
static Match
match_mx (Check                *self,
          const OutpostSpfTerm *term,
          const char           *name,
          const char           *domain)
{
  Match match;
  g_autoptr (GPtrArray) hosts = ask (self, OUTPOST_RECORD_MX, name, domain, &match);

  if (hosts == NULL)
    return match;
  for (guint i = 0; i < hosts->len; i++) {
    const OutpostDnsMx *mx = g_ptr_array_index (hosts, i);

    if (i == MX_HOSTS_MAX)
      return fail (self, OUTPOST_SPF_FAULT_TOO_MANY_HOSTS, domain, term->text);
    match = match_host (self, term, mx->host, domain);
    if (match != NO_MATCH)
      return match;
  }
  return NO_MATCH;
}

/* Section 5.7: always the A record, for IPv6 too. */
static Match
match_exists (Check      *self,
              const char *name,
              const char *domain)
{
  Match otherwise;
  g_autoptr (GPtrArray) addresses = ask (self, OUTPOST_RECORD_A, name, domain, &otherwise);

  return addresses != NULL ? MATCH : otherwise;
}

/* Section 5.2. */
static Match
match_include (Check      *self,
               const char *name,
               const char *domain)
{
  g_ptr_array_add (self->outcome->targets, g_strdup (name));
  switch (check_host (self, name)) {
    case OUTPOST_SPF_RESULT_PASS:
      return surveys (self) ? NO_MATCH : MATCH;
    case OUTPOST_SPF_RESULT_NONE:
      return fail (self, OUTPOST_SPF_FAULT_NO_RECORD, domain, name);
    case OUTPOST_SPF_RESULT_TEMPERROR:
      return give_up (self);
    case OUTPOST_SPF_RESULT_PERMERROR:
      return surveys (self) ? NO_MATCH : PERMANENT;
    case OUTPOST_SPF_RESULT_NEUTRAL:
    case OUTPOST_SPF_RESULT_FAIL:
    case OUTPOST_SPF_RESULT_SOFTFAIL:
    default:
      return NO_MATCH;
  }
}

/* The name a domain-spec leads to; NULL if it depends on the address and none is known. */
static char *
expand (Check      *self,
        const char *spec,
        const char *domain)
{
  const OutpostSpfMacros macros = {
    self->query->address, self->query->local, self->query->domain, domain, self->query->hello,
  };

  return spec != NULL ? outpost_spf_macro_expand (spec, &macros) : g_strdup (domain);
}

static Match
match_network (Check                *self,
               const OutpostSpfTerm *term)
{
  OutpostSpfOutcome *outcome = self->outcome;

  if (surveys (self)) {
    if (term->qualifier == '+' && outcome->networks->len < NETWORKS_MAX)
      g_ptr_array_add (outcome->networks, g_object_ref (term->network));
    return NO_MATCH;
  }
  return has_prefix (self->query->address, term->network, get_prefix (self, term)) ? MATCH
                                                                                   : NO_MATCH;
}

/* The mechanisms that ask the DNS. */
static Match
match_by_lookup (Check                *self,
                 const OutpostSpfTerm *term,
                 const char           *domain)
{
  g_autofree char *name = NULL;
  Match may_ask = spend_lookup (self, domain, term->text);

  if (may_ask != MATCH)
    return may_ask;
  name = expand (self, term->spec, domain);
  if (name == NULL)
    return NO_MATCH;

  switch (term->mechanism) {
    case OUTPOST_SPF_INCLUDE:
      return match_include (self, name, domain);
    case OUTPOST_SPF_A:
      return match_host (self, term, name, domain);
    case OUTPOST_SPF_MX:
      return match_mx (self, term, name, domain);
    case OUTPOST_SPF_EXISTS:
      return surveys (self) ? NO_MATCH : match_exists (self, name, domain);
    case OUTPOST_SPF_PTR:
      self->outcome->uses_ptr = TRUE;
      return NO_MATCH;
    case OUTPOST_SPF_ALL:
    case OUTPOST_SPF_IP4:
    case OUTPOST_SPF_IP6:
    default:
      g_assert_not_reached ();
  }
}

static Match
match_term (Check                *self,
            const OutpostSpfTerm *term,
            const char           *domain)
{
  switch (term->mechanism) {
    case OUTPOST_SPF_ALL:
      return MATCH;
    case OUTPOST_SPF_IP4:
    case OUTPOST_SPF_IP6:
      return match_network (self, term);
    case OUTPOST_SPF_INCLUDE:
    case OUTPOST_SPF_A:
    case OUTPOST_SPF_MX:
    case OUTPOST_SPF_PTR:
    case OUTPOST_SPF_EXISTS:
    default:
      return match_by_lookup (self, term, domain);
  }
}

static OutpostSpfResult
get_result (char qualifier)
{
  switch (qualifier) {
    case '-':
      return OUTPOST_SPF_RESULT_FAIL;
    case '~':
      return OUTPOST_SPF_RESULT_SOFTFAIL;
    case '?':
      return OUTPOST_SPF_RESULT_NEUTRAL;
    default:
      return OUTPOST_SPF_RESULT_PASS;
  }
}

/* Section 6.1. */
static OutpostSpfResult
follow_redirect (Check      *self,
                 const char *spec,
                 const char *domain)
{
  g_autofree char *name = NULL;
  OutpostSpfResult result;

  if (spend_lookup (self, domain, spec) != MATCH)
    return OUTPOST_SPF_RESULT_PERMERROR;
  name = expand (self, spec, domain);
  if (name == NULL)
    return OUTPOST_SPF_RESULT_NEUTRAL;
  g_ptr_array_add (self->outcome->targets, g_strdup (name));
  result = check_host (self, name);
  if (result != OUTPOST_SPF_RESULT_NONE)
    return result;
  fail (self, OUTPOST_SPF_FAULT_NO_RECORD, domain, name);
  return OUTPOST_SPF_RESULT_PERMERROR;
}

static OutpostSpfResult
evaluate (Check                  *self,
          const OutpostSpfRecord *record,
          const char             *domain)
{
  for (guint i = 0; i < record->terms->len; i++) {
    const OutpostSpfTerm *term = g_ptr_array_index (record->terms, i);

    switch (match_term (self, term, domain)) {
      case MATCH:
        return get_result (term->qualifier);
      case TEMPORARY:
        return OUTPOST_SPF_RESULT_TEMPERROR;
      case PERMANENT:
        return OUTPOST_SPF_RESULT_PERMERROR;
      case NO_MATCH:
      default:
        break;
    }
  }
  return record->redirect != NULL ? follow_redirect (self, record->redirect, domain)
                                  : OUTPOST_SPF_RESULT_NEUTRAL;
}

/* Section 4: the check_host() function. How deep it calls itself is bounded by the look-ups. */
static OutpostSpfResult
check_host (Check      *self,
            const char *domain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = outpost_spf_find_records (self->source, domain, &error);
  g_autoptr (OutpostSpfRecord) record = NULL;
  g_autofree char *wrong = NULL;

  if (records == NULL) {
    self->incomplete = TRUE;
    return OUTPOST_SPF_RESULT_TEMPERROR;
  }
  if (records->len == 0)
    return OUTPOST_SPF_RESULT_NONE;
  if (records->len > 1) {
    fail (self, OUTPOST_SPF_FAULT_SEVERAL_RECORDS, domain, NULL);
    return OUTPOST_SPF_RESULT_PERMERROR;
  }
  record = outpost_spf_record_parse (g_ptr_array_index (records, 0), &wrong);
  if (record == NULL) {
    fail (self, OUTPOST_SPF_FAULT_SYNTAX, domain, wrong);
    return OUTPOST_SPF_RESULT_PERMERROR;
  }
  return evaluate (self, record, domain);
}

/**
 * outpost_spf_find_records:
 * @source: where records come from
 * @domain: a domain in A-labels
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type utf8): the SPF records of @domain, right or wrong,
 *   perhaps none; %NULL with @error set if that cannot be told
 */
GPtrArray *
outpost_spf_find_records (const OutpostRecordSource  *source,
                          const char                 *domain,
                          GError                    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) texts =
    outpost_record_source_look_up (source, OUTPOST_RECORD_TXT, domain, &local_error);
  GPtrArray *records;

  if (texts == NULL && !outpost_record_is_absent (local_error)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  records = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; texts != NULL && i < texts->len; i++)
    if (outpost_spf_record_is_one (g_ptr_array_index (texts, i)))
      g_ptr_array_add (records, g_strdup (g_ptr_array_index (texts, i)));
  return records;
}

/* An IPv4 address in the clothes of IPv6, ::ffff:192.0.2.1, is one (section 5). */
static GInetAddress *
unmap (GInetAddress *address)
{
  static const guint8 prefix[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8 *octets;

  if (address == NULL)
    return NULL;
  octets = g_inet_address_to_bytes (address);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      memcmp (octets, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (octets + sizeof prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

/**
 * outpost_spf_check:
 * @source: where records come from
 * @query: whom the record is asked about
 *
 * Evaluates an SPF record as a receiver does (RFC 7208). What it asks for is bounded whatever
 * the records say.
 *
 * Without an address the whole tree is looked at: each `include` is followed, nothing but `all`
 * matches, and the counts are those of a message that no directive lets pass.
 *
 * Returns: (transfer full): what came of it
 */
OutpostSpfOutcome *
outpost_spf_check (const OutpostRecordSource *source,
                   const OutpostSpfQuery     *query)
{
  OutpostSpfOutcome *outcome = g_new0 (OutpostSpfOutcome, 1);
  g_autoptr (GInetAddress) address = unmap (query->address);
  const OutpostSpfQuery unmapped = { query->domain, address, query->local, query->hello };
  Check check = { source, &unmapped, outcome, FALSE };

  outcome->targets = g_ptr_array_new_with_free_func (g_free);
  outcome->networks = g_ptr_array_new_with_free_func (g_object_unref);
  outcome->result = check_host (&check, query->domain);
  if (query->address == NULL && outcome->fault != OUTPOST_SPF_FAULT_NONE)
    outcome->result = OUTPOST_SPF_RESULT_PERMERROR;
  else if (query->address == NULL && check.incomplete)
    outcome->result = OUTPOST_SPF_RESULT_TEMPERROR;
  return outcome;
}

/**
 * outpost_spf_outcome_free:
 * @self: (transfer full) (nullable): what came of a check
 */
void
outpost_spf_outcome_free (OutpostSpfOutcome *self)
{
  if (self == NULL)
    return;

  g_free (self->fault_domain);
  g_free (self->fault_word);
  g_ptr_array_unref (self->targets);
  g_ptr_array_unref (self->networks);
  g_free (self);
}

/**
 * outpost_spf_result_to_text:
 * @result: a result
 *
 * Returns: (transfer none): its name in RFC 7208, section 2.6
 */
const char *
outpost_spf_result_to_text (OutpostSpfResult result)
{
  static const char * const names[] = {
    [OUTPOST_SPF_RESULT_NONE] = "none",           [OUTPOST_SPF_RESULT_NEUTRAL] = "neutral",
    [OUTPOST_SPF_RESULT_PASS] = "pass",           [OUTPOST_SPF_RESULT_FAIL] = "fail",
    [OUTPOST_SPF_RESULT_SOFTFAIL] = "softfail",   [OUTPOST_SPF_RESULT_TEMPERROR] = "temperror",
    [OUTPOST_SPF_RESULT_PERMERROR] = "permerror",
  };

  return names[result];
}
