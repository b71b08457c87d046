/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-menu-names.h"

#include "outpost-words.h"

static gboolean
is_menu_item (GtkWidget *widget)
{
  switch ((int) gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget))) {
  case GTK_ACCESSIBLE_ROLE_MENU_ITEM:
  case GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX:
  case GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO:
    return TRUE;
  default:
    return FALSE;
  }
}

/* The words come first, the keys of its shortcut after them. */
static GtkLabel *
first_label (GtkWidget *widget)
{
  GtkLabel *label = GTK_IS_LABEL (widget) ? GTK_LABEL (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && label == NULL;
       child = gtk_widget_get_next_sibling (child))
    label = first_label (child);
  return label;
}

static void
name_items (GtkWidget *widget)
{
  GtkLabel *label = is_menu_item (widget) ? first_label (widget) : NULL;

  if (label != NULL) {
    outpost_words_name (widget, gtk_label_get_text (label));
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

/**
 * outpost_menu_names_watch:
 * @popover: (nullable): a menu made from a model
 *
 * Has the items of the menu read out whenever it opens. Newer versions of GTK
 * (seen with 4.18.6) name an item after its label, which they keep from assistive
 * technology, and so by nothing. GTK 4.8 needs no help.
 */
void
outpost_menu_names_watch (GtkPopover *popover)
{
  if (popover != NULL && gtk_check_version (4, 10, 0) == NULL)
    g_signal_connect (popover, "show", G_CALLBACK (name_items), NULL);
}
