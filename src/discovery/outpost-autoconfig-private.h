/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-autoconfig.h"

G_BEGIN_DECLS

/* One <outgoingServer> as it stands in the document; texts without white space at the ends. */
typedef struct {
  char      *hostname;
  char      *port;
  char      *socket_type;
  char      *username;
  GPtrArray *methods;   /* char *, in order; a SASL mechanism as "sasl:NAME" */
} OutpostAutoconfigEntry;

/* Why a server is left out. */
typedef enum {
  OUTPOST_AUTOCONFIG_FAULT_INCOMPLETE,
  OUTPOST_AUTOCONFIG_FAULT_HOST,
  OUTPOST_AUTOCONFIG_FAULT_PORT,
  OUTPOST_AUTOCONFIG_FAULT_CLEAR_TEXT,
  OUTPOST_AUTOCONFIG_FAULT_SECURITY,
  OUTPOST_AUTOCONFIG_FAULT_METHOD,
  OUTPOST_AUTOCONFIG_FAULT_USERNAME,
} OutpostAutoconfigFault;

OutpostAutoconfigEntry  *outpost_autoconfig_entry_new    (void);
void                     outpost_autoconfig_entry_free   (OutpostAutoconfigEntry       *self);
OutpostAutoconfigServer *outpost_autoconfig_entry_judge  (const OutpostAutoconfigEntry *self,
                                                          const char                   *address,
                                                          OutpostAutoconfigOrigin       origin,
                                                          OutpostAutoconfigFault       *fault);
void                     outpost_autoconfig_server_free  (OutpostAutoconfigServer      *self);
const char              *outpost_autoconfig_fault_explain (OutpostAutoconfigFault       fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostAutoconfigEntry, outpost_autoconfig_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostAutoconfigServer, outpost_autoconfig_server_free)

G_END_DECLS
