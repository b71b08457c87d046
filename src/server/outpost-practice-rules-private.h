/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-practice-server.h"
#include "outpost-smtp-receiver.h"

G_BEGIN_DECLS

/* Each returns the refusal, or NULL (transfer full). */
char *outpost_practice_rules_check_sender    (OutpostPracticeSenderRule      rule,
                                              const char                    *own,
                                              const char                    *sender);
char *outpost_practice_rules_check_recipient (OutpostPracticeSenderRule      rule,
                                              const char                    *own,
                                              const OutpostReceiverEnvelope *envelope,
                                              const char                    *recipient);
char *outpost_practice_rules_check_message   (const OutpostReceiverEnvelope *envelope);
char *outpost_practice_rules_dup_trace       (const OutpostReceiverEnvelope *envelope,
                                              const char                    *id);

G_END_DECLS
