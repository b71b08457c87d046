/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict-private.h"

#include <string.h>

#include <libpsl.h>

#include "outpost-host.h"
#include "outpost-printable.h"

#define SHOWN_MAX_CHARACTERS 200
/* RFC 5321, section 4.5.3.1.3: 256 octets with the angle brackets. */
#define ADDRESS_MAX_CHARACTERS 254

/*
 * outpost_header_dup_domain:
 * @text: (nullable): an address, `@domain` or a domain
 *
 * Only what is a host name by its letters comes out, so that it can stand in a
 * record or a command that a person copies.
 *
 * Returns: (transfer full) (nullable): the domain in A-labels, of two labels at least
 */
char *
outpost_header_dup_domain (const char *text)
{
  const char *at = text != NULL ? strrchr (text, '@') : NULL;
  g_autofree char *bare = g_strdup (at != NULL ? at + 1 : text);
  g_autofree char *domain = NULL;

  if (bare == NULL)
    return NULL;
  bare[strcspn (bare, ">")] = '\0';
  if (*bare == '\0' || outpost_host_is_address (bare))
    return NULL;
  domain = outpost_host_to_ascii (bare, NULL);
  return domain != NULL && strchr (domain, '.') != NULL ? g_steal_pointer (&domain) : NULL;
}

/*
 * outpost_header_dup_organization:
 * @domain: a domain in A-labels
 *
 * Relaxed alignment (RFC 9989) is a question to DNS, which a header must not cause:
 * it is an attacker's input, and read offline as well. Receivers answered it from the
 * list of public suffixes for ten years (RFC 7489, section 3.2), and the tree walk
 * was made to agree with that.
 *
 * Returns: (transfer full): the organizational domain; a public suffix is its own
 */
char *
outpost_header_dup_organization (const char *domain)
{
  const psl_ctx_t *list = psl_builtin ();
  const char *organization = list != NULL ? psl_registrable_domain (list, domain) : NULL;

  return g_strdup (organization != NULL ? organization : domain);
}

/*
 * outpost_header_are_aligned:
 * @a: a domain in A-labels
 * @b: another
 *
 * Returns: whether both belong to one organizational domain
 */
gboolean
outpost_header_are_aligned (const char *a,
                            const char *b)
{
  g_autofree char *organization_a = outpost_header_dup_organization (a);
  g_autofree char *organization_b = outpost_header_dup_organization (b);

  return g_str_equal (organization_a, organization_b);
}

/*
 * outpost_header_show:
 * @text: a word or a sentence of a header
 *
 * Returns: (transfer full): the text on one line, fit to be shown
 */
char *
outpost_header_show (const char *text)
{
  return g_strdelimit (outpost_printable (text, -1, SHOWN_MAX_CHARACTERS), "\n\t", ' ');
}

/*
 * outpost_header_show_address:
 * @text: an address or a domain
 *
 * Returns: (transfer full): the same, that does not turn round in a sentence
 */
char *
outpost_header_show_address (const char *text)
{
  g_autofree char *shown =
    g_strdelimit (outpost_printable (text, -1, ADDRESS_MAX_CHARACTERS), "\n\t", ' ');

  return outpost_printable_isolate (shown);
}
