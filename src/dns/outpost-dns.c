/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-dns.h"

#include <arpa/nameser.h>

#include "outpost-deadline.h"
#include "outpost-dns-answer-private.h"
#include "outpost-dns-query-private.h"
#include "outpost-host.h"

/**
 * outpost_dns_lookup_srv_sync:
 * @service: the service and protocol, such as `_submissions._tcp` (RFC 8314, section 5.1)
 * @domain: a domain in A-labels
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Looks where a domain offers a service (RFC 2782).
 *
 * Returns: (transfer full) (element-type GSrvTarget): at least one target with a well-formed
 *   host name, in the order in which to try them; or %NULL with @error set, which is
 *   %OUTPOST_DNS_ERROR_NOT_OFFERED if the domain says that it has no such service. Free with
 *   g_resolver_free_targets()
 */
GList *
outpost_dns_lookup_srv_sync (const char    *service,
                             const char    *domain,
                             guint          timeout_ms,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) answer = NULL;

  g_return_val_if_fail (service != NULL && domain != NULL, NULL);

  name = g_strconcat (service, ".", domain, NULL);
  answer = outpost_dns_query_sync (name, ns_t_srv, outpost_deadline_in (timeout_ms), cancellable,
                                   error);
  if (answer == NULL)
    return NULL;
  return outpost_dns_answer_read_srv (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                      name, error);
}

static GPtrArray *
lookup_mx (const char       *domain,
           OutpostDeadline   deadline,
           GCancellable     *cancellable,
           GError          **error)
{
  g_autoptr (GBytes) answer =
    outpost_dns_query_sync (domain, ns_t_mx, deadline, cancellable, error);

  if (answer == NULL)
    return NULL;
  return outpost_dns_answer_read_mx (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                     domain, error);
}

/**
 * outpost_dns_lookup_mx_sync:
 * @domain: a domain in A-labels
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Reads the MX records of a domain, and nothing in their place.
 *
 * Returns: (transfer full) (element-type OutpostDnsMx): at least one, the lowest preference
 *   first; or %NULL with @error set, which is %OUTPOST_DNS_ERROR_NOT_OFFERED for a null MX
 */
GPtrArray *
outpost_dns_lookup_mx_sync (const char    *domain,
                            guint          timeout_ms,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_return_val_if_fail (domain != NULL, NULL);

  return lookup_mx (domain, outpost_deadline_in (timeout_ms), cancellable, error);
}

static GPtrArray *
lookup_addresses (const char       *name,
                  GSocketFamily     family,
                  OutpostDeadline   deadline,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autoptr (GBytes) answer =
    outpost_dns_query_sync (name, family == G_SOCKET_FAMILY_IPV4 ? ns_t_a : ns_t_aaaa, deadline,
                            cancellable, error);

  if (answer == NULL)
    return NULL;
  return outpost_dns_answer_read_addresses (g_bytes_get_data (answer, NULL),
                                            g_bytes_get_size (answer), family, name, error);
}

/**
 * outpost_dns_lookup_addresses_sync:
 * @name: a name in A-labels
 * @family: which addresses
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Reads the A or AAAA records of a name. The hosts file and other sources play no part: this
 * is what a server elsewhere sees.
 *
 * Returns: (transfer full) (element-type GInetAddress): at least one address, or %NULL with
 *   @error set
 */
GPtrArray *
outpost_dns_lookup_addresses_sync (const char     *name,
                                   GSocketFamily   family,
                                   guint           timeout_ms,
                                   GCancellable   *cancellable,
                                   GError        **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  return lookup_addresses (name, family, outpost_deadline_in (timeout_ms), cancellable, error);
}

/**
 * outpost_dns_mail_free:
 * @self: (transfer full) (nullable): what a look-up gave
 */
void
outpost_dns_mail_free (OutpostDnsMail *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->hosts);
  g_free (self);
}

static OutpostDnsMail *
mail_new (OutpostDnsMailKind  kind,
          GPtrArray          *hosts)
{
  OutpostDnsMail *self = g_new (OutpostDnsMail, 1);

  self->kind = kind;
  self->hosts = hosts != NULL ? hosts : g_ptr_array_new ();
  return self;
}

/* An address of the name, of either family. */
static gboolean
has_address (const char       *name,
             OutpostDeadline   deadline,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GError) local_error = NULL;

  addresses = lookup_addresses (name, G_SOCKET_FAMILY_IPV4, deadline, cancellable, &local_error);
  if (g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD)) {
    g_clear_error (&local_error);
    addresses = lookup_addresses (name, G_SOCKET_FAMILY_IPV6, deadline, cancellable, &local_error);
  }
  if (addresses == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return addresses != NULL;
}

/**
 * outpost_dns_lookup_mail_sync:
 * @domain: a domain in A-labels
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Looks where mail for a domain goes: to its MX; without one, to its own address (RFC 5321,
 * section 5.1); nowhere with a null MX (RFC 7505).
 *
 * Returns: (transfer full): where, or %NULL with @error set. %OUTPOST_DNS_ERROR_NO_NAME and
 *   %OUTPOST_DNS_ERROR_NO_RECORD say that mail for the domain goes nowhere,
 *   %OUTPOST_DNS_ERROR_NOT_A_HOST that its MX are no hosts
 */
OutpostDnsMail *
outpost_dns_lookup_mail_sync (const char    *domain,
                              guint          timeout_ms,
                              GCancellable  *cancellable,
                              GError       **error)
{
  OutpostDeadline deadline = outpost_deadline_in (timeout_ms);
  g_autoptr (GError) local_error = NULL;
  GPtrArray *hosts;

  g_return_val_if_fail (domain != NULL, NULL);

  hosts = lookup_mx (domain, deadline, cancellable, &local_error);
  if (hosts != NULL)
    return mail_new (OUTPOST_DNS_MAIL_KIND_HOSTS, hosts);
  if (g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_OFFERED))
    return mail_new (OUTPOST_DNS_MAIL_KIND_REFUSED, NULL);
  if (g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD))
    return has_address (domain, deadline, cancellable, error)
             ? mail_new (OUTPOST_DNS_MAIL_KIND_IMPLICIT, NULL) : NULL;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * outpost_dns_lookup_txt_sync:
 * @name: a name in A-labels; may have underscores, as `_dmarc.example.org`
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Reads the TXT records of a name, in the order of the answer. The strings of one record are
 * joined without anything between (RFC 7208, section 3.3).
 *
 * Returns: (transfer full) (element-type utf8): at least one text, or %NULL with @error set.
 *   The octets are as they came, UTF-8 or not, only NUL becomes DEL
 */
GPtrArray *
outpost_dns_lookup_txt_sync (const char    *name,
                             guint          timeout_ms,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autoptr (GBytes) answer = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  answer = outpost_dns_query_sync (name, ns_t_txt, outpost_deadline_in (timeout_ms), cancellable,
                                   error);
  if (answer == NULL)
    return NULL;
  return outpost_dns_answer_read_txt (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                      name, error);
}

/* Why a name that has no address has none: the one distinction that must be asked for. */
static OutpostDnsPresence
tell_absence (const char       *host,
              OutpostDeadline   deadline,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) answer =
    outpost_dns_query_sync (host, ns_t_a, deadline, cancellable, &local_error);

  if (g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME))
    return OUTPOST_DNS_PRESENCE_NO_NAME;
  if (g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD))
    return OUTPOST_DNS_PRESENCE_NO_ADDRESS;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    outpost_dns_set_error (error, OUTPOST_DNS_ERROR_TEMPORARY, host); /* just now there is one */
  return OUTPOST_DNS_PRESENCE_UNKNOWN;
}

/**
 * outpost_dns_check_host_sync:
 * @host: a host name in A-labels, or an address
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Looks whether a host has an address, as who connects to it would find out: the hosts file
 * and what else the system knows count. An address stands for itself.
 *
 * Returns: what is known of @host; @error is set for %OUTPOST_DNS_PRESENCE_UNKNOWN alone
 */
OutpostDnsPresence
outpost_dns_check_host_sync (const char    *host,
                             guint          timeout_ms,
                             GCancellable  *cancellable,
                             GError       **error)
{
  OutpostDeadline deadline = outpost_deadline_in (timeout_ms);
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (host != NULL, OUTPOST_DNS_PRESENCE_UNKNOWN);

  if (outpost_host_is_address (host) ||
      outpost_dns_resolve_sync (host, deadline, cancellable, &local_error))
    return OUTPOST_DNS_PRESENCE_RESOLVES;
  if (g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME))
    return tell_absence (host, deadline, cancellable, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return OUTPOST_DNS_PRESENCE_UNKNOWN;
}
