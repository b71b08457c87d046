/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-record-source.h"

#include <glib/gi18n-lib.h>

/* One check of a good domain asks some 20 questions. A domain that makes for more than this
 * wants to keep somebody busy. */
#define QUERIES_MAX 200
#define QUERY_LIMIT_MS 5000

/* What a question was answered with, kept for the time of one check: rules ask for the same
 * names again, and all of them are to see the same records. */
typedef struct {
  GPtrArray *records;
  GError    *error;
} Answer;

typedef struct {
  OutpostDeadline  deadline;
  GCancellable    *cancellable;
  GHashTable      *answers;
} Dns;

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->records, g_ptr_array_unref);
  g_clear_error (&answer->error);
  g_free (answer);
}

static GPtrArray *
ask (Dns                *self,
     OutpostRecordType   type,
     const char         *name,
     GError            **error)
{
  guint limit_ms = (guint) CLAMP (outpost_deadline_remaining (self->deadline), 0, QUERY_LIMIT_MS);

  if (g_hash_table_size (self->answers) >= QUERIES_MAX) {
    g_set_error_literal (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_TEMPORARY,
                         _("The records of this domain lead to more names than can be looked at."));
    return NULL;
  }
  switch (type) {
    case OUTPOST_RECORD_TXT:
      return outpost_dns_lookup_txt_sync (name, limit_ms, self->cancellable, error);
    case OUTPOST_RECORD_MX:
      return outpost_dns_lookup_mx_sync (name, limit_ms, self->cancellable, error);
    case OUTPOST_RECORD_A:
    case OUTPOST_RECORD_AAAA:
      return outpost_dns_lookup_addresses_sync (name, type == OUTPOST_RECORD_A
                                                        ? G_SOCKET_FAMILY_IPV4
                                                        : G_SOCKET_FAMILY_IPV6,
                                                limit_ms, self->cancellable, error);
    default:
      g_assert_not_reached ();
  }
}

static GPtrArray *
look_up_dns (OutpostRecordType   type,
             const char         *name,
             gpointer            user_data,
             GError            **error)
{
  Dns *self = user_data;
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *key = g_strdup_printf ("%d %s", (int) type, lower);
  Answer *answer = g_hash_table_lookup (self->answers, key);

  if (answer == NULL) {
    answer = g_new0 (Answer, 1);
    answer->records = ask (self, type, lower, &answer->error);
    g_hash_table_insert (self->answers, g_steal_pointer (&key), answer);
  }
  if (answer->records == NULL) {
    g_propagate_error (error, g_error_copy (answer->error));
    return NULL;
  }
  return g_ptr_array_ref (answer->records);
}

/**
 * outpost_record_source_new_dns:
 * @deadline: when to give up: what is asked later has no answer
 * @cancellable: (nullable): a cancellable
 *
 * Makes a source that asks the name servers, each question once. It blocks, and belongs to
 * one thread.
 *
 * Returns: (transfer full): a source
 */
OutpostRecordSource *
outpost_record_source_new_dns (OutpostDeadline  deadline,
                               GCancellable    *cancellable)
{
  OutpostRecordSource *self = g_new (OutpostRecordSource, 1);
  Dns *dns = g_new (Dns, 1);

  dns->deadline = deadline;
  dns->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  dns->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) answer_free);
  self->look_up = look_up_dns;
  self->user_data = dns;
  return self;
}

/**
 * outpost_record_source_free:
 * @self: (transfer full): a source of [func@Outpost.record_source_new_dns]
 */
void
outpost_record_source_free (OutpostRecordSource *self)
{
  Dns *dns = self->user_data;

  g_clear_object (&dns->cancellable);
  g_hash_table_unref (dns->answers);
  g_free (dns);
  g_free (self);
}

/**
 * outpost_record_source_look_up:
 * @self: a source
 * @type: which records
 * @name: of which name, in A-labels
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): at least one record, or %NULL with @error set
 */
GPtrArray *
outpost_record_source_look_up (const OutpostRecordSource  *self,
                               OutpostRecordType           type,
                               const char                 *name,
                               GError                    **error)
{
  return self->look_up (type, name, self->user_data, error);
}

/**
 * outpost_record_is_absent:
 * @error: why there is no record
 *
 * Returns: whether it is known that there is none: no such name, or no such record
 */
gboolean
outpost_record_is_absent (const GError *error)
{
  return g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME) ||
         g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD);
}
