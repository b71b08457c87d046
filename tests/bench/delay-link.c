/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* delay-link - a point-to-point network link with a set delay, in user space.
 *
 * For kernels without sch_netem.  It opens one TUN device in each of two
 * network namespaces and carries every IP packet from one to the other after
 * a fixed one-way delay.  Unlike a delaying TCP proxy the two TCP stacks talk
 * to each other end to end, so that the TCP handshake, slow start, delayed
 * acknowledgements and Nagle's algorithm all feel the delay.
 *
 * Usage: delay-link NETNS_A NETNS_B IFNAME DELAY_FILE
 * DELAY_FILE holds the one-way delay in microseconds; SIGHUP reads it again.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { QUEUE = 65536, MTU_MAX = 2048 };

struct packet {
  uint64_t due;
  uint16_t length;
  unsigned char *data;
};

struct direction {
  int in, out;
  struct packet *ring;
  unsigned head, tail;
};

static volatile sig_atomic_t reread = 1;
static volatile sig_atomic_t stop = 0;

static void on_hup(int sig) { (void)sig; reread = 1; }
static void on_term(int sig) { (void)sig; stop = 1; }

static uint64_t now_ns(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int open_tun(const char *netns, const char *name)
{
  char path[256];
  snprintf(path, sizeof path, "/var/run/netns/%s", netns);
  int ns = open(path, O_RDONLY | O_CLOEXEC);
  if (ns < 0 || setns(ns, CLONE_NEWNET) != 0) {
    perror(path);
    exit(1);
  }
  close(ns);
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    perror("/dev/net/tun");
    exit(1);
  }
  struct ifreq request;
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
  if (ioctl(fd, TUNSETIFF, &request) != 0) {
    perror("TUNSETIFF");
    exit(1);
  }
  return fd;
}

static uint64_t read_delay(const char *path)
{
  unsigned long long us = 0;
  FILE *f = fopen(path, "r");
  if (f != NULL) {
    if (fscanf(f, "%llu", &us) != 1)
      us = 0;
    fclose(f);
  }
  return (uint64_t)us * 1000u;
}

static void take(struct direction *d, uint64_t delay)
{
  for (int i = 0; i < 256; i++) {
    if (d->head - d->tail == QUEUE)
      return;
    struct packet *p = &d->ring[d->head % QUEUE];
    if (p->data == NULL)
      p->data = malloc(MTU_MAX);
    ssize_t n = read(d->in, p->data, MTU_MAX);
    if (n <= 0)
      return;
    p->length = (uint16_t)n;
    p->due = now_ns() + delay;
    d->head++;
  }
}

static void give(struct direction *d, uint64_t now)
{
  while (d->tail != d->head) {
    struct packet *p = &d->ring[d->tail % QUEUE];
    if (p->due > now)
      return;
    if (write(d->out, p->data, p->length) < 0 && errno == EAGAIN)
      return;
    d->tail++;
  }
}

int main(int argc, char **argv)
{
  if (argc != 5) {
    fprintf(stderr, "usage: delay-link NETNS_A NETNS_B IFNAME DELAY_FILE\n");
    return 2;
  }
  struct direction d[2];
  memset(d, 0, sizeof d);
  int a = open_tun(argv[1], argv[3]);
  int b = open_tun(argv[2], argv[3]);
  d[0].in = a; d[0].out = b;
  d[1].in = b; d[1].out = a;
  for (int i = 0; i < 2; i++)
    d[i].ring = calloc(QUEUE, sizeof *d[i].ring);
  struct sigaction hup = { .sa_handler = on_hup };
  struct sigaction term = { .sa_handler = on_term };
  sigaction(SIGHUP, &hup, NULL);
  sigaction(SIGTERM, &term, NULL);
  sigaction(SIGINT, &term, NULL);
  prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL);
  uint64_t delay = 0;
  while (!stop) {
    if (reread) {
      reread = 0;
      delay = read_delay(argv[4]);
    }
    uint64_t now = now_ns(), next = UINT64_MAX;
    for (int i = 0; i < 2; i++) {
      give(&d[i], now);
      if (d[i].tail != d[i].head) {
        uint64_t due = d[i].ring[d[i].tail % QUEUE].due;
        if (due < next)
          next = due;
      }
    }
    struct timespec wait = { 1, 0 };
    if (next != UINT64_MAX) {
      uint64_t left = next > now ? next - now : 1000;
      wait.tv_sec = (time_t)(left / 1000000000u);
      wait.tv_nsec = (long)(left % 1000000000u);
    }
    struct pollfd p[2] = { { a, POLLIN, 0 }, { b, POLLIN, 0 } };
    if (ppoll(p, 2, &wait, NULL) < 0 && errno != EINTR)
      break;
    for (int i = 0; i < 2; i++)
      if (p[i].revents & POLLIN)
        take(&d[i], delay);
  }
  return 0;
}
