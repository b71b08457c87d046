/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-deadline.h"

G_BEGIN_DECLS

GBytes   *outpost_dns_query_sync   (const char       *name,
                                    int               type,
                                    OutpostDeadline   deadline,
                                    GCancellable     *cancellable,
                                    GError          **error);
gboolean  outpost_dns_resolve_sync (const char       *host,
                                    OutpostDeadline   deadline,
                                    GCancellable     *cancellable,
                                    GError          **error);

G_END_DECLS
