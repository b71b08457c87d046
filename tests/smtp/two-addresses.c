/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "two-addresses.h"

#include <gio/gio.h>

typedef struct {
  GResolver parent_instance;
} TwoAddresses;

typedef struct {
  GResolverClass parent_class;
} TwoAddressesClass;

GType two_addresses_get_type (void);

G_DEFINE_TYPE (TwoAddresses, two_addresses, G_TYPE_RESOLVER)

/* The same once more as IPv6 writes it: of equal addresses GResolver leaves one only. */
static GList *
make_addresses (void)
{
  GList *addresses = g_list_prepend (NULL, g_inet_address_new_from_string ("::ffff:127.0.0.1"));

  return g_list_prepend (addresses, g_inet_address_new_from_string ("127.0.0.1"));
}

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
look_up_async (GResolver           *resolver,
               const char          *host,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, make_addresses (), free_addresses);
}

static GList *
look_up_finish (GResolver     *resolver,
                GAsyncResult  *result,
                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
two_addresses_class_init (TwoAddressesClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = look_up_async;
  resolver_class->lookup_by_name_finish = look_up_finish;
}

static void
two_addresses_init (TwoAddresses *self)
{
}

void
two_addresses_install (void)
{
  g_autoptr (GResolver) resolver = g_object_new (two_addresses_get_type (), NULL);

  g_resolver_set_default (resolver);
}
