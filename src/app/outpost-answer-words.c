/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-answer-words.h"

#include <glib/gi18n-lib.h>

#include "outpost-host.h"
#include "outpost-printable.h"

static const char *
mode_label (OutpostSmtpSecurity security)
{
  switch (security) {
  case OUTPOST_SMTP_SECURITY_TLS:
    return "TLS";
  case OUTPOST_SMTP_SECURITY_STARTTLS:
    return "STARTTLS";
  case OUTPOST_SMTP_SECURITY_NONE:
  default:
    /* Translators: no encryption */
    return C_("encryption", "None");
  }
}

/**
 * outpost_answer_format_settings:
 * @port: the port
 * @security: the mode
 * @username: (nullable): the user name, or %NULL if it is not known
 *
 * Returns: (transfer full): settings of a server in one line
 */
char *
outpost_answer_format_settings (guint                port,
                                OutpostSmtpSecurity  security,
                                const char          *username)
{
  g_autofree char *isolated = NULL;

  if (username == NULL)
    /* Translators: settings of a server: the port, then TLS or STARTTLS */
    return g_strdup_printf (_("Port %u, %s"), port, mode_label (security));
  isolated = outpost_printable_isolate (username);
  /* Translators: settings of a server: the port, then TLS or STARTTLS, then the user name */
  return g_strdup_printf (_("Port %u, %s, user name %s"), port, mode_label (security), isolated);
}

/**
 * outpost_answer_dup_settings:
 * @answer: settings that were found
 *
 * Returns: (transfer full): all of them but the server, in one line
 */
char *
outpost_answer_dup_settings (OutpostDiscoveryAnswer *answer)
{
  return outpost_answer_format_settings (answer->port, answer->security, answer->username);
}

/**
 * outpost_answer_describe:
 * @answer: settings that were found
 *
 * Returns: (transfer full): all that the card shows of it, in sentences for a screen reader
 */
char *
outpost_answer_describe (OutpostDiscoveryAnswer *answer)
{
  g_autofree char *server = outpost_host_to_unicode (answer->server);
  g_autofree char *settings = outpost_answer_dup_settings (answer);

  /* Translators: what a screen reader says of settings that were found: the server, its port,
   * mode and user name, and where they come from */
  return g_strdup_printf (_("%s. %s. %s."), server, settings, answer->explanation);
}

/**
 * outpost_answer_dup_source:
 * @answer: settings that were found
 *
 * Returns: (transfer full): where they come from, for the head of a group
 */
char *
outpost_answer_dup_source (OutpostDiscoveryAnswer *answer)
{
  const char *origin = outpost_discovery_answer_get_origin (answer, OUTPOST_FIELD_SERVER);

  if (answer->provider == NULL || origin == NULL)
    return g_strdup (answer->explanation);
  /* Translators: where the settings come from: a provider such as Gmail, then such as
   * "published by example.org" */
  return g_strdup_printf (_("%s, %s"), answer->provider, origin);
}
