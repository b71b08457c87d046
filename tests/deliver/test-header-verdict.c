/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "outpost-header-verdict.h"

#define SENDER "orders@shop.example"

#define UNTOLD OUTPOST_HEADER_RESULT_UNTOLD
#define PASSED OUTPOST_HEADER_RESULT_PASSED
#define FAILED OUTPOST_HEADER_RESULT_FAILED
#define WEAK OUTPOST_HEADER_RESULT_WEAK
#define NONE OUTPOST_HEADER_RESULT_NONE
#define ERROR OUTPOST_HEADER_RESULT_ERROR

#define YES OUTPOST_VERDICT_YES
#define NO OUTPOST_VERDICT_NO
#define HIDDEN OUTPOST_VERDICT_UNTOLD

#define GOOD OUTPOST_VERDICT_GOOD
#define REMARK OUTPOST_VERDICT_REMARK
#define BAD OUTPOST_VERDICT_BAD
#define UNKNOWN OUTPOST_VERDICT_UNKNOWN

static OutpostHeaderVerdict *
judge (const char *text,
       const char *sender)
{
  return outpost_header_verdict_new (text, strlen (text), sender);
}

static OutpostHeaderVerdict *
judge_file (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "deliver", "headers", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_no_error (error);
  return judge (text, SENDER);
}

static const OutpostHeaderHop *
nth_hop (const OutpostHeaderVerdict *verdict,
         guint                       n)
{
  g_assert_cmpuint (n, <, verdict->hops->len);
  return g_ptr_array_index (verdict->hops, n);
}

static void
assert_has (char * const *sentences,
            const char   *part)
{
  g_autofree char *all = g_strjoinv ("\n", (char **) sentences);

  if (strstr (all, part) == NULL)
    g_error ("“%s” is not in “%s”", part, all);
}

typedef struct {
  const char           *file;
  OutpostVerdictLevel   level;
  const char           *receiver;
  OutpostHeaderResult   spf;
  OutpostVerdictAnswer  spf_aligned;
  OutpostHeaderResult   dkim;
  OutpostVerdictAnswer  dkim_aligned;
  OutpostHeaderResult   dmarc;
  OutpostVerdictAnswer  dmarc_aligned;
  OutpostVerdictAnswer  rewritten;
  OutpostVerdictAnswer  spam;
  guint                 n_hops, n_trusted;
  guint                 n_steps;
} Sample;

/* What each receiver writes, in its documented form, and what it comes to. */
static const Sample samples[] = {
  { "gmail.eml", GOOD, "mx.google.com", PASSED, YES, PASSED, YES, PASSED, YES, NO, HIDDEN, 3, 2,
    0 },
  { "page.txt", GOOD, "mx.google.com", PASSED, YES, PASSED, YES, PASSED, YES, NO, HIDDEN, 3, 2, 0 },
  { "outlook.eml", GOOD, "protection.outlook.com", PASSED, NO, PASSED, YES, PASSED, YES, NO, NO,
    4, 4, 0 },
  { "yahoo.eml", BAD, "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com", WEAK, YES, FAILED, YES,
    FAILED, NO, NO, HIDDEN, 2, 1, 2 },
  { "fastmail.eml", REMARK, "phl-mx-05.messagingengine.com", NONE, YES, PASSED, YES, PASSED, YES,
    NO, HIDDEN, 3, 3, 1 },
  { "postfix.eml", GOOD, "mx.example.org", PASSED, YES, PASSED, YES, PASSED, YES, NO, NO, 4, 3, 0 },
  { "exim.eml", REMARK, "mx.example.org", PASSED, YES, NONE, HIDDEN, NONE, YES, NO, HIDDEN, 2, 1,
    2 },
  { "qmail.eml", REMARK, "mx.example.org", WEAK, YES, UNTOLD, HIDDEN, UNTOLD, HIDDEN, NO, HIDDEN,
    3, 2, 1 },
  { "rewritten.eml", REMARK, "mx.example.org", PASSED, YES, PASSED, YES, PASSED, YES, YES, HIDDEN,
    3, 1, 1 },
  { "forwarded.eml", BAD, "mx.google.com", PASSED, NO, FAILED, YES, FAILED, NO, NO, HIDDEN, 3, 2,
    1 },
  { "forged.eml", UNKNOWN, "mx.example.org", UNTOLD, HIDDEN, UNTOLD, HIDDEN, UNTOLD, HIDDEN, YES,
    HIDDEN, 2, 1, 2 },
};

static void
check_line (const OutpostHeaderCheck *check,
            OutpostHeaderResult       result,
            OutpostVerdictAnswer      aligned)
{
  g_test_message ("%s", check->words);
  g_assert_cmpint (check->result, ==, result);
  g_assert_cmpint (check->aligned, ==, aligned);
  g_assert_true (g_utf8_validate (check->words, -1, NULL));
}

static void
check_sample (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr (OutpostHeaderVerdict) verdict = judge_file (sample->file);
  guint n_trusted = 0;

  check_line (&verdict->checks[OUTPOST_HEADER_SPF], sample->spf, sample->spf_aligned);
  check_line (&verdict->checks[OUTPOST_HEADER_DKIM], sample->dkim, sample->dkim_aligned);
  check_line (&verdict->checks[OUTPOST_HEADER_DMARC], sample->dmarc, sample->dmarc_aligned);
  g_test_message ("%s %s", verdict->rewritten_words, verdict->spam_words);
  g_assert_cmpstr (verdict->receiver, ==, sample->receiver);
  g_assert_cmpint (verdict->rewritten, ==, sample->rewritten);
  g_assert_cmpint (verdict->spam, ==, sample->spam);
  g_assert_cmpuint (verdict->n_hops, ==, sample->n_hops);
  g_assert_cmpuint (verdict->hops->len, ==, sample->n_hops);
  for (guint i = 0; i < verdict->hops->len; i++)
    n_trusted += nth_hop (verdict, i)->trusted;
  g_assert_cmpuint (n_trusted, ==, sample->n_trusted);
  g_assert_cmpuint (g_strv_length (verdict->next_steps), ==, sample->n_steps);
  g_assert_cmpint (verdict->level, ==, sample->level);
}

/* Anybody can have written what is below the border, and names itself as the receiver. */
static void
test_forged (void)
{
  g_autoptr (OutpostHeaderVerdict) verdict = judge_file ("forged.eml");

  assert_has (verdict->notes, "mx.bank.example");
  assert_has (verdict->notes, "do not count");
  assert_has (verdict->next_steps, "does not write what it found");
}

/* A field right below the border's own counts only by the receiver's name. */
static void
test_below_border (void)
{
  static const struct { const char *server; OutpostHeaderResult result; } cases[] = {
    { "mx.example.org", PASSED }, { "filter.example.org 1", PASSED }, { "example.com", UNTOLD },
    { "org", UNTOLD }, { "mx.example.org.attacker.example", UNTOLD }, { "dkim=pass", UNTOLD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (
      "Received: from a.example (a.example [192.0.2.1]) by mx.example.org (Postfix) with ESMTPS; "
      "Thu, 26 Nov 2026 10:00:00 +0000\n"
      "Authentication-Results: %s; spf=pass smtp.mailfrom=shop.example\n"
      "From: orders@shop.example\n", cases[i].server);
    g_autoptr (OutpostHeaderVerdict) verdict = judge (text, SENDER);

    g_test_message ("%s", cases[i].server);
    g_assert_cmpint (verdict->checks[OUTPOST_HEADER_SPF].result, ==, cases[i].result);
  }
}

/* A receiver may have a server for each method, as iCloud has. */
static void
test_several_servers (void)
{
  g_autoptr (OutpostHeaderVerdict) verdict = judge (
    "Authentication-Results: bimi.example.org; bimi=none\n"
    "Authentication-Results: dmarc.example.org; dmarc=pass header.from=shop.example\n"
    "Authentication-Results: dkim.example.org; dkim=pass header.d=shop.example\n"
    "Authentication-Results: spf.example.org; spf=pass smtp.mailfrom=shop.example\n"
    "Authentication-Results: inner.example.org; spf=fail smtp.mailfrom=shop.example\n"
    "Received: from a.example (a.example [192.0.2.1]) by mx.example.org with ESMTPS\n"
    "From: orders@shop.example\n", SENDER);

  g_assert_cmpint (verdict->level, ==, GOOD);
}

/* There the first field of a server counts; above the border it may go on in another. */
static void
test_second_field (void)
{
  static const char border[] =
    "Received: from a.example (a.example [192.0.2.1]) by mx.example.org (Postfix) with ESMTPS\n";
  static const char fields[] =
    "Authentication-Results: mx.example.org; dkim=fail header.d=shop.example\n"
    "Authentication-Results: mx.example.org; dkim=pass header.d=shop.example\n";
  static const char from[] = "From: orders@shop.example\n";
  g_autofree char *below = g_strconcat (border, fields, from, NULL);
  g_autofree char *above = g_strconcat (fields, border, from, NULL);
  g_autoptr (OutpostHeaderVerdict) first = judge (below, SENDER);
  g_autoptr (OutpostHeaderVerdict) best = judge (above, SENDER);

  g_assert_cmpint (first->checks[OUTPOST_HEADER_DKIM].result, ==, FAILED);
  g_assert_cmpint (best->checks[OUTPOST_HEADER_DKIM].result, ==, PASSED);
}

/* The name that a client gives lets nothing in; its looked-up name or address does. */
static void
test_border (void)
{
  static const struct { const char *client; guint n_trusted; } cases[] = {
    { "from in.example.org (in.example.org [192.0.2.1])", 2 },
    { "from x (in.example.org [192.0.2.1])", 2 },
    { "from in.example.org (unknown [192.0.2.1])", 1 },
    { "from in.example.org (out.example.com [192.0.2.1])", 1 },
    { "from in.example.org ([192.0.2.1])", 1 },
    { "from in.example.org ([192.0.2.1] helo=x)", 2 },
    { "from out.example.com (HELO in.example.org) (192.0.2.1)", 1 },
    { "from unknown (HELO 127.0.0.1) (192.0.2.1)", 1 },
    { "from unknown (HELO x) (127.0.0.1@192.0.2.1)", 1 },
    { "from x (unknown [10.1.2.3])", 2 },
    { "from x (unknown [IPv6:fd00::1])", 2 },
    { "from x (unknown [IPv6:::1])", 2 },
    { "from x (unknown [IPv6:2001:db8::1])", 1 },
    { "from x (unknown [::ffff:127.0.0.1])", 2 },
    { "", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (
      "Received: %s by mx.example.org with ESMTPS; Thu, 26 Nov 2026 10:00:00 +0000\n"
      "Received: from y (y.example [192.0.2.2]) by in.example.org; Thu, 26 Nov 2026 10:00:00 GMT\n",
      cases[i].client);
    g_autoptr (OutpostHeaderVerdict) verdict = judge (text, NULL);

    g_test_message ("%s", cases[i].client);
    g_assert_true (nth_hop (verdict, 1)->trusted);
    g_assert_cmpint (nth_hop (verdict, 0)->trusted, ==, cases[i].n_trusted == 2);
  }
}

static void
test_hops (void)
{
  g_autoptr (OutpostHeaderVerdict) postfix = judge_file ("postfix.eml");
  g_autoptr (OutpostHeaderVerdict) exim = judge_file ("exim.eml");
  const OutpostHeaderHop *hop = nth_hop (postfix, 1);

  g_assert_cmpstr (hop->from, ==, "mail.shop.example [192.0.2.1]");
  g_assert_cmpstr (hop->by, ==, "mx.example.org");
  g_assert_cmpint (hop->time, ==, 1795688408);
  g_assert_cmpint (hop->delay_s, ==, 20 * 60 + 7);
  g_assert_cmpint (hop->tls, ==, YES);
  g_assert_cmpstr (hop->protocol, ==, "ESMTPS");
  g_assert_cmpstr (hop->tls_version, ==, "TLSv1.3");
  g_assert_cmpstr (hop->cipher, ==, "TLS_AES_256_GCM_SHA384");
  g_assert_nonnull (strstr (hop->words, "20 min 7 s"));
  g_assert_cmpint (nth_hop (postfix, 0)->delay_s, ==, OUTPOST_HEADER_DELAY_UNKNOWN);
  /* Inside one computer there is nothing to encrypt. */
  g_assert_cmpint (nth_hop (postfix, 2)->tls, ==, HIDDEN);

  hop = nth_hop (exim, 1);
  g_assert_cmpint (nth_hop (exim, 0)->tls, ==, NO);
  g_assert_cmpint (hop->delay_s, ==, -147);
  g_assert_nonnull (strstr (hop->words, "clock"));
  g_assert_nonnull (strstr (hop->words, "outdated"));
  assert_has (exim->notes, "not encrypted");
}

/* Each result with what it says and advises; RFC 8601, section 2.7. */
static void
test_results (void)
{
  static const struct {
    const char *results, *words;
    OutpostHeaderMethod method;
    const char *step;
  } cases[] = {
    { "spf=fail smtp.mailfrom=a@shop.example", "does not let this server", OUTPOST_HEADER_SPF,
      "outpostctl check shop.example" },
    { "spf=hardfail smtp.mailfrom=shop.example", "does not let this server", OUTPOST_HEADER_SPF,
      "SPF record" },
    { "spf=neutral smtp.mailfrom=shop.example", "does not forbid it", OUTPOST_HEADER_SPF,
      "SPF record" },
    { "spf=none smtp.mailfrom=shop.example", "has no SPF record", OUTPOST_HEADER_SPF,
      "Publish an SPF" },
    { "spf=permerror smtp.mailfrom=shop.example", "has an error", OUTPOST_HEADER_SPF,
      "Repair the SPF" },
    { "spf=pass smtp.mailfrom=relay.example", "does not count", OUTPOST_HEADER_SPF, NULL },
    { "spf=pass smtp.helo=mail.shop.example", "fits From", OUTPOST_HEADER_SPF, NULL },
    { "spf=strange smtp.mailfrom=shop.example", "does not say", OUTPOST_HEADER_SPF, NULL },
    { "spf=fail", "“fail”", OUTPOST_HEADER_SPF, NULL },
    { "dkim=fail (body hash did not verify) header.d=shop.example", "“body hash did not verify”",
      OUTPOST_HEADER_DKIM, "behind the signing server" },
    { "dkim=neutral (no key) header.i=@shop.example", "could make nothing", OUTPOST_HEADER_DKIM,
      "the DKIM key in DNS" },
    { "dkim=permerror reason=\"no key\" header.d=shop.example", "“no key”", OUTPOST_HEADER_DKIM,
      "the DKIM key in DNS" },
    { "dkim=none (not signed) header.d=none", "is not signed.", OUTPOST_HEADER_DKIM,
      "Switch on DKIM" },
    { "dkim=pass header.d=relay.example", "does not count", OUTPOST_HEADER_DKIM, "Switch on DKIM" },
    { "dkim=pass header.d=relay.example; dkim=pass header.d=mail.shop.example; "
      "dkim=fail header.d=shop.example", "fits From", OUTPOST_HEADER_DKIM, NULL },
    { "dmarc=none header.from=shop.example", "has no DMARC record.", OUTPOST_HEADER_DMARC,
      "“_dmarc.shop.example”" },
    { "dmarc=bestguesspass header.from=shop.example; spf=pass smtp.mailfrom=shop.example",
      "would pass one", OUTPOST_HEADER_DMARC, "v=DMARC1" },
    { "dmarc=none; spf=fail smtp.mailfrom=shop.example; dkim=none", "would not pass one",
      OUTPOST_HEADER_DMARC, "v=DMARC1" },
    { "dmarc=permerror header.from=shop.example", "has an error", OUTPOST_HEADER_DMARC,
      "Repair the DMARC" },
    { "dmarc=fail (p=REJECT sp=NONE) header.from=shop.example", "asks to refuse",
      OUTPOST_HEADER_DMARC, NULL },
    { "dmarc=fail (p=quarantine dis=quarantine) header.from=shop.example", "asks to file",
      OUTPOST_HEADER_DMARC, NULL },
    { "dmarc=fail header.from=shop.example; spf=pass smtp.mailfrom=mail.shop.example", "aspf=s",
      OUTPOST_HEADER_DMARC, NULL },
    { "spf=pass smtp.mailfrom=shop.example", "the message passes", OUTPOST_HEADER_DMARC, NULL },
    { "spf=fail smtp.mailfrom=shop.example; dkim=none", "does not pass", OUTPOST_HEADER_DMARC,
      NULL },
    { "spf=pass smtp.mailfrom=relay.example; dkim=pass header.d=relay.example", "does not pass",
      OUTPOST_HEADER_DMARC, "Switch on DKIM" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("Authentication-Results: mx.example.org; %s\n"
                                             "From: orders@shop.example\n", cases[i].results);
    g_autoptr (OutpostHeaderVerdict) verdict = judge (text, SENDER);
    const char *words = verdict->checks[cases[i].method].words;

    g_test_message ("%s: %s", cases[i].results, words);
    g_assert_nonnull (strstr (words, cases[i].words));
    if (cases[i].step != NULL)
      assert_has (verdict->next_steps, cases[i].step);
  }
}

/* Relaxed alignment goes by the organizational domain. */
static void
test_alignment (void)
{
  static const struct { const char *signer, *from; OutpostVerdictAnswer aligned; } cases[] = {
    { "shop.example", "shop.example", YES },
    { "SHOP.Example.", "shop.example", YES },
    { "mail.shop.example", "news.shop.example", YES },
    { "a.shop.co.uk", "shop.co.uk", YES },
    { "other.co.uk", "shop.co.uk", NO },
    { "co.uk", "shop.co.uk", NO },
    { "example", "shop.example", HIDDEN },
    { "notshop.example", "shop.example", NO },
    { "xn--lden-loa.example", "läden.example", YES },
    { "läden.example", "xn--lden-loa.example", YES },
    { "192.0.2.1", "shop.example", HIDDEN },
    { "$(reboot).example", "shop.example", HIDDEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (
      "Authentication-Results: mx.example.org; dkim=pass header.d=%s\nFrom: a@%s\n",
      cases[i].signer, cases[i].from);
    g_autoptr (OutpostHeaderVerdict) verdict = judge (text, NULL);

    g_test_message ("%s, %s", cases[i].signer, cases[i].from);
    g_assert_cmpint (verdict->checks[OUTPOST_HEADER_DKIM].aligned, ==, cases[i].aligned);
  }
}

/* A provider's domain is its own to publish records for. */
static void
test_foreign_domain (void)
{
  g_autoptr (OutpostHeaderVerdict) verdict = judge (
    "Authentication-Results: mx.example.org; spf=softfail smtp.mailfrom=gmail.com; dkim=none;"
    " dmarc=fail (p=NONE) header.from=gmail.com\nFrom: a@gmail.com\n", "a@gmail.com");

  g_assert_cmpuint (g_strv_length (verdict->next_steps), ==, 1);
  assert_has (verdict->next_steps, "through the server of Gmail");
  g_assert_cmpint (verdict->level, ==, BAD);
}

static void
test_rewritten (void)
{
  static const struct { const char *header, *sender; OutpostVerdictAnswer rewritten; } cases[] = {
    { "From: a@shop.example\n", "a@shop.example", NO },
    { "From: A <a@SHOP.example>\n", "a@shop.example", NO },
    { "From: shopowner@gmail.com\n", "shop.owner+x@googlemail.com", NO },
    { "From: Orders@shop.example\n", "orders@shop.example", NO },
    { "From: b@shop.example\n", "a@shop.example", YES },
    { "From: a@shop.example\n", NULL, HIDDEN },
    { "From: b@gmail.com\nX-Google-Original-From: a@shop.example\n", NULL, YES },
    { "From: b@gmail.com\nX-Google-Original-From: a@shop.example\n", "b@gmail.com", YES },
    { "From: b@gmail.com\nX-Google-Original-From: B <b@gmail.com>\n", "b@gmail.com", NO },
    { "Received: by a\nFrom: nobody\n", "a@shop.example", HIDDEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OutpostHeaderVerdict) verdict = judge (cases[i].header, cases[i].sender);

    g_test_message ("%s", verdict->rewritten_words);
    g_assert_cmpint (verdict->rewritten, ==, cases[i].rewritten);
  }
}

static void
test_spam (void)
{
  static const char top[] =
    "Received: from a (a.example [192.0.2.1]) by mx.example.org with ESMTP\n";
  static const char exchange[] = "Received: from a (192.0.2.1) by b with Microsoft SMTP Server\n";
  static const struct {
    const char           *before, *after, *exchange;
    OutpostVerdictAnswer  spam;
  } cases[] = {
    { "X-Spam-Flag: YES\n", "", NULL, YES },
    { "X-Spam-Status: Yes, score=9\n", "X-Spam-Flag: NO\n", NULL, YES },
    { "X-Spam-Status: No, score=1\n", "", NULL, NO },
    { "X-Spam: yes\n", "", NULL, YES },
    { "X-Spam-Flag: maybe\n", "", NULL, HIDDEN },
    { "", "X-Spam-Flag: YES\n", NULL, HIDDEN },
    { "", "X-Spam-Flag: NO\n", NULL, HIDDEN },
    { "", "X-MS-Exchange-Organization-SCL: 5\n", exchange, YES },
    { "", "X-MS-Exchange-Organization-SCL: -1\n", exchange, NO },
    { "", "X-MS-Exchange-Organization-SCL: 5\n", NULL, HIDDEN },
    { "", "X-MS-Exchange-Organization-SCL: 55\n", exchange, HIDDEN },
    { "", "X-Forefront-Antispam-Report: CIP:1;SCL:9;SFV:SPM\n", exchange, YES },
    { "", "X-Forefront-Antispam-Report: CIP:1;SCL:;SFV:SPM\n", exchange, HIDDEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text =
      g_strconcat (cases[i].before, cases[i].exchange != NULL ? cases[i].exchange : top,
                   cases[i].after, "From: a@shop.example\n", NULL);
    g_autoptr (OutpostHeaderVerdict) verdict = judge (text, NULL);

    g_test_message ("%s%s", cases[i].before, cases[i].after);
    g_assert_cmpint (verdict->spam, ==, cases[i].spam);
    g_assert_cmpint (verdict->level, ==, cases[i].spam == YES ? BAD : UNKNOWN);
  }
}

/* Where something is to be done, not all is well: mail signed by the provider alone
 * fails as soon as somebody passes it on. */
static void
test_level (void)
{
  static const struct { const char *results; OutpostVerdictLevel level; } cases[] = {
    { "spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=shop.example; dmarc=pass", GOOD },
    { "spf=pass smtp.mailfrom=relay.example; dkim=pass header.d=shop.example; dmarc=pass", GOOD },
    { "dkim=pass header.d=shop.example", GOOD },
    { "spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=relay.example; dmarc=pass", REMARK },
    { "spf=softfail smtp.mailfrom=shop.example; dkim=pass header.d=shop.example; dmarc=pass",
      REMARK },
    { "spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=shop.example; dmarc=none", REMARK },
    { "spf=pass", REMARK },
    { "spf=fail smtp.mailfrom=shop.example; dkim=none", BAD },
    { "spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=shop.example; dmarc=fail", BAD },
    { "none", UNKNOWN },
    { "iprev=pass", UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("Authentication-Results: mx.example.org; %s\n"
                                             "From: orders@shop.example\n", cases[i].results);
    g_autoptr (OutpostHeaderVerdict) verdict = judge (text, SENDER);

    g_test_message ("%s: %s", cases[i].results, verdict->title);
    g_assert_cmpint (verdict->level, ==, cases[i].level);
  }
}

static void
test_several_from (void)
{
  static const char results[] =
    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=shop.example; dkim=pass"
    " header.d=shop.example; dmarc=pass header.from=shop.example\n";
  static const char * const froms[] = {
    "From: a@shop.example\nFrom: b@shop.example\n", "From: a@shop.example, b@shop.example\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (froms); i++) {
    g_autofree char *text = g_strconcat (results, froms[i], NULL);
    g_autoptr (OutpostHeaderVerdict) verdict = judge (text, NULL);

    g_assert_cmpint (verdict->level, ==, BAD);
    assert_has (verdict->notes, "more than one address");
  }
}

static void
test_arc (void)
{
  g_autoptr (OutpostHeaderVerdict) forwarded = judge_file ("forwarded.eml");
  g_autoptr (OutpostHeaderVerdict) alone = judge (
    "ARC-Authentication-Results: i=1; mx.example.org; spf=pass smtp.mailfrom=shop.example\n"
    "Received: from a (a.example [192.0.2.1]) by mx.example.org with ESMTP\n"
    "ARC-Authentication-Results: i=1; mx.other.example; spf=fail; dmarc=pass\n"
    "From: orders@shop.example\n", NULL);

  assert_has (forwarded->notes, "fwd.alumni.example");
  g_assert_cmpint (alone->checks[OUTPOST_HEADER_SPF].result, ==, PASSED);
  assert_has (alone->notes, "mx.other.example");
}

static void
test_none (void)
{
  static const char * const texts[] = {
    "", "\n\n\n", "Hello", "Hello: world\n", "535 5.7.8 Username and Password not accepted",
    "Subject: test\nTo: a@shop.example\n", "From: nobody\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (judge (texts[i], SENDER));
}

static void
test_json (void)
{
  g_autoptr (OutpostHeaderVerdict) verdict = judge_file ("exim.eml");
  g_autofree char *text = outpost_header_verdict_to_json (verdict);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (root);
  JsonObject *dkim = json_object_get_object_member (object, "dkim");
  JsonArray *hops = json_object_get_array_member (object, "hops");
  JsonObject *first = json_array_get_object_element (hops, 0);

  g_assert_cmpint (json_object_get_int_member (object, "schema_version"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "level"), ==, "remark");
  g_assert_false (json_object_get_boolean_member (object, "rewritten"));
  g_assert_true (json_object_get_null_member (object, "spam"));
  g_assert_cmpstr (json_object_get_string_member (dkim, "result"), ==, "none");
  g_assert_true (json_object_get_null_member (dkim, "aligned"));
  g_assert_cmpint (json_object_get_int_member (object, "n_hops"), ==, 2);
  g_assert_true (json_object_get_null_member (first, "delay_s"));
  g_assert_false (json_object_get_boolean_member (first, "tls"));
  g_assert_false (json_object_get_boolean_member (first, "trusted"));
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (hops, 1), "delay_s"),
                   ==, -147);
}

static void
test_text (void)
{
  g_autoptr (OutpostHeaderVerdict) verdict = judge_file ("exim.eml");
  g_autofree char *text = outpost_header_verdict_to_text (verdict);

  g_assert_true (g_str_has_prefix (text, verdict->title));
  g_assert_nonnull (strstr (text, "\nDKIM: The message is not signed.\n"));
  g_assert_nonnull (strstr (text, "\n? 1. laptop [198.51.100.7] → mail.shop.example, esmtpa, "
                            "2026-11-26 10:02:30 UTC\n     Not encrypted.\n"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autofree char *path = g_strconcat ("/header-verdict/sample/", samples[i].file, NULL);

    g_test_add_data_func (path, &samples[i], check_sample);
  }
  g_test_add_func ("/header-verdict/forged", test_forged);
  g_test_add_func ("/header-verdict/below-border", test_below_border);
  g_test_add_func ("/header-verdict/several-servers", test_several_servers);
  g_test_add_func ("/header-verdict/second-field", test_second_field);
  g_test_add_func ("/header-verdict/border", test_border);
  g_test_add_func ("/header-verdict/hops", test_hops);
  g_test_add_func ("/header-verdict/results", test_results);
  g_test_add_func ("/header-verdict/alignment", test_alignment);
  g_test_add_func ("/header-verdict/foreign-domain", test_foreign_domain);
  g_test_add_func ("/header-verdict/rewritten", test_rewritten);
  g_test_add_func ("/header-verdict/spam", test_spam);
  g_test_add_func ("/header-verdict/level", test_level);
  g_test_add_func ("/header-verdict/several-from", test_several_from);
  g_test_add_func ("/header-verdict/arc", test_arc);
  g_test_add_func ("/header-verdict/none", test_none);
  g_test_add_func ("/header-verdict/json", test_json);
  g_test_add_func ("/header-verdict/text", test_text);

  return g_test_run ();
}
