/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-column-layout.h"

#define SPACING 3

static GtkSizeRequestMode
request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* GtkBox answers how wide it must be for a height by dealing the height out to its children, and
 * with two labels that wrap the answer can be wider than what they were just given for it: GTK
 * 4.8 then lets the widget grow over its parent's edge (seen in Arabic). The width here is that of
 * the widest child, whatever the height. */
static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  guint n_visible = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum, child_natural;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, orientation, across ? -1 : for_size, &child_minimum,
                        &child_natural, NULL, NULL);
    *minimum = across ? MAX (*minimum, child_minimum) : *minimum + child_minimum;
    *natural = across ? MAX (*natural, child_natural) : *natural + child_natural;
    n_visible++;
  }
  if (!across && n_visible > 1) {
    *minimum += SPACING * ((int) n_visible - 1);
    *natural += SPACING * ((int) n_visible - 1);
  }
}

static void
allocate (GtkWidget *widget,
          int        width,
          int        height,
          int        baseline)
{
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkAllocation place = { .x = 0, .y = y, .width = width };

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &place.height, NULL, NULL, NULL);
    gtk_widget_size_allocate (child, &place, -1);
    y += place.height + SPACING;
  }
}

/**
 * outpost_column_layout_new:
 *
 * Returns: (transfer full): a layout for texts that wrap, one below the other
 */
GtkLayoutManager *
outpost_column_layout_new (void)
{
  return gtk_custom_layout_new (request_mode, measure, allocate);
}
