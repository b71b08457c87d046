/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-message-notice.h"
#include "outpost-message-pasted.h"

/* After RFC 3464, appendix E.1: the fields for two recipients, in a whole message. */
static const char whole[] =
  "Date: Thu, 7 Jul 1994 17:16:05 -0400\r\n"
  "From: Mail Delivery Subsystem <MAILER-DAEMON@cs.utk.example>\r\n"
  "Message-Id: <199407072116.RAA14128@cs.utk.example>\r\n"
  "Subject: Returned mail: Cannot send message for 5 days\r\n"
  "MIME-Version: 1.0\r\n"
  "Content-Type: multipart/report; report-type=delivery-status;\r\n"
  "      boundary=\"RAA14128.773615765/CS.UTK.EXAMPLE\"\r\n"
  "\r\n"
  "--RAA14128.773615765/CS.UTK.EXAMPLE\r\n"
  "\r\n"
  "The original message was received at Sat, 2 Jul 1994 17:10:28 -0400\r\n"
  "Status: 5.9.9\r\n"
  "--RAA14128.773615765/CS.UTK.EXAMPLE\r\n"
  "content-type: message/delivery-status\r\n"
  "\r\n"
  "Reporting-MTA: dns; cs.utk.example\r\n"
  "\r\n"
  "Original-Recipient: rfc822;louisl@larry.slip.umd.example\r\n"
  "Final-Recipient: rfc822;louisl@larry.slip.umd.example\r\n"
  "Action: failed\r\n"
  "Status: 4.0.0\r\n"
  "Diagnostic-Code: smtp; 426 connection timed out\r\n"
  "Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400\r\n"
  "\r\n"
  "Final-Recipient: rfc822; old@mail.example\r\n"
  "Action: Failed (for good)\r\n"
  "Status: 5.1.1 (no such mailbox)\r\n"
  "Remote-MTA: dns; mx.mail.example\r\n"
  "Diagnostic-Code: smtp; 550-5.1.1 <old@mail.example>: no such\r\n"
  "    550 5.1.1 mailbox here\r\n"
  "\r\n"
  "--RAA14128.773615765/CS.UTK.EXAMPLE\r\n"
  "content-type: message/rfc822\r\n"
  "\r\n"
  "Final-Recipient: rfc822; returned@mail.example\r\n"
  "Action: failed\r\n"
  "Status: 5.7.1\r\n"
  "--RAA14128.773615765/CS.UTK.EXAMPLE--\r\n";

static const OutpostNoticeRecipient *
nth (OutpostNotice *notice,
     guint          n)
{
  g_assert_nonnull (notice);
  g_assert_cmpuint (notice->recipients->len, >, n);
  return g_ptr_array_index (notice->recipients, n);
}

static void
test_whole (void)
{
  g_autoptr (OutpostNotice) notice = outpost_notice_parse (whole, strlen (whole));
  const OutpostNoticeRecipient *first = nth (notice, 0);
  const OutpostNoticeRecipient *second = nth (notice, 1);

  g_assert_cmpuint (notice->recipients->len, ==, 2);
  g_assert_cmpstr (notice->reporting, ==, "cs.utk.example");
  g_assert_cmpstr (first->address, ==, "louisl@larry.slip.umd.example");
  g_assert_cmpstr (first->action, ==, "failed");
  g_assert_cmpstr (first->status, ==, "4.0.0");
  g_assert_cmpstr (first->diagnostic, ==, "426 connection timed out");
  g_assert_null (first->remote);
  g_assert_cmpstr (second->action, ==, "failed");
  g_assert_cmpstr (second->status, ==, "5.1.1");
  g_assert_cmpstr (second->remote, ==, "mx.mail.example");
  g_assert_cmpstr (second->diagnostic, ==,
                   "550-5.1.1 <old@mail.example>: no such 550 5.1.1 mailbox here");
}

/* Only the fields, as a person copies them out of a program. */
static void
test_fields_alone (void)
{
  static const char text[] =
    "This is what came back:\n\n"
    "Reporting-MTA: dns; mail.example\n\n"
    "Final-Recipient: rfc822; a@shop.example\n"
    "Action: delayed\n"
    "Status: 4.4.1\n";
  g_autoptr (OutpostNotice) notice = outpost_notice_parse (text, strlen (text));

  g_assert_cmpstr (nth (notice, 0)->address, ==, "a@shop.example");
  g_assert_cmpstr (nth (notice, 0)->action, ==, "delayed");
  g_assert_cmpuint (notice->recipients->len, ==, 1);
}

static void
test_encoded_part (void)
{
  static const char fields[] = "Final-Recipient: rfc822; a@shop.example\nStatus: 5.2.2\n";
  g_autofree char *encoded = g_base64_encode ((const guchar *) fields, strlen (fields));
  g_autofree char *text = g_strdup_printf (
    "Content-Type: multipart/report; boundary=b\n\n--b\n"
    "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n%s\n--b--\n",
    encoded);
  g_autoptr (OutpostNotice) notice = outpost_notice_parse (text, strlen (text));

  g_assert_cmpstr (nth (notice, 0)->status, ==, "5.2.2");
}

static void
test_no_notice (void)
{
  static const char * const texts[] = {
    "",
    "535 5.7.8 Username and Password not accepted",
    "Action: buy milk\nStatus: RO\n",
    "Status: 5.1.1\n",
    "Content-Type: multipart/report; boundary=\"\"\n\n--\n--\n",
    "Content-Type: multipart/report; boundary=b\n\n--b",
    "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (outpost_notice_parse (texts[i], strlen (texts[i])));
}

/* Each of these ends at once, whatever it gives. */
static void
test_hostile (void)
{
  g_autoptr (GString) text = g_string_new ("Content-Type: multipart/report; boundary=b\n\n");
  g_autofree char *long_line = g_strnfill (3 * 1024 * 1024, 'a');
  g_autoptr (OutpostNotice) many = NULL;
  static const char zeros[] = "Final-Recipient: rfc822;\0a\nStatus: 5.1.1\n\0";

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "--b\nContent-Type: text/plain\n\nx\n");
  g_assert_null (outpost_notice_parse (text->str, text->len));

  g_string_assign (text, "");
  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n\n");
  many = outpost_notice_parse (text->str, text->len);
  g_assert_cmpuint (many->recipients->len, ==, 100);

  g_assert_null (outpost_notice_parse (long_line, strlen (long_line)));
  g_string_assign (text, "Status: 5.1.1\nDiagnostic-Code: smtp; 550 ");
  g_string_append (text, long_line);
  g_assert_null (outpost_notice_parse (text->str, text->len));

  outpost_notice_free (outpost_notice_parse (zeros, sizeof zeros));
}

static void
test_pasted_fields (void)
{
  static const char text[] =
    "\n\nFrom a@b Mon\nReceived: from a\n\tby b; date\nSubject: one\ntwo lines\nX: \xE4\x01y\n\nBody: no\n";
  gsize body;
  g_autoptr (GPtrArray) fields = outpost_pasted_read_fields (text, strlen (text), &body);

  g_assert_cmpuint (fields->len, ==, 3);
  g_assert_cmpstr (outpost_pasted_find (fields, "received"), ==, "from a by b; date");
  g_assert_cmpstr (outpost_pasted_find (fields, "Subject"), ==, "one two lines");
  g_assert_cmpstr (outpost_pasted_find (fields, "X"), ==, "ä y");
  g_assert_cmpstr (text + body, ==, "Body: no\n");
}

static void
test_pasted_tag (void)
{
  static const char signature[] = "v=1; a=rsa-sha256; dd=no; D = shop.example ; s=a; d=b; bh=";
  static const char report[] = "CIP:192.0.2.1;SCL:1;SFV:NSPM";
  g_autofree char *domain = outpost_pasted_dup_tag (signature, "d", '=');
  g_autofree char *hash = outpost_pasted_dup_tag (signature, "bh", '=');
  g_autofree char *level = outpost_pasted_dup_tag (report, "SCL", ':');

  g_assert_cmpstr (domain, ==, "shop.example");
  g_assert_cmpstr (hash, ==, "");
  g_assert_cmpstr (level, ==, "1");
  g_assert_null (outpost_pasted_dup_tag (signature, "i", '='));
  g_assert_null (outpost_pasted_dup_tag ("", "d", '='));
}

static void
test_pasted_mailbox (void)
{
  static const struct { const char *value, *address; guint n; } cases[] = {
    { "\"The Shop, Ltd.\" <orders@shop.example>", "orders@shop.example", 1 },
    { "orders@shop.example (The Shop)", "orders@shop.example", 1 },
    { "nobody, a@shop.example, b@shop.example", "a@shop.example", 2 },
    { "nobody", NULL, 0 },
    { "", NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint n;
    g_autofree char *address = outpost_pasted_read_mailbox (cases[i].value, &n);

    g_assert_cmpstr (address, ==, cases[i].address);
    g_assert_cmpuint (n, ==, cases[i].n);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/notice/whole", test_whole);
  g_test_add_func ("/notice/fields-alone", test_fields_alone);
  g_test_add_func ("/notice/encoded-part", test_encoded_part);
  g_test_add_func ("/notice/none", test_no_notice);
  g_test_add_func ("/notice/hostile", test_hostile);
  g_test_add_func ("/pasted/fields", test_pasted_fields);
  g_test_add_func ("/pasted/tag", test_pasted_tag);
  g_test_add_func ("/pasted/mailbox", test_pasted_mailbox);

  return g_test_run ();
}
