/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <glib/gi18n.h>

#include "outpost-discovery.h"

static gboolean as_json;
static gboolean as_is;
static char *mozilla;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { "as-is", 0, 0, G_OPTION_ARG_NONE, &as_is,
    N_("Look the domain up even if it looks misspelt"), NULL },
  { "mozilla", 0, 0, G_OPTION_ARG_STRING, &mozilla,
    N_("Whether the Mozilla list may be asked, or where it is"), N_("on|off|URI") },
  { NULL },
};

static void
print_settings (OutpostDiscoveryAnswer *answer)
{
  g_autoptr (OutpostAccount) draft = outpost_account_new (NULL);
  g_autoptr (GPtrArray) fix = outpost_discovery_answer_to_fix (answer, draft);

  for (guint i = 0; i < fix->len; i++) {
    const OutpostFixChange *change = g_ptr_array_index (fix, i);
    const char *origin = outpost_discovery_answer_get_origin (answer, change->field);

    if (origin != NULL)
      g_print ("%s: %s (%s)\n", outpost_field_get_label (change->field), change->text, origin);
    else
      g_print ("%s: %s\n", outpost_field_get_label (change->field), change->text);
  }
}

static void
print_answer (OutpostDiscoveryAnswer *answer)
{
  const OutpostAdvice *advice =
    answer->preset != NULL ? outpost_preset_get_advice (answer->preset) : NULL;

  print_settings (answer);
  if (answer->needs_press) {
    g_print ("\n");
    /* Translators: %s is a domain */
    g_print (_("Before you give a password: make sure that %s is your provider’s domain."),
             answer->domain);
    g_print ("\n");
  }
  if (advice != NULL)
    g_print ("\n%s\n%s\n", advice->title, advice->text);
  if (advice != NULL && advice->url != NULL)
    g_print ("%s\n", advice->url);
  if (answer->help_url != NULL)
    g_print ("\n%s\n", answer->help_url);
}

static void
print_sources (OutpostDiscovery *search)
{
  /* Translators: heading of a list of places */
  g_print ("\n%s\n", _("Where Outpost looked:"));
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SOURCES; i++) {
    const char *detail = outpost_discovery_get_detail (search, i);
    OutpostDiscoveryAnswer *answer = outpost_discovery_get_answer (search, i);

    g_print ("  %s: %s", outpost_discovery_get_source_label (search, i),
             outpost_discovery_state_get_label (outpost_discovery_get_state (search, i)));
    if (answer != NULL)
      g_print (" – %s:%u", answer->server, answer->port);
    else if (detail != NULL)
      g_print (" – %s", detail);
    g_print ("\n");
  }
}

static int
tell_error (OutpostDiscovery *search,
            const GError     *error)
{
  outpost_ctl_complain (error->message);
  if (g_error_matches (error, OUTPOST_DISCOVERY_ERROR, OUTPOST_DISCOVERY_ERROR_ADDRESS))
    return OUTPOST_EXIT_USAGE;
  if (g_error_matches (error, OUTPOST_DISCOVERY_ERROR, OUTPOST_DISCOVERY_ERROR_SUGGESTION)) {
    outpost_ctl_complain (_("If the address is right, add --as-is."));
    return OUTPOST_EXIT_DATA;
  }
  if (!as_json)
    print_sources (search);
  return g_error_matches (error, OUTPOST_DISCOVERY_ERROR, OUTPOST_DISCOVERY_ERROR_NOTHING_FOUND)
           ? OUTPOST_EXIT_UNAVAILABLE : OUTPOST_EXIT_TEMPORARY;
}

/* Whether the option can be right; it is told where not. */
static gboolean
apply_mozilla (OutpostDiscovery *search)
{
  if (mozilla == NULL || g_str_equal (mozilla, "on"))
    return TRUE;
  if (g_str_equal (mozilla, "off"))
    outpost_discovery_set_mozilla_uri (search, NULL);
  else if (g_str_has_prefix (mozilla, "https://"))
    outpost_discovery_set_mozilla_uri (search, mozilla);
  else
    return FALSE;
  return TRUE;
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  g_autoptr (OutpostDiscovery) search = NULL;
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (n_arguments != 1)
    return outpost_ctl_usage (&outpost_discover_command,
                              _("This command takes one e-mail address."));
  search = outpost_discovery_new (arguments[0]);
  if (!apply_mozilla (search))
    return outpost_ctl_usage (&outpost_discover_command,
                              _("--mozilla takes “on”, “off” or an address with https://."));
  if (as_is)
    outpost_discovery_keep_address (search);

  answer = outpost_discovery_run_sync (search, NULL, &error);
  if (as_json) {
    g_autofree char *json = outpost_discovery_to_json (search);

    g_print ("%s\n", json);
  }
  if (answer == NULL)
    return tell_error (search, error);
  if (!as_json) {
    print_answer (answer);
    print_sources (search);
  }
  return OUTPOST_EXIT_OK;
}

const OutpostCommand outpost_discover_command = {
  "discover", "[--json] [--as-is] [--mozilla on|off|URI] ADDRESS",
  N_("Find the settings that an address is sent with"), options, run,
};
