/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account-folder.h"

G_BEGIN_DECLS

char     *outpost_account_save  (const OutpostAccountFolder  *folder,
                                 OutpostAccount              *base,
                                 OutpostAccount              *draft,
                                 OutpostSecret               *secret,
                                 gboolean                     may_prompt,
                                 GCancellable                *cancellable,
                                 GError                     **error);
gboolean  outpost_account_purge (const OutpostAccountFolder  *folder,
                                 const char                  *id,
                                 gboolean                     may_prompt,
                                 GCancellable                *cancellable,
                                 GError                     **error);

G_END_DECLS
