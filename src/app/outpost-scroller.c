/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-scroller.h"

/* What is brought into view does not touch the edge. */
#define EDGE 12
/* A target that was made visible just now has its place in the second frame. */
#define FRAMES_TO_WAIT 2
#define DURATION_MS 200
/* Findings that open above take as long; what was in view is then looked at once more. */
#define SETTLED_MS 300

typedef enum {
  PLACE_TOP_THIRD,
  PLACE_IN_VIEW,
} Place;

struct _OutpostScroller {
  GObject            parent_instance;

  GtkWidget         *page;         /* borrowed: owns this object */
  GtkScrolledWindow *window;       /* borrowed: inside @page */
  AdwAnimation      *animation;

  GtkWidget         *target;
  Place              place;
  guint              tick_id;
  guint              settled_id;
  int                frames;

  GtkWidget         *anchor;       /* has the focus while the layout is made anew */
  double             anchor_y;     /* in the content, before */
  int                width;
};

G_DEFINE_FINAL_TYPE (OutpostScroller, outpost_scroller, G_TYPE_OBJECT)

static GtkScrolledWindow *
find_window (GtkWidget *page)
{
  GtkWidget *child = gtk_widget_get_first_child (page);

  while (child != NULL && !GTK_IS_SCROLLED_WINDOW (child))
    child = gtk_widget_get_next_sibling (child);
  return (GtkScrolledWindow *) child;
}

static void
scroll_to (OutpostScroller *self,
           double           value)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->window);
  double last = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (self->animation != NULL)
    adw_animation_skip (self->animation);
  g_clear_object (&self->animation);
  self->animation =
    adw_timed_animation_new (self->page, gtk_adjustment_get_value (adjustment),
                             CLAMP (value, 0, MAX (last, 0)), DURATION_MS,
                             adw_property_animation_target_new (G_OBJECT (adjustment), "value"));
  adw_animation_play (self->animation);
}

static gboolean
place_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  OutpostScroller *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->window);
  double value = gtk_adjustment_get_value (adjustment);
  double page_size = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;

  if (--self->frames > 0)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  if (!gtk_widget_compute_bounds (self->target, GTK_WIDGET (self->window), &bounds))
    return G_SOURCE_REMOVE;

  if (self->place == PLACE_TOP_THIRD)
    scroll_to (self, value + bounds.origin.y - page_size / 3);
  else if (bounds.origin.y < EDGE || bounds.size.height > page_size - 2 * EDGE)
    scroll_to (self, value + bounds.origin.y - EDGE);
  else if (bounds.origin.y + bounds.size.height > page_size - EDGE)
    scroll_to (self, value + bounds.origin.y + bounds.size.height - page_size + EDGE);
  return G_SOURCE_REMOVE;
}

static void
place_soon (OutpostScroller *self,
            GtkWidget       *target,
            Place            place)
{
  self->target = target;
  self->place = place;
  self->frames = FRAMES_TO_WAIT;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (self->page, place_cb, self, NULL);
}

static gboolean
settled_cb (gpointer user_data)
{
  OutpostScroller *self = user_data;

  self->settled_id = 0;
  if (self->place == PLACE_IN_VIEW)
    place_soon (self, self->target, PLACE_IN_VIEW);
  return G_SOURCE_REMOVE;
}

static void
outpost_scroller_dispose (GObject *object)
{
  OutpostScroller *self = OUTPOST_SCROLLER (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->page, self->tick_id);
  self->tick_id = 0;
  g_clear_handle_id (&self->settled_id, g_source_remove);
  g_clear_object (&self->animation);

  G_OBJECT_CLASS (outpost_scroller_parent_class)->dispose (object);
}

static void
outpost_scroller_class_init (OutpostScrollerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = outpost_scroller_dispose;
}

static void
outpost_scroller_init (OutpostScroller *self)
{
}

/**
 * outpost_scroller_new:
 * @page: a page with a scrolled window as its child; owns the scroller
 *
 * Returns: (transfer full): a scroller for the page
 */
OutpostScroller *
outpost_scroller_new (GtkWidget *page)
{
  OutpostScroller *self = g_object_new (OUTPOST_TYPE_SCROLLER, NULL);

  self->page = page;
  self->window = find_window (page);
  return self;
}

/**
 * outpost_scroller_to_top:
 * @self: a scroller
 *
 * Scrolls to the top of the page.
 */
void
outpost_scroller_to_top (OutpostScroller *self)
{
  g_return_if_fail (OUTPOST_IS_SCROLLER (self));

  scroll_to (self, 0);
}

/**
 * outpost_scroller_to_top_third:
 * @self: a scroller
 * @target: a widget of the page
 *
 * Scrolls until @target is at a third of the height, or as near as the page's end allows.
 */
void
outpost_scroller_to_top_third (OutpostScroller *self,
                               GtkWidget       *target)
{
  g_return_if_fail (OUTPOST_IS_SCROLLER (self) && GTK_IS_WIDGET (target));

  place_soon (self, target, PLACE_TOP_THIRD);
}

/**
 * outpost_scroller_into_view:
 * @self: a scroller
 * @target: a widget of the page
 *
 * Scrolls as little as needed to show the whole of @target.
 */
void
outpost_scroller_into_view (OutpostScroller *self,
                            GtkWidget       *target)
{
  g_return_if_fail (OUTPOST_IS_SCROLLER (self) && GTK_IS_WIDGET (target));

  place_soon (self, target, PLACE_IN_VIEW);
  if (self->settled_id == 0)
    self->settled_id = g_timeout_add (SETTLED_MS, settled_cb, self);
}

static gboolean
anchor_position (OutpostScroller *self,
                 double          *y)
{
  GtkWidget *content = gtk_scrolled_window_get_child (self->window);
  graphene_rect_t bounds;

  /* Relative to what is scrolled, not to the window that shows a part of it. */
  content = content != NULL ? gtk_widget_get_first_child (content) : NULL;
  if (content == NULL || !gtk_widget_compute_bounds (self->anchor, content, &bounds))
    return FALSE;
  *y = bounds.origin.y;
  return TRUE;
}

/**
 * outpost_scroller_before_layout:
 * @self: a scroller
 *
 * To be called before the page allocates its children.
 */
void
outpost_scroller_before_layout (OutpostScroller *self)
{
  GtkRoot *root = gtk_widget_get_root (self->page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->anchor = NULL;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->window)))
    return;
  self->anchor = focus;
  if (!anchor_position (self, &self->anchor_y))
    self->anchor = NULL;
}

/**
 * outpost_scroller_after_layout:
 * @self: a scroller
 *
 * To be called after the page has allocated its children: a row above the
 * focused one that opened or closed moves the scroll position by as much.
 */
void
outpost_scroller_after_layout (OutpostScroller *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->window);
  gboolean same_width = gtk_widget_get_width (self->page) == self->width;
  double y;

  self->width = gtk_widget_get_width (self->page);
  if (self->anchor == NULL || !same_width || !anchor_position (self, &y) ||
      ABS (y - self->anchor_y) < 1)
    return;
  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) + y - self->anchor_y);
}
