/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-fetch-private.h"

#include "outpost-discovery-web-module-private.h"
#include "outpost-module.h"

/*
 * outpost_discovery_session_new:
 *
 * Makes a session that tells a server nothing but what is asked for: no cookies, no name of a
 * program, no sign-in, no cache. Certificates are checked by the system's trust.
 *
 * Returns: (transfer full) (nullable): a session of the calling thread's main context; %NULL where
 *   Outpost is not installed whole, and each fetch says so
 */
GObject *
outpost_discovery_session_new (void)
{
  const OutpostDiscoveryWebModule *module = outpost_module_get ("web", NULL);

  return module != NULL ? module->session_new () : NULL;
}

/*
 * outpost_discovery_fetch_async:
 * @session: (nullable): from outpost_discovery_session_new(), of this main context
 * @uri: where the document is
 * @max_octets: the longest document
 * @limit_ms: how long it may take in all, in milliseconds
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Fetches a document over HTTPS, never over HTTP: not even when told to by the server.
 */
void
outpost_discovery_fetch_async (GObject             *session,
                               const char          *uri,
                               gsize                max_octets,
                               guint                limit_ms,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GError *error = NULL;
  const OutpostDiscoveryWebModule *module = outpost_module_get ("web", &error);

  if (module != NULL)
    module->fetch_async (session, uri, max_octets, limit_ms, cancellable, callback, user_data);
  else
    g_task_report_error (session, callback, user_data, outpost_discovery_fetch_async, error);
}

/*
 * outpost_discovery_fetch_finish:
 * @result: what the callback was given
 * @host: (out): return location for the host that sent the document, in A-labels; after a
 *   redirect it is not the one that was asked
 * @error: return location for a [error@Gio.IOErrorEnum], as a sentence for people:
 *   %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_HOST_NOT_FOUND and %G_IO_ERROR_CONNECTION_REFUSED if there
 *   is nothing, %G_IO_ERROR_INVALID_DATA if what there is must not be used; else it is not known
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with @error set
 */
GBytes *
outpost_discovery_fetch_finish (GAsyncResult  *result,
                                char         **host,
                                GError       **error)
{
  const OutpostDiscoveryWebModule *module = outpost_module_get ("web", NULL);

  return module != NULL ? module->fetch_finish (result, host, error)
                        : g_task_propagate_pointer (G_TASK (result), error);
}
