/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void  outpost_json_add_text   (JsonBuilder *builder,
                               const char  *member,
                               const char  *text);
void  outpost_json_add_number (JsonBuilder *builder,
                               const char  *member,
                               gint64       number);
void  outpost_json_add_truth  (JsonBuilder *builder,
                               const char  *member,
                               gboolean     truth);
char *outpost_json_to_text    (JsonBuilder *builder);

G_END_DECLS
