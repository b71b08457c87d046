/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-diagnosis-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gmodule.h>

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
#define NAME_MAX_CHARACTERS 100
/* So many of a certificate's names are told. */
#define NAMES_MAX 3

/* Words of a reply that speak of the sender, whatever its codes are. */
#define SENDER_WORDS "\\bsender\\b|\\bmail from\\b|\\breturn-?path\\b|\\benvelope.from\\b"

/* Where sender and recipient are one address, a reply that names it tells nothing. */
static gboolean
names_sender (const OutpostDiagnosisCase *c,
              const char                 *text)
{
  const OutpostDiagnosisSubject *subject = c->subject;
  g_autofree char *lower = g_ascii_strdown (text != NULL ? text : "", -1);
  g_autofree char *sender = g_ascii_strdown (subject->sender != NULL ? subject->sender : "", -1);

  if (g_regex_match_simple (SENDER_WORDS, lower, 0, 0))
    return TRUE;
  return *sender != '\0' && strstr (lower, sender) != NULL &&
         (subject->recipient == NULL || g_ascii_strcasecmp (sender, subject->recipient) != 0);
}

/* Postfix and others answer for the sender at RCPT (measured), and the engine lays such
 * replies to the sender by their enhanced code. The reply's own words come first: those
 * that are known and speak of something else, such as “relay access denied” or
 * greylisting, leave it with the recipient. */
static const OutpostCatalogueRow *
match_reply (OutpostDiagnosisCase *c,
             const char           *family)
{
  const OutpostSmtpReply *reply = c->failure->reply;
  const OutpostCatalogueRow *row = outpost_catalogue_match_reply (family, c->stage, reply);

  if (!c->failure->blames_sender ||
      (row != NULL && row->pattern != NULL && !names_sender (c, reply->text)))
    return row;

  c->stage = OUTPOST_SMTP_STAGE_SENDER;
  return outpost_catalogue_match_reply (family, c->stage, reply);
}

/*
 * outpost_diagnosis_find_preset:
 * @host: a server's name
 *
 * Returns: (transfer none) (nullable): the provider that takes mail there from programs,
 *   or takes in mail for others there, or has hosts of that domain
 */
const OutpostPreset *
outpost_diagnosis_find_preset (const char *host)
{
  const OutpostPreset *preset = outpost_preset_for_server (host);

  if (preset == NULL)
    preset = outpost_preset_for_mx (host);
  return preset != NULL ? preset : outpost_preset_for_domain_of (host);
}

static const OutpostCatalogueRow *
find_row (OutpostDiagnosisCase *c)
{
  const OutpostPreset *preset = outpost_diagnosis_find_preset (c->subject->host);
  const char *family = preset != NULL ? outpost_preset_get_family (preset) : NULL;
  const char *id = outpost_diagnosis_name_cause (c);
  const OutpostCatalogueRow *row = NULL;

  if (id == NULL && c->failure->reply != NULL)
    row = match_reply (c, family);
  if (row == NULL)
    row = outpost_catalogue_get (id != NULL ? id : "unknown");
  return row;
}

static const char *
get_title (const OutpostDiagnosisCase *c,
           gboolean                    refused)
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

/* In the order of the year, as it stands in certificates and logs. */
static void
replace_date (GString    *text,
              const char *mark,
              gint64      time)
{
  g_autoptr (GDateTime) date = time != 0 ? g_date_time_new_from_unix_local (time) : NULL;
  g_autofree char *value = date != NULL ? g_date_time_format (date, "%F") : g_strdup ("?");

  replace_isolated (text, mark, value);
}

/* The names in a certificate, which are its maker's words. */
static char *
list_names (const OutpostSmtpCertificate *certificate)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; certificate != NULL && certificate->names != NULL && i < NAMES_MAX &&
                    certificate->names[i] != NULL; i++) {
    g_autofree char *name = outpost_printable (certificate->names[i], -1, NAME_MAX_CHARACTERS);

    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
  }
  return g_string_free (names, FALSE);
}

static char *
fill_in (const char                 *template,
         const OutpostDiagnosisCase *c)
{
  GString *text = g_string_new (_(template));
  g_autofree char *host = outpost_host_to_unicode (c->subject->host);
  g_autofree char *port = g_strdup_printf ("%u", c->subject->port);
  const OutpostSmtpCertificate *certificate = c->facts->certificate;
  g_autofree char *issuer = outpost_printable (certificate != NULL ? certificate->issuer : NULL, -1,
                                               ISSUER_MAX_CHARACTERS);
  g_autofree char *names = list_names (certificate);

  replace_isolated (text, "{host}", host);
  replace_isolated (text, "{port}", port);
  replace_isolated (text, "{mechanism}", c->failure->mechanism);
  replace_date (text, "{begins}", certificate != NULL ? certificate->not_before : 0);
  replace_date (text, "{ends}", certificate != NULL ? certificate->not_after : 0);
  replace_date (text, "{today}", c->subject->now);
  /* Last: what an attacker may have written must not be filled in itself. */
  replace_isolated (text, "{issuer}", issuer);
  replace_isolated (text, "{names}", names);
  return g_string_free (text, FALSE);
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
  outpost_diagnosis_add_change (self, OUTPOST_FIELD_SENDER, subject->username);
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
    outpost_diagnosis_add_change (self, OUTPOST_FIELD_MECHANISM, "PLAIN");
    self->fix_label = g_strdup (_("Sign in with PLAIN"));
    break;
  case OUTPOST_CATALOGUE_FIX_MECHANISM_AUTO:
    if (subject->mechanism == NULL || *subject->mechanism == '\0')
      break;
    outpost_diagnosis_add_change (self, OUTPOST_FIELD_MECHANISM, "");
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
diagnosis_from_row (const OutpostCatalogueRow  *row,
                    const OutpostDiagnosisCase *c)
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
  if (self->wants_connection && c->beside != NULL)
    outpost_diagnosis_offer_beside (self, c);
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
 * @beside: (nullable): what was tried beside it
 *
 * Says what a failure means, from the catalogue. Pure: nothing is looked up. Where the
 * diagnosis wants another connection, what was tried beside the test tells causes apart,
 * and the first that works becomes the fix.
 *
 * Returns: (transfer full): a diagnosis with cause and next step
 */
OutpostDiagnosis *
outpost_diagnose (const OutpostDiagnosisSubject *subject,
                  const OutpostSmtpFailure      *failure,
                  const OutpostSmtpFacts        *facts,
                  const GError                  *error,
                  const OutpostBeside           *beside)
{
  OutpostDiagnosisCase c = { subject, failure, facts, error, beside, failure->stage };
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
  OutpostDiagnosisCase c = { &subject, &failure, &facts, error, NULL,
                             OUTPOST_SMTP_STAGE_SIGN_IN };
  OutpostDiagnosis *self;
  const char *id = "secret-no-service";

  if (error->domain == OUTPOST_SECRET_ERROR && (gsize) error->code < G_N_ELEMENTS (ids))
    id = ids[error->code];
  else if (error->domain == G_MODULE_ERROR)
    id = "part-missing";

  self = diagnosis_from_row (outpost_catalogue_get (id), &c);
  g_free (self->title);
  self->title = g_strdup (_("No password to sign in with"));
  return self;
}

/*
 * outpost_diagnosis_name_field:
 * @self: a diagnosis
 *
 * The password is in no file and so has no key, but a program wants to know.
 *
 * Returns: (transfer none) (nullable): the key of the field to mark, or `Password`
 */
const char *
outpost_diagnosis_name_field (const OutpostDiagnosis *self)
{
  if (!self->has_field)
    return NULL;
  return self->field == OUTPOST_FIELD_PASSWORD ? "Password" : outpost_field_get_key (self->field);
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
