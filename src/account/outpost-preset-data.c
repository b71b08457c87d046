/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-preset-private.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "outpost-account-resources.h"

#define PRESETS_RESOURCE RESOURCE_PATH "providers.json"

static const char * const username_forms[] = { "address", "localpart", "fixed", "issued" };

static const char * const sender_rules[] = {
  "unknown", "must-match", "verified-alias", "rewritten-unless-verified", "own-domain",
  "verified-identity",
};

static const char * const policies[] = {
  "unknown", "not-needed", "required", "with-2fa", "separate-password", "admin-decides",
  "refused", "api-key",
};

static const char * const modes[] = { "tls", "starttls" };

/* The file is part of the program: a word that is not in the table is a mistake
 * of ours, which every test sees. */
static guint
get_word (JsonObject         *object,
          const char         *member,
          const char * const *words,
          guint               n_words)
{
  const char *text = json_object_get_string_member (object, member);

  for (guint i = 0; i < n_words; i++)
    if (g_str_equal (text, words[i]))
      return i;
  g_error ("%s: unknown %s “%s”", PRESETS_RESOURCE, member, text);
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

static gboolean
get_flag (JsonObject *object,
          const char *member,
          gboolean    fallback)
{
  return json_object_get_boolean_member_with_default (object, member, fallback);
}

static const char **
get_list (JsonObject *object,
          const char *member)
{
  JsonArray *array = NULL;
  const char **list;
  guint n = 0;

  if (json_object_has_member (object, member)) {
    array = json_object_get_array_member (object, member);
    n = json_array_get_length (array);
  }
  list = g_new0 (const char *, n + 1);
  for (guint i = 0; i < n; i++)
    list[i] = json_array_get_string_element (array, i);
  return list;
}

/* What nobody has confirmed is in the file for those who look after it; the
 * program does not rely on it. */
static gboolean
is_confirmed (JsonObject *provider,
              const char *part)
{
  JsonObject *verified = json_object_get_object_member (provider, "verified");

  return !g_str_equal (json_object_get_string_member (verified, part), "unverified");
}

static void
read_servers (JsonObject    *provider,
              OutpostPreset *preset)
{
  JsonArray *array = json_object_get_array_member (provider, "servers");

  preset->implicit_tls = get_flag (provider, "implicit_tls", TRUE);
  preset->wrong_hosts = get_list (provider, "wrong_hosts");
  if (!is_confirmed (provider, "servers"))
    return;

  preset->host_pattern = get_text (provider, "host_pattern");
  preset->n_servers = json_array_get_length (array);
  preset->servers = g_new0 (OutpostPresetServer, preset->n_servers);
  for (guint i = 0; i < preset->n_servers; i++) {
    JsonObject *server = json_array_get_object_element (array, i);

    preset->servers[i].host = json_object_get_string_member (server, "host");
    preset->servers[i].port = (guint16) json_object_get_int_member (server, "port");
    preset->servers[i].security =
      (OutpostSmtpSecurity) get_word (server, "mode", modes, G_N_ELEMENTS (modes));
  }
}

static void
read_sign_in (JsonObject    *provider,
              OutpostPreset *preset)
{
  JsonObject *username = json_object_get_object_member (provider, "username");
  JsonObject *password = json_object_get_object_member (provider, "app_password");

  preset->username_form = OUTPOST_USERNAME_FORM_ISSUED;
  if (!is_confirmed (provider, "auth"))
    return;

  preset->username_form = (OutpostUsernameForm)
    get_word (username, "form", username_forms, G_N_ELEMENTS (username_forms));
  preset->username_fixed = get_text (username, "value");
  preset->policy = (OutpostPasswordPolicy)
    get_word (password, "policy", policies, G_N_ELEMENTS (policies));
  preset->create_url = get_text (password, "create_url");
  preset->help_url = get_text (password, "help_url");
  preset->needs_2fa = get_flag (password, "needs_2fa", FALSE);
  preset->app_password_letters =
    (guint) json_object_get_int_member_with_default (password, "letters", 0);
  preset->authorization_code =
    g_strcmp0 (get_text (password, "word"), "authorization-code") == 0;
  preset->access_off = get_flag (provider, "access_off", FALSE);
  preset->if_eligible =
    g_str_equal (json_object_get_string_member (provider, "status"), "works-if-eligible");
}

static void
read_sender (JsonObject    *provider,
             OutpostPreset *preset)
{
  JsonObject *aliases = json_object_get_object_member (provider, "aliases");

  preset->sender_rule = (OutpostSenderRule)
    get_word (provider, "sender_rule", sender_rules, G_N_ELEMENTS (sender_rules));
  preset->sender_confirmed = is_confirmed (provider, "sender");
  preset->dots_ignored = get_flag (aliases, "dots_ignored", FALSE);
  preset->plus_ignored = get_flag (aliases, "plus", FALSE);
  preset->equivalent_domains = get_list (aliases, "equivalent_domains");
}

static OutpostPreset *
read_provider (JsonObject *provider)
{
  OutpostPreset *preset = g_new0 (OutpostPreset, 1);

  preset->id = json_object_get_string_member (provider, "id");
  preset->name = json_object_get_string_member (provider, "name");
  preset->operator_name = json_object_get_string_member_with_default (provider, "operator",
                                                                      preset->name);
  preset->family = get_text (provider, "family");
  preset->domains = get_list (provider, "domains");
  preset->own_domains = get_list (provider, "own_domains");
  preset->mx_suffixes = get_list (provider, "mx_suffixes");
  read_servers (provider, preset);
  read_sign_in (provider, preset);
  read_sender (provider, preset);

  return preset;
}

static GDateTime *
read_date (JsonObject *file)
{
  g_autofree char *text =
    g_strconcat (json_object_get_string_member (file, "checked"), "T00:00:00Z", NULL);

  return g_date_time_new_from_iso8601 (text, NULL);
}

/*
 * outpost_preset_load:
 *
 * Reads the program's own list, to be kept in memory from then on.
 *
 * Returns: (transfer full): the file
 */
OutpostPresetFile *
outpost_preset_load (void)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  OutpostPresetFile *file = g_new0 (OutpostPresetFile, 1);
  JsonParser *parser = json_parser_new_immutable ();
  JsonObject *root;
  JsonArray *providers;

  g_resources_register (outpost_account_resources_get_resource ());
  bytes = g_resources_lookup_data (PRESETS_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL ||
      !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                   (gssize) g_bytes_get_size (bytes), &error))
    g_error ("%s: %s", PRESETS_RESOURCE, error->message);

  root = json_node_get_object (json_parser_get_root (parser));
  file->parser = G_OBJECT (parser);
  file->checked = read_date (root);
  file->presets = g_ptr_array_new ();
  providers = json_object_get_array_member (root, "providers");
  for (guint i = 0; i < json_array_get_length (providers); i++)
    g_ptr_array_add (file->presets, read_provider (json_array_get_object_element (providers, i)));
  return file;
}
