/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-address.h"

#include <string.h>

#include <glib.h>
#include <glib/gi18n-lib.h>

#include "outpost-host.h"

/* RFC 5321, section 4.5.3.1: 64 octets before the @; a path of 256 with its
 * angle brackets leaves 254. */
#define LOCAL_MAX_OCTETS 64
#define ADDRESS_MAX_OCTETS 254

struct _OutpostAddress {
  gatomicrefcount  ref_count;
  char            *local;
  char            *domain;
  char            *wire;
};

G_DEFINE_BOXED_TYPE (OutpostAddress, outpost_address, outpost_address_ref, outpost_address_unref)
G_DEFINE_QUARK (outpost-address-error-quark, outpost_address_error)

static gboolean
fail (OutpostAddressError   code,
      const char           *message,
      GError              **error)
{
  g_set_error_literal (error, OUTPOST_ADDRESS_ERROR, code, message);
  return FALSE;
}

/* The @ that ends the local part: the first one outside a quoted string. */
static const char *
find_at (const char *text)
{
  gboolean quoted = FALSE;

  for (const char *c = text; *c != '\0'; c++) {
    if (quoted && *c == '\\' && c[1] != '\0')
      c++;
    else if (*c == '"')
      quoted = !quoted;
    else if (*c == '@' && !quoted)
      return c;
  }
  return NULL;
}

/* "Atom" of RFC 5321, section 4.1.2 with the UTF-8 of RFC 6531, section 3.3. */
static gboolean
is_dot_atom (const char *text)
{
  gboolean after_dot = TRUE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar u = g_utf8_get_char (c);

    if (u == '.' && after_dot)
      return FALSE;
    after_dot = u == '.';
    if (u < 0x80 && u != '.' && !g_ascii_isalnum ((char) u) &&
        strchr ("!#$%&'*+-/=?^_`{|}~", (int) u) == NULL)
      return FALSE;
    if (u >= 0x80 && (!g_unichar_isprint (u) || g_unichar_isspace (u)))
      return FALSE;
  }
  return !after_dot;
}

/* "Quoted-string" of RFC 5321, section 4.1.2 with the UTF-8 of RFC 6531. */
static gboolean
is_quoted_string (const char *text)
{
  gsize length = strlen (text);

  if (length < 2 || text[0] != '"' || text[length - 1] != '"')
    return FALSE;
  for (gsize i = 1; i < length - 1; i++) {
    if (text[i] == '\\') {
      if (++i == length - 1)
        return FALSE;
    } else if (text[i] == '"') {
      return FALSE;
    }
    if ((guchar) text[i] < 0x20 || text[i] == 0x7F)
      return FALSE;
  }
  return TRUE;
}

static char *
domain_to_wire (const char *domain)
{
  g_autofree char *ascii = outpost_host_to_ascii (domain, NULL);

  if (ascii == NULL)
    return NULL;
  if (!outpost_host_is_address (ascii))
    return g_steal_pointer (&ascii);
  /* An address stands in brackets or it is no domain. */
  if (domain[0] != '[')
    return NULL;
  return g_strdup_printf (strchr (ascii, ':') != NULL ? "[IPv6:%s]" : "[%s]", ascii);
}

static gboolean
check_outline (const char  *text,
               GError     **error)
{
  const char *at;

  if (*text == '\0')
    return fail (OUTPOST_ADDRESS_ERROR_EMPTY, _("An e-mail address is needed."), error);
  if (!g_utf8_validate (text, -1, NULL))
    return fail (OUTPOST_ADDRESS_ERROR_LOCAL_PART,
                 _("The address has a character that cannot be read."), error);
  at = find_at (text);
  if (at == NULL)
    return fail (OUTPOST_ADDRESS_ERROR_NO_AT,
                 _("An e-mail address has an @, as in name@example.org."), error);
  if (strpbrk (text, ",;") != NULL && find_at (at + 1) != NULL)
    return fail (OUTPOST_ADDRESS_ERROR_SEVERAL,
                 _("Only one e-mail address can stand here."), error);
  return TRUE;
}

static gboolean
check_parts (const char  *local,
             const char  *wire_domain,
             GError     **error)
{
  if (!is_dot_atom (local) && !is_quoted_string (local))
    return fail (OUTPOST_ADDRESS_ERROR_LOCAL_PART,
                 _("The part before the @ has a character that cannot stand there, or a dot at the "
                   "wrong place."), error);
  if (wire_domain == NULL)
    return fail (OUTPOST_ADDRESS_ERROR_DOMAIN,
                 _("The part after the @ is no domain name such as example.org."), error);
  if (strlen (local) > LOCAL_MAX_OCTETS ||
      strlen (local) + 1 + strlen (wire_domain) > ADDRESS_MAX_OCTETS)
    return fail (OUTPOST_ADDRESS_ERROR_TOO_LONG,
                 _("An e-mail address has at most 64 characters before the @ and 254 in all."), error);
  return TRUE;
}

/**
 * outpost_address_parse:
 * @text: the address alone: no name, no angle brackets, no blanks around it
 * @error: return location for an [error@Outpost.AddressError]
 *
 * Reads a `Mailbox` of RFC 5321, section 4.1.2, with the extensions of RFC 6531.
 * Whatever it accepts carries no CR, LF or NUL.
 *
 * Returns: (transfer full): the address, or %NULL with @error set
 */
OutpostAddress *
outpost_address_parse (const char  *text,
                       GError     **error)
{
  OutpostAddress *self;
  const char *at;
  g_autofree char *local = NULL;
  g_autofree char *wire_domain = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!check_outline (text, error))
    return NULL;
  at = find_at (text);
  local = g_strndup (text, (gsize) (at - text));
  wire_domain = domain_to_wire (at + 1);
  if (!check_parts (local, wire_domain, error))
    return NULL;

  self = g_new0 (OutpostAddress, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->wire = g_strconcat (local, "@", wire_domain, NULL);
  self->local = g_steal_pointer (&local);
  self->domain = g_strdup (at + 1);

  return self;
}

/**
 * outpost_address_ref:
 * @self: an address
 *
 * Returns: (transfer full): @self
 */
OutpostAddress *
outpost_address_ref (OutpostAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * outpost_address_unref:
 * @self: (transfer full): an address
 */
void
outpost_address_unref (OutpostAddress *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->local);
  g_free (self->domain);
  g_free (self->wire);
  g_free (self);
}

/**
 * outpost_address_get_local:
 * @self: an address
 *
 * Returns: (transfer none): the part before the @ as it was written, with its quotes
 */
const char *
outpost_address_get_local (OutpostAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->local;
}

/**
 * outpost_address_get_domain:
 * @self: an address
 *
 * Returns: (transfer none): the part after the @ as it was written
 */
const char *
outpost_address_get_domain (OutpostAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->domain;
}

/**
 * outpost_address_get_wire:
 * @self: an address
 *
 * Returns: (transfer none): the address with its domain in A-labels, as it goes
 *   into MAIL and RCPT
 */
const char *
outpost_address_get_wire (OutpostAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->wire;
}

/**
 * outpost_address_needs_smtputf8:
 * @self: an address
 *
 * Returns: whether the part before the @ needs SMTPUTF8 (RFC 6531); a domain
 *   never does, since A-labels say the same
 */
gboolean
outpost_address_needs_smtputf8 (OutpostAddress *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !g_str_is_ascii (self->local);
}
