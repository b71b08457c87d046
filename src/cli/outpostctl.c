/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "outpost-json.h"
#include "outpost-locale.h"
#include "outpost-paths.h"
#include "outpost-standard-files.h"
#include "outpost-terminal.h"

static const OutpostCommand * const commands[] = {
  &outpost_list_command,     &outpost_show_command, &outpost_set_command,
  &outpost_remove_command,   &outpost_password_command, &outpost_discover_command,
  &outpost_test_command,     &outpost_check_command, &outpost_explain_command,
  &outpost_practice_command,
};

/**
 * outpost_ctl_complain:
 * @message: a sentence
 *
 * Says on standard error what went wrong.
 */
void
outpost_ctl_complain (const char *message)
{
  g_printerr ("outpostctl: %s\n", message);
}

/**
 * outpost_ctl_usage:
 * @command: the command that was called
 * @message: what is wrong with the call
 *
 * Returns: %OUTPOST_EXIT_USAGE, said on standard error
 */
int
outpost_ctl_usage (const OutpostCommand *command,
                   const char           *message)
{
  outpost_ctl_complain (message);
  g_printerr (_("Usage: outpostctl %s %s\n"), command->name, command->arguments);
  return OUTPOST_EXIT_USAGE;
}

/**
 * outpost_ctl_tell_broken:
 * @store: the accounts
 * @id: (nullable): an account's id, or %NULL for all
 *
 * Says on standard error what is wrong with account files that cannot be read.
 *
 * Returns: whether there was such a file
 */
gboolean
outpost_ctl_tell_broken (OutpostAccountStore *store,
                         const char          *id)
{
  GPtrArray *broken = outpost_account_store_get_broken (store);
  gboolean any = FALSE;

  for (guint i = 0; i < broken->len; i++) {
    const OutpostBrokenAccount *account = g_ptr_array_index (broken, i);

    if (id != NULL && !g_str_equal (account->id, id))
      continue;
    outpost_ctl_complain (account->error->message);
    any = TRUE;
  }
  return any;
}

/**
 * outpost_ctl_find_account:
 * @store: the accounts
 * @id: the account's id
 *
 * Finds an account, or says on standard error why there is none.
 *
 * Returns: (transfer none) (nullable): the account
 */
OutpostAccount *
outpost_ctl_find_account (OutpostAccountStore *store,
                          const char          *id)
{
  OutpostAccount *account = outpost_account_store_find (store, id);
  g_autofree char *message = NULL;

  if (account != NULL)
    return account;

  if (!outpost_ctl_tell_broken (store, id)) {
    message = g_strdup_printf (_("There is no account “%s”."), id);
    outpost_ctl_complain (message);
  }
  return NULL;
}

/**
 * outpost_ctl_error_exit:
 * @error: why an account or its secret could not be kept or removed
 *
 * Returns: %OUTPOST_EXIT_TEMPORARY for what keyring or disk refused and may take
 *   another time; %OUTPOST_EXIT_CONFIGURATION for what is wrong in itself
 */
int
outpost_ctl_error_exit (const GError *error)
{
  /* The keyring is not where the password of this account comes from. */
  if (g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_COMMAND) ||
      g_error_matches (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_CREDENTIAL))
    return OUTPOST_EXIT_CONFIGURATION;
  return error->domain == OUTPOST_SECRET_ERROR || error->domain == G_IO_ERROR
           ? OUTPOST_EXIT_TEMPORARY : OUTPOST_EXIT_CONFIGURATION;
}

/**
 * outpost_ctl_may_prompt:
 *
 * Returns: whether a person sits at the terminal whom the keyring may ask
 */
gboolean
outpost_ctl_may_prompt (void)
{
  return isatty (STDIN_FILENO);
}

/**
 * outpost_ctl_print_json:
 * @builder: a value that is complete
 *
 * Prints it on standard output.
 */
void
outpost_ctl_print_json (JsonBuilder *builder)
{
  g_autofree char *text = outpost_json_to_text (builder);

  g_print ("%s\n", text);
}

static void
print_help (FILE *out)
{
  fprintf (out, "%s\n\n", _("Usage: outpostctl COMMAND [OPTION…] [ARGUMENT…]"));
  fprintf (out, "%s\n", _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *call = g_strdup_printf ("%s %s", commands[i]->name, commands[i]->arguments);

    fprintf (out, "  %-34s %s\n", call, _(commands[i]->summary));
  }
  fprintf (out, "\n%s\n", _("“outpostctl COMMAND --help” tells more of a command."));
}

static int
run_command (const OutpostCommand *command,
             int                   argc,
             char                **argv)
{
  g_autofree char *name = g_strdup_printf ("outpostctl %s", command->name);
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autoptr (OutpostAccountStore) store = NULL;
  g_autoptr (GError) error = NULL;
  int first = 1;

  g_set_prgname (name); /* stands in the help */
  g_option_context_set_summary (context, _(command->summary));
  if (command->options != NULL)
    g_option_context_add_main_entries (context, command->options, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return outpost_ctl_usage (command, error->message);

  /* GOption leaves it in front of a word that looks like an option. */
  if (argc > first && g_str_equal (argv[first], "--"))
    first++;
  store = outpost_account_store_new (NULL);
  return command->run (store, argv + first, argc - first);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *message = NULL;

  outpost_standard_files_open ();
  outpost_paths_adopt_runtime_dir ();
  outpost_locale_init ();
  outpost_terminal_init ();

  if (argc < 2) {
    print_help (stderr);
    return OUTPOST_EXIT_USAGE;
  }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")) {
    print_help (stdout);
    return OUTPOST_EXIT_OK;
  }
  if (g_str_equal (argv[1], "--version")) {
    printf ("outpostctl %s\n", PACKAGE_VERSION);
    return OUTPOST_EXIT_OK;
  }

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i]->name))
      return run_command (commands[i], argc - 1, argv + 1);

  message = g_strdup_printf (_("There is no command “%s”."), argv[1]);
  outpost_ctl_complain (message);
  print_help (stderr);
  return OUTPOST_EXIT_USAGE;
}
