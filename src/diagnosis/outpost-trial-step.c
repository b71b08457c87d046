/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-trial-step-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-host.h"
#include "outpost-printable.h"

#define SECONDS_A_DAY (24 * 60 * 60)
/* Fewer days than this are worth a remark: renewals come 30 days ahead as a rule. */
#define CERTIFICATE_SHORT_DAYS 14
#define DETAIL_MAX_CHARACTERS 200

static char *
isolate_host (const char *host)
{
  g_autofree char *unicode = outpost_host_to_unicode (host);

  return outpost_printable_isolate (unicode);
}

static void
set_texts (OutpostTrialStep *self,
           OutpostStepState  state,
           char             *title,
           char             *detail)
{
  outpost_trial_step_clear (self);
  self->state = state;
  self->title = title;
  self->detail = detail;
}

static const char *
get_pending_title (OutpostSmtpStage stage)
{
  /* Translators: the eight steps of a test before they were tried */
  static const char * const titles[OUTPOST_SMTP_N_STAGES] = {
    N_("Server name"), N_("Connection"), N_("Encryption"), N_("Greeting"), N_("Sign-in"),
    N_("Sender"), N_("Recipient"), N_("Message"),
  };

  return _(titles[stage]);
}

static char *
make_running_title (OutpostSmtpStage               stage,
                    const OutpostDiagnosisSubject *subject)
{
  g_autofree char *value = NULL;

  switch (stage) {
  case OUTPOST_SMTP_STAGE_LOOKUP:
    value = isolate_host (subject->host);
    /* Translators: %s is a server's name */
    return g_strdup_printf (_("Looking up %s"), value);
  case OUTPOST_SMTP_STAGE_CONNECT:
    return g_strdup_printf (_("Connecting to port %u"), subject->port);
  case OUTPOST_SMTP_STAGE_SECURE:
    return g_strdup (_("Securing the connection"));
  case OUTPOST_SMTP_STAGE_GREETING:
    return g_strdup (_("Waiting for the server’s greeting"));
  case OUTPOST_SMTP_STAGE_SIGN_IN:
    value = outpost_printable_isolate (subject->username != NULL ? subject->username : "");
    /* Translators: %s is a user name */
    return g_strdup_printf (_("Signing in as %s"), value);
  case OUTPOST_SMTP_STAGE_SENDER:
    return g_strdup (_("Asking whether the sender may send"));
  case OUTPOST_SMTP_STAGE_RECIPIENT:
    return g_strdup (_("Asking for the recipient"));
  case OUTPOST_SMTP_STAGE_MESSAGE:
  default:
    return g_strdup (_("Handing over the message"));
  }
}

static char *
make_passed_title (OutpostSmtpStage               stage,
                   const OutpostDiagnosisSubject *subject)
{
  static const char * const titles[OUTPOST_SMTP_N_STAGES] = {
    NULL, N_("Connected"), N_("Secured"), N_("Server ready"), N_("Signed in"),
    N_("Sender accepted"), N_("Recipient accepted"), N_("Message accepted"),
  };
  g_autofree char *host = NULL;

  if (stage != OUTPOST_SMTP_STAGE_LOOKUP)
    return g_strdup (_(titles[stage]));

  host = isolate_host (subject->host);
  /* Translators: %s is a server's name */
  return g_strdup_printf (_("Found %s"), host);
}

static char *
describe_lookup (const OutpostSmtpFacts *facts)
{
  if (facts->n_ipv4 > 0 && facts->n_ipv6 > 0)
    return g_strdup (_("IPv6 and IPv4"));
  return g_strdup (facts->n_ipv6 > 0 ? "IPv6" : "IPv4");
}

static char *
describe_connection (const OutpostDiagnosisSubject *subject,
                     const OutpostSmtpFacts        *facts)
{
  /* Translators: detail of a test step; %u is a port number, %s IPv4 or IPv6 */
  return g_strdup_printf (_("port %u, over %s"), subject->port,
                          facts->connected_ipv6 ? "IPv6" : "IPv4");
}

/* Whether the certificate's end is near enough to be told as a remark. */
static gboolean
describe_security (const OutpostSmtpFacts  *facts,
                   gint64                   now,
                   char                   **detail)
{
  g_autofree char *version = outpost_printable_isolate (facts->tls_version);
  int days;

  if (facts->certificate == NULL) {
    *detail = g_strdup (facts->tls_version);
    return FALSE;
  }

  days = (int) ((facts->certificate->not_after - now) / SECONDS_A_DAY);
  if (days < CERTIFICATE_SHORT_DAYS) {
    *detail = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "certificate valid for %d day only",
                                            "certificate valid for %d days only",
                                            (gulong) MAX (days, 0)),
                               MAX (days, 0));
    return TRUE;
  }
  /* Translators: %s is a TLS version, %d a number of days */
  *detail = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, certificate valid for %d day",
                                          "%s, certificate valid for %d days", (gulong) days),
                             version, days);
  return FALSE;
}

static char *
describe_greeting (const OutpostSmtpFacts *facts)
{
  g_autofree char *size = NULL;

  if (facts->size_limit == 0)
    return NULL;
  size = g_format_size (facts->size_limit);
  /* Translators: detail of a test step; %s is a size such as 36.7 MB */
  return g_strdup_printf (_("takes up to %s"), size);
}

static char *
make_detail (OutpostSmtpStage               stage,
             const OutpostDiagnosisSubject *subject,
             const OutpostSmtpFacts        *facts)
{
  switch (stage) {
  case OUTPOST_SMTP_STAGE_LOOKUP:
    return describe_lookup (facts);
  case OUTPOST_SMTP_STAGE_CONNECT:
    return describe_connection (subject, facts);
  case OUTPOST_SMTP_STAGE_GREETING:
    return describe_greeting (facts);
  case OUTPOST_SMTP_STAGE_SIGN_IN:
    return g_strdup (facts->mechanism);
  case OUTPOST_SMTP_STAGE_SENDER:
    return g_strdup (subject->sender);
  case OUTPOST_SMTP_STAGE_RECIPIENT:
    return g_strdup (subject->recipient);
  case OUTPOST_SMTP_STAGE_SECURE:
  case OUTPOST_SMTP_STAGE_MESSAGE:
  default:
    return NULL;
  }
}

void
outpost_trial_step_init (OutpostTrialStep *self,
                         OutpostSmtpStage  stage)
{
  self->stage = stage;
  self->duration_us = -1;
  set_texts (self, OUTPOST_STEP_PENDING, g_strdup (get_pending_title (stage)), NULL);
}

void
outpost_trial_step_begin (OutpostTrialStep              *self,
                          const OutpostDiagnosisSubject *subject)
{
  set_texts (self, OUTPOST_STEP_RUNNING, make_running_title (self->stage, subject), NULL);
}

/* now: seconds since 1970 UTC, for the days a certificate has left. */
void
outpost_trial_step_pass (OutpostTrialStep              *self,
                         const OutpostDiagnosisSubject *subject,
                         const OutpostSmtpFacts        *facts,
                         gint64                         duration_us,
                         gint64                         now)
{
  gboolean ends_soon = FALSE;
  char *detail;

  self->duration_us = duration_us;
  if (self->stage == OUTPOST_SMTP_STAGE_SECURE)
    ends_soon = describe_security (facts, now, &detail);
  else
    detail = make_detail (self->stage, subject, facts);
  set_texts (self, OUTPOST_STEP_PASSED, make_passed_title (self->stage, subject), detail);
  if (ends_soon)
    outpost_trial_step_remark (self, "certificate-ends", g_strdup (self->detail), NULL);
}

/* What is worth knowing although the step passed. detail: (transfer full): in short;
 * text: (nullable): in sentences. */
void
outpost_trial_step_remark (OutpostTrialStep *self,
                           const char       *id,
                           char             *detail,
                           const char       *text)
{
  self->state = OUTPOST_STEP_REMARK;
  g_free (self->detail);
  g_free (self->remark_id);
  g_free (self->remark);
  self->detail = detail;
  self->remark_id = g_strdup (id);
  self->remark = g_strdup (text);
}

/* The step has failed; what it means is not known yet. */
void
outpost_trial_step_look_beside (OutpostTrialStep *self)
{
  set_texts (self, OUTPOST_STEP_RUNNING, g_strdup (_("Looking for another way to the server")),
             NULL);
}

/* The server's own words as detail: it may name the message in its queue. */
void
outpost_trial_step_set_words (OutpostTrialStep       *self,
                              const OutpostSmtpReply *reply)
{
  g_free (self->detail);
  self->detail = outpost_printable (reply->text, -1, DETAIL_MAX_CHARACTERS);
}

void
outpost_trial_step_fail (OutpostTrialStep       *self,
                         const OutpostDiagnosis *diagnosis,
                         gint64                  duration_us)
{
  self->duration_us = duration_us;
  set_texts (self, OUTPOST_STEP_FAILED, g_strdup (diagnosis->title),
             g_strdup (diagnosis->code_text));
}

void
outpost_trial_step_cancel (OutpostTrialStep *self,
                           gint64            duration_us)
{
  self->duration_us = duration_us;
  set_texts (self, OUTPOST_STEP_SKIPPED, g_strdup (get_pending_title (self->stage)),
             /* Translators: detail of a test step */
             g_strdup (_("cancelled")));
}

/* why: translated, such as "not tried". */
void
outpost_trial_step_skip (OutpostTrialStep *self,
                         const char       *why)
{
  set_texts (self, OUTPOST_STEP_SKIPPED, g_strdup (get_pending_title (self->stage)),
             g_strdup (why));
}

/**
 * outpost_trial_step_clear:
 * @self: a step
 *
 * Frees what the step holds, not the step.
 */
void
outpost_trial_step_clear (OutpostTrialStep *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->remark_id, g_free);
  g_clear_pointer (&self->remark, g_free);
}

/**
 * outpost_trial_step_copy:
 * @to: (out caller-allocates): an uninitialised step
 * @from: a step
 *
 * Copies a step, to be freed with [func@Outpost.trial_step_clear].
 */
void
outpost_trial_step_copy (OutpostTrialStep       *to,
                         const OutpostTrialStep *from)
{
  *to = *from;
  to->title = g_strdup (from->title);
  to->detail = g_strdup (from->detail);
  to->remark_id = g_strdup (from->remark_id);
  to->remark = g_strdup (from->remark);
}
