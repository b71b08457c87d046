/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OutpostDnsError:
 * @OUTPOST_DNS_ERROR_NO_NAME: there is no such name (NXDOMAIN), or it cannot be one
 * @OUTPOST_DNS_ERROR_NO_RECORD: the name is there, without a record of the kind asked for
 * @OUTPOST_DNS_ERROR_NOT_OFFERED: the domain says itself that it does not offer this
 * @OUTPOST_DNS_ERROR_NOT_A_HOST: there are records, but what they name are no hosts
 * @OUTPOST_DNS_ERROR_TEMPORARY: nothing can be told: offline, no answer in time, SERVFAIL, refused
 * @OUTPOST_DNS_ERROR_BAD_ANSWER: nothing can be told: the answer is broken or past every bound
 *
 * Why a look-up gave nothing. The last two say nothing of the domain.
 */
typedef enum {
  OUTPOST_DNS_ERROR_NO_NAME,
  OUTPOST_DNS_ERROR_NO_RECORD,
  OUTPOST_DNS_ERROR_NOT_OFFERED,
  OUTPOST_DNS_ERROR_NOT_A_HOST,
  OUTPOST_DNS_ERROR_TEMPORARY,
  OUTPOST_DNS_ERROR_BAD_ANSWER,
} OutpostDnsError;

#define OUTPOST_DNS_ERROR (outpost_dns_error_quark ())
GQuark outpost_dns_error_quark (void);

/**
 * OutpostDnsMx:
 * @preference: the lower, the sooner it is tried
 * @host: a well-formed host name in A-labels
 */
typedef struct {
  guint16  preference;
  char    *host;
} OutpostDnsMx;

/**
 * OutpostDnsMailKind:
 * @OUTPOST_DNS_MAIL_KIND_HOSTS: there are MX records
 * @OUTPOST_DNS_MAIL_KIND_IMPLICIT: none, but the domain has an address: mail goes there
 *   (RFC 5321, section 5.1)
 * @OUTPOST_DNS_MAIL_KIND_REFUSED: a null MX: the domain takes no mail (RFC 7505)
 */
typedef enum {
  OUTPOST_DNS_MAIL_KIND_HOSTS,
  OUTPOST_DNS_MAIL_KIND_IMPLICIT,
  OUTPOST_DNS_MAIL_KIND_REFUSED,
} OutpostDnsMailKind;

/**
 * OutpostDnsMail:
 * @kind: how a domain takes mail
 * @hosts: (element-type OutpostDnsMx): where, the lowest preference first; empty but for
 *   %OUTPOST_DNS_MAIL_KIND_HOSTS
 */
typedef struct {
  OutpostDnsMailKind  kind;
  GPtrArray          *hosts;
} OutpostDnsMail;

/**
 * OutpostDnsPresence:
 * @OUTPOST_DNS_PRESENCE_UNKNOWN: cannot be told: offline, no answer, SERVFAIL
 * @OUTPOST_DNS_PRESENCE_RESOLVES: the name has an address
 * @OUTPOST_DNS_PRESENCE_NO_ADDRESS: the name is there, without an address
 * @OUTPOST_DNS_PRESENCE_NO_NAME: there is no such name
 */
typedef enum {
  OUTPOST_DNS_PRESENCE_UNKNOWN,
  OUTPOST_DNS_PRESENCE_RESOLVES,
  OUTPOST_DNS_PRESENCE_NO_ADDRESS,
  OUTPOST_DNS_PRESENCE_NO_NAME,
} OutpostDnsPresence;

/* Look-ups. Names are A-labels (outpost_host_to_ascii()). timeout_ms is for the whole call.
 * Errors are those above, or G_IO_ERROR_CANCELLED. The _sync calls block and may be made in any
 * thread; the _async calls do the same in a thread of their own. */

/* SRV: a GList of GSrvTarget in the order in which to try them; free with
 * g_resolver_free_targets(). service is such as "_submissions._tcp". */
GList              *outpost_dns_lookup_srv_sync       (const char           *service,
                                                       const char           *domain,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void                outpost_dns_lookup_srv_async      (const char           *service,
                                                       const char           *domain,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
GList              *outpost_dns_lookup_srv_finish     (GAsyncResult         *result,
                                                       GError              **error);

/* Where mail for a domain goes: MX, null MX, or the address of the domain itself. */
OutpostDnsMail     *outpost_dns_lookup_mail_sync      (const char           *domain,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void                outpost_dns_lookup_mail_async     (const char           *domain,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
OutpostDnsMail     *outpost_dns_lookup_mail_finish    (GAsyncResult         *result,
                                                       GError              **error);
void                outpost_dns_mail_free             (OutpostDnsMail       *self);

/* TXT: (element-type utf8) the strings of each record joined. Octets as they came but for NUL:
 * show them through outpost_printable() only. */
GPtrArray          *outpost_dns_lookup_txt_sync       (const char           *name,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void                outpost_dns_lookup_txt_async      (const char           *name,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
GPtrArray          *outpost_dns_lookup_txt_finish     (GAsyncResult         *result,
                                                       GError              **error);

/* Whether a host has an address, as connecting to it would find it (hosts file included). Where
 * that cannot be told, error says why. */
OutpostDnsPresence  outpost_dns_check_host_sync       (const char           *host,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void                outpost_dns_check_host_async      (const char           *host,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
OutpostDnsPresence  outpost_dns_check_host_finish     (GAsyncResult         *result,
                                                       GError              **error);

/* MX alone (element-type OutpostDnsMx), and the addresses of a name in the DNS alone
 * (element-type GInetAddress): what records may speak of, not where this computer would go. */
GPtrArray          *outpost_dns_lookup_mx_sync        (const char           *domain,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
GPtrArray          *outpost_dns_lookup_addresses_sync (const char           *name,
                                                       GSocketFamily         family,
                                                       guint                 timeout_ms,
                                                       GCancellable         *cancellable,
                                                       GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostDnsMail, outpost_dns_mail_free)

G_END_DECLS
