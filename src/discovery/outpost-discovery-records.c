/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-private.h"

#include <string.h>

#include "outpost-dns.h"
#include "outpost-host.h"

#define PORT_OF_RELAYS 25

/* Preferred is TLS from the first octet (RFC 8314, section 5.1). */
static const struct {
  const char          *service;
  OutpostSmtpSecurity  security;
} services[OUTPOST_N_DISCOVERY_SERVICES] = {
  { "_submissions._tcp", OUTPOST_SMTP_SECURITY_TLS },
  { "_submission._tcp", OUTPOST_SMTP_SECURITY_STARTTLS },
};

static GPtrArray *
new_answers (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_discovery_answer_unref);
}

/* Records name neither a user name nor a way to sign in: the full address is tried (RFC 6186,
 * section 4). Whether the certificate also names the domain (section 6) plays no part, since a
 * person is asked in any case. */
static GPtrArray *
read_targets (OutpostDiscoveryAttempt *self,
              GList                   *targets,
              OutpostSmtpSecurity      security)
{
  GPtrArray *answers = new_answers ();

  for (GList *at = targets; at != NULL; at = at->next) {
    guint16 port = g_srv_target_get_port (at->data);

    if (port == 0 || port == PORT_OF_RELAYS)
      continue;
    g_ptr_array_add (answers,
                     outpost_discovery_answer_new (self->source, self->search->address,
                                                   g_srv_target_get_hostname (at->data), port,
                                                   security));
  }
  return answers;
}

/* Those with TLS from the first octet come first. */
static void
end_srv (OutpostDiscoveryAttempt *self)
{
  g_autoptr (GPtrArray) answers = new_answers ();

  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SERVICES; i++) {
    if (self->candidates[i] != NULL)
      g_ptr_array_extend_and_steal (answers, g_steal_pointer (&self->candidates[i]));
  }
  if (answers->len > 0)
    outpost_discovery_attempt_verify (self, answers);
  else if (self->failure != NULL)
    outpost_discovery_attempt_fail (self, self->failure);
  else
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN, NULL);
}

/* That there is no record is the usual case; of two failures the other one counts. */
static void
keep_failure (OutpostDiscoveryAttempt *self,
              const GError            *error)
{
  if (self->failure != NULL &&
      (g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME) ||
       g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD) ||
       g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_OFFERED)))
    return;
  g_clear_error (&self->failure);
  self->failure = g_error_copy (error);
}

static void
srv_cb (OutpostDiscoveryAttempt *self,
        GAsyncResult            *result,
        guint                    nth)
{
  g_autoptr (GError) error = NULL;
  GList *targets = outpost_dns_lookup_srv_finish (result, &error);

  self->n_look_ups--;
  if (!outpost_discovery_attempt_is_over (self)) {
    if (targets != NULL)
      self->candidates[nth] = read_targets (self, targets, services[nth].security);
    else
      keep_failure (self, error);
    if (self->n_look_ups == 0)
      end_srv (self);
  }
  g_resolver_free_targets (targets);
  outpost_discovery_attempt_release (self);
}

static void
submissions_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  srv_cb (user_data, result, 0);
}

static void
submission_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  srv_cb (user_data, result, 1);
}

/*
 * outpost_discovery_ask_srv:
 * @self: the attempt of the service records
 *
 * Looks up both services (RFC 6186, section 3.1; RFC 8314, section 5.1).
 */
void
outpost_discovery_ask_srv (OutpostDiscoveryAttempt *self)
{
  static const GAsyncReadyCallback callbacks[OUTPOST_N_DISCOVERY_SERVICES] = {
    submissions_cb, submission_cb
  };

  outpost_discovery_attempt_ask (self);
  self->n_look_ups = OUTPOST_N_DISCOVERY_SERVICES;
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SERVICES; i++) {
    outpost_discovery_attempt_hold (self);
    outpost_dns_lookup_srv_async (services[i].service, self->search->domain,
                                  self->search->limits.request_ms, self->cancellable,
                                  callbacks[i], self);
  }
}

static void
use_preset (OutpostDiscoveryAttempt *self,
            const OutpostPreset     *preset,
            gsize                    n_servers)
{
  g_autoptr (GPtrArray) answers = new_answers ();

  for (gsize i = 0; i < n_servers; i++)
    g_ptr_array_add (answers,
                     outpost_discovery_answer_new_from_preset (self->source, self->search->address,
                                                               preset, i));
  outpost_discovery_attempt_verify (self, answers);
}

/* The names under which the list may know who runs the exchanger: its registrable domain, and
 * the host without its first label where that is more
 * (draft-ietf-mailmaint-autoconfig-06, section MX). */
static void
plan_list_domains (OutpostDiscoveryAttempt *self)
{
  g_autofree char *base = outpost_discovery_dup_base_domain (self->exchanger);
  const char *dot = strchr (self->exchanger, '.');

  self->list_domains = g_queue_new ();
  /* The domain runs it itself, and was looked for already; or it is nobody else's business. */
  if (g_str_equal (base, self->search->domain) || outpost_host_is_local_name (self->exchanger))
    return;
  if (dot != NULL && strlen (dot + 1) > strlen (base))
    g_queue_push_tail (self->list_domains, g_strdup (dot + 1));
  g_queue_push_tail (self->list_domains, g_steal_pointer (&base));
}

/* An exchanger takes mail in; that its provider also sends for the domain is a guess. */
static void
use_exchanger (OutpostDiscoveryAttempt *self)
{
  const OutpostPreset *preset = outpost_preset_for_mx (self->exchanger);
  gsize n_servers = 0;

  if (preset != NULL)
    outpost_preset_get_servers (preset, &n_servers);
  if (n_servers > 0) {
    use_preset (self, preset, n_servers);
    return;
  }
  if (self->search->mozilla_uri != NULL)
    plan_list_domains (self);
  if (self->list_domains == NULL || g_queue_is_empty (self->list_domains))
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN, NULL);
}

static void
use_mail (OutpostDiscoveryAttempt *self,
          const OutpostDnsMail    *mail)
{
  const OutpostDnsMx *first;

  if (mail->hosts->len == 0) {
    outpost_discovery_attempt_end (self, OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN, NULL);
    return;
  }
  first = g_ptr_array_index (mail->hosts, 0);
  self->exchanger = g_strdup (first->host);
  use_exchanger (self);
}

static void
mail_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  OutpostDiscoveryAttempt *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostDnsMail) mail = outpost_dns_lookup_mail_finish (result, &error);

  if (!outpost_discovery_attempt_is_over (self)) {
    if (mail != NULL)
      use_mail (self, mail);
    else
      outpost_discovery_attempt_fail (self, error);
  }
  outpost_discovery_attempt_release (self);
}

/*
 * outpost_discovery_ask_mx:
 * @self: the attempt of the mail exchanger
 *
 * Looks who takes the domain's mail: a provider that the program knows, or one that the Mozilla
 * list may know. The exchanger's own domain is asked nothing.
 */
void
outpost_discovery_ask_mx (OutpostDiscoveryAttempt *self)
{
  outpost_discovery_attempt_ask (self);
  outpost_discovery_attempt_hold (self);
  outpost_dns_lookup_mail_async (self->search->domain, self->search->limits.request_ms,
                                 self->cancellable, mail_cb, self);
}

/*
 * outpost_discovery_try_names:
 * @self: the attempt of usual names
 *
 * Tries how mail servers are usually called, on the two ports for submission (RFC 8314,
 * section 3.3).
 */
void
outpost_discovery_try_names (OutpostDiscoveryAttempt *self)
{
  static const char * const prefixes[] = { "smtp.", "mail.", "" };
  g_autoptr (GPtrArray) answers = new_answers ();

  outpost_discovery_attempt_ask (self);
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    g_autofree char *name = g_strconcat (prefixes[i], self->search->domain, NULL);
    g_autofree char *host = outpost_host_to_ascii (name, NULL);

    if (host == NULL)
      continue; /* longer than a name can be */
    g_ptr_array_add (answers,
                     outpost_discovery_answer_new (self->source, self->search->address, host, 465,
                                                   OUTPOST_SMTP_SECURITY_TLS));
    g_ptr_array_add (answers,
                     outpost_discovery_answer_new (self->source, self->search->address, host, 587,
                                                   OUTPOST_SMTP_SECURITY_STARTTLS));
  }
  outpost_discovery_attempt_verify (self, answers);
}
