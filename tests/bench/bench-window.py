# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""First frame and memory of the window beside an empty libadwaita window with ten entry rows.
Runs inside tests/ui/desktop-session."""
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
Security=tls
Server=smtp.gmail.com
Port=465
SignIn=auto
Username=shop@gmail.com
Email=shop@gmail.com
Sender=orders@shop.example
SenderName=The Shop
Secret=keyring
"""


def make_config(folder, account=None):
    """A folder of settings, with the font that GNOME has: GTK's own guess, Sans 10, goes badly with
    the sizes of libadwaita's style, which are meant for it."""
    (folder / 'gtk-4.0').mkdir(parents=True)
    (folder / 'gtk-4.0/settings.ini').write_text('[Settings]\ngtk-font-name=Cantarell 11\n')
    if account is not None:
        accounts = folder / 'outpost/accounts'
        accounts.mkdir(parents=True, mode=0o700)
        (accounts / 'shop.conf').write_text(account)
        (accounts / 'shop.conf').chmod(0o600)
    return folder


def measure(program, config, folder):
    """(milliseconds to the first frame, resident KiB) of one run."""
    told = folder / 'first-frame'
    told.unlink(missing_ok=True)
    env = dict(os.environ, LD_PRELOAD=str(BUILD / 'tests/bench/libfirst-frame.so'),
               FIRST_FRAME_FILE=str(told), XDG_CONFIG_HOME=str(config),
               GSETTINGS_SCHEMA_DIR=str(BUILD / 'data'))
    started = time.clock_gettime(time.CLOCK_MONOTONIC)
    process = subprocess.run([str(BUILD / program)], env=env, timeout=60)
    if process.returncode != 0 or not told.exists():
        sys.exit('%s ended with status %d: no figure' % (program, process.returncode))
    frame, resident = told.read_text().split()
    return int(frame) / 1e3 - started * 1e3, int(resident)


def main():
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        fresh = make_config(folder / 'fresh')
        used = make_config(folder / 'used', ACCOUNT)
        windows = {'empty window': ('tests/bench/empty-window', fresh),
                   'outpost': ('src/app/outpost', fresh),
                   'outpost with an account': ('src/app/outpost', used)}
        for run in range(RUNS + 1):
            # By turns, so that all meet the same machine; the first run only fills caches.
            for window, (program, config) in windows.items():
                figure = measure(program, config, folder)
                if run > 0:
                    figures.setdefault(window, []).append(figure)
    medians = {window: [statistics.median(column) for column in zip(*rows)]
               for window, rows in figures.items()}
    for window, (frame, resident) in medians.items():
        print('%-24s first frame %6.0f ms   memory %6.1f MiB' % (window, frame, resident / 1024))
    empty = medians.pop('empty window')
    for window, ours in medians.items():
        for name, i, mark in (('first frame', 0, 1.25), ('memory', 1, 1.15)):
            ratio = ours[i] / empty[i]
            print('%-24s %-11s %.2f times the empty window, mark %.2f: %s'
                  % (window, name, ratio, mark, 'kept' if ratio <= mark else 'NOT KEPT'))


main()
