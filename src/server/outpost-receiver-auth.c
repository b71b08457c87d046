/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-receiver-dialogue-private.h"

#include <string.h>

#include "outpost-receiver-sign-in-private.h"

static gboolean
is_base64 (const char *text)
{
  gsize length = strlen (text);
  gsize n = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  return length % 4 == 0 && length - n <= 2 && strspn (text + n, "=") == length - n;
}

static OutpostSecret *
decode (const char *text)
{
  gsize length = strlen (text);
  OutpostSecret *secret;
  guchar *octets;
  guint save = 0;
  int state = 0;

  if (!is_base64 (text))
    return NULL;
  secret = outpost_secret_new_sized (length / 4 * 3 + 3);
  octets = (guchar *) outpost_secret_get_data (secret);
  outpost_secret_truncate (secret, g_base64_decode_step (text, length, octets, &state, &save));
  outpost_wipe (&save, sizeof save);
  return secret;
}

/* Sends a challenge and reads the answer; NULL if there is none that can be used. */
static OutpostSecret *
ask (OutpostReceiverDialogue *self,
     const char              *challenge)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) challenge, strlen (challenge));
  g_autofree char *text = g_strconcat ("334 ", encoded, NULL);
  OutpostSecret *answer;

  outpost_receiver_reply (self, text);
  if (!outpost_receiver_read_line (self))
    return NULL;
  if (g_str_equal (self->line->str, "*")) {
    outpost_receiver_reply (self, "501 5.7.0 The sign-in was taken back");
    return NULL;
  }
  answer = decode (self->line->str);
  outpost_receiver_wipe_line (self);
  if (answer == NULL)
    outpost_receiver_reply (self, "501 5.5.2 This is not base64");
  return answer;
}

static void
refuse_sign_in (OutpostReceiverDialogue *self)
{
  if (++self->n_sign_ins < self->config->limits.sign_ins)
    outpost_receiver_reply (self, "535 5.7.8 User name and password do not fit");
  else
    outpost_receiver_hang_up (self, "421 4.7.0 Too many sign-ins were refused");
}

/* Takes the initial response over. */
static void
exchange (OutpostReceiverDialogue *self,
          OutpostReceiverSignIn   *sign_in,
          OutpostSecret           *response)
{
  OutpostSignInState state;

  for (;;) {
    g_autofree char *challenge = NULL;

    state = outpost_receiver_sign_in_step (sign_in, response, &challenge);
    g_clear_pointer (&response, outpost_secret_unref);
    if (state != OUTPOST_SIGN_IN_CONTINUE)
      break;
    response = ask (self, challenge);
    if (response == NULL)
      return;
  }

  if (state == OUTPOST_SIGN_IN_ACCEPTED) {
    self->envelope.user = g_strdup (outpost_receiver_sign_in_get_user (sign_in));
    outpost_receiver_reply (self, "235 2.7.0 Signed in");
  } else if (state == OUTPOST_SIGN_IN_REFUSED) {
    refuse_sign_in (self);
  } else {
    outpost_receiver_reply (self, "501 5.5.2 The response is not what the mechanism wants");
  }
}

static const char *
why_no_sign_in (OutpostReceiverDialogue *self)
{
  if (self->config->accounts == NULL)
    return "502 5.5.1 There is nothing to sign in to";
  if (outpost_receiver_offers_starttls (self))
    return "538 5.7.11 Sign-in needs TLS";
  if (!self->envelope.is_extended)
    return "503 5.5.1 EHLO comes first";
  if (self->envelope.user != NULL)
    return "503 5.5.1 Signed in already";
  if (self->envelope.sender != NULL)
    return "503 5.5.1 Not within a transaction";
  return NULL;
}

/**
 * outpost_receiver_do_auth:
 * @self: a dialogue
 * @argument: what followed AUTH
 *
 * Holds the exchange of RFC 4954, section 4.
 */
void
outpost_receiver_do_auth (OutpostReceiverDialogue *self,
                          const char              *argument)
{
  const char *refusal = why_no_sign_in (self);
  gnutls_session_t tls = outpost_wire_get_session (self->wire);
  const char *space = strchr (argument, ' ');
  g_autofree char *mechanism = NULL;
  g_autofree char *offers = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (OutpostReceiverSignIn) sign_in = NULL;
  OutpostSecret *response = NULL;

  if (refusal != NULL) {
    outpost_receiver_reply (self, refusal);
    return;
  }
  mechanism = space != NULL ? g_ascii_strup (argument, space - argument)
                            : g_ascii_strup (argument, -1);
  offers = outpost_receiver_sign_in_dup_offers (self->config->accounts, tls);
  names = g_strsplit (offers, " ", -1);
  if (g_strv_contains ((const char * const *) names, mechanism))
    sign_in = outpost_receiver_sign_in_new (mechanism, self->config->accounts,
                                            self->config->user_data, tls);
  if (sign_in == NULL) {
    outpost_receiver_reply (self, "504 5.5.4 This mechanism was not offered");
    return;
  }
  /* RFC 4954, section 4: "=" stands for an initial response of no octets. */
  if (space != NULL) {
    response = decode (g_str_equal (space + 1, "=") ? "" : space + 1);
    if (response == NULL) {
      outpost_receiver_reply (self, "501 5.5.2 This is not base64");
      return;
    }
  }
  exchange (self, sign_in, response);
}
