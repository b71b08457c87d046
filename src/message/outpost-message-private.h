/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-message-body-private.h"
#include "outpost-message.h"

G_BEGIN_DECLS

OutpostMessage       *outpost_message_new_from_parts (GPtrArray             *fields,
                                                      OutpostBody           *body,
                                                      char                 **recipients);
GPtrArray            *outpost_message_get_fields     (OutpostMessage        *self);
OutpostBody          *outpost_message_get_body       (OutpostMessage        *self);
OutpostMessageReader *outpost_message_open_body      (OutpostMessage        *self);

G_END_DECLS
