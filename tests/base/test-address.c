/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-address.h"

/* RFC 5321 and RFC 3696 (with its errata) give the odd ones. */
static void
test_accepted (void)
{
  static const struct { const char *text, *wire; gboolean utf8; } cases[] = {
    { "user@example.org", "user@example.org", FALSE },
    { "first.last+tag@Example.ORG", "first.last+tag@example.org", FALSE },
    { "\"Joe\\\\Blow\"@example.com", "\"Joe\\\\Blow\"@example.com", FALSE },
    { "\"Abc@def\"@example.com", "\"Abc@def\"@example.com", FALSE },
    { "\"a b\"@example.com", "\"a b\"@example.com", FALSE },
    { "customer/department=shipping@example.com", "customer/department=shipping@example.com", FALSE },
    { "!def!xyz%%abc@example.com", "!def!xyz%%abc@example.com", FALSE },
    { "user@[192.0.2.1]", "user@[192.0.2.1]", FALSE },
    { "user@[IPv6:2001:db8::1]", "user@[IPv6:2001:db8::1]", FALSE },
    { "user@bücher.example", "user@xn--bcher-kva.example", FALSE },
    { "müller@example.org", "müller@example.org", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (OutpostAddress) address = outpost_address_parse (cases[i].text, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (outpost_address_get_wire (address), ==, cases[i].wire);
    g_assert_cmpint (outpost_address_needs_smtputf8 (address), ==, cases[i].utf8);
  }
}

static void
test_refused (void)
{
  static const struct { const char *text; OutpostAddressError code; } cases[] = {
    { "", OUTPOST_ADDRESS_ERROR_EMPTY },
    { "user", OUTPOST_ADDRESS_ERROR_NO_AT },
    { "\"user@example.org", OUTPOST_ADDRESS_ERROR_NO_AT },
    { "@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { ".user@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "user.@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "us..er@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "us er@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "user\r\nRCPT@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "\"us\r\ner\"@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "Name <user@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "us\xff" "er@example.org", OUTPOST_ADDRESS_ERROR_LOCAL_PART },
    { "user@", OUTPOST_ADDRESS_ERROR_DOMAIN },
    { "user@example.org>", OUTPOST_ADDRESS_ERROR_DOMAIN },
    { "user@192.0.2.1", OUTPOST_ADDRESS_ERROR_DOMAIN },
    { "user@exa mple.org", OUTPOST_ADDRESS_ERROR_DOMAIN },
    { "user@example.org\n", OUTPOST_ADDRESS_ERROR_DOMAIN },
    { "a@example.org, b@example.org", OUTPOST_ADDRESS_ERROR_SEVERAL },
    { "a@example.org;b@example.org", OUTPOST_ADDRESS_ERROR_SEVERAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (OutpostAddress) address = outpost_address_parse (cases[i].text, &error);

    g_assert_null (address);
    g_assert_error (error, OUTPOST_ADDRESS_ERROR, (int) cases[i].code);
  }
}

static void
test_lengths (void)
{
  g_autofree char *local_64 = g_strnfill (64, 'a');
  g_autofree char *fits = g_strconcat (local_64, "@example.org", NULL);
  g_autofree char *too_long = g_strconcat ("b", fits, NULL);
  g_autoptr (OutpostAddress) address = outpost_address_parse (fits, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (address);
  g_assert_null (outpost_address_parse (too_long, &error));
  g_assert_error (error, OUTPOST_ADDRESS_ERROR, OUTPOST_ADDRESS_ERROR_TOO_LONG);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address/accepted", test_accepted);
  g_test_add_func ("/address/refused", test_refused);
  g_test_add_func ("/address/lengths", test_lengths);

  return g_test_run ();
}
