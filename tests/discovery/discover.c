/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One search, as check-discovery.py wants it:
 * discover [OPTION…] ADDRESS. Prints a line for each event, then how it ended and the report. Times
 * are in microseconds since the beginning. */
#include "config.h"

#include <stdio.h>

#include "outpost-discovery.h"

static char *mozilla, *admin, *user, *limits, *cancel_at;
static gboolean as_is, wait_first;
static gint64 began;

static const GOptionEntry options[] = {
  { "mozilla", 0, 0, G_OPTION_ARG_STRING, &mozilla, "Where the list is", "URI|off" },
  { "admin", 0, 0, G_OPTION_ARG_FILENAME, &admin, "The administrator's folder", "FOLDER" },
  { "user", 0, 0, G_OPTION_ARG_FILENAME, &user, "The person's folder", "FOLDER" },
  { "limits", 0, 0, G_OPTION_ARG_STRING, &limits, "In milliseconds", "TOTAL,REQUEST,PROBE" },
  { "cancel-at", 0, 0, G_OPTION_ARG_STRING, &cancel_at, "Cancel at this event", "EVENT" },
  { "as-is", 0, 0, G_OPTION_ARG_NONE, &as_is, "Keep the address", NULL },
  { "wait", 0, 0, G_OPTION_ARG_NONE, &wait_first, "Begin after a line from standard input", NULL },
  { NULL },
};

static const char * const sources[] = {
  "admin", "user", "preset", "autoconfig", "mozilla", "srv", "mx", "trying",
};

static const char * const states[] = {
  "waiting", "asking", "answered", "nothing-known", "not-in-it", "unusable", "no-answer",
  "not-asked", "not-needed",
};

static void
tell (const char   *event,
      GCancellable *cancellable)
{
  g_print ("%s\n", event);
  fflush (stdout);
  if (g_strcmp0 (event, cancel_at) == 0)
    g_cancellable_cancel (cancellable);
}

static void
source_changed_cb (OutpostDiscovery *search,
                   guint             source,
                   GCancellable     *cancellable)
{
  g_autofree char *event =
    g_strdup_printf ("%s %s", sources[source],
                     states[outpost_discovery_get_state (search, source)]);

  tell (event, cancellable);
}

static void
answer_changed_cb (OutpostDiscovery *search,
                   GCancellable     *cancellable)
{
  OutpostDiscoveryAnswer *best = outpost_discovery_get_best (search);
  g_autofree char *event = g_strdup_printf ("best %s", sources[best->source]);

  g_print ("shown %" G_GINT64_FORMAT "\n", g_get_monotonic_time () - began);
  tell (event, cancellable);
}

static OutpostDiscovery *
make_search (const char *address)
{
  OutpostDiscovery *search = outpost_discovery_new (address);
  OutpostDiscoveryLimits wanted;

  if (mozilla != NULL)
    outpost_discovery_set_mozilla_uri (search, g_str_equal (mozilla, "off") ? NULL : mozilla);
  outpost_discovery_set_folders (search, admin, user);
  if (limits != NULL) {
    g_assert_cmpint (sscanf (limits, "%u,%u,%u", &wanted.total_ms, &wanted.request_ms,
                             &wanted.probe_ms), ==, 3);
    outpost_discovery_set_limits (search, &wanted);
  }
  if (as_is)
    outpost_discovery_keep_address (search);
  return search;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("ADDRESS");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OutpostDiscovery) search = NULL;
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    g_error ("%s", error != NULL ? error->message : "one address");

  search = make_search (argv[1]);
  g_signal_connect (search, "source-changed", G_CALLBACK (source_changed_cb), cancellable);
  g_signal_connect (search, "answer-changed", G_CALLBACK (answer_changed_cb), cancellable);
  outpost_discovery_get_suggestion (search);
  tell ("ready", cancellable);
  if (wait_first)
    getchar ();

  began = g_get_monotonic_time ();
  answer = outpost_discovery_run_sync (search, cancellable, &error);
  g_assert_true ((answer == NULL) == (error != NULL));
  g_print ("elapsed %" G_GINT64_FORMAT "\n", g_get_monotonic_time () - began);
  if (error != NULL)
    g_print ("error %s %d %s\n", g_quark_to_string (error->domain), error->code, error->message);
  report = outpost_discovery_to_json (search);
  g_print ("report\n%s\n", report);
  return 0;
}
