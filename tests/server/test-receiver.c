/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "outpost-test-practice.h"

static OutpostTestClient *
start (Practice *practice)
{
  practice_start (practice);
  return practice_join_signed_in (practice);
}

static void
ask_all (OutpostTestClient  *client,
         const char * const *lines)
{
  for (guint i = 0; lines[i] != NULL; i += 2)
    outpost_test_client_ask (client, lines[i], lines[i + 1]);
}

#define ASK(client, ...) ask_all (client, (const char * const []) { __VA_ARGS__, NULL })

static void
test_data (Practice      *practice,
           gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  g_autofree char *mail = NULL;

  ASK (client, "MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME", "250 2.1.0 *",
       "RCPT TO:<c@d.example>", "250 2.1.5 *",
       "DATA", "354 *",
       "Subject: x\r\n\r\n..\r\n..two\r\n.one\r\nend.\r\n\xc3\xa4\r\n..\r\n.",
       "250 2.0.0 Ok: queued as *",
       "QUIT", "221 2.0.0 *");
  mail = practice_read_mail (practice);
  g_assert_cmpstr (mail, ==, "Subject: x\n\n.\n.two\none\nend.\n\xc3\xa4\n.\n");
}

static void
test_trace (Practice      *practice,
            gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  g_autoptr (GPtrArray) paths = NULL;
  g_autofree char *all = NULL;

  ASK (client, "MAIL FROM:<a@b.example>", "250 *",
       "RCPT TO:<c@d.example>", "250 *",
       "RCPT TO:<e@d.example>", "250 *",
       "DATA", "354 *",
       ".", "250 *");
  paths = practice_list_mail (practice);
  g_assert_true (g_file_get_contents (g_ptr_array_index (paths, 0), &all, NULL, NULL));
  g_assert_true (g_pattern_match_simple ("Return-Path: <a@b.example>\n"
                                         "Delivered-To: c@d.example\n"
                                         "Delivered-To: e@d.example\n"
                                         "Received: from [127.0.0.1] (localhost)\n"
                                         "\tby localhost (Outpost practice server) with ESMTPSA\n"
                                         "\tid *; ???, * +0000\n", all));
}

static void
test_bdat (Practice      *practice,
           gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  g_autofree char *mail = NULL;

  /* The dots stay as they are, and a chunk may end between CR and LF. */
  ASK (client, "MAIL FROM:<a@b.example>", "250 *",
       "RCPT TO:<c@d.example>", "250 *");
  outpost_test_client_send (client, "BDAT 13\r\nSubject: x\r\n\rBDAT 3\r\n\n.."
                                    "BDAT 0\r\nBDAT 5 LAST\r\n\r\n.\r\n");
  outpost_test_client_expect (client, "250 2.0.0 13 octets*");
  outpost_test_client_expect (client, "250 2.0.0 3 octets*");
  outpost_test_client_expect (client, "250 2.0.0 0 octets*");
  outpost_test_client_expect (client, "250 2.0.0 Ok: queued as *");
  mail = practice_read_mail (practice);
  g_assert_cmpstr (mail, ==, "Subject: x\n\n..\n.\n");
}

static void
test_bdat_out_of_place (Practice      *practice,
                        gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  g_autoptr (GPtrArray) paths = NULL;

  outpost_test_client_send (client, "BDAT 6 LAST\r\nQUIT\r\n");
  outpost_test_client_expect (client, "503 5.5.1 *");
  ASK (client, "MAIL FROM:<a@b.example>", "250 *");
  outpost_test_client_send (client, "BDAT 6 LAST\r\nQUIT\r\n");
  outpost_test_client_expect (client, "554 5.5.1 *");
  ASK (client, "RCPT TO:<c@d.example>", "250 *");
  outpost_test_client_send (client, "BDAT 3\r\nabc");
  outpost_test_client_expect (client, "250 *");
  ASK (client, "DATA", "503 5.5.1 *",
       "RCPT TO:<e@d.example>", "503 5.5.1 *",
       "RSET", "250 2.0.0 *");
  outpost_test_client_send (client, "BDAT 0 LAST\r\n");
  outpost_test_client_expect (client, "503 5.5.1 *");
  ASK (client, "BDAT x", "501 5.5.4 *");
  outpost_test_client_expect_end (client);
  paths = practice_list_mail (practice);
  g_assert_cmpuint (paths->len, ==, 0);
}

/* A connection that ends in the middle leaves nothing. */
static void
test_cut_short (Practice      *practice,
                gconstpointer  data)
{
  static const char * const contents[] = {
    "DATA\r\nSubject: x\r\n\r\nhalf\r\n", "BDAT 100 LAST\r\nhalf", "BDAT 4\r\nhalf",
    "DATA\r\nx\r\n.", "DATA\r\nx\r\n.\r",
  };

  practice_start (practice);
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autoptr (OutpostTestClient) client = practice_join_signed_in (practice);

    outpost_test_client_send (client, "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
    outpost_test_client_send (client, contents[i]);
    outpost_test_client_expect (client, "250 *");
    outpost_test_client_expect (client, "250 *");
  }
  outpost_practice_server_stop (practice->server);
  {
    g_autoptr (GPtrArray) paths = practice_list_mail (practice);

    g_assert_cmpuint (paths->len, ==, 0);
  }
}

/* Smuggling: only CR LF . CR LF ends a message, and lone CR or LF is refused. */
static void
test_lone_line_ends (Practice      *practice,
                     gconstpointer  data)
{
  static const char * const bodies[] = {
    "a\n.\nMAIL FROM:<evil@b.example>\n", "a\r.\rb", "a\n.\r\nb", "a\r\n.\nb", "a\r\n.\rb",
    "a\r\r\nb",
    "\n", "a\r",
  };
  g_autoptr (OutpostTestClient) client = start (practice);
  g_autoptr (GPtrArray) paths = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    ASK (client, "MAIL FROM:<a@b.example>", "250 *",
         "RCPT TO:<c@d.example>", "250 *",
         "DATA", "354 *");
    outpost_test_client_send (client, bodies[i]);
    outpost_test_client_send (client, "\r\n.\r\n");
    outpost_test_client_expect (client, "550 5.6.11 *");
  }
  ASK (client, "MAIL FROM:<a@b.example>", "250 *", "RCPT TO:<c@d.example>", "250 *");
  outpost_test_client_send_octets (client, "BDAT 3 LAST\r\na\0b", 16);
  outpost_test_client_expect (client, "550 5.6.11 *");
  ASK (client, "MAIL FROM:<a@b.example>", "250 *", "RCPT TO:<c@d.example>", "250 *");
  outpost_test_client_send (client, "BDAT 2 LAST\r\na\r");
  outpost_test_client_expect (client, "550 5.6.11 *");
  ASK (client, "NOOP", "250 *");
  paths = practice_list_mail (practice);
  g_assert_cmpuint (paths->len, ==, 0);
}

static void
test_pipelined (Practice      *practice,
                gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  g_autoptr (GPtrArray) paths = NULL;

  outpost_test_client_send (client, "MAIL FROM:<a@b.example>\r\nRCPT TO:<refused@d.example>\r\n"
                                    "RCPT TO:<c@d.example>\r\nBDAT 6 LAST\r\na: b\r\n"
                                    "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
  outpost_test_client_expect (client, "250 2.1.0 *");
  outpost_test_client_expect (client, "550 5.1.1 *");
  outpost_test_client_expect (client, "250 2.1.5 *");
  outpost_test_client_expect (client, "250 2.0.0 *");
  outpost_test_client_expect (client, "250 2.1.0 *");
  outpost_test_client_expect (client, "250 2.1.5 *");
  outpost_test_client_expect (client, "354 *");
  outpost_test_client_send (client, "a: b\r\n.\r\nQUIT\r\n");
  outpost_test_client_expect (client, "250 2.0.0 *");
  outpost_test_client_expect (client, "221 *");
  outpost_test_client_expect_end (client);
  paths = practice_list_mail (practice);
  g_assert_cmpuint (paths->len, ==, 2);
}

/* Replies that nobody waits for leave in one write: fewer packets, no Nagle. */
static void
test_replies_together (Practice      *practice,
                       gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  char octets[256];

  outpost_test_client_send (client, "NOOP\r\nNOOP\r\nNOOP\r\n");
  g_assert_cmpint (outpost_test_client_receive (client, octets, sizeof octets), ==,
                   3 * strlen ("250 2.0.0 Nothing done\r\n"));
}

#define TEN "xxxxxxxxxx"
#define FIFTY TEN TEN TEN TEN TEN
#define LONG_HELLO "EHLO " FIFTY FIFTY FIFTY FIFTY FIFTY "xxxxxx"

static void
test_order (Practice      *practice,
            gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);

  ASK (client, "RCPT TO:<a@b.example>", "503 5.5.1 *",
       "DATA", "503 5.5.1 *",
       "MAIL FROM:<a@b.example>", "250 *",
       "MAIL FROM:<a@b.example>", "503 5.5.1 *",
       "DATA", "554 5.5.1 *",
       "RCPT TO:<refused@b.example>", "550 *",
       "DATA", "554 5.5.1 *",
       "RCPT TO:<a@b.example>", "250 *",
       "DATA now", "501 5.5.4 *",
       "EHLO again", "250-*",
       "RCPT TO:<a@b.example>", "503 *",
       "HELO old", "250 localhost",
       "EHLO", "501 5.5.4 *",
       "EHLO a b", "501 5.5.4 *",
       LONG_HELLO, "501 5.5.4 *",
       "VRFY a", "252 2.5.0 *",
       "EXPN a", "500 5.5.1 *",
       "mail from:<>", "250 *",
       "rset", "250 *",
       "", "500 5.5.1 *",
       "MAILFROM:<>", "500 5.5.1 *");
}

static void
test_paths (Practice      *practice,
            gconstpointer  data)
{
  static const char * const senders[] = {
    "<a@b.example>", "250 *",
    "<>", "250 *",
    "<\"a>b\\\" c\"@b.example>", "250 *",
    "<a@[127.0.0.1]>", "250 *",
    "<\xc3\xa4@b.example>", "553 5.6.7 *",
    "<\xc3\xa4@b.example> SMTPUTF8", "250 *",
    "<a@b.example> size=10 body=7bit AUTH=<>", "250 *",
    "<a@b.example> SIZE=99999999999", "552 5.3.4 *",
    "<a@b.example> SIZE=x", "501 5.5.4 *",
    "<a@b.example> BODY=BINARYMIME", "555 5.5.4 *",
    "<a@b.example> RET=FULL", "555 5.5.4 *",
    "<a@b.example>SIZE=1", "501 5.5.4 *",
    "<a@b.example>  SIZE=1", "555 5.5.4 *",
    "a@b.example", "501 5.5.4 *",
    "<a@b.example", "501 5.5.4 *",
    "<a", "501 5.5.4 *",
    "<a>", "501 5.1.7 *",
    "<a@>", "501 5.1.7 *",
    "<@x:a@b.example>", "501 5.1.7 *",
    " <a@b.example>", "501 5.5.4 *",
  };
  g_autoptr (OutpostTestClient) client = NULL;
  OutpostReceiverLimits limits;

  outpost_practice_server_get_limits (practice->server, &limits);
  limits.errors = 1000;
  outpost_practice_server_set_limits (practice->server, &limits, 4);
  client = start (practice);
  for (guint i = 0; i < G_N_ELEMENTS (senders); i += 2) {
    g_autofree char *line = g_strconcat ("MAIL FROM:", senders[i], NULL);

    outpost_test_client_ask (client, line, senders[i + 1]);
    ASK (client, "RSET", "250 *");
  }
  ASK (client, "MAIL FROM:<a@b.example>", "250 *",
       "RCPT TO:<Postmaster>", "250 *",
       "RCPT TO:<a>", "501 5.1.3 *",
       "RCPT TO:<>", "501 5.1.3 *",
       "RCPT TO:<\xc3\xa4@b.example>", "553 5.6.7 *",
       "RCPT TO:<a@b.example> NOTIFY=NEVER", "555 5.5.4 *",
       "RCPT FROM:<a@b.example>", "501 5.5.4 *");
}

static void
test_rehearsal (Practice      *practice,
                gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  g_autoptr (GPtrArray) paths = NULL;

  ASK (client, "MAIL FROM:<sender-refused@b.example>", "553 5.7.1 *not owned by user*",
       "MAIL FROM:<Sender-Refused-Late@b.example>", "250 *",
       "RCPT TO:<c@d.example>", "553 5.7.1 <Sender-Refused-Late@b.example>*not owned by user*",
       "RSET", "250 *",
       "MAIL FROM:<a@b.example>", "250 *",
       "RCPT TO:<refused@d.example>", "550 5.1.1 *",
       "RCPT TO:<later@d.example>", "451 4.7.1 *",
       "RCPT TO:<full@d.example>", "452 4.2.2 *",
       "RCPT TO:<refusedx@d.example>", "250 *",
       "RCPT TO:<message-refused@d.example>", "250 *",
       "DATA", "354 *", ".", "554 5.7.1 *",
       "MAIL FROM:<a@b.example>", "250 *",
       "RCPT TO:<message-later@d.example>", "250 *",
       "DATA", "354 *", ".", "451 4.3.0 *");
  paths = practice_list_mail (practice);
  g_assert_cmpuint (paths->len, ==, 0);
}

static void
test_own_sender (Practice      *practice,
                 gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;
  gboolean at_rcpt = GPOINTER_TO_INT (data) == OUTPOST_PRACTICE_SENDER_OWN_AT_RCPT;

  outpost_practice_server_set_sender_rule (practice->server, GPOINTER_TO_INT (data),
                                           "own@b.example");
  client = start (practice);
  ASK (client, "MAIL FROM:<other@b.example>", at_rcpt ? "250 *" : "553 5.7.1 *");
  if (at_rcpt)
    ASK (client, "RCPT TO:<c@d.example>", "553 5.7.1 *");
  ASK (client, "RSET", "250 *",
       "MAIL FROM:<OWN@b.example>", "250 *",
       "RCPT TO:<c@d.example>", "250 *",
       "RSET", "250 *",
       "MAIL FROM:<>", "250 *",
       "RCPT TO:<c@d.example>", "250 *");
}

static void
lower (Practice              *practice,
       OutpostReceiverLimits *limits)
{
  outpost_practice_server_get_limits (practice->server, limits);
  limits->line_octets = 100;
  limits->recipients = 2;
  limits->message_octets = 1000;
  limits->commands = 12;
  limits->errors = 4;
}

static void
test_limit_line (Practice      *practice,
                 gconstpointer  data)
{
  g_autofree char *fits = g_strnfill (100 - strlen ("NOOP "), 'x');
  g_autofree char *fitting = g_strconcat ("NOOP ", fits, NULL);
  g_autofree char *longer = g_strconcat ("NOOP ", fits, "x", NULL);
  g_autofree char *endless = g_strnfill (100000, 'x');
  OutpostReceiverLimits limits;

  lower (practice, &limits);
  outpost_practice_server_set_limits (practice->server, &limits, 4);
  practice_start (practice);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (OutpostTestClient) client = practice_join (practice);

    outpost_test_client_ask (client, fitting, "250 *");
    if (i == 0)
      outpost_test_client_ask (client, longer, "500 5.5.2 *");
    else
      outpost_test_client_ask (client, endless, "500 5.5.2 *");
    outpost_test_client_expect_end (client);
  }
}

static void
test_limit_counts (Practice      *practice,
                   gconstpointer  data)
{
  OutpostReceiverLimits limits;
  g_autoptr (OutpostTestClient) client = NULL;
  g_autoptr (OutpostTestClient) wrong = NULL;

  lower (practice, &limits);
  outpost_practice_server_set_limits (practice->server, &limits, 4);
  client = start (practice);
  ASK (client, "MAIL FROM:<a@b.example>", "250 *",
       "RCPT TO:<a@b.example>", "250 *",
       "RCPT TO:<b@b.example>", "250 *",
       "RCPT TO:<c@b.example>", "452 4.5.3 *");
  for (guint i = 0; i < 6; i++)
    ASK (client, "NOOP", "250 *");
  outpost_test_client_expect (client, "421 4.7.0 Too many commands");
  outpost_test_client_expect_end (client);

  wrong = practice_join (practice);
  ASK (wrong, "A", "500 *", "B", "500 *", "C", "500 *", "D", "421 4.7.0 Too many mistakes");
  outpost_test_client_expect_end (wrong);
}

static void
test_limit_message (Practice      *practice,
                    gconstpointer  data)
{
  g_autofree char *line = g_strnfill (998, 'x');
  g_autofree char *large = g_strnfill (3000, 'x');
  g_autoptr (OutpostTestClient) client = NULL;
  OutpostReceiverLimits limits;

  lower (practice, &limits);
  outpost_practice_server_set_limits (practice->server, &limits, 4);
  client = start (practice);
  ASK (client, "MAIL FROM:<a@b.example> SIZE=1001", "552 5.3.4 *",
       "MAIL FROM:<a@b.example> SIZE=1000", "250 *",
       "RCPT TO:<a@b.example>", "250 *",
       "DATA", "354 *");
  outpost_test_client_send (client, line);
  outpost_test_client_ask (client, "\r\n.", "250 *");
  ASK (client, "MAIL FROM:<a@b.example>", "250 *", "RCPT TO:<a@b.example>", "250 *",
       "DATA", "354 *");
  outpost_test_client_send (client, line);
  outpost_test_client_ask (client, "x\r\n.", "552 5.3.4 *");
  ASK (client, "MAIL FROM:<a@b.example>", "250 *");
  /* Far too large: not read to its end. */
  outpost_test_client_send (client, "BDAT 9000000000000000000 LAST\r\n");
  outpost_test_client_send (client, large);
  outpost_test_client_expect (client, "552 5.3.4 *");
  outpost_test_client_expect_end (client);
}

static void
test_limit_time (Practice      *practice,
                 gconstpointer  data)
{
  OutpostReceiverLimits limits;
  g_autoptr (OutpostTestClient) client = NULL;

  outpost_practice_server_get_limits (practice->server, &limits);
  if (data != NULL)
    limits.idle_ms = 50;
  else
    limits.session_ms = 50;
  outpost_practice_server_set_limits (practice->server, &limits, 4);
  practice_start (practice);
  client = outpost_test_client_new (outpost_practice_server_get_starttls_port (practice->server));
  outpost_test_client_expect (client, "220 *");
  outpost_test_client_expect (client, "421 4.4.2 *");
  outpost_test_client_expect_end (client);
}

static void
test_limit_connections (Practice      *practice,
                        gconstpointer  data)
{
  OutpostReceiverLimits limits;
  g_autoptr (OutpostTestClient) first = NULL;
  g_autoptr (OutpostTestClient) second = NULL;

  outpost_practice_server_get_limits (practice->server, &limits);
  outpost_practice_server_set_limits (practice->server, &limits, 1);
  first = start (practice);
  second = outpost_test_client_new (outpost_practice_server_get_starttls_port (practice->server));
  outpost_test_client_expect (second, "421 4.7.0 Too many connections");
  outpost_test_client_expect_end (second);
  ASK (first, "NOOP", "250 *");
}

static void
test_disk_gone (Practice      *practice,
                gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = start (practice);
  const char *maildir = outpost_practice_server_get_maildir (practice->server);
  g_autofree char *folder = g_build_filename (maildir, "tmp", NULL);
  g_autofree char *aside = g_strconcat (folder, "-aside", NULL);

  g_assert_cmpint (g_rename (folder, aside), ==, 0);
  ASK (client, "MAIL FROM:<a@b.example>", "250 *",
       "RCPT TO:<a@b.example>", "250 *",
       "DATA", "452 4.3.1 *");
  ASK (client, "MAIL FROM:<a@b.example>", "250 *", "RCPT TO:<a@b.example>", "250 *");
  outpost_test_client_send (client, "BDAT 2\r\na:BDAT 2 LAST\r\n\r\n");
  outpost_test_client_expect (client, "452 4.3.1 *");
  outpost_test_client_expect (client, "452 4.3.1 *");
  g_assert_cmpint (g_rename (aside, folder), ==, 0);
  ASK (client, "MAIL FROM:<a@b.example>", "250 *", "RCPT TO:<a@b.example>", "250 *",
       "DATA", "354 *", ".", "250 *");
}

/* Octets of any kind, in pieces of any length: no crash, no hang, no mail that was
 * not sent. The seed is printed by GLib's test runner. */
static void
test_random (Practice      *practice,
             gconstpointer  data)
{
  static const char * const words[] = {
    "EHLO x\r\n", "HELO x\r\n", "MAIL FROM:<a@b.example>\r\n", "RCPT TO:<c@d.example>\r\n",
    "RCPT TO:<refused@d.example>\r\n", "DATA\r\n", "BDAT 7\r\n", "BDAT 20 LAST\r\n", "RSET\r\n",
    "NOOP\r\n", ".\r\n", "\r\n", "\n", "\r", "AUTH PLAIN ", "AUTH LOGIN\r\n",
    "AUTH SCRAM-SHA-256 ", "biwsbj1wcmFjdGljZSxyPWFiYw==\r\n", "*\r\n", "=\r\n", "STARTTLS\r\n",
    "MAIL FROM:<", ">", "\"", "SIZE=", "\xff\xfe", "BDAT 99999999999999999999\r\n", " ", "QUIT\r\n",
  };
  OutpostReceiverLimits limits;

  outpost_practice_server_get_limits (practice->server, &limits);
  limits.message_octets = 4096;
  limits.errors = 1000;
  limits.sign_ins = 1000;
  outpost_practice_server_set_limits (practice->server, &limits, 1000);
  practice_start (practice);
  for (guint i = 0; i < 200; i++) {
    g_autoptr (OutpostTestClient) client = i % 2 == 0 ? practice_join (practice)
                                                      : practice_join_signed_in (practice);
    g_autoptr (GString) octets = g_string_new (NULL);
    int n = g_test_rand_int_range (1, 60);

    for (int k = 0; k < n; k++) {
      if (g_test_rand_int_range (0, 8) == 0)
        g_string_append_c (octets, (char) g_test_rand_int_range (0, 256));
      else
        g_string_append (octets, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
    }
    outpost_test_client_send_octets (client, octets->str, octets->len);
    {
      g_autoptr (OutpostTestClient) no_tls =
        outpost_test_client_new (outpost_practice_server_get_tls_port (practice->server));

      outpost_test_client_send_octets (no_tls, octets->str, octets->len);
    }
  }
  {
    g_autoptr (OutpostTestClient) client = practice_join_signed_in (practice);

    ASK (client, "NOOP", "250 *");
  }
}

#define ADD(name, data, func) \
  g_test_add ("/receiver/" name, Practice, data, practice_set_up, func, practice_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("data", NULL, test_data);
  ADD ("trace", NULL, test_trace);
  ADD ("bdat", NULL, test_bdat);
  ADD ("bdat-out-of-place", NULL, test_bdat_out_of_place);
  ADD ("cut-short", NULL, test_cut_short);
  ADD ("lone-line-ends", NULL, test_lone_line_ends);
  ADD ("pipelined", NULL, test_pipelined);
  ADD ("replies-together", NULL, test_replies_together);
  ADD ("order", NULL, test_order);
  ADD ("paths", NULL, test_paths);
  ADD ("rehearsal", NULL, test_rehearsal);
  ADD ("own-sender-at-mail", GINT_TO_POINTER (OUTPOST_PRACTICE_SENDER_OWN_AT_MAIL),
       test_own_sender);
  ADD ("own-sender-at-rcpt", GINT_TO_POINTER (OUTPOST_PRACTICE_SENDER_OWN_AT_RCPT),
       test_own_sender);
  ADD ("limit-line", NULL, test_limit_line);
  ADD ("limit-counts", NULL, test_limit_counts);
  ADD ("limit-message", NULL, test_limit_message);
  ADD ("limit-idle", "idle", test_limit_time);
  ADD ("limit-session", NULL, test_limit_time);
  ADD ("limit-connections", NULL, test_limit_connections);
  ADD ("disk-gone", NULL, test_disk_gone);
  ADD ("random", NULL, test_random);

  return g_test_run ();
}
