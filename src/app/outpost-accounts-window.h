/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostAccountsWindow:
 *
 * All accounts in a list with a search, for those who have more than a menu holds.
 */
#define OUTPOST_TYPE_ACCOUNTS_WINDOW (outpost_accounts_window_get_type ())
G_DECLARE_FINAL_TYPE (OutpostAccountsWindow, outpost_accounts_window, OUTPOST, ACCOUNTS_WINDOW,
                      AdwWindow)

GtkWidget *outpost_accounts_window_new (GtkWindow  *parent,
                                        GListModel *accounts);

G_END_DECLS
