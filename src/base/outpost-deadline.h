/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A moment of the monotonic clock in microseconds; 0 stands for "never". */
typedef gint64 OutpostDeadline;

#define OUTPOST_DEADLINE_NEVER ((OutpostDeadline) 0)

OutpostDeadline outpost_deadline_in        (guint           milliseconds);
OutpostDeadline outpost_deadline_sooner    (OutpostDeadline a,
                                            OutpostDeadline b);
int             outpost_deadline_remaining (OutpostDeadline self);

G_END_DECLS
