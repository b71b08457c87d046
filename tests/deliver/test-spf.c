/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-spf.h"
#include "paper.h"

/* The zone of RFC 7208, appendix A, with the record of example.com left out. */
#define APPENDIX_A \
  "example.com MX 10 mail-a.example.com\n" \
  "example.com MX 20 mail-b.example.com\n" \
  "example.com A 192.0.2.10\n" \
  "example.com A 192.0.2.11\n" \
  "amy.example.com A 192.0.2.65\n" \
  "bob.example.com A 192.0.2.66\n" \
  "mail-a.example.com A 192.0.2.129\n" \
  "mail-b.example.com A 192.0.2.130\n" \
  "example.org MX 10 mail-c.example.org\n" \
  "mail-c.example.org A 192.0.2.140\n"

#define PASS OUTPOST_SPF_RESULT_PASS
#define FAIL OUTPOST_SPF_RESULT_FAIL
#define NEUTRAL OUTPOST_SPF_RESULT_NEUTRAL
#define SOFTFAIL OUTPOST_SPF_RESULT_SOFTFAIL
#define NONE OUTPOST_SPF_RESULT_NONE
#define TEMPERROR OUTPOST_SPF_RESULT_TEMPERROR
#define PERMERROR OUTPOST_SPF_RESULT_PERMERROR

typedef struct {
  const char       *zone;      /* besides appendix A */
  const char       *address;
  OutpostSpfResult  result;
  OutpostSpfFault   fault;
} Case;

#define E "example.com TXT "

static const Case cases[] = {
  /* Appendix A.1 */
  { E "v=spf1 +all\n", "192.0.2.200", PASS },
  { E "v=spf1 a -all\n", "192.0.2.10", PASS },
  { E "v=spf1 a -all\n", "192.0.2.11", PASS },
  { E "v=spf1 a -all\n", "192.0.2.129", FAIL },
  { E "v=spf1 a:example.org -all\n", "192.0.2.10", FAIL },
  { E "v=spf1 mx -all\n", "192.0.2.129", PASS },
  { E "v=spf1 mx -all\n", "192.0.2.130", PASS },
  { E "v=spf1 mx -all\n", "192.0.2.10", FAIL },
  { E "v=spf1 mx:example.org -all\n", "192.0.2.140", PASS },
  { E "v=spf1 mx mx:example.org -all\n", "192.0.2.129", PASS },
  { E "v=spf1 mx mx:example.org -all\n", "192.0.2.140", PASS },
  { E "v=spf1 mx/30 mx:example.org/30 -all\n", "192.0.2.131", PASS },
  { E "v=spf1 mx/30 mx:example.org/30 -all\n", "192.0.2.143", PASS },
  { E "v=spf1 mx/30 mx:example.org/30 -all\n", "192.0.2.144", FAIL },
  { E "v=spf1 ip4:192.0.2.128/28 -all\n", "192.0.2.129", PASS },
  { E "v=spf1 ip4:192.0.2.128/28 -all\n", "192.0.2.65", FAIL },
  /* Appendix A.2 */
  { E "v=spf1 include:example.org -all\nexample.org TXT v=spf1 mx -all\n", "192.0.2.140", PASS },
  { E "v=spf1 redirect=example.org\nexample.org TXT v=spf1 mx -all\n", "192.0.2.140", PASS },
  { E "v=spf1 redirect=example.org\nexample.org TXT v=spf1 mx -all\n", "192.0.2.10", FAIL },
  /* Appendix A.3 */
  { E "v=spf1 exists:%{ir}.sbl.example.org -all\n10.2.0.192.sbl.example.org A 127.0.0.2\n",
    "192.0.2.10", PASS },
  { E "v=spf1 -exists:%{ir}.sbl.example.org ?all\n", "192.0.2.10", NEUTRAL },

  /* Qualifiers, and what stands where nothing matches (sections 2.6 and 4.7) */
  { E "v=spf1 ~a:amy.example.com ?all\n", "192.0.2.65", SOFTFAIL },
  { E "v=spf1 ?a:amy.example.com -all\n", "192.0.2.65", NEUTRAL },
  { E "v=spf1 a\n", "192.0.2.99", NEUTRAL },
  { E "v=spf1\n", "192.0.2.99", NEUTRAL },
  { "", "192.0.2.10", NONE },
  { E "v=spf2.0/pra -all\n", "192.0.2.10", NONE },
  { "example.com TEMP\n", "192.0.2.10", TEMPERROR },

  /* IPv6, and IPv4 in its clothes (section 5) */
  { E "v=spf1 ip6:2001:db8::/33 -all\n", "2001:db8:7fff::1", PASS },
  { E "v=spf1 ip6:2001:db8::/33 -all\n", "2001:db8:8000::1", FAIL },
  { E "v=spf1 ip4:0.0.0.0/0 -all\n", "2001:db8::1", FAIL },
  { E "v=spf1 a:six.example.com -all\nsix.example.com AAAA 2001:db8::6\n", "2001:db8::6", PASS },
  { E "v=spf1 a -all\n", "::ffff:192.0.2.10", PASS },

  /* No address stands in for an MX (section 5.4) */
  { E "v=spf1 mx:amy.example.com -all\n", "192.0.2.65", FAIL },
  { E "v=spf1 mx:null.example -all\nnull.example MX 0 .\nnull.example A 192.0.2.1\n", "192.0.2.1",
    FAIL },

  /* What an include comes to (section 5.2) */
  { E "v=spf1 include:x.example ?all\nx.example TXT v=spf1 -all\n", "192.0.2.10", NEUTRAL },
  { E "v=spf1 include:x.example ?all\nx.example TXT v=spf1 ~all\n", "192.0.2.10", NEUTRAL },
  { E "v=spf1 -include:x.example ?all\nx.example TXT v=spf1 +all\n", "192.0.2.10", FAIL },
  { E "v=spf1 include:x.example ?all\nx.example TEMP\n", "192.0.2.10", TEMPERROR },
  { E "v=spf1 include:x.example ?all\n", "192.0.2.10", PERMERROR, OUTPOST_SPF_FAULT_NO_RECORD },
  { E "v=spf1 include:x.example ?all\nx.example TXT v=spf1 moo\n", "192.0.2.10", PERMERROR,
    OUTPOST_SPF_FAULT_SYNTAX },
  { E "v=spf1 redirect=x.example\n", "192.0.2.10", PERMERROR, OUTPOST_SPF_FAULT_NO_RECORD },
  { E "v=spf1 redirect=x.example -all\n", "192.0.2.10", FAIL },

  /* Records at fault */
  { E "v=spf1 a -all\n" E "v=spf1 mx -all\n", "192.0.2.10", PERMERROR,
    OUTPOST_SPF_FAULT_SEVERAL_RECORDS },
  { E "v=spf1 a -all\n" E "v=spf1 a -all\n", "192.0.2.10", PERMERROR,
    OUTPOST_SPF_FAULT_SEVERAL_RECORDS },
  { E "v=spf1 a -all\n" E "verification=1\n", "192.0.2.10", PASS },
  { E "v=spf1 +all moo\n", "192.0.2.10", PERMERROR, OUTPOST_SPF_FAULT_SYNTAX },
  { E "v=spf1 mx \\303\\251 -all\n", "192.0.2.10", PERMERROR, OUTPOST_SPF_FAULT_SYNTAX },

  /* ptr is counted and never asked about */
  { E "v=spf1 ptr -all\n", "192.0.2.65", FAIL },

  /* Names that cannot be asked for match nothing */
  { E "v=spf1 exists:%{l}..example.org ?all\n", "192.0.2.10", NEUTRAL },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *zone = g_strconcat (APPENDIX_A, cases[i].zone, NULL);
    g_autoptr (Paper) paper = paper_new (zone);
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);
    const OutpostSpfQuery query = { "example.com", address, "postmaster", "example.com" };
    g_autoptr (OutpostSpfOutcome) outcome = outpost_spf_check (&paper->source, &query);

    g_test_message ("%s %s", cases[i].zone, cases[i].address);
    g_assert_cmpstr (outpost_spf_result_to_text (outcome->result), ==,
                     outpost_spf_result_to_text (cases[i].result));
    g_assert_cmpint (outcome->fault, ==, cases[i].fault);
  }
}

static OutpostSpfOutcome *
check (const char *zone,
       const char *address)
{
  g_autoptr (Paper) paper = paper_new (zone);
  g_autoptr (GInetAddress) inet =
    address != NULL ? g_inet_address_new_from_string (address) : NULL;
  const OutpostSpfQuery query = { "example.com", inet, "postmaster", "example.com" };

  return outpost_spf_check (&paper->source, &query);
}

/* n includes, one inside the other. */
static char *
make_chain (guint n)
{
  GString *zone = g_string_new ("example.com TXT v=spf1 include:1.example -all\n");

  for (guint i = 1; i < n; i++)
    g_string_append_printf (zone, "%u.example TXT v=spf1 include:%u.example -all\n", i, i + 1);
  g_string_append_printf (zone, "%u.example TXT v=spf1 ip4:192.0.2.1 -all\n", n);
  return g_string_free (zone, FALSE);
}

/* Section 4.6.4. */
static void
test_lookups (void)
{
  g_autofree char *ten = make_chain (10);
  g_autofree char *eleven = make_chain (11);
  g_autoptr (OutpostSpfOutcome) good = check (ten, "192.0.2.1");
  g_autoptr (OutpostSpfOutcome) bad = check (eleven, "192.0.2.1");
  g_autoptr (OutpostSpfOutcome) survey = check (eleven, NULL);

  g_assert_cmpint (good->result, ==, PASS);
  g_assert_cmpuint (good->n_lookups, ==, 10);
  g_assert_cmpint (bad->result, ==, PERMERROR);
  g_assert_cmpint (bad->fault, ==, OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS);
  g_assert_cmpstr (bad->fault_domain, ==, "10.example");
  g_assert_cmpstr (bad->fault_word, ==, "include:11.example");
  g_assert_cmpint (survey->fault, ==, OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS);
  g_assert_cmpuint (survey->n_lookups, ==, 11);
  g_assert_cmpuint (survey->targets->len, ==, 11);
}

/* Terms behind a match are not asked about; ip4, ip6, all and exp cost nothing. */
static void
test_what_counts (void)
{
  g_autoptr (OutpostSpfOutcome) early = check (APPENDIX_A E "v=spf1 a mx ptr exists:x.example.com "
                                               "-all\n", "192.0.2.10");
  g_autoptr (OutpostSpfOutcome) all = check (APPENDIX_A E "v=spf1 a mx ptr exists:example.com "
                                             "include:y.example ip4:192.0.2.7 exp=e.example.com "
                                             "?all\ny.example TXT v=spf1 ip6:2001:db8::1 "
                                             "redirect=z.example\nz.example TXT v=spf1 -all\n",
                                             NULL);

  g_assert_cmpuint (early->n_lookups, ==, 1);
  g_assert_cmpuint (all->n_lookups, ==, 6);
  g_assert_cmpuint (all->networks->len, ==, 2);
  g_assert_cmpuint (all->targets->len, ==, 2);
  g_assert_true (all->uses_ptr);
  g_assert_cmpint (all->result, ==, NEUTRAL);
}

static void
test_loop (void)
{
  g_autoptr (OutpostSpfOutcome) itself = check (E "v=spf1 include:example.com -all\n", "192.0.2.1");
  g_autoptr (OutpostSpfOutcome) redirect = check (E "v=spf1 redirect=example.com\n", NULL);
  g_autoptr (OutpostSpfOutcome) bush =
    check (E "v=spf1 include:a.example include:a.example include:a.example -all\n"
           "a.example TXT v=spf1 include:example.com include:example.com include:example.com\n",
           NULL);

  g_assert_cmpint (itself->fault, ==, OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS);
  g_assert_cmpint (redirect->fault, ==, OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS);
  g_assert_cmpint (bush->fault, ==, OUTPOST_SPF_FAULT_TOO_MANY_LOOKUPS);
  /* Whatever the records are: bounded. */
  g_assert_cmpuint (bush->n_lookups, ==, 40);
  g_assert_cmpuint (bush->targets->len, <=, 40);
}

static void
test_void (void)
{
  g_autoptr (OutpostSpfOutcome) two = check (E "v=spf1 a:1.example a:2.example ip4:192.0.2.1 -all\n",
                                             "192.0.2.1");
  g_autoptr (OutpostSpfOutcome) three = check (E "v=spf1 a:1.example mx:2.example exists:3.example "
                                               "ip4:192.0.2.1 -all\n", "192.0.2.1");
  g_autoptr (OutpostSpfOutcome) survey = check (E "v=spf1 a:1.example a:2.example mx:3.example "
                                                "a:six.example -all\nsix.example AAAA ::1\n", NULL);

  g_assert_cmpint (two->result, ==, PASS);
  g_assert_cmpuint (two->n_void_lookups, ==, 2);
  g_assert_cmpint (three->result, ==, PERMERROR);
  g_assert_cmpint (three->fault, ==, OUTPOST_SPF_FAULT_TOO_MANY_VOID);
  g_assert_cmpstr (three->fault_word, ==, "3.example");
  g_assert_cmpuint (survey->n_void_lookups, ==, 3);
}

static void
test_mx_hosts (void)
{
  g_autoptr (GString) zone = g_string_new (E "v=spf1 mx:many.example -all\n");
  g_autoptr (OutpostSpfOutcome) outcome = NULL;

  for (guint i = 0; i < 11; i++)
    g_string_append_printf (zone, "many.example MX %u h%u.example\nh%u.example A 192.0.2.%u\n", i,
                            i, i, i + 1);
  outcome = check (zone->str, "192.0.2.10");
  g_assert_cmpint (outcome->result, ==, PASS);
  g_clear_pointer (&outcome, outpost_spf_outcome_free);
  outcome = check (zone->str, "192.0.2.11");
  g_assert_cmpint (outcome->fault, ==, OUTPOST_SPF_FAULT_TOO_MANY_HOSTS);
}

/* A survey looks behind what would match, and what depends on the address is only counted. */
static void
test_survey (void)
{
  g_autoptr (OutpostSpfOutcome) outcome =
    check (APPENDIX_A E "v=spf1 a ip4:0.0.0.0/0 include:%{ir}.x.example include:example.org -all\n"
           "example.org TXT v=spf1 include:gone.example ~all\n", NULL);
  g_autoptr (OutpostSpfOutcome) open = check (E "v=spf1 include:x.example -all\nx.example TEMP\n",
                                              NULL);

  g_assert_cmpuint (outcome->n_lookups, ==, 4);
  g_assert_cmpint (outcome->result, ==, PERMERROR);
  g_assert_cmpint (outcome->fault, ==, OUTPOST_SPF_FAULT_NO_RECORD);
  g_assert_cmpstr (outcome->fault_domain, ==, "example.org");
  g_assert_cmpstr (outcome->fault_word, ==, "gone.example");
  g_assert_cmpint (open->result, ==, TEMPERROR);
  g_assert_cmpint (open->fault, ==, OUTPOST_SPF_FAULT_NONE);
}

/* The part before the @ is what the caller says, so it need not be the person's. */
static void
test_local_part (void)
{
  g_autoptr (Paper) paper = paper_new (E "v=spf1 exists:%{l}.users.example.com -all\n"
                                       "someone.users.example.com A 127.0.0.2\n");
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("192.0.2.1");
  const OutpostSpfQuery known = { "example.com", address, "someone", "example.com" };
  const OutpostSpfQuery hidden = { "example.com", address, "postmaster", "example.com" };
  g_autoptr (OutpostSpfOutcome) first = outpost_spf_check (&paper->source, &known);
  g_autoptr (OutpostSpfOutcome) second = outpost_spf_check (&paper->source, &hidden);

  g_assert_cmpint (first->result, ==, PASS);
  g_assert_cmpint (second->result, ==, FAIL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/spf/cases", test_cases);
  g_test_add_func ("/spf/lookups", test_lookups);
  g_test_add_func ("/spf/what-counts", test_what_counts);
  g_test_add_func ("/spf/loop", test_loop);
  g_test_add_func ("/spf/void", test_void);
  g_test_add_func ("/spf/mx-hosts", test_mx_hosts);
  g_test_add_func ("/spf/survey", test_survey);
  g_test_add_func ("/spf/local-part", test_local_part);

  return g_test_run ();
}
