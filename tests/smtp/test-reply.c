/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib.h>

#include "outpost-smtp-error.h"
#include "outpost-smtp-reply.h"

static GString *
repeat (const char *text,
        guint       times)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (string, text);

  return string;
}

static void
assert_reply (OutpostSmtpReplyParser *parser,
              guint                   code,
              const char             *enhanced,
              const char             *text)
{
  g_autoptr (OutpostSmtpReply) reply = outpost_smtp_reply_parser_pop (parser);

  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->code, ==, code);
  g_assert_cmpstr (reply->enhanced, ==, enhanced);
  g_assert_cmpstr (reply->text, ==, text);
}

static void
assert_good (const char *octets,
             guint       code,
             const char *enhanced,
             const char *text)
{
  g_autoptr (OutpostSmtpReplyParser) parser = outpost_smtp_reply_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (outpost_smtp_reply_parser_push (parser, octets, strlen (octets), &error));
  g_assert_no_error (error);
  assert_reply (parser, code, enhanced, text);
  g_assert_true (outpost_smtp_reply_parser_is_empty (parser));
}

static void
assert_bad (const char *octets,
            gsize       length)
{
  g_autoptr (OutpostSmtpReplyParser) parser = outpost_smtp_reply_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (outpost_smtp_reply_parser_push (parser, octets, length, &error));
  g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
  g_assert_null (outpost_smtp_reply_parser_pop (parser));
  g_assert_false (outpost_smtp_reply_parser_is_empty (parser));
}

/* The replies of RFC 5321, section 4.2.1 and appendix D. */
static void
test_rfc5321 (void)
{
  assert_good ("220 foo.com Simple Mail Transfer Service Ready\r\n", 220, NULL,
               "foo.com Simple Mail Transfer Service Ready");
  assert_good ("250-First line\r\n250-Second line\r\n250-234 Text beginning with numbers\r\n"
               "250 The last line\r\n", 250, NULL,
               "First line\nSecond line\n234 Text beginning with numbers\nThe last line");
  assert_good ("250-foo.com greets bar.com\r\n250-8BITMIME\r\n250-SIZE\r\n250-DSN\r\n250 HELP\r\n",
               250, NULL, "foo.com greets bar.com\n8BITMIME\nSIZE\nDSN\nHELP");
  assert_good ("550 No such user here\r\n", 550, NULL, "No such user here");
  assert_good ("354 Start mail input; end with <CRLF>.<CRLF>\r\n", 354, NULL,
               "Start mail input; end with <CRLF>.<CRLF>");
  /* Section 4.2: a client should take a code that stands alone. */
  assert_good ("250\r\n", 250, NULL, "");
  assert_good ("250 \r\n", 250, NULL, "");
  assert_good ("250-\r\n250\r\n", 250, NULL, "\n");
}

/* The example of RFC 2034, section 5, and what only looks like a code. */
static void
test_enhanced (void)
{
  assert_good ("550-5.1.1 User \"nosuchuser\" not found\r\n550 5.1.1 Sorry\r\n", 550, "5.1.1",
               "User \"nosuchuser\" not found\nSorry");
  assert_good ("451 4.1.8 No\r\n", 451, "4.1.8", "No");
  assert_good ("250 2.1.5\r\n", 250, "2.1.5", "");
  assert_good ("550 5.123.456 x\r\n", 550, "5.123.456", "x");
  /* The first digit of the reply code decides; what the server wrote stays to be shown. */
  assert_good ("450 5.7.1 x\r\n", 450, "5.7.1", "x");

  assert_good ("550 5.1234.1 x\r\n", 550, NULL, "5.1234.1 x");
  assert_good ("550 5.1 x\r\n", 550, NULL, "5.1 x");
  assert_good ("550 5.1.x\r\n", 550, NULL, "5.1.x");
  assert_good ("550 5.1.1x\r\n", 550, NULL, "5.1.1x");
  assert_good ("220 3.1.1 x\r\n", 220, NULL, "3.1.1 x");
}

static void
test_tolerance (void)
{
  assert_good ("571 5.7.1 x\r\n", 571, "5.7.1", "x");
  assert_good ("599 x\r\n", 599, NULL, "x");
  assert_good ("200 x\r\n", 200, NULL, "x");
  assert_good ("250-a\n250 b\n", 250, NULL, "a\nb");
  assert_good ("250 \xff\x1b[31m\r\n", 250, NULL, "\xff\x1b[31m");
}

static void
test_grammar (void)
{
  const char *bad[] = {
    "\r\n", "25\r\n", "2 50 x\r\n", "hello\r\n", "* OK IMAP4\r\n", "+OK POP3\r\n",
    "HTTP/1.1 400 Bad Request\r\n", "199 x\r\n", "100 x\r\n", "600 x\r\n", "000 x\r\n",
    "250x\r\n", "2500 x\r\n", "250\tx\r\n", " 250 x\r\n", "250-a\r\n251 b\r\n",
    "250-a\r\n550 b\r\n", "250-a\r\nb\r\n", "250 a\rb\r\n", "250 a\r\r\n", "\r250 a\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_bad (bad[i], strlen (bad[i]));

  assert_bad ("250 a\0b\r\n", 9);
  assert_bad ("\0", 1);
}

static void
test_longest_line (void)
{
  g_autofree char *fill = g_strnfill (16384 - 4, 'x');
  g_autofree char *good = g_strconcat ("250 ", fill, "\r\n", NULL);
  g_autofree char *bad = g_strconcat ("250 x", fill, "\r\n", NULL);

  assert_good (good, 250, NULL, fill);
  assert_bad (bad, strlen (bad));
  /* Refused as soon as it is too long, not when its end comes. */
  assert_bad (bad, 16385);
}

static void
test_most_lines (void)
{
  GString *good = repeat ("250-\r\n", 127);
  GString *bad = repeat ("250-\r\n", 128);
  g_autofree char *text = g_strnfill (127, '\n');

  g_string_append (good, "250 \r\n");
  assert_good (good->str, 250, NULL, text);
  assert_bad (bad->str, bad->len);

  g_string_free (good, TRUE);
  g_string_free (bad, TRUE);
}

/* 64 KiB is 64 lines of 1,024 octets. */
static void
test_most_octets (void)
{
  g_autofree char *fill = g_strnfill (1024 - 6, 'x');
  g_autofree char *line = g_strconcat ("250-", fill, "\r\n", NULL);
  GString *good = repeat (line, 63);
  GString *bad = repeat (line, 63);
  g_autoptr (OutpostSmtpReplyParser) parser = outpost_smtp_reply_parser_new ();
  g_autoptr (GError) error = NULL;

  g_string_append_printf (good, "250 %s\r\n", fill);
  g_string_append_printf (bad, "250 x%s\r\n", fill);
  g_assert_cmpuint (good->len, ==, 65536);

  /* The limit is for one reply: the next begins afresh. */
  g_assert_true (outpost_smtp_reply_parser_push (parser, good->str, good->len, &error));
  g_assert_true (outpost_smtp_reply_parser_push (parser, good->str, good->len, &error));
  g_assert_no_error (error);
  assert_bad (bad->str, bad->len);

  g_string_free (good, TRUE);
  g_string_free (bad, TRUE);
}

static void
test_every_cut (void)
{
  const char *octets = "250-5.1.0 a\r\n250 5.1.0 b\r\n354\r\n550 5.7.1 c\r\n";
  gsize length = strlen (octets);
  g_autoptr (OutpostSmtpReplyParser) single = outpost_smtp_reply_parser_new ();

  for (gsize cut = 0; cut <= length; cut++) {
    g_autoptr (OutpostSmtpReplyParser) parser = outpost_smtp_reply_parser_new ();

    g_assert_true (outpost_smtp_reply_parser_push (parser, octets, cut, NULL));
    g_assert_true (outpost_smtp_reply_parser_push (parser, octets + cut, length - cut, NULL));
    assert_reply (parser, 250, "5.1.0", "a\nb");
    assert_reply (parser, 354, NULL, "");
    assert_reply (parser, 550, "5.7.1", "c");
    g_assert_true (outpost_smtp_reply_parser_is_empty (parser));
  }

  for (gsize i = 0; i < length; i++)
    g_assert_true (outpost_smtp_reply_parser_push (single, octets + i, 1, NULL));
  assert_reply (single, 250, "5.1.0", "a\nb");
  assert_reply (single, 354, NULL, "");
  assert_reply (single, 550, "5.7.1", "c");
}

/* What STARTTLS asks of the parser: one octet behind the reply is one too many. */
static void
test_is_empty (void)
{
  const char *rests[] = { "x", "\r", "2", "250", "250-x\r\n", "250 x\r\n" };
  g_autoptr (OutpostSmtpReplyParser) fresh = outpost_smtp_reply_parser_new ();

  g_assert_true (outpost_smtp_reply_parser_is_empty (fresh));

  for (guint i = 0; i < G_N_ELEMENTS (rests); i++) {
    g_autoptr (OutpostSmtpReplyParser) parser = outpost_smtp_reply_parser_new ();
    g_autofree char *octets = g_strconcat ("220 go\r\n", rests[i], NULL);

    outpost_smtp_reply_parser_push (parser, octets, strlen (octets), NULL);
    assert_reply (parser, 220, NULL, "go");
    g_assert_false (outpost_smtp_reply_parser_is_empty (parser));
  }
}

/* What was whole before the fault can be taken; nothing comes after it. */
static void
test_after_fault (void)
{
  g_autoptr (OutpostSmtpReplyParser) parser = outpost_smtp_reply_parser_new ();
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_false (outpost_smtp_reply_parser_push (parser, "421 bye\r\nno\r\n", 13, &first));
  g_assert_error (first, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
  assert_reply (parser, 421, NULL, "bye");
  g_assert_false (outpost_smtp_reply_parser_push (parser, "250 x\r\n", 7, &second));
  g_assert_error (second, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
  g_assert_null (outpost_smtp_reply_parser_pop (parser));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/smtp/reply/rfc5321", test_rfc5321);
  g_test_add_func ("/smtp/reply/enhanced", test_enhanced);
  g_test_add_func ("/smtp/reply/tolerance", test_tolerance);
  g_test_add_func ("/smtp/reply/grammar", test_grammar);
  g_test_add_func ("/smtp/reply/longest-line", test_longest_line);
  g_test_add_func ("/smtp/reply/most-lines", test_most_lines);
  g_test_add_func ("/smtp/reply/most-octets", test_most_octets);
  g_test_add_func ("/smtp/reply/every-cut", test_every_cut);
  g_test_add_func ("/smtp/reply/is-empty", test_is_empty);
  g_test_add_func ("/smtp/reply/after-fault", test_after_fault);

  return g_test_run ();
}
