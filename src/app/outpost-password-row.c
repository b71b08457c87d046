/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-password-row.h"

#include <glib/gi18n-lib.h>

#include "outpost-column-layout.h"
#include "outpost-style-class.h"
#include "outpost-words.h"

/* What the words for a stored password may take of the row, in characters: two lines where it is
 * narrow. */
#define STORED_WIDTH 34
#define NARROW_STORED_WIDTH 12

struct _OutpostPasswordRow {
  AdwEntryRow         parent_instance;

  GtkImage           *caps_lock;
  GtkButton          *peek_button;
  GtkBox             *stored_box;
  GtkWidget          *stored_words;
  GtkLabel           *stored_label;

  GtkText            *text;
  OutpostSecretState  state;
  gboolean            held;          /* takes no text for now */
  gboolean            shows_stored;  /* the text is the stored one, unchanged */
  gboolean            filling;       /* the text is being set by the program */
  GdkDevice          *keyboard;
};

enum {
  TYPED,
  PEEK_STORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostPasswordRow, outpost_password_row, ADW_TYPE_ENTRY_ROW)

/* What the row says of the password that is stored; NULL where there is none to use. */
static const char *
state_words (OutpostSecretState state)
{
  switch (state) {
  case OUTPOST_SECRET_STATE_STORED:
    return _("In the keyring");
  case OUTPOST_SECRET_STATE_LOCKED:
    return _("Keyring locked");
  case OUTPOST_SECRET_STATE_COMMAND:
    /* Translators: where the password comes from; the command is named in the account's file */
    return _("From a command");
  case OUTPOST_SECRET_STATE_CREDENTIAL:
    /* Translators: where the password comes from */
    return _("From a systemd credential");
  case OUTPOST_SECRET_STATE_UNKNOWN:
  case OUTPOST_SECRET_STATE_NOT_NEEDED:
  case OUTPOST_SECRET_STATE_MISSING:
  case OUTPOST_SECRET_STATE_OTHER_SERVER:
  case OUTPOST_SECRET_STATE_NO_SERVICE:
  default:
    return NULL;
  }
}

static gboolean
is_empty (OutpostPasswordRow *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self))[0] == '\0';
}

static void
update (OutpostPasswordRow *self)
{
  const char *words = state_words (self->state);
  gboolean stored = words != NULL && (is_empty (self) || self->shows_stored);
  gboolean visible = gtk_text_get_visibility (self->text);
  const char *peek = visible ? _("Hide Password") : _("Show Password");

  gtk_label_set_text (self->stored_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->stored_box), stored);
  outpost_style_class_set (GTK_WIDGET (self), "stored", stored);
  gtk_button_set_icon_name (self->peek_button,
                            visible ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->peek_button), peek);
  outpost_words_name (GTK_WIDGET (self->peek_button), peek);
  gtk_widget_set_sensitive (GTK_WIDGET (self->peek_button), stored || !is_empty (self));
}

static void
update_editable (OutpostPasswordRow *self)
{
  gtk_editable_set_editable (GTK_EDITABLE (self),
                             !self->held && self->state != OUTPOST_SECRET_STATE_COMMAND &&
                             self->state != OUTPOST_SECRET_STATE_CREDENTIAL);
}

static void
fill (OutpostPasswordRow *self,
      const char         *text)
{
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  self->filling = FALSE;
}

/* Takes a shown stored password away again; the buffer wipes what it held. */
static void
hide_stored (OutpostPasswordRow *self)
{
  if (!self->shows_stored)
    return;
  self->shows_stored = FALSE;
  fill (self, "");
  gtk_text_set_visibility (self->text, FALSE);
  update (self);
}

static void
changed_cb (OutpostPasswordRow *self)
{
  if (self->filling)
    return;
  self->shows_stored = FALSE;
  if (is_empty (self))
    gtk_text_set_visibility (self->text, FALSE);
  update (self);
  g_signal_emit (self, signals[TYPED], 0);
}

static void
peek_clicked_cb (OutpostPasswordRow *self)
{
  if (self->shows_stored) {
    hide_stored (self);
    return;
  }
  if (is_empty (self)) {
    g_signal_emit (self, signals[PEEK_STORED], 0);
    return;
  }
  gtk_text_set_visibility (self->text, !gtk_text_get_visibility (self->text));
  update (self);
}

static void
active_cb (OutpostPasswordRow *self,
           GParamSpec         *pspec,
           GtkWindow          *window)
{
  if (!gtk_window_is_active (window))
    hide_stored (self);
}

static void
update_caps_lock (OutpostPasswordRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->caps_lock),
                          self->keyboard != NULL &&
                          gdk_device_get_caps_lock_state (self->keyboard) &&
                          gtk_widget_has_focus (GTK_WIDGET (self->text)));
}

static void
outpost_password_row_root (GtkWidget *widget)
{
  OutpostPasswordRow *self = OUTPOST_PASSWORD_ROW (widget);
  GdkSeat *seat;

  GTK_WIDGET_CLASS (outpost_password_row_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_root (widget), "notify::is-active",
                           G_CALLBACK (active_cb), self, G_CONNECT_SWAPPED);
  seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));
  if (seat != NULL)
    g_set_object (&self->keyboard, gdk_seat_get_keyboard (seat));
  if (self->keyboard != NULL)
    g_signal_connect_object (self->keyboard, "notify::caps-lock-state",
                             G_CALLBACK (update_caps_lock), self, G_CONNECT_SWAPPED);
}

static void
outpost_password_row_unroot (GtkWidget *widget)
{
  OutpostPasswordRow *self = OUTPOST_PASSWORD_ROW (widget);

  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), active_cb, self);
  if (self->keyboard != NULL)
    g_signal_handlers_disconnect_by_func (self->keyboard, update_caps_lock, self);
  g_clear_object (&self->keyboard);

  GTK_WIDGET_CLASS (outpost_password_row_parent_class)->unroot (widget);
}

static void
outpost_password_row_class_init (OutpostPasswordRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = outpost_password_row_root;
  widget_class->unroot = outpost_password_row_unroot;

  /**
   * OutpostPasswordRow::typed:
   * @self: the row
   *
   * The person's own text is another one now.
   */
  signals[TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OutpostPasswordRow::peek-stored:
   * @self: the row
   *
   * The person wants to see the stored password.
   */
  signals[PEEK_STORED] = g_signal_new ("peek-stored", G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-password-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostPasswordRow, caps_lock);
  gtk_widget_class_bind_template_child (widget_class, OutpostPasswordRow, peek_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostPasswordRow, stored_box);
  gtk_widget_class_bind_template_child (widget_class, OutpostPasswordRow, stored_words);
  gtk_widget_class_bind_template_child (widget_class, OutpostPasswordRow, stored_label);
  gtk_widget_class_bind_template_callback (widget_class, peek_clicked_cb);
}

static void
outpost_password_row_init (OutpostPasswordRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->stored_words, outpost_column_layout_new ());
  outpost_words_fold (self->stored_label);
  gtk_label_set_max_width_chars (self->stored_label, STORED_WIDTH);
  self->text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self)));
  gtk_text_set_buffer (self->text, buffer);
  gtk_text_set_visibility (self->text, FALSE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->text), FALSE);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect_object (self->text, "notify::has-focus", G_CALLBACK (update_caps_lock), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (hide_stored), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  self->filling = FALSE;
  update (self);
}

/**
 * outpost_password_row_get_typed:
 * @self: the row
 *
 * Returns: (transfer none): what the person typed; empty while the stored password is meant
 */
const char *
outpost_password_row_get_typed (OutpostPasswordRow *self)
{
  g_return_val_if_fail (OUTPOST_IS_PASSWORD_ROW (self), "");

  return self->shows_stored ? "" : gtk_editable_get_text (GTK_EDITABLE (self));
}

/**
 * outpost_password_row_set_typed:
 * @self: the row
 * @text: the text that counts as typed; may be empty
 *
 * Sets the text without the signal `typed`, and hides it.
 */
void
outpost_password_row_set_typed (OutpostPasswordRow *self,
                                const char         *text)
{
  g_return_if_fail (OUTPOST_IS_PASSWORD_ROW (self) && text != NULL);

  self->shows_stored = FALSE;
  fill (self, text);
  gtk_text_set_visibility (self->text, FALSE);
  update (self);
}

/**
 * outpost_password_row_set_state:
 * @self: the row
 * @state: where the stored password is
 *
 * Says in the row where the password is. Where it comes from a command or a
 * credential there is nothing to type.
 */
void
outpost_password_row_set_state (OutpostPasswordRow *self,
                                OutpostSecretState  state)
{
  g_return_if_fail (OUTPOST_IS_PASSWORD_ROW (self));

  self->state = state;
  update_editable (self);
  update (self);
}

/**
 * outpost_password_row_set_held:
 * @self: the row
 * @held: whether no password can be typed yet
 *
 * Keeps the row from taking text until the person has said that the server is
 * the right one.
 */
void
outpost_password_row_set_held (OutpostPasswordRow *self,
                               gboolean            held)
{
  g_return_if_fail (OUTPOST_IS_PASSWORD_ROW (self));

  self->held = held;
  outpost_style_class_set (GTK_WIDGET (self), "held", held);
  update_editable (self);
}

/**
 * outpost_password_row_set_narrow:
 * @self: the row
 * @narrow: whether the window is narrow: what stands for the password then leaves
 *   room to the title
 *
 * Follows the window's shape.
 */
void
outpost_password_row_set_narrow (OutpostPasswordRow *self,
                                 gboolean            narrow)
{
  g_return_if_fail (OUTPOST_IS_PASSWORD_ROW (self));

  gtk_label_set_max_width_chars (self->stored_label,
                                 narrow ? NARROW_STORED_WIDTH : STORED_WIDTH);
}

/**
 * outpost_password_row_show_stored:
 * @self: the row
 * @secret: the stored password
 *
 * Shows the stored password until focus leaves the row or the window. It is
 * wiped then, unless the person has changed it.
 */
void
outpost_password_row_show_stored (OutpostPasswordRow *self,
                                  OutpostSecret      *secret)
{
  g_return_if_fail (OUTPOST_IS_PASSWORD_ROW (self) && secret != NULL);

  if (!is_empty (self))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  fill (self, outpost_secret_get_text (secret));
  self->shows_stored = TRUE;
  gtk_text_set_visibility (self->text, TRUE);
  update (self);
}
