/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-mime-private.h"

#include "outpost-module.h"

/* Without GMime a message still leaves, readable at least to whoever sees its source. */
static char *
leave_text (const char *text)
{
  return g_strdup (text);
}

static char *
leave_out (const char *value)
{
  return NULL;
}

static GBytes *
leave_part (const char *encoding,
            const char *octets,
            gsize       length)
{
  return g_bytes_new (octets, length);
}

static const OutpostMimeModule absent = {
  leave_text, leave_out, leave_out, leave_out, leave_part,
};

/**
 * outpost_mime_get:
 *
 * Loads what knows MIME; see [struct@Outpost.MimeModule].
 *
 * Returns: (transfer none): the module; one that leaves everything as it is where Outpost is
 *   not installed whole
 */
const OutpostMimeModule *
outpost_mime_get (void)
{
  g_autoptr (GError) error = NULL;
  const OutpostMimeModule *module = outpost_module_get ("mime", &error);

  if (module == NULL)
    g_warning ("%s", error->message);
  return module != NULL ? module : &absent;
}
