/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "describe.h"

static void
add_int (JsonBuilder *json,
         const char  *name,
         int          value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

static void
add_bool (JsonBuilder *json,
          const char  *name,
          gboolean     value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_boolean_value (json, value);
}

static void
add_text (JsonBuilder *json,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value != NULL ? value : "");
}

/* Where each character stands: its line, and the left edge of its cell. */
static void
add_characters (JsonBuilder *json,
                PangoLayout *layout)
{
  const char *text = pango_layout_get_text (layout);

  json_builder_set_member_name (json, "characters");
  json_builder_begin_array (json);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    PangoRectangle cell;
    int line;

    pango_layout_index_to_pos (layout, at - text, &cell);
    pango_layout_index_to_line_x (layout, at - text, FALSE, &line, NULL);
    json_builder_begin_array (json);
    json_builder_add_int_value (json, line);
    /* The width is below nought for a letter that is written from right to left. */
    json_builder_add_int_value (json, PANGO_PIXELS (MIN (cell.x, cell.x + cell.width)));
    json_builder_end_array (json);
  }
  json_builder_end_array (json);
}

/* Whether a line breaks within a word and shows a hyphen for it. */
static gboolean
is_hyphenated (PangoLayout *layout)
{
  for (GSList *l = pango_layout_get_lines_readonly (layout); l != NULL; l = l->next)
    for (GSList *run = ((PangoLayoutLine *) l->data)->runs; run != NULL; run = run->next)
      if (((PangoLayoutRun *) run->data)->item->analysis.flags & PANGO_ANALYSIS_FLAG_NEED_HYPHEN)
        return TRUE;

  return FALSE;
}

static void
add_label (JsonBuilder *json,
           GtkLabel    *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  int width = gtk_widget_get_width (GTK_WIDGET (label));
  int height = gtk_widget_get_height (GTK_WIDGET (label));
  int wanted_width, wanted_height;

  pango_layout_get_pixel_size (layout, &wanted_width, &wanted_height);
  add_text (json, "text", gtk_label_get_text (label));
  add_bool (json, "ellipsized", pango_layout_is_ellipsized (layout));
  add_bool (json, "hyphenated", is_hyphenated (layout));
  add_bool (json, "cut", wanted_width > width || wanted_height > height);
  add_int (json, "unknown", pango_layout_get_unknown_glyphs_count (layout));
  add_characters (json, layout);
}

/* GtkText shows its own layout to nobody; this one is made as it makes that. */
static void
add_entry (JsonBuilder *json,
           GtkText     *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  const char *shown = *text != '\0' ? text : gtk_text_get_placeholder_text (entry);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (entry), shown);

  add_text (json, "text", shown);
  add_int (json, "unknown", pango_layout_get_unknown_glyphs_count (layout));
  add_characters (json, layout);
}

static void
add_text_view (JsonBuilder *json,
               GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), text);
  add_text (json, "text", text);
  add_int (json, "unknown", pango_layout_get_unknown_glyphs_count (layout));
  json_builder_set_member_name (json, "characters");
  json_builder_begin_array (json);
  for (; !gtk_text_iter_is_end (&start); gtk_text_iter_forward_char (&start)) {
    GdkRectangle cell;
    int x, y;

    gtk_text_view_get_iter_location (view, &start, &cell);
    gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, cell.x, cell.y, &x, &y);
    json_builder_begin_array (json);
    json_builder_add_int_value (json, y);
    json_builder_add_int_value (json, MIN (x, x + cell.width));
    json_builder_end_array (json);
  }
  json_builder_end_array (json);
}

/* Adds @widget and all mapped ones in it to the array that is open; each knows the place of its
 * parent there. */
void
observer_describe (JsonBuilder *json,
                   GtkWidget   *widget,
                   int          parent,
                   int         *next)
{
  GtkWidget *native = GTK_WIDGET (gtk_widget_get_native (widget));
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  g_autofree char *joined = g_strjoinv (" ", classes);
  graphene_rect_t bounds;
  int number = (*next)++;

  if (!gtk_widget_compute_bounds (widget, native, &bounds))
    graphene_rect_init (&bounds, 0, 0, 0, 0);
  json_builder_begin_object (json);
  add_int (json, "parent", parent);
  add_text (json, "type", G_OBJECT_TYPE_NAME (widget));
  add_text (json, "id", gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
  add_text (json, "classes", joined);
  add_int (json, "x", (int) bounds.origin.x);
  add_int (json, "y", (int) bounds.origin.y);
  add_int (json, "width", (int) bounds.size.width);
  add_int (json, "height", (int) bounds.size.height);
  add_bool (json, "native", native == widget);
  /* Without the shadow of a window. */
  add_int (json, "inner_width", gtk_widget_get_width (widget));
  add_bool (json, "resizable",
            GTK_IS_WINDOW (widget) && gtk_window_get_resizable (GTK_WINDOW (widget)));
  add_bool (json, "clips", gtk_widget_get_overflow (widget) == GTK_OVERFLOW_HIDDEN);
  add_bool (json, "rtl", gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL);
  add_bool (json, "transparent", gtk_widget_get_opacity (widget) == 0);
  add_bool (json, "sensitive", gtk_widget_is_sensitive (widget));
  add_bool (json, "focusable", gtk_widget_get_focusable (widget));
  if (GTK_IS_LABEL (widget))
    add_label (json, GTK_LABEL (widget));
  else if (GTK_IS_TEXT (widget))
    add_entry (json, GTK_TEXT (widget));
  else if (GTK_IS_TEXT_VIEW (widget))
    add_text_view (json, GTK_TEXT_VIEW (widget));
  else if (GTK_IS_IMAGE (widget))
    add_text (json, "icon", gtk_image_get_icon_name (GTK_IMAGE (widget)));
  json_builder_end_object (json);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      observer_describe (json, child, number, next);
}

/* The places of all widgets, to see whether they are still on their way. */
guint
observer_hash_geometry (GtkWidget *widget,
                        guint      hash)
{
  graphene_rect_t bounds;

  /* Its bounds turn with it, and it does not come to rest. */
  if (GTK_IS_SPINNER (widget))
    return hash;
  if (gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_native (widget)), &bounds))
    hash = hash * 31 + (guint) (bounds.origin.x * 7 + bounds.origin.y * 101 +
                                bounds.size.width * 1009 + bounds.size.height * 10007);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      hash = observer_hash_geometry (child, hash * 31 + 1);

  return hash;
}
