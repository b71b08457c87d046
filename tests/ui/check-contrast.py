# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contrast of every text and every sign on every page in every state, as it is painted: light
and dark, and in high contrast. What cannot be pressed may be faint (WCAG 2.1, 1.4.3)."""
import collections
import math
import pathlib
import subprocess
import tempfile

import states
import tap

WIDTH, HEIGHT = 780, 3000
# Painted twice as large, so that the strokes of a letter are as dark inside as they are meant.
SCALE = 2
# AdwColorScheme.
SCHEMES = {'light': 1, 'dark': 4}
# Made whole by GTK and libadwaita.
NOT_OURS = ('GtkShortcutsWindow', 'AdwAboutWindow')


def luminance(pixel):
    """By the definition of WCAG 2.1, of the bytes of an RGBA pixel."""
    channels = [c / 255 for c in pixel.to_bytes(4, 'little')[:3]]
    r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


class Picture:
    """What the observer has painted of the newest window or the popover in it."""

    def __init__(self, observer):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'picture.png'
            self.widgets = observer.take_picture(path, SCALE)
            data = subprocess.run(['convert', path, '-depth', '8', 'rgba:-'], check=True,
                                  stdout=subprocess.PIPE).stdout
        newest = [w for w in self.widgets if w.native and w.parent is None][-1]
        self.surface = next((w for w in self.widgets if w.native and newest in w.ancestors()),
                            newest)
        self.pixels = memoryview(data).cast('I')
        self.width = self.surface.width * SCALE

    def contrast(self, widget):
        """Of a text of many lines, that of the faintest."""
        left, top, right, bottom = self.place_of(widget)
        if widget.type != 'GtkTextView':
            return self.contrast_within(left, top, right, bottom)
        lines = [SCALE * (widget.y - self.surface.y + y)
                 for y in sorted({y for y, x in widget.characters})]
        return min(self.contrast_within(left, max(top, line), right, min(bottom, after))
                   for line, after in zip(lines, [*lines[1:], bottom]))

    def contrast_within(self, left, top, right, bottom):
        """Between the colour that most of the place has and the one furthest from that. What is
        scrolled out of view has none."""
        colours = collections.Counter()
        for y in range(top, bottom):
            colours.update(self.pixels[y * self.width + left:y * self.width + right])
        ground = max(colours, key=colours.get, default=0)
        return max((contrast(ground, colour) for colour in colours), default=math.inf)

    def place_of(self, widget):
        boxes = [(w.x, w.y, w.x + w.width, w.y + w.height) for w in (widget, *widget.ancestors())
                 if w is widget or w is self.surface or w.clips and w.surface is self.surface]
        left, top, right, bottom = zip(*boxes)
        return [SCALE * (max(left) - self.surface.x), SCALE * (max(top) - self.surface.y),
                SCALE * (min(right) - self.surface.x), SCALE * (min(bottom) - self.surface.y)]


class Contrast(states.StatesTest):
    # Of texts, and of signs beside them (1.4.11).
    text, sign = 4.5, 3

    def look(self, observer, state):
        observer.ask('set', 'gtk-enable-animations', 0)
        observer.resize(WIDTH, HEIGHT)
        for scheme, number in SCHEMES.items():
            observer.ask('scheme', number)
            found = ['%.2f %r' % (value, widget)
                     for widget, value, least in self.measure(Picture(observer)) if value < least]
            with self.subTest():
                self.assertEqual('\n'.join(found), '', 'in state %s, %s' % (state, scheme))

    def measure(self, picture):
        if picture.surface.type in NOT_OURS:
            return
        for widget in picture.widgets:
            # A switch tells by the place of its knob how it stands, and by a sign below that.
            # What keeps the room for an answer is there, and is not seen.
            if (widget.surface is not picture.surface or not widget.sensitive
                    or widget.within('GtkSwitch')
                    or any(w.transparent for w in (widget, *widget.ancestors()))):
                continue
            if widget.text and not self.is_elsewhere(widget, picture.widgets):
                yield widget, picture.contrast(widget), self.text
            elif getattr(widget, 'icon', None) and picture.contrast(widget) > 1:
                # A list keeps the room for the sign of what is chosen.
                yield widget, picture.contrast(widget), self.sign

    @staticmethod
    def is_elsewhere(widget, widgets):
        """An entry row has its title twice, and shows the one beside its text or the one in the
        place of that."""
        beside = [w for w in widgets if w.type == 'GtkText' and w.parent is widget.parent]
        return bool(beside) and widget.id == ('empty_title' if beside[0].text else 'title')


class HighContrast(Contrast):
    text = 7
    environment = {'ADW_DEBUG_HIGH_CONTRAST': '1'}


if __name__ == '__main__':
    tap.main()
