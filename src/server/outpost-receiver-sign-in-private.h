/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-receiver.h"

G_BEGIN_DECLS

/**
 * OutpostReceiverSignIn:
 *
 * The server's side of one SASL exchange, without its transport.
 */
typedef struct _OutpostReceiverSignIn OutpostReceiverSignIn;

typedef enum {
  OUTPOST_SIGN_IN_CONTINUE,   /* send the challenge, step again with the response */
  OUTPOST_SIGN_IN_ACCEPTED,
  OUTPOST_SIGN_IN_REFUSED,
  OUTPOST_SIGN_IN_MALFORMED,
} OutpostSignInState;

char *outpost_receiver_sign_in_dup_offers (const OutpostReceiverAccounts *accounts,
                                           gnutls_session_t               tls);
OutpostReceiverSignIn *outpost_receiver_sign_in_new (const char                    *mechanism,
                                                     const OutpostReceiverAccounts *accounts,
                                                     gpointer                       user_data,
                                                     gnutls_session_t               tls);
OutpostSignInState outpost_receiver_sign_in_step (OutpostReceiverSignIn  *self,
                                                  OutpostSecret          *response,
                                                  char                  **challenge);
const char *outpost_receiver_sign_in_get_user (OutpostReceiverSignIn *self);
void outpost_receiver_sign_in_free (OutpostReceiverSignIn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostReceiverSignIn, outpost_receiver_sign_in_free)

G_END_DECLS
