/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "outpost-secret.h"

G_BEGIN_DECLS

#define OUTPOST_SECRET_COMMAND_TIMEOUT_MS 30000

OutpostSecret *outpost_secret_command_run     (const char    *command,
                                               guint          timeout_ms,
                                               GCancellable  *cancellable,
                                               GError       **error);
OutpostSecret *outpost_secret_credential_read (const char    *name,
                                               GError       **error);

G_END_DECLS
