/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "outpost-deliverability.h"
#include "outpost-spf-macro.h"
#include "outpost-spf-record.h"
#include "outpost-test-rounds.h"
#include "paper.h"

/* Domains that want to keep somebody busy or to say something else. */
#define FIRST_SEED 20261125
/* Nobody is asked for more, whatever the records say; the DNS source stops at 200. */
#define QUERIES_MAX 6000

static const char * const words[] = {
  "v=spf1", "all", "-all", "~all", "+all", "?all", "a", "mx", "ptr", "a:a.example", "mx:b.example",
  "a/24", "mx//64", "a/24//64", "include:a.example", "include:b.example", "include:shop.example",
  "include:c.example", "-include:%{d}", "include:%{ir}.%{v}.a.example", "redirect=a.example",
  "redirect=b.example", "redirect=%{d}", "exists:%{l1r+-}.%{s}.a.example", "exists:%{i}.b.example",
  "ip4:192.0.2.0/24", "ip4:192.0.2.27", "ip6:2001:db8::/32", "ip4:0.0.0.0/0", "exp=a.example", "exp=b.example",
  "unknown=%{c}%%", "%{", "%{d9999999999r-+.,/_=}", "a:%{S}.%{O}.%{H}.%{P}.%{V}.example", "\\r\\n",
  "\\033[2J", "\\342\\200\\256", "\\377", "include:", "ip4:", "moo", "=", "/", ":", "a:/", "v=DMARC1",
  "p=reject", ";", "p=none;", "sp=", "np=reject", "psd=y;", "psd=n", "t=y", "pct=1", "rua=mailto:a@b",
  "adkim=s", "v=DMARC1;", "v=DMARC1; p=reject;",
};
static const char * const names[] = {
  "shop.example", "a.example", "b.example", "c.example", "smtp.shop.example", "_dmarc.shop.example",
  "_dmarc.example", "smtp.gmail.com", "gmail.com", "_spf.google.com", "_dmarc.b.example",
};
static const char * const others[] = {
  "A 192.0.2.27", "AAAA 2001:db8::27", "MX 10 a.example", "MX 10 b.example", "MX 0 .", "MX 1 ?",
  "TEMP", "CNAME a.example", "A 127.0.0.1", "AAAA ::ffff:192.0.2.27",
};

static const char *
pick (GRand              *rand,
      const char * const *list,
      gsize               n)
{
  return list[g_rand_int_range (rand, 0, (gint32) n)];
}

/* A record, right or nearly so. */
static void
add_text (GRand   *rand,
          GString *zone)
{
  gint32 n = g_rand_int_range (rand, 0, 14);

  g_string_append (zone, g_rand_int_range (rand, 0, 4) > 0 ? "v=spf1" : "v=DMARC1; p=reject;");
  for (gint32 i = 0; i < n; i++)
    g_string_append_printf (zone, "%s%s", g_rand_int_range (rand, 0, 10) > 0 ? " " : "",
                            pick (rand, words, G_N_ELEMENTS (words)));
  if (g_rand_int_range (rand, 0, 3) == 0)
    zone->str[g_rand_int_range (rand, (gint32) zone->len - 4, (gint32) zone->len)] =
      (char) g_rand_int_range (rand, '!', '\\');
}

static char *
make_zone (GRand *rand)
{
  GString *zone = g_string_new (NULL);
  gint32 n = g_rand_int_range (rand, 0, 20);

  for (gint32 i = 0; i < n; i++) {
    g_string_append_printf (zone, "%s ", pick (rand, names, G_N_ELEMENTS (names)));
    if (g_rand_int_range (rand, 0, 3) == 0) {
      g_string_append (zone, pick (rand, others, G_N_ELEMENTS (others)));
    } else {
      g_string_append (zone, "TXT ");
      add_text (rand, zone);
    }
    g_string_append_c (zone, '\n');
  }
  return g_string_free (zone, FALSE);
}

static void
check_words (const char *text)
{
  check (text != NULL && g_utf8_validate (text, -1, NULL));
  check (strpbrk (text, "\r\n\t\x1b\x7f") == NULL);
  check (strstr (text, "\u202e") == NULL);
}

static void
check_finding (const OutpostDeliveryFinding *finding)
{
  check_words (finding->text);
  check ((finding->record_value == NULL) == (finding->record_name == NULL));
  if (finding->record_value == NULL)
    return;
  for (const char *at = finding->record_value; *at != '\0'; at++)
    check (*at >= ' ' && *at <= '~');
  if (finding->area == OUTPOST_DELIVERY_SPF) {
    g_autofree char *wrong = NULL;
    g_autoptr (OutpostSpfRecord) record = NULL;

    check (outpost_spf_record_is_one (finding->record_value));
    record = outpost_spf_record_parse (finding->record_value, &wrong);
    check (record != NULL);
  }
  if (finding->area == OUTPOST_DELIVERY_DMARC) {
    g_autoptr (OutpostDmarcRecord) record = outpost_dmarc_record_parse (finding->record_value);

    check (record != NULL && !record->has_bad_policy && record->removed_tags == NULL);
  }
}

static void
check_result (const OutpostDeliverability *result)
{
  g_autofree char *json = outpost_deliverability_to_json (result);
  g_autoptr (JsonParser) parser = json_parser_new ();

  for (guint i = 0; i < OUTPOST_N_DELIVERY_AREAS; i++)
    check_words (result->lines[i]);
  for (guint i = 0; i < result->findings->len; i++)
    check_finding (g_ptr_array_index (result->findings, i));
  check (json_parser_load_from_data (parser, json, -1, NULL));
}

static void
domain_round (GRand *rand)
{
  static const char * const servers[] = { NULL, "smtp.shop.example", "smtp.gmail.com", "b.example",
                                          "192.0.2.27" };
  g_autofree char *zone = make_zone (rand);
  g_autoptr (Paper) paper = paper_new (zone);
  g_autoptr (OutpostDeliverability) result = NULL;
  OutpostDeliverySubject subject = {
    (char *) pick (rand, names, 5), (char *) pick (rand, names, 5),
    (char *) pick (rand, servers, G_N_ELEMENTS (servers)),
  };

  result = outpost_deliverability_check (&paper->source, &subject);
  check_result (result);
  check (paper->n_queries <= QUERIES_MAX);
}

/* What is taken as a domain-spec can be expanded. */
static void
macro_round (GRand *rand)
{
  static const char pieces[] = "%%%{{}}slodiphvcrtSLD019r.-+,/_=ax";
  g_autoptr (GString) spec = g_string_new (NULL);
  g_autoptr (GInetAddress) address =
    g_inet_address_new_from_string (g_rand_boolean (rand) ? "192.0.2.3" : "2001:db8::1");
  const OutpostSpfMacros macros = { address, "a.b-c", "mail.example", "shop.example", "x.example" };
  g_autofree char *name = NULL;

  for (gint32 n = g_rand_int_range (rand, 0, 24); n > 0; n--)
    g_string_append_c (spec, pieces[g_rand_int_range (rand, 0, sizeof pieces - 1)]);
  if (g_rand_boolean (rand))
    g_string_append (spec, ".example");
  if (!outpost_spf_macro_is_domain_spec (spec->str))
    return;
  check (outpost_spf_macro_is_string (spec->str, FALSE));
  name = outpost_spf_macro_expand (spec->str, &macros);
  check (name != NULL);
}

static void
test_domains (void)
{
  outpost_test_run_rounds (700, FIRST_SEED, domain_round);
}

static void
test_macros (void)
{
  outpost_test_run_rounds (20000, FIRST_SEED, macro_round);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/robust/domains", test_domains);
  g_test_add_func ("/robust/macros", test_macros);

  return g_test_run ();
}
