/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gmime/gmime.h>

#include "message-support.h"
#include "outpost-message-words-private.h"

static const OutpostMessageOptions account = {
  .from = "orders@shop.example",
  .from_name = "The Shop",
  .reply_to = "help@shop.example",
};

/* Header and body as they go out, without the fields that are added. */
static void
check_split (const char *text,
             const char *header,
             const char *body)
{
  g_autofree char *with_fields =
    g_strconcat (header, "Date: now\r\nMessage-ID: <x@y>\r\n", NULL);
  g_autoptr (OutpostMessage) message = support_message (text, NULL);
  g_autofree char *is_header = support_header (message);
  g_autofree char *is_body = support_body (message);

  g_assert_true (g_str_has_prefix (is_header, header));
  g_assert_true (g_str_has_prefix (is_header + strlen (header), "Date: "));
  g_assert_cmpstr (is_body, ==, body);
}

static void
test_where_the_body_begins (void)
{
  static const struct { const char *text, *header, *body; } cases[] = {
    { "Subject: x\n\nbody\n", "Subject: x\r\n", "body\r\n" },
    { "Subject: x\r\n\r\nbody\r\n", "Subject: x\r\n", "body\r\n" },
    { "Subject: x\r\rbody\r", "Subject: x\r\n", "body\r\n" },
    { "Subject: x\n", "Subject: x\r\n", "" },
    { "Subject: x", "Subject: x\r\n", "" },
    { "Subject: x\n\n", "Subject: x\r\n", "" },
    { "\nSubject: x\n", "", "Subject: x\r\n" },
    { "", "", "" },
    /* The first line is no field: an empty line comes before it. */
    { "backup finished\nall: well\n", "", "backup finished\r\nall: well\r\n" },
    { " indented: text\n", "", " indented: text\r\n" },
    { "gr\xc3\xbc\xc3\x9f: x\n", "", "gr\xc3\xbc\xc3\x9f: x\r\n" },
    { ": x\n", "", ": x\r\n" },
    { "two words: x\n", "", "two words: x\r\n" },
    /* So it is further down. */
    { "Subject: x\nbody\n\nmore\n", "Subject: x\r\n", "body\r\n\r\nmore\r\n" },
    /* The separator of an mbox goes; a From field does not. */
    { "From root Mon Nov 23 10:00:00 2026\nSubject: x\n\nbody\n", "Subject: x\r\n", "body\r\n" },
    { ">From root Mon Nov 23\nSubject: x\n\nbody\n", "Subject: x\r\n", "body\r\n" },
    { "From root Mon Nov 23\n\nFrom here\n", "", "From here\r\n" },
    { "Subject: x\nFrom root Mon\n\n", "Subject: x\r\n", "From root Mon\r\n\r\n" },
    /* Blanks before the colon (RFC 5322, section 4.5). */
    { "Subject : x\n\nbody\n", "Subject: x\r\n", "body\r\n" },
    /* Folded fields stay as they are, but for lines of blanks. */
    { "Subject: x\n\ty\n   z\n\nb\n", "Subject: x\r\n\ty\r\n   z\r\n", "b\r\n" },
    { "Subject: x\n  \n y\n\nb\n", "Subject: x\r\n y\r\n", "b\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].text);
    check_split (cases[i].text, cases[i].header, cases[i].body);
  }
}

static void
test_nul (void)
{
  support_refused ("Subject: a\0b\n\nbody\n", 19, NULL, OUTPOST_MESSAGE_ERROR_CONTENT);
  support_refused ("Subject: ab\n\nbo\0dy\n", 19, NULL, OUTPOST_MESSAGE_ERROR_CONTENT);
}

static void
test_header_has_a_bound (void)
{
  g_autofree char *field = g_strnfill (900, 'x');
  g_autoptr (GString) header = g_string_new (NULL);
  g_autofree char *line = g_strnfill (2 * 1024 * 1024, 'x');
  g_autofree char *name = g_strconcat ("Subject: ", line, NULL);
  g_autoptr (OutpostMessage) message = NULL;

  while (header->len < 1100000)
    g_string_append_printf (header, "X-Field: %s\n", field);
  support_refused (header->str, -1, NULL, OUTPOST_MESSAGE_ERROR_CONTENT);
  support_refused (name, -1, NULL, OUTPOST_MESSAGE_ERROR_CONTENT);

  /* A line of that length that is no field belongs to the body. */
  message = support_message (line, NULL);
  g_assert_cmpuint (outpost_message_get_longest_line (message), ==, 2 * 1024 * 1024);
}

static void
test_missing_fields (void)
{
  g_autoptr (OutpostMessage) message = support_message ("Subject: x\n\nbody\n", &account);
  g_autofree char *from = support_field (message, "From");
  g_autofree char *reply_to = support_field (message, "Reply-To");
  g_autofree char *date = support_field (message, "Date");
  g_autofree char *id = support_field (message, "Message-ID");

  g_assert_cmpstr (from, ==, " The Shop <orders@shop.example>");
  g_assert_cmpstr (reply_to, ==, " help@shop.example");
  g_assert_true (g_regex_match_simple ("^ (Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{1,2} [A-Z][a-z]{2} "
                                       "[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}$",
                                       date, 0, 0));
  g_assert_true (g_regex_match_simple ("^ <[0-9a-f]{32}@shop\\.example>$", id, 0, 0));
  g_assert_cmpstr (outpost_message_get_message_id (message), ==, id + 1);
  g_assert_cmpstr (outpost_message_get_from (message), ==, "orders@shop.example");
}

static void
test_own_fields_are_kept (void)
{
  static const char own[] = "from: Cron <root@host.example>\r\nREPLY-TO: me@host.example\r\n"
                            "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\nMessage-Id: <1@host>\r\n";
  g_autofree char *text = g_strconcat (own, "\nbody\n", NULL);
  g_autoptr (OutpostMessage) message = support_message (text, &account);
  g_autofree char *header = support_header (message);

  g_assert_cmpstr (header, ==, own);
  g_assert_cmpstr (outpost_message_get_from (message), ==, "root@host.example");
  g_assert_cmpstr (outpost_message_get_message_id (message), ==, "<1@host>");
}

static void
test_fields_without_value_are_missing (void)
{
  g_autoptr (OutpostMessage) message =
    support_message ("From:\nDate: \nMessage-ID:\n \n\nbody\n", &account);
  g_autofree char *header = support_header (message);

  g_assert_true (g_str_has_prefix (header, "From: The Shop <orders@shop.example>\r\n"));
  g_assert_null (strstr (header, "From:\r\n"));
  g_assert_null (strstr (header, "Date: \r\n"));
}

static void
test_message_id_is_of_the_from_domain (void)
{
  g_autoptr (OutpostMessage) own = support_message ("From: \"a@b\" <x@b\xc3\xbc" "cher.example>\n\n",
                                                    &account);
  g_autoptr (OutpostMessage) no_domain = support_message ("From: root\n\n", &account);
  g_autoptr (OutpostMessage) nobody = support_message ("Subject: x\n\n", NULL);
  g_autoptr (OutpostMessage) again = support_message ("From: root\n\n", &account);

  g_assert_true (g_str_has_suffix (outpost_message_get_message_id (own),
                                   "@xn--bcher-kva.example>"));
  g_assert_true (g_str_has_suffix (outpost_message_get_message_id (no_domain), "@shop.example>"));
  g_assert_true (g_str_has_suffix (outpost_message_get_message_id (nobody), "@outpost.invalid>"));
  g_assert_cmpstr (outpost_message_get_message_id (no_domain), !=,
                   outpost_message_get_message_id (again));
  g_assert_null (outpost_message_get_from (nobody));
}

static void
test_bcc_goes (void)
{
  g_autoptr (OutpostMessage) message =
    support_message ("From: a@b.example\nBCC: secret@x.example,\n other@x.example\nTo: a@b.example\n"
                     "Resent-Bcc: third@x.example\nbcc : fourth@x.example\n\nBcc: body\n", NULL);
  g_autofree char *header = support_header (message);
  g_autofree char *body = support_body (message);

  g_assert_true (g_str_has_prefix (header, "From: a@b.example\r\nTo: a@b.example\r\nDate: "));
  g_assert_null (strstr (header, "x.example"));
  g_assert_cmpstr (body, ==, "Bcc: body\r\n");
}

/* A name with a line end, such as one from a form of a web site, makes no field. */
static void
test_names_make_no_fields (void)
{
  OutpostMessageOptions options = { .from = "a@b.example", .from_name = "x\r\nBcc: y@z.example" };
  g_autoptr (OutpostMessage) given = support_message ("\nbody\n", &options);
  g_autoptr (OutpostMessage) encoded =
    support_message ("To: =?utf-8?q?x=0D=0ABcc:_y=40z?= \xc3\xa4 <a@b.example>\n"
                     "Subject: =?utf-8?q?x=0ABcc:_y?= \xc3\xa4\n\n", NULL);
  g_autofree char *given_header = support_header (given);
  g_autofree char *encoded_header = support_header (encoded);

  g_assert_null (strstr (given_header, "\nBcc"));
  g_assert_null (strstr (encoded_header, "\nBcc"));
  g_assert_nonnull (strstr (encoded_header, "Bcc"));
  /* Nor does it once it is decoded. */
  g_assert_null (strstr (given_header, "=0D"));
  g_assert_null (strstr (encoded_header, "=0A"));

  options.from = "a@b.example\r\nBcc: c@d.example";
  support_refused ("\nbody\n", -1, &options, OUTPOST_MESSAGE_ERROR_CONTENT);
}

static void
assert_encoded_well (const char *field)
{
  g_auto (GStrv) lines = g_strsplit (field, "\r\n", -1);

  g_assert_true (g_str_is_ascii (field));
  for (gsize i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit_set (lines[i], " \t", -1);

    /* RFC 2047, section 2; the name of the field was cut off. */
    g_assert_cmpuint (strlen (lines[i]), <=, 76);
    for (gsize k = 0; words[k] != NULL; k++)
      if (strstr (words[k], "=?") != NULL)
        g_assert_cmpuint (strlen (words[k]), <=, 75);
  }
}

static char *
unfold (const char *field)
{
  g_auto (GStrv) lines = g_strsplit (field, "\r\n", -1);

  return g_strjoinv ("", lines);
}

/* Raw text is encoded so that another program reads the same. */
static void
test_raw_text_is_encoded (void)
{
  static const char * const texts[] = {
    "Gr\xc3\xbc\xc3\x9f" "e",
    "plain first, then gr\xc3\xbc\xc3\x9f" "e and plain last",
    "two  blanks \xc3\xa4  and \xc3\xb6  two more",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?= says =?utf-8?q? \xc3\xa4",
    "encoded =?utf-8?q?x?= \xc3\xa4 _ = ?",
    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac"
    "\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5"
    "\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \xf0\x9f\x93\xac",
    "\xf0\x9f\x93\xac aaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaa",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *literal = outpost_words_decode (texts[i]);
    g_autofree char *text = g_strdup_printf ("Subject: %s\n\n", texts[i]);
    g_autoptr (OutpostMessage) message = support_message (text, NULL);
    g_autofree char *field = support_field (message, "Subject");
    g_autofree char *value = unfold (field);
    g_autofree char *decoded = g_mime_utils_header_decode_text (NULL, value);

    g_test_message ("%s", field);
    assert_encoded_well (field);
    g_assert_cmpstr (g_strstrip (decoded), ==, literal);
    g_assert_false (g_str_has_prefix (field, "\r\n"));
    g_assert_false (outpost_message_has_8bit (message));
  }
}

/* The examples of RFC 2047, section 8. */
static void
test_rfc_2047_examples (void)
{
  static const struct { const char *text, *decoded; } cases[] = {
    { "=?ISO-8859-1?Q?a?=", "a" },
    { "=?ISO-8859-1?Q?a?= b", "a b" },
    { "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab" },
    { "=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab" },
    { "=?ISO-8859-1?Q?a_b?=", "a b" },
    { "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b" },
    { "=?US-ASCII?Q?Keith_Moore?=", "Keith Moore" },
    { "=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld J\xc3\xb8rn Simonsen" },
    { "=?ISO-8859-1?Q?Andr=E9?= Pirard", "Andr\xc3\xa9 Pirard" },
    { "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= "
      "=?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
      "If you can read this you understand the example." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *decoded = outpost_words_decode (cases[i].text);
    g_autofree char *text = g_strdup_printf ("Subject: %s\n\n", cases[i].text);
    g_autoptr (OutpostMessage) message = support_message (text, NULL);
    g_autofree char *field = support_field (message, "Subject");

    g_assert_cmpstr (decoded, ==, cases[i].decoded);
    /* ASCII already: not touched. */
    g_assert_cmpstr (field + 1, ==, cases[i].text);
  }
}

static void
test_latin_1_is_not_lost (void)
{
  g_autoptr (OutpostMessage) message = support_message ("Subject: Gr\xfc\xdf" "e\n\n", NULL);
  g_autofree char *field = support_field (message, "Subject");
  g_autofree char *decoded = g_mime_utils_header_decode_text (NULL, field);

  g_assert_cmpstr (g_strstrip (decoded), ==, "Gr\xc3\xbc\xc3\x9f" "e");
}

static void
test_addresses_are_encoded (void)
{
  static const struct { const char *value, *wire; } cases[] = {
    { "J\xc3\xb6rg <j@example.org>", " =?utf-8?q?J=C3=B6rg?= <j@example.org>" },
    { "\"J\xc3\xb6rg, the \\\"Boss\\\"\" <j@example.org>, k@example.org",
      " =?utf-8?q?J=C3=B6rg=2C_the_=22Boss=22?= <j@example.org>, k@example.org" },
    { "j@b\xc3\xbc" "cher.example", " j@xn--bcher-kva.example" },
    { "j@example.org (J\xc3\xb6rg)", " =?utf-8?q?J=C3=B6rg?= <j@example.org>" },
    { "G\xc3\xa4ste: \"a, b\" <a@example.org>, c@example.org;, d@example.org",
      " =?utf-8?q?G=C3=A4ste?= : \"a, b\" <a@example.org>, c@example.org;,\r\n d@example.org" },
    /* Only a local part stays as it is. */
    { "J\xc3\xb6rg <j\xc3\xb6rg@b\xc3\xbc" "cher.example>",
      " =?utf-8?q?J=C3=B6rg?= <j\xc3\xb6rg@xn--bcher-kva.example>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("To: %s\n\n", cases[i].value);
    g_autoptr (OutpostMessage) message = support_message (text, NULL);
    g_autofree char *field = support_field (message, "To");

    g_assert_cmpstr (field, ==, cases[i].wire);
    g_assert_cmpint (outpost_message_needs_smtputf8 (message), ==, i == 5);
  }
}

static void
test_parameters_are_encoded (void)
{
  g_autoptr (OutpostMessage) message =
    support_message ("Content-Type: text/plain; charset=utf-8; name=\"\xc3\xa9.txt\"\n"
                     "Content-Disposition: attachment; filename=\"\xe6\x97\xa5.txt\"\n\n", NULL);
  g_autofree char *type = support_field (message, "Content-Type");
  g_autofree char *disposition = support_field (message, "Content-Disposition");
  g_autoptr (GObject) parsed = NULL;

  g_assert_nonnull (strstr (type, "name*="));
  g_assert_nonnull (strstr (type, "charset=utf-8"));
  parsed = G_OBJECT (g_mime_content_disposition_parse (NULL, disposition));
  g_assert_cmpstr (g_mime_content_disposition_get_parameter (GMIME_CONTENT_DISPOSITION (parsed),
                                                             "filename"),
                   ==, "\xe6\x97\xa5.txt");
  g_assert_false (outpost_message_has_8bit (message));
}

static void
test_long_lines_are_folded (void)
{
  g_autofree char *half = g_strnfill (985, 'x');
  g_autofree char *text = g_strdup_printf ("Subject: %s   %s\nX-Next: y\n\n", half, half);
  g_autofree char *folded = g_strdup_printf (" %s\r\n   %s", half, half);
  g_autofree char *name = g_strdup_printf ("Subject: %sxxxxxxxxxx\n\n", half);
  g_autofree char *behind_name = g_strdup_printf ("\r\n %sxxxxxxxxxx", half);
  g_autofree char *whole = g_strdup_printf ("Subject: %s%s\n\n", half, half);
  g_autofree char *blanks = g_strnfill (1200, ' ');
  g_autofree char *empty = g_strdup_printf ("Subject: x%s\nX-Next: y\n\n", blanks);
  g_autoptr (OutpostMessage) message = support_message (text, NULL);
  g_autoptr (OutpostMessage) first_word = support_message (name, NULL);
  g_autofree char *field = support_field (message, "Subject");
  g_autofree char *next = support_field (message, "X-Next");
  g_autofree char *first = support_field (first_word, "Subject");

  g_assert_cmpstr (field, ==, folded);
  g_assert_cmpstr (next, ==, " y");
  g_assert_cmpuint (outpost_message_get_longest_line (message), <=, 998);
  g_assert_cmpstr (first, ==, behind_name);

  support_refused (whole, -1, NULL, OUTPOST_MESSAGE_ERROR_CONTENT);
  support_refused (empty, -1, NULL, OUTPOST_MESSAGE_ERROR_CONTENT);
}

static void
test_long_address_lists_are_folded (void)
{
  OutpostMessageOptions options = { .recipients_from_header = TRUE };
  g_autoptr (GString) text = g_string_new ("To: ");
  g_autoptr (OutpostMessage) message = NULL;
  g_autofree char *field = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "%suser%u@example.org", i > 0 ? "," : "", i);
  g_string_append (text, "\n\n");
  message = support_message (text->str, &options);
  field = support_field (message, "To");

  g_assert_cmpuint (outpost_message_get_longest_line (message), <=, 78);
  g_assert_true (g_str_has_suffix (field, " user99@example.org"));
  g_assert_cmpuint (g_strv_length ((char **) outpost_message_get_recipients (message)), ==, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_mime_init ();

  g_test_add_func ("/header/where-the-body-begins", test_where_the_body_begins);
  g_test_add_func ("/header/nul", test_nul);
  g_test_add_func ("/header/has-a-bound", test_header_has_a_bound);
  g_test_add_func ("/header/missing-fields", test_missing_fields);
  g_test_add_func ("/header/own-fields-are-kept", test_own_fields_are_kept);
  g_test_add_func ("/header/fields-without-value-are-missing",
                   test_fields_without_value_are_missing);
  g_test_add_func ("/header/message-id-is-of-the-from-domain",
                   test_message_id_is_of_the_from_domain);
  g_test_add_func ("/header/bcc-goes", test_bcc_goes);
  g_test_add_func ("/header/names-make-no-fields", test_names_make_no_fields);
  g_test_add_func ("/header/raw-text-is-encoded", test_raw_text_is_encoded);
  g_test_add_func ("/header/rfc-2047-examples", test_rfc_2047_examples);
  g_test_add_func ("/header/latin-1-is-not-lost", test_latin_1_is_not_lost);
  g_test_add_func ("/header/addresses-are-encoded", test_addresses_are_encoded);
  g_test_add_func ("/header/parameters-are-encoded", test_parameters_are_encoded);
  g_test_add_func ("/header/long-lines-are-folded", test_long_lines_are_folded);
  g_test_add_func ("/header/long-address-lists-are-folded", test_long_address_lists_are_folded);

  return g_test_run ();
}
