/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-store-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-account-file.h"
#include "outpost-account-list.h"
#include "outpost-account-save.h"

/* One save makes several events: the temporary file, its new name, the lock. */
#define RELOAD_DELAY_MS 100

struct _OutpostAccountStore {
  GObject               parent_instance;

  OutpostAccountFolder *folder;
  OutpostAccountList   *list;
  GFileMonitor         *monitor;
  GSource              *start_source;  /* starts to watch when the main loop first turns */
  GSource              *reload_source;
};

enum {
  ACCOUNT_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OutpostAccountStore, outpost_account_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return OUTPOST_TYPE_ACCOUNT;
}

static guint
get_n_items (GListModel *model)
{
  return OUTPOST_ACCOUNT_STORE (model)->list->accounts->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GPtrArray *accounts = OUTPOST_ACCOUNT_STORE (model)->list->accounts;

  return position < accounts->len ? g_object_ref (accounts->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Tells of the rows between the first and the last that differ, so that a list
 * keeps its place. */
static void
emit_items_changed (OutpostAccountStore *self,
                    GPtrArray           *before)
{
  GPtrArray *now = self->list->accounts;
  guint start = 0, end = 0;

  while (start < MIN (before->len, now->len) && before->pdata[start] == now->pdata[start])
    start++;
  while (end < MIN (before->len, now->len) - start &&
         before->pdata[before->len - 1 - end] == now->pdata[now->len - 1 - end])
    end++;
  if (before->len - start - end > 0 || now->len - start - end > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, before->len - start - end,
                                now->len - start - end);
}

static gboolean
reload_cb (gpointer user_data)
{
  OutpostAccountStore *self = user_data;

  g_clear_pointer (&self->reload_source, g_source_unref);
  outpost_account_store_reload (self);
  return G_SOURCE_REMOVE;
}

static void
folder_changed_cb (OutpostAccountStore *self,
                   GFile               *file)
{
  g_autofree char *name = g_file_get_basename (file);

  if (self->reload_source != NULL || name == NULL || !g_str_has_suffix (name, ".conf"))
    return;

  self->reload_source = g_timeout_source_new (RELOAD_DELAY_MS);
  g_source_set_callback (self->reload_source, reload_cb, self, NULL);
  g_source_attach (self->reload_source, g_main_context_get_thread_default ());
}

/* Not when the store is made: a program that sends one message and ends has no
 * main loop, and should not pay for a watch that nobody reads. */
static gboolean
start_watching_cb (gpointer user_data)
{
  OutpostAccountStore *self = user_data;
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder->path);

  g_clear_pointer (&self->start_source, g_source_unref);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (folder_changed_cb), self,
                             G_CONNECT_SWAPPED);
  outpost_account_store_reload (self); /* what has changed since it was made */
  return G_SOURCE_REMOVE;
}

static void
destroy_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
outpost_account_store_dispose (GObject *object)
{
  OutpostAccountStore *self = OUTPOST_ACCOUNT_STORE (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->start_source, destroy_source);
  g_clear_pointer (&self->reload_source, destroy_source);

  G_OBJECT_CLASS (outpost_account_store_parent_class)->dispose (object);
}

static void
outpost_account_store_finalize (GObject *object)
{
  OutpostAccountStore *self = OUTPOST_ACCOUNT_STORE (object);

  g_clear_pointer (&self->list, outpost_account_list_free);
  g_clear_pointer (&self->folder, outpost_account_folder_free);

  G_OBJECT_CLASS (outpost_account_store_parent_class)->finalize (object);
}

static void
outpost_account_store_class_init (OutpostAccountStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = outpost_account_store_dispose;
  object_class->finalize = outpost_account_store_finalize;

  /**
   * OutpostAccountStore::account-changed:
   * @self: the store
   * @id: the account's id
   *
   * A file came, went or says something else than before.
   */
  signals[ACCOUNT_CHANGED] = g_signal_new ("account-changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_STRING);
}

static void
outpost_account_store_init (OutpostAccountStore *self)
{
  self->list = outpost_account_list_new ();
}

/**
 * outpost_account_store_new:
 * @accounts_dir: (nullable) (type filename): the folder, or %NULL for the person's own
 *
 * Reads the accounts. The folder need not exist; it is made by the first save.
 * It is watched from the moment the main loop of this thread first turns.
 *
 * Returns: (transfer full): a new store
 */
OutpostAccountStore *
outpost_account_store_new (const char *accounts_dir)
{
  OutpostAccountStore *self = g_object_new (OUTPOST_TYPE_ACCOUNT_STORE, NULL);

  self->folder = outpost_account_folder_new (accounts_dir, NULL);
  outpost_account_store_reload (self);

  self->start_source = g_idle_source_new ();
  g_source_set_callback (self->start_source, start_watching_cb, self, NULL);
  g_source_attach (self->start_source, g_main_context_get_thread_default ());
  return self;
}

/**
 * outpost_account_store_get_folder:
 * @self: a store
 *
 * Returns: (transfer none): where its files lie
 */
const OutpostAccountFolder *
outpost_account_store_get_folder (OutpostAccountStore *self)
{
  return self->folder;
}

/**
 * outpost_account_store_reload:
 * @self: a store
 *
 * Reads the folder again, now, and tells of what is different. An account whose
 * file says the same stays the same object.
 */
void
outpost_account_store_reload (OutpostAccountStore *self)
{
  g_autoptr (OutpostAccountList) before = NULL;
  g_autoptr (GPtrArray) changed = NULL;

  g_return_if_fail (OUTPOST_IS_ACCOUNT_STORE (self));

  before = g_steal_pointer (&self->list);
  self->list = outpost_account_list_load (self->folder, before);
  changed = outpost_account_list_diff (before, self->list);

  g_object_ref (self); /* a handler may let go of it */
  emit_items_changed (self, before->accounts);
  for (guint i = 0; i < changed->len; i++)
    g_signal_emit (self, signals[ACCOUNT_CHANGED], 0, g_ptr_array_index (changed, i));
  g_object_unref (self);
}

/**
 * outpost_account_store_find:
 * @self: a store
 * @id: an account's id
 *
 * Returns: (transfer none) (nullable): the account, not to be edited in place
 */
OutpostAccount *
outpost_account_store_find (OutpostAccountStore *self,
                            const char          *id)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && id != NULL, NULL);

  return outpost_account_list_find (self->list, id);
}

/**
 * outpost_account_store_get_broken:
 * @self: a store
 *
 * Returns: (transfer none) (element-type OutpostBrokenAccount): the files that could not be
 *   read, valid until the store is next reloaded
 */
GPtrArray *
outpost_account_store_get_broken (OutpostAccountStore *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self), NULL);

  return self->list->broken;
}

/**
 * outpost_account_store_dup_default:
 * @self: a store
 *
 * Says which account is used where none is named: that of `DefaultAccount=`,
 * or the only one there is. A file that cannot be read counts: what was meant to
 * go through it must not go through another one unasked.
 *
 * Returns: (transfer full) (nullable): its id, or %NULL
 */
char *
outpost_account_store_dup_default (OutpostAccountStore *self)
{
  g_autofree char *id = NULL;
  GPtrArray *accounts;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self), NULL);

  id = outpost_account_folder_dup_default (self->folder);
  if (id != NULL && outpost_account_list_find (self->list, id) != NULL)
    return g_steal_pointer (&id);
  accounts = self->list->accounts;
  return accounts->len == 1 && self->list->broken->len == 0
           ? g_strdup (outpost_account_get_id (accounts->pdata[0])) : NULL;
}

/**
 * outpost_account_store_set_default:
 * @self: a store
 * @id: (nullable): an account's id, or %NULL for none
 * @error: return location for an error
 *
 * Names the account that is used where none is named.
 *
 * Returns: whether it is on disk
 */
gboolean
outpost_account_store_set_default (OutpostAccountStore  *self,
                                   const char           *id,
                                   GError              **error)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self), FALSE);

  if (id != NULL && outpost_account_list_find (self->list, id) == NULL) {
    g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_NOT_FOUND,
                 _("There is no account “%s”."), id);
    return FALSE;
  }
  return outpost_account_folder_set_default (self->folder, id, error);
}

/**
 * outpost_account_store_make_id:
 * @self: a store
 * @name: what people call the account
 *
 * Returns: (transfer full): an id made of the name that nobody has yet
 */
char *
outpost_account_store_make_id (OutpostAccountStore *self,
                               const char          *name)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && name != NULL, NULL);

  return outpost_account_folder_make_id (self->folder, name);
}

/**
 * outpost_account_store_save_sync:
 * @self: a store
 * @base: (nullable): the account as it was when editing began, or %NULL for a new one
 * @draft: what it is to be. A new one may have an id of its own, which must be free; without
 *   one, an id is made from its title
 * @secret: (nullable): the password that was typed, or %NULL to keep what is stored
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person; once the file is being written it
 *   has no effect
 * @error: return location for an [error@Outpost.AccountError], an
 *   [error@Outpost.SecretError] or a [error@Gio.IOErrorEnum]
 *
 * Saves in this order: reads the file again under a lock and applies only what
 * differs between @base and @draft; stores the secret; writes the file; only
 * then clears what the old settings left in the keyring. If writing fails, the
 * secret that was replaced is put back. A password typed for a login that the
 * file no longer holds is refused with %OUTPOST_ACCOUNT_ERROR_CHANGED.
 *
 * Returns: (transfer full): the account's id, or %NULL with file and keyring as they were
 */
char *
outpost_account_store_save_sync (OutpostAccountStore  *self,
                                 OutpostAccount       *base,
                                 OutpostAccount       *draft,
                                 OutpostSecret        *secret,
                                 gboolean              may_prompt,
                                 GCancellable         *cancellable,
                                 GError              **error)
{
  char *id;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && OUTPOST_IS_ACCOUNT (draft), NULL);
  g_return_val_if_fail (base == NULL || outpost_account_get_id (base) != NULL, NULL);

  id = outpost_account_save (self->folder, base, draft, secret, may_prompt, cancellable, error);
  outpost_account_store_reload (self);
  return id;
}

/**
 * outpost_account_store_hide:
 * @self: a store
 * @id: an account's id
 * @error: return location for an error
 *
 * Takes the account out of the list, in a way that can be undone: its file is
 * moved aside in the same folder, its secret stays.
 *
 * Returns: whether it is hidden
 */
gboolean
outpost_account_store_hide (OutpostAccountStore  *self,
                            const char           *id,
                            GError              **error)
{
  gboolean done;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && id != NULL, FALSE);

  done = outpost_account_folder_hide (self->folder, id, error);
  outpost_account_store_reload (self);
  return done;
}

/**
 * outpost_account_store_unhide:
 * @self: a store
 * @id: the id of a hidden account
 * @error: return location for an error
 *
 * Brings a hidden account back.
 *
 * Returns: whether it is back
 */
gboolean
outpost_account_store_unhide (OutpostAccountStore  *self,
                              const char           *id,
                              GError              **error)
{
  gboolean done;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && id != NULL, FALSE);

  done = outpost_account_folder_unhide (self->folder, id, error);
  outpost_account_store_reload (self);
  return done;
}

/**
 * outpost_account_store_get_hidden:
 * @self: a store
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of the accounts that are hidden
 */
char **
outpost_account_store_get_hidden (OutpostAccountStore *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self), NULL);

  return outpost_account_folder_list (self->folder, TRUE);
}

/**
 * outpost_account_store_load_hidden:
 * @self: a store
 * @id: the id of a hidden account
 * @error: return location for an error
 *
 * Returns: (transfer full): what its file says, or %NULL
 */
OutpostAccount *
outpost_account_store_load_hidden (OutpostAccountStore  *self,
                                   const char           *id,
                                   GError              **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && id != NULL, NULL);

  path = outpost_account_folder_get_hidden_file (self->folder, id);
  return outpost_account_file_load (path, id, error);
}

/**
 * outpost_account_store_purge_sync:
 * @self: a store
 * @id: the id of a hidden account
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person
 * @error: return location for an error
 *
 * Ends the undo: clears the account's secrets, then removes its file and what
 * is remembered of it. Blocks.
 *
 * Returns: whether all is gone; if not the account is still hidden and can come back
 */
gboolean
outpost_account_store_purge_sync (OutpostAccountStore  *self,
                                  const char           *id,
                                  gboolean              may_prompt,
                                  GCancellable         *cancellable,
                                  GError              **error)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && id != NULL, FALSE);

  return outpost_account_purge (self->folder, id, may_prompt, cancellable, error);
}
