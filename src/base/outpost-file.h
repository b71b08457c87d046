/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *outpost_file_read    (const char  *path,
                               gsize        max_octets,
                               gsize       *length,
                               gboolean    *others_may_write,
                               GError     **error);
gboolean outpost_file_replace (const char  *path,
                               const char  *contents,
                               gsize        length,
                               GError     **error);
int      outpost_file_lock    (const char  *path,
                               GError     **error);
gboolean outpost_file_remove  (const char  *path,
                               GError     **error);

G_END_DECLS
