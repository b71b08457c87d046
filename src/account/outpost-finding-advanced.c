/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-host.h"

/* A busy server takes this long to greet (Postfix' tarpits, greylisting look-ups). */
#define TIMEOUT_SHORT_S 5
/* RFC 5321, section 4.5.3.2.6, gives the longest single wait: 10 minutes. */
#define TIMEOUT_LONG_S 600

typedef struct {
  const char    *name;
  OutpostSignIn  sign_in;
  gboolean       needs_tls;
} Mechanism;

static const Mechanism mechanisms[] = {
  { "PLAIN", OUTPOST_SIGN_IN_PASSWORD, FALSE },
  { "LOGIN", OUTPOST_SIGN_IN_PASSWORD, FALSE },
  { "CRAM-MD5", OUTPOST_SIGN_IN_PASSWORD, FALSE },
  { "SCRAM-SHA-1", OUTPOST_SIGN_IN_PASSWORD, FALSE },
  { "SCRAM-SHA-256", OUTPOST_SIGN_IN_PASSWORD, FALSE },
  { "SCRAM-SHA-1-PLUS", OUTPOST_SIGN_IN_PASSWORD, TRUE },
  { "SCRAM-SHA-256-PLUS", OUTPOST_SIGN_IN_PASSWORD, TRUE },
  { "EXTERNAL", OUTPOST_SIGN_IN_CERTIFICATE, TRUE },
  { "OAUTHBEARER", OUTPOST_SIGN_IN_OAUTH2, TRUE },
  { "XOAUTH2", OUTPOST_SIGN_IN_OAUTH2, TRUE },
};

static void
offer_empty (OutpostFinding *finding,
             OutpostField    field)
{
  outpost_finding_change (finding, field, "");
  outpost_finding_name_fix (finding, _("Leave Empty"));
}

static OutpostFinding *
check_hello_name (const OutpostFindingCase *c,
                  OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autofree char *ascii = NULL;
  OutpostFinding *finding;

  if (text[0] == '\0')
    return NULL;
  ascii = outpost_host_to_ascii (text, NULL);
  if (ascii != NULL)
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "hello-name-form",
                                 _("This is neither a full host name nor an address in brackets "
                                   "such as [192.0.2.1]."));
  offer_empty (finding, field);
  return finding;
}

/* RFC 5321, section 2.3.5: fully qualified; Postfix' reject_non_fqdn_helo_hostname. */
static OutpostFinding *
check_hello_short (const OutpostFindingCase *c,
                   OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  OutpostFinding *finding;

  if (text[0] == '\0' || strchr (text, '.') != NULL || outpost_host_is_address (text))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_WARNING, "hello-name-short",
                                 _("Some servers refuse a name without a dot. Give the full host "
                                   "name, or leave it empty."));
  offer_empty (finding, field);
  return finding;
}

static OutpostFinding *
check_timeout (const OutpostFindingCase *c,
               OutpostField              field)
{
  OutpostFinding *finding = outpost_finding_check_value (c, field);

  if (finding != NULL)
    offer_empty (finding, field);
  return finding;
}

static OutpostFinding *
check_timeout_short (const OutpostFindingCase *c,
                     OutpostField              field)
{
  guint timeout_s = outpost_account_get_timeout_s (c->draft);
  OutpostFinding *finding;

  if (timeout_s >= TIMEOUT_SHORT_S)
    return NULL;
  finding = outpost_finding_new_filled (
    OUTPOST_SEVERITY_WARNING, "timeout-short",
    g_dngettext (GETTEXT_PACKAGE,
                 "A busy server needs more than %u second to answer.",
                 "A busy server needs more than %u seconds to answer.", timeout_s), timeout_s);
  outpost_finding_offer (finding, field, "30");
  return finding;
}

static OutpostFinding *
check_timeout_long (const OutpostFindingCase *c,
                    OutpostField              field)
{
  OutpostFinding *finding;

  if (outpost_account_get_timeout_s (c->draft) <= TIMEOUT_LONG_S)
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_HINT, "timeout-long",
                                 _("No server takes more than 10 minutes to answer. A dead one "
                                   "will be noticed late."));
  outpost_finding_offer (finding, field, "600");
  return finding;
}

/* What a person or a file chooser gives for a path. */
static char *
complete_path (const char *text)
{
  if (g_str_has_prefix (text, "file:"))
    return g_filename_from_uri (text, NULL, NULL);
  if (g_str_has_prefix (text, "~/"))
    return g_build_filename (g_get_home_dir (), text + 2, NULL);
  return NULL;
}

static OutpostFinding *
check_path (const OutpostFindingCase *c,
            OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autofree char *path = NULL;
  OutpostFinding *finding;

  if (text[0] == '\0' || g_path_is_absolute (text))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "path-not-whole",
                                 _("Give the whole path, from “/” on."));
  path = complete_path (text);
  if (path != NULL && g_path_is_absolute (path))
    outpost_finding_offer (finding, field, path);
  return finding;
}

static OutpostFinding *
check_key_alone (const OutpostFindingCase *c,
                 OutpostField              field)
{
  if (!outpost_finding_case_is_set (c, field) ||
      outpost_finding_case_is_set (c, OUTPOST_FIELD_CLIENT_CERTIFICATE))
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "client-key-alone",
                              _("A key is used only together with its certificate. Name the "
                                "certificate’s file, too."));
}

/* A pin waives chain, name and dates: never for a server that every system can verify. */
static OutpostFinding *
check_pin_needed (const OutpostFindingCase *c,
                  OutpostField              field)
{
  const OutpostPreset *preset =
    outpost_preset_for_server (outpost_finding_case_get (c, OUTPOST_FIELD_SERVER));
  OutpostFinding *finding;

  if (!outpost_finding_case_is_set (c, field) || preset == NULL)
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_ERROR, "pinned-key-provider",
                                        /* Translators: a provider such as Gmail */
                                        _("The certificate of %s is verified by the system. A "
                                          "pinned key would only waive that."),
                                        outpost_preset_get_name (preset));
  offer_empty (finding, field);
  return finding;
}

static const Mechanism *
find_mechanism (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_ascii_strcasecmp (mechanisms[i].name, text) == 0)
      return &mechanisms[i];
  return NULL;
}

static void
offer_automatic (OutpostFinding *finding,
                 OutpostField    field)
{
  outpost_finding_change (finding, field, "");
  outpost_finding_name_fix (finding, _("Choose Automatically"));
}

static OutpostFinding *
check_mechanism (const OutpostFindingCase *c,
                 OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  OutpostFinding *finding;

  if (text[0] == '\0' || find_mechanism (text) != NULL)
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "mechanism-unknown",
                                 _("Outpost has no mechanism of this name. PLAIN and SCRAM-SHA-256 "
                                   "are the usual ones."));
  offer_automatic (finding, field);
  return finding;
}

static OutpostFinding *
check_mechanism_suits (const OutpostFindingCase *c,
                       OutpostField              field)
{
  const Mechanism *mechanism = find_mechanism (outpost_finding_case_get (c, field));
  OutpostSignIn sign_in = outpost_account_resolve_sign_in (c->draft);
  OutpostFinding *finding;

  if (mechanism == NULL || sign_in == OUTPOST_SIGN_IN_NONE)
    return NULL;
  if (mechanism->sign_in != sign_in) {
    finding = outpost_finding_new_filled (OUTPOST_SEVERITY_ERROR, "mechanism-unsuited",
                                          /* Translators: the name of a mechanism */
                                          _("%s does not go with this sign-in method."),
                                          mechanism->name);
  } else if (mechanism->needs_tls &&
             outpost_account_get_security (c->draft) == OUTPOST_SMTP_SECURITY_NONE) {
    finding = outpost_finding_new_filled (OUTPOST_SEVERITY_ERROR, "mechanism-needs-tls",
                                          _("%s works inside TLS only."), mechanism->name);
  } else {
    return NULL;
  }
  offer_automatic (finding, field);
  return finding;
}

const OutpostFindingEntry outpost_finding_advanced_rules[] = {
  { OUTPOST_FIELD_HELLO_NAME, check_hello_name },
  { OUTPOST_FIELD_HELLO_NAME, check_hello_short },
  { OUTPOST_FIELD_TIMEOUT, check_timeout },
  { OUTPOST_FIELD_TIMEOUT, check_timeout_short },
  { OUTPOST_FIELD_TIMEOUT, check_timeout_long },
  { OUTPOST_FIELD_CA_FILE, check_path },
  { OUTPOST_FIELD_PINNED_KEY, outpost_finding_check_value },
  { OUTPOST_FIELD_PINNED_KEY, check_pin_needed },
  { OUTPOST_FIELD_CLIENT_CERTIFICATE, check_path },
  { OUTPOST_FIELD_CLIENT_KEY, check_path },
  { OUTPOST_FIELD_CLIENT_KEY, check_key_alone },
  { OUTPOST_FIELD_MECHANISM, check_mechanism },
  { OUTPOST_FIELD_MECHANISM, check_mechanism_suits },
};
const gsize outpost_finding_n_advanced_rules = G_N_ELEMENTS (outpost_finding_advanced_rules);
