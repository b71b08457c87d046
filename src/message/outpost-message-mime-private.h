/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostMimeModule:
 * @decode_text: reads UTF-8 with encoded words (RFC 2047)
 * @encode_type: writes the value of Content-Type anew, other characters by RFC 2231
 * @encode_disposition: the same for Content-Disposition
 * @dup_boundary: (nullable): the boundary of a multipart type
 * @decode_part: takes a transfer encoding off (RFC 2045, section 6); the first argument is
 *   the encoding, or %NULL
 *
 * The module `mime`: what is done by GMime. It brings the libraries of GnuPG with it, and most
 * messages are sent as they are.
 */
typedef struct {
  char   *(*decode_text)        (const char *utf8);
  char   *(*encode_type)        (const char *value);
  char   *(*encode_disposition) (const char *value);
  char   *(*dup_boundary)       (const char *type);
  GBytes *(*decode_part)        (const char *encoding,
                                 const char *octets,
                                 gsize       length);
} OutpostMimeModule;

const OutpostMimeModule *outpost_mime_get (void);

G_END_DECLS
