/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-facts.h"

static OutpostSmtpCertificate *
certificate_copy (const OutpostSmtpCertificate *self)
{
  OutpostSmtpCertificate *copy;

  if (self == NULL)
    return NULL;

  copy = g_new0 (OutpostSmtpCertificate, 1);
  *copy = *self;
  copy->subject = g_strdup (self->subject);
  copy->issuer = g_strdup (self->issuer);
  copy->names = g_strdupv (self->names);
  copy->sha256 = g_strdup (self->sha256);
  copy->pin = g_strdup (self->pin);

  return copy;
}

/**
 * outpost_smtp_certificate_free:
 * @self: (nullable) (transfer full): a certificate's description
 *
 * Frees @self and its strings.
 */
void
outpost_smtp_certificate_free (OutpostSmtpCertificate *self)
{
  if (self == NULL)
    return;

  g_free (self->subject);
  g_free (self->issuer);
  g_strfreev (self->names);
  g_free (self->sha256);
  g_free (self->pin);
  g_free (self);
}

/**
 * outpost_smtp_facts_clear:
 * @self: facts, or a struct of zeros
 *
 * Frees what @self holds and makes everything unknown.
 */
void
outpost_smtp_facts_clear (OutpostSmtpFacts *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->address);
  g_free (self->tls_version);
  g_free (self->tls_cipher);
  outpost_smtp_certificate_free (self->certificate);
  g_free (self->greeting);
  g_free (self->server_name);
  g_strfreev (self->abilities);
  g_strfreev (self->mechanisms);
  g_free (self->mechanism);
  *self = (OutpostSmtpFacts) { 0 };
}

/**
 * outpost_smtp_facts_copy:
 * @to: facts, or a struct of zeros; what it held is freed
 * @from: the facts to copy
 *
 * Makes @to a deep copy of @from.
 */
void
outpost_smtp_facts_copy (OutpostSmtpFacts       *to,
                         const OutpostSmtpFacts *from)
{
  g_return_if_fail (to != NULL && from != NULL && to != from);

  outpost_smtp_facts_clear (to);
  *to = *from;
  to->address = g_strdup (from->address);
  to->tls_version = g_strdup (from->tls_version);
  to->tls_cipher = g_strdup (from->tls_cipher);
  to->certificate = certificate_copy (from->certificate);
  to->greeting = g_strdup (from->greeting);
  to->server_name = g_strdup (from->server_name);
  to->abilities = g_strdupv (from->abilities);
  to->mechanisms = g_strdupv (from->mechanisms);
  to->mechanism = g_strdup (from->mechanism);
}

/**
 * outpost_smtp_failure_clear:
 * @self: a failure, or a struct of zeros
 *
 * Frees what @self holds and sets it to zeros.
 */
void
outpost_smtp_failure_clear (OutpostSmtpFailure *self)
{
  g_return_if_fail (self != NULL);

  outpost_smtp_reply_free (self->reply);
  g_free (self->tls_alert);
  g_free (self->first_octets);
  g_free (self->mechanism);
  *self = (OutpostSmtpFailure) { 0 };
}

/**
 * outpost_smtp_failure_copy:
 * @to: a failure, or a struct of zeros; what it held is freed
 * @from: the failure to copy
 *
 * Makes @to a deep copy of @from.
 */
void
outpost_smtp_failure_copy (OutpostSmtpFailure       *to,
                           const OutpostSmtpFailure *from)
{
  g_return_if_fail (to != NULL && from != NULL && to != from);

  outpost_smtp_failure_clear (to);
  *to = *from;
  to->reply = from->reply != NULL ? outpost_smtp_reply_copy (from->reply) : NULL;
  to->tls_alert = g_strdup (from->tls_alert);
  to->first_octets = g_strdup (from->first_octets);
  to->mechanism = g_strdup (from->mechanism);
}
