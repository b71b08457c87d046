/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <string.h>

#include <glib/gi18n.h>

#include "outpost-finding.h"

static gboolean make_default;

static const GOptionEntry options[] = {
  { "default", 0, 0, G_OPTION_ARG_NONE, &make_default, N_("Make it the default account"), NULL },
  { NULL },
};

static gboolean
apply_assignment (OutpostAccount *draft,
                  const char     *assignment)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *key = NULL;
  g_autofree char *message = NULL;
  OutpostField field;

  if (equals == NULL) {
    message = g_strdup_printf (_("“%s” is not of the form Key=value."), assignment);
    outpost_ctl_complain (message);
    return FALSE;
  }
  key = g_strndup (assignment, (gsize) (equals - assignment));
  if (!outpost_field_from_key (key, &field)) {
    message = g_strdup_printf (_("There is no key “%s”; outpost.conf(5) lists the keys."), key);
    outpost_ctl_complain (message);
    return FALSE;
  }
  outpost_account_set (draft, field, equals + 1);
  return TRUE;
}

/* The same rules as in the window; a password is given by its own command, so that
 * a missing one is nothing to complain of here. */
static gboolean
tell_findings (OutpostAccount *draft)
{
  const OutpostFindingContext context = {
    .secret_state = OUTPOST_SECRET_STATE_STORED,
    .for_saving = TRUE,
  };
  g_autoptr (GPtrArray) findings = outpost_findings_check (draft, &context);
  gboolean fit = TRUE;

  for (guint i = 0; i < findings->len; i++) {
    const OutpostFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == OUTPOST_SEVERITY_HINT)
      continue;
    g_printerr ("%s: %s: %s\n",
                finding->severity == OUTPOST_SEVERITY_ERROR ? _("error") : _("warning"),
                outpost_field_get_label (finding->field), finding->text);
    fit = fit && finding->severity != OUTPOST_SEVERITY_ERROR;
  }
  return fit;
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  OutpostAccount *base;
  g_autoptr (OutpostAccount) draft = NULL;
  g_autofree char *saved = NULL;
  g_autoptr (GError) error = NULL;

  if (n_arguments < 2)
    return outpost_ctl_usage (&outpost_set_command,
                              _("This command takes an id and at least one Key=value."));

  if (outpost_ctl_tell_broken (store, arguments[0]))
    return OUTPOST_EXIT_CONFIGURATION;
  base = outpost_account_store_find (store, arguments[0]);
  draft = base != NULL ? outpost_account_copy (base) : outpost_account_new (arguments[0]);
  for (int i = 1; i < n_arguments; i++)
    if (!apply_assignment (draft, arguments[i]))
      return OUTPOST_EXIT_USAGE;
  if (!tell_findings (draft))
    return OUTPOST_EXIT_CONFIGURATION;

  saved = outpost_account_store_save_sync (store, base, draft, NULL, outpost_ctl_may_prompt (), NULL,
                                           &error);
  if (saved == NULL || (make_default && !outpost_account_store_set_default (store, saved, &error))) {
    outpost_ctl_complain (error->message);
    return outpost_ctl_error_exit (error);
  }
  return OUTPOST_EXIT_OK;
}

const OutpostCommand outpost_set_command = {
  "set", "[--default] ID KEY=VALUE…", N_("Make an account, or change its settings"), options, run,
};
