/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-host.h"

static void
test_to_ascii (void)
{
  static const char * const cases[][2] = {
    { "smtp.gmail.com", "smtp.gmail.com" },
    { "SMTP.Gmail.COM.", "smtp.gmail.com" },
    { "localhost", "localhost" },
    { "bücher.example", "xn--bcher-kva.example" },
    { "faß.de", "xn--fa-hia.de" },
    { "例え.テスト", "xn--r8jz45g.xn--zckzah" },
    { "192.0.2.1", "192.0.2.1" },
    { "[192.0.2.1]", "192.0.2.1" },
    { "[IPv6:2001:DB8::1]", "2001:db8::1" },
    { "::1", "::1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *ascii = outpost_host_to_ascii (cases[i][0], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (ascii, ==, cases[i][1]);
  }
}

static void
test_refused (void)
{
  static const char * const cases[] = {
    "smtp gmail.com", "smtp.gmail.com:587", "smtps://smtp.gmail.com", "a..b", ".a", "-a.example",
    "a-.example", "under_score.example", "1.2.3", "256.1.1.1", "[1.2.3.4", "a/b", "a@b", ".",
    "a\nb.example", "a\rb",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *ascii = outpost_host_to_ascii (cases[i], &error);

    g_assert_null (ascii);
    g_assert_error (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_SYNTAX);
  }
}

static void
test_lengths (void)
{
  g_autofree char *label_63 = g_strnfill (63, 'a');
  g_autofree char *label_64 = g_strnfill (64, 'a');
  g_autofree char *name_253 = g_strdup_printf ("%s.%s.%s.%.61s", label_63, label_63, label_63, label_63);
  g_autofree char *name_254 = g_strdup_printf ("%s.%s.%s.%.62s", label_63, label_63, label_63, label_63);
  g_autofree char *fits = outpost_host_to_ascii (name_253, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (fits, ==, name_253);
  g_assert_null (outpost_host_to_ascii (name_254, &error));
  g_assert_error (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_null (outpost_host_to_ascii (label_64, &error));
  g_assert_error (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_null (outpost_host_to_ascii ("", &error));
  g_assert_error (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_EMPTY);
}

static void
test_to_unicode (void)
{
  g_autofree char *decoded = outpost_host_to_unicode ("xn--bcher-kva.example");
  g_autofree char *broken = outpost_host_to_unicode ("xn--\x7f");

  g_assert_cmpstr (decoded, ==, "bücher.example");
  g_assert_cmpstr (broken, ==, "xn--\x7f");
}

static void
test_loopback (void)
{
  g_assert_true (outpost_host_is_loopback_address ("127.0.0.1"));
  g_assert_true (outpost_host_is_loopback_address ("127.9.8.7"));
  g_assert_true (outpost_host_is_loopback_address ("[::1]"));
  g_assert_false (outpost_host_is_loopback_address ("128.0.0.1"));
  g_assert_false (outpost_host_is_loopback_address ("localhost"));
  g_assert_false (outpost_host_is_loopback_address ("127.0.0.1.example.org"));
}

static void
test_private (void)
{
  static const char * const private[] = {
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.0.1",
    "100.64.0.1", "0.0.0.0", "224.0.0.1", "[::1]", "::", "fe80::1", "fd00::1", "ff02::1",
    "::ffff:192.0.2.1", "64:ff9b::c000:201",
  };
  static const char * const others[] = {
    "192.0.2.1", "172.32.0.1", "100.128.0.1", "2001:db8::1", "localhost", "10.example",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (private); i++)
    g_assert_true (outpost_host_is_private_address (private[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (outpost_host_is_private_address (others[i]));
}

static void
test_local_name (void)
{
  static const char * const local[] = {
    "mail", "localhost", "a.localhost", "printer.local", "nas.home.arpa", "mail.corp.internal",
  };
  static const char * const others[] = {
    "mail.example", "local.example", "home.arpa.example", "127.0.0.1", "::1", "notlocal.com",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (local); i++)
    g_assert_true (outpost_host_is_local_name (local[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (outpost_host_is_local_name (others[i]));
}

static void
test_in_domain (void)
{
  g_assert_true (outpost_host_is_in_domain ("smtp.gmail.com", "gmail.com"));
  g_assert_true (outpost_host_is_in_domain ("Gmail.com", "gmail.com"));
  g_assert_false (outpost_host_is_in_domain ("notgmail.com", "gmail.com"));
  g_assert_false (outpost_host_is_in_domain ("com", "gmail.com"));
}

static void
test_edit_distance (void)
{
  g_assert_cmpuint (outpost_host_edit_distance ("smtp.gmail.com", "SMTP.gmail.com"), ==, 0);
  g_assert_cmpuint (outpost_host_edit_distance ("smpt.gmail.com", "smtp.gmail.com"), ==, 1);
  g_assert_cmpuint (outpost_host_edit_distance ("smtp.gmial.com", "smtp.gmail.com"), ==, 1);
  g_assert_cmpuint (outpost_host_edit_distance ("stp.gmail.com", "smtp.gmail.com"), ==, 1);
  g_assert_cmpuint (outpost_host_edit_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (outpost_host_edit_distance ("kitten", "sitting"), ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/to-ascii", test_to_ascii);
  g_test_add_func ("/host/refused", test_refused);
  g_test_add_func ("/host/lengths", test_lengths);
  g_test_add_func ("/host/to-unicode", test_to_unicode);
  g_test_add_func ("/host/loopback", test_loopback);
  g_test_add_func ("/host/private", test_private);
  g_test_add_func ("/host/local-name", test_local_name);
  g_test_add_func ("/host/in-domain", test_in_domain);
  g_test_add_func ("/host/edit-distance", test_edit_distance);

  return g_test_run ();
}
