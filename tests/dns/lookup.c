/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One look-up, as check-lookup.py wants it: lookup [--async] KIND NAME LIMIT-MS. Prints a line
 * for each record, or one with the error's code. Ended standard input cancels it. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <gio/gio.h>

#include "outpost-dns.h"

static const char * const codes[] = {
  [OUTPOST_DNS_ERROR_NO_NAME] = "no-name",
  [OUTPOST_DNS_ERROR_NO_RECORD] = "no-record",
  [OUTPOST_DNS_ERROR_NOT_OFFERED] = "not-offered",
  [OUTPOST_DNS_ERROR_NOT_A_HOST] = "not-a-host",
  [OUTPOST_DNS_ERROR_TEMPORARY] = "temporary",
  [OUTPOST_DNS_ERROR_BAD_ANSWER] = "bad-answer",
};

static GAsyncResult *finished;
static GCancellable *cancellable;
static guint limit_ms;
static gboolean is_async;

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  finished = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (void)
{
  while (finished == NULL)
    g_main_context_iteration (NULL, TRUE);
  return finished;
}

static void
print_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (error->domain == OUTPOST_DNS_ERROR)
    g_print ("%s\n", codes[error->code]);
  else
    g_print ("%s %d\n", g_quark_to_string (error->domain), error->code);
}

static void
look_up_srv (const char *name)
{
  g_autoptr (GError) error = NULL;
  const char *domain = strstr (name, "._tcp.") + strlen ("._tcp.");
  g_autofree char *service = g_strndup (name, (gsize) (domain - name - 1));
  GList *targets;

  if (is_async) {
    outpost_dns_lookup_srv_async (service, domain, limit_ms, cancellable, finished_cb, NULL);
    targets = outpost_dns_lookup_srv_finish (wait_for_result (), &error);
  } else {
    targets = outpost_dns_lookup_srv_sync (service, domain, limit_ms, cancellable, &error);
  }
  for (GList *at = targets; at != NULL; at = at->next)
    g_print ("%s %u %u %u\n", g_srv_target_get_hostname (at->data),
             g_srv_target_get_port (at->data), g_srv_target_get_priority (at->data),
             g_srv_target_get_weight (at->data));
  if (targets == NULL)
    print_error (error);
  g_resolver_free_targets (targets);
}

static void
print_mx (GPtrArray *hosts)
{
  for (guint i = 0; i < hosts->len; i++) {
    const OutpostDnsMx *mx = g_ptr_array_index (hosts, i);

    g_print ("%u %s\n", mx->preference, mx->host);
  }
}

static void
look_up_mail (const char *name)
{
  static const char * const kinds[] = { "hosts", "implicit", "refused" };
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostDnsMail) mail = NULL;

  if (is_async) {
    outpost_dns_lookup_mail_async (name, limit_ms, cancellable, finished_cb, NULL);
    mail = outpost_dns_lookup_mail_finish (wait_for_result (), &error);
  } else {
    mail = outpost_dns_lookup_mail_sync (name, limit_ms, cancellable, &error);
  }
  if (mail == NULL) {
    print_error (error);
    return;
  }
  g_print ("%s\n", kinds[mail->kind]);
  print_mx (mail->hosts);
}

static void
look_up_mx (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hosts = outpost_dns_lookup_mx_sync (name, limit_ms, cancellable, &error);

  if (hosts != NULL)
    print_mx (hosts);
  else
    print_error (error);
}

static void
look_up_txt (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  if (is_async) {
    outpost_dns_lookup_txt_async (name, limit_ms, cancellable, finished_cb, NULL);
    texts = outpost_dns_lookup_txt_finish (wait_for_result (), &error);
  } else {
    texts = outpost_dns_lookup_txt_sync (name, limit_ms, cancellable, &error);
  }
  for (guint i = 0; texts != NULL && i < texts->len; i++) {
    g_autofree char *escaped = g_strescape (g_ptr_array_index (texts, i), NULL);

    g_print ("%s\n", escaped);
  }
  if (texts == NULL)
    print_error (error);
}

static void
look_up_addresses (const char    *name,
                   GSocketFamily  family)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses =
    outpost_dns_lookup_addresses_sync (name, family, limit_ms, cancellable, &error);

  for (guint i = 0; addresses != NULL && i < addresses->len; i++) {
    g_autofree char *text = g_inet_address_to_string (g_ptr_array_index (addresses, i));

    g_print ("%s\n", text);
  }
  if (addresses == NULL)
    print_error (error);
}

static void
check_host (const char *name)
{
  static const char * const words[] = { "unknown", "resolves", "no-address", "no-name" };
  g_autoptr (GError) error = NULL;
  OutpostDnsPresence presence;

  if (is_async) {
    outpost_dns_check_host_async (name, limit_ms, cancellable, finished_cb, NULL);
    presence = outpost_dns_check_host_finish (wait_for_result (), &error);
  } else {
    presence = outpost_dns_check_host_sync (name, limit_ms, cancellable, &error);
  }
  g_print ("%s\n", words[presence]);
  if (presence == OUTPOST_DNS_PRESENCE_UNKNOWN)
    print_error (error);
  else
    g_assert_no_error (error);
}

static gpointer
wait_for_end (gpointer data)
{
  char octet;

  while (read (STDIN_FILENO, &octet, 1) > 0)
    continue;
  g_cancellable_cancel (cancellable);
  return NULL;
}

int
main (int    argc,
      char **argv)
{
  const char *kind, *name;

  is_async = argc == 5 && g_str_equal (argv[1], "--async");
  g_assert_true (argc == 4 || is_async);
  kind = argv[argc - 3];
  name = argv[argc - 2];
  limit_ms = (guint) g_ascii_strtoull (argv[argc - 1], NULL, 10);
  cancellable = g_cancellable_new ();
  g_thread_unref (g_thread_new ("cancel", wait_for_end, NULL));

  if (g_str_equal (kind, "srv"))
    look_up_srv (name);
  else if (g_str_equal (kind, "mail"))
    look_up_mail (name);
  else if (g_str_equal (kind, "mx"))
    look_up_mx (name);
  else if (g_str_equal (kind, "txt"))
    look_up_txt (name);
  else if (g_str_equal (kind, "host"))
    check_host (name);
  else
    look_up_addresses (name, g_str_equal (kind, "a") ? G_SOCKET_FAMILY_IPV4
                                                     : G_SOCKET_FAMILY_IPV6);
  return 0;
}
