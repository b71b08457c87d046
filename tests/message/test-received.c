/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-message-received.h"

#define UNTOLD OUTPOST_RECEIVED_TLS_UNTOLD
#define NO OUTPOST_RECEIVED_TLS_NO
#define YES OUTPOST_RECEIVED_TLS_YES

/* Thu, 26 Nov 2026 10:00:00 +0000 */
#define TEN 1795687200

typedef struct {
  const char         *value;
  const char         *from, *verified, *address, *by, *protocol;
  OutpostReceivedTls  tls;
  const char         *version, *cipher;
  gint64              time;
} Case;

static void
check (const Case *c)
{
  g_autoptr (OutpostReceived) received = outpost_received_parse (c->value);

  g_test_message ("%s", c->value);
  g_assert_cmpstr (received->from, ==, c->from);
  g_assert_cmpstr (received->verified, ==, c->verified);
  g_assert_cmpstr (received->address, ==, c->address);
  g_assert_cmpstr (received->by, ==, c->by);
  g_assert_cmpstr (received->protocol, ==, c->protocol);
  g_assert_cmpint (received->tls, ==, c->tls);
  g_assert_cmpstr (received->tls_version, ==, c->version);
  g_assert_cmpstr (received->cipher, ==, c->cipher);
  g_assert_cmpint (received->time, ==, c->time);
}

/* What each program writes, in its documented form. */
static const Case dialects[] = {
  { /* Postfix */
    "from mail.shop.example (mail.shop.example [192.0.2.1]) (using TLSv1.3 with cipher "
    "TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 "
    "bits) server-digest SHA256) (No client certificate requested) by mx.example.org (Postfix) "
    "with ESMTPS id 4ABC for <a@example.org>; Thu, 26 Nov 2026 11:00:00 +0100 (CET)",
    "mail.shop.example", "mail.shop.example", "192.0.2.1", "mx.example.org", "ESMTPS",
    YES, "TLSv1.3", "TLS_AES_256_GCM_SHA384", TEN },
  { "from [192.168.1.20] (unknown [198.51.100.7]) (Authenticated sender: a) by mx.example.org "
    "(Postfix) with ESMTPA id 4ABC; Thu, 26 Nov 2026 10:00:00 +0000 (UTC)",
    "[192.168.1.20]", NULL, "198.51.100.7", "mx.example.org", "ESMTPA", NO, NULL, NULL, TEN },
  { "by host.example (Postfix, from userid 1000) id 4ABC; Thu, 26 Nov 2026 10:00:00 +0000 (UTC)",
    NULL, NULL, NULL, "host.example", NULL, UNTOLD, NULL, NULL, TEN },
  { /* Exim with OpenSSL, with GnuTLS, an older one, without TLS, from a program */
    "from mail.shop.example ([192.0.2.1]:41234 helo=inner.shop.example) by mx.example.org with "
    "esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <o@shop.example>) id "
    "1qabcd-000123-1A for a@example.org; Thu, 26 Nov 2026 10:00:00 +0000",
    "inner.shop.example", "mail.shop.example", "192.0.2.1", "mx.example.org", "esmtps",
    YES, "TLSv1.3", "TLS_AES_256_GCM_SHA384", TEN },
  { "from [2001:db8::5] (helo=shop) by mx.example.org with esmtpsa "
    "(TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256) (Exim 4.94.2) id 1q; "
    "Thu, 26 Nov 2026 10:00:00 +0000",
    "shop", NULL, "2001:db8::5", "mx.example.org", "esmtpsa", YES, "TLSv1.3",
    "ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM", TEN },
  { "from mail.shop.example ([192.0.2.1]) by mx.example.org with esmtp (Exim 4.72) id 1q; "
    "Thu, 26 Nov 2026 10:00:00 GMT",
    "mail.shop.example", "mail.shop.example", "192.0.2.1", "mx.example.org", "esmtp",
    NO, NULL, NULL, TEN },
  { "from root by host.example with local (Exim 4.96) id 1q; Thu, 26 Nov 2026 10:00:00 +0000",
    "root", NULL, NULL, "host.example", "local", UNTOLD, NULL, NULL, TEN },
  { /* Gmail: from outside, inside, at submission */
    "from mail-sor-f41.google.com (mail-sor-f41.google.com. [209.85.220.41]) by mx.google.com "
    "with SMTPS id d9sor1.1.2026.11.26.02.00.00 for <a@gmail.com> (Google Transport Security); "
    "Thu, 26 Nov 2026 02:00:00 -0800 (PST)",
    "mail-sor-f41.google.com", "mail-sor-f41.google.com", "209.85.220.41", "mx.google.com",
    "SMTPS", YES, NULL, NULL, TEN },
  { "by 2002:a05:6a20:7f8d:b0:1a9 with SMTP id d13csp1; Thu, 26 Nov 2026 02:00:00 -0800 (PST)",
    NULL, NULL, NULL, "2002:a05:6a20:7f8d:b0:1a9", "SMTP", UNTOLD, NULL, NULL, TEN },
  { "from localhost.localdomain (dsl.isp.example. [198.51.100.7]) by smtp.gmail.com with ESMTPSA "
    "id 5b1f17b1804b1 for <a@example.org> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 "
    "bits=256/256); Thu, 26 Nov 2026 02:00:00 -0800 (PST)",
    "localhost.localdomain", "dsl.isp.example", "198.51.100.7", "smtp.gmail.com", "ESMTPSA",
    YES, "TLSv1.3", "TLS_AES_256_GCM_SHA384", TEN },
  { /* Exchange: inside, at its border, an older one */
    "from AM0PR01MB1.eurprd01.prod.outlook.com (2603:10a6:208:1::20) by "
    "AM9PR01MB2.eurprd01.prod.outlook.com (2603:10a6:20b:2::16) with Microsoft SMTP Server "
    "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.7000.1; "
    "Thu, 26 Nov 2026 10:00:00 +0000",
    "AM0PR01MB1.eurprd01.prod.outlook.com", "AM0PR01MB1.eurprd01.prod.outlook.com",
    "2603:10a6:208:1::20", "AM9PR01MB2.eurprd01.prod.outlook.com", "Microsoft SMTP Server",
    YES, "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", TEN },
  { "from mail.shop.example (192.0.2.1) by AM7EUR06FT1.mail.protection.outlook.com (10.233.1.1) "
    "with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) "
    "id 15.20.7000.1 via Frontend Transport; Thu, 26 Nov 2026 10:00:00 +0000",
    "mail.shop.example", NULL, "192.0.2.1", "AM7EUR06FT1.mail.protection.outlook.com",
    "Microsoft SMTP Server", YES, "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", TEN },
  { "from DB1PEPF0003.eurprd05.prod.outlook.com (2603:10a6:10:3b:cafe::2a) by "
    "DU2PR04CA0001.outlook.office365.com (2603:10a6:10:3b::6) with Microsoft SMTP Server "
    "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.9000.12 via Frontend Transport; "
    "Thu, 26 Nov 2026 10:00:00 +0000",
    "DB1PEPF0003.eurprd05.prod.outlook.com", "DB1PEPF0003.eurprd05.prod.outlook.com",
    "2603:10a6:10:3b:cafe::2a", "DU2PR04CA0001.outlook.office365.com", "Microsoft SMTP Server",
    YES, "TLSv1.3", "TLS_AES_256_GCM_SHA384", TEN },
  { "from EX1.shop.example (10.0.0.5) by EX2.shop.example (10.0.0.6) with Microsoft SMTP Server "
    "(TLS) id 14.3.123.3; Thu, 26 Nov 2026 10:00:00 +0000",
    "EX1.shop.example", NULL, "10.0.0.5", "EX2.shop.example",
    "Microsoft SMTP Server", YES, NULL, NULL, TEN },
  { "from AM0PR01MB1.eurprd01.prod.outlook.com ([fe80::1]) by "
    "AM0PR01MB1.eurprd01.prod.outlook.com ([fe80::1%4]) with mapi id 15.20.7000.1; "
    "Thu, 26 Nov 2026 10:00:00 +0000",
    "AM0PR01MB1.eurprd01.prod.outlook.com", "AM0PR01MB1.eurprd01.prod.outlook.com", "fe80::1",
    "AM0PR01MB1.eurprd01.prod.outlook.com", "mapi", UNTOLD, NULL, NULL, TEN },
  { /* Yahoo */
    "from 127.0.0.1  (EHLO mail.shop.example) (192.0.2.1) by "
    "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com with SMTPs (version=TLS1_3 "
    "cipher=TLS_AES_128_GCM_SHA256); Thu, 26 Nov 2026 10:00:00 +0000",
    "mail.shop.example", NULL, "192.0.2.1", "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com",
    "SMTPs", YES, "TLSv1.3", "TLS_AES_128_GCM_SHA256", TEN },
  { "by hermes--production-gq1-1 (Yahoo Inc. Hermes SMTP Server) with ESMTPA ID 0123abcd; "
    "Thu, 26 Nov 2026 10:00:00 +0000 (UTC)",
    NULL, NULL, NULL, "hermes--production-gq1-1", "ESMTPA", NO, NULL, NULL, TEN },
  { /* sendmail, with and without a name for the address */
    "from mail.shop.example (mail.shop.example [192.0.2.1] (may be forged)) by mx.example.org "
    "(8.15.2/8.15.2) with ESMTPS id 0ABC (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 "
    "bits=256 verify=NO) for <a@example.org>; Thu, 26 Nov 2026 05:00:00 -0500 (EST)",
    "mail.shop.example", "mail.shop.example", "192.0.2.1", "mx.example.org", "ESMTPS",
    YES, "TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384", TEN },
  { "from mx.example.org ([192.0.2.1]) by mx.example.org (8.15.2/8.15.2) with ESMTP id 0ABC; "
    "Thu, 26 Nov 2026 05:00:00 EST",
    "mx.example.org", NULL, "192.0.2.1", "mx.example.org", "ESMTP", NO, NULL, NULL, TEN },
  { /* qmail */
    "(qmail 12345 invoked by uid 89); 26 Nov 2026 10:00:00 -0000",
    NULL, NULL, NULL, NULL, NULL, UNTOLD, NULL, NULL, TEN },
  { "from mail.shop.example (HELO inner.shop.example) (o@192.0.2.1) by mx.example.org with "
    "(DHE-RSA-AES256-SHA encrypted) SMTP; 26 Nov 2026 10:00:00 -0000",
    "inner.shop.example", "mail.shop.example", "192.0.2.1", "mx.example.org", "SMTP",
    YES, NULL, "DHE-RSA-AES256-SHA", TEN },
  { "from unknown (HELO [127.0.0.1]) (192.0.2.1) by mx.example.org with SMTP; "
    "26 Nov 2026 10:00:00 -0000",
    "[127.0.0.1]", NULL, "192.0.2.1", "mx.example.org", "SMTP", UNTOLD, NULL, NULL, TEN },
  { /* Courier */
    "from mail.shop.example ([::ffff:192.0.2.1]) (TLS: TLSv1.2,256bits,AES256-SHA) by "
    "mx.example.org with ESMTPS; Thu, 26 Nov 2026 10:00:00 +0000",
    "mail.shop.example", NULL, "192.0.2.1", "mx.example.org", "ESMTPS",
    YES, "TLSv1.2", "AES256-SHA", TEN },
  { /* Dovecot */
    "from mx.example.org by imap.example.org with LMTP id 1abc (envelope-from <o@shop.example>) "
    "for <a@example.org>; Thu, 26 Nov 2026 10:00:00 +0000",
    "mx.example.org", NULL, NULL, "imap.example.org", "LMTP", UNTOLD, NULL, NULL, TEN },
  { /* RFC 6531 */
    "from mail.shop.example (mail.shop.example [IPv6:2001:db8::1]) by mx.example.org with "
    "UTF8SMTPS id 1; Thu, 26 Nov 2026 10:00:00 Z",
    "mail.shop.example", "mail.shop.example", "2001:db8::1", "mx.example.org", "UTF8SMTPS",
    YES, NULL, NULL, TEN },
};

static void
test_dialects (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
    check (&dialects[i]);
}

/* Clients choose what stands in their own names. */
static const Case odd[] = {
  { "", NULL, NULL, NULL, NULL, NULL, UNTOLD, NULL, NULL, 0 },
  { ";", NULL, NULL, NULL, NULL, NULL, UNTOLD, NULL, NULL, 0 },
  { "from by by with (x [192.0.2.1]) with with", "by", NULL, NULL, "with", "with", UNTOLD, NULL,
    NULL, 0 },
  { "from a by b with ESMTP; soon", "a", NULL, NULL, "b", "ESMTP", NO, NULL, NULL, 0 },
  { "from a (b by c; d) by e; 26 Nov 2026 10:00:00 +0000", "a", NULL, NULL, "e", NULL, UNTOLD,
    NULL, NULL, TEN },
  { "from a ((((by b", "a", NULL, NULL, NULL, NULL, UNTOLD, NULL, NULL, 0 },
  { "from a (x \\) by b) by c", "a", NULL, NULL, "c", NULL, UNTOLD, NULL, NULL, 0 },
  { "from ssl3.example (tls1.example [192.0.2.1]) by c for <\"; by (d\"@e>", "ssl3.example",
    "tls1.example", "192.0.2.1", "c", NULL, UNTOLD, NULL, NULL, 0 },
  { "from 127.0.0.1.example (127.0.0.1@192.0.2.1) by c", "127.0.0.1.example", NULL, "192.0.2.1",
    "c", NULL, UNTOLD, NULL, NULL, 0 },
  { "FROM a. BY b. WITH esmtps; 26 Nov 2026 10:00:00 +0000; 26 Nov 2026 10:00:00 +0000", "a",
    NULL, NULL, "b", "esmtps", YES, NULL, NULL, TEN },
};

static void
test_odd (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    check (&odd[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/received/dialects", test_dialects);
  g_test_add_func ("/received/odd", test_odd);

  return g_test_run ();
}
