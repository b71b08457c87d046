/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "outpost-smtp-abilities-private.h"

static void
read_reply (OutpostSmtpFacts *facts,
            const char       *text)
{
  OutpostSmtpReply reply = { 250, NULL, (char *) text };

  outpost_smtp_abilities_read (facts, &reply);
}

static void
assert_mechanisms (const OutpostSmtpFacts *facts,
                   const char             *wanted)
{
  g_autofree char *joined = g_strjoinv (" ", facts->mechanisms);

  g_assert_cmpstr (joined, ==, wanted);
}

/* RFC 5321, appendix D.1. */
static void
test_rfc5321 (void)
{
  OutpostSmtpFacts facts = { 0 };

  read_reply (&facts, "foo.com greets bar.com\n8BITMIME\nSIZE\nDSN\nHELP");
  g_assert_cmpstr (facts.server_name, ==, "foo.com");
  g_assert_cmpuint (g_strv_length (facts.abilities), ==, 4);
  g_assert_true (facts.eight_bit_mime);
  g_assert_cmpuint (facts.size_limit, ==, 0);
  g_assert_true (outpost_smtp_abilities_have (&facts, "size"));
  g_assert_true (outpost_smtp_abilities_have (&facts, "DSN"));
  g_assert_false (outpost_smtp_abilities_have (&facts, "STARTTLS"));
  g_assert_false (facts.pipelining || facts.chunking || facts.smtputf8 || facts.enhanced_codes);
  assert_mechanisms (&facts, "");
  outpost_smtp_facts_clear (&facts);
}

static void
test_all (void)
{
  OutpostSmtpFacts facts = { 0 };

  read_reply (&facts, "mail.example\nsize 35882577\nPipelining\nCHUNKING\nSMTPUTF8\n8bitmime\n"
                      "ENHANCEDSTATUSCODES\nAUTH LOGIN PLAIN  scram-sha-256\nAUTH=LOGIN XOAUTH2\n"
                      "LIMITS MAILMAX=20 RCPTMAX=50 RCPTDOMAINMAX=3");
  g_assert_cmpuint (facts.size_limit, ==, 35882577);
  g_assert_true (facts.pipelining && facts.chunking && facts.smtputf8 && facts.enhanced_codes);
  g_assert_true (facts.eight_bit_mime);
  g_assert_cmpuint (facts.mail_max, ==, 20);
  g_assert_cmpuint (facts.rcpt_max, ==, 50);
  assert_mechanisms (&facts, "LOGIN PLAIN SCRAM-SHA-256 XOAUTH2");

  /* The next reply begins anew. */
  read_reply (&facts, "mail.example");
  g_assert_cmpuint (facts.size_limit, ==, 0);
  g_assert_false (facts.pipelining || facts.chunking || facts.smtputf8 || facts.eight_bit_mime);
  g_assert_cmpuint (facts.rcpt_max + facts.mail_max, ==, 0);
  assert_mechanisms (&facts, "");
  outpost_smtp_facts_clear (&facts);
}

/* What is no number and what only looks like a keyword counts for nothing. */
static void
test_odd (void)
{
  OutpostSmtpFacts facts = { 0 };

  read_reply (&facts, "mail.example\nSIZE -1\nPIPELININGX\nXCHUNKING\nLIMITS RCPTMAX=0 MAILMAX=x\n"
                      "LIMITS\nAUTH\n\nSIZE=1000");
  g_assert_cmpuint (facts.size_limit, ==, 1000);
  g_assert_false (facts.pipelining || facts.chunking);
  g_assert_cmpuint (facts.rcpt_max + facts.mail_max, ==, 0);
  assert_mechanisms (&facts, "");

  read_reply (&facts, "");
  g_assert_cmpstr (facts.server_name, ==, NULL);
  outpost_smtp_facts_clear (&facts);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/abilities/rfc5321", test_rfc5321);
  g_test_add_func ("/abilities/all", test_all);
  g_test_add_func ("/abilities/odd", test_odd);

  return g_test_run ();
}
