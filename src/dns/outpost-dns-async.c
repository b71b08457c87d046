/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-dns.h"

/* The asynchronous twins: each runs the blocking function in a thread of its own. */

typedef struct {
  char  *service;
  char  *name;
  guint  timeout_ms;
  void (*run) (GTask *task);
} LookUp;

static void
look_up_free (LookUp *self)
{
  g_free (self->service);
  g_free (self->name);
  g_free (self);
}

static gpointer
run_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  LookUp *self = g_task_get_task_data (task);

  self->run (task);
  return NULL;
}

static void
start (const char           *service,
       const char           *name,
       guint                 timeout_ms,
       void                (*run) (GTask *),
       GCancellable         *cancellable,
       GAsyncReadyCallback   callback,
       gpointer              user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  LookUp *self = g_new (LookUp, 1);

  self->service = g_strdup (service);
  self->name = g_strdup (name);
  self->timeout_ms = timeout_ms;
  self->run = run;
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, self, (GDestroyNotify) look_up_free);
  g_thread_unref (g_thread_new ("dns", run_in_thread, task));
}

static void
return_pointer (GTask          *task,
                gpointer        result,
                GDestroyNotify  result_free,
                GError         *error)
{
  if (result != NULL)
    g_task_return_pointer (task, result, result_free);
  else
    g_task_return_error (task, error);
}

static void
run_srv (GTask *task)
{
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  GList *targets = outpost_dns_lookup_srv_sync (self->service, self->name, self->timeout_ms,
                                                g_task_get_cancellable (task), &error);

  return_pointer (task, targets, (GDestroyNotify) g_resolver_free_targets, error);
}

/**
 * outpost_dns_lookup_srv_async:
 * @service: the service and protocol, such as `_submissions._tcp`
 * @domain: a domain in A-labels
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called in the caller's context
 * @user_data: handed to @callback
 *
 * Does what [func@Outpost.dns_lookup_srv_sync] does, without blocking.
 */
void
outpost_dns_lookup_srv_async (const char          *service,
                              const char          *domain,
                              guint                timeout_ms,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (service != NULL && domain != NULL);

  start (service, domain, timeout_ms, run_srv, cancellable, callback, user_data);
}

/**
 * outpost_dns_lookup_srv_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type GSrvTarget): as [func@Outpost.dns_lookup_srv_sync]
 */
GList *
outpost_dns_lookup_srv_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, run_srv), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_mail (GTask *task)
{
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  OutpostDnsMail *mail = outpost_dns_lookup_mail_sync (self->name, self->timeout_ms,
                                                       g_task_get_cancellable (task), &error);

  return_pointer (task, mail, (GDestroyNotify) outpost_dns_mail_free, error);
}

/**
 * outpost_dns_lookup_mail_async:
 * @domain: a domain in A-labels
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called in the caller's context
 * @user_data: handed to @callback
 *
 * Does what [func@Outpost.dns_lookup_mail_sync] does, without blocking.
 */
void
outpost_dns_lookup_mail_async (const char          *domain,
                               guint                timeout_ms,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (domain != NULL);

  start (NULL, domain, timeout_ms, run_mail, cancellable, callback, user_data);
}

/**
 * outpost_dns_lookup_mail_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): as [func@Outpost.dns_lookup_mail_sync]
 */
OutpostDnsMail *
outpost_dns_lookup_mail_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, run_mail), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_txt (GTask *task)
{
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *texts = outpost_dns_lookup_txt_sync (self->name, self->timeout_ms,
                                                  g_task_get_cancellable (task), &error);

  return_pointer (task, texts, (GDestroyNotify) g_ptr_array_unref, error);
}

/**
 * outpost_dns_lookup_txt_async:
 * @name: a name in A-labels
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called in the caller's context
 * @user_data: handed to @callback
 *
 * Does what [func@Outpost.dns_lookup_txt_sync] does, without blocking.
 */
void
outpost_dns_lookup_txt_async (const char          *name,
                              guint                timeout_ms,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (name != NULL);

  start (NULL, name, timeout_ms, run_txt, cancellable, callback, user_data);
}

/**
 * outpost_dns_lookup_txt_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type utf8): as [func@Outpost.dns_lookup_txt_sync]
 */
GPtrArray *
outpost_dns_lookup_txt_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, run_txt), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_host (GTask *task)
{
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  OutpostDnsPresence presence = outpost_dns_check_host_sync (self->name, self->timeout_ms,
                                                             g_task_get_cancellable (task),
                                                             &error);

  if (presence == OUTPOST_DNS_PRESENCE_UNKNOWN)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, presence);
}

/**
 * outpost_dns_check_host_async:
 * @host: a host name in A-labels, or an address
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called in the caller's context
 * @user_data: handed to @callback
 *
 * Does what [func@Outpost.dns_check_host_sync] does, without blocking.
 */
void
outpost_dns_check_host_async (const char          *host,
                              guint                timeout_ms,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (host != NULL);

  start (NULL, host, timeout_ms, run_host, cancellable, callback, user_data);
}

/**
 * outpost_dns_check_host_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: as [func@Outpost.dns_check_host_sync]
 */
OutpostDnsPresence
outpost_dns_check_host_finish (GAsyncResult  *result,
                               GError       **error)
{
  gssize presence;

  g_return_val_if_fail (g_async_result_is_tagged (result, run_host), OUTPOST_DNS_PRESENCE_UNKNOWN);

  presence = g_task_propagate_int (G_TASK (result), error);
  return presence < 0 ? OUTPOST_DNS_PRESENCE_UNKNOWN : (OutpostDnsPresence) presence;
}
