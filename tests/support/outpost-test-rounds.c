/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-test-rounds.h"

guint32 outpost_test_seed;

static guint64
read_number (const char *variable,
             guint64     otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/**
 * outpost_test_count_rounds:
 * @n_rounds: how many rounds a test has
 *
 * Returns: how many are wanted of it
 */
guint64
outpost_test_count_rounds (guint n_rounds)
{
  return n_rounds * read_number ("OUTPOST_ROBUST_FACTOR", 1);
}

/**
 * outpost_test_first_seed:
 * @seed: the seed of a test's first round
 *
 * Returns: the one that is wanted instead, or @seed
 */
guint32
outpost_test_first_seed (guint32 seed)
{
  return (guint32) read_number ("OUTPOST_ROBUST_SEED", seed);
}

/**
 * outpost_test_run_rounds:
 * @n_rounds: how many rounds a test has
 * @first_seed: the seed of the first, that of the next is one more
 * @round: (scope call): does one
 *
 * Does them one after the other.
 */
void
outpost_test_run_rounds (guint     n_rounds,
                         guint32   first_seed,
                         void    (*round) (GRand *rand))
{
  guint64 n = outpost_test_count_rounds (n_rounds);
  guint32 first = outpost_test_first_seed (first_seed);

  for (guint64 i = 0; i < n; i++) {
    g_autoptr (GRand) rand = NULL;

    outpost_test_seed = first + (guint32) i;
    rand = g_rand_new_with_seed (outpost_test_seed);
    round (rand);
  }
}
