# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for the tree as a whole: arrows between the rooms, heads of files."""
import os
import pathlib
import re
import unittest

import tap

TOP = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
SOURCE = TOP / 'src'

# The house, from the roof down. A room includes its own headers and those of rooms further down;
# rooms on one floor do not know each other.
FLOORS = [
    {'app', 'cli'},
    {'service', 'exchange'},
    {'outbox'},
    {'diagnosis', 'discovery', 'deliver', 'oauth'},
    {'account', 'server'},
    {'smtp', 'dns'},
    {'message'},
    {'base'},
]

# Libraries that only some rooms may know, by how their headers are named.
LIBRARIES = {
    re.compile(r'^(gtk|gdk|gsk)/|^adwaita\.h$'): {'app'},
    re.compile(r'^libsoup/'): {'discovery', 'oauth'},
    re.compile(r'^libsecret/'): {'account'},
    re.compile(r'^gmime/'): {'message'},
    re.compile(r'^gsasl\.h$'): {'smtp', 'server'},
    re.compile(r'^gnutls/'): {'smtp', 'server', 'diagnosis'},
    re.compile(r'^libpsl\.h$'): {'deliver', 'discovery'},
    re.compile(r'^sqlite3\.h$'): {'outbox'},
}

# Made by the build: no room's sources hold them.
GENERATED = re.compile(r'^config\.h$|^outpost-[a-z-]*resources?\.h$')

QUOTED = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
ANGLED = re.compile(r'^\s*#\s*include\s*<([^>]+)>', re.M)
LINES_MAX = 600


def floor_of(room):
    return next((i for i, rooms in enumerate(FLOORS) if room in rooms), None)


def sources(*patterns):
    return sorted(p for pattern in patterns for p in SOURCE.glob('*/' + pattern))


def files(*folders):
    """Every text file of the tree below these folders, as the person wrote it."""
    for folder in folders:
        for path in sorted((TOP / folder).rglob('*')):
            if path.is_file() and '__pycache__' not in path.parts \
                    and path.suffix not in ('.png', '.pyc', '.mo'):
                yield path


class Tree(unittest.TestCase):
    maxDiff = None

    def assert_none(self, faults, rule):
        if faults:
            self.fail('%s:\n  %s' % (rule, '\n  '.join(faults)))

    def test_every_room_is_in_the_house(self):
        strangers = [p.name for p in SOURCE.iterdir() if p.is_dir() and floor_of(p.name) is None]
        self.assert_none(strangers, 'rooms that the design does not know')

    def test_header_names_are_unique(self):
        seen, faults = {}, []
        for path in sources('*.h'):
            if path.name in seen:
                faults.append('%s and %s' % (seen[path.name], path))
            seen[path.name] = path
        self.assert_none(faults, 'one name for two headers')

    def test_arrows_go_down(self):
        owner = {p.name: p.parent.name for p in sources('*.h')}
        faults = []
        for path in sources('*.c', '*.h'):
            room = path.parent.name
            for name in QUOTED.findall(path.read_text()):
                if GENERATED.match(name):
                    continue
                theirs = owner.get(name)
                if theirs is None:
                    faults.append('%s includes %s, which no room has' % (path.name, name))
                elif theirs != room and floor_of(theirs) <= floor_of(room):
                    faults.append('%s/%s includes %s/%s' % (room, path.name, theirs, name))
                elif theirs != room and name.endswith('-private.h'):
                    faults.append('%s/%s includes the private %s' % (room, path.name, name))
        self.assert_none(faults, 'includes against the arrows')

    def test_libraries_stay_in_their_rooms(self):
        faults = []
        for path in sources('*.c', '*.h'):
            for name in ANGLED.findall(path.read_text()):
                for pattern, rooms in LIBRARIES.items():
                    if pattern.search(name) and path.parent.name not in rooms:
                        faults.append('%s/%s includes <%s>' % (path.parent.name, path.name, name))
        self.assert_none(faults, 'libraries that a room must not know')

    def test_config_comes_first(self):
        faults = []
        for path in sources('*.c'):
            first = re.search(r'^\s*#\s*include\s*["<]([^">]+)[">]', path.read_text(), re.M)
            if first is not None and first.group(1) != 'config.h':
                faults.append('%s/%s' % (path.parent.name, path.name))
        self.assert_none(faults, 'files that do not include config.h first')

    def test_files_carry_copyright_and_licence(self):
        faults = []
        for path in files('src', 'tests', 'build-aux', '.ci', 'data'):
            # Of a file without a suffix, only scripts: the rest is data that takes no comment.
            head = path.read_bytes()[:600].decode('utf-8', 'replace')
            if path.suffix in ('.c', '.h', '.py', '.sh', '.ui', '.css') or head.startswith('#!'):
                if 'SPDX-FileCopyrightText: ' not in head \
                        or 'SPDX-License-Identifier: ' not in head:
                    faults.append(str(path.relative_to(TOP)))
        self.assert_none(faults, 'files without their two SPDX lines')

    def test_files_stay_short(self):
        faults = []
        for path in sources('*.c', '*.h', '*.ui', '*.css'):
            lines = path.read_text().count('\n')
            if lines > LINES_MAX:
                faults.append('%s/%s has %d lines' % (path.parent.name, path.name, lines))
        self.assert_none(faults, 'files past %d lines' % LINES_MAX)

    def test_a_clone_stands_alone(self):
        # Written in pieces, so that this file is not the one found.
        elsewhere = re.compile('|'.join([r'\.\./' + 'shared', '/work' + '/', '/tmp' + '/w/']))
        faults = []
        for path in files('src', 'tests', 'build-aux', '.ci', 'data', 'flatpak', 'po'):
            for number, line in enumerate(path.read_text(errors='replace').splitlines(), 1):
                if elsewhere.search(line):
                    faults.append('%s:%d' % (path.relative_to(TOP), number))
        self.assert_none(faults, 'lines that look outside the tree')

    def test_nothing_is_put_off(self):
        promise = re.compile('|'.join([r'\bTO' + 'DO', r'\bFIX' + 'ME', r'\bXX' + r'X\b',
                                       'not ' + 'implemented', 'coming ' + 'soon']))
        faults = []
        for path in files('src', 'data', 'build-aux', 'tests'):
            for number, line in enumerate(path.read_text(errors='replace').splitlines(), 1):
                if promise.search(line):
                    faults.append('%s:%d' % (path.relative_to(TOP), number))
        self.assert_none(faults, 'promises in place of code')


if __name__ == '__main__':
    tap.main()
