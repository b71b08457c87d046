/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "outpost-deadline.h"

G_BEGIN_DECLS

/**
 * OutpostWire:
 *
 * The server's end of one connection, in clear or inside TLS, with the octets
 * that came but were not taken yet. Used by one thread.
 */
typedef struct _OutpostWire OutpostWire;

typedef enum {
  OUTPOST_WIRE_OK,
  OUTPOST_WIRE_CLOSED,    /* the client ended it, properly or not */
  OUTPOST_WIRE_TIMED_OUT,
  OUTPOST_WIRE_STOPPED,
  OUTPOST_WIRE_TOO_LONG,
  OUTPOST_WIRE_BROKEN,    /* TLS went wrong */
} OutpostWireResult;

typedef void (*OutpostWireTapFunc) (const char *octets,
                                    gsize       length,
                                    gpointer    user_data);

OutpostWire       *outpost_wire_new               (int                               fd,
                                                   GCancellable                     *stop,
                                                   gboolean                          finish_input);
void               outpost_wire_free              (OutpostWire                      *self);
void               outpost_wire_set_tap           (OutpostWire                      *self,
                                                   OutpostWireTapFunc                tap,
                                                   gpointer                          user_data);
OutpostWireResult  outpost_wire_start_tls         (OutpostWire                      *self,
                                                   gnutls_certificate_credentials_t  credentials,
                                                   const gnutls_datum_t             *ticket_key,
                                                   gboolean                          ask,
                                                   const char                       *priority,
                                                   OutpostDeadline                   deadline);
gboolean           outpost_wire_is_tls            (OutpostWire                      *self);
gnutls_session_t   outpost_wire_get_session       (OutpostWire                      *self);
const char        *outpost_wire_get_tls_problem   (OutpostWire                      *self);

OutpostWireResult  outpost_wire_fill              (OutpostWire                      *self,
                                                   OutpostDeadline                   deadline);
gboolean           outpost_wire_fill_at_hand      (OutpostWire                      *self);
OutpostWireResult  outpost_wire_read_line         (OutpostWire                      *self,
                                                   gsize                             max_octets,
                                                   OutpostDeadline                   deadline,
                                                   GString                          *line);
const char        *outpost_wire_peek              (OutpostWire                      *self,
                                                   gsize                            *length);
void               outpost_wire_take              (OutpostWire                      *self,
                                                   gsize                             length);
OutpostWireResult  outpost_wire_write             (OutpostWire                      *self,
                                                   const char                       *octets,
                                                   gsize                             length,
                                                   OutpostDeadline                   deadline);
void               outpost_wire_pause             (OutpostWire                      *self,
                                                   guint                             milliseconds);
void               outpost_wire_finish            (OutpostWire                      *self,
                                                   OutpostDeadline                   deadline);
void               outpost_wire_reset             (OutpostWire                      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostWire, outpost_wire_free)

G_END_DECLS
