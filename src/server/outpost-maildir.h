/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostMaildirFile:
 *
 * One message on its way into a Maildir.
 */
typedef struct _OutpostMaildirFile OutpostMaildirFile;

gboolean            outpost_maildir_make        (const char          *path,
                                                 GError             **error);
OutpostMaildirFile *outpost_maildir_file_new    (const char          *maildir,
                                                 GError             **error);
const char         *outpost_maildir_file_get_id (OutpostMaildirFile  *self);
void                outpost_maildir_file_write  (OutpostMaildirFile  *self,
                                                 const char          *octets,
                                                 gsize                length);
gboolean            outpost_maildir_file_commit (OutpostMaildirFile  *self,
                                                 GError             **error);
void                outpost_maildir_file_free   (OutpostMaildirFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostMaildirFile, outpost_maildir_file_free)

G_END_DECLS
