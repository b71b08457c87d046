/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-keyring-module-private.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "outpost-keyring-prompt.h"

/* A schema of our own: in the shared network-password schema two accounts with
 * one user and server overwrite each other, and storing or clearing there hits
 * other programs' entries (measured). Only the secret_service_* calls are used:
 * inside a sandbox the secret_password_* calls turn to a private file. */
static const SecretSchema schema = {
  "io.github.outpost_mail.Outpost.Credential", SECRET_SCHEMA_NONE,
  {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "port", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
    { "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  }
};

static const char *const kind_words[] = { "password", "refresh-token", "client-secret" };

typedef GList ItemList;

static void
item_list_free (ItemList *items)
{
  g_list_free_full (items, g_object_unref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ItemList, item_list_free)

static gboolean
set_no_service (GError **error)
{
  g_set_error_literal (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE,
                       _("No keyring runs in this session. Start one that offers the Secret "
                         "Service, such as GNOME Keyring, then try again."));
  return FALSE;
}

static gboolean
set_locked (GError **error)
{
  g_set_error_literal (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_LOCKED,
                       _("The keyring is locked. Unlock it, then try again."));
  return FALSE;
}

static gboolean
set_dismissed (GError **error)
{
  g_set_error_literal (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_DISMISSED,
                       _("The keyring stayed locked: the question for its password was closed "
                         "without an answer. Try again and type the keyring’s password."));
  return FALSE;
}

/* Says in our words what libsecret and D-Bus say in theirs. */
static gboolean
fail (GError    *why,
      gboolean   may_prompt,
      GError   **error)
{
  g_autoptr (GError) owned = why;

  if (g_error_matches (why, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return may_prompt ? set_dismissed (error) : set_locked (error);
  if (g_error_matches (why, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (why, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      g_error_matches (why, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
    return set_no_service (error);

  g_dbus_error_strip_remote_error (owned);
  g_propagate_error (error, g_steal_pointer (&owned));
  return FALSE;
}

/* Of a service that is not there libsecret 0.21.8 asks a session, and prints an assertion. */
static gboolean
is_there (SecretService *service)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (service));

  return owner != NULL;
}

/* A connection of its own for each task: the service that libsecret keeps for
 * all would be shared between threads. */
static SecretService *
open_service (GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (SecretService) service =
    secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_NONE, cancellable, &why);

  if (service != NULL && is_there (service) &&
      secret_service_ensure_session_sync (service, cancellable, &why))
    return g_steal_pointer (&service);
  /* Without bus, service or session there is nothing to talk to, whatever the reason. */
  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&why));
  else
    set_no_service (error);
  return NULL;
}

static GHashTable *
make_attributes (const OutpostKeyringEntry *entry)
{
  return secret_attributes_build (&schema, "account", entry->id, "kind", kind_words[entry->kind],
                                  NULL);
}

/* Passwords carry what they are for; it is part of each look-up, so one stored
 * for another server, port or user is not found. */
static GHashTable *
make_exact_attributes (const OutpostKeyringEntry *entry)
{
  if (entry->kind != OUTPOST_SECRET_KIND_PASSWORD)
    return make_attributes (entry);

  return secret_attributes_build (&schema, "account", entry->id, "kind", kind_words[entry->kind],
                                  "user", entry->user, "server", entry->host,
                                  "port", (int) entry->port, "protocol", "smtp", NULL);
}

/* Never unlocks: a dismissed prompt would look like "nothing stored". */
static gboolean
search (SecretService  *service,
        GHashTable     *attributes,
        ItemList      **items,
        GCancellable   *cancellable,
        GError        **error)
{
  GError *why = NULL;

  *items = secret_service_search_sync (service, &schema, attributes, SECRET_SEARCH_ALL,
                                       cancellable, &why);
  return why == NULL || fail (why, FALSE, error);
}

/* NULL in place of an object stands for the default keyring that is still to be made. */
static gboolean
unlock_object (SecretService  *service,
        gpointer        item_or_collection,
        gboolean        may_prompt,
        GCancellable   *cancellable,
        GError        **error)
{
  GError *why = NULL;

  if (!may_prompt)
    return set_locked (error);
  if (outpost_keyring_prompt (service, item_or_collection, cancellable, &why))
    return TRUE;
  return why != NULL ? fail (why, TRUE, error) : set_dismissed (error);
}

static gboolean
unlock_item (SecretService  *service,
             SecretItem     *item,
             gboolean        may_prompt,
             GCancellable   *cancellable,
             GError        **error)
{
  return !secret_item_get_locked (item) ||
         unlock_object (service, item, may_prompt, cancellable, error);
}

/* Where new entries go. libsecret would make and unlock it by itself, but would
 * ask a person even where nobody may be asked. */
static gboolean
unlock_default_collection (SecretService  *service,
                           gboolean        may_prompt,
                           GCancellable   *cancellable,
                           GError        **error)
{
  g_autoptr (SecretCollection) collection = NULL;
  GError *why = NULL;

  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, cancellable, &why);
  if (why != NULL)
    return fail (why, may_prompt, error);
  if (collection != NULL && !secret_collection_get_locked (collection))
    return TRUE;
  return unlock_object (service, collection, may_prompt, cancellable, error);
}

static SecretItem *
pick_item (ItemList *items)
{
  for (ItemList *l = items; l != NULL; l = l->next) {
    if (!secret_item_get_locked (l->data))
      return l->data;
  }
  return items->data;
}

static gboolean
set_none_found (SecretService              *service,
                const OutpostKeyringEntry  *entry,
                GCancellable               *cancellable,
                GError                    **error)
{
  g_autoptr (GHashTable) attributes = make_attributes (entry);
  g_autoptr (ItemList) others = NULL;

  if (!search (service, attributes, &others, cancellable, error))
    return FALSE;
  if (others != NULL)
    g_set_error_literal (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_OTHER_SERVER,
                         _("The stored password was saved for another server, port or user "
                           "name. Type the one for these settings and save."));
  else if (entry->kind == OUTPOST_SECRET_KIND_PASSWORD)
    g_set_error (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED,
                 /* Translators: the name of an account */
                 _("The keyring holds no password for “%s”. Type it and save."),
                 entry->title);
  else
    g_set_error (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED,
                 /* Translators: the name of an account */
                 _("The keyring holds no permission to send as “%s”. Sign in again."),
                 entry->title);
  return FALSE;
}

static OutpostSecret *
load (const OutpostKeyringEntry  *entry,
      gboolean                    may_prompt,
      GCancellable               *cancellable,
      GError                    **error)
{
  g_autoptr (GHashTable) attributes = make_exact_attributes (entry);
  g_autoptr (SecretService) service = NULL;
  g_autoptr (ItemList) items = NULL;
  g_autoptr (SecretValue) value = NULL;
  SecretItem *item;
  GError *why = NULL;
  const char *octets;
  gsize length;

  if ((service = open_service (cancellable, error)) == NULL ||
      !search (service, attributes, &items, cancellable, error))
    return NULL;
  if (items == NULL) {
    set_none_found (service, entry, cancellable, error);
    return NULL;
  }

  item = pick_item (items);
  if (!unlock_item (service, item, may_prompt, cancellable, error))
    return NULL;
  if (!secret_item_load_secret_sync (item, cancellable, &why)) {
    fail (why, may_prompt, error);
    return NULL;
  }
  /* A locked item loads without an error and has no secret then. */
  value = secret_item_get_secret (item);
  if (value == NULL) {
    set_locked (error);
    return NULL;
  }
  octets = secret_value_get (value, &length);
  return outpost_secret_new (octets, (gssize) length);
}

static gboolean
unlock (const OutpostKeyringEntry  *entry,
        gboolean                    may_prompt,
        GCancellable               *cancellable,
        GError                    **error)
{
  g_autoptr (GHashTable) attributes = make_exact_attributes (entry);
  g_autoptr (SecretService) service = NULL;
  g_autoptr (ItemList) items = NULL;

  if ((service = open_service (cancellable, error)) == NULL ||
      !search (service, attributes, &items, cancellable, error))
    return FALSE;
  if (items == NULL)
    return unlock_default_collection (service, may_prompt, cancellable, error);

  for (ItemList *l = items; l != NULL; l = l->next) {
    if (!unlock_item (service, l->data, may_prompt, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/* Goes on with the entry that is there, in whatever keyring it lies: a second
 * one in the default keyring would leave the choice to chance. */
static gboolean
replace_in_items (SecretService  *service,
                  ItemList       *items,
                  const char     *label,
                  SecretValue    *value,
                  gboolean        may_prompt,
                  GCancellable   *cancellable,
                  GError        **error)
{
  GError *why = NULL;

  for (ItemList *l = items; l != NULL; l = l->next) {
    if (!unlock_item (service, l->data, may_prompt, cancellable, error))
      return FALSE;
    if (!secret_item_set_secret_sync (l->data, value, cancellable, &why) ||
        !secret_item_set_label_sync (l->data, label, cancellable, &why))
      return fail (why, may_prompt, error);
  }
  return TRUE;
}

static gboolean
store (const OutpostKeyringEntry  *entry,
       OutpostSecret              *secret,
       gboolean                    may_prompt,
       GCancellable               *cancellable,
       GError                    **error)
{
  g_autoptr (GHashTable) attributes = make_exact_attributes (entry);
  g_autoptr (SecretService) service = NULL;
  g_autoptr (ItemList) items = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autofree char *label = NULL;
  GError *why = NULL;

  if ((service = open_service (cancellable, error)) == NULL ||
      !search (service, attributes, &items, cancellable, error))
    return FALSE;

  value = secret_value_new (outpost_secret_get_text (secret),
                            (gssize) outpost_secret_get_length (secret), "text/plain");
  /* Translators: how the password is named in the list of the keyring: account, server */
  label = g_strdup_printf (_("Outpost: %s (%s)"), entry->title, entry->server);
  if (items != NULL)
    return replace_in_items (service, items, label, value, may_prompt, cancellable, error);

  if (!unlock_default_collection (service, may_prompt, cancellable, error))
    return FALSE;
  return secret_service_store_sync (service, &schema, attributes, SECRET_COLLECTION_DEFAULT, label,
                                    value, cancellable, &why) ||
         fail (why, may_prompt, error);
}

static gboolean
is_among (ItemList   *items,
          SecretItem *item)
{
  const char *path = g_dbus_proxy_get_object_path (G_DBUS_PROXY (item));

  for (ItemList *l = items; l != NULL; l = l->next) {
    if (g_strcmp0 (path, g_dbus_proxy_get_object_path (l->data)) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
delete_items (SecretService  *service,
              ItemList       *items,
              ItemList       *spared,
              gboolean        may_prompt,
              GCancellable   *cancellable,
              GError        **error)
{
  GError *why = NULL;

  for (ItemList *l = items; l != NULL; l = l->next) {
    if (is_among (spared, l->data))
      continue;
    if (!unlock_item (service, l->data, may_prompt, cancellable, error))
      return FALSE;
    if (!secret_item_delete_sync (l->data, cancellable, &why))
      return fail (why, may_prompt, error);
  }
  return TRUE;
}

static gboolean
clear (const OutpostKeyringEntry  *entry,
       OutpostKeyringWhich         which,
       gboolean                    may_prompt,
       GCancellable               *cancellable,
       GError                    **error)
{
  g_autoptr (GHashTable) all = make_attributes (entry);
  g_autoptr (GHashTable) exact = NULL;
  g_autoptr (SecretService) service = open_service (cancellable, error);
  g_autoptr (ItemList) all_items = NULL;
  g_autoptr (ItemList) exact_items = NULL;

  if (service == NULL)
    return FALSE;
  if (which != OUTPOST_KEYRING_ALL) {
    exact = make_exact_attributes (entry);
    if (!search (service, exact, &exact_items, cancellable, error))
      return FALSE;
  }
  if (which == OUTPOST_KEYRING_EXACT)
    return delete_items (service, exact_items, NULL, may_prompt, cancellable, error);

  return search (service, all, &all_items, cancellable, error) &&
         delete_items (service, all_items, exact_items, may_prompt, cancellable, error);
}

static OutpostSecretState
get_state (const OutpostKeyringEntry *entry,
           GCancellable              *cancellable)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (SecretService) service = open_service (cancellable, &why);
  g_autoptr (GHashTable) all = NULL;
  g_autoptr (GHashTable) exact = NULL;
  g_autoptr (ItemList) items = NULL;
  g_autoptr (ItemList) others = NULL;

  if (service == NULL)
    return g_error_matches (why, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE)
             ? OUTPOST_SECRET_STATE_NO_SERVICE
             : OUTPOST_SECRET_STATE_UNKNOWN;
  if (entry->id == NULL)
    return OUTPOST_SECRET_STATE_MISSING;

  if (entry->kind != OUTPOST_SECRET_KIND_PASSWORD || (entry->host != NULL && entry->port != 0)) {
    exact = make_exact_attributes (entry);
    if (!search (service, exact, &items, cancellable, NULL))
      return OUTPOST_SECRET_STATE_UNKNOWN;
  }
  if (items != NULL)
    return secret_item_get_locked (pick_item (items)) ? OUTPOST_SECRET_STATE_LOCKED
                                                      : OUTPOST_SECRET_STATE_STORED;

  all = make_attributes (entry);
  if (!search (service, all, &others, cancellable, NULL))
    return OUTPOST_SECRET_STATE_UNKNOWN;
  return others != NULL ? OUTPOST_SECRET_STATE_OTHER_SERVER : OUTPOST_SECRET_STATE_MISSING;
}

extern const OutpostKeyringModule outpost_keyring_module;

G_MODULE_EXPORT const OutpostKeyringModule outpost_keyring_module = {
  unlock, load, store, clear, get_state,
};
