/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-first-run-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address-group.h"
#include "outpost-answer-card.h"
#include "outpost-answer-words.h"
#include "outpost-host.h"
#include "outpost-preferences.h"
#include "outpost-source-list.h"
#include "outpost-style-class.h"

/* What follows on a press is not meant by the second press of a double click. */
#define DOUBLE_CLICK_US (400 * 1000)

typedef enum {
  MODE_START,
  MODE_QUESTION,  /* another address was probably meant */
  MODE_SEARCH,    /* no answer yet */
  MODE_FOUND,     /* an answer is on show; a better one may still come */
  MODE_NOTHING,
} Mode;

struct _OutpostFirstRunPage {
  AdwBin                  parent_instance;

  GtkWidget              *content;
  OutpostAdviceCard      *removed_card;
  OutpostAdviceCard      *broken_card;
  OutpostAddressGroup    *address;
  OutpostAnswerCard      *answer_card;
  GtkBox                 *buttons;
  GtkButton              *secondary;
  GtkButton              *primary;
  OutpostAnswerCard      *better_card;
  OutpostSourceList      *sources;

  GSettings              *settings;     /* NULL where the schema is not installed */
  OutpostDiscovery       *discovery;    /* of the search on show, or NULL */
  GCancellable           *cancellable;  /* while it runs */
  OutpostDiscoveryAnswer *answer;       /* on show */
  OutpostDiscoveryAnswer *better;       /* offered below */
  Mode                    mode;
  gint64                  pressed_us;   /* monotonic: the last press that changed the page */
  guint                   ready_id;
  gboolean                narrow;
};

enum {
  FOUND,
  BY_HAND,
  LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostFirstRunPage, outpost_first_run_page, ADW_TYPE_BIN)

/* The domain of an address, as people write it. */
static char *
domain_of (const char *address)
{
  const char *at = strrchr (address, '@');

  return outpost_host_to_unicode (at != NULL ? at + 1 : address);
}

static void
label_buttons (OutpostFirstRunPage *self,
               const char          *secondary,
               const char          *primary)
{
  gtk_button_set_label (self->secondary, secondary);
  gtk_button_set_label (self->primary, primary);
  outpost_style_class_set (GTK_WIDGET (self->secondary), "suggested-action",
                           self->mode == MODE_NOTHING);
  outpost_style_class_set (GTK_WIDGET (self->primary), "suggested-action",
                           self->mode != MODE_NOTHING);
}

/* Whether the blue button is the next thing for somebody who has pressed Enter in the field. */
static gboolean
focus_may_move (OutpostFirstRunPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->address)) ||
         gtk_widget_is_ancestor (focus, GTK_WIDGET (self->answer_card));
}

/* A screen reader is told where the focus goes, and of nothing else on GTK 4.8. */
static void
lead_on (OutpostFirstRunPage *self)
{
  if (self->cancellable == NULL && self->mode != MODE_START && focus_may_move (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->mode == MODE_NOTHING ? self->secondary
                                                                  : self->primary));
}

static gboolean
ready_cb (gpointer user_data)
{
  OutpostFirstRunPage *self = user_data;

  self->ready_id = 0;
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary), TRUE);
  lead_on (self);
  return G_SOURCE_REMOVE;
}

/* Lets the blue button be pressed, once a double click would be over. */
static void
make_ready (OutpostFirstRunPage *self)
{
  gint64 left_us = self->pressed_us + DOUBLE_CLICK_US - g_get_monotonic_time ();

  g_clear_handle_id (&self->ready_id, g_source_remove);
  if (left_us <= 0) {
    ready_cb (self);
    return;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary), FALSE);
  self->ready_id = g_timeout_add ((guint) (left_us / 1000) + 1, ready_cb, self);
}

static void
stop_search (OutpostFirstRunPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->discovery != NULL)
    g_signal_handlers_disconnect_by_data (self->discovery, self);
  g_clear_object (&self->discovery);
  g_clear_pointer (&self->answer, outpost_discovery_answer_unref);
  g_clear_pointer (&self->better, outpost_discovery_answer_unref);
}

static void
show_start (OutpostFirstRunPage *self)
{
  stop_search (self);
  g_clear_handle_id (&self->ready_id, g_source_remove);
  self->mode = MODE_START;
  outpost_answer_card_hide (self->answer_card);
  outpost_answer_card_hide (self->better_card);
  gtk_widget_set_visible (GTK_WIDGET (self->sources), FALSE);
  gtk_widget_set_valign (self->content, GTK_ALIGN_CENTER);
  label_buttons (self, _("Fill In by Hand"), _("Find Settings"));
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->primary),
                                 GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary), TRUE);
}

/* The server's full name is what the password will be given to: it is the largest text. */
static void
show_answer (OutpostFirstRunPage    *self,
             OutpostDiscoveryAnswer *answer)
{
  g_autofree char *description = outpost_answer_describe (answer);

  g_clear_pointer (&self->answer, outpost_discovery_answer_unref);
  self->answer = outpost_discovery_answer_ref (answer);
  g_clear_pointer (&self->better, outpost_discovery_answer_unref);
  outpost_answer_card_hide (self->better_card);
  self->mode = MODE_FOUND;
  outpost_answer_card_show_answer (self->answer_card, answer, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->primary),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  make_ready (self);
}

/* Not in the place of what is about to be pressed. */
static void
offer_below (OutpostFirstRunPage    *self,
             OutpostDiscoveryAnswer *answer)
{
  g_autofree char *server = outpost_host_to_unicode (answer->server);
  /* Translators: on a button; a host name */
  g_autofree char *label = g_strdup_printf (_("Use %s"), server);

  g_clear_pointer (&self->better, outpost_discovery_answer_unref);
  self->better = outpost_discovery_answer_ref (answer);
  outpost_answer_card_show_answer (self->better_card, answer, label);
}

static void
answer_changed_cb (OutpostFirstRunPage *self)
{
  OutpostDiscoveryAnswer *best = outpost_discovery_get_best (self->discovery);
  GtkWidget *primary = GTK_WIDGET (self->primary);

  if (best == NULL || best == self->answer || best == self->better)
    return;
  if (self->mode == MODE_FOUND && gtk_widget_is_sensitive (primary) &&
      (gtk_widget_has_focus (primary) ||
       (gtk_widget_get_state_flags (primary) & GTK_STATE_FLAG_PRELIGHT) != 0))
    offer_below (self, best);
  else
    show_answer (self, best);
}

static void
source_changed_cb (OutpostFirstRunPage *self)
{
  outpost_source_list_show (self->sources, self->discovery);
}

static void
show_nothing (OutpostFirstRunPage *self,
              const GError        *error)
{
  self->mode = MODE_NOTHING;
  label_buttons (self, _("Fill In by Hand"), _("Look Again"));
  outpost_answer_card_show_nothing (self->answer_card,
                                    outpost_discovery_get_domain (self->discovery),
                                    g_error_matches (error, OUTPOST_DISCOVERY_ERROR,
                                                     OUTPOST_DISCOVERY_ERROR_OFFLINE));
  make_ready (self);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (OutpostFirstRunPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostDiscoveryAnswer) answer =
    outpost_discovery_run_finish (OUTPOST_DISCOVERY (source), result, &error);

  if (self->discovery != OUTPOST_DISCOVERY (source) || self->cancellable == NULL)
    return; /* given up by now */

  g_clear_object (&self->cancellable);
  source_changed_cb (self);
  if (answer != NULL)
    answer_changed_cb (self);
  if (self->mode == MODE_SEARCH)
    show_nothing (self, error);
  else if (self->ready_id == 0)
    lead_on (self);
}

static void
run (OutpostFirstRunPage *self)
{
  self->mode = MODE_SEARCH;
  self->cancellable = g_cancellable_new ();
  label_buttons (self, _("Fill In by Hand"), _("Use These Settings"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary), FALSE);
  outpost_answer_card_show_search (self->answer_card,
                                   outpost_discovery_get_domain (self->discovery),
                                   outpost_discovery_get_address (self->discovery));
  source_changed_cb (self);
  gtk_widget_set_visible (GTK_WIDGET (self->sources), TRUE);
  /* Centred, all of it would move as the list below it grows. */
  gtk_widget_set_valign (self->content, GTK_ALIGN_START);
  g_signal_connect_object (self->discovery, "source-changed", G_CALLBACK (source_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->discovery, "answer-changed", G_CALLBACK (answer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  outpost_discovery_run_async (self->discovery, self->cancellable, finished_cb,
                               g_object_ref (self));
}

static void
ask (OutpostFirstRunPage *self)
{
  const char *domain = outpost_discovery_get_domain (self->discovery);
  g_autofree char *meant = domain_of (outpost_discovery_get_suggestion (self->discovery));
  /* Translators: on a button: stay with this domain */
  g_autofree char *keep = g_strdup_printf (_("Keep %s"), domain);
  /* Translators: on a button; a domain */
  g_autofree char *use_meant = g_strdup_printf (_("Use %s"), meant);

  self->mode = MODE_QUESTION;
  label_buttons (self, keep, use_meant);
  outpost_answer_card_show_question (self->answer_card, domain, meant);
  make_ready (self);
}

static void
fill_in_by_hand (OutpostFirstRunPage *self)
{
  g_autofree char *text = outpost_address_group_dup_text (self->address);

  show_start (self);
  g_signal_emit (self, signals[BY_HAND], 0, text);
}

static void
find (OutpostFirstRunPage *self)
{
  g_autofree char *text = outpost_address_group_dup_text (self->address);

  show_start (self);
  if (!outpost_address_group_check (self->address))
    return;
  self->discovery = outpost_discovery_new (text);
  outpost_preferences_apply (self->settings, self->discovery);
  /* name@[192.0.2.1]: there is nothing to look up, and the form takes it. */
  if (outpost_discovery_get_domain (self->discovery) == NULL)
    fill_in_by_hand (self);
  else if (outpost_discovery_get_suggestion (self->discovery) != NULL)
    ask (self);
  else
    run (self);
}

static void
use (OutpostFirstRunPage    *self,
     OutpostDiscoveryAnswer *answer)
{
  g_autoptr (OutpostDiscoveryAnswer) used = outpost_discovery_answer_ref (answer);

  show_start (self);
  g_signal_emit (self, signals[FOUND], 0, used);
}

static void
use_suggestion (OutpostFirstRunPage *self)
{
  g_autofree char *meant = g_strdup (outpost_discovery_get_suggestion (self->discovery));

  outpost_address_group_set_text (self->address, meant);
  outpost_address_group_focus (self->address);
  find (self);
}

static void
primary_clicked_cb (OutpostFirstRunPage *self)
{
  self->pressed_us = g_get_monotonic_time ();
  switch (self->mode) {
  case MODE_QUESTION:
    use_suggestion (self);
    break;
  case MODE_FOUND:
    use (self, self->answer);
    break;
  case MODE_START:
  case MODE_NOTHING:
    find (self);
    break;
  case MODE_SEARCH:
  default:
    break;
  }
}

static void
secondary_clicked_cb (OutpostFirstRunPage *self)
{
  if (self->mode != MODE_QUESTION) {
    fill_in_by_hand (self);
    return;
  }
  self->pressed_us = g_get_monotonic_time ();
  outpost_discovery_keep_address (self->discovery);
  run (self);
}

/* Enter in the field presses the blue button. */
static void
activated_cb (OutpostFirstRunPage *self)
{
  GtkButton *blue = self->mode == MODE_NOTHING ? self->secondary : self->primary;

  if (gtk_widget_is_sensitive (GTK_WIDGET (blue)))
    g_signal_emit_by_name (blue, "clicked");
}

static void
changed_cb (OutpostFirstRunPage *self)
{
  /* What was found was found for another address. */
  if (self->mode != MODE_START)
    show_start (self);
}

static void
cancel_cb (OutpostFirstRunPage *self)
{
  show_start (self);
  outpost_first_run_page_focus (self);
}

static void
better_cb (OutpostFirstRunPage *self)
{
  use (self, self->better);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  OutpostFirstRunPage *self = OUTPOST_FIRST_RUN_PAGE (widget);

  if (self->mode != MODE_START)
    cancel_cb (self);
  else
    g_signal_emit (self, signals[LEAVE], 0);
  return TRUE;
}

static void
outpost_first_run_page_dispose (GObject *object)
{
  OutpostFirstRunPage *self = OUTPOST_FIRST_RUN_PAGE (object);

  g_clear_handle_id (&self->ready_id, g_source_remove);
  stop_search (self);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_FIRST_RUN_PAGE);

  G_OBJECT_CLASS (outpost_first_run_page_parent_class)->dispose (object);
}

static void
install_signals (GType type)
{
  /**
   * OutpostFirstRunPage::found:
   * @self: the page
   * @answer: (type OutpostDiscoveryAnswer): the settings
   *
   * These settings are to be used.
   */
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, OUTPOST_TYPE_DISCOVERY_ANSWER);

  /**
   * OutpostFirstRunPage::by-hand:
   * @self: the page
   * @address: what was typed; may be empty, and no address
   *
   * The form is to be filled in by hand.
   */
  signals[BY_HAND] = g_signal_new ("by-hand", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * OutpostFirstRunPage::leave:
   * @self: the page
   *
   * The person wants back to what was there before.
   */
  signals[LEAVE] = g_signal_new ("leave", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
outpost_first_run_page_class_init (OutpostFirstRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_first_run_page_dispose;
  install_signals (G_TYPE_FROM_CLASS (klass));

  g_type_ensure (OUTPOST_TYPE_ADDRESS_GROUP);
  g_type_ensure (OUTPOST_TYPE_ADVICE_CARD);
  g_type_ensure (OUTPOST_TYPE_ANSWER_CARD);
  g_type_ensure (OUTPOST_TYPE_SOURCE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-first-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, content);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, removed_card);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, broken_card);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, address);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, answer_card);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, secondary);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, primary);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, better_card);
  gtk_widget_class_bind_template_child (widget_class, OutpostFirstRunPage, sources);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, better_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, primary_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_clicked_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
outpost_first_run_page_init (OutpostFirstRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  show_start (self);
}

/**
 * outpost_first_run_page_new:
 * @settings: (nullable): the preferences, or %NULL where their schema is not installed
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
outpost_first_run_page_new (GSettings *settings)
{
  OutpostFirstRunPage *self = g_object_new (OUTPOST_TYPE_FIRST_RUN_PAGE, NULL);

  g_set_object (&self->settings, settings);
  return GTK_WIDGET (self);
}

/**
 * outpost_first_run_page_reset:
 * @self: the page
 *
 * Ends a search and empties the field: somebody begins anew.
 */
void
outpost_first_run_page_reset (OutpostFirstRunPage *self)
{
  g_return_if_fail (OUTPOST_IS_FIRST_RUN_PAGE (self));

  show_start (self);
  outpost_address_group_set_text (self->address, "");
}

/**
 * outpost_first_run_page_focus:
 * @self: the page
 *
 * Moves the keyboard focus into the field.
 */
void
outpost_first_run_page_focus (OutpostFirstRunPage *self)
{
  g_return_if_fail (OUTPOST_IS_FIRST_RUN_PAGE (self));

  outpost_address_group_focus (self->address);
}

/**
 * outpost_first_run_page_set_narrow:
 * @self: the page
 * @narrow: whether the window is narrow: the buttons are then below each other,
 *   the blue one first
 *
 * Follows the window's shape.
 */
void
outpost_first_run_page_set_narrow (OutpostFirstRunPage *self,
                                   gboolean             narrow)
{
  g_return_if_fail (OUTPOST_IS_FIRST_RUN_PAGE (self));

  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_reorder_child_after (self->buttons, GTK_WIDGET (self->primary),
                               narrow ? NULL : GTK_WIDGET (self->secondary));
  outpost_address_group_set_narrow (self->address, narrow);
  outpost_answer_card_set_narrow (self->answer_card, narrow);
  outpost_answer_card_set_narrow (self->better_card, narrow);
  outpost_source_list_set_narrow (self->sources, narrow);
  outpost_advice_card_set_narrow (self->removed_card, narrow);
  outpost_advice_card_set_narrow (self->broken_card, narrow);
}

/**
 * outpost_first_run_page_get_removed:
 * @self: the page
 *
 * Returns: (transfer none): the card of an account that can be had back
 */
OutpostAdviceCard *
outpost_first_run_page_get_removed (OutpostFirstRunPage *self)
{
  g_return_val_if_fail (OUTPOST_IS_FIRST_RUN_PAGE (self), NULL);

  return self->removed_card;
}

/**
 * outpost_first_run_page_get_broken:
 * @self: the page
 *
 * Returns: (transfer none): the card of account files that cannot be read
 */
OutpostAdviceCard *
outpost_first_run_page_get_broken (OutpostFirstRunPage *self)
{
  g_return_val_if_fail (OUTPOST_IS_FIRST_RUN_PAGE (self), NULL);

  return self->broken_card;
}
