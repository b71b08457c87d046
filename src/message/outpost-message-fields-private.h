/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-message-header-private.h"

G_BEGIN_DECLS

gboolean  outpost_field_is_address_list (const OutpostField  *self);
gboolean  outpost_field_make_wire       (OutpostField        *self,
                                         GError             **error);
gsize     outpost_longest_line          (const char          *text,
                                         gsize                length);

G_END_DECLS
