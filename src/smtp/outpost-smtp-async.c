/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-async-private.h"

#include <glib/gi18n-lib.h>

static gboolean
deadline_cb (gpointer user_data)
{
  OutpostSmtpAsync *self = user_data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static gboolean
cancel_cb (gpointer inner)
{
  g_cancellable_cancel (inner);

  return G_SOURCE_REMOVE;
}

/* Runs in whichever thread cancels, and lets ours do it. A source of a cancellable
 * that is freed while another thread still tells of the cancelling is leaked by
 * GLib 2.74: it is kept for a handler that has run already (measured, with one
 * attempt at a silent address). */
static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  OutpostSmtpAsync *self = user_data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, cancel_cb, g_object_ref (self->cancellable), g_object_unref);
  g_source_attach (source, self->context);
}

/**
 * outpost_smtp_async_begin: (skip)
 * @self: memory for the wait
 * @deadline: when the call is to be given up
 * @cancellable: (nullable): the caller's cancellable
 *
 * Makes a main context and pushes it as the thread's default until
 * outpost_smtp_async_end().
 */
void
outpost_smtp_async_begin (OutpostSmtpAsync *self,
                          OutpostDeadline   deadline,
                          GCancellable     *cancellable)
{
  int left_ms = outpost_deadline_remaining (deadline);

  *self = (OutpostSmtpAsync) { 0 };
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);

  if (cancellable != NULL) {
    self->outer = g_object_ref (cancellable);
    self->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                                 self, NULL);
  }

  if (left_ms >= 0) {
    self->timeout = g_timeout_source_new (left_ms);
    g_source_set_callback (self->timeout, deadline_cb, self, NULL);
    g_source_attach (self->timeout, self->context);
  }
}

/**
 * outpost_smtp_async_ready_cb: (skip)
 * @source: (nullable): what the call was made on
 * @result: its result
 * @user_data: the [struct@Outpost.SmtpAsync]
 *
 * The #GAsyncReadyCallback of the call.
 */
void
outpost_smtp_async_ready_cb (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  OutpostSmtpAsync *self = user_data;

  self->result = g_object_ref (result);
}

/**
 * outpost_smtp_async_run: (skip)
 * @self: a wait whose call has been begun
 *
 * Runs the context until the call is done. A call that is cancelled is waited for,
 * too: GIO answers it at once, and nothing may outlive its context.
 *
 * Returns: (transfer none): the result, for the call's finish function
 */
GAsyncResult *
outpost_smtp_async_run (OutpostSmtpAsync *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);

  return self->result;
}

/**
 * outpost_smtp_async_end: (skip)
 * @self: a wait
 * @error: (inout) (optional): the error of the call, if it failed
 *
 * Frees what @self holds. Where the deadline ended the call, its error becomes
 * %G_IO_ERROR_TIMED_OUT.
 */
void
outpost_smtp_async_end (OutpostSmtpAsync  *self,
                        GError           **error)
{
  if (error != NULL && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      self->timed_out && !g_cancellable_is_cancelled (self->outer)) {
    g_clear_error (error);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                         _("No answer came within the time limit."));
  }

  g_cancellable_disconnect (self->outer, self->outer_handler);
  g_clear_object (&self->outer);
  if (self->timeout != NULL)
    g_source_destroy (self->timeout);
  g_clear_pointer (&self->timeout, g_source_unref);

  /* Attempts that lost the race answer to their cancelling here; what they hold
   * would leak with a context that nobody runs any more. */
  while (g_main_context_iteration (self->context, FALSE))
    continue;

  g_main_context_pop_thread_default (self->context);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
}
