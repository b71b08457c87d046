/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-network.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-finding-private.h"
#include "outpost-host.h"
#include "outpost-job.h"
#include "outpost-printable.h"

/* As people read it, for the middle of a sentence. */
static char *
show_name (const char *name)
{
  g_autofree char *unicode = outpost_host_to_unicode (name);

  return outpost_printable_isolate (unicode);
}

/**
 * outpost_finding_for_host:
 * @host: the host name of a server, in A-labels
 * @presence: what a look-up has found
 *
 * What is found in the network is never an error: the same name may be known in the network
 * where the settings are meant to work.
 *
 * Returns: (transfer full) (nullable): a finding for %OUTPOST_FIELD_SERVER
 */
OutpostFinding *
outpost_finding_for_host (const char         *host,
                          OutpostDnsPresence  presence)
{
  g_autofree char *shown = NULL;
  OutpostFinding *finding;

  g_return_val_if_fail (host != NULL, NULL);

  shown = show_name (host);
  switch (presence) {
    case OUTPOST_DNS_PRESENCE_NO_NAME:
      finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "server-no-such-name",
                                            /* Translators: a host name */
                                            _("No server named “%s” is known. Check the spelling, "
                                              "or whether the name is known in another network "
                                              "only."), shown);
      break;
    case OUTPOST_DNS_PRESENCE_NO_ADDRESS:
      finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "server-no-address",
                                            /* Translators: a host name; it has no IP address */
                                            _("The name “%s” exists, but no computer stands behind "
                                              "it: it has no address. Look up the server’s name at "
                                              "the provider."), shown);
      break;
    case OUTPOST_DNS_PRESENCE_UNKNOWN:
    case OUTPOST_DNS_PRESENCE_RESOLVES:
    default:
      return NULL;
  }
  finding->field = OUTPOST_FIELD_SERVER;
  return finding;
}

/* The finding for a domain whose look-up gave no place for mail; NULL if that cannot be told. */
static OutpostFinding *
find_nowhere (const char   *shown,
              const GError *error)
{
  if (g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_NAME))
    return outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "address-no-such-domain",
                                       /* Translators: the domain of an e-mail address */
                                       _("There is no domain “%s”: no reply can arrive. Check the "
                                         "spelling."), shown);
  if (g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NO_RECORD) ||
      g_error_matches (error, OUTPOST_DNS_ERROR, OUTPOST_DNS_ERROR_NOT_A_HOST))
    return outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "address-no-mail-server",
                                       /* Translators: the domain of an e-mail address */
                                       _("“%s” names no server that takes its mail: replies and "
                                         "bounces are lost. Check the spelling, or have an MX "
                                         "record published."), shown);
  return NULL;
}

/**
 * outpost_finding_for_mail:
 * @field: %OUTPOST_FIELD_EMAIL, %OUTPOST_FIELD_SENDER or another field with an address
 * @domain: the domain of the address, in A-labels
 * @mail: (nullable): where its mail goes
 * @error: (nullable): why that is not known
 *
 * Returns: (transfer full) (nullable): a finding for @field
 */
OutpostFinding *
outpost_finding_for_mail (OutpostField          field,
                          const char           *domain,
                          const OutpostDnsMail *mail,
                          const GError         *error)
{
  g_autofree char *shown = NULL;
  OutpostFinding *finding = NULL;

  g_return_val_if_fail (domain != NULL && (mail == NULL) == (error != NULL), NULL);

  shown = show_name (domain);
  if (mail == NULL)
    finding = find_nowhere (shown, error);
  else if (mail->kind == OUTPOST_DNS_MAIL_KIND_REFUSED)
    finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "address-takes-no-mail",
                                          /* Translators: the domain of an e-mail address */
                                          _("“%s” declares that it takes no mail: replies and "
                                            "bounces are lost."), shown);
  else if (mail->kind == OUTPOST_DNS_MAIL_KIND_IMPLICIT)
    finding = outpost_finding_new_filled (OUTPOST_SEVERITY_HINT, "address-implicit-mx",
                                          /* Translators: the domain of an e-mail address */
                                          _("“%s” names no server for its mail. Replies go to the "
                                            "domain’s own address, often a web server that takes "
                                            "none."), shown);
  if (finding != NULL)
    finding->field = field;
  return finding;
}

static gboolean
holds_address (OutpostField field)
{
  return field == OUTPOST_FIELD_EMAIL || field == OUTPOST_FIELD_SENDER ||
         field == OUTPOST_FIELD_RETURN_PATH;
}

/**
 * outpost_finding_look_up_name:
 * @field: a field
 * @text: what stands in it
 *
 * Returns: (transfer full) (nullable): the one name that [func@Outpost.finding_look_up_sync]
 *   would ask the name servers for; %NULL where it would ask nobody: another field, nothing
 *   in it or not yet what it must be, an address literal, a name without a dot
 */
char *
outpost_finding_look_up_name (OutpostField  field,
                              const char   *text)
{
  g_autoptr (OutpostAddress) address = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (field == OUTPOST_FIELD_SERVER) {
    name = outpost_host_to_ascii (text, NULL);
  } else if (holds_address (field)) {
    address = outpost_address_parse (text, NULL);
    if (address != NULL)
      name = g_strdup (strrchr (outpost_address_get_wire (address), '@') + 1);
  }
  if (name == NULL || outpost_host_is_address (name) || strchr (name, '.') == NULL)
    return NULL;
  return g_steal_pointer (&name);
}

/**
 * outpost_finding_look_up_sync:
 * @field: a field
 * @text: what stands in it
 * @timeout_ms: longest wait in milliseconds
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks whether the server is there, or where mail for the domain of the address goes. Only
 * the name of the server or the domain leaves this computer.
 *
 * Returns: (transfer full) (nullable): a finding; %NULL without an error if there is nothing to
 *   remark, with one if nothing can be told: %OUTPOST_DNS_ERROR_TEMPORARY, as while offline,
 *   or %G_IO_ERROR_CANCELLED
 */
OutpostFinding *
outpost_finding_look_up_sync (OutpostField   field,
                              const char    *text,
                              guint          timeout_ms,
                              GCancellable  *cancellable,
                              GError       **error)
{
  g_autofree char *name = outpost_finding_look_up_name (field, text);
  g_autoptr (OutpostDnsMail) mail = NULL;
  g_autoptr (GError) local_error = NULL;
  OutpostFinding *finding;

  if (name == NULL)
    return NULL;
  if (field == OUTPOST_FIELD_SERVER)
    return outpost_finding_for_host (name, outpost_dns_check_host_sync (name, timeout_ms,
                                                                        cancellable, error));

  mail = outpost_dns_lookup_mail_sync (name, timeout_ms, cancellable, &local_error);
  finding = outpost_finding_for_mail (field, name, mail, local_error);
  if (finding == NULL && local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return finding;
}

typedef struct {
  OutpostField  field;
  char         *text;
  guint         timeout_ms;
} LookUp;

static void
look_up_free (LookUp *self)
{
  g_free (self->text);
  g_free (self);
}

static gpointer
look_up (gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  LookUp *self = data;

  return outpost_finding_look_up_sync (self->field, self->text, self->timeout_ms, cancellable,
                                       error);
}

/**
 * outpost_finding_look_up_async:
 * @field: a field
 * @text: what stands in it
 * @timeout_ms: longest wait in milliseconds, such as %OUTPOST_FINDING_LOOK_UP_LIMIT_MS
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called in the caller's context
 * @user_data: handed to @callback
 *
 * Does what [func@Outpost.finding_look_up_sync] does, without blocking.
 */
void
outpost_finding_look_up_async (OutpostField         field,
                               const char          *text,
                               guint                timeout_ms,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;
  LookUp *self;

  g_return_if_fail (text != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  self = g_new (LookUp, 1);
  self->field = field;
  self->text = g_strdup (text);
  self->timeout_ms = timeout_ms;
  g_task_set_source_tag (task, outpost_finding_look_up_async);
  g_task_set_task_data (task, self, (GDestroyNotify) look_up_free);
  outpost_job_start (task, look_up, (GDestroyNotify) outpost_finding_free);
}

/**
 * outpost_finding_look_up_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): as [func@Outpost.finding_look_up_sync]
 */
OutpostFinding *
outpost_finding_look_up_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, outpost_finding_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
