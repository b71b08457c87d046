/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-catalogue.h"

typedef struct {
  const char       *id;
  const char       *family;
  OutpostSmtpStage  stage;
  guint             code;
  const char       *enhanced;
  const char       *text;
} Example;

/* One reply for each row, in the words servers use. */
static const Example examples[] = {
  { "google-app-password", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 534, "5.7.9",
    "Application-specific password required. For more information, go to\n https://support.google.com/mail/?p=InvalidSecondFactor" },
  { "google-bad-credentials", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8",
    "Username and Password not accepted. For more information, go to\n https://support.google.com/mail/?p=BadCredentials" },
  { "google-bad-credentials", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.80",
    "Username and Password not accepted." },
  { "google-web-login", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 534, "5.7.14",
    "Please log in through your web browser and then try again." },
  { "google-auth-required", "google", OUTPOST_SMTP_STAGE_SENDER, 530, "5.7.0", "Authentication Required." },
  { "google-starttls", "google", OUTPOST_SMTP_STAGE_SENDER, 530, "5.7.0", "Must issue a STARTTLS command first." },
  { "google-daily-limit", "google", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.4.5", "Daily user sending limit exceeded." },
  { "google-relay-limit", "google", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.4.5", "SMTP relay sending limit exceeded" },
  { "google-relay-denied", "google", OUTPOST_SMTP_STAGE_SENDER, 550, "5.7.0", "Mail relay denied [192.0.2.1]. Invalid credentials for relay" },
  { "google-too-many-logins", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 454, "4.7.0", "Too many login attempts, please try again later." },
  { "google-auth-temp", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 454, "4.7.0", "Cannot authenticate due to a temporary system problem." },
  { "google-auth-type", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 504, "5.7.4", "Unrecognized Authentication Type." },
  { "google-421", "google", OUTPOST_SMTP_STAGE_SENDER, 421, "4.7.0", "Try again later, closing connection." },
  { "google-too-many-rcpt", "google", OUTPOST_SMTP_STAGE_RECIPIENT, 452, "4.5.3", "Your message has too many recipients." },
  { "google-size", "google", OUTPOST_SMTP_STAGE_MESSAGE, 552, "5.3.4", "Your message exceeded Google's message size limits." },
  { "google-content", "google", OUTPOST_SMTP_STAGE_MESSAGE, 552, "5.7.0", "This message was blocked because its content presents a potential security issue." },
  { "google-helo", "google", OUTPOST_SMTP_STAGE_GREETING, 501, "5.5.4", "HELO/EHLO argument is invalid" },
  { "google-direct-ip", "google", OUTPOST_SMTP_STAGE_RECIPIENT, 550, "5.7.1", "The IP you're using to send mail is not authorized to send email directly to our servers." },
  { "google-unauth-domain", "google", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.26", "This mail is unauthenticated, which poses a security risk" },
  { "ms-basic-disabled", "microsoft", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.139", "Authentication unsuccessful, basic authentication is disabled." },
  { "ms-smtpauth-tenant", "microsoft", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled" },
  { "ms-smtpauth-mailbox", "microsoft", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.139", "SmtpClientAuthentication is disabled for the Mailbox." },
  { "ms-policy", "microsoft", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.139", "Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully." },
  { "ms-wrong-password", "microsoft", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.139", "Authentication unsuccessful, the user credentials were incorrect." },
  { "ms-basic-removed", "microsoft", OUTPOST_SMTP_STAGE_SIGN_IN, 550, "5.7.30", "Basic authentication is not supported for Client Submission." },
  { "ms-535-573", "microsoft", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.3", "Authentication unsuccessful [AM0PR01.eurprd01.prod.outlook.com]" },
  { "ms-not-authenticated", "microsoft", OUTPOST_SMTP_STAGE_SENDER, 530, "5.7.57", "Client was not authenticated to send anonymous mail during MAIL FROM" },
  { "ms-send-as", "microsoft", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.60", "SMTP; Client does not have permissions to send as this sender" },
  { "ms-send-as-554", "microsoft", OUTPOST_SMTP_STAGE_MESSAGE, 554, "5.2.252", "SendAsDenied; user@example.com not allowed to send as other@example.com" },
  { "ms-concurrent", "microsoft", OUTPOST_SMTP_STAGE_SENDER, 432, "4.3.2", "Concurrent connections limit exceeded." },
  { "ms-blocked-sender", "microsoft", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.1.8", "Access denied, bad outbound sender" },
  { "ms-outbound-spam", "microsoft", OUTPOST_SMTP_STAGE_MESSAGE, 554, "5.2.0", "OutboundSpamException; WASCL UserAction verdict" },
  { "yahoo-bad-attempts", "yahoo", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.0", "(#AUTH005) Too many bad auth attempts." },
  { "yahoo-wrong", "yahoo", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.0", "(#MBR1212) Incorrect username or password." },
  { "yahoo-no-app-password", "yahoo", OUTPOST_SMTP_STAGE_SIGN_IN, 535, NULL, "Authentication failed" },
  { "yahoo-from", "yahoo", OUTPOST_SMTP_STAGE_MESSAGE, 550, NULL, "Request failed; Mailbox unavailable" },
  { "yahoo-tss", "yahoo", OUTPOST_SMTP_STAGE_MESSAGE, 421, "4.7.0", "[TSS04] Messages from 192.0.2.1 temporarily deferred" },
  { "google-oauth-334", "google", OUTPOST_SMTP_STAGE_SIGN_IN, 334, NULL,
    "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=" },
  { "google-helo", "google", OUTPOST_SMTP_STAGE_GREETING, 501, "5.5.4",
    "Empty HELO/EHLO argument not allowed, closing connection." },
  { "mailru-app-password", "mail.ru", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.0",
    "NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / Application password is REQUIRED" },
  { "mailru-app-password", "mail.ru", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.0",
    "Aplication password is REQUIRED" },
  { "yandex-auth", "yandex", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8",
    "Error: authentication failed: Invalid user or password!" },
  { "yandex-sender", "yandex", OUTPOST_SMTP_STAGE_SENDER, 553, "5.7.1",
    "Sender address rejected: not owned by auth user." },
  { "yandex-sender", "yandex", OUTPOST_SMTP_STAGE_RECIPIENT, 553, "5.7.1",
    "Sender address rejected: not owned by auth user." },
  { "yandex-tls", "yandex", OUTPOST_SMTP_STAGE_SIGN_IN, 530, "5.7.7",
    "Email sending without SSL/TLS encryption is not allowed." },
  { "icloud-auth", "icloud", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8",
    "Error: authentication failed: authentication failure" },
  { "icloud-from", "icloud", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.0",
    "From address is not one of your addresses" },
  { "qq-code", "qq", OUTPOST_SMTP_STAGE_SIGN_IN, 535, NULL,
    "Login Fail. Please enter your authorization code to login. More information in http://service.mail.qq.com/cgi-bin/help?subtype=1" },
  { "qq-code", "qq", OUTPOST_SMTP_STAGE_SIGN_IN, 535, NULL,
    "\xCA\xDA\xC8\xA8\xC2\xEB" },
  { "qq-sender", "qq", OUTPOST_SMTP_STAGE_SENDER, 501, NULL,
    "mail from address must be same as authorization user" },
  { "netease-auth", "netease", OUTPOST_SMTP_STAGE_SIGN_IN, 535, NULL,
    "Error: authentication failed" },
  { "netease-permission", "netease", OUTPOST_SMTP_STAGE_SIGN_IN, 550, NULL,
    "User has no permission" },
  { "netease-sender", "netease", OUTPOST_SMTP_STAGE_SENDER, 553, NULL,
    "Mail from must equal authorized user" },
  { "gmx-auth", "gmx", OUTPOST_SMTP_STAGE_SIGN_IN, 535, NULL,
    "Authentication credentials invalid" },
  { "zoho-relay", "zoho", OUTPOST_SMTP_STAGE_SENDER, 553, NULL,
    "Relaying disallowed as a@shop.example" },
  { "ses-unverified", "amazon-ses", OUTPOST_SMTP_STAGE_MESSAGE, 554, NULL,
    "Message rejected: Email address is not verified. The following identities failed the check in region US-EAST-1: a@shop.example" },
  { "ses-auth", "amazon-ses", OUTPOST_SMTP_STAGE_SIGN_IN, 535, NULL,
    "Authentication Credentials Invalid" },
  { "ses-throttle", "amazon-ses", OUTPOST_SMTP_STAGE_MESSAGE, 454, NULL,
    "Throttling failure: Maximum sending rate exceeded." },
  { "ses-throttle", "amazon-ses", OUTPOST_SMTP_STAGE_SENDER, 454, NULL,
    "Throttling failure: Daily message quota exceeded." },
  { "sendgrid-identity", "sendgrid", OUTPOST_SMTP_STAGE_MESSAGE, 550, NULL,
    "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved." },
  { "sendgrid-unauth", "sendgrid", OUTPOST_SMTP_STAGE_SENDER, 550, NULL,
    "Unauthenticated senders not allowed" },
  { "brevo-auth", "brevo", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8",
    "Authentication failed" },
  { "auth-ok", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 235, "2.7.0",
    "Accepted" },
  { "postfix-sender", NULL, OUTPOST_SMTP_STAGE_SENDER, 553, "5.7.1", "<a@example.org>: Sender address rejected: not owned by user b" },
  { "auth-transition", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 432, "4.7.12", "A password transition is needed" },
  { "auth-temp", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 454, "4.7.0", "Temporary authentication failure: Connection lost to authentication server" },
  { "auth-weak", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 534, "5.7.9", "Authentication mechanism is too weak" },
  { "auth-credentials", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8", "Error: authentication failed: UGFzc3dvcmQ6" },
  { "auth-required", NULL, OUTPOST_SMTP_STAGE_SENDER, 530, "5.7.0", "Authentication required" },
  { "auth-tls-needed", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 538, "5.7.11", "Encryption required for requested authentication mechanism" },
  { "auth-toolong", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 500, "5.5.6", "Authentication Exchange line is too long" },
  { "auth-not-offered", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 504, "5.5.4", "Unrecognized authentication type" },
  { "relay-denied", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 554, "5.7.1", "<a@example.org>: Relay access denied" },
  { "relay-denied", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 550, "5.7.1", "Unable to relay" },
  { "bad-sender-syntax", NULL, OUTPOST_SMTP_STAGE_SENDER, 501, "5.1.7", "Bad sender address syntax" },
  { "bad-sender-domain", NULL, OUTPOST_SMTP_STAGE_SENDER, 553, "5.1.8", "Domain of sender address does not exist" },
  { "bad-recipient", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 550, "5.1.1", "<nobody@example.org>: Recipient address rejected: User unknown" },
  { "mailbox-full", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 552, "5.2.2", "Mailbox full" },
  { "greylisting", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 451, "4.7.1", "Greylisting in action, please come back later" },
  { "too-large", NULL, OUTPOST_SMTP_STAGE_SENDER, 552, "5.3.4", "Message size exceeds fixed limit" },
  { "policy-spam", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 554, "5.7.1", "Message rejected as spam by Content Filtering." },
  { "dmarc", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.1", "Email rejected per DMARC policy for example.org" },
  { "spf", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.23", "The message was rejected because of SPF" },
  { "smtputf8", NULL, OUTPOST_SMTP_STAGE_SENDER, 553, "5.6.7", "Non-ASCII addresses not permitted" },
  { "starttls-temp", NULL, OUTPOST_SMTP_STAGE_SECURE, 454, "4.7.0", "TLS not available due to temporary reason" },
  { "no-service", NULL, OUTPOST_SMTP_STAGE_GREETING, 554, NULL, "mail.example No SMTP service here" },
  { "google-relay-limit", "google", OUTPOST_SMTP_STAGE_MESSAGE, 450, "4.2.1", "Peak SMTP relay limit exceeded for customer." },
  { "google-too-many-rcpt", "google", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.5.3", "Too many recipients for this sender." },
  { "google-unauth-domain", "google", OUTPOST_SMTP_STAGE_MESSAGE, 421, "4.7.26",
    "This mail has been rate limited because it is unauthenticated." },
  { "google-unauth-domain", "google", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.30",
    "This mail has been blocked because DKIM does not pass." },
  { "ms-not-authenticated", "microsoft", OUTPOST_SMTP_STAGE_SENDER, 550, "5.7.57",
    "Client not authenticated to send mail." },
  { "ms-send-as-554", "microsoft", OUTPOST_SMTP_STAGE_MESSAGE, 554, "5.2.0",
    "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied" },
  { "ms-blocked-sender", "microsoft", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.708",
    "Service unavailable. Access denied, traffic not accepted from this IP." },
  { "ms-recipient-limit", "microsoft", OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.1.90",
    "Your message can't be sent because you've reached your daily limit for message recipients" },
  { "yahoo-from", "yahoo", OUTPOST_SMTP_STAGE_MESSAGE, 553, NULL, "From address not verified" },
  { "auth-not-enabled", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 503, "5.5.1", "Error: authentication not enabled" },
  { "relay-denied", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 454, "4.7.1", "<a@example.org>: Relay access denied" },
  { "relay-denied", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 554, NULL, "Relay access denied" },
  { "client-rejected", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 450, "4.7.1",
    "Client host rejected: cannot find your hostname, [192.0.2.1]" },
  { "client-rejected", NULL, OUTPOST_SMTP_STAGE_GREETING, 554, "5.7.1", "<unknown[192.0.2.1]>: Client host rejected: Access denied" },
  { "mailbox-full", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 452, "4.2.2", "Mailbox full" },
  { "greylisting", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 450, "4.2.0", "<a@example.org>: Recipient address rejected: Greylisted" },
  { "policy-spam", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 554, "5.7.1",
    "Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org" },
  { "service-down", NULL, OUTPOST_SMTP_STAGE_CONNECT, 421, NULL, "Service not available, closing transmission channel" },
};

/* Replies that no row knows: the class of RFC 3463, then the first digit. */
static const Example leftovers[] = {
  { "class-2", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 550, "5.2.1",
    "Mailbox disabled" },
  { "class-3", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 554, "5.3.5",
    "System incorrectly configured" },
  { "class-4", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 554, "5.4.6",
    "Routing loop detected" },
  { "class-6", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 554, "5.6.1",
    "Media not supported" },
  { "class-7", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 550, "5.7.0",
    "Other security status" },
  { "class-1", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 550, "5.1.6", "Mailbox has moved" },
  { "class-1-sender", NULL, OUTPOST_SMTP_STAGE_SENDER, 550, "5.1.0", "Sender unknown" },
  { "class-7-sign-in", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.13", "User account disabled" },
  { "class-7-sender", NULL, OUTPOST_SMTP_STAGE_SENDER, 550, "5.7.1", "Not authorised" },
  { "class-5", NULL, OUTPOST_SMTP_STAGE_SENDER, 503, "5.5.1", "Bad sequence of commands" },
  { "accepted", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 250, "2.0.0", "Ok: queued as ABC" },
  { "temporary-later", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 450, "4.2.1", "Mailbox busy" },
  { "temporary", NULL, OUTPOST_SMTP_STAGE_GREETING, 451, NULL, "Local error" },
  { "temporary-sign-in", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 451, NULL, "Local error" },
  { "refused-sign-in", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 550, NULL, "no" },
  { "refused-greeting", NULL, OUTPOST_SMTP_STAGE_GREETING, 550, NULL, "no" },
  { "refused-sender", NULL, OUTPOST_SMTP_STAGE_SENDER, 550, NULL, "no" },
  { "refused-recipient", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 550, NULL, "no" },
  { "refused-message", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 550, NULL, "no" },
  /* The first digit decides where code and enhanced code differ. */
  { "temporary-later", NULL, OUTPOST_SMTP_STAGE_RECIPIENT, 450, "5.1.1", "User unknown" },
  /* X.7.0 alone says nothing of a sign-in. */
  { "temporary-later", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 451, "4.7.0", "Try later" },
  /* A greeting's refusal says nothing of the message. */
  { "refused-message", NULL, OUTPOST_SMTP_STAGE_MESSAGE, 554, NULL, "Transaction failed" },
  /* Alike in words, told apart by whose server it is. */
  { "auth-credentials", "fastmail", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8",
    "Error: authentication failed" },
  { "refused-sign-in", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 535, NULL,
    "Authentication credentials invalid" },
  { "postfix-sender", "google", OUTPOST_SMTP_STAGE_RECIPIENT, 553, "5.7.1",
    "Sender address rejected: not owned by user b" },
  /* Another provider's row, or a later stage's, is not taken. */
  { "auth-credentials", "yandex", OUTPOST_SMTP_STAGE_SIGN_IN, 535, "5.7.8", "Username and Password not accepted" },
  { "class-7-sign-in", NULL, OUTPOST_SMTP_STAGE_SIGN_IN, 550, "5.7.1", "Email rejected per DMARC policy" },
};

static void
check_example (const Example *example)
{
  g_autofree char *text = g_strdup (example->text);
  g_autofree char *escaped = g_strescape (example->text, NULL);   /* not all of it is UTF-8 */
  g_autofree char *enhanced = g_strdup (example->enhanced);
  const OutpostSmtpReply reply = { example->code, enhanced, text };
  const OutpostCatalogueRow *row = outpost_catalogue_match_reply (example->family, example->stage, &reply);

  g_test_message ("%u %s %s", example->code, example->enhanced, escaped);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->id, ==, example->id);
}

static void
test_examples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    check_example (&examples[i]);
}

static void
test_leftovers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (leftovers); i++)
    check_example (&leftovers[i]);
}

static void
check_row (const OutpostCatalogueRow *row,
           gpointer                   user_data)
{
  GHashTable *ids = user_data;
  static const char * const unwanted[] = { "please", "Please", "invalid", "failed to", "!", NULL };

  g_test_message ("%s", row->id);
  g_assert_true (g_hash_table_add (ids, (gpointer) row->id));
  g_assert_true (g_str_has_suffix (row->cause, "."));
  g_assert_true (g_str_has_suffix (row->next_step, "."));
  for (guint i = 0; unwanted[i] != NULL; i++) {
    g_assert_null (strstr (row->cause, unwanted[i]));
    g_assert_null (strstr (row->next_step, unwanted[i]));
  }
  g_assert_true (row->url == NULL || g_str_has_prefix (row->url, "https://"));
  g_assert_true ((row->url == NULL) == (row->link_label == NULL));
}

static void
test_rows (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  outpost_catalogue_foreach (check_row, ids);
  g_assert_cmpuint (g_hash_table_size (ids), >, 100);
}

static gboolean
has_example (const char    *id,
             const Example *table,
             gsize          n)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (table[i].id, id))
      return TRUE;
  return FALSE;
}

static void
check_has_example (const OutpostCatalogueRow *row,
                   gpointer                   user_data)
{
  /* Rows about replies are those with a code of one of the two kinds. */
  if (row->code == 0 && row->enhanced == NULL)
    return;
  g_test_message ("%s", row->id);
  g_assert_true (has_example (row->id, examples, G_N_ELEMENTS (examples)) ||
                 has_example (row->id, leftovers, G_N_ELEMENTS (leftovers)));
}

static void
test_every_row_has_an_example (void)
{
  outpost_catalogue_foreach (check_has_example, NULL);
}

/* No reply of one provider is laid to another, whoever is said to have sent it. */
static void
test_no_other_provider (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (examples); j++) {
      g_autofree char *text = g_strdup (examples[i].text);
      g_autofree char *enhanced = g_strdup (examples[i].enhanced);
      const OutpostSmtpReply reply = { examples[i].code, enhanced, text };
      const OutpostCatalogueRow *row =
        outpost_catalogue_match_reply (examples[j].family, examples[i].stage, &reply);

      if (row != NULL && row->provider != NULL)
        g_assert_cmpstr (row->provider, ==, examples[j].family);
    }
}

static const OutpostCatalogueRow *
match_at (const Example    *example,
          const char       *family,
          OutpostSmtpStage  stage)
{
  g_autofree char *text = g_strdup (example->text);
  g_autofree char *enhanced = g_strdup (example->enhanced);
  const OutpostSmtpReply reply = { example->code, enhanced, text };

  return outpost_catalogue_match_reply (family, stage, &reply);
}

/* A reply means the same at each later stage (but for the few that belong to one alone),
 * and is laid to its row at no earlier one. */
static void
test_stages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++) {
    const Example *example = &examples[i];
    const OutpostCatalogueRow *wanted = match_at (example, example->family, example->stage);

    for (guint stage = 0; stage < OUTPOST_SMTP_N_STAGES; stage++) {
      const OutpostCatalogueRow *row = match_at (example, example->family, stage);
      gboolean own = row != NULL && g_str_equal (row->id, example->id);

      g_test_message ("%s at stage %u: %s", example->id, stage, row != NULL ? row->id : "none");
      g_assert_true (own == (wanted->only_there ? stage == wanted->stage
                                                : stage >= wanted->stage));
    }
  }
}

/* Whose server it is has to be known before the reply is laid to a provider. */
static void
test_no_provider (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++) {
    const OutpostCatalogueRow *row = match_at (&examples[i], NULL, examples[i].stage);

    if (row != NULL)
      g_assert_null (row->provider);
  }
}

static void
test_advice (void)
{
  static const struct { const char *id; const char *text; } guides[] = {
    { "multi-mech-failed", "Failed to authenticate on SMTP server with username \"a\" using 2 possible authenticators" },
    { "advice-two-step", "Scroll it down to make sure that Two-Step Verification is disabled." },
    { "advice-two-step", "Registration goes first, then disable\n  2-Step Verification." },
    { "advice-less-secure", "Turn on “Less secure app access”." },
    { "advice-less-secure", "Allow insecure apps." },
    { "advice-unlock-captcha", "Follow the link https://accounts.google.com/DisplayUnlockCaptcha" },
    { "advice-password-letters", "It is important that the password begins and ends with letters." },
    { "advice-local-part", "your user name (part of email BEFORE @ for example: a)" },
    { "advice-dots", "Just remove the dots in your email address" },
    { "advice-wrong-host", "OT Box does not send emails through smpt.google.com" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (guides); i++) {
    g_autoptr (GPtrArray) found = outpost_catalogue_find_advice (guides[i].text);

    g_test_message ("%s", guides[i].text);
    g_assert_cmpuint (found->len, ==, 1);
    g_assert_cmpstr (((const OutpostCatalogueRow *) g_ptr_array_index (found, 0))->id, ==,
                     guides[i].id);
  }
}

/* What holds today is not taken for the old advice. */
static void
test_good_advice (void)
{
  static const char * const guides[] = {
    "Turn on 2-Step Verification, then create an app password.",
    "Use smtp.gmail.com with TLS on port 465.",
    "The user name is the full address.",
    "535 5.7.8 Username and Password not accepted",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (guides); i++) {
    g_autoptr (GPtrArray) found = outpost_catalogue_find_advice (guides[i]);

    g_test_message ("%s", guides[i]);
    g_assert_cmpuint (found->len, ==, 0);
  }
}

/* The text of a reply is an attacker's: a huge one ends quickly and finds a row. */
static void
test_huge_text (void)
{
  g_autofree char *text = g_strnfill (64 * 1024, 'a');
  const OutpostSmtpReply reply = { 550, NULL, text };

  g_assert_cmpstr (outpost_catalogue_match_reply ("google", OUTPOST_SMTP_STAGE_MESSAGE, &reply)->id,
                   ==, "refused-message");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalogue/examples", test_examples);
  g_test_add_func ("/catalogue/leftovers", test_leftovers);
  g_test_add_func ("/catalogue/rows", test_rows);
  g_test_add_func ("/catalogue/every-row-has-an-example", test_every_row_has_an_example);
  g_test_add_func ("/catalogue/no-other-provider", test_no_other_provider);
  g_test_add_func ("/catalogue/stages", test_stages);
  g_test_add_func ("/catalogue/no-provider", test_no_provider);
  g_test_add_func ("/catalogue/advice", test_advice);
  g_test_add_func ("/catalogue/good-advice", test_good_advice);
  g_test_add_func ("/catalogue/huge-text", test_huge_text);

  return g_test_run ();
}
