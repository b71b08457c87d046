/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-printable.h"

static const char * const source_labels[OUTPOST_N_DISCOVERY_SOURCES] = {
  /* Translators: a place where settings were looked for */
  [OUTPOST_DISCOVERY_SOURCE_ADMIN] = N_("Administrator’s files"),
  /* Translators: a place where settings were looked for: files of the person's own */
  [OUTPOST_DISCOVERY_SOURCE_USER] = N_("Own files"),
  /* Translators: a place where settings were looked for: the list that comes with the program */
  [OUTPOST_DISCOVERY_SOURCE_PRESET] = N_("Built-in list"),
  [OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG] = NULL, /* the domain itself */
  /* Translators: a place where settings were looked for */
  [OUTPOST_DISCOVERY_SOURCE_MOZILLA] = N_("Mozilla’s list"),
  /* Translators: a place where settings were looked for: SRV records */
  [OUTPOST_DISCOVERY_SOURCE_SRV] = N_("Service records in the DNS"),
  /* Translators: a place where settings were looked for: MX records */
  [OUTPOST_DISCOVERY_SOURCE_MX] = N_("Mail exchanger in the DNS"),
  /* Translators: a place where settings were looked for: names such as smtp.example.org, tried */
  [OUTPOST_DISCOVERY_SOURCE_TRYING] = N_("Usual server names"),
};

static const char * const state_labels[] = {
  /* Translators: how it stands with a place where settings are looked for */
  [OUTPOST_DISCOVERY_STATE_WAITING] = N_("waiting"),
  /* Translators: how it stands with a place where settings are looked for */
  [OUTPOST_DISCOVERY_STATE_ASKING] = N_("being asked"),
  /* Translators: how it stands with a place where settings are looked for */
  [OUTPOST_DISCOVERY_STATE_ANSWERED] = N_("answered"),
  /* Translators: how it stands with a place where settings are looked for */
  [OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN] = N_("nothing known"),
  /* Translators: how it stands with a list: the domain is not in it */
  [OUTPOST_DISCOVERY_STATE_NOT_IN_IT] = N_("not in it"),
  /* Translators: how it stands with a place where settings are looked for: what it says */
  [OUTPOST_DISCOVERY_STATE_UNUSABLE] = N_("cannot be used"),
  /* Translators: how it stands with a place where settings are looked for */
  [OUTPOST_DISCOVERY_STATE_NO_ANSWER] = N_("did not answer"),
  /* Translators: how it stands with a place where settings are looked for */
  [OUTPOST_DISCOVERY_STATE_NOT_ASKED] = N_("not asked"),
  /* Translators: how it stands with a place where settings are looked for: a better one answered */
  [OUTPOST_DISCOVERY_STATE_NOT_NEEDED] = N_("not needed"),
};

/**
 * outpost_discovery_state_get_label:
 * @state: how it stands with a source
 *
 * Returns: (transfer none): the state in words
 */
const char *
outpost_discovery_state_get_label (OutpostDiscoveryState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_labels), "");

  return _(state_labels[state]);
}

/**
 * outpost_discovery_get_source_label:
 * @self: a search
 * @source: a source
 *
 * Returns: (transfer none): what to call the source
 */
const char *
outpost_discovery_get_source_label (OutpostDiscovery       *self,
                                    OutpostDiscoverySource  source)
{
  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), "");
  g_return_val_if_fail (source < OUTPOST_N_DISCOVERY_SOURCES, "");

  return source == OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG ? self->site_label
                                                       : _(source_labels[source]);
}

/* Whether somebody else sent the document than who was asked: @asked or a host below its
 * registrable domain. */
static gboolean
came_from_elsewhere (const char *host,
                     const char *asked)
{
  g_autofree char *base = outpost_discovery_dup_base_domain (host);
  g_autofree char *asked_base = outpost_discovery_dup_base_domain (asked);

  return !g_str_equal (base, asked_base);
}

static void
describe_site (OutpostDiscoveryAttempt *self,
               OutpostDiscoveryAnswer  *answer,
               const char              *domain)
{
  if (came_from_elsewhere (self->document_host, self->search->domain)) {
    g_autofree char *base = outpost_discovery_dup_base_domain (self->document_host);
    g_autofree char *elsewhere = outpost_printable_isolate (base);

    /* Translators: where a value comes from, to stand after it; %s is a domain */
    answer->origin = g_strdup_printf (_("published by %s"), elsewhere);
    /* Translators: two domains; a line without full stop */
    answer->explanation = g_strdup_printf (_("Published by %s, where %s leads"), elsewhere, domain);
    answer->needs_press = TRUE;
    return;
  }
  /* Translators: where a value comes from, to stand after it; %s is a domain */
  answer->origin = g_strdup_printf (_("published by %s"), domain);
  answer->explanation =
    /* Translators: %s is a domain; a line without full stop */
    g_strdup_printf (_("Published by %s itself, over a secure connection"), domain);
}

static void
describe_list (OutpostDiscoveryAttempt *self,
               OutpostDiscoveryAnswer  *answer)
{
  g_autoptr (GUri) uri = g_uri_parse (self->search->mozilla_uri, G_URI_FLAGS_ENCODED, NULL);

  /* Translators: where a value comes from, to stand after it */
  answer->origin = g_strdup (_("from the Mozilla list"));
  /* Translators: a line without full stop */
  answer->explanation = g_strdup (_("From the list that Mozilla keeps for all mail programs"));
  answer->needs_press = came_from_elsewhere (self->document_host, g_uri_get_host (uri));
}

static void
describe_mx (OutpostDiscoveryAttempt *self,
             OutpostDiscoveryAnswer  *answer,
             const char              *domain)
{
  g_autofree char *exchanger = outpost_printable_isolate (self->exchanger);

  /* Translators: where a value comes from, to stand after it; %s is a domain */
  answer->origin = g_strdup_printf (_("of the provider that takes the mail of %s"), domain);
  answer->explanation =
    /* Translators: the name of a provider or a host, then a domain; a line without full stop */
    g_strdup_printf (_("%s takes the mail of %s, and so probably sends it, too"),
                     answer->provider != NULL ? answer->provider : exchanger, domain);
}

static void
describe_file (OutpostDiscoveryAttempt *self,
               OutpostDiscoveryAnswer  *answer)
{
  if (self->place == OUTPOST_DISCOVERY_PLACE_ADMIN) {
    /* Translators: where a value comes from, to stand after it */
    answer->origin = g_strdup (_("set by your administrator"));
    /* Translators: a line without full stop */
    answer->explanation = g_strdup (_("Set by your administrator"));
  } else {
    /* Translators: where a value comes from, to stand after it */
    answer->origin = g_strdup (_("from your own file"));
    /* Translators: a line without full stop */
    answer->explanation = g_strdup (_("From your own file"));
  }
}

/*
 * outpost_discovery_attempt_describe:
 * @self: an attempt
 * @answer: its answer, not shared yet
 *
 * Puts into words where the answer comes from, and decides whether a person has to press the
 * domain of the server.
 */
void
outpost_discovery_attempt_describe (OutpostDiscoveryAttempt *self,
                                    OutpostDiscoveryAnswer  *answer)
{
  g_autofree char *domain = outpost_printable_isolate (self->search->shown_domain);

  answer->needs_press = self->source >= OUTPOST_DISCOVERY_SOURCE_SRV;
  switch (self->source) {
    case OUTPOST_DISCOVERY_SOURCE_ADMIN:
    case OUTPOST_DISCOVERY_SOURCE_USER:
      describe_file (self, answer);
      break;
    case OUTPOST_DISCOVERY_SOURCE_PRESET:
      /* Translators: where a value comes from, to stand after it */
      answer->origin = g_strdup (_("from Outpost’s own list"));
      /* Translators: a line without full stop */
      answer->explanation = g_strdup (_("From Outpost’s own list"));
      break;
    case OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG:
      describe_site (self, answer, domain);
      break;
    case OUTPOST_DISCOVERY_SOURCE_MOZILLA:
      describe_list (self, answer);
      break;
    case OUTPOST_DISCOVERY_SOURCE_SRV:
      /* Translators: where a value comes from, to stand after it; %s is a domain */
      answer->origin = g_strdup_printf (_("from the DNS records of %s"), domain);
      /* Translators: %s is a domain; a line without full stop */
      answer->explanation = g_strdup_printf (_("From the DNS records of %s, which are not secured"),
                                             domain);
      break;
    case OUTPOST_DISCOVERY_SOURCE_MX:
      describe_mx (self, answer, domain);
      break;
    case OUTPOST_DISCOVERY_SOURCE_TRYING:
      /* Translators: where a value comes from, to stand after it */
      answer->origin = g_strdup (_("found by trying"));
      /* Translators: %s is a domain; a line without full stop */
      answer->explanation = g_strdup_printf (_("Found by trying usual names of %s"), domain);
      break;
    default:
      g_assert_not_reached ();
  }
}
