/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "outpost-secret-command.h"
#include "outpost-secret-store.h"

typedef struct {
  char           *folder;
  char           *program;
  OutpostAccount *account;
  OutpostSecret  *secret;
  GError         *error;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("outpost-secret-XXXXXX", NULL);
  fixture->program = g_build_filename (fixture->folder, "print", NULL);
  fixture->account = outpost_account_new (NULL);
  outpost_account_set (fixture->account, OUTPOST_FIELD_USERNAME, "shop");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->program);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_clear_pointer (&fixture->secret, outpost_secret_unref);
  g_clear_error (&fixture->error);
  g_object_unref (fixture->account);
  g_free (fixture->program);
  g_free (fixture->folder);
}

static void
make_program (Fixture    *fixture,
              const char *script,
              int         mode)
{
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", script);

  g_assert_true (g_file_set_contents (fixture->program, text, -1, NULL));
  g_assert_cmpint (g_chmod (fixture->program, mode), ==, 0);
}

static void
load (Fixture *fixture)
{
  g_clear_pointer (&fixture->secret, outpost_secret_unref);
  g_clear_error (&fixture->error);
  fixture->secret = outpost_secret_load_sync (fixture->account, OUTPOST_SECRET_KIND_PASSWORD,
                                              FALSE, NULL, &fixture->error);
}

static void
run_script (Fixture    *fixture,
            const char *script)
{
  g_autofree char *source = g_strdup_printf ("command:%s", fixture->program);

  make_program (fixture, script, 0700);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, source);
  load (fixture);
}

static void
assert_secret (Fixture    *fixture,
               const char *expected)
{
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (outpost_secret_get_text (fixture->secret), ==, expected);
}

/* No sentence holds what the command printed. */
static void
assert_refused (Fixture *fixture)
{
  g_assert_null (fixture->secret);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_COMMAND);
  g_assert_null (strstr (fixture->error->message, "hunter2"));
}

static void
test_first_line (Fixture       *fixture,
                 gconstpointer  data)
{
  run_script (fixture, "echo hunter2");
  assert_secret (fixture, "hunter2");
  run_script (fixture, "printf ' hunter2 \\r\\nlogin: shop\\n'");
  assert_secret (fixture, " hunter2 ");
  run_script (fixture, "printf hunter2");
  assert_secret (fixture, "hunter2");
  g_assert_cmpint (outpost_secret_state_sync (fixture->account, NULL), ==,
                   OUTPOST_SECRET_STATE_COMMAND);
}

static void
test_no_password (Fixture       *fixture,
                  gconstpointer  data)
{
  run_script (fixture, ":");
  assert_refused (fixture);
  run_script (fixture, "echo; echo hunter2");
  assert_refused (fixture);
  run_script (fixture, "printf 'hun\\0ter2\\n'");
  assert_refused (fixture);
  run_script (fixture, "echo hunter2; exit 1");
  assert_refused (fixture);
  run_script (fixture, "echo hunter2; kill -TERM $$");
  assert_refused (fixture);
}

/* The limit is on all that is printed: exactly 64 KiB pass. */
static void
test_too_much (Fixture       *fixture,
               gconstpointer  data)
{
  run_script (fixture, "echo hunter2; head -c 65528 /dev/zero");
  assert_secret (fixture, "hunter2");
  run_script (fixture, "echo hunter2; head -c 65529 /dev/zero");
  assert_refused (fixture);
  run_script (fixture, "cat /dev/zero");
  assert_refused (fixture);
}

/* The words reach the program as a shell would split them, and as they are. */
static void
test_no_shell (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *source =
    g_strdup_printf ("command:%s 'two words' $HOME;* \"a\\\"b\"", fixture->program);

  make_program (fixture, "IFS='|'; echo \"$*\"", 0700);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, source);
  load (fixture);
  assert_secret (fixture, "two words|$HOME;*|a\"b");
}

static void
test_no_input (Fixture       *fixture,
               gconstpointer  data)
{
  run_script (fixture, "cat; echo hunter2 >&2; echo quiet");
  assert_secret (fixture, "quiet");
}

static void
test_path (Fixture       *fixture,
           gconstpointer  data)
{
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:echo found");
  load (fixture);
  assert_secret (fixture, "found");
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:./print");
  load (fixture);
  assert_refused (fixture);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:no-such-program-here");
  load (fixture);
  assert_refused (fixture);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:/");
  load (fixture);
  assert_refused (fixture);
}

static void
test_mode (Fixture       *fixture,
           gconstpointer  data)
{
  const int refused[] = { 0720, 0702, 0777, 0600 };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    run_script (fixture, "echo hunter2");
    make_program (fixture, "echo hunter2", refused[i]);
    load (fixture);
    assert_refused (fixture);
  }
  make_program (fixture, "echo fine", 0755);
  load (fixture);
  assert_secret (fixture, "fine");
}

static void
test_owner (Fixture       *fixture,
            gconstpointer  data)
{
  run_script (fixture, "echo hunter2");
  if (chown (fixture->program, 12345, (gid_t) -1) != 0) {
    g_test_skip ("only root can give a file away");
    return;
  }
  load (fixture);
  assert_refused (fixture);
}

static void
test_timeout (Fixture       *fixture,
              gconstpointer  data)
{
  make_program (fixture, "exec sleep 1000", 0700);
  fixture->secret = outpost_secret_command_run (fixture->program, 50, NULL, &fixture->error);
  assert_refused (fixture);
  g_assert_nonnull (strstr (fixture->error->message, "within"));
}

/* The command has written its process id, so that its end can be seen. */
static void
assert_gone (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "pid", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpint (kill ((pid_t) atoi (text), 0), ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
  g_unlink (path);
}

static gpointer
cancel_when_started (gpointer data)
{
  gpointer *arguments = data;
  g_autofree char *contents = NULL;

  /* Opening the pipe waits for the command to open its end. */
  g_file_get_contents (arguments[0], &contents, NULL, NULL);
  g_cancellable_cancel (arguments[1]);
  return NULL;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "started", NULL);
  g_autofree char *script = g_strdup_printf ("echo $$ > %s/pid; echo > %s; exec sleep 1000",
                                             fixture->folder, pipe);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gpointer arguments[] = { pipe, cancellable };
  GThread *thread;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  make_program (fixture, script, 0700);
  thread = g_thread_new ("cancel", cancel_when_started, arguments);
  fixture->secret = outpost_secret_command_run (fixture->program, 30000, cancellable,
                                                &fixture->error);
  g_thread_join (thread);
  g_assert_null (fixture->secret);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_gone (fixture);
  g_unlink (pipe);
}

/* What the command leaves running keeps the pipe open; nobody waits for that. */
static void
test_left_running (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *script =
    g_strdup_printf ("sleep 1000 & echo $! > %s/pid; echo hunter2", fixture->folder);
  g_autofree char *path = g_build_filename (fixture->folder, "pid", NULL);
  g_autofree char *text = NULL;

  run_script (fixture, script);
  assert_secret (fixture, "hunter2");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpint (kill ((pid_t) atoi (text), SIGTERM), ==, 0);
  g_unlink (path);
}

/* A lock that a caller holds, or the end of its pipe, must not live on in what a command
 * leaves running. */
static void
test_descriptors (Fixture       *fixture,
                  gconstpointer  data)
{
  int fd = dup (STDOUT_FILENO); /* not close-on-exec */
  g_autofree char *script =
    g_strdup_printf ("test -e /proc/$$/fd/%d && echo open || echo closed", fd);

  g_assert_cmpint (fd, >, STDERR_FILENO);
  run_script (fixture, script);
  close (fd);
  assert_secret (fixture, "closed");
}

static void
test_credential (Fixture       *fixture,
                 gconstpointer  data)
{
  g_assert_true (g_file_set_contents (fixture->program, "hunter2\nmore\n", -1, NULL));
  g_setenv ("CREDENTIALS_DIRECTORY", fixture->folder, TRUE);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "credential:print");
  load (fixture);
  assert_secret (fixture, "hunter2");
  g_assert_cmpint (outpost_secret_state_sync (fixture->account, NULL), ==,
                   OUTPOST_SECRET_STATE_CREDENTIAL);

  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "credential:absent");
  load (fixture);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_CREDENTIAL);

  g_unsetenv ("CREDENTIALS_DIRECTORY");
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "credential:print");
  load (fixture);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_CREDENTIAL);
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:echo hunter2");
  fixture->secret = outpost_secret_load_sync (fixture->account, OUTPOST_SECRET_KIND_REFRESH_TOKEN,
                                              FALSE, NULL, &fixture->error);
  g_assert_null (fixture->secret);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED);

  outpost_account_set (fixture->account, OUTPOST_FIELD_SIGN_IN, "oauth2");
  load (fixture);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED);

  outpost_account_set (fixture->account, OUTPOST_FIELD_SIGN_IN, "none");
  g_assert_cmpint (outpost_secret_state_sync (fixture->account, NULL), ==,
                   OUTPOST_SECRET_STATE_NOT_NEEDED);
  load (fixture);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NOT_STORED);
}

/* A password for the keyring would never be used beside a command. */
static void
test_not_stored_beside_command (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (OutpostAccount) account = outpost_account_new ("shop");
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("hunter2", -1);

  outpost_account_set (account, OUTPOST_FIELD_USERNAME, "shop");
  outpost_account_set (account, OUTPOST_FIELD_SECRET, "command:echo");
  g_assert_false (outpost_secret_save_sync (account, OUTPOST_SECRET_KIND_PASSWORD, secret, FALSE,
                                            NULL, &fixture->error));
  assert_refused (fixture);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->secret = outpost_secret_load_finish (result, &fixture->error);
  g_main_context_wakeup (NULL);
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:echo hunter2");
  outpost_secret_load_async (fixture->account, OUTPOST_SECRET_KIND_PASSWORD, FALSE, NULL,
                             loaded_cb, fixture);
  while (fixture->secret == NULL && fixture->error == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_secret (fixture, "hunter2");
}

/* There is no bus at the address: no keyring, said in words that help. */
static void
test_no_service (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostAccount) account = outpost_account_new ("shop");
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("hunter2", -1);

  outpost_account_set (account, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  outpost_account_set (account, OUTPOST_FIELD_PORT, "465");
  outpost_account_set (account, OUTPOST_FIELD_USERNAME, "shop");

  fixture->secret = outpost_secret_load_sync (account, OUTPOST_SECRET_KIND_PASSWORD, TRUE, NULL,
                                              &fixture->error);
  g_assert_null (fixture->secret);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE);
  g_clear_error (&fixture->error);
  g_assert_false (outpost_secret_save_sync (account, OUTPOST_SECRET_KIND_PASSWORD, secret, TRUE,
                                            NULL, &fixture->error));
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE);
  g_clear_error (&fixture->error);
  g_assert_false (outpost_secret_clear_sync ("shop", OUTPOST_SECRET_KIND_PASSWORD, TRUE, NULL,
                                             &fixture->error));
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_NO_SERVICE);
  g_assert_cmpint (outpost_secret_state_sync (account, NULL), ==, OUTPOST_SECRET_STATE_NO_SERVICE);
}

#define ADD(name, function) \
  g_test_add ("/secret/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD ("first-line", test_first_line);
  ADD ("no-password", test_no_password);
  ADD ("too-much", test_too_much);
  ADD ("no-shell", test_no_shell);
  ADD ("no-input", test_no_input);
  ADD ("path", test_path);
  ADD ("mode", test_mode);
  ADD ("owner", test_owner);
  ADD ("timeout", test_timeout);
  ADD ("cancel", test_cancel);
  ADD ("left-running", test_left_running);
  ADD ("descriptors", test_descriptors);
  ADD ("credential", test_credential);
  ADD ("kinds", test_kinds);
  ADD ("not-stored-beside-command", test_not_stored_beside_command);
  ADD ("async", test_async);
  ADD ("no-service", test_no_service);

  return g_test_run ();
}
