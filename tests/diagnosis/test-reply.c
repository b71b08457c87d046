/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "outpost-account.h"
#include "outpost-diagnosis.h"
#include "outpost-smtp-error.h"

static OutpostDiagnosis *
diagnose_reply (OutpostSmtpStage  stage,
                guint             code,
                const char       *enhanced,
                const char       *text,
                gboolean          blames_sender)
{
  OutpostSmtpReply reply = { code, (char *) enhanced, (char *) text };
  OutpostDiagnosisSubject subject = {
    .host = (char *) "mail.example", .port = 465, .security = OUTPOST_SMTP_SECURITY_TLS,
    .username = (char *) "shop@mail.example", .sender = (char *) "orders@shop.example",
  };
  OutpostSmtpFailure failure = {
    .stage = stage, .reply = &reply, .blames_sender = blames_sender,
  };
  OutpostSmtpFacts facts = { 0 };
  g_autoptr (GError) error =
    g_error_new_literal (OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED, "Words.");

  return outpost_diagnose (&subject, &failure, &facts, error, NULL);
}

static void
test_sender_blamed_at_recipient (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_RECIPIENT, 553, "5.7.1",
                    "<orders@shop.example>: Sender address rejected: "
                    "not owned by user shop@mail.example", TRUE);
  const OutpostFixChange *change;

  g_assert_cmpstr (diagnosis->id, ==, "postfix-sender");
  g_assert_cmpint (diagnosis->stage, ==, OUTPOST_SMTP_STAGE_SENDER);
  g_assert_true (diagnosis->has_field);
  g_assert_cmpint (diagnosis->field, ==, OUTPOST_FIELD_SENDER);
  g_assert_cmpuint (diagnosis->fix->len, ==, 1);
  change = g_ptr_array_index (diagnosis->fix, 0);
  g_assert_cmpint (change->field, ==, OUTPOST_FIELD_SENDER);
  g_assert_cmpstr (change->text, ==, "shop@mail.example");
}

/* The engine blames the sender by the code alone; the words know better. */
static void
test_relay_denied_at_recipient (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_RECIPIENT, 554, "5.7.1",
                    "<someone@elsewhere.example>: Relay access denied", TRUE);

  g_assert_cmpstr (diagnosis->id, ==, "relay-denied");
  g_assert_cmpint (diagnosis->stage, ==, OUTPOST_SMTP_STAGE_RECIPIENT);
  g_assert_cmpint (diagnosis->field, ==, OUTPOST_FIELD_SERVER);
}

static void
test_words_printable (void)
{
  g_autoptr (OutpostDiagnosis) diagnosis =
    diagnose_reply (OUTPOST_SMTP_STAGE_MESSAGE, 554, NULL, "no\x1b[2J \u202Ethanks", FALSE);

  g_assert_cmpstr (diagnosis->code_text, ==, "554");
  g_assert_cmpstr (diagnosis->server_words, ==, "no\uFFFD[2J \uFFFDthanks");
  g_assert_null (diagnosis->url);
}

/* What the words say of a refusal at RCPT comes before what its codes do. */
static void
test_words_before_codes (void)
{
  static const struct {
    const char       *id;
    OutpostSmtpStage  stage;
    guint             code;
    const char       *enhanced;
    const char       *text;
  } cases[] = {
    { "greylisting", OUTPOST_SMTP_STAGE_RECIPIENT, 451, "4.7.1", "Greylisting in action, please come back later" },
    { "relay-denied", OUTPOST_SMTP_STAGE_RECIPIENT, 454, "4.7.1", "<a@elsewhere.example>: Relay access denied" },
    { "client-rejected", OUTPOST_SMTP_STAGE_RECIPIENT, 554, "5.7.1", "<unknown[192.0.2.1]>: Client host rejected: Access denied" },
    { "policy-spam", OUTPOST_SMTP_STAGE_RECIPIENT, 554, "5.7.1", "Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org" },
    { "postfix-sender", OUTPOST_SMTP_STAGE_SENDER, 553, "5.7.1", "<orders@shop.example>: Sender address rejected: not owned by user shop" },
    { "class-7-sender", OUTPOST_SMTP_STAGE_SENDER, 550, "5.7.1", "<orders@shop.example>: Sender address rejected: blocked by policy" },
    { "class-7-sender", OUTPOST_SMTP_STAGE_SENDER, 550, "5.7.1", "orders@shop.example is blocked" },
    { "class-7-sender", OUTPOST_SMTP_STAGE_SENDER, 550, "5.7.1", "Not authorised" },
    { "temporary-later", OUTPOST_SMTP_STAGE_SENDER, 451, "4.7.1", "Not now" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OutpostDiagnosis) diagnosis =
      diagnose_reply (OUTPOST_SMTP_STAGE_RECIPIENT, cases[i].code, cases[i].enhanced,
                      cases[i].text, TRUE);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (diagnosis->id, ==, cases[i].id);
    g_assert_cmpint (diagnosis->stage, ==, cases[i].stage);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diagnosis/sender-blamed-at-recipient", test_sender_blamed_at_recipient);
  g_test_add_func ("/diagnosis/relay-denied-at-recipient", test_relay_denied_at_recipient);
  g_test_add_func ("/diagnosis/words-printable", test_words_printable);
  g_test_add_func ("/diagnosis/words-before-codes", test_words_before_codes);

  return g_test_run ();
}
