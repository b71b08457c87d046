/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-paths.h"

/* The domain is in A-labels: letters, digits, hyphens and dots lead to no other folder. */
static char *
make_path (OutpostDiscovery      *search,
           OutpostDiscoveryPlace  place)
{
  gboolean admin = place == OUTPOST_DISCOVERY_PLACE_ADMIN;
  const char *set = admin ? search->admin_folder : search->user_folder;
  g_autofree char *folder = set != NULL ? g_strdup (set)
                            : admin ? outpost_paths_get_admin_providers_dir ()
                                    : outpost_paths_get_providers_dir ();
  g_autofree char *name = g_strconcat (search->domain, ".xml", NULL);

  return g_build_filename (folder, name, NULL);
}

/*
 * outpost_discovery_has_file:
 * @self: a search with a domain
 *
 * Returns: whether there is a file for the domain on this computer
 */
gboolean
outpost_discovery_has_file (OutpostDiscovery *self)
{
  g_autofree char *admin = make_path (self, OUTPOST_DISCOVERY_PLACE_ADMIN);
  g_autofree char *user = make_path (self, OUTPOST_DISCOVERY_PLACE_USER);

  return g_file_test (admin, G_FILE_TEST_IS_REGULAR) || g_file_test (user, G_FILE_TEST_IS_REGULAR);
}

/* One octet more than may be, so that a longer file is told from a long one. */
static GBytes *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *octets = g_malloc (OUTPOST_AUTOCONFIG_MAX_OCTETS + 1);
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), octets, OUTPOST_AUTOCONFIG_MAX_OCTETS + 1,
                                &length, NULL, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&octets), length);
}

static OutpostAutoconfig *
parse_file (OutpostDiscoveryAttempt  *self,
            const char               *path,
            GError                  **error)
{
  g_autoptr (GBytes) octets = read_file (path, error);

  if (octets == NULL)
    return NULL;
  return outpost_autoconfig_parse (g_bytes_get_data (octets, NULL), g_bytes_get_size (octets),
                                   self->search->address,
                                   self->place == OUTPOST_DISCOVERY_PLACE_ADMIN
                                     ? OUTPOST_AUTOCONFIG_ORIGIN_ADMIN
                                     : OUTPOST_AUTOCONFIG_ORIGIN_USER,
                                   error);
}

/*
 * outpost_discovery_ask_file:
 * @self: the attempt of the administrator's or the person's own folder
 *
 * Reads the file about the domain. Its server is not tried: who wrote the file knows, and nothing
 * leaves the computer.
 */
void
outpost_discovery_ask_file (OutpostDiscoveryAttempt *self)
{
  g_autofree char *path = make_path (self->search, self->place);
  g_autoptr (OutpostAutoconfig) config = NULL;
  g_autoptr (GError) error = NULL;
  OutpostDiscoveryAnswer *answer;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_NOT_IN_IT, NULL);
    return;
  }

  config = parse_file (self, path, &error);
  if (config == NULL) {
    /* Translators: a file, then a sentence that says what is wrong */
    g_autofree char *detail = g_strdup_printf (_("The file “%s” cannot be used. %s"),
                                               path, error->message);

    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_UNUSABLE, detail);
    return;
  }
  answer = outpost_discovery_answer_new_from_config (self->source, self->search->address,
                                                     config, 0);
  outpost_discovery_attempt_describe (self, answer);
  outpost_discovery_attempt_answer (self, answer);
}

/*
 * outpost_discovery_ask_preset:
 * @self: the attempt of the program's own list
 *
 * Looks whether the domain is in it.
 */
void
outpost_discovery_ask_preset (OutpostDiscoveryAttempt *self)
{
  const OutpostPreset *preset = outpost_preset_for_address (self->search->address);
  OutpostDiscoveryAnswer *answer;
  gsize n_servers = 0;

  if (preset != NULL)
    outpost_preset_get_servers (preset, &n_servers);
  if (n_servers == 0) {
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_NOT_IN_IT, NULL);
    return;
  }
  answer = outpost_discovery_answer_new_from_preset (self->source, self->search->address,
                                                     preset, 0);
  outpost_discovery_attempt_describe (self, answer);
  outpost_discovery_attempt_answer (self, answer);
}
