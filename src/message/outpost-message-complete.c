/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-complete-private.h"

#include <string.h>
#include <sys/random.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-message-mailboxes-private.h"
#include "outpost-message-words-private.h"

#define MESSAGE_ID_OCTETS 16

/* RFC 2606, section 2: a domain that nobody has. */
#define DOMAIN_OF_NOBODY "outpost.invalid"

/**
 * outpost_header_dup_sender:
 * @fields: (element-type OutpostField): a header
 *
 * Returns: (transfer full) (nullable): the first address of the From field as
 *   it goes over the wire, or %NULL if there is none
 */
char *
outpost_header_dup_sender (GPtrArray *fields)
{
  OutpostField *from = outpost_header_find (fields, "From");
  g_autofree char *value = from != NULL ? outpost_field_dup_value (from) : NULL;
  g_autoptr (GPtrArray) list = NULL;
  gboolean sound;

  if (value == NULL)
    return NULL;
  list = outpost_mailboxes_parse (value, &sound);
  for (guint i = 0; i < list->len; i++) {
    OutpostMailbox *entry = list->pdata[i];
    g_autoptr (OutpostAddress) address = NULL;

    if (entry->kind != OUTPOST_MAILBOX)
      continue;
    address = outpost_address_parse (entry->address, NULL);
    return address != NULL ? g_strdup (outpost_address_get_wire (address)) : NULL;
  }
  return NULL;
}

/* Whether a field has to be added. One without a value says nothing and goes. */
static gboolean
is_missing (GPtrArray  *fields,
            const char *name)
{
  OutpostField *field = outpost_header_find (fields, name);
  g_autofree char *value = field != NULL ? outpost_field_dup_value (field) : NULL;

  if (value != NULL && *value != '\0')
    return FALSE;
  outpost_header_remove (fields, name);
  return TRUE;
}

/* A field with one mailbox. */
static gboolean
add_mailbox (GPtrArray   *fields,
             const char  *field_name,
             const char  *name,
             const char  *address_text,
             GError     **error)
{
  g_autoptr (OutpostAddress) address = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *clean = outpost_words_decode (name != NULL ? name : "");
  g_autofree char *word = NULL;
  OutpostField *field;
  OutpostFieldWriter writer;

  address = outpost_address_parse (address_text, &reason);
  if (address == NULL) {
    g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT,
                         reason->message);
    return FALSE;
  }

  field = outpost_field_new (field_name, "");
  g_string_truncate (field->text, 0);
  outpost_field_writer_init (&writer, field->text, field_name);
  if (*clean != '\0')
    outpost_field_writer_add_phrase (&writer, clean);
  word = g_strdup_printf (*clean != '\0' ? "<%s>" : "%s", outpost_address_get_wire (address));
  outpost_field_writer_add_word (&writer, " ", word);
  g_string_append (field->text, "\r\n");
  g_ptr_array_add (fields, field);
  return TRUE;
}

/* 128 random bits: nobody can guess it, and no two are ever the same. */
static void
add_message_id (GPtrArray  *fields,
                const char *from)
{
  g_autofree char *sender = outpost_header_dup_sender (fields);
  g_autoptr (OutpostAddress) given = from != NULL ? outpost_address_parse (from, NULL) : NULL;
  const char *address = sender;
  const char *domain = DOMAIN_OF_NOBODY;
  g_autoptr (GString) id = g_string_new ("<");
  guint8 random[MESSAGE_ID_OCTETS];

  if (address == NULL && given != NULL)
    address = outpost_address_get_wire (given);
  if (address != NULL)
    domain = strrchr (address, '@') + 1;

  if (getentropy (random, sizeof random) != 0)
    g_error ("The kernel gives no random numbers.");
  for (gsize i = 0; i < sizeof random; i++)
    g_string_append_printf (id, "%02x", random[i]);
  g_string_append_printf (id, "@%s>", domain);
  outpost_header_append (fields, "Message-ID", id->str);
}

/**
 * outpost_header_format_date:
 * @time: a moment
 *
 * Returns: (transfer full): the moment as a header has it, in English and with its offset
 *   (RFC 5322, section 3.3)
 */
char *
outpost_header_format_date (GDateTime *time)
{
  static const char * const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char * const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  };
  int offset = (int) (g_date_time_get_utc_offset (time) / G_TIME_SPAN_MINUTE);

  return g_strdup_printf ("%s, %02d %s %d %02d:%02d:%02d %c%02d%02d",
                          days[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time),
                          months[g_date_time_get_month (time) - 1], g_date_time_get_year (time),
                          g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time), offset < 0 ? '-' : '+',
                          ABS (offset) / 60, ABS (offset) % 60);
}

static void
add_date (GPtrArray *fields)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = outpost_header_format_date (now);

  outpost_header_append (fields, "Date", date);
}

/**
 * outpost_header_complete:
 * @fields: (element-type OutpostField): a header
 * @options: what to add where it is missing
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Removes what must not be sent, and adds what a message has to have (RFC 5322,
 * section 3.6) and its program has left to us, as RFC 6409, section 8 allows.
 *
 * Returns: whether what had to be added is well formed
 */
gboolean
outpost_header_complete (GPtrArray                    *fields,
                         const OutpostMessageOptions  *options,
                         GError                      **error)
{
  outpost_header_remove (fields, "Bcc");
  outpost_header_remove (fields, "Resent-Bcc");

  if (is_missing (fields, "From") && options->from != NULL &&
      !add_mailbox (fields, "From", options->from_name, options->from, error))
    return FALSE;
  if (options->reply_to != NULL && is_missing (fields, "Reply-To") &&
      !add_mailbox (fields, "Reply-To", NULL, options->reply_to, error))
    return FALSE;
  if (is_missing (fields, "Date"))
    add_date (fields);
  if (is_missing (fields, "Message-ID"))
    add_message_id (fields, options->from);
  return TRUE;
}
