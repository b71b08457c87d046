/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-explain-window.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-check-row.h"
#include "outpost-explain-job.h"
#include "outpost-explanation-view.h"
#include "outpost-printable.h"
#include "outpost-style-class.h"
#include "outpost-verdict-view.h"
#include "outpost-words.h"

/* What is behind it plays no part: nobody pastes more. */
#define INPUT_MAX_OCTETS (1024 * 1024)
/* Of a file no more is shown than anybody reads. */
#define SHOWN_MAX_CHARACTERS 20000

/* Below this details do not stand beside titles. */
#define NARROW_WIDTH 500

struct _OutpostExplainWindow {
  AdwWindow            parent_instance;

  GtkWidget           *window_title;
  AdwToastOverlay     *toasts;
  AdwPreferencesPage  *page;
  AdwPreferencesGroup *text_group;
  GtkTextView         *text_view;

  char                *sender;       /* of the test whose message is looked at, or NULL */
  GBytes              *file;         /* the file whose text is shown, until it is edited */
  GPtrArray           *results;      /* groups on show */
  GCancellable        *cancellable;
  gboolean             narrow;
  guint                narrow_id;    /* of the wait for the end of a layout */
};

G_DEFINE_FINAL_TYPE (OutpostExplainWindow, outpost_explain_window, ADW_TYPE_WINDOW)

static void
clear_results (OutpostExplainWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  for (guint i = 0; i < self->results->len; i++)
    adw_preferences_page_remove (self->page, self->results->pdata[i]);
  g_ptr_array_set_size (self->results, 0);
}

static void
add_result (OutpostExplainWindow *self,
            GtkWidget            *group)
{
  g_ptr_array_add (self->results, g_object_ref_sink (group));
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
}

static GtkWidget *
create_nothing (void)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Nothing Outpost Knows"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (group),
    _("There is no reply code in this text, no header of a message, and no advice that Outpost "
      "knows. A bounce is best chosen as a file, with all of its parts."));
  /* The focus goes to the group, and libadwaita 1.7 names one by its rows alone. */
  outpost_words_name (group, _("Nothing Outpost Knows"));
  return group;
}

static GtkWidget *
find_row (GtkWidget *widget)
{
  if (GTK_IS_LIST_BOX_ROW (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = find_row (child);

    if (row != NULL)
      return row;
  }
  return NULL;
}

static void
set_rows_narrow (GtkWidget *widget,
                 gboolean   narrow)
{
  if (OUTPOST_IS_CHECK_ROW (widget)) {
    outpost_check_row_set_narrow (OUTPOST_CHECK_ROW (widget), narrow);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    set_rows_narrow (child, narrow);
}

static void
update_narrow (OutpostExplainWindow *self)
{
  for (guint i = 0; i < self->results->len; i++)
    set_rows_narrow (self->results->pdata[i], self->narrow);
}

/* A screen reader is told where the focus goes, and the page scrolls there. */
static void
lead_on (OutpostExplainWindow *self)
{
  GtkWidget *first = self->results->pdata[0];
  GtkWidget *row = find_row (first);

  gtk_widget_set_focusable (row != NULL ? row : first, TRUE);
  gtk_widget_grab_focus (row != NULL ? row : first);
}

static void
explained_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (OutpostExplainWindow) self = user_data;
  g_autoptr (OutpostExplained) explained = outpost_explain_finish (result, NULL);
  g_autoptr (GPtrArray) groups = NULL;

  if (explained == NULL)
    return; /* another text by now, or the window is gone */

  for (guint i = 0; i < explained->explanations->len; i++)
    add_result (self, outpost_explanation_view_new (explained->explanations->pdata[i]));
  if (explained->verdict != NULL) {
    groups = outpost_verdict_view_new (explained->verdict);
    for (guint i = 0; i < groups->len; i++)
      add_result (self, groups->pdata[i]);
  }
  if (self->results->len == 0)
    add_result (self, create_nothing ());
  update_narrow (self);
  lead_on (self);
}

static GBytes *
dup_input (OutpostExplainWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;
  char *text;

  if (self->file != NULL)
    return g_bytes_ref (self->file);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return g_bytes_new_take (text, MIN (strlen (text), INPUT_MAX_OCTETS));
}

static void
explain_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  OutpostExplainWindow *self = OUTPOST_EXPLAIN_WINDOW (widget);
  g_autoptr (GBytes) input = dup_input (self);

  clear_results (self);
  self->cancellable = g_cancellable_new ();
  outpost_explain_async (input, self->sender, self->cancellable, explained_cb,
                         g_object_ref (self));
}

static void
text_changed_cb (OutpostExplainWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);

  clear_results (self);
  g_clear_pointer (&self->file, g_bytes_unref);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "explain.run",
                                 gtk_text_buffer_get_char_count (buffer) > 0);
}

static gboolean
read_more_cb (const char *contents,
              goffset     length,
              gpointer    user_data)
{
  return length < INPUT_MAX_OCTETS;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (OutpostExplainWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;
  char *octets = NULL;
  gsize length = 0;

  if (!g_file_load_partial_contents_finish (G_FILE (source), result, &octets, &length, NULL,
                                            &error)) {
    if (self->toasts != NULL)
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (error->message));
    return;
  }
  if (self->text_view == NULL) {
    g_free (octets);
    return; /* the window is gone */
  }
  shown = outpost_printable (octets, (gssize) length, SHOWN_MAX_CHARACTERS);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), shown, -1);
  /* The file itself is what counts: it may be in another charset, and longer. */
  self->file = g_bytes_new_take (octets, length);
  gtk_widget_activate_action (GTK_WIDGET (self), "explain.run", NULL);
}

static void
chosen_cb (GtkFileChooserNative *chooser,
           int                   response,
           OutpostExplainWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    g_file_load_partial_contents_async (file, NULL, read_more_cb, loaded_cb, g_object_ref (self));
  g_object_unref (chooser);
}

static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Choose a Message"), GTK_WINDOW (widget),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Between buttons of 44 px there is no room for a title. */
static void
css_classes_changed_cb (OutpostExplainWindow *self)
{
  gtk_widget_set_visible (self->window_title,
                          !gtk_widget_has_css_class (GTK_WIDGET (self), "narrow"));
}

static gboolean
narrow_cb (gpointer user_data)
{
  OutpostExplainWindow *self = user_data;

  self->narrow_id = 0;
  update_narrow (self);
  return G_SOURCE_REMOVE;
}

static void
outpost_explain_window_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  OutpostExplainWindow *self = OUTPOST_EXPLAIN_WINDOW (widget);
  gboolean narrow = width < NARROW_WIDTH;

  GTK_WIDGET_CLASS (outpost_explain_window_parent_class)->size_allocate (widget, width, height,
                                                                         baseline);
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  /* What is being laid out cannot ask for another layout. */
  if (self->narrow_id == 0)
    self->narrow_id = g_idle_add_full (GTK_PRIORITY_RESIZE, narrow_cb, self, NULL);
}

static void
outpost_explain_window_dispose (GObject *object)
{
  OutpostExplainWindow *self = OUTPOST_EXPLAIN_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_handle_id (&self->narrow_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_EXPLAIN_WINDOW);

  G_OBJECT_CLASS (outpost_explain_window_parent_class)->dispose (object);
}

static void
outpost_explain_window_finalize (GObject *object)
{
  OutpostExplainWindow *self = OUTPOST_EXPLAIN_WINDOW (object);

  g_ptr_array_unref (self->results);
  g_free (self->sender);

  G_OBJECT_CLASS (outpost_explain_window_parent_class)->finalize (object);
}

static void
outpost_explain_window_class_init (OutpostExplainWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = outpost_explain_window_dispose;
  object_class->finalize = outpost_explain_window_finalize;
  widget_class->size_allocate = outpost_explain_window_size_allocate;

  gtk_widget_class_install_action (widget_class, "explain.run", NULL, explain_action);
  gtk_widget_class_install_action (widget_class, "explain.choose", NULL, choose_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK,
                                       "explain.choose", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-explain-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostExplainWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OutpostExplainWindow, page);
  gtk_widget_class_bind_template_child (widget_class, OutpostExplainWindow, text_group);
  gtk_widget_class_bind_template_child (widget_class, OutpostExplainWindow, text_view);
  gtk_widget_class_bind_template_child (widget_class, OutpostExplainWindow, window_title);
  gtk_widget_class_bind_template_callback (widget_class, css_classes_changed_cb);
}

static void
outpost_explain_window_init (OutpostExplainWindow *self)
{
  self->results = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What servers say runs from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self->text_view), GTK_TEXT_DIR_LTR);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed",
                           G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  text_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/**
 * outpost_explain_window_new:
 * @parent: the main window
 * @sender: (nullable): the address that was in From when the test was sent whose
 *   message is to be looked at, or %NULL for any text
 *
 * Returns: (transfer none): a window, not on show yet
 */
GtkWidget *
outpost_explain_window_new (GtkWindow  *parent,
                            const char *sender)
{
  OutpostExplainWindow *self =
    g_object_new (OUTPOST_TYPE_EXPLAIN_WINDOW, "transient-for", parent, NULL);

  outpost_style_class_follow_narrow (GTK_WIDGET (self), GTK_WIDGET (parent));
  self->sender = g_strdup (sender);
  if (sender != NULL) {
    gtk_window_set_title (GTK_WINDOW (self), _("The Message That Arrived"));
    adw_preferences_group_set_description (
      self->text_group,
      _("Open the test message in the mailbox, let the mail program show its source or full "
        "header, and paste that here. Nothing of it leaves this computer."));
  }
  return GTK_WIDGET (self);
}
