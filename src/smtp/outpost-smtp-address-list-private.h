/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* OutpostSmtpAddressList: addresses that are known already, for #GSocketClient. */
#define OUTPOST_TYPE_SMTP_ADDRESS_LIST (outpost_smtp_address_list_get_type ())
G_DECLARE_FINAL_TYPE (OutpostSmtpAddressList, outpost_smtp_address_list, OUTPOST,
                      SMTP_ADDRESS_LIST, GSocketAddressEnumerator)

GSocketConnectable *outpost_smtp_address_list_new (GList   *addresses,
                                                   guint16  port);

G_END_DECLS
