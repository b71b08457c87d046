/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"
#include "outpost-secret-store.h"

G_BEGIN_DECLS

/**
 * OutpostAccountStore:
 *
 * The saved accounts: one key file each (see outpost.conf(5)). A GListModel of
 * OutpostAccount, sorted by title; it watches its folder, so a file changed by
 * another process shows at once. Accounts in it are never edited in place: copy,
 * edit the copy, save.
 *
 * Signal `account-changed` (const char *id): a file came, went or changed on disk.
 */
#define OUTPOST_TYPE_ACCOUNT_STORE (outpost_account_store_get_type ())
G_DECLARE_FINAL_TYPE (OutpostAccountStore, outpost_account_store, OUTPOST, ACCOUNT_STORE, GObject)

/* A file that could not be read: shown beside the accounts that could. */
typedef struct {
  char   *id;
  char   *path;
  GError *error;   /* names file, line and key, never the value */
} OutpostBrokenAccount;

OutpostAccountStore *outpost_account_store_new           (const char           *accounts_dir);  /* NULL: the person's own */
void                 outpost_account_store_reload        (OutpostAccountStore  *self);
OutpostAccount      *outpost_account_store_find          (OutpostAccountStore  *self,
                                                          const char           *id);             /* transfer none */
GPtrArray           *outpost_account_store_get_broken    (OutpostAccountStore  *self);           /* OutpostBrokenAccount */
char                *outpost_account_store_dup_default   (OutpostAccountStore  *self);           /* id, or NULL */
gboolean             outpost_account_store_set_default   (OutpostAccountStore  *self,
                                                          const char           *id,
                                                          GError              **error);
char                *outpost_account_store_make_id       (OutpostAccountStore  *self,
                                                          const char           *name);

/* Save, in the contract's order: re-read under a lock and apply only the keys changed between
 * base and draft; store the secret (if not NULL); write the file; clear what the old settings
 * left behind; put the replaced secret back if writing fails. base NULL: a new account; the
 * draft's own id is taken if it has one (ID_TAKEN if it is not free), else one is made from its
 * title, so a duplicate starts from outpost_account_duplicate(). may_prompt: the keyring may ask to be unlocked. Blocks: the _async
 * form does the same in a thread and leaves this store reloaded. Returns the id. */
char                *outpost_account_store_save_sync     (OutpostAccountStore  *self,
                                                          OutpostAccount       *base,
                                                          OutpostAccount       *draft,
                                                          OutpostSecret        *secret,
                                                          gboolean              may_prompt,
                                                          GCancellable         *cancellable,
                                                          GError              **error);
void                 outpost_account_store_save_async    (OutpostAccountStore  *self,
                                                          OutpostAccount       *base,
                                                          OutpostAccount       *draft,
                                                          OutpostSecret        *secret,
                                                          gboolean              may_prompt,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
char                *outpost_account_store_save_finish   (OutpostAccountStore  *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);

/* Remove in two steps, so that undo loses nothing: hide moves the file aside (the secret
 * stays), unhide puts it back, purge removes file and secret. A hidden account survives a
 * crash and is offered again by get_hidden. */
gboolean             outpost_account_store_hide          (OutpostAccountStore  *self,
                                                          const char           *id,
                                                          GError              **error);
gboolean             outpost_account_store_unhide        (OutpostAccountStore  *self,
                                                          const char           *id,
                                                          GError              **error);
char               **outpost_account_store_get_hidden    (OutpostAccountStore  *self);
OutpostAccount      *outpost_account_store_load_hidden   (OutpostAccountStore  *self,
                                                          const char           *id,
                                                          GError              **error);
gboolean             outpost_account_store_purge_sync    (OutpostAccountStore  *self,
                                                          const char           *id,
                                                          gboolean              may_prompt,
                                                          GCancellable         *cancellable,
                                                          GError              **error);
void                 outpost_account_store_purge_async   (OutpostAccountStore  *self,
                                                          const char           *id,
                                                          gboolean              may_prompt,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean             outpost_account_store_purge_finish  (OutpostAccountStore  *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);

G_END_DECLS
