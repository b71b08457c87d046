/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  outpost_terminal_init           (void);
char *outpost_terminal_strip_isolates (const char *text);

G_END_DECLS
