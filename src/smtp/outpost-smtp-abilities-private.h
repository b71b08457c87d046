/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

void     outpost_smtp_abilities_read   (OutpostSmtpFacts       *facts,
                                        const OutpostSmtpReply *reply);
void     outpost_smtp_abilities_forget (OutpostSmtpFacts       *facts);
gboolean outpost_smtp_abilities_have   (const OutpostSmtpFacts *facts,
                                        const char             *keyword);

G_END_DECLS
