/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *outpost_printable         (const char *octets,
                                 gssize      length,
                                 gsize       max_characters);
char *outpost_printable_isolate (const char *text);
char *outpost_format_duration   (gint64      microseconds);

G_END_DECLS
