/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-keyring.h"

G_BEGIN_DECLS

/**
 * OutpostKeyringEntry:
 * @id: (nullable): the account's id; %NULL if it is not saved yet
 * @title: the account's name
 * @server: the account's server, as it is written
 * @host: (nullable): the same in A-labels; %NULL if it is no host name
 * @port: its port; 0 if it is none
 * @user: its user name
 * @kind: which secret
 *
 * What names an entry of the keyring: plain texts, since a class does not go into a module.
 */
typedef struct {
  const char        *id;
  const char        *title;
  const char        *server;
  char              *host;
  guint16            port;
  const char        *user;
  OutpostSecretKind  kind;
} OutpostKeyringEntry;

/**
 * OutpostKeyringModule:
 *
 * The module `keyring`: what is done by libsecret, see the functions of these names in
 * outpost-keyring.c. Who has a password from a command or a credential does without it.
 */
typedef struct {
  gboolean            (*unlock)    (const OutpostKeyringEntry  *entry,
                                    gboolean                    may_prompt,
                                    GCancellable               *cancellable,
                                    GError                    **error);
  OutpostSecret      *(*load)      (const OutpostKeyringEntry  *entry,
                                    gboolean                    may_prompt,
                                    GCancellable               *cancellable,
                                    GError                    **error);
  gboolean            (*store)     (const OutpostKeyringEntry  *entry,
                                    OutpostSecret              *secret,
                                    gboolean                    may_prompt,
                                    GCancellable               *cancellable,
                                    GError                    **error);
  gboolean            (*clear)     (const OutpostKeyringEntry  *entry,
                                    OutpostKeyringWhich         which,
                                    gboolean                    may_prompt,
                                    GCancellable               *cancellable,
                                    GError                    **error);
  OutpostSecretState  (*get_state) (const OutpostKeyringEntry  *entry,
                                    GCancellable               *cancellable);
} OutpostKeyringModule;

G_END_DECLS
