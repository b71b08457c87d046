/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-pointer-watch.h"

/* From the last move to the press on what it led to. */
#define UNDER_WAY_MS 400

struct _OutpostPointerWatch {
  GObject   parent_instance;

  double    x, y;        /* where the pointer was seen last, in the window */
  gboolean  down;
  guint     rest_id;     /* while the pointer is under way */
  guint     release_id;
  gboolean  busy;
};

enum {
  BUSY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostPointerWatch, outpost_pointer_watch, G_TYPE_OBJECT)

static void
update (OutpostPointerWatch *self)
{
  gboolean busy = self->down || self->rest_id != 0;

  if (busy == self->busy)
    return;
  self->busy = busy;
  g_signal_emit (self, signals[BUSY], 0, busy);
}

static gboolean
rest_cb (gpointer user_data)
{
  OutpostPointerWatch *self = user_data;

  self->rest_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static gboolean
release_cb (gpointer user_data)
{
  OutpostPointerWatch *self = user_data;

  self->release_id = 0;
  self->down = FALSE;
  update (self);
  return G_SOURCE_REMOVE;
}

/* GTK also tells of a pointer that rests while what is below it moves. */
static void
moved (OutpostPointerWatch *self,
       GdkEvent            *event)
{
  double x, y;

  if (!gdk_event_get_position (event, &x, &y) || (x == self->x && y == self->y))
    return;

  self->x = x;
  self->y = y;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (UNDER_WAY_MS, rest_cb, self);
}

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          OutpostPointerWatch      *self)
{
  switch ((int) gdk_event_get_event_type (event)) {
  case GDK_MOTION_NOTIFY:
    moved (self, event);
    break;
  case GDK_BUTTON_PRESS:
  case GDK_TOUCH_BEGIN:
    g_clear_handle_id (&self->release_id, g_source_remove);
    self->down = TRUE;
    break;
  case GDK_BUTTON_RELEASE:
  case GDK_TOUCH_END:
  case GDK_TOUCH_CANCEL:
    /* After the button that was pressed has had its release. */
    if (self->release_id == 0)
      self->release_id = g_idle_add (release_cb, self);
    break;
  default:
    return GDK_EVENT_PROPAGATE;
  }
  update (self);
  return GDK_EVENT_PROPAGATE;
}

static void
outpost_pointer_watch_dispose (GObject *object)
{
  OutpostPointerWatch *self = OUTPOST_POINTER_WATCH (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_handle_id (&self->release_id, g_source_remove);

  G_OBJECT_CLASS (outpost_pointer_watch_parent_class)->dispose (object);
}

static void
outpost_pointer_watch_class_init (OutpostPointerWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = outpost_pointer_watch_dispose;

  /**
   * OutpostPointerWatch::busy:
   * @self: the watch
   * @busy: whether a press is near or under way
   *
   * It began or ended.
   */
  signals[BUSY] = g_signal_new ("busy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
outpost_pointer_watch_init (OutpostPointerWatch *self)
{
}

/**
 * outpost_pointer_watch_new:
 * @window: a window
 *
 * Returns: (transfer full): a watch over the pointer in the window
 */
OutpostPointerWatch *
outpost_pointer_watch_new (GtkWidget *window)
{
  OutpostPointerWatch *self = g_object_new (OUTPOST_TYPE_POINTER_WATCH, NULL);
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  g_return_val_if_fail (GTK_IS_WIDGET (window), NULL);

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, 0);
  gtk_widget_add_controller (window, controller);
  return self;
}
