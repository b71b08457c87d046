/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-choice.h"

#include "outpost-words.h"

/* As libadwaita has it: beside the row's title the chosen entry takes no more of a line. */
#define CHOSEN_WIDTH_CHARS 20

static GtkWidget *
new_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

static const char *
get_text (GtkListItem *item)
{
  return gtk_string_object_get_string (gtk_list_item_get_item (item));
}

static void
setup_chosen_cb (GtkListItemFactory *factory,
                 GtkListItem        *item)
{
  GtkWidget *label = new_label ();

  gtk_label_set_max_width_chars (GTK_LABEL (label), CHOSEN_WIDTH_CHARS);
  gtk_list_item_set_child (item, label);
}

/* GTK 4.8 gives an entry no name: a screen reader would read nothing where the focus goes. */
static void
show_text (GtkListItem *item,
           GtkLabel    *label)
{
  GtkWidget *entry = gtk_widget_get_parent (gtk_list_item_get_child (item));

  gtk_label_set_text (label, get_text (item));
  if (entry != NULL)
    outpost_words_name (entry, get_text (item));
}

static void
bind_chosen_cb (GtkListItemFactory *factory,
                GtkListItem        *item)
{
  show_text (item, GTK_LABEL (gtk_list_item_get_child (item)));
}

static void
setup_entry_cb (GtkListItemFactory *factory,
                GtkListItem        *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = new_label ();

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE,
                                               "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               "icon-name", "object-select-symbolic",
                                               NULL));
  gtk_list_item_set_child (item, box);
}

static void
update_mark (GtkListItem *item,
             GParamSpec  *pspec,
             AdwComboRow *row)
{
  GtkWidget *mark = gtk_widget_get_last_child (gtk_list_item_get_child (item));

  gtk_widget_set_opacity (mark, adw_combo_row_get_selected_item (row) ==
                                gtk_list_item_get_item (item) ? 1 : 0);
}

static void
bind_entry_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               AdwComboRow        *row)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  show_text (item, GTK_LABEL (label));
  g_signal_connect_object (row, "notify::selected-item", G_CALLBACK (update_mark), item,
                           G_CONNECT_SWAPPED);
  update_mark (item, NULL, row);
}

static void
unbind_entry_cb (GtkListItemFactory *factory,
                 GtkListItem        *item,
                 AdwComboRow        *row)
{
  g_signal_handlers_disconnect_by_func (row, update_mark, item);
}

/**
 * outpost_choice_show_whole:
 * @row: a row with a string list
 *
 * Lets long entries wrap, where libadwaita cuts them off after 20 characters:
 * in some languages that is not enough to tell them apart.
 */
void
outpost_choice_show_whole (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) chosen = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) entry = gtk_signal_list_item_factory_new ();

  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  g_signal_connect (chosen, "setup", G_CALLBACK (setup_chosen_cb), NULL);
  g_signal_connect (chosen, "bind", G_CALLBACK (bind_chosen_cb), NULL);
  g_signal_connect (entry, "setup", G_CALLBACK (setup_entry_cb), NULL);
  g_signal_connect_object (entry, "bind", G_CALLBACK (bind_entry_cb), row, 0);
  g_signal_connect_object (entry, "unbind", G_CALLBACK (unbind_entry_cb), row, 0);
  adw_combo_row_set_factory (row, chosen);
  adw_combo_row_set_list_factory (row, entry);
}
