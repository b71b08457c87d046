/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-explanation-view.h"

#include <glib/gi18n-lib.h>

#include "outpost-fact-row.h"
#include "outpost-printable.h"

static char *
dup_title (const OutpostExplanation *explanation)
{
  g_autofree char *inserted = NULL;

  switch (explanation->kind) {
  case OUTPOST_EXPLANATION_NOTICE:
    if (explanation->recipient == NULL)
      return g_strdup (_("A Bounce"));
    inserted = outpost_printable_isolate (explanation->recipient);
    /* Translators: a delivery notice; %s is the address that the message was for */
    return g_strdup_printf (_("A Bounce of Mail to %s"), inserted);
  case OUTPOST_EXPLANATION_ADVICE:
    return g_strdup (_("Advice From Old Guides"));
  case OUTPOST_EXPLANATION_REPLY:
  default:
    if (explanation->diagnosis->code_text == NULL)
      return g_strdup (_("A Server’s Reply"));
    inserted = outpost_printable_isolate (explanation->diagnosis->code_text);
    /* Translators: %s is a reply code, such as 535 5.7.8 */
    return g_strdup_printf (_("Reply %s"), inserted);
  }
}

static char *
dup_provider (const OutpostExplanation *explanation)
{
  if (explanation->provider == NULL)
    return NULL;
  if (explanation->provider_source == OUTPOST_PROVIDER_SOURCE_TEXT)
    /* Translators: %s is a provider, such as Google, guessed from what the server said */
    return g_strdup_printf (_("%s, by the words"), explanation->provider);
  return g_strdup (explanation->provider);
}

/**
 * outpost_explanation_view_new:
 * @explanation: what a pasted text means
 *
 * Returns: (transfer floating): a group that shows it
 */
GtkWidget *
outpost_explanation_view_new (const OutpostExplanation *explanation)
{
  const OutpostDiagnosis *diagnosis = explanation->diagnosis;
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *title = dup_title (explanation);
  g_autofree char *provider = dup_provider (explanation);
  g_autofree char *markup = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (group, markup);
  outpost_fact_row_add (group, _("Cause"), diagnosis->cause);
  outpost_fact_row_add (group, _("Next step"), diagnosis->next_step);
  if (diagnosis->url != NULL)
    outpost_link_row_add (group, diagnosis->link_label != NULL ? diagnosis->link_label
                                                               : _("Open Page"),
                          diagnosis->url);
  if (explanation->kind != OUTPOST_EXPLANATION_ADVICE || diagnosis->fault != OUTPOST_FAULT_NOBODY)
    outpost_fact_row_add (group, _("Where it lies"), outpost_fault_get_label (diagnosis->fault));
  outpost_fact_row_add (group, _("Provider"), provider);
  if (explanation->kind == OUTPOST_EXPLANATION_NOTICE)
    outpost_fact_row_add (group, _("The server’s reply"), diagnosis->code_text);
  outpost_fact_row_add (group, _("The server’s words"), diagnosis->server_words);
  return GTK_WIDGET (group);
}
