/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-keyring.h"

#include "outpost-host.h"
#include "outpost-keyring-module-private.h"
#include "outpost-module.h"

static void
entry_clear (OutpostKeyringEntry *entry)
{
  g_free (entry->host);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OutpostKeyringEntry, entry_clear)

static const OutpostKeyringModule *
get_module (GError **error)
{
  return outpost_module_get ("keyring", error);
}

static OutpostKeyringEntry
describe (OutpostAccount    *account,
          OutpostSecretKind  kind)
{
  const char *server = outpost_account_get (account, OUTPOST_FIELD_SERVER);

  return (OutpostKeyringEntry) {
    .id = outpost_account_get_id (account),
    .title = outpost_account_get_title (account),
    .server = server,
    .host = outpost_host_to_ascii (server, NULL),
    .port = outpost_account_get_port (account),
    .user = outpost_account_get (account, OUTPOST_FIELD_USERNAME),
    .kind = kind,
  };
}

/* A password is stored for a server and a port, so there must be both. */
static gboolean
check (OutpostAccount             *account,
       const OutpostKeyringEntry  *entry,
       GError                    **error)
{
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;

  if (entry->kind != OUTPOST_SECRET_KIND_PASSWORD || (entry->host != NULL && entry->port != 0))
    return TRUE;
  endpoint = outpost_account_to_endpoint (account, error);
  g_assert (endpoint == NULL); /* it knows the words for what is wrong */
  return FALSE;
}

/**
 * outpost_keyring_load:
 * @account: an account that has an id
 * @kind: which secret
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person, too
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Looks up the secret for the account's present server, port and user.
 *
 * Returns: (transfer full): the secret, or %NULL
 */
OutpostSecret *
outpost_keyring_load (OutpostAccount     *account,
                      OutpostSecretKind   kind,
                      gboolean            may_prompt,
                      GCancellable       *cancellable,
                      GError            **error)
{
  g_auto (OutpostKeyringEntry) entry = describe (account, kind);
  const OutpostKeyringModule *module;

  if (!check (account, &entry, error) || (module = get_module (error)) == NULL)
    return NULL;
  return module->load (&entry, may_prompt, cancellable, error);
}

/**
 * outpost_keyring_unlock:
 * @account: an account that has an id
 * @kind: which secret
 * @may_prompt: whether a person may be asked
 * @cancellable: (nullable): ends the wait for that person
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Sees to it that the secret can be stored: unlocks where it lies or will lie.
 *
 * Returns: whether that is unlocked
 */
gboolean
outpost_keyring_unlock (OutpostAccount     *account,
                        OutpostSecretKind   kind,
                        gboolean            may_prompt,
                        GCancellable       *cancellable,
                        GError            **error)
{
  g_auto (OutpostKeyringEntry) entry = describe (account, kind);
  const OutpostKeyringModule *module;

  return check (account, &entry, error) && (module = get_module (error)) != NULL &&
         module->unlock (&entry, may_prompt, cancellable, error);
}

/**
 * outpost_keyring_store:
 * @account: an account that has an id
 * @kind: which secret
 * @secret: what to store
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person, too
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Stores the secret for the account's present server, port and user.
 *
 * Returns: whether it is stored
 */
gboolean
outpost_keyring_store (OutpostAccount     *account,
                       OutpostSecretKind   kind,
                       OutpostSecret      *secret,
                       gboolean            may_prompt,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_auto (OutpostKeyringEntry) entry = describe (account, kind);
  const OutpostKeyringModule *module;

  return check (account, &entry, error) && (module = get_module (error)) != NULL &&
         module->store (&entry, secret, may_prompt, cancellable, error);
}

/**
 * outpost_keyring_clear:
 * @account: an account that has an id
 * @kind: which secret
 * @which: whether those for the present server, port and user go, or all others
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person, too
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Takes entries of this account away.
 *
 * Returns: whether none of them is left
 */
gboolean
outpost_keyring_clear (OutpostAccount       *account,
                       OutpostSecretKind     kind,
                       OutpostKeyringWhich   which,
                       gboolean              may_prompt,
                       GCancellable         *cancellable,
                       GError              **error)
{
  g_auto (OutpostKeyringEntry) entry = describe (account, kind);
  const OutpostKeyringModule *module;

  return check (account, &entry, error) && (module = get_module (error)) != NULL &&
         module->clear (&entry, which, may_prompt, cancellable, error);
}

/**
 * outpost_keyring_clear_all:
 * @account_id: an account's id
 * @kind: which secret
 * @may_prompt: whether a person may be asked to unlock the keyring
 * @cancellable: (nullable): ends the wait for that person, too
 * @error: return location for an [error@Outpost.SecretError] or a %G_MODULE_ERROR
 *
 * Takes all entries of this account and kind away.
 *
 * Returns: whether none is left
 */
gboolean
outpost_keyring_clear_all (const char         *account_id,
                           OutpostSecretKind   kind,
                           gboolean            may_prompt,
                           GCancellable       *cancellable,
                           GError            **error)
{
  const OutpostKeyringEntry entry = { .id = account_id, .kind = kind };
  const OutpostKeyringModule *module = get_module (error);

  return module != NULL &&
         module->clear (&entry, OUTPOST_KEYRING_ALL, may_prompt, cancellable, error);
}

/**
 * outpost_keyring_get_state:
 * @account: an account
 * @kind: which secret
 * @cancellable: (nullable): a cancellable
 *
 * Finds out whether a secret for the present server, port and user is stored.
 * Asks nobody and unlocks nothing.
 *
 * Returns: the state; %OUTPOST_SECRET_STATE_UNKNOWN if that could not be found out
 */
OutpostSecretState
outpost_keyring_get_state (OutpostAccount    *account,
                           OutpostSecretKind  kind,
                           GCancellable      *cancellable)
{
  g_auto (OutpostKeyringEntry) entry = describe (account, kind);
  const OutpostKeyringModule *module = get_module (NULL);

  return module != NULL ? module->get_state (&entry, cancellable) : OUTPOST_SECRET_STATE_UNKNOWN;
}
