/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-secret-store.h"

G_BEGIN_DECLS

/* Whose entries outpost_keyring_clear() takes away. */
typedef enum {
  OUTPOST_KEYRING_EXACT,  /* those for the account's present server, port and user */
  OUTPOST_KEYRING_OTHERS, /* those for any other */
  OUTPOST_KEYRING_ALL,
} OutpostKeyringWhich;

gboolean            outpost_keyring_unlock    (OutpostAccount       *account,
                                               OutpostSecretKind     kind,
                                               gboolean              may_prompt,
                                               GCancellable         *cancellable,
                                               GError              **error);
OutpostSecret      *outpost_keyring_load      (OutpostAccount       *account,
                                               OutpostSecretKind     kind,
                                               gboolean              may_prompt,
                                               GCancellable         *cancellable,
                                               GError              **error);
gboolean            outpost_keyring_store     (OutpostAccount       *account,
                                               OutpostSecretKind     kind,
                                               OutpostSecret        *secret,
                                               gboolean              may_prompt,
                                               GCancellable         *cancellable,
                                               GError              **error);
gboolean            outpost_keyring_clear     (OutpostAccount       *account,
                                               OutpostSecretKind     kind,
                                               OutpostKeyringWhich   which,
                                               gboolean              may_prompt,
                                               GCancellable         *cancellable,
                                               GError              **error);
gboolean            outpost_keyring_clear_all (const char           *account_id,
                                               OutpostSecretKind     kind,
                                               gboolean              may_prompt,
                                               GCancellable         *cancellable,
                                               GError              **error);
OutpostSecretState  outpost_keyring_get_state (OutpostAccount       *account,
                                               OutpostSecretKind     kind,
                                               GCancellable         *cancellable);

G_END_DECLS
