/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "outpost-wire-private.h"

G_BEGIN_DECLS

typedef enum {
  OUTPOST_SCRIPT_SEND,
  OUTPOST_SCRIPT_EXPECT,
  OUTPOST_SCRIPT_ANY_LINE,
  OUTPOST_SCRIPT_BODY,
  OUTPOST_SCRIPT_BDAT,
  OUTPOST_SCRIPT_READ,
  OUTPOST_SCRIPT_QUIET,
  OUTPOST_SCRIPT_TLS,
  OUTPOST_SCRIPT_WAIT,
  OUTPOST_SCRIPT_CLOSE,
  OUTPOST_SCRIPT_RESET,
  OUTPOST_SCRIPT_NEXT,
  OUTPOST_SCRIPT_FLOOD,
  OUTPOST_SCRIPT_SLOW,
  OUTPOST_SCRIPT_REPEAT,
  OUTPOST_SCRIPT_END,
} OutpostScriptKind;

/* What a handshake asks for. */
typedef enum {
  OUTPOST_SCRIPT_TLS_MUST_SUCCEED = 0,
  OUTPOST_SCRIPT_TLS_MAY_FAIL = 1,
  OUTPOST_SCRIPT_TLS_WITH_CERTIFICATE = 2,
} OutpostScriptTls;

/**
 * OutpostScriptStep:
 * @kind: what to do
 * @line: line of the script, from 1
 * @octets: (nullable): what to send, or the glob to expect
 * @number: first number of the line, 0 if it has none
 * @second: second number
 * @partner: for REPEAT its END, for END its REPEAT
 */
typedef struct {
  OutpostScriptKind  kind;
  guint              line;
  GBytes            *octets;
  guint64            number;
  guint64            second;
  guint              partner;
} OutpostScriptStep;

/**
 * OutpostScriptStage:
 * @steps: (element-type OutpostScriptStep): the script
 * @credentials: (nullable): certificate for TLS
 * @ticket_key: key of the session tickets
 * @priority: (nullable): GnuTLS priority string
 * @deviate: hears in words where a client left the script
 * @record: hears what a client sent
 * @user_data: for both, which are called in the connections' threads
 *
 * What all connections of one server share.
 */
typedef struct {
  GArray                           *steps;
  gnutls_certificate_credentials_t  credentials;
  gnutls_datum_t                    ticket_key;
  const char                       *priority;
  void                            (*deviate) (const char *words,
                                              gpointer    user_data);
  void                            (*record)  (guint       number,
                                              const char *octets,
                                              gsize       length,
                                              gpointer    user_data);
  gpointer                          user_data;
} OutpostScriptStage;

GArray *outpost_script_parse (const char                *script,
                              GError                   **error);
void    outpost_script_play  (const OutpostScriptStage  *stage,
                              OutpostWire               *wire,
                              guint                      number);

G_END_DECLS
