/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpostctl.h"

G_BEGIN_DECLS

int outpost_ctl_find_header_sender (OutpostAccountStore  *store,
                                    const char           *account_id,
                                    const char          **sender);
int outpost_ctl_explain_headers    (const GString        *text,
                                    const char           *sender,
                                    gboolean              as_json);

G_END_DECLS
