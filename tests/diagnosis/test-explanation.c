/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "outpost-explanation.h"

static GPtrArray *
explain (const char *text,
         const char *provider)
{
  return outpost_explain (text, strlen (text), provider);
}

static const OutpostExplanation *
nth (GPtrArray *explanations,
     guint      n)
{
  g_assert_cmpuint (explanations->len, >, n);
  return g_ptr_array_index (explanations, n);
}

/* As people paste them: from a server, a program, a log. */
static void
test_replies (void)
{
  static const struct { const char *text, *provider, *family, *id, *reply; } cases[] = {
    { "535-5.7.8 Username and Password not accepted. For more information, go to\n"
      "535 5.7.8  https://support.google.com/mail/?p=BadCredentials a1-20020a17090 - gsmtp",
      NULL, "google", "google-bad-credentials", "535 5.7.8" },
    { "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0PR01.eurprd01.prod.outlook.com]')",
      NULL, "microsoft", "ms-basic-disabled", "535" },
    { "550 5.7.60 SMTP; Client does not have permissions to send as this sender [AM0PR01.eurprd01.prod.outlook.com]",
      NULL, "microsoft", "ms-send-as", "550 5.7.60" },
    { "554 5.2.252 SendAsDenied; a@shop.example not allowed to send as b@shop.example",
      NULL, "microsoft", "ms-send-as-554", "554 5.2.252" },
    { "535 5.7.0 (#AUTH005) Too many bad auth attempts.", NULL, "yahoo", "yahoo-bad-attempts", "535 5.7.0" },
    { "535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external",
      NULL, "mail.ru", "mailru-app-password", "535 5.7.0" },
    { "535 5.7.8 Error: authentication failed: Invalid user or password!", NULL, NULL, "auth-credentials", "535 5.7.8" },
    { "535 5.7.8 Error: authentication failed: Invalid user or password!", "yandex", "yandex", "yandex-auth", "535 5.7.8" },
    { "535 Authentication credentials invalid", "gmx-com", "gmx", "gmx-auth", "535" },
    { "535 Authentication credentials invalid", "amazon-ses", "amazon-ses", "ses-auth", "535" },
    { "Nov 23 10:00:00 host postfix/smtp[1]: ABC: to=<a@gmail.com>, relay=mail.shop.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mail.shop.example[192.0.2.1] said: 550 5.1.1 <a@gmail.com>: Recipient address rejected: User unknown (in reply to RCPT TO command))",
      NULL, NULL, "bad-recipient", "550 5.1.1" },
    { "<a@shop.example>: Relay access denied (554 5.7.1, in reply to RCPT TO command)", NULL, NULL, "class-7", "554 5.7.1" },
    { "The server said: 554 5.7.1 <a@shop.example>: Relay access denied", NULL, NULL, "relay-denied", "554 5.7.1" },
    { "Expected response code 250 but got code \"530\", with message \"530 5.7.0 Must issue a STARTTLS command first. gsmtp\"",
      NULL, "google", "google-starttls", "530 5.7.0" },
    { "220 mail.example ESMTP\n250 OK\n454 4.7.0 Temporary authentication failure: Connection lost",
      NULL, NULL, "auth-temp", "454 4.7.0" },
    { "235 2.7.0 Accepted", NULL, NULL, "auth-ok", "235 2.7.0" },
    { "250 2.0.0 Ok: queued as ABC", NULL, NULL, "accepted", "250 2.0.0" },
    { "554 mail.example No SMTP service here", NULL, NULL, "no-service", "554" },
    { "status: 5.2.2", NULL, NULL, "mailbox-full", "550 5.2.2" },
    { "334 eyJzdGF0dXMiOiI0MDAifQ==", "gmail", "google", "google-oauth-334", "334" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) found = explain (cases[i].text, cases[i].provider);
    const OutpostExplanation *first = nth (found, 0);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpuint (found->len, ==, 1);
    g_assert_cmpstr (first->diagnosis->id, ==, cases[i].id);
    g_assert_cmpstr (first->family, ==, cases[i].family);
    g_assert_cmpstr (first->diagnosis->code_text, ==, cases[i].reply);
    g_assert_cmpint (first->kind, ==, OUTPOST_EXPLANATION_REPLY);
    g_assert_true ((first->family == NULL) == (first->provider_source == OUTPOST_PROVIDER_SOURCE_NONE));
  }
}

/* Numbers that are no codes, versions that are no status. */
static void
test_nothing (void)
{
  static const char * const texts[] = {
    "", "Hello", "Use port 587 with STARTTLS or 465.", "Thunderbird 5.2.1 on 192.0.2.55",
    "We have 550 users and 421 mailboxes.", "4.4.1", "\x01\xff\xfe", "999 9.9.9 no",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) found = explain (texts[i], NULL);

    g_test_message ("text %" G_GSIZE_FORMAT, i);
    g_assert_cmpuint (found->len, ==, 0);
  }
}

static void
test_words (void)
{
  g_autoptr (GPtrArray) found = explain ("550-5.1.1 The account does\r\n550-5.1.1 not exist.\r\n"
                                         "550 5.1.1 Look again.\r\n221 2.0.0 Bye\r\n", NULL);

  g_assert_cmpstr (nth (found, 0)->diagnosis->server_words, ==,
                   "The account does\n not exist.\n Look again.");
}

static void
test_notice (void)
{
  static const char text[] =
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\n\nSee https://support.google.com/mail/answer/6596 about it.\n"
    "--b\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; googlemail.com\n\n"
    "Final-Recipient: rfc822; a@shop.example\n"
    "Action: failed\nStatus: 5.1.1\n"
    "Remote-MTA: dns; mail.shop.example\n"
    "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
    "Final-Recipient: rfc822; b@yahoo.com\n"
    "Action: delayed\nStatus: 4.7.0\n"
    "Remote-MTA: dns; mta5.am0.yahoodns.net\n"
    "Diagnostic-Code: smtp; 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred\n\n"
    "Final-Recipient: rfc822; c@shop.example\n"
    "Action: failed\nStatus: 5.2.2\n\n"
    "--b--\n";
  g_autoptr (GPtrArray) found = explain (text, NULL);

  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpint (nth (found, 0)->kind, ==, OUTPOST_EXPLANATION_NOTICE);
  g_assert_cmpstr (nth (found, 0)->recipient, ==, "a@shop.example");
  g_assert_cmpstr (nth (found, 0)->diagnosis->id, ==, "bad-recipient");
  g_assert_null (nth (found, 0)->family);
  g_assert_cmpstr (nth (found, 1)->action, ==, "delayed");
  g_assert_cmpstr (nth (found, 1)->diagnosis->id, ==, "yahoo-tss");
  g_assert_cmpint (nth (found, 1)->provider_source, ==, OUTPOST_PROVIDER_SOURCE_SERVER);
  g_assert_true (nth (found, 1)->diagnosis->temporary);
  g_assert_cmpstr (nth (found, 2)->diagnosis->id, ==, "mailbox-full");
}

/* What the old panel showed, and what its guide advised. */
static void
test_old_advice (void)
{
  static const char panel[] =
    "Failed to authenticate on SMTP server with username \"a\" using 2 possible authenticators. "
    "Authenticator LOGIN returned Expected response code 235 but got code \"535\", with message "
    "\"535-5.7.8 Username and Password not accepted. 535 5.7.8 https://support.google.com/mail/?p=BadCredentials\"";
  static const char guide[] =
    "It is important that the password begins and ends with letters. Disable 2-Step Verification. "
    "Fill in your user name (part of email BEFORE @). Just remove the dots in your email address. "
    "Sometimes mail does not go through smpt.google.com. Allow insecure apps, then follow "
    "https://accounts.google.com/UnlockCaptcha";
  static const char * const ids[] = {
    "advice-two-step", "advice-less-secure", "advice-unlock-captcha", "advice-password-letters",
    "advice-local-part", "advice-dots", "advice-wrong-host",
  };
  g_autoptr (GPtrArray) shown = explain (panel, NULL);
  g_autoptr (GPtrArray) advised = explain (guide, NULL);

  g_assert_cmpuint (shown->len, ==, 2);
  g_assert_cmpstr (nth (shown, 0)->diagnosis->id, ==, "google-bad-credentials");
  g_assert_cmpstr (nth (shown, 1)->diagnosis->id, ==, "multi-mech-failed");
  g_assert_cmpuint (advised->len, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < advised->len; i++)
    g_assert_cmpstr (nth (advised, i)->diagnosis->id, ==, ids[i]);
}

static void
test_provider (void)
{
  g_assert_true (outpost_explanation_knows_provider ("gmail"));
  g_assert_true (outpost_explanation_knows_provider ("google"));
  g_assert_false (outpost_explanation_knows_provider ("nobody"));
}

static void
test_json (void)
{
  g_autoptr (GPtrArray) found = explain ("535 5.7.8 no\xff", "yandex");
  g_autofree char *text = outpost_explanations_to_json (found);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *first;

  g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (root, "schema_version"), ==, 1);
  first = json_array_get_object_element (json_object_get_array_member (root, "explanations"), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "kind"), ==, "reply");
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, "auth-credentials");
  g_assert_cmpstr (json_object_get_string_member (first, "provider"), ==, "yandex");
  g_assert_cmpstr (json_object_get_string_member (first, "provider_from"), ==, "given");
  g_assert_cmpstr (json_object_get_string_member (first, "stage"), ==, "sign-in");
  g_assert_cmpstr (json_object_get_string_member (first, "fault"), ==, "settings");
  g_assert_cmpstr (json_object_get_string_member (first, "field"), ==, "Password");
  g_assert_cmpstr (json_object_get_string_member (first, "server_words"), ==, "no\uFFFD");
}

static void
test_hostile (void)
{
  static const char * const pieces[] = {
    "550 5.7.1 ", "550-", "a.b.c.", "smtp;", "\xff\xfe\0x", "2-step ", "disable ", "<", "said: ",
    "Status: 5.1.1\nFinal-Recipient: x\n\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GPtrArray) found = NULL;

    while (text->len < 2 * 1024 * 1024)
      g_string_append (text, pieces[i]);
    found = outpost_explain (text->str, text->len, NULL);
    g_assert_cmpuint (found->len, <=, 110);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/explanation/replies", test_replies);
  g_test_add_func ("/explanation/nothing", test_nothing);
  g_test_add_func ("/explanation/words", test_words);
  g_test_add_func ("/explanation/notice", test_notice);
  g_test_add_func ("/explanation/old-advice", test_old_advice);
  g_test_add_func ("/explanation/provider", test_provider);
  g_test_add_func ("/explanation/json", test_json);
  g_test_add_func ("/explanation/hostile", test_hostile);

  return g_test_run ();
}
