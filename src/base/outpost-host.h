/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  OUTPOST_HOST_ERROR_EMPTY,
  OUTPOST_HOST_ERROR_TOO_LONG,
  OUTPOST_HOST_ERROR_SYNTAX,
} OutpostHostError;

#define OUTPOST_HOST_ERROR (outpost_host_error_quark ())
GQuark    outpost_host_error_quark          (void);

char     *outpost_host_to_ascii             (const char  *host,
                                             GError     **error);
char     *outpost_host_to_unicode           (const char  *host);
gboolean  outpost_host_is_address           (const char  *host);
gboolean  outpost_host_is_loopback_address  (const char  *host);
gboolean  outpost_host_is_private_address   (const char  *host);
gboolean  outpost_host_is_local_name        (const char  *host);
gboolean  outpost_host_is_in_domain         (const char  *host,
                                             const char  *domain);
guint     outpost_host_edit_distance        (const char  *a,
                                             const char  *b);

G_END_DECLS
