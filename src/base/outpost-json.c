/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-json.h"

/**
 * outpost_json_add_text:
 * @builder: an object that is being built
 * @member: a name
 * @text: (nullable): what it is to hold, or %NULL for JSON's null
 *
 * Adds a member to the object.
 */
void
outpost_json_add_text (JsonBuilder *builder,
                       const char  *member,
                       const char  *text)
{
  json_builder_set_member_name (builder, member);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

/**
 * outpost_json_add_number:
 * @builder: an object that is being built
 * @member: a name
 * @number: what it is to hold
 *
 * Adds a member to the object.
 */
void
outpost_json_add_number (JsonBuilder *builder,
                         const char  *member,
                         gint64       number)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, number);
}

/**
 * outpost_json_add_truth:
 * @builder: an object that is being built
 * @member: a name
 * @truth: what it is to hold
 *
 * Adds a member to the object.
 */
void
outpost_json_add_truth (JsonBuilder *builder,
                        const char  *member,
                        gboolean     truth)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, truth);
}

/**
 * outpost_json_to_text:
 * @builder: a value that is complete
 *
 * Returns: (transfer full): the value as JSON over several lines
 */
char *
outpost_json_to_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}
