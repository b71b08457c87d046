/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <string.h>

#include <glib/gi18n.h>

#include "outpost-deliverability.h"

/* Beside those of sysexits.h, as outpostctl(1) documents them. */
#define EXIT_MEND 20
#define EXIT_REFUSED 21

static char *server;
static gboolean as_json;

static const GOptionEntry options[] = {
  { "server", 0, 0, G_OPTION_ARG_STRING, &server, N_("The server that takes the mail"), N_("HOST") },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { NULL },
};

static void
print_record (const OutpostDeliveryFinding *finding)
{
  if (finding->record_value == NULL)
    return;
  /* Translators: what follows is a record for the DNS */
  g_print ("  %s\n", _("Record to publish:"));
  g_print ("    %s %s %s\n", finding->record_name, finding->record_type, finding->record_value);
}

static void
print_area (const OutpostDeliverability *result,
            OutpostDeliveryArea          area)
{
  static const char marks[] = { '+', 'i', '!', 'X', '?' };

  g_print ("%c %s: %s\n", marks[result->states[area]], outpost_delivery_area_get_title (area),
           result->lines[area]);
  for (guint i = 0; i < result->findings->len; i++) {
    const OutpostDeliveryFinding *finding = g_ptr_array_index (result->findings, i);

    if (finding->area != area)
      continue;
    if (!g_str_equal (finding->text, result->lines[area]))
      g_print ("  %s\n", finding->text);
    print_record (finding);
  }
}

static int
get_exit_code (const OutpostDeliverability *result)
{
  switch (outpost_deliverability_get_state (result)) {
    case OUTPOST_DELIVERY_ERROR:
      return EXIT_REFUSED;
    case OUTPOST_DELIVERY_WARNING:
      return EXIT_MEND;
    case OUTPOST_DELIVERY_UNKNOWN:
      return OUTPOST_EXIT_TEMPORARY;
    case OUTPOST_DELIVERY_GOOD:
    case OUTPOST_DELIVERY_HINT:
    default:
      return OUTPOST_EXIT_OK;
  }
}

/* A domain has a dot, which the id of an account never has. What is wrong is told. */
static int
read_subject (OutpostAccountStore    *store,
              const char             *what,
              OutpostDeliverySubject *subject)
{
  g_autoptr (OutpostAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  OutpostAccount *found;
  gboolean good;

  if (strchr (what, '.') != NULL) {
    if (outpost_delivery_subject_set (subject, what, server, &error))
      return OUTPOST_EXIT_OK;
    return outpost_ctl_usage (&outpost_check_command, error->message);
  }

  found = outpost_ctl_find_account (store, what);
  if (found == NULL)
    return OUTPOST_EXIT_CONFIGURATION;
  account = outpost_account_copy (found);
  if (server != NULL)
    outpost_account_set (account, OUTPOST_FIELD_SERVER, server);
  good = outpost_delivery_subject_from_account (subject, account, &error);
  if (!good)
    outpost_ctl_complain (error->message);
  return good ? OUTPOST_EXIT_OK : OUTPOST_EXIT_CONFIGURATION;
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  g_auto (OutpostDeliverySubject) subject = { NULL };
  g_autoptr (OutpostDeliverability) result = NULL;
  int code;

  if (n_arguments != 1)
    return outpost_ctl_usage (&outpost_check_command,
                              _("This command takes one domain or the id of one account."));
  code = read_subject (store, arguments[0], &subject);
  if (code != OUTPOST_EXIT_OK)
    return code;

  result = outpost_deliverability_run_sync (&subject, OUTPOST_DELIVERABILITY_LIMIT_MS, NULL, NULL);
  if (as_json) {
    g_autofree char *json = outpost_deliverability_to_json (result);

    g_print ("%s\n", json);
  } else {
    for (OutpostDeliveryArea area = 0; area < OUTPOST_N_DELIVERY_AREAS; area++)
      print_area (result, area);
  }
  return get_exit_code (result);
}

const OutpostCommand outpost_check_command = {
  "check", "[--json] [--server HOST] DOMAIN|ID",
  N_("Look whether receivers will trust mail from a domain"), options, run,
};
