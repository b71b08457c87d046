# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""First frame and memory of the window, in its first run and with an account, beside an empty
libadwaita window with ten entry rows. Runs inside tests/ui/desktop-session."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT'])
RUNS = 9

ACCOUNT = """[Account]
Name=Shop
Server=mail.shop.example
Port=465
Security=tls
Username=anna@shop.example
Email=anna@shop.example
Secret=command:cat /dev/null
"""


def measure(argv, folder):
    """(milliseconds to the first frame, resident KiB) of one run."""
    told = folder / 'first-frame'
    told.unlink(missing_ok=True)
    env = dict(os.environ, LD_PRELOAD=str(BUILD / 'tests/bench/libfirst-frame.so'),
               FIRST_FRAME_FILE=str(told))
    started = time.clock_gettime(time.CLOCK_MONOTONIC)
    process = subprocess.run([str(a) for a in argv], env=env, timeout=60)
    if process.returncode != 0 or not told.exists():
        sys.exit('%s ended with status %d: no figure' % (argv[0], process.returncode))
    frame, resident = told.read_text().split()
    return int(frame) / 1e3 - started * 1e3, int(resident)


def set_account(text):
    path = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'outpost/accounts/shop.conf'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text)
        path.chmod(0o600)


def use_gnome_font():
    """GTK's own guess, Sans 10, goes badly with the sizes of libadwaita's style, which are meant
    for what GNOME has: nearly every text would have a size of its own."""
    path = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0/settings.ini'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[Settings]\ngtk-font-name=Cantarell 11\n')


def main():
    use_gnome_font()
    outpost = [BUILD / 'src/app/outpost']
    programs = {'empty window': ([BUILD / 'tests/bench/empty-window'], None),
                'first run': (outpost, None), 'an account': (outpost, ACCOUNT)}
    figures = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as name:
        for run in range(RUNS + 1):
            # By turns, so that both meet the same machine; the first run only fills caches.
            for program, (argv, account) in programs.items():
                set_account(account)
                figure = measure(argv, pathlib.Path(name))
                if run > 0:
                    figures[program].append(figure)
    medians = {program: [statistics.median(column) for column in zip(*rows)]
               for program, rows in figures.items()}
    for program, (frame, resident) in medians.items():
        print('%-14s first frame %6.0f ms   memory %6.1f MiB' % (program, frame, resident / 1024))
    empty = medians.pop('empty window')
    for program, ours in medians.items():
        for name, i, mark in (('first frame', 0, 1.25), ('memory', 1, 1.15)):
            ratio = ours[i] / empty[i]
            print('%-14s %-11s %.2f times the empty window, mark %.2f: %s'
                  % (program, name, ratio, mark, 'kept' if ratio <= mark else 'NOT KEPT'))


main()
