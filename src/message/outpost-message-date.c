/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-date.h"

#include <string.h>

#include "outpost-message-comment-private.h"

/* Why not GMime's reader: 3.2.13 takes "09(it):55:06" for midnight, "CET" for UTC,
 * "1 2 3" for a day, and 23:59:60 for nothing (measured). A wrong hour would be told
 * as a delay. */

static const char *
skip (const char *at)
{
  return outpost_comment_skip (at, NULL);
}

/* Reads a number of that many digits, and no part of a longer one. */
static gboolean
take_number (const char **at,
             guint        min_digits,
             guint        max_digits,
             int         *number)
{
  guint n = 0;

  *number = 0;
  for (; g_ascii_isdigit ((*at)[n]) && n <= max_digits; n++)
    *number = *number * 10 + g_ascii_digit_value ((*at)[n]);
  *at += n;
  return n >= min_digits && n <= max_digits;
}

static gsize
measure_letters (const char *at)
{
  gsize n = 0;

  while (g_ascii_isalpha (at[n]))
    n++;
  return n;
}

static const char *
skip_day_name (const char *at)
{
  at = skip (skip (at) + measure_letters (skip (at)));
  return skip (*at == ',' ? at + 1 : at);
}

static gboolean
take_month (const char **at,
            int         *month)
{
  static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  gsize length = measure_letters (*at);

  for (*month = 1; *month <= 12 && length == 3; ++*month)
    if (g_ascii_strncasecmp (*at, names + (*month - 1) * 3, 3) == 0) {
      *at += 3;
      return TRUE;
    }
  return FALSE;
}

/* Years of two and three digits are of RFC 5322, section 4.3. */
static gboolean
take_year (const char **at,
           int         *year)
{
  const char *from = *at;

  if (!take_number (at, 2, 4, year))
    return FALSE;
  if (*at - from == 2)
    *year += *year < 50 ? 2000 : 1900;
  else if (*at - from == 3)
    *year += 1900;
  return *year >= 1900;
}

static gboolean
take_time (const char **at,
           int         *hour,
           int         *minute,
           int         *second)
{
  *second = 0;
  if (!take_number (at, 1, 2, hour))
    return FALSE;
  *at = skip (*at);
  if (**at != ':')
    return FALSE;
  *at = skip (*at + 1);
  if (!take_number (at, 2, 2, minute))
    return FALSE;
  *at = skip (*at);
  if (**at != ':')
    return TRUE;
  *at = skip (*at + 1);
  return take_number (at, 2, 2, second) && *second <= 60;
}

static gboolean
take_digit_zone (const char *at,
                 int        *seconds)
{
  int sign = *at == '-' ? -1 : 1;
  int number;

  at++;
  if (!take_number (&at, 4, 4, &number) || number % 100 > 59)
    return FALSE;
  *seconds = sign * (number / 100 * 3600 + number % 100 * 60);
  return TRUE;
}

/* The names to which RFC 5322, section 4.3 gives a meaning. To the letters of the
 * military zones it gives none, since RFC 822 had their signs wrong. */
static gboolean
take_named_zone (const char *at,
                 int        *seconds)
{
  static const struct { const char *name; int hours; } zones[] = {
    { "UT", 0 },   { "UTC", 0 },  { "GMT", 0 },  { "Z", 0 },    { "EST", -5 }, { "EDT", -4 },
    { "CST", -6 }, { "CDT", -5 }, { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
  };
  gsize length = measure_letters (at);

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    if (strlen (zones[i].name) == length && g_ascii_strncasecmp (at, zones[i].name, length) == 0) {
      *seconds = zones[i].hours * 3600;
      return TRUE;
    }
  return FALSE;
}

/**
 * outpost_message_read_date:
 * @text: a `date-time` of RFC 5322, section 3.3, or an obsolete one of section 4.3
 * @time: (out): return location for seconds since 1970 UTC, more than 0
 *
 * Strict, since a guess would be worse than no time: a zone that nobody has given
 * a meaning makes the date none. The name of the day plays no part.
 *
 * Returns: whether @text is a date
 */
gboolean
outpost_message_read_date (const char *text,
                           gint64     *time)
{
  const char *at = skip_day_name (text);
  int day, month, year, hour, minute, second, zone;
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  if (!take_number (&at, 1, 2, &day))
    return FALSE;
  at = skip (at);
  if (!take_month (&at, &month))
    return FALSE;
  at = skip (at);
  if (!take_year (&at, &year))
    return FALSE;
  at = skip (at);
  if (!take_time (&at, &hour, &minute, &second))
    return FALSE;
  at = skip (at);
  if (!(*at == '+' || *at == '-' ? take_digit_zone (at, &zone) : take_named_zone (at, &zone)))
    return FALSE;

  /* GDateTime knows no leap second. */
  date = g_date_time_new_utc (year, month, day, hour, minute, MIN (second, 59));
  if (date == NULL)
    return FALSE;
  seconds = g_date_time_to_unix (date) + (second == 60) - zone;
  if (seconds <= 0)
    return FALSE;
  *time = seconds;
  return TRUE;
}
