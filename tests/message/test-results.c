/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-message-results.h"

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return strcmp (a, b);
}

/* All that was read, on one line. */
static char *
show (OutpostMethodResults *results)
{
  GString *text = g_string_new (NULL);

  if (results == NULL)
    return g_string_free (g_string_append (text, "nothing"), FALSE);
  g_string_append (text, results->server != NULL ? results->server : "nobody");
  if (results->instance > 0)
    g_string_append_printf (text, " #%u", results->instance);
  for (guint i = 0; i < results->results->len; i++) {
    const OutpostMethodResult *result = g_ptr_array_index (results->results, i);
    g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (result->properties), compare);

    g_string_append_printf (text, " | %s=%s", result->method, result->result);
    if (*result->comment != '\0')
      g_string_append_printf (text, " (%s)", result->comment);
    if (result->reason != NULL)
      g_string_append_printf (text, " reason=%s", result->reason);
    for (GList *key = keys; key != NULL; key = key->next)
      g_string_append_printf (text, " %s=%s", (char *) key->data,
                              (char *) g_hash_table_lookup (result->properties, key->data));
  }
  return g_string_free (text, FALSE);
}

typedef struct { const char *value, *shown; } Case;

static void
check (const Case            *cases,
       gsize                  n_cases,
       OutpostMethodResults *(*parse) (const char *))
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autoptr (OutpostMethodResults) results = parse (cases[i].value);
    g_autofree char *shown = show (results);

    g_test_message ("%s", cases[i].value);
    g_assert_cmpstr (shown, ==, cases[i].shown);
  }
}

/* RFC 8601, appendix B.2 to B.7 */
static void
test_appendix (void)
{
  static const Case cases[] = {
    { "example.org 1; none", "example.org" },
    { "example.com; spf=pass smtp.mailfrom=example.net",
      "example.com | spf=pass smtp.mailfrom=example.net" },
    { "example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; "
      "spf=pass smtp.mailfrom=example.net",
      "example.com | auth=pass (cram-md5) smtp.auth=sender@example.net"
      " | spf=pass smtp.mailfrom=example.net" },
    { "example.com; iprev=pass policy.iprev=192.0.2.200",
      "example.com | iprev=pass policy.iprev=192.0.2.200" },
    { "example.com; dkim=pass (good signature) header.d=example.com",
      "example.com | dkim=pass (good signature) header.d=example.com" },
    { "example.com; dkim=pass reason=\"good signature\" header.i=@mail-router.example.net; "
      "dkim=fail reason=\"bad signature\" header.i=@newyork.example.com",
      "example.com | dkim=pass reason=good signature header.i=@mail-router.example.net"
      " | dkim=fail reason=bad signature header.i=@newyork.example.com" },
    { "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) "
      "fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't "
      "expecting it) 1362471462",
      "foo.example.net | dkim=fail (Because I like it One yay wait for it A dot can go here like "
      "that this surprised me as I wasn't expecting it) policy.expired=1362471462" },
  };

  check (cases, G_N_ELEMENTS (cases), outpost_method_results_parse);
}

static void
test_receivers (void)
{
  static const Case cases[] = {
    { /* Gmail */
      "mx.google.com; dkim=pass header.i=@shop.example header.s=s1 header.b=\"V/a+k=\"; "
      "spf=pass (google.com: domain of o@shop.example designates 192.0.2.1 as permitted sender) "
      "smtp.mailfrom=o@shop.example; dmarc=pass (p=REJECT sp=NONE dis=NONE) "
      "header.from=shop.example",
      "mx.google.com | dkim=pass header.b=V/a+k= header.i=@shop.example header.s=s1"
      " | spf=pass (google.com: domain of o@shop.example designates 192.0.2.1 as permitted sender)"
      " smtp.mailfrom=o@shop.example"
      " | dmarc=pass (p=REJECT sp=NONE dis=NONE) header.from=shop.example" },
    { /* Microsoft, which names no server, and an older one with the recipient's domain */
      "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=shop.example; dkim=pass (signature was "
      "verified) header.d=shop.example;dmarc=pass action=none header.from=shop.example;"
      "compauth=pass reason=100",
      "nobody | spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=shop.example"
      " | dkim=pass (signature was verified) header.d=shop.example"
      " | dmarc=pass action=none header.from=shop.example | compauth=pass reason=100" },
    { "spf=none (sender IP is 192.0.2.1) smtp.mailfrom=a.example; example.org; dkim=none (message "
      "not signed) header.d=none;example.org; dmarc=none action=none header.from=a.example;",
      "nobody | spf=none (sender IP is 192.0.2.1) smtp.mailfrom=a.example"
      " | dkim=none (message not signed) header.d=none"
      " | dmarc=none action=none header.from=a.example" },
    { /* Yahoo, today's and an old one */
      "atlas1.omega.yahoo.com; dkim=pass header.i=@shop.example header.s=s1; spf=pass "
      "smtp.mailfrom=shop.example; dmarc=pass(p=NONE) header.from=shop.example;",
      "atlas1.omega.yahoo.com | dkim=pass header.i=@shop.example header.s=s1"
      " | spf=pass smtp.mailfrom=shop.example | dmarc=pass (p=NONE) header.from=shop.example" },
    { "mta1.yahoo.com  from=a.example; domainkeys=neutral (no sig);  from=a.example; "
      "dkim=pass (ok)",
      "mta1.yahoo.com | domainkeys=neutral (no sig) | from=a.example | dkim=pass (ok)" },
    { /* OpenDKIM, rspamd */
      "mail.example.org; dkim=pass (2048-bit key; unprotected) header.d=shop.example "
      "header.i=@shop.example header.a=rsa-sha256 header.s=s1 header.b=Zx/1+a==",
      "mail.example.org | dkim=pass (2048-bit key; unprotected) header.a=rsa-sha256"
      " header.b=Zx/1+a== header.d=shop.example header.i=@shop.example header.s=s1" },
    { "mail.example.org;\tnone", "mail.example.org" },
  };

  check (cases, G_N_ELEMENTS (cases), outpost_method_results_parse);
}

static void
test_odd (void)
{
  static const Case cases[] = {
    { "", "nobody" },
    { ";", "nobody" },
    { "\"mx (one); 1\" 1; spf = \"PASS\" smtp.mailfrom=\"a b\"@example.net",
      "mx (one); 1 | spf=pass smtp.mailfrom=a b@example.net" },
    { "mx.example 2; spf=pass", "nothing" },
    { "mx.example 1; spf/2=pass; dkim/1=pass; /=x", "mx.example | dkim=pass" },
    { "mx.example; spf=pass smtp.mailfrom=a smtp.mailfrom=b reason=x reason=y",
      "mx.example | spf=pass reason=x smtp.mailfrom=a" },
    { "mx.example; spf=; =pass; dkim=pass = x \"y\" z", "mx.example | dkim=pass" },
    { "mx.example; spf=pass (never closed; dkim=pass",
      "mx.example | spf=pass (never closed; dkim=pass)" },
    { "mx.example; spf=pass smtp.mailfrom=\"never closed; dkim=pass",
      "mx.example | spf=pass smtp.mailfrom=never closed; dkim=pass" },
    { "mx.example; spf=pass \\", "mx.example | spf=pass" },
    { "mx.example; spf=pass (\\", "mx.example | spf=pass (\\)" },
    { "mx.example; dmarc=pass (a \\( (b) \\) c) header.from=d",
      "mx.example | dmarc=pass (a ( (b) ) c) header.from=d" },
  };

  check (cases, G_N_ELEMENTS (cases), outpost_method_results_parse);
}

static void
test_arc (void)
{
  static const Case cases[] = {
    { "i=1; mx.google.com; spf=pass smtp.mailfrom=a.example",
      "mx.google.com #1 | spf=pass smtp.mailfrom=a.example" },
    { "I = 2 ; spf=pass; arc=pass (0 oda=1 ltdi=1)",
      "nobody #2 | spf=pass | arc=pass (0 oda=1 ltdi=1)" },
    { "i=0; mx.example; spf=pass", "nothing" },
    { "i=51; mx.example; spf=pass", "nothing" },
    { "i=1", "nothing" },
    { "mx.example; spf=pass", "nothing" },
    { "", "nothing" },
  };

  check (cases, G_N_ELEMENTS (cases), outpost_method_results_parse_arc);
}

static void
test_spf (void)
{
  static const Case cases[] = {
    { /* Gmail */
      "pass (google.com: domain of o@shop.example designates 192.0.2.1 as permitted sender) "
      "client-ip=192.0.2.1;",
      "google.com | spf=pass (google.com: domain of o@shop.example designates 192.0.2.1 as "
      "permitted sender) client-ip=192.0.2.1" },
    { /* RFC 7208, section 9.1 */
      "pass (mybox.example.org: domain of myname@example.com designates 192.0.2.1 as permitted "
      "sender) receiver=mybox.example.org; client-ip=192.0.2.1; "
      "envelope-from=\"myname@example.com\"; helo=foo.example.com;",
      "mybox.example.org | spf=pass (mybox.example.org: domain of myname@example.com designates "
      "192.0.2.1 as permitted sender) client-ip=192.0.2.1 receiver=mybox.example.org "
      "smtp.helo=foo.example.com smtp.mailfrom=myname@example.com" },
    { /* pypolicyd-spf */
      "Softfail (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=a.example; "
      "envelope-from=o@shop.example; receiver=<UNKNOWN>",
      "nobody | spf=softfail (mailfrom) client-ip=192.0.2.1 identity=mailfrom receiver=<UNKNOWN> "
      "smtp.helo=a.example smtp.mailfrom=o@shop.example" },
    { "none", "nobody | spf=none" },
    { "", "nothing" },
    { ";;", "nothing" },
    { "pass;;=;\"", "nobody | spf=pass" },
  };

  check (cases, G_N_ELEMENTS (cases), outpost_method_results_parse_spf);
}

/* A field has a bound, whatever stands in it. */
static void
test_many (void)
{
  g_autoptr (GString) value = g_string_new ("mx.example");
  g_autoptr (OutpostMethodResults) results = NULL;
  const OutpostMethodResult *first;

  g_string_append (value, "; spf=pass");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (value, " smtp.p%u=x", i);
  for (guint i = 0; i < 1000; i++)
    g_string_append (value, "; dkim=fail");

  results = outpost_method_results_parse (value->str);
  g_assert_cmpuint (results->results->len, ==, 64);
  first = g_ptr_array_index (results->results, 0);
  g_assert_cmpuint (g_hash_table_size (first->properties), ==, 32);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/results/appendix", test_appendix);
  g_test_add_func ("/results/receivers", test_receivers);
  g_test_add_func ("/results/odd", test_odd);
  g_test_add_func ("/results/arc", test_arc);
  g_test_add_func ("/results/spf", test_spf);
  g_test_add_func ("/results/many", test_many);

  return g_test_run ();
}
