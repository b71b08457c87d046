/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-secret.h"

G_BEGIN_DECLS

OutpostSecret *outpost_prompt_secret (const char  *prompt,
                                      GError     **error);

G_END_DECLS
