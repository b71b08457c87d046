/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <glib/gi18n.h>

#include "outpost-json.h"

static gboolean as_json;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { NULL },
};

static void
print_json (const char *id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "id", id);
  outpost_json_add_truth (builder, "removed", TRUE);
  json_builder_end_object (builder);
  outpost_ctl_print_json (builder);
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  const char *id;
  g_autoptr (GError) error = NULL;

  if (n_arguments != 1)
    return outpost_ctl_usage (&outpost_remove_command,
                              _("This command takes the id of one account."));
  id = arguments[0];
  if (outpost_ctl_find_account (store, id) == NULL)
    return OUTPOST_EXIT_CONFIGURATION;

  /* As the window does, only that nobody is there to undo it. */
  if (outpost_account_store_hide (store, id, &error) &&
      outpost_account_store_purge_sync (store, id, outpost_ctl_may_prompt (), NULL, &error)) {
    if (as_json)
      print_json (id);
    return OUTPOST_EXIT_OK;
  }

  /* Without its secret cleared the account stays, so that it can be removed again. */
  outpost_account_store_unhide (store, id, NULL);
  outpost_ctl_complain (error->message);
  return outpost_ctl_error_exit (error);
}

const OutpostCommand outpost_remove_command = {
  "remove", "[--json] ID", N_("Remove an account and its password"), options, run,
};
