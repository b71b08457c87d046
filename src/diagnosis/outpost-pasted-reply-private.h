/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

OutpostSmtpReply *outpost_pasted_reply_find        (const char             *text,
                                                    gboolean                last);
OutpostSmtpStage  outpost_pasted_reply_guess_stage (const OutpostSmtpReply *reply,
                                                    const char             *text);

G_END_DECLS
