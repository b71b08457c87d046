# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the network says of a field once it is left: never an error, never waited for, and nothing
at all while this computer is offline."""
import unittest

import tap
import window as windows
from dnsserver import DnsServer
from window import MAIL, PORT, SAVE, SENDER, SERVER, WindowTest, write_account

ZONES = {
    'shop.example': ['@ MX 10 mail', 'mail A 192.0.2.12', 'empty TXT "no address"'],
    'null.example': ['@ MX 0 .'],
    'web.example': ['@ A 192.0.2.12'],
}


@unittest.skipIf(windows.NO_NETWORK, windows.NO_NETWORK)
class LookedUp(WindowTest):
    def setUp(self):
        super().setUp()
        write_account('shop', Name='Shop', Server='mail.shop.example', Port='465', Security='tls',
                      SignIn='none', Email='anna@shop.example', TestAddress='bruno@shop.example')

    def dns(self):
        return DnsServer(ZONES, silent=['silent.example'])

    def type_into_row(self, window, name, text, leave='Tab'):
        window.tab_to(name)
        window.keys('ctrl+a', 'BackSpace')
        window.type(text)
        window.wait_for(lambda: window.text_of(name, 'text') == text)
        window.keys(leave)

    def test_a_server_that_is_not_there(self):
        with self.dns(), self.open() as window:
            for text, words in (('gone.shop.example', 'No server named .*gone.shop.example'),
                                ('empty.shop.example', 'it has no address')):
                with self.subTest(server=text):
                    self.type_into_row(window, SERVER, text)
                    window.wait_for_remark(SERVER, '^Warning: .*' + words)
                    # A remark: nothing is held back.
                    self.assertFalse(window.is_invalid(SERVER))
                    self.assertTrue(window.is_sensitive(SAVE))
                    window.tab_to(SERVER, 'shift+Tab')
                    window.type('x')
                    window.wait_without_remark(SERVER)

    def test_a_domain_that_takes_no_mail(self):
        with self.dns(), self.open() as window:
            for field, text, words in ((MAIL, 'anna@null.example', 'takes no mail'),
                                       (SENDER, 'anna@nowhere.example', 'There is no domain')):
                with self.subTest(field=field):
                    self.type_into_row(window, field, text)
                    window.wait_for_remark(field, '^Warning: .*' + words)
                    self.assertFalse(window.is_invalid(field))

    def test_enter_asks_too(self):
        with self.dns(), self.open() as window:
            self.type_into_row(window, SERVER, 'gone.shop.example', leave='Return')
            window.wait_for_remark(SERVER, '^Warning: ')
            self.assertEqual(window.where(), SERVER)

    def test_nothing_while_offline_and_asked_again(self):
        with self.open() as window:
            self.type_into_row(window, SERVER, 'gone.shop.example')
            window.tab_to(PORT)
            self.assertEqual(window.remark_on(SERVER), '')
            with self.dns():
                window.tab_to(SERVER, 'shift+Tab')
                # where() types a letter and takes it back: another text, as it were.
                window.keys('Tab')
                window.wait_for_remark(SERVER, '^Warning: No server named')

    def test_the_form_goes_on_while_nobody_answers(self):
        with self.dns(), self.open() as window:
            self.type_into_row(window, SERVER, 'smtp.silent.example')
            self.type_into_row(window, PORT, '4650')
            self.type_into_row(window, MAIL, 'anna@null.example')
            window.wait_for_remark(MAIL, '^Warning: .*takes no mail')
            self.assertEqual(window.remark_on(SERVER), '')
            window.keys('ctrl+q')
            window.answer('Save Changes?', 'Discard')
            self.assertEqual(window.process.wait(5), 0)


if __name__ == '__main__':
    tap.main()
