/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/**
 * OutpostTestClient:
 *
 * A client of a few lines that says what a test tells it to, wrong things as well.
 * A server that does not answer within ten seconds fails the test.
 */
typedef struct _OutpostTestClient OutpostTestClient;

OutpostTestClient *outpost_test_client_new         (guint16             port);
void               outpost_test_client_free        (OutpostTestClient  *self);
int                outpost_test_client_start_tls   (OutpostTestClient  *self,
                                                    const char         *ca_file,
                                                    const char         *name,
                                                    const char         *priority);
gnutls_session_t   outpost_test_client_get_session (OutpostTestClient  *self);
void               outpost_test_client_send        (OutpostTestClient  *self,
                                                    const char         *text);
void               outpost_test_client_send_octets (OutpostTestClient  *self,
                                                    const char         *octets,
                                                    gsize               length);
gssize             outpost_test_client_receive     (OutpostTestClient  *self,
                                                    char               *octets,
                                                    gsize               length);
char              *outpost_test_client_read_reply  (OutpostTestClient  *self);
void               outpost_test_client_expect      (OutpostTestClient  *self,
                                                    const char         *glob);
void               outpost_test_client_ask         (OutpostTestClient  *self,
                                                    const char         *text,
                                                    const char         *glob);
void               outpost_test_client_expect_end  (OutpostTestClient  *self);
void               outpost_test_client_sign_in     (OutpostTestClient  *self,
                                                    const char         *user,
                                                    const char         *password,
                                                    const char         *glob);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostTestClient, outpost_test_client_free)

G_END_DECLS
