/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-secret-store.h"

#include <glib/gi18n-lib.h>

#include "outpost-account-value.h"
#include "outpost-job.h"
#include "outpost-keyring.h"
#include "outpost-secret-command.h"

typedef struct {
  OutpostAccount    *account;
  OutpostSecretKind  kind;
  gboolean           may_prompt;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->account);
  g_free (request);
}

static Request *
request_new (OutpostAccount    *account,
             OutpostSecretKind  kind,
             gboolean           may_prompt)
{
  Request *request = g_new0 (Request, 1);

  request->account = outpost_account_copy (account); /* an account belongs to one thread */
  request->kind = kind;
  request->may_prompt = may_prompt;
  return request;
}

static OutpostSecretSource
get_source (OutpostAccount  *account,
            const char     **argument)
{
  OutpostSecretSource source = OUTPOST_SECRET_SOURCE_KEYRING;

  outpost_secret_source_parse (outpost_account_get (account, OUTPOST_FIELD_SECRET), &source,
                               argument);
  return source;
}

/* A password is never read for a token's account, nor a token for a password's. */
static gboolean
check_kind (OutpostAccount     *account,
            OutpostSecretKind   kind,
            GError            **error)
{
  OutpostSignIn sign_in = outpost_account_resolve_sign_in (account);

  if (kind == OUTPOST_SECRET_KIND_PASSWORD ? sign_in == OUTPOST_SIGN_IN_PASSWORD
                                           : sign_in == OUTPOST_SIGN_IN_OAUTH2)
    return TRUE;
  g_set_error (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED,
               /* Translators: the name of an account */
               _("“%s” is set to another sign-in method and takes no such secret."),
               outpost_account_get_title (account));
  return FALSE;
}

static gboolean
check_has_id (OutpostAccount  *account,
              GError         **error)
{
  if (outpost_account_get_id (account) != NULL)
    return TRUE;
  g_set_error (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED,
               /* Translators: the name of an account */
               _("“%s” is not saved yet, so no password is stored for it. Type it first."),
               outpost_account_get_title (account));
  return FALSE;
}

/**
 * outpost_secret_load_sync:
 * @account: an account
 * @kind: which secret
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person or for a command
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Gets the secret from where `Secret=` says. From the keyring it comes only if
 * it was stored for the account's present server, port and user. Blocks, with a
 * prompt for as long as the person takes.
 *
 * Returns: (transfer full): the secret, or %NULL
 */
OutpostSecret *
outpost_secret_load_sync (OutpostAccount     *account,
                          OutpostSecretKind   kind,
                          gboolean            may_prompt,
                          GCancellable       *cancellable,
                          GError            **error)
{
  const char *argument = NULL;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account), NULL);

  if (!check_kind (account, kind, error))
    return NULL;

  switch (get_source (account, &argument)) {
    case OUTPOST_SECRET_SOURCE_COMMAND:
      return outpost_secret_command_run (argument, OUTPOST_SECRET_COMMAND_TIMEOUT_MS, cancellable,
                                         error);
    case OUTPOST_SECRET_SOURCE_CREDENTIAL:
      return outpost_secret_credential_read (argument, error);
    case OUTPOST_SECRET_SOURCE_KEYRING:
    default:
      return check_has_id (account, error)
               ? outpost_keyring_load (account, kind, may_prompt, cancellable, error)
               : NULL;
  }
}

static gpointer
load_job (gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Request *request = data;

  return outpost_secret_load_sync (request->account, request->kind, request->may_prompt,
                                   cancellable, error);
}

/**
 * outpost_secret_load_async:
 * @account: an account; a copy is taken
 * @kind: which secret
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait
 * @callback: (scope async): called in the caller's context
 * @user_data: data for @callback
 *
 * See [func@Outpost.secret_load_sync].
 */
void
outpost_secret_load_async (OutpostAccount      *account,
                           OutpostSecretKind    kind,
                           gboolean             may_prompt,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (OUTPOST_IS_ACCOUNT (account));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, outpost_secret_load_async);
  g_task_set_task_data (task, request_new (account, kind, may_prompt),
                        (GDestroyNotify) request_free);
  outpost_job_start (task, load_job, (GDestroyNotify) outpost_secret_unref);
}

/**
 * outpost_secret_load_finish:
 * @result: what the callback got
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Returns: (transfer full): the secret, or %NULL
 */
OutpostSecret *
outpost_secret_load_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * outpost_secret_save_sync:
 * @account: a saved account
 * @kind: which secret
 * @secret: what to store
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Stores a secret in the keyring for the account's present server, port and
 * user, and then clears what was stored for others. An account whose secret
 * comes from a command or a credential is refused with
 * %OUTPOST_SECRET_ERROR_COMMAND or %OUTPOST_SECRET_ERROR_CREDENTIAL: what is
 * stored would never be used.
 *
 * Returns: whether it is stored
 */
gboolean
outpost_secret_save_sync (OutpostAccount     *account,
                          OutpostSecretKind   kind,
                          OutpostSecret      *secret,
                          gboolean            may_prompt,
                          GCancellable       *cancellable,
                          GError            **error)
{
  const char *argument = NULL;
  OutpostSecretSource source;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account) && secret != NULL, FALSE);

  source = get_source (account, &argument);
  if (source != OUTPOST_SECRET_SOURCE_KEYRING) {
    g_set_error (error, OUTPOST_SECRET_ERROR,
                 source == OUTPOST_SECRET_SOURCE_COMMAND ? OUTPOST_SECRET_ERROR_COMMAND
                                                         : OUTPOST_SECRET_ERROR_CREDENTIAL,
                 /* Translators: the name of an account; Secret=keyring stays as it is */
                 _("The password of “%s” does not come from the keyring, so none is stored there. "
                   "Set “Secret=keyring” to change that."),
                 outpost_account_get_title (account));
    return FALSE;
  }
  if (!check_has_id (account, error) ||
      !outpost_keyring_store (account, kind, secret, may_prompt, cancellable, error))
    return FALSE;

  /* What is left of it is never used: look-ups name server, port and user. */
  outpost_keyring_clear (account, kind, OUTPOST_KEYRING_OTHERS, may_prompt, cancellable, NULL);
  return TRUE;
}

/**
 * outpost_secret_clear_sync:
 * @account_id: an account's id
 * @kind: which secret
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Takes all secrets of this account and kind out of the keyring. Other
 * accounts' and other programs' entries stay, whatever server they are for.
 *
 * Returns: whether none is left
 */
gboolean
outpost_secret_clear_sync (const char         *account_id,
                           OutpostSecretKind   kind,
                           gboolean            may_prompt,
                           GCancellable       *cancellable,
                           GError            **error)
{
  g_return_val_if_fail (account_id != NULL, FALSE);

  return outpost_keyring_clear_all (account_id, kind, may_prompt, cancellable, error);
}

/**
 * outpost_secret_state_sync:
 * @account: an account, saved or not
 * @cancellable: (nullable): a cancellable
 *
 * Finds out where the account's secret is. Asks nobody, unlocks nothing, runs
 * no command.
 *
 * Returns: the state
 */
OutpostSecretState
outpost_secret_state_sync (OutpostAccount *account,
                           GCancellable   *cancellable)
{
  OutpostSignIn sign_in;
  const char *argument;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account), OUTPOST_SECRET_STATE_UNKNOWN);

  sign_in = outpost_account_resolve_sign_in (account);
  if (sign_in != OUTPOST_SIGN_IN_PASSWORD && sign_in != OUTPOST_SIGN_IN_OAUTH2)
    return OUTPOST_SECRET_STATE_NOT_NEEDED;

  switch (get_source (account, &argument)) {
    case OUTPOST_SECRET_SOURCE_COMMAND:
      return OUTPOST_SECRET_STATE_COMMAND;
    case OUTPOST_SECRET_SOURCE_CREDENTIAL:
      return OUTPOST_SECRET_STATE_CREDENTIAL;
    case OUTPOST_SECRET_SOURCE_KEYRING:
    default:
      return outpost_keyring_get_state (account,
                                        sign_in == OUTPOST_SIGN_IN_PASSWORD
                                          ? OUTPOST_SECRET_KIND_PASSWORD
                                          : OUTPOST_SECRET_KIND_REFRESH_TOKEN,
                                        cancellable);
  }
}

static gpointer
state_job (gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Request *request = data;

  return GUINT_TO_POINTER (outpost_secret_state_sync (request->account, cancellable));
}

/**
 * outpost_secret_state_async:
 * @account: an account, saved or not; a copy is taken
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called in the caller's context
 * @user_data: data for @callback
 *
 * See [func@Outpost.secret_state_sync].
 */
void
outpost_secret_state_async (OutpostAccount      *account,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (OUTPOST_IS_ACCOUNT (account));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, outpost_secret_state_async);
  g_task_set_task_data (task, request_new (account, OUTPOST_SECRET_KIND_PASSWORD, FALSE),
                        (GDestroyNotify) request_free);
  outpost_job_start (task, state_job, NULL);
}

/**
 * outpost_secret_state_finish:
 * @result: what the callback got
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Returns: the state; %OUTPOST_SECRET_STATE_UNKNOWN with @error set if it was cancelled
 */
OutpostSecretState
outpost_secret_state_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), OUTPOST_SECRET_STATE_UNKNOWN);

  /* A cancelled task gives NULL, which is UNKNOWN. */
  return (OutpostSecretState) GPOINTER_TO_UINT (g_task_propagate_pointer (G_TASK (result), error));
}
