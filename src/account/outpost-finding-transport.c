/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-host.h"

/* RFC 8314, section 3.3, and RFC 6409, section 3.1. */
#define PORT_TLS      465
#define PORT_STARTTLS 587
/* RFC 5321: from server to server; not meant for programs, and often blocked for them. */
#define PORT_RELAY    25

/* The usual port of a mode; 0 where there is none. */
static guint16
get_usual_port (OutpostSmtpSecurity security)
{
  switch (security) {
    case OUTPOST_SMTP_SECURITY_TLS:
      return PORT_TLS;
    case OUTPOST_SMTP_SECURITY_STARTTLS:
      return PORT_STARTTLS;
    case OUTPOST_SMTP_SECURITY_NONE:
    default:
      return 0;
  }
}

/* The first port where the provider takes this mode; 0 if none is known. */
static guint16
find_preset_port (const OutpostFindingCase *c,
                  OutpostSmtpSecurity       security)
{
  gsize n_servers = 0;
  const OutpostPresetServer *servers =
    c->preset != NULL ? outpost_preset_get_servers (c->preset, &n_servers) : NULL;

  for (gsize i = 0; i < n_servers; i++)
    if (servers[i].security == security)
      return servers[i].port;
  return 0;
}

static guint16
choose_port (const OutpostFindingCase *c)
{
  OutpostSmtpSecurity security = outpost_account_get_security (c->draft);
  guint16 port = find_preset_port (c, security);

  return port != 0 ? port : get_usual_port (security);
}

static void
offer_port (OutpostFinding *finding,
            guint16         port)
{
  g_autofree char *text = NULL;

  if (port == 0)
    return;
  text = g_strdup_printf ("%u", port);
  outpost_finding_offer (finding, OUTPOST_FIELD_PORT, text);
}

static gboolean
is_this_computer (const OutpostFindingCase *c)
{
  const char *host = outpost_finding_case_get (c, OUTPOST_FIELD_SERVER);

  return outpost_host_is_loopback_address (host) || g_ascii_strcasecmp (host, "localhost") == 0;
}

static OutpostFinding *
check_port_empty (const OutpostFindingCase *c,
                  OutpostField              field)
{
  OutpostFinding *finding;

  if (!c->context->for_saving || outpost_finding_case_is_set (c, field))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "port-empty",
                                 _("The port of the server is needed."));
  offer_port (finding, choose_port (c));
  return finding;
}

/* " 465 " is mended; "465 587" is for the person to decide. */
static OutpostFinding *
check_port (const OutpostFindingCase *c,
            OutpostField              field)
{
  OutpostFinding *finding = outpost_finding_check_value (c, field);
  g_autofree char *stripped = g_strstrip (g_strdup (outpost_finding_case_get (c, field)));
  guint64 port;

  if (finding != NULL && g_ascii_string_to_unsigned (stripped, 10, 1, G_MAXUINT16, &port, NULL))
    offer_port (finding, (guint16) port);
  return finding;
}

static OutpostFinding *
find_port_and_mode_fault (const OutpostFindingCase *c)
{
  OutpostSmtpSecurity security = outpost_account_get_security (c->draft);
  guint16 port = outpost_account_get_port (c->draft);

  if (port == PORT_TLS && security == OUTPOST_SMTP_SECURITY_NONE)
    return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "port-mode",
                                _("Port 465 is for TLS; without it the server does not answer."));
  if (port == PORT_TLS && security == OUTPOST_SMTP_SECURITY_STARTTLS)
    return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "port-mode",
                                _("STARTTLS usually answers on port 587; 465 is for TLS."));
  if (port == PORT_STARTTLS && security == OUTPOST_SMTP_SECURITY_TLS &&
      (c->preset == NULL || outpost_preset_has_implicit_tls (c->preset)))
    return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "port-mode",
                                _("TLS usually answers on port 465; 587 is for STARTTLS."));
  return NULL;
}

/* The port follows the mode, except where the provider is known not to have that mode. */
static OutpostFinding *
check_port_and_mode (const OutpostFindingCase *c,
                     OutpostField              field)
{
  OutpostSmtpSecurity security = outpost_account_get_security (c->draft);
  OutpostFinding *finding = find_port_and_mode_fault (c);

  if (finding == NULL)
    return NULL;
  if (security == OUTPOST_SMTP_SECURITY_NONE ||
      (security == OUTPOST_SMTP_SECURITY_STARTTLS && find_preset_port (c, security) == 0 &&
       find_preset_port (c, OUTPOST_SMTP_SECURITY_TLS) == PORT_TLS)) {
    outpost_finding_change (finding, OUTPOST_FIELD_SECURITY,
                            outpost_security_to_text (OUTPOST_SMTP_SECURITY_TLS));
    outpost_finding_name_fix (finding, _("Use TLS"));
  } else {
    offer_port (finding, get_usual_port (security));
  }
  return finding;
}

static OutpostFinding *
check_port_25 (const OutpostFindingCase *c,
               OutpostField              field)
{
  OutpostFinding *finding;

  if (outpost_account_get_port (c->draft) != PORT_RELAY || is_this_computer (c))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_WARNING, "port-25",
                                 _("Many networks block port 25. Mail from programs usually goes "
                                   "to 465 or 587."));
  offer_port (finding, choose_port (c));
  return finding;
}

static OutpostFinding *
check_port_for_reading (const OutpostFindingCase *c,
                        OutpostField              field)
{
  guint16 port = outpost_account_get_port (c->draft);
  OutpostFinding *finding;

  /* POP3, IMAP, and both with TLS (RFC 8314, sections 3.2 and 3.3). */
  if (port != 110 && port != 143 && port != 993 && port != 995)
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "port-for-reading",
                                        _("Port %u is for reading mail, not for sending."), port);
  offer_port (finding, choose_port (c));
  return finding;
}

static OutpostFinding *
check_security_word (const OutpostFindingCase *c,
                     OutpostField              field)
{
  OutpostFinding *finding = outpost_finding_check_value (c, field);

  if (finding != NULL) {
    outpost_finding_change (finding, field, outpost_security_to_text (OUTPOST_SMTP_SECURITY_TLS));
    outpost_finding_name_fix (finding, _("Use TLS"));
  }
  return finding;
}

/* Whichever mode the port suggests. */
static void
offer_protection (const OutpostFindingCase *c,
                  OutpostFinding           *finding)
{
  gboolean starttls = outpost_account_get_port (c->draft) == PORT_STARTTLS ||
                      outpost_account_get_port (c->draft) == PORT_RELAY;

  outpost_finding_change (finding, OUTPOST_FIELD_SECURITY,
                          outpost_security_to_text (starttls ? OUTPOST_SMTP_SECURITY_STARTTLS
                                                             : OUTPOST_SMTP_SECURITY_TLS));
  outpost_finding_name_fix (finding, starttls ? _("Use STARTTLS") : _("Use TLS"));
}

/* A password goes in clear text to an address of this very computer and nowhere else; a
 * token not even there. */
static OutpostFinding *
check_clear_sign_in (const OutpostFindingCase *c,
                     OutpostField              field)
{
  const char *host = outpost_finding_case_get (c, OUTPOST_FIELD_SERVER);
  OutpostSignIn sign_in = outpost_account_resolve_sign_in (c->draft);
  OutpostFinding *finding;

  if (outpost_account_get_security (c->draft) != OUTPOST_SMTP_SECURITY_NONE || host[0] == '\0' ||
      sign_in == OUTPOST_SIGN_IN_NONE)
    return NULL;
  if (sign_in == OUTPOST_SIGN_IN_CERTIFICATE) {
    finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "security-none-certificate",
                                   _("A certificate can only be shown inside TLS."));
  } else if (sign_in == OUTPOST_SIGN_IN_OAUTH2) {
    finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "security-none-token",
                                   _("What a sign-in in the browser gives is sent inside TLS "
                                     "only."));
  } else if (is_this_computer (c)) {
    return NULL;
  } else {
    finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "security-none-password",
                                   _("Without TLS everyone on the way could read the password. "
                                     "Only a server on this computer may get it that way."));
  }
  offer_protection (c, finding);
  return finding;
}

/* A name is no proof of where it leads; the engine looks at the address it has
 * connected to. */
static OutpostFinding *
check_clear_localhost (const OutpostFindingCase *c,
                       OutpostField              field)
{
  const char *host = outpost_finding_case_get (c, OUTPOST_FIELD_SERVER);

  if (outpost_account_get_security (c->draft) != OUTPOST_SMTP_SECURITY_NONE ||
      !outpost_account_uses_password (c->draft) || !is_this_computer (c) ||
      outpost_host_is_loopback_address (host))
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_HINT, "security-none-localhost",
                              _("The password is sent only if this name leads to this computer. "
                                "Outpost looks when it connects."));
}

static OutpostFinding *
check_clear_mail (const OutpostFindingCase *c,
                  OutpostField              field)
{
  OutpostFinding *finding;

  if (outpost_account_get_security (c->draft) != OUTPOST_SMTP_SECURITY_NONE ||
      !outpost_finding_case_is_set (c, OUTPOST_FIELD_SERVER) || is_this_computer (c) ||
      outpost_finding_case_signs_in (c))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_WARNING, "security-none",
                                 _("Without TLS everyone on the way can read the messages."));
  offer_protection (c, finding);
  return finding;
}

static OutpostFinding *
check_offered (const OutpostFindingCase *c,
               OutpostField              field)
{
  OutpostFinding *finding;

  if (c->preset == NULL || outpost_preset_has_implicit_tls (c->preset) ||
      outpost_account_get_security (c->draft) != OUTPOST_SMTP_SECURITY_TLS)
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "security-not-offered",
                                        /* Translators: a provider such as Outlook.com */
                                        _("%s answers with STARTTLS on port 587 only."),
                                        outpost_preset_get_name (c->preset));
  outpost_finding_change (finding, OUTPOST_FIELD_SECURITY,
                          outpost_security_to_text (OUTPOST_SMTP_SECURITY_STARTTLS));
  outpost_finding_change (finding, OUTPOST_FIELD_PORT, "587");
  outpost_finding_name_fix (finding, _("Use STARTTLS on 587"));
  return finding;
}

const OutpostFindingEntry outpost_finding_transport_rules[] = {
  { OUTPOST_FIELD_PORT, check_port_empty },
  { OUTPOST_FIELD_PORT, check_port },
  { OUTPOST_FIELD_PORT, check_port_and_mode },
  { OUTPOST_FIELD_PORT, check_port_25 },
  { OUTPOST_FIELD_PORT, check_port_for_reading },
  { OUTPOST_FIELD_SECURITY, check_security_word },
  { OUTPOST_FIELD_SECURITY, check_clear_sign_in },
  { OUTPOST_FIELD_SECURITY, check_clear_localhost },
  { OUTPOST_FIELD_SECURITY, check_clear_mail },
  { OUTPOST_FIELD_SECURITY, check_offered },
};
const gsize outpost_finding_n_transport_rules = G_N_ELEMENTS (outpost_finding_transport_rules);
