/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

/* What was found in a text that is more than a host name. */
typedef struct {
  char                *host;          /* as it stood there */
  guint16              port;          /* 0: none */
  gboolean             has_security;
  OutpostSmtpSecurity  security;
} OutpostServerText;

gboolean outpost_server_text_split (const char        *text,
                                    OutpostServerText *parts);

G_END_DECLS
