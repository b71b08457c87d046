# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run: from an address to a filled form, by hand, and back; offline and with a whole
internet on the loopback."""
import re
import threading
import unittest

import internet
import tap
import ui
import window as windows
from dnsserver import DnsServer
from window import (BY_HAND, CANCEL, FIND, MAIL, MODE, PASSWORD, PORT, SAVE, SENDER_NAME, SERVER,
                    USE, USER, WindowTest, accounts_folder, write_account)

WHERE = 'Where Outpost Looked'
LETTERS = 'abcd efgh ijkl mnop'
TRUST = 'Trust hoster.example for Password'

# Address, server, port, mode, what the provider wants today, whether a password is of use.
PRESETS = (
    ('anna@gmail.com', 'smtp.gmail.com', '465', 'TLS', 'Gmail wants an app password', True),
    ('anna@aol.com', 'smtp.aol.com', '465', 'TLS', 'AOL Mail wants an app password', True),
    ('anna@outlook.com', 'smtp-mail.outlook.com', '587', 'STARTTLS',
     'Outlook.com takes no passwords from programs', False),
    ('anna@yahoo.com', 'smtp.mail.yahoo.com', '465', 'TLS', 'Yahoo Mail wants an app password',
     True),
)

DOCUMENT = """<clientConfig version="1.1"><emailProvider id="shop.example">
<domain>shop.example</domain><outgoingServer type="smtp"><hostname>mail.shop.example</hostname>
<port>465</port><socketType>SSL</socketType><authentication>password-cleartext</authentication>
<username>%EMAILADDRESS%</username></outgoingServer></emailProvider></clientConfig>"""

ZONES = {
    'shop.example': ['@ MX 10 mail', 'autoconfig A 192.0.2.11', 'mail A 192.0.2.12',
                     'out A 192.0.2.12'],
    'records.example': ['@ MX 10 mail', '_submissions._tcp SRV 0 1 465 smtp.hoster.example.',
                        'mail A 192.0.2.12'],
    'hoster.example': ['smtp A 192.0.2.12'],
    'slow.example': ['autoconfig A 192.0.2.11'],
}


class FirstRunTest(WindowTest):
    def type_address(self, window, address):
        window.fill(MAIL, address)

    def press(self, window, button):
        """The blue button takes no press for a moment after one: click() waits for that."""
        window.click(button)

    def search(self, window, address):
        self.type_address(window, address)
        self.press(window, FIND)

    @staticmethod
    def focus_is_on(window, name):
        node = window.focused()
        return node is not None and name in ui.names(node)

    def assert_form(self, window, **texts):
        window.find(SERVER, 'text')
        for name, text in texts.items():
            self.assertEqual(window.text_of(getattr(windows, name), 'text'), text, name)


class Offline(FirstRunTest):
    def test_a_preset_gives_a_complete_form(self):
        for address, server, port, mode, advice, password_works in PRESETS:
            with self.subTest(address=address), self.open() as window:
                self.search(window, address)
                window.wait_for(server)
                self.assertTrue(window.has_text('Port %s, %s, user name .*%s' % (port, mode, address)))
                self.assertTrue(window.has_text('From Outpost’s own list'))
                self.press(window, USE)
                self.assert_form(window, SERVER=server, PORT=port, USER=address, MAIL=address)
                self.assertEqual(window.text_of(MODE, 'combo box'), mode)
                window.wait_for(advice)
                self.assertTrue(window.has_text('As of November 2026'))
                self.assertTrue(window.has_text('own list'))
                # Nothing but the password is missing.
                self.assertFalse(window.is_sensitive(SAVE))
                window.fill(PASSWORD, LETTERS)
                window.wait_for(lambda: window.is_sensitive(SAVE))

    def test_the_source_is_told_and_restored(self):
        with self.open() as window:
            self.search(window, 'anna@gmail.com')
            self.press(window, USE)
            window.find(SERVER, 'text')
            window.fill(PORT, '2525')
            window.wait_for('Changed by you')
            window.click('Restore')
            window.wait_for(lambda: window.text_of(PORT, 'text') == '465')
            window.wait_gone('Changed by you')

    def test_by_hand(self):
        with self.open() as window:
            window.click(BY_HAND)
            self.assert_form(window, SERVER='', PORT='465', USER='', MAIL='')
            self.assertEqual(window.where(), SERVER)
            self.assertFalse(window.is_sensitive(SAVE))

    def test_by_hand_takes_the_address_along(self):
        with self.open() as window:
            self.type_address(window, 'anna@shop.example')
            window.click(BY_HAND)
            self.assert_form(window, SERVER='', MAIL='anna@shop.example')

    def test_nothing_to_look_up_behind_an_address_in_brackets(self):
        with self.open() as window:
            self.search(window, 'anna@[192.0.2.1]')
            self.assert_form(window, SERVER='', MAIL='anna@[192.0.2.1]')

    def test_keyboard_alone(self):
        with self.open() as window:
            self.assertEqual(window.where(), MAIL)
            window.type('anna@gmail.com')
            window.wait_for(lambda: window.text_of(MAIL, 'text') == 'anna@gmail.com')
            window.keys('Return')
            window.wait_for(lambda: self.focus_is_on(window, USE))
            window.keys('Return')
            self.assert_form(window, SERVER='smtp.gmail.com')
            self.assertEqual(window.where(), PASSWORD)

    def test_tab_order(self):
        with self.open() as window:
            for stop in (MAIL, BY_HAND, FIND, 'Main Menu'):
                window.tab_to(stop, limit=4)

    def test_no_address(self):
        with self.open() as window:
            for text, fix in (('anna', None), ('The Shop <anna@gmail.com>', 'anna@gmail.com')):
                self.type_address(window, text)
                self.assertFalse(window.is_invalid(MAIL), 'not before it is to be used')
                self.press(window, FIND)
                window.wait_for_remark(MAIL, '^Error: ')
                self.assertTrue(window.is_invalid(MAIL))
                self.assertFalse(window.exists(WHERE))
                if fix is not None:
                    window.click('Use %s for %s' % (fix, MAIL))
                    window.wait_for(lambda: window.text_of(MAIL, 'text') == fix)
                    window.wait_without_remark(MAIL)

    def test_did_you_mean(self):
        with self.open() as window:
            self.search(window, 'anna@gmial.com')
            window.wait_for(re.compile('^Did you mean .*gmail.com.*\\?$'))
            self.assertFalse(window.exists(WHERE), 'nothing is looked up before the answer')
            self.press(window, 'Use gmail.com')
            window.wait_for('smtp.gmail.com')
            self.assertEqual(window.text_of(MAIL, 'text'), 'anna@gmail.com')
            # Another address: the question and the answer go.
            self.type_address(window, 'anna@gmial.com')
            window.wait_gone('smtp.gmail.com')
            self.press(window, FIND)
            self.press(window, 'Keep gmial.com')
            window.wait_for(WHERE)
            self.assertEqual(window.text_of(MAIL, 'text'), 'anna@gmial.com')

    def test_nobody_can_be_asked(self):
        with self.open() as window:
            self.search(window, 'anna@shop.example')
            window.wait_for(re.compile('^No settings found for .*shop.example'), 30)
            window.click(BY_HAND)
            self.assert_form(window, SERVER='', MAIL='anna@shop.example')


class Accounts(FirstRunTest):
    def account(self):
        write_account('shop', Name='Shop', Server='mail.shop.example', Port='465', Security='tls',
                      SignIn='password', Username='anna@shop.example', Email='anna@shop.example',
                      Secret='command:cat /dev/null')

    def test_add_and_back(self):
        self.account()
        with self.open() as window:
            for back in (lambda: window.click('Back'), lambda: window.keys('Escape'),
                         lambda: window.keys('alt+Left')):
                self.assert_form(window, SERVER='mail.shop.example')
                window.keys('ctrl+n')
                window.find(FIND)
                self.assertFalse(window.exists(SERVER, 'text'))
                back()

    def test_escape_ends_the_question_first(self):
        self.account()
        with self.open() as window:
            window.keys('ctrl+n')
            self.search(window, 'anna@gmial.com')
            window.find('Use gmail.com')
            window.keys('Escape')
            window.find(FIND)
            self.assertEqual(window.text_of(MAIL, 'text'), 'anna@gmial.com')
            window.keys('Escape')
            self.assert_form(window, SERVER='mail.shop.example')

    def test_the_last_account_is_removed_and_had_back(self):
        self.account()
        with self.open() as window:
            window.click(self.menu_item(window, 'Remove…'))
            window.answer('Remove “Shop”?', 'Remove')
            window.wait_for('“Shop” was removed')
            window.find(FIND)
            window.click(window.find('Undo', within=window.find('“Shop” was removed', 'list')))
            self.assert_form(window, SERVER='mail.shop.example')

    def menu_item(self, window, name):
        window.click(ui.children(window.find('Account Shop')).__next__())
        return window.find(name, 'menu item')

    def test_a_broken_file_is_told(self):
        accounts_folder().mkdir(parents=True)
        (accounts_folder() / 'shop.conf').write_text('[Account]\nPort=many\nPort=two\n')
        with self.open() as window:
            window.find(FIND)
            window.wait_for('1 account file cannot be read')


@unittest.skipIf(windows.NO_NETWORK, windows.NO_NETWORK)
class Network(FirstRunTest):
    """Inside a network that has what stands in ZONES, one web site and one mail server."""

    @classmethod
    def setUpClass(cls):
        for address in ('192.0.2.11', '192.0.2.12'):
            windows.namespace.add_address(address)
        cls.authority = internet.Authority()
        cls.authority.trust()
        cls.dns = DnsServer(ZONES, silent=['silent.example'])

    @classmethod
    def tearDownClass(cls):
        cls.dns.stop()
        cls.authority.remove()

    def web(self, page):
        context = self.authority.context('autoconfig.shop.example', 'autoconfig.slow.example')
        return internet.WebServer('192.0.2.11', context, {'/mail/config-v1.1.xml': page})

    def slow_web(self, document):
        """A site that answers once it may; whether it was asked, and the leave to answer."""
        asked, may = threading.Event(), threading.Event()

        def page(stream):
            asked.set()
            may.wait(30)
            stream.write(b'HTTP/1.1 200 So\r\nContent-Length: %d\r\n\r\n%s'
                         % (len(document), document))
            stream.flush()
        self.addCleanup(may.set)
        return self.web(page), asked, may

    def mail(self):
        return internet.MailServer('192.0.2.12', self.authority.context(
            'mail.shop.example', 'out.shop.example', 'smtp.hoster.example'))

    def test_nothing_leaves_before_enter(self):
        with internet.Wire() as wire, self.open() as window:
            self.type_address(window, 'anna@shop.example')
            window.wait_for(re.compile('Only the domain, .*shop.example.*, is looked up'))
            window.fill(MAIL, 'anna@records.example')
            window.click(BY_HAND)
            self.assert_form(window, MAIL='anna@records.example')
        self.assertEqual([packet for packet in wire.packets if b'example' in packet], [])

    def test_published_by_the_domain(self):
        with self.web(DOCUMENT.encode()) as web, self.mail(), internet.Wire() as wire, \
                self.open() as window:
            self.search(window, 'anna@shop.example')
            window.wait_for('mail.shop.example', 20)
            self.press(window, USE)
            self.assert_form(window, SERVER='mail.shop.example', PORT='465',
                             USER='anna@shop.example', MAIL='anna@shop.example')
            window.wait_for(re.compile('^[Pp]ublished by .*shop.example'))
            # The domain vouches for it: the password can be typed at once.
            self.assertEqual(window.where(), PASSWORD)
        self.assertTrue(web.requests)
        self.assertEqual([packet for packet in wire.packets if b'anna' in packet], [])

    def test_a_record_has_to_be_trusted_first(self):
        with self.mail(), self.open() as window:
            self.search(window, 'anna@records.example')
            window.wait_for('smtp.hoster.example', 20)
            self.press(window, USE)
            self.assert_form(window, SERVER='smtp.hoster.example', PORT='465')
            window.wait_for_remark(PASSWORD, '^Warning: .*can be forged')
            # The row takes nothing, by keyboard neither.
            window.type('secret')
            window.keys('Tab')
            window.wait_for(lambda: self.focus_is_on(window, TRUST))
            self.assertEqual(window.text_of(PASSWORD), '')
            window.keys('Return')
            window.wait_without_remark(PASSWORD)
            window.wait_gone(TRUST)
            window.fill(PASSWORD, 'secret')

    def test_cancel(self):
        with self.open() as window:
            self.search(window, 'anna@silent.example')
            window.wait_for(re.compile('^Looking for the settings of .*silent.example'))
            window.click(CANCEL)
            window.find(FIND)
            self.assertFalse(window.exists(WHERE))
            self.assertEqual(window.text_of(MAIL, 'text'), 'anna@silent.example')
            # The same once more, by the keyboard.
            window.keys('Return')
            window.wait_for(re.compile('^Looking for the settings of .*silent.example'))
            window.keys('Escape')
            window.find(FIND)

    def test_closing_while_it_runs(self):
        with self.open() as window:
            self.search(window, 'anna@silent.example')
            window.wait_for(re.compile('^Looking for the settings of .*silent.example'))
            window.keys('ctrl+w')
            self.assertEqual(window.process.wait(5), 0)

    def test_what_comes_late_overwrites_nothing(self):
        web, asked, may = self.slow_web(DOCUMENT.encode())
        with web, self.mail() as mail, self.open() as window:
            self.search(window, 'anna@slow.example')
            self.assertTrue(asked.wait(20))
            window.click(BY_HAND)
            window.find(SERVER, 'text')
            window.fill(SERVER, 'my.own.example')
            window.fill(SENDER_NAME, 'The Shop')
            may.set()
            # The window goes on as if nothing had been asked.
            window.fill(USER, 'me')
            self.assert_form(window, SERVER='my.own.example', USER='me', SENDER_NAME='The Shop',
                             MAIL='anna@slow.example')
            self.assertFalse(window.has_text('mail.shop.example'))
            self.assertEqual(mail.connections, 0)

    def test_nothing_moves_when_the_answer_comes(self):
        web, asked, may = self.slow_web(DOCUMENT.replace('mail.shop', 'out.shop').encode())
        with web, self.mail(), self.open() as window:
            for width, height in ((780, 860), (360, 860)):
                with self.subTest(width=width):
                    may.clear()
                    window.resize(600, height)
                    window.resize(width, height)
                    self.search(window, 'anna@slow.example')
                    window.wait_for(re.compile('^Looking for the settings of .*slow.example'))
                    before = window.place(USE), window.place(BY_HAND)
                    may.set()
                    window.wait_for('out.shop.example', 20)
                    window.wait_for(lambda: window.is_sensitive(USE))
                    self.assertEqual((window.place(USE), window.place(BY_HAND)), before)
                    self.type_address(window, '')

    def test_a_better_answer_stays_below_what_is_about_to_be_pressed(self):
        web, asked, may = self.slow_web(DOCUMENT.replace('mail.shop', 'out.shop').encode())
        with web, self.mail(), self.open() as window:
            self.search(window, 'anna@shop.example')
            window.wait_for(re.compile('^Found by trying'), 20)
            for stop in (BY_HAND, USE):
                window.keys('Tab')
                window.wait_for(lambda: self.focus_is_on(window, stop))
            place = window.place(USE)
            may.set()
            window.find('Use out.shop.example', timeout=20)
            self.assertTrue(window.has_text('^mail.shop.example$'))
            self.assertEqual(window.place(USE), place)
            window.click('Use out.shop.example')
            self.assert_form(window, SERVER='out.shop.example')


if __name__ == '__main__':
    tap.main()
