# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of failure on the way to a server, made real, in the real window: the right words are
on the screen, and where there is a button, pressing it and Test again passes."""
import re
import unittest

import namespace
# Before anything makes a thread: all that follows is in a network of its own.
REASON = namespace.enter()

import failures
import tap
from window import PASSED, PASSWORD, PORT, SERVER, TEST, WindowTest, write_account

# Left and right of what runs in another direction.
ISOLATES = re.compile('[\u2066-\u2069]')
# With all limits of a test that waits, on a slow machine.
TEST_S = 60


def setUpModule():
    global SCENE
    if REASON:
        raise unittest.SkipTest(REASON)
    SCENE = failures.Scene()
    SCENE.__enter__()
    unittest.addModuleCleanup(SCENE.__exit__)


def kind_of(name):
    return next(kind for kind in failures.KINDS if kind.name == name)


class FailureTest(WindowTest):
    def shown(self, window):
        """All that can be read, in one piece."""
        return ISOLATES.sub('', '\n'.join(window.texts()))

    def find_fix(self, window, label):
        """The button's words as they stand there, with marks for the direction."""
        def there():
            return next((text for text in window.texts() if ISOLATES.sub('', text) == label), None)
        there.__doc__ = 'a button %r' % label
        return window.wait_for(there)


class Kinds(FailureTest):
    """One test for each kind; made below."""

    def check(self, kind):
        write_account('shop', **SCENE.account(kind))
        with self.open() as window:
            self.assertEqual(window.press_test(TEST_S), kind.title)
            shown = self.shown(window)
            self.assertRegex(shown, kind.words)
            self.assertRegex(shown, 'Where it lies: ')
            self.assertRegex(shown, 'No message was sent')
            if kind.fix is None:
                self.assertNotRegex(shown, '(?m)^Use .* on [0-9]+$')
                return
            window.click(self.find_fix(window, kind.fix))
            self.assertEqual(window.press_test(TEST_S), PASSED)


def _add_kind(kind):
    setattr(Kinds, 'test_' + kind.name.replace('-', '_'), lambda self: self.check(kind))


for _kind in failures.KINDS:
    _add_kind(_kind)


class More(FailureTest):
    def test_another_server_asks_for_the_password_again(self):
        kind = kind_of('other-host-of-provider')
        write_account('shop', **SCENE.account(kind, Secret=None))
        with self.open() as window:
            window.set_text(PASSWORD, 'typed for the first server')
            self.assertEqual(window.press_test(TEST_S), kind.title)
            window.click(self.find_fix(window, kind.fix))
            window.wait_for(lambda: window.text_of(SERVER) == 'smtp.yandex.ru')
            window.wait_for(lambda: window.text_of(PASSWORD) == '')
            self.assertEqual(window.text_of(PORT), '465')

    def test_cancelled_at_the_look_up(self):
        """The name server never answers; the person does not wait for it."""
        write_account('shop', **SCENE.account(kind_of('closed-port')))
        namespace.set_nameservers('198.51.100.53')
        self.addCleanup(namespace.set_nameservers, '127.0.0.1')
        with self.open() as window:
            window.click(TEST)
            window.wait_for(re.compile('^Looking up '))
            window.cancel_test()
            self.assertEqual(window.result(5), 'Cancelled at the server’s name')
            self.assertIn('No message was sent', self.shown(window))
            window.find(TEST)

    def test_dead_ipv6_is_a_remark(self):
        kind = failures.Kind('dead-ipv6', 'dual.' + failures.DOMAIN, 465, 'tls', 0, PASSED, '', '')
        write_account('shop', **SCENE.account(kind))
        with self.open() as window:
            self.assertEqual(window.press_test(TEST_S), PASSED)
            self.assertRegex(self.shown(window), 'IPv6 address does not answer .* reached over IPv4')


if __name__ == '__main__':
    tap.main()
