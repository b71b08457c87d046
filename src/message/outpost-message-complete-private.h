/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-message-header-private.h"
#include "outpost-message.h"

G_BEGIN_DECLS

char     *outpost_header_dup_sender  (GPtrArray                    *fields);
char     *outpost_header_format_date (GDateTime                    *time);
gboolean  outpost_header_complete    (GPtrArray                    *fields,
                                      const OutpostMessageOptions  *options,
                                      GError                      **error);
char    **outpost_header_recipients  (GPtrArray                    *fields,
                                      GError                      **error);

G_END_DECLS
