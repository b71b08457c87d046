/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-header-verdict.h"

G_BEGIN_DECLS

GPtrArray *outpost_verdict_view_new (const OutpostHeaderVerdict *verdict);

G_END_DECLS
