/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-list.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-account-file.h"
#include "outpost-account-store.h"
#include "outpost-printable.h"

static void
broken_account_free (OutpostBrokenAccount *broken)
{
  g_free (broken->id);
  g_free (broken->path);
  g_error_free (broken->error);
  g_free (broken);
}

static int
compare_accounts (gconstpointer a,
                  gconstpointer b)
{
  OutpostAccount *first = *(OutpostAccount *const *) a;
  OutpostAccount *second = *(OutpostAccount *const *) b;
  g_autofree char *first_key = g_utf8_casefold (outpost_account_get_title (first), -1);
  g_autofree char *second_key = g_utf8_casefold (outpost_account_get_title (second), -1);
  int order = g_utf8_collate (first_key, second_key);

  return order != 0 ? order : strcmp (outpost_account_get_id (first),
                                      outpost_account_get_id (second));
}

static const char *
find_fault (GPtrArray  *broken,
            const char *id)
{
  for (guint i = 0; i < broken->len; i++) {
    OutpostBrokenAccount *account = g_ptr_array_index (broken, i);

    if (strcmp (account->id, id) == 0)
      return account->error->message;
  }
  return NULL;
}

static OutpostAccount *
load (const char  *path,
      const char  *id,
      GError     **error)
{
  g_autofree char *shown = NULL;

  if (outpost_account_id_is_well_formed (id))
    return outpost_account_file_load (path, id, error);

  shown = outpost_printable_isolate (path);
  g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID,
               _("“%s” is not used: before “.conf” the name of an account’s file has 1 to 63 of the "
                 "letters a to z, digits and hyphens, with no hyphen first."), shown);
  return NULL;
}

/**
 * outpost_account_list_new:
 *
 * Returns: (transfer full): an empty list
 */
OutpostAccountList *
outpost_account_list_new (void)
{
  OutpostAccountList *self = g_new0 (OutpostAccountList, 1);

  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->broken = g_ptr_array_new_with_free_func ((GDestroyNotify) broken_account_free);
  return self;
}

/**
 * outpost_account_list_free:
 * @self: (transfer full): a list
 *
 * Frees it.
 */
void
outpost_account_list_free (OutpostAccountList *self)
{
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->broken);
  g_free (self);
}

static void
load_one (OutpostAccountList         *self,
          const OutpostAccountFolder *folder,
          const char                 *id,
          OutpostAccount             *known)
{
  g_autofree char *path = outpost_account_folder_get_file (folder, id);
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAccount) account = load (path, id, &error);
  OutpostBrokenAccount *fault;

  if (account != NULL) {
    gboolean is_known = known != NULL && outpost_account_equal (account, known);

    g_ptr_array_add (self->accounts, is_known ? g_object_ref (known) : g_steal_pointer (&account));
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return; /* removed since the folder was listed */

  fault = g_new0 (OutpostBrokenAccount, 1);
  fault->id = g_strdup (id);
  fault->path = g_steal_pointer (&path);
  fault->error = g_steal_pointer (&error);
  g_ptr_array_add (self->broken, fault);
}

/**
 * outpost_account_list_load:
 * @folder: where account files lie
 * @known: what was there before
 *
 * Reads the folder. An account whose file says what it said stays the same object.
 *
 * Returns: (transfer full): what is there now
 */
OutpostAccountList *
outpost_account_list_load (const OutpostAccountFolder *folder,
                           OutpostAccountList         *known)
{
  g_auto (GStrv) ids = outpost_account_folder_list (folder, FALSE);
  OutpostAccountList *self = outpost_account_list_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    load_one (self, folder, ids[i], outpost_account_list_find (known, ids[i]));
  g_ptr_array_sort (self->accounts, compare_accounts);
  return self;
}

/**
 * outpost_account_list_find:
 * @self: a list
 * @id: an account's id
 *
 * Returns: (transfer none) (nullable): the account
 */
OutpostAccount *
outpost_account_list_find (OutpostAccountList *self,
                           const char         *id)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    OutpostAccount *account = g_ptr_array_index (self->accounts, i);

    if (g_strcmp0 (outpost_account_get_id (account), id) == 0)
      return account;
  }
  return NULL;
}

/* Ids that are in @from and not the same in @in; what is new or gone differs, too. */
static void
collect_changed (GPtrArray          *changed,
                 OutpostAccountList *from,
                 OutpostAccountList *in)
{
  for (guint i = 0; i < from->accounts->len; i++) {
    OutpostAccount *account = g_ptr_array_index (from->accounts, i);
    const char *id = outpost_account_get_id (account);

    if (outpost_account_list_find (in, id) != account &&
        !g_ptr_array_find_with_equal_func (changed, id, g_str_equal, NULL))
      g_ptr_array_add (changed, g_strdup (id));
  }
  for (guint i = 0; i < from->broken->len; i++) {
    OutpostBrokenAccount *fault = g_ptr_array_index (from->broken, i);

    if (g_strcmp0 (find_fault (in->broken, fault->id), fault->error->message) != 0 &&
        !g_ptr_array_find_with_equal_func (changed, fault->id, g_str_equal, NULL))
      g_ptr_array_add (changed, g_strdup (fault->id));
  }
}

/**
 * outpost_account_list_diff:
 * @before: a list
 * @now: the list that was loaded with it
 *
 * Returns: (transfer full) (element-type utf8): the ids of what came, went or says something else
 */
GPtrArray *
outpost_account_list_diff (OutpostAccountList *before,
                           OutpostAccountList *now)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_free);

  collect_changed (changed, before, now);
  collect_changed (changed, now, before);
  return changed;
}
