/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gmime/gmime.h>

#include "message-support.h"
#include "outpost-message-encode-private.h"

/* Encodes text whose lines end in CRLF, piece octets at a time. */
static char *
encode (const char *text,
        gsize       piece)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  OutpostQuotedPrintable encoding = { .out = out };
  gsize length = strlen (text);

  for (gsize at = 0; at < length; at += piece)
    outpost_quoted_printable_feed (&encoding, (const guint8 *) text + at,
                                   MIN (piece, length - at));
  return g_strndup ((const char *) out->data, out->len);
}

static char *
decode (const char *text)
{
  gsize length = strlen (text);
  char *out = g_malloc (length + 1);
  GMimeEncoding encoding;

  g_mime_encoding_init_decode (&encoding, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  length = g_mime_encoding_flush (&encoding, text, length, out);
  out[length] = '\0';
  return out;
}

/* The rules of RFC 2045, section 6.7. */
static void
test_rules (void)
{
  static const struct { const char *text, *encoded; } cases[] = {
    /* 1 and 2: what may stand for itself. */
    { "1 + 1 = 2\r\n", "1 + 1 =3D 2\r\n" },
    { "a\fb\x7f\xc3\xa4\x01\r\n", "a=0Cb=7F=C3=A4=01\r\n" },
    { "!\"#$@[\\]^`{|}~<>\r\n", "!\"#$@[\\]^`{|}~<>\r\n" },
    /* 3: blanks, but not at the end of a line. */
    { "a b\tc\r\n", "a b\tc\r\n" },
    { "a \r\nb\t\r\n \r\n", "a=20\r\nb=09\r\n=20\r\n" },
    { "a  \r\n", "a =20\r\n" },
    /* 4: line ends stay line ends. */
    { "\r\n\r\na\r\n", "\r\n\r\na\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece < 12; piece++) {
      g_autofree char *encoded = encode (cases[i].text, piece);

      g_assert_cmpstr (encoded, ==, cases[i].encoded);
    }
}

/* The example of the same section, which is one line once decoded. */
static void
test_rfc_2045_example (void)
{
  static const char lines[] = "Now's the time =\r\nfor all folk to come=\r\n to the aid of their "
                              "country.\r\n";
  static const char text[] = "Now's the time for all folk to come to the aid of their country.\r\n";
  g_autofree char *decoded = decode (lines);
  g_autofree char *encoded = encode (text, sizeof text);

  g_assert_cmpstr (decoded, ==, text);
  g_assert_cmpstr (encoded, ==, text);
}

static void
assert_lines_fit (const char *encoded)
{
  g_auto (GStrv) lines = g_strsplit (encoded, "\r\n", -1);

  g_assert_true (g_str_is_ascii (encoded));
  for (gsize i = 0; lines[i] != NULL; i++) {
    g_assert_cmpuint (strlen (lines[i]), <=, 76);
    g_assert_false (g_str_has_suffix (lines[i], " ") || g_str_has_suffix (lines[i], "\t"));
  }
}

/* Rule 5, and another program reads what was written. */
static void
test_random_text_comes_back (void)
{
  static const char octets[] = "abc =\t\xc3\xa4.\x80";

  for (guint round = 0; round < 1000; round++) {
    gsize length = (gsize) g_test_rand_int_range (0, 400);
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *encoded = NULL;
    g_autofree char *decoded = NULL;

    for (gsize i = 0; i < length; i++) {
      if (g_test_rand_int_range (0, 60) == 0)
        g_string_append (text, "\r\n");
      else
        g_string_append_c (text, octets[g_test_rand_int_range (0, sizeof octets - 1)]);
    }
    g_string_append (text, "\r\n");
    encoded = encode (text->str, (gsize) g_test_rand_int_range (1, 50));
    decoded = decode (encoded);

    assert_lines_fit (encoded);
    g_assert_cmpstr (decoded, ==, text->str);
  }
}

static OutpostMessage *
adapt (OutpostMessage *message,
       gboolean        eight_bit_mime)
{
  g_autoptr (GError) error = NULL;
  OutpostMessage *adapted = outpost_message_adapt (message, eight_bit_mime, &error);

  g_assert_no_error (error);
  g_assert_nonnull (adapted);
  return adapted;
}

static void
test_what_fits_is_left_alone (void)
{
  g_autofree char *line = g_strnfill (998, 'x');
  g_autofree char *text = g_strconcat ("\n", line, "\n", NULL);
  g_autoptr (OutpostMessage) ascii = support_message (text, NULL);
  g_autoptr (OutpostMessage) eight = support_message ("\n\xc3\xa4\n", NULL);
  g_autoptr (OutpostMessage) adapted_ascii = adapt (ascii, FALSE);
  g_autoptr (OutpostMessage) adapted_eight = adapt (eight, TRUE);

  g_assert_true (adapted_ascii == ascii);
  g_assert_true (adapted_eight == eight);
}

static void
check_encoded (const char *text,
               gboolean    eight_bit_mime,
               const char *content_type)
{
  OutpostMessageOptions options = { .from = "a@example.org", .recipients_from_header = TRUE };
  g_autoptr (OutpostMessage) message = support_message (text, &options);
  g_autoptr (OutpostMessage) adapted = adapt (message, eight_bit_mime);
  g_autofree char *before = support_body (message);
  g_autofree char *after = support_body (adapted);
  g_autofree char *decoded = decode (after);
  g_autofree char *type = support_field (adapted, "Content-Type");
  g_autofree char *encoding = support_field (adapted, "Content-Transfer-Encoding");
  g_autofree char *version = support_field (adapted, "MIME-Version");

  g_assert_true (adapted != message);
  assert_lines_fit (after);
  g_assert_cmpstr (decoded, ==, before);
  g_assert_cmpstr (type, ==, content_type);
  g_assert_cmpstr (encoding, ==, " quoted-printable");
  g_assert_cmpstr (version, ==, " 1.0");
  g_assert_false (outpost_message_has_8bit (adapted));
  g_assert_cmpuint (outpost_message_get_longest_line (adapted), <=, 78);
  /* The same message. */
  g_assert_cmpstr (outpost_message_get_message_id (adapted), ==,
                   outpost_message_get_message_id (message));
  g_assert_cmpstr (outpost_message_get_from (adapted), ==, outpost_message_get_from (message));
  g_assert_cmpstrv (outpost_message_get_recipients (adapted),
                    outpost_message_get_recipients (message));
}

static void
test_text_is_encoded (void)
{
  g_autofree char *line = g_strnfill (2000, 'x');
  g_autofree char *wide = g_strconcat ("To: b@example.org\n\n", line, "\n", NULL);

  check_encoded ("Subject: x\n\ngr\xc3\xbc\xc3\x9f" "e =\n", FALSE, " text/plain; charset=utf-8");
  check_encoded ("Subject: x\n\ngr\xfc\xdf" "e\n", FALSE, " text/plain; charset=unknown-8bit");
  /* A character that is cut off at the end. */
  check_encoded ("Subject: x\n\ngr\xc3", FALSE, " text/plain; charset=unknown-8bit");
  check_encoded ("Content-Type: text/html; charset=iso-8859-1\nMIME-Version: 1.0\n"
                 "Content-Transfer-Encoding: 8bit\n\ngr\xfc\xdf" "e\n", FALSE,
                 " text/html; charset=iso-8859-1");
  check_encoded ("Content-Transfer-Encoding: 7BIT\nContent-Type: TEXT/plain\n\n\xc3\xa4", FALSE,
                 " TEXT/plain");
  check_encoded (wide, TRUE, " text/plain; charset=utf-8");
}

/* A character across the pieces in which a body is read is still one. */
static void
test_large_utf8_is_known (void)
{
  g_autoptr (GString) text = g_string_new ("\n.");

  for (guint i = 0; i < 50000; i++)
    g_string_append (text, i % 30 == 0 ? "\n" : "\xe6\x97\xa5");
  g_string_append_c (text, '\n');
  check_encoded (text->str, FALSE, " text/plain; charset=utf-8");
}

static void
check_refused (const char *header,
               const char *body,
               gboolean    eight_bit_mime)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strconcat (header, "\n\n", body, "\n", NULL);
  g_autoptr (OutpostMessage) message = support_message (text, NULL);
  g_autoptr (OutpostMessage) adapted = outpost_message_adapt (message, eight_bit_mime, &error);

  g_assert_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT);
  g_assert_null (adapted);
}

static void
test_parts_and_signatures_are_refused (void)
{
  static const char * const headers[] = {
    "Content-Type: multipart/mixed; boundary=x",
    "Content-Type: multipart/signed; boundary=x",
    "Content-Type:\n application/pkcs7-mime",
    "Content-Type: message/rfc822",
    "Content-Type: image/png",
    "Content-Type: text/plain\nContent-Transfer-Encoding: base64",
    "Content-Type: text/plain\nDKIM-Signature: v=1; a=rsa-sha256",
  };
  g_autofree char *line = g_strnfill (999, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    check_refused (headers[i], "\xc3\xa4", FALSE);
    check_refused (headers[i], line, TRUE);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_mime_init ();
  g_mime_init ();

  g_test_add_func ("/encode/rules", test_rules);
  g_test_add_func ("/encode/rfc-2045-example", test_rfc_2045_example);
  g_test_add_func ("/encode/random-text-comes-back", test_random_text_comes_back);
  g_test_add_func ("/encode/what-fits-is-left-alone", test_what_fits_is_left_alone);
  g_test_add_func ("/encode/text-is-encoded", test_text_is_encoded);
  g_test_add_func ("/encode/large-utf8-is-known", test_large_utf8_is_known);
  g_test_add_func ("/encode/parts-and-signatures-are-refused",
                   test_parts_and_signatures_are_refused);

  return g_test_run ();
}
