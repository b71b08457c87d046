/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-practice-server.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "outpost-file.h"
#include "outpost-listener-private.h"
#include "outpost-maildir.h"
#include "outpost-paths.h"
#include "outpost-practice-certificate.h"
#include "outpost-practice-rules-private.h"
#include "outpost-smtp-receiver.h"

#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%PROFILE_MEDIUM"

#define MECHANISMS "PLAIN LOGIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS SCRAM-SHA-1 SCRAM-SHA-1-PLUS"

/* Letters and digits that are not mistaken for each other: 98 bits in all. */
#define PASSWORD_ALPHABET "abcdefghijkmnpqrstuvwxyz23456789"
#define PASSWORD_OCTETS 20

/* The first of the alphabet, all of them letters. */
#define PASSWORD_LETTERS 16

enum { TLS_PORT, STARTTLS_PORT };

struct _OutpostPracticeServer {
  GObject                           parent_instance;

  char                             *folder;
  char                             *ca_file;
  char                             *certificate_file;
  char                             *key_file;
  char                             *password_file;
  char                             *maildir;
  char                             *mechanisms;
  char                             *own_sender;
  OutpostPracticeSenderRule         sender_rule;
  guint                             max_connections;
  guint16                           tls_port;
  guint16                           starttls_port;

  /* Set before the threads start. */
  OutpostSecret                    *password;
  OutpostSecret                    *stand_in_token;
  OutpostReceiverAccounts           accounts;
  OutpostReceiverConfig             config;
  gnutls_certificate_credentials_t  credentials;
  gnutls_datum_t                    ticket_key;
  OutpostListener                  *listener;
  int                               lock_fd;
};

G_DEFINE_FINAL_TYPE (OutpostPracticeServer, outpost_practice_server, G_TYPE_OBJECT)

static OutpostSecret *
find_password (const char *user,
               gpointer    user_data)
{
  OutpostPracticeServer *self = user_data;

  return g_str_equal (user, OUTPOST_PRACTICE_USERNAME) ? outpost_secret_ref (self->password) : NULL;
}

static gboolean
check_stand_in_token (const char    *user,
                      OutpostSecret *token,
                      gpointer       user_data)
{
  OutpostPracticeServer *self = user_data;

  return g_str_equal (user, OUTPOST_PRACTICE_USERNAME) && self->stand_in_token != NULL &&
         outpost_secret_equal (token, self->stand_in_token);
}

static char *
check_sender (const OutpostReceiverEnvelope *envelope,
              const char                    *sender,
              gpointer                       user_data)
{
  OutpostPracticeServer *self = user_data;

  return outpost_practice_rules_check_sender (self->sender_rule, self->own_sender, sender);
}

static char *
check_recipient (const OutpostReceiverEnvelope *envelope,
                 const char                    *recipient,
                 gpointer                       user_data)
{
  OutpostPracticeServer *self = user_data;

  return outpost_practice_rules_check_recipient (self->sender_rule, self->own_sender, envelope,
                                                 recipient);
}

static gpointer
begin_mail (const OutpostReceiverEnvelope *envelope,
            gpointer                       user_data)
{
  OutpostPracticeServer *self = user_data;
  g_autoptr (GError) error = NULL;
  OutpostMaildirFile *file = outpost_maildir_file_new (self->maildir, &error);
  g_autofree char *trace = NULL;

  if (file == NULL) {
    g_info ("%s", error->message);
    return NULL;
  }
  trace = outpost_practice_rules_dup_trace (envelope, outpost_maildir_file_get_id (file));
  outpost_maildir_file_write (file, trace, strlen (trace));
  return file;
}

static void
write_mail (gpointer    mail,
            const char *octets,
            gsize       length)
{
  outpost_maildir_file_write (mail, octets, length);
}

static char *
finish_mail (gpointer                       mail,
             const OutpostReceiverEnvelope *envelope,
             gpointer                       user_data)
{
  g_autoptr (OutpostMaildirFile) file = mail;
  g_autoptr (GError) error = NULL;
  char *refusal = outpost_practice_rules_check_message (envelope);

  if (refusal != NULL)
    return refusal;
  if (outpost_maildir_file_commit (file, &error))
    return g_strdup_printf ("250 2.0.0 Ok: queued as %s", outpost_maildir_file_get_id (file));
  g_info ("%s", error->message);
  return g_strdup ("452 4.3.1 The message could not be kept");
}

static void
abort_mail (gpointer mail)
{
  outpost_maildir_file_free (mail);
}

static const OutpostReceiverSink sink = {
  check_sender, check_recipient, begin_mail, write_mail, finish_mail, abort_mail,
};

static void
serve (int           fd,
       guint         port_index,
       guint         number,
       GCancellable *stop,
       gpointer      user_data)
{
  OutpostPracticeServer *self = user_data;

  outpost_smtp_receiver_serve (&self->config, fd, port_index == TLS_PORT, stop);
}

static void
outpost_practice_server_finalize (GObject *object)
{
  OutpostPracticeServer *self = OUTPOST_PRACTICE_SERVER (object);

  outpost_practice_server_stop (self);
  g_clear_pointer (&self->password, outpost_secret_unref);
  g_clear_pointer (&self->stand_in_token, outpost_secret_unref);
  g_free (self->folder);
  g_free (self->ca_file);
  g_free (self->certificate_file);
  g_free (self->key_file);
  g_free (self->password_file);
  g_free (self->maildir);
  g_free (self->mechanisms);
  g_free (self->own_sender);

  G_OBJECT_CLASS (outpost_practice_server_parent_class)->finalize (object);
}

static void
outpost_practice_server_class_init (OutpostPracticeServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_practice_server_finalize;
}

static void
outpost_practice_server_init (OutpostPracticeServer *self)
{
  self->lock_fd = -1;
  self->max_connections = 32;
  self->mechanisms = g_strdup (MECHANISMS);
  self->config.limits = (OutpostReceiverLimits) {
    .line_octets = 12288,
    .recipients = 100,
    .message_octets = 50 * 1024 * 1024,
    .idle_ms = 5 * 60 * 1000,
    .session_ms = 60 * 60 * 1000,
    .sign_ins = 3,
    .commands = 10000,
    .errors = 100,
  };
}

/**
 * outpost_practice_server_new:
 * @folder: (type filename): where it keeps its files; is made at the start
 *
 * Returns: (transfer full): a server that is not started
 */
OutpostPracticeServer *
outpost_practice_server_new (const char *folder)
{
  OutpostPracticeServer *self = g_object_new (OUTPOST_TYPE_PRACTICE_SERVER, NULL);

  self->folder = g_strdup (folder);
  self->ca_file = g_build_filename (folder, "ca.pem", NULL);
  self->certificate_file = g_build_filename (folder, "server.pem", NULL);
  self->key_file = g_build_filename (folder, "server-key.pem", NULL);
  self->password_file = g_build_filename (folder, "password", NULL);
  self->maildir = g_build_filename (folder, "Maildir", NULL);

  return self;
}

/**
 * outpost_practice_server_set_ports:
 * @self: a server that is not started
 * @tls_port: port for TLS from the first octet; 0, the default, lets the kernel choose
 * @starttls_port: the same for STARTTLS
 */
void
outpost_practice_server_set_ports (OutpostPracticeServer *self,
                                   guint16                tls_port,
                                   guint16                starttls_port)
{
  g_return_if_fail (OUTPOST_IS_PRACTICE_SERVER (self) && self->listener == NULL);

  self->tls_port = tls_port;
  self->starttls_port = starttls_port;
}

/**
 * outpost_practice_server_set_mechanisms:
 * @self: a server that is not started
 * @mechanisms: SASL mechanisms separated by blanks: PLAIN, LOGIN, SCRAM-SHA-256,
 *   SCRAM-SHA-1 and those with -PLUS; all of them by default
 *
 * Says what is offered.
 */
void
outpost_practice_server_set_mechanisms (OutpostPracticeServer *self,
                                        const char            *mechanisms)
{
  g_return_if_fail (OUTPOST_IS_PRACTICE_SERVER (self) && self->listener == NULL);

  g_free (self->mechanisms);
  self->mechanisms = g_strdup (mechanisms);
}

/**
 * outpost_practice_server_set_stand_in_token:
 * @self: a server that is not started
 * @token: the one token that is good
 *
 * Offers OAUTHBEARER and XOAUTH2 beside the other mechanisms. No packaged server
 * has both, so this stands in for one: it knows one token and no issuer. It can
 * show that a client speaks RFC 7628, and nothing about a provider.
 */
void
outpost_practice_server_set_stand_in_token (OutpostPracticeServer *self,
                                            OutpostSecret         *token)
{
  g_return_if_fail (OUTPOST_IS_PRACTICE_SERVER (self) && self->listener == NULL);
  g_return_if_fail (token != NULL);

  g_clear_pointer (&self->stand_in_token, outpost_secret_unref);
  self->stand_in_token = outpost_secret_ref (token);
}

/**
 * outpost_practice_server_set_sender_rule:
 * @self: a server that is not started
 * @rule: where a foreign sender is refused
 * @own: (nullable): the one address that is not foreign; the null sender never is
 *
 * Has the server treat senders as providers do.
 */
void
outpost_practice_server_set_sender_rule (OutpostPracticeServer     *self,
                                         OutpostPracticeSenderRule  rule,
                                         const char                *own)
{
  g_return_if_fail (OUTPOST_IS_PRACTICE_SERVER (self) && self->listener == NULL);

  self->sender_rule = rule;
  g_free (self->own_sender);
  self->own_sender = g_strdup (own);
}

/**
 * outpost_practice_server_get_limits:
 * @self: a server
 * @limits: (out caller-allocates): what a connection may cost
 */
void
outpost_practice_server_get_limits (OutpostPracticeServer *self,
                                    OutpostReceiverLimits *limits)
{
  g_return_if_fail (OUTPOST_IS_PRACTICE_SERVER (self));

  *limits = self->config.limits;
}

/**
 * outpost_practice_server_set_limits:
 * @self: a server that is not started
 * @limits: what a connection may cost
 * @connections: how many there may be at once, 32 by default
 */
void
outpost_practice_server_set_limits (OutpostPracticeServer       *self,
                                    const OutpostReceiverLimits *limits,
                                    guint                        connections)
{
  g_return_if_fail (OUTPOST_IS_PRACTICE_SERVER (self) && self->listener == NULL);

  self->config.limits = *limits;
  self->max_connections = connections;
}

static gboolean
lock_folder (OutpostPracticeServer  *self,
             GError                **error)
{
  g_autofree char *lock = g_build_filename (self->folder, "lock", NULL);
  int fd = open (lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 /* Translators: a file name and the system's reason */
                 _("“%s” cannot be written: %s."), lock, g_strerror (code));
    return FALSE;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    close (fd);
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                 _("Another practice server is running in “%s”."), self->folder);
    return FALSE;
  }
  self->lock_fd = fd;
  return TRUE;
}

static gboolean
take_folder (OutpostPracticeServer  *self,
             GError                **error)
{
  struct stat info;

  if (!outpost_paths_make_private_dir (self->folder, error))
    return FALSE;
  /* A folder that was there before may be open to others, or be somebody else's. */
  if (lstat (self->folder, &info) != 0 || !S_ISDIR (info.st_mode) || info.st_uid != geteuid () ||
      chmod (self->folder, 0700) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 _("“%s” is not a folder of your own."), self->folder);
    return FALSE;
  }
  return lock_folder (self, error) && outpost_maildir_make (self->maildir, error);
}

static gboolean
make_password (OutpostPracticeServer  *self,
               GError                **error)
{
  guint8 random[PASSWORD_OCTETS];
  g_autoptr (OutpostSecret) line = outpost_secret_new_sized (PASSWORD_OCTETS + 1);
  char *text = outpost_secret_get_data (line);

  if (gnutls_rnd (GNUTLS_RND_KEY, random, sizeof random) < 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _("This computer has no random numbers for a password."));
    return FALSE;
  }
  /* Some panels take only passwords that begin and end with a letter. */
  for (guint i = 0; i < PASSWORD_OCTETS; i++)
    text[i] = PASSWORD_ALPHABET[random[i] % (i == 0 || i == PASSWORD_OCTETS - 1
                                             ? PASSWORD_LETTERS : strlen (PASSWORD_ALPHABET))];
  text[PASSWORD_OCTETS] = '\n';
  outpost_wipe (random, sizeof random);

  g_clear_pointer (&self->password, outpost_secret_unref);
  self->password = outpost_secret_new (text, PASSWORD_OCTETS);
  return outpost_file_replace (self->password_file, text, PASSWORD_OCTETS + 1, error);
}

static gboolean
make_certificate (OutpostPracticeServer  *self,
                  GError                **error)
{
  int code;

  if (!outpost_practice_certificate_write (self->ca_file, self->certificate_file, self->key_file,
                                           error))
    return FALSE;
  gnutls_session_ticket_key_generate (&self->ticket_key);
  gnutls_certificate_allocate_credentials (&self->credentials);
  code = gnutls_certificate_set_x509_key_file (self->credentials, self->certificate_file,
                                               self->key_file, GNUTLS_X509_FMT_PEM);
  if (code >= 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               /* Translators: %s is the reason as the TLS library words it */
               _("The practice certificate cannot be made: %s."), gnutls_strerror (code));
  return FALSE;
}

static void
fill_config (OutpostPracticeServer *self)
{
  if (self->stand_in_token != NULL && strstr (self->mechanisms, "OAUTHBEARER") == NULL) {
    char *all = g_strconcat (self->mechanisms, " OAUTHBEARER XOAUTH2", NULL);

    g_free (self->mechanisms);
    self->mechanisms = all;
  }
  self->accounts = (OutpostReceiverAccounts) { self->mechanisms, find_password,
                                               check_stand_in_token };
  self->config.host_name = "localhost";
  self->config.banner = "Outpost practice server";
  self->config.credentials = self->credentials;
  self->config.priority = PRIORITY;
  self->config.ticket_key = &self->ticket_key;
  self->config.accounts = &self->accounts;
  self->config.sink = &sink;
  self->config.user_data = self;
}

/**
 * outpost_practice_server_start:
 * @self: a server that is not started
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Makes folder, certificate and password and begins to listen on 127.0.0.1, and on
 * ::1 where it exists.
 *
 * Returns: whether it listens
 */
gboolean
outpost_practice_server_start (OutpostPracticeServer  *self,
                               GError                **error)
{
  g_return_val_if_fail (OUTPOST_IS_PRACTICE_SERVER (self) && self->listener == NULL, FALSE);

  if (!take_folder (self, error) || !make_certificate (self, error)) {
    outpost_practice_server_stop (self);
    return FALSE;
  }
  self->listener = outpost_listener_new (self->max_connections, serve, self);
  if (!outpost_listener_add (self->listener, &self->tls_port, TRUE, NULL, error) ||
      !outpost_listener_add (self->listener, &self->starttls_port, TRUE,
                             "421 4.7.0 Too many connections\r\n", error) ||
      !make_password (self, error)) {
    outpost_practice_server_stop (self);
    return FALSE;
  }
  fill_config (self);
  outpost_listener_start (self->listener);

  return TRUE;
}

/**
 * outpost_practice_server_stop:
 * @self: a server
 *
 * Ends all connections, waits for their threads, and removes the password and the
 * key, which are of no use any more. The mail stays.
 */
void
outpost_practice_server_stop (OutpostPracticeServer *self)
{
  g_return_if_fail (OUTPOST_IS_PRACTICE_SERVER (self));

  g_clear_pointer (&self->listener, outpost_listener_free);
  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);
  g_clear_pointer (&self->ticket_key.data, gnutls_free);
  if (self->lock_fd < 0)
    return;
  outpost_file_remove (self->password_file, NULL);
  outpost_file_remove (self->key_file, NULL);
  close (self->lock_fd);
  self->lock_fd = -1;
}

/**
 * outpost_practice_server_get_tls_port:
 * @self: a started server
 *
 * Returns: the port with TLS from the first octet
 */
guint16
outpost_practice_server_get_tls_port (OutpostPracticeServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_PRACTICE_SERVER (self), 0);

  return self->tls_port;
}

/**
 * outpost_practice_server_get_starttls_port:
 * @self: a started server
 *
 * Returns: the port with STARTTLS
 */
guint16
outpost_practice_server_get_starttls_port (OutpostPracticeServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_PRACTICE_SERVER (self), 0);

  return self->starttls_port;
}

/**
 * outpost_practice_server_get_ca_file:
 * @self: a server
 *
 * Returns: (type filename) (transfer none): the CA's certificate
 */
const char *
outpost_practice_server_get_ca_file (OutpostPracticeServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_PRACTICE_SERVER (self), NULL);

  return self->ca_file;
}

/**
 * outpost_practice_server_get_password_file:
 * @self: a server
 *
 * Returns: (type filename) (transfer none): the file whose first line is the password
 */
const char *
outpost_practice_server_get_password_file (OutpostPracticeServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_PRACTICE_SERVER (self), NULL);

  return self->password_file;
}

/**
 * outpost_practice_server_get_maildir:
 * @self: a server
 *
 * Returns: (type filename) (transfer none): where the mail lies
 */
const char *
outpost_practice_server_get_maildir (OutpostPracticeServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_PRACTICE_SERVER (self), NULL);

  return self->maildir;
}

/**
 * outpost_practice_server_get_password:
 * @self: a server that was started
 *
 * Returns: (transfer none) (nullable): the password of the user
 *   %OUTPOST_PRACTICE_USERNAME
 */
OutpostSecret *
outpost_practice_server_get_password (OutpostPracticeServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_PRACTICE_SERVER (self), NULL);

  return self->password;
}
