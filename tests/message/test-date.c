/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-message-date.h"

/* Fri, 21 Nov 1997 15:55:06 +0000, the message of RFC 5322, appendix A.1.1 */
#define EXAMPLE 880127706

static const struct { const char *text; gint64 time; } dates[] = {
  { "Fri, 21 Nov 1997 09:55:06 -0600", EXAMPLE },
  { "21 Nov 1997 15:55:06 -0000", EXAMPLE },
  { "  Fri ,21 NOV 1997 21:25:06 +0530 (in (nested) words)", EXAMPLE },
  { "Fri, 21 Nov 1997 15:55:06 +0000; more", EXAMPLE },
  /* Appendix A.5 and A.6.2: comments within, two digits, no seconds, named zones. */
  { "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", EXAMPLE },
  { "21 Nov 97 09:55:06 GMT", EXAMPLE - 6 * 3600 },
  { "Fri, 21 Nov 1997 15:55 Z", EXAMPLE - 6 },
  { "21 Nov 97 10:55:06 EST", EXAMPLE },
  { "21 Nov 97 11:55:06 edt", EXAMPLE },
  { "21 Nov 97 09:55:06 CST", EXAMPLE },
  { "21 Nov 97 10:55:06 CDT", EXAMPLE },
  { "21 Nov 97 08:55:06 MST", EXAMPLE },
  { "21 Nov 97 09:55:06 MDT", EXAMPLE },
  { "21 Nov 97 07:55:06 PST", EXAMPLE },
  { "21 Nov 97 08:55:06 PDT", EXAMPLE },
  { "21 Nov 97 15:55:06 UT", EXAMPLE },
  { "1 Jan 01 00:00:00 +0000", 978307200 },
  { "1 Jan 101 00:00:00 +0000", 978307200 },
  { "Sat, 31 Dec 2016 23:59:60 +0000", 1483228800 },
  { "29 Feb 2024 00:00:00 +0000", 1709164800 },
};

static const char * const no_dates[] = {
  "", "soon", "Fri", "Fri,", "21", "21 Nov", "21 Nov 1997", "21 Nov 1997 15", "21 Nov 1997 15:55",
  "21 Nov 1997 15:55:06", "21 Nov 1997 15:55:06 CET", "21 Nov 1997 15:55:06 A",
  "21 Nov 1997 15:55:06 +100", "21 Nov 1997 15:55:06 +01000", "21 Nov 1997 15:55:06 +0160",
  "21 Nov 1997 15:55:61 +0000", "21 Nov 1997 15:60:06 +0000", "21 Nov 1997 24:00:00 +0000",
  "30 Feb 2024 00:00:00 +0000", "0 Jan 2024 00:00:00 +0000", "121 Nov 1997 15:55:06 +0000",
  "21 November 1997 15:55:06 +0000", "21 Nov 19970 15:55:06 +0000", "21 Nov 7 15:55:06 +0000",
  "21 Nov 0000 15:55:06 +0000", "1 Jan 1970 00:00:00 +0000", "1 Jan 1960 00:00:00 +0000",
  "21 Nov 99999999999999999999 15:55:06 +0000", "-1 Nov 1997 15:55:06 +0000",
  "Thu Nov 21 10:00:00 2024", "1997-11-21T15:55:06Z", "1 2 3", "((((((", "21 (Nov 1997",
};

static void
test_dates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    gint64 time = -1;

    g_test_message ("%s", dates[i].text);
    g_assert_true (outpost_message_read_date (dates[i].text, &time));
    g_assert_cmpint (time, ==, dates[i].time);
  }
}

static void
test_no_dates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_dates); i++) {
    gint64 time = -1;

    g_test_message ("%s", no_dates[i]);
    g_assert_false (outpost_message_read_date (no_dates[i], &time));
    g_assert_cmpint (time, ==, -1);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/date/read", test_dates);
  g_test_add_func ("/date/none", test_no_dates);

  return g_test_run ();
}
