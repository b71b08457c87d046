/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-details-window.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-fact-row.h"
#include "outpost-help.h"
#include "outpost-printable.h"
#include "outpost-style-class.h"
#include "outpost-words.h"

#define SECONDS_A_DAY (24 * 60 * 60)
#define VALUE_MAX_CHARACTERS 4000

/* "   0.122 S: 250 OK": a line of the transcript, in the locale's decimal point. */
#define TRANSCRIPT_LINE "^ *[0-9]+[^0-9 ][0-9]{3} ([CS*]): (.)"

struct _OutpostDetailsWindow {
  AdwWindow            parent_instance;

  AdwToastOverlay     *toasts;
  GtkWidget           *copy_button;
  AdwButtonContent    *copy_content;
  AdwPreferencesGroup *diagnosis_group;
  AdwPreferencesGroup *connection_group;
  AdwPreferencesGroup *transcript_group;
  GtkTextView         *transcript;
  GtkCheckButton      *mask;

  OutpostTrialReport  *report;
  const char          *help_page;
};

G_DEFINE_FINAL_TYPE (OutpostDetailsWindow, outpost_details_window, ADW_TYPE_WINDOW)

/* What came from outside may hold anything. */
static void
add_foreign_row (AdwPreferencesGroup *group,
                 const char          *title,
                 const char          *value)
{
  g_autofree char *printable = outpost_printable (value, -1, VALUE_MAX_CHARACTERS);

  outpost_fact_row_add (group, title, printable);
}

static void
add_diagnosis (OutpostDetailsWindow *self)
{
  const OutpostDiagnosis *diagnosis = outpost_trial_report_get_diagnosis (self->report);

  gtk_widget_set_visible (GTK_WIDGET (self->diagnosis_group), FALSE);
  if (diagnosis == NULL)
    return;
  outpost_fact_row_add (self->diagnosis_group, _("Cause"), diagnosis->cause);
  outpost_fact_row_add (self->diagnosis_group, _("Next step"), diagnosis->next_step);
  outpost_fact_row_add (self->diagnosis_group, _("Where it lies"),
           outpost_fault_get_label (diagnosis->fault));
  outpost_fact_row_add (self->diagnosis_group, _("The server’s reply"), diagnosis->code_text);
  outpost_fact_row_add (self->diagnosis_group, _("The server’s words"), diagnosis->server_words);
}

/* For a sentence of ours, which may run the other way. */
static char *
isolate_foreign (const char *value)
{
  g_autofree char *printable = outpost_printable (value, -1, VALUE_MAX_CHARACTERS);

  return outpost_printable_isolate (printable);
}

static char *
describe_certificate (const OutpostSmtpCertificate *certificate)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_local (certificate->not_after);
  /* Translators: a date, as g_date_time_format() takes it */
  g_autofree char *date = end != NULL ? g_date_time_format (end, _("%-e %B %Y")) : g_strdup ("");
  gint64 days = (certificate->not_after - g_get_real_time () / G_USEC_PER_SEC) / SECONDS_A_DAY;
  g_autofree char *subject = isolate_foreign (certificate->subject);
  g_autofree char *issuer = isolate_foreign (certificate->issuer);

  return g_strdup_printf (ngettext ("%s, issued by %s, valid until %s (%d day)",
                                    "%s, issued by %s, valid until %s (%d days)", (gulong) days),
                          subject, issuer, date, (int) days);
}

static void
add_connection (OutpostDetailsWindow *self)
{
  const OutpostSmtpFacts *facts = outpost_trial_report_get_facts (self->report);
  g_autofree char *encryption = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *abilities = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->connection_group), FALSE);
  add_foreign_row (self->connection_group, _("Address"), facts->address);
  if (facts->tls_version != NULL && facts->tls_cipher != NULL)
    encryption = g_strdup_printf ("%s, %s", facts->tls_version, facts->tls_cipher);
  add_foreign_row (self->connection_group, _("Encryption"), encryption);
  if (facts->certificate != NULL) {
    certificate = describe_certificate (facts->certificate);
    outpost_fact_row_add (self->connection_group, _("Certificate"), certificate);
    outpost_fact_row_add (self->connection_group, _("Fingerprint (SHA-256)"), facts->certificate->sha256);
    /* Translators: the server's key in the form that the field Pinned key takes */
    outpost_fact_row_add (self->connection_group, _("Key, as it can be pinned"), facts->certificate->pin);
    outpost_fact_row_add (self->connection_group, _("Withdrawn?"),
             facts->certificate->stapled ? _("no, by the stapled answer of its issuer")
                                         : _("not checked: the server sent no stapled answer"));
  }
  add_foreign_row (self->connection_group, _("Greeting"), facts->greeting);
  if (facts->abilities != NULL)
    abilities = g_strjoinv (", ", facts->abilities);
  add_foreign_row (self->connection_group, _("Abilities"), abilities);
}

static const char *
line_style (char side,
            char first)
{
  if (side == 'C')
    return "client";
  if (side == '*')
    return "remark";
  return first == '4' || first == '5' ? "refusal" : NULL;
}

/* The letters carry the direction, colour only repeats it. */
static void
append_line (GtkTextBuffer *buffer,
             const char    *line,
             GMatchInfo    *match)
{
  g_autofree char *side = g_match_info_fetch (match, 1);
  g_autofree char *first = g_match_info_fetch (match, 2);
  const char *style = line_style (side[0], first[0]);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (gtk_text_buffer_get_char_count (buffer) > 0)
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, line + strspn (line, " "), -1,
                                            "base", style, NULL);
}

static void
show_transcript (OutpostDetailsWindow *self)
{
  g_autoptr (GRegex) regex = g_regex_new (TRANSCRIPT_LINE, 0, 0, NULL);
  gboolean mask = gtk_check_button_get_active (self->mask);
  g_autofree char *text = outpost_trial_report_to_text (self->report, mask);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->transcript);

  gtk_text_buffer_set_text (buffer, "", 0);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (GMatchInfo) match = NULL;

    if (g_regex_match (regex, lines[i], 0, &match))
      append_line (buffer, lines[i], match);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->transcript_group),
                          gtk_text_buffer_get_char_count (buffer) > 0);
}

static void
copy_clicked_cb (OutpostDetailsWindow *self)
{
  gboolean mask = gtk_check_button_get_active (self->mask);
  g_autofree char *text = outpost_trial_report_to_text (self->report, mask);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  adw_toast_overlay_add_toast (self->toasts,
                               adw_toast_new (mask ? _("Report copied, with addresses masked")
                                                   : _("Report copied")));
}

static void
help_clicked_cb (OutpostDetailsWindow *self)
{
  outpost_help_show (GTK_WINDOW (self), self->help_page);
}

static void
colour_tag (OutpostDetailsWindow *self,
            const char           *name,
            const char           *color)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->transcript);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA rgba;

  if (!gtk_style_context_lookup_color (context, color, &rgba))
    gdk_rgba_parse (&rgba, "gray");
  g_object_set (tag, "foreground-rgba", &rgba, NULL);
}

static void
create_tags (OutpostDetailsWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->transcript);

  gtk_text_buffer_create_tag (buffer, "base", "indent", -136, "insert-hyphens", FALSE, NULL);
  gtk_text_buffer_create_tag (buffer, "client", NULL);
  gtk_text_buffer_create_tag (buffer, "refusal", NULL);
  gtk_text_buffer_create_tag (buffer, "remark", NULL);
}

/* Light has become dark, or the contrast high: a tag would keep the colour that it was given. */
static void
outpost_details_window_css_changed (GtkWidget         *widget,
                                    GtkCssStyleChange *change)
{
  OutpostDetailsWindow *self = OUTPOST_DETAILS_WINDOW (widget);

  GTK_WIDGET_CLASS (outpost_details_window_parent_class)->css_changed (widget, change);
  if (self->transcript == NULL)
    return; /* on its way in or out */

  colour_tag (self, "client", "accent_color");
  colour_tag (self, "refusal", "error_color");
  colour_tag (self, "remark", "shade_text");
}

static void
outpost_details_window_dispose (GObject *object)
{
  OutpostDetailsWindow *self = OUTPOST_DETAILS_WINDOW (object);

  g_clear_object (&self->report);
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_DETAILS_WINDOW);

  G_OBJECT_CLASS (outpost_details_window_parent_class)->dispose (object);
}

static void
outpost_details_window_class_init (OutpostDetailsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_details_window_dispose;
  widget_class->css_changed = outpost_details_window_css_changed;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-details-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, copy_content);
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, diagnosis_group);
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, connection_group);
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, transcript_group);
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, transcript);
  gtk_widget_class_bind_template_child (widget_class, OutpostDetailsWindow, mask);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_transcript);
}

static void
outpost_details_window_init (OutpostDetailsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  outpost_words_name (self->copy_button, _("Copy Report"));
  gtk_widget_set_direction (GTK_WIDGET (self->transcript), GTK_TEXT_DIR_LTR);
  create_tags (self);
}

/**
 * outpost_details_window_new:
 * @parent: the main window
 * @report: what a test came to
 * @host: the server that was tested
 *
 * Returns: (transfer none): a window, not on show yet
 */
GtkWidget *
outpost_details_window_new (GtkWindow          *parent,
                            OutpostTrialReport *report,
                            const char         *host)
{
  OutpostDetailsWindow *self =
    g_object_new (OUTPOST_TYPE_DETAILS_WINDOW, "transient-for", parent, NULL);

  outpost_style_class_follow_narrow (GTK_WIDGET (self), GTK_WIDGET (parent));
  if (gtk_widget_has_css_class (GTK_WIDGET (self), "narrow")) {
    adw_button_content_set_label (self->copy_content, "");
    gtk_widget_set_tooltip_text (self->copy_button, _("Copy Report"));
  }
  self->report = g_object_ref (report);
  self->help_page =
    outpost_help_page_for_failure (outpost_trial_report_get_diagnosis (report), host);
  add_diagnosis (self);
  add_connection (self);
  show_transcript (self);
  return GTK_WIDGET (self);
}
