/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-beside-layout.h"

/**
 * OutpostBesideLayout:
 *
 * Lays out two children: a text, and what belongs to it. The second stands at
 * the end of the text's line while the text then still needs one line only;
 * else, and always when narrow, it stands below the text.
 */
struct _OutpostBesideLayout {
  GtkLayoutManager parent_instance;

  int              column_spacing;
  int              row_spacing;
  gboolean         narrow;
};

enum {
  PROP_0,
  PROP_COLUMN_SPACING,
  PROP_ROW_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OutpostBesideLayout, outpost_beside_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
natural_width (GtkWidget *child)
{
  int natural = 0;

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkWidget *
second_child (GtkWidget *widget)
{
  GtkWidget *second = gtk_widget_get_next_sibling (gtk_widget_get_first_child (widget));

  return second != NULL && gtk_widget_should_layout (second) ? second : NULL;
}

static gboolean
fits_beside (OutpostBesideLayout *self,
             GtkWidget           *first,
             GtkWidget           *second,
             int                  width)
{
  return !self->narrow &&
         natural_width (first) + self->column_spacing + natural_width (second) <= width;
}

static GtkSizeRequestMode
outpost_beside_layout_get_request_mode (GtkLayoutManager *manager,
                                        GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (OutpostBesideLayout *self,
               GtkWidget           *first,
               GtkWidget           *second,
               int                 *minimum,
               int                 *natural)
{
  int second_minimum = 0, second_natural = 0;

  gtk_widget_measure (first, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
  if (second == NULL)
    return;
  gtk_widget_measure (second, GTK_ORIENTATION_HORIZONTAL, -1, &second_minimum, &second_natural,
                      NULL, NULL);
  *minimum = MAX (*minimum, second_minimum);
  *natural += self->column_spacing + second_natural;
}

static int
height_of (GtkWidget *child,
           int        width)
{
  int height = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static void
outpost_beside_layout_measure (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               GtkOrientation    orientation,
                               int               for_size,
                               int              *minimum,
                               int              *natural,
                               int              *minimum_baseline,
                               int              *natural_baseline)
{
  OutpostBesideLayout *self = OUTPOST_BESIDE_LAYOUT (manager);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = second_child (widget);
  int width = for_size;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    measure_width (self, first, second, minimum, natural);
    return;
  }

  if (width < 0)
    width = natural_width (first) + self->column_spacing + natural_width (second);
  if (second == NULL)
    *minimum = height_of (first, width);
  else if (fits_beside (self, first, second, width))
    *minimum = MAX (height_of (first, -1), height_of (second, -1));
  else
    *minimum = height_of (first, width) + self->row_spacing + height_of (second, width);
  *natural = *minimum;
}

static void
place (GtkWidget *widget,
       GtkWidget *child,
       int        x,
       int        y,
       int        width,
       int        height)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
outpost_beside_layout_allocate (GtkLayoutManager *manager,
                                GtkWidget        *widget,
                                int               width,
                                int               height,
                                int               baseline)
{
  OutpostBesideLayout *self = OUTPOST_BESIDE_LAYOUT (manager);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = second_child (widget);

  if (second == NULL) {
    place (widget, first, 0, 0, width, height);
  } else if (fits_beside (self, first, second, width)) {
    int end = natural_width (second);

    place (widget, first, 0, 0, width - self->column_spacing - end, height);
    place (widget, second, width - end, 0, end, height);
  } else {
    int above = height_of (first, width);
    int below_width = MIN (natural_width (second), width);

    place (widget, first, 0, 0, width, above);
    place (widget, second, 0, above + self->row_spacing, below_width,
           MAX (height - above - self->row_spacing, height_of (second, below_width)));
  }
}

static void
outpost_beside_layout_set_property (GObject      *object,
                                    guint         id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  OutpostBesideLayout *self = OUTPOST_BESIDE_LAYOUT (object);

  switch (id) {
  case PROP_COLUMN_SPACING:
    self->column_spacing = g_value_get_int (value);
    break;
  case PROP_ROW_SPACING:
    self->row_spacing = g_value_get_int (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
outpost_beside_layout_class_init (OutpostBesideLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->set_property = outpost_beside_layout_set_property;
  layout_class->get_request_mode = outpost_beside_layout_get_request_mode;
  layout_class->measure = outpost_beside_layout_measure;
  layout_class->allocate = outpost_beside_layout_allocate;

  properties[PROP_COLUMN_SPACING] =
    g_param_spec_int ("column-spacing", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROW_SPACING] =
    g_param_spec_int ("row-spacing", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
outpost_beside_layout_init (OutpostBesideLayout *self)
{
}

/**
 * outpost_beside_layout_set_narrow:
 * @self: the layout manager
 * @narrow: whether the second child stands below the text in any case
 *
 * Follows the window's shape.
 */
void
outpost_beside_layout_set_narrow (OutpostBesideLayout *self,
                                  gboolean             narrow)
{
  g_return_if_fail (OUTPOST_IS_BESIDE_LAYOUT (self));

  if (self->narrow == !!narrow)
    return;
  self->narrow = !!narrow;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
