/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-deliverability.h"

#include "outpost-json.h"
#include "outpost-printable.h"

#define RECORD_MAX_CHARACTERS 2000

/* The words are part of outpostctl(1) and do not change. */
static const char * const areas[] = { "mail", "spf", "dmarc" };
static const char * const states[] = { "good", "hint", "warning", "error", "unknown" };
static const char * const severities[] = { "hint", "warning", "error" };
static const char * const mail_kinds[] = { "hosts", "implicit", "refused" };
static const char * const coverages[] = { "not-asked", "unknown", "server", "provider", "none" };

static void
begin_area (JsonBuilder                 *builder,
            const OutpostDeliverability *self,
            OutpostDeliveryArea          area)
{
  json_builder_set_member_name (builder, areas[area]);
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "state", states[self->states[area]]);
  outpost_json_add_text (builder, "text", self->lines[area]);
}

static void
add_mail (JsonBuilder                 *builder,
          const OutpostDeliverability *self)
{
  begin_area (builder, self, OUTPOST_DELIVERY_MAIL);
  outpost_json_add_text (builder, "kind", self->mail != NULL ? mail_kinds[self->mail->kind] : NULL);
  json_builder_set_member_name (builder, "hosts");
  json_builder_begin_array (builder);
  for (guint i = 0; self->mail != NULL && i < self->mail->hosts->len; i++) {
    const OutpostDnsMx *mx = g_ptr_array_index (self->mail->hosts, i);

    json_builder_begin_object (builder);
    outpost_json_add_number (builder, "preference", mx->preference);
    outpost_json_add_text (builder, "host", mx->host);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_spf (JsonBuilder                 *builder,
         const OutpostDeliverability *self)
{
  begin_area (builder, self, OUTPOST_DELIVERY_SPF);
  outpost_json_add_text (builder, "record", self->spf_record);
  outpost_json_add_text (builder, "others",
                         self->spf != NULL ? outpost_spf_result_to_text (self->spf->result) : NULL);
  if (self->spf != NULL) {
    outpost_json_add_number (builder, "lookups", self->spf->n_lookups);
    outpost_json_add_number (builder, "void_lookups", self->spf->n_void_lookups);
  }
  outpost_json_add_text (builder, "lists_server", coverages[self->coverage]);
  json_builder_end_object (builder);
}

static void
add_dmarc_record (JsonBuilder              *builder,
                  const OutpostDmarcRecord *record)
{
  g_autofree char *text = outpost_printable (record->text, -1, RECORD_MAX_CHARACTERS);

  outpost_json_add_text (builder, "record", text);
  outpost_json_add_text (builder, "p", outpost_dmarc_policy_to_text (record->policy));
  outpost_json_add_text (builder, "sp", outpost_dmarc_policy_to_text (record->subdomain_policy));
  outpost_json_add_text (builder, "np", outpost_dmarc_policy_to_text (record->absent_policy));
  outpost_json_add_text (builder, "adkim", record->strict_dkim ? "s" : "r");
  outpost_json_add_text (builder, "aspf", record->strict_spf ? "s" : "r");
  outpost_json_add_text (builder, "psd", record->psd == OUTPOST_DMARC_PSD_YES  ? "y"
                                         : record->psd == OUTPOST_DMARC_PSD_NO ? "n" : "u");
  outpost_json_add_truth (builder, "test", record->is_test);
}

static void
add_dmarc (JsonBuilder                 *builder,
           const OutpostDeliverability *self)
{
  const OutpostDmarcOutcome *dmarc = self->dmarc;

  begin_area (builder, self, OUTPOST_DELIVERY_DMARC);
  if (dmarc != NULL) {
    outpost_json_add_text (builder, "organizational_domain", dmarc->organizational_domain);
    outpost_json_add_text (builder, "policy_domain", dmarc->policy_domain);
    outpost_json_add_text (builder, "policy", outpost_dmarc_policy_to_text (dmarc->policy));
    outpost_json_add_truth (builder, "aligned", self->aligned);
  }
  if (dmarc != NULL && dmarc->record != NULL)
    add_dmarc_record (builder, dmarc->record);
  json_builder_end_object (builder);
}

static void
add_finding (JsonBuilder                  *builder,
             const OutpostDeliveryFinding *finding)
{
  json_builder_begin_object (builder);
  outpost_json_add_text (builder, "area", areas[finding->area]);
  outpost_json_add_text (builder, "id", finding->id);
  outpost_json_add_text (builder, "severity", severities[finding->severity]);
  outpost_json_add_text (builder, "text", finding->text);
  json_builder_set_member_name (builder, "record");
  if (finding->record_value != NULL) {
    json_builder_begin_object (builder);
    outpost_json_add_text (builder, "name", finding->record_name);
    outpost_json_add_text (builder, "type", finding->record_type);
    outpost_json_add_text (builder, "value", finding->record_value);
    json_builder_end_object (builder);
  } else {
    json_builder_add_null_value (builder);
  }
  json_builder_end_object (builder);
}

/**
 * outpost_deliverability_to_json:
 * @self: what came of a check
 *
 * Writes it as one JSON object; outpostctl(1) describes its members.
 *
 * Returns: (transfer full): JSON
 */
char *
outpost_deliverability_to_json (const OutpostDeliverability *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  outpost_json_add_number (builder, "schema_version", 1);
  outpost_json_add_text (builder, "sender_domain", self->subject.sender_domain);
  outpost_json_add_text (builder, "return_domain", self->subject.return_domain);
  outpost_json_add_text (builder, "server", self->subject.server);
  outpost_json_add_text (builder, "provider",
                         self->preset != NULL ? outpost_preset_get_id (self->preset) : NULL);
  outpost_json_add_text (builder, "state", states[outpost_deliverability_get_state (self)]);
  add_mail (builder, self);
  add_spf (builder, self);
  add_dmarc (builder, self);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->findings->len; i++)
    add_finding (builder, g_ptr_array_index (self->findings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return outpost_json_to_text (builder);
}
