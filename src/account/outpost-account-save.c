/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-save.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "outpost-account-file.h"
#include "outpost-account-state.h"
#include "outpost-account-value.h"
#include "outpost-file.h"
#include "outpost-keyring.h"

/* One save, with the lock held. */
typedef struct {
  OutpostAccount *base;    /* NULL: a new account */
  OutpostAccount *draft;
  OutpostSecret  *secret;  /* NULL: none to store */
  OutpostKeyFile *file;
  OutpostAccount *disk;    /* what the file says now; NULL: there is none yet */
  OutpostAccount *merged;  /* what it is to say */
} Save;

static void
save_clear (Save *save)
{
  g_clear_pointer (&save->file, outpost_key_file_free);
  g_clear_object (&save->disk);
  g_clear_object (&save->merged);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Save, save_clear)

static gboolean
is_same (OutpostAccount *a,
         OutpostAccount *b,
         OutpostField    field)
{
  return strcmp (outpost_account_get (a, field), outpost_account_get (b, field)) == 0;
}

static gboolean
is_same_login (OutpostAccount *a,
               OutpostAccount *b)
{
  return is_same (a, b, OUTPOST_FIELD_SERVER) && is_same (a, b, OUTPOST_FIELD_PORT) &&
         is_same (a, b, OUTPOST_FIELD_USERNAME);
}

static gboolean
uses_keyring_password (OutpostAccount *account)
{
  OutpostSecretSource source;
  const char *argument;

  return outpost_account_uses_password (account) &&
         outpost_secret_source_parse (outpost_account_get (account, OUTPOST_FIELD_SECRET), &source,
                                      &argument) &&
         source == OUTPOST_SECRET_SOURCE_KEYRING;
}

/* Nothing is written that could not be read again. */
static gboolean
check_draft (OutpostAccount  *draft,
             OutpostSecret   *secret,
             GError         **error)
{
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    OutpostField field = (OutpostField) i;
    g_autofree char *fault =
      outpost_account_explain_value (field, outpost_field_get_label (field),
                                     outpost_account_get (draft, field));

    if (fault != NULL) {
      g_set_error_literal (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID, fault);
      return FALSE;
    }
  }
  if (secret == NULL || uses_keyring_password (draft))
    return TRUE;
  g_set_error_literal (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID,
                       _("A password was typed, but with these settings none is taken from the "
                         "keyring. Empty “Password”, or choose another sign-in method or source."));
  return FALSE;
}

/* Applies what was changed in the form to what the file says now: keys that
 * someone else has changed in the meantime stay changed, and where both have
 * changed one key the form wins. In the order of the fields, so that a changed
 * server voids the pin on the way; a pin taken from another server than the one
 * that comes out is void as well. */
static OutpostAccount *
merge (OutpostAccount *base,
       OutpostAccount *draft,
       OutpostAccount *disk)
{
  OutpostAccount *merged = outpost_account_copy (disk);

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (i != OUTPOST_FIELD_PASSWORD && !is_same (base, draft, i))
      outpost_account_set (merged, i, outpost_account_get (draft, i));
  }
  if (!is_same (base, draft, OUTPOST_FIELD_PINNED_KEY) &&
      (!is_same (merged, draft, OUTPOST_FIELD_SERVER) ||
       !is_same (merged, draft, OUTPOST_FIELD_PORT)))
    outpost_account_set (merged, OUTPOST_FIELD_PINNED_KEY, NULL);
  return merged;
}

static gboolean
check_new_id (const OutpostAccountFolder  *folder,
              const char                  *id,
              GError                     **error)
{
  if (!outpost_account_id_is_well_formed (id)) {
    g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID,
                 _("“%s” cannot be the id of an account: an id has 1 to 63 of the letters a to z, "
                   "digits and hyphens, with no hyphen first."), id);
    return FALSE;
  }
  if (outpost_account_folder_has_id (folder, id)) {
    g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_ID_TAKEN,
                 _("There already is an account with the id “%s”. Choose another id."), id);
    return FALSE;
  }
  return TRUE;
}

static char *
choose_id (const OutpostAccountFolder  *folder,
           OutpostAccount              *draft,
           GError                     **error)
{
  const char *id = outpost_account_get_id (draft);

  if (id == NULL)
    return outpost_account_folder_make_id (folder, outpost_account_get_title (draft));
  return check_new_id (folder, id, error) ? g_strdup (id) : NULL;
}

static gboolean
prepare_new (Save                        *save,
             const OutpostAccountFolder  *folder,
             GError                     **error)
{
  g_autofree char *id = choose_id (folder, save->draft, error);
  g_autofree char *path = NULL;

  if (id == NULL)
    return FALSE;
  path = outpost_account_folder_get_file (folder, id);
  save->file = outpost_key_file_new (path);
  save->merged = outpost_account_copy_as (save->draft, id);
  return TRUE;
}

static gboolean
prepare_change (Save                        *save,
                const OutpostAccountFolder  *folder,
                GError                     **error)
{
  const char *id = outpost_account_get_id (save->base);
  g_autofree char *path = outpost_account_folder_get_file (folder, id);
  g_autoptr (GError) why = NULL;

  save->file = outpost_key_file_load (path, &why);
  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_NOT_FOUND,
                 _("“%s” was removed by another program. Duplicate the account to keep what is "
                   "typed here."), path);
    return FALSE;
  }
  if (save->file == NULL) {
    g_propagate_error (error, g_steal_pointer (&why));
    return FALSE;
  }
  save->disk = outpost_account_file_read (save->file, id, error);
  if (save->disk == NULL)
    return FALSE;
  save->merged = merge (save->base, save->draft, save->disk);

  /* The password was typed for the login that the form shows, and for no other. */
  if (save->secret == NULL ||
      (is_same_login (save->merged, save->draft) && uses_keyring_password (save->merged)))
    return TRUE;
  g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_CHANGED,
               _("“%s” was changed by another program: server, port or sign-in are not those the "
                 "password was typed for. Reload the account and type it again."), path);
  return FALSE;
}

/* Returns FALSE on what keeps the old secret from being read; that there is
 * none is no such thing. */
static gboolean
load_previous (OutpostAccount   *account,
               OutpostSecret   **previous,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autoptr (GError) why = NULL;

  *previous = outpost_keyring_load (account, OUTPOST_SECRET_KIND_PASSWORD, FALSE, cancellable, &why);
  if (*previous != NULL ||
      g_error_matches (why, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED) ||
      g_error_matches (why, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_OTHER_SERVER))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

/* Brings the keyring back to what it was. Not cancellable: a person who has
 * cancelled wants exactly this. */
static void
put_back (OutpostAccount  *account,
          OutpostSecret   *previous,
          GError         **error)
{
  gboolean done =
    previous != NULL
      ? outpost_keyring_store (account, OUTPOST_SECRET_KIND_PASSWORD, previous, FALSE, NULL, NULL)
      : outpost_keyring_clear (account, OUTPOST_SECRET_KIND_PASSWORD, OUTPOST_KEYRING_EXACT, FALSE,
                               NULL, NULL);

  if (!done && error != NULL && *error != NULL) {
    g_autofree char *text =
      /* Translators: %s is the sentence that says why saving did not work */
      g_strdup_printf (_("%s The new password is in the keyring all the same."),
                       (*error)->message);

    g_free ((*error)->message);
    (*error)->message = g_steal_pointer (&text);
  }
}

static gboolean
write_file (Save    *save,
            GError **error)
{
  if (save->disk != NULL && outpost_account_equal (save->disk, save->merged))
    return TRUE;
  outpost_account_file_apply (save->file, save->disk, save->merged);
  return outpost_key_file_save (save->file, error);
}

static gboolean
store_and_write (Save          *save,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (OutpostSecret) previous = NULL;
  g_autoptr (GError) why = NULL;

  if (save->secret == NULL)
    return write_file (save, error);
  if (!load_previous (save->merged, &previous, cancellable, error))
    return FALSE;
  if (outpost_keyring_store (save->merged, OUTPOST_SECRET_KIND_PASSWORD, save->secret, FALSE,
                             cancellable, &why) &&
      write_file (save, &why))
    return TRUE;

  /* Also where storing has failed: a call that was cancelled may have arrived. */
  put_back (save->merged, previous, &why);
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

/* What is left behind is in nobody's way, since look-ups name server, port and
 * user: that it cannot be cleared now does not undo what is saved. */
static void
clear_old (Save *save)
{
  g_autoptr (GError) why = NULL;

  if (save->secret != NULL) {
    outpost_account_state_set_refused (save->merged, 0, NULL);
    outpost_keyring_clear (save->merged, OUTPOST_SECRET_KIND_PASSWORD, OUTPOST_KEYRING_OTHERS,
                           FALSE, NULL, &why);
  } else if (save->disk != NULL && uses_keyring_password (save->disk) &&
             !uses_keyring_password (save->merged)) {
    outpost_keyring_clear_all (outpost_account_get_id (save->merged),
                               OUTPOST_SECRET_KIND_PASSWORD, FALSE, NULL, &why);
  }
  if (why != NULL)
    g_info ("An old password stays in the keyring: %s", why->message);
}

static char *
save_locked (const OutpostAccountFolder  *folder,
             OutpostAccount              *base,
             OutpostAccount              *draft,
             OutpostSecret               *secret,
             GCancellable                *cancellable,
             GError                     **error)
{
  g_auto (Save) save = { .base = base, .draft = draft, .secret = secret };

  if (!(base != NULL ? prepare_change (&save, folder, error) : prepare_new (&save, folder, error)) ||
      !store_and_write (&save, cancellable, error))
    return NULL;
  clear_old (&save);
  return g_strdup (outpost_account_get_id (save.merged));
}

/* Before the lock is taken: a prompt waits for a person, and other programs
 * must not wait with it. */
static gboolean
unlock_keyring (const OutpostAccountFolder  *folder,
                OutpostAccount              *base,
                OutpostAccount              *draft,
                gboolean                     may_prompt,
                GCancellable                *cancellable,
                GError                     **error)
{
  g_autofree char *id = base != NULL ? g_strdup (outpost_account_get_id (base))
                                     : choose_id (folder, draft, error);
  g_autoptr (OutpostAccount) account = id != NULL ? outpost_account_copy_as (draft, id) : NULL;

  return account != NULL && outpost_keyring_unlock (account, OUTPOST_SECRET_KIND_PASSWORD,
                                                    may_prompt, cancellable, error);
}

/**
 * outpost_account_save:
 * @folder: where account files lie
 * @base: (nullable): the account as it was when editing began, or %NULL for a new one
 * @draft: what it is to be
 * @secret: (nullable): the password that was typed, or %NULL to keep what is stored
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person; once the file is being written it
 *   has no effect
 * @error: return location for an error
 *
 * Saves an account, see [method@Outpost.AccountStore.save_sync]. Knows no
 * store, so it runs in any thread.
 *
 * Returns: (transfer full): the account's id, or %NULL with file and keyring as they were
 */
char *
outpost_account_save (const OutpostAccountFolder  *folder,
                      OutpostAccount              *base,
                      OutpostAccount              *draft,
                      OutpostSecret               *secret,
                      gboolean                     may_prompt,
                      GCancellable                *cancellable,
                      GError                     **error)
{
  char *id;
  int lock;

  if (!check_draft (draft, secret, error) ||
      (secret != NULL &&
       !unlock_keyring (folder, base, draft, may_prompt, cancellable, error)))
    return NULL;

  lock = outpost_account_folder_lock (folder, error);
  if (lock < 0)
    return NULL;
  id = save_locked (folder, base, draft, secret, cancellable, error);
  close (lock);
  return id;
}

static gboolean
clear_secrets (const char    *id,
               gboolean       may_prompt,
               GCancellable  *cancellable,
               GError       **error)
{
  for (guint i = OUTPOST_SECRET_KIND_PASSWORD; i <= OUTPOST_SECRET_KIND_CLIENT_SECRET; i++) {
    g_autoptr (GError) why = NULL;

    if (outpost_keyring_clear_all (id, (OutpostSecretKind) i, may_prompt, cancellable, &why))
      continue;
    /* Without a keyring there is nothing that this session could clear, and an
     * account of a computer that never had one must be removable. */
    if (g_error_matches (why, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&why));
    return FALSE;
  }
  return TRUE;
}

/**
 * outpost_account_purge:
 * @folder: where account files lie
 * @id: the id of an account that is hidden
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person
 * @error: return location for an error
 *
 * Clears the account's secrets, then removes its file and what is remembered of
 * it. Knows no store, so it runs in any thread.
 *
 * Returns: whether all is gone; if not the account is still hidden and can come back
 */
gboolean
outpost_account_purge (const OutpostAccountFolder  *folder,
                       const char                  *id,
                       gboolean                     may_prompt,
                       GCancellable                *cancellable,
                       GError                     **error)
{
  g_autofree char *hidden = outpost_account_folder_get_hidden_file (folder, id);

  if (!clear_secrets (id, may_prompt, cancellable, error) || !outpost_file_remove (hidden, error))
    return FALSE;
  outpost_account_state_forget (id);
  return TRUE;
}
