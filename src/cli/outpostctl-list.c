/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <glib/gi18n.h>

#include "outpost-json.h"
#include "outpost-printable.h"

#define SHOWN_MAX_CHARACTERS 200

static gboolean as_json;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { NULL },
};

static void
add_json (JsonBuilder    *builder,
          OutpostAccount *account,
          gboolean        is_default)
{
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "id", outpost_account_get_id (account));
  outpost_json_add_text (builder, "name", outpost_account_get_title (account));
  outpost_json_add_text (builder, "server", outpost_account_get (account, OUTPOST_FIELD_SERVER));
  outpost_json_add_number (builder, "port", outpost_account_get_port (account));
  outpost_json_add_text (builder, "security",
                         outpost_security_to_text (outpost_account_get_security (account)));
  outpost_json_add_truth (builder, "default", is_default);
  json_builder_end_object (builder);
}

static void
print_line (OutpostAccount *account,
            gboolean        is_default)
{
  g_autofree char *title = outpost_printable (outpost_account_get_title (account), -1,
                                              SHOWN_MAX_CHARACTERS);
  g_autofree char *server = outpost_printable (outpost_account_get (account, OUTPOST_FIELD_SERVER),
                                               -1, SHOWN_MAX_CHARACTERS);

  g_print ("%s %-20s %s (%s:%s, %s)\n", is_default ? "*" : " ", outpost_account_get_id (account),
           title, server, outpost_account_get (account, OUTPOST_FIELD_PORT),
           outpost_security_to_text (outpost_account_get_security (account)));
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  g_autofree char *default_id = outpost_account_store_dup_default (store);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (n_arguments != 0)
    return outpost_ctl_usage (&outpost_list_command, _("This command takes no argument."));

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++) {
    g_autoptr (OutpostAccount) account = g_list_model_get_item (G_LIST_MODEL (store), i);
    gboolean is_default = g_strcmp0 (default_id, outpost_account_get_id (account)) == 0;

    if (as_json)
      add_json (builder, account, is_default);
    else
      print_line (account, is_default);
  }
  json_builder_end_array (builder);

  if (as_json)
    outpost_ctl_print_json (builder);
  return outpost_ctl_tell_broken (store, NULL) ? OUTPOST_EXIT_CONFIGURATION : OUTPOST_EXIT_OK;
}

const OutpostCommand outpost_list_command = {
  "list", "[--json]", N_("List the accounts"), options, run,
};
