/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-deliverability-private.h"

#include <glib/gi18n-lib.h>

#define AREA OUTPOST_DELIVERY_DMARC

static void
publish (OutpostDeliveryFinding *finding,
         const char             *domain,
         char                   *value)
{
  g_autofree char *name = g_strconcat ("_dmarc.", domain, NULL);

  outpost_delivery_finding_publish (finding, name, "TXT", value);
}

static gboolean
is_enforced (const OutpostDeliverability *self)
{
  return self->dmarc->policy >= OUTPOST_DMARC_POLICY_QUARANTINE;
}

/* The mailbox provider whose domain the sender has, if the mail leaves through someone else. */
static const OutpostPreset *
find_bypassed_provider (const OutpostDeliverability *self)
{
  g_autofree char *address = g_strconcat ("x@", self->subject.sender_domain, NULL);
  const OutpostPreset *provider = outpost_preset_for_address (address);

  if (provider == NULL || self->subject.server == NULL ||
      outpost_preset_for_domain_of (self->subject.server) == provider)
    return NULL;
  if (self->preset != NULL && g_str_equal (outpost_preset_get_operator (self->preset),
                                           outpost_preset_get_operator (provider)))
    return NULL;
  return provider;
}

static gboolean
is_listed (const OutpostDeliverability *self)
{
  return self->aligned && (self->coverage == OUTPOST_COVERAGE_SERVER ||
                           self->coverage == OUTPOST_COVERAGE_PROVIDER);
}

static void
add_bypassed (OutpostDeliverability *self,
              const OutpostPreset   *provider,
              const char            *shown)
{
  const char *name = outpost_preset_get_name (provider);

  if (is_enforced (self))
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_ERROR, "dmarc-other-provider",
                                /* Translators: a domain, a provider such as Yahoo, again the
                                 * provider */
                                _("Mail from “%s” is refused or treated as spam unless %s itself "
                                  "sends it. Send through %s, or from a domain of your own."),
                                shown, name, name);
  else
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "dmarc-other-provider",
                                /* Translators: a domain, a provider such as Gmail, again the
                                 * provider */
                                _("Mail from “%s” looks forged unless %s itself sends it, and "
                                  "often ends as spam. Send through %s, or from a domain of your "
                                  "own."), shown, name, name);
}

/* SPF vouches for the return path alone. */
static void
add_not_aligned (OutpostDeliverability *self,
                 const char            *shown)
{
  g_autofree char *other = outpost_deliverability_show_name (self->subject.return_domain);

  if (is_enforced (self))
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "dmarc-not-aligned",
                                /* Translators: a domain, another one; DKIM is a signature that
                                 * servers add */
                                _("Bounces go to “%2$s”, so SPF does not count for “%1$s”, which "
                                  "asks receivers to stop mail that nothing vouches for. Use a "
                                  "return path in the same domain, or have the server sign with "
                                  "DKIM."), shown, other);
  else
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_HINT, "dmarc-not-aligned",
                                /* Translators: a domain, another one; DKIM is a signature that
                                 * servers add */
                                _("Bounces go to “%2$s”, so SPF does not count for “%1$s”. Use a "
                                  "return path in the same domain, or have the server sign with "
                                  "DKIM."), shown, other);
}

static void
add_needs_dkim (OutpostDeliverability *self,
                const char            *shown)
{
  outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "dmarc-needs-dkim",
                              /* Translators: a domain; DKIM is a signature that servers add */
                              _("“%s” asks receivers to stop mail that nothing vouches for, and "
                                "SPF does not vouch for this server. Make sure that it signs with "
                                "DKIM for the domain."), shown);
}

static void
add_none (OutpostDeliverability *self,
          const char            *shown)
{
  OutpostDeliveryFinding *finding =
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_HINT, "dmarc-none",
                                /* Translators: a domain; DMARC is a kind of record in the DNS */
                                _("“%s” has no DMARC record, as large providers want from who "
                                  "sends much. Publish one that only watches."), shown);

  publish (finding, self->subject.sender_domain, g_strdup ("v=DMARC1; p=none"));
}

static void
add_several (OutpostDeliverability *self)
{
  g_autofree char *shown = outpost_deliverability_show_name (self->dmarc->several_domain);

  outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "dmarc-several",
                              /* Translators: a domain; DMARC is a kind of record in the DNS */
                              _("“%s” has more than one DMARC record, and receivers then heed none "
                                "of them. Keep one."), shown);
}

/* What is wrong in the record itself. */
static void
check_record (OutpostDeliverability *self)
{
  const OutpostDmarcRecord *record = self->dmarc->record;
  g_autofree char *shown = outpost_deliverability_show_name (self->dmarc->policy_domain);
  OutpostDeliveryFinding *finding = NULL;

  if (record->has_bad_policy)
    finding = outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "dmarc-policy",
                                          /* Translators: a domain */
                                          _("The policy in the DMARC record of “%s” is neither "
                                            "none, quarantine nor reject, so receivers do not "
                                            "apply it. Correct the word."), shown);
  else if (record->removed_tags != NULL)
    finding = outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_HINT, "dmarc-removed-tags",
                                          /* Translators: a domain, words such as “pct” */
                                          _("The DMARC record of “%s” has words that are read no "
                                            "more: %s. Take them out."), shown,
                                          record->removed_tags);
  if (finding != NULL)
    publish (finding, self->dmarc->policy_domain, outpost_dmarc_record_mend (record));
}

static char *
describe_policy (const OutpostDeliverability *self,
                 const char                  *shown)
{
  switch (self->dmarc->policy) {
    case OUTPOST_DMARC_POLICY_REJECT:
      /* Translators: a domain; SPF, DKIM and DMARC are names */
      return g_strdup_printf (_("DMARC for “%s” asks receivers to refuse mail that neither SPF nor "
                                "DKIM vouches for."), shown);
    case OUTPOST_DMARC_POLICY_QUARANTINE:
      /* Translators: a domain; SPF, DKIM and DMARC are names */
      return g_strdup_printf (_("DMARC for “%s” asks receivers to treat mail as spam that neither "
                                "SPF nor DKIM vouches for."), shown);
    case OUTPOST_DMARC_POLICY_NONE:
    case OUTPOST_DMARC_POLICY_UNSET:
    default:
      /* Translators: a domain; DMARC is a name */
      return g_strdup_printf (_("DMARC for “%s” only watches: it asks receivers to stop nothing."),
                              shown);
  }
}

static void
check_alignment (OutpostDeliverability *self,
                 const char            *shown)
{
  if (!self->aligned)
    add_not_aligned (self, shown);
  else if (is_enforced (self) && self->coverage != OUTPOST_COVERAGE_NOT_ASKED &&
           self->coverage != OUTPOST_COVERAGE_UNKNOWN && !is_listed (self))
    add_needs_dkim (self, shown);
}

/* Where it cannot be told, nothing is said against it. */
static gboolean
find_alignment (const OutpostDeliverability *self,
                const OutpostRecordSource   *source)
{
  g_autoptr (OutpostDmarcOutcome) other =
    outpost_dmarc_discover (source, self->subject.return_domain);

  return !other->is_known ||
         outpost_dmarc_is_aligned (self->dmarc, other,
                                   self->dmarc->record != NULL && self->dmarc->record->strict_spf);
}

/*
 * outpost_deliverability_check_dmarc:
 * @self: a check whose SPF has been looked at
 * @source: where records come from
 *
 * Looks at what DMARC asks of the sender's mail (RFC 9989), and whether SPF can vouch for it.
 */
void
outpost_deliverability_check_dmarc (OutpostDeliverability     *self,
                                    const OutpostRecordSource *source)
{
  g_autofree char *shown = outpost_deliverability_show_name (self->subject.sender_domain);
  const OutpostPreset *bypassed = find_bypassed_provider (self);

  self->dmarc = outpost_dmarc_discover (source, self->subject.sender_domain);
  self->aligned = find_alignment (self, source);
  if (!self->dmarc->is_known) {
    outpost_deliverability_set_line (self, AREA, OUTPOST_DELIVERY_UNKNOWN,
                                     /* Translators: a domain; DMARC is a kind of record */
                                     g_strdup_printf (_("The DMARC record of “%s” could not be "
                                                        "looked up."), shown));
    return;
  }

  if (self->dmarc->several_domain != NULL)
    add_several (self);
  if (bypassed != NULL && !is_listed (self))
    add_bypassed (self, bypassed, shown);
  else if (self->dmarc->record == NULL && self->dmarc->several_domain == NULL)
    add_none (self, shown);
  else if (self->dmarc->record != NULL)
    check_alignment (self, shown);
  if (self->dmarc->record == NULL)
    return;
  if (bypassed == NULL)
    check_record (self);
  outpost_deliverability_set_line (self, AREA, OUTPOST_DELIVERY_GOOD,
                                   describe_policy (self, shown));
}
