/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-deliverability-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-host.h"
#include "outpost-job.h"
#include "outpost-printable.h"

/*
 * outpost_deliverability_show_name:
 * @name: a domain or host in A-labels
 *
 * Returns: (transfer full): the name as people read it, for the middle of a sentence
 */
char *
outpost_deliverability_show_name (const char *name)
{
  g_autofree char *unicode = outpost_host_to_unicode (name);
  g_autofree char *printable = outpost_printable (unicode, -1, 253);

  return outpost_printable_isolate (printable);
}

static void
finding_free (OutpostDeliveryFinding *finding)
{
  g_free (finding->text);
  g_free (finding->record_name);
  g_free (finding->record_value);
  g_free (finding);
}

/*
 * outpost_deliverability_add:
 * @self: a check
 * @area: what it is about
 * @severity: how bad it is
 * @id: stable name, static
 * @format: what is wrong and what to do, translated
 * @...: what is filled in
 *
 * Returns: (transfer none): the new finding
 */
OutpostDeliveryFinding *
outpost_deliverability_add (OutpostDeliverability *self,
                            OutpostDeliveryArea    area,
                            OutpostSeverity        severity,
                            const char            *id,
                            const char            *format,
                            ...)
{
  OutpostDeliveryFinding *finding = g_new0 (OutpostDeliveryFinding, 1);
  va_list arguments;

  finding->area = area;
  finding->severity = severity;
  finding->id = id;
  va_start (arguments, format);
  finding->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->findings, finding);
  return finding;
}

/*
 * outpost_delivery_finding_publish:
 * @self: a finding
 * @name: where the record belongs
 * @type: its type, static
 * @value: (transfer full) (nullable): the record; %NULL: there is none to offer
 */
void
outpost_delivery_finding_publish (OutpostDeliveryFinding *self,
                                  const char             *name,
                                  const char             *type,
                                  char                   *value)
{
  if (value == NULL)
    return;
  self->record_name = g_strdup (name);
  self->record_type = type;
  self->record_value = value;
}

/*
 * outpost_deliverability_set_line:
 * @self: a check
 * @area: what it is about
 * @state: good or unknown
 * @line: (transfer full): a sentence, which stands where no finding is worse
 */
void
outpost_deliverability_set_line (OutpostDeliverability *self,
                                 OutpostDeliveryArea    area,
                                 OutpostDeliveryState   state,
                                 char                  *line)
{
  g_free (self->lines[area]);
  self->lines[area] = line;
  self->states[area] = state;
}

static int
compare_findings (const void *a,
                  const void *b)
{
  const OutpostDeliveryFinding *x = *(OutpostDeliveryFinding * const *) a;
  const OutpostDeliveryFinding *y = *(OutpostDeliveryFinding * const *) b;

  if (x->area != y->area)
    return (int) x->area - (int) y->area;
  return (int) y->severity - (int) x->severity;
}

/* Records of a mailbox provider are for its own people to better: nothing of them can be
 * published by who only sends from there. */
static void
drop_advice (OutpostDeliverability *self)
{
  for (guint i = self->findings->len; i > 0; i--) {
    OutpostDeliveryFinding *finding = g_ptr_array_index (self->findings, i - 1);

    g_clear_pointer (&finding->record_name, g_free);
    g_clear_pointer (&finding->record_value, g_free);
    finding->record_type = NULL;
    if (finding->area != OUTPOST_DELIVERY_DMARC && self->lines[finding->area] != NULL)
      g_ptr_array_remove_index (self->findings, i - 1);
  }
}

/* The worst finding of an area speaks for it; a hint leaves what is good in its place. */
static void
finish (OutpostDeliverability *self)
{
  g_ptr_array_sort (self->findings, compare_findings);
  for (guint i = self->findings->len; i > 0; i--) {
    const OutpostDeliveryFinding *finding = g_ptr_array_index (self->findings, i - 1);

    if (finding->severity > OUTPOST_SEVERITY_HINT || self->lines[finding->area] == NULL)
      outpost_deliverability_set_line (self, finding->area,
                                       OUTPOST_DELIVERY_HINT + (guint) finding->severity,
                                       g_strdup (finding->text));
    else if (self->states[finding->area] == OUTPOST_DELIVERY_GOOD)
      self->states[finding->area] = OUTPOST_DELIVERY_HINT;
  }
}

static void
skip (OutpostDeliverability *self,
      OutpostDeliveryArea    area)
{
  outpost_deliverability_set_line (self, area, OUTPOST_DELIVERY_UNKNOWN,
                                   g_strdup (_("Not looked at: the domain is not there.")));
}

/**
 * outpost_deliverability_check:
 * @source: where records come from
 * @subject: what to check
 *
 * Judges what the DNS says of a sender: where its mail goes, who may send for it, and what is
 * to become of mail that nothing vouches for. Nothing but @source is asked, and what it is asked
 * for is bounded whatever it answers.
 *
 * Returns: (transfer full): what came of it
 */
OutpostDeliverability *
outpost_deliverability_check (const OutpostRecordSource    *source,
                              const OutpostDeliverySubject *subject)
{
  OutpostDeliverability *self = g_new0 (OutpostDeliverability, 1);
  g_autofree char *address = g_strconcat ("x@", subject->sender_domain, NULL);

  self->subject.sender_domain = g_strdup (subject->sender_domain);
  self->subject.return_domain = g_strdup (subject->return_domain);
  self->subject.server = g_strdup (subject->server);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  if (subject->server != NULL)
    self->preset = outpost_preset_for_settings (subject->server, address);

  if (outpost_deliverability_check_mail (self, source)) {
    outpost_deliverability_check_spf (self, source);
    outpost_deliverability_check_dmarc (self, source);
  } else {
    skip (self, OUTPOST_DELIVERY_SPF);
    skip (self, OUTPOST_DELIVERY_DMARC);
  }
  if (outpost_preset_for_address (address) != NULL)
    drop_advice (self);
  finish (self);
  return self;
}

/**
 * outpost_deliverability_free:
 * @self: (transfer full) (nullable): what came of a check
 */
void
outpost_deliverability_free (OutpostDeliverability *self)
{
  if (self == NULL)
    return;

  outpost_delivery_subject_clear (&self->subject);
  for (guint i = 0; i < OUTPOST_N_DELIVERY_AREAS; i++)
    g_free (self->lines[i]);
  g_ptr_array_unref (self->findings);
  outpost_dns_mail_free (self->mail);
  g_free (self->spf_record);
  outpost_spf_outcome_free (self->spf);
  outpost_dmarc_outcome_free (self->dmarc);
  g_free (self);
}

/**
 * outpost_deliverability_get_state:
 * @self: what came of a check
 *
 * Returns: the state of the whole: the worst that is known, %OUTPOST_DELIVERY_UNKNOWN only
 *   where nothing worse than a warning stands beside it
 */
OutpostDeliveryState
outpost_deliverability_get_state (const OutpostDeliverability *self)
{
  OutpostDeliveryState worst = OUTPOST_DELIVERY_GOOD;

  for (guint i = 0; i < OUTPOST_N_DELIVERY_AREAS; i++) {
    if (self->states[i] == OUTPOST_DELIVERY_ERROR)
      return OUTPOST_DELIVERY_ERROR;
    worst = MAX (worst, self->states[i]);
  }
  return worst;
}

/**
 * outpost_delivery_area_get_title:
 * @area: an area
 *
 * Returns: (transfer none): its name for people
 */
const char *
outpost_delivery_area_get_title (OutpostDeliveryArea area)
{
  switch (area) {
    case OUTPOST_DELIVERY_MAIL:
      /* Translators: whether replies and bounces arrive */
      return _("Replies");
    case OUTPOST_DELIVERY_SPF:
      /* Translators: a kind of record in the DNS */
      return _("SPF");
    case OUTPOST_DELIVERY_DMARC:
      /* Translators: a kind of record in the DNS */
      return _("DMARC");
    default:
      g_assert_not_reached ();
  }
}

/* On this computer, or known in its own network only: what stands behind it cannot be seen. */
static gboolean
is_near (const char *server)
{
  return outpost_host_is_address (server) ? outpost_host_is_loopback_address (server)
                                          : strchr (server, '.') == NULL;
}

/* A domain that has records; FALSE for an address literal. */
static char *
read_domain (const char  *domain,
             GError     **error)
{
  g_autofree char *ascii = outpost_host_to_ascii (domain, error);

  if (ascii != NULL && outpost_host_is_address (ascii)) {
    g_set_error_literal (error, OUTPOST_HOST_ERROR, OUTPOST_HOST_ERROR_SYNTAX,
                         _("An address has no records of its own: a domain such as example.org is "
                           "needed."));
    return NULL;
  }
  return g_steal_pointer (&ascii);
}

/**
 * outpost_delivery_subject_set:
 * @self: (out caller-allocates): a subject
 * @sender_domain: the domain of the sender
 * @server: (nullable): the server that takes the mail
 * @error: return location for a [error@Outpost.HostError]
 *
 * Returns: whether both are what they must be
 */
gboolean
outpost_delivery_subject_set (OutpostDeliverySubject  *self,
                              const char              *sender_domain,
                              const char              *server,
                              GError                 **error)
{
  g_autofree char *host = NULL;

  *self = (OutpostDeliverySubject) { NULL };
  if (server != NULL && *server != '\0') {
    host = outpost_host_to_ascii (server, error);
    if (host == NULL)
      return FALSE;
  }
  self->sender_domain = read_domain (sender_domain, error);
  if (self->sender_domain == NULL)
    return FALSE;
  self->return_domain = g_strdup (self->sender_domain);
  if (host != NULL && !is_near (host))
    self->server = g_steal_pointer (&host);
  return TRUE;
}

static const char *
find_domain (OutpostAddress *address)
{
  return strrchr (outpost_address_get_wire (address), '@') + 1;
}

/**
 * outpost_delivery_subject_from_account:
 * @self: (out caller-allocates): a subject
 * @account: an account
 * @error: return location for a [error@Outpost.AddressError] or [error@Outpost.HostError]
 *
 * Returns: whether the account's sender, return path and server are what they must be
 */
gboolean
outpost_delivery_subject_from_account (OutpostDeliverySubject  *self,
                                       OutpostAccount          *account,
                                       GError                 **error)
{
  g_autoptr (OutpostAddress) sender = NULL;
  g_autoptr (OutpostAddress) return_path = NULL;

  *self = (OutpostDeliverySubject) { NULL };
  sender = outpost_address_parse (outpost_account_get_sender (account), error);
  if (sender == NULL)
    return FALSE;
  return_path = outpost_address_parse (outpost_account_get_return_path (account), error);
  if (return_path == NULL ||
      !outpost_delivery_subject_set (self, find_domain (sender),
                                     outpost_account_get (account, OUTPOST_FIELD_SERVER), error))
    return FALSE;
  g_free (self->return_domain);
  self->return_domain = read_domain (find_domain (return_path), error);
  if (self->return_domain != NULL)
    return TRUE;
  outpost_delivery_subject_clear (self);
  return FALSE;
}

/**
 * outpost_delivery_subject_clear:
 * @self: a subject
 *
 * Frees what it holds.
 */
void
outpost_delivery_subject_clear (OutpostDeliverySubject *self)
{
  g_clear_pointer (&self->sender_domain, g_free);
  g_clear_pointer (&self->return_domain, g_free);
  g_clear_pointer (&self->server, g_free);
}

/**
 * outpost_deliverability_run_sync:
 * @subject: what to check
 * @timeout_ms: longest wait in milliseconds, such as %OUTPOST_DELIVERABILITY_LIMIT_MS
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Asks the name servers and judges as [func@Outpost.deliverability_check] does. Nobody else is
 * asked, and of addresses only the domains.
 *
 * Returns: (transfer full): what came of it, or %NULL if @error is %G_IO_ERROR_CANCELLED.
 *   Name servers that do not answer are no error: the areas are unknown then
 */
OutpostDeliverability *
outpost_deliverability_run_sync (const OutpostDeliverySubject  *subject,
                                 guint                          timeout_ms,
                                 GCancellable                  *cancellable,
                                 GError                       **error)
{
  g_autoptr (OutpostRecordSource) source = NULL;
  g_autoptr (OutpostDeliverability) self = NULL;

  g_return_val_if_fail (subject != NULL && subject->sender_domain != NULL, NULL);

  source = outpost_record_source_new_dns (outpost_deadline_in (timeout_ms), cancellable);
  self = outpost_deliverability_check (source, subject);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

typedef struct {
  OutpostDeliverySubject subject;
  guint                  timeout_ms;
} Job;

static void
job_free (Job *job)
{
  outpost_delivery_subject_clear (&job->subject);
  g_free (job);
}

static gpointer
run (gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  Job *job = data;

  return outpost_deliverability_run_sync (&job->subject, job->timeout_ms, cancellable, error);
}

/**
 * outpost_deliverability_run_async:
 * @subject: what to check
 * @timeout_ms: longest wait in milliseconds, such as %OUTPOST_DELIVERABILITY_LIMIT_MS
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called in the caller's context
 * @user_data: handed to @callback
 *
 * Does what [func@Outpost.deliverability_run_sync] does, without blocking.
 */
void
outpost_deliverability_run_async (const OutpostDeliverySubject *subject,
                                  guint                         timeout_ms,
                                  GCancellable                 *cancellable,
                                  GAsyncReadyCallback           callback,
                                  gpointer                      user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (subject != NULL && subject->sender_domain != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  job = g_new (Job, 1);
  job->subject.sender_domain = g_strdup (subject->sender_domain);
  job->subject.return_domain = g_strdup (subject->return_domain);
  job->subject.server = g_strdup (subject->server);
  job->timeout_ms = timeout_ms;
  g_task_set_source_tag (task, outpost_deliverability_run_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  outpost_job_start (task, run, (GDestroyNotify) outpost_deliverability_free);
}

/**
 * outpost_deliverability_run_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): as [func@Outpost.deliverability_run_sync]
 */
OutpostDeliverability *
outpost_deliverability_run_finish (GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, outpost_deliverability_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
