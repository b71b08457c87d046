/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-printable.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define REPLACEMENT 0xFFFD

/* Marks that turn the direction of the text around them could make a server's
 * words read as something else (Unicode UAX #9, "explicit directional"). */
static gboolean
turns_direction (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x200E || c == 0x200F || c == 0x061C;
}

static gunichar
next_character (const char **at,
                const char  *end)
{
  gunichar c = g_utf8_get_char_validated (*at, end - *at);

  if (c == (gunichar) -1 || c == (gunichar) -2 || c == 0) {
    *at += 1;
    return REPLACEMENT;
  }
  *at = g_utf8_next_char (*at);
  if (c == '\n' || c == '\t')
    return c;
  if (!g_unichar_isprint (c) || turns_direction (c))
    return REPLACEMENT;
  return c;
}

/**
 * outpost_printable:
 * @octets: (nullable): what came from outside
 * @length: its length in octets, or -1 if a NUL ends it
 * @max_characters: the longest result in characters; more is cut, an ellipsis told
 *
 * Makes octets from outside fit to be shown: valid UTF-8, with control
 * characters, direction marks and broken sequences as U+FFFD. Line feeds and
 * tabs stay; carriage returns before a line feed go.
 *
 * Returns: (transfer full): text
 */
char *
outpost_printable (const char *octets,
                   gssize      length,
                   gsize       max_characters)
{
  const char *at = octets, *end;
  GString *text;

  if (octets == NULL)
    return g_strdup ("");

  end = octets + (length < 0 ? strlen (octets) : (gsize) length);
  text = g_string_new (NULL);
  for (gsize n = 0; at < end; n++) {
    if (*at == '\r' && at + 1 < end && at[1] == '\n')
      at++;
    if (n == max_characters) {
      g_string_append (text, "…");
      break;
    }
    g_string_append_unichar (text, next_character (&at, end));
  }

  return g_string_free (text, FALSE);
}

/**
 * outpost_printable_isolate:
 * @text: text whose direction is its own: a host, an address, a code
 *
 * Puts @text between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, so that
 * it does not turn round inside a sentence of the other direction.
 *
 * Returns: (transfer full): text
 */
char *
outpost_printable_isolate (const char *text)
{
  return g_strconcat ("\u2068", text, "\u2069", NULL);
}

/**
 * outpost_format_duration:
 * @microseconds: a duration
 *
 * Returns: (transfer full): the duration for people: "38 ms" below a second,
 *   "1.2 s" above, in the locale's digits
 */
char *
outpost_format_duration (gint64 microseconds)
{
  if (microseconds < G_USEC_PER_SEC) {
    /* Translators: a duration in milliseconds */
    return g_strdup_printf (_("%d ms"), (int) ((microseconds + 500) / 1000));
  }
  /* Translators: a duration in seconds */
  return g_strdup_printf (_("%.1f s"), (double) microseconds / G_USEC_PER_SEC);
}
