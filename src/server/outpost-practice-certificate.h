/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean outpost_practice_certificate_write (const char  *ca_file,
                                             const char  *certificate_file,
                                             const char  *key_file,
                                             GError     **error);

G_END_DECLS
