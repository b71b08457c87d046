/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-printable.h"

static void
check (const char *octets,
       gssize      length,
       const char *expected)
{
  g_autofree char *text = outpost_printable (octets, length, 100);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_printable (void)
{
  check (NULL, 0, "");
  check ("250 fine", -1, "250 fine");
  check ("two\r\nlines\tkept", -1, "two\nlines\tkept");
  check ("bell\a escape\x1b[31m", -1, "bell\uFFFD escape\uFFFD[31m");
  check ("a\0b", 3, "a\uFFFDb");
  check ("bare\rreturn", -1, "bare\uFFFDreturn");
  check ("latin-1 \xe9t\xe9", -1, "latin-1 \uFFFDt\uFFFD");
  check ("cut \xe2\x82", -1, "cut \uFFFD\uFFFD");
  check ("turn\u202Eround", -1, "turn\uFFFDround");
  check ("größer €", -1, "größer €");
}

static void
test_cut (void)
{
  g_autofree char *whole = outpost_printable ("äöü", -1, 3);
  g_autofree char *cut = outpost_printable ("äöüß", -1, 3);

  g_assert_cmpstr (whole, ==, "äöü");
  g_assert_cmpstr (cut, ==, "äöü…");
}

static void
test_duration (void)
{
  g_autofree char *short_one = outpost_format_duration (38400);
  g_autofree char *long_one = outpost_format_duration (1234567);

  g_assert_cmpstr (short_one, ==, "38 ms");
  g_assert_cmpstr (long_one, ==, "1.2 s");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/printable/printable", test_printable);
  g_test_add_func ("/printable/cut", test_cut);
  g_test_add_func ("/printable/duration", test_duration);

  return g_test_run ();
}
