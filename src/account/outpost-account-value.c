/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-value.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define PIN_PREFIX        "sha256:"
#define PIN_OCTETS        32
#define PINS_MAX          2
#define COMMAND_PREFIX    "command:"
#define CREDENTIAL_PREFIX "credential:"

static gboolean
is_number (const char *text,
           guint       max)
{
  return g_ascii_string_to_unsigned (text, 10, 1, max, NULL, NULL);
}

static gboolean
is_pin (const char *text)
{
  g_autofree guchar *octets = NULL;
  g_autofree char *again = NULL;
  gsize length;

  if (!g_str_has_prefix (text, PIN_PREFIX))
    return FALSE;
  text += strlen (PIN_PREFIX);

  /* GLib skips what is no base64; only what encodes back to itself is taken. */
  octets = g_base64_decode (text, &length);
  again = g_base64_encode (octets, length);
  return length == PIN_OCTETS && strcmp (again, text) == 0;
}

/**
 * outpost_account_parse_pins:
 * @text: value of `PinnedKey`: one or two of `sha256:BASE64`, a blank between them
 *
 * Returns: (transfer full) (nullable): the pins, or %NULL if @text is not in this form
 */
char **
outpost_account_parse_pins (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) pins = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++) {
    if (words[i][0] == '\0')
      continue;
    if (!is_pin (words[i]))
      return NULL;
    g_ptr_array_add (pins, g_strdup (words[i]));
  }
  if (pins->len == 0 || pins->len > PINS_MAX)
    return NULL;
  g_ptr_array_add (pins, NULL);
  return (char **) g_ptr_array_steal (pins, NULL);
}

/* The name becomes part of a path. */
static gboolean
is_file_name (const char *text)
{
  return text[0] != '\0' && strchr (text, '/') == NULL && strcmp (text, ".") != 0 &&
         strcmp (text, "..") != 0;
}

/**
 * outpost_secret_source_parse:
 * @text: value of `Secret`
 * @source: (out): return location for the source
 * @argument: (out) (nullable) (transfer none): return location for the rest of @text: the
 *   command or the credential's name
 *
 * Returns: whether @text names a source
 */
gboolean
outpost_secret_source_parse (const char           *text,
                             OutpostSecretSource  *source,
                             const char          **argument)
{
  *argument = NULL;
  if (strcmp (text, "keyring") == 0) {
    *source = OUTPOST_SECRET_SOURCE_KEYRING;
    return TRUE;
  }
  if (g_str_has_prefix (text, COMMAND_PREFIX)) {
    *source = OUTPOST_SECRET_SOURCE_COMMAND;
    *argument = text + strlen (COMMAND_PREFIX);
    return g_shell_parse_argv (*argument, NULL, NULL, NULL);
  }
  if (g_str_has_prefix (text, CREDENTIAL_PREFIX)) {
    *source = OUTPOST_SECRET_SOURCE_CREDENTIAL;
    *argument = text + strlen (CREDENTIAL_PREFIX);
    return is_file_name (*argument);
  }
  return FALSE;
}

/**
 * outpost_account_explain_value:
 * @field: a field
 * @name: what to call it: its key where a file is spoken of, its label elsewhere
 * @text: its text
 *
 * Checks the fields that hold a number, a word or another fixed form. An empty
 * text is never wrong here.
 *
 * Returns: (transfer full) (nullable): a sentence saying what the field takes, or %NULL if
 *   @text is that. The sentence never holds @text
 */
char *
outpost_account_explain_value (OutpostField  field,
                               const char   *name,
                               const char   *text)
{
  OutpostSmtpSecurity security;
  OutpostSignIn sign_in;
  OutpostSecretSource source;
  const char *argument;
  g_auto (GStrv) pins = NULL;

  if (text[0] == '\0')
    return NULL;
  if (field == OUTPOST_FIELD_PORT && !is_number (text, G_MAXUINT16))
    return g_strdup_printf (_("“%s” takes one number from 1 to 65535."), name);
  if (field == OUTPOST_FIELD_TIMEOUT && !is_number (text, OUTPOST_TIMEOUT_MAX_S))
    return g_strdup_printf (_("“%s” takes one number of seconds from 1 to %d."), name,
                            OUTPOST_TIMEOUT_MAX_S);
  if (field == OUTPOST_FIELD_SECURITY && !outpost_security_from_text (text, &security))
    return g_strdup_printf (_("“%s” takes one of the words “tls”, “starttls” and “none”."), name);
  if (field == OUTPOST_FIELD_SIGN_IN && !outpost_sign_in_from_text (text, &sign_in))
    return g_strdup_printf (_("“%s” takes one of the words “auto”, “password”, “oauth2”, "
                              "“certificate” and “none”."), name);
  if (field == OUTPOST_FIELD_SECRET && !outpost_secret_source_parse (text, &source, &argument))
    return g_strdup_printf (_("“%s” takes “keyring”, or “command:” with a command, "
                              "or “credential:” with a name."), name);
  if (field == OUTPOST_FIELD_PINNED_KEY && (pins = outpost_account_parse_pins (text)) == NULL)
    return g_strdup_printf (_("“%s” takes one or two of “sha256:” with the base64 of 32 octets, "
                              "a blank between them."), name);
  return NULL;
}
