/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-words.h"

#include <glib/gi18n-lib.h>

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
 * Names a widget that has no name of its own.
 */
void
outpost_words_name (GtkWidget  *widget,
                    const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * outpost_words_name_button:
 * @button: a button with visible words
 * @name: what assistive technology is to call it
 *
 * Gives a button a name that says more than its words. GTK 4.8 would add the
 * words once more, from the relation to the button's own label.
 */
void
outpost_words_name_button (GtkButton  *button,
                           const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  outpost_words_name (GTK_WIDGET (button), name);
}
