/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at the widgets of a running GTK program for the tests, from inside: what is told to
 * assistive technology does not say which label is cut off, which letter has no glyph, or how
 * large a button is. A GIO module, so that GIO_EXTRA_MODULES brings it into the program as it is.
 *
 * OUTPOST_OBSERVER names a socket. Each line on it is a command, each answer a line of JSON:
 *   look               every mapped widget, once it stands still
 *   size WIDTH HEIGHT  asks every window that can be resized to be as large
 *   picture FILE SCALE paints the newest window or popover into a PNG file, so many times as large
 *   set NAME NUMBER    sets a property of GtkSettings, such as gtk-xft-dpi
 *   scheme NUMBER      sets the colours, an AdwColorScheme
 *   motion             how many frames so far had a revealer half open, or another scroll position
 *                      than the frame before, as that had: one alone is no motion
 *   action NAME        does what a menu entry or a key does
 *   enable NAME        lets an action be done that this computer does not ask for
 *   press ID           opens or closes the menu of a button, or activates the widget
 *   focus ID           moves the keyboard's focus
 *   text ID TEXT       types into an entry or a text, with \\n for a new line
 *   close              closes the newest window
 * Widgets go by their id in the .ui files, so that the tests run the same in every language. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <adwaita.h>
#include <gio/gunixsocketaddress.h>
#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

#include "describe.h"

/* How often to look for two that are the same, and how long between. */
#define LOOKS_MAX 90
#define LOOK_MS 34

typedef struct {
  GSocketConnection *connection;
  GDataInputStream  *input;
} Client;

typedef struct {
  Client *client;
  guint   before;     /* the geometry of the frame before, as a hash */
  guint   looks;
} Look;

static struct {
  guint    frames;    /* that moved */
  double   position;
  gboolean scrolled;
} motion;

static void read_command (Client *client);

/* Newest last. */
static GPtrArray *
list_windows (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (gtk_widget_get_mapped (window))
      g_ptr_array_add (found, window);
  }

  return found;
}

static GtkWidget *
find_widget (GtkWidget  *widget,
             const char *id)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      found = find_widget (child, id);

  return found;
}

static GtkWidget *
find_on_show (const char *id)
{
  g_autoptr (GPtrArray) windows = list_windows ();
  GtkWidget *found = NULL;

  for (guint i = windows->len; i > 0 && found == NULL; i--)
    found = find_widget (windows->pdata[i - 1], id);

  return found;
}

static void
answer (Client      *client,
        JsonBuilder *json)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (client->connection));

  g_output_stream_write_all (output, line, strlen (line), NULL, NULL, NULL);
  read_command (client);
}

static void
answer_number (Client *client,
               int     number)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "number");
  json_builder_add_int_value (json, number);
  json_builder_end_object (json);
  answer (client, json);
}

static gboolean
look_cb (gpointer user_data)
{
  Look *look = user_data;
  g_autoptr (GPtrArray) windows = list_windows ();
  g_autoptr (JsonBuilder) json = NULL;
  guint hash = 1;
  int next = 0;

  for (guint i = 0; i < windows->len; i++)
    hash = observer_hash_geometry (windows->pdata[i], hash);
  if (hash != look->before && ++look->looks < LOOKS_MAX) {
    look->before = hash;
    return G_SOURCE_CONTINUE;
  }

  json = json_builder_new ();
  json_builder_begin_array (json);
  for (guint i = 0; i < windows->len; i++)
    observer_describe (json, windows->pdata[i], -1, &next);
  json_builder_end_array (json);
  answer (look->client, json);

  return G_SOURCE_REMOVE;
}

static void
start_look (Client *client)
{
  Look *look = g_new0 (Look, 1);

  look->client = client;
  /* Below GDK_PRIORITY_REDRAW: what is due is laid out and painted first. */
  g_timeout_add_full (G_PRIORITY_LOW, LOOK_MS, look_cb, look, g_free);
}

static void
resize (int width,
        int height)
{
  g_autoptr (GPtrArray) windows = list_windows ();

  for (guint i = 0; i < windows->len; i++) {
    graphene_rect_t bounds;
    int frame = 0;

    /* Without a compositor a window draws its border into its own size. */
    if (gtk_widget_compute_bounds (windows->pdata[i], windows->pdata[i], &bounds))
      frame = (int) bounds.size.width - gtk_widget_get_width (windows->pdata[i]);
    if (gtk_window_get_resizable (windows->pdata[i]))
      gtk_window_set_default_size (windows->pdata[i], width + frame, height);
  }
}

/* An open popover, or @widget itself. */
static GtkWidget *
find_popover (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = gtk_widget_get_mapped (child) ? find_popover (child) : NULL;

    if (found != NULL && GTK_IS_POPOVER (found))
      return found;
  }

  return widget;
}

/* Nothing has been painted of a window that has only just got its size. */
static gboolean
paint (const char *path,
       float       scale)
{
  g_autoptr (GPtrArray) windows = list_windows ();
  GtkWidget *widget = find_popover (windows->pdata[windows->len - 1]);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gtk_snapshot_scale (snapshot, scale, scale);
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node, NULL);

  return gdk_texture_save_to_png (texture, path);
}

static gboolean
activate_action (const char *name)
{
  g_autoptr (GPtrArray) windows = list_windows ();
  gboolean done = FALSE;

  for (guint i = windows->len; i > 0 && !done; i--)
    done = gtk_widget_activate_action (windows->pdata[i - 1], name, NULL);

  return done;
}

static gboolean
enable_action (const char *name)
{
  g_autoptr (GPtrArray) windows = list_windows ();

  for (guint i = 0; i < windows->len; i++)
    gtk_widget_action_set_enabled (windows->pdata[i], name, TRUE);

  return TRUE;
}

static gboolean
press (const char *id)
{
  GtkWidget *widget = find_on_show (id);
  GtkWidget *popover = widget != NULL ? find_popover (widget) : NULL;

  if (widget == NULL)
    return FALSE;
  if (GTK_IS_POPOVER (popover))
    gtk_popover_popdown (GTK_POPOVER (popover));
  else if (GTK_IS_MENU_BUTTON (widget))
    gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
  else if (ADW_IS_SPLIT_BUTTON (widget))
    adw_split_button_popup (ADW_SPLIT_BUTTON (widget));
  else if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  else
    return gtk_widget_activate (widget);

  return TRUE;
}

static gboolean
focus (const char *id)
{
  GtkWidget *widget = find_on_show (id);

  return widget != NULL && gtk_widget_grab_focus (widget);
}

static gboolean
type (const char *id,
      const char *text)
{
  GtkWidget *widget = find_on_show (id);
  g_autofree char *plain = g_strcompress (text != NULL ? text : "");

  if (GTK_IS_EDITABLE (widget))
    gtk_editable_set_text (GTK_EDITABLE (widget), plain);
  else if (GTK_IS_TEXT_VIEW (widget))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), plain, -1);
  else
    return FALSE;

  return GTK_IS_EDITABLE (widget) || GTK_IS_TEXT_VIEW (widget);
}

static gboolean
close_newest (void)
{
  g_autoptr (GPtrArray) windows = list_windows ();

  gtk_window_close (windows->pdata[windows->len - 1]);
  return TRUE;
}

static void
set_setting (const char *name,
             int         number)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (settings), name);

  if (spec->value_type == G_TYPE_BOOLEAN)
    g_object_set (settings, name, (gboolean) number, NULL);
  else
    g_object_set (settings, name, number, NULL);
}

static int
obey (char **words)
{
  const char *command = words[0];

  if (g_str_equal (command, "size"))
    resize (atoi (words[1]), atoi (words[2]));
  else if (g_str_equal (command, "picture"))
    return paint (words[1], (float) atof (words[2]));
  else if (g_str_equal (command, "set"))
    set_setting (words[1], atoi (words[2]));
  else if (g_str_equal (command, "scheme"))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), atoi (words[1]));
  else if (g_str_equal (command, "motion"))
    return (int) motion.frames;
  else if (g_str_equal (command, "action"))
    return activate_action (words[1]);
  else if (g_str_equal (command, "enable"))
    return enable_action (words[1]);
  else if (g_str_equal (command, "press"))
    return press (words[1]);
  else if (g_str_equal (command, "focus"))
    return focus (words[1]);
  else if (g_str_equal (command, "text"))
    return type (words[1], words[2]);
  else if (g_str_equal (command, "close"))
    return close_newest ();

  return 0;
}

static void
command_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Client *client = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (client->input, result, NULL, NULL);
  g_auto (GStrv) words = line != NULL ? g_strsplit (line, " ", 3) : NULL;

  if (words == NULL) {
    g_clear_object (&client->input);
    g_clear_object (&client->connection);
    g_free (client);
    return;
  }
  if (g_str_equal (words[0], "look")) {
    start_look (client);
    return;
  }
  answer_number (client, obey (words));
}

static void
read_command (Client *client)
{
  g_data_input_stream_read_line_async (client->input, G_PRIORITY_DEFAULT, NULL, command_cb, client);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  Client *client = g_new0 (Client, 1);

  client->connection = g_object_ref (connection);
  client->input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  read_command (client);

  return TRUE;
}

static gboolean
is_moving (GtkWidget *widget,
           double    *position)
{
  gboolean moving = FALSE;

  if (GTK_IS_REVEALER (widget))
    moving = gtk_revealer_get_reveal_child (GTK_REVEALER (widget)) !=
             gtk_revealer_get_child_revealed (GTK_REVEALER (widget));
  if (GTK_IS_SCROLLED_WINDOW (widget))
    *position += gtk_adjustment_get_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && is_moving (child, position))
      moving = TRUE;

  return moving;
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  double position = 0;
  gboolean moving = is_moving (user_data, &position);

  if (moving || (motion.scrolled && position != motion.position))
    motion.frames++;
  motion.scrolled = position != motion.position;
  motion.position = position;
}

static void
realize_cb (GtkWidget *window,
            gpointer   user_data)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (after_paint_cb), window, 0);
}

static void
toplevels_changed_cb (GListModel *windows,
                      guint       at,
                      guint       removed,
                      guint       added,
                      gpointer    user_data)
{
  for (guint i = at; i < at + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (gtk_widget_get_realized (window))
      realize_cb (window, NULL);
    else
      g_signal_connect_after (window, "realize", G_CALLBACK (realize_cb), NULL);
  }
}

static gboolean
start_cb (gpointer user_data)
{
  const char *path = g_getenv ("OUTPOST_OBSERVER");
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error))
    g_error ("The observer cannot listen on %s: %s", path, error->message);
  toplevels_changed_cb (gtk_window_get_toplevels (), 0, 0,
                        g_list_model_get_n_items (gtk_window_get_toplevels ()), NULL);
  g_signal_connect (gtk_window_get_toplevels (), "items-changed",
                    G_CALLBACK (toplevels_changed_cb), NULL);
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), NULL);
  g_socket_service_start (g_steal_pointer (&service));

  return G_SOURCE_REMOVE;
}

void g_io_observer_load (GIOModule *module);
void g_io_observer_unload (GIOModule *module);
char **g_io_observer_query (void);

void
g_io_observer_load (GIOModule *module)
{
  if (g_getenv ("OUTPOST_OBSERVER") == NULL)
    return;
  /* GIO would unload at once what brings no extension. */
  g_type_module_use (G_TYPE_MODULE (module));
  g_idle_add (start_cb, NULL);
}

void
g_io_observer_unload (GIOModule *module)
{
}

char **
g_io_observer_query (void)
{
  return NULL;
}
