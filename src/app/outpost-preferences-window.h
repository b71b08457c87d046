/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostPreferencesWindow:
 *
 * What a person can choose about the program, as against an account.
 */
#define OUTPOST_TYPE_PREFERENCES_WINDOW (outpost_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (OutpostPreferencesWindow, outpost_preferences_window, OUTPOST,
                      PREFERENCES_WINDOW, AdwWindow)

GtkWidget *outpost_preferences_window_new (GtkWindow *parent,
                                           GSettings *settings);

G_END_DECLS
