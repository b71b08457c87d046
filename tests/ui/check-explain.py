# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pasted text means, how a test message arrived, and what the DNS says of a sender."""
import os
import pathlib
import re

import mailservers
import tap
import window as windows
from dnsserver import DnsServer
from window import PASSED, WindowTest, write_account

HEADERS = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT']) / 'tests/deliver/headers'
TEXT = 'Text to explain'
EXPLAIN = 'Explain'
ANNA = 'anna@' + mailservers.DOMAIN

REPLY = """535-5.7.8 Username and Password not accepted. For more information, go to
535 5.7.8  https://support.google.com/mail/?p=BadCredentials a640c23a62f3a-b7655 - gsmtp"""

BOUNCE = """From: MAILER-DAEMON@mail.shop.example
To: anna@shop.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.shop.example

Final-Recipient: rfc822; nobody@customer.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.customer.example
Diagnostic-Code: smtp; 550 5.1.1 <nobody@customer.example>: Recipient address rejected: User unknown
--b--
"""

ZONES = {
    mailservers.DOMAIN: ['@ MX 10 mx', 'mx A 192.0.2.12', '@ TXT "v=spf1 mx -all"'],
}


class ExplainTest(WindowTest):
    def open_explain(self, window):
        window.keys('ctrl+e')
        window.find(TEXT)
        self.assertFalse(window.is_sensitive(window.find(EXPLAIN, 'button')))

    def explain(self, window, text):
        window.set_text(TEXT, text)
        window.click(window.find(EXPLAIN, 'button'))

    def wait_for_row(self, window, pattern):
        def row():
            return next((name for node in window.find_all(None, 'list item')
                         for name in windows.ui.names(node)[:1] if re.search(pattern, name)), None)
        row.__doc__ = 'a row named %r' % pattern
        return window.wait_for(row)


class Pasted(ExplainTest):
    def test_a_reply(self):
        with self.open() as window:
            self.open_explain(window)
            self.explain(window, REPLY)
            window.wait_for(re.compile('^Reply .*535 5.7.8'))
            self.wait_for_row(window, '^Cause: Google takes no account passwords')
            self.wait_for_row(window, '^Next step: Create an app password')
            self.wait_for_row(window, '^Where it lies: The account at the provider$')
            self.wait_for_row(window, '^Provider: Google')
            link = window.find('Create App Password', 'list item')
            self.assertEqual(window.description_of(link), 'https://myaccount.google.com/apppasswords')

    def test_a_bounce(self):
        with self.open() as window:
            self.open_explain(window)
            self.explain(window, BOUNCE)
            window.wait_for(re.compile('^A Bounce of Mail to .*nobody@customer.example'))
            self.wait_for_row(window, '^The server’s reply: 550 5.1.1$')
            self.assertFalse(window.exists('The Message That Arrived'), 'its own header says nothing')

    def test_what_old_guides_say(self):
        with self.open() as window:
            self.open_explain(window)
            self.explain(window, 'Then turn on access for less secure apps in the Google account.')
            window.wait_for('Advice From Old Guides')
            self.wait_for_row(window, '^Next step: ')

    def test_a_header(self):
        with self.open() as window:
            self.open_explain(window)
            self.explain(window, (HEADERS / 'gmail.eml').read_text())
            window.wait_for('The Message That Arrived')
            for method in ('SPF', 'DKIM', 'DMARC'):
                self.wait_for_row(window, '^%s' % method)
            window.wait_for('The Way It Took')

    def test_nothing_known_and_edited(self):
        with self.open() as window:
            self.open_explain(window)
            self.explain(window, 'The weather is fine.')
            window.wait_for('Nothing Outpost Knows')
            # What is said is about this text and no other.
            window.set_text(TEXT, REPLY)
            window.wait_gone('Nothing Outpost Knows')

    def test_by_keyboard(self):
        with self.open() as window:
            self.open_explain(window)
            window.type('535 5.7.8 Username and Password not accepted')
            window.keys('ctrl+Return')
            self.wait_for_row(window, '^Cause: ')

            def on_the_cause():
                """the focus to be on what was found"""
                node = window.focused()
                return node is not None and windows.ui.names(node)[0].startswith('Cause: ')
            window.wait_for(on_the_cause)
            window.keys('Escape')
            window.wait_gone(TEXT)

    def test_a_file(self):
        with self.open() as window:
            self.open_explain(window)
            window.choose_file('Choose File…', HEADERS / 'postfix.eml')
            window.wait_for('The Message That Arrived')
            self.assertIn('Authentication-Results', window.text_of(TEXT))


class Preferences(WindowTest):
    def test_the_mozilla_list_can_be_left_out(self):
        name = 'Ask the Mozilla list'
        settings = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0/settings/keyfile'
        self.addCleanup(lambda: settings.unlink(missing_ok=True))
        with self.open() as window:
            window.keys('ctrl+comma')
            self.assertTrue(window.is_on(window.find(name, 'check box')))
            window.set_on(name, False)
            window.keys('Escape')
            window.wait_gone(name)
            window.set_text('E-mail', 'anna@shop.example')
            window.click('Find Settings')

            def not_asked():
                """the Mozilla list not to be asked"""
                return any(n.startswith('Mozilla') and n.endswith(': not asked')
                           for node in window.find_all(None, 'list item')
                           for n in windows.ui.names(node))
            window.wait_for(not_asked, 30)
        self.assertIn('ask-mozilla-list=false', settings.read_text())


class AfterATest(ExplainTest):
    @classmethod
    def setUpClass(cls):
        if windows.NO_NETWORK:
            raise windows.unittest.SkipTest(windows.NO_NETWORK)
        reason = mailservers.missing()
        if reason:
            raise windows.unittest.SkipTest('real mail servers: ' + reason)
        windows.namespace.add_address('192.0.2.12')
        cls.servers = mailservers.MailServers().__enter__()
        cls.dns = DnsServer(ZONES)

    @classmethod
    def tearDownClass(cls):
        cls.dns.stop()
        cls.servers.__exit__(None, None, None)

    def setUp(self):
        super().setUp()
        write_account('shop', Name='Shop', Server='localhost', Port=self.servers.port['tls'],
                      Security='tls', SignIn='password', Username=ANNA, Email=ANNA,
                      CAFile=self.servers.ca_file,
                      Secret='command:cat %s' % self.servers.password_file)

    def test_the_records_of_the_sender(self):
        with self.open() as window:
            self.assertFalse(window.exists('Delivery'), 'not before a test has passed')
            self.assertEqual(window.press_test(), PASSED)
            window.wait_for(re.compile('^Records of .*%s' % mailservers.DOMAIN))
            window.click('Check')
            self.wait_for_row(window, '^SPF')
            self.wait_for_row(window, '^Replies')
            self.wait_for_row(window, '^DMARC')
            # The one that is missing, letter for letter, and into the clipboard.
            window.find('v=DMARC1; p=none')
            window.click('Copy the Record for \u2068_dmarc.%s\u2069' % mailservers.DOMAIN)
            self.assertEqual(window.toast(), 'Record copied')
            self.open_explain(window)
            window.keys('ctrl+v')
            window.wait_for(lambda: window.text_of(TEXT) == 'v=DMARC1; p=none')
            window.keys('Escape')
            window.wait_gone(TEXT)
            # Another sender: nothing is known of it.
            window.set_text(windows.SENDER, 'anna@elsewhere.test')
            window.wait_gone('v=DMARC1; p=none')
            window.wait_for(re.compile('^Records of .*elsewhere.test'))

    def test_the_message_that_arrived(self):
        with self.open() as window:
            self.assertEqual(window.press_test(), PASSED)
            window.click('Look…')
            window.find(TEXT)
            self.explain(window, (HEADERS / 'postfix.eml').read_text())
            # It was sent as anna: this one bears another sender.
            self.wait_for_row(window, 'under another sender')


if __name__ == '__main__':
    tap.main()
