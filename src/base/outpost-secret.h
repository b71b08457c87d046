/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OutpostSecret:
 *
 * Octets that must not be seen: a password, a token, or something made from one.
 *
 * The one type in which Outpost keeps such octets: locked into memory, left out
 * of core dumps, wiped when the last reference goes. Reference counts are
 * atomic; the octets are written by one owner before they are shared.
 */
typedef struct _OutpostSecret OutpostSecret;

#define OUTPOST_TYPE_SECRET (outpost_secret_get_type ())
GType          outpost_secret_get_type (void);

OutpostSecret *outpost_secret_new       (const char    *octets,
                                         gssize         length);
OutpostSecret *outpost_secret_new_sized (gsize          length);
OutpostSecret *outpost_secret_ref       (OutpostSecret *self);
void           outpost_secret_unref     (OutpostSecret *self);

const char    *outpost_secret_get_text  (OutpostSecret *self);
char          *outpost_secret_get_data  (OutpostSecret *self);
gsize          outpost_secret_get_length (OutpostSecret *self);
void           outpost_secret_truncate  (OutpostSecret *self,
                                         gsize          length);
gboolean       outpost_secret_equal     (OutpostSecret *a,
                                         OutpostSecret *b);
OutpostSecret *outpost_secret_to_base64 (OutpostSecret *self);

void           outpost_wipe             (gpointer       octets,
                                         gsize          length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSecret, outpost_secret_unref)

G_END_DECLS
