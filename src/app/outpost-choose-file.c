/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-choose-file.h"

#include <glib/gi18n-lib.h>

#include "outpost-words.h"

/* What waits for the person's answer. */
typedef struct {
  OutpostDraft *draft;
  OutpostField  field;
} Choice;

static void
choice_free (gpointer  data,
             GClosure *closure)
{
  Choice *choice = data;

  g_object_unref (choice->draft);
  g_free (choice);
}

static void
response_cb (GtkFileChooserNative *chooser,
             int                   response,
             Choice               *choice)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    outpost_draft_set_text (choice->draft, choice->field, g_file_peek_path (file));
  g_object_unref (chooser);
}

static GtkWidget *
find_file_button (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_ACTIONABLE (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "form.choose-file") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_file_button (child);

  return found;
}

/**
 * outpost_choose_file:
 * @widget: a widget of the window that asks
 * @draft: where the answer goes
 * @field: which field holds the file's name
 *
 * Lets the person choose a file for a field.
 */
void
outpost_choose_file (GtkWidget    *widget,
                     OutpostDraft *draft,
                     OutpostField  field)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (outpost_field_get_label (field),
                                 GTK_WINDOW (gtk_widget_get_root (widget)),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  Choice *choice = g_new0 (Choice, 1);

  choice->draft = g_object_ref (draft);
  choice->field = field;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), choice, choice_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * outpost_choose_file_name_button:
 * @row: a row that may have a button to choose a file
 * @title: the row's title
 *
 * There are several such buttons: lets each say for which field it is.
 */
void
outpost_choose_file_name_button (GtkWidget  *row,
                                 const char *title)
{
  GtkWidget *button = find_file_button (row);
  g_autofree char *name = NULL;

  if (button == NULL)
    return;
  name = g_strdup_printf (_("%s for %s"), _("Choose File…"), title);
  outpost_words_name (button, name);
}
