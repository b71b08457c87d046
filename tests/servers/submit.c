/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Hands a message file to a server through the engine alone and tells what came of it, one
 * "key=value" a line: the tests with real servers and the benchmarks are driven through it. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <glib.h>
#include "outpost-message.h"
#include "outpost-smtp-session.h"

typedef struct {
  char     *host;
  int       port;
  char     *security;
  char     *ca_file;
  char     *username;
  char     *password_file;
  char     *mechanism;
  char     *sender;
  char     *message_file;
  int       timeout_s;
  int       connections;
  int       messages;
  gboolean  stepwise;
  gboolean  check;
  gboolean  all_or_none;
  gboolean  resume;
  gboolean  transcript;
  char    **recipients;
} Options;

/* Where send_many stands. */
typedef struct {
  const Options  *options;
  OutpostMessage *message;
  int             n_given;
  int             n_accepted;
} Batch;

static OutpostSmtpSecurity
read_security (const char *text)
{
  if (g_strcmp0 (text, "starttls") == 0)
    return OUTPOST_SMTP_SECURITY_STARTTLS;

  return g_strcmp0 (text, "none") == 0 ? OUTPOST_SMTP_SECURITY_NONE : OUTPOST_SMTP_SECURITY_TLS;
}

static OutpostSecret *
read_password (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);

  g_strchomp (text);
  return outpost_secret_new (text, -1);
}

static void
print_recipients (GPtrArray *recipients)
{
  for (guint i = 0; recipients != NULL && i < recipients->len; i++) {
    const OutpostSmtpRecipient *recipient = g_ptr_array_index (recipients, i);

    g_print ("recipient=%s %s %u\n", recipient->address,
             recipient->accepted ? "accepted" : "refused",
             recipient->reply != NULL ? recipient->reply->code : 0);
  }
}

static void
print_session (OutpostSmtpSession *session,
               const GError       *error)
{
  const OutpostSmtpFacts *facts = outpost_smtp_session_get_facts (session);
  const OutpostSmtpFailure *failure = outpost_smtp_session_get_failure (session);
  const OutpostSmtpReply *final = outpost_smtp_session_get_final (session);

  g_print ("mechanism=%s\n", facts->mechanism != NULL ? facts->mechanism : "");
  g_print ("tls=%s\nresumed=%d\nchunking=%d\n",
           facts->tls_version != NULL ? facts->tls_version : "",
           facts->tls_resumed, facts->chunking);
  if (final != NULL)
    g_print ("final=%u %s\n", final->code, final->text != NULL ? final->text : "");

  if (error != NULL) {
    g_print ("error=%s %d\nwords=%s\nstage=%d\n", g_quark_to_string (error->domain), error->code,
             error->message, failure->stage);
    g_print ("blames_sender=%d\nplain_offered=%d\n", failure->blames_sender,
             failure->plain_offered);
    if (failure->reply != NULL)
      g_print ("code=%u\nenhanced=%s\n", failure->reply->code,
               failure->reply->enhanced != NULL ? failure->reply->enhanced : "");
  }
}

static void
print_transcript (OutpostSmtpSession *session)
{
  OutpostSmtpTranscript *transcript = outpost_smtp_session_get_transcript (session);
  g_autoptr (GPtrArray) lines = outpost_smtp_transcript_get_lines (transcript);

  for (guint i = 0; i < lines->len; i++) {
    const OutpostSmtpTranscriptLine *line = g_ptr_array_index (lines, i);

    g_print ("%c: %s\n", line->side, line->text);
  }
}

static gboolean
next_cb (OutpostSmtpEnvelope  *envelope,
         OutpostMessage      **message,
         gpointer              user_data)
{
  Batch *batch = user_data;

  if (batch->n_given == batch->options->messages)
    return FALSE;

  envelope->sender = batch->options->sender;
  envelope->recipients = (const char * const *) batch->options->recipients;
  envelope->all_or_none = batch->options->all_or_none;
  *message = g_object_ref (batch->message);
  batch->n_given++;

  return TRUE;
}

static void
done_cb (guint         index,
         GPtrArray    *recipients,
         const GError *error,
         gpointer      user_data)
{
  Batch *batch = user_data;

  if (error == NULL)
    batch->n_accepted++;
  else
    g_print ("message=%u %s\n", index, error->message);
}

static gboolean
send_many (OutpostSmtpSession  *session,
           const Options       *options,
           OutpostMessage      *message,
           GError             **error)
{
  Batch batch = { .options = options, .message = message };
  gboolean sent = outpost_smtp_session_send_many_sync (session, next_cb, done_cb, &batch,
                                                       NULL, error);

  g_print ("accepted=%d\n", batch.n_accepted);
  return sent && batch.n_accepted == options->messages;
}

static gboolean
send_one (OutpostSmtpSession  *session,
          const Options       *options,
          OutpostMessage      *message,
          GError             **error)
{
  OutpostSmtpEnvelope envelope = {
    options->sender, (const char * const *) options->recipients, options->all_or_none
  };
  g_autoptr (GPtrArray) recipients = NULL;
  gboolean sent;

  if (options->check)
    sent = outpost_smtp_session_check_sync (session, &envelope, message, &recipients, NULL, error);
  else
    sent = outpost_smtp_session_send_sync (session, &envelope, message, TRUE, &recipients,
                                           NULL, error);
  print_recipients (recipients);

  return sent;
}

static OutpostMessage *
read_message (const Options *options)
{
  static const OutpostMessageOptions none = { 0 };
  g_autoptr (OutpostMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  int fd = open (options->message_file, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    g_error ("%s: %s", options->message_file, g_strerror (errno));

  message = outpost_message_read (fd, &none, NULL, &error);
  if (message == NULL) {
    g_print ("error=%s %d\nwords=%s\n", g_quark_to_string (error->domain), error->code,
             error->message);
    exit (1);
  }

  close (fd);

  return g_steal_pointer (&message);
}

static gboolean
run_connection (const Options *options)
{
  g_autoptr (OutpostSmtpEndpoint) endpoint =
    outpost_smtp_endpoint_new (options->host, options->port, read_security (options->security));
  g_autoptr (OutpostSecret) secret = NULL;
  g_autoptr (OutpostSmtpCredential) credential = NULL;
  g_autoptr (OutpostSmtpSession) session = NULL;
  g_autoptr (OutpostMessage) message = read_message (options);
  g_autoptr (GError) error = NULL;
  OutpostSmtpLimits limits;
  gint64 started = g_get_monotonic_time ();
  gboolean done;

  endpoint->ca_file = g_strdup (options->ca_file);
  if (options->password_file != NULL)
    secret = read_password (options->password_file);
  credential = outpost_smtp_credential_new (secret != NULL ? OUTPOST_SMTP_SIGN_IN_PASSWORD
                                                           : OUTPOST_SMTP_SIGN_IN_NONE,
                                            options->username, secret, options->mechanism);
  outpost_smtp_limits_init (&limits, options->timeout_s);

  session = outpost_smtp_session_new (endpoint, credential, &limits,
                                      options->stepwise ? OUTPOST_SMTP_MODE_STEPWISE
                                                        : OUTPOST_SMTP_MODE_PIPELINED);
  outpost_smtp_session_set_resume (session, options->resume);
  done = outpost_smtp_session_open_sync (session, NULL, &error);
  if (done && options->messages > 1)
    done = send_many (session, options, message, &error);
  else if (done)
    done = send_one (session, options, message, &error);
  g_print ("microseconds=%" G_GINT64_FORMAT "\n", g_get_monotonic_time () - started);
  print_session (session, error);
  if (options->transcript)
    print_transcript (session);
  outpost_smtp_session_close (session);
  g_print ("done=%d\n", done);

  return done;
}

int
main (int   argc,
      char *argv[])
{
  Options options = { .timeout_s = 30, .connections = 1, .messages = 1 };
  const GOptionEntry entries[] = {
    { "host", 0, 0, G_OPTION_ARG_STRING, &options.host, NULL, NULL },
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, NULL, NULL },
    { "security", 0, 0, G_OPTION_ARG_STRING, &options.security, NULL, NULL },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &options.ca_file, NULL, NULL },
    { "username", 0, 0, G_OPTION_ARG_STRING, &options.username, NULL, NULL },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file, NULL, NULL },
    { "mechanism", 0, 0, G_OPTION_ARG_STRING, &options.mechanism, NULL, NULL },
    { "sender", 0, 0, G_OPTION_ARG_STRING, &options.sender, NULL, NULL },
    { "message", 0, 0, G_OPTION_ARG_FILENAME, &options.message_file, NULL, NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &options.timeout_s, NULL, NULL },
    { "connections", 0, 0, G_OPTION_ARG_INT, &options.connections, NULL, NULL },
    { "messages", 0, 0, G_OPTION_ARG_INT, &options.messages, NULL, NULL },
    { "stepwise", 0, 0, G_OPTION_ARG_NONE, &options.stepwise, NULL, NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &options.check, NULL, NULL },
    { "all-or-none", 0, 0, G_OPTION_ARG_NONE, &options.all_or_none, NULL, NULL },
    { "transcript", 0, 0, G_OPTION_ARG_NONE, &options.transcript, NULL, NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options.resume, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.recipients, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("RECIPIENT…");
  g_autoptr (GError) error = NULL;
  struct rusage usage;
  gboolean done = TRUE;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  for (int i = 0; done && i < options.connections; i++)
    done = run_connection (&options);

  getrusage (RUSAGE_SELF, &usage);
  g_print ("peak_kib=%ld\n", usage.ru_maxrss);
  return done ? 0 : 1;
}
