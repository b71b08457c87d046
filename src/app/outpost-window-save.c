/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-window-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-words.h"

static void
go_on (OutpostWindow *self)
{
  OutpostNext next = self->next;
  g_autofree char *id = g_steal_pointer (&self->next_id);

  self->next = OUTPOST_NEXT_STAY;
  outpost_window_go (self, next, id);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (OutpostWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id =
    outpost_account_store_save_finish (OUTPOST_ACCOUNT_STORE (source), result, &error);
  g_autoptr (OutpostAccount) sent = g_steal_pointer (&self->sent);
  g_autoptr (OutpostSecret) password = g_steal_pointer (&self->sent_password);
  OutpostAccount *saved;

  if (self->draft == NULL)
    return; /* the window is gone */

  saved = id != NULL ? outpost_account_store_find (self->store, id) : NULL;
  if (saved != NULL) {
    g_clear_error (&self->save_error);
    outpost_draft_adopt (self->draft, saved, sent, password);
    outpost_test_runner_remember (outpost_general_page_get_runner (self->page), saved);
    outpost_general_page_judge_advice (self->page);
    outpost_window_toast (self, _("Saved"));
    go_on (self);
  } else {
    /* Nothing typed is lost: the draft stays as it is. */
    self->next = OUTPOST_NEXT_STAY;
    g_clear_error (&self->save_error);
    self->save_error = g_steal_pointer (&error);
    outpost_general_page_scroll_to_top (self->page);
  }
  if (!self->closing)
    outpost_window_update (self);
}

/**
 * outpost_window_save:
 * @self: the window
 *
 * Saves the draft. Where errors stand it leads to the first of them instead.
 */
void
outpost_window_save (OutpostWindow *self)
{
  if (self->sent != NULL)
    return;
  if (!outpost_draft_is_changed (self->draft) && !outpost_draft_is_new (self->draft))
    return;
  if (!outpost_draft_can_save (self->draft)) {
    outpost_general_page_focus_error (self->page);
    return;
  }

  self->sent = outpost_account_copy (outpost_draft_get_account (self->draft));
  if (outpost_draft_get_password (self->draft) != NULL)
    self->sent_password = outpost_secret_ref (outpost_draft_get_password (self->draft));
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  outpost_window_update (self);
  outpost_account_store_save_async (self->store, outpost_draft_get_base (self->draft),
                                    self->sent, self->sent_password, TRUE, self->cancellable,
                                    saved_cb, g_object_ref (self));
}

static gboolean
go_on_idle_cb (gpointer user_data)
{
  OutpostWindow *self = user_data;

  self->asking = FALSE;
  go_on (self);
  return G_SOURCE_REMOVE;
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             OutpostWindow    *self)
{
  if (g_str_equal (response, "discard")) {
    /* Once the question is gone: it would look back at a window that goes before it. */
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, go_on_idle_cb, g_object_ref (self), g_object_unref);
    return;
  }
  self->asking = FALSE;
  if (g_str_equal (response, "save")) {
    outpost_window_save (self);
  } else {
    self->next = OUTPOST_NEXT_STAY;
    g_clear_pointer (&self->next_id, g_free);
    outpost_window_update (self); /* the menu's mark goes back to this account */
  }
}

/* Whether the changes passed is the one fact that decides the answer. */
static char *
describe_changes (OutpostWindow *self)
{
  gint64 passed = outpost_test_runner_get_passed (outpost_general_page_get_runner (self->page));
  guint n_errors = outpost_draft_count_errors (self->draft);
  gboolean today;

  if (n_errors > 0)
    return g_strdup_printf (ngettext ("%u field needs attention before they can be saved.",
                                      "%u fields need attention before they can be saved.",
                                      n_errors), n_errors);
  if (passed != 0) {
    g_autofree char *clock = outpost_words_clock (passed, &today);

    /* Translators: the changes did; %s is a time of day, or a date and time */
    return today ? g_strdup_printf (_("They passed the test at %s."), clock)
                 : g_strdup_printf (_("They passed the test on %s."), clock);
  }
  return g_strdup (_("They have not been tested."));
}

static void
ask (OutpostWindow *self)
{
  GtkWidget *widget = adw_message_dialog_new (GTK_WINDOW (self), _("Save Changes?"), NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  g_autofree char *facts = describe_changes (self);
  g_autofree char *body = NULL;

  /* Translators: the first is an account, the second a sentence on the changes */
  body = g_strdup_printf (_("Changes to “%s” have not been saved. %s"),
                          outpost_account_get_title (outpost_draft_get_account (self->draft)),
                          facts);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "discard", _("_Discard"),
                                    "save", _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, "save", outpost_draft_can_save (self->draft));
  adw_message_dialog_set_default_response (dialog, outpost_draft_can_save (self->draft)
                                                     ? "save" : "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * outpost_window_leave:
 * @self: the window
 * @next: what is to happen
 * @id: (nullable): for %OUTPOST_NEXT_OPEN the account, or %NULL for the default one
 *
 * Does what stands in @next; first asks what is to become of unsaved changes.
 */
void
outpost_window_leave (OutpostWindow *self,
                      OutpostNext    next,
                      const char    *id)
{
  if (self->asking)
    return;
  self->next = next;
  g_free (self->next_id);
  self->next_id = g_strdup (id);

  if (self->sent != NULL)
    return; /* goes on once that is saved */
  if (!outpost_draft_is_changed (self->draft)) {
    go_on (self);
    return;
  }
  self->asking = TRUE;
  ask (self);
}
