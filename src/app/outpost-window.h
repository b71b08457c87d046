/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-account-store.h"

G_BEGIN_DECLS

/**
 * OutpostWindow:
 *
 * The main window: one account at a time, chosen in the header.
 */
#define OUTPOST_TYPE_WINDOW (outpost_window_get_type ())
G_DECLARE_FINAL_TYPE (OutpostWindow, outpost_window, OUTPOST, WINDOW, AdwApplicationWindow)

GtkWidget *outpost_window_new          (GtkApplication *application);
void       outpost_window_open_account (OutpostWindow  *self,
                                        const char     *id);
void       outpost_window_test_account (OutpostWindow  *self,
                                        const char     *id,
                                        const char     *action);

G_END_DECLS
