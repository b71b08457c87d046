/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-draft.h"
#include "outpost-first-run-page.h"
#include "outpost-general-page.h"
#include "outpost-window.h"

G_BEGIN_DECLS

/* What is to happen once the draft on show is saved or given up. */
typedef enum {
  OUTPOST_NEXT_STAY,
  OUTPOST_NEXT_CLOSE,
  OUTPOST_NEXT_OPEN,
  OUTPOST_NEXT_ADD,
  OUTPOST_NEXT_DUPLICATE,
} OutpostNext;

struct _OutpostWindow {
  AdwApplicationWindow  parent_instance;

  GtkMenuButton        *account_button;
  GtkLabel             *account_label;
  GtkWidget            *back_button;
  AdwHeaderBar         *header_bar;
  GtkWidget            *window_title;
  GtkWidget            *save_button;
  GtkMenuButton        *menu_button;
  AdwToastOverlay      *toasts;
  GtkBox               *pages;
  OutpostGeneralPage   *page;
  OutpostFirstRunPage  *first_run;     /* NULL before it is first needed */
  GMenu                *accounts_menu;

  OutpostAccountStore  *store;
  OutpostDraft         *draft;
  GSettings            *settings;      /* NULL where the schema is not installed */

  OutpostNext           next;          /* after the question or the save that is under way */
  char                 *next_id;
  gboolean              is_first_run;  /* it is on show in place of the form */
  char                 *back_id;       /* the account on show before the first run, or NULL */
  gboolean              asking;
  gboolean              closing;

  OutpostAccount       *sent;          /* while saving: what was handed over */
  OutpostSecret        *sent_password;
  GCancellable         *cancellable;

  GError               *save_error;    /* why the last Save did not succeed */
  OutpostSecretState    state_closed;  /* whose card the person has put away */
  GPtrArray            *removed;       /* ids of accounts that can be had back */
  gboolean              narrow;
  guint                 narrow_id;
};

/* outpost-window.c */
void               outpost_window_put_draft            (OutpostWindow     *self,
                                                        OutpostDraft      *draft);
void               outpost_window_show_draft           (OutpostWindow     *self,
                                                        OutpostDraft      *draft);
void               outpost_window_go                   (OutpostWindow     *self,
                                                        OutpostNext        next,
                                                        const char        *id);
void               outpost_window_update               (OutpostWindow     *self);
void               outpost_window_toast                (OutpostWindow     *self,
                                                        const char        *text);

/* outpost-window-save.c */
void               outpost_window_save                 (OutpostWindow     *self);
void               outpost_window_leave                (OutpostWindow     *self,
                                                        OutpostNext        next,
                                                        const char        *id);

/* outpost-window-accounts.c */
void               outpost_window_accounts_class_init  (GtkWidgetClass    *widget_class);
void               outpost_window_accounts_init        (OutpostWindow     *self);
void               outpost_window_accounts_update      (OutpostWindow     *self);
void               outpost_window_watch_removed        (OutpostWindow     *self,
                                                        OutpostAdviceCard *card);
void               outpost_window_update_removed       (OutpostWindow     *self);
void               outpost_window_purge_all            (OutpostWindow     *self);

/* outpost-window-cards.c */
void               outpost_window_cards_init           (OutpostWindow     *self);
void               outpost_window_cards_update         (OutpostWindow     *self);
void               outpost_window_cards_forget         (OutpostWindow     *self);
OutpostAdviceCard *outpost_window_get_card             (OutpostWindow     *self,
                                                        OutpostCardSlot    slot);

/* outpost-window-first-run.c */
void               outpost_window_first_run_class_init (GtkWidgetClass    *widget_class);
void               outpost_window_first_run_update     (OutpostWindow     *self);
void               outpost_window_show_first_run       (OutpostWindow     *self);
void               outpost_window_hide_first_run       (OutpostWindow     *self);

/* outpost-window-menu.c */
void               outpost_window_menu_class_init      (GtkWidgetClass    *widget_class);
void               outpost_window_menu_init            (OutpostWindow     *self);

G_END_DECLS
