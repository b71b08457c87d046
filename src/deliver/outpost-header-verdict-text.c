/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict.h"

#include <glib/gi18n-lib.h>

#include "outpost-json.h"

#define SCHEMA_VERSION 1

static const char * const method_labels[] = { "SPF", "DKIM", "DMARC" };

static void
add_line (GString    *text,
          const char *label,
          const char *value)
{
  if (value == NULL)
    return;
  /* Translators: a label such as "Account" and what it stands for */
  g_string_append_printf (text, _("%s: %s"), label, value);
  g_string_append_c (text, '\n');
}

static void
add_list (GString      *text,
          const char   *heading,
          char * const *sentences)
{
  if (*sentences == NULL)
    return;
  g_string_append_printf (text, "\n%s\n", heading);
  for (; *sentences != NULL; sentences++)
    g_string_append_printf (text, "- %s\n", *sentences);
}

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) date = time > 0 ? g_date_time_new_from_unix_utc (time) : NULL;

  return date != NULL ? g_date_time_format (date, "%F %T UTC") : NULL;
}

static void
add_hop (GString                *text,
         guint                   number,
         const OutpostHeaderHop *hop)
{
  g_autofree char *time = format_time (hop->time);
  const char *by = hop->by != NULL ? hop->by : "?";

  g_string_append_printf (text, "%c%2u. ", hop->trusted ? ' ' : '?', number);
  if (hop->from != NULL)
    g_string_append_printf (text, "%s → %s", hop->from, by);
  else
    g_string_append (text, by);
  if (hop->protocol != NULL)
    g_string_append_printf (text, ", %s", hop->protocol);
  if (time != NULL)
    g_string_append_printf (text, ", %s", time);
  if (*hop->words != '\0')
    g_string_append_printf (text, "\n     %s", hop->words);
  g_string_append_c (text, '\n');
}

static void
add_hops (GString                    *text,
          const OutpostHeaderVerdict *self)
{
  guint left_out = self->n_hops - self->hops->len;

  if (self->hops->len == 0)
    return;
  g_string_append_printf (text, "\n%s\n",
                          _("The way (“?” marks steps that the receiver did not see):"));
  if (left_out > 0) {
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u step left out",
                                               "%u steps left out", left_out), left_out);
    g_string_append_c (text, '\n');
  }
  for (guint i = 0; i < self->hops->len; i++)
    add_hop (text, left_out + i + 1, g_ptr_array_index (self->hops, i));
}

/**
 * outpost_header_verdict_to_text:
 * @self: a verdict
 *
 * Returns: (transfer full): the verdict as text of several lines, in the person's language
 */
char *
outpost_header_verdict_to_text (const OutpostHeaderVerdict *self)
{
  GString *text = g_string_new (self->title);

  g_string_append_c (text, '\n');
  add_line (text, _("Checked by"), self->receiver);
  add_line (text, _("From"), self->from);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++)
    add_line (text, method_labels[i], self->checks[i].words);
  add_line (text, _("Sender"), self->rewritten_words);
  add_line (text, _("Spam"), self->spam_words);
  add_list (text, _("What to do:"), self->next_steps);
  add_hops (text, self);
  add_list (text, _("Also to be known:"), self->notes);
  return g_string_free (text, FALSE);
}

static void
json_add_number (JsonBuilder *builder,
                 const char  *member,
                 gint64       number,
                 gint64       unknown)
{
  json_builder_set_member_name (builder, member);
  if (number != unknown)
    json_builder_add_int_value (builder, number);
  else
    json_builder_add_null_value (builder);
}

static void
json_add_answer (JsonBuilder          *builder,
                 const char           *member,
                 OutpostVerdictAnswer  answer)
{
  json_builder_set_member_name (builder, member);
  if (answer == OUTPOST_VERDICT_UNTOLD)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, answer == OUTPOST_VERDICT_YES);
}

static void
json_add_list (JsonBuilder  *builder,
               const char   *member,
               char * const *sentences)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (; *sentences != NULL; sentences++)
    json_builder_add_string_value (builder, *sentences);
  json_builder_end_array (builder);
}

static void
json_add_checks (JsonBuilder                *builder,
                 const OutpostHeaderVerdict *self)
{
  static const char * const members[] = { "spf", "dkim", "dmarc" };
  static const char * const results[] = { NULL, "pass", "fail", "weak", "none", "error" };

  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++) {
    const OutpostHeaderCheck *check = &self->checks[i];

    json_builder_set_member_name (builder, members[i]);
    json_builder_begin_object (builder);
    outpost_json_add_text (builder, "result", results[check->result]);
    json_add_answer (builder, "aligned", check->aligned);
    outpost_json_add_text (builder, "domain", check->domain);
    outpost_json_add_text (builder, "words", check->words);
    json_builder_end_object (builder);
  }
}

static void
json_add_hop (JsonBuilder            *builder,
              const OutpostHeaderHop *hop)
{
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "from", hop->from);
  outpost_json_add_text (builder, "by", hop->by);
  json_add_number (builder, "time", hop->time, 0);
  json_add_number (builder, "delay_s", hop->delay_s, OUTPOST_HEADER_DELAY_UNKNOWN);
  outpost_json_add_text (builder, "protocol", hop->protocol);
  json_add_answer (builder, "tls", hop->tls);
  outpost_json_add_text (builder, "tls_version", hop->tls_version);
  outpost_json_add_text (builder, "cipher", hop->cipher);
  outpost_json_add_truth (builder, "trusted", hop->trusted);
  outpost_json_add_text (builder, "words", hop->words);
  json_builder_end_object (builder);
}

/**
 * outpost_header_verdict_to_json:
 * @self: a verdict
 *
 * Returns: (transfer full): a JSON object, as documented in outpostctl(1)
 */
char *
outpost_header_verdict_to_json (const OutpostHeaderVerdict *self)
{
  static const char * const levels[] = { "unknown", "good", "remark", "bad" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_number (builder, "schema_version", SCHEMA_VERSION);
  outpost_json_add_text (builder, "level", levels[self->level]);
  outpost_json_add_text (builder, "title", self->title);
  outpost_json_add_text (builder, "receiver", self->receiver);
  outpost_json_add_text (builder, "from", self->from);
  json_add_checks (builder, self);
  json_add_answer (builder, "rewritten", self->rewritten);
  outpost_json_add_text (builder, "rewritten_words", self->rewritten_words);
  json_add_answer (builder, "spam", self->spam);
  outpost_json_add_text (builder, "spam_words", self->spam_words);
  json_add_list (builder, "next_steps", self->next_steps);
  json_add_list (builder, "notes", self->notes);
  outpost_json_add_number (builder, "n_hops", self->n_hops);
  json_builder_set_member_name (builder, "hops");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->hops->len; i++)
    json_add_hop (builder, g_ptr_array_index (self->hops, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return outpost_json_to_text (builder);
}
