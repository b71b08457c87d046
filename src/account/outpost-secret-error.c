/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-secret-store.h"

/* On its own, since the module that knows the keyring has these errors, too. */
G_DEFINE_QUARK (outpost-secret-error-quark, outpost_secret_error)
