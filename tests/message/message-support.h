/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-message.h"

G_BEGIN_DECLS

/* What the tests of this room share. All of them end the program on failure. */
OutpostMessage *support_message        (const char                  *text,
                                        const OutpostMessageOptions *options);
void            support_refused        (const char                  *text,
                                        gssize                       length,
                                        const OutpostMessageOptions *options,
                                        OutpostMessageError          code);
GString        *support_read           (OutpostMessage              *message,
                                        gsize                        piece);
char           *support_header         (OutpostMessage              *message);
char           *support_body           (OutpostMessage              *message);
char           *support_field          (OutpostMessage              *message,
                                        const char                  *name);
GString        *support_normalise      (const char                  *octets,
                                        gsize                        length,
                                        gboolean                     dot_ends);
int             support_file           (const char                  *octets,
                                        gsize                        length);

G_END_DECLS
