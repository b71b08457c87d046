/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-test-names.h"

#define OUTPOST_TYPE_TEST_NAMES (outpost_test_names_get_type ())
G_DECLARE_FINAL_TYPE (OutpostTestNames, outpost_test_names, OUTPOST, TEST_NAMES, GResolver)

struct _OutpostTestNames {
  GResolver   parent_instance;

  GList    *(*find) (const char *host);
};

G_DEFINE_FINAL_TYPE (OutpostTestNames, outpost_test_names, G_TYPE_RESOLVER)

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
outpost_test_names_lookup_by_name_async (GResolver           *resolver,
                                         const char          *host,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, OUTPOST_TEST_NAMES (resolver)->find (host), free_addresses);
}

static GList *
outpost_test_names_lookup_by_name_finish (GResolver     *resolver,
                                          GAsyncResult  *result,
                                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
outpost_test_names_class_init (OutpostTestNamesClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = outpost_test_names_lookup_by_name_async;
  resolver_class->lookup_by_name_finish = outpost_test_names_lookup_by_name_finish;
}

static void
outpost_test_names_init (OutpostTestNames *self)
{
}

/**
 * outpost_test_names_install:
 * @find: (scope forever): gives the addresses of a host
 *
 * From now on this process looks names up there, as the name service of a test might have them.
 */
void
outpost_test_names_install (GList *(*find) (const char *host))
{
  g_autoptr (OutpostTestNames) self = g_object_new (OUTPOST_TYPE_TEST_NAMES, NULL);

  self->find = find;
  g_resolver_set_default (G_RESOLVER (self));
}
