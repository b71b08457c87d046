/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-keyring-prompt.h"

#include <glib/gi18n-lib.h>

/* A question to a person, shared between who asks and the thread that waits. */
typedef struct {
  gatomicrefcount  ref_count;
  SecretService   *service;
  GDBusProxy      *object;   /* what to unlock; NULL: make the default keyring */
  GMutex           mutex;
  GCond            cond;
  gboolean         answered;
  gboolean         unlocked;
  GError          *error;
} Question;

static Question *
question_new (SecretService *service,
              gpointer       object)
{
  Question *question = g_new0 (Question, 1);

  g_atomic_ref_count_init (&question->ref_count);
  question->service = g_object_ref (service);
  question->object = object != NULL ? g_object_ref (object) : NULL;
  g_mutex_init (&question->mutex);
  g_cond_init (&question->cond);
  return question;
}

static Question *
question_ref (Question *question)
{
  g_atomic_ref_count_inc (&question->ref_count);
  return question;
}

static void
question_unref (Question *question)
{
  if (!g_atomic_ref_count_dec (&question->ref_count))
    return;
  g_object_unref (question->service);
  g_clear_object (&question->object);
  g_mutex_clear (&question->mutex);
  g_cond_clear (&question->cond);
  g_clear_error (&question->error);
  g_free (question);
}

static gboolean
ask (Question  *question,
     GError   **error)
{
  g_autoptr (GList) objects = NULL;
  g_autoptr (SecretCollection) collection = NULL;

  if (question->object != NULL) {
    objects = g_list_prepend (NULL, question->object);
    return secret_service_unlock_sync (question->service, objects, NULL, NULL, error) > 0;
  }
  collection = secret_collection_create_sync (question->service, _("Default keyring"),
                                              SECRET_COLLECTION_DEFAULT,
                                              SECRET_COLLECTION_CREATE_NONE, NULL, error);
  return collection != NULL;
}

static gpointer
wait_for_answer (gpointer data)
{
  Question *question = data;
  GError *error = NULL;
  gboolean unlocked = ask (question, &error);

  g_mutex_lock (&question->mutex);
  question->answered = TRUE;
  question->unlocked = unlocked;
  question->error = error;
  g_cond_broadcast (&question->cond);
  g_mutex_unlock (&question->mutex);
  question_unref (question);
  return NULL;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Question *question = user_data;

  g_mutex_lock (&question->mutex);
  g_cond_broadcast (&question->cond);
  g_mutex_unlock (&question->mutex);
}

/**
 * outpost_keyring_prompt:
 * @service: the Secret Service
 * @item_or_collection: (nullable): what to unlock, or %NULL to make the default keyring
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Has the keyring ask its person, and waits for the answer.
 *
 * When it is cancelled the prompt stays on the screen, and a thread stays with
 * it until it is answered: libsecret would send `Dismiss`, and that takes
 * gnome-keyring-daemon down with every secret of the session (measured with
 * gnome-keyring 42.1 and libsecret 0.20.5).
 *
 * Returns: whether it is unlocked; if not and @error is not set, the prompt was dismissed
 */
gboolean
outpost_keyring_prompt (SecretService  *service,
                        gpointer        item_or_collection,
                        GCancellable   *cancellable,
                        GError        **error)
{
  Question *question;
  gboolean unlocked;
  gulong handler;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  question = question_new (service, item_or_collection);
  g_thread_unref (g_thread_new ("outpost-prompt", wait_for_answer, question_ref (question)));
  handler = cancellable != NULL
              ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), question, NULL)
              : 0;

  g_mutex_lock (&question->mutex);
  while (!question->answered && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&question->cond, &question->mutex);
  unlocked = question->answered && question->unlocked;
  if (!question->answered)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  else if (question->error != NULL)
    g_propagate_error (error, g_steal_pointer (&question->error));
  g_mutex_unlock (&question->mutex);

  g_cancellable_disconnect (cancellable, handler);
  question_unref (question);
  return unlocked;
}
