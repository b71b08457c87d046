/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-beside-private.h"

#include <string.h>

#include "outpost-address.h"
#include "outpost-deadline.h"
#include "outpost-diagnosis-private.h"
#include "outpost-host.h"
#include "outpost-smtp-error.h"

/* All that is looked at beside a failed test together. */
#define LIMIT_MS 5000
#define TLS_PORT 465
#define STARTTLS_PORT 587
#define RELAY_PORT 25
/* Each is a thread and a connection. */
#define CANDIDATES_MAX 10

/* A test that failed, and what is to be tried beside it. */
typedef struct {
  OutpostAccount                *account;
  const OutpostDiagnosisSubject *subject;
  const OutpostSmtpFailure      *failure;
  const OutpostSmtpFacts        *facts;
  const GError                  *error;
  OutpostSmtpEndpoint           *base;        /* what was tried */
  GPtrArray                     *endpoints;
} Search;

static gboolean
is_same (const OutpostSmtpEndpoint *endpoint,
         const char                *host,
         guint16                    port,
         OutpostSmtpSecurity        security)
{
  return endpoint->port == port && endpoint->security == security &&
         g_ascii_strcasecmp (endpoint->host, host) == 0;
}

/* A pin is bound to server and port, and a client certificate is nothing to show to a
 * server that nobody has named. */
static void
add (Search              *self,
     const char          *host,
     guint16              port,
     OutpostSmtpSecurity  security)
{
  gboolean same_host = g_ascii_strcasecmp (self->base->host, host) == 0;
  OutpostSmtpEndpoint *endpoint;

  if (self->endpoints->len == CANDIDATES_MAX || is_same (self->base, host, port, security))
    return;
  for (guint i = 0; i < self->endpoints->len; i++)
    if (is_same (g_ptr_array_index (self->endpoints, i), host, port, security))
      return;

  endpoint = outpost_smtp_endpoint_copy (self->base);
  g_free (endpoint->host);
  endpoint->host = g_strdup (host);
  endpoint->port = port;
  endpoint->security = security;
  if (!same_host || port != self->base->port)
    g_clear_pointer (&endpoint->pinned_keys, g_strfreev);
  if (!same_host) {
    g_clear_pointer (&endpoint->client_certificate, g_free);
    g_clear_pointer (&endpoint->client_key, g_free);
  }
  g_ptr_array_add (self->endpoints, endpoint);
}

static gboolean
is_timed_out_or_unreachable (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE);
}

/* A port that has shown a certificate speaks TLS: in the other mode it would keep silent. */
static void
add_same_host (Search *self)
{
  const OutpostSmtpEndpoint *base = self->base;

  if (self->failure->stage == OUTPOST_SMTP_STAGE_LOOKUP)
    return;
  if (self->failure->stage > OUTPOST_SMTP_STAGE_CONNECT && self->facts->certificate == NULL) {
    add (self, base->host, base->port, OUTPOST_SMTP_SECURITY_TLS);
    add (self, base->host, base->port, OUTPOST_SMTP_SECURITY_STARTTLS);
  }
  if (base->port != TLS_PORT)
    add (self, base->host, TLS_PORT, OUTPOST_SMTP_SECURITY_TLS);
  if (base->port != STARTTLS_PORT)
    add (self, base->host, STARTTLS_PORT, OUTPOST_SMTP_SECURITY_STARTTLS);
}

/* The provider's own list, for a host of its own or one that was misspelt. */
static void
add_provider (Search *self)
{
  const OutpostPreset *preset =
    outpost_preset_for_settings (self->subject->host,
                                 outpost_account_get (self->account, OUTPOST_FIELD_EMAIL));
  const char *meant = outpost_preset_near_host (self->subject->host, NULL);
  const OutpostPresetServer *servers;
  gsize n_servers = 0;

  if (preset == NULL)
    preset = meant != NULL ? outpost_preset_for_server (meant)
                           : outpost_diagnosis_find_preset (self->subject->host);
  if (preset == NULL)
    return;
  servers = outpost_preset_get_servers (preset, &n_servers);
  for (gsize i = 0; i < n_servers; i++)
    add (self, servers[i].host, servers[i].port, servers[i].security);
}

/* A certificate for another name tells the name: worth a try if it is of the mailbox's own
 * domain. Any other name is one that somebody in between may have put there. */
static void
add_certificate_names (Search *self)
{
  const OutpostSmtpCertificate *certificate = self->facts->certificate;
  g_autoptr (OutpostAddress) email =
    outpost_address_parse (outpost_account_get (self->account, OUTPOST_FIELD_EMAIL), NULL);
  g_autofree char *domain = NULL;

  if (email == NULL || certificate == NULL || certificate->names == NULL ||
      !g_error_matches (self->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE))
    return;

  domain = outpost_host_to_ascii (outpost_address_get_domain (email), NULL);
  for (guint i = 0; domain != NULL && certificate->names[i] != NULL; i++) {
    g_autofree char *host = outpost_host_to_ascii (certificate->names[i], NULL);

    if (host != NULL && outpost_host_is_in_domain (host, domain))
      add (self, host, self->base->port, self->base->security);
  }
}

/* Only to tell a port that is blocked from a server that is down. */
static void
add_relay_port (Search *self)
{
  if (self->failure->stage == OUTPOST_SMTP_STAGE_CONNECT && self->base->port != RELAY_PORT &&
      is_timed_out_or_unreachable (self->error))
    add (self, self->base->host, RELAY_PORT, OUTPOST_SMTP_SECURITY_NONE);
}

/* Whether there is a way out, by asking the kernel: connecting a datagram socket chooses a
 * route and sends nothing. The addresses are for documentation (RFC 5737, RFC 3849). */
static gboolean
has_route (GSocketFamily  family,
           const char    *address)
{
  g_autoptr (GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) somewhere = g_inet_socket_address_new_from_string (address, 9);

  return socket != NULL && g_socket_connect (socket, somewhere, NULL, NULL);
}

static gboolean
is_offline (void)
{
  return !has_route (G_SOCKET_FAMILY_IPV4, "192.0.2.1") &&
         !has_route (G_SOCKET_FAMILY_IPV6, "2001:db8::1");
}

/* What the desktop has found out: only where something like NetworkManager looks for it. */
static gboolean
is_portal (void)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  return g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_PORTAL;
}

/* Without a name service no other name is found either. */
static void
add_candidates (Search *self)
{
  if (self->failure->stage == OUTPOST_SMTP_STAGE_LOOKUP &&
      !g_error_matches (self->error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return;

  add_same_host (self);
  add_provider (self);
  add_certificate_names (self);
  add_relay_port (self);
}

/*
 * outpost_beside_look_sync:
 * @account: the settings that were tried
 * @subject: the same, as they were understood
 * @failure: how the test failed
 * @facts: what it had learned
 * @error: its error
 * @cancellable: (nullable): ends all at once
 *
 * Tries the usual ports and modes, the provider's other hosts and the names of a
 * certificate side by side, until the first that works is known; and looks whether there
 * is a network and a name at all.
 *
 * Returns: (transfer full): what was found
 */
OutpostBeside *
outpost_beside_look_sync (OutpostAccount                *account,
                          const OutpostDiagnosisSubject *subject,
                          const OutpostSmtpFailure      *failure,
                          const OutpostSmtpFacts        *facts,
                          const GError                  *error,
                          GCancellable                  *cancellable)
{
  guint limit_ms = MIN (LIMIT_MS, outpost_account_get_timeout_s (account) * 1000);
  OutpostDeadline deadline = outpost_deadline_in (limit_ms);
  g_autoptr (OutpostSmtpEndpoint) base = outpost_account_to_endpoint (account, NULL);
  g_autoptr (GPtrArray) endpoints =
    g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_smtp_endpoint_free);
  Search search = { account, subject, failure, facts, error, base, endpoints };
  OutpostBeside *self = g_new0 (OutpostBeside, 1);

  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    self->presence = outpost_dns_check_host_sync (subject->host, limit_ms, cancellable, NULL);
  self->is_offline = is_offline ();
  self->is_portal = is_portal ();
  if (base != NULL)
    add_candidates (&search);
  self->probes =
    outpost_smtp_probe_best_sync ((const OutpostSmtpEndpoint * const *) endpoints->pdata,
                                  endpoints->len, (guint) outpost_deadline_remaining (deadline),
                                  cancellable);

  return self;
}

/**
 * outpost_beside_judge:
 * @probe: what was tried beside a test
 *
 * Returns: what came of it
 */
OutpostBesideResult
outpost_beside_judge (const OutpostSmtpProbe *probe)
{
  g_return_val_if_fail (probe != NULL, OUTPOST_BESIDE_CUT_OFF);

  if (outpost_smtp_probe_is_good (probe))
    return OUTPOST_BESIDE_WORKS;
  if (probe->secured && probe->error == NULL)
    return OUTPOST_BESIDE_NO_SIGN_IN;
  if (g_error_matches (probe->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE))
    return OUTPOST_BESIDE_NOT_TRUSTED;
  if (probe->answers)
    return OUTPOST_BESIDE_ANSWERS;
  if (g_error_matches (probe->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return OUTPOST_BESIDE_CUT_OFF;
  if (g_error_matches (probe->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return OUTPOST_BESIDE_REFUSED;
  return probe->failure.stage == OUTPOST_SMTP_STAGE_LOOKUP ? OUTPOST_BESIDE_NOT_FOUND
                                                           : OUTPOST_BESIDE_NO_ANSWER;
}

/**
 * outpost_beside_free:
 * @self: (transfer full): what was looked at beside a test
 */
void
outpost_beside_free (OutpostBeside *self)
{
  g_ptr_array_unref (self->probes);
  g_free (self);
}
