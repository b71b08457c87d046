/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *outpost_spf_compose (GPtrArray  *texts,
                           const char *extra,
                           const char *all);

G_END_DECLS
