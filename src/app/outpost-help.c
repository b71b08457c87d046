/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-help.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Pages of data/help about one provider, by its key in the catalogue. */
static const struct {
  const char *family;
  const char *page;
} provider_pages[] = {
  { "google", "gmail" },
  { "microsoft", "microsoft" },
  { "yahoo", "yahoo-aol" },
};

static void
shown_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWindow) parent = GTK_WINDOW (source);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  if (gtk_show_uri_full_finish (parent, result, &error))
    return;

  dialog = adw_message_dialog_new (parent, _("No Help Viewer"),
                                   _("This computer has no program that shows help. Install "
                                     "Yelp, then try again."));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * outpost_help_page_for_failure:
 * @diagnosis: (nullable): what a failure means
 * @host: the server it was seen at
 *
 * Returns: (transfer none): the page that tells most about it; from the sign-in
 *   on that is the provider's own, where there is one
 */
const char *
outpost_help_page_for_failure (const OutpostDiagnosis *diagnosis,
                               const char             *host)
{
  const OutpostPreset *preset = outpost_preset_for_server (host);
  const char *family = preset != NULL ? outpost_preset_get_family (preset) : NULL;

  if (diagnosis == NULL || diagnosis->stage < OUTPOST_SMTP_STAGE_SIGN_IN)
    return "test-failed";
  for (guint i = 0; i < G_N_ELEMENTS (provider_pages); i++) {
    if (g_strcmp0 (family, provider_pages[i].family) == 0)
      return provider_pages[i].page;
  }
  return "test-failed";
}

/**
 * outpost_help_show:
 * @parent: the window that asks for it
 * @page: a page of data/help
 *
 * Opens the help in the desktop's viewer, or says that there is none.
 */
void
outpost_help_show (GtkWindow  *parent,
                   const char *page)
{
  g_autofree char *uri = g_strdup_printf ("help:" GETTEXT_PACKAGE "/%s", page);

  gtk_show_uri_full (g_object_ref (parent), uri, GDK_CURRENT_TIME, NULL, shown_cb, NULL);
}
