/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-tickets-private.h"

/* RFC 8446, section 4.6.1 allows up to seven days; a day bounds how long a change of
 * the server that is not seen in its certificate can be missed. */
#define TICKET_LIFE_US (24 * G_TIME_SPAN_HOUR)
#define MAX_TICKETS 32

typedef struct {
  char          *trust;
  OutpostSecret *ticket;   /* the octets let their holder resume, and read, the session */
  gint64         expires;  /* of the monotonic clock */
} Entry;

static GMutex mutex;
static GHashTable *entries; /* (element-type utf8 Entry), under the mutex */

static void
entry_free (Entry *entry)
{
  g_free (entry->trust);
  outpost_secret_unref (entry->ticket);
  g_free (entry);
}

static char *
make_key (const OutpostSmtpEndpoint *endpoint)
{
  g_autofree char *host = g_ascii_strdown (endpoint->host, -1);

  return g_strdup_printf ("%s %u %d", host, endpoint->port, (int) endpoint->security);
}

static gboolean
is_over_cb (gpointer key,
            gpointer value,
            gpointer now)
{
  return ((Entry *) value)->expires <= *(gint64 *) now;
}

/**
 * outpost_smtp_tickets_take: (skip)
 * @endpoint: where to connect to
 * @trust: what the connection's trust rests on, as it was given to
 *   outpost_smtp_tickets_keep()
 *
 * Takes the ticket of the last session with this server. It is used once (RFC 8446,
 * appendix C.4), and dropped if it is over a day old or @trust is another one: CA,
 * pin or client certificate have changed.
 *
 * Returns: (transfer full) (nullable): session data for GnuTLS, or %NULL
 */
OutpostSecret *
outpost_smtp_tickets_take (const OutpostSmtpEndpoint *endpoint,
                           const char                *trust)
{
  g_autofree char *key = make_key (endpoint);
  OutpostSecret *ticket = NULL;
  gint64 now = g_get_monotonic_time ();
  Entry *entry;

  g_mutex_lock (&mutex);
  entry = entries != NULL ? g_hash_table_lookup (entries, key) : NULL;
  if (entry != NULL) {
    if (!is_over_cb (key, entry, &now) && g_str_equal (entry->trust, trust))
      ticket = outpost_secret_ref (entry->ticket);
    g_hash_table_remove (entries, key);
  }
  g_mutex_unlock (&mutex);

  return ticket;
}

/**
 * outpost_smtp_tickets_keep: (skip)
 * @endpoint: where the connection went
 * @trust: what its trust rests on
 * @ticket: (transfer none): session data of GnuTLS
 *
 * Keeps @ticket for a day in this process's memory, in place of an older one for
 * the same host, port and security.
 */
void
outpost_smtp_tickets_keep (const OutpostSmtpEndpoint *endpoint,
                           const char                *trust,
                           OutpostSecret             *ticket)
{
  gint64 now = g_get_monotonic_time ();
  Entry *entry = g_new0 (Entry, 1);

  entry->trust = g_strdup (trust);
  entry->ticket = outpost_secret_ref (ticket);
  entry->expires = now + TICKET_LIFE_US;

  g_mutex_lock (&mutex);
  if (entries == NULL)
    entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) entry_free);
  g_hash_table_foreach_remove (entries, is_over_cb, &now);
  /* Nobody has so many accounts; whoever does pays a full handshake now and then. */
  if (g_hash_table_size (entries) >= MAX_TICKETS)
    g_hash_table_remove_all (entries);
  g_hash_table_replace (entries, make_key (endpoint), entry);
  g_mutex_unlock (&mutex);
}

/**
 * outpost_smtp_tickets_clear: (skip)
 *
 * Drops all tickets.
 */
void
outpost_smtp_tickets_clear (void)
{
  g_mutex_lock (&mutex);
  g_clear_pointer (&entries, g_hash_table_unref);
  g_mutex_unlock (&mutex);
}
