/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-autoconfig.h"

#define ADDRESS "anna.b@shop.example"

/* A document around some servers. */
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">" \
             "<emailProvider id=\"shop.example\">"
#define TAIL "</emailProvider></clientConfig>"
#define SERVER(host, port, mode, rest) \
  "<outgoingServer type=\"smtp\"><hostname>" host "</hostname><port>" port "</port>" \
  "<socketType>" mode "</socketType>" rest "</outgoingServer>"
#define CLEARTEXT "<authentication>password-cleartext</authentication>"
#define USERNAME "<username>%EMAILADDRESS%</username>"

static OutpostAutoconfig *
parse_as (const char               *document,
          OutpostAutoconfigOrigin   origin,
          GError                  **error)
{
  return outpost_autoconfig_parse (document, strlen (document), ADDRESS, origin, error);
}

static OutpostAutoconfig *
parse (const char  *document,
       GError     **error)
{
  return parse_as (document, OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, error);
}

static const OutpostAutoconfigServer *
get_server (OutpostAutoconfig *config,
            guint              nth)
{
  g_assert_nonnull (config);
  g_assert_cmpuint (nth, <, config->servers->len);
  return g_ptr_array_index (config->servers, nth);
}

static void
assert_refused (const char              *document,
                OutpostAutoconfigOrigin  origin,
                OutpostAutoconfigError   code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse_as (document, origin, &error));
  g_assert_error (error, OUTPOST_AUTOCONFIG_ERROR, (int) code);
}

/* The draft's own example, shortened: section 4, with what Outpost has no use for. */
static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostAutoconfig) config = parse (
    HEAD
    "<domain>shop.example</domain><domain purpose=\"mx\">mx.example</domain>"
    "<displayName>Shop &amp; Söhne</displayName><displayShortName>Shop</displayShortName>"
    "<incomingServer type=\"imap\"><hostname>imap.shop.example</hostname><port>993</port>"
    "<socketType>SSL</socketType><username>x</username>" CLEARTEXT "</incomingServer>"
    SERVER ("smtp.%EMAILDOMAIN%", "465", "SSL", USERNAME CLEARTEXT "<password>x</password>")
    SERVER ("smtp.shop.example", " 587\n", "STARTTLS",
            "<username>%EMAILLOCALPART%</username>"
            "<authentication>password-encrypted</authentication>" CLEARTEXT)
    "<documentation url=\"https://shop.example/help\"><descr lang=\"en\">Help</descr>"
    "</documentation>"
    "<!-- a remark --><unknown><deep/></unknown>"
    TAIL, &error);
  const OutpostAutoconfigServer *server;

  g_assert_no_error (error);
  g_assert_cmpstr (config->provider, ==, "Shop & Söhne");
  g_assert_null (config->help_url);
  g_assert_cmpuint (config->servers->len, ==, 2);
  server = get_server (config, 0);
  g_assert_cmpstr (server->host, ==, "smtp.shop.example");
  g_assert_cmpuint (server->port, ==, 465);
  g_assert_cmpint (server->security, ==, OUTPOST_SMTP_SECURITY_TLS);
  g_assert_cmpint (server->sign_in, ==, OUTPOST_SIGN_IN_PASSWORD);
  g_assert_cmpstr (server->username, ==, ADDRESS);
  server = get_server (config, 1);
  g_assert_cmpuint (server->port, ==, 587);
  g_assert_cmpint (server->security, ==, OUTPOST_SMTP_SECURITY_STARTTLS);
  g_assert_cmpstr (server->username, ==, "anna.b");
}

/* The rest of the document stays when one server cannot be used. */
static void
test_left_out (void)
{
  static const char * const servers[] = {
    SERVER ("a.example", "465", "SSL", USERNAME),                     /* no way to sign in */
    SERVER ("a.example", "", "SSL", USERNAME CLEARTEXT),
    SERVER ("a.example", "0", "SSL", USERNAME CLEARTEXT),
    SERVER ("a.example", "65536", "SSL", USERNAME CLEARTEXT),
    SERVER ("a.example", "465 587", "SSL", USERNAME CLEARTEXT),
    SERVER ("a.example", "25", "STARTTLS", USERNAME CLEARTEXT),
    SERVER ("a.example", "587", "plain", USERNAME CLEARTEXT),
    SERVER ("127.0.0.1", "587", "plain", USERNAME CLEARTEXT),
    SERVER ("a.example", "587", "opportunistic", USERNAME CLEARTEXT),
    SERVER ("", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("a_b.example", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("a.example:465", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("smtps://a.example", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("a.example\nb", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("127.0.0.1", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("[::1]", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("10.0.0.1", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("::ffff:10.0.0.1", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("localhost", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("mail", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("mail.corp.internal", "465", "SSL", USERNAME CLEARTEXT),
    SERVER ("a.example", "465", "SSL", USERNAME "<authentication>NTLM</authentication>"),
    SERVER ("a.example", "465", "SSL", USERNAME "<authentication>OAuth2</authentication>"),
    SERVER ("a.example", "465", "SSL", USERNAME "<authentication>smtp-after-pop</authentication>"),
    SERVER ("a.example", "465", "SSL",
            USERNAME "<authentication system=\"sasl\">CRAM-MD5</authentication>"),
    SERVER ("a.example", "465", "SSL", "<username>a&#10;b</username>" CLEARTEXT),
    SERVER ("a.example", "465", "SSL", "<username>a&#x202e;b</username>" CLEARTEXT),
    SERVER ("a.example", "465", "SSL", "<username>%REALNAME%</username>" CLEARTEXT),
    SERVER ("a.example", "465", "SSL", "<username></username>" CLEARTEXT),
    "<outgoingServer type=\"x\"><hostname>a.example</hostname></outgoingServer>",
    "<outgoingServer/>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++) {
    g_autofree char *alone = g_strconcat (HEAD, servers[i], TAIL, NULL);
    g_autofree char *with_other =
      g_strconcat (HEAD, servers[i], SERVER ("b.example", "465", "SSL", USERNAME CLEARTEXT), TAIL,
                   NULL);
    g_autoptr (OutpostAutoconfig) config = parse (with_other, NULL);

    g_test_message ("server %" G_GSIZE_FORMAT, i);
    assert_refused (alone, OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, OUTPOST_AUTOCONFIG_ERROR_NO_SERVER);
    g_assert_cmpstr (get_server (config, 0)->host, ==, "b.example");
    g_assert_cmpuint (config->servers->len, ==, 1);
  }
}

/* A name is looked up by whoever serves it: the part before the @ must not get into one. */
static void
test_address_stays (void)
{
  assert_refused (HEAD SERVER ("%EMAILLOCALPART%.shop.example", "465", "SSL", USERNAME CLEARTEXT)
                  TAIL, OUTPOST_AUTOCONFIG_ORIGIN_ADMIN, OUTPOST_AUTOCONFIG_ERROR_NO_SERVER);
  assert_refused (HEAD SERVER ("%EMAILADDRESS%", "465", "SSL", USERNAME CLEARTEXT)
                  TAIL, OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, OUTPOST_AUTOCONFIG_ERROR_NO_SERVER);
}

/* What a placeholder stands for is not read again. */
static void
test_placeholders_once (void)
{
  static const char document[] =
    HEAD SERVER ("a.example", "465", "SSL", "<username>%EMAILLOCALPART%/%EMAILDOMAIN%</username>"
                 CLEARTEXT) TAIL;
  g_autoptr (OutpostAutoconfig) config =
    outpost_autoconfig_parse (document, strlen (document), "%EMAILDOMAIN%@bücher.example",
                              OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, NULL);

  g_assert_cmpstr (get_server (config, 0)->username, ==, "%EMAILDOMAIN%/bücher.example");
}

static void
test_international (void)
{
  static const char document[] =
    HEAD SERVER ("smtp.%EMAILDOMAIN%", "465", "SSL", USERNAME CLEARTEXT) TAIL;
  g_autoptr (OutpostAutoconfig) config =
    outpost_autoconfig_parse (document, strlen (document), "a@bücher.example",
                              OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, NULL);

  g_assert_cmpstr (get_server (config, 0)->host, ==, "smtp.xn--bcher-kva.example");
  g_assert_cmpstr (get_server (config, 0)->username, ==, "a@bücher.example");
}

static OutpostSignIn
judge_methods (const char              *host,
               const char              *methods,
               OutpostAutoconfigOrigin  origin)
{
  g_autofree char *document =
    g_strconcat (HEAD "<outgoingServer type=\"smtp\"><hostname>", host,
                 "</hostname><port>465</port><socketType>SSL</socketType>", methods,
                 "</outgoingServer>" TAIL, NULL);
  g_autoptr (OutpostAutoconfig) config = parse_as (document, origin, NULL);

  return get_server (config, 0)->sign_in;
}

static void
test_methods (void)
{
  static const char tokens_first[] = "<authentication>OAuth2</authentication>" CLEARTEXT;
  static const char tokens[] = "<authentication>OAuth2</authentication>";
  const OutpostAutoconfigOrigin network = OUTPOST_AUTOCONFIG_ORIGIN_NETWORK;

  g_assert_cmpint (judge_methods ("a.example", "<authentication>GSSAPI</authentication>" CLEARTEXT,
                                  network), ==, OUTPOST_SIGN_IN_PASSWORD);
  g_assert_cmpint (judge_methods ("a.example", "<authentication>none</authentication>" CLEARTEXT,
                                  network), ==, OUTPOST_SIGN_IN_NONE);
  g_assert_cmpint (judge_methods ("a.example", "<authentication>TLS-client-cert</authentication>",
                                  network), ==, OUTPOST_SIGN_IN_CERTIFICATE);
  g_assert_cmpint (judge_methods ("a.example",
                                  "<authentication system=\"sasl\">SCRAM-SHA-256</authentication>",
                                  network), ==, OUTPOST_SIGN_IN_PASSWORD);
  g_assert_cmpint (judge_methods ("a.example", "<authentication>plain</authentication>", network),
                   ==, OUTPOST_SIGN_IN_PASSWORD);

  /* Tokens: only of issuers that the program knows, and where nothing else is offered. */
  g_assert_cmpint (judge_methods ("a.example", tokens_first, network), ==,
                   OUTPOST_SIGN_IN_PASSWORD);
  g_assert_cmpint (judge_methods ("smtp.gmail.com", tokens_first, network), ==,
                   OUTPOST_SIGN_IN_PASSWORD);
  g_assert_cmpint (judge_methods ("smtp.gmail.com", tokens, network), ==, OUTPOST_SIGN_IN_OAUTH2);
  g_assert_cmpint (judge_methods ("a.example", tokens, OUTPOST_AUTOCONFIG_ORIGIN_ADMIN), ==,
                   OUTPOST_SIGN_IN_OAUTH2);
}

static void
test_local_files (void)
{
  static const char document[] =
    HEAD SERVER ("127.0.0.1", "25", "plain", CLEARTEXT)
    "<documentation url=\"http://shop.example/clear\"/>"
    "<documentation url=\"https://shop.example/help\"/>" TAIL;
  g_autoptr (OutpostAutoconfig) admin =
    parse_as (document, OUTPOST_AUTOCONFIG_ORIGIN_ADMIN, NULL);
  g_autoptr (OutpostAutoconfig) user = parse_as (document, OUTPOST_AUTOCONFIG_ORIGIN_USER, NULL);

  g_assert_cmpint (get_server (admin, 0)->security, ==, OUTPOST_SMTP_SECURITY_NONE);
  g_assert_cmpuint (get_server (admin, 0)->port, ==, 25);
  g_assert_null (get_server (admin, 0)->username);
  g_assert_cmpstr (admin->help_url, ==, "https://shop.example/help");
  g_assert_cmpuint (user->servers->len, ==, 1);
  g_assert_null (user->help_url);

  /* Off the loopback not even the administrator sends a password in the clear. */
  assert_refused (HEAD SERVER ("mail.corp.internal", "587", "plain", CLEARTEXT) TAIL,
                  OUTPOST_AUTOCONFIG_ORIGIN_ADMIN, OUTPOST_AUTOCONFIG_ERROR_NO_SERVER);
}

/* In a network whose domain is local, so are its servers. */
static void
test_local_domain (void)
{
  static const char document[] =
    HEAD SERVER ("10.0.0.1", "465", "SSL", CLEARTEXT)
    SERVER ("mail.corp.internal", "465", "SSL", CLEARTEXT) TAIL;
  g_autoptr (OutpostAutoconfig) config =
    outpost_autoconfig_parse (document, strlen (document), "a@corp.internal",
                              OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, NULL);

  g_assert_nonnull (config);
  g_assert_cmpuint (config->servers->len, ==, 2);
}

static void
test_first_provider_only (void)
{
  g_autoptr (OutpostAutoconfig) config = parse (
    "<clientConfig version=\"9\">"
    "<elsewhere>" SERVER ("x.example", "465", "SSL", CLEARTEXT) "</elsewhere>"
    "<emailProvider>" SERVER ("a.example", "465", "SSL", CLEARTEXT) "</emailProvider>"
    "<emailProvider>" SERVER ("b.example", "465", "SSL", CLEARTEXT) "</emailProvider>"
    "</clientConfig>", NULL);

  g_assert_cmpstr (get_server (config, 0)->host, ==, "a.example");
  g_assert_cmpuint (config->servers->len, ==, 1);
}

static void
test_editors_mark (void)
{
  g_autoptr (OutpostAutoconfig) config =
    parse ("\xEF\xBB\xBF" HEAD SERVER ("a.example", "465", "SSL", CLEARTEXT) TAIL, NULL);

  g_assert_nonnull (config);
}

static void
test_entity_bomb (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (
    "<?xml version=\"1.0\"?><!DOCTYPE bomb [<!ENTITY a \"aaaaaaaaaa\">"
    "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
    "]><clientConfig><emailProvider><displayName>&c;</displayName>" TAIL, &error));
  g_assert_error (error, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_MALFORMED);
  g_clear_error (&error);

  g_assert_null (parse (
    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
    "<clientConfig><emailProvider><displayName>&e;</displayName>" TAIL, &error));
  g_assert_error (error, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_MALFORMED);
}

static void
test_too_large (void)
{
  g_autofree char *filling = g_strnfill (OUTPOST_AUTOCONFIG_MAX_OCTETS, ' ');
  g_autofree char *document =
    g_strconcat (HEAD SERVER ("a.example", "465", "SSL", CLEARTEXT), filling, TAIL, NULL);

  assert_refused (document, OUTPOST_AUTOCONFIG_ORIGIN_ADMIN, OUTPOST_AUTOCONFIG_ERROR_TOO_LARGE);
}

static void
test_too_deep (void)
{
  g_autoptr (GString) document = g_string_new ("<clientConfig>");

  for (int i = 0; i < 1000; i++)
    g_string_append (document, "<a>");
  assert_refused (document->str, OUTPOST_AUTOCONFIG_ORIGIN_NETWORK,
                  OUTPOST_AUTOCONFIG_ERROR_TOO_DEEP);
}

static void
test_many_servers (void)
{
  g_autoptr (GString) document = g_string_new (HEAD);
  g_autoptr (OutpostAutoconfig) config = NULL;

  for (int i = 0; i < 300; i++)
    g_string_append_printf (document, SERVER ("a%d.example", "465", "SSL", CLEARTEXT), i);
  g_string_append (document, TAIL);
  config = parse (document->str, NULL);
  g_assert_cmpuint (config->servers->len, ==, 16);
  g_assert_cmpstr (get_server (config, 0)->host, ==, "a0.example");
}

static void
test_no_settings (void)
{
  static const struct {
    const char             *document;
    OutpostAutoconfigError  code;
  } cases[] = {
    { "", OUTPOST_AUTOCONFIG_ERROR_MALFORMED },
    { "not found", OUTPOST_AUTOCONFIG_ERROR_MALFORMED },
    { "{\"a\": 1}", OUTPOST_AUTOCONFIG_ERROR_MALFORMED },
    { "<!doctype html><html><head><meta charset=utf-8>", OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS },
    { "\n<!DOCTYPE HTML><html lang=en>", OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS },
    { "<HTML lang=en>", OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS },
    { "<rss/>", OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS },
    { "<clientConfig>", OUTPOST_AUTOCONFIG_ERROR_MALFORMED },
    { "<clientConfig/>", OUTPOST_AUTOCONFIG_ERROR_NO_SERVER },
    { "<clientConfig><emailProvider></clientConfig>", OUTPOST_AUTOCONFIG_ERROR_MALFORMED },
    /* Not UTF-8. */
    { HEAD "<displayName>S\xF6hne</displayName>" TAIL, OUTPOST_AUTOCONFIG_ERROR_MALFORMED },
    { "\xFF\xFE<", OUTPOST_AUTOCONFIG_ERROR_MALFORMED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("document %" G_GSIZE_FORMAT, i);
    assert_refused (cases[i].document, OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, cases[i].code);
  }
}

/* A document cut anywhere, and with each octet replaced, is read or refused and nothing else. */
static void
test_damaged (void)
{
  static const char whole[] =
    HEAD "<displayName>Shop</displayName>"
    SERVER ("smtp.%EMAILDOMAIN%", "465", "SSL", USERNAME CLEARTEXT) TAIL;
  static const char octets[] = { '\0', '<', '>', '&', '%', '"', '\x80', '\xFF' };

  for (gsize i = 0; i < sizeof whole; i++) {
    g_autofree char *cut = g_memdup2 (whole, i + 1);

    outpost_autoconfig_free (outpost_autoconfig_parse (cut, i, ADDRESS,
                                                       OUTPOST_AUTOCONFIG_ORIGIN_ADMIN, NULL));
    for (gsize j = 0; j < sizeof octets; j++) {
      g_autofree char *damaged = g_memdup2 (whole, sizeof whole);

      damaged[i] = octets[j];
      outpost_autoconfig_free (outpost_autoconfig_parse (damaged, sizeof whole - 1, ADDRESS,
                                                         OUTPOST_AUTOCONFIG_ORIGIN_NETWORK, NULL));
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/autoconfig/whole", test_whole);
  g_test_add_func ("/autoconfig/left-out", test_left_out);
  g_test_add_func ("/autoconfig/address-stays", test_address_stays);
  g_test_add_func ("/autoconfig/placeholders-once", test_placeholders_once);
  g_test_add_func ("/autoconfig/international", test_international);
  g_test_add_func ("/autoconfig/methods", test_methods);
  g_test_add_func ("/autoconfig/local-files", test_local_files);
  g_test_add_func ("/autoconfig/local-domain", test_local_domain);
  g_test_add_func ("/autoconfig/first-provider-only", test_first_provider_only);
  g_test_add_func ("/autoconfig/editors-mark", test_editors_mark);
  g_test_add_func ("/autoconfig/entity-bomb", test_entity_bomb);
  g_test_add_func ("/autoconfig/too-large", test_too_large);
  g_test_add_func ("/autoconfig/too-deep", test_too_deep);
  g_test_add_func ("/autoconfig/many-servers", test_many_servers);
  g_test_add_func ("/autoconfig/no-settings", test_no_settings);
  g_test_add_func ("/autoconfig/damaged", test_damaged);

  return g_test_run ();
}
