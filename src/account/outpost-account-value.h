/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"

G_BEGIN_DECLS

/* RFC 5321, section 4.5.3.2, asks for 5 minutes at most places; a person who waits for
 * more than an hour has mistyped. */
#define OUTPOST_TIMEOUT_MAX_S 3600

/* Where Secret= says that the secret is. */
typedef enum {
  OUTPOST_SECRET_SOURCE_KEYRING,
  OUTPOST_SECRET_SOURCE_COMMAND,
  OUTPOST_SECRET_SOURCE_CREDENTIAL,
} OutpostSecretSource;

char     *outpost_account_explain_value (OutpostField          field,
                                         const char           *name,
                                         const char           *text);
char    **outpost_account_parse_pins    (const char           *text);
gboolean  outpost_secret_source_parse   (const char           *text,
                                         OutpostSecretSource  *source,
                                         const char          **argument);

G_END_DECLS
