/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-address-list-private.h"

/* The list is connectable and hands out fresh copies of itself as enumerators. */
struct _OutpostSmtpAddressList {
  GSocketAddressEnumerator  parent_instance;

  GPtrArray                *addresses;  /* (element-type GSocketAddress) */
  guint                     next;
};

static GSocketAddressEnumerator *
outpost_smtp_address_list_enumerate (GSocketConnectable *connectable)
{
  OutpostSmtpAddressList *self = OUTPOST_SMTP_ADDRESS_LIST (connectable);
  OutpostSmtpAddressList *copy = g_object_new (OUTPOST_TYPE_SMTP_ADDRESS_LIST, NULL);

  g_ptr_array_unref (copy->addresses);
  copy->addresses = g_ptr_array_ref (self->addresses);

  return G_SOCKET_ADDRESS_ENUMERATOR (copy);
}

static void
connectable_iface_init (GSocketConnectableIface *iface)
{
  iface->enumerate = outpost_smtp_address_list_enumerate;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OutpostSmtpAddressList, outpost_smtp_address_list,
                               G_TYPE_SOCKET_ADDRESS_ENUMERATOR,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      connectable_iface_init))

static GSocketAddress *
outpost_smtp_address_list_next (GSocketAddressEnumerator  *enumerator,
                                GCancellable              *cancellable,
                                GError                   **error)
{
  OutpostSmtpAddressList *self = OUTPOST_SMTP_ADDRESS_LIST (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      self->next == self->addresses->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->addresses, self->next++));
}

static void
outpost_smtp_address_list_finalize (GObject *object)
{
  OutpostSmtpAddressList *self = OUTPOST_SMTP_ADDRESS_LIST (object);

  g_ptr_array_unref (self->addresses);

  G_OBJECT_CLASS (outpost_smtp_address_list_parent_class)->finalize (object);
}

static void
outpost_smtp_address_list_class_init (OutpostSmtpAddressListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_smtp_address_list_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = outpost_smtp_address_list_next;
}

static void
outpost_smtp_address_list_init (OutpostSmtpAddressList *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
}

static GList *
find_family (GList         *addresses,
             GSocketFamily  family,
             gboolean       same)
{
  while (addresses != NULL && (g_inet_address_get_family (addresses->data) == family) != same)
    addresses = addresses->next;

  return addresses;
}

/**
 * outpost_smtp_address_list_new: (skip)
 * @addresses: (element-type GInetAddress): addresses, the best first
 * @port: TCP port
 *
 * Orders the addresses by RFC 8305, section 4: the families take turns, the family
 * of the first address begins, each keeps its own order.
 *
 * Returns: (transfer full): the addresses for g_socket_client_connect_async()
 */
GSocketConnectable *
outpost_smtp_address_list_new (GList   *addresses,
                               guint16  port)
{
  OutpostSmtpAddressList *self = g_object_new (OUTPOST_TYPE_SMTP_ADDRESS_LIST, NULL);
  GSocketFamily family;
  GList *next[2];

  g_return_val_if_fail (addresses != NULL, G_SOCKET_CONNECTABLE (self));

  family = g_inet_address_get_family (addresses->data);
  next[0] = addresses;
  next[1] = find_family (addresses, family, FALSE);
  for (guint turn = 0; next[0] != NULL || next[1] != NULL; turn = 1 - turn) {
    if (next[turn] == NULL)
      continue;
    g_ptr_array_add (self->addresses, g_inet_socket_address_new (next[turn]->data, port));
    next[turn] = find_family (next[turn]->next, family, turn == 0);
  }

  return G_SOCKET_CONNECTABLE (self);
}
