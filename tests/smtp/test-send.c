/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "session-fixture.h"

#define CHUNKS TLS_EHLO "S: 250-SIZE 10000000\nS: 250-8BITMIME\nS: 250-PIPELINING\nS: 250 CHUNKING\n"
#define LINES TLS_EHLO "S: 250-SIZE 10000000\nS: 250-8BITMIME\nS: 250 PIPELINING\n"
#define SLOW_CHUNKS TLS_EHLO "S: 250 CHUNKING\n"
#define BARE TLS_EHLO "S: 250 HELP\n"

#define MAIL "MAIL FROM:<a@example.org>"
#define SIZED MAIL " SIZE=116\r\n"

#define A "RCPT TO:<b@example.net>\r\n"
#define B "RCPT TO:<c@example.net>\r\n"
#define C "RCPT TO:<d@example.net>\r\n"
#define ONE "b@example.net"
#define TWO "b@example.net c@example.net"
#define THREE "b@example.net c@example.net d@example.net"
#define BDAT "BDAT 116 LAST\r\n" MESSAGE
#define DATA "DATA\r\n"
#define END ".\r\n"
#define QUIT "QUIT\r\n"
#define RSET "RSET\r\n"

typedef struct {
  const char       *name;
  const char       *script;
  const char       *recipients;
  const char       *wire;       /* after EHLO */
  const char       *results;
  int               code;       /* of OutpostSmtpError, or -1 */
  OutpostSmtpStage  stage;
  gboolean          stepwise, all_or_none, not_last, blames_sender;
} Case;

/* Each script tells the order: what it reads before it answers was not waited for. */
static const Case cases[] = {
  /* One recipient, a small body, CHUNKING: one flight. */
  { "chunks/one-flight",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
    "S: 250 2.1.0 ok\nS: 250 2.1.5 ok\nS: 250 2.0.0 queued as 1\nS: 221 bye",
    ONE, SIZED A BDAT QUIT, "+", -1 },
  /* Nobody waits for the answer to QUIT. */
  { "chunks/no-goodbye",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\nS: 250 ok\nS: 250 ok\nWAIT",
    ONE, SIZED A BDAT QUIT, "+", -1 },
  { "chunks/not-last",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nS: 250 ok\nS: 250 ok\nS: 250 ok\nWAIT",
    ONE, SIZED A BDAT, "+", -1, .not_last = TRUE },
  { "chunks/recipients-first",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nQUIET\nS: 250 ok\nS: 250 ok\nS: 250 ok\n"
    "C: BDAT*\nBDAT\nC: QUIT\nS: 250 queued\nS: 221 bye",
    TWO, SIZED A B BDAT QUIT, "++", -1 },
  { "chunks/one-of-three-refused",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nS: 550 5.1.1 no\n"
    "S: 250 ok\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 queued\nS: 221 bye",
    THREE, SIZED A B C BDAT QUIT, "+-+", -1 },
  { "chunks/all-refused",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 550 5.1.1 no\nS: 550 5.1.1 no\n"
    "C: RSET\nS: 250 ok\nWAIT",
    TWO, SIZED A B RSET QUIT, "--", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT },
  { "chunks/one-flight-recipient-refused",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\nS: 550 5.1.1 no\n"
    "S: 554 5.5.1 no valid recipients\nS: 221 bye",
    ONE, SIZED A BDAT QUIT, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT },
  { "chunks/one-flight-sender-refused",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 550 5.7.1 not you\n"
    "S: 503 5.5.1 MAIL first\nS: 503 5.5.1 MAIL first\nS: 221 bye",
    ONE, SIZED A BDAT QUIT, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_SENDER },
  { "chunks/message-refused",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\nS: 250 ok\n"
    "S: 554 5.7.1 spam\nS: 221 bye",
    ONE, SIZED A BDAT QUIT, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_MESSAGE },
  { "chunks/no-pipelining",
    SLOW_CHUNKS "C: MAIL*\nQUIET\nS: 250 ok\nC: RCPT*\nQUIET\nS: 250 ok\nC: BDAT*\nBDAT\nQUIET\n"
    "S: 250 ok\nC: QUIT",
    ONE, MAIL "\r\n" A BDAT QUIT, "+", -1 },
  { "chunks/stepwise",
    CHUNKS "C: MAIL*\nQUIET\nS: 250 ok\nC: RCPT*\nQUIET\nS: 250 ok\nC: RCPT*\nQUIET\nS: 250 ok\n"
    "C: BDAT*\nBDAT\nQUIET\nS: 250 ok\nC: QUIT",
    TWO, SIZED A B BDAT QUIT, "++", -1, .stepwise = TRUE },
  { "chunks/stepwise-sender-refused",
    CHUNKS "C: MAIL*\nS: 550 5.7.1 not you\nWAIT",
    TWO, SIZED QUIT, "--", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_SENDER,
    .stepwise = TRUE },

  /* Recipients in several transactions. */
  { "limit/too-many",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nS: 250 ok\n"
    "S: 452 4.5.3 too many\nC: BDAT*\nBDAT\nC: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
    "S: 250 queued\nS: 250 ok\nS: 250 ok\nS: 250 queued\nS: 221 bye",
    THREE, SIZED A B C BDAT SIZED C BDAT QUIT, "+++", -1 },
  { "limit/too-many-without-enhanced-code",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nS: 452 too many\n"
    "C: BDAT*\nBDAT\nC: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
    "S: 250 queued\nS: 250 ok\nS: 250 ok\nS: 250 queued\nS: 221 bye",
    TWO, SIZED A B BDAT SIZED B BDAT QUIT, "++", -1 },
  { "limit/other-452-is-a-refusal",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nS: 452 4.2.2 mailbox full\n"
    "C: BDAT*\nBDAT\nC: QUIT\nS: 250 queued\nS: 221 bye",
    TWO, SIZED A B BDAT QUIT, "+-", -1 },
  { "limit/too-many-without-one-accepted",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 452 4.5.3 no\nS: 452 4.5.3 no\n"
    "C: RSET\nS: 250 ok\nWAIT",
    TWO, SIZED A B RSET QUIT, "--", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT },
  { "limit/rcptmax",
    TLS_EHLO "S: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 LIMITS RCPTMAX=2\n"
    "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nS: 250 ok\nC: BDAT*\nBDAT\n"
    "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
    "S: 250 queued\nS: 250 ok\nS: 250 ok\nS: 250 queued\nS: 221 bye",
    THREE, MAIL "\r\n" A B BDAT MAIL "\r\n" C BDAT QUIT, "+++", -1 },
  { "limit/one-transaction-refused",
    TLS_EHLO "S: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 LIMITS RCPTMAX=1\n"
    "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\n"
    "C: RSET\nC: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
    "S: 250 ok\nS: 550 5.1.1 no\nS: 554 no\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 250 queued\nS: 221 bye",
    TWO, MAIL "\r\n" A BDAT RSET MAIL "\r\n" B BDAT QUIT, "-+", -1 },

  { "limit/one-transaction-refused-in-turn",
    TLS_EHLO "S: 250-CHUNKING\nS: 250 LIMITS RCPTMAX=1\n"
    "C: MAIL*\nS: 250 ok\nC: RCPT*\nS: 550 5.1.1 no\nC: RSET\nS: 250 ok\n"
    "C: MAIL*\nS: 250 ok\nC: RCPT*\nS: 250 ok\nC: BDAT*\nBDAT\nS: 250 queued\nC: QUIT",
    TWO, MAIL "\r\n" A RSET MAIL "\r\n" B BDAT QUIT, "-+", -1 },
  { "limit/message-refused-for-all",
    TLS_EHLO "S: 250-CHUNKING\nS: 250 LIMITS RCPTMAX=1\n"
    "C: MAIL*\nS: 250 ok\nC: RCPT*\nS: 250 ok\nC: BDAT*\nBDAT\nS: 554 5.7.1 spam\nC: QUIT",
    TWO, MAIL "\r\n" A BDAT QUIT, "--", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_MESSAGE },

  /* All or none. */
  { "all-or-none/refused",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nS: 550 5.1.1 no\n"
    "C: RSET\nS: 250 ok\nWAIT",
    TWO, SIZED A B RSET QUIT, "--", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT,
    .all_or_none = TRUE },
  { "all-or-none/data-refused",
    LINES "C: MAIL*\nC: RCPT*\nC: RCPT*\nQUIET\nS: 250 ok\nS: 450 4.2.0 later\nS: 250 ok\n"
    "C: RSET\nS: 250 ok\nWAIT",
    TWO, SIZED A B RSET QUIT, "--", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT,
    .all_or_none = TRUE },
  { "all-or-none/asks-first",
    TLS_EHLO "S: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 LIMITS RCPTMAX=1\n"
    "C: MAIL*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nC: RSET\nS: 250 ok\n"
    "C: MAIL*\nC: RCPT*\nS: 250 ok\nS: 550 5.1.1 no\nC: RSET\nS: 250 ok\nWAIT",
    TWO, MAIL "\r\n" A RSET MAIL "\r\n" B RSET QUIT, "--",
    OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT, .all_or_none = TRUE },

  /* BDAT that is not understood. */
  { "fallback/data-on-a-new-connection",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nS: 250 ok\nS: 250 ok\nS: 502 5.5.2 what\nWAIT\nNEXT\n"
    CHUNKS "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nBODY\nC: QUIT\n"
    "S: 250 queued\nS: 221 bye",
    ONE, SIZED A BDAT QUIT EHLO SIZED A DATA MESSAGE END QUIT, "+", -1 },

  /* DATA. */
  { "data/pipelined",
    LINES "C: MAIL*\nC: RCPT*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n"
    "BODY\nC: QUIT\nS: 250 queued\nS: 221 bye",
    TWO, SIZED A B DATA MESSAGE END QUIT, "++", -1 },
  { "data/one-refused",
    LINES "C: MAIL*\nC: RCPT*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 550 no\nS: 250 ok\nS: 354 go\n"
    "BODY\nC: QUIT\nS: 250 queued\nS: 221 bye",
    TWO, SIZED A B DATA MESSAGE END QUIT, "-+", -1 },
  { "data/lone-dot",
    LINES "C: MAIL*\nC: RCPT*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 550 no\nS: 550 no\nS: 354 go\n"
    "C: .\nS: 250 queued nothing\nWAIT",
    TWO, SIZED A B DATA END QUIT, "--", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT },
  { "data/all-refused",
    LINES "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 550 no\nS: 554 no valid recipients\n"
    "C: RSET\nS: 250 ok\nWAIT",
    ONE, SIZED A DATA RSET QUIT, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT },
  { "data/refused",
    LINES "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 451 4.3.0 later\nC: RSET\n"
    "S: 250 ok\nWAIT",
    ONE, SIZED A DATA RSET QUIT, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_MESSAGE },
  { "data/message-refused",
    LINES "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nBODY\nC: QUIT\n"
    "S: 552 5.2.3 too big\nS: 221 bye",
    ONE, SIZED A DATA MESSAGE END QUIT, "-", OUTPOST_SMTP_ERROR_REFUSED,
    OUTPOST_SMTP_STAGE_MESSAGE },
  /* RFC 5321, appendix D.1, with its refused recipient in the middle. */
  { "data/one-command-at-a-time",
    BARE "C: MAIL*\nQUIET\nS: 250 OK\nC: RCPT*\nQUIET\nS: 250 OK\nC: RCPT*\nQUIET\n"
    "S: 550 No such user here\nC: RCPT*\nQUIET\nS: 250 OK\nC: DATA\nQUIET\n"
    "S: 354 Start mail input; end with <CRLF>.<CRLF>\nBODY\nQUIET\nS: 250 OK\nC: QUIT",
    THREE, MAIL "\r\n" A B C DATA MESSAGE END QUIT, "+-+", -1 },
  { "data/stepwise",
    LINES "C: MAIL*\nQUIET\nS: 250 OK\nC: RCPT*\nQUIET\nS: 250 OK\nC: DATA\nQUIET\n"
    "S: 354 go\nBODY\nQUIET\nS: 250 OK\nC: QUIT",
    ONE, SIZED A DATA MESSAGE END QUIT, "+", -1, .stepwise = TRUE },

  /* What a reply means. */
  { "reply/first-digit-refuses",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\nS: 550 2.1.5 fine\n"
    "S: 554 no\nS: 221 bye",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT },
  { "reply/first-digit-accepts",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\nS: 251 5.1.1 forwards\n"
    "S: 250 4.0.0 queued\nS: 221 bye",
    ONE, NULL, "+", -1 },
  { "reply/421-to-mail",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 421 4.3.2 going down\nCLOSE",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_SENDER },
  { "reply/421-to-the-message",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\nS: 250 ok\n"
    "S: 421 4.3.2 going down\nCLOSE",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_MESSAGE },
  { "reply/lost-before-the-recipient",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nCLOSE",
    TWO, NULL, "--", -2, OUTPOST_SMTP_STAGE_RECIPIENT },
  { "reply/lost-after-the-message",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\nS: 250 ok\nCLOSE",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN, OUTPOST_SMTP_STAGE_MESSAGE },
  { "reply/lost-after-the-dot",
    LINES "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nBODY\nC: QUIT\nCLOSE",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN, OUTPOST_SMTP_STAGE_MESSAGE },
  { "reply/unasked",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\n"
    "R: 250 ok\\r\\n250 ok\\r\\n250 ok\\r\\n250 queued\\r\\n\nWAIT",
    TWO, NULL, "--", OUTPOST_SMTP_ERROR_PROTOCOL, OUTPOST_SMTP_STAGE_MESSAGE },
  { "reply/asks-after-mail",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nS: 354 go\nWAIT",
    TWO, NULL, "--", OUTPOST_SMTP_ERROR_PROTOCOL, OUTPOST_SMTP_STAGE_SENDER },
  { "reply/data-accepted-at-once",
    LINES "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 250 done\nWAIT",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_PROTOCOL, OUTPOST_SMTP_STAGE_MESSAGE },

  /* Postfix: the sender is judged at RCPT. */
  { "sender/not-owned",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\n"
    "S: 553 5.7.1 <a@example.org>: Sender address rejected: not owned by user x\n"
    "S: 554 no\nS: 221 bye",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT,
    .blames_sender = TRUE },
  { "sender/named",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\n"
    "S: 550 you are not A@Example.org.\nS: 554 no\nS: 221 bye",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT,
    .blames_sender = TRUE },
  { "sender/other-address-named",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\nS: 250 ok\n"
    "S: 550 5.1.1 <aa@example.org> or a@example.org.invalid unknown\nS: 554 no\nS: 221 bye",
    ONE, NULL, "-", OUTPOST_SMTP_ERROR_REFUSED, OUTPOST_SMTP_STAGE_RECIPIENT },
};

static void
test_case (SessionFixture *fixture,
           gconstpointer   data)
{
  const Case *test = data;
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  g_autofree char *results = NULL, *wire = NULL;
  gboolean sent;

  g_assert_cmpuint (outpost_message_get_octets (message), ==, strlen (MESSAGE));
  session_fixture_serve (fixture, test->script, OUTPOST_SMTP_SECURITY_TLS,
                         test->stepwise ? OUTPOST_SMTP_MODE_STEPWISE :
                                          OUTPOST_SMTP_MODE_PIPELINED);
  session_fixture_open (fixture);
  g_assert_no_error (fixture->error);

  sent = session_fixture_send (fixture, "a@example.org", test->recipients, message,
                               test->all_or_none, !test->not_last);
  results = session_fixture_results (fixture);
  if (g_strcmp0 (results, test->results) != 0 && fixture->error != NULL)
    g_test_message ("%s", fixture->error->message);
  g_assert_cmpstr (results, ==, test->results);
  if (test->code == -1) {
    g_assert_no_error (fixture->error);
  } else {
    const OutpostSmtpFailure *failure = outpost_smtp_session_get_failure (fixture->session);

    if (test->code == -2)
      g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
    else
      g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, test->code);
    g_assert_cmpint (failure->stage, ==, test->stage);
    g_assert_cmpint (failure->blames_sender, ==, test->blames_sender);
    g_assert_cmpint (failure->after_body, ==, test->code == OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN);
    if (test->code == OUTPOST_SMTP_ERROR_REFUSED)
      g_assert_cmpuint (failure->reply->code, >=, 400);
  }
  g_assert_cmpint (sent, ==, test->code == -1);

  wire = test->wire != NULL ? g_strconcat (EHLO, test->wire, NULL) : NULL;
  session_fixture_finish (fixture, wire);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/send/", cases[i].name, NULL);

    session_fixture_add (path, &cases[i], test_case);
  }

  return g_test_run ();
}
