/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-preset.h"

/* What the steps are about. */
typedef struct {
  GPtrArray                *steps;
  const OutpostHeaderCheck *spf;
  const OutpostHeaderCheck *dkim;
  const OutpostHeaderCheck *dmarc;
  const char               *domain;  /* of From, in A-labels, or NULL */
  char                     *shown;   /* the same in a sentence; not in what is to be copied */
} Steps;

static void
add (Steps *self,
     char  *sentence)
{
  g_ptr_array_add (self->steps, sentence);
}

static gboolean
is_told (const OutpostHeaderCheck *check)
{
  return check->result != OUTPOST_HEADER_RESULT_UNTOLD;
}

static void
add_where_to_look (Steps                    *self,
                   const OutpostHeaderFacts *facts)
{
  if (is_told (self->spf) || is_told (self->dkim) || is_told (self->dmarc))
    return;
  if (facts->received->len == 0)
    add (self, g_strdup (_("Copy the whole header of the message that arrived: “Show original” at "
                           "Gmail, “View message source” at Outlook.com, Ctrl+U in Thunderbird.")));
  else
    add (self, g_strdup (_("This receiver does not write what it found. Send the test to a mailbox "
                           "elsewhere, such as at Gmail or Outlook.com, and look there.")));
}

static void
add_sender (Steps                      *self,
            const OutpostHeaderVerdict *verdict,
            const OutpostHeaderFacts   *facts,
            const char                 *sender)
{
  g_autofree char *from = NULL;
  g_autofree char *wanted = NULL;

  if (verdict->rewritten != OUTPOST_VERDICT_YES)
    return;
  from = outpost_header_show_address (facts->from);
  if (sender == NULL) {
    add (self, g_strdup (_("Confirm the sender’s address at the provider as one to send from, or "
                           "use an account of that address’s own provider.")));
    return;
  }
  wanted = outpost_header_show_address (sender);
  /* Translators: the first %s is an address, the second another */
  add (self, g_strdup_printf (_("Confirm %s at the provider as an address to send from, or set the "
                                "sender’s e-mail to %s."), wanted, from));
}

/* Nobody publishes records for a provider's own domain but the provider. */
static gboolean
add_foreign_domain (Steps                    *self,
                    const OutpostHeaderFacts *facts)
{
  const OutpostPreset *preset =
    facts->from != NULL ? outpost_preset_for_address (facts->from) : NULL;

  if (preset == NULL || self->domain == NULL)
    return FALSE;
  if (self->dmarc->aligned == OUTPOST_VERDICT_NO)
    /* Translators: the first %s is a domain, the second a provider such as Gmail */
    add (self, g_strdup_printf (_("Send mail as %s through the server of %s: no other server can "
                                  "pass for that domain."), self->shown,
                                outpost_preset_get_name (preset)));
  return TRUE;
}

static void
add_spf (Steps *self)
{
  OutpostHeaderResult result = self->spf->result;

  if (self->spf->aligned != OUTPOST_VERDICT_YES)
    return;
  if (result == OUTPOST_HEADER_RESULT_FAILED || result == OUTPOST_HEADER_RESULT_WEAK)
    /* Translators: both %s are one domain; outpostctl check is a command */
    add (self, g_strdup_printf (_("Add the servers of your provider to the SPF record of %s: "
                                  "“outpostctl check %s” shows what it holds."), self->shown,
                                self->domain));
  else if (result == OUTPOST_HEADER_RESULT_NONE)
    /* Translators: both %s are one domain; outpostctl check is a command */
    add (self, g_strdup_printf (_("Publish an SPF record for %s that names the servers of your "
                                  "provider: “outpostctl check %s” tells which."), self->shown,
                                self->domain));
  else if (result == OUTPOST_HEADER_RESULT_ERROR)
    /* Translators: both %s are one domain; outpostctl check is a command */
    add (self, g_strdup_printf (_("Repair the SPF record of %s: “outpostctl check %s” shows the "
                                  "error."), self->shown, self->domain));
}

static void
add_dkim (Steps *self)
{
  OutpostHeaderResult result = self->dkim->result;

  if (result == OUTPOST_HEADER_RESULT_NONE ||
      (is_told (self->dkim) && self->dkim->aligned == OUTPOST_VERDICT_NO))
    /* Translators: %s is a domain */
    add (self, g_strdup_printf (_("Switch on DKIM for %s at your provider, and publish the key "
                                  "that it shows."), self->shown));
  else if (result == OUTPOST_HEADER_RESULT_FAILED)
    add (self, g_strdup (_("Look whether something changes mail behind the signing server, such as "
                           "a filter that adds a line, and whether the DKIM key in DNS is the one "
                           "that your provider shows.")));
  else if (result == OUTPOST_HEADER_RESULT_WEAK || result == OUTPOST_HEADER_RESULT_ERROR)
    add (self,
         g_strdup (_("Look whether the DKIM key in DNS is the one that your provider shows.")));
}

static void
add_dmarc (Steps *self)
{
  if (self->dmarc->result == OUTPOST_HEADER_RESULT_NONE)
    /* Translators: both %s are one domain; name, type and value of a record */
    add (self, g_strdup_printf (_("Publish a DMARC record for %s: name “_dmarc.%s”, type TXT, "
                                  "value “v=DMARC1; p=none”."), self->shown, self->domain));
  else if (self->dmarc->result == OUTPOST_HEADER_RESULT_ERROR)
    /* Translators: both %s are one domain; outpostctl check is a command */
    add (self, g_strdup_printf (_("Repair the DMARC record of %s: “outpostctl check %s” shows the "
                                  "error."), self->shown, self->domain));
}

static void
add_spam (Steps                      *self,
          const OutpostHeaderVerdict *verdict)
{
  if (verdict->spam == OUTPOST_VERDICT_YES)
    add (self, g_strdup (_("Mark the message as no spam in the mailbox, and see that SPF, DKIM and "
                           "DMARC pass: filters go by that as well.")));
}

/*
 * outpost_header_make_steps:
 * @verdict: a verdict whose lines are made
 * @facts: the header
 * @sender: (nullable): the address that was in From when the message was sent
 *
 * Returns: (transfer full): what to do, the most urgent first
 */
char **
outpost_header_make_steps (const OutpostHeaderVerdict *verdict,
                           const OutpostHeaderFacts   *facts,
                           const char                 *sender)
{
  Steps self = {
    .steps = g_ptr_array_new (),
    .spf = &verdict->checks[OUTPOST_HEADER_SPF],
    .dkim = &verdict->checks[OUTPOST_HEADER_DKIM],
    .dmarc = &verdict->checks[OUTPOST_HEADER_DMARC],
    .domain = facts->from_domain,
    .shown = outpost_header_show_address (facts->from_domain),
  };

  add_where_to_look (&self, facts);
  add_sender (&self, verdict, facts, sender);
  if (!add_foreign_domain (&self, facts) && self.domain != NULL) {
    add_spf (&self);
    add_dkim (&self);
    add_dmarc (&self);
  }
  add_spam (&self, verdict);
  g_free (self.shown);
  g_ptr_array_add (self.steps, NULL);
  return (char **) g_ptr_array_free (self.steps, FALSE);
}
