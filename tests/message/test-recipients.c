/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "message-support.h"

static const OutpostMessageOptions from_header = { .recipients_from_header = TRUE };

static void
check (const char *header,
       const char *recipients)
{
  g_autofree char *text = g_strconcat (header, "\n\nTo: body@example.org\n", NULL);
  g_autoptr (OutpostMessage) message = support_message (text, &from_header);
  g_autofree char *found = g_strjoinv (" ", (char **) outpost_message_get_recipients (message));

  g_assert_cmpstr (found, ==, recipients);
}

static void
test_fields (void)
{
  check ("To: a@example.org\nCC: b@example.org\nbcc: c@example.org\nReply-To: d@example.org",
         "a@example.org b@example.org c@example.org");
  check ("From: a@example.org\nSubject: x", "");
  check ("To: a@example.org, b@example.org\nTo: c@example.org\nCc: a@example.org",
         "a@example.org b@example.org c@example.org");
  check ("To: a@B\xc3\xbc" "cher.example, m\xc3\xbc@example.org",
         "a@xn--bcher-kva.example m\xc3\xbc@example.org");
  check ("To: Undisclosed recipients:;\nBcc: a@example.org", "a@example.org");
  check ("To:", "");
}

static void
test_only_when_asked (void)
{
  g_autoptr (OutpostMessage) message = support_message ("To: a@example.org\n\n", NULL);

  g_assert_nonnull (outpost_message_get_recipients (message));
  g_assert_null (outpost_message_get_recipients (message)[0]);
}

/* RFC 5322, appendix A. */
static void
test_rfc_5322_examples (void)
{
  check ("To: Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>\n"
         "Cc: <boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>",
         "mary@x.test jdoe@example.org one@y.test boss@nil.test sysservices@example.net");
  check ("To: A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;\n"
         "Cc: Undisclosed recipients:;", "c@a.test joe@where.test jdoe@one.test");
  check ("To:A Group(Some people)\n"
         "     :Chris Jones <c@(Chris's host.)public.example>,\n"
         "         joe@example.org,\n"
         "  John <jdoe@one.test> (my dear friend); (the end of the group)\n"
         "Cc:(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;\n"
         "Bcc: Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
         "c@public.example joe@example.org jdoe@one.test pete@silly.test");
  check ("To: Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
         "mary@example.net jdoe@test.example");
  check ("To: Joe Q. Public <john.q.public@example.com>", "john.q.public@example.com");
}

static void
test_odd_ones (void)
{
  check ("To: \"Abc@def\"@example.com, \"a, b\"@example.com", "\"Abc@def\"@example.com "
         "\"a, b\"@example.com");
  check ("To: a@[192.0.2.1], b@[IPv6:2001:db8::1]", "a@[192.0.2.1] b@[IPv6:2001:db8::1]");
  check ("To: =?utf-8?q?J=C3=B6rg=2C_x?= <j@example.org>", "j@example.org");
  check ("To: a@example.org; b@example.org", "a@example.org b@example.org");
  check ("To: a@example.org (a comment, with <x@example.org>)", "a@example.org");
  check ("To: \"x\" \"<y@example.org>\" <a@example.org>", "a@example.org");
}

/* Whatever cannot be read is refused, never left out or guessed. */
static void
test_refused (void)
{
  static const char * const values[] = {
    "root", "a@example.org, root", "a@example.org b@example.org", "extra a@example.org",
    "a@example.org extra", "a@example.org, <b@>, c@example.org", "a@example.org, x <>",
    "a@example.org, \"open", "a@example.org, (open", "<a@example.org", "a@example.org>",
    "<a@example.org> x", "<a@example.org> <b@example.org>", "a@@example.org", "a..b@example.org",
    "g: a@example.org, h: b@example.org;;", "a@example.org, |/bin/sh", ":include:/etc/passwd",
    "a@b@example.org", "<a b@example.org>", "a@example.org\x01",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *text = g_strdup_printf ("Cc: %s\n\n", values[i]);

    g_test_message ("%s", values[i]);
    support_refused (text, -1, &from_header, OUTPOST_MESSAGE_ERROR_RECIPIENTS);
  }
}

static void
test_resent (void)
{
  /* The newest block is the topmost; an older one and the first recipients get nothing. */
  check ("Resent-From: x@example.org\nResent-To: new@example.org\nResent-Bcc: new2@example.org\n"
         "Resent-From: y@example.org\nResent-To: old@example.org\n"
         "To: first@example.org", "new@example.org new2@example.org");
  check ("Received: from a by b; now\nResent-To: new@example.org\nResent-Cc: new2@example.org\n"
         "Received: from b by c; before\nResent-To: old@example.org\nResent-Bcc: old2@example.org\n"
         "To: first@example.org", "new@example.org new2@example.org");
  check ("Resent-To: new@example.org\nSubject: x\nResent-Cc: old@example.org\n"
         "To: first@example.org", "new@example.org");
  check ("To: first@example.org\nResent-From: x@example.org", "");
}

/* A list that some parsers descend into for each colon. */
static void
test_many_groups (void)
{
  g_autoptr (GString) text = g_string_new ("To: ");

  for (guint i = 0; i < 300000; i++)
    g_string_append (text, i % 100 == 0 ? "a:\n " : "a:");
  g_string_append (text, "x@example.org\n\n");
  support_refused (text->str, -1, &from_header, OUTPOST_MESSAGE_ERROR_RECIPIENTS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/recipients/fields", test_fields);
  g_test_add_func ("/recipients/only-when-asked", test_only_when_asked);
  g_test_add_func ("/recipients/rfc-5322-examples", test_rfc_5322_examples);
  g_test_add_func ("/recipients/odd-ones", test_odd_ones);
  g_test_add_func ("/recipients/refused", test_refused);
  g_test_add_func ("/recipients/resent", test_resent);
  g_test_add_func ("/recipients/many-groups", test_many_groups);

  return g_test_run ();
}
