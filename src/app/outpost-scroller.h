/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostScroller:
 *
 * Moves a scrolled page: to what a person has asked for, and back to where the
 * person is typing when something above grows or shrinks.
 */
#define OUTPOST_TYPE_SCROLLER (outpost_scroller_get_type ())
G_DECLARE_FINAL_TYPE (OutpostScroller, outpost_scroller, OUTPOST, SCROLLER, GObject)

OutpostScroller *outpost_scroller_new           (GtkWidget       *page);
void             outpost_scroller_to_top        (OutpostScroller *self);
void             outpost_scroller_to_top_third  (OutpostScroller *self,
                                                 GtkWidget       *target);
void             outpost_scroller_into_view     (OutpostScroller *self,
                                                 GtkWidget       *target);
void             outpost_scroller_before_layout (OutpostScroller *self);
void             outpost_scroller_after_layout  (OutpostScroller *self);

G_END_DECLS
