/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-diagnosis.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>

#include "outpost-address.h"
#include "outpost-catalogue.h"
#include "outpost-host.h"
#include "outpost-message.h"
#include "outpost-preset.h"
#include "outpost-printable.h"
#include "outpost-smtp-error.h"

/* The longest part of a reply that is shown. */
#define WORDS_MAX_CHARACTERS 2000
#define ISSUER_MAX_CHARACTERS 200
#define BLOCKED_PORT 25

typedef struct {
  const OutpostDiagnosisSubject *subject;
  const OutpostSmtpFailure      *failure;
  const OutpostSmtpFacts        *facts;
  const GError                  *error;
  OutpostSmtpStage               stage;
} Case;

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

static const char *
name_time_out (const Case *c)
{
  switch (c->stage) {
  case OUTPOST_SMTP_STAGE_LOOKUP:
    return "dns-temporary";
  case OUTPOST_SMTP_STAGE_CONNECT:
    return c->subject->port == BLOCKED_PORT ? "timeout-port25" : "timeout";
  case OUTPOST_SMTP_STAGE_SECURE:
    if (c->subject->security == OUTPOST_SMTP_SECURITY_STARTTLS && c->facts->greeting == NULL)
      return "banner-timeout";
    return "tls-timeout";
  case OUTPOST_SMTP_STAGE_GREETING:
    return c->subject->security == OUTPOST_SMTP_SECURITY_NONE && c->facts->greeting == NULL
             ? "banner-timeout" : "silent";
  case OUTPOST_SMTP_STAGE_SIGN_IN:
  case OUTPOST_SMTP_STAGE_SENDER:
  case OUTPOST_SMTP_STAGE_RECIPIENT:
  case OUTPOST_SMTP_STAGE_MESSAGE:
  default:
    return "silent";
  }
}

static const char *
name_network_error (const Case *c)
{
  if (g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return name_time_out (c);
  if (g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return "refused";
  if (g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
      g_error_matches (c->error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return "offline";
  if (c->stage <= OUTPOST_SMTP_STAGE_CONNECT)
    return "connect-failed";
  return c->stage == OUTPOST_SMTP_STAGE_SECURE ? "tls-eof" : "connect-lost";
}

static const char *
name_tls_error (const Case *c)
{
  const char *first = c->failure->first_octets;
  const char *stranger = name_stranger (first);

  if (g_strcmp0 (stranger, "captive-portal") == 0)
    return stranger;
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

static const char *
name_certificate_error (const Case *c)
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

  if (certificate != NULL && (certificate->names == NULL || certificate->names[0] == NULL) &&
      status == (GNUTLS_CERT_INVALID | GNUTLS_CERT_UNEXPECTED_OWNER))
    return "cert-no-name";
  if (certificate != NULL && (status & GNUTLS_CERT_SIGNER_NOT_FOUND) != 0 &&
      is_security_program (certificate->issuer))
    return "av-proxy";
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    if (status & causes[i].status)
      return causes[i].id;
  return "cert-other";
}

static const char *
name_protocol_error (const Case *c)
{
  const char *stranger = name_stranger (c->failure->first_octets);

  if (stranger != NULL)
    return stranger;
  return c->stage <= OUTPOST_SMTP_STAGE_GREETING && c->failure->first_octets != NULL
           ? "not-smtp" : "line-too-long";
}

/* The row for a failure that is not about what a reply says, or NULL. */
static const char *
name_smtp_error (const Case *c)
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
    return "settings";
  case OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN:
    return "outcome-unknown";
  case OUTPOST_SMTP_ERROR_REFUSED:
  default:
    return NULL;
  }
}

static const char *
name_cause (const Case *c)
{
  if (c->error->domain == G_RESOLVER_ERROR)
    return c->error->code == G_RESOLVER_ERROR_NOT_FOUND ? "dns-not-found" : "dns-temporary";
  if (c->error->domain == G_IO_ERROR)
    return name_network_error (c);
  if (c->error->domain == OUTPOST_SMTP_ERROR)
    return name_smtp_error (c);
  if (c->error->domain == OUTPOST_MESSAGE_ERROR)
    return c->error->code == OUTPOST_MESSAGE_ERROR_SOURCE ? "message-source" : "message-content";
  if (c->error->domain == OUTPOST_ACCOUNT_ERROR)
    return "incomplete";
  return "unknown";
}

/* Postfix and others answer for the sender at RCPT (measured), and the engine lays such
 * replies to the sender by their enhanced code; a reply whose own words say otherwise,
 * such as “relay access denied”, stays with the recipient. */
static const OutpostCatalogueRow *
match_reply (Case       *c,
             const char *family)
{
  const OutpostSmtpReply *reply = c->failure->reply;
  const OutpostCatalogueRow *row = outpost_catalogue_match_reply (family, c->stage, reply);

  if (!c->failure->blames_sender ||
      (row->pattern != NULL && row->stage == OUTPOST_SMTP_STAGE_RECIPIENT))
    return row;

  c->stage = OUTPOST_SMTP_STAGE_SENDER;
  return outpost_catalogue_match_reply (family, c->stage, reply);
}

static const OutpostCatalogueRow *
find_row (Case *c)
{
  const OutpostPreset *preset = outpost_preset_for_server (c->subject->host);
  const char *family = preset != NULL ? outpost_preset_get_family (preset) : NULL;
  const char *id = name_cause (c);
  const OutpostCatalogueRow *row = NULL;

  if (id == NULL && c->failure->reply != NULL)
    row = match_reply (c, family);
  if (row == NULL)
    row = outpost_catalogue_get (id != NULL ? id : "unknown");
  return row;
}

static const char *
get_title (const Case *c,
           gboolean    refused)
{
  /* Translators: titles of the step of a test that went wrong */
  static const char * const titles[OUTPOST_SMTP_N_STAGES] = {
    N_("Server not found"), N_("No connection"), N_("Not secured"), N_("Server not ready"),
    N_("Sign-in not possible"), N_("Sender not asked"), N_("Recipient not asked"),
    N_("Message not sent"),
  };
  static const char * const refused_titles[OUTPOST_SMTP_N_STAGES] = {
    N_("Server not found"), N_("No connection"), N_("Not secured"), N_("Server refuses to talk"),
    N_("Sign-in refused"), N_("Sender refused"), N_("Recipient refused"), N_("Message refused"),
  };

  if (g_error_matches (c->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN))
    return _("Outcome not known");
  if (c->error->domain == OUTPOST_ACCOUNT_ERROR ||
      (c->error->domain == OUTPOST_MESSAGE_ERROR && c->stage == OUTPOST_SMTP_STAGE_LOOKUP))
    return _("Settings not complete");
  return _(refused ? refused_titles[c->stage] : titles[c->stage]);
}

static void
replace_isolated (GString    *text,
                  const char *mark,
                  const char *value)
{
  g_autofree char *isolated = outpost_printable_isolate (value != NULL ? value : "");

  g_string_replace (text, mark, isolated, 0);
}

static char *
fill_in (const char *template,
         const Case *c)
{
  GString *text = g_string_new (_(template));
  g_autofree char *host = outpost_host_to_unicode (c->subject->host);
  g_autofree char *port = g_strdup_printf ("%u", c->subject->port);
  const OutpostSmtpCertificate *certificate = c->facts->certificate;
  g_autofree char *issuer = outpost_printable (certificate != NULL ? certificate->issuer : NULL, -1,
                                               ISSUER_MAX_CHARACTERS);

  replace_isolated (text, "{host}", host);
  replace_isolated (text, "{port}", port);
  replace_isolated (text, "{mechanism}", c->failure->mechanism);
  replace_isolated (text, "{issuer}", issuer);
  return g_string_free (text, FALSE);
}

static void
add_change (OutpostDiagnosis *self,
            OutpostField      field,
            const char       *text)
{
  if (self->fix == NULL)
    self->fix = outpost_fix_new ();
  outpost_fix_add (self->fix, field, text);
}

static void
offer_account_as_sender (OutpostDiagnosis              *self,
                         const OutpostDiagnosisSubject *subject)
{
  g_autoptr (OutpostAddress) address = NULL;
  g_autofree char *isolated = NULL;

  if (subject->username == NULL || g_strcmp0 (subject->username, subject->sender) == 0)
    return;
  address = outpost_address_parse (subject->username, NULL);
  if (address == NULL)
    return;

  isolated = outpost_printable_isolate (subject->username);
  add_change (self, OUTPOST_FIELD_SENDER, subject->username);
  /* Translators: a button; %s is an e-mail address */
  self->fix_label = g_strdup_printf (_("Use %s"), isolated);
}

static void
offer_row_fix (OutpostDiagnosis              *self,
               const OutpostDiagnosisSubject *subject,
               OutpostCatalogueFix            fix)
{
  switch (fix) {
  case OUTPOST_CATALOGUE_FIX_CONNECTION:
    self->wants_connection = TRUE;
    break;
  case OUTPOST_CATALOGUE_FIX_SENDER_ACCOUNT:
    offer_account_as_sender (self, subject);
    break;
  case OUTPOST_CATALOGUE_FIX_MECHANISM_PLAIN:
    add_change (self, OUTPOST_FIELD_MECHANISM, "PLAIN");
    self->fix_label = g_strdup (_("Sign in with PLAIN"));
    break;
  case OUTPOST_CATALOGUE_FIX_MECHANISM_AUTO:
    if (subject->mechanism == NULL || *subject->mechanism == '\0')
      break;
    add_change (self, OUTPOST_FIELD_MECHANISM, "");
    self->fix_label = g_strdup (_("Choose the Mechanism Automatically"));
    break;
  case OUTPOST_CATALOGUE_FIX_NONE:
  default:
    break;
  }
}

static void
tell_reply (OutpostDiagnosis       *self,
            const OutpostSmtpReply *reply)
{
  if (reply->enhanced != NULL)
    self->code_text = g_strdup_printf ("%u %s", reply->code, reply->enhanced);
  else
    self->code_text = g_strdup_printf ("%u", reply->code);
  self->server_words = outpost_printable (reply->text, -1, WORDS_MAX_CHARACTERS);
}

/* These causes are told best by the error itself, which names file, key or line. */
static gboolean
error_tells_cause (const GError *error)
{
  return error->domain == OUTPOST_MESSAGE_ERROR || error->domain == OUTPOST_ACCOUNT_ERROR ||
         g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
}

static OutpostDiagnosis *
diagnosis_from_row (const OutpostCatalogueRow *row,
                    const Case                *c)
{
  OutpostDiagnosis *self = g_new0 (OutpostDiagnosis, 1);

  self->id = g_strdup (row->id);
  self->stage = c->stage;
  self->title = g_strdup (get_title (c, c->failure->reply != NULL));
  self->cause = error_tells_cause (c->error) ? g_strdup (c->error->message)
                                             : fill_in (row->cause, c);
  self->next_step = fill_in (row->next_step, c);
  self->fault = row->fault;
  self->temporary = row->temporary ||
                    (c->failure->reply != NULL && c->failure->reply->code / 100 == 4);
  self->has_field = row->has_field;
  self->field = row->field;
  self->url = g_strdup (row->url);
  if (row->link_label != NULL)
    self->link_label = g_strdup (_(row->link_label));
  offer_row_fix (self, c->subject, row->fix);
  if (c->failure->reply != NULL)
    tell_reply (self, c->failure->reply);

  return self;
}

/**
 * outpost_diagnosis_subject_clear:
 * @self: a subject
 *
 * Frees what the subject holds, not the subject.
 */
void
outpost_diagnosis_subject_clear (OutpostDiagnosisSubject *self)
{
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->recipient, g_free);
  g_clear_pointer (&self->mechanism, g_free);
}

/**
 * outpost_diagnose:
 * @subject: what was tried
 * @failure: how the engine failed
 * @facts: what the session had learned
 * @error: the engine's error, other than %G_IO_ERROR_CANCELLED
 *
 * Says what a failure means, from the catalogue. Pure: nothing is looked up.
 *
 * Returns: (transfer full): a diagnosis with cause and next step
 */
OutpostDiagnosis *
outpost_diagnose (const OutpostDiagnosisSubject *subject,
                  const OutpostSmtpFailure      *failure,
                  const OutpostSmtpFacts        *facts,
                  const GError                  *error)
{
  Case c = { subject, failure, facts, error, failure->stage };
  const OutpostCatalogueRow *row;

  g_return_val_if_fail (error != NULL, NULL);

  row = find_row (&c);
  return diagnosis_from_row (row, &c);
}

/**
 * outpost_diagnose_secret:
 * @error: an [error@Outpost.SecretError], or what else kept the password away
 *
 * Says why there is no password to sign in with.
 *
 * Returns: (transfer full): a diagnosis of the sign-in stage
 */
OutpostDiagnosis *
outpost_diagnose_secret (const GError *error)
{
  static const char * const ids[] = {
    [OUTPOST_SECRET_ERROR_NO_SERVICE] = "secret-no-service",
    [OUTPOST_SECRET_ERROR_LOCKED] = "secret-locked",
    [OUTPOST_SECRET_ERROR_DISMISSED] = "secret-dismissed",
    [OUTPOST_SECRET_ERROR_NOT_STORED] = "secret-not-stored",
    [OUTPOST_SECRET_ERROR_OTHER_SERVER] = "secret-other-server",
    [OUTPOST_SECRET_ERROR_COMMAND] = "secret-command",
    [OUTPOST_SECRET_ERROR_CREDENTIAL] = "secret-credential",
  };
  OutpostDiagnosisSubject subject = { .host = (char *) "" };
  OutpostSmtpFailure failure = { .stage = OUTPOST_SMTP_STAGE_SIGN_IN };
  OutpostSmtpFacts facts = { 0 };
  Case c = { &subject, &failure, &facts, error, OUTPOST_SMTP_STAGE_SIGN_IN };
  OutpostDiagnosis *self;
  const char *id = "secret-no-service";

  if (error->domain == OUTPOST_SECRET_ERROR && (gsize) error->code < G_N_ELEMENTS (ids))
    id = ids[error->code];

  self = diagnosis_from_row (outpost_catalogue_get (id), &c);
  g_free (self->title);
  self->title = g_strdup (_("No password to sign in with"));
  return self;
}

/**
 * outpost_diagnosis_offer:
 * @self: a diagnosis
 * @port: a port that answered
 * @security: the mode in which it did
 *
 * Makes what was tried and found to work the fix.
 */
void
outpost_diagnosis_offer (OutpostDiagnosis    *self,
                         guint16              port,
                         OutpostSmtpSecurity  security)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  g_clear_pointer (&self->fix, g_ptr_array_unref);
  g_free (self->fix_label);
  add_change (self, OUTPOST_FIELD_PORT, text);
  add_change (self, OUTPOST_FIELD_SECURITY, outpost_security_to_text (security));
  if (security == OUTPOST_SMTP_SECURITY_TLS) {
    /* Translators: a button; %u is a port number */
    self->fix_label = g_strdup_printf (_("Use TLS on %u"), port);
  } else {
    /* Translators: a button; %u is a port number */
    self->fix_label = g_strdup_printf (_("Use STARTTLS on %u"), port);
  }
}

/**
 * outpost_diagnosis_copy:
 * @self: a diagnosis
 *
 * Returns: (transfer full): a copy
 */
OutpostDiagnosis *
outpost_diagnosis_copy (const OutpostDiagnosis *self)
{
  OutpostDiagnosis *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->cause = g_strdup (self->cause);
  copy->next_step = g_strdup (self->next_step);
  copy->fix_label = g_strdup (self->fix_label);
  copy->fix = self->fix != NULL ? g_ptr_array_ref (self->fix) : NULL;
  copy->link_label = g_strdup (self->link_label);
  copy->url = g_strdup (self->url);
  copy->code_text = g_strdup (self->code_text);
  copy->server_words = g_strdup (self->server_words);

  return copy;
}

/**
 * outpost_diagnosis_free:
 * @self: (transfer full): a diagnosis
 */
void
outpost_diagnosis_free (OutpostDiagnosis *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->cause);
  g_free (self->next_step);
  g_free (self->fix_label);
  g_clear_pointer (&self->fix, g_ptr_array_unref);
  g_free (self->link_label);
  g_free (self->url);
  g_free (self->code_text);
  g_free (self->server_words);
  g_free (self);
}

/**
 * outpost_fault_get_label:
 * @fault: whose fault it is
 *
 * Returns: (transfer none): a translated line that names who can mend it
 */
const char *
outpost_fault_get_label (OutpostFault fault)
{
  static const char * const labels[] = {
    [OUTPOST_FAULT_SETTINGS] = N_("Something in these settings"),
    [OUTPOST_FAULT_ACCOUNT] = N_("The account at the provider"),
    [OUTPOST_FAULT_SERVER] = N_("The server"),
    [OUTPOST_FAULT_NETWORK] = N_("The network in between"),
    [OUTPOST_FAULT_COMPUTER] = N_("This computer"),
    [OUTPOST_FAULT_RECIPIENT] = N_("The recipient’s address"),
    [OUTPOST_FAULT_OUTPOST] = N_("Outpost itself"),
    [OUTPOST_FAULT_NOBODY] = N_("Nobody; it passes by itself"),
  };

  return _(labels[fault]);
}
