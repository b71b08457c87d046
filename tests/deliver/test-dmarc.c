/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-dmarc.h"
#include "paper.h"

#define UNSET OUTPOST_DMARC_POLICY_UNSET
#define NO_POLICY OUTPOST_DMARC_POLICY_NONE
#define QUARANTINE OUTPOST_DMARC_POLICY_QUARANTINE
#define REJECT OUTPOST_DMARC_POLICY_REJECT

static const struct {
  const char         *text;
  OutpostDmarcPolicy  p;
  OutpostDmarcPolicy  sp;
  OutpostDmarcPolicy  np;
  gboolean            bad;
  gboolean            strict;      /* both */
  OutpostDmarcPsd     psd;
  gboolean            test;
  gboolean            reports;
  const char         *removed;
  const char         *mended;
} records[] = {
  /* The examples of the draft's appendix B.2 */
  { "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com", NO_POLICY, .reports = TRUE,
    .mended = "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com" },
  { "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; ruf=mailto:auth-reports@example.com",
    NO_POLICY, .reports = TRUE,
    .mended = "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; "
              "ruf=mailto:auth-reports@example.com" },
  { "v=DMARC1; p=quarantine; rua=mailto:dmarc-feedback@example.com,"
    "mailto:tld-test@thirdparty.example.net; t=y", QUARANTINE, .test = TRUE, .reports = TRUE,
    .mended = "v=DMARC1; p=quarantine; rua=mailto:dmarc-feedback@example.com,"
              "mailto:tld-test@thirdparty.example.net; t=y" },
  /* Blanks, capitals, order, separators */
  { "v=DMARC1", NO_POLICY, .mended = "v=DMARC1; p=none" },
  { " V = DMARC1 ; P = Reject ;; SP=NONE;", REJECT, NO_POLICY,
    .mended = "v=DMARC1; p=reject; SP=NONE" },
  { "v=DMARC1;np=reject;sp=quarantine;p=none", NO_POLICY, QUARANTINE, REJECT,
    .mended = "v=DMARC1; p=none; np=reject; sp=quarantine" },
  { "v=DMARC1; adkim=s; aspf=s; psd=n; p=reject", REJECT, .strict = TRUE,
    .psd = OUTPOST_DMARC_PSD_NO, .mended = "v=DMARC1; p=reject; adkim=s; aspf=s; psd=n" },
  { "v=DMARC1; psd=y; p=none; adkim=x; aspf=; t=maybe", NO_POLICY, .psd = OUTPOST_DMARC_PSD_YES,
    .mended = "v=DMARC1; p=none; psd=y; adkim=x; aspf=; t=maybe" },
  { "v=DMARC1; psd=u; unknown=tag; nonsense; =; p=none", NO_POLICY,
    .mended = "v=DMARC1; p=none; psd=u; unknown=tag" },
  { "v=DMARC1; p=none; x=a\r\nb; y=\xe2\x80\xae; z=\x1b[2J; fo=1", NO_POLICY,
    .mended = "v=DMARC1; p=none; fo=1" },
  { "v=DMARC1; p=reject; p=none", REJECT, .mended = "v=DMARC1; p=reject" },
  /* What is wrong */
  { "v=DMARC1; p=block", UNSET, .bad = TRUE, .mended = "v=DMARC1; p=none" },
  { "v=DMARC1; p=reject; sp=maybe", REJECT, .bad = TRUE, .mended = "v=DMARC1; p=reject" },
  { "v=DMARC1; p=; rua=mailto:a@example.com", UNSET, .bad = TRUE, .reports = TRUE,
    .mended = "v=DMARC1; p=none; rua=mailto:a@example.com" },
  { "v=DMARC1; p=none; rua=a@example.com, https://example.com", NO_POLICY,
    .mended = "v=DMARC1; p=none; rua=a@example.com, https://example.com" },
  { "v=DMARC1; p=none; rua=mailto:a@example.com!10m", NO_POLICY, .reports = TRUE,
    .mended = "v=DMARC1; p=none; rua=mailto:a@example.com!10m" },
  /* What RFC 7489 knew */
  { "v=DMARC1; p=reject; pct=50; ri=86400; rf=afrf; fo=1", REJECT, .removed = "pct, ri, rf",
    .mended = "v=DMARC1; p=reject; fo=1" },
};

static void
test_records (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++) {
    g_autoptr (OutpostDmarcRecord) record = outpost_dmarc_record_parse (records[i].text);
    g_autofree char *mended = NULL;

    g_test_message ("%s", records[i].text);
    g_assert_nonnull (record);
    g_assert_cmpint (record->policy, ==, records[i].p);
    g_assert_cmpint (record->subdomain_policy, ==, records[i].sp);
    g_assert_cmpint (record->absent_policy, ==, records[i].np);
    g_assert_cmpint (record->has_bad_policy, ==, records[i].bad);
    g_assert_cmpint (record->strict_spf, ==, records[i].strict);
    g_assert_cmpint (record->strict_dkim, ==, records[i].strict);
    g_assert_cmpint (record->psd, ==, records[i].psd);
    g_assert_cmpint (record->is_test, ==, records[i].test);
    g_assert_cmpint (record->has_reports, ==, records[i].reports);
    g_assert_cmpstr (record->removed_tags, ==, records[i].removed);
    mended = outpost_dmarc_record_mend (record);
    g_assert_cmpstr (mended, ==, records[i].mended);
  }
}

static void
test_no_records (void)
{
  static const char * const others[] = {
    "", ";", "p=reject; v=DMARC1", "v=dmarc1; p=reject", "v=DMARC2; p=reject", "v=DMARC1.0",
    "v=DMARC1 p=reject", "DMARC1", "v=spf1 -all", "v=", "=DMARC1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (outpost_dmarc_record_parse (others[i]));
}

static void
assert_walk (const char *domain,
             const char *names)
{
  g_auto (GStrv) walk = outpost_dmarc_list_walk (domain);
  g_autofree char *joined = g_strjoinv (" ", walk);

  g_assert_cmpstr (joined, ==, names);
}

static void
test_walk (void)
{
  assert_walk ("com", "com");
  assert_walk ("a.mail.example.com", "a.mail.example.com mail.example.com example.com com");
  assert_walk ("1.2.3.4.5.6.7", "1.2.3.4.5.6.7 2.3.4.5.6.7 3.4.5.6.7 4.5.6.7 5.6.7 6.7 7");
  assert_walk ("1.2.3.4.5.6.7.8",
               "1.2.3.4.5.6.7.8 2.3.4.5.6.7.8 3.4.5.6.7.8 4.5.6.7.8 5.6.7.8 6.7.8 7.8 8");
  assert_walk ("a.b.c.d.e.f.g.h.i.j.mail.example.com",
               "a.b.c.d.e.f.g.h.i.j.mail.example.com g.h.i.j.mail.example.com "
               "h.i.j.mail.example.com i.j.mail.example.com j.mail.example.com mail.example.com "
               "example.com com");
}

static const struct {
  const char         *zone;
  const char         *domain;
  const char         *organizational;
  const char         *policy_domain;
  OutpostDmarcPolicy  policy;
} discoveries[] = {
  /* The draft's section 4.10.2 */
  { "_dmarc.mail.example.com TXT v=DMARC1; p=none\n_dmarc.example.com TXT v=DMARC1; p=reject\n",
    "a.mail.example.com", "example.com", "example.com", REJECT },
  { "_dmarc.mail.example.com TXT v=DMARC1; p=none; psd=n\n"
    "_dmarc.example.com TXT v=DMARC1; p=reject\n",
    "a.mail.example.com", "mail.example.com", "mail.example.com", NO_POLICY },
  { "_dmarc.com TXT v=DMARC1; p=none; psd=y\n", "a.mail.example.com", "example.com", "com",
    NO_POLICY },
  { "_dmarc.mail.example.com TXT v=DMARC1; p=none\n_dmarc.example.com TXT v=DMARC1; p=none; psd=y\n",
    "a.mail.example.com", "mail.example.com", "mail.example.com", NO_POLICY },
  /* Its appendix B.4 */
  { "_dmarc.example.com TXT v=DMARC1; p=reject\n_dmarc.signing.example.com TXT v=DMARC1; p=none\n",
    "signing.example.com", "example.com", "signing.example.com", NO_POLICY },
  { "_dmarc.example.com TXT v=DMARC1; p=reject\n", "a.b.c.d.e.f.g.h.i.j.k.example.com",
    "example.com", "example.com", REJECT },
  { "_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y\n"
    "_dmarc.giant.bank.example TXT v=DMARC1; p=quarantine\n",
    "giant.bank.example", "giant.bank.example", "giant.bank.example", QUARANTINE },
  { "_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y\n"
    "_dmarc.giant.bank.example TXT v=DMARC1; p=quarantine\n",
    "mail.giant.bank.example", "giant.bank.example", "giant.bank.example", QUARANTINE },
  { "_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y\n", "mail.mega.bank.example",
    "mega.bank.example", "bank.example", REJECT },
  /* Names past the eighth label from the right are skipped but for the first */
  { "_dmarc.k.j.i.h.g.f.e.d.c TXT v=DMARC1; p=reject\n", "l.k.j.i.h.g.f.e.d.c",
    "l.k.j.i.h.g.f.e.d.c", NULL, UNSET },
  /* Nothing anywhere; a public suffix that sends */
  { "mail.example.com A 192.0.2.1\n", "mail.example.com", "mail.example.com", NULL, UNSET },
  { "_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y\n", "bank.example", "bank.example",
    "bank.example", REJECT },
  /* Several are none, and the walk goes on */
  { "_dmarc.mail.example.com TXT v=DMARC1; p=none\n_dmarc.mail.example.com TXT v=DMARC1; p=none\n"
    "_dmarc.example.com TXT v=DMARC1; p=reject\n", "mail.example.com", "example.com", "example.com",
    REJECT },
  { "_dmarc.example.com TXT v=DMARC1; p=reject\n_dmarc.example.com TXT other\n", "example.com",
    "example.com", "example.com", REJECT },
  /* sp for what is there, np for what is not; neither for the domain itself */
  { "_dmarc.example.com TXT v=DMARC1; p=reject; sp=none; np=quarantine\n"
    "mail.example.com A 192.0.2.1\n", "mail.example.com", "example.com", "example.com", NO_POLICY },
  { "_dmarc.example.com TXT v=DMARC1; p=reject; sp=none; np=quarantine\n", "gone.example.com",
    "example.com", "example.com", QUARANTINE },
  { "_dmarc.example.com TXT v=DMARC1; p=none; np=quarantine\nmail.example.com A 192.0.2.1\n",
    "mail.example.com", "example.com", "example.com", NO_POLICY },
  { "_dmarc.example.com TXT v=DMARC1; p=none; sp=reject; np=reject\n", "example.com", "example.com",
    "example.com", NO_POLICY },
  /* A test asks for one level less */
  { "_dmarc.example.com TXT v=DMARC1; p=reject; t=y\n", "example.com", "example.com",
    "example.com", QUARANTINE },
  { "_dmarc.example.com TXT v=DMARC1; p=quarantine; t=y\n", "example.com", "example.com",
    "example.com", NO_POLICY },
  { "_dmarc.example.com TXT v=DMARC1; p=none; t=y\n", "example.com", "example.com", "example.com",
    NO_POLICY },
  /* A policy that is none */
  { "_dmarc.example.com TXT v=DMARC1; p=block\n", "example.com", "example.com", "example.com",
    UNSET },
  { "_dmarc.example.com TXT v=DMARC1; p=block; rua=mailto:a@example.com\n", "example.com",
    "example.com", "example.com", NO_POLICY },
  /* Case plays no part */
  { "_dmarc.example.com TXT v=DMARC1; p=reject\n", "Mail.EXAMPLE.com", "example.com",
    "example.com", REJECT },
};

static void
test_discovery (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (discoveries); i++) {
    g_autoptr (Paper) paper = paper_new (discoveries[i].zone);
    g_autoptr (OutpostDmarcOutcome) outcome =
      outpost_dmarc_discover (&paper->source, discoveries[i].domain);

    g_test_message ("%s %s", discoveries[i].zone, discoveries[i].domain);
    g_assert_true (outcome->is_known);
    g_assert_cmpstr (outcome->organizational_domain, ==, discoveries[i].organizational);
    g_assert_cmpstr (outcome->policy_domain, ==, discoveries[i].policy_domain);
    g_assert_cmpint (outcome->policy, ==, discoveries[i].policy);
    g_assert_cmpuint (paper->n_queries, <=, 9);
  }
}

static void
test_several (void)
{
  g_autoptr (Paper) paper = paper_new ("_dmarc.example.com TXT v=DMARC1; p=none\n"
                                       "_dmarc.example.com TXT v=DMARC1; p=reject\n"
                                       "_dmarc.example.com TXT v=DMARC1\n");
  g_autoptr (OutpostDmarcOutcome) outcome = outpost_dmarc_discover (&paper->source,
                                                                    "mail.example.com");

  g_assert_cmpstr (outcome->several_domain, ==, "example.com");
  g_assert_null (outcome->record);
}

static void
test_unknown (void)
{
  g_autoptr (Paper) paper = paper_new ("_dmarc.mail.example.com TEMP\n"
                                       "_dmarc.example.com TXT v=DMARC1; p=reject\n");
  g_autoptr (OutpostDmarcOutcome) outcome = outpost_dmarc_discover (&paper->source,
                                                                    "mail.example.com");

  g_assert_false (outcome->is_known);
}

static const struct {
  const char *author;
  const char *other;
  gboolean    relaxed;
  gboolean    strict;
} alignments[] = {
  /* The draft's section 4.4 and appendix B.1 */
  { "news.example.com", "foo.example.com", TRUE, FALSE },
  { "news.example.com", "news.example.com", TRUE, TRUE },
  { "news.example.com", "foo.example.net", FALSE, FALSE },
  { "example.com", "example.com", TRUE, TRUE },
  { "example.com", "child.example.com", TRUE, FALSE },
  { "child.example.com", "example.com", TRUE, FALSE },
  { "child.example.com", "example.net", FALSE, FALSE },
  /* Its appendix B.4.3 */
  { "giant.bank.example", "mail.giant.bank.example", TRUE, FALSE },
  { "giant.bank.example", "mail.mega.bank.example", FALSE, FALSE },
  { "Example.com", "EXAMPLE.COM", TRUE, TRUE },
};

static void
test_alignment (void)
{
  g_autoptr (Paper) paper = paper_new ("_dmarc.example.com TXT v=DMARC1; p=none\n"
                                       "_dmarc.example.net TXT v=DMARC1; p=none\n"
                                       "_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y\n"
                                       "_dmarc.giant.bank.example TXT v=DMARC1; p=none\n");

  for (gsize i = 0; i < G_N_ELEMENTS (alignments); i++) {
    g_autoptr (OutpostDmarcOutcome) author =
      outpost_dmarc_discover (&paper->source, alignments[i].author);
    g_autoptr (OutpostDmarcOutcome) other =
      outpost_dmarc_discover (&paper->source, alignments[i].other);

    g_test_message ("%s %s", alignments[i].author, alignments[i].other);
    g_assert_cmpint (outpost_dmarc_is_aligned (author, other, FALSE), ==, alignments[i].relaxed);
    g_assert_cmpint (outpost_dmarc_is_aligned (author, other, TRUE), ==, alignments[i].strict);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/dmarc/records", test_records);
  g_test_add_func ("/dmarc/no-records", test_no_records);
  g_test_add_func ("/dmarc/walk", test_walk);
  g_test_add_func ("/dmarc/discovery", test_discovery);
  g_test_add_func ("/dmarc/several", test_several);
  g_test_add_func ("/dmarc/unknown", test_unknown);
  g_test_add_func ("/dmarc/alignment", test_alignment);

  return g_test_run ();
}
