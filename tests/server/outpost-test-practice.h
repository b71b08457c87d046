/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-practice-server.h"
#include "outpost-test-client.h"

G_BEGIN_DECLS

/* A practice server in a temporary folder, for one test. */
typedef struct {
  char                  *folder;
  OutpostPracticeServer *server;
} Practice;

void               practice_set_up        (Practice      *self,
                                           gconstpointer  data);
void               practice_start         (Practice      *self);
void               practice_tear_down     (Practice      *self,
                                           gconstpointer  data);
/* Through TLS and EHLO. */
OutpostTestClient *practice_join          (Practice      *self);
/* As far as the sign-in. */
OutpostTestClient *practice_join_signed_in (Practice     *self);
/* The paths of the messages kept, sorted. */
GPtrArray         *practice_list_mail     (Practice      *self);
/* The one message kept, without its trace header. */
char              *practice_read_mail     (Practice      *self);

G_END_DECLS
