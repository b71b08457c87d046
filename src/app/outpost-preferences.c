/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-preferences.h"

/**
 * outpost_preferences_load:
 *
 * Returns: (transfer full) (nullable): the person's preferences, or %NULL where
 *   their schema is not installed, as in a build folder: g_settings_new() would abort
 */
GSettings *
outpost_preferences_load (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/**
 * outpost_preferences_apply:
 * @self: (nullable): the preferences
 * @discovery: a search that has not begun
 *
 * Leaves out what the person does not want to be asked.
 */
void
outpost_preferences_apply (GSettings        *self,
                           OutpostDiscovery *discovery)
{
  g_autofree char *uri = NULL;

  if (self == NULL)
    return;
  if (g_settings_get_boolean (self, OUTPOST_PREFERENCE_ASK_MOZILLA_LIST))
    uri = g_settings_get_string (self, OUTPOST_PREFERENCE_MOZILLA_LIST_ADDRESS);
  outpost_discovery_set_mozilla_uri (discovery, uri);
}
