/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-submit.h"

#include <stdarg.h>

#include <glib/gi18n.h>

#include "outpost-account-state.h"
#include "outpost-printable.h"
#include "outpost-secret-store.h"
#include "outpost-smtp-session.h"
#include "outpost-terminal.h"

#define WORDS_MAX_CHARACTERS 500
/* A refused address, the reply, and room for the sentence around them. */
#define LINE_MAX_CHARACTERS 1000

/**
 * outpost_submit_complain:
 * @format: a printf() format
 *
 * Writes one line to standard error, whatever line ends and control characters
 * the text has: addresses and file names in it come from outside.
 */
void
outpost_submit_complain (const char *format,
                         ...)
{
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *shown = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  valid = g_utf8_make_valid (g_strdelimit (text, "\r\n", ' '), -1);
  plain = outpost_terminal_strip_isolates (valid);
  shown = outpost_printable (plain, -1, LINE_MAX_CHARACTERS);
  g_printerr ("outpost-sendmail: %s\n", shown);
}

static const char *
name_stage (OutpostSmtpStage stage)
{
  /* Translators: where sending stopped, before a colon */
  static const char * const names[OUTPOST_SMTP_N_STAGES] = {
    N_("looking up the server"), N_("connecting"), N_("securing"), N_("greeting"), N_("sign-in"),
    N_("sender"), N_("recipient"), N_("message"),
  };

  return _(names[stage]);
}

static char *
describe_reply (const OutpostSmtpReply *reply)
{
  g_autofree char *words = outpost_printable (reply->text, -1, WORDS_MAX_CHARACTERS);

  return g_strdup_printf ("%u%s%s %s", reply->code, reply->enhanced != NULL ? " " : "",
                          reply->enhanced != NULL ? reply->enhanced : "", words);
}

static OutpostExit
get_reply_exit (const OutpostSmtpReply *reply,
                OutpostSmtpStage        stage,
                gboolean                blames_sender)
{
  if (reply->code / 100 == 4)
    return OUTPOST_EXIT_TEMPORARY;
  if (stage == OUTPOST_SMTP_STAGE_SECURE)
    return OUTPOST_EXIT_PROTOCOL;
  if (stage == OUTPOST_SMTP_STAGE_SIGN_IN)
    return OUTPOST_EXIT_SIGN_IN;
  return stage == OUTPOST_SMTP_STAGE_RECIPIENT && !blames_sender ? OUTPOST_EXIT_RECIPIENT
                                                                 : OUTPOST_EXIT_UNAVAILABLE;
}

static OutpostExit
get_smtp_error_exit (OutpostSmtpError error)
{
  switch (error) {
  case OUTPOST_SMTP_ERROR_PROTOCOL:
  case OUTPOST_SMTP_ERROR_TLS:
  case OUTPOST_SMTP_ERROR_CERTIFICATE:
  case OUTPOST_SMTP_ERROR_NO_STARTTLS:
  case OUTPOST_SMTP_ERROR_INJECTION:
    return OUTPOST_EXIT_PROTOCOL;
  case OUTPOST_SMTP_ERROR_NO_MECHANISM:
  case OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED:
  case OUTPOST_SMTP_ERROR_SERVER_PROOF:
    return OUTPOST_EXIT_SIGN_IN;
  case OUTPOST_SMTP_ERROR_CLEARTEXT:
  case OUTPOST_SMTP_ERROR_SETTINGS:
    return OUTPOST_EXIT_CONFIGURATION;
  case OUTPOST_SMTP_ERROR_NEEDS_SMTPUTF8:
  case OUTPOST_SMTP_ERROR_TOO_BIG:
    return OUTPOST_EXIT_DATA;
  case OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN:
    return OUTPOST_EXIT_TEMPORARY;
  case OUTPOST_SMTP_ERROR_REFUSED:
  default:
    return OUTPOST_EXIT_UNAVAILABLE;
  }
}

/**
 * outpost_submit_message_exit:
 * @error: why a message could not be read or sent
 *
 * Returns: %OUTPOST_EXIT_DATA if the message itself is the reason, else
 *   %OUTPOST_EXIT_TEMPORARY: a source that failed or changed, a full disk
 */
OutpostExit
outpost_submit_message_exit (const GError *error)
{
  if (g_error_matches (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT) ||
      g_error_matches (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS))
    return OUTPOST_EXIT_DATA;
  return OUTPOST_EXIT_TEMPORARY;
}

static OutpostExit
get_error_exit (const GError *error)
{
  if (error->domain == OUTPOST_SMTP_ERROR)
    return get_smtp_error_exit ((OutpostSmtpError) error->code);
  /* No name, no network, no answer: another time it may be there. */
  return outpost_submit_message_exit (error);
}

/* Whether the last reply is what went wrong. Other errors say it themselves, also where a
 * reply stands beside them. */
static gboolean
reply_tells_cause (const OutpostSmtpFailure *failure,
                   const GError             *error)
{
  return failure->reply != NULL && failure->reply->code >= 400 &&
         (g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED) ||
          g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED) ||
          g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_STARTTLS));
}

static OutpostExit
tell_failure (OutpostSmtpSession *session,
              const GError       *error)
{
  const OutpostSmtpFailure *failure = outpost_smtp_session_get_failure (session);
  g_autofree char *reply = NULL;

  if (!reply_tells_cause (failure, error)) {
    outpost_submit_complain ("%s: %s", name_stage (failure->stage), error->message);
    return get_error_exit (error);
  }

  reply = describe_reply (failure->reply);
  outpost_submit_complain ("%s: %s", name_stage (failure->blames_sender ? OUTPOST_SMTP_STAGE_SENDER
                                                                        : failure->stage), reply);
  return get_reply_exit (failure->reply, failure->stage, failure->blames_sender);
}

static gboolean
is_refused (const OutpostSmtpRecipient *recipient)
{
  return recipient->reply != NULL && recipient->reply->code / 100 != 2;
}

static void
tell_recipient (const OutpostSmtpRecipient *recipient)
{
  g_autofree char *reply = NULL;

  if (!is_refused (recipient)) {
    /* Translators: %s is an address */
    outpost_submit_complain (_("%s: nothing was sent, because another recipient was refused"),
                             recipient->address);
    return;
  }
  reply = describe_reply (recipient->reply);
  outpost_submit_complain ("%s: %s", recipient->address, reply);
}

/* If one was refused, names every recipient: none of them gets the message. A 4xx among
 * the replies beats a 5xx: the whole message may be tried again. What is said of the sender
 * at RCPT is said once where there is but one recipient. */
static gboolean
tell_recipients (GPtrArray   *recipients,
                 gboolean     blames_sender,
                 OutpostExit *code)
{
  *code = OUTPOST_EXIT_OK;
  if (recipients == NULL || (blames_sender && recipients->len == 1))
    return FALSE;
  for (guint i = 0; i < recipients->len; i++) {
    const OutpostSmtpRecipient *recipient = g_ptr_array_index (recipients, i);

    if (is_refused (recipient) && *code != OUTPOST_EXIT_TEMPORARY)
      *code = get_reply_exit (recipient->reply, OUTPOST_SMTP_STAGE_RECIPIENT, blames_sender);
  }
  if (*code == OUTPOST_EXIT_OK)
    return FALSE;

  for (guint i = 0; i < recipients->len; i++)
    tell_recipient (g_ptr_array_index (recipients, i));
  return TRUE;
}

static void
tell_transcript (OutpostSmtpSession *session)
{
  g_autoptr (GPtrArray) lines =
    outpost_smtp_transcript_get_lines (outpost_smtp_session_get_transcript (session));

  for (guint i = 0; i < lines->len; i++) {
    const OutpostSmtpTranscriptLine *line = g_ptr_array_index (lines, i);

    g_printerr ("%c: %s\n", line->side, line->text);
  }
}

/* After a refusal no program shows the same credential again by itself: accounts
 * lock after a few. */
static gboolean
was_refused (OutpostAccount *account)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *date = NULL;
  gint64 refused = outpost_account_state_get_refused (account);

  if (refused == 0)
    return FALSE;

  time = g_date_time_new_from_unix_local (refused);
  date = g_date_time_format (time, "%F %R");
  outpost_submit_complain (_("sign-in: the server refused this password on %s; it is not shown "
                             "again before it is changed or tested in Outpost"), date);
  return TRUE;
}

static OutpostExit
get_secret_exit (const GError *error)
{
  if (g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED) ||
      g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_OTHER_SERVER))
    return OUTPOST_EXIT_CONFIGURATION;
  return OUTPOST_EXIT_TEMPORARY;
}

static OutpostExit
fetch_credential (OutpostAccount         *account,
                  OutpostSmtpCredential **credential)
{
  g_autoptr (OutpostSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  if (outpost_account_uses_password (account)) {
    /* Never a prompt: nobody may be there to answer it. */
    secret = outpost_secret_load_sync (account, OUTPOST_SECRET_KIND_PASSWORD, FALSE, NULL, &error);
    if (secret == NULL) {
      outpost_submit_complain ("%s", error->message);
      return get_secret_exit (error);
    }
  }
  *credential = outpost_account_to_credential (account, secret, &error);
  if (*credential == NULL) {
    outpost_submit_complain ("%s", error->message);
    return OUTPOST_EXIT_CONFIGURATION;
  }
  return OUTPOST_EXIT_OK;
}

static OutpostExit
talk (OutpostSmtpSession        *session,
      OutpostAccount            *account,
      const OutpostSmtpEnvelope *envelope,
      OutpostMessage            *message)
{
  g_autoptr (GPtrArray) recipients = NULL;
  const OutpostSmtpFailure *failure;
  g_autoptr (GError) error = NULL;
  OutpostExit code;

  if (outpost_smtp_session_open_sync (session, NULL, &error) &&
      outpost_smtp_session_send_sync (session, envelope, message, TRUE, &recipients, NULL, &error))
    return OUTPOST_EXIT_OK;

  failure = outpost_smtp_session_get_failure (session);
  if (g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED) &&
      failure->reply != NULL && failure->reply->code / 100 == 5)
    outpost_account_state_set_refused (account, g_get_real_time () / G_USEC_PER_SEC, NULL);

  if (tell_recipients (recipients, failure->blames_sender, &code))
    return code;
  return tell_failure (session, error);
}

/**
 * outpost_submit_message:
 * @account: the account to send through
 * @message: the message
 * @sender: envelope sender; empty for the null reverse-path
 * @recipients: (array zero-terminated=1): envelope recipients, at least one
 * @verbose: whether to tell the dialogue on standard error
 *
 * Hands the message to the account's server, for all recipients or for none. What
 * goes wrong is told on standard error: stage, code, the server's words made
 * printable.
 *
 * Returns: %OUTPOST_EXIT_OK only when the server has accepted the message
 */
OutpostExit
outpost_submit_message (OutpostAccount     *account,
                        OutpostMessage     *message,
                        const char         *sender,
                        const char * const *recipients,
                        gboolean            verbose)
{
  const OutpostSmtpEnvelope envelope = { sender, recipients, TRUE };
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;
  g_autoptr (OutpostSmtpCredential) credential = NULL;
  g_autoptr (OutpostSmtpSession) session = NULL;
  g_autoptr (GError) error = NULL;
  OutpostSmtpLimits limits;
  OutpostExit code;

  endpoint = outpost_account_to_endpoint (account, &error);
  if (endpoint == NULL) {
    outpost_submit_complain ("%s", error->message);
    return OUTPOST_EXIT_CONFIGURATION;
  }
  if (was_refused (account))
    return OUTPOST_EXIT_SIGN_IN;
  code = fetch_credential (account, &credential);
  if (code != OUTPOST_EXIT_OK)
    return code;

  outpost_smtp_limits_init (&limits, outpost_account_get_timeout_s (account));
  session = outpost_smtp_session_new (endpoint, credential, &limits, OUTPOST_SMTP_MODE_PIPELINED);
  code = talk (session, account, &envelope, message);
  if (verbose)
    tell_transcript (session);
  outpost_smtp_session_close (session);
  return code;
}
