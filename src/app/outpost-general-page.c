/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-general-page.h"

#include <glib/gi18n-lib.h>

#include "outpost-choose-file.h"
#include "outpost-delivery-group.h"
#include "outpost-expander.h"
#include "outpost-form-choices.h"
#include "outpost-form.h"
#include "outpost-password-row.h"
#include "outpost-result-group.h"
#include "outpost-scroller.h"
#include "outpost-source-box.h"
#include "outpost-test-group.h"
#include "outpost-words.h"

struct _OutpostGeneralPage {
  AdwPreferencesPage   parent_instance;

  OutpostAdviceCard   *cards[OUTPOST_N_CARD_SLOTS];
  OutpostAdviceCard   *advice_card;
  AdwPreferencesGroup *server_group;
  OutpostSourceBox    *source_box;
  GtkWidget           *username_row;
  GtkWidget           *password_row;
  GtkWidget           *advanced_row;
  OutpostTestGroup    *test_group;
  OutpostResultGroup  *result_group;

  OutpostForm         *form;
  OutpostDraft        *draft;
  OutpostTestRunner   *runner;
  OutpostScroller     *scroller;
  GtkWidget           *delivery;  /* NULL before the first test that passed */
  const OutpostPreset *advised;   /* the provider whose advice was judged last */
  gboolean             narrow;
};

enum {
  KEYRING_ERROR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostGeneralPage, outpost_general_page, ADW_TYPE_PREFERENCES_PAGE)

static const struct {
  OutpostField  field;
  const char   *row;
} entries[] = {
  { OUTPOST_FIELD_SERVER, "server_row" },
  { OUTPOST_FIELD_PORT, "port_row" },
  { OUTPOST_FIELD_USERNAME, "username_row" },
  { OUTPOST_FIELD_PASSWORD, "password_row" },
  { OUTPOST_FIELD_EMAIL, "email_row" },
  { OUTPOST_FIELD_SENDER, "sender_row" },
  { OUTPOST_FIELD_SENDER_NAME, "sender_name_row" },
  { OUTPOST_FIELD_HELLO_NAME, "hello_name_row" },
  { OUTPOST_FIELD_REPLY_TO, "reply_to_row" },
  { OUTPOST_FIELD_RETURN_PATH, "return_path_row" },
  { OUTPOST_FIELD_TIMEOUT, "timeout_row" },
  { OUTPOST_FIELD_CA_FILE, "ca_file_row" },
  { OUTPOST_FIELD_PINNED_KEY, "pinned_key_row" },
  { OUTPOST_FIELD_CLIENT_CERTIFICATE, "client_certificate_row" },
  { OUTPOST_FIELD_CLIENT_KEY, "client_key_row" },
};

/* In the order of OutpostCardSlot. */
static const char *const card_names[OUTPOST_N_CARD_SLOTS] = {
  "problem_card", "changed_card", "removed_card", "broken_card",
};

static const char *const choice_rows[] = { "security_row", "sign_in_row", "mechanism_row" };

static GObject *
child_named (OutpostGeneralPage *self,
             const char         *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self), OUTPOST_TYPE_GENERAL_PAGE, name);
}

static void
add_choices (OutpostGeneralPage *self)
{
  outpost_form_add_security (self->form, ADW_COMBO_ROW (child_named (self, "security_row")));
  outpost_form_add_sign_in (self->form, ADW_COMBO_ROW (child_named (self, "sign_in_row")));
  outpost_form_add_mechanism (self->form, ADW_COMBO_ROW (child_named (self, "mechanism_row")));
}

static void
update_source (OutpostGeneralPage *self)
{
  gboolean changed;
  const char *source = outpost_draft_get_source (self->draft, &changed);
  const char *words = changed ? _("Changed by you") : source;
  g_autofree char *markup = self->narrow && words != NULL ? g_markup_escape_text (words, -1)
                                                          : NULL;

  outpost_source_box_show (self->source_box, words, changed,
                           outpost_draft_is_unconfirmed (self->draft), self->narrow);
  adw_preferences_group_set_description (self->server_group, markup);
}

static void
show_advice (OutpostGeneralPage  *self,
             const OutpostAdvice *advice)
{
  if (advice == NULL) {
    outpost_advice_card_hide (self->advice_card);
    return;
  }
  outpost_advice_card_show (self->advice_card,
                            advice->blocks ? OUTPOST_CARD_WARNING : OUTPOST_CARD_NOTICE,
                            advice->title, advice->text,
                            advice->url != NULL ? advice->button : NULL);
  outpost_advice_card_set_link (self->advice_card, TRUE);
}

/* While somebody types, advice comes with its provider and goes with it only. */
static void
follow_provider (OutpostGeneralPage *self)
{
  const OutpostPreset *preset = outpost_draft_get_preset (self->draft);

  if (preset == self->advised) {
    if (outpost_draft_get_advice (self->draft) == NULL)
      show_advice (self, NULL);
    return;
  }
  outpost_general_page_judge_advice (self);
}

static void
update_sign_in (OutpostGeneralPage *self)
{
  OutpostSignIn sign_in = outpost_account_get_sign_in (outpost_draft_get_account (self->draft));

  gtk_widget_set_sensitive (self->username_row, sign_in != OUTPOST_SIGN_IN_NONE);
  gtk_widget_set_sensitive (self->password_row, sign_in == OUTPOST_SIGN_IN_AUTO ||
                                                sign_in == OUTPOST_SIGN_IN_PASSWORD);
}

static void
draft_changed_cb (OutpostGeneralPage *self)
{
  update_source (self);
  update_sign_in (self);
  follow_provider (self);
  outpost_result_group_judge_age (self->result_group);
}

static void
advice_activated_cb (OutpostGeneralPage *self)
{
  const OutpostAdvice *advice = outpost_draft_get_advice (self->draft);

  if (advice != NULL && advice->url != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), advice->url,
                  GDK_CURRENT_TIME);
}

static void
restore_cb (OutpostGeneralPage *self)
{
  outpost_draft_restore_source (self->draft);
}

static void
result_fix_cb (OutpostGeneralPage *self)
{
  OutpostTrialReport *report = outpost_test_runner_get_report (self->runner);
  const OutpostDiagnosis *diagnosis =
    report != NULL ? outpost_trial_report_get_diagnosis (report) : NULL;

  if (diagnosis != NULL && diagnosis->fix != NULL)
    outpost_draft_apply_changes (self->draft, diagnosis->fix);
}

static void
activated_cb (OutpostGeneralPage *self,
              int                 field)
{
  if (field == OUTPOST_FIELD_TEST_ADDRESS)
    outpost_general_page_press_test (self, TRUE);
}

static void
keyring_error_cb (OutpostGeneralPage *self,
                  const GError       *error)
{
  g_signal_emit (self, signals[KEYRING_ERROR], 0, error);
}

static void
started_cb (OutpostGeneralPage *self)
{
  outpost_scroller_to_top_third (self->scroller, GTK_WIDGET (self->test_group));
}

static void
delivery_checked_cb (OutpostGeneralPage *self)
{
  outpost_scroller_into_view (self->scroller, self->delivery);
}

/* Not before it is needed: the window would be slower to appear. */
static void
make_delivery (OutpostGeneralPage *self)
{
  self->delivery = outpost_delivery_group_new (self->runner, self->draft);
  outpost_delivery_group_set_narrow (OUTPOST_DELIVERY_GROUP (self->delivery), self->narrow);
  g_signal_connect_object (self->delivery, "checked", G_CALLBACK (delivery_checked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->delivery));
}

static void
finished_cb (OutpostGeneralPage *self)
{
  GtkWidget *failed = outpost_result_group_get_failed_row (self->result_group);

  if (self->delivery == NULL)
    make_delivery (self);
  if (failed == NULL)
    return;
  outpost_scroller_into_view (self->scroller, failed);
  /* On GTK 4.8 a screen reader speaks only where the focus goes. Somebody who has gone on
   * to another field is left there. */
  if (outpost_test_group_has_focus (self->test_group))
    gtk_widget_grab_focus (failed);
}

static void
choose_file_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  OutpostField field;

  if (outpost_field_from_key (g_variant_get_string (parameter, NULL), &field))
    outpost_choose_file (widget, OUTPOST_GENERAL_PAGE (widget)->draft, field);
}

static void
outpost_general_page_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  OutpostGeneralPage *self = OUTPOST_GENERAL_PAGE (widget);

  outpost_scroller_before_layout (self->scroller);
  GTK_WIDGET_CLASS (outpost_general_page_parent_class)->size_allocate (widget, width, height,
                                                                       baseline);
  outpost_scroller_after_layout (self->scroller);
}

static void
outpost_general_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (outpost_general_page_parent_class)->root (widget);

  outpost_form_watch_pointer (OUTPOST_GENERAL_PAGE (widget)->form,
                              GTK_WIDGET (gtk_widget_get_root (widget)));
}

static void
outpost_general_page_dispose (GObject *object)
{
  OutpostGeneralPage *self = OUTPOST_GENERAL_PAGE (object);

  if (self->form != NULL)
    g_object_run_dispose (G_OBJECT (self->form));
  g_clear_object (&self->form);
  g_clear_object (&self->runner);
  g_clear_object (&self->scroller);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_GENERAL_PAGE);

  G_OBJECT_CLASS (outpost_general_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-general-page.ui");
  for (guint i = 0; i < OUTPOST_N_CARD_SLOTS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, card_names[i], FALSE,
                                               G_STRUCT_OFFSET (OutpostGeneralPage, cards[i]));
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, advice_card);
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, server_group);
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, source_box);
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, username_row);
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, test_group);
  gtk_widget_class_bind_template_child (widget_class, OutpostGeneralPage, result_group);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    if (entries[i].field != OUTPOST_FIELD_USERNAME && entries[i].field != OUTPOST_FIELD_PASSWORD)
      gtk_widget_class_bind_template_child_full (widget_class, entries[i].row, FALSE, 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (choice_rows); i++)
    gtk_widget_class_bind_template_child_full (widget_class, choice_rows[i], FALSE, 0);
}

static void
outpost_general_page_class_init (OutpostGeneralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_general_page_dispose;
  widget_class->size_allocate = outpost_general_page_size_allocate;
  widget_class->root = outpost_general_page_root;

  /**
   * OutpostGeneralPage::keyring-error:
   * @self: the page
   * @error: why the stored password could not be shown
   *
   * The person wanted to see the stored password and cannot.
   */
  signals[KEYRING_ERROR] = g_signal_new ("keyring-error", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);

  g_type_ensure (OUTPOST_TYPE_ADVICE_CARD);
  g_type_ensure (OUTPOST_TYPE_PASSWORD_ROW);
  g_type_ensure (OUTPOST_TYPE_SOURCE_BOX);
  g_type_ensure (OUTPOST_TYPE_TEST_GROUP);
  g_type_ensure (OUTPOST_TYPE_RESULT_GROUP);
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, advice_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, result_fix_cb);
  gtk_widget_class_install_action (widget_class, "form.choose-file", "s", choose_file_action);
}

static void
name_advanced (OutpostGeneralPage *self)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (child_named (self, "timeout_row")));

  /* The lists of a group without a title, and of the rows inside, have no name of their own. */
  outpost_words_name (gtk_widget_get_parent (self->advanced_row), _("Advanced"));
  outpost_words_name (list, _("Advanced"));
  outpost_expander_name (ADW_EXPANDER_ROW (self->advanced_row), _("Advanced"));
  outpost_expander_make_light (ADW_EXPANDER_ROW (self->advanced_row), list);
}

static void
outpost_general_page_init (OutpostGeneralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->scroller = outpost_scroller_new (GTK_WIDGET (self));
  self->runner = outpost_test_runner_new ();
  outpost_test_group_set_runner (self->test_group, self->runner);
  outpost_result_group_set_runner (self->result_group, self->runner);
  g_signal_connect_object (self->runner, "started", G_CALLBACK (started_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "finished", G_CALLBACK (finished_cb), self,
                           G_CONNECT_SWAPPED);

  self->form = outpost_form_new ();
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    outpost_form_add_entry (self->form, entries[i].field,
                            ADW_ENTRY_ROW (child_named (self, entries[i].row)));
  outpost_form_add_entry (self->form, OUTPOST_FIELD_TEST_ADDRESS,
                          outpost_test_group_get_row (self->test_group));
  add_choices (self);
  outpost_words_wrap_title (self->server_group);
  name_advanced (self);
  g_signal_connect_object (self->form, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "keyring-error", G_CALLBACK (keyring_error_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_general_page_set_draft:
 * @self: the page
 * @draft: the draft to edit from now on
 *
 * Goes over to another account.
 */
void
outpost_general_page_set_draft (OutpostGeneralPage *self,
                                OutpostDraft       *draft)
{
  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self) && OUTPOST_IS_DRAFT (draft));

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_func (self->draft, draft_changed_cb, self);
  g_set_object (&self->draft, draft);
  outpost_test_runner_set_draft (self->runner, draft);
  outpost_result_group_reset (self->result_group);
  outpost_form_set_draft (self->form, draft);
  outpost_test_group_set_draft (self->test_group, draft);
  if (self->delivery != NULL)
    outpost_delivery_group_set_draft (OUTPOST_DELIVERY_GROUP (self->delivery), draft);
  outpost_general_page_judge_advice (self);
  draft_changed_cb (self);
  g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_general_page_set_narrow:
 * @self: the page
 * @narrow: whether the window is narrow
 *
 * Follows the window's shape.
 */
void
outpost_general_page_set_narrow (OutpostGeneralPage *self,
                                 gboolean            narrow)
{
  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self));

  self->narrow = narrow;
  outpost_form_set_narrow (self->form, narrow);
  outpost_result_group_set_narrow (self->result_group, narrow);
  if (self->delivery != NULL)
    outpost_delivery_group_set_narrow (OUTPOST_DELIVERY_GROUP (self->delivery), narrow);
  for (guint i = 0; i < OUTPOST_N_CARD_SLOTS; i++)
    outpost_advice_card_set_narrow (self->cards[i], narrow);
  outpost_advice_card_set_narrow (self->advice_card, narrow);
  if (self->draft != NULL)
    update_source (self);
}

/**
 * outpost_general_page_get_runner:
 * @self: the page
 *
 * Returns: (transfer none): what runs the tests
 */
OutpostTestRunner *
outpost_general_page_get_runner (OutpostGeneralPage *self)
{
  g_return_val_if_fail (OUTPOST_IS_GENERAL_PAGE (self), NULL);

  return self->runner;
}

/**
 * outpost_general_page_get_card:
 * @self: the page
 * @slot: which
 *
 * Returns: (transfer none): the card for this state of the window
 */
OutpostAdviceCard *
outpost_general_page_get_card (OutpostGeneralPage *self,
                               OutpostCardSlot     slot)
{
  g_return_val_if_fail (OUTPOST_IS_GENERAL_PAGE (self), NULL);

  return self->cards[slot];
}

/**
 * outpost_general_page_judge_advice:
 * @self: the page
 *
 * Shows the provider's advice unless the password has the wanted shape by now.
 * Called at a load and at a save, never while someone types.
 */
void
outpost_general_page_judge_advice (OutpostGeneralPage *self)
{
  const OutpostAdvice *advice = outpost_draft_get_advice (self->draft);

  self->advised = outpost_draft_get_preset (self->draft);
  show_advice (self, advice != NULL && !advice->blocks && outpost_draft_has_likely_password (self->draft) ? NULL
                                                                                      : advice);
}

/**
 * outpost_general_page_press_test:
 * @self: the page
 * @send: whether to send the message; %FALSE to stop after the recipient
 *
 * Does what Test does.
 */
void
outpost_general_page_press_test (OutpostGeneralPage *self,
                                 gboolean            send)
{
  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self));

  outpost_test_group_press (self->test_group, send);
}

/**
 * outpost_general_page_cancel_test:
 * @self: the page
 *
 * Does what Cancel does.
 */
void
outpost_general_page_cancel_test (OutpostGeneralPage *self)
{
  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self));

  outpost_test_group_cancel (self->test_group);
}

/**
 * outpost_general_page_focus_error:
 * @self: the page
 *
 * Shows every finding and moves the focus to the first field that holds Save back.
 */
void
outpost_general_page_focus_error (OutpostGeneralPage *self)
{
  OutpostField field;

  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self));

  outpost_draft_touch_all (self->draft);
  outpost_form_judge_all (self->form);
  if (outpost_draft_find_error (self->draft, &field))
    outpost_form_focus_field (self->form, field);
}

/**
 * outpost_general_page_focus_first:
 * @self: the page
 *
 * Moves the focus to the first empty field of those that a new account needs.
 */
void
outpost_general_page_focus_first (OutpostGeneralPage *self)
{
  const OutpostField fields[] = { OUTPOST_FIELD_SERVER, OUTPOST_FIELD_USERNAME };
  OutpostField first = OUTPOST_FIELD_PASSWORD;

  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self));

  for (guint i = G_N_ELEMENTS (fields); i > 0; i--) {
    if (outpost_draft_get_text (self->draft, fields[i - 1])[0] == '\0')
      first = fields[i - 1];
  }
  outpost_form_focus_field (self->form, first);
}

/**
 * outpost_general_page_focus_recipient:
 * @self: the page
 *
 * Moves the focus to where the test goes.
 */
void
outpost_general_page_focus_recipient (OutpostGeneralPage *self)
{
  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self));

  outpost_form_focus_field (self->form, OUTPOST_FIELD_TEST_ADDRESS);
}

/**
 * outpost_general_page_scroll_to_top:
 * @self: the page
 *
 * Brings the cards on top into view.
 */
void
outpost_general_page_scroll_to_top (OutpostGeneralPage *self)
{
  g_return_if_fail (OUTPOST_IS_GENERAL_PAGE (self));

  outpost_scroller_to_top (self->scroller);
}
