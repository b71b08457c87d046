/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-fact-row.h"

#include <glib/gi18n-lib.h>

#include "outpost-text-direction.h"
#include "outpost-words.h"

static GtkWidget *
create_value (const char *value)
{
  GtkWidget *label = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Figures, such as a reply code, would turn round. */
  if (outpost_text_direction_find_letter (value) == NULL) {
    gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
    gtk_label_set_xalign (GTK_LABEL (label),
                          gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? 1 : 0);
  }
  outpost_words_keep_whole (GTK_LABEL (label));
  return label;
}

/**
 * outpost_fact_row_add:
 * @group: where it goes
 * @title: (nullable): what it is, or %NULL if the value says so itself
 * @value: (nullable): plain text; nothing is added without one
 *
 * Adds a row with a small title and the value below it in full: what stands
 * here is looked up and copied.
 *
 * Returns: (transfer none) (nullable): the row, or %NULL if there is none
 */
GtkWidget *
outpost_fact_row_add (AdwPreferencesGroup *group,
                      const char          *title,
                      const char          *value)
{
  GtkWidget *row, *box, *title_label;
  g_autofree char *name = NULL;

  if (value == NULL || value[0] == '\0')
    return NULL;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (box, "property");
  if (title != NULL) {
    title_label = gtk_label_new (title);
    gtk_label_set_xalign (GTK_LABEL (title_label), 0);
    gtk_widget_add_css_class (title_label, "caption");
    gtk_widget_add_css_class (title_label, "facts");
    gtk_box_append (GTK_BOX (box), title_label);
  }
  gtk_box_append (GTK_BOX (box), create_value (value));

  row = adw_preferences_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  /* Translators: a fact for a screen reader: its title, then its value */
  name = title != NULL ? g_strdup_printf (_("%s: %s"), title, value) : g_strdup (value);
  outpost_words_name (row, name);
  adw_preferences_group_add (group, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);
  return row;
}

static void
activated_cb (GtkWidget *row)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (row)),
                g_object_get_data (G_OBJECT (row), "url"), GDK_CURRENT_TIME);
}

/**
 * outpost_link_row_add:
 * @group: where it goes
 * @title: what the page is
 * @url: its address, from the catalogue or the presets and never from a reply
 *
 * Adds a row that opens a page.
 *
 * Returns: (transfer none): the row
 */
GtkWidget *
outpost_link_row_add (AdwPreferencesGroup *group,
                      const char          *title,
                      const char          *url)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("outpost-external-symbolic");
  g_autofree char *markup = g_markup_escape_text (title, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, url);
  /* Else libadwaita 1.7 would describe the row by the subtitle that it has not. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  g_object_set_data_full (G_OBJECT (row), "url", g_strdup (url), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), NULL);
  adw_preferences_group_add (group, row);
  return row;
}
