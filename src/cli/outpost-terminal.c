/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-terminal.h"

#include <stdio.h>
#include <string.h>

#define FIRST_STRONG_ISOLATE 0x2068
#define POP_DIRECTIONAL_ISOLATE 0x2069

/**
 * outpost_terminal_strip_isolates:
 * @text: valid UTF-8
 *
 * The window needs the isolates around addresses, hosts and paths; terminals do not
 * turn text round and show a box in their place.
 *
 * Returns: (transfer full): @text without them
 */
char *
outpost_terminal_strip_isolates (const char *text)
{
  GString *plain = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c != FIRST_STRONG_ISOLATE && c != POP_DIRECTIONAL_ISOLATE)
      g_string_append_unichar (plain, c);
  }
  return g_string_free (plain, FALSE);
}

static void
print_to (FILE       *out,
          const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = outpost_terminal_strip_isolates (valid);
  g_autofree char *converted = NULL;
  const char *charset;

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (plain, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fputs (converted != NULL ? converted : plain, out);
  fflush (out);
}

static void
print_cb (const char *text)
{
  print_to (stdout, text);
}

static void
print_error_cb (const char *text)
{
  print_to (stderr, text);
}

/**
 * outpost_terminal_init:
 *
 * Makes g_print() and g_printerr() fit for terminals and scripts: without direction
 * marks, in the letters that the locale has. To be called after
 * [func@Outpost.locale_init].
 */
void
outpost_terminal_init (void)
{
  g_set_print_handler (print_cb);
  g_set_printerr_handler (print_error_cb);
}
