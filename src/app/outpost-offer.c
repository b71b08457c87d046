/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-offer.h"

#include <glib/gi18n-lib.h>

#include "outpost-printable.h"

/* What says where the mail goes and how; a user name is the person's own. */
static const OutpostField server_fields[] = {
  OUTPOST_FIELD_SERVER,
  OUTPOST_FIELD_PORT,
  OUTPOST_FIELD_SECURITY,
};

static GPtrArray *
preset_changes (OutpostAccount            *draft,
                const OutpostPreset       *preset,
                const OutpostPresetServer *server)
{
  GPtrArray *changes = outpost_fix_new ();
  g_autofree char *username = NULL;
  char port[8];

  g_snprintf (port, sizeof port, "%u", server->port);
  outpost_fix_add (changes, OUTPOST_FIELD_SERVER, server->host);
  outpost_fix_add (changes, OUTPOST_FIELD_PORT, port);
  outpost_fix_add (changes, OUTPOST_FIELD_SECURITY, outpost_security_to_text (server->security));
  username = outpost_preset_dup_username (preset, outpost_account_get (draft, OUTPOST_FIELD_EMAIL));
  if (username != NULL && outpost_account_get (draft, OUTPOST_FIELD_USERNAME)[0] == '\0')
    outpost_fix_add (changes, OUTPOST_FIELD_USERNAME, username);
  return changes;
}

/**
 * outpost_offer_server:
 * @draft: the account as it stands in the form
 *
 * Looks whether the e-mail address is of a known provider while no server was
 * typed yet. Its settings are then offered at the address, never filled in unasked.
 *
 * Returns: (transfer full) (nullable): a hint for the field E-mail, or %NULL
 */
OutpostFinding *
outpost_offer_server (OutpostAccount *draft)
{
  const char *email = outpost_account_get (draft, OUTPOST_FIELD_EMAIL);
  const OutpostPreset *preset;
  const OutpostPresetServer *servers;
  g_autofree char *host = NULL;
  gsize n_servers = 0;
  OutpostFinding *offer;

  if (email[0] == '\0' || outpost_account_get (draft, OUTPOST_FIELD_SERVER)[0] != '\0')
    return NULL;
  preset = outpost_preset_for_address (email);
  servers = preset != NULL ? outpost_preset_get_servers (preset, &n_servers) : NULL;
  if (n_servers == 0)
    return NULL;

  host = outpost_printable_isolate (servers[0].host);
  offer = g_new0 (OutpostFinding, 1);
  offer->field = OUTPOST_FIELD_EMAIL;
  offer->severity = OUTPOST_SEVERITY_HINT;
  offer->id = "server-offer";
  /* Translators: the first is a provider such as Gmail, the second a host name */
  offer->text = g_strdup_printf (_("%s takes outgoing mail at %s."),
                                 outpost_preset_get_name (preset), host);
  /* Translators: on a button; a host name */
  offer->fix_label = g_strdup_printf (_("Use %s"), servers[0].host);
  offer->fix = preset_changes (draft, preset, &servers[0]);
  return offer;
}

/**
 * outpost_offer_server_changes:
 * @values: an account with a server's settings
 *
 * Returns: (transfer full) (element-type OutpostFixChange): the changes that
 *   bring these settings of the server into a form
 */
GPtrArray *
outpost_offer_server_changes (OutpostAccount *values)
{
  GPtrArray *changes = outpost_fix_new ();

  for (guint i = 0; i < G_N_ELEMENTS (server_fields); i++)
    outpost_fix_add (changes, server_fields[i], outpost_account_get (values, server_fields[i]));
  return changes;
}

/**
 * outpost_offer_same_server:
 * @a: an account
 * @b: another
 *
 * Returns: whether both name the same server, port and mode
 */
gboolean
outpost_offer_same_server (OutpostAccount *a,
                           OutpostAccount *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (server_fields); i++) {
    if (g_strcmp0 (outpost_account_get (a, server_fields[i]),
                   outpost_account_get (b, server_fields[i])) != 0)
      return FALSE;
  }
  return TRUE;
}
