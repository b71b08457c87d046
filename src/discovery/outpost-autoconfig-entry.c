/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-autoconfig-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-host.h"
#include "outpost-preset.h"

/* Longer than any address (RFC 5321, section 4.5.3.1). */
#define USERNAME_MAX_OCTETS 320

/* RFC 5321 keeps port 25 for servers among themselves; no offer is made of it. */
#define PORT_OF_RELAYS 25

/* draft-ietf-mailmaint-autoconfig-06 and, in "plain" and "secure", its first version. */
static const struct {
  const char    *name;
  OutpostSignIn  sign_in;
} methods[] = {
  { "password-cleartext", OUTPOST_SIGN_IN_PASSWORD },
  { "plain", OUTPOST_SIGN_IN_PASSWORD },
  { "password-encrypted", OUTPOST_SIGN_IN_PASSWORD },
  { "secure", OUTPOST_SIGN_IN_PASSWORD },
  { "sasl:PLAIN", OUTPOST_SIGN_IN_PASSWORD },
  { "sasl:LOGIN", OUTPOST_SIGN_IN_PASSWORD },
  { "sasl:SCRAM-SHA-1", OUTPOST_SIGN_IN_PASSWORD },
  { "sasl:SCRAM-SHA-1-PLUS", OUTPOST_SIGN_IN_PASSWORD },
  { "sasl:SCRAM-SHA-256", OUTPOST_SIGN_IN_PASSWORD },
  { "sasl:SCRAM-SHA-256-PLUS", OUTPOST_SIGN_IN_PASSWORD },
  { "OAuth2", OUTPOST_SIGN_IN_OAUTH2 },
  { "sasl:OAUTHBEARER", OUTPOST_SIGN_IN_OAUTH2 },
  { "sasl:XOAUTH2", OUTPOST_SIGN_IN_OAUTH2 },
  { "TLS-client-cert", OUTPOST_SIGN_IN_CERTIFICATE },
  { "sasl:EXTERNAL", OUTPOST_SIGN_IN_CERTIFICATE },
  { "none", OUTPOST_SIGN_IN_NONE },
  { "client-IP-address", OUTPOST_SIGN_IN_NONE },
};

static const char * const faults[] = {
  [OUTPOST_AUTOCONFIG_FAULT_INCOMPLETE] =
    N_("A server in it lacks a host name, a port, a mode or a way to sign in."),
  [OUTPOST_AUTOCONFIG_FAULT_HOST] =
    N_("A server in it has a name that no mail server for everybody can have."),
  [OUTPOST_AUTOCONFIG_FAULT_PORT] =
    N_("A server in it has a port that mail programs cannot use."),
  [OUTPOST_AUTOCONFIG_FAULT_CLEAR_TEXT] =
    N_("A server in it takes passwords without encryption."),
  [OUTPOST_AUTOCONFIG_FAULT_SECURITY] =
    N_("A server in it has a mode that Outpost does not know."),
  [OUTPOST_AUTOCONFIG_FAULT_METHOD] =
    N_("A server in it has no way to sign in that Outpost knows."),
  [OUTPOST_AUTOCONFIG_FAULT_USERNAME] =
    N_("A server in it has a user name that cannot be made from the address."),
};

/*
 * outpost_autoconfig_entry_new:
 *
 * Returns: (transfer full): an entry with nothing in it
 */
OutpostAutoconfigEntry *
outpost_autoconfig_entry_new (void)
{
  OutpostAutoconfigEntry *self = g_new0 (OutpostAutoconfigEntry, 1);

  self->methods = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/*
 * outpost_autoconfig_entry_free:
 * @self: (transfer full): an entry
 *
 * Frees it.
 */
void
outpost_autoconfig_entry_free (OutpostAutoconfigEntry *self)
{
  g_free (self->hostname);
  g_free (self->port);
  g_free (self->socket_type);
  g_free (self->username);
  g_ptr_array_unref (self->methods);
  g_free (self);
}

/*
 * outpost_autoconfig_server_free:
 * @self: (transfer full): a server
 *
 * Frees it.
 */
void
outpost_autoconfig_server_free (OutpostAutoconfigServer *self)
{
  g_free (self->host);
  g_free (self->username);
  g_free (self);
}

/*
 * outpost_autoconfig_fault_explain:
 * @fault: why a server was left out
 *
 * Returns: (transfer none): the reason as a sentence, translated
 */
const char *
outpost_autoconfig_fault_explain (OutpostAutoconfigFault fault)
{
  return _(faults[fault]);
}

/* Fills the placeholders in one pass: what they stand for is not looked at again. Fails where one
 * is not known, or where the local part would get into @text that may not have it. */
static char *
fill_in (const char *text,
         const char *address,
         const char *local,
         const char *domain)
{
  const struct { const char *name, *value; } placeholders[] = {
    { "%EMAILADDRESS%", address }, { "%EMAILLOCALPART%", local }, { "%EMAILDOMAIN%", domain }
  };
  g_autoptr (GString) result = g_string_new (NULL);
  const char *at = text;

  while (*at != '\0') {
    gsize i = 0;

    while (i < G_N_ELEMENTS (placeholders) && !g_str_has_prefix (at, placeholders[i].name))
      i++;
    if (i < G_N_ELEMENTS (placeholders)) {
      if (placeholders[i].value == NULL)
        return NULL;
      g_string_append (result, placeholders[i].value);
      at += strlen (placeholders[i].name);
    } else {
      gsize letters = *at == '%' ? strspn (at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

      if (letters > 0 && at[letters + 1] == '%')
        return NULL;
      g_string_append_c (result, *at++);
    }
  }
  return g_strdup (result->str);
}

/* Only the domain may stand in a host name: it is looked up, and the address stays here. */
static char *
judge_host (const char              *text,
            const char              *domain,
            OutpostAutoconfigOrigin  origin)
{
  g_autofree char *filled = fill_in (text, NULL, NULL, domain);
  g_autofree char *host = filled != NULL ? outpost_host_to_ascii (filled, NULL) : NULL;

  if (host == NULL)
    return NULL;
  if (origin == OUTPOST_AUTOCONFIG_ORIGIN_NETWORK && !outpost_host_is_local_name (domain) &&
      (outpost_host_is_private_address (host) || outpost_host_is_local_name (host)))
    return NULL;
  return g_steal_pointer (&host);
}

static guint16
judge_port (const char              *text,
            OutpostAutoconfigOrigin  origin)
{
  guint64 port = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL) ||
      (port == PORT_OF_RELAYS && origin == OUTPOST_AUTOCONFIG_ORIGIN_NETWORK))
    return 0;
  return (guint16) port;
}

static gboolean
judge_security (const char              *text,
                const char              *host,
                OutpostAutoconfigOrigin  origin,
                OutpostSmtpSecurity     *security,
                OutpostAutoconfigFault  *fault)
{
  if (g_ascii_strcasecmp (text, "SSL") == 0) {
    *security = OUTPOST_SMTP_SECURITY_TLS;
    return TRUE;
  }
  if (g_ascii_strcasecmp (text, "STARTTLS") == 0) {
    *security = OUTPOST_SMTP_SECURITY_STARTTLS;
    return TRUE;
  }
  if (g_ascii_strcasecmp (text, "plain") != 0) {
    *fault = OUTPOST_AUTOCONFIG_FAULT_SECURITY;
    return FALSE;
  }

  *security = OUTPOST_SMTP_SECURITY_NONE;
  *fault = OUTPOST_AUTOCONFIG_FAULT_CLEAR_TEXT;
  return origin != OUTPOST_AUTOCONFIG_ORIGIN_NETWORK && outpost_host_is_loopback_address (host);
}

/* A token needs an issuer that the program knows: of a document from elsewhere none is taken. */
static gboolean
may_use_tokens (const char              *host,
                OutpostAutoconfigOrigin  origin)
{
  return origin == OUTPOST_AUTOCONFIG_ORIGIN_ADMIN || outpost_preset_for_server (host) != NULL;
}

/* The first method that works is the provider's choice, but for tokens: they are taken only where
 * nothing else is offered, since a person can type a password and no token. */
static gboolean
judge_methods (GPtrArray               *names,
               const char              *host,
               OutpostAutoconfigOrigin  origin,
               OutpostSignIn           *sign_in)
{
  gboolean found = FALSE;

  for (guint i = 0; i < names->len; i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (methods); j++) {
      if (g_ascii_strcasecmp (g_ptr_array_index (names, i), methods[j].name) != 0 ||
          (methods[j].sign_in == OUTPOST_SIGN_IN_OAUTH2 && !may_use_tokens (host, origin)))
        continue;
      if (!found || *sign_in == OUTPOST_SIGN_IN_OAUTH2)
        *sign_in = methods[j].sign_in;
      found = TRUE;
    }
  }
  return found;
}

static char *
judge_username (const char *text,
                const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local = g_strndup (address, (gsize) (at - address));
  g_autofree char *username = fill_in (text, address, local, at + 1);

  if (username == NULL || *username == '\0' || strlen (username) > USERNAME_MAX_OCTETS)
    return NULL;
  for (const char *c = username; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isprint (g_utf8_get_char (c)))
      return NULL;
  return g_steal_pointer (&username);
}

/*
 * outpost_autoconfig_entry_judge:
 * @self: a server as it stands in the document
 * @address: a well-formed address
 * @origin: where the document is from
 * @fault: (out): return location for why the server is left out
 *
 * Returns: (transfer full) (nullable): the server, or %NULL if it cannot be used
 */
OutpostAutoconfigServer *
outpost_autoconfig_entry_judge (const OutpostAutoconfigEntry *self,
                                const char                   *address,
                                OutpostAutoconfigOrigin       origin,
                                OutpostAutoconfigFault       *fault)
{
  g_autoptr (OutpostAutoconfigServer) server = g_new0 (OutpostAutoconfigServer, 1);
  g_autofree char *domain = outpost_host_to_ascii (strrchr (address, '@') + 1, NULL);

  *fault = OUTPOST_AUTOCONFIG_FAULT_INCOMPLETE;
  if (domain == NULL || self->hostname == NULL || self->port == NULL ||
      self->socket_type == NULL || self->methods->len == 0)
    return NULL;

  *fault = OUTPOST_AUTOCONFIG_FAULT_HOST;
  server->host = judge_host (self->hostname, domain, origin);
  if (server->host == NULL)
    return NULL;

  *fault = OUTPOST_AUTOCONFIG_FAULT_PORT;
  server->port = judge_port (self->port, origin);
  if (server->port == 0)
    return NULL;

  if (!judge_security (self->socket_type, server->host, origin, &server->security, fault))
    return NULL;

  *fault = OUTPOST_AUTOCONFIG_FAULT_METHOD;
  if (!judge_methods (self->methods, server->host, origin, &server->sign_in))
    return NULL;

  if (self->username == NULL)
    return g_steal_pointer (&server);
  *fault = OUTPOST_AUTOCONFIG_FAULT_USERNAME;
  server->username = judge_username (self->username, address);
  return server->username != NULL ? g_steal_pointer (&server) : NULL;
}
