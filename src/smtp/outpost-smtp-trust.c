/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-trust-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "outpost-printable.h"
#include "outpost-smtp-error.h"
#include "outpost-smtp-verify-private.h"

struct _OutpostSmtpTrust {
  gnutls_certificate_credentials_t  credentials;
  char                             *id;
  gboolean                          wants_system;  /* not loaded yet */
};

static char *
dup_path (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  return outpost_printable_isolate (name);
}

static gboolean
load_ca_file (OutpostSmtpTrust  *self,
              const char        *path,
              GChecksum         *id,
              GError           **error)
{
  g_autofree char *pem = NULL;
  g_autofree char *name = dup_path (path);
  g_autoptr (GError) local_error = NULL;
  gnutls_datum_t datum;
  gsize length;

  if (!g_file_get_contents (path, &pem, &length, &local_error)) {
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS,
                 /* Translators: %s is the name of a file */
                 _("The CA file “%s” cannot be read. Choose a file that this user may read."),
                 name);
    return FALSE;
  }

  g_checksum_update (id, (const guchar *) pem, length);
  datum.data = (guint8 *) pem;
  datum.size = length;
  if (gnutls_certificate_set_x509_trust_mem (self->credentials, &datum,
                                             GNUTLS_X509_FMT_PEM) > 0)
    return TRUE;

  g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS,
               /* Translators: %s is the name of a file */
               _("The CA file “%s” has no certificate in it. It must be in PEM form."), name);

  return FALSE;
}

/* GnuTLS reads the files itself: the key is in its memory only. */
static gboolean
load_client_certificate (OutpostSmtpTrust           *self,
                         const OutpostSmtpEndpoint  *endpoint,
                         GChecksum                  *id,
                         GError                    **error)
{
  const char *certificate = endpoint->client_certificate;
  const char *key = endpoint->client_key != NULL ? endpoint->client_key : certificate;
  g_autofree char *name = dup_path (certificate);
  gnutls_datum_t der;
  int result = gnutls_certificate_set_x509_key_file2 (self->credentials, certificate, key,
                                                      GNUTLS_X509_FMT_PEM, NULL, 0);

  if (result < 0) {
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS,
                 /* Translators: the first %s is the name of a file, the second the TLS
                  * library's own words */
                 _("The client certificate “%s” or its key cannot be used: %s"), name,
                 gnutls_strerror (result));
    return FALSE;
  }

  if (gnutls_certificate_get_crt_raw (self->credentials, 0, 0, &der) == 0)
    g_checksum_update (id, der.data, der.size);

  return TRUE;
}

/**
 * outpost_smtp_trust_new: (skip)
 * @endpoint: where to connect to
 * @error: return location for an [error@Outpost.SmtpError]
 *
 * Reads CA file, pins and client certificate. A CA file replaces the system's
 * trust; so does a pin, for which nobody's trust is asked.
 *
 * Returns: (transfer full): what to trust; on failure %NULL, and @error is
 *   %OUTPOST_SMTP_ERROR_SETTINGS
 */
OutpostSmtpTrust *
outpost_smtp_trust_new (const OutpostSmtpEndpoint  *endpoint,
                        GError                    **error)
{
  g_autoptr (OutpostSmtpTrust) self = g_new0 (OutpostSmtpTrust, 1);
  g_autoptr (GChecksum) id = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *pins = NULL;

  if (!outpost_smtp_verify_pins (endpoint, error))
    return NULL;

  gnutls_certificate_allocate_credentials (&self->credentials);
  pins = endpoint->pinned_keys != NULL ? g_strjoinv (" ", endpoint->pinned_keys) : g_strdup ("");
  self->wants_system = endpoint->ca_file == NULL && *pins == '\0';

  /* Each part is told apart from the next by its name. */
  g_checksum_update (id, (const guchar *) "pins ", -1);
  g_checksum_update (id, (const guchar *) pins, -1);
  if (endpoint->client_certificate != NULL) {
    g_checksum_update (id, (const guchar *) "\nclient ", -1);
    if (!load_client_certificate (self, endpoint, id, error))
      return NULL;
  }
  if (endpoint->ca_file != NULL) {
    g_checksum_update (id, (const guchar *) "\nca ", -1);
    if (!load_ca_file (self, endpoint->ca_file, id, error))
      return NULL;
  }
  self->id = g_strdup (g_checksum_get_string (id));

  return g_steal_pointer (&self);
}

/**
 * outpost_smtp_trust_free: (skip)
 * @self: (nullable) (transfer full): what to trust
 *
 * Frees @self; no session may use its credentials any more.
 */
void
outpost_smtp_trust_free (OutpostSmtpTrust *self)
{
  if (self == NULL)
    return;

  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  g_free (self->id);
  g_free (self);
}

/**
 * outpost_smtp_trust_get_credentials: (skip)
 * @self: what to trust
 *
 * Returns: (transfer none): credentials for a session that does not outlive @self
 */
gnutls_certificate_credentials_t
outpost_smtp_trust_get_credentials (OutpostSmtpTrust *self)
{
  return self->credentials;
}

/**
 * outpost_smtp_trust_get_id: (skip)
 * @self: what to trust
 *
 * Returns: (transfer none): a digest that is another one when CA file, pins or client
 *   certificate are others
 */
const char *
outpost_smtp_trust_get_id (OutpostSmtpTrust *self)
{
  return self->id;
}

/**
 * outpost_smtp_trust_load_system: (skip)
 * @self: what to trust
 *
 * Reads the system's authorities, if they are wanted and not there yet.
 */
void
outpost_smtp_trust_load_system (OutpostSmtpTrust *self)
{
  if (!self->wants_system)
    return;

  gnutls_certificate_set_x509_system_trust (self->credentials);
  self->wants_system = FALSE;
}
