/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* For dialogues no script can hold, since an answer rests on what was said: one connection
 * in clear text, in a thread of its own, on a port of the given address. */
typedef struct _LineServer LineServer;

/* Called in the thread with each line, without its end; %NULL for the greeting. What it
 * gives back (transfer full) is sent with CRLF; %NULL says nothing. */
typedef char *(*LineServerFunc) (const char *line,
                                 gpointer    user_data);

/* %NULL if this computer has no such address. */
LineServer *line_server_new      (const char     *address,
                                  LineServerFunc  func,
                                  gpointer        user_data);
guint16     line_server_get_port (LineServer     *self);
/* Waits until the client, which must have come, is gone. (transfer full): all that it said. */
char       *line_server_finish   (LineServer     *self);

G_END_DECLS
