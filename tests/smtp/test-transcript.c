/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib.h>

#include "outpost-smtp-endpoint.h"
#include "outpost-smtp-facts.h"
#include "outpost-smtp-transcript.h"

#define PASSWORD "corr3ct horse?~"

static OutpostSmtpTranscript *
new_transcript (void)
{
  OutpostSmtpTranscript *transcript = outpost_smtp_transcript_new ();
  g_autoptr (OutpostSecret) secret = outpost_secret_new (PASSWORD, -1);

  outpost_smtp_transcript_hide (transcript, secret);

  return transcript;
}

/* All lines as text: side, blank, line, line feed. */
static char *
dup_text (OutpostSmtpTranscript *transcript)
{
  g_autoptr (GPtrArray) lines = outpost_smtp_transcript_get_lines (transcript);
  GString *text = g_string_new (NULL);
  gint64 last = 0;

  for (guint i = 0; i < lines->len; i++) {
    OutpostSmtpTranscriptLine *line = g_ptr_array_index (lines, i);

    g_assert_cmpint (line->microseconds, >=, last);
    last = line->microseconds;
    g_string_append_printf (text, "%c %s\n", line->side, line->text);
  }

  return g_string_free (text, FALSE);
}

static void
assert_shown (const char *octets,
              gssize      length,
              const char *expected)
{
  g_autoptr (OutpostSmtpTranscript) transcript = new_transcript ();
  g_autofree char *text = NULL;

  outpost_smtp_transcript_add (transcript, 'C', octets, length);
  text = dup_text (transcript);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_lines (void)
{
  g_autoptr (OutpostSmtpTranscript) transcript = new_transcript ();
  g_autofree char *text = NULL;

  outpost_smtp_transcript_add (transcript, 'S', "220 mail.example\r\n", -1);
  outpost_smtp_transcript_add (transcript, 'C', "MAIL FROM:<a@b.example>\r\nRCPT TO:<c>\r\n", -1);
  outpost_smtp_transcript_add (transcript, '*', "TLS 1.3 from here on", -1);
  outpost_smtp_transcript_add (transcript, 'S', "250 a\x1b[2J\xff" "b\0c\r\n", 14);
  text = dup_text (transcript);
  g_assert_cmpstr (text, ==,
                   "S 220 mail.example\n"
                   "C MAIL FROM:<a@b.example>\n"
                   "C RCPT TO:<c>\n"
                   "* TLS 1.3 from here on\n"
                   "S 250 a�[2J�b�c\n");
}

static void
test_literal (void)
{
  assert_shown (PASSWORD, -1, "C [hidden]\n");
  assert_shown ("x" PASSWORD "y " PASSWORD "\r\n", -1, "C x[hidden]y [hidden]\n");
  assert_shown ("535 user corr3ct horse is not it", -1, "C 535 user corr3ct horse is not it\n");
}

/* Whatever stands before the secret shifts its octets against the groups of four. */
static void
test_base64 (void)
{
  for (guint before = 0; before < 7; before++) {
    for (guint after = 0; after < 4; after++) {
      g_autofree char *head = g_strnfill (before, 'u');
      g_autofree char *tail = g_strnfill (after, 'v');
      g_autofree char *plain = g_strconcat (head, PASSWORD, tail, NULL);
      g_autofree char *encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
      g_autofree char *url_safe = g_strdelimit (g_strdelimit (g_strdup (encoded), "+", '-'),
                                                "/", '_');
      g_autofree char *line = g_strdup_printf ("AUTH PLAIN %s\r\n", encoded);
      g_autofree char *url_line = g_strdup_printf ("x %s", url_safe);
      g_autofree char *quoted = g_strdup_printf ("535 5.7.8 <%s> refused\r\n", encoded);

      assert_shown (line, -1, "C AUTH PLAIN [hidden]\n");
      assert_shown (quoted, -1, "C 535 5.7.8 <[hidden]> refused\n");
      assert_shown (url_line, -1, "C x [hidden]\n");
    }
  }
}

/* A server quotes a part of what it refuses: cut anywhere, so long as the whole
 * secret is in it. */
static void
test_base64_cut (void)
{
  static const char message[] = "\0user@mail.example\0" PASSWORD "....";
  g_autofree char *encoded = g_base64_encode ((const guchar *) message, sizeof message - 1);
  const gsize secret_at = strlen ("user@mail.example") + 2;

  for (gsize cut = 0; cut <= secret_at * 4 / 3; cut++) {
    assert_shown (encoded + cut, strlen (encoded) - cut, "C [hidden]\n");
    assert_shown (encoded + cut, strlen (encoded) - cut - 2, "C [hidden]\n");
    assert_shown (encoded + cut, strlen (encoded) - cut - 3, "C [hidden]\n");
    assert_shown (encoded + cut, strlen (encoded) - cut - 4, "C [hidden]\n");
  }
}

static void
test_rest_stays (void)
{
  assert_shown ("334 VXNlcm5hbWU6", -1, "C 334 VXNlcm5hbWU6\n");
  assert_shown ("250-AUTH PLAIN LOGIN SCRAM-SHA-256-PLUS\r\n250 SIZE 1\r\n", -1,
                "C 250-AUTH PLAIN LOGIN SCRAM-SHA-256-PLUS\nC 250 SIZE 1\n");
}

static void
test_several_secrets (void)
{
  g_autoptr (OutpostSmtpTranscript) transcript = new_transcript ();
  g_autoptr (OutpostSecret) longer = outpost_secret_new (PASSWORD "-and-more", -1);
  g_autoptr (OutpostSecret) empty = outpost_secret_new ("", -1);
  g_autofree char *text = NULL;

  outpost_smtp_transcript_hide (transcript, longer);
  outpost_smtp_transcript_hide (transcript, empty);
  outpost_smtp_transcript_add (transcript, 'S', PASSWORD "-and-more, " PASSWORD " and x", -1);
  text = dup_text (transcript);
  g_assert_cmpstr (text, ==, "S [hidden], [hidden] and x\n");
}

static void
test_add_hidden (void)
{
  g_autoptr (OutpostSmtpTranscript) transcript = new_transcript ();
  g_autofree char *text = NULL;

  outpost_smtp_transcript_add_hidden (transcript, 'C', "AUTH SCRAM-SHA-256");
  outpost_smtp_transcript_add_hidden (transcript, 'S', "334");
  outpost_smtp_transcript_add_hidden (transcript, 'C', "");
  text = dup_text (transcript);
  g_assert_cmpstr (text, ==, "C AUTH SCRAM-SHA-256 [hidden]\nS 334 [hidden]\nC [hidden]\n");
}

/* A server that talks without end must not fill the memory: the first 200 and the
 * last 800 lines stay, each up to 1,000 characters. */
static void
test_bounds (void)
{
  g_autoptr (OutpostSmtpTranscript) transcript = new_transcript ();
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *fill = g_strnfill (5000, ' ');
  OutpostSmtpTranscriptLine *line;

  for (guint i = 0; i < 1500; i++) {
    g_autofree char *text = g_strdup_printf ("line %u", i);

    outpost_smtp_transcript_add (transcript, 'S', text, -1);
  }
  g_assert_cmpuint (outpost_smtp_transcript_get_dropped (transcript), ==, 500);
  lines = outpost_smtp_transcript_get_lines (transcript);
  g_assert_cmpuint (lines->len, ==, 1000);
  g_assert_cmpstr (((OutpostSmtpTranscriptLine *) lines->pdata[199])->text, ==, "line 199");
  g_assert_cmpstr (((OutpostSmtpTranscriptLine *) lines->pdata[200])->text, ==, "line 700");
  g_assert_cmpstr (((OutpostSmtpTranscriptLine *) lines->pdata[999])->text, ==, "line 1499");

  outpost_smtp_transcript_add (transcript, 'S', fill, -1);
  g_ptr_array_unref (lines);
  lines = outpost_smtp_transcript_get_lines (transcript);
  line = lines->pdata[999];
  g_assert_cmpuint (g_utf8_strlen (line->text, -1), ==, 1001);
}

/* The plain structs of the engine: copies are deep, limits follow the contract. */
static void
test_structs (void)
{
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;
  g_autoptr (OutpostSmtpEndpoint) endpoint_copy = NULL;
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("s", -1);
  g_autoptr (OutpostSmtpCredential) credential = NULL;
  g_autoptr (OutpostSmtpCredential) credential_copy = NULL;
  OutpostSmtpFacts facts = { .n_ipv4 = 2 }, facts_copy = { 0 };
  OutpostSmtpFailure failure = { .tls_error = -12 }, failure_copy = { 0 };

  endpoint = outpost_smtp_endpoint_new ("mail.example", 465, OUTPOST_SMTP_SECURITY_TLS);
  endpoint->pinned_keys = g_strsplit ("a b", " ", -1);
  endpoint->ca_file = g_strdup ("ca");
  endpoint_copy = outpost_smtp_endpoint_copy (endpoint);
  g_assert_cmpstr (endpoint_copy->pinned_keys[1], ==, "b");
  g_assert_cmpstr (endpoint_copy->ca_file, ==, "ca");
  g_assert_true (endpoint_copy->ca_file != endpoint->ca_file);

  credential = outpost_smtp_credential_new (OUTPOST_SMTP_SIGN_IN_PASSWORD, "u", secret, "PLAIN");
  credential_copy = outpost_smtp_credential_copy (credential);
  g_assert_true (credential_copy->secret == secret);
  g_assert_cmpstr (credential_copy->mechanism, ==, "PLAIN");

  facts.certificate = g_new0 (OutpostSmtpCertificate, 1);
  facts.certificate->names = g_strsplit ("x y", " ", -1);
  outpost_smtp_facts_copy (&facts_copy, &facts);
  outpost_smtp_facts_clear (&facts);
  g_assert_cmpuint (facts.n_ipv4, ==, 0);
  g_assert_cmpuint (facts_copy.n_ipv4, ==, 2);
  g_assert_cmpstr (facts_copy.certificate->names[1], ==, "y");
  outpost_smtp_facts_clear (&facts_copy);

  failure.tls_alert = g_strdup ("unknown_ca");
  outpost_smtp_failure_copy (&failure_copy, &failure);
  outpost_smtp_failure_clear (&failure);
  g_assert_cmpstr (failure_copy.tls_alert, ==, "unknown_ca");
  g_assert_cmpint (failure_copy.tls_error, ==, -12);
  outpost_smtp_failure_clear (&failure_copy);
}

static void
test_limits (void)
{
  OutpostSmtpLimits limits;

  outpost_smtp_limits_init (&limits, 0);
  g_assert_cmpuint (limits.silence_ms, ==, 30 * 1000);
  g_assert_cmpuint (limits.until_recipients_ms, ==, 60 * 1000);
  g_assert_cmpuint (limits.body_interval_ms, ==, 30 * 1000);
  g_assert_cmpuint (limits.body_interval_octets, ==, 1024);
  g_assert_cmpuint (limits.final_ms, ==, 10 * 60 * 1000);

  outpost_smtp_limits_init (&limits, 5);
  g_assert_cmpuint (limits.silence_ms, ==, 5 * 1000);
  g_assert_cmpuint (limits.final_ms, ==, 100 * 1000);

  outpost_smtp_limits_init (&limits, G_MAXUINT);
  g_assert_cmpuint (limits.final_ms, ==, 20 * limits.silence_ms);
  g_assert_cmpuint (limits.final_ms, <=, G_MAXINT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/smtp/transcript/lines", test_lines);
  g_test_add_func ("/smtp/transcript/literal", test_literal);
  g_test_add_func ("/smtp/transcript/base64", test_base64);
  g_test_add_func ("/smtp/transcript/base64-cut", test_base64_cut);
  g_test_add_func ("/smtp/transcript/rest-stays", test_rest_stays);
  g_test_add_func ("/smtp/transcript/several-secrets", test_several_secrets);
  g_test_add_func ("/smtp/transcript/add-hidden", test_add_hidden);
  g_test_add_func ("/smtp/transcript/bounds", test_bounds);
  g_test_add_func ("/smtp/structs", test_structs);
  g_test_add_func ("/smtp/limits", test_limits);

  return g_test_run ();
}
