/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-deadline.h"

G_BEGIN_DECLS

GSocketConnection *outpost_smtp_socket_connect_sync (GList            *addresses,
                                                     guint16           port,
                                                     OutpostDeadline   deadline,
                                                     GCancellable     *cancellable,
                                                     GError          **error);
GIOCondition       outpost_smtp_socket_wait         (GSocket          *socket,
                                                     GIOCondition      wanted,
                                                     OutpostDeadline   deadline,
                                                     GCancellable     *cancellable,
                                                     GError          **error);

G_END_DECLS
