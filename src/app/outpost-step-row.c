/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-step-row.h"

#include <glib/gi18n-lib.h>

#include "outpost-beside-layout.h"
#include "outpost-printable.h"
#include "outpost-style-class.h"
#include "outpost-words.h"

struct _OutpostStepRow {
  AdwPreferencesRow    parent_instance;

  GtkStack            *state;
  GtkImage            *icon;
  GtkSpinner          *spinner;
  OutpostBesideLayout *layout;
  GtkLabel            *title;
  GtkLabel            *detail;
  GtkLabel            *time;
  GtkWidget           *body;
  GtkLabel            *cause;
  GtkLabel            *next_step;
  GtkLabel            *fault;
  GtkLabel            *words;
  GtkBox              *buttons;
  GtkButton           *fix_button;
  GtkWidget           *link_button;
  GtkLabel            *link_label;

  char                *url;
  OutpostStepState     told;         /* the state last announced */
};

enum {
  FIX,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostStepRow, outpost_step_row, ADW_TYPE_PREFERENCES_ROW)

/* Five shapes for five states, so that no meaning rests on colour. In the order of
 * OutpostStepState. */
static const struct {
  const char *icon;
  const char *style;
} looks[] = {
  { "outpost-pending-symbolic", NULL },
  { NULL, NULL },
  { "outpost-passed-symbolic", "success" },
  { "outpost-remark-symbolic", "warning" },
  { "outpost-failed-symbolic", "error" },
  { "outpost-skipped-symbolic", NULL },
};

static void
fix_clicked_cb (OutpostStepRow *self)
{
  g_signal_emit (self, signals[FIX], 0);
}

static void
link_clicked_cb (OutpostStepRow *self)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->url,
                GDK_CURRENT_TIME);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
outpost_step_row_finalize (GObject *object)
{
  g_free (OUTPOST_STEP_ROW (object)->url);

  G_OBJECT_CLASS (outpost_step_row_parent_class)->finalize (object);
}

static void
outpost_step_row_class_init (OutpostStepRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = outpost_step_row_finalize;

  /**
   * OutpostStepRow::fix:
   * @self: the row
   *
   * The button that changes the form was pressed.
   */
  signals[FIX] = g_signal_new ("fix", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (OUTPOST_TYPE_BESIDE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, state);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, icon);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, layout);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, title);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, detail);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, time);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, body);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, cause);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, next_step);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, fault);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, words);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, fix_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, link_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostStepRow, link_label);
  gtk_widget_class_bind_template_callback (widget_class, fix_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_clicked_cb);
}

static void
outpost_step_row_init (OutpostStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A server's words run from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self->words), GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (self->words, 0.0);
}

/**
 * outpost_step_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
outpost_step_row_new (void)
{
  return g_object_new (OUTPOST_TYPE_STEP_ROW, NULL);
}

static void
show_diagnosis (OutpostStepRow         *self,
                const OutpostDiagnosis *diagnosis)
{
  g_autofree char *name = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->body, diagnosis != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), diagnosis != NULL);
  g_clear_pointer (&self->url, g_free);
  if (diagnosis == NULL)
    return;

  set_text (self->cause, diagnosis->cause);
  set_text (self->next_step, diagnosis->next_step);
  /* Translators: %s is such as "The server" or "Something in these settings" */
  fault = g_strdup_printf (_("Where it lies: %s"), outpost_fault_get_label (diagnosis->fault));
  set_text (self->fault, fault);
  /* One paragraph: a label counts the lines of each. The details hold it as it came. */
  words = g_strdup (diagnosis->server_words);
  if (words != NULL)
    g_strdelimit (words, "\n", ' ');
  set_text (self->words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->fix_button),
                          diagnosis->fix != NULL && diagnosis->fix_label != NULL);
  if (diagnosis->fix != NULL && diagnosis->fix_label != NULL) {
    gtk_button_set_label (self->fix_button, diagnosis->fix_label);
    /* Translators: what a screen reader says of a button: first its visible words, such as
     * "Use 465", then the field that they are about, such as "SMTP port" */
    name = g_strdup_printf (_("%s for %s"), diagnosis->fix_label,
                            outpost_field_get_label (diagnosis->field));
    outpost_words_name (GTK_WIDGET (self->fix_button),
                        diagnosis->has_field ? name : diagnosis->fix_label);
  }
  self->url = g_strdup (diagnosis->url);
  gtk_widget_set_visible (self->link_button, diagnosis->url != NULL);
  if (diagnosis->url != NULL) {
    gtk_label_set_text (self->link_label,
                        diagnosis->link_label != NULL ? diagnosis->link_label : _("Open Page"));
    outpost_words_name (self->link_button, gtk_label_get_text (self->link_label));
  }
}

/* The sentences of a remark stand where those of a failure would. */
static void
show_remark (OutpostStepRow *self,
             const char     *remark)
{
  gtk_widget_set_visible (self->body, remark != NULL);
  if (remark == NULL)
    return;

  set_text (self->cause, remark);
  set_text (self->next_step, NULL);
  set_text (self->fault, NULL);
  set_text (self->words, NULL);
}

static void
describe (OutpostStepRow         *self,
          const OutpostTrialStep *step,
          const OutpostDiagnosis *diagnosis,
          const char             *duration)
{
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;

  switch (step->state) {
  case OUTPOST_STEP_PENDING:
    name = g_strdup_printf (_("%s, not begun"), step->title);
    break;
  case OUTPOST_STEP_RUNNING:
    name = g_strdup_printf (_("%s, running"), step->title);
    break;
  case OUTPOST_STEP_PASSED:
    name = g_strdup_printf (_("%s, passed, %s"), step->title, duration);
    break;
  case OUTPOST_STEP_REMARK:
    name = g_strdup_printf (_("%s, passed with a remark, %s"), step->title, duration);
    break;
  case OUTPOST_STEP_FAILED:
    name = g_strdup_printf (_("%s, failed, %s"), step->title, duration);
    break;
  case OUTPOST_STEP_SKIPPED:
  default:
    name = g_strdup_printf (_("%s, not tried"), step->title);
    break;
  }

  outpost_words_name (GTK_WIDGET (self), name);
  if (step->state != self->told && step->duration_us >= 0)
    outpost_words_announce (GTK_WIDGET (self), name);
  self->told = step->state;
  if (diagnosis != NULL)
    description = g_strjoin (" ", diagnosis->cause != NULL ? diagnosis->cause : "",
                             diagnosis->next_step != NULL ? diagnosis->next_step : "", NULL);
  else
    description = g_strjoin (" ", step->detail != NULL ? step->detail : "", step->remark, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

/**
 * outpost_step_row_show:
 * @self: the row
 * @step: how the step stands
 * @diagnosis: (nullable): why it failed, or %NULL if it did not
 *
 * Shows a step.
 */
void
outpost_step_row_show (OutpostStepRow         *self,
                       const OutpostTrialStep *step,
                       const OutpostDiagnosis *diagnosis)
{
  gboolean running, dim;
  g_autofree char *duration = NULL;
  g_autofree char *detail = NULL;

  g_return_if_fail (OUTPOST_IS_STEP_ROW (self) && step != NULL);

  running = step->state == OUTPOST_STEP_RUNNING;
  dim = step->state == OUTPOST_STEP_PENDING || step->state == OUTPOST_STEP_SKIPPED;
  if (step->duration_us >= 0 && !dim)
    duration = outpost_format_duration (step->duration_us);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (looks[i].style != NULL)
      outpost_style_class_set (GTK_WIDGET (self->icon), looks[i].style, i == step->state);
  }
  if (!running)
    gtk_image_set_from_icon_name (self->icon, looks[step->state].icon);
  gtk_stack_set_visible_child_name (self->state, running ? "spinner" : "icon");
  gtk_spinner_set_spinning (self->spinner, running);

  gtk_label_set_text (self->title, step->title);
  outpost_style_class_set (GTK_WIDGET (self->title), "heading",
                           running || step->state == OUTPOST_STEP_FAILED);
  /* "535 5.7.8" would turn round in a right-to-left line. */
  if (step->detail != NULL)
    detail = outpost_printable_isolate (step->detail);
  set_text (self->detail, step->state == OUTPOST_STEP_FAILED ? detail : step->detail);
  gtk_label_set_text (self->time, duration != NULL ? duration : "");
  outpost_style_class_set (GTK_WIDGET (self), "pending", dim);
  outpost_style_class_set (GTK_WIDGET (self), "failed", step->state == OUTPOST_STEP_FAILED);
  gtk_widget_set_focusable (GTK_WIDGET (self), step->state == OUTPOST_STEP_FAILED);

  show_diagnosis (self, diagnosis);
  if (diagnosis == NULL)
    show_remark (self, step->remark);
  describe (self, step, diagnosis, duration != NULL ? duration : "");
}

/**
 * outpost_step_row_set_elapsed:
 * @self: the row of the running step
 * @elapsed_us: how long it has taken so far, in microseconds
 *
 * Shows the time that the step takes, from one second on.
 */
void
outpost_step_row_set_elapsed (OutpostStepRow *self,
                              gint64          elapsed_us)
{
  g_autofree char *duration = NULL;

  g_return_if_fail (OUTPOST_IS_STEP_ROW (self));

  if (elapsed_us < G_USEC_PER_SEC)
    return;
  duration = outpost_format_duration (elapsed_us);
  gtk_label_set_text (self->time, duration);
}

/**
 * outpost_step_row_set_narrow:
 * @self: the row
 * @narrow: whether the window is narrow: details and buttons then stand below each other
 *
 * Follows the window's shape.
 */
void
outpost_step_row_set_narrow (OutpostStepRow *self,
                             gboolean        narrow)
{
  g_return_if_fail (OUTPOST_IS_STEP_ROW (self));

  outpost_beside_layout_set_narrow (self->layout, narrow);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_margin_start (self->body, narrow ? 0 : 28);
}
