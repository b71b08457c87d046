/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-window-private.h"

#include "outpost-answer-words.h"

static void
back (OutpostWindow *self)
{
  g_autofree char *id = g_steal_pointer (&self->back_id);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) > 0)
    outpost_window_leave (self, OUTPOST_NEXT_OPEN, id);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  back (OUTPOST_WINDOW (widget));
}

static void
found_cb (OutpostWindow          *self,
          OutpostDiscoveryAnswer *answer)
{
  g_autoptr (OutpostDraft) draft = outpost_draft_new (NULL);
  g_autoptr (GPtrArray) changes =
    outpost_discovery_answer_to_fix (answer, outpost_draft_get_account (draft));
  g_autofree char *source = outpost_answer_dup_source (answer);

  outpost_draft_fill (draft, changes, source, answer->needs_press ? answer->domain : NULL);
  outpost_window_show_draft (self, draft);
}

static void
by_hand_cb (OutpostWindow *self,
            const char    *address)
{
  g_autoptr (OutpostDraft) draft = outpost_draft_new (NULL);

  outpost_draft_set_text (draft, OUTPOST_FIELD_EMAIL, address);
  outpost_window_show_draft (self, draft);
}

/* Few people see it more than once. */
static void
make_page (OutpostWindow *self)
{
  GtkWidget *page = outpost_first_run_page_new (self->settings);

  self->first_run = OUTPOST_FIRST_RUN_PAGE (page);
  gtk_widget_set_hexpand (page, TRUE);
  outpost_first_run_page_set_narrow (self->first_run, self->narrow);
  g_signal_connect_object (page, "found", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "by-hand", G_CALLBACK (by_hand_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "leave", G_CALLBACK (back), self, G_CONNECT_SWAPPED);
  outpost_window_watch_removed (self, outpost_first_run_page_get_removed (self->first_run));
  gtk_box_append (self->pages, page);
}

/**
 * outpost_window_first_run_class_init:
 * @widget_class: the window's class
 *
 * Installs the actions of the first run.
 */
void
outpost_window_first_run_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
}

/**
 * outpost_window_first_run_update:
 * @self: the window
 *
 * Brings the header up to date with the page on show: without an account there
 * is nothing to choose or to save.
 */
void
outpost_window_first_run_update (OutpostWindow *self)
{
  gboolean first_run = self->is_first_run;

  gtk_widget_set_visible (self->back_button,
                          first_run && g_list_model_get_n_items (G_LIST_MODEL (self->store)) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->account_button), !first_run);
  gtk_widget_set_visible (self->save_button, !first_run);
  /* An empty title would still take room from the account's name. */
  gtk_widget_set_visible (self->window_title, first_run || !self->narrow);
  if (self->first_run != NULL)
    outpost_first_run_page_set_narrow (self->first_run, self->narrow);
}

/**
 * outpost_window_show_first_run:
 * @self: the window
 *
 * Puts the first run on show. The draft before is given up.
 */
void
outpost_window_show_first_run (OutpostWindow *self)
{
  OutpostAccount *base = self->draft != NULL ? outpost_draft_get_base (self->draft) : NULL;
  g_autofree char *id = base != NULL ? g_strdup (outpost_account_get_id (base)) : NULL;
  g_autoptr (OutpostDraft) draft = outpost_draft_new (NULL);

  outpost_window_put_draft (self, draft);
  g_free (self->back_id);
  self->back_id = g_steal_pointer (&id);
  if (self->first_run == NULL)
    make_page (self);
  self->is_first_run = TRUE;
  outpost_first_run_page_reset (self->first_run);
  gtk_widget_set_visible (GTK_WIDGET (self->first_run), TRUE);
  /* Before what has the focus goes: the window would look for another place to have it. */
  outpost_first_run_page_focus (self->first_run);
  gtk_widget_set_visible (GTK_WIDGET (self->page), FALSE);
  outpost_window_update_removed (self);
  outpost_window_update (self);
}

/**
 * outpost_window_hide_first_run:
 * @self: the window
 *
 * Takes the first run away: the form is on show. A search under way ends.
 */
void
outpost_window_hide_first_run (OutpostWindow *self)
{
  outpost_first_run_page_reset (self->first_run);
  gtk_widget_set_visible (GTK_WIDGET (self->first_run), FALSE);
  outpost_window_update_removed (self);
}
