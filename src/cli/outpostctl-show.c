/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <glib/gi18n.h>

#include "outpost-account-file.h"
#include "outpost-json.h"
#include "outpost-printable.h"

static gboolean as_json;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { NULL },
};

/* For programs and for people who read the file's keys: not translated. */
static const char *
name_state (OutpostSecretState state)
{
  static const char * const names[] = {
    [OUTPOST_SECRET_STATE_UNKNOWN] = "unknown",
    [OUTPOST_SECRET_STATE_NOT_NEEDED] = "not-needed",
    [OUTPOST_SECRET_STATE_STORED] = "stored",
    [OUTPOST_SECRET_STATE_LOCKED] = "locked",
    [OUTPOST_SECRET_STATE_MISSING] = "missing",
    [OUTPOST_SECRET_STATE_OTHER_SERVER] = "other-server",
    [OUTPOST_SECRET_STATE_NO_SERVICE] = "no-service",
    [OUTPOST_SECRET_STATE_COMMAND] = "command",
    [OUTPOST_SECRET_STATE_CREDENTIAL] = "credential",
  };

  return names[state];
}

/* As an account file, escapes and all: what is printed can be read again. */
static void
print_keys (OutpostAccount *account,
            const char     *state)
{
  g_autoptr (OutpostKeyFile) file = outpost_key_file_new ("");
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;

  outpost_account_file_apply (file, NULL, account);
  text = outpost_key_file_to_text (file);
  shown = outpost_printable (text, -1, G_MAXSIZE);
  g_print ("%s# password: %s\n", shown, state);
}

static void
print_json (OutpostAccount *account,
            const char     *state)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "id", outpost_account_get_id (account));
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_object (builder);
  for (OutpostField field = 0; field < OUTPOST_N_FIELDS; field++) {
    const char *key = outpost_field_get_key (field);

    if (key == NULL || *outpost_account_get (account, field) == '\0')
      continue;
    outpost_json_add_text (builder, key, outpost_account_get (account, field));
  }
  json_builder_end_object (builder);
  outpost_json_add_text (builder, "password", state);
  json_builder_end_object (builder);
  outpost_ctl_print_json (builder);
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  OutpostAccount *account;
  const char *state;

  if (n_arguments != 1)
    return outpost_ctl_usage (&outpost_show_command,
                              _("This command takes the id of one account."));
  account = outpost_ctl_find_account (store, arguments[0]);
  if (account == NULL)
    return OUTPOST_EXIT_CONFIGURATION;

  state = name_state (outpost_secret_state_sync (account, NULL));
  if (as_json)
    print_json (account, state);
  else
    print_keys (account, state);
  return OUTPOST_EXIT_OK;
}

const OutpostCommand outpost_show_command = {
  "show", "[--json] ID", N_("Show an account’s settings, never its password"), options, run,
};
