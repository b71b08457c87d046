/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-deliverability-private.h"

#include <glib/gi18n-lib.h>

/* RFC 5321, section 5.1, from the source of records. */
static OutpostDnsMail *
find_mail (const OutpostRecordSource  *source,
           const char                 *domain,
           GError                    **error)
{
  g_autoptr (OutpostDnsMail) mail = g_new0 (OutpostDnsMail, 1);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) addresses = NULL;

  mail->kind = OUTPOST_DNS_MAIL_KIND_HOSTS;
  mail->hosts = outpost_record_source_look_up (source, OUTPOST_RECORD_MX, domain, &local_error);
  if (mail->hosts != NULL)
    return g_steal_pointer (&mail);
  mail->hosts = g_ptr_array_new ();

  if (g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_OFFERED)) {
    mail->kind = OUTPOST_DNS_MAIL_KIND_REFUSED;
    return g_steal_pointer (&mail);
  }
  if (!g_error_matches (local_error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }

  mail->kind = OUTPOST_DNS_MAIL_KIND_IMPLICIT;
  g_clear_error (&local_error);
  addresses = outpost_record_source_look_up (source, OUTPOST_RECORD_A, domain, &local_error);
  if (outpost_record_is_absent (local_error)) {
    g_clear_error (&local_error);
    addresses = outpost_record_source_look_up (source, OUTPOST_RECORD_AAAA, domain, &local_error);
  }
  if (addresses != NULL)
    return g_steal_pointer (&mail);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
add_implicit (OutpostDeliverability *self,
              const char            *domain,
              const char            *shown)
{
  OutpostDeliveryFinding *finding =
    outpost_deliverability_add (self, OUTPOST_DELIVERY_MAIL, OUTPOST_SEVERITY_HINT, "mx-implicit",
                                /* Translators: a domain; MX is a kind of record in the DNS */
                                _("“%s” has no MX record, so its mail goes to the address of the "
                                  "domain itself. If a mail server answers there, say so with a "
                                  "record; if not, replies are lost."), shown);

  outpost_delivery_finding_publish (finding, domain, "MX", g_strdup_printf ("10 %s.", domain));
}

static void
add_nowhere (OutpostDeliverability *self,
             const char            *shown,
             const GError          *error)
{
  if (g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME))
    outpost_deliverability_add (self, OUTPOST_DELIVERY_MAIL, OUTPOST_SEVERITY_ERROR, "mx-no-domain",
                                /* Translators: a domain */
                                _("There is no domain “%s”, and servers refuse mail from it. "
                                  "Check the spelling."), shown);
  else if (g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_A_HOST))
    outpost_deliverability_add (self, OUTPOST_DELIVERY_MAIL, OUTPOST_SEVERITY_WARNING, "mx-no-host",
                                /* Translators: a domain; MX is a kind of record in the DNS */
                                _("The MX record of “%s” does not name a host, so replies and "
                                  "bounces are lost. It takes a name such as mx.example.org, never "
                                  "an address."), shown);
  else if (g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD))
    outpost_deliverability_add (self, OUTPOST_DELIVERY_MAIL, OUTPOST_SEVERITY_WARNING, "mx-none",
                                /* Translators: a domain; MX is a kind of record in the DNS */
                                _("“%s” names no server for its mail, so replies and bounces are "
                                  "lost. Publish an MX record with the name of one."), shown);
  else
    outpost_deliverability_set_line (self, OUTPOST_DELIVERY_MAIL, OUTPOST_DELIVERY_UNKNOWN,
                                     g_strdup (error->message));
}

/* RFC 7505, section 4.2: a server may refuse mail from a domain that takes none. */
static void
add_refused (OutpostDeliverability *self,
             const char            *shown)
{
  outpost_deliverability_add (self, OUTPOST_DELIVERY_MAIL, OUTPOST_SEVERITY_WARNING, "mx-refused",
                              /* Translators: a domain; MX is a kind of record in the DNS */
                              _("“%s” declares that it takes no mail: bounces are lost, and some "
                                "servers refuse what it sends. Publish an MX record with the name "
                                "of a server, or send from another domain."), shown);
}

static OutpostDnsMail *
check_domain (OutpostDeliverability     *self,
              const OutpostRecordSource *source,
              const char                *domain,
              gboolean                  *is_there)
{
  g_autofree char *shown = outpost_deliverability_show_name (domain);
  g_autoptr (GError) error = NULL;
  OutpostDnsMail *mail = find_mail (source, domain, &error);

  *is_there = !g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME);
  if (mail == NULL)
    add_nowhere (self, shown, error);
  else if (mail->kind == OUTPOST_DNS_MAIL_KIND_REFUSED)
    add_refused (self, shown);
  else if (mail->kind == OUTPOST_DNS_MAIL_KIND_IMPLICIT)
    add_implicit (self, domain, shown);
  return mail;
}

/*
 * outpost_deliverability_check_mail:
 * @self: a check
 * @source: where records come from
 *
 * Looks where bounces go, and replies if those go elsewhere.
 *
 * Returns: whether both domains are there, or may be: there is nothing else to look at
 *   in one that is not
 */
gboolean
outpost_deliverability_check_mail (OutpostDeliverability     *self,
                                   const OutpostRecordSource *source)
{
  const OutpostDeliverySubject *subject = &self->subject;
  g_autoptr (OutpostDnsMail) other = NULL;
  gboolean is_there, other_is_there = TRUE;

  self->mail = check_domain (self, source, subject->return_domain, &is_there);
  if (self->mail != NULL && self->mail->kind == OUTPOST_DNS_MAIL_KIND_HOSTS) {
    const OutpostDnsMx *first = g_ptr_array_index (self->mail->hosts, 0);
    g_autofree char *shown = outpost_deliverability_show_name (subject->return_domain);
    g_autofree char *host = outpost_deliverability_show_name (first->host);

    outpost_deliverability_set_line (self, OUTPOST_DELIVERY_MAIL, OUTPOST_DELIVERY_GOOD,
                                     /* Translators: a domain, a host name */
                                     g_strdup_printf (_("Mail for “%s” arrives at %s."), shown,
                                                      host));
  }
  if (!g_str_equal (subject->sender_domain, subject->return_domain))
    other = check_domain (self, source, subject->sender_domain, &other_is_there);
  return is_there && other_is_there;
}
