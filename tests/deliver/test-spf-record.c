/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-spf-compose.h"
#include "outpost-spf-macro.h"
#include "outpost-spf-record.h"

#define LABEL63 "a23456789012345678901234567890123456789012345678901234567890123"

/* The examples of RFC 7208, sections 3, 5, 6, 7 and appendix A, and what else is right. */
static const char * const good[] = {
  "v=spf1",
  "v=spf1 ",
  "V=SPF1 MX -ALL",
  "v=spf1 +mx a:colo.example.com/28 -all",
  "v=spf1 a mx include:example.net -all",
  "v=spf1 a:authorized-spf.example.com -all",
  "v=spf1 mx -all exp=explain._spf.%{d}",
  "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} -all",
  "v=spf1 -exists:%{ir}.%{v}.arpa.%{d}  ?all",
  "v=spf1 redirect=_spf.example.com",
  "v=spf1 ip4:192.0.2.1 ip4:192.0.2.129 -all",
  "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all",
  "v=spf1 ip6:::1/0 ip4:0.0.0.0/0",
  "v=spf1 a/24 a//64 a/24//64 a:mail.example.com/32//128 mx:example.com//0 mx/0",
  "v=spf1 ptr ptr:example.com. -all",
  "v=spf1 moo.cow-far_out=man:dog/cat ip4:192.0.2.1 -all",
  "v=spf1 unknown= another=%{c}%{r}%{t}%%%_%-",
  "v=spf1 a:%{d2}.%{o}.%{h}.x-1 a:exa/mple:1.example.com/30 include:%{i}",
  "v=spf1    a    -all   ",
};

/* A record, and the word at fault. */
static const char * const wrong[][2] = {
  { "v=spf1 moo -all", "moo" },
  { "v=spf1 a:", "a:" },
  { "v=spf1 a:example", "a:example" },
  { "v=spf1 a:example.com:8080", "a:example.com:8080" },
  { "v=spf1 a:example.-com", "a:example.-com" },
  { "v=spf1 a:example.123", "a:example.123" },
  { "v=spf1 a/", "a/" },
  { "v=spf1 a/33", "a/33" },
  { "v=spf1 a/08", "a/08" },
  { "v=spf1 a//129", "a//129" },
  { "v=spf1 a//64/24", "a//64/24" },
  { "v=spf1 a//64//64", "a//64//64" },
  { "v=spf1 all:example.com", "all:example.com" },
  { "v=spf1 -all/8", "-all/8" },
  { "v=spf1 ++all", "++all" },
  { "v=spf1 include", "include" },
  { "v=spf1 include:%{d}/24", "include:%{d}/24" },
  { "v=spf1 exists", "exists" },
  { "v=spf1 ptr/24", "ptr/24" },
  { "v=spf1 ip4", "ip4" },
  { "v=spf1 ip4:192.0.2", "ip4:192.0.2" },
  { "v=spf1 ip4:192.0.2.1/", "ip4:192.0.2.1/" },
  { "v=spf1 ip4:192.0.2.1//8", "ip4:192.0.2.1//8" },
  { "v=spf1 ip4:2001:db8::1", "ip4:2001:db8::1" },
  { "v=spf1 ip4:192.0.2.1:25", "ip4:192.0.2.1:25" },
  { "v=spf1 ip6:192.0.2.1", "ip6:192.0.2.1" },
  { "v=spf1 ip6:fe80::1%lo", "ip6:fe80::1%lo" },
  { "v=spf1 ip6:2001:db8::/129", "ip6:2001:db8::/129" },
  { "v=spf1 redirect=", "redirect=" },
  { "v=spf1 redirect=a.example redirect=b.example", "redirect=b.example" },
  { "v=spf1 exp=a.example exp=a.example", "exp=a.example" },
  { "v=spf1 =value", "=value" },
  { "v=spf1 1st=value", "1st=value" },
  { "v=spf1 a:%{x}.example.com", "a:%{x}.example.com" },
  { "v=spf1 a:%{c}.example.com", "a:%{c}.example.com" },
  { "v=spf1 a:%{d0}.example.com", "a:%{d0}.example.com" },
  { "v=spf1 a:%{d", "a:%{d" },
  { "v=spf1 a:%{dr2}.example.com", "a:%{dr2}.example.com" },
  { "v=spf1 a:%.example.com", "a:%.example.com" },
  { "v=spf1 a:%", "a:%" },
  { "v=spf1 a:m\xc3\xbc.example", "a:m\xc3\xbc.example" },
  { "v=spf1 mx\t-all", "mx\t-all" },
  { "v=spf1 mx\r\n", "mx\r\n" },
  { "v=spf1 a:\x7f.example.com", "a:\x7f.example.com" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *fault = NULL;
    g_autoptr (OutpostSpfRecord) record = NULL;

    g_test_message ("%s", good[i]);
    g_assert_true (outpost_spf_record_is_one (good[i]));
    record = outpost_spf_record_parse (good[i], &fault);
    g_assert_cmpstr (fault, ==, NULL);
    g_assert_nonnull (record);
  }
}

static void
test_wrong (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *fault = NULL;
    g_autoptr (OutpostSpfRecord) record = outpost_spf_record_parse (wrong[i][0], &fault);

    g_test_message ("%s", wrong[i][0]);
    g_assert_null (record);
    g_assert_cmpstr (fault, ==, wrong[i][1]);
  }
}

/* Section 4.5. */
static void
test_version (void)
{
  static const char * const others[] = {
    "", "v=spf", "v=spf10", "v=spf1.0 -all", "v=spf1-all", " v=spf1 -all", "v=spf2.0/pra -all",
    "v=spf1\t-all", "spf1 -all", "\"v=spf1 -all\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (outpost_spf_record_is_one (others[i]));
}

static void
test_parts (void)
{
  g_autofree char *fault = NULL;
  g_autofree char *network = NULL;
  g_autoptr (OutpostSpfRecord) record =
    outpost_spf_record_parse ("v=spf1 ?a:m.example.org/20//60 ~ip4:192.0.2.9/30 redirect=x.example "
                              "mx -all", &fault);
  const OutpostSpfTerm *term;

  g_assert_cmpuint (record->terms->len, ==, 4);
  term = g_ptr_array_index (record->terms, 0);
  g_assert_cmpint (term->mechanism, ==, OUTPOST_SPF_A);
  g_assert_cmpint (term->qualifier, ==, '?');
  g_assert_cmpstr (term->spec, ==, "m.example.org");
  g_assert_cmpuint (term->prefix4, ==, 20);
  g_assert_cmpuint (term->prefix6, ==, 60);
  g_assert_cmpstr (term->text, ==, "?a:m.example.org/20//60");
  term = g_ptr_array_index (record->terms, 1);
  network = g_inet_address_to_string (term->network);
  g_assert_cmpstr (network, ==, "192.0.2.9");
  g_assert_cmpuint (term->prefix4, ==, 30);
  term = g_ptr_array_index (record->terms, 2);
  g_assert_cmpint (term->qualifier, ==, '+');
  g_assert_null (term->spec);
  g_assert_cmpstr (record->redirect, ==, "x.example");
  g_assert_true (outpost_spf_record_find_all (record) == g_ptr_array_index (record->terms, 3));
}

/* RFC 7208, section 7.4. */
static const struct {
  const char *spec;
  const char *address;
  const char *name;
} expansions[] = {
  { "%{s}", "192.0.2.3", "strong-bad@email.example.com" },
  { "%{o}", "192.0.2.3", "email.example.com" },
  { "%{d}", "192.0.2.3", "email.example.com" },
  { "%{d4}", "192.0.2.3", "email.example.com" },
  { "%{d3}", "192.0.2.3", "email.example.com" },
  { "%{d2}", "192.0.2.3", "example.com" },
  { "%{d1}", "192.0.2.3", "com" },
  { "%{dr}", "192.0.2.3", "com.example.email" },
  { "%{d2r}", "192.0.2.3", "example.email" },
  { "%{l}", "192.0.2.3", "strong-bad" },
  { "%{l-}", "192.0.2.3", "strong.bad" },
  { "%{lr}", "192.0.2.3", "strong-bad" },
  { "%{lr-}", "192.0.2.3", "bad.strong" },
  { "%{l1r-}", "192.0.2.3", "strong" },
  { "%{ir}.%{v}._spf.%{d2}", "192.0.2.3", "3.2.0.192.in-addr._spf.example.com" },
  { "%{lr-}.lp._spf.%{d2}", "192.0.2.3", "bad.strong.lp._spf.example.com" },
  { "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "192.0.2.3",
    "bad.strong.lp.3.2.0.192.in-addr._spf.example.com" },
  { "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "192.0.2.3",
    "3.2.0.192.in-addr.strong.lp._spf.example.com" },
  { "%{d2}.trusted-domains.example.net", "192.0.2.3",
    "example.com.trusted-domains.example.net" },
  { "%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01",
    "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com" },
  { "%{p}.%{h}.example.org.", "192.0.2.3", "unknown.mx.example.org.example.org" },
  { "%%%_%-.%{L}.example.org", "192.0.2.3", "% %20.strong-bad.example.org" },
  { "%{S}.example.org", "192.0.2.3", "strong-bad%40email.example.com.example.org" },
  { "%{i}.example.org", NULL, NULL },
  { "%{v}.example.org", NULL, NULL },
  { "%{d}.example.org", NULL, "email.example.com.example.org" },
  { LABEL63 "." LABEL63 "." LABEL63 "." LABEL63 ".%{d}", NULL,
    LABEL63 "." LABEL63 "." LABEL63 ".email.example.com" },
};

static void
test_macros (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (expansions); i++) {
    g_autoptr (GInetAddress) address =
      expansions[i].address != NULL ? g_inet_address_new_from_string (expansions[i].address) : NULL;
    const OutpostSpfMacros macros = { address, "strong-bad", "email.example.com",
                                      "email.example.com", "mx.example.org" };
    g_autofree char *name = NULL;

    g_test_message ("%s", expansions[i].spec);
    g_assert_true (outpost_spf_macro_is_domain_spec (expansions[i].spec));
    name = outpost_spf_macro_expand (expansions[i].spec, &macros);
    g_assert_cmpstr (name, ==, expansions[i].name);
  }
}

/* A little text that would become a lot. */
static void
test_macro_bomb (void)
{
  g_autofree char *local = g_strnfill (3000, '.');
  const OutpostSpfMacros macros = { NULL, local, "example.com", "example.com", "example.com" };
  g_autoptr (GString) spec = g_string_new (NULL);
  g_autofree char *name = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (spec, "%{l}%{s}");
  name = outpost_spf_macro_expand (spec->str, &macros);
  g_assert_null (name);
}

static const struct {
  const char *records;     /* separated by | */
  const char *extra;
  const char *all;
  const char *result;
} composed[] = {
  { "", NULL, NULL, "v=spf1 ~all" },
  { "", "a:smtp.shop.example", NULL, "v=spf1 a:smtp.shop.example ~all" },
  { "v=spf1 mx -all", "a:smtp.shop.example", NULL, "v=spf1 mx a:smtp.shop.example -all" },
  { "v=spf1 mx", "include:x.example", NULL, "v=spf1 mx include:x.example ~all" },
  { "v=spf1 mx a:smtp.shop.example -all", "a:smtp.shop.example", NULL,
    "v=spf1 mx a:smtp.shop.example -all" },
  { "v=spf1 mx +all", NULL, "~all", "v=spf1 mx ~all" },
  { "v=spf1 mx all include:late.example", NULL, "~all", "v=spf1 mx ~all" },
  { "v=spf1 redirect=x.example", "a:y.example", NULL, "v=spf1 a:y.example redirect=x.example" },
  { "v=spf1 a redirect=x.example ?all exp=e.example", NULL, "~all", "v=spf1 a ~all" },
  { "v=spf1 a exp=e.example ?all", NULL, "~all", "v=spf1 a exp=e.example ~all" },
  { "v=spf1 mx ~all|v=spf1 MX include:x.example -all", NULL, NULL,
    "v=spf1 mx include:x.example ~all" },
  { "v=spf1 mx exp=a.example ~all|v=spf1 a EXP=b.example -all", NULL, NULL,
    "v=spf1 mx exp=a.example a ~all" },
  { "v=spf1 mx ~all|v=spf1 redirect=x.example", NULL, NULL, NULL },
  { "v=spf1 mx ~all|v=spf1 moo", NULL, NULL, NULL },
  { "v=spf1 redirect=x.example", NULL, "~all", NULL },
};

static void
test_compose (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (composed); i++) {
    g_auto (GStrv) records = g_strsplit (composed[i].records, "|", -1);
    g_autoptr (GPtrArray) texts = g_ptr_array_new ();
    g_autofree char *result = NULL;

    for (guint j = 0; records[j] != NULL; j++)
      g_ptr_array_add (texts, records[j]);
    result = outpost_spf_compose (texts, composed[i].extra, composed[i].all);
    g_assert_cmpstr (result, ==, composed[i].result);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/spf-record/good", test_good);
  g_test_add_func ("/spf-record/wrong", test_wrong);
  g_test_add_func ("/spf-record/version", test_version);
  g_test_add_func ("/spf-record/parts", test_parts);
  g_test_add_func ("/spf-record/macros", test_macros);
  g_test_add_func ("/spf-record/macro-bomb", test_macro_bomb);
  g_test_add_func ("/spf-record/compose", test_compose);

  return g_test_run ();
}
