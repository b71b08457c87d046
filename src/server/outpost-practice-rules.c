/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-practice-rules-private.h"

#include <string.h>

static gboolean
is_for (const char *address,
        const char *local)
{
  gsize length = strlen (local);

  return g_ascii_strncasecmp (address, local, length) == 0 && address[length] == '@';
}

static char *
refuse_sender (const char *sender)
{
  return g_strdup_printf ("553 5.7.1 <%s>: Sender address rejected: not owned by user "
                          OUTPOST_PRACTICE_USERNAME, sender);
}

static gboolean
is_foreign (const char *own,
            const char *sender)
{
  return own != NULL && *sender != '\0' && g_ascii_strcasecmp (own, sender) != 0;
}

/**
 * outpost_practice_rules_check_sender:
 * @rule: where foreign senders are refused
 * @own: (nullable): the account's own address
 * @sender: MAIL FROM
 *
 * Returns: (transfer full) (nullable): the reply that refuses it at MAIL
 */
char *
outpost_practice_rules_check_sender (OutpostPracticeSenderRule  rule,
                                     const char                *own,
                                     const char                *sender)
{
  if (is_for (sender, "sender-refused") ||
      (rule == OUTPOST_PRACTICE_SENDER_OWN_AT_MAIL && is_foreign (own, sender)))
    return refuse_sender (sender);
  return NULL;
}

/**
 * outpost_practice_rules_check_recipient:
 * @rule: where foreign senders are refused
 * @own: (nullable): the account's own address
 * @envelope: what is known so far
 * @recipient: RCPT TO
 *
 * Returns: (transfer full) (nullable): the reply that refuses it, or the sender, at RCPT
 */
char *
outpost_practice_rules_check_recipient (OutpostPracticeSenderRule      rule,
                                        const char                    *own,
                                        const OutpostReceiverEnvelope *envelope,
                                        const char                    *recipient)
{
  if (is_for (envelope->sender, "sender-refused-late") ||
      (rule == OUTPOST_PRACTICE_SENDER_OWN_AT_RCPT && is_foreign (own, envelope->sender)))
    return refuse_sender (envelope->sender);
  if (is_for (recipient, "refused"))
    return g_strdup_printf ("550 5.1.1 <%s>: There is no such mailbox", recipient);
  if (is_for (recipient, "later"))
    return g_strdup_printf ("451 4.7.1 <%s>: Try again later", recipient);
  if (is_for (recipient, "full"))
    return g_strdup_printf ("452 4.2.2 <%s>: The mailbox is full", recipient);
  return NULL;
}

/**
 * outpost_practice_rules_check_message:
 * @envelope: the envelope of a message that was read to its end
 *
 * Returns: (transfer full) (nullable): the reply that refuses it
 */
char *
outpost_practice_rules_check_message (const OutpostReceiverEnvelope *envelope)
{
  for (guint i = 0; i < envelope->recipients->len; i++) {
    const char *recipient = g_ptr_array_index (envelope->recipients, i);

    if (is_for (recipient, "message-refused"))
      return g_strdup ("554 5.7.1 The message was refused for its content");
    if (is_for (recipient, "message-later"))
      return g_strdup ("451 4.3.0 The message cannot be taken now");
  }
  return NULL;
}

/* RFC 5322, section 3.3. Not g_date_time_format(), whose names follow the locale. */
static char *
dup_date (void)
{
  static const char * const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char * const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_strdup_printf ("%s, %d %s %d %02d:%02d:%02d +0000",
                          days[g_date_time_get_day_of_week (now) - 1],
                          g_date_time_get_day_of_month (now),
                          months[g_date_time_get_month (now) - 1], g_date_time_get_year (now),
                          g_date_time_get_hour (now), g_date_time_get_minute (now),
                          g_date_time_get_second (now));
}

/**
 * outpost_practice_rules_dup_trace:
 * @envelope: the envelope of a message
 * @id: the name it is kept under
 *
 * Writes what a server puts before the messages it delivers (RFC 5321, section
 * 4.4): Return-Path, a Delivered-To for each recipient, Received.
 *
 * Returns: (transfer full): header fields, lines ended by CRLF
 */
char *
outpost_practice_rules_dup_trace (const OutpostReceiverEnvelope *envelope,
                                  const char                    *id)
{
  GString *trace = g_string_new (NULL);
  g_autofree char *date = dup_date ();

  g_string_append_printf (trace, "Return-Path: <%s>\r\n", envelope->sender);
  for (guint i = 0; i < envelope->recipients->len; i++)
    g_string_append_printf (trace, "Delivered-To: %s\r\n",
                            (const char *) g_ptr_array_index (envelope->recipients, i));
  /* The names of RFC 3848 and RFC 6531, section 4.3. */
  g_string_append_printf (trace, "Received: from %s (localhost)\r\n"
                          "\tby localhost (Outpost practice server) with %s%s%s\r\n"
                          "\tid %s; %s\r\n",
                          envelope->hello,
                          envelope->is_utf8 ? "UTF8SMTP" : envelope->is_extended ? "ESMTP" : "SMTP",
                          envelope->is_extended && envelope->is_tls ? "S" : "",
                          envelope->is_extended && envelope->user != NULL ? "A" : "", id, date);
  return g_string_free (trace, FALSE);
}
