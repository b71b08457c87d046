/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <gmodule.h>

extern const int outpost_test_module;

G_MODULE_EXPORT const int outpost_test_module = 42;
