# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window for those who see little, see no colour, press with a thumb or bear no motion: every
page in every state with large text and in the narrow layout, and what moves."""
import observer as see
import pages
import states
import tap
from observer import find
from states import Practice
from window import write_account

WIDE, NARROW, HEIGHT = 780, 360, 1800
# WCAG 2.1, success criterion 2.5.5.
TARGET = 44
PART_OF_A_ROW = ('GtkSwitch', 'GtkCheckButton', 'GtkListItemWidget')
# What gtk-xft-dpi counts in, for text of its plain size.
DPI = 96 * 1024
# In the narrowest window GNOME's Large Text, in a wide one twice as large (WCAG 2.1, 1.4.4).
LARGE_TEXT = ((NARROW, 1.25), (WIDE, 2.0))
# What goes with a colour: the icon of that meaning, and the word for assistive technology. (The
# accent has no meaning.)
COLOURS = {'success': ('outpost-passed-symbolic', None),
           'warning': ('outpost-remark-symbolic', 'Warning: '),
           'error': ('outpost-failed-symbolic', 'Error: ')}
# Made whole by GTK and libadwaita.
NOT_OURS = ('GtkShortcutsWindow', 'AdwAboutWindow')


class EveryState(states.StatesTest):
    def look(self, observer, state):
        widgets = observer.resize(NARROW, HEIGHT)
        found = ['%r is too small to press' % w for w in self.small_targets(widgets)]
        found += ['%r says by colour alone what it says' % w for w in self.colour_alone(widgets)]
        for width, scale in LARGE_TEXT:
            # One after the other: a window that text has made wider forgets what it was asked.
            observer.resize(width, HEIGHT)
            observer.ask('set', 'gtk-xft-dpi', int(scale * DPI))
            found += ['%r has no room in a window of %d, %.1f times as large' % (w, width, scale)
                      for w in self.without_room(observer.resize(width, HEIGHT), width)]
        observer.ask('set', 'gtk-xft-dpi', DPI)
        with self.subTest():
            self.assertEqual('\n'.join(found), '', 'in state %s' % state)

    @staticmethod
    def small_targets(widgets):
        def reach(widget):
            """What does the same as the widget when pressed: for a switch and for what a row
            shows as chosen, the row."""
            rows = [w for w in widget.ancestors() if w.surface is widget.surface
                    and w.type in ('AdwActionRow', 'AdwComboRow')]
            return rows[0] if rows and widget.type in PART_OF_A_ROW else widget
        targets = [reach(w) for w in widgets if w.type in see.TARGETS and w.sensitive
                   and w.surface.type not in NOT_OURS]
        return [w for w in targets if min(w.width, w.height) < TARGET]

    def colour_alone(self, widgets):
        """Signs and fields with a colour that has a meaning, and without the shape or the words
        for it."""
        told = [self.window.description_of(node) for node in self.window.find_all()] \
            if find(widgets, 'OutpostFindingRow') else []
        found = []
        for widget in widgets:
            for icon, word in [COLOURS[c] for c in widget.classes.split() if c in COLOURS]:
                if widget.type == 'GtkImage':
                    good = widget.icon == icon
                else:
                    finding = self.finding_on(widget, widgets)
                    good = any(w.icon == icon for w in find(finding, 'icon')) and any(
                        description.startswith(word + w.text)
                        for w in find(finding, 'text') for description in told)
                if not good and widget.surface.type not in NOT_OURS:
                    found.append(widget)
        return found

    @staticmethod
    def finding_on(row, widgets):
        """What is in the row below."""
        rows = [w for w in widgets if w.parent is row.parent]
        below = rows[rows.index(row) + 1:][:1]
        return [w for w in widgets if any(row in below for row in w.ancestors())]

    @staticmethod
    def without_room(widgets, width):
        ours = [w for w in widgets if w.surface.type not in NOT_OURS]
        # What only the person or the server has given may have any length.
        return ([w for w in see.cut_labels(ours) if not see.is_data(w)] +
                [w for w in ours if w.native and w.parent is None and w.inner_width > width])


class Shape(states.ObservedTest):
    def test_an_explained_header_follows_the_width(self):
        """Where details stand is for the width that there is, not for that in which they came."""
        with self.observed() as observer:
            observer.do('action', 'win.explain')
            observer.wait_for('OutpostExplainWindow')
            observer.type('text_view', pages.PASTED['explain-header'])
            places = {}
            for came_at in (WIDE, NARROW):
                observer.resize(came_at, HEIGHT)
                observer.do('action', 'explain.run')
                observer.wait_for('OutpostCheckRow')
                for width in (came_at, WIDE, NARROW):
                    details = find(observer.resize(width, HEIGHT), 'detail')
                    places[came_at, width] = [w.x for w in details]
        self.assertEqual(places[WIDE, NARROW], places[NARROW, NARROW])
        self.assertEqual(places[NARROW, WIDE], places[WIDE, WIDE])
        self.assertNotEqual(places[WIDE, WIDE], places[WIDE, NARROW])


    def test_what_stands_for_an_empty_field_takes_no_more_than_it_needs(self):
        """So that the pencil is beside it."""
        write_account('shop', Name='Shop', Server='mail.shop.example', Port='465',
                      Security='tls', Email='anna@shop.example', SignIn='password',
                      Username='anna', Secret='command:true')
        with self.observed() as observer:
            observer.wait_for('sender_row')
            values = [w for w in observer.resize(WIDE, HEIGHT) if w.type == 'GtkLabel'
                      and w.text in ('anna@shop.example', 'From a command')]
        self.assertGreater(len(values), 1)
        for label in values:
            first, last = (label.characters[i][1] for i in (0, -1))
            self.assertLess(label.width - (last - first), 20, label)


class Motion(states.ObservedTest):
    """Whoever has turned animations off sees none: every change is there in the next frame."""

    def test_without_animations(self):
        self.assertEqual(self.motion(0), 0)

    def test_with_animations(self):
        """So that the count is known to count."""
        self.assertGreater(self.motion(1), 0)

    def motion(self, animations):
        """How many frames show something on its way while findings open, the expander does, and
        the steps of a test come and scroll into view."""
        with Practice(), self.observed() as observer:
            observer.ask('set', 'gtk-enable-animations', animations)
            observer.resize(WIDE, 500)
            before = observer.ask('motion')['number']
            observer.do('press', 'advanced_row')
            observer.wait_for('mechanism_row')
            observer.do('text', 'server_row', 'smtps://smpt.gmail.com:465/')
            observer.wait_for('OutpostFindingRow')
            observer.do('text', 'server_row', 'localhost')
            observer.wait_gone('OutpostFindingRow')
            observer.do('text', 'password_row', 'not the password')
            observer.do('action', 'win.test')
            observer.wait_for('OutpostStepRow', 'failed')
            observer.look()
            return observer.ask('motion')['number'] - before


if __name__ == '__main__':
    tap.main()
