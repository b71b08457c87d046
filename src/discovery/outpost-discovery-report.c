/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery.h"

#include "outpost-json.h"

#define SCHEMA_VERSION 1

/* outpostctl(1) documents these words. */
static const char * const source_words[OUTPOST_N_DISCOVERY_SOURCES] = {
  "admin", "user", "preset", "autoconfig", "mozilla", "srv", "mx", "trying",
};

static const char * const state_words[] = {
  [OUTPOST_DISCOVERY_STATE_WAITING] = "waiting",
  [OUTPOST_DISCOVERY_STATE_ASKING] = "asking",
  [OUTPOST_DISCOVERY_STATE_ANSWERED] = "answered",
  [OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN] = "nothing-known",
  [OUTPOST_DISCOVERY_STATE_NOT_IN_IT] = "not-in-it",
  [OUTPOST_DISCOVERY_STATE_UNUSABLE] = "unusable",
  [OUTPOST_DISCOVERY_STATE_NO_ANSWER] = "no-answer",
  [OUTPOST_DISCOVERY_STATE_NOT_ASKED] = "not-asked",
  [OUTPOST_DISCOVERY_STATE_NOT_NEEDED] = "not-needed",
};

/* The keys of an account file, and beside them where each value comes from. */
static void
add_settings (JsonBuilder            *builder,
              OutpostDiscoveryAnswer *answer)
{
  g_autoptr (OutpostAccount) draft = outpost_account_new (NULL);
  g_autoptr (GPtrArray) fix = outpost_discovery_answer_to_fix (answer, draft);

  json_builder_set_member_name (builder, "settings");
  json_builder_begin_object (builder);
  for (guint i = 0; i < fix->len; i++) {
    const OutpostFixChange *change = g_ptr_array_index (fix, i);

    outpost_json_add_text (builder, outpost_field_get_key (change->field), change->text);
  }
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "origins");
  json_builder_begin_object (builder);
  for (guint i = 0; i < fix->len; i++) {
    const OutpostFixChange *change = g_ptr_array_index (fix, i);

    outpost_json_add_text (builder, outpost_field_get_key (change->field),
                           outpost_discovery_answer_get_origin (answer, change->field));
  }
  json_builder_end_object (builder);
}

static void
add_answer (JsonBuilder            *builder,
            OutpostDiscoveryAnswer *answer)
{
  json_builder_set_member_name (builder, "answer");
  if (answer == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "source", source_words[answer->source]);
  add_settings (builder, answer);
  outpost_json_add_text (builder, "provider", answer->provider);
  outpost_json_add_text (builder, "preset",
                         answer->preset != NULL ? outpost_preset_get_id (answer->preset) : NULL);
  outpost_json_add_text (builder, "explanation", answer->explanation);
  outpost_json_add_text (builder, "domain", answer->domain);
  outpost_json_add_truth (builder, "needs_confirmation", answer->needs_press);
  outpost_json_add_text (builder, "help_url", answer->help_url);
  json_builder_end_object (builder);
}

static void
add_source (JsonBuilder            *builder,
            OutpostDiscovery       *self,
            OutpostDiscoverySource  source)
{
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "source", source_words[source]);
  outpost_json_add_text (builder, "label", outpost_discovery_get_source_label (self, source));
  outpost_json_add_text (builder, "state", state_words[outpost_discovery_get_state (self, source)]);
  outpost_json_add_text (builder, "detail", outpost_discovery_get_detail (self, source));
  add_answer (builder, outpost_discovery_get_answer (self, source));
  json_builder_end_object (builder);
}

/**
 * outpost_discovery_to_json:
 * @self: a search that is over
 *
 * Returns: (transfer full): what was found and what each source said, as outpostctl(1) documents it
 */
char *
outpost_discovery_to_json (OutpostDiscovery *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (OUTPOST_IS_DISCOVERY (self), NULL);

  json_builder_begin_object (builder);
  outpost_json_add_number (builder, "schema_version", SCHEMA_VERSION);
  outpost_json_add_text (builder, "address", outpost_discovery_get_address (self));
  outpost_json_add_text (builder, "domain", outpost_discovery_get_domain (self));
  outpost_json_add_text (builder, "suggestion", outpost_discovery_get_suggestion (self));
  add_answer (builder, outpost_discovery_get_best (self));
  json_builder_set_member_name (builder, "sources");
  json_builder_begin_array (builder);
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SOURCES; i++)
    add_source (builder, self, i);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return outpost_json_to_text (builder);
}
