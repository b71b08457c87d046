/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From now on every name of this process has two addresses, both of which lead to 127.0.0.1. */
void two_addresses_install (void);
