/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "findings.h"

#include <string.h>

void
findings_apply_lines (OutpostAccount *draft,
                      const char     *lines)
{
  g_auto (GStrv) words = g_strsplit (lines, "\n", -1);

  for (guint i = 0; words[i] != NULL && words[i][0] != '\0'; i++) {
    char *equals = strchr (words[i], '=');
    OutpostField field;

    *equals = '\0';
    g_assert_true (outpost_field_from_key (words[i], &field));
    outpost_account_set (draft, field, equals + 1);
  }
}

OutpostAccount *
findings_make_draft (const char *lines)
{
  OutpostAccount *draft = outpost_account_new (NULL);

  findings_apply_lines (draft, lines);
  return draft;
}

GPtrArray *
findings_check (OutpostAccount     *draft,
                const char         *password,
                OutpostSecretState  state)
{
  const OutpostFindingContext context = { password, state, TRUE };

  return outpost_findings_check (draft, &context);
}

const OutpostFinding *
findings_find (GPtrArray    *findings,
               OutpostField  field,
               const char   *id)
{
  for (guint i = 0; i < findings->len; i++) {
    const OutpostFinding *finding = g_ptr_array_index (findings, i);

    if (finding->field == field && g_str_equal (finding->id, id))
      return finding;
  }
  return NULL;
}

char *
findings_describe_fix (GPtrArray *fix)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; fix != NULL && i < fix->len; i++) {
    const OutpostFixChange *change = g_ptr_array_index (fix, i);

    g_string_append_printf (lines, "%s=%s\n", outpost_field_get_key (change->field), change->text);
  }
  return g_string_free (lines, FALSE);
}

void
findings_assert_well_worded (const OutpostFinding *finding)
{
  static const char * const forbidden[] = { "please", "invalid", "failed to", "!", "'", "\"" };
  g_autofree char *lower = g_utf8_strdown (finding->text, -1);

  g_assert_true (g_str_has_suffix (finding->text, "."));
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_null (strstr (lower, forbidden[i]));
  for (const char *c = finding->text; *c != '\0'; c = g_utf8_next_char (c))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (c)));
  g_assert_cmpint (finding->fix == NULL, ==, finding->fix_label == NULL);
}
