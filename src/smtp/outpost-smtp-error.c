/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-error.h"

G_DEFINE_QUARK (outpost-smtp-error-quark, outpost_smtp_error)
