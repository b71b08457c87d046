/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-job-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-printable.h"
#include "outpost-smtp-abilities-private.h"

/* RFC 5321, section 4.5.3.1.8: every server takes as many. */
#define RECIPIENTS_MAX 100

static gboolean
read_sender (OutpostSmtpJob             *self,
             const OutpostSmtpEnvelope  *envelope,
             GError                    **error)
{
  g_autoptr (OutpostAddress) address = NULL;

  if (envelope->sender == NULL || *envelope->sender == '\0') {
    self->sender = g_strdup ("");
    return TRUE;
  }

  address = outpost_address_parse (envelope->sender, error);
  if (address == NULL)
    return FALSE;

  self->sender = g_strdup (outpost_address_get_wire (address));
  self->needs_smtputf8 |= outpost_address_needs_smtputf8 (address);
  return TRUE;
}

static gboolean
read_recipient (OutpostSmtpJob  *self,
                const char      *text,
                GError         **error)
{
  g_autoptr (OutpostAddress) address = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *shown = NULL;

  address = outpost_address_parse (text, &local_error);
  if (address != NULL) {
    g_ptr_array_add (self->addresses, g_strdup (outpost_address_get_wire (address)));
    self->needs_smtputf8 |= outpost_address_needs_smtputf8 (address);
    return TRUE;
  }

  shown = outpost_printable (text, -1, 320);
  g_set_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS,
               /* Translators: first what was given as a recipient, then why that is
                * no address (a whole sentence). */
               _("“%s” cannot be a recipient. %s"), shown, local_error->message);
  return FALSE;
}

static void
read_recipients (OutpostSmtpJob             *self,
                 const OutpostSmtpEnvelope  *envelope)
{
  for (guint i = 0; envelope->recipients != NULL && envelope->recipients[i] != NULL; i++) {
    OutpostSmtpRecipient *recipient = g_new0 (OutpostSmtpRecipient, 1);

    recipient->address = g_strdup (envelope->recipients[i]);
    g_ptr_array_add (self->recipients, recipient);
    g_queue_push_tail (&self->waiting, GUINT_TO_POINTER (i));
    if (self->error == NULL)
      read_recipient (self, envelope->recipients[i], &self->error);
  }

  if (self->recipients->len == 0 && self->error == NULL)
    g_set_error_literal (&self->error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS,
                         _("The message has no recipient."));
}

/**
 * outpost_smtp_job_new:
 * @index: its place among the messages of one call
 * @envelope: from whom and to whom; copied
 * @message: (nullable): what; not needed for @check_only
 * @check_only: whether to ask for sender and recipients only
 *
 * An envelope that cannot be sent shows in the job's error.
 *
 * Returns: (transfer full): a job
 */
OutpostSmtpJob *
outpost_smtp_job_new (guint                      index,
                      const OutpostSmtpEnvelope *envelope,
                      OutpostMessage            *message,
                      gboolean                   check_only)
{
  OutpostSmtpJob *self = g_new0 (OutpostSmtpJob, 1);

  self->index = index;
  self->all_or_none = envelope->all_or_none;
  self->check_only = self->is_checking = check_only;
  self->recipients = g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_smtp_recipient_free);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->given = message != NULL ? g_object_ref (message) : NULL;
  self->needs_smtputf8 = message != NULL && outpost_message_needs_smtputf8 (message);
  g_queue_init (&self->waiting);

  if (read_sender (self, envelope, &self->error) && message == NULL && !check_only)
    g_set_error_literal (&self->error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT,
                         _("There is no message."));
  read_recipients (self, envelope);

  return self;
}

/**
 * outpost_smtp_job_free:
 * @self: (transfer full) (nullable): a job
 *
 * Frees it.
 */
void
outpost_smtp_job_free (OutpostSmtpJob *self)
{
  if (self == NULL)
    return;

  g_free (self->sender);
  g_ptr_array_unref (self->recipients);
  g_ptr_array_unref (self->addresses);
  g_queue_clear (&self->waiting);
  g_clear_object (&self->given);
  g_clear_object (&self->message);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * outpost_smtp_job_get_limit:
 * @session: a session whose server has said what it can do
 *
 * Returns: how many recipients one transaction may have (RFC 9422)
 */
guint
outpost_smtp_job_get_limit (OutpostSmtpSession *session)
{
  guint limit = session->facts.rcpt_max;

  return limit > 0 ? MIN (limit, RECIPIENTS_MAX) : RECIPIENTS_MAX;
}

static gboolean
fit_message (OutpostSmtpJob      *self,
             OutpostSmtpSession  *session,
             GError             **error)
{
  const OutpostSmtpFacts *facts = &session->facts;
  g_autofree char *size = NULL;
  g_autofree char *limit = NULL;

  g_clear_object (&self->message);
  if (self->given == NULL)
    return TRUE;

  self->message = outpost_message_adapt (self->given, facts->eight_bit_mime, error);
  if (self->message == NULL)
    return FALSE;
  if (facts->size_limit == 0 || outpost_message_get_octets (self->message) <= facts->size_limit)
    return TRUE;

  size = g_format_size (outpost_message_get_octets (self->message));
  limit = g_format_size (facts->size_limit);
  g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TOO_BIG,
               _("The message has %s; the server takes up to %s."), size, limit);
  return FALSE;
}

/**
 * outpost_smtp_job_fit:
 * @self: a job without an error
 * @session: the session that will send it
 *
 * Sees to it that the server can take the message at all, before anything of it is said:
 * SMTPUTF8, 8BITMIME and SIZE. If not, the job has its error.
 *
 * Returns: whether it can go
 */
gboolean
outpost_smtp_job_fit (OutpostSmtpJob     *self,
                      OutpostSmtpSession *session)
{
  g_autoptr (GError) error = NULL;

  if (self->error == NULL && self->needs_smtputf8 && !session->facts.smtputf8) {
    g_set_error_literal (&error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NEEDS_SMTPUTF8,
                         _("An address has letters before the @ that this server "
                           "cannot take (it offers no SMTPUTF8)."));
    outpost_smtp_job_fail (self, session, OUTPOST_SMTP_STAGE_SENDER, error);
  } else if (self->error == NULL && !fit_message (self, session, &error)) {
    outpost_smtp_job_fail (self, session, OUTPOST_SMTP_STAGE_MESSAGE, error);
  } else if (self->error != NULL && !self->is_planned) {
    session->failure.stage = OUTPOST_SMTP_STAGE_SENDER;
  } else {
    /* Several transactions cannot be taken back together: ask for all first. */
    if (!self->is_planned && self->all_or_none &&
        self->recipients->len > outpost_smtp_job_get_limit (session))
      self->is_checking = TRUE;
    self->is_fit = self->is_planned = TRUE;
  }

  return self->is_fit;
}

/**
 * outpost_smtp_job_make_mail:
 * @self: a job that fits
 * @session: the session that sends it
 *
 * Writes MAIL with what the server wants to know (RFC 1870, RFC 6152, RFC 6531).
 *
 * Returns: (transfer full): the command
 */
char *
outpost_smtp_job_make_mail (OutpostSmtpJob     *self,
                            OutpostSmtpSession *session)
{
  GString *line = g_string_new (NULL);
  const OutpostSmtpFacts *facts = &session->facts;

  g_string_printf (line, "MAIL FROM:<%s>", self->sender);
  if (self->message != NULL && outpost_smtp_abilities_have (facts, "SIZE"))
    g_string_append_printf (line, " SIZE=%" G_GUINT64_FORMAT,
                            outpost_message_get_octets (self->message));
  if (self->message != NULL && facts->eight_bit_mime && outpost_message_has_8bit (self->message))
    g_string_append (line, " BODY=8BITMIME");
  if (self->needs_smtputf8)
    g_string_append (line, " SMTPUTF8");

  return g_string_free (line, FALSE);
}

/**
 * outpost_smtp_job_ask_again:
 * @self: a job whose recipients have all been asked without a refusal
 *
 * Begins the round in which the message is sent.
 */
void
outpost_smtp_job_ask_again (OutpostSmtpJob *self)
{
  self->is_checking = FALSE;
  for (guint i = 0; i < self->recipients->len; i++) {
    OutpostSmtpRecipient *recipient = g_ptr_array_index (self->recipients, i);

    g_clear_pointer (&recipient->reply, outpost_smtp_reply_free);
    g_queue_push_tail (&self->waiting, GUINT_TO_POINTER (i));
  }
}

/**
 * outpost_smtp_job_refuse:
 * @self: a job
 * @session: the session that sends it
 * @stage: what was refused
 * @reply: the refusal
 *
 * Lets the first trouble of a job decide about it.
 */
void
outpost_smtp_job_refuse (OutpostSmtpJob         *self,
                         OutpostSmtpSession     *session,
                         OutpostSmtpStage        stage,
                         const OutpostSmtpReply *reply)
{
  if (self->error != NULL)
    return;

  outpost_smtp_session_forget_failure (session);
  session->stage = stage;
  outpost_smtp_session_refuse (session, OUTPOST_SMTP_ERROR_REFUSED, reply, &self->error);
}

/**
 * outpost_smtp_job_fail:
 * @self: a job
 * @session: the session that sends it
 * @stage: where it stopped
 * @error: why
 *
 * As [func@Outpost.smtp_job_refuse], for trouble that is no reply.
 */
void
outpost_smtp_job_fail (OutpostSmtpJob     *self,
                       OutpostSmtpSession *session,
                       OutpostSmtpStage    stage,
                       const GError       *error)
{
  if (self->error != NULL)
    return;

  outpost_smtp_session_forget_failure (session);
  session->failure.stage = session->stage = stage;
  session->failure.after_body = g_error_matches (error, OUTPOST_SMTP_ERROR,
                                                 OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN);
  self->error = g_error_copy (error);
}

static gboolean
ends_address (char c)
{
  return c == '\0' || strchr (" <>\t\n,;:()\"'", c) != NULL;
}

/* Whether the words have the address as a whole in them. */
static gboolean
names_address (const char *words,
               const char *address)
{
  g_autofree char *text = g_ascii_strdown (words, -1);
  g_autofree char *wanted = g_ascii_strdown (address, -1);

  for (char *at = strstr (text, wanted); at != NULL; at = strstr (at + 1, wanted)) {
    const char *after = at + strlen (wanted);

    /* A full stop may end the sentence as well as go on to another domain. */
    if ((at == text || ends_address (at[-1])) &&
        (ends_address (*after) || (*after == '.' && ends_address (after[1]))))
      return TRUE;
  }

  return FALSE;
}

/**
 * outpost_smtp_job_blames_sender:
 * @self: a job
 * @recipient: index of the recipient that was asked for
 * @reply: the refusal
 *
 * Postfix and others judge the sender when the recipient is asked for ("553 5.7.1 …:
 * Sender address rejected: not owned by user", measured). X.7.1, X.1.7 and X.1.8
 * (RFC 3463) or words that name the sender's address lay it to the sender.
 *
 * Returns: whether the refusal speaks of the sender
 */
gboolean
outpost_smtp_job_blames_sender (OutpostSmtpJob         *self,
                                guint                   recipient,
                                const OutpostSmtpReply *reply)
{
  const char *detail = reply->enhanced != NULL ? strchr (reply->enhanced, '.') : NULL;

  if (detail != NULL && (strcmp (detail, ".7.1") == 0 || strcmp (detail, ".1.7") == 0 ||
                         strcmp (detail, ".1.8") == 0))
    return TRUE;

  return *self->sender != '\0' && reply->text != NULL &&
         g_ascii_strcasecmp (self->sender, g_ptr_array_index (self->addresses, recipient)) != 0 &&
         names_address (reply->text, self->sender);
}

/**
 * outpost_smtp_job_succeeded:
 * @self: a job that is done
 *
 * Returns: whether all (with all_or_none) or at least one of the recipients have it; after
 *   a check, whether they would
 */
gboolean
outpost_smtp_job_succeeded (OutpostSmtpJob *self)
{
  guint n_good = 0;

  for (guint i = 0; i < self->recipients->len; i++) {
    OutpostSmtpRecipient *recipient = g_ptr_array_index (self->recipients, i);

    if (self->check_only ? recipient->reply != NULL && recipient->reply->code / 100 == 2 :
                           recipient->accepted)
      n_good++;
  }

  return n_good > 0 && (!self->all_or_none || n_good == self->recipients->len);
}
