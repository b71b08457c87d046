/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "outpost-printable.h"
#include "outpost-trial.h"

static char *recipient;
static gboolean no_send;
static gboolean as_json;
static gboolean full;

static const GOptionEntry options[] = {
  { "to", 0, 0, G_OPTION_ARG_STRING, &recipient,
    N_("Send the test message to ADDRESS"), N_("ADDRESS") },
  { "no-send", 0, 0, G_OPTION_ARG_NONE, &no_send, N_("Stop before the message is sent"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { "report", 0, 0, G_OPTION_ARG_NONE, &full,
    N_("Print the whole report, with the transcript"), NULL },
  { NULL },
};

typedef struct {
  GMainLoop          *loop;
  GCancellable       *cancellable;
  OutpostTrialReport *report;
} Wait;

/* Each step once it is over, as the window shows it. */
static void
step_cb (const OutpostTrialStep *step,
         gpointer                user_data)
{
  static const char marks[] = { ' ', ' ', '+', '!', 'X', '-' };
  g_autofree char *duration = NULL;

  if (step->state == OUTPOST_STEP_PENDING || step->state == OUTPOST_STEP_RUNNING)
    return;
  duration = step->duration_us >= 0 ? outpost_format_duration (step->duration_us) : g_strdup ("");
  g_print ("%c %s%s%s%s%s\n", marks[step->state], step->title,
           step->detail != NULL ? " – " : "", step->detail != NULL ? step->detail : "",
           *duration != '\0' ? ", " : "", duration);
  if (step->remark != NULL)
    g_print ("  %s\n", step->remark);
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

static gboolean
interrupt_cb (gpointer user_data)
{
  Wait *wait = user_data;

  g_cancellable_cancel (wait->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
print_report (OutpostTrialReport *report)
{
  const OutpostDiagnosis *diagnosis = outpost_trial_report_get_diagnosis (report);

  g_print ("\n%s\n%s\n", outpost_trial_report_get_title (report),
           outpost_trial_report_get_summary (report));
  if (diagnosis == NULL)
    return;
  g_print ("\n%s\n%s\n", diagnosis->cause, diagnosis->next_step);
  /* Translators: %s is such as "The server" or "Something in these settings" */
  g_print (_("Where it lies: %s\n"), outpost_fault_get_label (diagnosis->fault));
  if (diagnosis->fix_label != NULL)
    /* Translators: %s names a change of the settings, such as Use TLS on 465 */
    g_print (_("What would do: %s\n"), diagnosis->fix_label);
  if (diagnosis->url != NULL)
    g_print ("%s\n", diagnosis->url);
  if (diagnosis->server_words != NULL)
    g_print ("%s %s\n", diagnosis->code_text, diagnosis->server_words);
}

static OutpostTrialReport *
run_trial (OutpostAccount *account,
           const char     *to)
{
  g_autoptr (OutpostTrial) trial = outpost_trial_new (account, NULL, to, !no_send);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Wait wait = { loop, cancellable, NULL };
  guint source = g_unix_signal_add (SIGINT, interrupt_cb, &wait);

  outpost_trial_set_may_prompt (trial, outpost_ctl_may_prompt ());
  outpost_trial_run_async (trial, as_json || full ? NULL : step_cb, NULL, NULL, cancellable,
                           done_cb, &wait);
  g_main_loop_run (loop);
  g_source_remove (source);
  return wait.report;
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  OutpostAccount *account;
  g_autoptr (OutpostTrialReport) report = NULL;
  const char *to;

  if (n_arguments != 1)
    return outpost_ctl_usage (&outpost_test_command,
                              _("This command takes the id of one account."));
  account = outpost_ctl_find_account (store, arguments[0]);
  if (account == NULL)
    return OUTPOST_EXIT_CONFIGURATION;
  to = recipient != NULL ? recipient : outpost_account_get_test_address (account);
  if (*to == '\0')
    return outpost_ctl_usage (&outpost_test_command,
                              _("The account has no test address: give one with --to."));

  report = run_trial (account, to);
  if (as_json || full) {
    g_autofree char *text = as_json ? outpost_trial_report_to_json (report, FALSE)
                                    : outpost_trial_report_to_text (report, FALSE);

    g_print ("%s\n", text);
  } else {
    print_report (report);
  }
  return outpost_trial_report_get_exit_code (report);
}

const OutpostCommand outpost_test_command = {
  "test", "[--to ADDRESS] [--no-send] [--json|--report] ID",
  N_("Try an account step by step, up to a test message"), options, run,
};
