/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-script-server.h"
#include "outpost-smtp-session.h"
#include "outpost-test-certs.h"

/* The start of a script: TLS from the first octet, then the abilities that follow. */
#define GREETING "S: 220 mail.example ESMTP\n"
#define TLS_EHLO "TLS\n" GREETING "C: EHLO [127.0.0.1]\nS: 250-mail.example\n"
#define PLAIN_EHLO GREETING "C: EHLO [127.0.0.1]\nS: 250-mail.example\n"

/* What the client says up to there. */
#define EHLO "EHLO [127.0.0.1]\r\n"

/* A message to which nothing has to be added. 116 octets. */
#define MESSAGE \
  "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n" \
  "From: a@example.org\r\n" \
  "Message-ID: <1@example.org>\r\n" \
  "Subject: Test\r\n" \
  "\r\n" \
  "One line\r\n"

typedef struct {
  OutpostTestCerts      *certs;
  OutpostTestCert       *cert;
  OutpostScriptServer   *server;
  OutpostSmtpEndpoint   *endpoint;
  OutpostSmtpCredential *credential;
  OutpostSmtpLimits      limits;
  OutpostSmtpSession    *session;
  GCancellable          *cancellable;
  GString               *stages;     /* "+name" when one begins, "-name" when it has passed */
  int                    cancel_at;  /* the stage at whose begin to cancel, or -1 */
  GPtrArray             *recipients;
  GError                *error;
} SessionFixture;

/* Adds a test that has a fixture to itself. */
void     session_fixture_add       (const char          *path,
                                    gconstpointer        data,
                                    void               (*test) (SessionFixture *self,
                                                                gconstpointer   data));
void     session_fixture_set_up    (SessionFixture      *self,
                                    gconstpointer        unused);
void     session_fixture_tear_down (SessionFixture      *self,
                                    gconstpointer        unused);
void     session_fixture_serve     (SessionFixture      *self,
                                    const char          *script,
                                    OutpostSmtpSecurity  security,
                                    OutpostSmtpMode      mode);
gboolean session_fixture_open      (SessionFixture      *self);
gboolean session_fixture_send      (SessionFixture      *self,
                                    const char          *sender,
                                    const char          *recipients,
                                    OutpostMessage      *message,
                                    gboolean             all_or_none,
                                    gboolean             is_last);
/* Stops the server: the dialogue must have gone by its script, the client's octets be these. */
void     session_fixture_finish    (SessionFixture      *self,
                                    const char          *wire);
char    *session_fixture_get_wire  (SessionFixture      *self,
                                    gsize               *length);
/* "+" for each recipient that has the message, "-" for the others. */
char    *session_fixture_results   (SessionFixture      *self);
char    *session_fixture_transcript (SessionFixture     *self);
void     session_fixture_sign_in   (SessionFixture      *self,
                                    OutpostSmtpSignIn    sign_in,
                                    const char          *username,
                                    const char          *secret,
                                    const char          *mechanism);

OutpostMessage *session_fixture_message     (const char *text);
OutpostMessage *session_fixture_big_message (gsize       octets);
