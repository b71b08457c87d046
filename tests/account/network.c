/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The finding of one look-up, as check-network.py wants it: network FIELD TEXT LIMIT-MS, where
 * FIELD is a key of the account file. Prints severity, id and text; "nothing", or "unknown". Both
 * twins must say the same. */
#include <locale.h>

#include "outpost-finding-network.h"

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
describe (OutpostFinding *finding,
          OutpostField    field,
          const GError   *error)
{
  static const char * const severities[] = { "hint", "warning", "error" };
  char *text;

  if (finding == NULL)
    return g_strdup (error != NULL ? "unknown" : "nothing");
  g_assert_no_error (error);
  g_assert_cmpint (finding->field, ==, field);
  text = g_strdup_printf ("%s %s %s", severities[finding->severity], finding->id, finding->text);
  outpost_finding_free (finding);
  return text;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) async_error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL;
  g_autofree char *async_text = NULL;
  OutpostFinding *finding;
  OutpostField field;
  guint limit_ms;

  setlocale (LC_ALL, "");
  g_assert_cmpint (argc, ==, 4);
  g_assert_true (outpost_field_from_key (argv[1], &field));
  limit_ms = (guint) g_ascii_strtoull (argv[3], NULL, 10);

  finding = outpost_finding_look_up_sync (field, argv[2], limit_ms, NULL, &error);
  text = describe (finding, field, error);
  outpost_finding_look_up_async (field, argv[2], limit_ms, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  finding = outpost_finding_look_up_finish (result, &async_error);
  async_text = describe (finding, field, async_error);

  g_assert_cmpstr (text, ==, async_text);
  g_print ("%s\n", text);
  return 0;
}
