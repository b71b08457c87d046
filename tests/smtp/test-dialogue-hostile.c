/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "outpost-smtp-abilities-private.h"
#include "outpost-smtp-wire-private.h"
#include "session-fixture.h"

#define TLS OUTPOST_SMTP_SECURITY_TLS
#define STARTTLS OUTPOST_SMTP_SECURITY_STARTTLS
#define NONE OUTPOST_SMTP_SECURITY_NONE

#define MIB (1024 * 1024)

#define SIGNED_IN \
  TLS_EHLO "S: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 AUTH PLAIN\nC: AUTH PLAIN*\n"
#define TRICKLE "SLOW 1 20\nFLOOD 60000 2\nWAIT"
#define ENVELOPE "C: MAIL*\nS: 250 ok\nC: RCPT*\nS: 250 ok\n"

typedef struct {
  const char          *name;
  const char          *script;
  OutpostSmtpSecurity  security;
  const char          *wire;    /* %NULL: not looked at */
  int                  code;    /* of OutpostSmtpError */
  gboolean             opens;   /* what fails is the message */
} Unasked;

/* Each server answers one command more than there was. */
static const Unasked unasked_cases[] = {
  { "greeting", "R: 220 mail.example\\r\\n250 AUTH PLAIN\\r\\n\nWAIT", NONE, "",
    OUTPOST_SMTP_ERROR_PROTOCOL },
  /* The commands would else follow the handshake, and their answers those of others. */
  { "starttls",
    "R: 220 mail.example\\r\\n250-mail.example\\r\\n250 STARTTLS\\r\\n220 go\\r\\n\nWAIT",
    STARTTLS, "", OUTPOST_SMTP_ERROR_PROTOCOL },
  { "starttls-after-ehlo",
    GREETING "C: EHLO*\nR: 250-mail.example\\r\\n250 STARTTLS\\r\\n220 go\\r\\n\nWAIT",
    STARTTLS, EHLO, OUTPOST_SMTP_ERROR_PROTOCOL },
  { "no-password-after-it",
    TLS_EHLO "R: 250 AUTH PLAIN\\r\\n235 in\\r\\n\nWAIT", TLS, EHLO, OUTPOST_SMTP_ERROR_PROTOCOL },
  /* With one reply too many, RCPT's would be the message's: 554 would come too late. */
  { "lost-message",
    SIGNED_IN "R: 235 in\\r\\n250 stray\\r\\n\nWAIT", TLS, NULL, OUTPOST_SMTP_ERROR_PROTOCOL,
    TRUE },
  /* Only "I am going" may come at any time. */
  { "goodbye", "R: 220 mail.example\\r\\n421 4.3.2 going down\\r\\n\nWAIT", NONE, "",
    OUTPOST_SMTP_ERROR_REFUSED },
  { "goodbye-after-sign-in",
    SIGNED_IN "R: 235 in\\r\\n421 4.3.2 going down\\r\\n\nWAIT", TLS, NULL,
    OUTPOST_SMTP_ERROR_REFUSED, TRUE },
};

static gboolean
send_to_one (SessionFixture *fixture,
             OutpostMessage *message)
{
  return session_fixture_send (fixture, "a@example.org", "b@example.net", message, FALSE, TRUE);
}

static void
test_unasked (SessionFixture *fixture,
              gconstpointer   data)
{
  const Unasked *test = data;
  g_autofree char *wire = NULL;
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  if (test->security == TLS)
    session_fixture_sign_in (fixture, OUTPOST_SMTP_SIGN_IN_PASSWORD, "tim", "pencil22", NULL);
  session_fixture_serve (fixture, test->script, test->security, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_cmpint (session_fixture_open (fixture), ==, test->opens);
  if (test->opens)
    g_assert_false (send_to_one (fixture, message));

  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, test->code);
  if (test->code == OUTPOST_SMTP_ERROR_REFUSED)
    g_assert_cmpuint (outpost_smtp_session_get_failure (fixture->session)->reply->code, ==, 421);
  session_fixture_finish (fixture, test->wire);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_null (strstr (wire, "MAIL"));
}

/* The stray reply lies in the socket, behind as much as is read at once. */
static void
test_unread (SessionFixture *fixture,
             gconstpointer   unused)
{
  g_autofree char *filler = g_strnfill (1000, 'x');
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  g_autofree char *wire = NULL;
  GString *script = g_string_new (GREETING "C: EHLO*\nR: ");
  gsize start = script->len, n_escapes = 0;

  /* 250-, the filler and CRLF: 1,006 octets; the last line fills up to 16 KiB. */
  for (; n_escapes < 16; n_escapes++)
    g_string_append_printf (script, "250-%s\\r\\n", filler);
  g_string_append (script, "250 ");
  while (script->len - start - 2 * n_escapes < 16384 - 2)
    g_string_append_c (script, 'x');
  g_string_append (script, "\\r\\n250 stray\\r\\n\nWAIT");

  session_fixture_serve (fixture, script->str, NONE, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (send_to_one (fixture, message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
  session_fixture_finish (fixture, EHLO);
  g_string_free (script, TRUE);
}

/* As many replies as the kernel takes lie there: what is read at once is taken, no more. The
 * rest stays where it costs nothing. */
static void
test_flood (SessionFixture *fixture,
            gconstpointer   unused)
{
  g_autoptr (GSocket) listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                               G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (OutpostSmtpTranscript) transcript = outpost_smtp_transcript_new ();
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) server = NULL;
  g_autoptr (OutpostSmtpWire) wire = NULL;
  GList addresses = { address, NULL, NULL };
  guint n_sent = 0, n_taken = 0;
  OutpostSmtpReply *reply;
  guint16 port;

  g_assert_true (g_socket_bind (listener, wanted, TRUE, NULL) && g_socket_listen (listener, NULL));
  bound = g_socket_get_local_address (listener, NULL);
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  wire = outpost_smtp_wire_new (outpost_smtp_transport_connect_sync (&addresses, port,
                                                                     OUTPOST_DEADLINE_NEVER, NULL,
                                                                     NULL, NULL), transcript);
  server = g_socket_accept (listener, NULL, NULL);
  g_socket_set_blocking (server, FALSE);
  while (n_sent < 40000 && g_socket_send (server, "250\n", 4, NULL, NULL) == 4)
    n_sent++;
  g_assert_cmpuint (n_sent, >, 8192);

  g_assert_true (outpost_smtp_wire_turn (wire, OUTPOST_DEADLINE_NEVER, NULL, NULL));
  while ((reply = outpost_smtp_wire_pop (wire)) != NULL) {
    outpost_smtp_reply_free (reply);
    n_taken++;
  }
  g_assert_cmpuint (n_taken, <=, 4096);
}

/* A little now and then is no silence. Where the time of the envelope is over it must have
 * an end, too: a reply may have 64 KiB. */
static void
test_trickle_after_data (SessionFixture *fixture,
                         gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  fixture->limits.until_recipients_ms = 1000;
  session_fixture_serve (fixture, PLAIN_EHLO "S: 250 HELP\n" ENVELOPE "C: DATA\n" TRICKLE, NONE,
                         OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (send_to_one (fixture, message));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_false (outpost_smtp_session_get_failure (fixture->session)->after_body);
  session_fixture_finish (fixture, NULL);
}

/* What was to be known is known before RSET is answered; the connection is lost by it. */
static void
test_trickle_after_reset (SessionFixture *fixture,
                          gconstpointer   unused)
{
  const char *recipients[] = { "b@example.net", NULL };
  OutpostSmtpEnvelope envelope = { "a@example.org", recipients, FALSE };
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);

  fixture->limits.until_recipients_ms = 1000;
  session_fixture_serve (fixture, PLAIN_EHLO "S: 250 HELP\n" ENVELOPE "C: RSET\n" TRICKLE, NONE,
                         OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_true (outpost_smtp_session_check_sync (fixture->session, &envelope, NULL, NULL, NULL,
                                                  &fixture->error));
  g_assert_false (send_to_one (fixture, message));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  session_fixture_finish (fixture, NULL);
}

/* For the answer to a chunk the time begins when the chunk has left. */
static void
test_trickle_after_chunk (SessionFixture *fixture,
                          gconstpointer   unused)
{
  g_autoptr (OutpostMessage) message = session_fixture_big_message (2 * MIB);

  fixture->limits.until_recipients_ms = 1500;
  session_fixture_serve (fixture, TLS_EHLO "S: 250 CHUNKING\n" ENVELOPE
                         "C: BDAT 1048576\nBDAT\n" TRICKLE,
                         TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (send_to_one (fixture, message));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  session_fixture_finish (fixture, NULL);
}

/* A server that refuses in the middle and goes: its words count, not the broken pipe. */
static void
test_refused_and_closed (SessionFixture *fixture,
                         gconstpointer   data)
{
  OutpostSmtpSecurity security = GPOINTER_TO_INT (data);
  g_autoptr (OutpostMessage) message = session_fixture_big_message (40 * MIB);
  const OutpostSmtpFailure *failure;
  g_autofree char *script =
    g_strconcat (security == TLS ? TLS_EHLO : PLAIN_EHLO, "S: 250 PIPELINING\n"
                 "C: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n"
                 "READ 100000\nS: 552 5.3.4 too big\nCLOSE", NULL);

  session_fixture_serve (fixture, script, security, OUTPOST_SMTP_MODE_PIPELINED);
  g_assert_true (session_fixture_open (fixture));
  g_assert_false (send_to_one (fixture, message));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED);
  failure = outpost_smtp_session_get_failure (fixture->session);
  g_assert_cmpint (failure->stage, ==, OUTPOST_SMTP_STAGE_MESSAGE);
  g_assert_cmpuint (failure->reply->code, ==, 552);
  session_fixture_finish (fixture, NULL);
}

/* What breaks the grammar is told, too, and may have come in pieces. */
static void
test_echo_in_pieces (SessionFixture *fixture,
                     gconstpointer   unused)
{
  g_autofree char *transcript = NULL;

  session_fixture_sign_in (fixture, OUTPOST_SMTP_SIGN_IN_PASSWORD, "tim", "pencil22", NULL);
  session_fixture_serve (fixture, TLS_EHLO "S: 250 AUTH PLAIN\nC: AUTH*\n"
                         "R: you said pen\nWAIT 100\nR: cil22, not more\\r\\n\nWAIT",
                         TLS, OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_false (session_fixture_open (fixture));
  g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL);
  transcript = session_fixture_transcript (fixture);
  g_assert_nonnull (strstr (transcript, "S you said [hidden], not more\n"));
  session_fixture_finish (fixture, NULL);
}

static void
test_hello_literal (SessionFixture *fixture,
                    gconstpointer   unused)
{
  static const char *bad[] = { "[1]x", "[", "[ä]", "[1\x7f]", "[1\x01]", "[<>]" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (OutpostSmtpSession) session = NULL;

    g_clear_pointer (&fixture->endpoint, outpost_smtp_endpoint_free);
    fixture->endpoint = outpost_smtp_endpoint_new ("127.0.0.1", 1, NONE);
    fixture->endpoint->hello_name = g_strdup (bad[i]);
    session = outpost_smtp_session_new (fixture->endpoint, NULL, NULL, OUTPOST_SMTP_MODE_STEPWISE);
    g_assert_false (outpost_smtp_session_open_sync (session, NULL, &fixture->error));
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
    g_clear_error (&fixture->error);
  }

  g_free (fixture->endpoint->hello_name);
  fixture->endpoint->hello_name = g_strdup ("[IPv6:2001:db8::1]");
  session_fixture_serve (fixture, GREETING "C: EHLO [IPv6:2001:db8::1]\nS: 250 hi\nWAIT", NONE,
                         OUTPOST_SMTP_MODE_STEPWISE);
  g_assert_true (session_fixture_open (fixture));
  session_fixture_finish (fixture, "EHLO [IPv6:2001:db8::1]\r\n");
}

/* As many names as a reply can hold are neither kept nor compared with each other. */
static void
test_mechanisms (void)
{
  OutpostSmtpFacts facts = { 0 };
  OutpostSmtpReply reply = { 250, NULL, NULL };
  GString *text = g_string_new ("mail.example\nAUTH");

  for (guint i = 0; text->len < 65000; i++)
    g_string_append_printf (text, " %x", i);
  reply.text = text->str;
  outpost_smtp_abilities_read (&facts, &reply);
  g_assert_cmpuint (g_strv_length (facts.mechanisms), ==, 64);
  g_assert_cmpstr (facts.mechanisms[63], ==, "3F");
  outpost_smtp_facts_clear (&facts);
  g_string_free (text, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (unasked_cases); i++) {
    g_autofree char *path = g_strconcat ("/hostile/unasked/", unasked_cases[i].name, NULL);

    session_fixture_add (path, &unasked_cases[i], test_unasked);
  }
  session_fixture_add ("/hostile/unread", NULL, test_unread);
  session_fixture_add ("/hostile/flood", NULL, test_flood);
  session_fixture_add ("/hostile/trickle/data", NULL, test_trickle_after_data);
  session_fixture_add ("/hostile/trickle/reset", NULL, test_trickle_after_reset);
  session_fixture_add ("/hostile/trickle/chunk", NULL, test_trickle_after_chunk);
  session_fixture_add ("/hostile/refused-and-closed/tls", GINT_TO_POINTER (TLS),
                       test_refused_and_closed);
  session_fixture_add ("/hostile/refused-and-closed/clear", GINT_TO_POINTER (NONE),
                       test_refused_and_closed);
  session_fixture_add ("/hostile/echo-in-pieces", NULL, test_echo_in_pieces);
  session_fixture_add ("/hostile/hello-literal", NULL, test_hello_literal);
  g_test_add_func ("/hostile/mechanisms", test_mechanisms);

  return g_test_run ();
}
