/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-secret-command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "outpost-secret-store.h"

#define OUTPUT_MAX_OCTETS 65536

/* All of it is locked into memory, so it begins with what a password needs. */
#define OUTPUT_FIRST_OCTETS 4000

/* One run of a command, in a main context of its own. */
typedef struct {
  const char    *program;
  GPid           pid;
  int            pipe;       /* what the command prints */
  OutpostSecret *output;
  gsize          length;
  gboolean       ended_output;
  gboolean       exited;
  int            status;     /* as waitpid() tells it */
  gboolean       timed_out;
  GError        *error;
} Run;

static void
set_failed (GError     **error,
            const char  *what)
{
  g_set_error_literal (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_COMMAND, what);
}

/* The file must be one that only its owner can change, and the owner one who
 * could read the password anyway. */
static gboolean
check_program (const char  *path,
               GError     **error)
{
  g_autofree char *what = NULL;
  struct stat info;

  if (stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    what = g_strdup_printf (_("The command “%s”, which is to print the password, is no program "
                              "file."), path);
  else if (info.st_uid != geteuid () && info.st_uid != 0)
    what = g_strdup_printf (_("The command “%s”, which is to print the password, is not run "
                              "because the file belongs to another user."), path);
  else if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    what = g_strdup_printf (_("The command “%s”, which is to print the password, is not run "
                              "because others may change the file. Take their right to write "
                              "away with “chmod go-w”."), path);
  if (what == NULL)
    return TRUE;
  set_failed (error, what);
  return FALSE;
}

static char *
find_program (const char  *word,
              GError     **error)
{
  g_autofree char *path = NULL;
  g_autofree char *what = NULL;

  /* A relative path would depend on where the program was started. */
  if (g_path_is_absolute (word))
    path = g_strdup (word);
  else if (strchr (word, '/') == NULL)
    path = g_find_program_in_path (word);

  if (path != NULL)
    return check_program (path, error) ? g_steal_pointer (&path) : NULL;

  what = g_strdup_printf (_("The command “%s”, which is to print the password, was not found."),
                          word);
  set_failed (error, what);
  return NULL;
}

static OutpostSecret *
take_first_line (OutpostSecret *output,
                 gsize          length)
{
  const char *text = outpost_secret_get_text (output);
  const char *end = memchr (text, '\n', length);

  if (end != NULL)
    length = (gsize) (end - text);
  if (length > 0 && text[length - 1] == '\r')
    length--;
  if (length == 0 || memchr (text, '\0', length) != NULL)
    return NULL;
  return outpost_secret_new (text, (gssize) length);
}

static void
make_room (Run *run)
{
  OutpostSecret *larger;

  if (run->length < outpost_secret_get_length (run->output))
    return;
  larger = outpost_secret_new_sized (OUTPUT_MAX_OCTETS + 1);
  memcpy (outpost_secret_get_data (larger), outpost_secret_get_data (run->output), run->length);
  outpost_secret_unref (run->output);
  run->output = larger;
}

static gboolean
wants_more (const Run *run)
{
  return !run->ended_output && run->length <= OUTPUT_MAX_OCTETS;
}

/* Reads what is there; whether it was anything. */
static gboolean
read_some (Run *run)
{
  ssize_t n;

  make_room (run);
  n = read (run->pipe, outpost_secret_get_data (run->output) + run->length,
            outpost_secret_get_length (run->output) - run->length);
  if (n > 0)
    run->length += (gsize) n;
  else
    run->ended_output = n == 0 || (errno != EAGAIN && errno != EINTR);
  return n > 0;
}

static gboolean
read_cb (int           fd,
         GIOCondition  condition,
         gpointer      user_data)
{
  Run *run = user_data;

  read_some (run);
  return wants_more (run);
}

/* What the command printed last can still be in the pipe. */
static void
exited_cb (GPid     pid,
           int      status,
           gpointer user_data)
{
  Run *run = user_data;

  run->exited = TRUE;
  run->status = status;
  while (wants_more (run) && read_some (run))
    continue;
}

static gboolean
timed_out_cb (gpointer user_data)
{
  Run *run = user_data;

  run->timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs in whichever thread cancels, and lets ours see it. A source of a cancellable that is freed
 * while another thread still tells of the cancelling is leaked by GLib 2.74. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      context)
{
  g_main_context_wakeup (context);
}

static void
attach (GMainContext *context,
        GSource      *source,
        GSourceFunc   func,
        Run          *run)
{
  g_source_set_callback (source, func, run, NULL);
  g_source_attach (source, context);
}

static gboolean
is_over (Run *run)
{
  /* Something the command has left running may hold the pipe open. */
  gboolean complete = run->ended_output ||
                      memchr (outpost_secret_get_text (run->output), '\n', run->length) != NULL;

  return run->error != NULL || run->timed_out || run->length > OUTPUT_MAX_OCTETS ||
         (run->exited && complete);
}

static void
wait_for_output (Run          *run,
                 GMainContext *context,
                 guint         timeout_ms,
                 GCancellable *cancellable)
{
  g_autoptr (GSource) readable = g_unix_fd_source_new (run->pipe, G_IO_IN | G_IO_HUP);
  g_autoptr (GSource) exited = g_child_watch_source_new (run->pid);
  g_autoptr (GSource) deadline = g_timeout_source_new (timeout_ms);
  gulong handler = cancellable != NULL ? g_cancellable_connect (cancellable,
                                                                G_CALLBACK (cancelled_cb),
                                                                context, NULL) : 0;

  g_unix_set_fd_nonblocking (run->pipe, TRUE, NULL);
  attach (context, readable, G_SOURCE_FUNC (read_cb), run);
  attach (context, exited, G_SOURCE_FUNC (exited_cb), run);
  attach (context, deadline, timed_out_cb, run);

  while (!is_over (run) && !g_cancellable_set_error_if_cancelled (cancellable, &run->error))
    g_main_context_iteration (context, TRUE);

  g_cancellable_disconnect (cancellable, handler);
  g_source_destroy (readable);
  g_source_destroy (deadline);
  if (!run->exited)
    kill (run->pid, SIGKILL);
  while (!run->exited)
    g_main_context_iteration (context, TRUE);
}

static OutpostSecret *
judge (Run       *run,
       guint      timeout_ms,
       GError   **error)
{
  OutpostSecret *secret = NULL;
  g_autofree char *what = NULL;

  if (run->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&run->error));
    return NULL;
  }
  if (run->length > OUTPUT_MAX_OCTETS)
    what = g_strdup_printf (_("The command “%s” printed more than 64 KiB in place of a password."),
                            run->program);
  else if (run->timed_out)
    what = g_strdup_printf (_("The command “%s” printed no password within %u seconds."),
                            run->program, timeout_ms / 1000);
  else if (run->status != 0)
    what = g_strdup_printf (_("The command “%s”, which is to print the password, ended with an "
                              "error. Run it in a terminal to see why."), run->program);
  else if ((secret = take_first_line (run->output, run->length)) == NULL)
    what = g_strdup_printf (_("The command “%s” printed no password on its first line."),
                            run->program);

  if (what != NULL)
    set_failed (error, what);
  return secret;
}

/* GLib copies our whole memory for the child when it has to close descriptors there; where
 * none outlives the start of a program anyway, it does not (posix_spawn(3), half a
 * millisecond). What was handed to us open, such as a lock, must not reach the command, which
 * may leave a daemon behind. */
static gboolean
start (Run    *run,
       char  **argv)
{
  GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL |
                      G_SPAWN_CLOEXEC_PIPES;

  if (close_range (STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
    flags |= G_SPAWN_LEAVE_DESCRIPTORS_OPEN;
  return g_spawn_async_with_pipes (NULL, argv, NULL, flags, NULL, NULL, &run->pid, NULL,
                                   &run->pipe, NULL, NULL);
}

/**
 * outpost_secret_command_run:
 * @command: the words of `Secret=command:`
 * @timeout_ms: how long it may take, in milliseconds
 * @cancellable: (nullable): ends the command
 * @error: return location for an [error@Outpost.SecretError]
 *
 * Runs a command that prints a secret on the first line of its output. The
 * words are split as a shell would, but no shell runs and nothing is expanded.
 * At most 64 KiB are read; what it prints to its standard error goes nowhere,
 * since a password may be in it.
 *
 * Returns: (transfer full): the secret, or %NULL with
 *   %OUTPOST_SECRET_ERROR_COMMAND, also if the file belongs to someone else or
 *   others may write to it
 */
OutpostSecret *
outpost_secret_command_run (const char    *command,
                            guint          timeout_ms,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *program = NULL;
  g_autoptr (GMainContext) context = NULL;
  OutpostSecret *secret;
  Run run = { 0 };

  if (!g_shell_parse_argv (command, NULL, &argv, NULL)) {
    set_failed (error, _("“Secret=command:” holds no command, or a quote in it is not closed."));
    return NULL;
  }
  program = find_program (argv[0], error);
  if (program == NULL)
    return NULL;
  g_free (argv[0]);
  argv[0] = g_strdup (program);

  if (!start (&run, argv)) {
    g_set_error (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_COMMAND,
                 _("The command “%s”, which is to print the password, cannot be started."),
                 program);
    return NULL;
  }
  context = g_main_context_new ();
  run.program = program;
  run.output = outpost_secret_new_sized (OUTPUT_FIRST_OCTETS);
  wait_for_output (&run, context, timeout_ms, cancellable);
  secret = judge (&run, timeout_ms, error);
  close (run.pipe);
  outpost_secret_unref (run.output);

  return secret;
}

static char *
find_credential (const char *name)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");

  return folder != NULL && g_path_is_absolute (folder) ? g_build_filename (folder, name, NULL)
                                                       : NULL;
}

static gssize
read_into (OutpostSecret *buffer,
           const char    *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;
  gsize length = 0;
  ssize_t n = -1;

  if (fd < 0)
    return -1;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode)) {
    do {
      n = read (fd, outpost_secret_get_data (buffer) + length, OUTPUT_MAX_OCTETS - length);
      if (n > 0)
        length += (gsize) n;
    } while (n > 0 || (n < 0 && errno == EINTR));
  }
  close (fd);
  return n < 0 ? -1 : (gssize) length;
}

/**
 * outpost_secret_credential_read:
 * @name: the name of `Secret=credential:`, a plain file name
 * @error: return location for an [error@Outpost.SecretError]
 *
 * Reads the first line of a credential that the service manager has handed
 * over: a file in `$CREDENTIALS_DIRECTORY` (systemd.exec(5), CREDENTIALS).
 *
 * Returns: (transfer full): the secret, or %NULL with %OUTPOST_SECRET_ERROR_CREDENTIAL
 */
OutpostSecret *
outpost_secret_credential_read (const char  *name,
                                GError     **error)
{
  g_autofree char *path = find_credential (name);
  g_autoptr (OutpostSecret) buffer = outpost_secret_new_sized (OUTPUT_MAX_OCTETS);
  gssize length = path != NULL ? read_into (buffer, path) : -1;
  OutpostSecret *secret = length > 0 ? take_first_line (buffer, (gsize) length) : NULL;

  if (secret == NULL)
    g_set_error (error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_CREDENTIAL,
                 /* Translators: the name of a credential; LoadCredential= stays as it is */
                 _("The service manager handed over no credential “%s”. Add it to the unit with "
                   "“LoadCredential=” or “LoadCredentialEncrypted=”."), name);
  return secret;
}
