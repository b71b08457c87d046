/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"
#include "outpost-exit.h"
#include "outpost-message.h"

G_BEGIN_DECLS

OutpostExit outpost_submit_message (OutpostAccount      *account,
                                    OutpostMessage      *message,
                                    const char          *sender,
                                    const char * const  *recipients,
                                    gboolean             verbose);

OutpostExit outpost_submit_message_exit (const GError *error);
void        outpost_submit_complain     (const char   *format,
                                         ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
