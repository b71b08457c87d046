/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-diagnosis-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-host.h"
#include "outpost-printable.h"

/*
 * outpost_diagnosis_add_change:
 * @self: a diagnosis
 * @field: the field to change
 * @text: what it is to hold
 *
 * Adds a change to the fix.
 */
void
outpost_diagnosis_add_change (OutpostDiagnosis *self,
                              OutpostField      field,
                              const char       *text)
{
  if (self->fix == NULL)
    self->fix = outpost_fix_new ();
  outpost_fix_add (self->fix, field, text);
}

static gboolean
is_other_host (const OutpostDiagnosisSubject *subject,
               const OutpostSmtpEndpoint     *endpoint)
{
  return g_ascii_strcasecmp (subject->host, endpoint->host) != 0;
}

/* The server comes first: with it goes what is bound to the old one. A password that was
 * typed for that one is not shown to another by a press on a button. */
static void
change_connection (OutpostDiagnosis              *self,
                   const OutpostDiagnosisSubject *subject,
                   const OutpostSmtpEndpoint     *endpoint)
{
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);

  if (is_other_host (subject, endpoint)) {
    g_autofree char *host = outpost_host_to_unicode (endpoint->host);

    outpost_diagnosis_add_change (self, OUTPOST_FIELD_SERVER, host);
    outpost_diagnosis_add_change (self, OUTPOST_FIELD_PASSWORD, "");
  }
  if (endpoint->port != subject->port)
    outpost_diagnosis_add_change (self, OUTPOST_FIELD_PORT, port);
  if (endpoint->security != subject->security)
    outpost_diagnosis_add_change (self, OUTPOST_FIELD_SECURITY,
                                  outpost_security_to_text (endpoint->security));
}

static void
offer (OutpostDiagnosis              *self,
       const OutpostDiagnosisSubject *subject,
       const OutpostSmtpEndpoint     *endpoint)
{
  gboolean tls = endpoint->security == OUTPOST_SMTP_SECURITY_TLS;
  g_autofree char *unicode = outpost_host_to_unicode (endpoint->host);
  g_autofree char *host = outpost_printable_isolate (unicode);

  change_connection (self, subject, endpoint);
  g_free (self->next_step);
  if (!is_other_host (subject, endpoint)) {
    /* Translators: a button; %u is a port number */
    self->fix_label = g_strdup_printf (tls ? _("Use TLS on %u") : _("Use STARTTLS on %u"),
                                       endpoint->port);
    self->next_step =
      g_strdup_printf (tls ? _("Port %u with TLS was tried beside this test, without signing in, "
                               "and is in order.")
                           : _("Port %u with STARTTLS was tried beside this test, without signing "
                               "in, and is in order."), endpoint->port);
    return;
  }
  /* Translators: a button; %s is a server's name and %u a port number */
  self->fix_label = g_strdup_printf (tls ? _("Use %s with TLS on %u")
                                         : _("Use %s with STARTTLS on %u"), host, endpoint->port);
  self->next_step =
    /* Translators: %s is a server's name and %u a port number */
    g_strdup_printf (tls ? _("%s with TLS on port %u was tried beside this test, without signing "
                             "in, and is in order. The password is to be typed again for it.")
                         : _("%s with STARTTLS on port %u was tried beside this test, without "
                             "signing in, and is in order. The password is to be typed again for "
                             "it."), host, endpoint->port);
}

/* "smtp.example.org:465 (TLS)", which needs no translation. What was tried in clear text
 * was never to be offered. */
static char *
list_tried (const GPtrArray *probes)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (probes, i);
    gboolean tls = probe->endpoint->security == OUTPOST_SMTP_SECURITY_TLS;
    g_autofree char *host = outpost_host_to_unicode (probe->endpoint->host);
    g_autofree char *item = g_strdup_printf ("%s:%u (%s)", host, probe->endpoint->port,
                                             tls ? "TLS" : "STARTTLS");
    g_autofree char *isolated = outpost_printable_isolate (item);

    if (probe->endpoint->security != OUTPOST_SMTP_SECURITY_NONE)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", isolated);
  }
  return g_string_free (list, FALSE);
}

/*
 * outpost_diagnosis_offer_beside:
 * @self: a diagnosis that wants another connection
 * @c: the failure, with what was tried beside it
 *
 * Makes the first that works the fix, else says what was tried in vain.
 */
void
outpost_diagnosis_offer_beside (OutpostDiagnosis           *self,
                                const OutpostDiagnosisCase *c)
{
  const GPtrArray *probes = c->beside->probes;
  g_autofree char *tried = NULL;
  g_autofree char *vain = NULL;
  char *next_step;

  for (guint i = 0; i < probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (probes, i);

    if (outpost_smtp_probe_is_good (probe)) {
      offer (self, c->subject, probe->endpoint);
      return;
    }
  }

  tried = list_tried (probes);
  if (*tried == '\0')
    return;
  /* Translators: %s is a list of servers, ports and modes */
  vain = g_strdup_printf (_("Tried beside this test without success: %s."), tried);
  next_step = g_strjoin (" ", self->next_step, vain, NULL);
  g_free (self->next_step);
  self->next_step = next_step;
}
