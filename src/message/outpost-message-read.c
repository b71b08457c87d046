/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "outpost-message-complete-private.h"
#include "outpost-message-fields-private.h"
#include "outpost-message-private.h"

#define PIECE_SIZE (64 * 1024)

/* Where a message comes from: text, a file that can be read again, or a
 * descriptor that gives everything once. */
typedef struct {
  const guint8 *text;       /* what is left of it, or NULL */
  gsize         text_length;
  int           fd;
  gboolean      rereadable;
  goffset       position;   /* in the file, if rereadable */
  struct stat   as_found;
  GCancellable *cancellable;
} Input;

/* What a message is becoming. */
typedef struct {
  OutpostHeaderScan  header;
  GByteArray        *pending;     /* octets that no field has taken yet */
  goffset            taken;       /* octets of the input before them */
  gboolean           in_body;
  OutpostBodyMaker   body;
} Intake;

static gssize
fail_read (int      code,
           GError **error)
{
  g_set_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE,
               /* Translators: %s is the system's reason */
               _("The message cannot be read: %s."), g_strerror (code));
  return -1;
}

/* Waits until a pipe or terminal has something, or a cancel comes. */
static gboolean
wait_for_input (Input   *self,
                GError **error)
{
  GPollFD wake = { .fd = -1 };
  gboolean can_wake = g_cancellable_make_pollfd (self->cancellable, &wake);
  struct pollfd fds[] = {
    { .fd = self->fd, .events = POLLIN },
    { .fd = wake.fd, .events = POLLIN },
  };
  int n;

  do
    n = poll (fds, can_wake ? 2 : 1, -1);
  while (n < 0 && errno == EINTR);
  if (can_wake)
    g_cancellable_release_fd (self->cancellable);
  return n >= 0 || fail_read (errno, error) >= 0;
}

static gssize
read_text (Input  *self,
           guint8 *buffer)
{
  gsize n = MIN (self->text_length, PIECE_SIZE);

  memcpy (buffer, self->text, n);
  self->text += n;
  self->text_length -= n;
  return (gssize) n;
}

/* Reads up to PIECE_SIZE octets; 0 at the end, -1 with error set. */
static gssize
read_piece (Input    *self,
            guint8   *buffer,
            GError  **error)
{
  gssize n;

  if (self->text != NULL)
    return read_text (self, buffer);
  do {
    if (!self->rereadable && !wait_for_input (self, error))
      return -1;
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return -1;
    n = self->rereadable ? pread (self->fd, buffer, PIECE_SIZE, self->position)
                         : read (self->fd, buffer, PIECE_SIZE);
  } while (n < 0 && (errno == EINTR || errno == EAGAIN));
  if (n < 0)
    return fail_read (errno, error);
  self->position += n;
  return n;
}

/* A regular file can be read again from where it stands. One that says it is
 * empty may be none on a disk, such as those in /proc: it is read once. */
static void
input_init_fd (Input        *self,
               int           fd,
               GCancellable *cancellable)
{
  memset (self, 0, sizeof *self);
  self->fd = fd;
  self->cancellable = cancellable;
  if (fstat (fd, &self->as_found) != 0 || !S_ISREG (self->as_found.st_mode))
    return;
  self->position = lseek (fd, 0, SEEK_CUR);
  self->rereadable = self->position >= 0 && self->as_found.st_size > self->position;
}

static gboolean
add_to_body (Intake        *self,
             const guint8  *octets,
             gsize          length,
             GError       **error)
{
  return outpost_body_maker_add (&self->body, octets, length, error);
}

static gboolean
refuse_header (GError     **error,
               const char  *message)
{
  g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT, message);
  return FALSE;
}

/* Gives the header what has come; what it leaves begins the body. */
static gboolean
add_to_header (Intake        *self,
               const guint8  *octets,
               gsize          length,
               gboolean       at_end,
               GError       **error)
{
  OutpostHeaderState state;
  gsize taken;

  g_byte_array_append (self->pending, octets, (guint) length);
  state = outpost_header_scan_feed (&self->header, self->pending->data, self->pending->len,
                                    at_end, &taken);
  if (state == OUTPOST_HEADER_TOO_LONG)
    return refuse_header (error, _("The header of the message is longer than 1 MiB."));
  if (taken > 0 && memchr (self->pending->data, '\0', taken) != NULL)
    return refuse_header (error, _("The header of the message has a NUL character, which mail "
                                   "cannot carry."));

  self->taken += (goffset) taken;
  g_byte_array_remove_range (self->pending, 0, (guint) taken);
  if (state == OUTPOST_HEADER_MORE)
    return TRUE;
  self->in_body = TRUE;
  self->body.start = self->body.start + self->taken;
  return self->header.ended ||
         add_to_body (self, self->pending->data, self->pending->len, error);
}

static gboolean
is_over (Intake *self)
{
  return self->header.ended || self->body.scan.ended;
}

static gboolean
take_in (Intake   *self,
         Input    *input,
         GError  **error)
{
  g_autofree guint8 *buffer = g_malloc (PIECE_SIZE);
  gssize n;

  do {
    n = read_piece (input, buffer, error);
    if (n < 0)
      return FALSE;
    if (!(self->in_body ? add_to_body (self, buffer, (gsize) n, error)
                        : add_to_header (self, buffer, (gsize) n, n == 0, error)))
      return FALSE;
  } while (n > 0 && !is_over (self));
  return TRUE;
}

static OutpostMessage *
make_message (Intake                       *intake,
              const OutpostMessageOptions  *options,
              GError                      **error)
{
  GPtrArray *fields = intake->header.fields;
  g_auto (GStrv) recipients = NULL;
  g_autoptr (OutpostBody) body = NULL;

  recipients = options->recipients_from_header ? outpost_header_recipients (fields, error)
                                               : g_new0 (char *, 1);
  if (recipients == NULL || !outpost_header_complete (fields, options, error))
    return NULL;
  for (guint i = 0; i < fields->len; i++)
    if (!outpost_field_make_wire (fields->pdata[i], error))
      return NULL;

  body = outpost_body_maker_finish (&intake->body, error);
  if (body == NULL)
    return NULL;
  return outpost_message_new_from_parts (g_ptr_array_ref (fields), g_steal_pointer (&body),
                                         g_steal_pointer (&recipients));
}

static OutpostMessage *
read_input (Input                        *input,
            const OutpostMessageOptions  *options,
            GError                      **error)
{
  static const OutpostMessageOptions no_options = { 0 };
  g_autoptr (GPtrArray) fields =
    g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_field_free);
  g_autoptr (GByteArray) pending = g_byte_array_new ();
  Intake intake = { .header.fields = fields, .pending = pending };
  OutpostMessage *message = NULL;

  if (options == NULL)
    options = &no_options;

  outpost_body_maker_init (&intake.body, input->rereadable ? input->fd : -1, &input->as_found);
  intake.body.start = input->position;
  intake.header.dot_ends = intake.body.scan.dot_ends = options->dot_ends;
  if (take_in (&intake, input, error))
    message = make_message (&intake, options, error);
  outpost_body_maker_clear (&intake.body);
  return message;
}

/**
 * outpost_message_read:
 * @fd: where to read from; stays the caller's and may be closed afterwards
 * @options: (nullable): what to do with the header
 * @cancellable: (nullable): a [class@Gio.Cancellable]
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Reads a message as programs hand it to sendmail, to its end, and makes it fit
 * to be sent: every kind of line end becomes CRLF, missing fields are added, Bcc
 * goes, header text that is not ASCII is encoded. Text in the header that is not
 * UTF-8 is taken for ISO 8859-1.
 *
 * A file is read from its position, which stays where it is, and once more while
 * it is sent; whatever cannot be read twice and is not small is kept in an
 * unlinked file of mode 0600 in the folder for state. Memory does not grow with
 * the body. Reading a pipe blocks until its writer is done, or a cancel comes.
 *
 * Recipients of the header are only gathered: the caller adds those it was given
 * and refuses an empty list.
 *
 * Returns: (transfer full) (nullable): the message, or %NULL with @error set, also
 *   to %G_IO_ERROR_CANCELLED
 */
OutpostMessage *
outpost_message_read (int                           fd,
                      const OutpostMessageOptions  *options,
                      GCancellable                 *cancellable,
                      GError                      **error)
{
  Input input;

  g_return_val_if_fail (fd >= 0, NULL);

  input_init_fd (&input, fd, cancellable);
  return read_input (&input, options, error);
}

/**
 * outpost_message_new_from_text:
 * @text: (array length=length): a message, which may have NUL and is then refused
 * @length: its length in octets, or -1 if it ends at a NUL
 * @options: (nullable): what to do with the header
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Does with a text what [func@Outpost.Message.read] does with a file.
 *
 * Returns: (transfer full) (nullable): the message, or %NULL with @error set
 */
OutpostMessage *
outpost_message_new_from_text (const char                   *text,
                               gssize                        length,
                               const OutpostMessageOptions  *options,
                               GError                      **error)
{
  Input input = { .fd = -1 };

  g_return_val_if_fail (text != NULL, NULL);

  input.text = (const guint8 *) text;
  input.text_length = length < 0 ? strlen (text) : (gsize) length;
  return read_input (&input, options, error);
}
