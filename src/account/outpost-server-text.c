/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-server-text.h"

#include <string.h>

#include <glib.h>

#include "outpost-host.h"

/* "submission" and "submissions" are the names of RFC 6409 and RFC 8314; the
 * others are what programs and guides write. */
static const struct {
  const char          *name;
  guint16              port;
  gboolean             has_security;
  OutpostSmtpSecurity  security;
} schemes[] = {
  { "smtps", 465, TRUE, OUTPOST_SMTP_SECURITY_TLS },
  { "submissions", 465, TRUE, OUTPOST_SMTP_SECURITY_TLS },
  { "ssl", 465, TRUE, OUTPOST_SMTP_SECURITY_TLS },
  { "tls", 465, TRUE, OUTPOST_SMTP_SECURITY_TLS },
  { "submission", 587, TRUE, OUTPOST_SMTP_SECURITY_STARTTLS },
};

static const char *
read_scheme (const char        *text,
             OutpostServerText *parts)
{
  const char *end = strstr (text, "://");
  g_autofree char *name = NULL;

  if (end == NULL)
    return text;

  name = g_ascii_strdown (text, end - text);
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_str_equal (name, schemes[i].name)) {
      parts->port = schemes[i].port;
      parts->has_security = schemes[i].has_security;
      parts->security = schemes[i].security;
    }
  }
  return end + 3;
}

static void
set_port (OutpostServerText *parts,
          guint16            port)
{
  parts->port = port;
  if (port == 465 || port == 587) {
    parts->has_security = TRUE;
    parts->security = port == 465 ? OUTPOST_SMTP_SECURITY_TLS : OUTPOST_SMTP_SECURITY_STARTTLS;
  }
}

/* Cuts ":465" off. More than one colon without brackets is an IPv6 address. */
static gboolean
read_port (char              *host,
           OutpostServerText *parts)
{
  char *bracket = host[0] == '[' ? strchr (host, ']') : NULL;
  char *colon = strchr (bracket != NULL ? bracket : host, ':');
  guint64 port;

  if (colon == NULL || strchr (colon + 1, ':') != NULL)
    return TRUE;
  *colon = '\0';
  if (colon[1] == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, NULL))
    return FALSE;
  set_port (parts, (guint16) port);
  return TRUE;
}

/**
 * outpost_server_text_split:
 * @text: what was typed or pasted as a server
 * @parts: (out caller-allocates): return location for what was found; free its host
 *
 * Takes a pasted address of a server apart: scheme, user, path, blanks and port
 * around the host, as in `smtps://shop@smtp.example.org:465/`. What stands for a
 * user or a password there is dropped.
 *
 * Returns: whether a host is left, and something was around it
 */
gboolean
outpost_server_text_split (const char        *text,
                           OutpostServerText *parts)
{
  g_autofree char *rest = NULL;
  g_autofree char *ascii = NULL;
  const char *start;
  char *at;

  memset (parts, 0, sizeof *parts);
  start = read_scheme (text + strspn (text, " \t\r\n<\"'"), parts);
  rest = g_strndup (start, strcspn (start, "/?#"));
  at = strrchr (rest, '@');
  if (at != NULL)
    memmove (rest, at + 1, strlen (at + 1) + 1);
  for (gsize end = strlen (rest); end > 0 && strchr (" \t\r\n>\"',;", rest[end - 1]) != NULL; end--)
    rest[end - 1] = '\0';

  if (!read_port (rest, parts) || strcmp (rest, text) == 0)
    return FALSE;
  ascii = outpost_host_to_ascii (rest, NULL);
  if (ascii == NULL)
    return FALSE;
  parts->host = g_steal_pointer (&rest);
  return TRUE;
}
