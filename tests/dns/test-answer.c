/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "message.h"
#include "outpost-dns-answer-private.h"
#include "outpost-host.h"
#include "outpost-test-rounds.h"

#define MX 15
#define TXT 16
#define SRV 33

#define FIRST_SEED 20261125
#define N_ROUNDS 4000
#define RECORDS_MAX 256

static void
test_mx (void)
{
  g_autoptr (GByteArray) message = message_new (MX);
  g_autoptr (GPtrArray) hosts = NULL;
  g_autoptr (GError) error = NULL;
  static const char * const expected[] = { "a.example", "b.example", "c.example" };

  message_add_mx (message, 20, "c.example");
  message_add_mx (message, 10, "b.example");
  message_add_mx (message, 10, "A.example");
  message_add_mx (message, 5, "192.0.2.1");
  message_add_mx (message, 5, "under_score.example");
  hosts = outpost_dns_answer_read_mx (message->data, message->len, "shop.example", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hosts->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < hosts->len; i++)
    g_assert_cmpstr (((OutpostDnsMx *) g_ptr_array_index (hosts, i))->host, ==, expected[i]);
}

static void
test_null_mx (void)
{
  g_autoptr (GByteArray) message = message_new (MX);
  g_autoptr (GError) error = NULL;

  message_add_mx (message, 0, ".");
  g_assert_null (outpost_dns_answer_read_mx (message->data, message->len, "shop.example", &error));
  g_assert_error (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_OFFERED);
  g_assert_cmpstr (error->message, ==,
                   "“\u2068shop.example\u2069” says in the DNS that it does not offer this.");
}

static void
test_txt (void)
{
  g_autofree char *longer = g_strnfill (1000, 'x');
  g_autoptr (GByteArray) message = message_new (TXT);
  g_autoptr (GPtrArray) texts = NULL;

  message_add_txt (message, longer);
  message_add_txt (message, "");
  message_add (message, TXT, "\3a\0b", 4);
  texts = outpost_dns_answer_read_txt (message->data, message->len, "shop.example", NULL);
  g_assert_cmpuint (texts->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (texts, 0), ==, longer);
  g_assert_cmpstr (g_ptr_array_index (texts, 1), ==, "");
  g_assert_cmpstr (g_ptr_array_index (texts, 2), ==, "a\x7f" "b");
}

static void
test_bounds (void)
{
  g_autoptr (GByteArray) message = message_new (TXT);
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < RECORDS_MAX; i++)
    message_add_txt (message, "x");
  texts = outpost_dns_answer_read_txt (message->data, message->len, "shop.example", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, RECORDS_MAX);

  message_add_txt (message, "one too many");
  g_assert_null (outpost_dns_answer_read_txt (message->data, message->len, "shop.example",
                                              &error));
  g_assert_error (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_BAD_ANSWER);
}

/* RFC 2782: by priority; among equals by lot, the heavier the sooner. */
static void
test_srv_order (void)
{
  g_autoptr (GByteArray) message = message_new (SRV);
  guint n_heavy = 0, n_light = 0;

  message_add_srv (message, 20, 0, 465, "last.example");
  message_add_srv (message, 10, 10, 465, "light.example");
  message_add_srv (message, 10, 90, 465, "heavy.example");
  g_random_set_seed (FIRST_SEED);
  for (guint i = 0; i < 1000; i++) {
    GList *targets = outpost_dns_answer_read_srv (message->data, message->len, "shop.example",
                                                  NULL);

    g_assert_cmpuint (g_list_length (targets), ==, 3);
    g_assert_cmpstr (g_srv_target_get_hostname (targets->next->next->data), ==, "last.example");
    n_heavy += g_str_equal (g_srv_target_get_hostname (targets->data), "heavy.example");
    n_light += g_str_equal (g_srv_target_get_hostname (targets->data), "light.example");
    g_resolver_free_targets (targets);
  }
  g_assert_cmpuint (n_heavy, >, 800);
  g_assert_cmpuint (n_light, >, 20);
}

static void
test_srv_refused (void)
{
  g_autoptr (GByteArray) message = message_new (SRV);
  g_autoptr (GError) error = NULL;

  message_add_srv (message, 0, 0, 0, ".");
  g_assert_null (outpost_dns_answer_read_srv (message->data, message->len, "_x._tcp.shop.example",
                                              &error));
  g_assert_error (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_OFFERED);
}

static void
check_host (const char *host)
{
  g_autofree char *again = outpost_host_to_ascii (host, NULL);

  check (again != NULL && g_str_equal (again, host));
  check (!outpost_host_is_address (host));
}

static void
check_error (const GError *error)
{
  check (error != NULL && error->domain == OUTPOST_DNS_ERROR);
  check (error->code == OUTPOST_DNS_ERROR_NO_RECORD || error->code == OUTPOST_DNS_ERROR_BAD_ANSWER ||
         error->code == OUTPOST_DNS_ERROR_NOT_OFFERED ||
         error->code == OUTPOST_DNS_ERROR_NOT_A_HOST);
  check (g_utf8_validate (error->message, -1, NULL));
}

static void
read_mx (const guint8 *octets,
         gsize         length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hosts = outpost_dns_answer_read_mx (octets, length, "x.example", &error);

  if (hosts == NULL) {
    check_error (error);
    return;
  }
  check (hosts->len > 0 && hosts->len <= RECORDS_MAX);
  for (guint i = 0; i < hosts->len; i++)
    check_host (((OutpostDnsMx *) g_ptr_array_index (hosts, i))->host);
}

static void
read_srv (const guint8 *octets,
          gsize         length)
{
  g_autoptr (GError) error = NULL;
  GList *targets = outpost_dns_answer_read_srv (octets, length, "x.example", &error);

  if (targets == NULL) {
    check_error (error);
    return;
  }
  check (g_list_length (targets) <= RECORDS_MAX);
  for (GList *at = targets; at != NULL; at = at->next) {
    check_host (g_srv_target_get_hostname (at->data));
    check (g_srv_target_get_port (at->data) != 0);
  }
  g_resolver_free_targets (targets);
}

static void
read_txt (const guint8 *octets,
          gsize         length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = outpost_dns_answer_read_txt (octets, length, "x.example", &error);

  if (texts == NULL) {
    check_error (error);
    return;
  }
  check (texts->len > 0 && texts->len <= RECORDS_MAX);
  for (guint i = 0; i < texts->len; i++)
    check (strlen (g_ptr_array_index (texts, i)) < 65536);
}

static void
read_addresses (const guint8 *octets,
                gsize         length)
{
  for (guint i = 0; i < 2; i++) {
    GSocketFamily family = i == 0 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) addresses =
      outpost_dns_answer_read_addresses (octets, length, family, "x.example", &error);

    if (addresses == NULL)
      check_error (error);
    else
      check (g_inet_address_get_family (g_ptr_array_index (addresses, 0)) == family);
  }
}

static GByteArray *
make_message (GRand *rand)
{
  static const char * const hosts[] = { "mx.example", ".", "a.b.c.d.e.example", "-x", "x_y.example",
                                        "192.0.2.1", "a b.example", "" };
  GByteArray *message = message_new (MX);
  gint32 n = g_rand_int_range (rand, 0, 12) == 0 ? 300 : g_rand_int_range (rand, 0, 6);

  for (gint32 i = 0; i < n; i++) {
    const char *host = hosts[g_rand_int_range (rand, 0, G_N_ELEMENTS (hosts))];

    switch (g_rand_int_range (rand, 0, 5)) {
    case 0:
      message_add_mx (message, (guint16) g_rand_int_range (rand, 0, 65536), host);
      break;
    case 1:
      message_add_srv (message, 0, 1, (guint16) g_rand_int_range (rand, 0, 3), host);
      break;
    case 2:
      message_add_txt (message, host);
      break;
    default:
      message_add (message, g_rand_boolean (rand) ? 1 : 28, "0123456789abcdef",
                   (gsize) g_rand_int_range (rand, 0, 17));
    }
  }
  return message;
}

/* What is changed is copied to memory of just that size, where a sanitizer sees a step too far. */
static void
robust_round (GRand *rand)
{
  g_autoptr (GByteArray) message = make_message (rand);
  g_autofree guint8 *octets = NULL;
  gsize length;

  for (gint32 changes = g_rand_int_range (rand, 0, 8); changes > 0; changes--)
    message->data[g_rand_int_range (rand, 0, (gint32) message->len)] =
      (guint8) g_rand_int_range (rand, 0, 256);
  length = g_rand_int_range (rand, 0, 4) == 0
             ? (gsize) g_rand_int_range (rand, 0, (gint32) message->len) : message->len;
  octets = g_memdup2 (message->data, length);

  read_mx (octets, length);
  read_srv (octets, length);
  read_txt (octets, length);
  read_addresses (octets, length);
}

static void
test_robust (void)
{
  outpost_test_run_rounds (N_ROUNDS, FIRST_SEED, robust_round);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/answer/mx", test_mx);
  g_test_add_func ("/answer/null-mx", test_null_mx);
  g_test_add_func ("/answer/txt", test_txt);
  g_test_add_func ("/answer/bounds", test_bounds);
  g_test_add_func ("/answer/srv-order", test_srv_order);
  g_test_add_func ("/answer/srv-refused", test_srv_refused);
  g_test_add_func ("/answer/robust", test_robust);

  return g_test_run ();
}
