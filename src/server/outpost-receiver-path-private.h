/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-receiver.h"

G_BEGIN_DECLS

/* Each returns NULL, or the reply that refuses the command (static text). */
const char *outpost_receiver_read_mail (const char              *argument,
                                        guint64                  max_octets,
                                        OutpostReceiverEnvelope *envelope);
const char *outpost_receiver_read_rcpt (const char              *argument,
                                        gboolean                 is_utf8,
                                        char                   **recipient);

G_END_DECLS
