/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>

#include "message-support.h"
#include "outpost-message-private.h"

#define HEADER "From: a@example.org\nDate: x\nMessage-ID: <x@example.org>\n\n"
#define WIRE_HEADER "From: a@example.org\r\nDate: x\r\nMessage-ID: <x@example.org>\r\n\r\n"
#define LINE "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\n"

/* Larger than what is kept in memory. */
static GString *
large_text (void)
{
  GString *text = g_string_new (HEADER);

  while (text->len < 300000)
    g_string_append (text, LINE);
  return text;
}

static GString *
wire_form (const GString *text)
{
  GString *wire = support_normalise (text->str + strlen (HEADER), text->len - strlen (HEADER),
                                     FALSE);

  return g_string_prepend (wire, WIRE_HEADER);
}

static OutpostMessage *
read_fd (int                          fd,
         const OutpostMessageOptions *options)
{
  g_autoptr (GError) error = NULL;
  OutpostMessage *message = outpost_message_read (fd, options, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (message);
  return message;
}

/* A pipe that a thread fills, in pieces of one to seven octets or all at once. */
typedef struct {
  int         fds[2];
  const char *octets;
  gsize       length;
  gboolean    trickles;
  gboolean    stays_open;
  GThread    *thread;
} Writer;

static gpointer
write_in_thread (gpointer data)
{
  Writer *self = data;
  gsize at = 0;

  for (guint i = 0; at < self->length; i++) {
    gsize n = self->trickles ? 1 + i % 7 : self->length;
    gssize written = write (self->fds[1], self->octets + at, MIN (n, self->length - at));

    g_assert_cmpint (written, >, 0);
    at += (gsize) written;
  }
  if (!self->stays_open)
    close (self->fds[1]);
  return NULL;
}

static void
writer_start (Writer *self)
{
  g_assert_cmpint (pipe (self->fds), ==, 0);
  self->thread = g_thread_new ("writer", write_in_thread, self);
}

static void
writer_stop (Writer *self)
{
  g_thread_join (self->thread);
  close (self->fds[0]);
  if (self->stays_open)
    close (self->fds[1]);
}

static void
test_small_pipe (void)
{
  static const char text[] = HEADER "a\r\nb\rc\n\r\n\xc3\xa4 end";
  Writer writer = { .octets = text, .length = sizeof text - 1, .trickles = TRUE };
  g_autoptr (OutpostMessage) message = NULL;
  g_autoptr (GString) all = NULL;

  writer_start (&writer);
  message = read_fd (writer.fds[0], NULL);
  writer_stop (&writer);
  all = support_read (message, 5);
  g_assert_cmpstr (all->str, ==, WIRE_HEADER "a\r\nb\r\nc\r\n\r\n\xc3\xa4 end\r\n");
}

/* Kept in a file that only its owner could open, if it had a name. */
static void
test_large_pipe (void)
{
  g_autoptr (GString) text = large_text ();
  g_autoptr (GString) wire = wire_form (text);
  Writer writer = { .octets = text->str, .length = text->len };
  g_autofree char *dir = g_build_filename (g_get_user_state_dir (), "outpost", NULL);
  g_autoptr (GDir) listing = NULL;
  g_autoptr (OutpostMessage) message = NULL;
  g_autoptr (GString) all = NULL;
  struct stat info;

  writer_start (&writer);
  message = read_fd (writer.fds[0], NULL);
  writer_stop (&writer);

  g_assert_cmpint (fstat (outpost_message_get_body (message)->fd, &info), ==, 0);
  g_assert_cmpint (info.st_nlink, ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_cmpint (stat (dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  listing = g_dir_open (dir, 0, NULL);
  g_assert_null (g_dir_read_name (listing));

  all = support_read (message, 65536);
  g_assert_cmpstr (all->str, ==, wire->str);
}

/* From where the file stands; read twice rather than copied. */
static void
test_file (void)
{
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "outpost", NULL);
  g_autoptr (GString) text = large_text ();
  g_autoptr (GString) wire = wire_form (text);
  g_autoptr (OutpostMessage) message = NULL;
  g_autoptr (GString) all = NULL;
  g_autoptr (GString) again = NULL;
  int fd;

  g_string_prepend (text, "not this\n");
  fd = support_file (text->str, text->len);
  lseek (fd, (off_t) strlen ("not this\n"), SEEK_SET);
  message = read_fd (fd, NULL);
  g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, (off_t) strlen ("not this\n"));
  close (fd);

  all = support_read (message, 4096);
  again = support_read (message, 999);
  g_assert_cmpstr (all->str, ==, wire->str);
  g_assert_cmpstr (again->str, ==, wire->str);
  g_assert_false (g_file_test (state, G_FILE_TEST_EXISTS));
}

/* A file in which every line end is CRLF already goes out as it is. */
static void
test_file_in_wire_form (void)
{
  g_autoptr (GString) text = large_text ();
  g_autoptr (GString) wire = wire_form (text);
  int fd = support_file (wire->str, wire->len);
  g_autoptr (OutpostMessage) message = read_fd (fd, NULL);
  g_autoptr (GString) all = support_read (message, 7777);

  close (fd);
  g_assert_cmpstr (all->str, ==, wire->str);
}

/* Two readers at different places do not disturb each other. */
static void
test_two_readers (void)
{
  g_autoptr (GString) text = large_text ();
  g_autoptr (GString) wire = wire_form (text);
  int fd = support_file (text->str, text->len);
  g_autoptr (OutpostMessage) message = read_fd (fd, NULL);
  g_autoptr (OutpostMessageReader) slow = outpost_message_open (message, NULL);
  g_autofree char *start = g_malloc0 (100001);
  g_autoptr (GString) all = NULL;

  close (fd);
  g_assert_cmpint (outpost_message_reader_read (slow, start, 100000, NULL), ==, 100000);
  all = support_read (message, 65536);
  g_assert_cmpstr (all->str, ==, wire->str);
  g_assert_cmpint (outpost_message_reader_read (slow, start, 100000, NULL), ==, 100000);
  g_assert_true (memcmp (start, wire->str + 100000, 100000) == 0);
}

/* Reads to the end, which has to be a failure before the last octet. */
static void
assert_reading_fails (OutpostMessageReader *reader,
                      OutpostMessage       *message,
                      guint64               so_far)
{
  g_autofree char *buffer = g_malloc (65536);
  g_autoptr (GError) error = NULL;
  gssize n;

  while ((n = outpost_message_reader_read (reader, buffer, 65536, &error)) > 0)
    so_far += (guint64) n;
  g_assert_cmpint (n, ==, -1);
  g_assert_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE);
  g_assert_cmpuint (so_far, <, outpost_message_get_octets (message));
  /* And so it stays. */
  g_assert_cmpint (outpost_message_reader_read (reader, buffer, 65536, NULL), ==, -1);
}

typedef enum { TRUNCATE, APPEND, OVERWRITE } Change;

static void
change (int    fd,
        Change what)
{
  static const char octet = 'x';

  if (what == TRUNCATE)
    g_assert_cmpint (ftruncate (fd, 150000), ==, 0);
  else if (what == APPEND)
    g_assert_cmpint (pwrite (fd, &octet, 1, lseek (fd, 0, SEEK_END)), ==, 1);
  else
    g_assert_cmpint (pwrite (fd, &octet, 1, 200000), ==, 1);
}

static void
test_changed_file (gconstpointer data)
{
  Change what = (Change) GPOINTER_TO_UINT (data);
  g_autoptr (GString) text = large_text ();
  g_autoptr (GString) wire = wire_form (text);
  const GString *forms[] = { text, wire };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    int fd = support_file (forms[i]->str, forms[i]->len);
    g_autoptr (OutpostMessage) message = read_fd (fd, NULL);
    g_autoptr (OutpostMessageReader) begun = outpost_message_open (message, NULL);
    g_autoptr (OutpostMessageReader) fresh = outpost_message_open (message, NULL);
    char start[1000];

    g_assert_cmpint (outpost_message_reader_read (begun, start, 1000, NULL), ==, 1000);
    change (fd, what);
    assert_reading_fails (begun, message, 1000);
    assert_reading_fails (fresh, message, 0);
    close (fd);
  }
}

/* As soon as during the first reading. */
static void
test_changed_while_scanned (void)
{
  g_autoptr (GString) text = large_text ();
  int fd = support_file (text->str, text->len);
  g_auto (OutpostBodyMaker) maker = { 0 };
  g_autoptr (GError) error = NULL;
  struct stat as_found;

  g_assert_cmpint (fstat (fd, &as_found), ==, 0);
  outpost_body_maker_init (&maker, fd, &as_found);
  g_assert_true (outpost_body_maker_add (&maker, (const guint8 *) text->str, text->len, &error));
  change (fd, OVERWRITE);
  g_assert_null (outpost_body_maker_finish (&maker, &error));
  g_assert_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE);
  close (fd);
}

static void
assert_source_error (int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostMessage) message = outpost_message_read (fd, NULL, NULL, &error);

  g_assert_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_SOURCE);
  g_assert_null (message);
}

static void
test_unreadable (void)
{
  int dir = open ("/", O_RDONLY);
  int write_only = open ("/dev/null", O_WRONLY);

  assert_source_error (dir);
  assert_source_error (write_only);
  close (dir);
  close (write_only);
}

/* The disk is full, or so it seems to this process. */
static void
test_no_room_for_the_spool (void)
{
  g_autoptr (GString) text = large_text ();
  /* As much as fits into the pipe at once, so that nobody writes into a closed one. */
  Writer writer = { .octets = text->str, .length = 200000, .stays_open = TRUE };
  struct rlimit limit, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 100000;
  g_assert_cmpint (pipe (writer.fds), ==, 0);
  g_assert_cmpint (fcntl (writer.fds[1], F_SETPIPE_SZ, 1 << 18), >=, 200000);
  writer.thread = g_thread_new ("writer", write_in_thread, &writer);
  g_thread_join (g_steal_pointer (&writer.thread));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_source_error (writer.fds[0]);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  close (writer.fds[0]);
  close (writer.fds[1]);
}

/* The message is over at the dot, though the pipe is not. */
static void
test_dot_ends_an_open_pipe (void)
{
  static const char text[] = HEADER "body\n.\nnext command\n";
  OutpostMessageOptions options = { .dot_ends = TRUE };
  Writer writer = { .octets = text, .length = sizeof text - 1, .stays_open = TRUE };
  g_autoptr (OutpostMessage) message = NULL;
  g_autofree char *body = NULL;

  writer_start (&writer);
  message = read_fd (writer.fds[0], &options);
  writer_stop (&writer);
  body = support_body (message);
  g_assert_cmpstr (body, ==, "body\r\n");
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_cancellable_cancel (G_CANCELLABLE (data));
  return NULL;
}

static void
test_cancel (void)
{
  Writer writer = { .octets = HEADER "body", .length = strlen (HEADER "body"), .stays_open = TRUE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *canceller;

  writer_start (&writer);
  canceller = g_thread_new ("canceller", cancel_in_thread, cancellable);
  g_assert_null (outpost_message_read (writer.fds[0], NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (canceller);
  writer_stop (&writer);
}

static gsize
peak_memory_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return (gsize) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

/* Memory does not grow with the body, from a file or from a pipe (which cat fills). */
static void
test_memory (void)
{
  g_autoptr (GString) block = g_string_new (NULL);
  g_autofree char *name = NULL;
  g_autofree char *buffer = g_malloc (65536);
  int fd = g_file_open_tmp (NULL, &name, NULL);
  g_autoptr (GSubprocess) cat = NULL;
  gsize before;

  while (block->len < 1024 * 1024)
    g_string_append (block, LINE);
  g_assert_cmpint (write (fd, HEADER, strlen (HEADER)), ==, (gssize) strlen (HEADER));
  for (guint i = 0; i < 64; i++)
    g_assert_cmpint (write (fd, block->str, block->len), ==, (gssize) block->len);

  before = peak_memory_kib ();
  for (guint round = 0; round < 2; round++) {
    g_autoptr (OutpostMessage) message = NULL;
    g_autoptr (OutpostMessageReader) reader = NULL;
    guint64 sum = 0;
    gssize n;

    if (round == 1) {
      cat = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "cat", name, NULL);
      message = read_fd (g_unix_input_stream_get_fd (
                           G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (cat))), NULL);
    } else {
      lseek (fd, 0, SEEK_SET);
      message = read_fd (fd, NULL);
    }
    reader = outpost_message_open (message, NULL);
    while ((n = outpost_message_reader_read (reader, buffer, 65536, NULL)) > 0)
      sum += (guint64) n;
    g_assert_cmpuint (sum, ==, outpost_message_get_octets (message));
    g_assert_cmpuint (sum, >, 64 * 1024 * 1024);
  }
  g_assert_true (g_subprocess_wait_check (cat, NULL, NULL));
  close (fd);
  unlink (name);
  g_assert_cmpuint (peak_memory_kib () - before, <, 8 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/source/small-pipe", test_small_pipe);
  g_test_add_func ("/source/large-pipe", test_large_pipe);
  g_test_add_func ("/source/file", test_file);
  g_test_add_func ("/source/file-in-wire-form", test_file_in_wire_form);
  g_test_add_func ("/source/two-readers", test_two_readers);
  g_test_add_data_func ("/source/truncated-file", GUINT_TO_POINTER (TRUNCATE), test_changed_file);
  g_test_add_data_func ("/source/grown-file", GUINT_TO_POINTER (APPEND), test_changed_file);
  g_test_add_data_func ("/source/other-file", GUINT_TO_POINTER (OVERWRITE), test_changed_file);
  g_test_add_func ("/source/changed-while-scanned", test_changed_while_scanned);
  g_test_add_func ("/source/unreadable", test_unreadable);
  g_test_add_func ("/source/no-room-for-the-spool", test_no_room_for_the_spool);
  g_test_add_func ("/source/dot-ends-an-open-pipe", test_dot_ends_an_open_pipe);
  g_test_add_func ("/source/cancel", test_cancel);
  g_test_add_func ("/source/memory", test_memory);

  return g_test_run ();
}
