/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-answer-card.h"

#include <glib/gi18n-lib.h>

#include "outpost-answer-words.h"
#include "outpost-host.h"
#include "outpost-printable.h"
#include "outpost-words.h"

struct _OutpostAnswerCard {
  AdwPreferencesGroup  parent_instance;

  GtkWidget           *row;
  GtkBox              *content;
  GtkStack            *state;
  GtkImage            *icon;
  GtkSpinner          *spinner;
  GtkWidget           *words;
  GtkLabel            *heading;
  GtkLabel            *text;
  GtkLabel            *facts;
  GtkBox              *search;        /* over the words, which keep their place below it */
  GtkLabel            *search_label;
  GtkButton           *button;
};

enum {
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostAnswerCard, outpost_answer_card, ADW_TYPE_PREFERENCES_GROUP)

static void
button_clicked_cb (OutpostAnswerCard *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
outpost_answer_card_class_init (OutpostAnswerCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * OutpostAnswerCard::activated:
   * @self: the card
   *
   * The card's button was pressed.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-answer-card.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, row);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, content);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, state);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, icon);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, words);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, heading);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, text);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, facts);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, search);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, search_label);
  gtk_widget_class_bind_template_child (widget_class, OutpostAnswerCard, button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
outpost_answer_card_init (OutpostAnswerCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_overlay_set_measure_overlay (GTK_OVERLAY (gtk_widget_get_parent (self->words)),
                                   GTK_WIDGET (self->search), TRUE);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
name_row (OutpostAnswerCard *self)
{
  GtkLabel *labels[] = { self->heading, self->text, self->facts };
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    if (!gtk_widget_get_visible (GTK_WIDGET (labels[i])))
      continue;
    if (name->len > 0)
      g_string_append_c (name, '\n');
    g_string_append (name, gtk_label_get_text (labels[i]));
  }
  outpost_words_name (self->row, name->str);
  /* The list has no title of its own to be named by. */
  outpost_words_name (gtk_widget_get_parent (self->row), name->str);
}

static void
set_searching (OutpostAnswerCard *self,
               gboolean           searching)
{
  gtk_spinner_set_spinning (self->spinner, searching);
  gtk_stack_set_visible_child_name (self->state, searching ? "spinner" : "icon");
  gtk_widget_set_visible (GTK_WIDGET (self->search), searching);
  gtk_widget_set_opacity (self->words, searching ? 0 : 1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->words), GTK_ACCESSIBLE_STATE_HIDDEN,
                               searching, -1);
}

static void
show_words (OutpostAnswerCard *self,
            const char        *icon_name,
            const char        *heading,
            const char        *text,
            const char        *facts,
            const char        *button_label)
{
  /* Nor is the card to become lower than it was while it waited. */
  if (gtk_widget_get_visible (GTK_WIDGET (self->search)) &&
      gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_widget_set_size_request (self->row, -1, gtk_widget_get_allocated_height (self->row));
  gtk_image_set_from_icon_name (self->icon, icon_name);
  set_searching (self, FALSE);
  set_text (self->heading, heading);
  set_text (self->text, text);
  set_text (self->facts, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL);
  if (button_label != NULL)
    gtk_button_set_label (self->button, button_label);
  name_row (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * outpost_answer_card_show_search:
 * @self: the card
 * @domain: what is being looked up
 * @address: the address that settings are looked for
 *
 * Shows that the search is under way; the button cancels it. The card is as
 * high as with a usual answer.
 */
void
outpost_answer_card_show_search (OutpostAnswerCard *self,
                                 const char        *domain,
                                 const char        *address)
{
  g_autofree char *isolated = NULL;
  g_autofree char *text = NULL;
  g_autofree char *server = NULL;
  g_autofree char *settings = NULL;

  g_return_if_fail (OUTPOST_IS_ANSWER_CARD (self) && domain != NULL && address != NULL);

  isolated = outpost_printable_isolate (domain);
  /* Translators: %s is a domain */
  text = g_strdup_printf (_("Looking for the settings of %s…"), isolated);
  gtk_label_set_text (self->search_label, text);
  server = g_strconcat ("smtp.", domain, NULL);
  settings = outpost_answer_format_settings (465, OUTPOST_SMTP_SECURITY_STARTTLS, address);
  set_text (self->heading, server);
  set_text (self->text, settings);
  set_text (self->facts, "\n"); /* two lines */
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  gtk_widget_set_size_request (self->row, -1, -1);
  set_searching (self, TRUE);
  outpost_words_name (self->row, text);
  outpost_words_name (gtk_widget_get_parent (self->row), text);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * outpost_answer_card_show_question:
 * @self: the card
 * @domain: the domain that was typed
 * @meant: the one that was probably meant
 *
 * Asks which it is.
 */
void
outpost_answer_card_show_question (OutpostAnswerCard *self,
                                   const char        *domain,
                                   const char        *meant)
{
  g_autofree char *isolated = NULL;
  g_autofree char *isolated_meant = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (OUTPOST_IS_ANSWER_CARD (self) && domain != NULL && meant != NULL);

  isolated = outpost_printable_isolate (domain);
  isolated_meant = outpost_printable_isolate (meant);
  /* Translators: %s is a domain, such as gmail.com */
  heading = g_strdup_printf (_("Did you mean %s?"), isolated_meant);
  /* Translators: %s is a domain */
  text = g_strdup_printf (_("%s looks misspelt. Nothing has been looked up yet."), isolated);
  show_words (self, "dialog-question-symbolic", heading, text, NULL, NULL);
}

/**
 * outpost_answer_card_show_answer:
 * @self: the card
 * @answer: settings that were found
 * @button_label: (nullable): what the card's button says, or %NULL for none
 *
 * Shows an answer. The server's full name, which the password will be given
 * to, is the largest text.
 */
void
outpost_answer_card_show_answer (OutpostAnswerCard      *self,
                                 OutpostDiscoveryAnswer *answer,
                                 const char             *button_label)
{
  g_autofree char *server = NULL;
  g_autofree char *settings = NULL;

  g_return_if_fail (OUTPOST_IS_ANSWER_CARD (self) && answer != NULL);

  server = outpost_host_to_unicode (answer->server);
  settings = outpost_answer_dup_settings (answer);
  show_words (self, "network-server-symbolic", server, settings, answer->explanation,
              button_label);
}

/**
 * outpost_answer_card_show_nothing:
 * @self: the card
 * @domain: what was looked up
 * @offline: whether nobody could be asked
 *
 * Says that there is no answer, and what to do.
 */
void
outpost_answer_card_show_nothing (OutpostAnswerCard *self,
                                  const char        *domain,
                                  gboolean           offline)
{
  g_autofree char *isolated = NULL;
  g_autofree char *heading = NULL;

  g_return_if_fail (OUTPOST_IS_ANSWER_CARD (self) && domain != NULL);

  isolated = outpost_printable_isolate (domain);
  /* Translators: %s is a domain */
  heading = g_strdup_printf (_("No settings found for %s"), isolated);
  show_words (self, offline ? "network-offline-symbolic" : "dialog-question-symbolic", heading,
              offline ? _("Nobody could be asked: this computer seems to have no network. Look "
                          "again once it has, or fill in the server by hand.")
                      : _("The help pages of the provider name its server, which can be filled "
                          "in by hand."),
              NULL, NULL);
}

/**
 * outpost_answer_card_hide:
 * @self: the card
 *
 * Takes the card away.
 */
void
outpost_answer_card_hide (OutpostAnswerCard *self)
{
  g_return_if_fail (OUTPOST_IS_ANSWER_CARD (self));

  set_searching (self, FALSE);
  gtk_widget_set_size_request (self->row, -1, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * outpost_answer_card_set_narrow:
 * @self: the card
 * @narrow: whether the window is narrow: the button is then below the text
 *
 * Follows the window's shape.
 */
void
outpost_answer_card_set_narrow (OutpostAnswerCard *self,
                                gboolean           narrow)
{
  g_return_if_fail (OUTPOST_IS_ANSWER_CARD (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->content),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->search),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (GTK_WIDGET (self->button), narrow ? GTK_ALIGN_START : GTK_ALIGN_FILL);
}
