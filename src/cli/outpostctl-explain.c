/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpostctl.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "outpost-explanation.h"
#include "outpostctl-headers.h"

/* What is behind it plays no part: nobody pastes more. */
#define INPUT_MAX_OCTETS (1024 * 1024)

static gboolean as_json;
static gboolean headers;
static char *provider;
static char *account_id;
static char *sender;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
  { "provider", 0, 0, G_OPTION_ARG_STRING, &provider, N_("Say whose server it was, such as gmail"), N_("ID") },
  { "headers", 0, 0, G_OPTION_ARG_NONE, &headers,
    N_("Explain the header of a message that arrived"), NULL },
  { "account", 0, 0, G_OPTION_ARG_STRING, &account_id,
    N_("With --headers: say from which account it was sent"), N_("ID") },
  { "sender", 0, 0, G_OPTION_ARG_STRING, &sender,
    N_("With --headers: say from which address it was sent"), N_("ADDRESS") },
  { NULL },
};

static GString *
read_all (int fd)
{
  GString *text = g_string_new (NULL);

  while (text->len < INPUT_MAX_OCTETS) {
    char buffer[16384];
    ssize_t n = read (fd, buffer, MIN (sizeof buffer, INPUT_MAX_OCTETS - text->len));

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_string_free (text, TRUE);
      return NULL;
    }
    if (n == 0)
      break;
    g_string_append_len (text, buffer, n);
  }
  return text;
}

/* What a person pasted, from a file or standard input; NULL is told. */
static GString *
read_input (const char *path)
{
  gboolean standard = path == NULL || g_str_equal (path, "-");
  int fd = standard ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  GString *text = NULL;
  int saved;

  if (standard && isatty (STDIN_FILENO))
    g_printerr ("%s\n", _("Paste the text, then press Ctrl+D."));
  if (fd >= 0)
    text = read_all (fd);
  saved = errno;
  if (fd >= 0 && !standard)
    close (fd);
  if (text == NULL) {
    g_autofree char *message =
      g_strdup_printf ("%s: %s", standard ? "-" : path, g_strerror (saved));

    outpost_ctl_complain (message);
  }
  return text;
}

static void
print_head (const OutpostExplanation *self)
{
  const OutpostDiagnosis *diagnosis = self->diagnosis;

  if (self->recipient != NULL)
    g_print ("%s\n", self->recipient);
  if (diagnosis->code_text != NULL)
    g_print ("%s %s\n", diagnosis->code_text, diagnosis->server_words);
  if (self->provider == NULL)
    return;
  if (self->provider_source == OUTPOST_PROVIDER_SOURCE_TEXT)
    /* Translators: %s is a provider, such as Google */
    g_print (_("Provider, by the words: %s\n"), self->provider);
  else
    /* Translators: %s is a provider, such as Google */
    g_print (_("Provider: %s\n"), self->provider);
}

static void
print_explanation (const OutpostExplanation *self)
{
  const OutpostDiagnosis *diagnosis = self->diagnosis;

  print_head (self);
  g_print ("%s\n%s\n", diagnosis->cause, diagnosis->next_step);
  if (self->kind == OUTPOST_EXPLANATION_ADVICE && diagnosis->fault == OUTPOST_FAULT_NOBODY)
    return;
  /* Translators: %s is such as "The server" or "Something in these settings" */
  g_print (_("Where it lies: %s\n"), outpost_fault_get_label (diagnosis->fault));
  if (diagnosis->url != NULL)
    g_print ("%s\n", diagnosis->url);
}

static int
explain (const GString *text)
{
  g_autoptr (GPtrArray) found = outpost_explain (text->str, text->len, provider);

  if (as_json) {
    g_autofree char *json = outpost_explanations_to_json (found);

    g_print ("%s\n", json);
  } else {
    for (guint i = 0; i < found->len; i++) {
      if (i > 0)
        g_print ("\n");
      print_explanation (g_ptr_array_index (found, i));
    }
    if (found->len == 0)
      outpost_ctl_complain (_("There is no reply code in this text, and no advice that Outpost knows."));
  }
  return found->len > 0 ? OUTPOST_EXIT_OK : OUTPOST_EXIT_DATA;
}

static int
check_call (int n_arguments)
{
  if (n_arguments > 1)
    return outpost_ctl_usage (&outpost_explain_command, _("This command takes one file at most."));
  if (headers && provider != NULL)
    return outpost_ctl_usage (&outpost_explain_command,
                              _("A header tells itself who took the message."));
  if (!headers && (account_id != NULL || sender != NULL))
    return outpost_ctl_usage (&outpost_explain_command,
                              _("An account or a sender is only for --headers."));
  if (provider != NULL && !outpost_explanation_knows_provider (provider)) {
    g_autofree char *message = g_strdup_printf (_("There is no provider “%s”."), provider);

    return outpost_ctl_usage (&outpost_explain_command, message);
  }
  return OUTPOST_EXIT_OK;
}

static int
run (OutpostAccountStore  *store,
     char                **arguments,
     int                   n_arguments)
{
  int code = check_call (n_arguments);
  const char *from = sender;
  GString *text;

  if (code == OUTPOST_EXIT_OK && headers)
    code = outpost_ctl_find_header_sender (store, account_id, &from);
  if (code != OUTPOST_EXIT_OK)
    return code;
  text = read_input (n_arguments == 1 ? arguments[0] : NULL);
  if (text == NULL)
    return OUTPOST_EXIT_DATA;

  code = headers ? outpost_ctl_explain_headers (text, from, as_json) : explain (text);
  g_string_free (text, TRUE);
  return code;
}

const OutpostCommand outpost_explain_command = {
  "explain", "[--headers] [OPTION…] [FILE|-]",
  N_("Say what a server’s reply, a bounce, an old guide or the header of a message means"),
  options, run,
};
