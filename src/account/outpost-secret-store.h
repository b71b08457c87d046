/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"
#include "outpost-secret.h"

G_BEGIN_DECLS

typedef enum {
  OUTPOST_SECRET_ERROR_NO_SERVICE,   /* no Secret Service on this session's bus */
  OUTPOST_SECRET_ERROR_LOCKED,       /* the keyring is locked and may not be asked */
  OUTPOST_SECRET_ERROR_DISMISSED,    /* the unlock prompt was dismissed */
  OUTPOST_SECRET_ERROR_NOT_STORED,   /* nothing is stored */
  OUTPOST_SECRET_ERROR_OTHER_SERVER, /* stored for other server, port or user */
  OUTPOST_SECRET_ERROR_COMMAND,      /* Secret=command: failed or is not allowed */
  OUTPOST_SECRET_ERROR_CREDENTIAL,   /* Secret=credential: not there */
} OutpostSecretError;

#define OUTPOST_SECRET_ERROR (outpost_secret_error_quark ())
GQuark outpost_secret_error_quark (void);

/* Where the account's password is, found out without unlocking anything. */
typedef enum {
  OUTPOST_SECRET_STATE_UNKNOWN,      /* not asked yet */
  OUTPOST_SECRET_STATE_NOT_NEEDED,
  OUTPOST_SECRET_STATE_STORED,
  OUTPOST_SECRET_STATE_LOCKED,       /* stored, in a locked keyring */
  OUTPOST_SECRET_STATE_MISSING,
  OUTPOST_SECRET_STATE_OTHER_SERVER, /* stored, but for another server, port or user */
  OUTPOST_SECRET_STATE_NO_SERVICE,
  OUTPOST_SECRET_STATE_COMMAND,      /* Secret=command: */
  OUTPOST_SECRET_STATE_CREDENTIAL,   /* Secret=credential: */
} OutpostSecretState;

typedef enum {
  OUTPOST_SECRET_KIND_PASSWORD,
  OUTPOST_SECRET_KIND_REFRESH_TOKEN,
  OUTPOST_SECRET_KIND_CLIENT_SECRET,
} OutpostSecretKind;

/* The account's secret from wherever Secret= says. id, server, port and user are taken from the
 * account. Blocks (a prompt waits for the person): worker threads and programs only. */
OutpostSecret      *outpost_secret_load_sync    (OutpostAccount       *account,
                                                 OutpostSecretKind     kind,
                                                 gboolean              may_prompt,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
void                outpost_secret_load_async   (OutpostAccount       *account,
                                                 OutpostSecretKind     kind,
                                                 gboolean              may_prompt,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
OutpostSecret      *outpost_secret_load_finish  (GAsyncResult         *result,
                                                 GError              **error);
gboolean            outpost_secret_save_sync    (OutpostAccount       *account,
                                                 OutpostSecretKind     kind,
                                                 OutpostSecret        *secret,
                                                 gboolean              may_prompt,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
gboolean            outpost_secret_clear_sync   (const char           *account_id,
                                                 OutpostSecretKind     kind,
                                                 gboolean              may_prompt,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
OutpostSecretState  outpost_secret_state_sync   (OutpostAccount       *account,
                                                 GCancellable         *cancellable);
void                outpost_secret_state_async  (OutpostAccount       *account,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
OutpostSecretState  outpost_secret_state_finish (GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
