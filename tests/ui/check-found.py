# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty start to a test that is green against real Postfix, with nothing typed but the
address and the password: once the domain publishes the settings, once the DNS names the server."""
import ssl
import subprocess

import internet
import mailservers
import tap
import window as windows
from dnsserver import DnsServer
from window import FIND, MAIL, MODE, PASSED, PASSWORD, PORT, SAVE, SERVER, USE, USER, WindowTest

ANNA = 'anna@' + mailservers.DOMAIN
HOST = 'mail.' + mailservers.DOMAIN
WEB = 'autoconfig.' + mailservers.DOMAIN
WEB_ADDRESS, MAIL_ADDRESS = '192.0.2.11', '192.0.2.12'

DOCUMENT = """<clientConfig version="1.1"><emailProvider id="{0}"><domain>{0}</domain>
<outgoingServer type="smtp"><hostname>{1}</hostname><port>{2}</port><socketType>{3}</socketType>
<authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>
</outgoingServer></emailProvider></clientConfig>"""


def setUpModule():
    global SERVERS
    if windows.NO_NETWORK:
        raise windows.unittest.SkipTest(windows.NO_NETWORK)
    for address in (WEB_ADDRESS, MAIL_ADDRESS):
        windows.namespace.add_address(address)
    SERVERS = mailservers.for_module(address=MAIL_ADDRESS, names=[HOST])
    # The authority of these servers is the one that the computer trusts.
    subprocess.run(['mount', '--bind', SERVERS.ca_file, internet.SYSTEM_TRUST], check=True)


class Found(WindowTest):
    def setUp(self):
        super().setUp()
        SERVERS.empty()

    def dns(self, *more):
        return DnsServer({mailservers.DOMAIN: ['@ MX 10 mail', 'mail A ' + MAIL_ADDRESS, *more]})

    def web(self, port, mode):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*SERVERS.certificates.leaf('web', 'DNS:' + WEB))
        page = DOCUMENT.format(mailservers.DOMAIN, HOST, port, mode)
        return internet.WebServer(WEB_ADDRESS, context, {'/mail/config-v1.1.xml': page.encode()})

    def find_and_use(self, window):
        window.type(ANNA)
        window.wait_for(lambda: window.text_of(MAIL, 'text') == ANNA)
        window.click(FIND)
        window.wait_for(HOST, 20)
        window.click(USE)
        window.find(SERVER, 'text')

    def assert_green(self, window, port, mode):
        self.assertEqual(window.text_of(SERVER, 'text'), HOST)
        self.assertEqual(window.text_of(PORT, 'text'), str(port))
        self.assertEqual(window.text_of(MODE, 'combo box'), mode)
        self.assertEqual(window.text_of(USER, 'text'), ANNA)
        window.tab_to(PASSWORD, 'shift+Tab')
        window.type(mailservers.PASSWORD)
        row = window.find(PASSWORD)
        window.wait_for(lambda: len(windows.ui.text(row)) == len(mailservers.PASSWORD))
        self.assertEqual(window.press_test(), PASSED, window.dump())
        self.assertEqual(len(SERVERS.mail(ANNA)), 1)
        window.click(SAVE)
        window.wait_saved()

    def test_published_by_the_domain(self):
        for service, word, mode in (('tls', 'SSL', 'TLS'), ('starttls', 'STARTTLS', 'STARTTLS')):
            self.setUp()
            port = SERVERS.port[service]
            with self.subTest(mode=mode), self.dns('autoconfig A ' + WEB_ADDRESS), \
                    self.web(port, word), self.open() as window:
                self.find_and_use(window)
                self.assert_green(window, port, mode)

    def test_named_by_the_dns(self):
        port = SERVERS.port['tls']
        with self.dns('_submissions._tcp SRV 0 1 %d mail' % port), self.open() as window:
            self.find_and_use(window)
            # A record can be forged: the person says that the domain is the right one.
            window.click('Trust %s for Password' % mailservers.DOMAIN)
            window.wait_without_remark(PASSWORD)
            self.assert_green(window, port, 'TLS')


if __name__ == '__main__':
    tap.main()
