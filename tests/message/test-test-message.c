/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gmime/gmime.h>

#include "message-support.h"

static OutpostTestMessage
plain (void)
{
  return (OutpostTestMessage) {
    .from = "orders@shop.example",
    .from_name = "The Shop",
    .to = "me@home.example",
    .account_name = "Shop",
    .time = 1790000000,
  };
}

static OutpostMessage *
make (const OutpostTestMessage *test)
{
  g_autoptr (GError) error = NULL;
  OutpostMessage *message = outpost_message_new_test (test, &error);

  g_assert_no_error (error);
  g_assert_nonnull (message);
  return message;
}

/* The text as a mail program shows it. */
static char *
shown_text (OutpostMessage *message)
{
  g_autoptr (GString) all = support_read (message, 4096);
  g_autoptr (GObject) stream = G_OBJECT (g_mime_stream_mem_new_with_buffer (all->str, all->len));
  g_autoptr (GObject) parser =
    G_OBJECT (g_mime_parser_new_with_stream (GMIME_STREAM (stream)));
  g_autoptr (GObject) parsed =
    G_OBJECT (g_mime_parser_construct_message (GMIME_PARSER (parser), NULL));
  GMimeObject *part = g_mime_message_get_mime_part (GMIME_MESSAGE (parsed));

  return g_mime_text_part_get_text (GMIME_TEXT_PART (part));
}

static void
test_header (void)
{
  OutpostTestMessage test = plain ();
  g_autoptr (OutpostMessage) message = make (&test);
  g_autofree char *header = support_header (message);
  g_autofree char *from = support_field (message, "From");
  g_autofree char *to = support_field (message, "To");
  g_autofree char *subject = support_field (message, "Subject");
  g_autofree char *date = support_field (message, "Date");
  g_autofree char *submitted = support_field (message, "Auto-Submitted");
  g_autofree char *version = support_field (message, "MIME-Version");
  g_autofree char *type = support_field (message, "Content-Type");

  g_assert_cmpstr (from, ==, " The Shop <orders@shop.example>");
  g_assert_cmpstr (to, ==, " me@home.example");
  g_assert_nonnull (strstr (subject, "Outpost"));
  g_assert_cmpstr (date, ==, " Mon, 21 Sep 2026 16:13:20 +0200");
  g_assert_cmpstr (submitted, ==, " auto-generated");
  g_assert_cmpstr (version, ==, " 1.0");
  g_assert_cmpstr (type, ==, " text/plain; charset=utf-8");
  g_assert_null (strstr (header, "User-Agent:"));
  g_assert_null (strstr (header, "X-Mailer:"));
  g_assert_null (strstr (header, "Reply-To:"));
  g_assert_cmpstr (outpost_message_get_recipients (message)[0], ==, "me@home.example");
  g_assert_null (outpost_message_get_recipients (message)[1]);
}

static void
test_text (void)
{
  OutpostTestMessage test = plain ();
  g_autoptr (OutpostMessage) message = make (&test);
  g_autofree char *text = shown_text (message);

  g_assert_nonnull (strstr (text, "Outpost " PACKAGE_VERSION));
  g_assert_nonnull (strstr (text, "“Shop”"));
  g_assert_nonnull (strstr (text, "16:13:20 2026 (UTC+02:00)"));
  g_assert_null (strstr (text, g_get_host_name ()));
  g_assert_null (strstr (text, "User:"));
}

static void
test_names_the_computer_when_asked (void)
{
  OutpostTestMessage test = plain ();
  g_autoptr (OutpostMessage) message = NULL;
  g_autofree char *text = NULL;
  g_autofree char *computer = g_strdup_printf ("\nComputer: %s\r\n", g_get_host_name ());
  g_autofree char *user = g_strdup_printf ("\nUser: %s\r\n", g_get_user_name ());

  test.name_computer = TRUE;
  message = make (&test);
  text = shown_text (message);
  g_assert_nonnull (strstr (text, computer));
  g_assert_nonnull (strstr (text, user));
}

/* Names in any script reach every server, in the text and in the header. */
static void
test_suits_every_server (void)
{
  OutpostTestMessage test = plain ();
  g_autoptr (OutpostMessage) message = NULL;
  g_autofree char *text = NULL;
  g_autofree char *header = NULL;

  test.from_name = "J\xc3\xb6rg";
  test.account_name = "B\xc3\xbc" "cher\r\nX: y";
  test.reply_to = "help@b\xc3\xbc" "cher.example";
  test.to = "me@b\xc3\xbc" "cher.example";
  message = make (&test);
  text = shown_text (message);
  header = support_header (message);

  g_assert_false (outpost_message_has_8bit (message));
  g_assert_cmpuint (outpost_message_get_longest_line (message), <=, 78);
  g_assert_nonnull (strstr (text, "B\xc3\xbc" "cher"));
  g_assert_null (strstr (text, "\nX: y"));
  g_assert_nonnull (strstr (header, "To: me@xn--bcher-kva.example\r\n"));
  g_assert_nonnull (strstr (header, "Reply-To: help@xn--bcher-kva.example\r\n"));
  g_assert_nonnull (strstr (header, "From: =?utf-8?q?J=C3=B6rg?= <orders@shop.example>\r\n"));
}

static void
test_addresses_are_checked (void)
{
  OutpostTestMessage test = plain ();
  g_autoptr (GError) error = NULL;

  test.to = "me@home.example\r\nBcc: you@home.example";
  g_assert_null (outpost_message_new_test (&test, &error));
  g_assert_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS);
  g_clear_error (&error);

  test = plain ();
  test.from = "shop";
  g_assert_null (outpost_message_new_test (&test, &error));
  g_assert_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT);
}

int
main (int   argc,
      char *argv[])
{
  /* A zone of which no data need be installed: two hours east of Greenwich. */
  g_setenv ("TZ", "UTC-2", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_mime_init ();
  g_mime_init ();

  g_test_add_func ("/test-message/header", test_header);
  g_test_add_func ("/test-message/text", test_text);
  g_test_add_func ("/test-message/names-the-computer-when-asked",
                   test_names_the_computer_when_asked);
  g_test_add_func ("/test-message/suits-every-server", test_suits_every_server);
  g_test_add_func ("/test-message/addresses-are-checked", test_addresses_are_checked);

  return g_test_run ();
}
