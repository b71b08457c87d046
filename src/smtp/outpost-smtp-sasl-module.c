/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-sasl-module-private.h"

#include <string.h>

#include <gmodule.h>

typedef struct {
  Gsasl         *context;
  Gsasl_session *session;
} Exchange;

/* libgsasl hands out the very string that it keeps on the heap, and frees it unwiped. What its
 * SASLprep makes on the way to SCRAM and CRAM-MD5 is out of reach. */
static void
wipe_password (Gsasl_session *session)
{
  char *password = (char *) gsasl_property_fast (session, GSASL_PASSWORD);

  if (password != NULL)
    outpost_wipe (password, strlen (password));
}

static void
finish (gpointer session)
{
  Exchange *self = session;

  if (self->session != NULL) {
    wipe_password (self->session);
    gsasl_finish (self->session);
  }
  if (self->context != NULL)
    gsasl_done (self->context);
  g_free (self);
}

/* The binding goes to libgsasl only with -PLUS: with any value for it, the plain SCRAM
 * mechanisms end in GSASL_AUTHENTICATION_ERROR (measured with 2.2.0). */
static gpointer
start (const char *mechanism,
       const char *user,
       const char *password,
       const char *tls_exporter,
       int        *code)
{
  Exchange *self = g_new0 (Exchange, 1);

  *code = gsasl_init (&self->context);
  if (*code == GSASL_OK)
    *code = gsasl_client_start (self->context, mechanism, &self->session);
  if (*code == GSASL_OK)
    *code = gsasl_property_set (self->session, GSASL_AUTHID, user);
  if (*code == GSASL_OK)
    *code = gsasl_property_set (self->session, GSASL_PASSWORD, password);
  if (*code == GSASL_OK && tls_exporter != NULL)
    *code = gsasl_property_set (self->session, GSASL_CB_TLS_EXPORTER, tls_exporter);
  if (*code == GSASL_OK)
    return self;

  finish (self);
  return NULL;
}

static int
step (gpointer        session,
      const char     *input,
      gsize           length,
      OutpostSecret **response)
{
  Exchange *self = session;
  char *output = NULL;
  size_t output_length = 0;
  int code = gsasl_step (self->session, input, length, &output, &output_length);

  if (code == GSASL_OK || code == GSASL_NEEDS_MORE)
    *response = outpost_secret_new (output != NULL ? output : "", (gssize) output_length);
  outpost_wipe (output, output_length);
  gsasl_free (output);

  return code;
}

extern const OutpostSmtpSaslModule outpost_sasl_module;

G_MODULE_EXPORT const OutpostSmtpSaslModule outpost_sasl_module = {
  start, step, finish, gsasl_strerror,
};
