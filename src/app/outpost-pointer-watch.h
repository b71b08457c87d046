/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OutpostPointerWatch:
 *
 * Tells when somebody is about to press something in a window: the pointer is
 * under way, or a button is down. What opened then would push the target from
 * under the pointer.
 *
 * Signal `busy` (gboolean busy): it began or ended.
 */
#define OUTPOST_TYPE_POINTER_WATCH (outpost_pointer_watch_get_type ())
G_DECLARE_FINAL_TYPE (OutpostPointerWatch, outpost_pointer_watch, OUTPOST, POINTER_WATCH, GObject)

OutpostPointerWatch *outpost_pointer_watch_new (GtkWidget *window);

G_END_DECLS
