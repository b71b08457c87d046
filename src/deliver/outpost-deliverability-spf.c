/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-deliverability-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-printable.h"
#include "outpost-spf-compose.h"
#include "outpost-spf-record.h"

#define AREA OUTPOST_DELIVERY_SPF
#define WORD_MAX_CHARACTERS 60
#define RECORD_MAX_CHARACTERS 2000

/* On one line, whatever it is. */
static char *
show_octets (const char *octets,
             gsize       max_characters)
{
  return g_strdelimit (outpost_printable (octets, -1, max_characters), "\n\t", ' ');
}

static char *
show_word (const char *word)
{
  g_autofree char *printable = show_octets (word, WORD_MAX_CHARACTERS);

  return outpost_printable_isolate (printable);
}

/* Room for one more directive, under the ten look-ups of receivers. */
static gboolean
has_room (const OutpostDeliverability *self,
          const OutpostRecordSource   *source,
          const char                  *directive)
{
  g_autoptr (OutpostSpfOutcome) included = NULL;
  guint n = self->spf != NULL ? self->spf->n_lookups + 1 : 1;

  if (g_str_has_prefix (directive, "include:")) {
    const OutpostSpfQuery query = { directive + strlen ("include:"), NULL, "postmaster", "" };

    included = outpost_spf_check (source, &query);
    n += included->n_lookups;
  }
  return n <= OUTPOST_SPF_LOOKUPS_MAX;
}

/* Offers a record with what the server needs in it, where that is sure to help. */
static void
offer (OutpostDeliverability     *self,
       const OutpostRecordSource *source,
       OutpostDeliveryFinding    *finding,
       GPtrArray                 *texts)
{
  g_autofree char *directive = outpost_coverage_suggest (self, source);
  char *record;

  if (directive == NULL || !has_room (self, source, directive))
    return;
  record = outpost_spf_compose (texts, directive, NULL);
  if (record != NULL)
    outpost_delivery_finding_publish (finding, self->subject.return_domain, "TXT", record);
}

static void
add_none (OutpostDeliverability     *self,
          const OutpostRecordSource *source,
          const char                *shown,
          GPtrArray                 *texts)
{
  OutpostDeliveryFinding *finding =
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "spf-none",
                                /* Translators: a domain; SPF is a kind of record in the DNS */
                                _("“%s” has no SPF record, so receivers cannot see who may send "
                                  "for it. Publish one that lists the servers in use."), shown);

  offer (self, source, finding, texts);
}

static void
add_several (OutpostDeliverability *self,
             const char            *shown,
             GPtrArray             *texts)
{
  OutpostDeliveryFinding *finding =
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_ERROR, "spf-several",
                                /* Translators: a domain; SPF is a kind of record in the DNS */
                                _("“%s” has more than one SPF record, and receivers then heed none "
                                  "of them. Keep one that lists all the servers."), shown);
  char *record = outpost_spf_compose (texts, NULL, NULL);

  if (record != NULL)
    outpost_delivery_finding_publish (finding, self->subject.return_domain, "TXT", record);
}

/* What makes receivers give the record up. */
static void
add_fault (OutpostDeliverability *self)
{
  const OutpostSpfOutcome *spf = self->spf;
  g_autofree char *shown = show_word (spf->fault_domain); /* perhaps one that it includes */
  g_autofree char *word = show_word (spf->fault_word);

  switch (spf->fault) {
    case OUTPOST_SPF_FAULT_SYNTAX:
      outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_ERROR, "spf-syntax",
                                  /* Translators: a domain, a word of the record */
                                  _("The SPF record of “%s” has a fault at “%s”, and receivers "
                                    "heed none of it. Mend that word."), shown, word);
      break;
    case OUTPOST_SPF_FAULT_TOO_MANY_HOSTS:
      outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_ERROR, "spf-hosts",
                                  /* Translators: a domain, a word of the record */
                                  _("The SPF record of “%s” leads with “%s” to more hosts than "
                                    "receivers ask for, and they heed none of it. List addresses "
                                    "in its place."), shown, word);
      break;
    case OUTPOST_SPF_FAULT_NO_RECORD:
      outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_ERROR, "spf-no-target",
                                  /* Translators: two domains */
                                  _("The SPF record of “%s” leads to “%s”, which has none, and "
                                    "receivers heed none of it. Take that word out, or correct "
                                    "it."), shown, word);
      break;
    case OUTPOST_SPF_FAULT_SEVERAL_RECORDS:
      outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_ERROR, "spf-target-several",
                                  /* Translators: a domain that another one's SPF record names */
                                  _("The SPF record leads to “%s”, which has more than one, and "
                                    "receivers heed none of it. Tell who runs that domain."),
                                  shown);
      break;
    case OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS:
    case OUTPOST_SPF_FAULT_TOO_MANY_VOID:
    case OUTPOST_SPF_FAULT_NONE:
    default:
      break;
  }
}

/* What is not at fault in one place but in all together (section 4.6.4). */
static void
add_excess (OutpostDeliverability *self,
            const char            *shown)
{
  const OutpostSpfOutcome *spf = self->spf;

  if (spf->n_lookups > OUTPOST_SPF_LOOKUPS_MAX)
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_ERROR, "spf-lookups",
                                /* Translators: a domain */
                                _("The SPF record of “%s” asks the DNS more than the ten times "
                                  "that are allowed, and receivers heed none of it. Take out what "
                                  "no longer sends."), shown);
  if (spf->n_void_lookups > OUTPOST_SPF_VOID_LOOKUPS_MAX)
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "spf-void",
                                /* Translators: a domain */
                                _("The SPF record of “%s” leads to more than two names that are "
                                  "not there, and receivers may heed none of it. Take them out."),
                                shown);
}

/* Whether somewhere a redirect says how the record ends. */
static gboolean
ends_elsewhere (const OutpostSpfRecord *record)
{
  return outpost_spf_record_find_all (record) == NULL && record->redirect != NULL;
}

static void
check_end (OutpostDeliverability  *self,
           const OutpostSpfRecord *record,
           const char             *shown,
           GPtrArray              *texts)
{
  const OutpostSpfTerm *all = outpost_spf_record_find_all (record);
  OutpostDeliveryFinding *finding = NULL;

  if (ends_elsewhere (record))
    return;
  if (all != NULL && all->qualifier == '+')
    finding = outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "spf-all",
                                          /* Translators: a domain; “~all” is a word of the record */
                                          _("The SPF record of “%s” lets every computer in the "
                                            "world send for it. End it with “~all”."), shown);
  else if (all == NULL || all->qualifier == '?')
    finding = outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_HINT, "spf-open-end",
                                          /* Translators: a domain; “~all” is a word of the record */
                                          _("The SPF record of “%s” says nothing of servers that "
                                            "it does not list. End it with “~all”."), shown);
  if (finding != NULL)
    outpost_delivery_finding_publish (finding, self->subject.return_domain, "TXT",
                                      outpost_spf_compose (texts, NULL, "~all"));
}

/* Relays put their own domain into the return path, and then this record is not asked. */
static gboolean
may_replace_return_path (const OutpostDeliverability *self)
{
  return self->preset != NULL &&
         outpost_preset_get_sender_rule (self->preset, NULL) == OUTPOST_SENDER_RULE_VERIFIED_IDENTITY;
}

static OutpostDeliveryFinding *
add_not_listed (OutpostDeliverability *self,
                const char            *shown,
                OutpostSpfResult       result)
{
  g_autofree char *server = outpost_deliverability_show_name (self->subject.server);

  if (may_replace_return_path (self))
    return outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_HINT, "spf-not-listed",
                                       /* Translators: a domain, a provider such as Amazon SES */
                                       _("The SPF record of “%s” does not list %s. That matters "
                                         "only if the provider keeps this domain in the return "
                                         "path."), shown, outpost_preset_get_name (self->preset));
  if (result == OUTPOST_SPF_RESULT_FAIL)
    return outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "spf-not-listed",
                                       /* Translators: a domain, a host name */
                                       _("The SPF record of “%s” does not seem to list the servers "
                                         "behind %s, and asks to refuse all others. Add them to "
                                         "it, in the words that their provider names."), shown,
                                       server);
  if (result == OUTPOST_SPF_RESULT_SOFTFAIL)
    return outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_WARNING, "spf-not-listed",
                                       /* Translators: a domain, a host name */
                                       _("The SPF record of “%s” does not seem to list the servers "
                                         "behind %s, and calls all others suspicious. Add them to "
                                         "it, in the words that their provider names."), shown,
                                       server);
  return outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_HINT, "spf-not-listed",
                                     /* Translators: a domain, a host name */
                                     _("The SPF record of “%s” does not seem to list the servers "
                                       "behind %s. Add them to it, in the words that their "
                                       "provider names."), shown, server);
}

static void
check_coverage (OutpostDeliverability     *self,
                const OutpostRecordSource *source,
                const char                *shown,
                GPtrArray                 *texts)
{
  OutpostSpfResult result;

  self->coverage = outpost_coverage_find (self, source, &result);
  if (self->coverage == OUTPOST_COVERAGE_NONE)
    offer (self, source, add_not_listed (self, shown, result), texts);
}

static void
set_good_line (OutpostDeliverability *self,
               const char            *shown)
{
  g_autofree char *server = self->subject.server != NULL
                              ? outpost_deliverability_show_name (self->subject.server) : NULL;
  char *line;

  if (self->coverage == OUTPOST_COVERAGE_SERVER)
    /* Translators: a domain, a host name */
    line = g_strdup_printf (_("The SPF record of “%s” lists %s."), shown, server);
  else if (self->coverage == OUTPOST_COVERAGE_PROVIDER)
    /* Translators: a domain, a host name */
    line = g_strdup_printf (_("The SPF record of “%s” lists the provider of %s."), shown, server);
  else if (self->coverage == OUTPOST_COVERAGE_UNKNOWN)
    /* Translators: a domain, a host name */
    line = g_strdup_printf (_("“%s” has an SPF record in order. Whether it lists %s cannot be "
                              "told from here."), shown, server);
  else
    /* Translators: a domain */
    line = g_strdup_printf (_("“%s” has an SPF record in order."), shown);
  outpost_deliverability_set_line (self, AREA, OUTPOST_DELIVERY_GOOD, line);
}

static void
check_record (OutpostDeliverability     *self,
              const OutpostRecordSource *source,
              const char                *shown,
              GPtrArray                 *texts)
{
  const OutpostSpfQuery query = { self->subject.return_domain, NULL, "postmaster",
                                  self->subject.return_domain };
  g_autofree char *wrong = NULL;
  g_autoptr (OutpostSpfRecord) record =
    outpost_spf_record_parse (g_ptr_array_index (texts, 0), &wrong);

  self->spf_record = show_octets (g_ptr_array_index (texts, 0), RECORD_MAX_CHARACTERS);
  self->spf = outpost_spf_check (source, &query);
  if (self->spf->result == OUTPOST_SPF_RESULT_TEMPERROR) {
    if (self->subject.server != NULL)
      self->coverage = OUTPOST_COVERAGE_UNKNOWN;
    outpost_deliverability_set_line (self, AREA, OUTPOST_DELIVERY_UNKNOWN,
                                     /* Translators: a domain; SPF is a kind of record in the DNS */
                                     g_strdup_printf (_("Not all names in the SPF record of “%s” "
                                                        "could be looked up."), shown));
    return;
  }
  add_fault (self);
  add_excess (self, shown);
  if (record == NULL)
    return;
  if (self->spf->fault == OUTPOST_SPF_FAULT_NONE)
    check_end (self, record, shown, texts);
  if (self->spf->uses_ptr)
    outpost_deliverability_add (self, AREA, OUTPOST_SEVERITY_HINT, "spf-ptr",
                                /* Translators: a domain; “ptr” is a word of the record */
                                _("The SPF record of “%s” relies on “ptr”, which receivers are "
                                  "free to skip. List the servers by name or address."), shown);
  if (self->spf->fault == OUTPOST_SPF_FAULT_NONE)
    check_coverage (self, source, shown, texts);
  set_good_line (self, shown);
}

/*
 * outpost_deliverability_check_spf:
 * @self: a check
 * @source: where records come from
 *
 * Looks at the SPF record of the return path (RFC 7208), and whether it lists the server.
 */
void
outpost_deliverability_check_spf (OutpostDeliverability     *self,
                                  const OutpostRecordSource *source)
{
  g_autofree char *shown = outpost_deliverability_show_name (self->subject.return_domain);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts =
    outpost_spf_find_records (source, self->subject.return_domain, &error);

  if (texts == NULL) {
    outpost_deliverability_set_line (self, AREA, OUTPOST_DELIVERY_UNKNOWN,
                                     g_strdup (error->message));
    return;
  }
  if (self->subject.server != NULL)
    self->coverage = OUTPOST_COVERAGE_NONE; /* until a good record says otherwise */
  if (texts->len == 0)
    add_none (self, source, shown, texts);
  else if (texts->len > 1)
    add_several (self, shown, texts);
  else
    check_record (self, source, shown, texts);
}
