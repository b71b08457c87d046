# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an address to settings: the time until an answer is shown, and until it stands, with each
source alone and with one that hangs. Name server, web site and mail server are on this computer, in
a network of their own, so that what is measured is Outpost and not the way."""
import os
import statistics
import subprocess
import sys

import dnsserver
import internet
import namespace

RUNS = 15
DISCOVER = os.environ['OUTPOST_DISCOVER']
WEB, MAIL, HOLE = '127.0.1.1', '127.0.1.2', '198.51.100.9'
DOCUMENT = b"""<clientConfig><emailProvider><outgoingServer type="smtp">
<hostname>smtp.hoster.example</hostname><port>465</port><socketType>SSL</socketType>
<authentication>password-cleartext</authentication>
</outgoingServer></emailProvider></clientConfig>"""

SITE = ['autoconfig A ' + WEB]
SRV = ['_submissions._tcp SRV 0 1 465 smtp.hoster.example.']
ZONES = {
    'hoster.example': ['smtp A ' + MAIL], 'mozilla.example': ['list A ' + WEB],
    'provider.example': [], 'auto.example': SITE, 'wellknown.example': ['@ A ' + WEB],
    'listed.example': [], 'srv.example': SRV, 'mx.example': ['@ MX 10 mx.provider.example.'],
    'try.example': ['smtp A ' + MAIL],
    'hole.example': ['autoconfig A ' + HOLE, *SRV], 'mute.example': SITE + SRV,
    'mute-list.example': SRV, 'slow.example': SITE + ['smtp A ' + HOLE],
}
CONFIG = '/mail/config-v1.1.xml'
PAGES = {
    'autoconfig.auto.example' + CONFIG: DOCUMENT, 'autoconfig.slow.example' + CONFIG: DOCUMENT,
    'wellknown.example/.well-known/autoconfig' + CONFIG: DOCUMENT,
    '/v1.1/listed.example': DOCUMENT, '/v1.1/provider.example': DOCUMENT,
    'autoconfig.mute.example' + CONFIG: internet.WebServer.HANG,
    '/v1.1/mute-list.example': internet.WebServer.HANG,
}
EACH = [('preset (no network)', 'gmail.com'), ('autoconfig host', 'auto.example'),
        ('well-known place', 'wellknown.example'), ('Mozilla list', 'listed.example'),
        ('service records', 'srv.example'), ('exchanger and list', 'mx.example'),
        ('usual names', 'try.example')]
HANGING = [('autoconfig, packets lost', 'hole.example'), ('autoconfig, mute', 'mute.example'),
           ('Mozilla list, mute', 'mute-list.example'), ('usual names, lost', 'slow.example')]


def measure(domain):
    """(ms until the answer is shown, ms until it stands)."""
    process = subprocess.run(
        [DISCOVER, '--mozilla', 'https://list.mozilla.example/v1.1/', 'anna@' + domain],
        capture_output=True, text=True, timeout=60)
    times = {line.split()[0]: int(line.split()[1]) / 1e3 for line in process.stdout.splitlines()
             if line.startswith(('shown', 'elapsed'))}
    if process.returncode != 0 or 'shown' not in times:
        sys.exit('%s: no answer, no figure\n%s' % (domain, process.stdout))
    return times['shown'], times['elapsed']


def report(title, cases, runs):
    print('%-28s %10s %10s' % (title, 'shown', 'stands'))
    for name, domain in cases:
        figures = [measure(domain) for _ in range(runs)]
        print('  %-26s %7.1f ms %7.1f ms' % (name, *map(statistics.median, zip(*figures))),
              flush=True)


def main():
    reason = namespace.enter()
    if reason is not None:
        sys.exit(reason)
    namespace.add_black_hole('198.51.100.0/24')
    authority = internet.Authority()
    try:
        authority.trust()
        sites = ['list.mozilla.example', 'wellknown.example'] + [
            page.split('/')[0] for page in PAGES if page.startswith('autoconfig')]
        with dnsserver.DnsServer(ZONES), \
                internet.WebServer(WEB, authority.context(*sites), PAGES), \
                internet.MailServer(MAIL, authority.context('smtp.hoster.example',
                                                            'smtp.try.example')):
            report('each source alone', EACH, RUNS)
            report('one source hangs', HANGING, 3)
    finally:
        authority.remove()


main()
