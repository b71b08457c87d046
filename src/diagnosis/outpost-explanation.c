/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-explanation.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-catalogue.h"
#include "outpost-diagnosis-private.h"
#include "outpost-json.h"
#include "outpost-message-notice.h"
#include "outpost-pasted-reply-private.h"
#include "outpost-preset.h"
#include "outpost-printable.h"
#include "outpost-trial-report-private.h"

#define SCHEMA_VERSION 1
/* Enough for any reply with what a program says around it. */
#define TEXT_MAX_CHARACTERS 65536
#define WORDS_MAX_CHARACTERS 2000
#define HOSTS_MAX 200
#define HOST_PATTERN "(?<![\\w@.-])(?:[a-z0-9-]{1,63}\\.){1,10}[a-z]{2,24}(?![\\w@-])"

/* Whose server spoke, and how that is known. */
typedef struct {
  const char            *family;
  const char            *name;
  OutpostProviderSource  source;
} Provider;

static void
set_preset (Provider              *self,
            const OutpostPreset   *preset,
            OutpostProviderSource  source)
{
  self->family = outpost_preset_get_family (preset);
  self->name = outpost_preset_get_operator (preset);
  if (self->name == NULL)
    self->name = outpost_preset_get_name (preset);
  self->source = source;
}

static const OutpostPreset *
find_by_family (const char *family)
{
  for (guint i = 0; i < outpost_preset_get_count (); i++) {
    const OutpostPreset *preset = outpost_preset_get_nth (i);

    if (g_strcmp0 (outpost_preset_get_family (preset), family) == 0)
      return preset;
  }
  return NULL;
}

static const OutpostPreset *
find_by_name (const char *provider)
{
  const OutpostPreset *preset = outpost_preset_by_id (provider);

  return preset != NULL ? preset : find_by_family (provider);
}

/* Names of hosts in the text; what stands behind an @ is whom mail is for. */
static const OutpostPreset *
find_by_hosts_in (const char *text)
{
  static gsize once;
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;

  if (g_once_init_enter (&once)) {
    regex = g_regex_new (HOST_PATTERN, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
    g_once_init_leave (&once, 1);
  }
  g_regex_match (regex, text, 0, &match);
  for (guint i = 0; i < HOSTS_MAX && g_match_info_matches (match); i++) {
    g_autofree char *host = g_match_info_fetch (match, 0);
    const OutpostPreset *preset = outpost_diagnosis_find_preset (host);

    if (preset != NULL && outpost_preset_get_family (preset) != NULL)
      return preset;
    g_match_info_next (match, NULL);
  }
  return NULL;
}

static void
find_provider (Provider   *self,
               const char *given,
               const char *server,
               const char *text)
{
  const OutpostPreset *preset = NULL;
  const char *family;

  if (given != NULL && (preset = find_by_name (given)) != NULL) {
    set_preset (self, preset, OUTPOST_PROVIDER_SOURCE_GIVEN);
  } else if (server != NULL) {
    /* A server that no preset knows is nobody's of whom the words might speak. */
    preset = outpost_diagnosis_find_preset (server);
    if (preset != NULL)
      set_preset (self, preset, OUTPOST_PROVIDER_SOURCE_SERVER);
  } else {
    family = outpost_catalogue_find_family (text);
    preset = family != NULL ? find_by_family (family) : find_by_hosts_in (text);
    if (preset != NULL)
      set_preset (self, preset, OUTPOST_PROVIDER_SOURCE_TEXT);
  }
}

static OutpostExplanation *
explanation_new (OutpostExplanationKind     kind,
                 const OutpostCatalogueRow *row)
{
  OutpostExplanation *self = g_new0 (OutpostExplanation, 1);
  OutpostDiagnosis *diagnosis = g_new0 (OutpostDiagnosis, 1);

  self->kind = kind;
  self->diagnosis = diagnosis;
  diagnosis->id = g_strdup (row->id);
  diagnosis->cause = g_strdup (_(row->cause));
  diagnosis->next_step = g_strdup (_(row->next_step));
  diagnosis->fault = row->fault;
  diagnosis->temporary = row->temporary;
  diagnosis->has_field = row->has_field;
  diagnosis->field = row->field;
  diagnosis->url = g_strdup (row->url);
  diagnosis->link_label = row->link_label != NULL ? g_strdup (_(row->link_label)) : NULL;
  return self;
}

static OutpostExplanation *
explain_reply (OutpostExplanationKind  kind,
               const OutpostSmtpReply *reply,
               const char             *text,
               const Provider         *provider)
{
  OutpostSmtpStage stage = outpost_pasted_reply_guess_stage (reply, text);
  const OutpostCatalogueRow *row = outpost_catalogue_match_reply (provider->family, stage, reply);
  OutpostExplanation *self;

  if (row == NULL)
    return NULL;

  self = explanation_new (kind, row);
  self->provider_source = provider->source;
  self->provider = g_strdup (provider->name);
  self->family = g_strdup (provider->family);
  self->diagnosis->stage = MAX (stage, row->stage);
  if (reply->code / 100 == 4)
    self->diagnosis->temporary = TRUE;
  self->diagnosis->code_text = reply->enhanced != NULL
                                 ? g_strdup_printf ("%u %s", reply->code, reply->enhanced)
                                 : g_strdup_printf ("%u", reply->code);
  self->diagnosis->server_words = outpost_printable (reply->text, -1, WORDS_MAX_CHARACTERS);
  return self;
}

/* A notice without a reply still has a status; the reply's code is of its class. */
static OutpostSmtpReply *
reply_from_notice (const OutpostNoticeRecipient *recipient)
{
  OutpostSmtpReply *reply =
    recipient->diagnostic != NULL ? outpost_pasted_reply_find (recipient->diagnostic, FALSE) : NULL;

  if (reply == NULL) {
    char class = recipient->status != NULL ? recipient->status[0] : '5';

    reply = g_new0 (OutpostSmtpReply, 1);
    reply->code = (guint) (class - '0') * 100 + 50;
    reply->text = g_strdup (recipient->diagnostic != NULL ? recipient->diagnostic : "");
  }
  if (reply->enhanced == NULL)
    reply->enhanced = g_strdup (recipient->status);
  return reply;
}

static void
explain_notice (GPtrArray     *explanations,
                OutpostNotice *notice,
                const char    *given)
{
  for (guint i = 0; i < notice->recipients->len; i++) {
    const OutpostNoticeRecipient *recipient = g_ptr_array_index (notice->recipients, i);
    g_autoptr (OutpostSmtpReply) reply = reply_from_notice (recipient);
    Provider provider = { NULL };
    OutpostExplanation *explanation;

    find_provider (&provider, given, recipient->remote, reply->text);
    explanation = explain_reply (OUTPOST_EXPLANATION_NOTICE, reply,
                                 recipient->diagnostic != NULL ? recipient->diagnostic : "",
                                 &provider);
    if (explanation == NULL)
      continue;
    explanation->recipient = g_strdup (recipient->address);
    explanation->action = g_strdup (recipient->action);
    g_ptr_array_add (explanations, explanation);
  }
}

static char *
tidy (const char *octets,
      gsize       length)
{
  gsize n = MIN (length, TEXT_MAX_CHARACTERS * 4);
  char *text = outpost_printable (octets, (gssize) n, TEXT_MAX_CHARACTERS);

  for (char *c = text; *c != '\0'; c++)
    if (*c == '\t')
      *c = ' ';
  return text;
}

/**
 * outpost_explanation_knows_provider:
 * @provider: the id of a preset, or a provider's key in the catalogue
 *
 * Returns: whether there is such a provider
 */
gboolean
outpost_explanation_knows_provider (const char *provider)
{
  return find_by_name (provider) != NULL;
}

/**
 * outpost_explain:
 * @octets: (array length=length): a pasted reply, a bounce, or a piece of a guide
 * @length: number of octets
 * @provider: (nullable): the id of a preset or a provider's key, if it is known
 *
 * Says what a text means: each recipient of a delivery notice, else the reply in
 * it; then what of it is advice that no longer holds. The provider is the one
 * given, else the one whose server a notice names, else a guess from the words.
 * Pure: nothing is looked up, and at most a MiB is read.
 *
 * Returns: (transfer full) (element-type OutpostExplanation): what was found, perhaps nothing
 */
GPtrArray *
outpost_explain (const char *octets,
                 gsize       length,
                 const char *provider)
{
  GPtrArray *explanations =
    g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_explanation_free);
  g_autofree char *text = tidy (octets, length);
  g_autoptr (OutpostNotice) notice = outpost_notice_parse (octets, length);
  g_autoptr (GPtrArray) advice = outpost_catalogue_find_advice (text);

  if (notice != NULL) {
    explain_notice (explanations, notice, provider);
  } else {
    /* A program that tried several ways quotes each refusal: the last one counts. */
    g_autoptr (OutpostSmtpReply) reply = outpost_pasted_reply_find (text, advice->len > 0);
    Provider whose = { NULL };
    OutpostExplanation *explanation = NULL;

    if (reply != NULL) {
      find_provider (&whose, provider, NULL, text);
      explanation = explain_reply (OUTPOST_EXPLANATION_REPLY, reply, text, &whose);
    }
    if (explanation != NULL)
      g_ptr_array_add (explanations, explanation);
  }
  for (guint i = 0; i < advice->len; i++)
    g_ptr_array_add (explanations, explanation_new (OUTPOST_EXPLANATION_ADVICE,
                                                    g_ptr_array_index (advice, i)));
  return explanations;
}

static void
json_add_explanation (JsonBuilder              *builder,
                      const OutpostExplanation *self)
{
  static const char * const kinds[] = { "reply", "notice", "advice" };
  static const char * const sources[] = { NULL, "given", "server", "text" };
  const OutpostDiagnosis *diagnosis = self->diagnosis;
  gboolean advice = self->kind == OUTPOST_EXPLANATION_ADVICE;

  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "kind", kinds[self->kind]);
  outpost_json_add_text (builder, "id", diagnosis->id);
  outpost_json_add_text (builder, "provider", self->family);
  outpost_json_add_text (builder, "provider_from", sources[self->provider_source]);
  outpost_json_add_text (builder, "recipient", self->recipient);
  outpost_json_add_text (builder, "action", self->action);
  outpost_json_add_text (builder, "stage",
                         advice ? NULL : outpost_stage_to_text (diagnosis->stage));
  outpost_json_add_text (builder, "reply", diagnosis->code_text);
  outpost_json_add_text (builder, "server_words", diagnosis->server_words);
  outpost_json_add_text (builder, "cause", diagnosis->cause);
  outpost_json_add_text (builder, "next_step", diagnosis->next_step);
  outpost_json_add_text (builder, "fault", outpost_catalogue_name_fault (diagnosis->fault));
  outpost_json_add_truth (builder, "temporary", diagnosis->temporary);
  outpost_json_add_text (builder, "field", outpost_diagnosis_name_field (diagnosis));
  outpost_json_add_text (builder, "url", diagnosis->url);
  json_builder_end_object (builder);
}

/**
 * outpost_explanations_to_json:
 * @explanations: (element-type OutpostExplanation): from [func@Outpost.explain]
 *
 * Returns: (transfer full): a JSON object, as documented in outpostctl(1)
 */
char *
outpost_explanations_to_json (GPtrArray *explanations)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_number (builder, "schema_version", SCHEMA_VERSION);
  json_builder_set_member_name (builder, "explanations");
  json_builder_begin_array (builder);
  for (guint i = 0; i < explanations->len; i++)
    json_add_explanation (builder, g_ptr_array_index (explanations, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return outpost_json_to_text (builder);
}

/**
 * outpost_explanation_free:
 * @self: (transfer full): an explanation
 */
void
outpost_explanation_free (OutpostExplanation *self)
{
  g_free (self->provider);
  g_free (self->family);
  g_free (self->recipient);
  g_free (self->action);
  outpost_diagnosis_free (self->diagnosis);
  g_free (self);
}
