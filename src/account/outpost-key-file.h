/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostKeyFile:
 *
 * A key file as its owner wrote it: a line that is not changed here stays as it
 * is, to the last octet.
 */
typedef struct _OutpostKeyFile OutpostKeyFile;

OutpostKeyFile *outpost_key_file_new       (const char      *path);
OutpostKeyFile *outpost_key_file_load      (const char      *path,
                                            GError         **error);
OutpostKeyFile *outpost_key_file_parse     (const char      *path,
                                            const char      *data,
                                            gsize            length,
                                            GError         **error);
void            outpost_key_file_free      (OutpostKeyFile  *self);
const char     *outpost_key_file_get_shown_path
                                           (OutpostKeyFile  *self);
gboolean        outpost_key_file_get_others_may_write
                                           (OutpostKeyFile  *self);
gboolean        outpost_key_file_has_group (OutpostKeyFile  *self,
                                            const char      *group);
guint           outpost_key_file_get_line  (OutpostKeyFile  *self,
                                            const char      *group,
                                            const char      *key);
gboolean        outpost_key_file_get       (OutpostKeyFile  *self,
                                            const char      *group,
                                            const char      *key,
                                            char           **text,
                                            GError         **error);
void            outpost_key_file_set       (OutpostKeyFile  *self,
                                            const char      *group,
                                            const char      *key,
                                            const char      *text);
char           *outpost_key_file_to_text   (OutpostKeyFile  *self);
gboolean        outpost_key_file_save      (OutpostKeyFile  *self,
                                            GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostKeyFile, outpost_key_file_free)

G_END_DECLS
