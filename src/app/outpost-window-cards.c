/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-window-private.h"

#include <glib/gi18n-lib.h>

/**
 * outpost_window_get_card:
 * @self: the window
 * @slot: which
 *
 * Returns: (transfer none): the card for this state, on the page that is on show
 */
OutpostAdviceCard *
outpost_window_get_card (OutpostWindow   *self,
                         OutpostCardSlot  slot)
{
  if (self->is_first_run && slot == OUTPOST_CARD_SLOT_REMOVED)
    return outpost_first_run_page_get_removed (self->first_run);
  if (self->is_first_run && slot == OUTPOST_CARD_SLOT_BROKEN)
    return outpost_first_run_page_get_broken (self->first_run);
  return outpost_general_page_get_card (self->page, slot);
}

static const char *
save_error_heading (const GError *error)
{
  if (g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE))
    return _("Not saved: this computer has no keyring running");
  if (g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED) ||
      g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_DISMISSED))
    return _("Not saved: the keyring is locked");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return _("Not saved: the disk is full");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return _("Not saved: the folder of the accounts cannot be written");
  if (g_error_matches (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_CHANGED))
    return _("Not saved: another program has changed this account");
  return _("The changes could not be saved");
}

static const char *
save_error_advice (const GError *error)
{
  if (g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE))
    return _("Start a keyring such as GNOME Keyring or KWallet, then save again. Everything "
             "typed is still here.");
  if (g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED) ||
      g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_DISMISSED))
    return _("Save again and unlock it when asked. Everything typed is still here.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return _("Make room, then save again. The account is as it was before, and everything "
             "typed is still here.");
  return NULL;
}

static void
show_save_error (OutpostWindow *self)
{
  const char *advice = save_error_advice (self->save_error);
  g_autofree char *text = NULL;

  /* Translators: %s is a sentence that says why an account could not be saved */
  text = advice != NULL ? g_strdup (advice)
                        : g_strdup_printf (_("%s Everything typed is still here."),
                                           self->save_error->message);
  outpost_advice_card_show (outpost_window_get_card (self, OUTPOST_CARD_SLOT_PROBLEM), OUTPOST_CARD_WARNING,
                            save_error_heading (self->save_error), text, _("Save Again"));
}

static void
update_problem (OutpostWindow *self)
{
  OutpostSecretState state = outpost_draft_get_secret_state (self->draft);
  gboolean wants_password =
    outpost_account_uses_password (outpost_draft_get_account (self->draft));

  if (state != self->state_closed)
    self->state_closed = OUTPOST_SECRET_STATE_UNKNOWN;
  if (self->save_error != NULL)
    show_save_error (self);
  else if (state == self->state_closed)
    outpost_advice_card_hide (outpost_window_get_card (self, OUTPOST_CARD_SLOT_PROBLEM));
  else if (wants_password && state == OUTPOST_SECRET_STATE_NO_SERVICE)
    outpost_advice_card_show (outpost_window_get_card (self, OUTPOST_CARD_SLOT_PROBLEM), OUTPOST_CARD_WARNING,
                              _("This computer has no keyring running"),
                              _("A password can be tested, but not saved. Start a keyring such "
                                "as GNOME Keyring or KWallet, then look again."),
                              _("Look Again"));
  else if (wants_password && state == OUTPOST_SECRET_STATE_LOCKED)
    outpost_advice_card_show (outpost_window_get_card (self, OUTPOST_CARD_SLOT_PROBLEM), OUTPOST_CARD_NOTICE,
                              _("The keyring is locked"),
                              _("The password of this account is in it. Test and Save ask to "
                                "unlock it."),
                              _("Unlock"));
  else
    outpost_advice_card_hide (outpost_window_get_card (self, OUTPOST_CARD_SLOT_PROBLEM));
}

static void
update_broken (OutpostWindow *self)
{
  GPtrArray *broken = outpost_account_store_get_broken (self->store);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *heading = NULL;

  if (broken->len == 0) {
    outpost_advice_card_hide (outpost_window_get_card (self, OUTPOST_CARD_SLOT_BROKEN));
    return;
  }

  heading = g_strdup_printf (ngettext ("%u account file cannot be read",
                                       "%u account files cannot be read", broken->len),
                             broken->len);
  for (guint i = 0; i < broken->len; i++) {
    const OutpostBrokenAccount *account = broken->pdata[i];
    /* Our own sentence, with a path of this computer's. */
    g_autofree char *line = g_utf8_make_valid (account->error->message, -1);

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
  }
  outpost_advice_card_show (outpost_window_get_card (self, OUTPOST_CARD_SLOT_BROKEN), OUTPOST_CARD_WARNING, heading,
                            text->str, NULL);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (OutpostWindow) self = user_data;
  g_autoptr (OutpostSecret) secret = outpost_secret_load_finish (result, NULL);

  if (self->draft != NULL)
    outpost_draft_ask_keyring (self->draft);
}

static void
problem_activated_cb (OutpostWindow *self)
{
  g_autoptr (OutpostAccount) account = NULL;

  if (self->save_error != NULL) {
    outpost_window_save (self);
    return;
  }
  if (outpost_draft_get_secret_state (self->draft) != OUTPOST_SECRET_STATE_LOCKED) {
    outpost_draft_ask_keyring (self->draft);
    return;
  }
  /* libsecret unlocks what it is asked for. */
  account = outpost_account_copy (outpost_draft_get_account (self->draft));
  outpost_secret_load_async (account, OUTPOST_SECRET_KIND_PASSWORD, TRUE, NULL, unlocked_cb,
                             g_object_ref (self));
}

static void
problem_closed_cb (OutpostWindow *self)
{
  g_clear_error (&self->save_error);
  self->state_closed = outpost_draft_get_secret_state (self->draft);
}

static void
keyring_error_cb (OutpostWindow *self,
                  const GError  *error)
{
  /* A dismissed prompt is the person's own wish. */
  if (!g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_DISMISSED))
    outpost_draft_set_remark (self->draft, OUTPOST_FIELD_PASSWORD, error->message);
}

/* The account that was edited here is gone: what was typed lives on as a new one. */
static void
account_gone (OutpostWindow *self)
{
  g_autoptr (OutpostDraft) draft = NULL;
  OutpostAccount *account = outpost_draft_get_account (self->draft);
  const char *name = outpost_account_get (account, OUTPOST_FIELD_NAME);

  if (!outpost_draft_is_changed (self->draft)) {
    outpost_window_go (self, OUTPOST_NEXT_OPEN, NULL);
    return;
  }
  draft = outpost_draft_new_duplicate (account);
  outpost_draft_set_text (draft, OUTPOST_FIELD_NAME, name);
  outpost_draft_set_text (draft, OUTPOST_FIELD_PASSWORD,
                          outpost_draft_get_text (self->draft, OUTPOST_FIELD_PASSWORD));
  outpost_window_show_draft (self, draft);
  outpost_advice_card_show (outpost_window_get_card (self, OUTPOST_CARD_SLOT_CHANGED), OUTPOST_CARD_WARNING,
                            _("Another program has removed this account"),
                            _("What was typed is still here. Saving makes the account anew."),
                            NULL);
}

static void
account_changed_cb (OutpostWindow *self,
                    const char    *id)
{
  OutpostAccount *base = self->draft != NULL ? outpost_draft_get_base (self->draft) : NULL;
  OutpostAccount *now = outpost_account_store_find (self->store, id);

  if (self->draft == NULL)
    return;
  update_broken (self);
  if (self->sent != NULL || base == NULL || g_strcmp0 (outpost_account_get_id (base), id) != 0)
    return; /* our own save, or another account */
  if (now == NULL) {
    account_gone (self);
    return;
  }
  if (outpost_account_equal (base, now))
    return;
  if (!outpost_draft_is_changed (self->draft)) {
    outpost_draft_rebase (self->draft, now);
    return;
  }
  outpost_advice_card_show (outpost_window_get_card (self, OUTPOST_CARD_SLOT_CHANGED), OUTPOST_CARD_WARNING,
                            _("Another program has changed this account"),
                            _("Saving writes only the fields that were changed here. Reload "
                              "gives them up and shows the file as it is now."),
                            _("Reload"));
}

static void
reload_activated_cb (OutpostWindow *self)
{
  OutpostAccount *base = outpost_draft_get_base (self->draft);

  outpost_advice_card_hide (outpost_window_get_card (self, OUTPOST_CARD_SLOT_CHANGED));
  outpost_window_go (self, OUTPOST_NEXT_OPEN, base != NULL ? outpost_account_get_id (base) : NULL);
}

/**
 * outpost_window_cards_init:
 * @self: the window
 *
 * Connects the cards that say how the whole window stands.
 */
void
outpost_window_cards_init (OutpostWindow *self)
{
  g_signal_connect_object (outpost_window_get_card (self, OUTPOST_CARD_SLOT_PROBLEM), "activated",
                           G_CALLBACK (problem_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outpost_window_get_card (self, OUTPOST_CARD_SLOT_PROBLEM), "closed",
                           G_CALLBACK (problem_closed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outpost_window_get_card (self, OUTPOST_CARD_SLOT_CHANGED), "activated",
                           G_CALLBACK (reload_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "keyring-error", G_CALLBACK (keyring_error_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "account-changed", G_CALLBACK (account_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_window_cards_forget:
 * @self: the window
 *
 * Takes away what concerned the account on show: another one follows.
 */
void
outpost_window_cards_forget (OutpostWindow *self)
{
  g_clear_error (&self->save_error);
  outpost_advice_card_hide (outpost_window_get_card (self, OUTPOST_CARD_SLOT_CHANGED));
}

/**
 * outpost_window_cards_update:
 * @self: the window
 *
 * Brings the cards up to date.
 */
void
outpost_window_cards_update (OutpostWindow *self)
{
  update_problem (self);
  update_broken (self);
}
