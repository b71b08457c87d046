/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-form.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-choice.h"
#include "outpost-choose-file.h"
#include "outpost-column-layout.h"
#include "outpost-field-lookup.h"
#include "outpost-field-mark.h"
#include "outpost-password-row.h"
#include "outpost-pointer-watch.h"
#include "outpost-printable.h"
#include "outpost-text-direction.h"
#include "outpost-words.h"

/* What a value that holds while the field is empty may take of its row, in characters. */
#define VALUE_WIDTH 34
#define NARROW_VALUE_WIDTH 13

/* One row and its field. */
typedef struct {
  OutpostForm        *form;
  OutpostField        field;
  GtkWidget          *row;       /* NULL: the form does not show the field */
  GtkEventController *focus;     /* of @row */
  OutpostFieldMark   *mark;
  OutpostFieldLookup *lookup;    /* NULL: the field needs no network */
  GtkLabel           *fallback;  /* what holds while an entry is empty */
  GPtrArray          *texts;     /* of a choice: what the account holds, by position */
} Binding;

struct _OutpostForm {
  GObject              parent_instance;

  Binding              bindings[OUTPOST_N_FIELDS];
  OutpostDraft        *draft;
  OutpostPointerWatch *pointer;   /* NULL until the form is in a window */
  int                  edited;    /* the field whose row is being typed into, or -1 */
  gboolean             filling;   /* rows are being filled from the draft */
  gboolean             narrow;
  GCancellable        *cancellable;
};

enum {
  ACTIVATED,
  KEYRING_ERROR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostForm, outpost_form, G_TYPE_OBJECT)

/* What holds while the field is empty; NULL if nothing does. */
static const char *
fallback_text (OutpostForm  *self,
               OutpostField  field)
{
  OutpostAccount *account = outpost_draft_get_account (self->draft);

  switch ((int) field) {
  case OUTPOST_FIELD_SENDER:
  case OUTPOST_FIELD_TEST_ADDRESS:
    return outpost_account_get (account, OUTPOST_FIELD_EMAIL);
  case OUTPOST_FIELD_REPLY_TO:
  case OUTPOST_FIELD_RETURN_PATH:
    return outpost_account_get_sender (account);
  case OUTPOST_FIELD_HELLO_NAME:
    return "[127.0.0.1]";
  case OUTPOST_FIELD_TIMEOUT:
    /* Translators: the time limit that holds while none is given */
    return _("30 seconds");
  case OUTPOST_FIELD_CA_FILE:
    /* Translators: the certificate authorities that hold while no file is given */
    return _("This computer’s");
  default:
    return NULL;
  }
}

static void
update_fallback (OutpostForm *self,
                 Binding     *binding)
{
  g_autofree char *folded = NULL;
  gboolean has_room;
  const char *text;

  if (binding->fallback == NULL || self->draft == NULL)
    return;
  has_room = !self->narrow || !gtk_widget_has_css_class (binding->row, "crowded");
  text = fallback_text (self, binding->field);
  folded = text != NULL && self->narrow ? outpost_words_dup_foldable (text) : g_strdup (text);
  gtk_label_set_text (binding->fallback, folded != NULL ? folded : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (binding->fallback)),
                          has_room && text != NULL && text[0] != '\0' &&
                          outpost_draft_get_text (self->draft, binding->field)[0] == '\0');
}

static guint
choice_position (Binding    *binding,
                 const char *text)
{
  for (guint i = 0; i < binding->texts->len; i++) {
    if (strcmp (binding->texts->pdata[i], text) == 0)
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

static void
fill_choice (Binding    *binding,
             const char *text)
{
  guint position = choice_position (binding, text);

  /* A word from the file that is not on the list, or none of this issue's. */
  if (position == GTK_INVALID_LIST_POSITION) {
    position = binding->texts->len;
    g_ptr_array_add (binding->texts, g_strdup (text));
    gtk_string_list_append (
      GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (binding->row))), text);
  }
  adw_combo_row_set_selected (ADW_COMBO_ROW (binding->row), position);
}

static void
fill_row (OutpostForm *self,
          Binding     *binding)
{
  const char *text = outpost_draft_get_text (self->draft, binding->field);

  if (binding->texts != NULL)
    fill_choice (binding, text);
  else if (OUTPOST_IS_PASSWORD_ROW (binding->row))
    outpost_password_row_set_typed (OUTPOST_PASSWORD_ROW (binding->row), text);
  else if (strcmp (gtk_editable_get_text (GTK_EDITABLE (binding->row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (binding->row), text);
}

static void
put_into_draft (Binding    *binding,
                const char *text)
{
  OutpostForm *self = binding->form;

  if (self->filling || self->draft == NULL)
    return;
  self->edited = (int) binding->field;
  outpost_draft_set_text (self->draft, binding->field, text);
  self->edited = -1;
}

static void
entry_changed_cb (AdwEntryRow *row,
                  Binding     *binding)
{
  outpost_text_direction_align (GTK_EDITABLE (row));
  put_into_draft (binding, gtk_editable_get_text (GTK_EDITABLE (row)));
}

static void
password_typed_cb (OutpostPasswordRow *row,
                   Binding            *binding)
{
  put_into_draft (binding, outpost_password_row_get_typed (row));
}

static void
choice_changed_cb (AdwComboRow *row,
                   GParamSpec  *pspec,
                   Binding     *binding)
{
  guint position = adw_combo_row_get_selected (row);

  if (position < binding->texts->len)
    put_into_draft (binding, binding->texts->pdata[position]);
}

static void
activated_cb (AdwEntryRow *row,
              Binding     *binding)
{
  outpost_draft_touch (binding->form->draft, binding->field);
  outpost_field_mark_judge (binding->mark, OUTPOST_JUDGE_NOW);
  g_signal_emit (binding->form, signals[ACTIVATED], 0, (int) binding->field);
}

static void
left_cb (GtkEventControllerFocus *controller,
         Binding                 *binding)
{
  /* To have been in a field is not to have touched it: the first key is the first judgement. */
  if (binding->form->draft != NULL)
    outpost_field_mark_judge (binding->mark, OUTPOST_JUDGE_AFTER_LEAVE);
}

static void
direction_changed_cb (GtkWidget        *row,
                      GtkTextDirection  before,
                      Binding          *binding)
{
  outpost_text_direction_align (GTK_EDITABLE (row));
}

static void
stored_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (OutpostForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostSecret) secret = outpost_secret_load_finish (result, &error);
  GtkWidget *row = self->bindings[OUTPOST_FIELD_PASSWORD].row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || row == NULL)
    return; /* another account by now, or the window is gone */
  if (secret != NULL)
    outpost_password_row_show_stored (OUTPOST_PASSWORD_ROW (row), secret);
  else
    g_signal_emit (self, signals[KEYRING_ERROR], 0, error);
  outpost_draft_ask_keyring (self->draft);
}

static void
peek_stored_cb (OutpostPasswordRow *row,
                Binding            *binding)
{
  OutpostForm *self = binding->form;
  g_autoptr (OutpostAccount) account =
    outpost_account_copy (outpost_draft_get_account (self->draft));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  outpost_secret_load_async (account, OUTPOST_SECRET_KIND_PASSWORD, TRUE, self->cancellable,
                             stored_loaded_cb, g_object_ref (self));
}

static void
field_changed_cb (OutpostForm *self,
                  int          field)
{
  Binding *binding = &self->bindings[field];

  if (binding->row == NULL || self->edited == field)
    return;
  self->filling = TRUE;
  fill_row (self, binding);
  self->filling = FALSE;
}

static void
update_password (OutpostForm        *self,
                 OutpostPasswordRow *row)
{
  outpost_password_row_set_state (row, outpost_draft_get_secret_state (self->draft));
  outpost_password_row_set_held (row, outpost_draft_is_unconfirmed (self->draft));
}

static void
draft_changed_cb (OutpostForm *self)
{
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    Binding *binding = &self->bindings[i];

    if (binding->row == NULL)
      continue;
    update_fallback (self, binding);
    outpost_field_mark_judge (binding->mark,
                              (int) i == self->edited ? OUTPOST_JUDGE_AFTER_KEY
                                                      : OUTPOST_JUDGE_WITH_OTHERS);
  }
  if (self->bindings[OUTPOST_FIELD_PASSWORD].row != NULL)
    update_password (self, OUTPOST_PASSWORD_ROW (self->bindings[OUTPOST_FIELD_PASSWORD].row));
}

static void
pointer_busy_cb (OutpostForm *self,
                 gboolean     busy)
{
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (self->bindings[i].mark != NULL)
      outpost_field_mark_hold (self->bindings[i].mark, busy);
  }
}

static void
outpost_form_dispose (GObject *object)
{
  OutpostForm *self = OUTPOST_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->pointer);
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    Binding *binding = &self->bindings[i];

    if (binding->row != NULL)
      g_signal_handlers_disconnect_by_data (binding->row, binding);
    if (binding->focus != NULL)
      g_signal_handlers_disconnect_by_data (binding->focus, binding);
    binding->row = NULL;
    g_clear_object (&binding->mark);
    if (binding->lookup != NULL)
      g_object_run_dispose (G_OBJECT (binding->lookup));
    g_clear_object (&binding->lookup);
    g_clear_pointer (&binding->texts, g_ptr_array_unref);
  }
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (outpost_form_parent_class)->dispose (object);
}

static void
outpost_form_class_init (OutpostFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = outpost_form_dispose;

  /**
   * OutpostForm::activated:
   * @self: the form
   * @field: an [enum@Outpost.Field]
   *
   * Enter was pressed in the row of @field.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * OutpostForm::keyring-error:
   * @self: the form
   * @error: why the stored password could not be shown
   *
   * The person wanted to see the stored password and cannot.
   */
  signals[KEYRING_ERROR] = g_signal_new ("keyring-error", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
outpost_form_init (OutpostForm *self)
{
  self->edited = -1;
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    self->bindings[i].form = self;
    self->bindings[i].field = (OutpostField) i;
  }
}

/**
 * outpost_form_new:
 *
 * Returns: (transfer full): a form without rows
 */
OutpostForm *
outpost_form_new (void)
{
  return g_object_new (OUTPOST_TYPE_FORM, NULL);
}

static Binding *
bind_row (OutpostForm  *self,
          OutpostField  field,
          GtkWidget    *row)
{
  Binding *binding = &self->bindings[field];

  binding->row = row;
  binding->focus = gtk_event_controller_focus_new ();
  binding->mark = outpost_field_mark_new (field, row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), outpost_field_get_label (field));
  g_signal_connect (binding->focus, "leave", G_CALLBACK (left_cb), binding);
  gtk_widget_add_controller (row, binding->focus);
  return binding;
}

static GtkLabel *
add_fallback (AdwEntryRow *row)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  outpost_words_fold (GTK_LABEL (label));
  gtk_label_set_max_width_chars (GTK_LABEL (label), VALUE_WIDTH);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "facts");
  gtk_widget_set_visible (box, FALSE);
  gtk_widget_set_layout_manager (box, outpost_column_layout_new ());
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  adw_entry_row_add_suffix (row, box);
  /* Before the row's buttons. */
  gtk_box_reorder_child_after (GTK_BOX (gtk_widget_get_parent (box)), box, NULL);
  return GTK_LABEL (label);
}

/**
 * outpost_form_add_entry:
 * @self: a form
 * @field: a field
 * @row: its row, in a list box; outlives the form
 *
 * Ties an entry row to a field, and titles it.
 */
void
outpost_form_add_entry (OutpostForm  *self,
                        OutpostField  field,
                        AdwEntryRow  *row)
{
  Binding *binding;

  g_return_if_fail (OUTPOST_IS_FORM (self) && ADW_IS_ENTRY_ROW (row));

  binding = bind_row (self, field, GTK_WIDGET (row));
  g_signal_connect (row, "entry-activated", G_CALLBACK (activated_cb), binding);
  g_signal_connect (row, "direction-changed", G_CALLBACK (direction_changed_cb), binding);
  if (OUTPOST_IS_PASSWORD_ROW (row)) {
    g_signal_connect (row, "typed", G_CALLBACK (password_typed_cb), binding);
    g_signal_connect (row, "peek-stored", G_CALLBACK (peek_stored_cb), binding);
    return;
  }
  g_signal_connect (row, "changed", G_CALLBACK (entry_changed_cb), binding);
  binding->fallback = add_fallback (row);
  binding->lookup = outpost_field_lookup_new (field, row);
  outpost_choose_file_name_button (GTK_WIDGET (row), outpost_field_get_label (field));
}

/**
 * outpost_form_add_choice:
 * @self: a form
 * @field: a field
 * @row: its row, in a list box; outlives the form
 * @texts: (array zero-terminated=1): what the account holds for each choice
 * @labels: (array zero-terminated=1): the choices for people, translated
 *
 * Ties a combo row to a field, and titles it.
 */
void
outpost_form_add_choice (OutpostForm        *self,
                         OutpostField        field,
                         AdwComboRow        *row,
                         const char * const *texts,
                         const char * const *labels)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (labels);
  Binding *binding;

  g_return_if_fail (OUTPOST_IS_FORM (self) && ADW_IS_COMBO_ROW (row));

  binding = bind_row (self, field, GTK_WIDGET (row));
  binding->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (binding->texts, g_strdup (texts[i]));
  outpost_choice_show_whole (row);
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  g_signal_connect (row, "notify::selected", G_CALLBACK (choice_changed_cb), binding);
}

/**
 * outpost_form_set_draft:
 * @self: a form
 * @draft: the draft to edit from now on
 *
 * Fills all rows from another draft.
 */
void
outpost_form_set_draft (OutpostForm  *self,
                        OutpostDraft *draft)
{
  g_return_if_fail (OUTPOST_IS_FORM (self) && OUTPOST_IS_DRAFT (draft));

  g_cancellable_cancel (self->cancellable);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_set_object (&self->draft, draft);

  self->filling = TRUE;
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    Binding *binding = &self->bindings[i];

    if (binding->row == NULL)
      continue;
    fill_row (self, binding);
    outpost_field_mark_set_draft (binding->mark, draft);
    if (binding->lookup != NULL)
      outpost_field_lookup_set_draft (binding->lookup, draft);
  }
  self->filling = FALSE;
  draft_changed_cb (self);
  g_signal_connect_object (draft, "field-changed", G_CALLBACK (field_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_form_set_narrow:
 * @self: a form
 * @narrow: whether the window is narrow
 *
 * Follows the window's shape.
 */
void
outpost_form_set_narrow (OutpostForm *self,
                         gboolean     narrow)
{
  g_return_if_fail (OUTPOST_IS_FORM (self));

  self->narrow = narrow;
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (self->bindings[i].mark != NULL)
      outpost_field_mark_set_narrow (self->bindings[i].mark, narrow);
    if (OUTPOST_IS_PASSWORD_ROW (self->bindings[i].row))
      outpost_password_row_set_narrow (OUTPOST_PASSWORD_ROW (self->bindings[i].row), narrow);
    if (self->bindings[i].fallback != NULL)
      gtk_label_set_max_width_chars (self->bindings[i].fallback,
                                     narrow ? NARROW_VALUE_WIDTH : VALUE_WIDTH);
    update_fallback (self, &self->bindings[i]);
  }
}

/**
 * outpost_form_watch_pointer:
 * @self: a form
 * @window: the window it is in
 *
 * Keeps findings closed while the pointer is under way to something in the
 * window or presses it: the row that opens then would push it from under the
 * pointer.
 */
void
outpost_form_watch_pointer (OutpostForm *self,
                            GtkWidget   *window)
{
  g_return_if_fail (OUTPOST_IS_FORM (self) && GTK_IS_WIDGET (window));

  g_clear_object (&self->pointer);
  self->pointer = outpost_pointer_watch_new (window);
  g_signal_connect_object (self->pointer, "busy", G_CALLBACK (pointer_busy_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * outpost_form_judge_all:
 * @self: a form
 *
 * Shows all findings at once: somebody wanted to save.
 */
void
outpost_form_judge_all (OutpostForm *self)
{
  g_return_if_fail (OUTPOST_IS_FORM (self));

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (self->bindings[i].mark != NULL)
      outpost_field_mark_judge (self->bindings[i].mark, OUTPOST_JUDGE_NOW);
  }
}

/**
 * outpost_form_focus_field:
 * @self: a form
 * @field: a field with a row
 *
 * Moves the focus into the row, and opens what hides it.
 */
void
outpost_form_focus_field (OutpostForm  *self,
                          OutpostField  field)
{
  GtkWidget *row, *expander;

  g_return_if_fail (OUTPOST_IS_FORM (self));

  row = self->bindings[field].row;
  if (row == NULL)
    return;
  expander = gtk_widget_get_ancestor (row, ADW_TYPE_EXPANDER_ROW);
  if (expander != NULL)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
  gtk_widget_grab_focus (row);
}
