/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl-headers.h"

#include <glib/gi18n.h>

#include "outpost-address.h"
#include "outpost-header-verdict.h"

/**
 * outpost_ctl_find_header_sender:
 * @store: the accounts
 * @account_id: (nullable): the account from which the message was sent
 * @sender: (inout) (nullable): or the address that was in From
 *
 * Finds the address that was in From when the message was sent, or says on standard
 * error why that cannot be.
 *
 * Returns: an exit code
 */
int
outpost_ctl_find_header_sender (OutpostAccountStore  *store,
                                const char           *account_id,
                                const char          **sender)
{
  g_autoptr (OutpostAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  OutpostAccount *account;

  if (account_id != NULL && *sender != NULL)
    return outpost_ctl_usage (&outpost_explain_command,
                              _("An account and a sender cannot be given together."));
  if (account_id != NULL) {
    account = outpost_ctl_find_account (store, account_id);
    if (account == NULL)
      return OUTPOST_EXIT_CONFIGURATION;
    if (*outpost_account_get_sender (account) != '\0')
      *sender = outpost_account_get_sender (account);
    return OUTPOST_EXIT_OK;
  }
  if (*sender == NULL)
    return OUTPOST_EXIT_OK;
  address = outpost_address_parse (*sender, &error);
  return address != NULL ? OUTPOST_EXIT_OK
                         : outpost_ctl_usage (&outpost_explain_command, error->message);
}

/**
 * outpost_ctl_explain_headers:
 * @text: the header of a message that arrived
 * @sender: (nullable): the address that was in From when it was sent
 * @as_json: whether to print JSON
 *
 * Prints what the header says about the way of mail.
 *
 * Returns: an exit code
 */
int
outpost_ctl_explain_headers (const GString *text,
                             const char    *sender,
                             gboolean       as_json)
{
  g_autoptr (OutpostHeaderVerdict) verdict =
    outpost_header_verdict_new (text->str, text->len, sender);
  g_autofree char *shown = NULL;

  if (verdict == NULL) {
    outpost_ctl_complain (_("There is no header of a message in this text."));
    return OUTPOST_EXIT_DATA;
  }
  shown = as_json ? outpost_header_verdict_to_json (verdict)
                  : outpost_header_verdict_to_text (verdict);
  g_print (as_json ? "%s\n" : "%s", shown);
  return OUTPOST_EXIT_OK;
}
