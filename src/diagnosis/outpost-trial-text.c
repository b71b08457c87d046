/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-trial-report-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-account.h"
#include "outpost-catalogue.h"
#include "outpost-diagnosis-private.h"
#include "outpost-json.h"
#include "outpost-printable.h"

#define SCHEMA_VERSION 1
#define LINE_MAX_CHARACTERS 2000
#define MASK "•••"

static const char * const stage_texts[OUTPOST_SMTP_N_STAGES] = {
  "look-up", "connect", "secure", "greeting", "sign-in", "sender", "recipient", "message",
};

static const char * const state_texts[] = {
  "pending", "running", "passed", "remark", "failed", "skipped",
};

static const char * const outcome_texts[] = { "passed", "failed", "cancelled" };
static const char * const sent_texts[] = { "no", "yes", "perhaps" };
static const char * const result_texts[] = {
  "works", "no-sign-in", "not-trusted", "answers", "refused", "no-answer", "not-found", "cut-off",
};

const char *
outpost_stage_to_text (OutpostSmtpStage stage)
{
  return stage_texts[stage];
}

/* The part before the @ is what tells whose address it is; the domain often is
 * what a ticket is about. */
static char *
mask_addresses (const char *text)
{
  static gsize once = 0;
  static GRegex *regex;

  if (g_once_init_enter (&once)) {
    regex = g_regex_new ("[^\\s<>\"'(),:;\u2068\u2069=]+@(?=[\\w.-])", G_REGEX_OPTIMIZE, 0, NULL);
    g_once_init_leave (&once, 1);
  }
  return g_regex_replace_literal (regex, text, -1, 0, MASK "@", 0, NULL);
}

/* A user name need not be an address to be nobody else's business. */
static char *
show (OutpostTrialReport *self,
      const char         *text,
      gboolean            mask)
{
  const char *username = self->subject.username;
  g_autofree char *masked = NULL;
  GString *string;

  if (text == NULL)
    return g_strdup ("");
  if (!mask)
    return g_strdup (text);

  masked = mask_addresses (text);
  string = g_string_new (masked);
  if (username != NULL && strlen (username) > 2)
    g_string_replace (string, username, MASK, 0);
  return g_string_free (string, FALSE);
}

static void
add_line (GString    *text,
          const char *label,
          const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s: %s\n", label, value);
}

static void
add_settings (OutpostTrialReport *self,
              GString            *text,
              gboolean            mask)
{
  const OutpostDiagnosisSubject *subject = &self->subject;
  g_autofree char *server = g_strdup_printf ("%s:%u, %s", subject->host, subject->port,
                                             outpost_security_to_text (subject->security));
  g_autofree char *username = show (self, subject->username, mask);
  g_autofree char *sender = show (self, subject->sender, mask);
  g_autofree char *recipient = show (self, subject->recipient, mask);

  add_line (text, outpost_field_get_label (OUTPOST_FIELD_SERVER), server);
  add_line (text, outpost_field_get_label (OUTPOST_FIELD_USERNAME), username);
  add_line (text, outpost_field_get_label (OUTPOST_FIELD_SENDER), sender);
  add_line (text, outpost_field_get_label (OUTPOST_FIELD_TEST_ADDRESS), recipient);
}

static void
add_steps (OutpostTrialReport *self,
           GString            *text,
           gboolean            mask)
{
  static const char marks[] = { '.', '.', '+', '!', 'X', '-' };

  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++) {
    const OutpostTrialStep *step = &self->steps[i];
    g_autofree char *title = show (self, step->title, mask);
    g_autofree char *detail = show (self, step->detail, mask);
    g_autofree char *duration = step->duration_us >= 0 ? outpost_format_duration (step->duration_us)
                                                       : g_strdup ("");

    g_string_append_printf (text, "%c %u. %s%s%s%s%s\n", marks[step->state], i + 1, title,
                            *detail != '\0' ? " – " : "", detail,
                            *duration != '\0' ? ", " : "", duration);
    if (step->remark != NULL) {
      g_autofree char *remark = show (self, step->remark, mask);

      g_string_append_printf (text, "     %s\n", remark);
    }
  }
}

static void
add_beside (OutpostTrialReport *self,
            GString            *text)
{
  /* Translators: what came of trying another port or mode of a server */
  static const char * const results[] = {
    N_("works"), N_("offers no sign-in"), N_("certificate not in order"), N_("answers"),
    N_("refused"), N_("no answer"), N_("name not found"), N_("not waited for"),
  };

  if (self->beside == NULL || self->beside->probes->len == 0)
    return;

  g_string_append_printf (text, "\n%s\n", _("Tried beside it, without signing in"));
  for (guint i = 0; i < self->beside->probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (self->beside->probes, i);

    g_string_append_printf (text, "%s:%u, %s: %s\n", probe->endpoint->host, probe->endpoint->port,
                            outpost_security_to_text (probe->endpoint->security),
                            _(results[outpost_beside_judge (probe)]));
  }
}

static void
add_diagnosis (OutpostTrialReport *self,
               GString            *text,
               gboolean            mask)
{
  const OutpostDiagnosis *diagnosis = self->diagnosis;
  g_autofree char *words = NULL;

  if (diagnosis == NULL)
    return;

  words = show (self, diagnosis->server_words, mask);
  g_string_append_c (text, '\n');
  add_line (text, _("Cause"), diagnosis->cause);
  add_line (text, _("Next step"), diagnosis->next_step);
  add_line (text, _("Where it lies"), outpost_fault_get_label (diagnosis->fault));
  add_line (text, _("Catalogue entry"), diagnosis->id);
  add_line (text, _("The server’s reply"), diagnosis->code_text);
  add_line (text, _("The server’s words"), words);
}

static void
add_server (OutpostTrialReport *self,
            GString            *text)
{
  const OutpostSmtpFacts *facts = &self->facts;
  g_autofree char *greeting = outpost_printable (facts->greeting, -1, LINE_MAX_CHARACTERS);
  g_autofree char *abilities =
    facts->abilities != NULL ? g_strjoinv (", ", facts->abilities) : NULL;
  g_autofree char *shown = outpost_printable (abilities, -1, LINE_MAX_CHARACTERS);

  g_string_append_c (text, '\n');
  add_line (text, _("Address"), facts->address);
  add_line (text, _("Encryption"), facts->tls_version);
  add_line (text, _("Cipher"), facts->tls_cipher);
  if (facts->certificate != NULL) {
    g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (facts->certificate->not_after);
    g_autofree char *date = end != NULL ? g_date_time_format (end, "%F") : NULL;

    add_line (text, _("Certificate"), facts->certificate->subject);
    add_line (text, _("Issued by"), facts->certificate->issuer);
    add_line (text, _("Valid until"), date);
    add_line (text, _("Fingerprint (SHA-256)"), facts->certificate->sha256);
    add_line (text, _("Withdrawn?"), facts->certificate->stapled
                                       ? _("no, by the stapled answer of its issuer")
                                       : _("not checked: the server sent no stapled answer"));
  }
  add_line (text, _("Greeting"), greeting);
  add_line (text, _("Abilities"), shown);
}

static void
add_transcript (OutpostTrialReport *self,
                GString            *text,
                gboolean            mask)
{
  g_autoptr (GPtrArray) lines = NULL;
  guint dropped;

  if (self->transcript == NULL)
    return;

  lines = outpost_smtp_transcript_get_lines (self->transcript);
  dropped = outpost_smtp_transcript_get_dropped (self->transcript);
  g_string_append_printf (text, "\n%s\n", _("Transcript (C: this computer, S: the server)"));
  for (guint i = 0; i < lines->len; i++) {
    const OutpostSmtpTranscriptLine *line = g_ptr_array_index (lines, i);
    g_autofree char *shown = show (self, line->text, mask);

    g_string_append_printf (text, "%8.3f %c: %s\n", (double) line->microseconds / G_USEC_PER_SEC,
                            line->side, shown);
  }
  if (dropped > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u line left out\n",
                                               "%u lines left out\n", dropped),
                            dropped);
}

/**
 * outpost_trial_report_to_text:
 * @self: a report
 * @mask: whether addresses and user name are masked; secrets always are
 *
 * Writes the report for a ticket, in the person's language.
 *
 * Returns: (transfer full): plain text
 */
char *
outpost_trial_report_to_text (OutpostTrialReport *self,
                              gboolean            mask)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->time);
  g_autofree char *date = g_date_time_format (time, "%F %T UTC");
  g_autofree char *summary = show (self, self->summary, mask);
  GString *text = g_string_new (NULL);

  /* Translators: the first line of a report; %1$s is a version, %2$s a time */
  g_string_append_printf (text, _("Outpost %1$s, test of %2$s"), PACKAGE_VERSION, date);
  g_string_append_printf (text, "\n%s\n%s\n\n", self->title, summary);
  add_settings (self, text, mask);
  g_string_append_c (text, '\n');
  add_steps (self, text, mask);
  add_diagnosis (self, text, mask);
  add_beside (self, text);
  add_server (self, text);
  add_transcript (self, text, mask);

  return g_string_free (text, FALSE);
}

static void
json_add (OutpostTrialReport *self,
          JsonBuilder        *builder,
          const char         *member,
          const char         *text,
          gboolean            mask)
{
  g_autofree char *shown = text != NULL ? show (self, text, mask) : NULL;

  outpost_json_add_text (builder, member, shown);
}

static void
json_add_steps (OutpostTrialReport *self,
                JsonBuilder        *builder,
                gboolean            mask)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < OUTPOST_SMTP_N_STAGES; i++) {
    const OutpostTrialStep *step = &self->steps[i];

    json_builder_begin_object (builder);
    outpost_json_add_text (builder, "stage", stage_texts[i]);
    outpost_json_add_text (builder, "state", state_texts[step->state]);
    json_add (self, builder, "title", step->title, mask);
    json_add (self, builder, "detail", step->detail, mask);
    outpost_json_add_text (builder, "remark", step->remark_id);
    json_add (self, builder, "remark_text", step->remark, mask);
    if (step->duration_us >= 0)
      outpost_json_add_number (builder, "duration_us", step->duration_us);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* The keys of the account file that the fix sets. */
static void
json_add_changes (OutpostTrialReport *self,
                  JsonBuilder        *builder,
                  gboolean            mask)
{
  const GPtrArray *fix = self->diagnosis->fix;

  json_builder_set_member_name (builder, "fix_changes");
  json_builder_begin_object (builder);
  for (guint i = 0; fix != NULL && i < fix->len; i++) {
    const OutpostFixChange *change = g_ptr_array_index (fix, i);

    /* Nothing that stands in a file. */
    if (change->field == OUTPOST_FIELD_PASSWORD)
      continue;
    json_add (self, builder, outpost_field_get_key (change->field), change->text, mask);
  }
  json_builder_end_object (builder);
}

static void
json_add_diagnosis (OutpostTrialReport *self,
                    JsonBuilder        *builder,
                    gboolean            mask)
{
  const OutpostDiagnosis *diagnosis = self->diagnosis;

  json_builder_set_member_name (builder, "diagnosis");
  if (diagnosis == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "id", diagnosis->id);
  outpost_json_add_text (builder, "stage", stage_texts[diagnosis->stage]);
  outpost_json_add_text (builder, "title", diagnosis->title);
  outpost_json_add_text (builder, "cause", diagnosis->cause);
  outpost_json_add_text (builder, "next_step", diagnosis->next_step);
  outpost_json_add_text (builder, "fault", outpost_catalogue_name_fault (diagnosis->fault));
  outpost_json_add_truth (builder, "temporary", diagnosis->temporary);
  outpost_json_add_text (builder, "field", outpost_diagnosis_name_field (diagnosis));
  json_add (self, builder, "fix", diagnosis->fix_label, mask);
  json_add_changes (self, builder, mask);
  outpost_json_add_text (builder, "url", diagnosis->url);
  outpost_json_add_text (builder, "reply", diagnosis->code_text);
  json_add (self, builder, "server_words", diagnosis->server_words, mask);
  json_builder_end_object (builder);
}

static void
json_add_beside (OutpostTrialReport *self,
                 JsonBuilder        *builder)
{
  json_builder_set_member_name (builder, "beside");
  if (self->beside == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  outpost_json_add_truth (builder, "offline", self->beside->is_offline);
  outpost_json_add_truth (builder, "sign_in_page", self->beside->is_portal);
  json_builder_set_member_name (builder, "tried");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->beside->probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (self->beside->probes, i);

    json_builder_begin_object (builder);
    outpost_json_add_text (builder, "host", probe->endpoint->host);
    outpost_json_add_number (builder, "port", probe->endpoint->port);
    outpost_json_add_text (builder, "security",
                           outpost_security_to_text (probe->endpoint->security));
    outpost_json_add_text (builder, "result", result_texts[outpost_beside_judge (probe)]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
json_add_server (OutpostTrialReport *self,
                 JsonBuilder        *builder)
{
  const OutpostSmtpFacts *facts = &self->facts;
  g_autofree char *greeting =
    facts->greeting != NULL ? outpost_printable (facts->greeting, -1, LINE_MAX_CHARACTERS) : NULL;

  json_builder_set_member_name (builder, "server");
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "host", self->subject.host);
  outpost_json_add_number (builder, "port", self->subject.port);
  outpost_json_add_text (builder, "security", outpost_security_to_text (self->subject.security));
  outpost_json_add_text (builder, "address", facts->address);
  outpost_json_add_text (builder, "greeting", greeting);
  outpost_json_add_text (builder, "tls_version", facts->tls_version);
  outpost_json_add_text (builder, "tls_cipher", facts->tls_cipher);
  outpost_json_add_text (builder, "mechanism", facts->mechanism);
  if (facts->certificate != NULL) {
    outpost_json_add_text (builder, "certificate_subject", facts->certificate->subject);
    outpost_json_add_text (builder, "certificate_issuer", facts->certificate->issuer);
    outpost_json_add_text (builder, "certificate_sha256", facts->certificate->sha256);
    outpost_json_add_text (builder, "key_pin", facts->certificate->pin);
    outpost_json_add_number (builder, "certificate_not_after", facts->certificate->not_after);
  }
  json_builder_set_member_name (builder, "abilities");
  json_builder_begin_array (builder);
  for (guint i = 0; facts->abilities != NULL && facts->abilities[i] != NULL; i++) {
    g_autofree char *ability = outpost_printable (facts->abilities[i], -1, LINE_MAX_CHARACTERS);

    json_builder_add_string_value (builder, ability);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
json_add_transcript (OutpostTrialReport *self,
                     JsonBuilder        *builder,
                     gboolean            mask)
{
  g_autoptr (GPtrArray) lines = NULL;

  json_builder_set_member_name (builder, "transcript");
  json_builder_begin_array (builder);
  if (self->transcript != NULL)
    lines = outpost_smtp_transcript_get_lines (self->transcript);
  for (guint i = 0; lines != NULL && i < lines->len; i++) {
    const OutpostSmtpTranscriptLine *line = g_ptr_array_index (lines, i);
    const char side[] = { line->side, '\0' };

    json_builder_begin_object (builder);
    outpost_json_add_number (builder, "time_us", line->microseconds);
    outpost_json_add_text (builder, "side", side);
    json_add (self, builder, "text", line->text, mask);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/**
 * outpost_trial_report_to_json:
 * @self: a report
 * @mask: whether addresses and user name are masked; secrets always are
 *
 * Writes the same for programs. The members are documented in outpostctl(1).
 *
 * Returns: (transfer full): a JSON object
 */
char *
outpost_trial_report_to_json (OutpostTrialReport *self,
                              gboolean            mask)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_number (builder, "schema_version", SCHEMA_VERSION);
  outpost_json_add_number (builder, "time", self->time);
  outpost_json_add_text (builder, "outcome", outcome_texts[self->outcome]);
  outpost_json_add_text (builder, "sent", sent_texts[self->sent]);
  outpost_json_add_text (builder, "stage", stage_texts[self->stage]);
  outpost_json_add_number (builder, "exit_code", outpost_trial_report_get_exit_code (self));
  outpost_json_add_number (builder, "duration_us", self->duration_us);
  outpost_json_add_text (builder, "title", self->title);
  json_add (self, builder, "summary", self->summary, mask);
  json_add_steps (self, builder, mask);
  json_add_diagnosis (self, builder, mask);
  json_add_beside (self, builder);
  json_add_server (self, builder);
  json_add_transcript (self, builder, mask);
  json_builder_end_object (builder);
  return outpost_json_to_text (builder);
}
