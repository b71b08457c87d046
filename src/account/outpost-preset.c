/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-preset-private.h"

#include <string.h>

#include "outpost-address.h"
#include "outpost-host.h"

/* The domain of an address in A-labels. */
static char *
dup_domain (const char *address)
{
  const char *at = strrchr (address, '@');

  return at != NULL ? outpost_host_to_ascii (at + 1, NULL) : NULL;
}

static gboolean
is_below_any (const char         *host,
              const char * const *domains)
{
  for (guint i = 0; domains[i] != NULL; i++)
    if (outpost_host_is_in_domain (host, domains[i]))
      return TRUE;
  return FALSE;
}

/*
 * outpost_preset_has_host:
 * @self: a preset
 * @host: a host in A-labels
 *
 * Returns: whether the provider takes mail at @host
 */
gboolean
outpost_preset_has_host (const OutpostPreset *self,
                         const char          *host)
{
  if (self->host_pattern != NULL && g_pattern_match_simple (self->host_pattern, host))
    return TRUE;
  for (gsize i = 0; i < self->n_servers; i++)
    if (g_str_equal (self->servers[i].host, host))
      return TRUE;
  return FALSE;
}

/*
 * outpost_preset_owns_host:
 * @self: a preset
 * @host: a host in A-labels
 *
 * Returns: whether @host lies in the provider's own domain, where nobody else has hosts
 */
gboolean
outpost_preset_owns_host (const OutpostPreset *self,
                          const char          *host)
{
  return is_below_any (host, self->own_domains);
}

/**
 * outpost_preset_get_count:
 *
 * Returns: the number of presets
 */
guint
outpost_preset_get_count (void)
{
  return outpost_preset_table_length;
}

/**
 * outpost_preset_get_nth:
 * @n: a position, below [func@Outpost.preset_get_count]
 *
 * Returns: (transfer none): the preset at that position of the list
 */
const OutpostPreset *
outpost_preset_get_nth (guint n)
{
  g_return_val_if_fail (n < outpost_preset_table_length, NULL);

  return &outpost_preset_table[n];
}

/**
 * outpost_preset_by_id:
 * @id: a stable name, such as `gmail`
 *
 * Returns: (transfer none) (nullable): the preset of that name
 */
const OutpostPreset *
outpost_preset_by_id (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < outpost_preset_table_length; i++) {
    const OutpostPreset *preset = &outpost_preset_table[i];

    if (g_str_equal (preset->id, id))
      return preset;
  }
  return NULL;
}

/**
 * outpost_preset_for_address:
 * @address: an e-mail address
 *
 * Returns: (transfer none) (nullable): the provider whose domain the address has
 */
const OutpostPreset *
outpost_preset_for_address (const char *address)
{
  g_autofree char *domain = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  domain = dup_domain (address);
  if (domain == NULL)
    return NULL;

  for (guint i = 0; i < outpost_preset_table_length; i++) {
    const OutpostPreset *preset = &outpost_preset_table[i];

    if (g_strv_contains (preset->domains, domain))
      return preset;
  }
  return NULL;
}

/**
 * outpost_preset_for_mx:
 * @mx_host: the host of an MX record
 *
 * Looks who takes the mail of a domain. The longest known suffix decides;
 * suffixes that nobody has confirmed play no part.
 *
 * Returns: (transfer none) (nullable): the provider
 */
const OutpostPreset *
outpost_preset_for_mx (const char *mx_host)
{
  const OutpostPreset *best = NULL;
  g_autofree char *host = NULL;
  gsize best_length = 0;

  g_return_val_if_fail (mx_host != NULL, NULL);

  host = outpost_host_to_ascii (mx_host, NULL);
  for (guint i = 0; i < outpost_preset_table_length && host != NULL; i++) {
    const OutpostPreset *preset = &outpost_preset_table[i];

    for (guint j = 0; preset->mx_suffixes[j] != NULL; j++) {
      if (strlen (preset->mx_suffixes[j]) > best_length &&
          outpost_host_is_in_domain (host, preset->mx_suffixes[j])) {
        best = preset;
        best_length = strlen (preset->mx_suffixes[j]);
      }
    }
  }
  return best;
}

/* How well a preset fits a server and the domain of an address: 0 not at all. Two
 * providers can share a server (smtp.office365.com): the address decides, then for
 * whom it is the first choice, then whether the provider has no domains of its own. */
static guint
rate (const OutpostPreset *preset,
      const char          *host,
      const char          *domain)
{
  if (!outpost_preset_has_host (preset, host))
    return 0;
  if (domain != NULL && g_strv_contains (preset->domains, domain))
    return 8;
  return 1 + (preset->n_servers > 0 && g_str_equal (preset->servers[0].host, host) ? 2 : 0) +
         (domain != NULL && preset->domains[0] == NULL ? 1 : 0);
}

/**
 * outpost_preset_for_settings:
 * @host: the server, or an empty text while there is none
 * @address: (nullable): the account's own address
 *
 * Looks whose account it is. The server decides, since it is what the password
 * is given to; the address where providers share a server or there is none yet.
 *
 * Returns: (transfer none) (nullable): the provider
 */
const OutpostPreset *
outpost_preset_for_settings (const char *host,
                             const char *address)
{
  const OutpostPreset *best = NULL;
  g_autofree char *ascii = NULL;
  g_autofree char *domain = NULL;
  guint best_rating = 0;

  g_return_val_if_fail (host != NULL, NULL);

  if (host[0] == '\0')
    return address != NULL ? outpost_preset_for_address (address) : NULL;

  ascii = outpost_host_to_ascii (host, NULL);
  domain = address != NULL ? dup_domain (address) : NULL;
  for (guint i = 0; i < outpost_preset_table_length && ascii != NULL; i++) {
    const OutpostPreset *preset = &outpost_preset_table[i];
    guint rating = rate (preset, ascii, domain);

    if (rating > best_rating) {
      best = preset;
      best_rating = rating;
    }
  }
  return best;
}

/**
 * outpost_preset_for_server:
 * @host: a server
 *
 * Returns: (transfer none) (nullable): the provider that takes mail there
 */
const OutpostPreset *
outpost_preset_for_server (const char *host)
{
  g_return_val_if_fail (host != NULL, NULL);

  return host[0] != '\0' ? outpost_preset_for_settings (host, NULL) : NULL;
}

/**
 * outpost_preset_for_domain_of:
 * @host: a host name
 *
 * Returns: (transfer none) (nullable): the provider in whose domains @host lies,
 *   whatever @host does
 */
const OutpostPreset *
outpost_preset_for_domain_of (const char *host)
{
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (host != NULL, NULL);

  ascii = outpost_host_to_ascii (host, NULL);
  for (guint i = 0; i < outpost_preset_table_length && ascii != NULL; i++) {
    const OutpostPreset *preset = &outpost_preset_table[i];

    if (outpost_preset_owns_host (preset, ascii) || is_below_any (ascii, preset->domains))
      return preset;
  }
  return NULL;
}

/**
 * outpost_preset_get_id:
 * @self: a preset
 *
 * Returns: (transfer none): its stable name
 */
const char *
outpost_preset_get_id (const OutpostPreset *self)
{
  return self->id;
}

/**
 * outpost_preset_get_name:
 * @self: a preset
 *
 * Returns: (transfer none): the service's name for people, such as "Gmail"
 */
const char *
outpost_preset_get_name (const OutpostPreset *self)
{
  return self->name;
}

/**
 * outpost_preset_get_operator:
 * @self: a preset
 *
 * Returns: (transfer none): who runs the service, such as "Google"
 */
const char *
outpost_preset_get_operator (const OutpostPreset *self)
{
  return self->operator_name;
}

/**
 * outpost_preset_get_family:
 * @self: a preset
 *
 * Returns: (transfer none) (nullable): the provider's key in the catalogue of causes
 */
const char *
outpost_preset_get_family (const OutpostPreset *self)
{
  return self->family;
}

/**
 * outpost_preset_get_domains:
 * @self: a preset
 *
 * Returns: (transfer none) (array zero-terminated=1): domains of its addresses, in A-labels,
 *   the best known first; perhaps none
 */
const char * const *
outpost_preset_get_domains (const OutpostPreset *self)
{
  return self->domains;
}

/**
 * outpost_preset_get_servers:
 * @self: a preset
 * @n_servers: (out): return location for their number; 0 where nobody has confirmed any
 *
 * Returns: (transfer none) (array length=n_servers): the servers, the best first
 */
const OutpostPresetServer *
outpost_preset_get_servers (const OutpostPreset *self,
                            gsize               *n_servers)
{
  *n_servers = self->n_servers;
  return self->servers;
}

/**
 * outpost_preset_has_implicit_tls:
 * @self: a preset
 *
 * Returns: %FALSE if the provider is known to take STARTTLS only
 */
gboolean
outpost_preset_has_implicit_tls (const OutpostPreset *self)
{
  return self->implicit_tls;
}

/**
 * outpost_preset_get_username_form:
 * @self: a preset
 * @fixed: (out) (optional) (nullable): return location for the word if it is one for everybody
 *
 * Returns: what the user name is
 */
OutpostUsernameForm
outpost_preset_get_username_form (const OutpostPreset  *self,
                                  const char          **fixed)
{
  if (fixed != NULL)
    *fixed = self->username_fixed;
  return self->username_form;
}

/**
 * outpost_preset_dup_username:
 * @self: a preset
 * @address: the account's own address
 *
 * Returns: (transfer full) (nullable): the user name that belongs to @address, or %NULL if it
 *   cannot be told from it
 */
char *
outpost_preset_dup_username (const OutpostPreset *self,
                             const char          *address)
{
  g_autoptr (OutpostAddress) parsed = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  if (self->username_form == OUTPOST_USERNAME_FORM_FIXED)
    return g_strdup (self->username_fixed);
  if (self->username_form == OUTPOST_USERNAME_FORM_ISSUED)
    return NULL;

  parsed = outpost_address_parse (address, NULL);
  if (parsed == NULL)
    return NULL;
  if (self->username_form == OUTPOST_USERNAME_FORM_LOCAL_PART)
    return g_strdup (outpost_address_get_local (parsed));
  return g_strdup (address);
}

/**
 * outpost_preset_get_sender_rule:
 * @self: a preset
 * @confirmed: (out) (optional): return location for whether the rule is more than hearsay
 *
 * Returns: what the provider does with another sender
 */
OutpostSenderRule
outpost_preset_get_sender_rule (const OutpostPreset *self,
                                gboolean            *confirmed)
{
  if (confirmed != NULL)
    *confirmed = self->sender_confirmed;
  return self->sender_rule;
}

/**
 * outpost_preset_allows_password:
 * @self: a preset
 *
 * Returns: whether a password of any kind, app password or key included, can work
 */
gboolean
outpost_preset_allows_password (const OutpostPreset *self)
{
  return self->policy != OUTPOST_PASSWORD_POLICY_REFUSED;
}

/**
 * outpost_preset_wants_app_password:
 * @self: a preset
 *
 * Returns: whether the account's own password is always refused and an app password works
 */
gboolean
outpost_preset_wants_app_password (const OutpostPreset *self)
{
  return self->policy == OUTPOST_PASSWORD_POLICY_REQUIRED;
}

/**
 * outpost_preset_get_app_password_letters:
 * @self: a preset
 *
 * Returns: how many letters an app password has and nothing else, or 0 if that is not known
 */
guint
outpost_preset_get_app_password_letters (const OutpostPreset *self)
{
  return self->app_password_letters;
}

/**
 * outpost_preset_get_create_url:
 * @self: a preset
 *
 * Returns: (transfer none) (nullable): the page where an app password is made
 */
const char *
outpost_preset_get_create_url (const OutpostPreset *self)
{
  return self->create_url;
}

/**
 * outpost_preset_tidy_password:
 * @self: (nullable): a preset
 * @password: a password as it was typed or pasted
 *
 * Leaves out the blanks with which the provider only displays its app passwords
 * ("abcd efgh ijkl mnop"). Any other password stays as it is, blanks at its ends
 * included: they may belong to it.
 *
 * Returns: (transfer full): the password to sign in with and to store
 */
OutpostSecret *
outpost_preset_tidy_password (const OutpostPreset *self,
                              OutpostSecret       *password)
{
  const char *text;
  guint letters = 0;
  g_autoptr (OutpostSecret) tidy = NULL;
  char *at;

  g_return_val_if_fail (password != NULL, NULL);

  if (self == NULL || self->app_password_letters == 0)
    return outpost_secret_ref (password);
  text = outpost_secret_get_text (password);
  for (const char *c = text; *c != '\0'; c++) {
    if (!g_ascii_isalpha (*c) && *c != ' ')
      return outpost_secret_ref (password);
    letters += *c != ' ';
  }
  if (letters != self->app_password_letters)
    return outpost_secret_ref (password);

  tidy = outpost_secret_new_sized (letters);
  at = outpost_secret_get_data (tidy);
  for (const char *c = text; *c != '\0'; c++)
    if (*c != ' ')
      *at++ = *c;
  return g_steal_pointer (&tidy);
}

/* The address as the provider itself reads it. */
static char *
canonicalize (const OutpostPreset *self,
              const char          *address)
{
  g_autoptr (OutpostAddress) parsed = outpost_address_parse (address, NULL);
  g_autofree char *domain = NULL;
  g_autofree char *local = NULL;
  const char *plus;

  if (parsed == NULL)
    return NULL;
  domain = dup_domain (outpost_address_get_wire (parsed));
  if (domain == NULL || self == NULL ||
      (self->domains[0] != NULL && !g_strv_contains (self->domains, domain)))
    return g_strconcat (outpost_address_get_local (parsed), "@", domain, NULL);

  local = g_utf8_casefold (outpost_address_get_local (parsed), -1);
  plus = self->plus_ignored ? strchr (local, '+') : NULL;
  if (plus != NULL && plus > local)
    local[plus - local] = '\0';
  if (self->dots_ignored) {
    g_auto (GStrv) parts = g_strsplit (local, ".", -1);

    g_free (local);
    local = g_strjoinv (NULL, parts);
  }
  return g_strconcat (local, "@", g_strv_contains (self->equivalent_domains, domain)
                                    ? self->domains[0] : domain, NULL);
}

/**
 * outpost_preset_same_mailbox:
 * @self: (nullable): the provider of both
 * @address_a: an e-mail address
 * @address_b: another
 *
 * Compares addresses as the provider does: at Gmail dots play no part, nor does
 * what follows a plus, and googlemail.com is gmail.com. Without a provider only
 * the case of the domain plays no part (RFC 5321, section 2.4).
 *
 * Returns: whether both lead to one mailbox; %FALSE if one of them is no address
 */
gboolean
outpost_preset_same_mailbox (const OutpostPreset *self,
                             const char          *address_a,
                             const char          *address_b)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  g_return_val_if_fail (address_a != NULL && address_b != NULL, FALSE);

  a = canonicalize (self, address_a);
  b = canonicalize (self, address_b);
  return a != NULL && g_strcmp0 (a, b) == 0;
}
