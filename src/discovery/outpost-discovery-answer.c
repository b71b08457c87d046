/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-answer-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libpsl.h>

#include "outpost-host.h"

G_DEFINE_BOXED_TYPE (OutpostDiscoveryAnswer, outpost_discovery_answer,
                     outpost_discovery_answer_ref, outpost_discovery_answer_unref)

/*
 * outpost_discovery_dup_base_domain:
 * @host: a host in A-labels
 *
 * Returns: (transfer full): the part of @host that somebody registered, by the public suffix list;
 *   all of it where there is none
 */
char *
outpost_discovery_dup_base_domain (const char *host)
{
  const psl_ctx_t *list = outpost_host_is_address (host) ? NULL : psl_builtin ();
  const char *base = list != NULL ? psl_registrable_domain (list, host) : NULL;

  return g_strdup (base != NULL ? base : host);
}

/* In Unicode a name can look like another one. Only the domain that the person has typed is known
 * to be what it looks like. */
static char *
make_shown_domain (const char *server,
                   const char *address)
{
  g_autofree char *domain = outpost_discovery_dup_base_domain (server);
  g_autofree char *own = outpost_host_to_ascii (strrchr (address, '@') + 1, NULL);

  if (own != NULL && outpost_host_is_in_domain (own, domain))
    return outpost_host_to_unicode (domain);
  return g_steal_pointer (&domain);
}

/*
 * outpost_discovery_answer_new:
 * @source: where it comes from
 * @address: a well-formed address
 * @server: a host in A-labels
 * @port: a port
 * @security: how the connection is secured
 *
 * Returns: (transfer full): an answer with the full address as the usual user name and no words
 *   yet; to be completed before it is shared
 */
OutpostDiscoveryAnswer *
outpost_discovery_answer_new (OutpostDiscoverySource  source,
                              const char             *address,
                              const char             *server,
                              guint16                 port,
                              OutpostSmtpSecurity     security)
{
  OutpostDiscoveryAnswer *self = g_atomic_rc_box_new0 (OutpostDiscoveryAnswer);

  self->source = source;
  self->address = g_strdup (address);
  self->server = g_strdup (server);
  self->port = port;
  self->security = security;
  self->sign_in = OUTPOST_SIGN_IN_AUTO;
  self->username = g_strdup (address);
  self->username_is_usual = TRUE;
  self->preset = outpost_preset_for_settings (server, address);
  if (self->preset != NULL)
    self->provider = g_strdup (outpost_preset_get_name (self->preset));
  self->domain = make_shown_domain (server, address);
  return self;
}

/*
 * outpost_discovery_answer_new_from_preset:
 * @source: where it comes from
 * @address: a well-formed address
 * @preset: a preset
 * @nth: which of its servers
 *
 * Returns: (transfer full): what the preset says, without words yet
 */
OutpostDiscoveryAnswer *
outpost_discovery_answer_new_from_preset (OutpostDiscoverySource  source,
                                          const char             *address,
                                          const OutpostPreset    *preset,
                                          gsize                   nth)
{
  gsize n_servers;
  const OutpostPresetServer *server = &outpost_preset_get_servers (preset, &n_servers)[nth];
  OutpostDiscoveryAnswer *self =
    outpost_discovery_answer_new (source, address, server->host, server->port, server->security);

  self->preset = preset;
  g_free (self->provider);
  self->provider = g_strdup (outpost_preset_get_name (preset));
  g_free (self->username);
  self->username = outpost_preset_dup_username (preset, address);
  self->username_is_usual = FALSE;
  return self;
}

/*
 * outpost_discovery_answer_new_from_config:
 * @source: where it comes from
 * @address: a well-formed address
 * @config: a document
 * @nth: which of its servers
 *
 * Returns: (transfer full): what the document says, without words yet
 */
OutpostDiscoveryAnswer *
outpost_discovery_answer_new_from_config (OutpostDiscoverySource   source,
                                          const char              *address,
                                          const OutpostAutoconfig *config,
                                          guint                    nth)
{
  const OutpostAutoconfigServer *server = g_ptr_array_index (config->servers, nth);
  OutpostDiscoveryAnswer *self =
    outpost_discovery_answer_new (source, address, server->host, server->port, server->security);

  self->sign_in = server->sign_in;
  if (server->username != NULL || server->sign_in == OUTPOST_SIGN_IN_NONE) {
    g_free (self->username);
    self->username = g_strdup (server->username);
    self->username_is_usual = FALSE;
  }
  if (config->provider != NULL && self->provider == NULL)
    self->provider = g_strdup (config->provider);
  self->help_url = g_strdup (config->help_url);
  return self;
}

static void
clear (OutpostDiscoveryAnswer *self)
{
  g_free (self->address);
  g_free (self->server);
  g_free (self->username);
  g_free (self->provider);
  g_free (self->explanation);
  g_free (self->domain);
  g_free (self->help_url);
  g_free (self->origin);
}

/**
 * outpost_discovery_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
OutpostDiscoveryAnswer *
outpost_discovery_answer_ref (OutpostDiscoveryAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * outpost_discovery_answer_unref:
 * @self: (transfer full): an answer
 *
 * Gives up a reference.
 */
void
outpost_discovery_answer_unref (OutpostDiscoveryAnswer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

/**
 * outpost_discovery_answer_get_origin:
 * @self: an answer
 * @field: a field
 *
 * Says where one value comes from. Not all come from the same place: service
 * records name no user name, and how to sign in the server itself says.
 *
 * Returns: (transfer none) (nullable): words to stand after the value, such as "published by
 *   example.org", or %NULL for a field that the answer does not fill
 */
const char *
outpost_discovery_answer_get_origin (OutpostDiscoveryAnswer *self,
                                     OutpostField            field)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (field == OUTPOST_FIELD_EMAIL) {
    /* Translators: where the e-mail address in a form comes from */
    return _("typed by you");
  }
  if (field == OUTPOST_FIELD_USERNAME && self->username != NULL && self->username_is_usual) {
    /* Translators: why the full address stands as the user name: no source says what it is */
    return _("usual where nothing is said");
  }
  if (field == OUTPOST_FIELD_SIGN_IN && self->source >= OUTPOST_DISCOVERY_SOURCE_SRV &&
      self->sign_in == OUTPOST_SIGN_IN_AUTO) {
    /* Translators: where the way to sign in comes from */
    return _("offered by the server");
  }
  if (field == OUTPOST_FIELD_SERVER || field == OUTPOST_FIELD_PORT ||
      field == OUTPOST_FIELD_SECURITY || field == OUTPOST_FIELD_SIGN_IN ||
      (field == OUTPOST_FIELD_USERNAME && self->username != NULL))
    return self->origin;
  return NULL;
}

/* What a draft has reached is not given up (RFC 8314, section 4.1). Before there is a server the
 * mode is only where the list stands. */
static gboolean
would_lower (OutpostDiscoveryAnswer *self,
             OutpostAccount         *draft)
{
  return self->security == OUTPOST_SMTP_SECURITY_NONE &&
         outpost_account_get (draft, OUTPOST_FIELD_SERVER)[0] != '\0' &&
         outpost_account_get_security (draft) != OUTPOST_SMTP_SECURITY_NONE;
}

/**
 * outpost_discovery_answer_to_fix:
 * @self: an answer
 * @draft: the account that it is for; it is not changed
 *
 * Returns: (transfer full) (element-type OutpostFixChange): what brings the answer into the draft
 */
GPtrArray *
outpost_discovery_answer_to_fix (OutpostDiscoveryAnswer *self,
                                 OutpostAccount         *draft)
{
  GPtrArray *fix = outpost_fix_new ();
  char port[8];

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (draft), NULL);

  g_snprintf (port, sizeof port, "%u", self->port);
  outpost_fix_add (fix, OUTPOST_FIELD_EMAIL, self->address);
  outpost_fix_add (fix, OUTPOST_FIELD_SERVER, self->server);
  outpost_fix_add (fix, OUTPOST_FIELD_PORT, port);
  if (!would_lower (self, draft))
    outpost_fix_add (fix, OUTPOST_FIELD_SECURITY, outpost_security_to_text (self->security));
  outpost_fix_add (fix, OUTPOST_FIELD_SIGN_IN, outpost_sign_in_to_text (self->sign_in));
  outpost_fix_add (fix, OUTPOST_FIELD_USERNAME, self->username != NULL ? self->username : "");
  return fix;
}
