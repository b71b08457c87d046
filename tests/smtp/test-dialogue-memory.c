/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>

#include "line-server.h"
#include "outpost-smtp-session.h"

#define CHUNK_OCTETS 1048576

/* Longer than what free() writes over the beginning of a block. What is looked for is the
 * end of it, and stands nowhere but in the secret: here it is turned inside out. */
#define MASK 0xa5
static const guint8 masked[] = {
  0xe2, 0xdf, 0x94, 0xf0, 0xd4, 0x92, 0xcd, 0xee, 0xd3, 0x9c, 0xd2, 0xfd, 0xc8, 0x97, 0xdc, 0xe7,
};
static const char filler[] = "0123456789abcdef0123456789abcdef";

static OutpostSecret *
make_secret (void)
{
  gsize head = strlen (filler);
  OutpostSecret *secret = outpost_secret_new_sized (head + sizeof masked);
  char *data = outpost_secret_get_data (secret);

  memcpy (data, filler, head);
  for (gsize i = 0; i < sizeof masked; i++)
    data[head + i] = (char) (masked[i] ^ MASK);

  return secret;
}

static guint
count_in (const guint8 *octets,
          gsize         length)
{
  guint n = 0;

  for (gsize i = 0; i + sizeof masked <= length; i++) {
    gsize j = 0;

    while (j < sizeof masked && (octets[i + j] ^ MASK) == masked[j])
      j++;
    n += j == sizeof masked;
  }

  return n;
}

/* In all memory that this process can write. */
static guint
count_copies (void)
{
  g_autofree guint8 *chunk = g_malloc0 (CHUNK_OCTETS);
  FILE *maps = fopen ("/proc/self/maps", "re");
  int fd = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  char line[512], rights[5];
  gulong from, to;
  guint n = 0;

  g_assert_true (maps != NULL && fd >= 0);
  while (fgets (line, sizeof line, maps) != NULL) {
    if (sscanf (line, "%lx-%lx %4s", &from, &to, rights) != 3 || !g_str_has_prefix (rights, "rw"))
      continue;

    /* The chunks overlap by a little less than what is looked for. */
    while (from < to) {
      gssize got = pread (fd, chunk, MIN (to - from, CHUNK_OCTETS), (off_t) from);

      if (got <= 0)
        break;
      n += count_in (chunk, (gsize) got);
      explicit_bzero (chunk, (gsize) got);
      from += (gulong) got < to - from ? (gulong) got - (sizeof masked - 1) : (gulong) got;
    }
  }
  fclose (maps);
  close (fd);

  return n;
}

static char *
answer (const char *line,
        gpointer    mechanism)
{
  if (line == NULL)
    return g_strdup ("220 mail.example ESMTP");
  if (g_str_has_prefix (line, "EHLO"))
    return g_strconcat ("250-mail.example\r\n250 AUTH ", (char *) mechanism, NULL);
  if (g_str_equal (line, "QUIT"))
    return NULL;
  if (g_str_has_prefix (line, "AUTH LOGIN"))
    return g_strdup ("334 UGFzc3dvcmQ6");

  return g_strdup ("535 5.7.8 no");
}

/* After a sign-in the password stands where it has always stood, and after that nowhere. */
static void
test_memory (gconstpointer mechanism)
{
  LineServer *server = line_server_new ("127.0.0.1", answer, (gpointer) mechanism);
  g_autoptr (OutpostSmtpEndpoint) endpoint =
    outpost_smtp_endpoint_new ("127.0.0.1", line_server_get_port (server),
                               OUTPOST_SMTP_SECURITY_NONE);
  OutpostSecret *secret = make_secret ();
  OutpostSmtpCredential *credential =
    outpost_smtp_credential_new (OUTPOST_SMTP_SIGN_IN_PASSWORD, "timothy", secret, mechanism);
  OutpostSmtpSession *session = outpost_smtp_session_new (endpoint, credential, NULL,
                                                          OUTPOST_SMTP_MODE_STEPWISE);
  g_autoptr (GError) error = NULL;

  g_assert_false (outpost_smtp_session_open_sync (session, NULL, &error));
  g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED);
  g_free (line_server_finish (server));
  g_assert_cmpuint (count_copies (), ==, 1);

  g_object_unref (session);
  outpost_smtp_credential_free (credential);
  outpost_secret_unref (secret);
  g_assert_cmpuint (count_copies (), ==, 0);
}

/* Under the sanitizer what was freed stays as it was, and nothing can be said. */
static gboolean
can_look (void)
{
#ifdef __SANITIZE_ADDRESS__
  return FALSE;
#else
  return access ("/proc/self/mem", R_OK) == 0;
#endif
}

int
main (int    argc,
      char **argv)
{
  /* SASLprep within libgsasl leaves copies for the others. */
  static const char *mechanisms[] = { "PLAIN", "LOGIN" };

  g_test_init (&argc, &argv, NULL);

  if (!can_look ()) {
    g_print ("1..0 # SKIP the sanitizer keeps freed memory to itself\n");
    return 0;
  }

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    g_autofree char *path = g_strconcat ("/memory/", mechanisms[i], NULL);

    g_test_add_data_func (path, mechanisms[i], test_memory);
  }

  return g_test_run ();
}
