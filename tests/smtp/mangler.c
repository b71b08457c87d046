/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mangler.h"

#include <string.h>

/* What a reply may be made of: most of it is fine, or nearly so. */
static const char *texts[] = {
  "250 ok", "250-mail.example", "250 2.1.5 fine", "250 AUTH PLAIN LOGIN SCRAM-SHA-256 CRAM-MD5",
  "250-AUTH=LOGIN", "250-SIZE 99999999999999999999", "250 LIMITS RCPTMAX=1 MAILMAX=1",
  "250-PIPELINING", "250-CHUNKING", "250 STARTTLS", "220 go", "221 bye", "235 in", "334 ",
  "334 UGFzc3dvcmQ6", "334 !!!!", "334 cj14LHM9UVNYQ1IrUTZzZWs4YmY5MixpPTQwOTY=", "354 go",
  "421 4.3.2 going", "450 4.2.0 later", "452 4.5.3 too many", "500 what", "501 what",
  "535 5.7.8 pencil22, crayon is wrong", "535 5.7.8 AHRpbQBwZW5jaWwyMiwgY3JheW9u is wrong",
  "550-5.1.1 no\r\n550 5.1.1 such user", "554 ", "25", "250", "250-", "999 x", "100 x", "\r", "\n",
  "\t", "HTTP/1.1 400 Bad Request", "\xff\xfe\x80", "250 \xc3\xa4\xe2\x80\xae", "250 \x1b[2J", "-",
  " ", "5.7.8", "A=",
};

/* The dialogues. What begins with a mark is a directive of the script, the rest a reply. */
#define DO "\001"
#define LINE DO "C?"

static const char *by_lines[] = {
  "220 mail.example ESMTP", LINE,
  "250-mail.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 AUTH PLAIN", LINE,
  "235 2.7.0 in", LINE,
  "250 2.1.0 ok", LINE,
  "250 2.1.5 ok", LINE,
  "354 go", DO "BODY",
  "250 2.0.0 queued as 1", LINE,
  "221 bye", NULL,
};
static const char *by_chunks[] = {
  DO "TLS",
  "220 mail.example ESMTP", LINE,
  "250-mail.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-8BITMIME\r\n250 AUTH PLAIN", LINE,
  "235 2.7.0 in", LINE, LINE, LINE, DO "BDAT",
  "250 2.1.0 ok", "250 2.1.5 ok", "250 2.0.0 queued as 1", LINE,
  "221 bye", NULL,
};
static const char *by_starttls[] = {
  "220 mail.example ESMTP", LINE,
  "250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN", LINE,
  "220 go", LINE,
  "250-mail.example\r\n250 AUTH PLAIN", LINE,
  "235 in", LINE,
  "250 ok", LINE,
  "250 ok", NULL,
};

static const char *directives[] = {
  LINE, DO "CLOSE", DO "RESET", DO "BODY", DO "BDAT", DO "SLOW 1", DO "READ 7",
};

void
mangler_add_octets (GRand   *rand,
                    GString *octets,
                    gint32   n)
{
  for (; n > 0; n--)
    g_string_append_c (octets, (char) g_rand_int_range (rand, 1, 256));
}

void
mangler_add_text (GRand   *rand,
                  GString *octets)
{
  gint32 kind = g_rand_int_range (rand, 0, 20);

  if (kind == 0)
    mangler_add_octets (rand, octets, g_rand_int_range (rand, 0, 30));
  else
    g_string_append (octets, texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
}

void
mangler_change_octet (GRand   *rand,
                      GString *octets)
{
  if (octets->len > 0)
    octets->str[g_rand_int_range (rand, 0, (gint32) octets->len)] =
      (char) g_rand_int_range (rand, 0, 256);
}

GString *
mangler_make_replies (GRand *rand)
{
  GString *octets = g_string_new (NULL);
  gint32 n = g_rand_int_range (rand, 1, 12);
  gint32 many = g_rand_int_range (rand, 0, 50);

  for (gint32 i = 0; i < n; i++) {
    mangler_add_text (rand, octets);
    if (many == 0)
      for (gint32 j = 0; j < 140; j++)
        g_string_append (octets, "\r\n250-again and again");
    else if (many == 1)
      mangler_add_octets (rand, octets, g_rand_int_range (rand, 0, 17000));
    g_string_append (octets, g_rand_int_range (rand, 0, 10) > 0 ? "\r\n" : "");
  }
  if (g_rand_int_range (rand, 0, 3) == 0)
    mangler_change_octet (rand, octets);

  return octets;
}

static void
mangle_text (GRand  *rand,
             char  **step)
{
  g_autoptr (GString) octets = g_string_new (*step);

  switch (g_rand_int_range (rand, 0, 4)) {
  case 0:
    g_string_truncate (octets, 0);
    mangler_add_text (rand, octets);
    break;
  case 1:
    g_string_append (octets, "\r\n");
    mangler_add_text (rand, octets);
    break;
  case 2:
    if (octets->len > 0)
      octets->str[0] = (char) g_rand_int_range (rand, '1', '7');
    break;
  default:
    /* A NUL ends it here; the parser's own rounds have those. */
    mangler_change_octet (rand, octets);
  }

  /* Whatever became of it is a reply. */
  if (octets->str[0] == *DO)
    octets->str[0] = '2';
  g_free (*step);
  *step = g_strdup (octets->str);
}

static void
mangle (GRand     *rand,
        GPtrArray *steps)
{
  guint at = (guint) g_rand_int_range (rand, 0, (gint32) steps->len);
  char **step = (char **) &steps->pdata[at];

  switch (g_rand_int_range (rand, 0, 8)) {
  case 0:
    if (steps->len > 1)
      g_ptr_array_remove_index (steps, at);
    break;
  case 1:
    /* A second handshake within the first is not for this server. */
    if (!g_str_equal (*step, DO "TLS"))
      g_ptr_array_insert (steps, (int) at, g_strdup (*step));
    break;
  case 2:
    g_ptr_array_insert (steps, (int) at, g_strdup (directives[g_rand_int_range (
                          rand, 0, G_N_ELEMENTS (directives))]));
    break;
  default:
    if (**step != *DO)
      mangle_text (rand, step);
  }
}

/* All that is no letter or digit is written as a number, so that nothing has a meaning. */
static void
add_reply (GString    *script,
           const char *text)
{
  g_string_append (script, "R: ");
  for (const char *c = text; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (script, *c);
    else
      g_string_append_printf (script, "\\x%02x", (guint8) *c);
  g_string_append (script, "\\r\\n\n");
}

void
mangler_add_script (GRand               *rand,
                    GString             *script,
                    OutpostSmtpSecurity  security)
{
  const char **whole = security == OUTPOST_SMTP_SECURITY_TLS ? by_chunks :
                       security == OUTPOST_SMTP_SECURITY_STARTTLS ? by_starttls : by_lines;
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);
  gint32 n = g_rand_int_range (rand, 0, 4);

  for (; *whole != NULL; whole++)
    g_ptr_array_add (steps, g_strdup (*whole));
  for (gint32 i = 0; i < n; i++)
    mangle (rand, steps);

  for (guint i = 0; i < steps->len; i++) {
    const char *step = g_ptr_array_index (steps, i);

    if (*step == *DO)
      g_string_append_printf (script, "%s\n", step + 1);
    else
      add_reply (script, step);
  }
}
