/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "session-fixture.h"

#define MIB (1024 * 1024)

#define CHUNKS TLS_EHLO "S: 250-SIZE 100000000\nS: 250-8BITMIME\nS: 250-PIPELINING\nS: 250 CHUNKING\n"
#define LINES TLS_EHLO "S: 250-SIZE 0\nS: 250-8BITMIME\nS: 250-SMTPUTF8\nS: 250 PIPELINING\n"
#define ENVELOPE "C: MAIL*\nC: RCPT*\nQUIET\nS: 250 ok\nS: 250 ok\n"
#define DATA_ENVELOPE "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n"

static gboolean
send_message (SessionFixture *fixture,
              const char     *script,
              OutpostMessage *message)
{
  session_fixture_serve (fixture, script, OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_PIPELINED);
  session_fixture_open (fixture);
  g_assert_no_error (fixture->error);

  return session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE, TRUE);
}

/* The server takes an octet and then some time: the body has its own pace, whatever is said
 * in between. */
static void
test_too_slow (SessionFixture *fixture,
               gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (40 * MIB);
  g_autofree char *wire = NULL;

  fixture->limits.body_interval_ms = 100;
  g_assert_false (send_message (fixture, CHUNKS ENVELOPE "SLOW 1 50\nFLOOD 1000 2\nWAIT", message));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_false (outpost_smtp_session_get_failure (fixture->session)->after_body);
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_null (strstr (wire, "LAST"));
}

static void
test_no_final_reply (SessionFixture *fixture,
                     gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  fixture->limits.final_ms = 50;
  g_assert_false (send_message (fixture, CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
                                "S: 250 ok\nS: 250 ok\nWAIT", message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN);
  g_assert_true (outpost_smtp_session_get_failure (fixture->session)->after_body);
  session_fixture_finish (fixture, NULL);
}

/* The silence that is borne before the message is not the one after it. */
static void
test_late_final_reply (SessionFixture *fixture,
                       gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  fixture->limits.silence_ms = 1000;
  session_fixture_serve (fixture, CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
                         "S: 250 ok\nS: 250 ok\nWAIT 1200\nS: 250 queued as 7\nWAIT",
                         OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  g_assert_true (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                       TRUE));
  g_assert_cmpstr (outpost_smtp_session_get_final (fixture->session)->text, ==, "queued as 7");
  session_fixture_finish (fixture, NULL);
}

static void
test_silent_recipient (SessionFixture *fixture,
                       gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  fixture->limits.silence_ms = 500;
  g_assert_false (send_message (fixture, LINES "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nWAIT", message));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (outpost_smtp_session_get_failure (fixture->session)->stage, ==,
                   OUTPOST_SMTP_STAGE_RECIPIENT);
  session_fixture_finish (fixture, NULL);
}

/* Cancelled at the begin of a stage: its command is not sent, nor is QUIT. */
static void
test_cancel (SessionFixture *fixture,
             gconstpointer   unused)
{
  static const char *wires[] = {
    EHLO,
    EHLO "MAIL FROM:<a@example.org>\r\n",
    EHLO "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wires); i++) {
    SessionFixture one = { 0 };
    g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
    g_autofree char *results = NULL;

    session_fixture_set_up (&one, NULL);
    one.cancel_at = OUTPOST_SMTP_STAGE_SENDER + (int) i;
    session_fixture_serve (&one, TLS_EHLO "S: 250 CHUNKING\nC: MAIL*\nS: 250 ok\nC: RCPT*\nS: 250 ok\n"
                           "C: BDAT*\nBDAT\nS: 250 ok",
                           OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_STEPWISE);
    g_assert_true (session_fixture_open (&one));
    g_assert_false (session_fixture_send (&one, "a@example.org", "b@example.net", message, FALSE,
                                          TRUE));
    g_assert_error (one.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_false (outpost_smtp_session_get_failure (one.session)->after_body);
    g_assert_cmpint (outpost_smtp_session_get_failure (one.session)->stage, ==, one.cancel_at);
    results = session_fixture_results (&one);
    g_assert_cmpstr (results, ==, "-");

    /* The script did not go to its end: that is the point. */
    g_clear_object (&one.session);
    g_free (outpost_script_server_stop (one.server));
    g_free (results);
    results = session_fixture_get_wire (&one, NULL);
    g_assert_cmpstr (results, ==, wires[i]);
    session_fixture_tear_down (&one, NULL);
  }
}

static gpointer
cancel_when_sent (gpointer data)
{
  SessionFixture *fixture = data;
  g_autofree char *wire = NULL;

  /* The server's record shows when all has arrived. */
  do {
    g_free (wire);
    g_thread_yield ();
    wire = session_fixture_get_wire (fixture, NULL);
  } while (strstr (wire, "One line\r\n.\r\n") == NULL);
  g_cancellable_cancel (fixture->cancellable);

  return NULL;
}

static void
test_cancel_after_body (SessionFixture *fixture,
                        gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  GThread *thread;

  session_fixture_serve (fixture, TLS_EHLO "S: 250 HELP\nC: MAIL*\nS: 250 ok\nC: RCPT*\nS: 250 ok\n"
                         "C: DATA\nS: 354 go\nBODY\nWAIT",
                         OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  thread = g_thread_new ("cancel", cancel_when_sent, fixture);
  g_assert_false (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                        TRUE));
  g_thread_join (thread);
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN);
  g_assert_true (outpost_smtp_session_get_failure (fixture->session)->after_body);
  session_fixture_finish (fixture, NULL);
}

/* A server that answers the chunks only when it has them all has the time it has for the
 * last. */
static void
test_late_chunk_replies (SessionFixture *fixture,
                         gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (MIB + 1000);

  fixture->limits.silence_ms = 1000;
  g_assert_true (send_message (fixture, CHUNKS ENVELOPE "C: BDAT 1048576\nBDAT\nC: BDAT*\nBDAT\n"
                               "C: QUIT\nWAIT 1200\nS: 250 so far\nS: 250 queued\nWAIT", message));
  session_fixture_finish (fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  session_fixture_add ("/limits/too-slow", NULL, test_too_slow);
  session_fixture_add ("/limits/no-final-reply", NULL, test_no_final_reply);
  session_fixture_add ("/limits/late-final-reply", NULL, test_late_final_reply);
  session_fixture_add ("/limits/silent-recipient", NULL, test_silent_recipient);
  session_fixture_add ("/limits/cancel", NULL, test_cancel);
  session_fixture_add ("/limits/cancel-after-body", NULL, test_cancel_after_body);
  session_fixture_add ("/limits/late-chunk-replies", NULL, test_late_chunk_replies);

  return g_test_run ();
}
