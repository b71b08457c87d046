/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "outpost-host.h"
#include "outpost-preset-private.h"

static const char *
id_of (const OutpostPreset *preset)
{
  return preset != NULL ? outpost_preset_get_id (preset) : NULL;
}

static void
test_all (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (outpost_preset_get_count (), ==, 63);
  for (guint i = 0; i < outpost_preset_get_count (); i++) {
    const OutpostPreset *preset = outpost_preset_get_nth (i);
    gsize n_servers;
    const OutpostPresetServer *servers = outpost_preset_get_servers (preset, &n_servers);

    g_assert_true (g_hash_table_add (ids, (gpointer) outpost_preset_get_id (preset)));
    g_assert_true (outpost_preset_by_id (outpost_preset_get_id (preset)) == preset);
    g_assert_nonnull (outpost_preset_get_name (preset));
    g_assert_nonnull (outpost_preset_get_operator (preset));
    for (gsize j = 0; j < n_servers; j++) {
      g_autofree char *ascii = outpost_host_to_ascii (servers[j].host, NULL);

      g_assert_cmpstr (ascii, ==, servers[j].host);
      g_assert_cmpuint (servers[j].port, >, 0);
      g_assert_nonnull (outpost_preset_for_server (servers[j].host));
      g_assert_null (outpost_preset_near_host (servers[j].host, NULL));
    }
  }
}

static void
test_lists_are_disjoint (void)
{
  g_autoptr (GHashTable) domains = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) suffixes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < outpost_preset_get_count (); i++) {
    const OutpostPreset *preset = outpost_preset_get_nth (i);

    for (guint j = 0; preset->domains[j] != NULL; j++) {
      g_autofree char *ascii = outpost_host_to_ascii (preset->domains[j], NULL);

      g_assert_cmpstr (ascii, ==, preset->domains[j]);
      g_assert_true (g_hash_table_add (domains, (gpointer) preset->domains[j]));
    }
    for (guint j = 0; preset->mx_suffixes[j] != NULL; j++)
      g_assert_true (g_hash_table_add (suffixes, (gpointer) preset->mx_suffixes[j]));
    for (gsize j = 0; j < preset->n_servers; j++)
      g_assert_true (outpost_preset_owns_host (preset, preset->servers[j].host));
  }
}

static void
test_unconfirmed (void)
{
  static const char * const without_servers[] = { "proton-bridge", "terra", "mailjet" };
  static const char * const without_policy[] = { "resend", "mailtrap", "postmark", "terra" };
  gsize n_servers;

  for (gsize i = 0; i < G_N_ELEMENTS (without_servers); i++) {
    outpost_preset_get_servers (outpost_preset_by_id (without_servers[i]), &n_servers);
    g_assert_cmpuint (n_servers, ==, 0);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (without_policy); i++) {
    const OutpostPreset *preset = outpost_preset_by_id (without_policy[i]);

    g_assert_null (outpost_preset_get_advice (preset));
    g_assert_cmpint (outpost_preset_get_username_form (preset, NULL), ==,
                     OUTPOST_USERNAME_FORM_ISSUED);
  }
  g_assert_null (outpost_preset_for_server ("127.0.0.1"));
  g_assert_null (outpost_preset_for_mx ("mx.yandex.ru"));
}

static void
test_lookups (void)
{
  g_assert_cmpstr (id_of (outpost_preset_for_address ("shop@GMail.com")), ==, "gmail");
  g_assert_cmpstr (id_of (outpost_preset_for_address ("x@hotmail.com")), ==, "outlook-com");
  g_assert_null (outpost_preset_for_address ("x@shop.example"));
  g_assert_null (outpost_preset_for_address ("gmail.com"));
  g_assert_null (outpost_preset_for_address (""));

  g_assert_cmpstr (id_of (outpost_preset_for_mx ("aspmx.l.google.com.")), ==, "google-workspace");
  g_assert_cmpstr (id_of (outpost_preset_for_mx ("mta5.am0.yahoodns.net")), ==, "yahoo");
  g_assert_cmpstr (id_of (outpost_preset_for_mx ("mx-aol.mail.gm0.yahoodns.net")), ==, "aol");
  g_assert_cmpstr (id_of (outpost_preset_for_mx ("x.olc.protection.outlook.com")), ==,
                   "outlook-com");
  g_assert_cmpstr (id_of (outpost_preset_for_mx ("x.mail.protection.outlook.com")), ==,
                   "microsoft-365");
  g_assert_null (outpost_preset_for_mx ("notgoogle.com"));
  g_assert_null (outpost_preset_for_mx ("mx.shop.example"));

  g_assert_cmpstr (id_of (outpost_preset_for_server ("SMTP.gmail.com.")), ==, "gmail");
  g_assert_cmpstr (id_of (outpost_preset_for_server ("smtp.office365.com")), ==, "microsoft-365");
  g_assert_cmpstr (id_of (outpost_preset_for_server ("email-smtp.eu-west-1.amazonaws.com")), ==,
                   "amazon-ses");
  g_assert_null (outpost_preset_for_server (""));
  g_assert_null (outpost_preset_for_server ("mail.shop.example"));

  g_assert_cmpstr (id_of (outpost_preset_for_settings ("smtp.gmail.com", "a@gmail.com")), ==,
                   "gmail");
  g_assert_cmpstr (id_of (outpost_preset_for_settings ("smtp.gmail.com", "a@shop.example")), ==,
                   "google-workspace");
  g_assert_cmpstr (id_of (outpost_preset_for_settings ("smtp.office365.com", "a@hotmail.com")), ==,
                   "outlook-com");
  g_assert_cmpstr (id_of (outpost_preset_for_settings ("smtp.office365.com", "a@b.example")), ==,
                   "microsoft-365");
  g_assert_null (outpost_preset_for_settings ("mail.shop.example", "a@gmail.com"));
  g_assert_cmpstr (id_of (outpost_preset_for_settings ("", "a@gmail.com")), ==, "gmail");
}

static void
test_near_hosts (void)
{
  static const struct {
    const char          *typed;
    const char          *meant;
    OutpostHostLikeness  likeness;
  } cases[] = {
    { "smpt.gmail.com", "smtp.gmail.com", OUTPOST_HOST_LIKENESS_MISSPELT },
    { "smtp.gmail.com", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "stmp.gmail.com", "smtp.gmail.com", OUTPOST_HOST_LIKENESS_MISSPELT },
    { "smtp.mial.yahoo.com", "smtp.mail.yahoo.com", OUTPOST_HOST_LIKENESS_MISSPELT },
    { "smtp.gmial.com", "smtp.gmail.com", OUTPOST_HOST_LIKENESS_SIMILAR },
    { "smtp.gmail.co", "smtp.gmail.com", OUTPOST_HOST_LIKENESS_SIMILAR },
    { "smtpgmail.com", "smtp.gmail.com", OUTPOST_HOST_LIKENESS_SIMILAR },
    { "smtp.office356.com", "smtp.office365.com", OUTPOST_HOST_LIKENESS_SIMILAR },
    { "smpt.google.com", "smtp.gmail.com", OUTPOST_HOST_LIKENESS_MISSPELT },
    { "smtp.google.com", "smtp.gmail.com", OUTPOST_HOST_LIKENESS_WRONG },
    /* Real hosts, or names that may well be: */
    { "smtp.aruba.it", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "mail2.your-server.de", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "email-smtp.us-east-2.amazonaws.com", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "smtp.op.pl", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "mail.gmx.com", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "imap.gmail.com", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "smtp.hmail.com", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "mail.shop.example", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "127.0.0.1", NULL, OUTPOST_HOST_LIKENESS_NONE },
    { "not a host", NULL, OUTPOST_HOST_LIKENESS_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    OutpostHostLikeness likeness = OUTPOST_HOST_LIKENESS_WRONG;

    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (outpost_preset_near_host (cases[i].typed, &likeness), ==, cases[i].meant);
    g_assert_cmpint (likeness, ==, cases[i].likeness);
  }
}

static void
test_near_domains (void)
{
  g_assert_cmpstr (outpost_preset_near_domain ("gmial.com"), ==, "gmail.com");
  g_assert_cmpstr (outpost_preset_near_domain ("gmail.co"), ==, "gmail.com");
  g_assert_cmpstr (outpost_preset_near_domain ("hotmial.com"), ==, "hotmail.com");
  g_assert_cmpstr (outpost_preset_near_domain ("yaho.com"), ==, "yahoo.com");
  g_assert_null (outpost_preset_near_domain ("gmail.com"));
  g_assert_null (outpost_preset_near_domain ("ymail.com"));
  g_assert_null (outpost_preset_near_domain ("gmx.fi"));
  g_assert_null (outpost_preset_near_domain ("wen.de"));
  g_assert_null (outpost_preset_near_domain ("shop.example"));
}

static void
test_same_mailbox (void)
{
  const OutpostPreset *gmail = outpost_preset_by_id ("gmail");
  const OutpostPreset *workspace = outpost_preset_by_id ("google-workspace");
  const OutpostPreset *gmx = outpost_preset_by_id ("gmx");

  g_assert_true (outpost_preset_same_mailbox (gmail, "test.mail@gmail.com", "testmail@gmail.com"));
  g_assert_true (outpost_preset_same_mailbox (gmail, "shop+a@gmail.com", "s.h.o.p@googlemail.com"));
  g_assert_true (outpost_preset_same_mailbox (gmail, "Shop@gmail.com", "shop@GMAIL.com"));
  g_assert_false (outpost_preset_same_mailbox (gmail, "shop@gmail.com", "shap@gmail.com"));
  g_assert_false (outpost_preset_same_mailbox (gmail, "a.b@shop.example", "ab@shop.example"));
  g_assert_false (outpost_preset_same_mailbox (workspace, "a.b@shop.example", "ab@shop.example"));
  g_assert_true (outpost_preset_same_mailbox (workspace, "ab+x@shop.example", "ab@shop.example"));
  g_assert_false (outpost_preset_same_mailbox (gmx, "a.b@gmx.de", "ab@gmx.de"));
  g_assert_false (outpost_preset_same_mailbox (gmx, "ab+x@gmx.de", "ab@gmx.de"));
  g_assert_false (outpost_preset_same_mailbox (gmx, "ab@gmx.de", "ab@gmx.net"));
  g_assert_true (outpost_preset_same_mailbox (NULL, "ab@Shop.example", "ab@shop.EXAMPLE"));
  g_assert_true (outpost_preset_same_mailbox (NULL, "ab@bücher.example",
                                              "ab@xn--bcher-kva.example"));
  g_assert_false (outpost_preset_same_mailbox (NULL, "Ab@shop.example", "ab@shop.example"));
  g_assert_false (outpost_preset_same_mailbox (gmail, "gmail.com", "gmail.com"));
}

static void
test_usernames (void)
{
  static const char * const cases[][3] = {
    { "gmail", "shop@gmail.com", "shop@gmail.com" },
    { "web-de", "shop@web.de", "shop" },
    { "sendgrid", "a@shop.example", "apikey" },
    { "amazon-ses", "a@shop.example", NULL },
    { "gmail", "shop", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *username =
      outpost_preset_dup_username (outpost_preset_by_id (cases[i][0]), cases[i][1]);

    g_assert_cmpstr (username, ==, cases[i][2]);
  }
}

static void
test_families (void)
{
  static const char * const cases[][2] = {
    { "gmail", "google" }, { "google-workspace", "google" }, { "aol", "yahoo" },
    { "yahoo", "yahoo" }, { "outlook-com", "microsoft" }, { "microsoft-365", "microsoft" },
    { "yandex", "yandex" }, { "mail-ru", "mail.ru" }, { "gmx", "gmx" }, { "qq", "qq" },
    { "netease-163", "netease" }, { "yahoo-jp", NULL }, { "strato", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (outpost_preset_get_family (outpost_preset_by_id (cases[i][0])), ==,
                     cases[i][1]);
}

/* What the panel guide's readers have to be told instead of what it says. */
static void
test_guide (void)
{
  static const char * const ids[] = {
    "gmail", "google-workspace", "aol", "yahoo", "outlook-com", "microsoft-365",
  };
  const OutpostAdvice *advice;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    const OutpostPreset *preset = outpost_preset_by_id (ids[i]);

    advice = outpost_preset_get_advice (preset);
    g_test_message ("%s", ids[i]);
    g_assert_nonnull (advice);
    g_assert_nonnull (advice->button);
    g_assert_true (g_str_has_prefix (advice->url, "https://"));
    g_assert_true (g_str_has_suffix (advice->text, " As of November 2026."));
    g_assert_cmpint (advice->blocks, ==, !outpost_preset_allows_password (preset));
    g_assert_cmpint (advice->blocks, ==, g_str_equal (ids[i], "outlook-com"));
    g_assert_cmpint (outpost_preset_wants_app_password (preset), ==, i < 4);
  }

  advice = outpost_preset_get_advice (outpost_preset_by_id ("gmail"));
  g_assert_cmpstr (advice->title, ==, "Gmail wants an app password");
  g_assert_cmpstr (advice->text, ==,
                   "The password of the Google account itself is refused. Turn on 2-Step "
                   "Verification, then create an app password. As of November 2026.");
  g_assert_cmpstr (advice->button, ==, "Create One");
  g_assert_cmpstr (advice->url, ==, "https://myaccount.google.com/apppasswords");
}

static void
test_advice_texts (void)
{
  static const char * const forbidden[] = { "please", "invalid", "failed to", "!", "'", "\"" };

  for (guint i = 0; i < outpost_preset_get_count (); i++) {
    const OutpostAdvice *advice = outpost_preset_get_advice (outpost_preset_get_nth (i));

    if (advice == NULL)
      continue;
    g_test_message ("%s / %s [%s] %s", advice->title, advice->text, advice->button, advice->url);
    g_assert_true (g_str_has_suffix (advice->text, "."));
    g_assert_false (g_str_has_suffix (advice->title, "."));
    g_assert_cmpint (advice->button == NULL, ==, advice->url == NULL);
    for (gsize j = 0; j < G_N_ELEMENTS (forbidden); j++) {
      g_autofree char *text = g_ascii_strdown (advice->text, -1);

      g_assert_null (strstr (text, forbidden[j]));
      g_assert_null (strstr (advice->title, forbidden[j]));
    }
  }
  g_assert_null (outpost_preset_get_advice (outpost_preset_by_id ("strato")));
}

static void
test_tidy_password (void)
{
  static const char * const cases[][3] = {
    { "gmail", "abcd efgh ijkl mnop", "abcdefghijklmnop" },
    { "gmail", " abcdefghijklmnop ", "abcdefghijklmnop" },
    { "gmail", "abcd efgh ijkl mno", "abcd efgh ijkl mno" },
    { "gmail", "abcd efgh ijkl mno1", "abcd efgh ijkl mno1" },
    { "gmail", " secret ", " secret " },
    { "gmx", "abcd efgh ijkl mnop", "abcd efgh ijkl mnop" },
    { NULL, " abcd ", " abcd " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OutpostSecret) typed = outpost_secret_new (cases[i][1], -1);
    g_autoptr (OutpostSecret) tidy = outpost_preset_tidy_password (
      cases[i][0] != NULL ? outpost_preset_by_id (cases[i][0]) : NULL, typed);

    g_assert_cmpstr (outpost_secret_get_text (tidy), ==, cases[i][2]);
  }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/preset/all", test_all);
  g_test_add_func ("/preset/lists-are-disjoint", test_lists_are_disjoint);
  g_test_add_func ("/preset/unconfirmed", test_unconfirmed);
  g_test_add_func ("/preset/lookups", test_lookups);
  g_test_add_func ("/preset/near-hosts", test_near_hosts);
  g_test_add_func ("/preset/near-domains", test_near_domains);
  g_test_add_func ("/preset/same-mailbox", test_same_mailbox);
  g_test_add_func ("/preset/usernames", test_usernames);
  g_test_add_func ("/preset/families", test_families);
  g_test_add_func ("/preset/guide", test_guide);
  g_test_add_func ("/preset/advice-texts", test_advice_texts);
  g_test_add_func ("/preset/tidy-password", test_tidy_password);

  return g_test_run ();
}
