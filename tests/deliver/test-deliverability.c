/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "outpost-deliverability.h"
#include "outpost-host.h"
#include "paper.h"

#define MX "shop.example MX 10 mx.shop.example\nmx.shop.example A 192.0.2.25\n"
#define SMTP "smtp.shop.example A 192.0.2.27\n"
#define SPF(record) "shop.example TXT v=spf1 " record "\n"
#define DMARC "_dmarc.shop.example TXT v=DMARC1; p=none\n"
#define REJECT "_dmarc.shop.example TXT v=DMARC1; p=reject\n"

/* A provider with a list of its own, as Google has it. */
#define GOOGLE \
  "gmail.com MX 5 mx.google.com\ngmail.com TXT v=spf1 redirect=_spf.google.com\n" \
  "_spf.google.com TXT v=spf1 include:_netblocks.google.com ~all\n" \
  "_netblocks.google.com TXT v=spf1 ip4:198.51.100.0/25 ip4:203.0.113.0/26 ~all\n" \
  "smtp.gmail.com A 198.51.100.5\n" \
  "_dmarc.gmail.com TXT v=DMARC1; p=none; sp=quarantine\n"
#define YAHOO \
  "yahoo.com MX 1 mx.yahoo.com\nyahoo.com TXT v=spf1 ip4:192.0.2.200 ?all\n" \
  "_dmarc.yahoo.com TXT v=DMARC1; p=reject\nsmtp.mail.yahoo.com A 192.0.2.201\n"

/* What is there, what is asked, and what must come of it: the states of the three areas, then
 * each finding with its severity and the record to publish. */
typedef struct {
  const char *zone;
  const char *sender;
  const char *return_path;
  const char *server;
  const char *result;
} Case;

static const Case cases[] = {
  { MX SMTP SPF ("mx a:smtp.shop.example -all") REJECT, "shop.example", NULL, "smtp.shop.example",
    "good good good" },
  { MX SMTP SPF ("mx -all") DMARC, "shop.example", NULL, NULL, "good good good" },

  /* Where mail goes */
  { "other.example A 192.0.2.1\n", "shop.example", NULL, NULL,
    "error unknown unknown|mx-no-domain error" },
  { "shop.example MX 0 .\n" SPF ("-all") REJECT, "shop.example", NULL, NULL,
    "warning good good|mx-refused warning" },
  { SPF ("-all") DMARC, "shop.example", NULL, NULL, "warning good good|mx-none warning" },
  { "shop.example MX 1 ?\n" SPF ("-all") DMARC, "shop.example", NULL, NULL,
    "warning good good|mx-no-host warning" },
  { "shop.example A 192.0.2.1\n" SPF ("a -all") DMARC, "shop.example", NULL, NULL,
    "hint good good|mx-implicit hint shop.example MX 10 shop.example." },
  { "shop.example AAAA 2001:db8::1\n" SPF ("a -all") DMARC, "shop.example", NULL, NULL,
    "hint good good|mx-implicit hint shop.example MX 10 shop.example." },
  { "shop.example TEMP\n" DMARC, "shop.example", NULL, NULL, "unknown unknown good" },

  /* SPF: none, several, at fault */
  { MX DMARC, "shop.example", NULL, NULL, "good warning good|spf-none warning" },
  { MX SMTP DMARC, "shop.example", NULL, "smtp.shop.example",
    "good warning good|spf-none warning shop.example TXT v=spf1 a:smtp.shop.example ~all" },
  { MX DMARC GOOGLE, "shop.example", NULL, "smtp.gmail.com",
    "good warning good|spf-none warning shop.example TXT v=spf1 include:_spf.google.com ~all" },
  { MX SPF ("mx -all") SPF ("a:smtp.shop.example ~all") DMARC, "shop.example", NULL, NULL,
    "good error good|spf-several error shop.example TXT v=spf1 mx a:smtp.shop.example -all" },
  { MX SPF ("mx -all") SPF ("redirect=x.example") DMARC, "shop.example", NULL, NULL,
    "good error good|spf-several error" },
  { MX SPF ("mx moo -all") DMARC, "shop.example", NULL, NULL, "good error good|spf-syntax error" },
  { MX SPF ("include:x.example -all") "x.example TXT v=spf1 moo\n" DMARC, "shop.example", NULL,
    NULL, "good error good|spf-syntax error" },
  { MX SPF ("include:x.example -all") DMARC, "shop.example", NULL, NULL,
    "good error good|spf-no-target error" },
  { MX SPF ("include:x.example -all") "x.example TXT v=spf1 a\nx.example TXT v=spf1 mx\n" DMARC,
    "shop.example", NULL, NULL, "good error good|spf-target-several error" },
  { MX SPF ("mx mx mx mx mx mx mx mx mx mx mx -all") DMARC, "shop.example", NULL, NULL,
    "good error good|spf-lookups error" },
  { MX SPF ("a:1.example a:2.example a:3.example -all") DMARC, "shop.example", NULL, NULL,
    "good warning good|spf-void warning" },
  { MX SPF ("include:x.example -all") "x.example TEMP\n" DMARC, "shop.example", NULL, NULL,
    "good unknown good" },

  /* SPF: how it ends */
  { MX SPF ("mx +all") DMARC, "shop.example", NULL, NULL,
    "good warning good|spf-all warning shop.example TXT v=spf1 mx ~all" },
  { MX SPF ("mx") DMARC, "shop.example", NULL, NULL,
    "good hint good|spf-open-end hint shop.example TXT v=spf1 mx ~all" },
  { MX SPF ("mx ?all") DMARC, "shop.example", NULL, NULL,
    "good hint good|spf-open-end hint shop.example TXT v=spf1 mx ~all" },
  { MX SPF ("redirect=x.example") "x.example TXT v=spf1 mx -all\n" DMARC, "shop.example", NULL,
    NULL, "good good good" },
  { MX SPF ("mx ptr -all") DMARC, "shop.example", NULL, NULL, "good hint good|spf-ptr hint" },

  /* SPF: whether the server is listed */
  { MX SMTP SPF ("mx -all") DMARC, "shop.example", NULL, "smtp.shop.example",
    "good warning good|"
    "spf-not-listed warning shop.example TXT v=spf1 mx a:smtp.shop.example -all" },
  { MX SMTP SPF ("mx ~all") DMARC, "shop.example", NULL, "smtp.shop.example",
    "good warning good|"
    "spf-not-listed warning shop.example TXT v=spf1 mx a:smtp.shop.example ~all" },
  { MX SPF ("include:_spf.google.com ~all") DMARC GOOGLE, "shop.example", NULL, "smtp.gmail.com",
    "good good good" },
  { MX SPF ("include:_netblocks.google.com ~all") DMARC GOOGLE, "shop.example", NULL,
    "smtp.gmail.com", "good good good" },
  { MX SPF ("mx -all") DMARC GOOGLE, "shop.example", NULL, "smtp.gmail.com",
    "good warning good|"
    "spf-not-listed warning shop.example TXT v=spf1 mx include:_spf.google.com -all" },
  /* the addresses of the provider copied into the record */
  { MX SPF ("ip4:198.51.100.0/24 ip4:203.0.113.0/24 -all") DMARC
    "relay.isp.example A 192.0.2.9\nisp.example TXT v=spf1 ip4:198.51.100.0/25 ip4:203.0.113.7 "
    "-all\n", "shop.example", NULL, "relay.isp.example", "good good good" },
  { MX SPF ("ip4:198.51.100.0/24 -all") DMARC
    "relay.isp.example A 192.0.2.9\nisp.example TXT v=spf1 ip4:198.51.100.0/25 ip4:203.0.113.7 "
    "-all\n", "shop.example", NULL, "relay.isp.example",
    "good warning good|spf-not-listed warning" },
  /* nothing is offered that would not help */
  { MX SPF ("mx -all") DMARC "relay.isp.example A 192.0.2.9\n", "shop.example", NULL,
    "relay.isp.example", "good warning good|spf-not-listed warning" },
  { MX SPF ("mx a:x1.example mx mx mx mx mx mx mx mx -all") "x1.example A 192.0.2.1\n" DMARC SMTP,
    "shop.example", NULL, "smtp.shop.example", "good warning good|spf-not-listed warning" },
  /* a relay replaces the return path */
  { MX SPF ("mx -all") DMARC "email-smtp.eu-west-1.amazonaws.com A 192.0.2.9\n", "shop.example",
    NULL, "email-smtp.eu-west-1.amazonaws.com", "good hint good|spf-not-listed hint" },
  /* cannot be told */
  { MX SPF ("mx -all") REJECT, "shop.example", NULL, "gone.isp.example", "good good good" },
  { MX SPF ("ptr -all") DMARC "relay.isp.example A 192.0.2.9\n", "shop.example", NULL,
    "relay.isp.example", "good hint good|spf-ptr hint" },
  { MX SPF ("mx -all") REJECT "six.isp.example AAAA 2001:db8::9\nsix.isp.example TEMP\n",
    "shop.example", NULL, "six.isp.example", "good good good" },
  /* on this computer, nothing is known of what sends */
  { MX SPF ("mx -all") REJECT, "shop.example", NULL, "localhost", "good good good" },
  { MX SPF ("mx -all") REJECT, "shop.example", NULL, "127.0.0.1", "good good good" },
  { MX SPF ("ip4:192.0.2.9 -all") REJECT, "shop.example", NULL, "[192.0.2.9]", "good good good" },

  /* DMARC */
  { MX SPF ("mx -all"), "shop.example", NULL, NULL,
    "good good hint|dmarc-none hint _dmarc.shop.example TXT v=DMARC1; p=none" },
  { MX SPF ("mx -all") DMARC DMARC, "shop.example", NULL, NULL,
    "good good warning|dmarc-several warning" },
  { MX SPF ("mx -all") "_dmarc.shop.example TXT v=DMARC1; p=block; fo=1\n", "shop.example", NULL,
    NULL, "good good warning|dmarc-policy warning _dmarc.shop.example TXT v=DMARC1; p=none; fo=1" },
  { MX SPF ("mx -all") "_dmarc.shop.example TXT v=DMARC1; p=reject; pct=50\n", "shop.example", NULL,
    NULL, "good good hint|dmarc-removed-tags hint _dmarc.shop.example TXT v=DMARC1; p=reject" },
  { MX SPF ("mx -all") "_dmarc.shop.example TEMP\n", "shop.example", NULL, NULL,
    "good good unknown" },
  { MX SMTP REJECT, "shop.example", NULL, "smtp.shop.example",
    "good warning warning|"
    "spf-none warning shop.example TXT v=spf1 a:smtp.shop.example ~all|dmarc-needs-dkim warning" },

  /* DMARC: From and MAIL FROM */
  { MX SPF ("mx -all") REJECT "bounces.shop.example MX 1 mx.shop.example\n"
    "bounces.shop.example TXT v=spf1 mx -all\n", "shop.example", "bounces.shop.example", NULL,
    "good good good" },
  { MX "_dmarc.shop.example TXT v=DMARC1; p=reject; aspf=s\n"
    "bounces.shop.example MX 1 mx.shop.example\nbounces.shop.example TXT v=spf1 mx -all\n",
    "shop.example", "bounces.shop.example", NULL, "good good warning|dmarc-not-aligned warning" },
  { MX DMARC "list.example MX 1 mx.list.example\nlist.example TXT v=spf1 -all\n", "shop.example",
    "list.example", NULL, "good good hint|dmarc-not-aligned hint" },
  { MX REJECT "_dmarc.list.example TEMP\nlist.example MX 1 mx.list.example\n"
    "list.example TXT v=spf1 -all\n", "shop.example", "list.example", NULL, "good good good" },
  { DMARC "shop.example A 192.0.2.1\nlist.example MX 1 mx.list.example\n"
    "list.example TXT v=spf1 -all\n", "shop.example", "list.example", NULL,
    "hint good hint|mx-implicit hint shop.example MX 10 shop.example.|dmarc-not-aligned hint" },

  /* A mailbox of a provider, sent by another */
  { YAHOO SMTP, "yahoo.com", NULL, "smtp.shop.example",
    "good good error|dmarc-other-provider error" },
  { YAHOO GOOGLE, "yahoo.com", NULL, "smtp.gmail.com",
    "good good error|dmarc-other-provider error" },
  { GOOGLE SMTP, "gmail.com", NULL, "smtp.shop.example",
    "good good warning|dmarc-other-provider warning" },
  { YAHOO, "yahoo.com", NULL, "smtp.mail.yahoo.com", "good good good" },
  { GOOGLE, "gmail.com", NULL, "smtp.gmail.com", "good good good" },
  { YAHOO, "yahoo.com", NULL, NULL, "good good good" },
};

static const char * const states[] = { "good", "hint", "warning", "error", "unknown" };
static const char * const severities[] = { "hint", "warning", "error" };

static char *
describe (const OutpostDeliverability *result)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < OUTPOST_N_DELIVERY_AREAS; i++) {
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", states[result->states[i]]);
    g_assert_nonnull (result->lines[i]);
    g_assert_true (g_utf8_validate (result->lines[i], -1, NULL));
  }
  for (guint i = 0; i < result->findings->len; i++) {
    const OutpostDeliveryFinding *finding = g_ptr_array_index (result->findings, i);

    g_string_append_printf (text, "|%s %s", finding->id, severities[finding->severity]);
    if (finding->record_value != NULL)
      g_string_append_printf (text, " %s %s %s", finding->record_name, finding->record_type,
                              finding->record_value);
  }
  return g_string_free (text, FALSE);
}

static OutpostDeliverability *
check (const Case *c,
       Paper      *paper)
{
  g_auto (OutpostDeliverySubject) subject = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (outpost_delivery_subject_set (&subject, c->sender, c->server, &error));
  g_assert_no_error (error);
  if (c->return_path != NULL) {
    g_free (subject.return_domain);
    subject.return_domain = g_strdup (c->return_path);
  }
  return outpost_deliverability_check (&paper->source, &subject);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Paper) paper = paper_new (cases[i].zone);
    g_autoptr (OutpostDeliverability) result = check (&cases[i], paper);
    g_autofree char *text = describe (result);

    g_test_message ("%s%s %s", cases[i].zone, cases[i].sender, cases[i].server);
    g_assert_cmpstr (text, ==, cases[i].result);
  }
}

/* An offered record does what it is offered for, as the rules have it. */
static void
test_offers_mend (void)
{
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Paper) paper = paper_new (cases[i].zone);
    g_autoptr (OutpostDeliverability) result = check (&cases[i], paper);

    for (guint j = 0; j < result->findings->len; j++) {
      const OutpostDeliveryFinding *finding = g_ptr_array_index (result->findings, j);
      g_autoptr (GString) zone = g_string_new (NULL);
      g_auto (GStrv) lines = g_strsplit (cases[i].zone, "\n", -1);
      g_autofree char *prefix = NULL;
      g_autoptr (Paper) mended = NULL;
      g_autoptr (OutpostDeliverability) again = NULL;

      if (finding->record_value == NULL)
        continue;
      /* The new record in place of those of its kind. */
      prefix = g_strdup_printf ("%s %s", finding->record_name, finding->record_type);
      for (guint k = 0; lines[k] != NULL; k++)
        if (!g_str_has_prefix (lines[k], prefix))
          g_string_append_printf (zone, "%s\n", lines[k]);
      g_string_append_printf (zone, "%s %.*s\n", prefix,
                              (int) strcspn (finding->record_value, "\n"), finding->record_value);
      if (g_str_has_suffix (zone->str, ".\n"))
        g_string_truncate (zone, zone->len - 2); /* of a host name */
      mended = paper_new (zone->str);
      again = check (&cases[i], mended);
      for (guint k = 0; k < again->findings->len; k++)
        g_assert_cmpstr (((OutpostDeliveryFinding *) g_ptr_array_index (again->findings, k))->id,
                         !=, finding->id);
      n++;
    }
  }
  g_assert_cmpuint (n, >, 10);
}

static void
test_from_account (void)
{
  g_autoptr (OutpostAccount) account = outpost_account_new ("shop");
  g_auto (OutpostDeliverySubject) subject = { NULL };
  g_autoptr (GError) error = NULL;

  outpost_account_set (account, OUTPOST_FIELD_SERVER, "SMTP.Bücher.example");
  outpost_account_set (account, OUTPOST_FIELD_EMAIL, "shop@shop.example");
  outpost_account_set (account, OUTPOST_FIELD_SENDER, "orders@Bücher.example");
  outpost_account_set (account, OUTPOST_FIELD_RETURN_PATH, "bounces@list.example");
  g_assert_true (outpost_delivery_subject_from_account (&subject, account, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (subject.sender_domain, ==, "xn--bcher-kva.example");
  g_assert_cmpstr (subject.return_domain, ==, "list.example");
  g_assert_cmpstr (subject.server, ==, "smtp.xn--bcher-kva.example");

  outpost_delivery_subject_clear (&subject);
  outpost_account_set (account, OUTPOST_FIELD_RETURN_PATH, "bounces@[192.0.2.1]");
  g_assert_false (outpost_delivery_subject_from_account (&subject, account, &error));
  g_assert_error (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_SYNTAX);
  g_assert_null (subject.sender_domain);
}

static void
test_state (void)
{
  g_autoptr (Paper) paper = paper_new (MX "_dmarc.shop.example TEMP\n");
  const Case c = { NULL, "shop.example" };
  g_autoptr (OutpostDeliverability) result = check (&c, paper);

  g_assert_cmpint (outpost_deliverability_get_state (result), ==, OUTPOST_DELIVERY_UNKNOWN);
  result->states[OUTPOST_DELIVERY_SPF] = OUTPOST_DELIVERY_ERROR;
  g_assert_cmpint (outpost_deliverability_get_state (result), ==, OUTPOST_DELIVERY_ERROR);
}

/* Whatever stands in records, words and JSON are fit to be shown. */
static void
test_control_characters (void)
{
  static const char evil[] = "\\r\\nX: y\\033[2J\\342\\200\\256\\377";
  g_autofree char *zone =
    g_strdup_printf (MX "shop.example TXT v=spf1 %s -all\n"
                     "_dmarc.shop.example TXT v=DMARC1; p=%s; rua=%s\n", evil, evil, evil);
  g_autoptr (Paper) paper = paper_new (zone);
  const Case c = { NULL, "shop.example" };
  g_autoptr (OutpostDeliverability) result = check (&c, paper);
  g_autofree char *text = describe (result);
  g_autofree char *json = outpost_deliverability_to_json (result);
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_cmpstr (text, ==, "good error warning|spf-syntax error|"
                   "dmarc-policy warning _dmarc.shop.example TXT v=DMARC1; p=none");
  for (guint i = 0; i < result->findings->len; i++) {
    const char *words = ((OutpostDeliveryFinding *) g_ptr_array_index (result->findings, i))->text;

    g_assert_true (g_utf8_validate (words, -1, NULL));
    g_assert_null (strpbrk (words, "\r\n\x1b"));
    g_assert_null (strstr (words, "\u202e"));
  }
  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  g_assert_null (strstr (json, "\u202e"));
}

static void
test_json (void)
{
  g_autoptr (Paper) paper = paper_new (cases[0].zone);
  g_autoptr (OutpostDeliverability) result = check (&cases[0], paper);
  g_autofree char *json = outpost_deliverability_to_json (result);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *spf, *dmarc;

  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (root, "schema_version"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (root, "state"), ==, "good");
  g_assert_cmpstr (json_object_get_string_member (root, "server"), ==, "smtp.shop.example");
  spf = json_object_get_object_member (root, "spf");
  g_assert_cmpstr (json_object_get_string_member (spf, "lists_server"), ==, "server");
  g_assert_cmpstr (json_object_get_string_member (spf, "others"), ==, "fail");
  g_assert_cmpint (json_object_get_int_member (spf, "lookups"), ==, 2);
  dmarc = json_object_get_object_member (root, "dmarc");
  g_assert_cmpstr (json_object_get_string_member (dmarc, "policy"), ==, "reject");
  g_assert_true (json_object_get_boolean_member (dmarc, "aligned"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/deliverability/cases", test_cases);
  g_test_add_func ("/deliverability/offers-mend", test_offers_mend);
  g_test_add_func ("/deliverability/from-account", test_from_account);
  g_test_add_func ("/deliverability/state", test_state);
  g_test_add_func ("/deliverability/control-characters", test_control_characters);
  g_test_add_func ("/deliverability/json", test_json);

  return g_test_run ();
}
