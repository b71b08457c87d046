/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostWrappersWindow:
 *
 * The two scripts with which programs outside the sandbox reach the commands in
 * it, to be copied.
 */
#define OUTPOST_TYPE_WRAPPERS_WINDOW (outpost_wrappers_window_get_type ())
G_DECLARE_FINAL_TYPE (OutpostWrappersWindow, outpost_wrappers_window, OUTPOST, WRAPPERS_WINDOW,
                      AdwWindow)

gboolean   outpost_wrappers_are_needed (void);
GtkWidget *outpost_wrappers_window_new (GtkWindow *parent);

G_END_DECLS
