/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "outpost-explanation.h"
#include "outpost-message-notice.h"
#include "outpost-test-rounds.h"

/* Nonsense from whoever sends bounces. */
#define FIRST_SEED 20261127
#define N_ROUNDS 500
#define MANY_OCTETS (32 * 1024)

static const char * const samples[] = {
  "Date: Thu, 7 Jul 1994 17:16:05 -0400\r\n"
  "Content-Type: multipart/report; report-type=delivery-status; boundary=\"RAA14128/A\"\r\n\r\n"
  "--RAA14128/A\r\n\r\nThe original message was received.\r\n"
  "--RAA14128/A\r\ncontent-type: message/delivery-status\r\n\r\n"
  "Reporting-MTA: dns; cs.utk.example\r\n\r\n"
  "Final-Recipient: rfc822;louisl@larry.slip.umd.example\r\nAction: failed\r\nStatus: 4.0.0\r\n"
  "Diagnostic-Code: smtp; 426 connection timed out\r\n\r\n"
  "Original-Recipient: rfc822; old@mail.example\r\nFinal-Recipient: rfc822; old@gmail.com\r\n"
  "Action: Failed (for good)\r\nStatus: 5.1.1 (none)\r\n"
  "Remote-MTA: dns; gmail-smtp-in.l.google.com\r\n"
  "Diagnostic-Code: smtp; 550-5.1.1 no\r\n 550 5.1.1 mailbox here\r\n\r\n"
  "--RAA14128/A\r\ncontent-type: message/rfc822\r\n\r\nSubject: x\r\n\r\n--RAA14128/A--\r\n",
  "Content-Type: multipart/report; boundary*0=b; boundary*1*=utf-8''%62\n\n--bb\n"
  "Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: base64\n\n"
  "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFAYi5leGFtcGxlClN0YXR1czogNS4yLjIK\n--bb--\n",
  "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n"
  "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n"
  "M1FEN86PM4F5C:7!I96YT.B!R9F,X,C([(&% 8BYE>&%M<&QE\"E-T871U<SH@\n&-2XR+C(*\n`\nend\n--b--\n",
  "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n"
  "Content-Transfer-Encoding: quoted-printable\n\nFinal-Recipient: rfc822; a=40b.example\n"
  "Status: 5.=\n2.2\n--b--\n",
  "535-5.7.8 Username and Password not accepted. For more information, go to\n"
  "535 5.7.8  https://support.google.com/mail/?p=BadCredentials a1-20020a17090 - gsmtp\n",
  "Nov 23 10:00:00 host postfix/smtp[1]: ABC: to=<a@gmail.com>, relay=mail.shop.example:25, "
  "dsn=5.1.1, status=bounced (host mail.shop.example[192.0.2.1] said: 550 5.1.1 <a@gmail.com>: "
  "Recipient address rejected (in reply to RCPT TO command))\n",
  "Failed to authenticate on SMTP server using 2 possible authenticators. got code \"535\", with "
  "message \"535-5.7.8 no\". Disable 2-Step Verification. Allow less secure apps.\n",
};

static const char * const pieces[] = {
  "\n\n", "\r\n", "\n ", "\n--b\n", "\n--RAA14128/A\n", "--",
  "Final-Recipient: rfc822; x@y.example\n",
  "\nStatus: 5.7.1\n", "\nStatus: 2.0.0\n", "\nStatus: 9.9.9\n", "Diagnostic-Code: ",
  "Remote-MTA: dns;",
  "Content-Transfer-Encoding: base64\n", "Content-Type: multipart/mixed; boundary=",
  "boundary*0*=x'y'%",
  "=?utf-8?b?", ";", ":", "(", "\"", "\\", "=", "550 5.1.1 ", "421-", "250 ", "999 9.9.9", "5.7.8",
  "status=", "smtp.gmail.com", "outlook.com.", "less secure apps", "\xff", "\xc3", "\xe2\x80\xae",
  "\x1b[2J", "%s%n", "<b>",
};

static void
check_text (const char *text)
{
  if (text == NULL)
    return;
  check (strlen (text) <= 20000);
  check (g_utf8_validate (text, -1, NULL));
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);

    check (character == '\n' || character == '\t' || !g_unichar_iscntrl (character));
    check (character < 0x202A || character > 0x202E);
  }
}

static void
check_explanations (GPtrArray *found)
{
  g_autofree char *json = outpost_explanations_to_json (found);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);

  check (root != NULL && found->len <= 120);
  for (guint i = 0; i < found->len; i++) {
    const OutpostExplanation *explanation = g_ptr_array_index (found, i);

    check_text (explanation->recipient);
    check_text (explanation->action);
    check_text (explanation->diagnosis->code_text);
    check_text (explanation->diagnosis->server_words);
    check (*explanation->diagnosis->cause != '\0' && *explanation->diagnosis->next_step != '\0');
  }
}

static void
check_notice (const OutpostNotice *notice)
{
  check_text (notice->reporting);
  check (notice->recipients->len > 0 && notice->recipients->len <= 100);
  for (guint i = 0; i < notice->recipients->len; i++) {
    const OutpostNoticeRecipient *recipient = g_ptr_array_index (notice->recipients, i);

    check_text (recipient->address);
    check_text (recipient->remote);
    check_text (recipient->diagnostic);
    check (recipient->status == NULL || strchr ("245", recipient->status[0]) != NULL);
  }
}

static void
read_both (const char *octets,
           gsize       length)
{
  /* Of its very size, so that the sanitizers see what is read behind it. */
  g_autofree char *exact = g_memdup2 (octets, MAX (length, 1));
  g_autoptr (GPtrArray) found = outpost_explain (exact, length, NULL);
  g_autoptr (OutpostNotice) notice = outpost_notice_parse (exact, length);

  check_explanations (found);
  if (notice != NULL)
    check_notice (notice);
}

static void
mangle (GRand   *rand,
        GString *octets)
{
  gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) octets->len + 1);
  gsize piece = (gsize) g_rand_int_range (rand, 0, 100);

  switch (g_rand_int_range (rand, 0, 5)) {
  case 0:
    if (at < octets->len)
      octets->str[at] = (char) g_rand_int_range (rand, 0, 256);
    break;
  case 1:
    g_string_erase (octets, (gssize) at, (gssize) MIN (octets->len - at, piece));
    break;
  default:
    g_string_insert (octets, (gssize) at, pieces[g_rand_int_range (rand, 0,
      G_N_ELEMENTS (pieces))]);
  }
}

static void
mangled_round (GRand *rand)
{
  const char *sample = samples[g_rand_int_range (rand, 0, G_N_ELEMENTS (samples))];
  g_autoptr (GString) octets = g_string_new (sample);
  gint32 n = g_rand_int_range (rand, 1, 20);

  for (gint32 i = 0; i < n; i++)
    mangle (rand, octets);
  read_both (octets->str, octets->len);
}

static void
test_mangled (void)
{
  outpost_test_run_rounds (N_ROUNDS, FIRST_SEED, mangled_round);
}

/* Much of one thing, and of two in turn, ends as soon as little of it. */
static void
test_many (void)
{
  static const char * const many[] = {
    "250\n251\n", "2-Step Verification off 550\n551\n", "250 2.0.0 a\n251 2.0.0 b\n",
    "status status",
    "status: aaaaaaaaaaaaaaaaaaaa", "said:::::", "a.a.a.a.a.a.a.a.", "gmail.com ", "(in reply to",
    "--b\n", "a:\n\n", "a:\n", "\n", "=", "=?", "%", "\xff",
    "Final-Recipient: a;b\nStatus: 5.1.1\n",
    "Final-Recipient: a;b\nDiagnostic-Code: smtp; 250 251 250 251\n\n",
  };
  static const char * const heads[] = {
    "", "Content-Type: multipart/report; boundary=b\n\n--b\n",
    "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
    "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n"
    "Content-Transfer-Encoding: base64\n\n",
    "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n"
    "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n",
    "Content-Type: ", "Final-Recipient: a;b\nDiagnostic-Code: ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (many); j++) {
      g_autoptr (GString) octets = g_string_new (heads[i]);

      while (octets->len < MANY_OCTETS)
        g_string_append (octets, many[j]);
      read_both (octets->str, octets->len);
    }
}

static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    for (gsize length = 0; length <= strlen (samples[i]); length += 7)
      read_both (samples[i], length);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/robust/explanation/mangled", test_mangled);
  g_test_add_func ("/robust/explanation/many", test_many);
  g_test_add_func ("/robust/explanation/cut", test_cut);

  return g_test_run ();
}
