/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-expander.h"

#include "outpost-words.h"

/* libadwaita 1.2 has its arrow as SVG only, for which librsvg would be loaded before the first
 * frame. GTK's own arrow is in its resources as pixels. It points up, as that one does:
 * the style turns it round while the row is closed. */
static void
use_ready_arrow (GtkWidget *widget)
{
  if (GTK_IS_IMAGE (widget) &&
      g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), "adw-expander-arrow-symbolic") == 0)
    gtk_image_set_from_icon_name (GTK_IMAGE (widget), "pan-up-symbolic");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    use_ready_arrow (child);
}

static void
expanded_cb (GtkWidget *list)
{
  gtk_widget_set_visible (list, TRUE);
}

/**
 * outpost_expander_make_light:
 * @row: a closed expander row
 * @list: the list inside it that holds its rows
 *
 * Keeps what the closed row hides from costing time before the first frame: it
 * would be measured and styled all the same.
 */
void
outpost_expander_make_light (AdwExpanderRow *row,
                             GtkWidget      *list)
{
  g_return_if_fail (ADW_IS_EXPANDER_ROW (row) && GTK_IS_WIDGET (list));

  use_ready_arrow (GTK_WIDGET (row));
  gtk_widget_set_visible (list, FALSE);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), list,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_expander_name:
 * @row: an expander row
 * @name: its title
 *
 * Names the row, and the list that holds nothing but its head: libadwaita
 * names only the head itself.
 */
void
outpost_expander_name (AdwExpanderRow *row,
                       const char     *name)
{
  GtkWidget *child;

  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));

  outpost_words_name (GTK_WIDGET (row), name);
  for (child = gtk_widget_get_first_child (GTK_WIDGET (row));
       child != NULL && !GTK_IS_LIST_BOX (child);
       child = gtk_widget_get_first_child (child))
    ;
  if (child != NULL)
    outpost_words_name (child, name);
}
