/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OutpostListener:
 *
 * Ports on the loopback and a thread for each connection to them.
 */
typedef struct _OutpostListener OutpostListener;

/* Runs in a thread of its own. fd is handed over; port_index counts the calls of
 * outpost_listener_add() from 0, number the connections from 1. */
typedef void (*OutpostListenerFunc) (int           fd,
                                     guint         port_index,
                                     guint         number,
                                     GCancellable *stop,
                                     gpointer      user_data);

OutpostListener *outpost_listener_new               (guint                 max_connections,
                                                     OutpostListenerFunc   func,
                                                     gpointer              user_data);
gboolean         outpost_listener_add               (OutpostListener      *self,
                                                     guint16              *port,
                                                     gboolean              also_ipv6,
                                                     const char           *refusal,
                                                     GError              **error);
void             outpost_listener_start             (OutpostListener      *self);
void             outpost_listener_stop              (OutpostListener      *self);
guint            outpost_listener_get_n_connections (OutpostListener      *self);
void             outpost_listener_free              (OutpostListener      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostListener, outpost_listener_free)

G_END_DECLS
