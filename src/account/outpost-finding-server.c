/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-host.h"
#include "outpost-printable.h"
#include "outpost-server-text.h"

/* The provider's best server, or NULL. */
static const char *
get_best_host (const OutpostPreset *preset)
{
  gsize n_servers = 0;
  const OutpostPresetServer *servers =
    preset != NULL ? outpost_preset_get_servers (preset, &n_servers) : NULL;

  return n_servers > 0 ? servers[0].host : NULL;
}

static OutpostFinding *
check_empty (const OutpostFindingCase *c,
             OutpostField              field)
{
  OutpostFinding *finding;
  const char *host = get_best_host (c->preset);

  if (!c->context->for_saving || outpost_finding_case_is_set (c, field))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "server-empty",
                                 _("The name of the server that takes outgoing mail is needed."));
  if (host != NULL)
    outpost_finding_offer (finding, field, host);
  return finding;
}

static OutpostFinding *
check_address (const OutpostFindingCase *c,
               OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autoptr (OutpostAddress) address = outpost_address_parse (text, NULL);
  OutpostFinding *finding;
  const char *host;

  if (address == NULL || strstr (text, "://") != NULL)
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "server-is-address",
                                 _("This is an e-mail address. The server has a name such as "
                                   "smtp.example.org."));
  host = get_best_host (outpost_preset_for_address (text));
  if (host != NULL)
    outpost_finding_offer (finding, field, host);
  return finding;
}

static OutpostFinding *
check_pasted (const OutpostFindingCase *c,
              OutpostField              field)
{
  OutpostServerText parts;
  OutpostFinding *finding;
  g_autofree char *host = NULL;
  char port[8];

  if (!outpost_server_text_split (outpost_finding_case_get (c, field), &parts))
    return NULL;
  host = g_steal_pointer (&parts.host);

  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "server-pasted",
                                 parts.port != 0
                                   ? _("Only the name of the server stands here. Port and mode "
                                       "have fields of their own.")
                                   : _("Only the name of the server stands here, without anything "
                                       "around it."));
  outpost_finding_offer (finding, field, host);
  if (parts.port != 0) {
    g_snprintf (port, sizeof port, "%u", parts.port);
    outpost_finding_change (finding, OUTPOST_FIELD_PORT, port);
  }
  if (parts.has_security)
    outpost_finding_change (finding, OUTPOST_FIELD_SECURITY,
                            outpost_security_to_text (parts.security));
  return finding;
}

static OutpostFinding *
check_name (const OutpostFindingCase *c,
            OutpostField              field)
{
  g_autofree char *ascii = NULL;
  g_autoptr (GError) error = NULL;

  if (!outpost_finding_case_is_set (c, field))
    return NULL;
  ascii = outpost_host_to_ascii (outpost_finding_case_get (c, field), &error);
  return ascii == NULL
           ? outpost_finding_new (OUTPOST_SEVERITY_ERROR, "server-not-a-name", error->message)
           : NULL;
}


static OutpostFinding *
check_near_miss (const OutpostFindingCase *c,
                 OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autofree char *shown = outpost_printable_isolate (text);
  OutpostHostLikeness likeness;
  const char *meant = outpost_preset_near_host (text, &likeness);
  OutpostFinding *finding;

  if (meant == NULL)
    return NULL;
  if (likeness == OUTPOST_HOST_LIKENESS_WRONG) {
    const OutpostPreset *preset = outpost_preset_for_server (meant);

    /* Translators: a host name, then a provider such as Gmail */
    finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "server-not-for-sending",
                                          _("“%s” is not where %s takes mail from programs."),
                                          shown, outpost_preset_get_name (preset));
  } else {
    finding = outpost_finding_new_filled (likeness == OUTPOST_HOST_LIKENESS_MISSPELT
                                            ? OUTPOST_SEVERITY_ERROR : OUTPOST_SEVERITY_WARNING,
                                          "server-near-miss",
                                          /* Translators: a host name */
                                          _("“%s” looks misspelt."), shown);
  }
  outpost_finding_offer (finding, field, meant);
  return finding;
}

/* imap.gmail.com, pop.example.org: a server to read mail from. */
static OutpostFinding *
check_incoming (const OutpostFindingCase *c,
                OutpostField              field)
{
  static const char * const names[] = { "imap", "imaps", "imap4", "pop", "pop3", "pops", NULL };
  const char *text = outpost_finding_case_get (c, field);
  g_autofree char *first = g_ascii_strdown (text, (gssize) strcspn (text, "."));
  g_autofree char *shown = NULL;
  OutpostFinding *finding;
  const char *host;

  if (!g_strv_contains (names, first))
    return NULL;
  shown = outpost_printable_isolate (text);
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "server-incoming",
                                        /* Translators: a host name */
                                        _("“%s” sounds like a server for reading mail. Sending "
                                          "usually has another one."), shown);
  host = get_best_host (outpost_preset_for_domain_of (text));
  if (host != NULL)
    outpost_finding_offer (finding, field, host);
  return finding;
}

/* "gmail.com": the domain of the addresses, not the server. */
static OutpostFinding *
check_domain (const OutpostFindingCase *c,
              OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autofree char *address = g_strconcat ("x@", text, NULL);
  g_autofree char *shown = NULL;
  const OutpostPreset *preset = outpost_preset_for_address (address);
  const char *host = get_best_host (preset);
  OutpostFinding *finding;

  if (host == NULL || outpost_preset_for_server (text) != NULL)
    return NULL;
  shown = outpost_printable_isolate (host);
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "server-is-domain",
                                        /* Translators: a provider such as Gmail, a host name */
                                        _("This is the domain of the addresses. %s takes mail "
                                          "from programs at %s."),
                                        outpost_preset_get_name (preset), shown);
  outpost_finding_offer (finding, field, host);
  return finding;
}

static OutpostFinding *
check_short (const OutpostFindingCase *c,
             OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);

  if (text[0] == '\0' || strchr (text, '.') != NULL || outpost_host_is_address (text) ||
      g_ascii_strcasecmp (text, "localhost") == 0)
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_HINT, "server-short",
                              _("A name without a dot is found in this computer’s own network "
                                "only."));
}

const OutpostFindingEntry outpost_finding_server_rules[] = {
  { OUTPOST_FIELD_SERVER, check_empty },
  { OUTPOST_FIELD_SERVER, check_address },
  { OUTPOST_FIELD_SERVER, check_pasted },
  { OUTPOST_FIELD_SERVER, check_name },
  { OUTPOST_FIELD_SERVER, check_near_miss },
  { OUTPOST_FIELD_SERVER, check_incoming },
  { OUTPOST_FIELD_SERVER, check_domain },
  { OUTPOST_FIELD_SERVER, check_short },
};
const gsize outpost_finding_n_server_rules = G_N_ELEMENTS (outpost_finding_server_rules);
