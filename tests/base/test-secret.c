/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-secret.h"

static void
test_holds (void)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("hunter2 and more", 7);

  g_assert_cmpstr (outpost_secret_get_text (secret), ==, "hunter2");
  g_assert_cmpuint (outpost_secret_get_length (secret), ==, 7);
}

static void
test_zero_octets_inside (void)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("a\0b", 3);
  g_autoptr (OutpostSecret) same = outpost_secret_new ("a\0b", 3);
  g_autoptr (OutpostSecret) other = outpost_secret_new ("a\0c", 3);

  g_assert_true (outpost_secret_equal (secret, same));
  g_assert_false (outpost_secret_equal (secret, other));
  g_assert_false (outpost_secret_equal (secret, NULL));
  g_assert_true (outpost_secret_equal (NULL, NULL));
}

static void
test_truncate_wipes (void)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("topsecret", -1);
  const char *data = outpost_secret_get_text (secret);

  outpost_secret_truncate (secret, 3);
  g_assert_cmpstr (data, ==, "top");
  g_assert_cmpint (memcmp (data + 3, "\0\0\0\0\0\0", 6), ==, 0);
}

static void
test_larger_than_a_page (void)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new_sized (4096);

  memset (outpost_secret_get_data (secret), 'x', 4096);
  g_assert_cmpuint (strlen (outpost_secret_get_text (secret)), ==, 4096);
}

/* RFC 4648, section 10. */
static void
test_base64 (void)
{
  static const char * const vectors[][2] = {
    { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" },
    { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autoptr (OutpostSecret) secret = outpost_secret_new (vectors[i][0], -1);
    g_autoptr (OutpostSecret) encoded = outpost_secret_to_base64 (secret);

    g_assert_cmpstr (outpost_secret_get_text (encoded), ==, vectors[i][1]);
    g_assert_cmpuint (outpost_secret_get_length (encoded), ==, strlen (vectors[i][1]));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/holds", test_holds);
  g_test_add_func ("/secret/zero-octets-inside", test_zero_octets_inside);
  g_test_add_func ("/secret/truncate-wipes", test_truncate_wipes);
  g_test_add_func ("/secret/larger-than-a-page", test_larger_than_a_page);
  g_test_add_func ("/secret/base64", test_base64);

  return g_test_run ();
}
