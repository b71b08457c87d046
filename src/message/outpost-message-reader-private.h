/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-message-body-private.h"
#include "outpost-message.h"

G_BEGIN_DECLS

OutpostMessageReader *outpost_message_reader_new (const char     *header,
                                                  gsize           header_octets,
                                                  OutpostBody    *body,
                                                  GObject        *owner);

G_END_DECLS
