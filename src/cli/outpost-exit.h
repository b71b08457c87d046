/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Exit codes: those of sysexits.h that mail programs share, as outpost-sendmail(8)
 * and outpostctl(1) document them. */
typedef enum {
  OUTPOST_EXIT_OK = 0,
  OUTPOST_EXIT_USAGE = 64,
  OUTPOST_EXIT_DATA = 65,         /* the message cannot be sent as it is */
  OUTPOST_EXIT_RECIPIENT = 67,    /* a recipient refused for good */
  OUTPOST_EXIT_UNAVAILABLE = 69,  /* service, sender or message refused for good */
  OUTPOST_EXIT_SOFTWARE = 70,
  OUTPOST_EXIT_TEMPORARY = 75,
  OUTPOST_EXIT_PROTOCOL = 76,     /* TLS or protocol */
  OUTPOST_EXIT_SIGN_IN = 77,
  OUTPOST_EXIT_CONFIGURATION = 78,
} OutpostExit;
