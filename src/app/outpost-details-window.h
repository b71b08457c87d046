/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-trial-report.h"

G_BEGIN_DECLS

/**
 * OutpostDetailsWindow:
 *
 * All that is known of a test: what was agreed with the server, why it
 * failed, and what was said, word for word.
 */
#define OUTPOST_TYPE_DETAILS_WINDOW (outpost_details_window_get_type ())
G_DECLARE_FINAL_TYPE (OutpostDetailsWindow, outpost_details_window, OUTPOST, DETAILS_WINDOW,
                      AdwWindow)

GtkWidget *outpost_details_window_new (GtkWindow          *parent,
                                       OutpostTrialReport *report,
                                       const char         *host);

G_END_DECLS
