/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "outpost-sendmail-options.h"

static OutpostSendmailOptions options;

/* Takes the command line as words with single blanks between. */
static gboolean
parse (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  gboolean fit;

  outpost_sendmail_options_clear (&options);
  fit = outpost_sendmail_options_parse (&options, (int) g_strv_length (words), words, NULL);
  return fit;
}

static const char *
recipient (guint n)
{
  return n < options.recipients->len ? g_ptr_array_index (options.recipients, n) : NULL;
}

static void
test_direct (void)
{
  g_assert_true (parse ("sendmail --account=shop --no-queue -t -i -f a@example.org -F Shop -v -- b@example.org -x"));
  g_assert_cmpint (options.task, ==, OUTPOST_SENDMAIL_SEND);
  g_assert_cmpstr (options.account, ==, "shop");
  g_assert_true (options.no_queue && options.recipients_from_header && options.dots_are_text &&
                 options.verbose);
  g_assert_cmpstr (options.from, ==, "a@example.org");
  g_assert_cmpstr (options.from_name, ==, "Shop");
  g_assert_cmpstr (recipient (0), ==, "b@example.org");
  g_assert_cmpstr (recipient (1), ==, "-x");
}

/* The calls of cron, PHP, git send-email, mutt, mail(1) and at(1). */
static void
test_callers (void)
{
  g_assert_true (parse ("sendmail -FCronDaemon -i -B8BITMIME -oem root"));
  g_assert_cmpstr (options.from_name, ==, "CronDaemon");
  g_assert_true (options.dots_are_text);
  g_assert_cmpstr (recipient (0), ==, "root");

  g_assert_true (parse ("sendmail -t -i -fwww@example.org"));
  g_assert_cmpstr (options.from, ==, "www@example.org");

  g_assert_true (parse ("sendmail -i a@example.org b@example.org"));
  g_assert_cmpstr (recipient (1), ==, "b@example.org");

  g_assert_true (parse ("sendmail -oem -oi -f me@example.org -- you@example.org"));
  g_assert_true (options.dots_are_text);

  g_assert_true (parse ("sendmail -bm -ti -r <>"));
  g_assert_cmpstr (options.from, ==, "");
  g_assert_true (options.recipients_from_header && options.dots_are_text);
  g_assert_cmpint (options.task, ==, OUTPOST_SENDMAIL_SEND);

  g_assert_true (parse ("sendmail -N never -R hdrs -V id -O Timeout=1 -X /tmp/x -C /tmp/y -L tag a@example.org"));
  g_assert_cmpuint (options.recipients->len, ==, 1);
}

static void
test_other_tasks (void)
{
  static const char * const lines[] = { "s -bs", "s -bp", "s -q", "s -q30m", "s -bd", "s -bv a@b" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_assert_true (parse (lines[i]));
    g_assert_cmpint (options.task, ==, OUTPOST_SENDMAIL_OTHER);
  }
  g_assert_true (parse ("s --help"));
  g_assert_cmpint (options.task, ==, OUTPOST_SENDMAIL_HELP);
}

static void
test_refused (void)
{
  static const char * const lines[] = {
    "s -z", "s -tz", "s --unknown", "s --account=", "s --account", "s -f", "s -t -F",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_test_message ("%s", lines[i]);
    g_assert_false (parse (lines[i]));
  }
}

int
main (int   argc,
      char *argv[])
{
  int failed;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sendmail-options/direct", test_direct);
  g_test_add_func ("/sendmail-options/callers", test_callers);
  g_test_add_func ("/sendmail-options/other-tasks", test_other_tasks);
  g_test_add_func ("/sendmail-options/refused", test_refused);

  failed = g_test_run ();
  outpost_sendmail_options_clear (&options);
  return failed;
}
