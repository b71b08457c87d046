/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-host.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <idn2.h>

/* RFC 1035, section 2.3.4: 255 octets on the wire leave 253 characters. */
#define NAME_MAX_OCTETS 253
#define LABEL_MAX_OCTETS 63
/* IDNA shortens; a longer input cannot become a name and is not looked at. */
#define INPUT_MAX_OCTETS 1024

G_DEFINE_QUARK (outpost-host-error-quark, outpost_host_error)

/* RFC 5321, section 4.1.3 writes "[192.0.2.1]" and "[IPv6:2001:db8::1]"; people
 * also type the bare address. */
static GInetAddress *
parse_address (const char *host)
{
  gsize length = strlen (host);
  g_autofree char *inner = NULL;

  if (length < 2 || host[0] != '[' || host[length - 1] != ']')
    return g_inet_address_new_from_string (host);

  if (g_ascii_strncasecmp (host + 1, "IPv6:", 5) == 0)
    inner = g_strndup (host + 6, length - 7);
  else
    inner = g_strndup (host + 1, length - 2);
  return g_inet_address_new_from_string (inner);
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > LABEL_MAX_OCTETS || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (const char *c = label; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  return TRUE;
}

/* Preferred name syntax (RFC 1123, section 2.1). A last label of digits alone
 * would be taken for part of an address. */
static gboolean
is_ldh_name (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  guint n = g_strv_length (labels);

  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return n > 0 && strspn (labels[n - 1], "0123456789") != strlen (labels[n - 1]);
}

static char *
name_to_ascii (const char  *name,
               GError     **error)
{
  g_autofree char *without_dot = g_strdup (name);
  g_autofree char *result = NULL;
  char *ascii = NULL;
  gsize length = strlen (without_dot);
  int code;

  if (length > 1 && without_dot[length - 1] == '.')
    without_dot[length - 1] = '\0';

  /* Without IDN2_USE_STD3_ASCII_RULES, which drops a character that cannot stand in
   * a name ("a b" becomes "ab", measured with libidn2 2.3.3); is_ldh_name() refuses it. */
  code = idn2_lookup_u8 ((const guint8 *) without_dot, (guint8 **) &ascii,
                         IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (code == IDN2_OK)
    result = g_ascii_strdown (ascii, -1);
  idn2_free (ascii);

  if (code == IDN2_TOO_BIG_DOMAIN || code == IDN2_TOO_BIG_LABEL ||
      (result != NULL && strlen (result) > NAME_MAX_OCTETS)) {
    g_set_error_literal (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_TOO_LONG,
                         _("A host name has at most 253 characters, 63 between two dots."));
    return NULL;
  }
  if (result == NULL || !is_ldh_name (result)) {
    g_set_error_literal (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_SYNTAX,
                         _("A host name has letters, digits and hyphens, with dots between."));
    return NULL;
  }
  return g_steal_pointer (&result);
}

/**
 * outpost_host_to_ascii:
 * @host: a host name, in Unicode or A-labels, or an address literal with or
 *   without brackets
 * @error: return location for a [error@Outpost.HostError]
 *
 * Brings a host into the form that resolver, TLS and wire want: lower-case
 * A-labels by IDNA2008 (RFC 5891) without a trailing dot, or the canonical text
 * of the address without brackets.
 *
 * Returns: (transfer full): the host, or %NULL with @error set
 */
char *
outpost_host_to_ascii (const char  *host,
                       GError     **error)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, NULL);

  if (*host == '\0') {
    g_set_error_literal (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_EMPTY,
                         _("A host name is needed."));
    return NULL;
  }
  if (strlen (host) > INPUT_MAX_OCTETS) {
    g_set_error_literal (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_TOO_LONG,
                         _("A host name has at most 253 characters, 63 between two dots."));
    return NULL;
  }

  address = parse_address (host);
  if (address != NULL)
    return g_inet_address_to_string (address);
  return name_to_ascii (host, error);
}

/**
 * outpost_host_to_unicode:
 * @host: a host
 *
 * Returns: (transfer full): @host as people read it; as it was where it cannot
 *   be decoded
 */
char *
outpost_host_to_unicode (const char *host)
{
  char *decoded = NULL;
  char *result;

  g_return_val_if_fail (host != NULL, NULL);

  if (idn2_to_unicode_8z8z (host, &decoded, IDN2_NONTRANSITIONAL) != IDN2_OK)
    return g_strdup (host);
  result = g_strdup (decoded);
  idn2_free (decoded);
  return result;
}

/**
 * outpost_host_is_address:
 * @host: a host
 *
 * Returns: whether @host is an IPv4 or IPv6 address, with or without brackets
 */
gboolean
outpost_host_is_address (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  address = parse_address (host);
  return address != NULL;
}

/**
 * outpost_host_is_loopback_address:
 * @host: a host
 *
 * Returns: whether @host is an address of 127.0.0.0/8 or ::1. A name never is:
 *   where it leads is known only once it is connected to
 */
gboolean
outpost_host_is_loopback_address (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  address = parse_address (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* Networks whose addresses mean something else on every computer: RFC 1918, RFC 4193
 * (fc00::/7), RFC 6598 (100.64.0.0/10), RFC 1122 ("this" network), and IPv4 in IPv6, where
 * the first would hide. GLib knows the rest. */
static gboolean
is_in_private_network (GInetAddress *address)
{
  static const char * const networks[] = {
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "0.0.0.0/8", "fc00::/7",
    "::/8", "64:ff9b::/96"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (networks[i], NULL);

    if (g_inet_address_mask_matches (mask, address))
      return TRUE;
  }
  return FALSE;
}

/**
 * outpost_host_is_private_address:
 * @host: a host
 *
 * Returns: whether @host is an address that is no single host of the public internet: loopback,
 *   link-local, multicast, or of a private network
 */
gboolean
outpost_host_is_private_address (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  address = parse_address (host);
  return address != NULL &&
         (g_inet_address_get_is_any (address) || g_inet_address_get_is_loopback (address) ||
          g_inet_address_get_is_link_local (address) ||
          g_inet_address_get_is_site_local (address) ||
          g_inet_address_get_is_multicast (address) || is_in_private_network (address));
}

/**
 * outpost_host_is_local_name:
 * @host: a host name in A-labels
 *
 * Returns: whether @host is a name that has a meaning on the own network only: a single label, or
 *   below `localhost` (RFC 6761), `local` (RFC 6762), `home.arpa` (RFC 8375) or `internal`
 *   (reserved by ICANN in 2024)
 */
gboolean
outpost_host_is_local_name (const char *host)
{
  static const char * const local[] = { "localhost", "local", "home.arpa", "internal" };

  g_return_val_if_fail (host != NULL, FALSE);

  if (outpost_host_is_address (host))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (local); i++)
    if (outpost_host_is_in_domain (host, local[i]))
      return TRUE;
  return strchr (host, '.') == NULL;
}

/**
 * outpost_host_is_in_domain:
 * @host: a host name in A-labels
 * @domain: a domain in A-labels
 *
 * Returns: whether @host is @domain or lies below it
 */
gboolean
outpost_host_is_in_domain (const char *host,
                           const char *domain)
{
  gsize host_length = strlen (host), domain_length = strlen (domain);

  if (host_length < domain_length ||
      g_ascii_strcasecmp (host + host_length - domain_length, domain) != 0)
    return FALSE;
  return host_length == domain_length || host[host_length - domain_length - 1] == '.';
}

/**
 * outpost_host_edit_distance:
 * @a: a host name in A-labels
 * @b: another
 *
 * Counts by how many edits the names differ: letters put in, left out, replaced,
 * or two neighbours exchanged (optimal string alignment). Case plays no part.
 *
 * Returns: the number of edits, or %G_MAXUINT if a name has more than 253 characters
 */
guint
outpost_host_edit_distance (const char *a,
                            const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint rows[3][NAME_MAX_OCTETS + 1];

  if (n > NAME_MAX_OCTETS || m > NAME_MAX_OCTETS)
    return G_MAXUINT;

  for (gsize j = 0; j <= m; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= n; i++) {
    guint *row = rows[i % 3], *above = rows[(i - 1) % 3];

    row[0] = (guint) i;
    for (gsize j = 1; j <= m; j++) {
      char x = g_ascii_tolower (a[i - 1]), y = g_ascii_tolower (b[j - 1]);

      row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
      if (i > 1 && j > 1 && x == g_ascii_tolower (b[j - 2]) && y == g_ascii_tolower (a[i - 2]))
        row[j] = MIN (row[j], rows[(i - 2) % 3][j - 2] + 1);
    }
  }

  return rows[n % 3][m];
}
