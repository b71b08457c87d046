/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "message-support.h"
#include "outpost-message-lines-private.h"

#define HEADER "From: a@example.org\nDate: x\nMessage-ID: <x@example.org>\n\n"
#define WIRE_HEADER "From: a@example.org\r\nDate: x\r\nMessage-ID: <x@example.org>\r\n\r\n"

static void
test_each_kind_of_line_end (void)
{
  static const struct { const char *body, *wire; } cases[] = {
    { "", "" },
    { "a", "a\r\n" },
    { "a\n", "a\r\n" },
    { "a\r\n", "a\r\n" },
    { "a\r", "a\r\n" },
    { "a\rb", "a\r\nb\r\n" },
    { "a\n\rb", "a\r\n\r\nb\r\n" },
    { "a\r\r\nb\r\r", "a\r\n\r\nb\r\n\r\n" },
    { "\n\n", "\r\n\r\n" },
    { "\r\n\r\n", "\r\n\r\n" },
    { ".\n..\na", ".\r\n..\r\na\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (HEADER, cases[i].body, NULL);
    g_autofree char *wire = g_strconcat (WIRE_HEADER, cases[i].wire, NULL);
    g_autoptr (OutpostMessage) message = support_message (text, NULL);
    g_autoptr (GString) all = support_read (message, 7);

    g_assert_cmpstr (all->str, ==, wire);
  }
}

static void
test_lone_dot (void)
{
  static const struct { const char *body, *wire; } cases[] = {
    { "a\n.\nb\n", "a\r\n" },
    { "a\r\n.\r\nb", "a\r\n" },
    { "a\r.\rb", "a\r\n" },
    { "a\n.", "a\r\n" },
    { ".\na\n", "" },
    { "..\n. \n.a\na.\n", "..\r\n. \r\n.a\r\na.\r\n" },
  };
  OutpostMessageOptions options = { .dot_ends = TRUE };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (HEADER, cases[i].body, NULL);
    g_autoptr (OutpostMessage) message = support_message (text, &options);
    g_autofree char *body = support_body (message);

    g_assert_cmpstr (body, ==, cases[i].wire);
  }
}

static void
test_lone_dot_in_the_header (void)
{
  OutpostMessageOptions options = { .dot_ends = TRUE };
  g_autoptr (OutpostMessage) message = support_message ("Subject: x\n.\nX: y\n\nbody\n", &options);
  g_autofree char *subject = support_field (message, "Subject");
  g_autofree char *after = support_field (message, "X");
  g_autofree char *body = support_body (message);

  g_assert_cmpstr (subject, ==, " x");
  g_assert_null (after);
  g_assert_cmpstr (body, ==, "");
}

static char *
random_body (gsize length)
{
  static const char octets[] = "\r\n.ab\xe9 \n\r";
  char *body = g_malloc (length + 1);
  int n = g_test_rand_int_range (2, sizeof octets);

  for (gsize i = 0; i < length; i++)
    body[i] = octets[g_test_rand_int_range (0, n)];
  body[length] = '\0';
  return body;
}

static gsize
longest_line (const char *wire)
{
  g_auto (GStrv) lines = g_strsplit (wire, "\r\n", -1);
  gsize longest = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    longest = MAX (longest, strlen (lines[i]));
  return longest;
}

/* Facts do not depend on the pieces in which a body comes. */
static void
test_scan_in_pieces (void)
{
  for (guint round = 0; round < 2000; round++) {
    gsize length = (gsize) g_test_rand_int_range (0, 60);
    g_autofree char *body = random_body (length);
    gboolean dot_ends = g_test_rand_bit ();
    g_autoptr (GString) wire = support_normalise (body, length, dot_ends);
    OutpostLineScan scan = { .dot_ends = dot_ends };
    g_autoptr (GString) again = NULL;

    for (gsize at = 0; at < length && !scan.ended;) {
      gsize wanted = (gsize) g_test_rand_int_range (1, 6);
      gsize n = MIN (length - at, wanted);

      outpost_line_scan_feed (&scan, (const guint8 *) body + at, n);
      at += n;
    }
    outpost_line_scan_finish (&scan);

    g_assert_cmpuint (scan.wire_octets, ==, wire->len);
    g_assert_cmpuint (scan.longest_line, ==, longest_line (wire->str));
    g_assert_cmpint (scan.has_8bit, >=, strchr (wire->str, '\xe9') != NULL);
    again = support_normalise (body, (gsize) scan.raw_octets, FALSE);
    g_assert_cmpstr (again->str, ==, wire->str);
  }
}

static void
check_read_in_pieces (gsize length,
                      gsize piece)
{
  g_autofree char *body = random_body (length);
  gboolean dot_ends = g_test_rand_bit ();
  OutpostMessageOptions options = { .dot_ends = dot_ends };
  g_autofree char *text = g_strconcat (HEADER, body, NULL);
  g_autoptr (GString) wire = support_normalise (body, length, dot_ends);
  g_autoptr (OutpostMessage) message = support_message (text, &options);
  g_autoptr (GString) all = support_read (message, piece);

  g_string_prepend (wire, WIRE_HEADER);
  g_assert_cmpstr (all->str, ==, wire->str);
}

static void
test_read_in_pieces (void)
{
  for (guint round = 0; round < 500; round++)
    for (gsize piece = 1; piece <= 7; piece++)
      check_read_in_pieces ((gsize) g_test_rand_int_range (0, 40), piece);
}

/* Larger than a piece of the input and than what stays in memory: through the spool. */
static void
test_read_large (void)
{
  for (guint round = 0; round < 20; round++)
    check_read_in_pieces ((gsize) g_test_rand_int_range (65000, 200000), 65536);
  check_read_in_pieces (150000, 1);
}

static void
test_facts (void)
{
  g_autoptr (OutpostMessage) plain = support_message (HEADER "12345678901234567890\n\n", NULL);
  g_autoptr (OutpostMessage) eight = support_message (HEADER "gr\xc3\xbc\xc3\x9f\n", NULL);
  g_autofree char *line = g_strnfill (1000, 'x');
  g_autofree char *text = g_strconcat (HEADER, line, NULL);
  g_autoptr (OutpostMessage) wide = support_message (text, NULL);

  g_assert_cmpuint (outpost_message_get_octets (plain), ==, strlen (WIRE_HEADER) + 24);
  g_assert_false (outpost_message_has_8bit (plain));
  /* The longest one is in the header. */
  g_assert_cmpuint (outpost_message_get_longest_line (plain), ==,
                    strlen ("Message-ID: <x@example.org>"));
  g_assert_true (outpost_message_has_8bit (eight));
  g_assert_false (outpost_message_needs_smtputf8 (eight));
  g_assert_cmpuint (outpost_message_get_longest_line (wide), ==, 1000);
}

static void
test_8bit_is_found_anywhere (void)
{
  for (gsize length = 1; length < 40; length++) {
    for (gsize at = 0; at < length; at++) {
      g_autofree char *octets = g_strnfill (length, 'a');

      g_assert_false (outpost_has_8bit ((const guint8 *) octets, length));
      octets[at] = '\x80';
      g_assert_true (outpost_has_8bit ((const guint8 *) octets, length));
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lines/each-kind-of-line-end", test_each_kind_of_line_end);
  g_test_add_func ("/lines/lone-dot", test_lone_dot);
  g_test_add_func ("/lines/lone-dot-in-the-header", test_lone_dot_in_the_header);
  g_test_add_func ("/lines/scan-in-pieces", test_scan_in_pieces);
  g_test_add_func ("/lines/read-in-pieces", test_read_in_pieces);
  g_test_add_func ("/lines/read-large", test_read_large);
  g_test_add_func ("/lines/facts", test_facts);
  g_test_add_func ("/lines/8bit-is-found-anywhere", test_8bit_is_found_anywhere);

  return g_test_run ();
}
