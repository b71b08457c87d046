/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-words.h"

#include <glib/gi18n-lib.h>

#define ZERO_WIDTH_SPACE "\u200b"

/**
 * outpost_words_clock:
 * @time: seconds since 1970 UTC
 * @today: (out): return location for whether that is today
 *
 * Returns: (transfer full): the time of day if it is today, else date and time, as the locale
 *   writes them
 */
char *
outpost_words_clock (gint64    time,
                     gboolean *today)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  *today = g_date_time_get_year (then) == g_date_time_get_year (now) &&
           g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);
  if (*today)
    return g_date_time_format (then, "%H:%M");
  /* Translators: a date and the time of day, as g_date_time_format() takes them */
  return g_date_time_format (then, _("%-e %B %Y, %H:%M"));
}

/**
 * outpost_words_name:
 * @widget: a widget
 * @name: what assistive technology is to call it
 *
 * Names a widget that has no name of its own, or whose visible words say too little. A relation to
 * a label goes: GTK 4.8 would add the words of a button's own, and libadwaita 1.7 has one in each
 * row, which goes before the name even where that label is empty.
 */
void
outpost_words_name (GtkWidget  *widget,
                    const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * outpost_words_announce:
 * @widget: what it is about
 * @text: what is new
 *
 * Lets a screen reader say what has changed by itself. GTK before 4.14 cannot:
 * there the change of a name or a description is all that is told.
 */
void
outpost_words_announce (GtkWidget  *widget,
                        const char *text)
{
#if GTK_CHECK_VERSION (4, 14, 0)
  /* Newer than what is allowed elsewhere, so that it is not used without thought. By the window,
   * which every screen reader has come by: GTK drops what a widget says that none has (seen with
   * 4.18). */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (gtk_widget_get_mapped (widget))
    gtk_accessible_announce (GTK_ACCESSIBLE (gtk_widget_get_root (widget)), text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}

/**
 * outpost_words_keep_whole:
 * @label: a label with a key, a host or an address
 *
 * Lets nothing be added where the label breaks within a word: a hyphen there would read as one
 * of the server's.
 */
void
outpost_words_keep_whole (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

/**
 * outpost_words_dup_foldable:
 * @address: an address, or the name of a host
 *
 * In two or three lines it is read best if each ends with a part of it.
 *
 * Returns: (transfer full): @address, in which a line may end behind its @ and its dots
 */
char *
outpost_words_dup_foldable (const char *address)
{
  GString *text = g_string_new (address);

  g_string_replace (text, "@", "@" ZERO_WIDTH_SPACE, 0);
  g_string_replace (text, ".", "." ZERO_WIDTH_SPACE, 0);
  return g_string_free (text, FALSE);
}

/**
 * outpost_words_fold:
 * @label: a value at the end of a row
 *
 * Lets the value take more lines before it takes the room of the row's title.
 */
void
outpost_words_fold (GtkLabel *label)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, 3);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_justify (label, GTK_JUSTIFY_RIGHT);
  gtk_label_set_xalign (label, 1);
  outpost_words_keep_whole (label);
}

static GtkLabel *
find_title (GtkWidget *widget)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "heading"))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_title (child);

  return found;
}

/**
 * outpost_words_wrap_title:
 * @group: a group whose title is a sentence
 *
 * Lets the title of a group wrap, where libadwaita 1.2 would cut it off, and its description
 * within an address.
 */
void
outpost_words_wrap_title (AdwPreferencesGroup *group)
{
  GtkLabel *title = find_title (GTK_WIDGET (group));
  GtkWidget *description = title != NULL ? gtk_widget_get_next_sibling (GTK_WIDGET (title)) : NULL;

  if (title == NULL)
    return;
  gtk_label_set_ellipsize (title, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (title, TRUE);
  gtk_label_set_wrap_mode (title, PANGO_WRAP_WORD_CHAR);
  if (GTK_IS_LABEL (description)) {
    gtk_label_set_wrap_mode (GTK_LABEL (description), PANGO_WRAP_WORD_CHAR);
    outpost_words_keep_whole (GTK_LABEL (description));
  }
}
