/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-discovery-answer.h"

G_BEGIN_DECLS

/* More connections than this to somebody's servers nobody would call polite. */
#define OUTPOST_DISCOVERY_CONNECTIONS_MAX 6

void                    outpost_discovery_verify_async  (GPtrArray            *answers,
                                                         guint                 limit_ms,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
OutpostDiscoveryAnswer *outpost_discovery_verify_finish (GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
