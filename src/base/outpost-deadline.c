/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-deadline.h"

/**
 * outpost_deadline_in:
 * @milliseconds: from now on; 0 gives a deadline that has passed
 *
 * Returns: a moment of the monotonic clock
 */
OutpostDeadline
outpost_deadline_in (guint milliseconds)
{
  return g_get_monotonic_time () + (gint64) milliseconds * 1000;
}

/**
 * outpost_deadline_sooner:
 * @a: a deadline, or %OUTPOST_DEADLINE_NEVER
 * @b: another
 *
 * Returns: the one that comes first
 */
OutpostDeadline
outpost_deadline_sooner (OutpostDeadline a,
                         OutpostDeadline b)
{
  if (a == OUTPOST_DEADLINE_NEVER)
    return b;
  if (b == OUTPOST_DEADLINE_NEVER)
    return a;
  return MIN (a, b);
}

/**
 * outpost_deadline_remaining:
 * @self: a deadline
 *
 * Returns: the milliseconds left as poll(2) wants them: rounded up, 0 once it has
 *   passed, -1 for %OUTPOST_DEADLINE_NEVER
 */
int
outpost_deadline_remaining (OutpostDeadline self)
{
  gint64 left;

  if (self == OUTPOST_DEADLINE_NEVER)
    return -1;

  left = self - g_get_monotonic_time ();
  return left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
}
