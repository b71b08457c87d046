/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-diagnosis-private.h"

#include <string.h>

#include <gio/gio.h>
#include <gmodule.h>
#include <gnutls/gnutls.h>

#include "outpost-catalogue.h"
#include "outpost-message.h"
#include "outpost-preset.h"
#include "outpost-smtp-error.h"

#define BLOCKED_PORT 25
#define SECONDS_A_YEAR (365 * G_GINT64_CONSTANT (86400))
#define PROGRAM_MAX_YEARS 5

static gboolean
begins (const char *octets,
        const char *with)
{
  return octets != NULL && g_ascii_strncasecmp (octets, with, strlen (with)) == 0;
}

/* What else than SMTP has answered, from its first octets. */
static const char *
name_stranger (const char *first)
{
  if (begins (first, "* OK") || begins (first, "* PREAUTH") || begins (first, "* BYE"))
    return "not-smtp-imap";
  if (begins (first, "+OK") || begins (first, "-ERR"))
    return "not-smtp-pop";
  if (begins (first, "HTTP/") || begins (first, "<!DOCTYPE") || begins (first, "<html"))
    return "captive-portal";
  return NULL;
}

static gboolean
same_host (const OutpostDiagnosisCase *c,
           const OutpostSmtpProbe     *probe)
{
  return g_ascii_strcasecmp (probe->endpoint->host, c->subject->host) == 0;
}

static gboolean
is_http (const char *first)
{
  return g_strcmp0 (name_stranger (first), "captive-portal") == 0;
}

/* One certificate for hosts of different names, and for neither of them. */
static gboolean
is_same_stranger (const OutpostDiagnosisCase *c,
                  const OutpostSmtpProbe     *probe)
{
  return (c->failure->certificate_status & probe->failure.certificate_status &
          GNUTLS_CERT_UNEXPECTED_OWNER) != 0 &&
         c->facts->certificate != NULL && probe->facts.certificate != NULL &&
         !same_host (c, probe) &&
         g_strcmp0 (c->facts->certificate->sha256, probe->facts.certificate->sha256) == 0;
}

static gboolean
works_somewhere (const OutpostDiagnosisCase *c)
{
  for (guint i = 0; i < c->beside->probes->len; i++)
    if (outpost_smtp_probe_is_good (g_ptr_array_index (c->beside->probes, i)))
      return TRUE;
  return FALSE;
}

/* Whether the network itself answers in place of the server. What is known for sure, from
 * the desktop, and what looks like it, are two rows. */
static const char *
name_portal (const OutpostDiagnosisCase *c)
{
  if (c->beside == NULL || c->stage > OUTPOST_SMTP_STAGE_GREETING || works_somewhere (c))
    return NULL;
  if (c->beside->is_portal)
    return "captive-network";
  for (guint i = 0; i < c->beside->probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (c->beside->probes, i);

    if (is_http (probe->failure.first_octets) || is_same_stranger (c, probe))
      return "captive-portal";
  }
  return NULL;
}

/* Whether the server answers on any other port. */
static gboolean
answers_elsewhere (const OutpostDiagnosisCase *c)
{
  for (guint i = 0; c->beside != NULL && i < c->beside->probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (c->beside->probes, i);

    if (probe->answers && same_host (c, probe) && probe->endpoint->port != c->subject->port)
      return TRUE;
  }
  return FALSE;
}

/* Nothing comes back, or the network says that there is no way. What other ports do
 * tells a closed port from a server that is down; port 25 is known to be blocked. */
static const char *
name_no_answer (const OutpostDiagnosisCase *c,
                const char                 *otherwise)
{
  if (c->beside != NULL && c->beside->is_offline)
    return "offline";
  if (c->subject->port == BLOCKED_PORT && (c->beside == NULL || answers_elsewhere (c)))
    return "timeout-port25";
  return answers_elsewhere (c) ? "filtered" : otherwise;
}

/* The same port in the other mode has shown a certificate, good or not. */
static gboolean
speaks_tls (const OutpostDiagnosisCase *c)
{
  for (guint i = 0; c->beside != NULL && i < c->beside->probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (c->beside->probes, i);

    if (same_host (c, probe) && probe->endpoint->port == c->subject->port &&
        probe->endpoint->security == OUTPOST_SMTP_SECURITY_TLS && probe->facts.certificate != NULL)
      return TRUE;
  }
  return FALSE;
}

/* The server keeps silent, or went away without a word: perhaps it waits for a ClientHello. */
static const char *
name_silence (const OutpostDiagnosisCase *c)
{
  return speaks_tls (c) ? "tls-first" : "banner-timeout";
}

static gboolean
awaits_banner (const OutpostDiagnosisCase *c)
{
  OutpostSmtpStage first = c->subject->security == OUTPOST_SMTP_SECURITY_NONE
                             ? OUTPOST_SMTP_STAGE_GREETING : OUTPOST_SMTP_STAGE_SECURE;

  return c->subject->security != OUTPOST_SMTP_SECURITY_TLS && c->stage == first &&
         c->facts->greeting == NULL;
}

static const char *
name_time_out (const OutpostDiagnosisCase *c)
{
  if (awaits_banner (c))
    return name_silence (c);

  switch (c->stage) {
  case OUTPOST_SMTP_STAGE_LOOKUP:
    return c->beside != NULL && c->beside->is_offline ? "offline" : "dns-temporary";
  case OUTPOST_SMTP_STAGE_CONNECT:
    return name_no_answer (c, "timeout");
  case OUTPOST_SMTP_STAGE_SECURE:
    return "tls-timeout";
  case OUTPOST_SMTP_STAGE_GREETING:
  case OUTPOST_SMTP_STAGE_SIGN_IN:
  case OUTPOST_SMTP_STAGE_SENDER:
  case OUTPOST_SMTP_STAGE_RECIPIENT:
  case OUTPOST_SMTP_STAGE_MESSAGE:
  default:
    return "silent";
  }
}

static const char *
name_network_error (const OutpostDiagnosisCase *c)
{
  if (g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return name_time_out (c);
  if (g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return "refused";
  if (g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
      g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return name_no_answer (c, "no-route");
  if (c->stage <= OUTPOST_SMTP_STAGE_CONNECT)
    return "connect-failed";
  if (awaits_banner (c))
    return name_silence (c);
  return c->stage == OUTPOST_SMTP_STAGE_SECURE ? "tls-eof" : "connect-lost";
}

static const char *
name_lookup_error (const OutpostDiagnosisCase *c)
{
  if (c->beside != NULL && c->beside->is_offline)
    return "offline";
  if (c->error->code != G_RESOLVER_ERROR_NOT_FOUND)
    return "dns-temporary";
  return c->beside != NULL && c->beside->presence == OUTPOST_DNS_PRESENCE_NO_ADDRESS
           ? "dns-no-address" : "dns-not-found";
}

/* The server itself may have web pages on this port. */
static const char *
name_http (const OutpostDiagnosisCase *c)
{
  return c->beside != NULL && works_somewhere (c) ? "not-smtp-http" : "captive-portal";
}

static const char *
name_tls_error (const OutpostDiagnosisCase *c)
{
  const char *first = c->failure->first_octets;
  const char *stranger = name_stranger (first);

  if (is_http (first))
    return name_http (c);
  /* GnuTLS 3.7.9 gives these three when plain text answers a ClientHello (measured). */
  if ((first != NULL && g_ascii_isdigit (first[0])) || stranger != NULL ||
      c->failure->tls_error == GNUTLS_E_UNEXPECTED_PACKET ||
      c->failure->tls_error == GNUTLS_E_UNEXPECTED_PACKET_LENGTH)
    return "plain-on-tls";
  if (g_strcmp0 (c->failure->tls_alert, gnutls_alert_get_name (GNUTLS_A_PROTOCOL_VERSION)) == 0 ||
      c->failure->tls_error == GNUTLS_E_UNSUPPORTED_VERSION_PACKET)
    return "tls-version";
  if (c->failure->tls_error == GNUTLS_E_PREMATURE_TERMINATION)
    return "tls-eof";
  if (c->failure->tls_error == GNUTLS_E_TIMEDOUT)
    return "tls-timeout";
  return c->failure->tls_alert != NULL ? "tls-alert" : "tls-other";
}

/* Security programs that read mail sign with a certificate of their own making, in
 * which they name themselves. */
static gboolean
is_security_program (const char *issuer)
{
  static const char * const names[] = {
    "avast", "avg ", "eset ssl", "kaspersky", "bitdefender", "dr.web", "g data", "norton",
  };
  g_autofree char *lower = issuer != NULL ? g_ascii_strdown (issuer, -1) : NULL;

  for (gsize i = 0; lower != NULL && i < G_N_ELEMENTS (names); i++)
    if (strstr (lower, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* No clock that is right shows a day before the facts of this program were checked. */
static gboolean
is_clock_behind (const OutpostDiagnosisCase *c)
{
  return c->subject->now != 0 && c->subject->now < outpost_catalogue_get_checked ();
}

/* Providers renew their certificates in time, and nobody uses a program for so long:
 * then it is the clock that is wrong. Of any other server nobody can tell. */
static gboolean
is_clock_ahead (const OutpostDiagnosisCase *c)
{
  gint64 since = c->subject->now - c->facts->certificate->not_after;

  return since > SECONDS_A_YEAR &&
         (outpost_preset_for_server (c->subject->host) != NULL ||
          c->subject->now > outpost_catalogue_get_checked () + PROGRAM_MAX_YEARS * SECONDS_A_YEAR);
}

static const char *
name_expired (const OutpostDiagnosisCase *c)
{
  if (c->facts->certificate == NULL || c->subject->now == 0)
    return "cert-expired";
  if (c->facts->certificate->not_after >= c->subject->now)
    return "cert-issuer-expired";
  return is_clock_ahead (c) ? "clock-ahead" : "cert-expired";
}

static const char *
name_certificate_error (const OutpostDiagnosisCase *c)
{
  static const struct { guint status; const char *id; } causes[] = {
    { GNUTLS_CERT_MISMATCH, "cert-pin" },
    { GNUTLS_CERT_REVOKED, "cert-revoked" },
    { GNUTLS_CERT_INVALID_OCSP_STATUS, "cert-revoked" },
    { GNUTLS_CERT_SIGNER_NOT_FOUND, "cert-unknown" },
    { GNUTLS_CERT_SIGNER_NOT_CA, "cert-unknown" },
    { GNUTLS_CERT_NOT_ACTIVATED, "cert-not-yet" },
    { GNUTLS_CERT_EXPIRED, "cert-expired" },
    { GNUTLS_CERT_UNEXPECTED_OWNER, "cert-name" },
    { GNUTLS_CERT_PURPOSE_MISMATCH, "cert-purpose" },
    { GNUTLS_CERT_INSECURE_ALGORITHM, "cert-weak" },
  };
  const OutpostSmtpCertificate *certificate = c->facts->certificate;
  guint status = c->failure->certificate_status;

  /* Whatever else is said of the certificate, and of those above it, comes of that. */
  if ((status & GNUTLS_CERT_NOT_ACTIVATED) != 0 && is_clock_behind (c))
    return "clock-behind";
  if (certificate != NULL && (certificate->names == NULL || certificate->names[0] == NULL) &&
      status == (GNUTLS_CERT_INVALID | GNUTLS_CERT_UNEXPECTED_OWNER))
    return "cert-no-name";
  if (certificate != NULL && (status & GNUTLS_CERT_SIGNER_NOT_FOUND) != 0 &&
      is_security_program (certificate->issuer))
    return "av-proxy";
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    if (status & causes[i].status)
      return causes[i].status == GNUTLS_CERT_EXPIRED ? name_expired (c) : causes[i].id;
  return "cert-other";
}

static const char *
name_protocol_error (const OutpostDiagnosisCase *c)
{
  const char *stranger = name_stranger (c->failure->first_octets);

  if (is_http (c->failure->first_octets))
    return name_http (c);
  if (stranger != NULL)
    return stranger;
  return c->stage <= OUTPOST_SMTP_STAGE_GREETING && c->failure->first_octets != NULL
           ? "not-smtp" : "line-too-long";
}

/* What the account itself cannot check: files that are to be read, and what a sign-in
 * method makes of the secret. */
static const char *
name_settings_error (const OutpostDiagnosisCase *c)
{
  if (c->stage == OUTPOST_SMTP_STAGE_SIGN_IN)
    return "sign-in-secret";
  return c->stage == OUTPOST_SMTP_STAGE_SECURE && !c->subject->has_ca_file ? "client-certificate"
                                                                           : "settings";
}

/* The row for a failure that is not about what a reply says, or NULL. */
static const char *
name_smtp_error (const OutpostDiagnosisCase *c)
{
  switch ((OutpostSmtpError) c->error->code) {
  case OUTPOST_SMTP_ERROR_PROTOCOL:
    return name_protocol_error (c);
  case OUTPOST_SMTP_ERROR_TLS:
    return name_tls_error (c);
  case OUTPOST_SMTP_ERROR_CERTIFICATE:
    return name_certificate_error (c);
  case OUTPOST_SMTP_ERROR_NO_STARTTLS:
    return c->failure->reply != NULL && c->failure->reply->code / 100 == 4 ? NULL
                                                                           : "starttls-missing";
  case OUTPOST_SMTP_ERROR_INJECTION:
    return "starttls-injection";
  case OUTPOST_SMTP_ERROR_CLEARTEXT:
    return "cleartext";
  case OUTPOST_SMTP_ERROR_NO_MECHANISM:
    return c->facts->mechanisms == NULL || c->facts->mechanisms[0] == NULL ? "no-sign-in-offered"
                                                                           : "no-mechanism";
  case OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED:
    return c->failure->plain_offered ? "scram-plain" : NULL;
  case OUTPOST_SMTP_ERROR_SERVER_PROOF:
    return "server-proof";
  case OUTPOST_SMTP_ERROR_NEEDS_SMTPUTF8:
    return "needs-smtputf8";
  case OUTPOST_SMTP_ERROR_TOO_BIG:
    return "too-big";
  case OUTPOST_SMTP_ERROR_SETTINGS:
    return name_settings_error (c);
  case OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN:
    return "outcome-unknown";
  case OUTPOST_SMTP_ERROR_REFUSED:
  default:
    return NULL;
  }
}

/*
 * outpost_diagnosis_name_cause:
 * @c: a failure
 *
 * Returns: (transfer none) (nullable): the id of the row for a failure that is not about
 *   what a reply says, or %NULL
 */
const char *
outpost_diagnosis_name_cause (const OutpostDiagnosisCase *c)
{
  const char *portal = name_portal (c);

  if (portal != NULL)
    return portal;
  if (c->error->domain == G_RESOLVER_ERROR)
    return name_lookup_error (c);
  if (c->error->domain == G_IO_ERROR)
    return name_network_error (c);
  if (c->error->domain == OUTPOST_SMTP_ERROR)
    return name_smtp_error (c);
  if (c->error->domain == OUTPOST_MESSAGE_ERROR)
    return c->error->code == OUTPOST_MESSAGE_ERROR_SOURCE ? "message-source" : "message-content";
  if (c->error->domain == OUTPOST_ACCOUNT_ERROR)
    return "incomplete";
  if (c->error->domain == G_MODULE_ERROR)
    return "part-missing";
  return "unknown";
}

