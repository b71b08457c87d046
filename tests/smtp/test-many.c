/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "session-fixture.h"

#define CHUNKS TLS_EHLO "S: 250-PIPELINING\nS: 250 CHUNKING\n"
#define LINES TLS_EHLO "S: 250 PIPELINING\n"

#define MAIL "MAIL FROM:<a@example.org>\r\n"
#define RCPT "RCPT TO:<b@example.net>\r\n"
#define BDAT "BDAT 116 LAST\r\n" MESSAGE
#define ONE MAIL RCPT BDAT
#define NEXT_ONE "RSET\r\n" ONE
#define QUIT "QUIT\r\n"

/* One message in a script, as it is read; overlapping ones begin with RSET. */
#define READ_ONE "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\n"
#define READ_NEXT "C: RSET\n" READ_ONE
#define OK_ONE "S: 250 ok\nS: 250 ok\nS: 250 queued\n"
#define OK_NEXT "S: 250 reset\n" OK_ONE

typedef struct {
  const char *name;
  const char *script;
  guint       n_messages;
  const char *recipients;
  const char *wire;        /* after EHLO; %NULL: not looked at */
  const char *outcomes;    /* "+" accepted, "-" refused, "?" unknown, "x" anything else */
  gboolean    stepwise, fails;
} Case;

static const Case cases[] = {
  { "three-at-once", CHUNKS READ_ONE READ_NEXT READ_NEXT "C: QUIT\n" OK_ONE OK_NEXT OK_NEXT "WAIT",
    3, "b@example.net", EHLO ONE NEXT_ONE NEXT_ONE QUIT, "+++" },
  /* Eight are unanswered; the ninth waits for the first answer. */
  { "window",
    CHUNKS READ_ONE "REPEAT 7\n" READ_NEXT "END\nQUIET\n" OK_ONE READ_NEXT OK_NEXT READ_NEXT "C: QUIT\n"
    "REPEAT 8\n" OK_NEXT "END\nWAIT",
    10, "b@example.net", NULL, "++++++++++" },
  { "none", CHUNKS "C: QUIT", 0, "b@example.net", EHLO QUIT, "" },
  { "one-refused-between",
    CHUNKS READ_ONE READ_NEXT READ_NEXT "C: QUIT\n" OK_ONE
    "S: 250 reset\nS: 250 ok\nS: 550 no\nS: 554 no recipients\n" OK_NEXT "WAIT",
    3, "b@example.net", EHLO ONE NEXT_ONE NEXT_ONE QUIT, "+-+" },
  { "sender-refused-between",
    CHUNKS READ_ONE READ_NEXT READ_NEXT "C: QUIT\n" OK_ONE
    "S: 250 reset\nS: 550 no\nS: 503 MAIL first\nS: 503 MAIL first\n" OK_NEXT "WAIT",
    3, "b@example.net", EHLO ONE NEXT_ONE NEXT_ONE QUIT, "+-+" },
  { "lost",
    CHUNKS READ_ONE READ_NEXT READ_NEXT "C: QUIT\n" OK_ONE "CLOSE",
    3, "b@example.net", NULL, "+??", .fails = TRUE },
  /* 421 answers all that is outstanding: nothing is unknown. */
  { "goodbye",
    CHUNKS READ_ONE READ_NEXT READ_NEXT "C: QUIT\n" OK_ONE "S: 421 4.3.2 bye\nCLOSE",
    3, "b@example.net", NULL, "+--", .fails = TRUE },
  /* Several recipients: the envelope leaves with the message before, the body waits. */
  { "two-recipients",
    CHUNKS "C: MAIL*\nC: RCPT*\nC: RCPT*\nQUIET\nS: 250 ok\nS: 250 ok\nS: 250 ok\nC: BDAT*\nBDAT\n"
    "C: MAIL*\nC: RCPT*\nC: RCPT*\nQUIET\nS: 250 queued\nS: 250 ok\nS: 250 ok\nS: 250 ok\n"
    "C: BDAT*\nBDAT\nC: QUIT\nS: 250 queued\nWAIT",
    2, "b@example.net c@example.net", NULL, "++" },
  { "data",
    LINES "C: MAIL*\nC: RCPT*\nC: DATA\nQUIET\nS: 250 ok\nS: 250 ok\nS: 354 go\nBODY\n"
    "C: MAIL*\nC: RCPT*\nC: DATA\nQUIET\nS: 250 queued\nS: 250 ok\nS: 250 ok\nS: 354 go\nBODY\nC: QUIT\n"
    "S: 250 queued\nWAIT",
    2, "b@example.net", EHLO MAIL RCPT "DATA\r\n" MESSAGE ".\r\n" MAIL RCPT "DATA\r\n" MESSAGE ".\r\n" QUIT,
    "++" },
  { "stepwise",
    CHUNKS "REPEAT 2\nC: MAIL*\nQUIET\nS: 250 ok\nC: RCPT*\nQUIET\nS: 250 ok\nC: BDAT*\nBDAT\nQUIET\n"
    "S: 250 queued\nEND\nC: QUIT",
    2, "b@example.net", EHLO ONE ONE QUIT, "++", .stepwise = TRUE },
  /* RFC 9422: after so many messages the rest needs another connection. */
  { "mailmax",
    TLS_EHLO "S: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 LIMITS MAILMAX=2\n"
    READ_ONE READ_NEXT "QUIET\n" OK_ONE OK_NEXT "C: QUIT\nNEXT\n"
    TLS_EHLO "S: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 LIMITS MAILMAX=2\n"
    READ_ONE "C: QUIT\n" OK_ONE "WAIT",
    3, "b@example.net", EHLO ONE NEXT_ONE QUIT EHLO ONE QUIT, "+++" },
  /* BDAT is not understood, and no message has come home by it: all three go by DATA. */
  { "fallback",
    CHUNKS READ_ONE READ_NEXT READ_NEXT "S: 250 ok\nS: 250 ok\nS: 500 what\nWAIT\nNEXT\n"
    CHUNKS "REPEAT 3\nC: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nBODY\nS: 250 queued\n"
    "END\nC: QUIT",
    3, "b@example.net", NULL, "+++" },
  /* It was understood before: no DATA for what may be there already. */
  { "no-fallback-after-success",
    CHUNKS READ_ONE READ_NEXT READ_NEXT OK_ONE "S: 250 reset\nS: 250 ok\nS: 250 ok\nS: 501 what\nWAIT",
    3, "b@example.net", NULL, "+-?" },
};

typedef struct {
  const Case      *test;
  OutpostMessage  *message;
  OutpostMessage  *broken;    /* (nullable): given in place of the second */
  char           **recipients;
  guint            n_given;
  GString         *outcomes;
} Many;

static gboolean
next_cb (OutpostSmtpEnvelope  *envelope,
         OutpostMessage      **message,
         gpointer              user_data)
{
  Many *many = user_data;

  if (many->n_given == many->test->n_messages)
    return FALSE;

  envelope->sender = "a@example.org";
  envelope->recipients = (const char * const *) many->recipients;
  *message = many->broken != NULL && many->n_given == 1 ? many->broken : many->message;
  many->n_given++;
  return TRUE;
}

static void
done_cb (guint         index,
         GPtrArray    *recipients,
         const GError *error,
         gpointer      user_data)
{
  Many *many = user_data;

  g_assert_cmpuint (index, ==, many->outcomes->len);
  g_assert_cmpuint (recipients->len, ==, g_strv_length (many->recipients));
  if (error == NULL)
    g_string_append_c (many->outcomes, '+');
  else if (g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED))
    g_string_append_c (many->outcomes, '-');
  else if (g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN))
    g_string_append_c (many->outcomes, '?');
  else
    g_string_append_c (many->outcomes, 'x');
}

static gboolean
run (SessionFixture *fixture,
     Many           *many)
{
  gboolean sent;

  session_fixture_serve (fixture, many->test->script, OUTPOST_SMTP_SECURITY_TLS,
                         many->test->stepwise ? OUTPOST_SMTP_MODE_STEPWISE :
                                                OUTPOST_SMTP_MODE_PIPELINED);
  session_fixture_open (fixture);
  g_assert_no_error (fixture->error);
  many->recipients = g_strsplit (many->test->recipients, " ", -1);
  many->message = session_fixture_message (MESSAGE);
  many->outcomes = g_string_new (NULL);

  sent = outpost_smtp_session_send_many_sync (fixture->session, next_cb, done_cb, many,
                                              fixture->cancellable, &fixture->error);
  g_assert_cmpstr (many->outcomes->str, ==, many->test->outcomes);
  g_string_free (many->outcomes, TRUE);
  g_strfreev (many->recipients);
  g_object_unref (many->message);

  return sent;
}

static void
test_case (SessionFixture *fixture,
           gconstpointer   data)
{
  Many many = { .test = data };

  g_assert_cmpint (run (fixture, &many), ==, !many.test->fails);
  if (many.test->fails)
    g_assert_nonnull (fixture->error);
  else
    g_assert_no_error (fixture->error);
  session_fixture_finish (fixture, many.test->wire);
}

static OutpostMessage *
make_broken_message (SessionFixture *fixture)
{
  g_autofree char *path = g_build_filename (outpost_test_certs_get_dir (fixture->certs), "mail",
                                            NULL);
  OutpostMessageOptions options = { .from = "a@example.org" };
  GString *text = g_string_new (MESSAGE);
  OutpostMessage *message;
  int fd;

  while (text->len < 3 * 1024 * 1024)
    g_string_append (text, "One line more.\r\n");
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  fd = g_open (path, O_RDWR | O_CLOEXEC);
  message = outpost_message_read (fd, &options, NULL, NULL);
  g_assert_nonnull (message);
  g_assert_cmpint (ftruncate (fd, (off_t) text->len / 2), ==, 0);
  close (fd);
  g_unlink (path);
  g_string_free (text, TRUE);

  return message;
}

/* The second message breaks off: its connection is dropped, the third goes over another. */
static void
test_broken (SessionFixture *fixture,
             gconstpointer   unused)
{
  static const Case test = {
    "broken",
    CHUNKS READ_ONE "C: RSET\nC: MAIL*\nC: RCPT*\n" OK_ONE "S: 250 reset\nS: 250 ok\nS: 250 ok\n"
    "WAIT\nNEXT\n"
    CHUNKS READ_ONE "C: QUIT\n" OK_ONE "WAIT",
    3, "b@example.net", NULL, "+x+",
  };
  Many many = { .test = &test };

  many.broken = make_broken_message (fixture);
  g_assert_true (run (fixture, &many));
  g_object_unref (many.broken);
  session_fixture_finish (fixture, NULL);
  g_assert_cmpuint (outpost_script_server_get_n_connections (fixture->server), ==, 2);
}

/* Far more than any buffer holds, and a server that answers each message with a page: both
 * sides would wait for each other if either only wrote. */
static void
test_no_deadlock (SessionFixture *fixture,
                  gconstpointer   unused)
{
  g_autofree char *page = g_strnfill (1000, 'x');
  g_autofree char *script = NULL;
  Case test = { "no-deadlock", NULL, 400, "b@example.net", NULL, NULL };
  g_autofree char *outcomes = g_strnfill (400, '+');
  Many many = { .test = &test };

  script = g_strconcat (CHUNKS READ_ONE "S: 250 ", page, "\nS: 250 ", page, "\nS: 250 ", page, "\n"
                        "REPEAT 399\n" READ_NEXT "S: 250 ", page, "\nS: 250 ", page, "\nS: 250 ", page,
                        "\nS: 250 ", page, "\nEND\nC: QUIT", NULL);
  test.script = script;
  test.outcomes = outcomes;
  g_assert_true (run (fixture, &many));
  session_fixture_finish (fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/many/", cases[i].name, NULL);

    session_fixture_add (path, &cases[i], test_case);
  }
  session_fixture_add ("/many/broken", NULL, test_broken);
  session_fixture_add ("/many/no-deadlock", NULL, test_no_deadlock);

  return g_test_run ();
}
