/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-receiver-path-private.h"

#include <string.h>

#include "outpost-address.h"

/* Takes "<path>" off the head of a text; the > may stand in a quoted local part. */
static char *
take_path (const char **at)
{
  const char *start = *at + 1, *c;
  gboolean quoted = FALSE;

  if (**at != '<')
    return NULL;
  for (c = start; *c != '\0' && (quoted || *c != '>'); c++) {
    if (quoted && *c == '\\' && c[1] != '\0')
      c++;
    else if (*c == '"')
      quoted = !quoted;
  }
  if (*c != '>')
    return NULL;
  *at = c + 1;
  return g_strndup (start, (gsize) (c - start));
}

static char *
read_path (const char *argument,
           const char *keyword,
           char     ***parameters)
{
  gsize length = strlen (keyword);
  g_autofree char *path = NULL;

  if (g_ascii_strncasecmp (argument, keyword, length) != 0)
    return NULL;
  argument += length;
  path = take_path (&argument);
  if (path == NULL || (*argument != '\0' && *argument != ' '))
    return NULL;
  *parameters = g_strsplit (*argument == ' ' ? argument + 1 : "", " ", -1);
  return g_steal_pointer (&path);
}

static const char *
read_size (const char              *value,
           guint64                  max_octets,
           OutpostReceiverEnvelope *envelope)
{
  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &envelope->size, NULL))
    return "501 5.5.4 SIZE wants a number of octets";
  /* RFC 1870, section 6.1. */
  if (envelope->size > max_octets)
    return "552 5.3.4 The message is larger than this server takes";
  return NULL;
}

static const char *
read_mail_parameter (const char              *parameter,
                     guint64                  max_octets,
                     OutpostReceiverEnvelope *envelope)
{
  if (g_ascii_strncasecmp (parameter, "SIZE=", 5) == 0)
    return read_size (parameter + 5, max_octets, envelope);
  if (g_ascii_strcasecmp (parameter, "BODY=7BIT") == 0)
    return NULL;
  if (g_ascii_strcasecmp (parameter, "BODY=8BITMIME") == 0) {
    envelope->is_8bit = TRUE;
    return NULL;
  }
  if (g_ascii_strcasecmp (parameter, "SMTPUTF8") == 0) {
    envelope->is_utf8 = TRUE;
    return NULL;
  }
  /* RFC 4954, section 5: who is not trusted to say so is not asked to stop either. */
  if (g_ascii_strncasecmp (parameter, "AUTH=", 5) == 0)
    return NULL;
  return "555 5.5.4 This parameter is not known here";
}

static gboolean
is_ascii (const char *text)
{
  while (*text != '\0' && (guchar) *text < 0x80)
    text++;
  return *text == '\0';
}

/**
 * outpost_receiver_read_mail:
 * @argument: what followed MAIL
 * @max_octets: the largest message
 * @envelope: gets sender, size, 8-bit and UTF-8 marks
 *
 * Reads the MAIL command of RFC 5321, section 4.1.1.2 with the parameters of RFC
 * 1870, 4954, 6152 and 6531.
 *
 * Returns: (nullable): %NULL, or the refusal; then @envelope is to be cleared
 */
const char *
outpost_receiver_read_mail (const char              *argument,
                            guint64                  max_octets,
                            OutpostReceiverEnvelope *envelope)
{
  g_auto (GStrv) parameters = NULL;
  g_autoptr (OutpostAddress) address = NULL;

  envelope->sender = read_path (argument, "FROM:", &parameters);
  if (envelope->sender == NULL)
    return "501 5.5.4 Syntax: MAIL FROM:<address>";
  for (guint i = 0; parameters[i] != NULL; i++) {
    const char *refusal = read_mail_parameter (parameters[i], max_octets, envelope);

    if (refusal != NULL)
      return refusal;
  }
  if (*envelope->sender == '\0')
    return NULL;
  if (!is_ascii (envelope->sender) && !envelope->is_utf8)
    return "553 5.6.7 An address beyond ASCII needs SMTPUTF8";
  address = outpost_address_parse (envelope->sender, NULL);
  return address != NULL ? NULL : "501 5.1.7 The sender is no address";
}

/**
 * outpost_receiver_read_rcpt:
 * @argument: what followed RCPT
 * @is_utf8: whether MAIL asked for SMTPUTF8
 * @recipient: (out): the forward-path without brackets
 *
 * Reads the RCPT command of RFC 5321, section 4.1.1.3. No parameters are known.
 *
 * Returns: (nullable): %NULL, or the refusal
 */
const char *
outpost_receiver_read_rcpt (const char  *argument,
                            gboolean     is_utf8,
                            char       **recipient)
{
  g_auto (GStrv) parameters = NULL;
  g_autofree char *path = read_path (argument, "TO:", &parameters);
  g_autoptr (OutpostAddress) address = NULL;

  if (path == NULL)
    return "501 5.5.4 Syntax: RCPT TO:<address>";
  if (parameters[0] != NULL)
    return "555 5.5.4 This parameter is not known here";
  if (!is_ascii (path) && !is_utf8)
    return "553 5.6.7 An address beyond ASCII needs SMTPUTF8";
  /* RFC 5321, section 4.1.1.3: the one name that stands without a domain. */
  if (g_ascii_strcasecmp (path, "Postmaster") != 0) {
    address = outpost_address_parse (path, NULL);
    if (address == NULL)
      return "501 5.1.3 The recipient is no address";
  }
  *recipient = g_steal_pointer (&path);
  return NULL;
}
