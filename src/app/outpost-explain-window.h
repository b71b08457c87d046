/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostExplainWindow:
 *
 * Takes a text that was pasted or lies in a file, and says what it means: a
 * server's reply, a bounce, the header of a message that arrived, or something
 * that old guides advise. Nothing is looked up anywhere.
 */
#define OUTPOST_TYPE_EXPLAIN_WINDOW (outpost_explain_window_get_type ())
G_DECLARE_FINAL_TYPE (OutpostExplainWindow, outpost_explain_window, OUTPOST, EXPLAIN_WINDOW,
                      AdwWindow)

GtkWidget *outpost_explain_window_new (GtkWindow  *parent,
                                       const char *sender);

G_END_DECLS
