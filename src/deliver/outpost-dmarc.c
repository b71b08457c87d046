/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-dmarc.h"

#include <string.h>

/* RFC 9989 was not at hand; its rules are taken from the working group's last text before it,
 * draft-ietf-dmarc-dmarcbis-41, section 4.10. */

/* Names of more labels than this skip to the last seven: eight questions at most. */
#define WALK_MAX_LABELS 8

/* One step of the walk that found a record. */
typedef struct {
  char               *name;
  OutpostDmarcRecord *record;
} Find;

static void
find_free (Find *find)
{
  g_free (find->name);
  outpost_dmarc_record_free (find->record);
  g_free (find);
}

static guint
count_labels (const char *domain)
{
  guint n = 1;

  for (; *domain != '\0'; domain++)
    n += *domain == '.';
  return n;
}

/* The last labels of a domain. */
static const char *
keep_labels (const char *domain,
             guint       n_labels)
{
  for (guint n = count_labels (domain); n > n_labels; n--)
    domain = strchr (domain, '.') + 1;
  return domain;
}

/**
 * outpost_dmarc_list_walk:
 * @domain: a domain in A-labels
 *
 * Lists the domains of the DNS tree walk: @domain, then its parents up to the top, past some
 * of them where there are many.
 *
 * Returns: (transfer full): at most eight names
 */
char **
outpost_dmarc_list_walk (const char *domain)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint n = MIN (count_labels (domain), WALK_MAX_LABELS);

  g_strv_builder_add (names, domain);
  while (--n > 0)
    g_strv_builder_add (names, keep_labels (domain, n));
  return g_strv_builder_end (names);
}

/* The record of one domain. Several are as good as none; a name server that does not answer
 * leaves everything open. */
static OutpostDmarcRecord *
look_up (const OutpostRecordSource *source,
         const char                *domain,
         OutpostDmarcOutcome       *outcome)
{
  g_autofree char *name = g_strconcat ("_dmarc.", domain, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts =
    outpost_record_source_look_up (source, OUTPOST_RECORD_TXT, name, &error);
  g_autoptr (OutpostDmarcRecord) found = NULL;
  guint n = 0;

  if (texts == NULL && !outpost_record_is_absent (error))
    outcome->is_known = FALSE;
  for (guint i = 0; texts != NULL && i < texts->len; i++) {
    OutpostDmarcRecord *record = outpost_dmarc_record_parse (g_ptr_array_index (texts, i));

    if (record == NULL)
      continue;
    n++;
    outpost_dmarc_record_free (found);
    found = record;
  }
  if (n <= 1)
    return g_steal_pointer (&found);

  if (outcome->several_domain == NULL)
    outcome->several_domain = g_strdup (domain);
  return NULL;
}

/* The records on the way up, longest name first, to the first that says where the owner ends. */
static GPtrArray *
walk (const OutpostRecordSource *source,
      const char                *domain,
      OutpostDmarcOutcome       *outcome)
{
  GPtrArray *finds = g_ptr_array_new_with_free_func ((GDestroyNotify) find_free);
  g_auto (GStrv) names = outpost_dmarc_list_walk (domain);

  for (guint i = 0; names[i] != NULL; i++) {
    OutpostDmarcRecord *record = look_up (source, names[i], outcome);
    Find *find;

    if (record == NULL)
      continue;
    find = g_new (Find, 1);
    find->name = g_strdup (names[i]);
    find->record = record;
    g_ptr_array_add (finds, find);
    if (record->psd != OUTPOST_DMARC_PSD_UNKNOWN)
      break;
  }
  return finds;
}

/* Section 4.10.2. */
static char *
select_organizational_domain (GPtrArray  *finds,
                              const char *domain)
{
  const Find *last;

  if (finds->len == 0)
    return g_strdup (domain);
  last = g_ptr_array_index (finds, finds->len - 1);
  if (last->record->psd != OUTPOST_DMARC_PSD_YES)
    return g_strdup (last->name);
  /* One label below the public suffix; itself where it is asked about. */
  return g_strdup (keep_labels (domain, count_labels (last->name) + 1));
}

static const Find *
find_at (GPtrArray  *finds,
         const char *name)
{
  for (guint i = 0; i < finds->len; i++) {
    const Find *find = g_ptr_array_index (finds, i);

    if (g_str_equal (find->name, name))
      return find;
  }
  return NULL;
}

/* Section 4.10.1: the domain's own record, that of its organizational domain, that of its
 * public suffix. */
static const Find *
select_policy (GPtrArray  *finds,
               const char *domain,
               const char *organizational_domain)
{
  const Find *find = find_at (finds, domain);
  const Find *last;

  if (find == NULL)
    find = find_at (finds, organizational_domain);
  if (find != NULL || finds->len == 0)
    return find;
  last = g_ptr_array_index (finds, finds->len - 1);
  return last->record->psd == OUTPOST_DMARC_PSD_YES ? last : NULL;
}

static gboolean
exists (const OutpostRecordSource *source,
        const char                *domain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts =
    outpost_record_source_look_up (source, OUTPOST_RECORD_TXT, domain, &error);

  return !g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME);
}

/* What the record asks for mail of this domain. */
static OutpostDmarcPolicy
get_policy (const OutpostRecordSource *source,
            const OutpostDmarcRecord  *record,
            const char                *domain,
            gboolean                   is_own)
{
  OutpostDmarcPolicy policy = OUTPOST_DMARC_POLICY_UNSET;

  if (record->has_bad_policy)
    return record->has_reports ? OUTPOST_DMARC_POLICY_NONE : OUTPOST_DMARC_POLICY_UNSET;

  if (!is_own && record->absent_policy != OUTPOST_DMARC_POLICY_UNSET && !exists (source, domain))
    policy = record->absent_policy;
  else if (!is_own)
    policy = record->subdomain_policy;
  if (policy == OUTPOST_DMARC_POLICY_UNSET)
    policy = record->policy;

  /* A test asks for one level less. */
  if (record->is_test && policy > OUTPOST_DMARC_POLICY_NONE)
    policy--;
  return policy;
}

/**
 * outpost_dmarc_discover:
 * @source: where records come from
 * @domain: the domain of an address, in A-labels
 *
 * Finds who owns a domain and what DMARC asks of its mail, by the DNS tree walk of RFC 9989,
 * section 4.10. At most nine questions are asked.
 *
 * Returns: (transfer full): what DMARC says of @domain
 */
OutpostDmarcOutcome *
outpost_dmarc_discover (const OutpostRecordSource *source,
                        const char                *domain)
{
  OutpostDmarcOutcome *self = g_new0 (OutpostDmarcOutcome, 1);
  g_autoptr (GPtrArray) finds = NULL;
  const Find *find;

  self->is_known = TRUE;
  self->domain = g_ascii_strdown (domain, -1);
  finds = walk (source, self->domain, self);
  self->organizational_domain = select_organizational_domain (finds, self->domain);
  find = select_policy (finds, self->domain, self->organizational_domain);
  if (find != NULL) {
    self->policy_domain = g_strdup (find->name);
    self->record = outpost_dmarc_record_copy (find->record);
    self->policy = get_policy (source, find->record, self->domain,
                               g_str_equal (find->name, self->domain));
  }
  return self;
}

/**
 * outpost_dmarc_outcome_free:
 * @self: (transfer full) (nullable): an outcome
 */
void
outpost_dmarc_outcome_free (OutpostDmarcOutcome *self)
{
  if (self == NULL)
    return;

  g_free (self->domain);
  g_free (self->organizational_domain);
  g_free (self->policy_domain);
  outpost_dmarc_record_free (self->record);
  g_free (self->several_domain);
  g_free (self);
}

/**
 * outpost_dmarc_is_aligned:
 * @author: of the domain in From
 * @other: of the domain that SPF or DKIM vouches for
 * @strict: whether the two must be the same
 *
 * Returns: whether the two are aligned (RFC 9989, section 4.4): the same, or, unless @strict,
 *   of the same organizational domain
 */
gboolean
outpost_dmarc_is_aligned (const OutpostDmarcOutcome *author,
                          const OutpostDmarcOutcome *other,
                          gboolean                   strict)
{
  if (g_str_equal (author->domain, other->domain))
    return TRUE;
  return !strict && g_str_equal (author->organizational_domain, other->organizational_domain);
}
