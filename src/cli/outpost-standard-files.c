/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-standard-files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/**
 * outpost_standard_files_open:
 *
 * Takes the places of standard input, output and error where a program was started
 * without them: the first file that it opens would be read as the message, or have
 * errors written into it. Reading such an input fails, so that it is not mistaken
 * for an empty message. To be called first thing in main().
 */
void
outpost_standard_files_open (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if (fcntl (fd, F_GETFD) < 0 &&
        open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDWR) != fd)
      abort ();
  }
}
