/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-wrappers-window.h"

#include <glib/gi18n-lib.h>

#include "outpost-style-class.h"
#include "outpost-words.h"

struct _OutpostWrappersWindow {
  AdwWindow           parent_instance;

  AdwToastOverlay    *toasts;
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (OutpostWrappersWindow, outpost_wrappers_window, ADW_TYPE_WINDOW)

static const char * const names[] = { "outpostctl", "outpost-sendmail" };

/* One of data/flatpak, which the program brings along. */
static char *
dup_script (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCE_PATH "flatpak/", name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return g_strndup (text, length);
}

static void
copy_clicked_cb (GtkButton             *button,
                 OutpostWrappersWindow *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "script");
  g_autofree char *script = dup_script (name);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), script);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Script copied")));
}

static void
add_script (OutpostWrappersWindow *self,
            const char            *name)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Copy"));
  g_autofree char *script = dup_script (name);
  GtkWidget *label = gtk_label_new (script);
  /* Translators: what a screen reader says of a button; %s is the name of a script */
  g_autofree char *words = g_strdup_printf (_("Copy %s"), name);

  g_object_set_data (G_OBJECT (button), "script", (gpointer) name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  outpost_words_name (button, words);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_clicked_cb), self, 0);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* What a shell reads runs from the left in every language. */
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "card");
  gtk_widget_add_css_class (label, "script");

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), name);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), label);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
}

static void
outpost_wrappers_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_WRAPPERS_WINDOW);

  G_OBJECT_CLASS (outpost_wrappers_window_parent_class)->dispose (object);
}

static void
outpost_wrappers_window_class_init (OutpostWrappersWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_wrappers_window_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-wrappers-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostWrappersWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OutpostWrappersWindow, page);
}

static void
outpost_wrappers_window_init (OutpostWrappersWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_script (self, names[i]);
}

/**
 * outpost_wrappers_are_needed:
 *
 * Returns: whether the commands are out of the reach of other programs, because
 *   this one runs in a Flatpak's sandbox
 */
gboolean
outpost_wrappers_are_needed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/**
 * outpost_wrappers_window_new:
 * @parent: the main window
 *
 * Returns: (transfer none): a window, not on show yet
 */
GtkWidget *
outpost_wrappers_window_new (GtkWindow *parent)
{
  GtkWidget *window = g_object_new (OUTPOST_TYPE_WRAPPERS_WINDOW, "transient-for", parent, NULL);

  outpost_style_class_follow_narrow (window, GTK_WIDGET (parent));
  return window;
}
