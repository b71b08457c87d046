/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <stdio.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "outpost-json.h"
#include "outpost-paths.h"
#include "outpost-practice-server.h"

#define PRACTICE_ID "practice"

static char *folder;
static gboolean as_json;

static const GOptionEntry options[] = {
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder,
    N_("Keep certificate, password and mail in FOLDER"), N_("FOLDER") },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { NULL },
};

/* The account that goes with the running server: new ports, CA and password each time. */
static char *
save_account (OutpostAccountStore    *store,
              OutpostPracticeServer  *server,
              GError                **error)
{
  OutpostAccount *base = outpost_account_store_find (store, PRACTICE_ID);
  g_autoptr (OutpostAccount) draft = base != NULL ? outpost_account_copy (base)
                                                  : outpost_account_new (PRACTICE_ID);
  g_autofree char *port = g_strdup_printf ("%u", outpost_practice_server_get_tls_port (server));
  g_autofree char *file = g_shell_quote (outpost_practice_server_get_password_file (server));
  g_autofree char *secret = g_strdup_printf ("command:cat %s", file);

  /* Translators: the name of an account for trying things out */
  outpost_account_set (draft, OUTPOST_FIELD_NAME, _("Practice"));
  outpost_account_set (draft, OUTPOST_FIELD_SERVER, "127.0.0.1");
  outpost_account_set (draft, OUTPOST_FIELD_PORT, port);
  outpost_account_set (draft, OUTPOST_FIELD_SECURITY, "tls");
  outpost_account_set (draft, OUTPOST_FIELD_SIGN_IN, "auto");
  outpost_account_set (draft, OUTPOST_FIELD_USERNAME, OUTPOST_PRACTICE_USERNAME);
  outpost_account_set (draft, OUTPOST_FIELD_EMAIL, "practice@outpost.example");
  outpost_account_set (draft, OUTPOST_FIELD_SENDER, "shop@outpost.example");
  outpost_account_set (draft, OUTPOST_FIELD_TEST_ADDRESS, "someone@outpost.example");
  outpost_account_set (draft, OUTPOST_FIELD_CA_FILE, outpost_practice_server_get_ca_file (server));
  outpost_account_set (draft, OUTPOST_FIELD_SECRET, secret);

  return outpost_account_store_save_sync (store, base, draft, NULL, FALSE, NULL, error);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* Whoever started the server holds its standard input open: it ends with them, also
 * when they are killed. */
static gboolean
input_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  char buffer[256];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
print_ready (OutpostPracticeServer *server,
             const char            *path)
{
  guint tls_port = outpost_practice_server_get_tls_port (server);
  guint starttls_port = outpost_practice_server_get_starttls_port (server);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!as_json) {
    g_print ("ready %u %u\n", tls_port, starttls_port);
  } else {
    builder = json_builder_new ();
    json_builder_begin_object (builder);
    outpost_json_add_text (builder, "account", PRACTICE_ID);
    outpost_json_add_text (builder, "folder", path);
    outpost_json_add_number (builder, "tls_port", tls_port);
    outpost_json_add_number (builder, "starttls_port", starttls_port);
    json_builder_end_object (builder);
    outpost_ctl_print_json (builder);
  }
  fflush (stdout);
}

static void
serve (OutpostPracticeServer *server,
       const char            *path)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GSource) input = g_unix_fd_source_new (STDIN_FILENO, G_IO_IN | G_IO_HUP);

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_source_set_callback (input, G_SOURCE_FUNC (input_cb), loop, NULL);
  g_source_attach (input, NULL);

  print_ready (server, path);
  g_main_loop_run (loop);
  outpost_practice_server_stop (server);
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  g_autofree char *state = outpost_paths_get_state_dir ();
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autoptr (OutpostPracticeServer) server = NULL;
  g_autoptr (GError) error = NULL;

  if (n_arguments != 0)
    return outpost_ctl_usage (&outpost_practice_command, _("This command takes no argument."));

  path = folder != NULL ? g_canonicalize_filename (folder, NULL)
                        : g_build_filename (state, "practice", NULL);
  server = outpost_practice_server_new (path);
  if (!outpost_practice_server_start (server, &error)) {
    outpost_ctl_complain (error->message);
    return OUTPOST_EXIT_UNAVAILABLE;
  }
  id = save_account (store, server, &error);
  if (id == NULL) {
    outpost_ctl_complain (error->message);
    outpost_practice_server_stop (server);
    return OUTPOST_EXIT_CONFIGURATION;
  }
  serve (server, path);
  return OUTPOST_EXIT_OK;
}

const OutpostCommand outpost_practice_command = {
  "practice", "[--folder FOLDER] [--json]",
  N_("Run a mail server on this computer for trying things out, with an account for it"),
  options, run,
};
