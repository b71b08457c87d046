/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

/* Sense turned into nonsense, by chance that can be had again. */

/* Random octets; none is NUL. */
void     mangler_add_octets   (GRand               *rand,
                               GString             *octets,
                               gint32               n);
/* A piece of what servers say, or of what none should. */
void     mangler_add_text     (GRand               *rand,
                               GString             *octets);
/* One octet becomes another, which may be NUL. */
void     mangler_change_octet (GRand               *rand,
                               GString             *octets);
/* Replies, good and bad, one after the other. */
GString *mangler_make_replies (GRand               *rand);
/* The script of a server that takes a message, with some things done to it. */
void     mangler_add_script   (GRand               *rand,
                               GString             *script,
                               OutpostSmtpSecurity  security);

G_END_DECLS
