/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "outpost-smtp-wire-private.h"
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

static char *
read_message (OutpostMessage *message)
{
  g_autoptr (OutpostMessageReader) reader = outpost_message_open (message, NULL);
  gsize size = outpost_message_get_octets (message), have = 0;
  char *text = g_malloc (size + 1);

  while (have < size) {
    gssize n = outpost_message_reader_read (reader, text + have, size - have, NULL);

    g_assert_cmpint (n, >, 0);
    have += n;
  }
  text[size] = '\0';

  return text;
}

/* 14 KiB go with the envelope; one octet more waits for the recipient. */
static void
test_one_flight (SessionFixture *fixture,
                 gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (14 * 1024);

  g_assert_true (send_message (fixture, CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT 14336 LAST\nBDAT\nC: QUIT\n"
                               "S: 250 ok\nS: 250 ok\nS: 250 queued\nWAIT", message));
  session_fixture_finish (fixture, NULL);
}

static void
test_two_flights (SessionFixture *fixture,
                  gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (14 * 1024 + 1);

  g_assert_true (send_message (fixture, CHUNKS ENVELOPE "C: BDAT 14337 LAST\nBDAT\nC: QUIT\n"
                               "S: 250 queued\nWAIT", message));
  session_fixture_finish (fixture, NULL);
}

/* 5 MiB and a bit: the chunks follow each other without a wait, and all octets arrive. */
static void
test_chunks (SessionFixture *fixture,
             gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (5 * MIB + 1000);
  g_autofree char *text = read_message (message);
  g_autofree char *wire = NULL, *transcript = NULL;
  GString *wanted = g_string_new (EHLO "MAIL FROM:<a@example.org> SIZE=5243880\r\n"
                                  "RCPT TO:<b@example.net>\r\n");

  g_assert_true (send_message (fixture, CHUNKS ENVELOPE
                               "REPEAT 5\nC: BDAT 1048576\nBDAT\nEND\nC: BDAT 1000 LAST\nBDAT\nC: QUIT\n"
                               "REPEAT 5\nS: 250 so far\nEND\nS: 250 queued\nWAIT", message));
  transcript = session_fixture_transcript (fixture);
  g_assert_nonnull (strstr (transcript, "* the message, 5243880 octets\nC BDAT 1048576\n"));
  g_assert_null (strstr (transcript, "123456789"));
  g_assert_null (strstr (transcript, "One line"));

  for (guint i = 0; i < 5; i++) {
    g_string_append (wanted, "BDAT 1048576\r\n");
    g_string_append_len (wanted, text + i * MIB, MIB);
  }
  g_string_append_printf (wanted, "BDAT 1000 LAST\r\n%sQUIT\r\n", text + 5 * MIB);
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_true (strcmp (wire, wanted->str) == 0);
  g_string_free (wanted, TRUE);
}

static void
test_big_data (SessionFixture *fixture,
               gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (5 * MIB + 1000);
  g_autofree char *text = read_message (message);
  g_autofree char *wire = NULL;
  g_autofree char *wanted =
    g_strconcat (EHLO "MAIL FROM:<a@example.org> SIZE=5243880\r\nRCPT TO:<b@example.net>\r\n"
                 "DATA\r\n", text, ".\r\nQUIT\r\n", NULL);

  g_assert_true (send_message (fixture, LINES DATA_ENVELOPE "BODY\nC: QUIT\nS: 250 queued\nWAIT",
                               message));
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_true (strcmp (wire, wanted) == 0);
}

/* RFC 5321, section 4.5.2; also where a buffer ends between the line end and the dot. */
static void
test_dots (SessionFixture *fixture,
           gconstpointer   unused)
{
  GString *text = g_string_new (MESSAGE ".\r\n..\r\n.dot\r\nno.dot\r\n.\r\n");
  g_autoptr (OutpostMessage) message = NULL;
  g_autofree char *wanted = NULL, *wire = NULL;
  GString *stuffed;

  while (text->len < 200000)
    g_string_append (text, ".\r\n");
  message = session_fixture_message (text->str);
  stuffed = g_string_new (NULL);
  for (gsize i = 0; i < text->len; i++) {
    if (text->str[i] == '.' && text->str[i - 1] == '\n')
      g_string_append_c (stuffed, '.');
    g_string_append_c (stuffed, text->str[i]);
  }
  wanted = g_strconcat ("DATA\r\n", stuffed->str, ".\r\nQUIT\r\n", NULL);

  g_assert_true (send_message (fixture, LINES DATA_ENVELOPE "BODY\nC: QUIT\nS: 250 queued\nWAIT",
                               message));
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_true (g_str_has_suffix (wire, wanted));
  g_string_free (text, TRUE);
  g_string_free (stuffed, TRUE);
}

/* A chunk is refused: the next one is not begun, and the connection goes on. */
static void
test_chunk_refused (SessionFixture *fixture,
                    gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (3 * MIB);

  g_assert_false (send_message (fixture, TLS_EHLO "S: 250 CHUNKING\n" "C: MAIL*\nS: 250 ok\n"
                                "C: RCPT*\nS: 250 ok\nC: BDAT 1048576\nBDAT\nS: 250 ok\n"
                                "C: BDAT 1048576\nBDAT\nS: 552 5.3.4 too big\nC: RSET\nS: 250 ok\n"
                                "C: QUIT", message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED);
  session_fixture_finish (fixture, NULL);
}

/* The same while later chunks are under way. The server says nothing more. */
static void
test_chunk_refused_in_flight (SessionFixture *fixture,
                              gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (40 * MIB);
  g_autofree char *wire = NULL;

  fixture->limits.silence_ms = 300;
  g_assert_false (send_message (fixture, CHUNKS ENVELOPE "C: BDAT 1048576\nBDAT\n"
                                "S: 552 5.3.4 too big\nWAIT", message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED);
  g_assert_cmpint (outpost_smtp_session_get_failure (fixture->session)->stage, ==,
                   OUTPOST_SMTP_STAGE_MESSAGE);
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_null (strstr (wire, "LAST"));
}

/* Refused before the dot: none may follow, since it would make a whole of the part. */
static void
test_data_refused_within (SessionFixture *fixture,
                          gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (40 * MIB);
  g_autofree char *wire = NULL;

  g_assert_false (send_message (fixture, LINES DATA_ENVELOPE "READ 100000\nS: 552 5.3.4 too big\nWAIT",
                                message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED);
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_null (strstr (wire, "\r\n.\r\n"));
}

/* A message in a file that can be made shorter. */
static OutpostMessage *
make_file_message (SessionFixture *fixture,
                   int            *fd)
{
  g_autofree char *path = g_build_filename (outpost_test_certs_get_dir (fixture->certs), "mail",
                                            NULL);
  g_autoptr (OutpostMessage) whole = session_fixture_big_message (40 * MIB);
  g_autofree char *text = read_message (whole);
  OutpostMessageOptions options = { .from = "a@example.org" };
  OutpostMessage *message;

  g_assert_true (g_file_set_contents (path, text, 40 * MIB, NULL));
  *fd = g_open (path, O_RDWR | O_CLOEXEC);
  message = outpost_message_read (*fd, &options, NULL, NULL);
  g_assert_nonnull (message);
  g_unlink (path);

  return message;
}

typedef struct {
  OutpostScriptServer *server;
  int                  fd;
} Shortening;

static gpointer
shorten_when_begun (gpointer data)
{
  Shortening *shortening = data;
  gsize length;

  do {
    g_autoptr (GBytes) wire = outpost_script_server_dup_wire (shortening->server);

    length = g_bytes_get_size (wire);
    g_thread_yield ();
  } while (length < 100000);
  g_assert_cmpint (ftruncate (shortening->fd, 1000), ==, 0);

  return NULL;
}

/* The server reads some, then nothing while it sends the start of a reply octet by octet. */
#define PAUSE "READ 100000\nSLOW 1 20\nR: 250-0123456789 0123456789 0123456789\nSLOW 0\nWAIT"

/* The file becomes shorter while it is sent. Nothing may end what is at the server by then. */
static void
test_source_fails (SessionFixture *fixture,
                   gconstpointer   script)
{
  Shortening shortening;
  g_autoptr (OutpostMessage) message = make_file_message (fixture, &shortening.fd);
  g_autofree char *wire = NULL;
  GThread *thread;
  gsize length;

  session_fixture_serve (fixture, script, OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  shortening.server = fixture->server;
  thread = g_thread_new ("shorten", shorten_when_begun, &shortening);
  g_assert_false (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                        TRUE));
  g_thread_join (thread);
  close (shortening.fd);
  g_assert_error (fixture->error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE);
  g_assert_false (outpost_smtp_session_get_failure (fixture->session)->after_body);

  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, &length);
  g_assert_cmpuint (length, >, 100000);
  g_assert_cmpuint (length, <, 40 * MIB);
  g_assert_null (strstr (wire, "LAST"));
  g_assert_null (strstr (wire, "\r\n.\r\n"));
  g_assert_null (strstr (wire, "QUIT"));
}

static void
test_too_big (SessionFixture *fixture,
              gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (5001);

  g_assert_false (send_message (fixture, TLS_EHLO "S: 250 SIZE 5000\nWAIT", message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TOO_BIG);
  session_fixture_finish (fixture, EHLO "QUIT\r\n");
}

static void
test_just_not_too_big (SessionFixture *fixture,
                       gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (5000);

  g_assert_true (send_message (fixture, TLS_EHLO "S: 250 SIZE 5000\nC: MAIL * SIZE=5000\nS: 250 ok\n"
                               "C: RCPT*\nS: 250 ok\nC: DATA\nS: 354 go\nBODY\nS: 250 ok\nWAIT",
                               message));
  session_fixture_finish (fixture, NULL);
}

static void
test_8bit (SessionFixture *fixture,
           gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message =
    session_fixture_message ("Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nFrom: a@example.org\r\n"
                             "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: 8bit\r\n\r\nbücher\r\n");
  g_autofree char *wire = NULL;

  g_assert_true (send_message (fixture, CHUNKS "C: MAIL * BODY=8BITMIME\nC: RCPT*\nC: BDAT*\nBDAT\n"
                               "C: QUIT\nS: 250 ok\nS: 250 ok\nS: 250 ok\nWAIT", message));
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_nonnull (strstr (wire, "\r\n\r\nbücher\r\n"));
}

static void
test_8bit_not_offered (SessionFixture *fixture,
                       gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message =
    session_fixture_message ("Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nFrom: a@example.org\r\n"
                             "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: 8bit\r\n\r\nbücher\r\n");
  g_autofree char *wire = NULL;

  g_assert_true (send_message (fixture, TLS_EHLO "S: 250 HELP\nC: MAIL FROM:<a@example.org>\nS: 250 ok\n"
                               "C: RCPT*\nS: 250 ok\nC: DATA\nS: 354 go\nBODY\nS: 250 ok\nWAIT",
                               message));
  session_fixture_finish (fixture, NULL);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_nonnull (strstr (wire, "b=C3=BCcher"));
}

static void
test_smtputf8 (SessionFixture *fixture,
               gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  session_fixture_serve (fixture, LINES "C: MAIL FROM:<a@example.org> SIZE=116 SMTPUTF8\n"
                         "C: RCPT TO:<bücher@xn--bcher-kva.example>\nC: DATA\nS: 250 ok\nS: 250 ok\n"
                         "S: 354 go\nBODY\nC: QUIT\nS: 250 ok\nWAIT",
                         OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  session_fixture_send (fixture, "a@example.org", "bücher@bücher.example", message, FALSE, TRUE);
  g_assert_no_error (fixture->error);
  session_fixture_finish (fixture, NULL);
}

/* A domain alone needs nothing of the server: it is written in A-labels. */
static void
test_smtputf8_not_offered (SessionFixture *fixture,
                           gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  session_fixture_serve (fixture, TLS_EHLO "S: 250 HELP\nC: MAIL FROM:<>\nS: 250 ok\n"
                         "C: RCPT TO:<b@xn--bcher-kva.example>\nS: 250 ok\nC: DATA\nS: 354 go\nBODY\n"
                         "S: 250 ok\nWAIT",
                         OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (session_fixture_send (fixture, "a@example.org", "bücher@example.net", message,
                                        FALSE, FALSE));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NEEDS_SMTPUTF8);
  g_clear_error (&fixture->error);

  session_fixture_send (fixture, "", "b@bücher.example", message, FALSE, TRUE);
  g_assert_no_error (fixture->error);
  session_fixture_finish (fixture, NULL);
}

/* Nothing that could begin a line of its own gets anywhere near the wire. */
static void
test_injection (SessionFixture *fixture,
                gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  session_fixture_serve (fixture, LINES "WAIT", OUTPOST_SMTP_SECURITY_TLS,
                         OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (session_fixture_send (fixture, "a@example.org",
                                        "b@example.net>\r\nRCPT\tTO:<c@example.net", message,
                                        FALSE, FALSE));
  g_assert_error (fixture->error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS);
  g_clear_error (&fixture->error);
  g_assert_false (session_fixture_send (fixture, "a@example.org>\nQUIT", "b@example.net", message,
                                        FALSE, FALSE));
  g_assert_nonnull (fixture->error);
  g_clear_error (&fixture->error);
  g_assert_false (session_fixture_send (fixture, "a@example.org", "", message, FALSE, FALSE));
  g_assert_error (fixture->error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS);
  session_fixture_finish (fixture, EHLO);
}

static void
test_stages (SessionFixture *fixture,
             gconstpointer   mode)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  session_fixture_serve (fixture, TLS_EHLO "S: 250-PIPELINING\nS: 250 CHUNKING\nC: MAIL*\nS: 250 ok\n"
                         "C: RCPT*\nS: 250 ok\nC: BDAT*\nBDAT\nS: 250 ok\nWAIT",
                         OUTPOST_SMTP_SECURITY_TLS, GPOINTER_TO_INT (mode));
  g_assert_true (session_fixture_open (fixture));
  g_string_truncate (fixture->stages, 0);
  g_assert_true (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                       TRUE));
  g_assert_cmpstr (fixture->stages->str, ==,
                   "+sender -sender +recipient -recipient +message -message");
  session_fixture_finish (fixture, NULL);
}

/* MAIL, RCPT, RSET; and then the message over the same connection. */
static void
test_check (SessionFixture *fixture,
            gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  const char *recipients[] = { "b@example.net", NULL };
  OutpostSmtpEnvelope envelope = { "a@example.org", recipients, FALSE };

  session_fixture_serve (fixture, TLS_EHLO "S: 250-SIZE 9999\nS: 250 CHUNKING\n"
                         "C: MAIL FROM:<a@example.org> SIZE=116\nQUIET\nS: 250 ok\nC: RCPT*\nQUIET\n"
                         "S: 250 ok\nC: RSET\nQUIET\nS: 250 ok\n"
                         "C: MAIL*\nS: 250 ok\nC: RCPT*\nS: 250 ok\nC: BDAT*\nBDAT\nS: 250 ok\nC: QUIT",
                         OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_string_truncate (fixture->stages, 0);
  g_assert_true (outpost_smtp_session_check_sync (fixture->session, &envelope, message,
                                                  &fixture->recipients, NULL, &fixture->error));
  g_assert_cmpstr (fixture->stages->str, ==, "+sender -sender +recipient -recipient");
  g_assert_cmpuint (fixture->recipients->len, ==, 1);
  g_assert_true (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                       TRUE));
  session_fixture_finish (fixture, NULL);
}

/* The one-flight message left a transaction without recipients behind. A second MAIL would be
 * nested in it. */
static void
test_reset_before_next (SessionFixture *fixture,
                        gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  session_fixture_serve (fixture, CHUNKS "C: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\n"
                         "S: 250 ok\nS: 550 no\nS: 554 no\n"
                         "C: RSET\nC: MAIL*\nC: RCPT*\nC: BDAT*\nBDAT\nC: QUIT\n"
                         "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 250 ok\nWAIT",
                         OUTPOST_SMTP_SECURITY_TLS, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                        FALSE));
  g_clear_error (&fixture->error);
  g_assert_true (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                       TRUE));
  session_fixture_finish (fixture, NULL);
}

/* The last of the guards, for itself. */
static void
test_wire_guard (SessionFixture *fixture,
                 gconstpointer   unused)
{
  static const char *lines[] = { "NOOP\r\nQUIT", "NOOP\n", "NOOP\r", "NO\tOP", "NO\177OP" };
  g_autoptr (OutpostSmtpTranscript) transcript = outpost_smtp_transcript_new ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (OutpostSmtpWire) wire = NULL;
  GList addresses = { address, NULL, NULL };
  OutpostSmtpTransport *transport;

  fixture->server = outpost_script_server_new ("WAIT");
  g_assert_true (outpost_script_server_start (fixture->server, NULL));
  transport = outpost_smtp_transport_connect_sync (&addresses,
                                                   outpost_script_server_get_port (fixture->server),
                                                   OUTPOST_DEADLINE_NEVER, NULL, NULL,
                                                   &fixture->error);
  g_assert_no_error (fixture->error);
  wire = outpost_smtp_wire_new (transport, transcript);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_assert_false (outpost_smtp_wire_queue (wire, lines[i], &fixture->error));
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
    g_clear_error (&fixture->error);
  }
  g_assert_cmpuint (outpost_smtp_wire_get_queued (wire), ==, 0);
  g_assert_true (outpost_smtp_wire_queue (wire, "NOOP bücher", NULL));
}

/* Without TLS that has verified, CHUNKING is not used: somebody else may have put it there. */
static void
test_no_chunks_in_clear (SessionFixture *fixture,
                         gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  session_fixture_serve (fixture, PLAIN_EHLO "S: 250-PIPELINING\nS: 250 CHUNKING\nC: MAIL*\nC: RCPT*\n"
                         "C: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nBODY\nC: QUIT\nS: 250 ok\nWAIT",
                         OUTPOST_SMTP_SECURITY_NONE, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  g_assert_true (session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE,
                                       TRUE));
  session_fixture_finish (fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  session_fixture_add ("/body/one-flight", NULL, test_one_flight);
  session_fixture_add ("/body/two-flights", NULL, test_two_flights);
  session_fixture_add ("/body/chunks", NULL, test_chunks);
  session_fixture_add ("/body/data", NULL, test_big_data);
  session_fixture_add ("/body/dots", NULL, test_dots);
  session_fixture_add ("/body/chunk-refused", NULL, test_chunk_refused);
  session_fixture_add ("/body/chunk-refused-in-flight", NULL, test_chunk_refused_in_flight);
  session_fixture_add ("/body/data-refused-within", NULL, test_data_refused_within);
  session_fixture_add ("/body/source-fails/chunks", CHUNKS ENVELOPE "C: BDAT 1048576\n" PAUSE,
                       test_source_fails);
  session_fixture_add ("/body/source-fails/data", LINES DATA_ENVELOPE PAUSE, test_source_fails);
  session_fixture_add ("/body/too-big", NULL, test_too_big);
  session_fixture_add ("/body/just-not-too-big", NULL, test_just_not_too_big);
  session_fixture_add ("/body/8bit", NULL, test_8bit);
  session_fixture_add ("/body/8bit-not-offered", NULL, test_8bit_not_offered);
  session_fixture_add ("/body/smtputf8", NULL, test_smtputf8);
  session_fixture_add ("/body/smtputf8-not-offered", NULL, test_smtputf8_not_offered);
  session_fixture_add ("/body/injection", NULL, test_injection);
  session_fixture_add ("/body/stages/stepwise", GINT_TO_POINTER (OUTPOST_SMTP_MODE_STEPWISE),
                       test_stages);
  session_fixture_add ("/body/stages/pipelined", GINT_TO_POINTER (OUTPOST_SMTP_MODE_PIPELINED),
                       test_stages);
  session_fixture_add ("/body/check", NULL, test_check);
  session_fixture_add ("/body/reset-before-next", NULL, test_reset_before_next);
  session_fixture_add ("/body/wire-guard", NULL, test_wire_guard);
  session_fixture_add ("/body/no-chunks-in-clear", NULL, test_no_chunks_in_clear);

  return g_test_run ();
}
