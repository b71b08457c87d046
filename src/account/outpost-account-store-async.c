/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-store-private.h"

#include "outpost-account-save.h"
#include "outpost-job.h"

/* What a save or a purge in a thread of its own needs. */
typedef struct {
  OutpostAccountFolder *folder;
  OutpostAccount       *base;
  OutpostAccount       *draft;
  OutpostSecret        *secret;
  char                 *id;
  gboolean              may_prompt;
} Request;

static void
request_free (Request *request)
{
  outpost_account_folder_free (request->folder);
  g_clear_object (&request->base);
  g_clear_object (&request->draft);
  g_clear_pointer (&request->secret, outpost_secret_unref);
  g_free (request->id);
  g_free (request);
}

static GTask *
make_task (OutpostAccountStore  *self,
           gboolean              may_prompt,
           GCancellable         *cancellable,
           GAsyncReadyCallback   callback,
           gpointer              user_data,
           Request             **request)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  *request = g_new0 (Request, 1);
  (*request)->folder =
    outpost_account_folder_copy (outpost_account_store_get_folder (self));
  (*request)->may_prompt = may_prompt;
  g_task_set_task_data (task, *request, (GDestroyNotify) request_free);
  /* What is saved is saved, whatever was pressed in the meantime. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

static gpointer
save_job (gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Request *request = data;

  return outpost_account_save (request->folder, request->base, request->draft, request->secret,
                               request->may_prompt, cancellable, error);
}

/**
 * outpost_account_store_save_async:
 * @self: a store
 * @base: (nullable): the account as it was when editing began; a copy is taken
 * @draft: what it is to be; a copy is taken
 * @secret: (nullable): the password that was typed
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person
 * @callback: (scope async): called in the caller's context
 * @user_data: data for @callback
 *
 * See [method@Outpost.AccountStore.save_sync].
 */
void
outpost_account_store_save_async (OutpostAccountStore *self,
                                  OutpostAccount      *base,
                                  OutpostAccount      *draft,
                                  OutpostSecret       *secret,
                                  gboolean             may_prompt,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Request *request;
  GTask *task;

  g_return_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && OUTPOST_IS_ACCOUNT (draft));
  g_return_if_fail (base == NULL || outpost_account_get_id (base) != NULL);

  task = make_task (self, may_prompt, cancellable, callback, user_data, &request);
  g_task_set_source_tag (task, outpost_account_store_save_async);
  request->base = base != NULL ? outpost_account_copy (base) : NULL;
  request->draft = outpost_account_copy (draft);
  request->secret = secret != NULL ? outpost_secret_ref (secret) : NULL;
  outpost_job_start (task, save_job, g_free);
}

/**
 * outpost_account_store_save_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Takes the result; the store is up to date afterwards.
 *
 * Returns: (transfer full): the account's id, or %NULL
 */
char *
outpost_account_store_save_finish (OutpostAccountStore  *self,
                                   GAsyncResult         *result,
                                   GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  outpost_account_store_reload (self);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
purge_job (gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Request *request = data;

  return GINT_TO_POINTER (outpost_account_purge (request->folder, request->id, request->may_prompt,
                                                 cancellable, error));
}

/**
 * outpost_account_store_purge_async:
 * @self: a store
 * @id: the id of a hidden account
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person
 * @callback: (scope async): called in the caller's context
 * @user_data: data for @callback
 *
 * See [method@Outpost.AccountStore.purge_sync].
 */
void
outpost_account_store_purge_async (OutpostAccountStore *self,
                                   const char          *id,
                                   gboolean             may_prompt,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  Request *request;
  GTask *task;

  g_return_if_fail (OUTPOST_IS_ACCOUNT_STORE (self) && id != NULL);

  task = make_task (self, may_prompt, cancellable, callback, user_data, &request);
  g_task_set_source_tag (task, outpost_account_store_purge_async);
  request->id = g_strdup (id);
  outpost_job_start (task, purge_job, NULL);
}

/**
 * outpost_account_store_purge_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether all is gone
 */
gboolean
outpost_account_store_purge_finish (OutpostAccountStore  *self,
                                    GAsyncResult         *result,
                                    GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}
