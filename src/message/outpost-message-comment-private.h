/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean    outpost_comment_is_blank (char         c);
const char *outpost_comment_take     (const char  *at,
                                      GString     *text);
const char *outpost_comment_skip     (const char  *at,
                                      GString     *texts);

G_END_DECLS
