/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "mangler.h"
#include "outpost-smtp-abilities-private.h"
#include "outpost-smtp-mechanism-private.h"
#include "outpost-smtp-sasl-private.h"
#include "outpost-test-rounds.h"
#include "session-fixture.h"

/* Nonsense from servers. */
#define FIRST_SEED 20261123

#define PASSWORD "pencil22, crayon"

static void
check_reply (const OutpostSmtpReply *reply)
{
  guint n_lines = 1;

  check (reply->code >= 200 && reply->code <= 599);
  check (reply->text != NULL && strlen (reply->text) <= 65536);
  check (strchr (reply->text, '\r') == NULL);
  for (const char *c = reply->text; *c != '\0'; c++)
    n_lines += *c == '\n';
  check (n_lines <= 128);
  check (reply->enhanced == NULL || strchr ("245", reply->enhanced[0]) != NULL);
}

/* Pushes the octets in pieces up to max long; what came of them in a line each. */
static char *
parse (GRand         *rand,
       const GString *octets,
       gint32         max)
{
  OutpostSmtpReplyParser *parser = outpost_smtp_reply_parser_new ();
  GString *seen = g_string_new (NULL);
  OutpostSmtpReply *reply;
  gboolean good = TRUE;

  for (gsize i = 0; i < octets->len && good;) {
    gsize piece = (gsize) g_rand_int_range (rand, 1, max);
    gsize n = MIN (octets->len - i, piece);

    good = outpost_smtp_reply_parser_push (parser, octets->str + i, n, NULL);
    i += n;
  }
  while ((reply = outpost_smtp_reply_parser_pop (parser)) != NULL) {
    check_reply (reply);
    g_string_append_printf (seen, "%u|%s|%s\n", reply->code, reply->enhanced, reply->text);
    outpost_smtp_reply_free (reply);
  }
  check (outpost_smtp_reply_parser_push (parser, "", 0, NULL) == good);
  g_string_append (seen, good ? "good" : "bad");
  outpost_smtp_reply_parser_free (parser);

  return g_string_free (seen, FALSE);
}

/* However the octets are cut, the same comes of them. */
static void
parse_round (GRand *rand)
{
  g_autoptr (GString) octets = mangler_make_replies (rand);
  g_autofree char *whole = parse (rand, octets, G_MAXINT32);
  g_autofree char *pieces = parse (rand, octets, 4);

  check (g_str_equal (whole, pieces));
}

static void
abilities_round (GRand *rand)
{
  g_autoptr (GString) octets = mangler_make_replies (rand);
  OutpostSmtpFacts facts = { 0 };
  OutpostSmtpReply reply = { 250, NULL, octets->str };

  outpost_smtp_abilities_read (&facts, &reply);
  check (facts.mechanisms == NULL || g_strv_length (facts.mechanisms) <= 64);
  outpost_smtp_facts_clear (&facts);
}

static gboolean
holds_secret (const char *text)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *) PASSWORD, strlen (PASSWORD));

  /* The last letters change with what follows. */
  base64[strlen (base64) - 3] = '\0';
  return strstr (text, PASSWORD) != NULL || strstr (text, base64) != NULL;
}

static void
transcript_round (GRand *rand)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new (PASSWORD, -1);
  g_autoptr (OutpostSmtpTranscript) transcript = outpost_smtp_transcript_new ();
  g_autoptr (GString) octets = g_string_new (NULL);
  g_autofree char *encoded = NULL;
  g_autofree char *redacted = NULL;

  /* Three before and after it: each place within the four letters of base64. */
  mangler_add_octets (rand, octets, 3);
  g_string_append (octets, PASSWORD);
  mangler_add_octets (rand, octets, 3);
  encoded = g_base64_encode ((const guchar *) octets->str, octets->len);
  g_string_truncate (octets, 0);
  mangler_add_text (rand, octets);
  g_string_append (octets, g_rand_boolean (rand) ? encoded : PASSWORD);
  mangler_add_text (rand, octets);

  outpost_smtp_transcript_hide (transcript, secret);
  redacted = outpost_smtp_transcript_redact (transcript, octets->str);
  check (strstr (redacted, encoded) == NULL && strstr (redacted, PASSWORD) == NULL);
}

/* A challenge with some truth in it: libgsasl should get past its first looks. */
static char *
make_challenge (GRand         *rand,
                OutpostSecret *last)
{
  static const char *iterations[] = { "4096", "1", "0", "-1", "200001", "99999999999999999999",
                                      "4096,x=y", "", "0x1000" };
  g_autoptr (GString) text = g_string_new (NULL);
  const char *said = outpost_secret_get_text (last);
  const char *nonce = strstr (said, "r=");

  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
  case 1:
    g_string_printf (text, "%s%s,s=QSXCR+Q6sek8bf92,i=%s", nonce != NULL ? nonce : "r=",
                     g_rand_boolean (rand) ? "x" : "",
                     iterations[g_rand_int_range (rand, 0, G_N_ELEMENTS (iterations))]);
    break;
  case 2:
    g_string_assign (text, g_rand_boolean (rand) ? "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=" : "e=no");
    break;
  case 3:
    g_string_assign (text, g_rand_boolean (rand) ? "Username:" : "Password:");
    break;
  case 4:
    mangler_add_octets (rand, text, g_rand_int_range (rand, 0, 40));
    break;
  default:
    return g_strndup (said, strcspn (said, "\n"));
  }

  if (g_rand_int_range (rand, 0, 3) == 0)
    mangler_change_octet (rand, text);
  return g_base64_encode ((const guchar *) text->str, text->len);
}

/* However it goes, it ends, and no SCRAM server gets through without the proof. */
static void
sasl_round (GRand *rand)
{
  static const char *names[] = { "SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-256-PLUS", "PLAIN",
                                 "LOGIN", "CRAM-MD5", "EXTERNAL", "OAUTHBEARER", "XOAUTH2" };
  const char *name = names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))];
  g_autoptr (OutpostSecret) secret = outpost_secret_new (PASSWORD, -1);
  g_autoptr (OutpostSmtpCredential) credential =
    outpost_smtp_credential_new (OUTPOST_SMTP_SIGN_IN_PASSWORD, "tim", secret, NULL);
  g_autoptr (OutpostSmtpSasl) sasl =
    outpost_smtp_sasl_new (name, credential, "mail.example", 465, "YmluZGluZw==", NULL);
  g_autoptr (OutpostSecret) last = NULL;
  gboolean goes_on;
  guint turns = 0;

  goes_on = outpost_smtp_sasl_begin (sasl, &last, NULL);
  check (goes_on);
  while (goes_on) {
    g_autofree char *challenge = NULL;
    g_autoptr (OutpostSecret) next = NULL;

    if (last == NULL)
      last = outpost_secret_new ("", 0);
    challenge = make_challenge (rand, last);
    goes_on = outpost_smtp_sasl_answer (sasl, challenge, &next, NULL);
    check (goes_on == (next != NULL));
    check (++turns <= 6);
    if (goes_on) {
      outpost_secret_unref (last);
      last = g_steal_pointer (&next);
    }
  }
  check (!outpost_smtp_mechanism_is_scram (name) || !outpost_smtp_sasl_is_complete (sasl));
}

typedef struct {
  gboolean opened;
  gboolean untouched;  /* it is said that nothing was sent */
} Outcome;

static void
judge (OutpostSmtpSession *session,
       Outcome            *outcome,
       gboolean            sent,
       const GError       *error)
{
  const OutpostSmtpFailure *failure = outpost_smtp_session_get_failure (session);
  gboolean unknown = g_error_matches (error, OUTPOST_SMTP_ERROR,
                                      OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN);

  check (sent == (error == NULL));
  if (sent)
    return;

  check (failure->after_body == unknown);
  check (!holds_secret (error->message));
  check (failure->reply == NULL || !holds_secret (failure->reply->text));
  outcome->untouched = !unknown &&
                       !g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED);
}

static void
send_one (OutpostSmtpSession *session,
          Outcome            *outcome,
          OutpostMessage     *message)
{
  static const char *recipients[] = { "b@example.net", "c@example.net", NULL };
  OutpostSmtpEnvelope envelope = { "a@example.org", recipients + outpost_test_seed % 2,
                                   outpost_test_seed % 5 == 0 };
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sent, any = FALSE;

  sent = outpost_smtp_session_send_sync (session, &envelope, message, TRUE, &results, NULL, &error);
  judge (session, outcome, sent, error);
  for (guint i = 0; i < results->len; i++)
    any |= ((OutpostSmtpRecipient *) g_ptr_array_index (results, i))->accepted;
  check (any || !sent);
}

static void
check_transcript (OutpostSmtpSession *session)
{
  g_autoptr (GPtrArray) lines =
    outpost_smtp_transcript_get_lines (outpost_smtp_session_get_transcript (session));

  for (guint i = 0; i < lines->len; i++) {
    OutpostSmtpTranscriptLine *line = g_ptr_array_index (lines, i);

    check (!holds_secret (line->text));
    check (strstr (line->text, "One line") == NULL);
  }
}

/* The name in EHLO tells the sessions apart in what the server has read. */
static void
play_session (SessionFixture      *fixture,
              OutpostSmtpSecurity  security,
              guint                index,
              Outcome             *outcome)
{
  g_autoptr (OutpostMessage) message = session_fixture_message (MESSAGE);
  g_autoptr (OutpostSmtpEndpoint) endpoint =
    outpost_smtp_endpoint_new ("127.0.0.1", outpost_script_server_get_port (fixture->server),
                               security);
  g_autoptr (OutpostSmtpSession) session = NULL;
  g_autoptr (GError) error = NULL;

  endpoint->ca_file = g_strdup (outpost_test_certs_get_ca_file (fixture->certs));
  endpoint->hello_name = g_strdup_printf ("[%u]", index);
  session = outpost_smtp_session_new (endpoint, fixture->credential, &fixture->limits,
                                      outpost_test_seed % 3 == 0 ? OUTPOST_SMTP_MODE_STEPWISE
                                                                 : OUTPOST_SMTP_MODE_PIPELINED);
  outcome->opened = outpost_smtp_session_open_sync (session, NULL, &error);
  if (outcome->opened)
    send_one (session, outcome, message);
  else
    check (error != NULL && !holds_secret (error->message));
  check_transcript (session);
}

/* What a session says to be untouched is at no server as a whole. */
static void
check_wire (SessionFixture *fixture,
            const Outcome  *outcomes)
{
  g_autofree char *wire = session_fixture_get_wire (fixture, NULL);
  g_auto (GStrv) parts = g_strsplit (wire, "EHLO [", -1);

  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++) {
    const Outcome *outcome = &outcomes[g_ascii_strtoull (parts[i], NULL, 10)];

    outpost_test_seed = (guint32) g_ascii_strtoull (parts[i], NULL, 10);
    check (!outcome->untouched || (strstr (parts[i], "One line\r\n.\r\n") == NULL &&
                                   strstr (parts[i], " LAST\r\n" MESSAGE) == NULL));
  }
}

static void
play_sessions (SessionFixture      *fixture,
               OutpostSmtpSecurity  security,
               guint                n_rounds)
{
  guint n = (guint) outpost_test_count_rounds (n_rounds);
  guint32 first = outpost_test_first_seed (FIRST_SEED);
  g_autoptr (GString) script = g_string_new (NULL);
  g_autofree Outcome *outcomes = g_new0 (Outcome, n);
  guint n_opened = 0;

  /* What no server says is waited for no longer than the machine needs for the rest. */
  fixture->limits = (OutpostSmtpLimits) { 30, 300, 30, 1, 30 };
  session_fixture_sign_in (fixture, OUTPOST_SMTP_SIGN_IN_PASSWORD, "tim", PASSWORD, NULL);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (first + i);

    mangler_add_script (rand, script, security);
    g_string_append (script, "NEXT\n");
  }

  fixture->server = outpost_script_server_new (script->str);
  outpost_script_server_set_certificate (fixture->server, fixture->cert->certificate_file,
                                         fixture->cert->key_file, NULL);
  g_assert_true (outpost_script_server_start (fixture->server, NULL));
  for (guint i = 0; i < n; i++) {
    outpost_test_seed = first + i;
    play_session (fixture, security, i, &outcomes[i]);
    n_opened += outcomes[i].opened;
  }
  g_free (outpost_script_server_stop (fixture->server));
  check_wire (fixture, outcomes);

  g_test_message ("%u of %u servers let sign in", n_opened, n);
}

static void
test_clear (SessionFixture *fixture,
            gconstpointer   unused)
{
  play_sessions (fixture, OUTPOST_SMTP_SECURITY_NONE, 400);
}

static void
test_tls (SessionFixture *fixture,
          gconstpointer   unused)
{
  play_sessions (fixture, OUTPOST_SMTP_SECURITY_TLS, 150);
}

/* Servers that never do a handshake get no more than two commands. */
static void
test_starttls (SessionFixture *fixture,
               gconstpointer   unused)
{
  g_autofree char *wire = NULL;

  play_sessions (fixture, OUTPOST_SMTP_SECURITY_STARTTLS, 200);
  wire = session_fixture_get_wire (fixture, NULL);
  g_assert_nonnull (strstr (wire, "STARTTLS"));
  g_assert_null (strstr (wire, "AUTH"));
  g_assert_null (strstr (wire, "MAIL"));
}

static void
test_rounds (gconstpointer round)
{
  outpost_test_run_rounds (3000, FIRST_SEED, (void (*) (GRand *)) round);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/robust/replies", (gconstpointer) parse_round, test_rounds);
  g_test_add_data_func ("/robust/abilities", (gconstpointer) abilities_round, test_rounds);
  g_test_add_data_func ("/robust/transcript", (gconstpointer) transcript_round, test_rounds);
  g_test_add_data_func ("/robust/sasl", (gconstpointer) sasl_round, test_rounds);
  session_fixture_add ("/robust/session/clear", NULL, test_clear);
  session_fixture_add ("/robust/session/tls", NULL, test_tls);
  session_fixture_add ("/robust/session/starttls", NULL, test_starttls);

  return g_test_run ();
}
