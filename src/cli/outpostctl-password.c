/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <glib/gi18n.h>

#include "outpost-account-state.h"
#include "outpost-json.h"
#include "outpost-prompt.h"

static gboolean as_json;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { NULL },
};

/* The words of `show`. */
static void
print_json (OutpostAccount *account)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "id", outpost_account_get_id (account));
  outpost_json_add_text (builder, "password", "stored");
  json_builder_end_object (builder);
  outpost_ctl_print_json (builder);
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  OutpostAccount *account;
  g_autoptr (OutpostSecret) secret = NULL;
  g_autofree char *prompt = NULL;
  g_autoptr (GError) error = NULL;

  if (n_arguments != 1)
    return outpost_ctl_usage (&outpost_password_command,
                              _("This command takes the id of one account."));
  account = outpost_ctl_find_account (store, arguments[0]);
  if (account == NULL)
    return OUTPOST_EXIT_CONFIGURATION;
  if (!outpost_account_uses_password (account)) {
    outpost_ctl_complain (_("This account signs in without a password, so that none is kept."));
    return OUTPOST_EXIT_CONFIGURATION;
  }

  /* Translators: %s is an account's name */
  prompt = g_strdup_printf (_("Password for “%s”: "), outpost_account_get_title (account));
  secret = outpost_prompt_secret (prompt, &error);
  if (secret == NULL) {
    outpost_ctl_complain (error->message);
    return OUTPOST_EXIT_USAGE;
  }
  if (!outpost_secret_save_sync (account, OUTPOST_SECRET_KIND_PASSWORD, secret,
                                 outpost_ctl_may_prompt (), NULL, &error)) {
    outpost_ctl_complain (error->message);
    return outpost_ctl_error_exit (error);
  }
  /* A new password may be shown to the server again. */
  outpost_account_state_set_refused (account, 0, NULL);
  if (as_json)
    print_json (account);
  return OUTPOST_EXIT_OK;
}

const OutpostCommand outpost_password_command = {
  "password", "[--json] ID", N_("Keep a password in the keyring, read from standard input"),
  options, run,
};
