/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-diagnosis.h"

G_BEGIN_DECLS

/* The one change of the form that would do. */
typedef enum {
  OUTPOST_CATALOGUE_FIX_NONE,
  OUTPOST_CATALOGUE_FIX_CONNECTION,      /* another port or mode, if one that was tried does */
  OUTPOST_CATALOGUE_FIX_SENDER_ACCOUNT,  /* sender's e-mail: the user name */
  OUTPOST_CATALOGUE_FIX_MECHANISM_PLAIN,
  OUTPOST_CATALOGUE_FIX_MECHANISM_AUTO,
} OutpostCatalogueFix;

/**
 * OutpostCatalogueRow:
 * @id: stable name
 * @provider: (nullable): family of the provider, or %NULL for any
 * @stage: matches at this stage or later
 * @only_there: matches at this stage and no other
 * @code: reply code, or 0
 * @enhanced: (nullable): enhanced status code, or its subject in the table of classes
 * @is_variant: the row before it once more, for another code
 * @pattern: (nullable): searched in the joined text, case plays no part
 * @cause: untranslated, with {host}, {port} and the like to be filled in
 *
 * One known cause. Lives as long as the program.
 */
typedef struct {
  const char          *id;
  const char          *provider;
  OutpostSmtpStage     stage;
  gboolean             only_there;
  guint                code;
  const char          *enhanced;
  gboolean             is_variant;
  GRegex              *pattern;
  gboolean             temporary;
  OutpostFault         fault;
  gboolean             has_field;
  OutpostField         field;
  OutpostCatalogueFix  fix;
  const char          *link_label;
  const char          *url;
  const char          *cause;
  const char          *next_step;
} OutpostCatalogueRow;

const OutpostCatalogueRow *outpost_catalogue_get         (const char             *id);
const OutpostCatalogueRow *outpost_catalogue_match_reply (const char             *family,
                                                          OutpostSmtpStage        stage,
                                                          const OutpostSmtpReply *reply);
GPtrArray                 *outpost_catalogue_find_advice (const char             *text);
const char                *outpost_catalogue_find_family (const char             *text);
gint64                     outpost_catalogue_get_checked (void);
/* A word for programs, untranslated. */
const char                *outpost_catalogue_name_fault  (OutpostFault            fault);
void                       outpost_catalogue_foreach     (void                  (*func) (const OutpostCatalogueRow *row,
                                                                                         gpointer                   user_data),
                                                          gpointer                user_data);

G_END_DECLS
