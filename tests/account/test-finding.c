/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "findings.h"

#include <string.h>

static void
assert_clean (const char         *settings,
              const char         *password,
              OutpostSecretState  state)
{
  g_autoptr (OutpostAccount) draft = findings_make_draft (settings);
  g_autoptr (GPtrArray) findings = findings_check (draft, password, state);

  for (guint i = 0; i < findings->len; i++) {
    const OutpostFinding *finding = g_ptr_array_index (findings, i);

    g_test_message ("%s: %s: %s", settings, finding->id, finding->text);
  }
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_clean (void)
{
  assert_clean (SHOP, NULL, STORED);
  assert_clean (SHOP, NULL, OUTPOST_SECRET_STATE_LOCKED);
  assert_clean (SHOP, NULL, OUTPOST_SECRET_STATE_UNKNOWN);
  assert_clean (SHOP, NULL, OUTPOST_SECRET_STATE_COMMAND);
  assert_clean (SHOP, "secret word", MISSING);
  assert_clean (SHOP "Port=587\nSecurity=starttls\n", NULL, STORED);
  assert_clean (SHOP "Server=bücher.example\n", NULL, STORED);
  assert_clean (SHOP "Server=127.0.0.1\nPort=1025\nSecurity=none\n", NULL, STORED);
  assert_clean (SHOP "Server=[::1]\nPort=25\nSecurity=none\n", NULL, STORED);
  assert_clean (SHOP "Server=127.0.0.1\nPort=1025\nSecurity=starttls\nPinnedKey=" PIN "\n", NULL,
                STORED);
  assert_clean ("Server=localhost\nPort=25\nSecurity=none\nSignIn=none\nEmail=a@shop.example\n",
                NULL, MISSING);
  assert_clean (SHOP "Username=\nSignIn=certificate\nClientCertificate=/c\nClientKey=/k\n"
                "Mechanism=EXTERNAL\n", NULL, MISSING);
  assert_clean ("Server=mail.your-server.de\nPort=465\nUsername=a@b.example\nEmail=a@b.example\n"
                "Sender=orders@b.example\n", NULL, STORED);
  assert_clean ("Server=smtp.web.de\nPort=465\nUsername=login@b.example\nEmail=a@web.de\n", NULL,
                STORED);
}

/* A dot is no fault, whatever a panel says, nor are the blanks that Google displays. */
static void
test_gmail (void)
{
  assert_clean (GMAIL, "abcdefghijklmnop", MISSING);
  assert_clean (GMAIL, "abcd efgh ijkl mnop", MISSING);
  assert_clean (GMAIL, " abcd efgh ijkl mnop ", MISSING);
  assert_clean (GMAIL "Username=s.h.o.p@gmail.com\nSender=test.mail@gmail.com\n"
                "Email=testmail@gmail.com\n", NULL, STORED);
  assert_clean (GMAIL "Sender=shop+orders@googlemail.com\n", NULL, STORED);
  assert_clean (GMAIL "Port=587\nSecurity=starttls\n", NULL, STORED);
}

/* A form that nobody has touched is no list of faults. */
static void
test_untouched (void)
{
  g_autoptr (OutpostAccount) draft = outpost_account_new (NULL);
  const OutpostFindingContext context = { NULL, MISSING, FALSE };
  g_autoptr (GPtrArray) findings = outpost_findings_check (draft, &context);

  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_order (void)
{
  g_autoptr (OutpostAccount) draft =
    findings_make_draft (GMAIL "Server=smpt.gmail.com\nPort=25\nSecurity=none\n"
                         "Sender=a b@c.example\nTestAddress=x\n");
  g_autoptr (GPtrArray) findings = findings_check (draft, " 1", STORED);

  for (guint i = 1; i < findings->len; i++) {
    const OutpostFinding *before = g_ptr_array_index (findings, i - 1);
    const OutpostFinding *after = g_ptr_array_index (findings, i);

    g_assert_cmpint (before->field, <=, after->field);
    if (before->field == after->field)
      g_assert_cmpint (before->severity, >=, after->severity);
  }
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    const OutpostFinding *worst = outpost_findings_worst (findings, (OutpostField) i);

    for (guint j = 0; j < findings->len; j++) {
      const OutpostFinding *finding = g_ptr_array_index (findings, j);

      if (finding->field == (OutpostField) i)
        g_assert_cmpint (finding->severity, <=, worst->severity);
    }
  }
  g_assert_cmpstr (outpost_findings_worst (findings, OUTPOST_FIELD_SERVER)->id, ==,
                   "server-near-miss");
  g_assert_cmpstr (outpost_findings_worst (findings, OUTPOST_FIELD_SECURITY)->id, ==,
                   "security-none-password");
  g_assert_null (outpost_findings_worst (findings, OUTPOST_FIELD_NAME));
}

/* After an error there is nothing more to say about a field: "a b" has no dot, either. */
static void
test_error_ends_field (void)
{
  g_autoptr (OutpostAccount) draft = findings_make_draft (SHOP "Server=a b\n");
  g_autoptr (GPtrArray) findings = findings_check (draft, NULL, STORED);

  g_assert_cmpuint (findings->len, ==, 1);
}

/* What a pasted address says between "//" and "@" may be a password. */
static void
test_no_secret_told (void)
{
  static const char * const servers[] = {
    "Server=smtps://shop:geheim@smtp.shop.example:465\n", "Server=smtps://shop:geheim@\n",
    "Server=smtp://shop:geheim/@x\n", "Server=geheim geheim\n", "Server=smtp://a:geheim@b c\n",
  };
  static const char * const passwords[] = { "geheim ", " geheim\n", "geheim1" };

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (passwords); j++) {
      g_autoptr (OutpostAccount) draft = findings_make_draft (GMAIL);
      g_autoptr (GPtrArray) findings = NULL;

      findings_apply_lines (draft, servers[i]);
      findings = findings_check (draft, passwords[j], STORED);
      g_assert_cmpuint (findings->len, >, 0);
      for (guint k = 0; k < findings->len; k++) {
        const OutpostFinding *finding = g_ptr_array_index (findings, k);
        g_autofree char *fix = findings_describe_fix (finding->fix);

        g_assert_null (strstr (finding->text, "geheim"));
        g_assert_null (strstr (fix, "geheim"));
      }
    }
  }
}

static void
test_urls (void)
{
  g_autoptr (OutpostAccount) gmail = findings_make_draft (GMAIL);
  g_autoptr (OutpostAccount) outlook =
    findings_make_draft ("Server=smtp-mail.outlook.com\nUsername=a@outlook.com\n");
  g_autoptr (GPtrArray) short_one = findings_check (gmail, "secret", STORED);
  g_autoptr (GPtrArray) refused = findings_check (outlook, "secret", STORED);
  const OutpostFinding *short_finding, *refused_finding;

  short_finding = findings_find (short_one, OUTPOST_FIELD_PASSWORD, "password-not-app-password");
  g_assert_cmpstr (short_finding->url, ==, "https://myaccount.google.com/apppasswords");
  refused_finding = findings_find (refused, OUTPOST_FIELD_PASSWORD, "password-refused");
  g_assert_true (g_str_has_prefix (refused_finding->url, "https://support.microsoft.com/"));
}

/* Pieces of what people type and paste, put together at random (the seed is told on failure). */
static char *
make_noise (void)
{
  static const char * const pieces[] = {
    "smtp.", "gmail", "gmial", ".com", "smtps://", "://", ":", "465", "587", "25", "@", "shop", " ",
    "<", ">", "[", "]", "::1", "127.0.0.1", "/", "~/", "file:", "command:", "credential:", "$",
    "\t", "\x7f", "ü", "\u202e", "'", "\"", ",", ".", "-", "none", "starttls", "oauth2",
    "certificate", "password", "web.de", "outlook.com", "sha256:", "AAAA", "PLAIN", "mailto:",
    "%s", "%n", "?", "#", "xn--", "imap.", "google",
  };
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 6); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* Whatever stands in the fields: findings are worded well, and a fix mends what it is for. */
static void
test_noise (void)
{
  for (guint round = 0; round < 500; round++) {
    g_autoptr (OutpostAccount) draft = outpost_account_new (NULL);
    g_autofree char *password = make_noise ();
    g_autoptr (GPtrArray) findings = NULL;

    for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
      g_autofree char *text = make_noise ();

      if (i != OUTPOST_FIELD_PASSWORD)
        outpost_account_set (draft, (OutpostField) i, text);
    }
    findings = findings_check (draft, password, STORED);
    for (guint i = 0; i < findings->len; i++) {
      const OutpostFinding *finding = g_ptr_array_index (findings, i);
      g_autoptr (OutpostAccount) fixed = outpost_account_copy (draft);
      g_autoptr (GPtrArray) after = NULL;

      findings_assert_well_worded (finding);
      if (finding->fix == NULL)
        continue;
      outpost_fix_apply (finding->fix, fixed);
      after = findings_check (fixed, password, STORED);
      if (findings_find (after, finding->field, finding->id) != NULL)
        g_test_message ("“%s” at “%s” stays", finding->id,
                        outpost_account_get (draft, finding->field));
      g_assert_null (findings_find (after, finding->field, finding->id));
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finding/clean", test_clean);
  g_test_add_func ("/finding/gmail", test_gmail);
  g_test_add_func ("/finding/untouched", test_untouched);
  g_test_add_func ("/finding/order", test_order);
  g_test_add_func ("/finding/error-ends-field", test_error_ends_field);
  g_test_add_func ("/finding/no-secret-told", test_no_secret_told);
  g_test_add_func ("/finding/urls", test_urls);
  g_test_add_func ("/finding/noise", test_noise);

  return g_test_run ();
}
