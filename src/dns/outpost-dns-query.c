/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-dns-query-private.h"

#include <string.h>

#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>

#include "outpost-dns-answer-private.h"

/* One question, shared by who asks and the thread that waits for the name servers. That
 * thread cannot be interrupted; it ends by itself after whoever asked has gone. */
typedef struct _Query Query;

struct _Query {
  char      *name;
  int        type;
  int        limit_s;
  void     (*ask) (Query *self);

  /* Set by ask(), read by others once done. */
  GBytes    *answer;    /* NULL: failure tells */
  int        failure;   /* a code of netdb.h: of h_errno or of getaddrinfo() */

  GMutex     mutex;
  GCond      changed;
  gboolean   done;
};

static void
query_clear (gpointer data)
{
  Query *self = data;

  g_free (self->name);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_clear_pointer (&self->answer, g_bytes_unref);
}

static void
query_unref (Query *self)
{
  g_atomic_rc_box_release_full (self, query_clear);
}

/* Each server of resolv.conf gets its turn within the limit, with the second round twice as
 * long as the first, as the system's resolver has it. */
static void
shorten (res_state state,
         int       limit_s)
{
  int turns = 3 * MAX (state->nscount, 1);

  state->retry = MIN (state->retry, 2);
  state->retrans = CLAMP (limit_s / turns, 1, MAX (state->retrans, 1));
}

static void
ask_records (Query *self)
{
  struct __res_state state = { 0 };
  g_autofree guint8 *octets = g_malloc (NS_MAXMSG);
  int length;

  self->failure = TRY_AGAIN;
  if (res_ninit (&state) < 0)
    return;
  shorten (&state, self->limit_s);
  length = res_nquery (&state, self->name, ns_c_in, self->type, octets, NS_MAXMSG);
  self->failure = state.res_h_errno;
  if (length >= 0)
    self->answer = g_bytes_new (octets, (gsize) MIN (length, NS_MAXMSG));
  res_nclose (&state);
}

static void
ask_host (Query *self)
{
  struct addrinfo wanted = { .ai_socktype = SOCK_STREAM };
  struct addrinfo *found = NULL;

  self->failure = getaddrinfo (self->name, NULL, &wanted, &found);
  if (self->failure == 0)
    freeaddrinfo (found);
}

static gpointer
run (gpointer data)
{
  Query *self = data;

  self->ask (self);
  g_mutex_lock (&self->mutex);
  self->done = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  query_unref (self);
  return NULL;
}

static Query *
query_start (const char      *name,
             int              type,
             OutpostDeadline  deadline,
             void           (*ask) (Query *))
{
  Query *self = g_atomic_rc_box_new0 (Query);

  self->name = g_strdup (name);
  self->type = type;
  self->limit_s = outpost_deadline_remaining (deadline) / 1000;
  self->ask = ask;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_thread_unref (g_thread_new ("dns-query", run, g_atomic_rc_box_acquire (self)));
  return self;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Query *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* Whether the question was answered before the deadline and nobody has cancelled; the error
 * is set where it was not. */
static gboolean
wait_for (Query            *self,
          OutpostDeadline   deadline,
          GCancellable     *cancellable,
          GError          **error)
{
  gboolean in_time = TRUE, done;
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);

  g_mutex_lock (&self->mutex);
  while (!self->done && in_time && !g_cancellable_is_cancelled (cancellable))
    in_time = g_cond_wait_until (&self->changed, &self->mutex, deadline);
  done = self->done;
  g_mutex_unlock (&self->mutex);

  g_cancellable_disconnect (cancellable, handler);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!done)
    outpost_dns_set_error (error, OUTPOST_DNS_ERROR_TEMPORARY, self->name);
  return done;
}

/* RFC 1035, section 2.3.4, with the underscore of RFC 8552. Anything else cannot be asked
 * for, and so is no name. */
static gboolean
is_query_name (const char *name)
{
  gsize length = strlen (name), label = 0;

  if (length == 0 || length > NS_MAXDNAME - 2 || length > 253)
    return FALSE;
  for (const char *at = name; *at != '\0'; at++) {
    if (*at == '.' && label == 0)
      return FALSE;
    label = *at == '.' ? 0 : label + 1;
    if (label > NS_MAXLABEL || (!g_ascii_isalnum (*at) && strchr ("-_.", *at) == NULL))
      return FALSE;
  }
  return label > 0;
}

static OutpostDnsError
name_failure (int failure)
{
  switch (failure) {
    case HOST_NOT_FOUND:
      return OUTPOST_DNS_ERROR_NO_NAME;
    case NO_DATA:
      return OUTPOST_DNS_ERROR_NO_RECORD;
    case TRY_AGAIN:
    case NO_RECOVERY: /* refused, as by a server that serves another network only */
    default:
      return OUTPOST_DNS_ERROR_TEMPORARY;
  }
}

/*
 * outpost_dns_query_sync:
 * @name: a name in A-labels, underscores allowed, without a dot at its end
 * @type: a type of record
 * @deadline: when to give up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Asks the name servers of this computer.
 *
 * The system's resolver does the asking (res_nquery(3)) in a thread of its own: GResolver
 * gives one error for a name that is not there and one without such a record, and its threads
 * are GTask's ten, which a few silent servers would keep busy.
 *
 * Returns: (transfer full): an answer with at least one record, not looked at any further;
 *   or %NULL, and @error is a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 */
GBytes *
outpost_dns_query_sync (const char       *name,
                        int               type,
                        OutpostDeadline   deadline,
                        GCancellable     *cancellable,
                        GError          **error)
{
  Query *query;
  GBytes *answer = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!is_query_name (name)) {
    outpost_dns_set_error (error, OUTPOST_DNS_ERROR_NO_NAME, name);
    return NULL;
  }

  if (outpost_deadline_remaining (deadline) == 0) {
    outpost_dns_set_error (error, OUTPOST_DNS_ERROR_TEMPORARY, name);
    return NULL;
  }

  query = query_start (name, type, deadline, ask_records);
  if (wait_for (query, deadline, cancellable, error)) {
    answer = g_steal_pointer (&query->answer);
    if (answer == NULL)
      outpost_dns_set_error (error, name_failure (query->failure), name);
  }
  query_unref (query);
  return answer;
}

/*
 * outpost_dns_resolve_sync:
 * @host: a host name in A-labels
 * @deadline: when to give up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks for an address as all programs do: hosts file, DNS and what else nsswitch.conf(5)
 * names.
 *
 * Returns: whether there is one; %OUTPOST_DNS_ERROR_NO_NAME also stands for a name without an
 *   address, since not every source can tell the two apart
 */
gboolean
outpost_dns_resolve_sync (const char       *host,
                          OutpostDeadline   deadline,
                          GCancellable     *cancellable,
                          GError          **error)
{
  Query *query;
  gboolean found = FALSE;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  query = query_start (host, 0, deadline, ask_host);
  if (wait_for (query, deadline, cancellable, error)) {
    found = query->failure == 0;
    if (!found)
      outpost_dns_set_error (error, query->failure == EAI_NONAME || query->failure == EAI_NODATA
                                      ? OUTPOST_DNS_ERROR_NO_NAME : OUTPOST_DNS_ERROR_TEMPORARY,
                             host);
  }
  query_unref (query);
  return found;
}
