/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-draft-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-account-state.h"
#include "outpost-offer.h"

/* The keyring is asked again when typing pauses, not at every key. */
#define ASK_KEYRING_MS 200

/* RFC 8314, section 3.3: submission with TLS from the first octet is preferred. */
#define PORT_FOR_NEW_ACCOUNTS "465"

enum {
  FIELD_CHANGED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostDraft, outpost_draft, G_TYPE_OBJECT)

/* Whether nothing stands in @field. */
gboolean
outpost_draft_is_empty (OutpostDraft *self,
                        OutpostField  field)
{
  if (field == OUTPOST_FIELD_PASSWORD)
    return self->password == NULL;
  return outpost_account_get (self->account, field)[0] == '\0';
}

/* The findings are up to date, or what hides them changed. */
void
outpost_draft_emit_changed (OutpostDraft *self)
{
  if (self->batch == 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Brings the findings up to date, unless more edits follow. */
void
outpost_draft_judge (OutpostDraft *self)
{
  OutpostFindingContext context = { NULL, self->secret_state, TRUE };

  if (self->batch > 0)
    return;

  if (self->password != NULL)
    context.password = outpost_secret_get_text (self->password);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = outpost_findings_check (self->account, &context);
  g_clear_pointer (&self->offer, outpost_finding_free);
  self->offer = outpost_offer_server (self->account);
  outpost_draft_judge_source (self);

  outpost_draft_emit_changed (self);
}

static void
state_known_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (OutpostDraft) self = user_data;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  OutpostSecretState state = outpost_secret_state_finish (result, NULL);

  if (g_cancellable_is_cancelled (cancellable))
    return; /* asked again since, or gone */
  self->secret_state = state;
  outpost_draft_judge (self);
}

static gboolean
ask_keyring_cb (gpointer user_data)
{
  OutpostDraft *self = user_data;
  g_autoptr (OutpostAccount) snapshot = outpost_account_copy (self->account);

  self->ask_id = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  outpost_secret_state_async (snapshot, self->cancellable, state_known_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Whether another text in @field can mean another stored password. */
static gboolean
concerns_secret (OutpostField field)
{
  return field == OUTPOST_FIELD_SERVER || field == OUTPOST_FIELD_PORT ||
         field == OUTPOST_FIELD_USERNAME || field == OUTPOST_FIELD_SIGN_IN ||
         field == OUTPOST_FIELD_CLIENT_CERTIFICATE || field == OUTPOST_FIELD_SECRET;
}

static void
field_edited (OutpostDraft *self,
              OutpostField  field)
{
  self->touched[field] = TRUE;
  g_clear_pointer (&self->remarks[field], outpost_finding_free);
  g_clear_pointer (&self->looked_up[field], outpost_finding_free);
  if (concerns_secret (field) || field == OUTPOST_FIELD_PASSWORD)
    self->refused = 0;
  if (field == OUTPOST_FIELD_SERVER)
    self->unconfirmed = FALSE; /* it is the person's own now */
  if (concerns_secret (field) && self->ask_id == 0)
    self->ask_id = g_timeout_add (ASK_KEYRING_MS, ask_keyring_cb, self);
  g_signal_emit (self, signals[FIELD_CHANGED], 0, (int) field);
}

static void
account_changed_cb (OutpostDraft *self,
                    int           field)
{
  field_edited (self, (OutpostField) field);
  outpost_draft_judge (self);
}

static void
set_account (OutpostDraft   *self,
             OutpostAccount *account)
{
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_set_object (&self->account, account);
  g_signal_connect_object (account, "changed", G_CALLBACK (account_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
outpost_draft_dispose (GObject *object)
{
  OutpostDraft *self = OUTPOST_DRAFT (object);

  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->base);
  g_clear_object (&self->account);
  g_clear_object (&self->source_values);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->source_domain, g_free);
  g_clear_pointer (&self->confirm, outpost_finding_free);
  g_clear_pointer (&self->password, outpost_secret_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->offer, outpost_finding_free);
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    g_clear_pointer (&self->remarks[i], outpost_finding_free);
    g_clear_pointer (&self->looked_up[i], outpost_finding_free);
  }

  G_OBJECT_CLASS (outpost_draft_parent_class)->dispose (object);
}

static void
outpost_draft_class_init (OutpostDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = outpost_draft_dispose;

  /**
   * OutpostDraft::field-changed:
   * @self: the draft
   * @field: an [enum@Outpost.Field], %OUTPOST_FIELD_PASSWORD too
   *
   * A field has another text now; the findings follow with `changed`.
   */
  signals[FIELD_CHANGED] = g_signal_new ("field-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * OutpostDraft::changed:
   * @self: the draft
   *
   * Texts, findings or what is known of the keyring changed.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
outpost_draft_init (OutpostDraft *self)
{
  self->secret_state = OUTPOST_SECRET_STATE_UNKNOWN;
  self->findings = g_ptr_array_new ();
}

static OutpostAccount *
make_fresh_account (void)
{
  OutpostAccount *account = outpost_account_new (NULL);

  outpost_account_set (account, OUTPOST_FIELD_PORT, PORT_FOR_NEW_ACCOUNTS);
  return account;
}

/**
 * outpost_draft_new:
 * @base: (nullable): the saved account to edit, or %NULL for a new one
 *
 * Returns: (transfer full): a draft without changes
 */
OutpostDraft *
outpost_draft_new (OutpostAccount *base)
{
  OutpostDraft *self = g_object_new (OUTPOST_TYPE_DRAFT, NULL);
  g_autoptr (OutpostAccount) account = NULL;

  self->base = base != NULL ? outpost_account_copy (base) : make_fresh_account ();
  account = outpost_account_copy (self->base);
  set_account (self, account);
  if (base != NULL) {
    /* What is empty in a saved account was left empty by somebody. */
    for (guint i = 0; i < OUTPOST_N_FIELDS; i++)
      self->touched[i] = TRUE;
    self->refused = outpost_account_state_get_refused (account);
  }
  outpost_draft_judge (self);
  /* Not before the window is drawn: the keyring's library and its exchange of keys are more
   * work than ten rows. */
  self->ask_id = g_timeout_add (ASK_KEYRING_MS, ask_keyring_cb, self);
  return self;
}

/**
 * outpost_draft_new_duplicate:
 * @original: the account to start from
 *
 * Makes the draft of a new account with the settings of another. The password
 * is not taken over: it was stored for that account alone.
 *
 * Returns: (transfer full): a draft
 */
OutpostDraft *
outpost_draft_new_duplicate (OutpostAccount *original)
{
  OutpostDraft *self = outpost_draft_new (NULL);
  g_autofree char *name = NULL;

  self->batch++;
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (i != OUTPOST_FIELD_PASSWORD)
      outpost_account_set (self->account, (OutpostField) i,
                           outpost_account_get (original, (OutpostField) i));
  }
  /* Again, since the server and port that came before it empty the pin. */
  outpost_account_set (self->account, OUTPOST_FIELD_PINNED_KEY,
                       outpost_account_get (original, OUTPOST_FIELD_PINNED_KEY));
  /* Translators: name of a duplicated account; %s is the name of the original */
  name = g_strdup_printf (_("%s (copy)"), outpost_account_get_title (original));
  outpost_account_set (self->account, OUTPOST_FIELD_NAME, name);
  self->batch--;
  outpost_draft_judge (self);
  return self;
}

/**
 * outpost_draft_get_base:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): the account as it is saved, or %NULL if it never was
 */
OutpostAccount *
outpost_draft_get_base (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), NULL);

  return outpost_draft_is_new (self) ? NULL : self->base;
}

/**
 * outpost_draft_get_account:
 * @self: a draft
 *
 * Returns: (transfer none): the account as it stands in the form; change it
 *   through the draft only
 */
OutpostAccount *
outpost_draft_get_account (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), NULL);

  return self->account;
}

/**
 * outpost_draft_is_new:
 * @self: a draft
 *
 * Returns: whether the account was never saved
 */
gboolean
outpost_draft_is_new (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), FALSE);

  return outpost_account_get_id (self->base) == NULL;
}

/**
 * outpost_draft_get_text:
 * @self: a draft
 * @field: a field
 *
 * Returns: (transfer none): what stands in the field; for the password only what was typed
 */
const char *
outpost_draft_get_text (OutpostDraft *self,
                        OutpostField  field)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), "");

  if (field != OUTPOST_FIELD_PASSWORD)
    return outpost_account_get (self->account, field);
  return self->password != NULL ? outpost_secret_get_text (self->password) : "";
}

/**
 * outpost_draft_set_text:
 * @self: a draft
 * @field: a field, the password too
 * @text: the new text; an empty password means the stored one
 *
 * Edits one field. What a test found there goes.
 */
void
outpost_draft_set_text (OutpostDraft *self,
                        OutpostField  field,
                        const char   *text)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self) && text != NULL);

  if (strcmp (outpost_draft_get_text (self, field), text) == 0)
    return;
  if (field != OUTPOST_FIELD_PASSWORD) {
    outpost_account_set (self->account, field, text);
    return;
  }
  g_clear_pointer (&self->password, outpost_secret_unref);
  if (text[0] != '\0')
    self->password = outpost_secret_new (text, -1);
  field_edited (self, field);
  outpost_draft_judge (self);
}

/**
 * outpost_draft_get_password:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): the password that was typed, or %NULL
 */
OutpostSecret *
outpost_draft_get_password (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), NULL);

  return self->password;
}

/**
 * outpost_draft_get_secret_state:
 * @self: a draft
 *
 * Returns: where the stored password is, as far as it is known yet
 */
OutpostSecretState
outpost_draft_get_secret_state (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), OUTPOST_SECRET_STATE_UNKNOWN);

  return self->secret_state;
}

/**
 * outpost_draft_ask_keyring:
 * @self: a draft
 *
 * Asks the keyring again where the password is, without unlocking anything;
 * `changed` comes with the answer.
 */
void
outpost_draft_ask_keyring (OutpostDraft *self)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self));

  g_clear_handle_id (&self->ask_id, g_source_remove);
  ask_keyring_cb (self);
}

/**
 * outpost_draft_apply_changes:
 * @self: a draft
 * @changes: (element-type OutpostFixChange): what a fix changes
 *
 * Applies a fix; the password row's too.
 */
void
outpost_draft_apply_changes (OutpostDraft *self,
                             GPtrArray    *changes)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self) && changes != NULL);

  self->batch++;
  for (guint i = 0; i < changes->len; i++) {
    const OutpostFixChange *change = changes->pdata[i];

    outpost_draft_set_text (self, change->field, change->text != NULL ? change->text : "");
  }
  self->batch--;
  outpost_draft_judge (self);
}

/**
 * outpost_draft_apply:
 * @self: a draft
 * @finding: one of its findings, with a fix
 *
 * Does what the finding's button says.
 */
void
outpost_draft_apply (OutpostDraft         *self,
                     const OutpostFinding *finding)
{
  g_autoptr (GPtrArray) changes = NULL;
  gboolean is_offer;

  g_return_if_fail (OUTPOST_IS_DRAFT (self) && finding != NULL && finding->fix != NULL);

  if (finding == self->confirm) {
    outpost_draft_confirm_source (self);
    return;
  }
  /* The finding goes with the first change. */
  changes = g_ptr_array_ref (finding->fix);
  is_offer = finding == self->offer;
  self->batch++;
  outpost_draft_apply_changes (self, changes);
  if (is_offer) {
    const OutpostPreset *preset =
      outpost_preset_for_address (outpost_account_get (self->account, OUTPOST_FIELD_EMAIL));
    /* Translators: where the server's settings came from; %s is a provider */
    g_autofree char *source = g_strdup_printf (_("%s, from the built-in list"),
                                               outpost_preset_get_name (preset));

    outpost_draft_remember_source (self, source, NULL);
  }
  self->batch--;
  outpost_draft_judge (self);
}

/**
 * outpost_draft_adopt:
 * @self: a draft
 * @saved: the account as it lies on disk now
 * @sent: the account as it was handed to Save
 * @sent_password: (nullable): the password that was handed to Save
 *
 * Goes on from what was saved. What was typed while that went on stays, as
 * unsaved changes.
 */
void
outpost_draft_adopt (OutpostDraft   *self,
                     OutpostAccount *saved,
                     OutpostAccount *sent,
                     OutpostSecret  *sent_password)
{
  g_autoptr (OutpostAccount) account = NULL;

  g_return_if_fail (OUTPOST_IS_DRAFT (self));

  account = outpost_account_copy (saved);
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    const char *text = outpost_account_get (self->account, (OutpostField) i);

    if (i != OUTPOST_FIELD_PASSWORD &&
        strcmp (text, outpost_account_get (sent, (OutpostField) i)) != 0)
      outpost_account_set (account, (OutpostField) i, text);
  }
  g_set_object (&self->base, saved);
  set_account (self, account);

  /* What was put down is the very object that was handed over, unless more was typed. */
  if (sent_password != NULL && sent_password == self->password)
    g_clear_pointer (&self->password, outpost_secret_unref);
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++)
    g_signal_emit (self, signals[FIELD_CHANGED], 0, (int) i);
  outpost_draft_judge (self);
  outpost_draft_ask_keyring (self);
}

/**
 * outpost_draft_rebase:
 * @self: a draft of a saved account
 * @base: the account as another program has left it
 *
 * Takes over what changed on disk. Fields that were edited here stay as they are.
 */
void
outpost_draft_rebase (OutpostDraft   *self,
                      OutpostAccount *base)
{
  g_autoptr (OutpostAccount) before = NULL;

  g_return_if_fail (OUTPOST_IS_DRAFT (self) && OUTPOST_IS_ACCOUNT (base));

  before = g_object_ref (self->base);
  outpost_draft_adopt (self, base, before, NULL);
}
