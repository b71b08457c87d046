/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An answer in the octets of RFC 1035, section 4, to a question about shop.example. */
GByteArray *message_new      (guint16     type);
void        message_add      (GByteArray *self,
                              guint16     type,
                              const void *data,
                              gsize       length);
void        message_add_mx   (GByteArray *self,
                              guint16     preference,
                              const char *host);
void        message_add_srv  (GByteArray *self,
                              guint16     priority,
                              guint16     weight,
                              guint16     port,
                              const char *host);
void        message_add_txt  (GByteArray *self,
                              const char *text);

G_END_DECLS
