/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-form-choices.h"

#include <glib/gi18n-lib.h>

/**
 * outpost_form_add_security:
 * @self: a form
 * @row: the row for SSL/TLS, in a list box; outlives the form
 *
 * Ties it to its field, with the three modes.
 */
void
outpost_form_add_security (OutpostForm *self,
                           AdwComboRow *row)
{
  const char *const modes[] = { "tls", "starttls", "none", NULL };
  /* Translators: no encryption */
  const char *const labels[] = { "TLS", "STARTTLS", C_("encryption", "None"), NULL };

  outpost_form_add_choice (self, OUTPOST_FIELD_SECURITY, row, modes, labels);
}

/**
 * outpost_form_add_sign_in:
 * @self: a form
 * @row: the row for the sign-in method, in a list box; outlives the form
 *
 * Ties it to its field, with the methods.
 */
void
outpost_form_add_sign_in (OutpostForm *self,
                          AdwComboRow *row)
{
  const char *const methods[] = { "auto", "password", "certificate", "none", NULL };
  const char *const labels[] = {
    /* Translators: the sign-in method */
    C_("sign-in", "Automatic"), C_("sign-in", "Password"), C_("sign-in", "Client certificate"),
    C_("sign-in", "None"), NULL,
  };

  outpost_form_add_choice (self, OUTPOST_FIELD_SIGN_IN, row, methods, labels);
}

/**
 * outpost_form_add_mechanism:
 * @self: a form
 * @row: the row for the SASL mechanism, in a list box; outlives the form
 *
 * Ties it to its field, with the mechanisms that the engine knows, strongest first. The empty
 * one lets it choose.
 */
void
outpost_form_add_mechanism (OutpostForm *self,
                            AdwComboRow *row)
{
  const char *const mechanisms[] = {
    "", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN",
    "LOGIN", "CRAM-MD5", NULL,
  };
  const char *labels[G_N_ELEMENTS (mechanisms)];

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    labels[i] = mechanisms[i];
  labels[0] = C_("sign-in", "Automatic");
  outpost_form_add_choice (self, OUTPOST_FIELD_MECHANISM, row, mechanisms, labels);
}
