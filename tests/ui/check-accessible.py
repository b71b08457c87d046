# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistive technology is told, on every page in every state: no control without a name, no
two of one name, and what changes by itself is told."""
import os
import pathlib
import re
import subprocess
import time
import unittest

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

import states  # noqa: E402
import tap  # noqa: E402
import ui  # noqa: E402
import window as real  # noqa: E402
from window import ENDED, PASSED, PASSWORD, SERVER, TEST, read_account, write_account  # noqa: E402

# What a person acts on, and what holds it together.
CONTROLS = {'button', 'toggle button', 'text', 'password text', 'spin button', 'combo box',
            'check box', 'switch', 'radio button', 'menu item', 'check menu item',
            'radio menu item', 'link', 'slider', 'page tab', 'list', 'menu', 'frame', 'dialog',
            'alert'}
# From this version on GTK can announce.
ANNOUNCES = (4, 14)
GTK = tuple(int(number) for number in os.environ['OUTPOST_GTK_VERSION'].split('.'))


class Node:
    """What there is to know of an accessible object, asked for once."""

    def __init__(self, accessible, parent=None):
        self.parent = parent
        self.role = ui.role(accessible)
        self.name = next(iter(ui.names(accessible)), '')
        self.focusable = 'focusable' in ui.states(accessible)
        self.children = [Node(child, self) for child in ui.children(accessible)]

    def __repr__(self):
        holders = [n for n in self.ancestors() if n.name or n.role in CONTROLS]
        return ' > '.join('%s %r' % (n.role, n.name) for n in [*holders[::-1], self])

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self):
        node = self.parent
        while node is not None and node.role != 'application':
            yield node
            node = node.parent

    @property
    def window(self):
        return next((n for n in (self, *self.ancestors()) if n.role in ('frame', 'dialog')), None)


class Names(states.StatesTest):
    def look(self, observer, state):
        observer.look()
        with self.subTest(state=state):
            nodes = [n for n in Node(self.window.root).walk() if self.is_ours(n)]
            found = [repr(n) for n in nodes if self.is_unnamed(n)]
            self.assertFalse(found, '\n'.join(['no name:'] + found))
            found = self.alike(nodes)
            self.assertFalse(found, '\n'.join(['the same name twice:'] + found))

    @staticmethod
    def is_ours(node):
        """Not what GTK and libadwaita have made whole: their help on shortcuts and their window
        about the program, and the list of one in which a combo box keeps its choice."""
        if node.window is None:
            return False
        if node.window.name in ('Keyboard shortcuts', 'About'):
            return node is node.window
        return not (node.role == 'list' and any(n.role == 'combo box' for n in node.ancestors()))

    @staticmethod
    def is_unnamed(node):
        # libadwaita 1.7 has a list around the head of an expander row that stands for nothing, and
        # for which GTK takes no name.
        stands_for_nothing = node.role == 'scroll pane' or (
            node.role == 'panel' and [child.role for child in node.children] == ['list item'])
        # libadwaita 1.10 gives the title of a group to the group, 1.2 to its list.
        holder = next((n for n in node.ancestors() if n.name), node)
        if node.role == 'list' and holder.role == 'grouping':
            return False
        wanted = node.role in CONTROLS or node.focusable and not stands_for_nothing
        return wanted and not node.name

    @staticmethod
    def alike(nodes):
        """Buttons and fields that a person could not tell apart in a list of them."""
        seen, found = {}, []
        for node in nodes:
            if node.role not in ('button', 'text', 'combo box', 'check box'):
                continue
            # A dialog keeps its buttons twice, for a wide and for a narrow window; and GTK tells
            # of a menu button and of the button in it.
            if node.window.role == 'dialog' or node.name == node.parent.name:
                continue
            key = (node.window, node.name)
            if key in seen:
                found.append('%r and %r' % (seen[key], node))
            seen[key] = node
        return found


class ListeningTest(real.WindowTest):
    def listen(self, *kinds):
        """The values that come with these events from now on."""
        came = []
        self.listener = Atspi.EventListener.new(lambda event: came.append(event.any_data))
        for kind in kinds:
            self.listener.register('object:' + kind)
        return came

    def wait_for(self, came, pattern):
        context = GLib.MainContext.default()
        end = time.monotonic() + ui.TIMEOUT
        while not any(re.search(pattern, str(value)) for value in came):
            self.assertLess(time.monotonic(), end, 'no %r in %r' % (pattern, came))
            context.iteration(False)


class Told(ListeningTest):
    """What changes by itself reaches assistive technology as an event: GTK 4.8 has no other way to
    speak up."""

    def test_finding(self):
        write_account('shop', **states.SHOP)
        with self.open() as window:
            window.find(SERVER, 'text')
            came = self.listen('property-change:accessible-description')
            window.set_text(SERVER, 'smpt.gmail.com')
            self.wait_for(came, '^(Error|Warning): .*misspelt')

    def test_steps(self):
        with states.Practice(), self.open() as window:
            self.assertEqual(window.press_test(), PASSED)
            # GTK tells of what somebody has come by: now of the steps, too.
            window.find_all(role='list item')
            came = self.listen('property-change:accessible-name',
                               'property-change:accessible-description')
            window.keys('ctrl+Return')
            for words in ('^Connected, passed, ', '^Signed in, passed, ',
                          '^Message accepted, passed, ', '^%s$' % PASSED):
                self.wait_for(came, words)

    def test_failed_step_takes_the_focus(self):
        """Of a person who waits at the button: the row says cause and next step."""
        with states.Practice():
            settings = dict(read_account('practice'), Secret='keyring')
            write_account('practice', **settings)
            self.fail_at_sign_in()

    def fail_at_sign_in(self):
        with self.open() as window:
            window.set_text(PASSWORD, 'not the password')
            window.mouse_click(TEST)
            window.wait_for(ENDED)
            row = window.wait_for(lambda: next((n for n in window.find_all(role='list item')
                                                if 'focused' in ui.states(n)), None))
            self.assertRegex(ui.names(row)[0], '^Sign-in refused, failed, ')
            self.assertRegex(window.description_of(row), 'does not accept .* Check both')


@unittest.skipIf(GTK < ANNOUNCES, 'GTK before 4.14 announces nothing')
class Announced(ListeningTest):
    """Newer GTK lets a screen reader say it at once, wherever the focus is."""

    def test_finding_announced(self):
        write_account('shop', **states.SHOP)
        with self.open() as window:
            window.find(SERVER, 'text')
            came = self.listen('announcement')
            window.set_text(SERVER, 'smpt.gmail.com')
            self.wait_for(came, '^SMTP server: .*misspelt')

    def test_steps_and_result_announced(self):
        with states.Practice(), self.open() as window:
            window.find(TEST, 'button')
            came = self.listen('announcement')
            window.keys('ctrl+Return')
            for words in ('^Connected, passed, ', '^Message accepted, passed, ', '^%s' % PASSED):
                self.wait_for(came, words)


class HighContrast(real.WindowTest):
    """The style for it comes when the desktop asks for it, and only then."""

    def light_at_the_edge(self, contrast):
        """The darkest there is at the start of a card: 0 is black, 1 is white. With high contrast
        every card has a grey line around it, too."""
        picture = pathlib.Path(os.environ['OUTPOST_SESSION_DIR']) / 'card.png'
        with self.open(ADW_DEBUG_HIGH_CONTRAST=contrast) as window:
            card = window.find('Gmail wants an app password', 'list')
            x, y, _, height = window.place(card)
            window.screenshot(picture, whole=True)
        return float(subprocess.check_output(
            ['convert', picture, '-crop', '20x1+%d+%d' % (x - 10, y + height // 2),
             '-format', '%[fx:minima]', 'info:']))

    def test_cards_have_an_edge(self):
        write_account('gmail', **states.SUSPECT)
        self.assertGreater(self.light_at_the_edge('0'), 0.8)
        self.assertLess(self.light_at_the_edge('1'), 0.3)


if __name__ == '__main__':
    tap.main()
