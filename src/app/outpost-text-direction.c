/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-text-direction.h"

/**
 * outpost_text_direction_find_letter:
 * @text: any text
 *
 * Text without a letter, such as a port, has no direction of its own.
 *
 * Returns: (nullable) (transfer none): where its first letter is, which gives it one
 */
const char *
outpost_text_direction_find_letter (const char *text)
{
  while (*text != '\0' && !g_unichar_isalpha (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text != '\0' ? text : NULL;
}

/**
 * outpost_text_direction_align:
 * @editable: an entry whose text or direction has changed
 *
 * Puts text at the side of its title whatever its direction: Latin text in a
 * right-to-left window would stand at the far edge.
 */
void
outpost_text_direction_align (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);
  const char *letter = outpost_text_direction_find_letter (text);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (editable)) == GTK_TEXT_DIR_RTL;
  gboolean against = FALSE;

  if (letter != NULL) {
    g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (editable), text);

    against = rtl == (pango_layout_get_direction (layout, (int) (letter - text)) ==
                      PANGO_DIRECTION_LTR);
  }
  gtk_editable_set_alignment (editable, against ? 1.0 : 0.0);
}
