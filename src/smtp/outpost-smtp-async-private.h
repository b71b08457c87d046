/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-deadline.h"

G_BEGIN_DECLS

/*
 * OutpostSmtpAsync: waits for one asynchronous GIO call in a main context of its
 * own, with a deadline. The call is begun between begin() and run(), with
 * outpost_smtp_async_ready_cb() as its callback, this struct as its data and
 * ->cancellable as its cancellable.
 */
typedef struct {
  GCancellable *cancellable;  /* cancelled by the caller's and by the deadline */

  GMainContext *context;
  GCancellable *outer;
  gulong        outer_handler;
  GSource      *timeout;
  gboolean      timed_out;
  GAsyncResult *result;
} OutpostSmtpAsync;

void          outpost_smtp_async_begin    (OutpostSmtpAsync *self,
                                           OutpostDeadline   deadline,
                                           GCancellable     *cancellable);
void          outpost_smtp_async_ready_cb (GObject          *source,
                                           GAsyncResult     *result,
                                           gpointer          user_data);
GAsyncResult *outpost_smtp_async_run      (OutpostSmtpAsync *self);
void          outpost_smtp_async_end      (OutpostSmtpAsync *self,
                                           GError          **error);

G_END_DECLS
