/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "outpost-account-store.h"
#include "outpost-address.h"
#include "outpost-locale.h"
#include "outpost-message.h"
#include "outpost-paths.h"
#include "outpost-sendmail-options.h"
#include "outpost-standard-files.h"
#include "outpost-submit.h"
#include "outpost-terminal.h"

static void
print_help (void)
{
  printf ("%s\n\n%s\n",
          _("Usage: outpost-sendmail [--account=ID] --no-queue [-t] [-i] [-f FROM] [-F NAME] [-v] "
            "-- TO…"),
          _("Reads a message from standard input and hands it to the account’s mail server."));
}

/* Says what is wrong with the file of an account, or with any file where none is named. */
static gboolean
tell_broken (OutpostAccountStore *store,
             const char          *id)
{
  GPtrArray *broken = outpost_account_store_get_broken (store);
  gboolean any = FALSE;

  for (guint i = 0; i < broken->len; i++) {
    const OutpostBrokenAccount *file = g_ptr_array_index (broken, i);

    if (id != NULL && !g_str_equal (file->id, id))
      continue;
    outpost_submit_complain ("%s", file->error->message);
    any = TRUE;
  }
  return any;
}

/* The one that was asked for, else the default, else the only one there is. */
static OutpostAccount *
choose_account (OutpostAccountStore *store,
                const char          *wanted)
{
  g_autofree char *default_id = wanted == NULL ? outpost_account_store_dup_default (store) : NULL;
  const char *id = wanted != NULL ? wanted : default_id;
  OutpostAccount *account = id != NULL ? outpost_account_store_find (store, id) : NULL;

  if (account != NULL)
    return account;

  if (wanted != NULL && !tell_broken (store, wanted))
    outpost_submit_complain (_("there is no account “%s”"), wanted);
  else if (wanted == NULL && !tell_broken (store, NULL))
    outpost_submit_complain (_("no account is set up, or none is the default"));
  return NULL;
}

/* A file that was written by hand may have anything here; without an address of its
 * own a message would leave with the null reverse-path. */
static gboolean
has_addresses (OutpostAccount *account)
{
  const struct { OutpostField field; const char *text; } addresses[] = {
    { OUTPOST_FIELD_SENDER, outpost_account_get_sender (account) },
    { OUTPOST_FIELD_RETURN_PATH, outpost_account_get_return_path (account) },
    { OUTPOST_FIELD_REPLY_TO, outpost_account_get (account, OUTPOST_FIELD_REPLY_TO) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (OutpostAddress) address = NULL;
    g_autoptr (GError) error = NULL;

    if (addresses[i].field == OUTPOST_FIELD_REPLY_TO && *addresses[i].text == '\0')
      continue;
    address = outpost_address_parse (addresses[i].text, &error);
    if (address == NULL) {
      /* Translators: an account's id, a key of its file, and a sentence about its value */
      outpost_submit_complain (_("account “%s”, “%s”: %s"), outpost_account_get_id (account),
                               outpost_field_get_key (addresses[i].field), error->message);
      return FALSE;
    }
  }
  return TRUE;
}

/* The address of -f, empty for the null reverse-path. cron and others say "-f root": a
 * name without a domain means nothing to the provider, and counts as none. */
static const char *
get_given_sender (const OutpostSendmailOptions *options)
{
  g_autoptr (OutpostAddress) address = NULL;

  if (options->from == NULL || *options->from == '\0')
    return options->from;
  address = outpost_address_parse (options->from, NULL);
  return address != NULL ? options->from : NULL;
}

static OutpostMessage *
read_message (const OutpostSendmailOptions *options,
              OutpostAccount               *account,
              const char                   *given_sender,
              GError                      **error)
{
  const char *name = options->from_name != NULL
                       ? options->from_name
                       : outpost_account_get (account, OUTPOST_FIELD_SENDER_NAME);
  const char *reply_to = outpost_account_get (account, OUTPOST_FIELD_REPLY_TO);
  const OutpostMessageOptions message_options = {
    .from = given_sender != NULL && *given_sender != '\0' ? given_sender
                                                          : outpost_account_get_sender (account),
    .from_name = *name != '\0' ? name : NULL,
    .reply_to = *reply_to != '\0' ? reply_to : NULL,
    .recipients_from_header = options->recipients_from_header,
    .dot_ends = !options->dots_are_text,
  };

  return outpost_message_read (STDIN_FILENO, &message_options, NULL, error);
}

static gboolean
add_recipient (GPtrArray  *recipients,
               const char *text)
{
  g_autoptr (OutpostAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  address = outpost_address_parse (text, &error);
  if (address == NULL) {
    outpost_submit_complain ("%s: %s", text, error->message);
    return FALSE;
  }
  for (guint i = 0; i < recipients->len; i++)
    if (g_str_equal (g_ptr_array_index (recipients, i), text))
      return TRUE;
  g_ptr_array_add (recipients, g_strdup (text));
  return TRUE;
}

/* Those on the command line and, with -t, those of the header; each once. */
static GPtrArray *
collect_recipients (const OutpostSendmailOptions *options,
                    OutpostMessage               *message)
{
  g_autoptr (GPtrArray) recipients = g_ptr_array_new_with_free_func (g_free);
  const char * const *from_header = outpost_message_get_recipients (message);

  for (guint i = 0; i < options->recipients->len; i++)
    if (!add_recipient (recipients, g_ptr_array_index (options->recipients, i)))
      return NULL;
  for (gsize i = 0; from_header != NULL && from_header[i] != NULL; i++)
    if (!add_recipient (recipients, from_header[i]))
      return NULL;
  g_ptr_array_add (recipients, NULL);
  return g_steal_pointer (&recipients);
}

/* With -t it is the message that names nobody. */
static OutpostExit
tell_no_recipient (const OutpostSendmailOptions *options)
{
  if (options->recipients_from_header) {
    outpost_submit_complain (_("the message names no recipient"));
    return OUTPOST_EXIT_DATA;
  }
  outpost_submit_complain (_("no recipient was given"));
  return OUTPOST_EXIT_USAGE;
}

static OutpostExit
send_message (const OutpostSendmailOptions *options)
{
  g_autoptr (OutpostAccountStore) store = outpost_account_store_new (NULL);
  OutpostAccount *account = choose_account (store, options->account);
  g_autoptr (OutpostMessage) message = NULL;
  g_autoptr (GPtrArray) recipients = NULL;
  g_autoptr (GError) error = NULL;
  const char *sender = get_given_sender (options);

  if (account == NULL || !has_addresses (account))
    return OUTPOST_EXIT_CONFIGURATION;

  message = read_message (options, account, sender, &error);
  if (message == NULL) {
    outpost_submit_complain ("%s", error->message);
    return outpost_submit_message_exit (error);
  }
  recipients = collect_recipients (options, message);
  if (recipients == NULL)
    return OUTPOST_EXIT_DATA;
  if (recipients->len <= 1)
    return tell_no_recipient (options);
  if (sender == NULL)
    sender = outpost_account_get_return_path (account);
  return outpost_submit_message (account, message, sender,
                                 (const char * const *) recipients->pdata, options->verbose);
}

static OutpostExit
run (const OutpostSendmailOptions *options)
{
  switch (options->task) {
  case OUTPOST_SENDMAIL_HELP:
    print_help ();
    return OUTPOST_EXIT_OK;
  case OUTPOST_SENDMAIL_VERSION:
    printf ("outpost-sendmail %s\n", PACKAGE_VERSION);
    return OUTPOST_EXIT_OK;
  case OUTPOST_SENDMAIL_OTHER:
    outpost_submit_complain (_("this version keeps no outbox; it only sends, with --no-queue"));
    return OUTPOST_EXIT_USAGE;
  case OUTPOST_SENDMAIL_SEND:
  default:
    break;
  }
  if (!options->no_queue) {
    outpost_submit_complain (_("this version keeps no outbox; call it with --no-queue to send now "
                               "or fail"));
    return OUTPOST_EXIT_USAGE;
  }
  return send_message (options);
}

int
main (int   argc,
      char *argv[])
{
  OutpostSendmailOptions options;
  g_autoptr (GError) error = NULL;
  OutpostExit code = OUTPOST_EXIT_USAGE;

  outpost_standard_files_open ();
  outpost_paths_adopt_runtime_dir ();
  outpost_locale_init_words ();
  outpost_terminal_init ();

  if (outpost_sendmail_options_parse (&options, argc, argv, &error))
    code = run (&options);
  else
    outpost_submit_complain ("%s", error->message);
  outpost_sendmail_options_clear (&options);
  return code;
}
