/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-address-group.h"

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-field-mark.h"
#include "outpost-finding-row.h"
#include "outpost-host.h"
#include "outpost-printable.h"
#include "outpost-text-direction.h"
#include "outpost-words.h"

struct _OutpostAddressGroup {
  AdwBin             parent_instance;

  AdwEntryRow       *row;
  GtkLabel          *note;
  OutpostFindingRow *finding_row;  /* NULL before the first finding */
  gboolean           narrow;
};

enum {
  CHANGED,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostAddressGroup, outpost_address_group, ADW_TYPE_BIN)

static void
update_note (OutpostAddressGroup *self)
{
  g_autofree char *text = outpost_address_group_dup_text (self);
  g_autoptr (OutpostAddress) address = outpost_address_parse (text, NULL);
  g_autofree char *domain = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *note = NULL;

  if (address == NULL || outpost_host_is_address (outpost_address_get_domain (address))) {
    gtk_label_set_text (self->note, _("Only the domain is looked up. The address stays on this "
                                      "computer."));
    return;
  }
  domain = outpost_host_to_unicode (outpost_address_get_domain (address));
  isolated = outpost_printable_isolate (domain);
  /* Translators: %s is the domain of the address that was typed */
  note = g_strdup_printf (_("Only the domain, %s, is looked up. The address stays on this "
                            "computer."), isolated);
  gtk_label_set_text (self->note, note);
}

/* What the form would say of the address; NULL if it is one. */
static OutpostFinding *
check_address (const char *text)
{
  g_autoptr (OutpostAccount) account = outpost_account_new (NULL);
  g_autoptr (GPtrArray) findings = NULL;
  OutpostFindingContext context = { NULL, OUTPOST_SECRET_STATE_UNKNOWN, TRUE };
  OutpostFinding *worst;
  guint position;

  outpost_account_set (account, OUTPOST_FIELD_EMAIL, text);
  findings = outpost_findings_check (account, &context);
  worst = outpost_findings_worst (findings, OUTPOST_FIELD_EMAIL);
  if (worst == NULL || worst->severity != OUTPOST_SEVERITY_ERROR ||
      !g_ptr_array_find (findings, worst, &position))
    return NULL;
  return g_ptr_array_steal_index (findings, position);
}

static void
fix_cb (OutpostAddressGroup *self)
{
  g_autofree char *text = outpost_address_group_dup_text (self);
  g_autoptr (OutpostFinding) finding = check_address (text);

  if (finding == NULL || finding->fix == NULL)
    return;
  for (guint i = 0; i < finding->fix->len; i++) {
    const OutpostFixChange *change = finding->fix->pdata[i];

    if (change->field == OUTPOST_FIELD_EMAIL)
      gtk_editable_set_text (GTK_EDITABLE (self->row), change->text);
  }
  outpost_address_group_focus (self);
}

static void
show_finding (OutpostAddressGroup  *self,
              const OutpostFinding *finding)
{
  outpost_field_mark_style (GTK_WIDGET (self->row), finding);
  if (finding != NULL && self->finding_row == NULL) {
    self->finding_row = OUTPOST_FINDING_ROW (outpost_finding_row_new ());
    outpost_finding_row_set_narrow (self->finding_row, self->narrow);
    g_signal_connect_object (self->finding_row, "fix", G_CALLBACK (fix_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_list_box_append (GTK_LIST_BOX (gtk_widget_get_parent (GTK_WIDGET (self->row))),
                         GTK_WIDGET (self->finding_row));
  }
  if (finding != NULL)
    outpost_finding_row_show (self->finding_row, finding);
  else if (self->finding_row != NULL)
    outpost_finding_row_close (self->finding_row);
}

static void
changed_cb (OutpostAddressGroup *self)
{
  outpost_text_direction_align (GTK_EDITABLE (self->row));
  update_note (self);
  show_finding (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activated_cb (OutpostAddressGroup *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
direction_changed_cb (OutpostAddressGroup *self)
{
  outpost_text_direction_align (GTK_EDITABLE (self->row));
}

static void
outpost_address_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_ADDRESS_GROUP);

  G_OBJECT_CLASS (outpost_address_group_parent_class)->dispose (object);
}

static void
outpost_address_group_class_init (OutpostAddressGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_address_group_dispose;

  /**
   * OutpostAddressGroup::changed:
   * @self: the group
   *
   * The text is another one now.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OutpostAddressGroup::activated:
   * @self: the group
   *
   * Enter was pressed in the field.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-address-group.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostAddressGroup, row);
  gtk_widget_class_bind_template_child (widget_class, OutpostAddressGroup, note);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, direction_changed_cb);
}

static void
outpost_address_group_init (OutpostAddressGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row),
                                 outpost_field_get_label (OUTPOST_FIELD_EMAIL));
  /* The list has no title to be named by. */
  outpost_words_name (gtk_widget_get_parent (GTK_WIDGET (self->row)), _("Set Up Outgoing Mail"));
  update_note (self);
}

/**
 * outpost_address_group_dup_text:
 * @self: the group
 *
 * Returns: (transfer full): what was typed, without blanks at its ends
 */
char *
outpost_address_group_dup_text (OutpostAddressGroup *self)
{
  g_return_val_if_fail (OUTPOST_IS_ADDRESS_GROUP (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row))));
}

/**
 * outpost_address_group_set_text:
 * @self: the group
 * @text: another address
 *
 * Puts an address in place of what was typed.
 */
void
outpost_address_group_set_text (OutpostAddressGroup *self,
                                const char          *text)
{
  g_return_if_fail (OUTPOST_IS_ADDRESS_GROUP (self) && text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->row), text);
}

/**
 * outpost_address_group_check:
 * @self: the group
 *
 * Says below the field what is wrong with the address, and leads there.
 *
 * Returns: whether it is one
 */
gboolean
outpost_address_group_check (OutpostAddressGroup *self)
{
  g_autofree char *text = NULL;
  g_autoptr (OutpostFinding) finding = NULL;

  g_return_val_if_fail (OUTPOST_IS_ADDRESS_GROUP (self), FALSE);

  text = outpost_address_group_dup_text (self);
  finding = check_address (text);
  show_finding (self, finding);
  if (finding != NULL)
    outpost_address_group_focus (self);
  return finding == NULL;
}

/**
 * outpost_address_group_focus:
 * @self: the group
 *
 * Moves the keyboard focus into the field, and the caret to its end.
 */
void
outpost_address_group_focus (OutpostAddressGroup *self)
{
  g_return_if_fail (OUTPOST_IS_ADDRESS_GROUP (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->row));
  gtk_editable_set_position (GTK_EDITABLE (self->row), -1);
}

/**
 * outpost_address_group_set_narrow:
 * @self: the group
 * @narrow: whether the window is narrow
 *
 * Follows the window's shape.
 */
void
outpost_address_group_set_narrow (OutpostAddressGroup *self,
                                  gboolean             narrow)
{
  g_return_if_fail (OUTPOST_IS_ADDRESS_GROUP (self));

  self->narrow = narrow;
  if (self->finding_row != NULL)
    outpost_finding_row_set_narrow (self->finding_row, narrow);
}
