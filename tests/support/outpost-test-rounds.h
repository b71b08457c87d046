/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Much nonsense, the same in each run: a round rests on its seed alone. In the environment
 * OUTPOST_ROBUST_SEED begins elsewhere, and OUTPOST_ROBUST_FACTOR makes for more rounds. */

/* The seed of the round that is on. */
extern guint32 outpost_test_seed;

/* Tells the round with what went wrong. */
#define check(condition) \
  G_STMT_START { \
    if (!(condition)) \
      g_error ("line %d, OUTPOST_ROBUST_SEED=%u: %s", __LINE__, outpost_test_seed, #condition); \
  } G_STMT_END

guint64 outpost_test_count_rounds (guint     n_rounds);
guint32 outpost_test_first_seed   (guint32   seed);
void    outpost_test_run_rounds   (guint     n_rounds,
                                   guint32   first_seed,
                                   void    (*round) (GRand *rand));

G_END_DECLS
