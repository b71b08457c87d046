/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  OUTPOST_MESSAGE_ERROR_CONTENT,    /* cannot be sent as it is: exit code 65 */
  OUTPOST_MESSAGE_ERROR_RECIPIENTS, /* none given, or one that is no address */
  OUTPOST_MESSAGE_ERROR_SOURCE,     /* reading failed, or it changed while it was read */
} OutpostMessageError;

#define OUTPOST_MESSAGE_ERROR (outpost_message_error_quark ())
GQuark          outpost_message_error_quark (void);

/**
 * OutpostMessage:
 *
 * A message as it will go over the wire: header in memory, body in a file that
 * can be read again, both scanned. Immutable once made; safe to read from any
 * thread.
 */
#define OUTPOST_TYPE_MESSAGE (outpost_message_get_type ())
G_DECLARE_FINAL_TYPE (OutpostMessage, outpost_message, OUTPOST, MESSAGE, GObject)

/**
 * OutpostMessageOptions:
 * @from: (nullable): address for a missing From field
 * @from_name: (nullable): display name for a missing From field
 * @reply_to: (nullable): address for a missing Reply-To field
 * @recipients_from_header: whether the header names recipients (sendmail's `-t`)
 * @dot_ends: whether a line with a lone dot ends the input (sendmail without `-i`)
 */
typedef struct {
  const char *from;
  const char *from_name;
  const char *reply_to;
  gboolean    recipients_from_header;
  gboolean    dot_ends;
} OutpostMessageOptions;

/**
 * OutpostTestMessage:
 *
 * What the message that Test sends says. Times in seconds since 1970 UTC.
 */
typedef struct {
  const char *from;
  const char *from_name;
  const char *reply_to;
  const char *to;
  const char *account_name;
  gint64      time;
  gboolean    name_computer;  /* adds host and user name to the text */
} OutpostTestMessage;

OutpostMessage *outpost_message_read          (int                           fd,
                                               const OutpostMessageOptions  *options,
                                               GCancellable                 *cancellable,
                                               GError                      **error);
OutpostMessage *outpost_message_new_from_text (const char                   *text,
                                               gssize                        length,
                                               const OutpostMessageOptions  *options,
                                               GError                      **error);
OutpostMessage *outpost_message_new_test      (const OutpostTestMessage     *test,
                                               GError                      **error);

/* Facts, known before anything is sent. */
guint64         outpost_message_get_octets          (OutpostMessage *self);
gboolean        outpost_message_has_8bit            (OutpostMessage *self);
gboolean        outpost_message_needs_smtputf8      (OutpostMessage *self);
gsize           outpost_message_get_longest_line    (OutpostMessage *self);
const char     *outpost_message_get_from            (OutpostMessage *self);
const char     *outpost_message_get_message_id      (OutpostMessage *self);
const char * const *outpost_message_get_recipients  (OutpostMessage *self);

/* Returns self or a copy that a server without 8BITMIME takes. */
OutpostMessage *outpost_message_adapt         (OutpostMessage  *self,
                                               gboolean         eight_bit_mime,
                                               GError         **error);

/**
 * OutpostMessageReader:
 *
 * Reads the octets of one message in wire form: CRLF line ends, no dot
 * stuffing. Gives exactly as many octets as the message's facts say or fails
 * with %OUTPOST_MESSAGE_ERROR_SOURCE.
 */
typedef struct _OutpostMessageReader OutpostMessageReader;

OutpostMessageReader *outpost_message_open         (OutpostMessage        *self,
                                                    GError               **error);
gssize                outpost_message_reader_read  (OutpostMessageReader  *self,
                                                    void                  *buffer,
                                                    gsize                  size,
                                                    GError               **error);
void                  outpost_message_reader_free  (OutpostMessageReader  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostMessageReader, outpost_message_reader_free)

G_END_DECLS
