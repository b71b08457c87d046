/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-tls-private.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>

#include "outpost-smtp-error.h"
#include "outpost-smtp-socket-private.h"
#include "outpost-smtp-tickets-private.h"
#include "outpost-smtp-trust-private.h"
#include "outpost-smtp-verify-private.h"

/* GnuTLS' default takes TLS 1.1, RSA keys of 1,024 bits and static RSA (measured with
 * 3.7.9). RFC 9325, sections 3.1.1 and 4.1. */
#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%PROFILE_MEDIUM"

/* As much of what came in place of TLS as a diagnosis looks at. */
#define FIRST_OCTETS_MAX 512

struct _OutpostSmtpTls {
  GSocket             *socket;
  OutpostSmtpEndpoint *endpoint;
  OutpostSmtpTrust    *trust;
  gnutls_session_t     session;
  gboolean             resume;
  gboolean             has_unsent;    /* a record waits in GnuTLS */

  /* While the handshake lasts */
  OutpostSmtpFacts    *facts;
  OutpostSmtpFailure  *failure;
  GString             *first_octets;
  gboolean             is_verified;
  GError              *refusal;
};

/* Keeps a copy of the first octets: in a handshake with a server that does not speak
 * TLS they tell what it speaks. */
static ssize_t
pull (gnutls_transport_ptr_t  user_data,
      void                   *buffer,
      size_t                  size)
{
  OutpostSmtpTls *self = user_data;
  ssize_t n = recv (g_socket_get_fd (self->socket), buffer, size, 0);

  if (n > 0 && self->first_octets != NULL && self->first_octets->len < FIRST_OCTETS_MAX)
    g_string_append_len (self->first_octets, buffer,
                         MIN ((gsize) n, FIRST_OCTETS_MAX - self->first_octets->len));

  return n;
}

static gboolean
verify (OutpostSmtpTls  *self,
        GError         **error)
{
  outpost_smtp_trust_load_system (self->trust);

  return outpost_smtp_verify_session (self->session, self->endpoint, self->facts, self->failure,
                                      error);
}

/* Called inside a full handshake: a server that is not who it should be gets neither
 * our certificate nor a finished handshake. Not called where a session resumes. */
static int
verify_cb (gnutls_session_t session)
{
  OutpostSmtpTls *self = gnutls_session_get_ptr (session);

  self->is_verified = verify (self, &self->refusal);

  return self->is_verified ? 0 : GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
}

/* Names go to the server, addresses must not (RFC 6066, section 3). */
static void
set_server_name (OutpostSmtpTls *self)
{
  g_autofree char *name = outpost_smtp_verify_dup_name (self->endpoint);

  if (!g_hostname_is_ip_address (name))
    gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, name, strlen (name));
}

static void
set_ticket (OutpostSmtpTls *self)
{
  g_autoptr (OutpostSecret) ticket = NULL;

  if (!self->resume)
    return;

  ticket = outpost_smtp_tickets_take (self->endpoint, outpost_smtp_trust_get_id (self->trust));
  if (ticket != NULL)
    gnutls_session_set_data (self->session, outpost_secret_get_text (ticket),
                             outpost_secret_get_length (ticket));
}

static void
set_facts (OutpostSmtpTls   *self,
           OutpostSmtpFacts *facts)
{
  gnutls_protocol_t version = gnutls_protocol_get_version (self->session);

  g_free (facts->tls_version);
  g_free (facts->tls_cipher);
  facts->tls_version = g_strdup (version == GNUTLS_TLS1_3 ? "TLS 1.3" : "TLS 1.2");
  facts->tls_cipher = g_strdup (gnutls_cipher_get_name (gnutls_cipher_get (self->session)));
  facts->tls_resumed = gnutls_session_is_resumed (self->session) != 0;
}

/* RFC 8446, section 6.2 writes handshake_failure, GnuTLS GNUTLS_A_HANDSHAKE_FAILURE. */
static char *
dup_alert (gnutls_session_t session)
{
  const char *name = gnutls_alert_get_strname (gnutls_alert_get (session));

  if (name == NULL)
    return NULL;
  if (g_str_has_prefix (name, "GNUTLS_A_"))
    name += strlen ("GNUTLS_A_");

  return g_ascii_strdown (name, -1);
}

/* RFC 8446, section 5.1: the types of records, change_cipher_spec to application_data. */
static gboolean
is_tls (const GString *octets)
{
  return octets->len == 0 || (octets->str[0] >= 20 && octets->str[0] <= 23);
}

/* GnuTLS stops after the five octets of a record's head: what else is there by now
 * belongs to the picture. */
static char *
dup_first_octets (OutpostSmtpTls *self)
{
  char buffer[FIRST_OCTETS_MAX];

  if (is_tls (self->first_octets))
    return NULL;

  if (self->first_octets->len < FIRST_OCTETS_MAX)
    pull (self, buffer, FIRST_OCTETS_MAX - self->first_octets->len);

  return g_strndup (self->first_octets->str, self->first_octets->len);
}

static void
set_handshake_error (OutpostSmtpTls  *self,
                     int              result,
                     GError         **error)
{
  OutpostSmtpFailure *failure = self->failure;

  failure->tls_error = result;
  g_free (failure->first_octets);
  failure->first_octets = dup_first_octets (self);

  if (failure->first_octets != NULL) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS,
                         _("The server does not speak TLS on this port."));
  } else if (result == GNUTLS_E_PREMATURE_TERMINATION || result == GNUTLS_E_PULL_ERROR ||
             result == GNUTLS_E_PUSH_ERROR) {
    /* With or without RST, the end is the same. */
    failure->tls_error = GNUTLS_E_PREMATURE_TERMINATION;
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         _("The server closed the connection while it was being secured."));
  } else if (result == GNUTLS_E_FATAL_ALERT_RECEIVED) {
    g_free (failure->tls_alert);
    failure->tls_alert = dup_alert (self->session);
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS,
                 /* Translators: %s is the name of a TLS alert, such as “handshake_failure” */
                 _("The server refused to secure the connection (TLS alert “%s”)."),
                 failure->tls_alert);
  } else {
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS,
                 /* Translators: %s is the TLS library's own words */
                 _("The connection could not be secured: %s"), gnutls_strerror (result));
  }
}

/* Waits for what GnuTLS waits for. After a warning of the server (the other result that
 * is not fatal) it waits for nothing, yet limit and cancellable are asked: a server
 * could send warnings without end. */
static gboolean
wait_for_handshake (OutpostSmtpTls   *self,
                    int               result,
                    OutpostDeadline   deadline,
                    GCancellable     *cancellable,
                    GError          **error)
{
  GIOCondition wanted = G_IO_OUT;

  if (result == GNUTLS_E_AGAIN && gnutls_record_get_direction (self->session) == 0)
    wanted = G_IO_IN;

  /* Reading the system's authorities takes some milliseconds: now they pass while the
   * server is at work. */
  if (wanted == G_IO_IN)
    outpost_smtp_trust_load_system (self->trust);

  return outpost_smtp_socket_wait (self->socket, wanted, deadline, cancellable, error) != 0;
}

static gboolean
handshake (OutpostSmtpTls   *self,
           OutpostDeadline   deadline,
           GCancellable     *cancellable,
           GError          **error)
{
  int result;

  while ((result = gnutls_handshake (self->session)) < 0 && !gnutls_error_is_fatal (result)) {
    g_autoptr (GError) local_error = NULL;

    if (wait_for_handshake (self, result, deadline, cancellable, &local_error))
      continue;

    if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
      self->failure->tls_error = GNUTLS_E_TIMEDOUT;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }

  if (result < 0) {
    gnutls_alert_send_appropriate (self->session, result);
    if (self->refusal != NULL)
      g_propagate_error (error, g_steal_pointer (&self->refusal));
    else
      set_handshake_error (self, result, error);
    return FALSE;
  }

  set_facts (self, self->facts);
  /* The priority string sees to it; what else is said to be secure rests on it. */
  if (gnutls_protocol_get_version (self->session) < GNUTLS_TLS1_2) {
    set_handshake_error (self, GNUTLS_E_UNSUPPORTED_VERSION_PACKET, error);
    return FALSE;
  }

  if (!self->is_verified && !verify (self, error)) {
    gnutls_alert_send_appropriate (self->session, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
    return FALSE;
  }

  return TRUE;
}

/**
 * outpost_smtp_tls_new: (skip)
 * @socket: a connected socket that does not block
 * @endpoint: where it leads
 * @resume: whether to take and keep tickets
 * @error: return location for an [error@Outpost.SmtpError]
 *
 * Reads the files that @endpoint names and prepares a handshake. Nothing is sent.
 *
 * Returns: (transfer full): a client; on failure %NULL, and @error is
 *   %OUTPOST_SMTP_ERROR_SETTINGS
 */
OutpostSmtpTls *
outpost_smtp_tls_new (GSocket                    *socket,
                      const OutpostSmtpEndpoint  *endpoint,
                      gboolean                    resume,
                      GError                    **error)
{
  g_autoptr (OutpostSmtpTls) self = NULL;
  OutpostSmtpTrust *trust = outpost_smtp_trust_new (endpoint, error);
  int result;

  if (trust == NULL)
    return NULL;

  self = g_new0 (OutpostSmtpTls, 1);
  self->socket = g_object_ref (socket);
  self->endpoint = outpost_smtp_endpoint_copy (endpoint);
  self->trust = trust;
  self->resume = resume;

  gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_session_set_ptr (self->session, self);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE,
                          outpost_smtp_trust_get_credentials (trust));
  gnutls_certificate_set_verify_function (outpost_smtp_trust_get_credentials (trust), verify_cb);
  gnutls_transport_set_ptr2 (self->session, self, GINT_TO_POINTER (g_socket_get_fd (socket)));
  gnutls_transport_set_pull_function (self->session, pull);

  result = gnutls_priority_set_direct (self->session, PRIORITY, NULL);
  if (result < 0) {
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS,
                 /* Translators: %s is the TLS library's own words */
                 _("The connection could not be secured: %s"), gnutls_strerror (result));
    return NULL;
  }

  set_server_name (self);
  set_ticket (self);

  return g_steal_pointer (&self);
}

/**
 * outpost_smtp_tls_free: (skip)
 * @self: (nullable) (transfer full): a client
 *
 * Frees @self without a word to the server.
 */
void
outpost_smtp_tls_free (OutpostSmtpTls *self)
{
  if (self == NULL)
    return;

  if (self->session != NULL)
    gnutls_deinit (self->session);
  outpost_smtp_trust_free (self->trust);
  outpost_smtp_endpoint_free (self->endpoint);
  g_clear_object (&self->socket);
  g_clear_error (&self->refusal);
  g_free (self);
}

/**
 * outpost_smtp_tls_handshake_sync: (skip)
 * @self: a client that has sent nothing yet
 * @facts: gets version, cipher and certificate, the last also if it is refused
 * @failure: gets what is known of a failure
 * @deadline: when the handshake must be done
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Does the handshake and verifies the server, whether the session is new or resumed.
 *
 * Returns: %TRUE if the connection is secure; otherwise @error is
 *   %OUTPOST_SMTP_ERROR_TLS, %OUTPOST_SMTP_ERROR_CERTIFICATE,
 *   %G_IO_ERROR_CONNECTION_CLOSED, %G_IO_ERROR_TIMED_OUT or %G_IO_ERROR_CANCELLED
 */
gboolean
outpost_smtp_tls_handshake_sync (OutpostSmtpTls      *self,
                                 OutpostSmtpFacts    *facts,
                                 OutpostSmtpFailure  *failure,
                                 OutpostDeadline      deadline,
                                 GCancellable        *cancellable,
                                 GError             **error)
{
  gboolean success;

  self->facts = facts;
  self->failure = failure;
  self->first_octets = g_string_new (NULL);
  success = handshake (self, deadline, cancellable, error);
  g_string_free (self->first_octets, TRUE);
  self->first_octets = NULL;
  self->facts = NULL;
  self->failure = NULL;

  return success;
}

/**
 * outpost_smtp_tls_dup_exporter: (skip)
 * @self: a client after its handshake
 *
 * Returns: (transfer full) (nullable): base64 of the `tls-exporter` channel binding
 *   (RFC 9266); %NULL for TLS 1.2 without the extended master secret (RFC 7627), which
 *   section 4.2 demands
 */
char *
outpost_smtp_tls_dup_exporter (OutpostSmtpTls *self)
{
  gnutls_datum_t binding;
  char *text;

  if (gnutls_protocol_get_version (self->session) < GNUTLS_TLS1_3 &&
      (gnutls_session_get_flags (self->session) & GNUTLS_SFLAGS_EXT_MASTER_SECRET) == 0)
    return NULL;

  if (gnutls_session_channel_binding (self->session, GNUTLS_CB_TLS_EXPORTER, &binding) < 0)
    return NULL;

  text = g_base64_encode (binding.data, binding.size);
  gnutls_free (binding.data);

  return text;
}

/**
 * outpost_smtp_tls_keep_ticket: (skip)
 * @self: a client after its handshake
 *
 * Keeps the session for the next connection, if it may be resumed. With TLS 1.3 the
 * ticket comes some time after the handshake, in front of the server's first words:
 * GnuTLS would wait for it, so it is asked whether it came.
 */
void
outpost_smtp_tls_keep_ticket (OutpostSmtpTls *self)
{
  g_autoptr (OutpostSecret) ticket = NULL;
  gnutls_datum_t data;

  if (!self->resume ||
      (gnutls_protocol_get_version (self->session) >= GNUTLS_TLS1_3 &&
       (gnutls_session_get_flags (self->session) & GNUTLS_SFLAGS_SESSION_TICKET) == 0))
    return;

  if (gnutls_session_get_data2 (self->session, &data) < 0)
    return;

  ticket = outpost_secret_new ((const char *) data.data, data.size);
  outpost_wipe (data.data, data.size);
  gnutls_free (data.data);
  outpost_smtp_tickets_keep (self->endpoint, outpost_smtp_trust_get_id (self->trust), ticket);
}

/**
 * outpost_smtp_tls_has_pending: (skip)
 * @self: a client after its handshake
 *
 * Returns: whether octets are decrypted already: the socket would not tell of them
 */
gboolean
outpost_smtp_tls_has_pending (OutpostSmtpTls *self)
{
  return gnutls_record_check_pending (self->session) > 0;
}

/* The way of all errors after the handshake. With TLS 1.3 the client is done first: a
 * server that refuses our certificate says so only here. */
static gssize
fail_record (OutpostSmtpTls  *self,
             ssize_t          result,
             GError         **error)
{
  g_autofree char *alert = NULL;

  if (result == GNUTLS_E_PREMATURE_TERMINATION || result == GNUTLS_E_PULL_ERROR ||
      result == GNUTLS_E_PUSH_ERROR)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         _("The server closed the connection."));
  else if (result == GNUTLS_E_FATAL_ALERT_RECEIVED && (alert = dup_alert (self->session)) != NULL)
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS,
                 /* Translators: %s is the name of a TLS alert, such as “certificate_required” */
                 _("The server ended the secure connection (TLS alert “%s”)."), alert);
  else
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_TLS,
                 /* Translators: %s is the TLS library's own words */
                 _("The secure connection broke: %s"), gnutls_strerror ((int) result));

  return -1;
}

/**
 * outpost_smtp_tls_read: (skip)
 * @self: a client after its handshake
 * @buffer: (out caller-allocates) (array length=size): memory for the octets
 * @size: its size
 * @eof: (out): whether the server has closed in order
 * @error: return location for an error
 *
 * Reads what is there. The end without close_notify is an error here, since a reply
 * may have been cut; after QUIT the caller may let it pass.
 *
 * Returns: the number of octets; 0 if there are none now, or at the end; -1 on failure
 */
gssize
outpost_smtp_tls_read (OutpostSmtpTls  *self,
                       void            *buffer,
                       gsize            size,
                       gboolean        *eof,
                       GError         **error)
{
  ssize_t n;

  do
    n = gnutls_record_recv (self->session, buffer, size);
  while (n == GNUTLS_E_INTERRUPTED);

  *eof = n == 0;
  /* RFC 5746 or not: nothing is to be negotiated again. A client may say no to a
   * HelloRequest (RFC 5246, section 7.4.1.1). */
  if (n == GNUTLS_E_REHANDSHAKE)
    gnutls_alert_send (self->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
  if (n < 0 && !gnutls_error_is_fatal ((int) n))
    return 0;

  return n >= 0 ? n : fail_record (self, n, error);
}

/**
 * outpost_smtp_tls_write: (skip)
 * @self: a client after its handshake
 * @octets: (array length=length): what to send
 * @length: number of octets, at least 1
 * @error: return location for an error
 *
 * Writes as much as goes, at most one record. After 0, the next call must begin with
 * the same octets: they may stand in a record that is encrypted already.
 *
 * Returns: the number of octets taken; 0 if it would block; -1 on failure
 */
gssize
outpost_smtp_tls_write (OutpostSmtpTls  *self,
                        const void      *octets,
                        gsize            length,
                        GError         **error)
{
  ssize_t n;

  do
    n = gnutls_record_send (self->session, self->has_unsent ? NULL : octets,
                            self->has_unsent ? 0 : length);
  while (n == GNUTLS_E_INTERRUPTED);

  self->has_unsent = n == GNUTLS_E_AGAIN;
  if (self->has_unsent)
    return 0;

  return n >= 0 ? n : fail_record (self, n, error);
}

/**
 * outpost_smtp_tls_say_goodbye: (skip)
 * @self: a client after its handshake
 *
 * Sends close_notify if it goes without waiting (RFC 8446, section 6.1).
 */
void
outpost_smtp_tls_say_goodbye (OutpostSmtpTls *self)
{
  gnutls_bye (self->session, GNUTLS_SHUT_WR);
}
