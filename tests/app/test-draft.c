/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-draft.h"

typedef struct {
  OutpostDraft *draft;
  guint         n_changed;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static OutpostAccount *
make_saved (void)
{
  OutpostAccount *account = outpost_account_new ("shop");

  outpost_account_set (account, OUTPOST_FIELD_NAME, "Shop");
  outpost_account_set (account, OUTPOST_FIELD_SERVER, "mail.shop.example");
  outpost_account_set (account, OUTPOST_FIELD_PORT, "465");
  outpost_account_set (account, OUTPOST_FIELD_SIGN_IN, "none");
  outpost_account_set (account, OUTPOST_FIELD_EMAIL, "shop@shop.example");
  return account;
}

static void
set_up_new (Fixture       *fixture,
            gconstpointer  data)
{
  fixture->draft = outpost_draft_new (NULL);
  g_signal_connect_swapped (fixture->draft, "changed", G_CALLBACK (count_cb), fixture);
}

static void
set_up_saved (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (OutpostAccount) account = make_saved ();

  fixture->draft = outpost_draft_new (account);
  g_signal_connect_swapped (fixture->draft, "changed", G_CALLBACK (count_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  OutpostDraft *draft = fixture->draft;

  /* Whoever still asks the keyring for it holds it until the answer is there. */
  g_object_add_weak_pointer (G_OBJECT (draft), (gpointer *) &fixture->draft);
  g_object_run_dispose (G_OBJECT (draft));
  g_object_unref (draft);
  while (fixture->draft != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_fresh (Fixture       *fixture,
            gconstpointer  data)
{
  OutpostField field;

  g_assert_true (outpost_draft_is_new (fixture->draft));
  g_assert_null (outpost_draft_get_base (fixture->draft));
  g_assert_false (outpost_draft_is_changed (fixture->draft));
  g_assert_false (outpost_draft_can_save (fixture->draft));
  g_assert_nonnull (outpost_draft_why_not_test (fixture->draft));

  /* What is empty and was not touched is not an error yet, but holds Save back. */
  g_assert_null (outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_SERVER));
  g_assert_cmpuint (outpost_draft_count_errors (fixture->draft), >, 0);
  g_assert_true (outpost_draft_find_error (fixture->draft, &field));
  g_assert_cmpint (field, ==, OUTPOST_FIELD_SERVER);

  outpost_draft_touch_all (fixture->draft);
  g_assert_nonnull (outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_SERVER));
}

static void
test_touched (Fixture       *fixture,
              gconstpointer  data)
{
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SERVER, "m");
  g_assert_true (outpost_draft_is_changed (fixture->draft));
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SERVER, "");
  g_assert_nonnull (outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_SERVER));
}

static void
test_save_and_test (Fixture       *fixture,
                    gconstpointer  data)
{
  g_assert_false (outpost_draft_can_save (fixture->draft));
  g_assert_null (outpost_draft_why_not_test (fixture->draft));

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SENDER_NAME, "The Shop");
  g_assert_true (outpost_draft_can_save (fixture->draft));
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PORT, "70000");
  g_assert_false (outpost_draft_can_save (fixture->draft));
  g_assert_nonnull (outpost_draft_why_not_test (fixture->draft));
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PORT, "465");
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SENDER_NAME, "");
  g_assert_false (outpost_draft_is_changed (fixture->draft));
}

static void
test_offer (Fixture       *fixture,
            gconstpointer  data)
{
  const OutpostFinding *offer;
  gboolean changed;

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_EMAIL, "shop@gmail.com");
  offer = outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_EMAIL);
  g_assert_nonnull (offer);
  g_assert_cmpstr (offer->id, ==, "server-offer");
  g_assert_null (outpost_draft_get_source (fixture->draft, &changed));

  fixture->n_changed = 0;
  outpost_draft_apply (fixture->draft, offer);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_SERVER), ==,
                   "smtp.gmail.com");
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_USERNAME), ==,
                   "shop@gmail.com");
  g_assert_null (outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_EMAIL));
  g_assert_nonnull (outpost_draft_get_source (fixture->draft, &changed));
  g_assert_false (changed);

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PORT, "2525");
  g_assert_nonnull (outpost_draft_get_source (fixture->draft, &changed));
  g_assert_true (changed);
  outpost_draft_restore_source (fixture->draft);
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_PORT), !=, "2525");
}

static void
fill (OutpostDraft *draft,
      const char   *domain)
{
  g_autoptr (GPtrArray) changes = outpost_fix_new ();

  outpost_fix_add (changes, OUTPOST_FIELD_SERVER, "mail.shop.example");
  outpost_fix_add (changes, OUTPOST_FIELD_USERNAME, "anna@shop.example");
  outpost_fix_add (changes, OUTPOST_FIELD_EMAIL, "anna@shop.example");
  outpost_draft_fill (draft, changes, "found somewhere", domain);
}

static void
test_fill (Fixture       *fixture,
           gconstpointer  data)
{
  gboolean changed;

  fill (fixture->draft, NULL);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_SERVER), ==,
                   "mail.shop.example");
  g_assert_cmpstr (outpost_draft_get_source (fixture->draft, &changed), ==, "found somewhere");
  g_assert_false (changed);
  g_assert_false (outpost_draft_is_unconfirmed (fixture->draft));
}

static void
test_confirm (Fixture       *fixture,
              gconstpointer  data)
{
  const OutpostFinding *finding;

  fill (fixture->draft, "shop.example");
  g_assert_true (outpost_draft_is_unconfirmed (fixture->draft));
  finding = outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_PASSWORD);
  g_assert_cmpstr (finding->id, ==, "server-unconfirmed");
  outpost_draft_apply (fixture->draft, finding);
  g_assert_false (outpost_draft_is_unconfirmed (fixture->draft));

  /* Once is enough, also for what is put back. */
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SERVER, "other.example");
  outpost_draft_restore_source (fixture->draft);
  g_assert_false (outpost_draft_is_unconfirmed (fixture->draft));
}

static void
test_unconfirmed_put_back (Fixture       *fixture,
                           gconstpointer  data)
{
  fill (fixture->draft, "shop.example");
  /* Who has typed the server knows it. */
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SERVER, "other.example");
  g_assert_false (outpost_draft_is_unconfirmed (fixture->draft));
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PASSWORD, "for the other");

  /* The password of one server is not for another that nobody has vouched for. */
  outpost_draft_restore_source (fixture->draft);
  g_assert_true (outpost_draft_is_unconfirmed (fixture->draft));
  g_assert_null (outpost_draft_get_password (fixture->draft));

  /* Nothing is asked where no password goes. */
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SIGN_IN, "none");
  g_assert_false (outpost_draft_is_unconfirmed (fixture->draft));
}

static void
test_offer_leaves_what_was_typed (Fixture       *fixture,
                                  gconstpointer  data)
{
  const OutpostFinding *finding;

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_USERNAME, "somebody");
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_EMAIL, "shop@gmail.com");
  outpost_draft_apply (fixture->draft,
                       outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_EMAIL));
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_USERNAME), ==,
                   "somebody");

  /* With a server typed there is nothing to offer. */
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_EMAIL, "shop@yahoo.com");
  finding = outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_EMAIL);
  g_assert_true (finding == NULL || g_strcmp0 (finding->id, "server-offer") != 0);
}

static void
test_remark (Fixture       *fixture,
             gconstpointer  data)
{
  const OutpostFinding *finding;

  outpost_draft_set_remark (fixture->draft, OUTPOST_FIELD_SERVER, "Not found.");
  finding = outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_SERVER);
  g_assert_cmpstr (finding->text, ==, "Not found.");
  g_assert_cmpint (finding->severity, ==, OUTPOST_SEVERITY_WARNING);

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SENDER_NAME, "The Shop");
  g_assert_nonnull (outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_SERVER));
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  g_assert_null (outpost_draft_get_finding (fixture->draft, OUTPOST_FIELD_SERVER));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  outpost_draft_set_refused (fixture->draft, 1000);
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SENDER_NAME, "The Shop");
  g_assert_cmpint (outpost_draft_get_refused (fixture->draft), ==, 1000);
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PASSWORD, "another");
  g_assert_cmpint (outpost_draft_get_refused (fixture->draft), ==, 0);

  outpost_draft_set_refused (fixture->draft, 1000);
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  g_assert_cmpint (outpost_draft_get_refused (fixture->draft), ==, 0);
}

static void
test_adopt (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostAccount) sent = NULL;
  g_autoptr (OutpostSecret) password = NULL;

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_SENDER_NAME, "The Shop");
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PASSWORD, "first");
  sent = outpost_account_copy (outpost_draft_get_account (fixture->draft));
  password = outpost_secret_ref (outpost_draft_get_password (fixture->draft));

  /* Typed while saving goes on. */
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_EMAIL, "new@shop.example");
  outpost_draft_adopt (fixture->draft, sent, sent, password);
  g_assert_null (outpost_draft_get_password (fixture->draft));
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_EMAIL), ==,
                   "new@shop.example");
  g_assert_true (outpost_draft_is_changed (fixture->draft));
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_EMAIL, "shop@shop.example");
  g_assert_false (outpost_draft_is_changed (fixture->draft));

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PASSWORD, "second");
  outpost_draft_adopt (fixture->draft, sent, sent, password);
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_PASSWORD), ==, "second");
}

static void
test_rebase (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (OutpostAccount) changed = make_saved ();

  outpost_account_set (changed, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  outpost_account_set (changed, OUTPOST_FIELD_EMAIL, "theirs@shop.example");
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_EMAIL, "ours@shop.example");
  outpost_draft_rebase (fixture->draft, changed);

  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_SERVER), ==,
                   "smtp.shop.example");
  g_assert_cmpstr (outpost_draft_get_text (fixture->draft, OUTPOST_FIELD_EMAIL), ==,
                   "ours@shop.example");
}

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  const char *pin = "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  g_autoptr (OutpostDraft) copy = NULL;

  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PINNED_KEY, pin);
  outpost_draft_set_text (fixture->draft, OUTPOST_FIELD_PASSWORD, "not taken over");
  copy = outpost_draft_new_duplicate (outpost_draft_get_account (fixture->draft));

  g_assert_true (outpost_draft_is_new (copy));
  g_assert_true (outpost_draft_is_changed (copy));
  g_assert_null (outpost_draft_get_password (copy));
  g_assert_cmpstr (outpost_draft_get_text (copy, OUTPOST_FIELD_NAME), ==, "Shop (copy)");
  g_assert_cmpstr (outpost_draft_get_text (copy, OUTPOST_FIELD_SERVER), ==, "mail.shop.example");
  g_assert_cmpstr (outpost_draft_get_text (copy, OUTPOST_FIELD_PINNED_KEY), ==, pin);
  while (outpost_draft_get_secret_state (copy) == OUTPOST_SECRET_STATE_UNKNOWN)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_keyring_answers (Fixture       *fixture,
                      gconstpointer  data)
{
  /* The answer comes from a thread; with a sign-in that takes no password it is known. */
  while (outpost_draft_get_secret_state (fixture->draft) == OUTPOST_SECRET_STATE_UNKNOWN)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (outpost_draft_get_secret_state (fixture->draft), ==,
                   OUTPOST_SECRET_STATE_NOT_NEEDED);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  /* No keyring of the person's is asked. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);

  g_test_add ("/draft/fresh", Fixture, NULL, set_up_new, test_fresh, tear_down);
  g_test_add ("/draft/touched", Fixture, NULL, set_up_new, test_touched, tear_down);
  g_test_add ("/draft/save-and-test", Fixture, NULL, set_up_saved, test_save_and_test, tear_down);
  g_test_add ("/draft/fill", Fixture, NULL, set_up_new, test_fill, tear_down);
  g_test_add ("/draft/confirm", Fixture, NULL, set_up_new, test_confirm, tear_down);
  g_test_add ("/draft/unconfirmed-put-back", Fixture, NULL, set_up_new,
              test_unconfirmed_put_back, tear_down);
  g_test_add ("/draft/offer", Fixture, NULL, set_up_new, test_offer, tear_down);
  g_test_add ("/draft/offer-leaves-what-was-typed", Fixture, NULL, set_up_new,
              test_offer_leaves_what_was_typed, tear_down);
  g_test_add ("/draft/remark", Fixture, NULL, set_up_saved, test_remark, tear_down);
  g_test_add ("/draft/refused", Fixture, NULL, set_up_saved, test_refused, tear_down);
  g_test_add ("/draft/adopt", Fixture, NULL, set_up_saved, test_adopt, tear_down);
  g_test_add ("/draft/rebase", Fixture, NULL, set_up_saved, test_rebase, tear_down);
  g_test_add ("/draft/duplicate", Fixture, NULL, set_up_saved, test_duplicate, tear_down);
  g_test_add ("/draft/keyring-answers", Fixture, NULL, set_up_saved, test_keyring_answers,
              tear_down);

  return g_test_run ();
}
