/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The classes of libsecret have been the same since 0.18. */
#define SECRET_API_SUBJECT_TO_CHANGE
#include <libsecret/secret.h>

G_BEGIN_DECLS

gboolean outpost_keyring_prompt (SecretService  *service,
                                 gpointer        item_or_collection,
                                 GCancellable   *cancellable,
                                 GError        **error);

G_END_DECLS
