/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-session-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-host.h"
#include "outpost-smtp-abilities-private.h"

/* Never the bare host name of the computer: servers refuse it as no full name, and it is
 * none of their business. RFC 5321, section 4.1.4 asks for a literal where there is no name. */
#define HELLO_NAME "[127.0.0.1]"

/* One attempt to bring a connection to where sign-in begins. */
typedef struct {
  OutpostSmtpSession *session;
  char               *hello_name;
  OutpostDeadline     deadline;
  GCancellable       *cancellable;
  gboolean            try_next;    /* what failed was a handshake or a greeting */
} Opening;

static void
remark (OutpostSmtpSession *self,
        const char         *text)
{
  outpost_smtp_transcript_add (self->transcript, '*', text, -1);
}

/* RFC 5321, section 4.1.3: an address literal. */
static gboolean
is_literal (const char *name)
{
  if (*name != '[' || !g_str_has_suffix (name, "]"))
    return FALSE;

  while (g_ascii_isgraph (*name) && *name != '<' && *name != '>')
    name++;

  return *name == '\0';
}

static gboolean
make_hello_name (OutpostSmtpSession  *self,
                 char               **name,
                 GError             **error)
{
  const char *wanted = self->endpoint->hello_name;

  if (wanted == NULL || *wanted == '\0')
    *name = g_strdup (HELLO_NAME);
  else if (is_literal (wanted))
    *name = g_strdup (wanted);
  else
    *name = outpost_host_to_ascii (wanted, NULL);

  if (*name != NULL)
    return TRUE;

  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS,
                       _("The name this computer gives in its greeting is no host name."));
  return FALSE;
}

static void
clear_connection_facts (OutpostSmtpFacts *facts)
{
  outpost_smtp_abilities_forget (facts);
  g_clear_pointer (&facts->address, g_free);
  g_clear_pointer (&facts->tls_version, g_free);
  g_clear_pointer (&facts->tls_cipher, g_free);
  g_clear_pointer (&facts->certificate, outpost_smtp_certificate_free);
  g_clear_pointer (&facts->greeting, g_free);
  g_clear_pointer (&facts->mechanism, g_free);
  facts->connected_ipv6 = facts->tls_resumed = FALSE;
}

static gboolean
read_greeting (Opening  *opening,
               GError  **error)
{
  OutpostSmtpSession *self = opening->session;
  g_autoptr (OutpostSmtpReply) reply = NULL;
  g_autoptr (GError) local_error = NULL;

  reply = outpost_smtp_wire_read_sync (self->wire, self->limits.silence_ms, opening->deadline,
                                       opening->cancellable, &local_error);
  if (reply == NULL) {
    if (g_error_matches (local_error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL))
      self->failure.first_octets = outpost_smtp_wire_dup_first_octets (self->wire);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }

  outpost_smtp_session_redact_reply (self, reply);
  g_free (self->facts.greeting);
  self->facts.greeting = g_strdup (reply->text);
  if (reply->code / 100 == 2)
    return TRUE;

  outpost_smtp_session_refuse (self, OUTPOST_SMTP_ERROR_REFUSED, reply, error);
  return FALSE;
}

/* HELO is for servers without a sign-in and without TLS, and only where EHLO is not known
 * to them (RFC 5321, section 3.2). */
static gboolean
say_hello (Opening  *opening,
           GError  **error)
{
  OutpostSmtpSession *self = opening->session;
  g_autofree char *ehlo = g_strconcat ("EHLO ", opening->hello_name, NULL);
  g_autofree char *helo = g_strconcat ("HELO ", opening->hello_name, NULL);
  g_autoptr (OutpostSmtpReply) reply = NULL;

  reply = outpost_smtp_session_ask_sync (self, ehlo, opening->deadline, opening->cancellable,
                                         error);
  if (reply == NULL)
    return FALSE;

  if ((reply->code == 500 || reply->code == 502 || reply->code == 504) &&
      self->endpoint->security == OUTPOST_SMTP_SECURITY_NONE &&
      self->credential->sign_in == OUTPOST_SMTP_SIGN_IN_NONE) {
    outpost_smtp_reply_free (reply);
    reply = outpost_smtp_session_ask_sync (self, helo, opening->deadline, opening->cancellable,
                                           error);
    if (reply == NULL)
      return FALSE;
  }

  if (reply->code / 100 != 2) {
    outpost_smtp_session_refuse (self, OUTPOST_SMTP_ERROR_REFUSED, reply, error);
    return FALSE;
  }

  outpost_smtp_abilities_read (&self->facts, reply);
  return TRUE;
}

static gboolean
start_tls (Opening  *opening,
           GError  **error)
{
  OutpostSmtpSession *self = opening->session;
  g_autoptr (OutpostSmtpReply) reply = NULL;

  if (!outpost_smtp_abilities_have (&self->facts, "STARTTLS")) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_STARTTLS,
                         _("The server does not offer STARTTLS on this port."));
    return FALSE;
  }

  reply = outpost_smtp_session_ask_sync (self, "STARTTLS", opening->deadline,
                                         opening->cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->code / 100 != 2) {
    outpost_smtp_session_refuse (self, OUTPOST_SMTP_ERROR_NO_STARTTLS, reply, error);
    return FALSE;
  }

  if (!outpost_smtp_wire_is_clean (self->wire)) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_INJECTION,
                         _("Somebody between here and the server put words into "
                           "the connection before it was secured."));
    return FALSE;
  }

  outpost_smtp_abilities_forget (&self->facts);
  return TRUE;
}

static gboolean
secure (Opening  *opening,
        GError  **error)
{
  OutpostSmtpSession *self = opening->session;
  OutpostDeadline deadline =
    outpost_deadline_sooner (outpost_deadline_in (self->limits.silence_ms), opening->deadline);
  g_autofree char *words = NULL;

  if (!outpost_smtp_transport_secure_sync (outpost_smtp_wire_get_transport (self->wire),
                                           self->endpoint, self->resume, &self->facts,
                                           &self->failure, deadline, opening->cancellable, error))
    return FALSE;

  outpost_smtp_wire_start_over (self->wire);
  words = g_strconcat (self->facts.tls_version != NULL ? self->facts.tls_version : "TLS",
                       " from here on", NULL);
  remark (self, words);
  return TRUE;
}

/* With STARTTLS the plain greeting, EHLO and STARTTLS belong to the stage that secures. */
static gboolean
secure_by_starttls (Opening  *opening,
                    GError  **error)
{
  opening->try_next = TRUE;
  if (!read_greeting (opening, error))
    return FALSE;

  opening->try_next = FALSE;
  if (!say_hello (opening, error) || !start_tls (opening, error))
    return FALSE;

  opening->try_next = TRUE;
  return secure (opening, error);
}

static gboolean
greet (Opening  *opening,
       GError  **error)
{
  OutpostSmtpSession *self = opening->session;
  OutpostSmtpSecurity security = self->endpoint->security;

  opening->try_next = TRUE;
  if (security != OUTPOST_SMTP_SECURITY_NONE) {
    outpost_smtp_session_begin_stage (self, OUTPOST_SMTP_STAGE_SECURE);
    if (security == OUTPOST_SMTP_SECURITY_STARTTLS ? !secure_by_starttls (opening, error) :
                                                     !secure (opening, error))
      return FALSE;
    outpost_smtp_session_pass_stage (self, OUTPOST_SMTP_STAGE_SECURE);
  }

  outpost_smtp_session_begin_stage (self, OUTPOST_SMTP_STAGE_GREETING);
  if (security != OUTPOST_SMTP_SECURITY_STARTTLS && !read_greeting (opening, error))
    return FALSE;

  opening->try_next = FALSE;
  if (!say_hello (opening, error))
    return FALSE;

  outpost_smtp_transport_keep_ticket (outpost_smtp_wire_get_transport (self->wire));
  outpost_smtp_session_pass_stage (self, OUTPOST_SMTP_STAGE_GREETING);
  return TRUE;
}

/* Judged by the address that was reached, not by the name: names can be made to lie. */
static gboolean
check_clear_text (OutpostSmtpSession  *self,
                  GError             **error)
{
  OutpostSmtpSignIn sign_in = self->credential->sign_in;

  if (self->endpoint->security != OUTPOST_SMTP_SECURITY_NONE ||
      sign_in == OUTPOST_SMTP_SIGN_IN_NONE)
    return TRUE;
  if (sign_in == OUTPOST_SMTP_SIGN_IN_PASSWORD &&
      outpost_smtp_transport_is_loopback (outpost_smtp_wire_get_transport (self->wire)))
    return TRUE;

  self->stage = OUTPOST_SMTP_STAGE_SIGN_IN;
  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CLEARTEXT,
                       _("Without TLS everybody on the way could read the sign-in, "
                         "so nothing was sent."));
  return FALSE;
}

static gboolean
reach (Opening       *opening,
       GList         *addresses,
       GInetAddress **reached,
       GError       **error)
{
  OutpostSmtpSession *self = opening->session;
  OutpostSmtpTransport *transport;
  OutpostDeadline deadline =
    outpost_deadline_sooner (outpost_deadline_in (self->limits.silence_ms), opening->deadline);

  clear_connection_facts (&self->facts);
  outpost_smtp_session_begin_stage (self, OUTPOST_SMTP_STAGE_CONNECT);
  transport = outpost_smtp_transport_connect_sync (addresses, self->endpoint->port, deadline,
                                                   reached, opening->cancellable, error);
  if (transport == NULL)
    return FALSE;

  self->wire = outpost_smtp_wire_new (transport, self->transcript);
  self->n_mails = 0;
  self->needs_reset = self->is_chunk_proof = FALSE;
  if (*reached != NULL) {
    g_autofree char *words = NULL;

    self->facts.address = g_inet_address_to_string (*reached);
    self->facts.connected_ipv6 = g_inet_address_get_family (*reached) == G_SOCKET_FAMILY_IPV6;
    words = g_strdup_printf ("connected to %s, port %u", self->facts.address,
                             self->endpoint->port);
    remark (self, words);
  }
  outpost_smtp_session_pass_stage (self, OUTPOST_SMTP_STAGE_CONNECT);
  return TRUE;
}

/* Somebody who injects is on the way to all addresses, and settings do not get better. */
static gboolean
may_try_next (Opening      *opening,
              const GError *error)
{
  return opening->try_next && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
         !g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_INJECTION) &&
         !g_error_matches (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS);
}

/* Without an address, or with one that is not in the list, none is left. */
static GList *
remove_address (GList        *addresses,
                GInetAddress *address)
{
  for (GList *l = addresses; address != NULL && l != NULL; l = l->next)
    if (g_inet_address_equal (l->data, address)) {
      g_object_unref (l->data);
      return g_list_delete_link (addresses, l);
    }

  g_list_free_full (addresses, g_object_unref);
  return NULL;
}

/* Goes through the addresses until a server greets. If none does, the first failure is
 * told: that address was the one the system prefers. */
static gboolean
open_some_address (Opening  *opening,
                   GList    *addresses,
                   GError  **error)
{
  OutpostSmtpSession *self = opening->session;
  OutpostSmtpFailure first_failure = { 0 };
  g_autoptr (GError) first_error = NULL;

  while (addresses != NULL) {
    g_autoptr (GInetAddress) reached = NULL;
    g_autoptr (GError) local_error = NULL;

    opening->try_next = FALSE;
    if (reach (opening, addresses, &reached, &local_error) &&
        check_clear_text (self, &local_error) && greet (opening, &local_error)) {
      g_list_free_full (addresses, g_object_unref);
      outpost_smtp_failure_clear (&first_failure);
      outpost_smtp_session_forget_failure (self);
      return TRUE;
    }

    outpost_smtp_session_drop (self);
    self->failure.stage = self->stage;
    if (first_error == NULL) {
      outpost_smtp_failure_copy (&first_failure, &self->failure);
      first_error = g_error_copy (local_error);
    }
    addresses = remove_address (addresses, may_try_next (opening, local_error) ? reached : NULL);
    if (addresses != NULL) {
      remark (self, local_error->message);
      outpost_smtp_session_forget_failure (self);
    }
  }

  outpost_smtp_session_forget_failure (self);
  outpost_smtp_failure_copy (&self->failure, &first_failure);
  outpost_smtp_failure_clear (&first_failure);
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

static void
count_addresses (OutpostSmtpFacts *facts,
                 GList            *addresses)
{
  facts->n_ipv4 = facts->n_ipv6 = 0;
  facts->prefers_ipv6 = g_inet_address_get_family (addresses->data) == G_SOCKET_FAMILY_IPV6;
  for (GList *l = addresses; l != NULL; l = l->next) {
    if (g_inet_address_get_family (l->data) == G_SOCKET_FAMILY_IPV6)
      facts->n_ipv6++;
    else
      facts->n_ipv4++;
  }
}

/**
 * outpost_smtp_session_connect_sync:
 * @self: a session without a connection
 * @deadline: until when all of it must be done
 * @cancellable: (nullable): no command is begun after it
 * @error: return location for an error
 *
 * All of opening, from the look-up to the sign-in.
 *
 * Returns: %TRUE, or %FALSE with @error set and failure told
 */
gboolean
outpost_smtp_session_connect_sync (OutpostSmtpSession  *self,
                                   OutpostDeadline      deadline,
                                   GCancellable        *cancellable,
                                   GError             **error)
{
  g_autofree char *hello_name = NULL;
  Opening opening = { self, NULL, deadline, cancellable, FALSE };
  OutpostDeadline lookup_deadline =
    outpost_deadline_sooner (outpost_deadline_in (self->limits.silence_ms), deadline);
  GList *addresses;

  outpost_smtp_session_begin_stage (self, OUTPOST_SMTP_STAGE_LOOKUP);
  self->failure.stage = OUTPOST_SMTP_STAGE_LOOKUP;
  if (!make_hello_name (self, &hello_name, error))
    return FALSE;

  opening.hello_name = hello_name;
  addresses = outpost_smtp_lookup_sync (self->endpoint->host, lookup_deadline, cancellable, error);
  if (addresses == NULL)
    return FALSE;

  count_addresses (&self->facts, addresses);
  outpost_smtp_session_pass_stage (self, OUTPOST_SMTP_STAGE_LOOKUP);
  if (!open_some_address (&opening, addresses, error))
    return FALSE;

  if (outpost_smtp_session_sign_in_sync (self, deadline, cancellable, error))
    return TRUE;

  self->failure.stage = self->stage;
  return FALSE;
}
