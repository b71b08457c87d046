/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-field-lookup.h"

#include "outpost-finding-network.h"
#include "outpost-style-class.h"

/* What takes no longer needs no sign that it goes on. */
#define SPINNER_AFTER_MS 300

struct _OutpostFieldLookup {
  GObject             parent_instance;

  OutpostField        field;
  GtkWidget          *row;         /* borrowed: the page outlives its look-ups */
  GtkEventController *focus;       /* of @row */
  GtkSpinner         *spinner;     /* in @row; NULL before the first look-up that takes long */
  OutpostDraft       *draft;
  GCancellable       *cancellable; /* while it runs */
  guint               spinner_id;
  char               *name;        /* that is being looked up, or was */
};

G_DEFINE_FINAL_TYPE (OutpostFieldLookup, outpost_field_lookup, G_TYPE_OBJECT)

static void
stop (OutpostFieldLookup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  if (self->spinner != NULL && self->row != NULL) {
    gtk_spinner_set_spinning (self->spinner, FALSE);
    outpost_style_class_set (self->row, "looking-up", FALSE);
  }
}

/* The spinner stands where the pencil does, so that nothing moves. */
static gboolean
spin_cb (gpointer user_data)
{
  OutpostFieldLookup *self = user_data;

  self->spinner_id = 0;
  if (self->spinner == NULL) {
    self->spinner = GTK_SPINNER (gtk_spinner_new ());
    gtk_widget_set_valign (GTK_WIDGET (self->spinner), GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (GTK_WIDGET (self->spinner), "look-up");
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->row), GTK_WIDGET (self->spinner));
  }
  outpost_style_class_set (self->row, "looking-up", TRUE);
  gtk_spinner_set_spinning (self->spinner, TRUE);
  return G_SOURCE_REMOVE;
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (OutpostFieldLookup) self = user_data;
  g_autoptr (GError) error = NULL;
  OutpostFinding *finding = outpost_finding_look_up_finish (result, &error);

  if (self->cancellable != g_task_get_cancellable (G_TASK (result))) {
    g_clear_pointer (&finding, outpost_finding_free);
    return; /* another text by now, or another account, or the window is gone */
  }
  stop (self);
  if (error != NULL)
    g_clear_pointer (&self->name, g_free); /* asked again when the field is left again */
  outpost_draft_set_looked_up (self->draft, self->field, finding);
}

static void
start (OutpostFieldLookup *self)
{
  const OutpostFinding *finding;
  g_autofree char *name = NULL;

  if (self->draft == NULL)
    return;
  name = outpost_finding_look_up_name (self->field,
                                       outpost_draft_get_text (self->draft, self->field));
  finding = outpost_draft_get_finding (self->draft, self->field);
  if (name == NULL || g_strcmp0 (name, self->name) == 0 ||
      (finding != NULL && finding->severity == OUTPOST_SEVERITY_ERROR))
    return;

  stop (self);
  g_free (self->name);
  self->name = g_steal_pointer (&name);
  self->cancellable = g_cancellable_new ();
  self->spinner_id = g_timeout_add (SPINNER_AFTER_MS, spin_cb, self);
  outpost_finding_look_up_async (self->field, outpost_draft_get_text (self->draft, self->field),
                                 OUTPOST_FINDING_LOOK_UP_LIMIT_MS, self->cancellable,
                                 looked_up_cb, g_object_ref (self));
}

/* What is being found out is about a text that is no longer there. */
static void
field_changed_cb (OutpostFieldLookup *self,
                  int                 field)
{
  if (field != (int) self->field)
    return;
  stop (self);
  g_clear_pointer (&self->name, g_free);
}

static void
outpost_field_lookup_dispose (GObject *object)
{
  OutpostFieldLookup *self = OUTPOST_FIELD_LOOKUP (object);

  if (self->row != NULL) {
    g_signal_handlers_disconnect_by_data (self->row, self);
    g_signal_handlers_disconnect_by_data (self->focus, self);
  }
  self->row = NULL;
  stop (self);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (outpost_field_lookup_parent_class)->dispose (object);
}

static void
outpost_field_lookup_class_init (OutpostFieldLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = outpost_field_lookup_dispose;
}

static void
outpost_field_lookup_init (OutpostFieldLookup *self)
{
}

/**
 * outpost_field_lookup_new:
 * @field: a field
 * @row: its row; outlives the look-up
 *
 * Returns: (transfer full) (nullable): what looks the field up, or %NULL for a
 *   field that needs no network
 */
OutpostFieldLookup *
outpost_field_lookup_new (OutpostField  field,
                          AdwEntryRow  *row)
{
  OutpostFieldLookup *self;

  if (field != OUTPOST_FIELD_SERVER && field != OUTPOST_FIELD_EMAIL &&
      field != OUTPOST_FIELD_SENDER && field != OUTPOST_FIELD_RETURN_PATH)
    return NULL;

  self = g_object_new (OUTPOST_TYPE_FIELD_LOOKUP, NULL);
  self->field = field;
  self->row = GTK_WIDGET (row);
  self->focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (self->focus, "leave", G_CALLBACK (start), self);
  gtk_widget_add_controller (self->row, self->focus);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (start), self);
  return self;
}

/**
 * outpost_field_lookup_set_draft:
 * @self: a look-up
 * @draft: the draft whose field it is from now on
 *
 * Goes over to another account. What is under way is given up.
 */
void
outpost_field_lookup_set_draft (OutpostFieldLookup *self,
                                OutpostDraft       *draft)
{
  g_return_if_fail (OUTPOST_IS_FIELD_LOOKUP (self) && OUTPOST_IS_DRAFT (draft));

  stop (self);
  g_clear_pointer (&self->name, g_free);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_set_object (&self->draft, draft);
  g_signal_connect_object (draft, "field-changed", G_CALLBACK (field_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
