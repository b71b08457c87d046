/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The unlock prompt and a person before it: run in tests/ui/desktop-session,
 * whose module ui answers for that person. */
#include <glib/gstdio.h>

#include "outpost-account-store.h"

typedef struct {
  char                *parent;
  OutpostAccountStore *store;
  OutpostAccount      *account;
  GSubprocess         *person;
  GError              *error;
} Fixture;

static void
lock_keyring (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                 "org.freedesktop.Secret.Service", "Lock",
                                 g_variant_new_parsed ("([objectpath "
                                                       "'/org/freedesktop/secrets/collection/"
                                                       "login'],)"),
                                 NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  g_assert_nonnull (reply);
}

/* Starts what the person does; it waits until the prompt is there. */
static void
let_person (Fixture    *fixture,
            const char *deed)
{
  g_autofree char *script = g_strdup_printf ("import os, keyring; keyring.%s", deed);
  g_autoptr (GError) error = NULL;

  fixture->person = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/usr/bin/python3", "-c",
                                      script, NULL);
  g_assert_no_error (error);
}

static void
wait_for_person (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (fixture->person, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->person);
}

static OutpostSecret *
load (Fixture      *fixture,
      GCancellable *cancellable)
{
  return outpost_secret_load_sync (fixture->account, OUTPOST_SECRET_KIND_PASSWORD, TRUE,
                                   cancellable, &fixture->error);
}

static char *
save (Fixture        *fixture,
      OutpostAccount *base,
      const char     *name,
      const char     *password)
{
  g_autoptr (OutpostAccount) draft = outpost_account_copy (fixture->account);
  g_autoptr (OutpostSecret) secret = outpost_secret_new (password, -1);

  outpost_account_set (draft, OUTPOST_FIELD_NAME, name);
  return outpost_account_store_save_sync (fixture->store, base, draft, secret, TRUE, NULL,
                                          &fixture->error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = NULL;
  g_autofree char *id = NULL;

  fixture->parent = g_dir_make_tmp ("outpost-prompt-XXXXXX", NULL);
  folder = g_build_filename (fixture->parent, "accounts", NULL);
  fixture->store = outpost_account_store_new (folder);
  fixture->account = outpost_account_new ("shop");
  outpost_account_set (fixture->account, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  outpost_account_set (fixture->account, OUTPOST_FIELD_PORT, "465");
  outpost_account_set (fixture->account, OUTPOST_FIELD_USERNAME, "shop");
  id = save (fixture, NULL, "Shop", "hunter2");
  g_assert_no_error (fixture->error);
  lock_keyring ();
}

static void
unlock (Fixture *fixture)
{
  g_autoptr (OutpostSecret) secret = NULL;

  let_person (fixture, "answer_prompt (os.environ['OUTPOST_KEYRING_PASSWORD'])");
  secret = load (fixture, NULL);
  wait_for_person (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (outpost_secret_get_text (secret), ==, "hunter2");
}

/* Leaves the keyring as the session began it, for the next case. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  const char *const names[] = { "accounts/shop.conf", "accounts/.lock", "accounts", "" };

  g_clear_error (&fixture->error);
  if (outpost_secret_state_sync (fixture->account, NULL) == OUTPOST_SECRET_STATE_LOCKED)
    unlock (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->parent, names[i], NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_object_unref (fixture->account);
  g_object_unref (fixture->store);
  g_free (fixture->parent);
}

/* To libsecret a dismissed prompt looks like "nothing stored". */
static void
test_dismissed (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (OutpostSecret) secret = NULL;

  let_person (fixture, "answer_prompt (None)");
  secret = load (fixture, NULL);
  wait_for_person (fixture);
  g_assert_null (secret);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_DISMISSED);
  g_assert_cmpint (outpost_secret_state_sync (fixture->account, NULL), ==,
                   OUTPOST_SECRET_STATE_LOCKED);
}

static void
test_dismissed_save (Fixture       *fixture,
                     gconstpointer  data)
{
  OutpostAccount *base = outpost_account_store_find (fixture->store, "shop");
  g_autofree char *id = NULL;

  let_person (fixture, "answer_prompt (None)");
  id = save (fixture, base, "Renamed", "hunter3");
  wait_for_person (fixture);
  g_assert_null (id);
  g_assert_error (fixture->error, OUTPOST_SECRET_ERROR, OUTPOST_SECRET_ERROR_DISMISSED);
  g_assert_cmpstr (outpost_account_get_title (base), ==, "Shop");
}

static gpointer
cancel_when_asked (gpointer data)
{
  gpointer *arguments = data;

  g_subprocess_wait (arguments[0], NULL, NULL);
  g_cancellable_cancel (arguments[1]);
  return NULL;
}

static char *
get_keyring_owner (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", "GetNameOwner",
                                 g_variant_new ("(s)", "org.freedesktop.secrets"), NULL,
                                 G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  g_assert_nonnull (reply);
  return g_variant_print (reply, FALSE);
}

/* Nobody waits any longer, and the keyring has not gone down with the prompt. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *owner = get_keyring_owner ();
  g_autofree char *owner_after = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OutpostSecret) secret = NULL;
  gpointer arguments[2] = { NULL, cancellable };
  GThread *thread;

  let_person (fixture, "prompt_window ()");
  arguments[0] = fixture->person;
  thread = g_thread_new ("cancel", cancel_when_asked, arguments);
  secret = load (fixture, cancellable);
  g_thread_join (thread);
  wait_for_person (fixture);
  g_assert_null (secret);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  let_person (fixture, "answer_prompt (os.environ['OUTPOST_KEYRING_PASSWORD'])");
  wait_for_person (fixture);
  owner_after = get_keyring_owner ();
  g_assert_cmpstr (owner, ==, owner_after);
}

static void
test_unlocked (Fixture       *fixture,
               gconstpointer  data)
{
  unlock (fixture);
}

static void
test_unlocked_save (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr (OutpostSecret) secret = NULL;

  let_person (fixture, "answer_prompt (os.environ['OUTPOST_KEYRING_PASSWORD'])");
  id = save (fixture, outpost_account_store_find (fixture->store, "shop"), "Renamed", "hunter3");
  wait_for_person (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (id, ==, "shop");
  secret = load (fixture, NULL);
  g_assert_cmpstr (outpost_secret_get_text (secret), ==, "hunter3");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/prompt/unlocked", Fixture, NULL, set_up, test_unlocked, tear_down);
  g_test_add ("/prompt/unlocked-save", Fixture, NULL, set_up, test_unlocked_save, tear_down);
  g_test_add ("/prompt/dismissed", Fixture, NULL, set_up, test_dismissed, tear_down);
  g_test_add ("/prompt/dismissed-save", Fixture, NULL, set_up, test_dismissed_save, tear_down);
  g_test_add ("/prompt/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);

  return g_test_run ();
}
