/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "session-fixture.h"

#define TLS OUTPOST_SMTP_SECURITY_TLS

#define MIB (1024 * 1024)

#define BARE TLS_EHLO "S: 250 HELP\n"
#define ASK "C: MAIL*\nS: 250 ok\nC: RCPT*\n"
#define ENVELOPE ASK "S: 250 ok\n"

static gboolean
send_to_one (SessionFixture *fixture,
             const char     *script,
             OutpostMessage *message)
{
  session_fixture_serve (fixture, script, TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));

  return session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE, TRUE);
}

/* Opens a session of the fixture's settings anew; whether it was resumed. */
static gboolean
was_resumed (SessionFixture *fixture,
             gboolean        resume)
{
  g_autoptr (OutpostSmtpSession) session =
    outpost_smtp_session_new (fixture->endpoint, NULL, &fixture->limits,
                              OUTPOST_SMTP_MODE_STEPWISE);
  gboolean resumed;

  if (resume)
    outpost_smtp_session_set_resume (session, TRUE);
  g_assert_true (outpost_smtp_session_open_sync (session, NULL, NULL));
  resumed = outpost_smtp_session_get_facts (session)->tls_resumed;
  outpost_smtp_session_close (session);

  return resumed;
}

/* Test looks at all anew: who does not ask for it neither takes a ticket nor leaves one. */
static void
test_resume (SessionFixture *fixture,
             gconstpointer   unused)
{
  session_fixture_serve (fixture, BARE "C: QUIT", TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (was_resumed (fixture, FALSE));
  g_assert_false (was_resumed (fixture, TRUE));
  g_assert_true (was_resumed (fixture, TRUE));
  g_assert_false (was_resumed (fixture, FALSE));
  session_fixture_finish (fixture, NULL);
}

/* Accepted before the half of it has left: whatever was accepted, it is not the message. */
static void
test_accepted_early (SessionFixture *fixture,
                     gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (40 * MIB);
  g_autofree char *results = NULL, *wire = NULL;

  g_assert_false (send_to_one (fixture, BARE ENVELOPE "C: DATA\nS: 354 go\nREAD 100000\n"
                               "S: 250 queued\nWAIT", message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
  g_assert_false (outpost_smtp_session_get_failure (fixture->session)->after_body);
  results = session_fixture_results (fixture);
  g_assert_cmpstr (results, ==, "-");
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_null (strstr (wire, "\r\n.\r\n"));
}

/* The dot has left, and what comes is no answer to it. */
static void
test_unknown (SessionFixture *fixture,
              gconstpointer   last)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  g_autofree char *script = g_strconcat (BARE ENVELOPE "C: DATA\nS: 354 go\nBODY\n", last, "WAIT",
                                         NULL);

  g_assert_false (send_to_one (fixture, script, message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN);
  g_assert_true (outpost_smtp_session_get_failure (fixture->session)->after_body);
  session_fixture_finish (fixture, NULL);
}

/* Each wait is short enough, and there are many: the time until the recipients are answered
 * has an end of its own. */
static void
test_slow_envelope (SessionFixture *fixture,
                    gconstpointer   last)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  g_autofree char *script = g_strconcat (BARE, last, "SLOW 1 20\nFLOOD 60000 2\nWAIT", NULL);

  fixture->limits.until_recipients_ms = 1000;
  g_assert_false (send_to_one (fixture, script, message));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  session_fixture_finish (fixture, NULL);
}

/* What opening took is a part of that time. */
static void
test_slow_opening (SessionFixture *fixture,
                   gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  fixture->limits.until_recipients_ms = 1000;
  session_fixture_serve (fixture, "WAIT 500\n" PLAIN_EHLO "S: 250 HELP\nC: MAIL*\nWAIT 700\n"
                         "S: 250 ok\nWAIT", OUTPOST_SMTP_SECURITY_NONE, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                        TRUE));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (outpost_smtp_session_get_failure (fixture->session)->stage, ==,
                   OUTPOST_SMTP_STAGE_SENDER);
  session_fixture_finish (fixture, EHLO "MAIL FROM:<a@example.org>\r\n");
}

/* RFC 3463: what speaks of the sender although the recipient was asked for. */
static void
test_blame (SessionFixture *fixture,
            gconstpointer   unused)
{
  static const struct {
    const char *reply;
    gboolean    blames_sender;
  } cases[] = {
    { "553 5.7.1 no", TRUE },
    { "553 5.1.7 no", TRUE },
    { "450 4.1.8 no", TRUE },
    { "550 5.1.1 no", FALSE },
    { "550 5.1.70 no", FALSE },
    { "550 5.11.7 no", FALSE },
    { "550 no", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SessionFixture one = { 0 };
    g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
    g_autofree char *script = g_strconcat (BARE ASK "S: ", cases[i].reply,
                                           "\nC: RSET\nS: 250 ok\nWAIT", NULL);

    session_fixture_set_up (&one, NULL);
    g_assert_false (send_to_one (&one, script, message));
    g_assert_cmpint (outpost_smtp_session_get_failure (one.session)->blames_sender, ==,
                     cases[i].blames_sender);
    session_fixture_finish (&one, NULL);
    session_fixture_tear_down (&one, NULL);
  }
}

/* What an earlier message went by says nothing of the next connection, and a refused
 * recipient nothing of the next message. */
static void
test_again_after_refusal (SessionFixture *fixture,
                          gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  session_fixture_serve (fixture, BARE ASK "S: 550 5.1.1 no\nC: RSET\nS: 250 ok\n" ENVELOPE
                         "C: DATA\nS: 354 go\nBODY\nS: 250 queued as 9\nC: QUIT",
                         TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                        FALSE));
  g_assert_null (outpost_smtp_session_get_final (fixture->session));
  g_clear_error (&fixture->error);
  g_assert_true (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                       TRUE));
  g_assert_null (outpost_smtp_session_get_failure (fixture->session)->reply);
  g_assert_cmpstr (outpost_smtp_session_get_final (fixture->session)->text, ==, "queued as 9");
  session_fixture_finish (fixture, NULL);
}

/* RFC 5321, section 4.5.3.1.8, however many the server would take (RFC 9422). */
static void
test_hundred (SessionFixture *fixture,
              gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  GString *recipients = g_string_new ("x0@example.net");
  g_autofree char *results = NULL, *all = g_strnfill (101, '+');

  for (guint i = 1; i <= 100; i++)
    g_string_append_printf (recipients, " x%u@example.net", i);
  session_fixture_serve (fixture,
                         TLS_EHLO "S: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 LIMITS RCPTMAX=1000\n"
                         "C: MAIL*\nREPEAT 100\nC: RCPT*\nEND\nQUIET\nS: 250 ok\n"
                         "REPEAT 100\nS: 250 ok\nEND\nC: BDAT*\nBDAT\n"
                         "C: MAIL*\nC: RCPT TO:<x100@example.net>\nC: BDAT*\nBDAT\nC: QUIT\n"
                         "S: 250 queued\nS: 250 ok\nS: 250 ok\nS: 250 queued\nWAIT",
                         TLS, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  g_assert_true (session_fixture_send (fixture, "a@example.org", recipients->str, message, FALSE,
                                       TRUE));
  results = session_fixture_results (fixture);
  g_assert_cmpstr (results, ==, all);
  session_fixture_finish (fixture, NULL);
  g_string_free (recipients, TRUE);
}

/* A message of no octets is one, too. */
static void
test_empty (SessionFixture *fixture,
            gconstpointer   script)
{
  OutpostMessageOptions options = { .from = "a@example.org" };
  g_autoptr (OutpostMessage) message = outpost_message_new_from_text ("", 0, &options, NULL);

  g_assert_true (send_to_one (fixture, script, message));
  session_fixture_finish (fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  session_fixture_add ("/rules/resume", NULL, test_resume);
  session_fixture_add ("/rules/accepted-early", NULL, test_accepted_early);
  session_fixture_add ("/rules/unknown/asks-for-more", "S: 354 more\n", test_unknown);
  session_fixture_add ("/rules/unknown/no-reply", "S: nonsense\n", test_unknown);
  session_fixture_add ("/rules/unknown/two-codes", "S: 250-queued\nS: 550 or not\n", test_unknown);
  session_fixture_add ("/rules/unknown/cut", "R: 250 que\nCLOSE\n", test_unknown);
  session_fixture_add ("/rules/slow-envelope/sender", "C: MAIL*\n", test_slow_envelope);
  session_fixture_add ("/rules/slow-envelope/recipient", ASK, test_slow_envelope);
  session_fixture_add ("/rules/slow-opening", NULL, test_slow_opening);
  session_fixture_add ("/rules/blame", NULL, test_blame);
  session_fixture_add ("/rules/again-after-refusal", NULL, test_again_after_refusal);
  session_fixture_add ("/rules/hundred", NULL, test_hundred);
  session_fixture_add ("/rules/empty/data",
                       BARE ENVELOPE "C: DATA\nS: 354 go\nBODY\nS: 250 queued\nWAIT", test_empty);
  session_fixture_add ("/rules/empty/chunks",
                       TLS_EHLO "S: 250 CHUNKING\n" ENVELOPE
                       "C: BDAT * LAST\nBDAT\nS: 250 queued\nWAIT",
                       test_empty);

  return g_test_run ();
}
