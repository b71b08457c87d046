/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "outpost-account-state.h"
#include "outpost-practice-server.h"
#include "outpost-script-server.h"
#include "outpost-test-tree.h"
#include "outpost-trial.h"

typedef struct {
  char                  *folder;
  OutpostPracticeServer *server;
  OutpostAccount        *account;
  GString               *states;   /* one letter for each change: stage digit and state */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *port = NULL;

  fixture->folder = g_dir_make_tmp ("outpost-trial-XXXXXX", NULL);
  fixture->server = outpost_practice_server_new (fixture->folder);
  g_assert_true (outpost_practice_server_start (fixture->server, &error));
  g_assert_no_error (error);

  port = g_strdup_printf ("%u", outpost_practice_server_get_tls_port (fixture->server));
  fixture->account = outpost_account_new ("trial");
  outpost_account_set (fixture->account, OUTPOST_FIELD_NAME, "Shop");
  outpost_account_set (fixture->account, OUTPOST_FIELD_SERVER, "127.0.0.1");
  outpost_account_set (fixture->account, OUTPOST_FIELD_PORT, port);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECURITY, "tls");
  outpost_account_set (fixture->account, OUTPOST_FIELD_USERNAME, OUTPOST_PRACTICE_USERNAME);
  outpost_account_set (fixture->account, OUTPOST_FIELD_EMAIL, "mailbox@outpost.example");
  outpost_account_set (fixture->account, OUTPOST_FIELD_SENDER, "orders@outpost.example");
  outpost_account_set (fixture->account, OUTPOST_FIELD_TEST_ADDRESS, "admin@outpost.example");
  outpost_account_set (fixture->account, OUTPOST_FIELD_CA_FILE,
                       outpost_practice_server_get_ca_file (fixture->server));
  fixture->states = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  outpost_practice_server_stop (fixture->server);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->account);
  g_string_free (fixture->states, TRUE);
  outpost_test_tree_remove (fixture->folder);
  g_free (fixture->folder);
}

static void
step_cb (const OutpostTrialStep *step,
         gpointer                user_data)
{
  static const char letters[] = { 'p', 'r', 'P', 'R', 'F', 'S' };
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->states, "%u%c ", (guint) step->stage, letters[step->state]);
}

static OutpostTrialReport *
run (Fixture       *fixture,
     OutpostSecret *secret,
     const char    *to,
     gboolean       send)
{
  g_autoptr (OutpostTrial) trial = outpost_trial_new (fixture->account, secret, to, send);

  return outpost_trial_run_sync (trial, step_cb, fixture, NULL);
}

static guint
count_mail (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (outpost_practice_server_get_maildir (fixture->server),
                                            "new", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
test_passed (Fixture       *fixture,
             gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) report = run (fixture, secret, "admin@outpost.example", TRUE);

  g_assert_null (outpost_trial_report_get_diagnosis (report));
  g_assert_cmpint (outpost_trial_report_get_outcome (report), ==, OUTPOST_OUTCOME_PASSED);
  g_assert_cmpint (outpost_trial_report_get_sent (report), ==, OUTPOST_SENT_YES);
  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 0);
  g_assert_cmpstr (fixture->states->str, ==, "0r 0P 1r 1P 2r 2P 3r 3P 4r 4P 5r 5P 6r 6P 7r 7P ");
  g_assert_cmpstr (outpost_trial_report_get_title (report), ==, "Outgoing mail works");
  g_assert_nonnull (outpost_trial_report_get_mechanism (report));
  g_assert_cmpuint (count_mail (fixture), ==, 1);
  g_assert_cmpint (outpost_account_state_get_passed (fixture->account), ==,
                   outpost_trial_report_get_time (report));

  /* Remembered for these very settings only. */
  outpost_account_set (fixture->account, OUTPOST_FIELD_SENDER, "other@outpost.example");
  g_assert_cmpint (outpost_account_state_get_passed (fixture->account), ==, 0);
}

/* The same settings, but the server has lost its stronger mechanisms since. */
static void
test_weaker_mechanism (Fixture       *fixture,
                       gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) first = run (fixture, secret, "admin@outpost.example", TRUE);
  g_autofree char *mechanism = outpost_account_state_dup_mechanism (fixture->account);
  g_autoptr (OutpostTrialReport) second = NULL;
  const OutpostTrialStep *step;
  g_autoptr (GError) error = NULL;
  guint16 port = outpost_practice_server_get_tls_port (fixture->server);

  g_assert_cmpstr (mechanism, ==, "SCRAM-SHA-256-PLUS");
  g_assert_cmpstr (outpost_trial_report_get_mechanism (first), ==, mechanism);

  outpost_practice_server_stop (fixture->server);
  outpost_practice_server_set_ports (fixture->server, port, 0);
  outpost_practice_server_set_mechanisms (fixture->server, "PLAIN");
  g_assert_true (outpost_practice_server_start (fixture->server, &error));
  second = run (fixture, outpost_practice_server_get_password (fixture->server),
                "admin@outpost.example", TRUE);
  step = outpost_trial_report_get_step (second, OUTPOST_SMTP_STAGE_SIGN_IN);
  g_assert_cmpint (step->state, ==, OUTPOST_STEP_REMARK);
  g_assert_nonnull (strstr (step->detail, "SCRAM-SHA-256-PLUS"));
  g_assert_cmpstr (outpost_trial_report_get_mechanism (second), ==, "PLAIN");
}

static void
test_check_without_sending (Fixture       *fixture,
                            gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) report = run (fixture, secret, "admin@outpost.example", FALSE);

  g_assert_cmpint (outpost_trial_report_get_outcome (report), ==, OUTPOST_OUTCOME_PASSED);
  g_assert_cmpint (outpost_trial_report_get_sent (report), ==, OUTPOST_SENT_NO);
  g_assert_true (g_str_has_suffix (fixture->states->str, "6r 6P 7S "));
  g_assert_cmpuint (count_mail (fixture), ==, 0);
  g_assert_cmpint (outpost_account_state_get_passed (fixture->account), ==, 0);
}

/* No copy of the password, plain or base64, in any form of the report. */
static void
assert_no_secret (OutpostTrialReport *report,
                  const char         *password)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *) password, strlen (password));

  for (int mask = 0; mask <= 1; mask++) {
    g_autofree char *text = outpost_trial_report_to_text (report, mask);
    g_autofree char *json = outpost_trial_report_to_json (report, mask);

    g_assert_null (strstr (text, password));
    g_assert_null (strstr (json, password));
    g_assert_null (strstr (text, base64));
    g_assert_null (strstr (json, base64));
  }
}

static void
test_wrong_password (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("not-the-password", -1);
  g_autoptr (OutpostTrialReport) report = run (fixture, secret, "admin@outpost.example", TRUE);
  const OutpostDiagnosis *diagnosis = outpost_trial_report_get_diagnosis (report);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 14);
  g_assert_true (outpost_trial_report_get_refused (report));
  g_assert_cmpint (diagnosis->stage, ==, OUTPOST_SMTP_STAGE_SIGN_IN);
  g_assert_cmpstr (diagnosis->title, ==, "Sign-in refused");
  g_assert_true (g_str_has_prefix (diagnosis->code_text, "535"));
  g_assert_nonnull (strstr (fixture->states->str, "4r 4F 5S 6S 7S "));
  g_assert_cmpuint (count_mail (fixture), ==, 0);
  /* It was typed, and is not what programs use. */
  g_assert_cmpint (outpost_account_state_get_refused (fixture->account), ==, 0);
  assert_no_secret (report, "not-the-password");
}

static void
test_refusal_remembered (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *quoted =
    g_shell_quote (outpost_practice_server_get_password_file (fixture->server));
  g_autofree char *command = g_strconcat ("command:cat ", quoted, NULL);
  g_autoptr (OutpostTrialReport) refused = NULL;
  g_autoptr (OutpostTrialReport) passed = NULL;

  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:echo not-the-password");
  refused = run (fixture, NULL, "admin@outpost.example", TRUE);
  g_assert_cmpint (outpost_trial_report_get_exit_code (refused), ==, 14);
  g_assert_cmpint (outpost_account_state_get_refused (fixture->account), ==,
                   outpost_trial_report_get_time (refused));

  /* Once the server takes the credential the mark is gone, sent or not. */
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, command);
  g_assert_true (outpost_account_state_set_refused (fixture->account, 1000, NULL));
  passed = run (fixture, NULL, "refused@outpost.example", TRUE);
  g_assert_cmpint (outpost_trial_report_get_exit_code (passed), ==, 16);
  g_assert_cmpint (outpost_account_state_get_refused (fixture->account), ==, 0);
}

static void
test_refused_recipient (Fixture       *fixture,
                        gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) report = run (fixture, secret, "refused@outpost.example", TRUE);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 16);
  g_assert_cmpstr (outpost_trial_report_get_diagnosis (report)->id, ==, "bad-recipient");
  g_assert_cmpuint (count_mail (fixture), ==, 0);
}

static void
test_refused_sender (Fixture       *fixture,
                     gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) report = NULL;

  outpost_account_set (fixture->account, OUTPOST_FIELD_SENDER, "sender-refused@outpost.example");
  report = run (fixture, secret, "admin@outpost.example", TRUE);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 15);
  g_assert_cmpint (outpost_trial_report_get_diagnosis (report)->field, ==, OUTPOST_FIELD_SENDER);
}

/* STARTTLS asked of the TLS port: the same port in the other mode is tried beside it,
 * verifies, offers a sign-in, and becomes the fix. */
static void
test_wrong_mode_is_probed (Fixture       *fixture,
                           gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autofree char *port = g_strdup_printf ("%u", outpost_practice_server_get_starttls_port (fixture->server));
  g_autoptr (OutpostTrialReport) report = NULL;
  g_autoptr (OutpostTrialReport) mended = NULL;

  outpost_account_set (fixture->account, OUTPOST_FIELD_PORT, port);
  report = run (fixture, secret, "admin@outpost.example", TRUE);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 12);
  g_assert_cmpstr (outpost_trial_report_get_diagnosis (report)->id, ==, "plain-on-tls");
  g_assert_nonnull (outpost_trial_report_get_diagnosis (report)->fix);

  outpost_fix_apply (outpost_trial_report_get_diagnosis (report)->fix, fixture->account);
  mended = run (fixture, secret, "admin@outpost.example", TRUE);
  g_assert_cmpint (outpost_trial_report_get_exit_code (mended), ==, 0);
}

/* An untrusted certificate is never offered a way round. */
static void
test_untrusted (Fixture       *fixture,
                gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) report = NULL;

  outpost_account_set (fixture->account, OUTPOST_FIELD_CA_FILE, "");
  report = run (fixture, secret, "admin@outpost.example", TRUE);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 12);
  g_assert_cmpstr (outpost_trial_report_get_diagnosis (report)->id, ==, "cert-unknown");
  g_assert_null (outpost_trial_report_get_diagnosis (report)->fix);
}

static void
test_refused_connection (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("never sent", -1);
  g_autoptr (OutpostTrialReport) report = NULL;

  outpost_practice_server_stop (fixture->server);
  report = run (fixture, secret, "admin@outpost.example", TRUE);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 11);
  g_assert_cmpstr (outpost_trial_report_get_diagnosis (report)->id, ==, "refused");
}

static void
test_no_password (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;

  outpost_account_set (fixture->account, OUTPOST_FIELD_SECRET, "command:/bin/false");
  report = run (fixture, NULL, "admin@outpost.example", TRUE);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 75);
  g_assert_cmpstr (outpost_trial_report_get_diagnosis (report)->id, ==, "secret-command");
  g_assert_null (outpost_trial_report_get_transcript (report));
}

static void
test_incomplete (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;

  outpost_account_set (fixture->account, OUTPOST_FIELD_PORT, "465x");
  report = run (fixture, NULL, "admin@outpost.example", TRUE);

  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 78);
}

/* Cancelled at the first step: a report all the same, and nothing was sent. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrial) trial = outpost_trial_new (fixture->account, secret, "admin@outpost.example", TRUE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OutpostTrialReport) report = NULL;

  g_cancellable_cancel (cancellable);
  report = outpost_trial_run_sync (trial, step_cb, fixture, cancellable);

  g_assert_cmpint (outpost_trial_report_get_outcome (report), ==, OUTPOST_OUTCOME_CANCELLED);
  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 18);
  g_assert_cmpint (outpost_trial_report_get_sent (report), ==, OUTPOST_SENT_NO);
  g_assert_cmpuint (count_mail (fixture), ==, 0);
}

static void
test_masked (Fixture       *fixture,
             gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) report = run (fixture, secret, "admin@outpost.example", TRUE);
  g_autofree char *masked = outpost_trial_report_to_text (report, TRUE);
  g_autofree char *open = outpost_trial_report_to_text (report, FALSE);

  assert_no_secret (report, outpost_secret_get_text (secret));
  g_assert_nonnull (strstr (open, "admin@outpost.example"));
  g_assert_nonnull (strstr (open, "EHLO"));
  g_assert_null (strstr (masked, "admin@"));
  g_assert_null (strstr (masked, "orders@"));
  g_assert_nonnull (strstr (masked, "•••@outpost.example"));
}

static void
test_json (Fixture       *fixture,
           gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrialReport) report = run (fixture, secret, "refused@outpost.example", TRUE);
  g_autofree char *text = outpost_trial_report_to_json (report, FALSE);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root, *diagnosis;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  diagnosis = json_object_get_object_member (root, "diagnosis");
  g_assert_cmpstr (json_object_get_string_member (root, "outcome"), ==, "failed");
  g_assert_cmpstr (json_object_get_string_member (root, "stage"), ==, "recipient");
  g_assert_cmpint (json_object_get_int_member (root, "exit_code"), ==, 16);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "steps")), ==, 8);
  g_assert_cmpstr (json_object_get_string_member (diagnosis, "field"), ==, "TestAddress");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "transcript")), >, 5);
}

typedef struct {
  GMainLoop          *loop;
  GThread            *thread;
  OutpostTrialReport *report;
  guint               n_steps;
} Wait;

static void
async_step_cb (const OutpostTrialStep *step,
               gpointer                user_data)
{
  Wait *wait = user_data;

  g_assert_true (g_thread_self () == wait->thread);
  g_assert_null (wait->report);
  wait->n_steps++;
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Wait *wait = user_data;

  wait->report = outpost_trial_run_finish (OUTPOST_TRIAL (source), result);
  g_main_loop_quit (wait->loop);
}

/* Steps arrive in the caller's context, all of them before the report. */
static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  OutpostSecret *secret = outpost_practice_server_get_password (fixture->server);
  g_autoptr (OutpostTrial) trial = outpost_trial_new (fixture->account, secret, "admin@outpost.example", TRUE);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { loop, g_thread_self (), NULL, 0 };

  outpost_trial_run_async (trial, async_step_cb, &wait, NULL, NULL, done_cb, &wait);
  g_main_loop_run (loop);
  g_assert_cmpuint (wait.n_steps, ==, 16);
  g_assert_cmpint (outpost_trial_report_get_exit_code (wait.report), ==, 0);
  g_object_unref (wait.report);
}

/* The final reply never comes: perhaps sent, and the report says so. */
static void
test_outcome_unknown (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char script[] =
    "S: 220 mail.example ESMTP\nC: EHLO *\nS: 250 mail.example\nC: MAIL *\nS: 250 2.1.0 Ok\n"
    "C: RCPT *\nS: 250 2.1.5 Ok\nC: DATA\nS: 354 Go on\nBODY\nCLOSE\n";
  g_autoptr (OutpostScriptServer) server = outpost_script_server_new (script);
  g_autofree char *port = NULL;
  g_autofree char *deviation = NULL;
  g_autoptr (OutpostTrialReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (outpost_script_server_start (server, &error));
  port = g_strdup_printf ("%u", outpost_script_server_get_port (server));
  outpost_account_set (fixture->account, OUTPOST_FIELD_PORT, port);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECURITY, "none");
  outpost_account_set (fixture->account, OUTPOST_FIELD_SIGN_IN, "none");
  outpost_account_set (fixture->account, OUTPOST_FIELD_USERNAME, "");
  report = run (fixture, NULL, "admin@outpost.example", TRUE);
  deviation = outpost_script_server_stop (server);

  g_assert_cmpstr (deviation, ==, NULL);
  g_assert_cmpint (outpost_trial_report_get_sent (report), ==, OUTPOST_SENT_PERHAPS);
  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 17);
  g_assert_nonnull (strstr (outpost_trial_report_get_summary (report), "may have been sent"));
  g_assert_nonnull (strstr (fixture->states->str, "2S "));
  g_assert_nonnull (strstr (fixture->states->str, "4S "));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/trial/passed", test_passed);
  ADD ("/trial/weaker-mechanism", test_weaker_mechanism);
  ADD ("/trial/check-without-sending", test_check_without_sending);
  ADD ("/trial/wrong-password", test_wrong_password);
  ADD ("/trial/refusal-remembered", test_refusal_remembered);
  ADD ("/trial/refused-recipient", test_refused_recipient);
  ADD ("/trial/refused-sender", test_refused_sender);
  ADD ("/trial/wrong-mode-is-probed", test_wrong_mode_is_probed);
  ADD ("/trial/untrusted", test_untrusted);
  ADD ("/trial/refused-connection", test_refused_connection);
  ADD ("/trial/no-password", test_no_password);
  ADD ("/trial/incomplete", test_incomplete);
  ADD ("/trial/cancelled", test_cancelled);
  ADD ("/trial/masked", test_masked);
  ADD ("/trial/json", test_json);
  ADD ("/trial/async", test_async);
  ADD ("/trial/outcome-unknown", test_outcome_unknown);

  return g_test_run ();
}
