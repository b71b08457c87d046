/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-transport-private.h"

#include "outpost-smtp-async-private.h"

/**
 * outpost_smtp_lookup_sync: (skip)
 * @host: host name (A-labels) or numeric address without brackets
 * @deadline: when to give up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Finds the addresses of @host in the order in which the system would try them
 * (RFC 6724). A numeric address stands for itself and asks nobody.
 *
 * Returns: (transfer full) (element-type GInetAddress): at least one address; on
 *   failure %NULL, and @error is a [error@Gio.ResolverError], %G_IO_ERROR_TIMED_OUT
 *   or %G_IO_ERROR_CANCELLED
 */
GList *
outpost_smtp_lookup_sync (const char       *host,
                          OutpostDeadline   deadline,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_autoptr (GInetAddress) numeric = NULL;
  g_autoptr (GResolver) resolver = NULL;
  g_autoptr (GError) local_error = NULL;
  OutpostSmtpAsync wait;
  GList *addresses;

  g_return_val_if_fail (host != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  numeric = g_inet_address_new_from_string (host);
  if (numeric != NULL)
    return g_list_prepend (NULL, g_steal_pointer (&numeric));

  resolver = g_resolver_get_default ();
  outpost_smtp_async_begin (&wait, deadline, cancellable);
  g_resolver_lookup_by_name_async (resolver, host, wait.cancellable,
                                   outpost_smtp_async_ready_cb, &wait);
  addresses = g_resolver_lookup_by_name_finish (resolver, outpost_smtp_async_run (&wait),
                                                &local_error);
  outpost_smtp_async_end (&wait, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return addresses;
}
