/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gconstpointer outpost_module_get (const char  *name,
                                  GError     **error);

G_END_DECLS
