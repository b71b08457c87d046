/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-discovery-fetch-private.h"

G_BEGIN_DECLS

/**
 * OutpostDiscoveryWebModule:
 *
 * The module `web`: what is done by libsoup, see the functions of these names in
 * outpost-discovery-fetch.c. It brings a dozen libraries with it, and a window that shows an
 * account fetches nothing.
 */
typedef struct {
  GObject *(*session_new)  (void);
  void     (*fetch_async)  (GObject              *session,
                            const char           *uri,
                            gsize                 max_octets,
                            guint                 limit_ms,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data);
  GBytes  *(*fetch_finish) (GAsyncResult         *result,
                            char                **host,
                            GError              **error);
} OutpostDiscoveryWebModule;

G_END_DECLS
