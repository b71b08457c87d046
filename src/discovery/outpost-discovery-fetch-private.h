/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OUTPOST_DISCOVERY_REDIRECTS_MAX 3

GObject     *outpost_discovery_session_new  (void);
void         outpost_discovery_fetch_async  (GObject              *session,
                                             const char           *uri,
                                             gsize                 max_octets,
                                             guint                 limit_ms,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GBytes      *outpost_discovery_fetch_finish (GAsyncResult         *result,
                                             char                **host,
                                             GError              **error);

G_END_DECLS
