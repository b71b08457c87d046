/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OutpostJobFunc:
 * @data: the task's data
 * @cancellable: (nullable): the task's cancellable
 * @error: return location for an error
 *
 * Runs in a thread of its own and may block.
 *
 * Returns: (nullable): the result, or %NULL with @error set
 */
typedef gpointer (*OutpostJobFunc) (gpointer       data,
                                    GCancellable  *cancellable,
                                    GError       **error);

void outpost_job_start (GTask          *task,
                        OutpostJobFunc  func,
                        GDestroyNotify  result_free);

G_END_DECLS
