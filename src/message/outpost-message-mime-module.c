/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-message-mime-private.h"

#include <gmime/gmime.h>
#include <gmodule.h>

/* Once in a process and whatever thread comes first: GMime's own count of its users is not
 * locked. */
static void
ensure_gmime (void)
{
  static gsize started = 0;

  if (g_once_init_enter (&started)) {
    g_mime_init ();
    g_once_init_leave (&started, 1);
  }
}

static char *
decode_text (const char *utf8)
{
  ensure_gmime ();
  return g_mime_utils_header_decode_text (NULL, utf8);
}

static char *
encode_type (const char *value)
{
  g_autoptr (GObject) parsed = NULL;

  ensure_gmime ();
  parsed = G_OBJECT (g_mime_content_type_parse (NULL, value));
  return g_mime_content_type_encode (GMIME_CONTENT_TYPE (parsed), NULL);
}

static char *
encode_disposition (const char *value)
{
  g_autoptr (GObject) parsed = NULL;

  ensure_gmime ();
  parsed = G_OBJECT (g_mime_content_disposition_parse (NULL, value));
  return g_mime_content_disposition_encode (GMIME_CONTENT_DISPOSITION (parsed), NULL);
}

static char *
dup_boundary (const char *value)
{
  g_autoptr (GObject) parsed = NULL;
  GMimeContentType *type;

  ensure_gmime ();
  parsed = G_OBJECT (g_mime_content_type_parse (NULL, value));
  type = GMIME_CONTENT_TYPE (parsed);
  return g_mime_content_type_is_type (type, "multipart", "*")
           ? g_strdup (g_mime_content_type_get_parameter (type, "boundary")) : NULL;
}

static GBytes *
decode_part (const char *encoding,
             const char *octets,
             gsize       length)
{
  GMimeEncoding state;
  char *out;
  gsize n;

  ensure_gmime ();
  g_mime_encoding_init_decode (&state, encoding != NULL
                                         ? g_mime_content_encoding_from_string (encoding)
                                         : GMIME_CONTENT_ENCODING_DEFAULT);
  out = g_malloc (g_mime_encoding_outlen (&state, length) + 1);
  n = g_mime_encoding_flush (&state, octets, length, out);
  return g_bytes_new_take (out, n);
}

extern const OutpostMimeModule outpost_mime_module;

G_MODULE_EXPORT const OutpostMimeModule outpost_mime_module = {
  decode_text, encode_type, encode_disposition, dup_boundary, decode_part,
};
