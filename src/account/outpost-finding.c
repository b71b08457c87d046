/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-account-value.h"

/*
 * outpost_finding_new:
 * @severity: how bad it is
 * @id: stable name, static
 * @text: what is wrong and what to do, translated
 *
 * Returns: (transfer full): a finding; the caller of the rule says at which field
 */
OutpostFinding *
outpost_finding_new (OutpostSeverity  severity,
                     const char      *id,
                     const char      *text)
{
  OutpostFinding *self = g_new0 (OutpostFinding, 1);

  self->severity = severity;
  self->id = id;
  self->text = g_strdup (text);
  return self;
}

/*
 * outpost_finding_new_filled:
 * @severity: how bad it is
 * @id: stable name, static
 * @format: what is wrong and what to do, translated, with places to fill in
 * @...: what is filled in
 *
 * Returns: (transfer full): a finding
 */
OutpostFinding *
outpost_finding_new_filled (OutpostSeverity  severity,
                            const char      *id,
                            const char      *format,
                            ...)
{
  OutpostFinding *self = outpost_finding_new (severity, id, NULL);
  va_list arguments;

  va_start (arguments, format);
  self->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return self;
}

/*
 * outpost_finding_change:
 * @self: a finding
 * @field: the field that the fix changes
 * @text: what it is to hold
 *
 * Adds a change to the fix, which needs a name then.
 */
void
outpost_finding_change (OutpostFinding *self,
                        OutpostField    field,
                        const char     *text)
{
  if (self->fix == NULL)
    self->fix = outpost_fix_new ();
  outpost_fix_add (self->fix, field, text);
}

/*
 * outpost_finding_name_fix:
 * @self: a finding
 * @label: the fix's result, translated, for a button
 */
void
outpost_finding_name_fix (OutpostFinding *self,
                          const char     *label)
{
  g_free (self->fix_label);
  self->fix_label = g_strdup (label);
}

/*
 * outpost_finding_offer:
 * @self: a finding
 * @field: the field that the fix changes
 * @text: what it is to hold
 *
 * Adds a change and names the fix "Use …" after it.
 */
void
outpost_finding_offer (OutpostFinding *self,
                       OutpostField    field,
                       const char     *text)
{
  outpost_finding_change (self, field, text);
  g_free (self->fix_label);
  /* Translators: on a button; a host name, an address or a number */
  self->fix_label = g_strdup_printf (_("Use %s"), text);
}

/**
 * outpost_finding_free:
 * @self: (nullable) (transfer full): a finding
 */
void
outpost_finding_free (OutpostFinding *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->fix_label);
  g_clear_pointer (&self->fix, g_ptr_array_unref);
  g_free (self->url);
  g_free (self);
}

const char *
outpost_finding_case_get (const OutpostFindingCase *c,
                          OutpostField              field)
{
  return outpost_account_get (c->draft, field);
}

gboolean
outpost_finding_case_is_set (const OutpostFindingCase *c,
                             OutpostField              field)
{
  return outpost_account_get (c->draft, field)[0] != '\0';
}

/* Whether something that must not be read by others travels at sign-in. */
gboolean
outpost_finding_case_signs_in (const OutpostFindingCase *c)
{
  return outpost_account_resolve_sign_in (c->draft) != OUTPOST_SIGN_IN_NONE;
}

/* The rule for fields that hold a number, a word or another fixed form. */
OutpostFinding *
outpost_finding_check_value (const OutpostFindingCase *c,
                             OutpostField              field)
{
  static const char * const ids[OUTPOST_N_FIELDS] = {
    [OUTPOST_FIELD_PORT] = "port-not-a-port",
    [OUTPOST_FIELD_SECURITY] = "security-unknown",
    [OUTPOST_FIELD_SIGN_IN] = "sign-in-unknown",
    [OUTPOST_FIELD_TIMEOUT] = "timeout-not-a-number",
    [OUTPOST_FIELD_PINNED_KEY] = "pinned-key-form",
    [OUTPOST_FIELD_SECRET] = "secret-unknown",
  };
  g_autofree char *fault =
    outpost_account_explain_value (field, outpost_field_get_label (field),
                                   outpost_finding_case_get (c, field));

  return fault != NULL ? outpost_finding_new (OUTPOST_SEVERITY_ERROR, ids[field], fault) : NULL;
}

static void
run_rules (const OutpostFindingCase  *c,
           const OutpostFindingEntry *entries,
           gsize                      n_entries,
           gboolean                  *ended,
           GPtrArray                 *findings)
{
  for (gsize i = 0; i < n_entries; i++) {
    OutpostField field = entries[i].field;
    OutpostFinding *finding = ended[field] ? NULL : entries[i].rule (c, field);

    if (finding == NULL)
      continue;
    finding->field = field;
    ended[field] = finding->severity == OUTPOST_SEVERITY_ERROR;
    g_ptr_array_add (findings, finding);
  }
}

/* In the order of the form; within a field the worst first, then as the rules stand
 * (g_ptr_array_sort() is stable). */
static int
compare_findings (const void *a,
                  const void *b)
{
  const OutpostFinding *x = *(OutpostFinding * const *) a;
  const OutpostFinding *y = *(OutpostFinding * const *) b;

  if (x->field != y->field)
    return (int) x->field - (int) y->field;
  return (int) y->severity - (int) x->severity;
}

/**
 * outpost_findings_check:
 * @draft: an account as it stands in a form or a file
 * @context: what else is known
 *
 * Judges every field. Pure: no input or output, no network, nothing remembered.
 * What is found out by looking around (names that do not resolve, files that
 * are not there) is for Save and Test.
 *
 * Returns: (transfer full) (element-type OutpostFinding): the findings in the order of
 *   the fields, the worst first within a field
 */
GPtrArray *
outpost_findings_check (OutpostAccount              *draft,
                        const OutpostFindingContext *context)
{
  GPtrArray *findings;
  OutpostFindingCase c;
  gboolean ended[OUTPOST_N_FIELDS] = { FALSE };

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (draft) && context != NULL, NULL);

  findings = g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_finding_free);
  c.draft = draft;
  c.context = context;
  c.preset = outpost_preset_for_settings (outpost_account_get (draft, OUTPOST_FIELD_SERVER),
                                          outpost_account_get (draft, OUTPOST_FIELD_EMAIL));

  run_rules (&c, outpost_finding_server_rules, outpost_finding_n_server_rules, ended, findings);
  run_rules (&c, outpost_finding_transport_rules, outpost_finding_n_transport_rules, ended,
             findings);
  run_rules (&c, outpost_finding_sign_in_rules, outpost_finding_n_sign_in_rules, ended, findings);
  run_rules (&c, outpost_finding_identity_rules, outpost_finding_n_identity_rules, ended, findings);
  run_rules (&c, outpost_finding_advanced_rules, outpost_finding_n_advanced_rules, ended, findings);

  g_ptr_array_sort (findings, compare_findings);
  return findings;
}

/**
 * outpost_findings_worst:
 * @findings: (element-type OutpostFinding): findings of one draft
 * @field: a field
 *
 * Returns: (transfer none) (nullable): the one finding to show at the field
 */
OutpostFinding *
outpost_findings_worst (GPtrArray    *findings,
                        OutpostField  field)
{
  g_return_val_if_fail (findings != NULL, NULL);

  for (guint i = 0; i < findings->len; i++) {
    OutpostFinding *finding = g_ptr_array_index (findings, i);

    if (finding->field == field)
      return finding;
  }
  return NULL;
}
