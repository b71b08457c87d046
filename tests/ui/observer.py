# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the observer inside the window (folder observer) what is on show, and judges it."""
import json
import os
import pathlib
import re
import socket
import time

import ui

MODULE = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT']) / 'tests/ui/observer'

# What a person presses.
TARGETS = ('GtkButton', 'GtkToggleButton', 'GtkCheckButton', 'GtkSwitch', 'AdwEntryRow',
           'AdwComboRow', 'AdwExpanderRow', 'AdwActionRow', 'OutpostPasswordRow',
           'GtkModelButton', 'GtkSearchEntry', 'GtkListItemWidget')
# A width at which the window has its narrow layout.
TURNS_NARROW = 600
# A host, an address, a path, a code or a command: left to right in every language.
TECHNICAL = re.compile(r'\d{3} \d\.\d+\.\d+|(?<![\w./:])~?/\.?\w[\w./-]*\w|TLS \d\.\d|sha256:\S+'
                       r'|[\w+-]+@[\w.-]+\w|\w[\w-]*(?:\.[\w-]+)+\w|\d+(?:\.\d+)+|[A-Z]{4,}',
                       re.ASCII)
# Three letters or more: no number of a message, and no pair of a fingerprint. Scripts without spaces
# break anywhere.
WORD = re.compile(r'\b[a-z\u00c0-\u06ff]{3,}\b', re.IGNORECASE)


class Widget:
    def __init__(self, facts, widgets):
        self.__dict__.update(facts)
        self.parent = widgets[self.parent] if self.parent >= 0 else None
        self.text = facts.get('text')

    def __repr__(self):
        return '%s%s %r at %d,%d %dx%d in %s' % (
            self.type, '#' + self.id if self.id else '', self.text, self.x, self.y, self.width,
            self.height, '/'.join(w.id or w.type for w in list(self.ancestors())[:4]))

    def ancestors(self):
        widget = self.parent
        while widget is not None:
            yield widget
            widget = widget.parent

    def within(self, type_or_id):
        return any(type_or_id in (w.type, w.id) for w in self.ancestors())

    @property
    def surface(self):
        """The window or popover that it is in: positions count from there."""
        return self if self.native else next(w for w in self.ancestors() if w.native)


class Observer:
    """The widgets go by their id in the .ui files: the same in every language."""

    def __init__(self, path, timeout=2 * ui.TIMEOUT):
        self._socket = socket.socket(socket.AF_UNIX)
        self._timeout = timeout
        self._width = TURNS_NARROW      # at least
        self._socket.settimeout(timeout)
        self._socket.connect(str(path))
        self._file = self._socket.makefile('rw')

    def ask(self, *command):
        self._file.write(' '.join(str(word) for word in command) + '\n')
        self._file.flush()
        return json.loads(self._file.readline())

    def do(self, *command):
        """Of action, press and text: there must be such a thing."""
        if not self.ask(*command)['number']:
            raise AssertionError('cannot %s' % ' '.join(command))

    def type(self, id, text):
        self.do('text', id, text.replace('\\', r'\\').replace('\n', r'\n'))

    def press_when_it_may(self, id):
        """Presses a button that takes no press just yet."""
        self.wait(lambda widgets: any(w.sensitive for w in find(widgets, id)))
        self.do('press', id)

    def look(self):
        widgets = []
        for facts in self.ask('look'):
            widgets.append(Widget(facts, widgets))
        return widgets

    def wait(self, condition):
        """Looks until the condition holds for what is seen, and gives that."""
        end = time.monotonic() + self._timeout
        while True:
            widgets = self.look()
            if condition(widgets):
                return widgets
            if time.monotonic() > end:
                raise AssertionError('waited in vain; there is:\n'
                                     + '\n'.join(map(repr, texts(widgets))))

    def wait_for(self, id, *classes):
        """Waits for a widget of that id, or of that type, with all these classes."""
        return self.wait(lambda widgets: find(widgets, id, *classes))

    def wait_gone(self, id, *classes):
        return self.wait(lambda widgets: not find(widgets, id, *classes))

    def resize(self, width, height, timeout=3):
        """Asks the windows for that size and waits until they have that width and all in them
        has its place: a text that has only just changed has not. One that cannot be so narrow
        keeps its own. A window's minimum falls once it has turned narrow, so it becomes narrow
        in two steps: as when its edge is dragged."""
        if width < TURNS_NARROW <= self._width:
            self._resize(TURNS_NARROW, height, timeout)
        self._width = width
        return self._resize(width, height, timeout)

    def _resize(self, width, height, timeout):
        end = time.monotonic() + timeout
        self.ask('size', width, height)
        before = None
        while True:
            widgets = self.look()
            wide = all(w.inner_width == width for w in widgets if w.resizable)
            now = places(widgets), [w.text for w in widgets]
            if wide and now == before or time.monotonic() > end:
                return widgets
            before = now

    def take_picture(self, path, scale=1):
        """Gives the widgets, too, which stand where the picture has them."""
        before = []

        def painted(widgets):
            nonlocal before
            if before and places(widgets) == places(before):
                return True
            # Nothing has been painted yet of a window that has only just come.
            before = widgets if self.ask('picture', path, scale)['number'] else []
            return False
        self.wait(painted)
        return before

    def close(self):
        self._file.close()
        self._socket.close()


def places(widgets):
    """The bounds of a spinner turn with it."""
    return [(w.x, w.y, w.width, w.height) for w in widgets if w.type != 'GtkSpinner']


def environment(path):
    """What brings the observer into a program."""
    return {'GIO_EXTRA_MODULES': str(MODULE), 'OUTPOST_OBSERVER': str(path)}


def find(widgets, id, *classes):
    return [w for w in widgets if id in (w.id, w.type) and set(classes) <= set(w.classes.split())]


# -- what may be wrong ----------------------------------------------------------

def labels(widgets):
    return [w for w in widgets if w.type == 'GtkLabel' and w.text]


def texts(widgets):
    return [w for w in widgets if w.text]


def is_data(label):
    """Whether a label shows only what the person or the server has given, which may have any
    length: the account's name, an address, the server's own words."""
    return label.id in ('account_label', 'words') or '@' in label.text


def cut_labels(widgets):
    """Labels that do not show all of their text, or show it beyond the edge."""
    found = []
    for label in labels(widgets):
        surface = label.surface
        edges = [(w.x, w.x + w.width) for w in label.ancestors()
                 if w.clips and not w.native and w.surface is surface] + [(0, surface.inner_width)]
        outside = any(label.x < left - 1 or label.x + label.width > right + 1
                      for left, right in edges)
        # An entry row's title moves out of the way of its text.
        away = label.id == 'empty_title' and any(
            w.text for w in widgets if w.type == 'GtkText' and w.parent is label.parent)
        if (label.ellipsized or label.cut or outside) and not away:
            found.append(label)
    return found


def unknown_glyphs(widgets):
    """Letters that no font has, and what takes the place of letters that are not let through."""
    return [w for w in texts(widgets) if w.unknown or '\ufffd' in w.text]


def hyphenated_words(widgets, everywhere):
    """A hyphen at the end of a line, where it would be read as part of a name, or everywhere."""
    return [w for w in labels(widgets)
            if w.hyphenated and (everywhere or TECHNICAL.search(w.text))]


def broken_words(widgets):
    """Words that go on in the next line. A key has none, and beside buttons a sentence may have no
    room for the address in it."""
    def lines(widget, match):
        return {cell[0] for cell in widget.characters[match.start():match.end()]}
    return [(match[0], w) for w in labels(widgets)
            if not (w.ellipsized or w.text.startswith('sha256:') or '@' in w.text and ' ' in w.text)
            for match in WORD.finditer(w.text) if len(lines(w, match)) > 1]


def split_technical_words(widgets):
    """Hosts, addresses, codes whose letters do not stand from left to right."""
    found = []
    for widget in texts(widgets):
        # What the ellipsis hides has no place.
        if widget.type == 'GtkLabel' and widget.ellipsized:
            continue
        for match in TECHNICAL.finditer(widget.text):
            cells = widget.characters[match.start():match.end()]
            pairs = list(zip(cells, cells[1:]))
            if any(a[0] == b[0] and a[1] >= b[1] for a, b in pairs):
                found.append((match[0], widget))
    return found
