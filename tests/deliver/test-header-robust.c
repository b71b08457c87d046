/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "outpost-header-verdict.h"
#include "outpost-test-rounds.h"

/* Nonsense from senders. */
#define FIRST_SEED 20261126
#define N_ROUNDS 400

#define WORDS_MAX_OCTETS 4000
/* More than is read of a header, and of one field. */
#define HEADER_OCTETS (300 * 1024)
#define VALUE_OCTETS (20 * 1024)

static const char * const names[] = {
  "gmail.eml", "outlook.eml", "fastmail.eml", "yahoo.eml", "postfix.eml", "exim.eml", "qmail.eml",
  "rewritten.eml",
  "forwarded.eml", "forged.eml", "page.txt",
};

static GString *samples[G_N_ELEMENTS (names)];
static guint n_verdicts;

/* What a header may be made of: most of it is fine, or nearly so. */
static const char * const pieces[] = {
  "\nReceived: from a (b [192.0.2.1]) by mx.example.org with ESMTP; 26 Nov 2026 10:00:00 GMT\n",
  "\nAuthentication-Results: mx.attacker.example; spf=pass smtp.mailfrom=a@b.example; dkim=pass"
  " header.d=b.example; dmarc=pass header.from=b.example\n",
  "\nARC-Authentication-Results: i=1; x.example; dmarc=pass\n", "\nX-Spam-Flag: YES\n",
  "\nReceived-SPF: fail (a.example: no) envelope-from=\"a\n", "\nFrom: \"a\" <b@c.example>, d@e\n",
  "\nX-Forefront-Antispam-Report: SCL:9;\n", "\nX-MS-Exchange-Organization-SCL: 9\n",
  "\nDKIM-Signature: d=;d=a.example;\n", "\n\n", "\r\n", "\n ", "(", ")", "((((((((", "\"", "\\",
  ";",
  "=", ".", "/", "<", ">", "@", "[", "]", " by ", " from ", " with ", " id ", " for ", " tls ", "0",
  "1", "-1", "99999999999999999999", "26 Nov 9999 23:59:60 -9959", "Nov", "+0000", "dkim=",
  "spf=fail",
  "i=2;", "%s%n", "<b>&amp;</b>", "\xff", "\xc3", "\xe2\x80\xae", "\x1b[2J", "\x7f",
  "::ffff:1.2.3.4",
  "xn--", "TLSv1.9", "cipher=", "=?utf-8?q?=00=0A?=",
};

static void
check_text (const char *text)
{
  if (text == NULL)
    return;
  check (strlen (text) <= WORDS_MAX_OCTETS);
  check (g_utf8_validate (text, -1, NULL));
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);

    check (!g_unichar_iscntrl (character));
    check (character < 0x202A || character > 0x202E);
  }
}

static void
check_list (char * const *sentences)
{
  for (; *sentences != NULL; sentences++)
    check_text (*sentences);
}

static void
check_hop (const OutpostHeaderHop *hop)
{
  check_text (hop->from);
  check_text (hop->by);
  check_text (hop->protocol);
  check_text (hop->tls_version);
  check_text (hop->cipher);
  check_text (hop->words);
  check (hop->time >= 0);
  check (hop->delay_s == OUTPOST_HEADER_DELAY_UNKNOWN ||
         ABS (hop->delay_s) < G_GINT64_CONSTANT (1) << 40);
}

static void
check_verdict (const OutpostHeaderVerdict *verdict)
{
  g_autofree char *text = outpost_header_verdict_to_text (verdict);
  g_autofree char *json = outpost_header_verdict_to_json (verdict);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);

  check (root != NULL && g_utf8_validate (text, -1, NULL));
  check_text (verdict->title);
  check_text (verdict->receiver);
  check_text (verdict->from);
  check_text (verdict->rewritten_words);
  check_text (verdict->spam_words);
  check_list (verdict->notes);
  check_list (verdict->next_steps);
  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++) {
    check_text (verdict->checks[i].domain);
    check_text (verdict->checks[i].words);
  }
  check (verdict->hops->len == MIN (verdict->n_hops, 100));
  for (guint i = 0; i < verdict->hops->len; i++)
    check_hop (g_ptr_array_index (verdict->hops, i));
}

/* Does one thing to the octets behind that place. */
static void
mangle (GRand   *rand,
        GString *octets,
        gsize    from)
{
  gsize at = from + (gsize) g_rand_int_range (rand, 0, (gint32) (octets->len - from) + 1);
  gsize piece = (gsize) g_rand_int_range (rand, 0, 300);
  gsize n = MIN (octets->len - at, piece);

  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
    if (at < octets->len)
      octets->str[at] = (char) g_rand_int_range (rand, 0, 256);
    break;
  case 1:
    g_string_erase (octets, (gssize) at, (gssize) n);
    break;
  case 2: {
    g_autofree char *copy = g_memdup2 (octets->str + at, n);

    g_string_insert_len (octets, (gssize) (from + (at - from) / 2), copy != NULL ? copy : "",
                         (gssize) n);
    break;
  }
  default:
    g_string_insert (octets, (gssize) at, pieces[g_rand_int_range (rand, 0,
      G_N_ELEMENTS (pieces))]);
  }
}

static void
mangled_round (GRand *rand)
{
  const GString *sample = samples[g_rand_int_range (rand, 0, G_N_ELEMENTS (samples))];
  g_autoptr (GString) octets = g_string_new_len (sample->str, (gssize) sample->len);
  gint32 n = g_rand_int_range (rand, 1, 30);
  g_autoptr (OutpostHeaderVerdict) verdict = NULL;

  for (gint32 i = 0; i < n; i++)
    mangle (rand, octets, 0);
  verdict = outpost_header_verdict_new (octets->str, octets->len,
                                        g_rand_boolean (rand) ? "orders@shop.example" : NULL);
  if (verdict == NULL)
    return;
  check_verdict (verdict);
  n_verdicts++;
}

static void
test_mangled (void)
{
  outpost_test_run_rounds (N_ROUNDS, FIRST_SEED, mangled_round);
  g_test_message ("%u verdicts", n_verdicts);
}

/* Whatever the sender writes below the border, what the receiver found stays. */
static void
below_border_round (GRand *rand)
{
  const GString *sample = samples[0];
  const char *border = strstr (sample->str, "\nReceived: from [127.0.0.1]");
  gsize from = (gsize) (border - sample->str) + 1;
  g_autoptr (GString) octets = g_string_new_len (sample->str, (gssize) sample->len);
  g_autoptr (OutpostHeaderVerdict) verdict = NULL;
  gint32 n;

  if (g_rand_boolean (rand))
    g_string_insert (octets, (gssize) from, "Authentication-Results: mx.google.com; spf=fail;"
                     " dkim=fail header.d=bank.example; dmarc=fail header.from=bank.example\n");
  n = g_rand_int_range (rand, 1, 30);
  for (gint32 i = 0; i < n; i++)
    mangle (rand, octets, from + 1); /* the line stays one of its own */
  verdict = outpost_header_verdict_new (octets->str, octets->len, NULL);
  check (verdict != NULL);
  check (g_str_equal (verdict->receiver, "mx.google.com"));
  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++)
    check (verdict->checks[i].result == OUTPOST_HEADER_RESULT_PASSED);
  check (g_str_equal (verdict->checks[OUTPOST_HEADER_DKIM].domain, "shop.example"));
  check (verdict->spam == OUTPOST_VERDICT_UNTOLD);
}

static void
test_below_border (void)
{
  outpost_test_run_rounds (N_ROUNDS, FIRST_SEED, below_border_round);
}

static void
judge_many (const char *head,
            const char *piece,
            gsize       length)
{
  g_autoptr (GString) octets = g_string_new (head);
  g_autoptr (OutpostHeaderVerdict) verdict = NULL;

  while (octets->len < length)
    g_string_append (octets, piece);
  verdict = outpost_header_verdict_new (octets->str, octets->len, "a@b.example");
  if (verdict != NULL)
    check_verdict (verdict);
}

/* Much of one thing ends as soon as little of it: fields, and what may nest or repeat
 * within one. */
static void
test_many (void)
{
  static const char * const fields[] = {
    "Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTPS; 1 Nov 26 10:00 Z\n",
    "Received: from a (b (c) [10.0.0.1] helo=x) by y; z\n", "Received: by a\n",
    "Authentication-Results: a.example; spf=pass; dkim=pass; dmarc=pass\n", "Received-SPF: pass\n",
    "ARC-Authentication-Results: i=1; a.example; dmarc=pass\n", "From: a@b.example\n",
    "X-Spam-Flag: YES\n", "From: <\n", "a:\n", "\n",
  };
  static const char * const heads[] = {
    "Received: ", "Received: from (", "Received: by a; ", "Authentication-Results: ",
    "Authentication-Results: a; b", "ARC-Authentication-Results: i=1;", "Received-SPF: pass ",
    "From: ", "DKIM-Signature: ", "X-Forefront-Antispam-Report: ",
  };
  static const char * const many[] = {
    "(", "\"", "\\", ";", "=", "a.", "a-", "1.", " ", "\r", "\t\n", "\xff", "(a)", "a=b;", "i=1;",
    "@",
    "<a@b>,", "a:b;",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    judge_many ("", fields[i], HEADER_OCTETS);
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (many); j++)
      judge_many (heads[i], many[j], VALUE_OCTETS);
}

static void
test_zeros (void)
{
  g_autoptr (GString) octets = g_string_new_len (samples[0]->str, (gssize) samples[0]->len);
  g_autofree char *zeros = g_malloc0 (1024 * 1024);
  g_autoptr (OutpostHeaderVerdict) verdict = NULL;

  g_assert_null (outpost_header_verdict_new (zeros, 1024 * 1024, NULL));
  g_assert_null (outpost_header_verdict_new ("", 0, NULL));
  /* They stand where a field's value ends: nothing changes. */
  g_string_insert_len (octets, (gssize) strlen ("Delivered-To: anna@gmail.com"), zeros, 1000);
  verdict = outpost_header_verdict_new (octets->str, octets->len, "orders@shop.example");
  g_assert_cmpint (verdict->level, ==, OUTPOST_VERDICT_GOOD);
}

/* Octets behind the end are never read: the sanitizers see it. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    for (gsize length = 0; length < samples[i]->len; length += 41) {
      g_autofree char *exact = g_memdup2 (samples[i]->str, MAX (length, 1));
      g_autoptr (OutpostHeaderVerdict) verdict = outpost_header_verdict_new (exact, length, NULL);

      if (verdict != NULL)
        check_verdict (verdict);
    }
}

static void
read_samples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, "deliver", "headers", names[i],
      NULL);
    char *text;
    gsize length;

    if (!g_file_get_contents (path, &text, &length, NULL))
      g_error ("%s cannot be read", path);
    samples[i] = g_string_new_len (text, (gssize) length);
    g_free (text);
  }
}

int
main (int   argc,
      char *argv[])
{
  int code;

  g_test_init (&argc, &argv, NULL);
  read_samples ();

  g_test_add_func ("/robust/header/mangled", test_mangled);
  g_test_add_func ("/robust/header/below-border", test_below_border);
  g_test_add_func ("/robust/header/many", test_many);
  g_test_add_func ("/robust/header/zeros", test_zeros);
  g_test_add_func ("/robust/header/cut", test_cut);

  code = g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    g_string_free (samples[i], TRUE);
  return code;
}
