/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <glib/gi18n.h>

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  g_autoptr (GError) error = NULL;

  if (n_arguments != 1)
    return outpost_ctl_usage (&outpost_remove_command, _("This command takes the id of one account."));
  if (outpost_ctl_find_account (store, arguments[0]) == NULL)
    return OUTPOST_EXIT_CONFIGURATION;

  if (!outpost_account_store_purge_sync (store, arguments[0], outpost_ctl_may_prompt (), NULL, &error)) {
    outpost_ctl_complain (error->message);
    return outpost_ctl_secret_exit (error);
  }
  return OUTPOST_EXIT_OK;
}

const OutpostCommand outpost_remove_command = {
  "remove", "ID", N_("Remove an account and its password"), NULL, run,
};
