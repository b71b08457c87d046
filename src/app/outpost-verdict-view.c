/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-verdict-view.h"

#include <glib/gi18n-lib.h>

#include "outpost-check-row.h"
#include "outpost-fact-row.h"
#include "outpost-printable.h"

static const char *const method_labels[] = { "SPF", "DKIM", "DMARC" };

/* In the order of OutpostVerdictLevel. */
static const OutpostCheckState level_looks[] = {
  OUTPOST_CHECK_SKIPPED,
  OUTPOST_CHECK_PASSED,
  OUTPOST_CHECK_REMARK,
  OUTPOST_CHECK_FAILED,
};

/* In the order of OutpostHeaderResult. */
static const OutpostCheckState result_looks[] = {
  OUTPOST_CHECK_SKIPPED,
  OUTPOST_CHECK_PASSED,
  OUTPOST_CHECK_FAILED,
  OUTPOST_CHECK_REMARK,
  OUTPOST_CHECK_REMARK,
  OUTPOST_CHECK_REMARK,
};

static AdwPreferencesGroup *
add_group (GPtrArray  *groups,
           const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  g_ptr_array_add (groups, g_object_ref_sink (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_check (AdwPreferencesGroup *group,
           OutpostCheckState    state,
           const char          *title,
           const char          *detail,
           const char          *text)
{
  GtkWidget *row = outpost_check_row_new ();

  outpost_check_row_show (OUTPOST_CHECK_ROW (row), state, title, detail, text);
  adw_preferences_group_add (group, row);
}

static void
add_summary (GPtrArray                  *groups,
             const OutpostHeaderVerdict *verdict)
{
  AdwPreferencesGroup *group = add_group (groups, _("The Message That Arrived"));

  add_check (group, level_looks[verdict->level], verdict->title, NULL, NULL);
  for (guint i = 0; verdict->next_steps[i] != NULL; i++)
    outpost_fact_row_add (group, i == 0 ? _("Next step") : NULL, verdict->next_steps[i]);
  outpost_fact_row_add (group, _("Checked by"), verdict->receiver);
  outpost_fact_row_add (group, _("From"), verdict->from);
}

static void
add_checks (GPtrArray                  *groups,
            const OutpostHeaderVerdict *verdict)
{
  AdwPreferencesGroup *group = add_group (groups, _("What the Receiver Found"));

  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++) {
    const OutpostHeaderCheck *check = &verdict->checks[i];

    add_check (group, result_looks[check->result], method_labels[i], check->domain, check->words);
  }
  if (verdict->rewritten_words != NULL)
    add_check (group, verdict->rewritten == OUTPOST_VERDICT_YES ? OUTPOST_CHECK_REMARK
                                                                : OUTPOST_CHECK_PASSED,
               _("Sender"), NULL, verdict->rewritten_words);
  if (verdict->spam_words != NULL)
    add_check (group, verdict->spam == OUTPOST_VERDICT_YES ? OUTPOST_CHECK_FAILED
                                                           : OUTPOST_CHECK_PASSED,
               _("Spam"), NULL, verdict->spam_words);
}

static void
add_hop (AdwPreferencesGroup    *group,
         const OutpostHeaderHop *hop)
{
  OutpostCheckState state = hop->tls == OUTPOST_VERDICT_YES ? OUTPOST_CHECK_PASSED
                           : hop->tls == OUTPOST_VERDICT_NO ? OUTPOST_CHECK_REMARK
                                                            : OUTPOST_CHECK_SKIPPED;
  /* Translators: a server without a name */
  g_autofree char *by = outpost_printable_isolate (hop->by != NULL ? hop->by : _("unknown"));
  g_autofree char *title = NULL;

  if (hop->from != NULL) {
    g_autofree char *from = outpost_printable_isolate (hop->from);

    /* Translators: a step of a message's way, from one server to another */
    title = g_strdup_printf (_("%s to %s"), from, by);
  }
  add_check (group, hop->trusted ? state : OUTPOST_CHECK_SKIPPED, title != NULL ? title : by,
             hop->trusted ? hop->protocol : _("not seen by the receiver"), hop->words);
}

static void
add_way (GPtrArray                  *groups,
         const OutpostHeaderVerdict *verdict)
{
  guint left_out = verdict->n_hops - verdict->hops->len;
  AdwPreferencesGroup *group;
  g_autofree char *description = NULL;

  if (verdict->hops->len == 0)
    return;
  group = add_group (groups, _("The Way It Took"));
  if (left_out > 0) {
    description = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u step left out",
                                                "%u steps left out", left_out), left_out);
    adw_preferences_group_set_description (group, description);
  }
  for (guint i = 0; i < verdict->hops->len; i++)
    add_hop (group, g_ptr_array_index (verdict->hops, i));
}

static void
add_notes (GPtrArray                  *groups,
           const OutpostHeaderVerdict *verdict)
{
  AdwPreferencesGroup *group;

  if (verdict->notes[0] == NULL)
    return;
  group = add_group (groups, _("Also to Be Known"));
  for (guint i = 0; verdict->notes[i] != NULL; i++)
    outpost_fact_row_add (group, NULL, verdict->notes[i]);
}

/**
 * outpost_verdict_view_new:
 * @verdict: what a header means
 *
 * Returns: (transfer full) (element-type AdwPreferencesGroup): groups that show it
 */
GPtrArray *
outpost_verdict_view_new (const OutpostHeaderVerdict *verdict)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (verdict != NULL, groups);

  add_summary (groups, verdict);
  add_checks (groups, verdict);
  add_way (groups, verdict);
  add_notes (groups, verdict);
  return groups;
}
