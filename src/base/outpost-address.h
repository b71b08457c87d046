/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  OUTPOST_ADDRESS_ERROR_EMPTY,
  OUTPOST_ADDRESS_ERROR_NO_AT,
  OUTPOST_ADDRESS_ERROR_LOCAL_PART,
  OUTPOST_ADDRESS_ERROR_DOMAIN,
  OUTPOST_ADDRESS_ERROR_TOO_LONG,
  OUTPOST_ADDRESS_ERROR_SEVERAL,
} OutpostAddressError;

#define OUTPOST_ADDRESS_ERROR (outpost_address_error_quark ())
GQuark          outpost_address_error_quark (void);

/**
 * OutpostAddress:
 *
 * One e-mail address that is well formed by RFC 5321 or RFC 6531. Immutable.
 */
typedef struct _OutpostAddress OutpostAddress;

#define OUTPOST_TYPE_ADDRESS (outpost_address_get_type ())
GType           outpost_address_get_type       (void);

OutpostAddress *outpost_address_parse          (const char      *text,
                                                GError         **error);
OutpostAddress *outpost_address_ref            (OutpostAddress  *self);
void            outpost_address_unref          (OutpostAddress  *self);
const char     *outpost_address_get_local      (OutpostAddress  *self);
const char     *outpost_address_get_domain     (OutpostAddress  *self);
const char     *outpost_address_get_wire       (OutpostAddress  *self);
gboolean        outpost_address_needs_smtputf8 (OutpostAddress  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostAddress, outpost_address_unref)

G_END_DECLS
