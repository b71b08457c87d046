# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of a review; run by build-aux/picture-review."""
import pathlib
import sys

import states
import tap

FOLDER = pathlib.Path(sys.argv.pop(1))
WIDTHS, HEIGHT = (780, 360), 1800
# AdwColorScheme.
SCHEMES = {'light': 1, 'dark': 4}


class Review(states.StatesTest):
    environment = {'LANGUAGE': FOLDER.name}
    prefix = ''

    def look(self, observer, state):
        for name, scheme in SCHEMES.items():
            observer.ask('scheme', scheme)
            for width in WIDTHS:
                folder = FOLDER / ('%s%s-%d' % (self.prefix, name, width))
                folder.mkdir(parents=True, exist_ok=True)
                observer.resize(width, HEIGHT)
                observer.take_picture(folder / (state + '.png'))


class ReviewInHighContrast(Review):
    environment = dict(Review.environment, ADW_DEBUG_HIGH_CONTRAST='1')
    prefix = 'high-contrast-'


tap.main()
