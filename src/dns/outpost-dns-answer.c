/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-dns-answer-private.h"

#include <string.h>

#include <arpa/nameser.h>
#include <glib/gi18n-lib.h>

#include "outpost-host.h"
#include "outpost-printable.h"

/* More than any domain has; an answer of 64 KiB has room for thousands. */
#define RECORDS_MAX 256

G_DEFINE_QUARK (outpost-dns-error-quark, outpost_dns_error)

static char *
make_words (OutpostDnsError  code,
            const char      *shown)
{
  switch (code) {
    case OUTPOST_DNS_ERROR_NO_NAME:
      /* Translators: a domain or host name; DNS is the internet's directory of names */
      return g_strdup_printf (_("There is no name “%s” in the DNS."), shown);
    case OUTPOST_DNS_ERROR_NO_RECORD:
      /* Translators: a domain or host name; a record is an entry in the DNS */
      return g_strdup_printf (_("“%s” has no such record in the DNS."), shown);
    case OUTPOST_DNS_ERROR_NOT_OFFERED:
      /* Translators: a domain name */
      return g_strdup_printf (_("“%s” says in the DNS that it does not offer this."), shown);
    case OUTPOST_DNS_ERROR_NOT_A_HOST:
      /* Translators: a domain name */
      return g_strdup_printf (_("What “%s” names in the DNS is no server."), shown);
    case OUTPOST_DNS_ERROR_TEMPORARY:
      /* Translators: a domain or host name */
      return g_strdup_printf (_("No name server gave an answer about “%s”."), shown);
    case OUTPOST_DNS_ERROR_BAD_ANSWER:
      /* Translators: a domain or host name */
      return g_strdup_printf (_("What a name server answered about “%s” cannot be right."), shown);
    default:
      g_assert_not_reached ();
  }
}

/*
 * outpost_dns_set_error:
 * @error: return location for an error
 * @code: what went wrong
 * @name: the name that was asked for
 */
void
outpost_dns_set_error (GError          **error,
                       OutpostDnsError   code,
                       const char       *name)
{
  g_autofree char *printable = g_strdelimit (outpost_printable (name, -1, NS_MAXDNAME), "\n\t", ' ');
  g_autofree char *shown = outpost_printable_isolate (printable);
  g_autofree char *words = make_words (code, shown);

  g_set_error_literal (error, OUTPOST_DNS_ERROR, (int) code, words);
}

/* Adds what a record says to a list; FALSE if the record is broken. */
typedef gboolean (*ReadFunc) (const ns_msg *message,
                              const ns_rr  *record,
                              gpointer      list);

/* Calls read for each record of the type in the answer section, whoever owns it: aliases
 * (CNAME) were followed by the server that was asked. Returns how many there were, or -1
 * if the answer is broken. */
static int
read_records (const guint8 *octets,
              gsize         length,
              ns_type       type,
              ReadFunc      read,
              gpointer      list)
{
  ns_msg message;
  int n = 0;

  if (length > NS_MAXMSG || ns_initparse (octets, (int) length, &message) < 0)
    return -1;

  for (int i = 0; i < ns_msg_count (message, ns_s_an); i++) {
    ns_rr record;

    if (ns_parserr (&message, ns_s_an, i, &record) < 0)
      return -1;
    if (ns_rr_type (record) != type || ns_rr_class (record) != ns_c_in)
      continue;
    if (++n > RECORDS_MAX || !read (&message, &record, list))
      return -1;
  }
  return n;
}

/* The name at that place of the record, as a host in A-labels; "." for the root, an empty
 * text if it is a name but not that of a host, NULL if the record is broken. */
static char *
read_host (const ns_msg *message,
           const ns_rr  *record,
           guint         offset)
{
  const guint8 *end = ns_rr_rdata (*record) + ns_rr_rdlen (*record);
  char name[NS_MAXDNAME];
  char *host;
  int used;

  if (ns_rr_rdlen (*record) <= offset)
    return NULL;
  used = ns_name_uncompress (ns_msg_base (*message), ns_msg_end (*message),
                             ns_rr_rdata (*record) + offset, name, sizeof name);
  if (used < 0 || ns_rr_rdata (*record) + offset + used != end)
    return NULL;
  if (g_str_equal (name, "."))
    return g_strdup (name);

  host = outpost_host_is_address (name) ? NULL : outpost_host_to_ascii (name, NULL);
  return host != NULL ? host : g_strdup ("");
}

/* What is left of records that named hosts: @n were there, @n_refusing of them with the root
 * as host, @n_usable with one that can be connected to. */
static gboolean
judge_hosts (int          n,
             guint        n_refusing,
             guint        n_usable,
             const char  *name,
             GError     **error)
{
  if (n > 0 && n_usable > 0)
    return TRUE;
  if (n == 0)
    outpost_dns_set_error (error, OUTPOST_DNS_ERROR_NO_RECORD, name);
  else if (n < 0)
    outpost_dns_set_error (error, OUTPOST_DNS_ERROR_BAD_ANSWER, name);
  else
    outpost_dns_set_error (error, n_refusing > 0 ? OUTPOST_DNS_ERROR_NOT_OFFERED
                                                 : OUTPOST_DNS_ERROR_NOT_A_HOST, name);
  return FALSE;
}

typedef struct {
  GList *targets;
  guint  n_refusing;
} Services;

/* RFC 2782: priority, weight, port, target. */
static gboolean
read_service (const ns_msg *message,
              const ns_rr  *record,
              gpointer      list)
{
  Services *services = list;
  const guint8 *data = ns_rr_rdata (*record);
  g_autofree char *host = read_host (message, record, 3 * NS_INT16SZ);
  guint16 port;

  if (host == NULL)
    return FALSE;
  port = (guint16) ns_get16 (data + 2 * NS_INT16SZ);
  if (g_str_equal (host, "."))
    services->n_refusing++;
  else if (*host != '\0' && port != 0)
    services->targets =
      g_list_prepend (services->targets,
                      g_srv_target_new (host, port, (guint16) ns_get16 (data),
                                        (guint16) ns_get16 (data + NS_INT16SZ)));
  return TRUE;
}

/*
 * outpost_dns_answer_read_srv:
 * @octets: an answer
 * @length: its length
 * @name: the name that was asked for, for the words of the error
 * @error: return location for a [error@Outpost.DnsError]
 *
 * Reads SRV records and brings them into the order of RFC 2782: by priority, by lot among
 * equals, where a heavier one is drawn sooner. Targets that are no host names are left out.
 *
 * Returns: (transfer full) (element-type GSrvTarget): at least one target, or %NULL with
 *   @error set; %OUTPOST_DNS_ERROR_NOT_OFFERED if the target is the root
 */
GList *
outpost_dns_answer_read_srv (const guint8  *octets,
                             gsize          length,
                             const char    *name,
                             GError       **error)
{
  Services services = { NULL, 0 };
  int n = read_records (octets, length, ns_t_srv, read_service, &services);

  if (judge_hosts (n, services.n_refusing, g_list_length (services.targets), name, error))
    return g_srv_target_list_sort (services.targets);
  g_resolver_free_targets (services.targets);
  return NULL;
}

static void
mx_free (OutpostDnsMx *mx)
{
  g_free (mx->host);
  g_free (mx);
}

typedef struct {
  GPtrArray *hosts;
  guint      n_refusing;
} Exchanges;

/* RFC 1035, section 3.3.9: preference, exchange. */
static gboolean
read_mx (const ns_msg *message,
         const ns_rr  *record,
         gpointer      list)
{
  Exchanges *exchanges = list;
  g_autofree char *host = read_host (message, record, NS_INT16SZ);
  OutpostDnsMx *mx;

  if (host == NULL)
    return FALSE;
  if (g_str_equal (host, ".")) {
    exchanges->n_refusing++;
  } else if (*host != '\0') {
    mx = g_new (OutpostDnsMx, 1);
    mx->preference = (guint16) ns_get16 (ns_rr_rdata (*record));
    mx->host = g_steal_pointer (&host);
    g_ptr_array_add (exchanges->hosts, mx);
  }
  return TRUE;
}

/* Equal preferences by name, so that the same records always read the same. */
static int
compare_mx (const void *a,
            const void *b)
{
  const OutpostDnsMx *x = *(OutpostDnsMx * const *) a;
  const OutpostDnsMx *y = *(OutpostDnsMx * const *) b;

  return x->preference != y->preference ? (int) x->preference - (int) y->preference
                                        : strcmp (x->host, y->host);
}

/*
 * outpost_dns_answer_read_mx:
 * @octets: an answer
 * @length: its length
 * @name: the name that was asked for, for the words of the error
 * @error: return location for a [error@Outpost.DnsError]
 *
 * Reads MX records. Exchanges that are no host names, such as addresses, are left out.
 *
 * Returns: (transfer full) (element-type OutpostDnsMx): at least one, the lowest preference
 *   first, or %NULL with @error set; %OUTPOST_DNS_ERROR_NOT_OFFERED for a null MX (RFC 7505)
 */
GPtrArray *
outpost_dns_answer_read_mx (const guint8  *octets,
                            gsize          length,
                            const char    *name,
                            GError       **error)
{
  Exchanges exchanges = { g_ptr_array_new_with_free_func ((GDestroyNotify) mx_free), 0 };
  int n = read_records (octets, length, ns_t_mx, read_mx, &exchanges);

  if (judge_hosts (n, exchanges.n_refusing, exchanges.hosts->len, name, error)) {
    g_ptr_array_sort (exchanges.hosts, compare_mx);
    return exchanges.hosts;
  }
  g_ptr_array_unref (exchanges.hosts);
  return NULL;
}

static gboolean
read_text (const ns_msg *message,
           const ns_rr  *record,
           gpointer      list)
{
  const guint8 *at = ns_rr_rdata (*record), *end = at + ns_rr_rdlen (*record);
  GString *text = g_string_new (NULL);

  while (at < end && at + 1 + *at <= end) {
    g_string_append_len (text, (const char *) at + 1, *at);
    at += 1 + *at;
  }
  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] == '\0')
      text->str[i] = '\x7f';

  g_ptr_array_add (list, g_string_free (text, FALSE));
  return at == end;
}

/* The list, or NULL with an error if there were none or the answer was broken. */
static GPtrArray *
judge_list (GPtrArray   *list,
            int          n,
            const char  *name,
            GError     **error)
{
  if (n > 0)
    return list;
  g_ptr_array_unref (list);
  outpost_dns_set_error (error,
                         n == 0 ? OUTPOST_DNS_ERROR_NO_RECORD : OUTPOST_DNS_ERROR_BAD_ANSWER, name);
  return NULL;
}

/*
 * outpost_dns_answer_read_txt:
 * @octets: an answer
 * @length: its length
 * @name: the name that was asked for, for the words of the error
 * @error: return location for a [error@Outpost.DnsError]
 *
 * Reads TXT records, the strings of each joined without anything between (RFC 7208,
 * section 3.3). Octets are as they came, only NUL becomes DEL.
 *
 * Returns: (transfer full) (element-type utf8): at least one text, or %NULL with @error set
 */
GPtrArray *
outpost_dns_answer_read_txt (const guint8  *octets,
                             gsize          length,
                             const char    *name,
                             GError       **error)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  int n = read_records (octets, length, ns_t_txt, read_text, texts);

  return judge_list (texts, n, name, error);
}

static gboolean
read_ipv4 (const ns_msg *message,
           const ns_rr  *record,
           gpointer      list)
{
  if (ns_rr_rdlen (*record) != NS_INADDRSZ)
    return FALSE;
  g_ptr_array_add (list, g_inet_address_new_from_bytes (ns_rr_rdata (*record),
                                                        G_SOCKET_FAMILY_IPV4));
  return TRUE;
}

static gboolean
read_ipv6 (const ns_msg *message,
           const ns_rr  *record,
           gpointer      list)
{
  if (ns_rr_rdlen (*record) != NS_IN6ADDRSZ)
    return FALSE;
  g_ptr_array_add (list, g_inet_address_new_from_bytes (ns_rr_rdata (*record),
                                                        G_SOCKET_FAMILY_IPV6));
  return TRUE;
}

/*
 * outpost_dns_answer_read_addresses:
 * @octets: an answer
 * @length: its length
 * @family: %G_SOCKET_FAMILY_IPV4 for A records, %G_SOCKET_FAMILY_IPV6 for AAAA
 * @name: the name that was asked for, for the words of the error
 * @error: return location for a [error@Outpost.DnsError]
 *
 * Returns: (transfer full) (element-type GInetAddress): at least one address, or %NULL with
 *   @error set
 */
GPtrArray *
outpost_dns_answer_read_addresses (const guint8   *octets,
                                   gsize           length,
                                   GSocketFamily   family,
                                   const char     *name,
                                   GError        **error)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);
  int n = family == G_SOCKET_FAMILY_IPV4
            ? read_records (octets, length, ns_t_a, read_ipv4, addresses)
            : read_records (octets, length, ns_t_aaaa, read_ipv6, addresses);

  return judge_list (addresses, n, name, error);
}
