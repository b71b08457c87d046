/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-message-complete-private.h"
#include "outpost-message.h"
#include "outpost-printable.h"

/* Longer than any name that fits the window; keeps every line of the text short. */
#define NAME_MAX_CHARACTERS 120

/* A name on one line, so that it cannot pass for a line of its own. */
static char *
show_name (const char *name)
{
  char *shown = outpost_printable (name, -1, NAME_MAX_CHARACTERS);

  return g_strdelimit (shown, "\n\t", ' ');
}

static void
add_line (GString    *text,
          const char *label,
          const char *value)
{
  g_autofree char *shown = show_name (value);

  /* Translators: a label such as "Account" and what it stands for */
  g_string_append_printf (text, _("%s: %s"), label, shown);
  g_string_append_c (text, '\n');
}

static char *
write_text (const OutpostTestMessage *test,
            GDateTime                *time)
{
  GString *text = g_string_new (NULL);
  g_autofree char *account = show_name (test->account_name);
  /* Translators: date and time as strftime writes them, with the distance from UTC */
  g_autofree char *when = g_date_time_format (time, _("%c (UTC%:z)"));

  g_string_append_printf (text, _("This is a test message for the account “%s”."), account);
  g_string_append (text, "\n");
  g_string_append (text, _("It has arrived, so mail can be sent through this account. There is "
                           "nothing to do, and the message can be deleted."));
  g_string_append (text, "\n\n");
  add_line (text, _("Program"), "Outpost " PACKAGE_VERSION);
  add_line (text, _("Account"), test->account_name);
  /* Translators: when the message was sent */
  add_line (text, _("Sent"), when != NULL ? when : "");
  if (test->name_computer) {
    add_line (text, _("Computer"), g_get_host_name ());
    add_line (text, _("User"), g_get_user_name ());
  }
  return g_string_free (text, FALSE);
}

/**
 * outpost_message_new_test:
 * @test: what the message says
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Writes the message that Test sends, in the language of the person. It says
 * that no person wrote it (RFC 3834), so that nothing answers it, and names
 * neither computer nor user unless that is wanted. It suits every server: text
 * that is not ASCII is encoded.
 *
 * Returns: (transfer full) (nullable): the message, with @test's recipient; %NULL
 *   with @error set if one of the addresses is none
 */
OutpostMessage *
outpost_message_new_test (const OutpostTestMessage  *test,
                          GError                   **error)
{
  g_autoptr (OutpostAddress) to = NULL;
  g_autoptr (OutpostMessage) message = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *text = NULL;
  g_autofree char *date = NULL;
  g_autofree char *whole = NULL;
  OutpostMessageOptions options = { .recipients_from_header = TRUE };

  g_return_val_if_fail (test != NULL && test->from != NULL && test->to != NULL, NULL);
  g_return_val_if_fail (test->account_name != NULL, NULL);

  to = outpost_address_parse (test->to, &reason);
  if (to == NULL) {
    g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS,
                         reason->message);
    return NULL;
  }

  options.from = test->from;
  options.from_name = test->from_name;
  options.reply_to = test->reply_to;
  time = g_date_time_new_from_unix_local (test->time);
  date = outpost_header_format_date (time);
  text = write_text (test, time);
  whole = g_strdup_printf ("To: %s\nSubject: %s\nDate: %s\nAuto-Submitted: auto-generated\n"
                           "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s",
                           outpost_address_get_wire (to), _("Test message from Outpost"), date,
                           text);
  message = outpost_message_new_from_text (whole, -1, &options, error);
  return message != NULL ? outpost_message_adapt (message, FALSE, error) : NULL;
}
