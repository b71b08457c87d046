/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"

G_BEGIN_DECLS

/* What is remembered of an account beside its settings, in $XDG_STATE_HOME/outpost/.
 * Times in seconds since 1970 UTC, 0 for never. */
gint64   outpost_account_state_get_passed  (OutpostAccount *account); /* these very settings last passed */
gint64   outpost_account_state_get_refused (OutpostAccount *account); /* these very settings last refused at sign-in */
char    *outpost_account_state_dup_mechanism (OutpostAccount *account); /* that signed in then, or NULL */
gboolean outpost_account_state_set_passed  (OutpostAccount *account,
                                            gint64          time,
                                            const char     *mechanism,
                                            GError        **error);
gboolean outpost_account_state_set_refused (OutpostAccount *account,
                                            gint64          time,
                                            GError        **error);
void     outpost_account_state_forget      (const char     *account_id);

G_END_DECLS
