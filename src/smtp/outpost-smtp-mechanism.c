/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-mechanism-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-printable.h"
#include "outpost-smtp-error.h"

#define MECHANISM_MAX_CHARACTERS 40

typedef struct {
  const char        *name;
  OutpostSmtpSignIn  sign_in;
  gboolean           by_name_only; /* never chosen, only asked for */
} Mechanism;

/* From the first choice to the last. SCRAM shows that the server knows the password and
 * does not show it to the server; -PLUS is bound to this TLS session besides (RFC 5802).
 * LOGIN is a draft that never became a standard, but some large servers offer nothing
 * else. CRAM-MD5 (RFC 2195) makes the server keep the password and rests on MD5. */
static const Mechanism mechanisms[] = {
  { "OAUTHBEARER", OUTPOST_SMTP_SIGN_IN_OAUTH2, FALSE },
  { "XOAUTH2", OUTPOST_SMTP_SIGN_IN_OAUTH2, FALSE },
  { "EXTERNAL", OUTPOST_SMTP_SIGN_IN_CERTIFICATE, FALSE },
  { "SCRAM-SHA-256-PLUS", OUTPOST_SMTP_SIGN_IN_PASSWORD, FALSE },
  { "SCRAM-SHA-1-PLUS", OUTPOST_SMTP_SIGN_IN_PASSWORD, FALSE },
  { "SCRAM-SHA-256", OUTPOST_SMTP_SIGN_IN_PASSWORD, FALSE },
  { "SCRAM-SHA-1", OUTPOST_SMTP_SIGN_IN_PASSWORD, FALSE },
  { "PLAIN", OUTPOST_SMTP_SIGN_IN_PASSWORD, FALSE },
  { "LOGIN", OUTPOST_SMTP_SIGN_IN_PASSWORD, FALSE },
  { "CRAM-MD5", OUTPOST_SMTP_SIGN_IN_PASSWORD, TRUE },
};

static gboolean
is_offered (const char                        *name,
            const OutpostSmtpMechanismContext *context)
{
  for (guint i = 0; context->offered != NULL && context->offered[i] != NULL; i++)
    if (g_ascii_strcasecmp (context->offered[i], name) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_possible (const Mechanism                   *mechanism,
             const OutpostSmtpMechanismContext *context)
{
  if (mechanism->sign_in == OUTPOST_SMTP_SIGN_IN_CERTIFICATE)
    return context->is_secure && context->has_certificate;
  if (mechanism->sign_in == OUTPOST_SMTP_SIGN_IN_OAUTH2)
    return context->is_secure;

  return !outpost_smtp_mechanism_is_bound (mechanism->name) || context->can_bind;
}

/* The one mechanism that the settings name, or none at all: falling back to another
 * would present the credential in a way that nobody asked for. */
static const char *
choose_named (const OutpostSmtpCredential        *credential,
              const OutpostSmtpMechanismContext  *context,
              GError                            **error)
{
  g_autofree char *shown = outpost_printable (credential->mechanism, -1, MECHANISM_MAX_CHARACTERS);

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    const Mechanism *mechanism = &mechanisms[i];

    if (g_ascii_strcasecmp (mechanism->name, credential->mechanism) != 0)
      continue;

    if (mechanism->sign_in != credential->sign_in) {
      g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
                   _("The mechanism %s does not go with this sign-in method."), shown);
      return NULL;
    }
    if (!is_offered (mechanism->name, context)) {
      g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
                   _("The server does not offer the mechanism %s, "
                     "which the settings ask for."), shown);
      return NULL;
    }
    if (!is_possible (mechanism, context)) {
      g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
                   _("The mechanism %s cannot be used on this connection."), shown);
      return NULL;
    }
    return mechanism->name;
  }

  g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
               _("Outpost does not know the mechanism %s, which the settings ask for."), shown);
  return NULL;
}

static void
report_none (const OutpostSmtpMechanismContext  *context,
             GError                            **error)
{
  g_autofree char *list = NULL;
  g_autofree char *shown = NULL;

  if (context->offered == NULL || context->offered[0] == NULL) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
                         _("The server does not offer any way to sign in."));
    return;
  }

  list = g_strjoinv (" ", (char **) context->offered);
  shown = outpost_printable (list, -1, 200);
  g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
               /* Translators: %s is a list of mechanism names such as “PLAIN LOGIN”. */
               _("The server offers no way to sign in that goes with these settings. "
                 "It offers: %s."), shown);
}

/**
 * outpost_smtp_mechanism_is_scram:
 * @mechanism: name of a mechanism
 *
 * Returns: whether it is one of the SCRAM family (RFC 5802)
 */
gboolean
outpost_smtp_mechanism_is_scram (const char *mechanism)
{
  return g_ascii_strncasecmp (mechanism, "SCRAM-", 6) == 0;
}

/**
 * outpost_smtp_mechanism_is_bound:
 * @mechanism: name of a mechanism
 *
 * Returns: whether it binds the sign-in to the TLS session (RFC 5802, section 4)
 */
gboolean
outpost_smtp_mechanism_is_bound (const char *mechanism)
{
  return g_str_has_suffix (mechanism, "-PLUS");
}

/**
 * outpost_smtp_mechanism_choose:
 * @credential: how to sign in
 * @context: what server and connection allow
 * @error: return location for a %OUTPOST_SMTP_ERROR_NO_MECHANISM
 *
 * Chooses the one mechanism that is tried with @credential. Nothing the server did not
 * offer is ever chosen, and tokens and certificates need TLS.
 *
 * libgsasl's own suggestion is not asked: it proposes -PLUS without a channel binding,
 * too (measured with 2.2.0).
 *
 * Returns: (transfer none): its name, or %NULL with @error set
 */
const char *
outpost_smtp_mechanism_choose (const OutpostSmtpCredential        *credential,
                               const OutpostSmtpMechanismContext  *context,
                               GError                            **error)
{
  g_return_val_if_fail (credential != NULL && context != NULL, NULL);

  if (credential->mechanism != NULL && *credential->mechanism != '\0')
    return choose_named (credential, context, error);

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    const Mechanism *mechanism = &mechanisms[i];

    if (mechanism->sign_in == credential->sign_in && !mechanism->by_name_only &&
        is_offered (mechanism->name, context) && is_possible (mechanism, context))
      return mechanism->name;
  }

  report_none (context, error);
  return NULL;
}
