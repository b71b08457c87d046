/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <string.h>

#include <glib/gi18n.h>

#include "outpost-finding.h"
#include "outpost-json.h"

static gboolean make_default;
static gboolean as_json;

static const GOptionEntry options[] = {
  { "default", 0, 0, G_OPTION_ARG_NONE, &make_default, N_("Make it the default account"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
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
static GPtrArray *
check (OutpostAccount *draft)
{
  const OutpostFindingContext context = {
    .secret_state = OUTPOST_SECRET_STATE_STORED,
    .for_saving = TRUE,
  };

  return outpost_findings_check (draft, &context);
}

static gboolean
has_error (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++) {
    const OutpostFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == OUTPOST_SEVERITY_ERROR)
      return TRUE;
  }
  return FALSE;
}

static void
print_findings (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++) {
    const OutpostFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == OUTPOST_SEVERITY_HINT)
      continue;
    g_printerr ("%s: %s: %s\n",
                finding->severity == OUTPOST_SEVERITY_ERROR ? _("error") : _("warning"),
                outpost_field_get_label (finding->field), finding->text);
  }
}

static void
add_finding (JsonBuilder          *builder,
             const OutpostFinding *finding)
{
  static const char * const severities[] = {
    [OUTPOST_SEVERITY_HINT] = "hint",
    [OUTPOST_SEVERITY_WARNING] = "warning",
    [OUTPOST_SEVERITY_ERROR] = "error",
  };

  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "id", finding->id);
  outpost_json_add_text (builder, "field", outpost_field_get_key (finding->field));
  outpost_json_add_text (builder, "severity", severities[finding->severity]);
  outpost_json_add_text (builder, "text", finding->text);
  json_builder_end_object (builder);
}

static void
print_json (const char *id,
            gboolean    saved,
            GPtrArray  *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "id", id);
  outpost_json_add_truth (builder, "saved", saved);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    add_finding (builder, g_ptr_array_index (findings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  outpost_ctl_print_json (builder);
}

/* Returns the exit code; what cannot be written is told. */
static int
save (OutpostAccountStore *store,
      OutpostAccount      *base,
      OutpostAccount      *draft)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = outpost_account_store_save_sync (store, base, draft, NULL,
                                                         outpost_ctl_may_prompt (), NULL, &error);

  if (id != NULL &&
      (!make_default || outpost_account_store_set_default (store, id, &error)))
    return OUTPOST_EXIT_OK;
  outpost_ctl_complain (error->message);
  return outpost_ctl_error_exit (error);
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  OutpostAccount *base;
  g_autoptr (OutpostAccount) draft = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  int code = OUTPOST_EXIT_CONFIGURATION;

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

  findings = check (draft);
  if (!as_json)
    print_findings (findings);
  if (!has_error (findings))
    code = save (store, base, draft);
  if (as_json)
    print_json (arguments[0], code == OUTPOST_EXIT_OK, findings);
  return code;
}

const OutpostCommand outpost_set_command = {
  "set", "[--default] [--json] ID KEY=VALUE…", N_("Make an account, or change its settings"),
  options, run,
};
