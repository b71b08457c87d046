# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of what stands beside the form: the first run, the window that explains, preferences,
and what the network says. Mixed into states.StatesTest."""
import atexit
import functools
import os
import pathlib
import unittest

import internet
import window as windows
from dnsserver import DnsServer
from observer import find
from window import write_account

HEADERS = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT']) / 'tests/deliver/headers'
MAIL_ADDRESS = '192.0.2.12'
ZONES = {
    'records.example': ['@ MX 10 mail', '_submissions._tcp SRV 0 1 465 smtp.hoster.example.',
                        'mail A ' + MAIL_ADDRESS],
    'hoster.example': ['smtp A ' + MAIL_ADDRESS],
    'null.example': ['@ MX 0 .'],
    # Where the practice account sends from.
    'outpost.example': ['@ MX 10 mx', 'mx A ' + MAIL_ADDRESS, '@ TXT "v=spf1 a:gone mx -all"'],
}
# What a person may paste, by the name of the state.
PASTED = {
    'explain-reply': '535-5.7.8 Username and Password not accepted. For more information, go to\n'
                     '535 5.7.8  https://support.google.com/mail/?p=BadCredentials a640c - gsmtp',
    'explain-old-advice': 'Then turn on access for less secure apps in the Google account.',
    'explain-unknown': 'The weather is fine.',
    'explain-header': (HEADERS / 'gmail.eml').read_text(),
}


def has_text(words):
    return lambda widgets: any(words in (w.text or '') for w in widgets)


@functools.cache
def network():
    """For all the tests of a script: a mail server's address, and an authority to trust."""
    if windows.NO_NETWORK:
        return None
    windows.namespace.add_address(MAIL_ADDRESS)
    authority = internet.Authority()
    atexit.register(authority.remove)
    authority.trust()
    return authority


class PageStates:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        network()

    def search(self, observer, address):
        observer.type('row', address)
        observer.press_when_it_may('primary')

    def test_first_run(self):
        with self.observed() as observer:
            self.search(observer, 'anna')
            observer.wait_for('OutpostFindingRow')
            self.look(observer, 'first-run-no-address')
            self.search(observer, 'anna@gmial.com')
            observer.wait_for('OutpostAnswerCard')
            self.look(observer, 'first-run-question')
            self.search(observer, 'anna@gmail.com')
            observer.wait(has_text('smtp.gmail.com'))
            self.look(observer, 'first-run-found')
            observer.press_when_it_may('primary')
            observer.wait_for('server_row')
            self.look(observer, 'found-form')
            observer.type('port_row', '2525')
            observer.wait_for('restore_button')
            self.look(observer, 'found-changed')

    def test_first_run_alone(self):
        """Nobody can be asked."""
        with self.observed() as observer:
            self.search(observer, 'anna@shop.example')
            observer.wait(lambda widgets: any('suggested-action' in w.classes.split()
                                              for w in find(widgets, 'secondary')))
            self.look(observer, 'first-run-nothing')

    def with_network(self):
        if windows.NO_NETWORK:
            raise unittest.SkipTest(windows.NO_NETWORK)
        return DnsServer(ZONES, silent=['silent.example'])

    def test_first_run_looking(self):
        with self.with_network(), self.observed() as observer:
            self.search(observer, 'anna@silent.example')
            observer.wait_for('cancel_button')
            self.look(observer, 'first-run-looking')

    def test_first_run_record(self):
        with self.with_network(), self.observed() as observer, \
                internet.MailServer(MAIL_ADDRESS, network().context('smtp.hoster.example')):
            self.search(observer, 'anna@records.example')
            observer.wait(has_text('smtp.hoster.example'))
            self.look(observer, 'first-run-record')
            observer.press_when_it_may('primary')
            observer.wait_for('OutpostFindingRow')
            self.look(observer, 'found-to-be-trusted')

    def test_looked_up(self):
        write_account('shop', Name='Shop', Server='gone.null.example', Port='465', Security='tls',
                      SignIn='none', Email='anna@null.example', TestAddress='bruno@shop.example')
        with self.with_network(), self.observed() as observer:
            observer.type('server_row', 'mail.null.example')
            observer.do('focus', 'server_row')
            observer.do('focus', 'port_row')
            observer.wait_for('OutpostFindingRow')
            self.look(observer, 'looked-up')

    def test_beside(self):
        """The port is closed, and another is open."""
        write_account('shop', Name='Shop', Server='smtp.hoster.example', Port='587',
                      Security='starttls', SignIn='none', Email='anna@hoster.example',
                      TestAddress='bruno@shop.example')
        with self.with_network(), self.observed() as observer, \
                internet.MailServer(MAIL_ADDRESS, network().context('smtp.hoster.example'), [465]):
            observer.do('action', 'win.test')
            observer.wait(lambda widgets: find(widgets, 'OutpostStepRow', 'failed') and
                          not find(widgets, 'cancel_button'))
            self.look(observer, 'failed-beside')

    def test_delivery(self):
        with self.practice(), self.with_network(), self.observed() as observer:
            observer.do('action', 'win.test')
            observer.wait_for('check_button')
            self.look(observer, 'delivery')
            observer.press_when_it_may('check_button')
            observer.wait(has_text('v=DMARC1'))
            self.look(observer, 'delivery-records')

    def test_explain(self):
        with self.observed() as observer:
            observer.do('action', 'win.explain')
            observer.wait_for('OutpostExplainWindow')
            self.look(observer, 'explain')
            for state, text in PASTED.items():
                observer.type('text_view', text)
                before = len(observer.look())
                observer.do('action', 'explain.run')
                observer.wait(lambda widgets: len(widgets) > before)
                self.look(observer, state)

    def test_preferences(self):
        write_account('shop', Name='Shop', Server='mail.shop.example', Port='465', Security='tls')
        with self.observed() as observer:
            observer.do('action', 'win.preferences')
            observer.wait_for('OutpostPreferencesWindow')
            self.look(observer, 'preferences')

    def test_wrappers(self):
        """Offered in the sandbox alone; the same window anywhere."""
        with self.observed() as observer:
            observer.do('enable', 'win.wrappers')
            observer.do('action', 'win.wrappers')
            observer.wait_for('OutpostWrappersWindow')
            self.look(observer, 'wrappers')
