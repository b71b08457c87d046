/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* measure FILE COMMAND [ARGUMENT…]: runs the command, writes to FILE what it used, and ends with
 * its exit status. The line holds seconds from start to end, seconds of processor time, and the
 * peak of resident memory in KiB.
 *
 * A program of its own because the kernel carries the peak of the process that starts a command
 * over into the command's figure: measured from a script it would be the interpreter's. */

#include "config.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double
to_s (struct timeval time)
{
  return time.tv_sec + time.tv_usec / 1e6;
}

int
main (int   argc,
      char *argv[])
{
  struct rusage usage;
  double started = now_s ();
  double ended;
  int status;
  pid_t child;
  FILE *file;

  if (argc < 3)
    return 64;

  child = vfork ();
  if (child == 0) {
    execvp (argv[2], argv + 2);
    _exit (127);
  }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child)
    return 71;

  ended = now_s ();
  file = fopen (argv[1], "w");
  if (file == NULL)
    return 73;
  fprintf (file, "%.6f %.6f %ld\n", ended - started,
           to_s (usage.ru_utime) + to_s (usage.ru_stime), usage.ru_maxrss);
  fclose (file);

  return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}
