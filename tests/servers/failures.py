# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong between a computer and its mail server, made real: servers on addresses of
their own with a port closed or dropped, a wrong certificate, the wrong way to begin, or no name.

In a namespace (see namespace.py), with a name server of its own:

    with failures.Scene() as scene:
        for kind in failures.KINDS:
            scene.account(kind)      # the keys of an account that meets it
"""
import dataclasses
import datetime
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading

import dnsserver
import mailservers
import namespace

DOMAIN = 'shop.example'
ANNA, BRUNO = 'anna@' + DOMAIN, 'bruno@' + DOMAIN
BLACK_HOLE, DEAD_IPV6 = '198.51.100.0/24', '2001:db8:dead::/48'
TIMEOUT_S = 60


@dataclasses.dataclass
class Kind:
    """One way to fail, and what is to be said of it."""
    name: str
    server: str
    port: int
    security: str
    code: int             # the exit code of outpostctl test
    title: str            # of the result in the window
    id: str               # of the diagnosis
    words: str            # a pattern that its cause matches
    fix: str = None       # the button
    waits: bool = False   # nothing comes back: the account's time limit is short

    def __str__(self):
        return self.name


CONNECTING, SECURING, NAME = 'Stopped at connecting', 'Stopped at securing', 'Stopped at the server’s name'

KINDS = [
    Kind('closed-port', 'closed.' + DOMAIN, 465, 'tls', 11, CONNECTING, 'refused',
         'Nothing answers on port .*465.* of .*closed', 'Use STARTTLS on 587'),
    Kind('dropped-packets', 'dropped.' + DOMAIN, 587, 'starttls', 11, CONNECTING, 'filtered',
         'blocks port .*587.*answers on another port', 'Use TLS on 465', waits=True),
    Kind('silent-host', 'silent.' + DOMAIN, 465, 'tls', 11, CONNECTING, 'timeout',
         'does not answer on port .*465', waits=True),
    Kind('no-route', 'far.' + DOMAIN, 465, 'tls', 11, CONNECTING, 'no-route',
         'no way from this network to .*far'),
    Kind('expired', 'expired.' + DOMAIN, 465, 'tls', 12, SECURING, 'cert-expired',
         'certificate ended on .*20[0-9-]+'),
    Kind('wrong-name', 'stranger.' + DOMAIN, 465, 'tls', 12, SECURING, 'cert-name',
         'is for .*mail.other.example.*, not for .*stranger'),
    Kind('own-domain', 'alias.' + DOMAIN, 465, 'tls', 12, SECURING, 'cert-name',
         'is for .*real.shop.example.*, not for .*alias', 'Use real.shop.example with TLS on 465'),
    Kind('untrusted', 'untrusted.' + DOMAIN, 465, 'tls', 12, SECURING, 'cert-unknown',
         'Nobody this computer trusts'),
    Kind('tls-to-plain-port', 'plain.' + DOMAIN, 587, 'tls', 12, SECURING, 'plain-on-tls',
         'speaks plain text on this port', 'Use STARTTLS on 587'),
    Kind('plain-to-tls-port', 'tls.' + DOMAIN, 465, 'starttls', 12, SECURING, 'tls-first',
         'Port .*465.* speaks TLS from the first byte', 'Use TLS on 465', waits=True),
    Kind('sign-in-page', 'portal.' + DOMAIN, 465, 'tls', 12, SECURING, 'captive-portal',
         'Something else answers in place of the mail server'),
    Kind('wrong-name-server', 'nowhere.' + DOMAIN, 465, 'tls', 10, NAME, 'dns-not-found',
         'name .*nowhere.* does not exist'),
    Kind('no-address', 'post.' + DOMAIN, 465, 'tls', 10, NAME, 'dns-no-address',
         'name .*post.* exists but has no address'),
    Kind('other-host-of-provider', 'smtp.yandex.com', 465, 'tls', 11, CONNECTING, 'refused',
         'Nothing answers on port .*465', 'Use smtp.yandex.ru with TLS on 465'),
]

ADDRESSES = {
    'closed': '192.0.2.20', 'dropped': '192.0.2.21', 'expired': '192.0.2.22',
    'stranger': '192.0.2.23', 'untrusted': '192.0.2.24', 'plain': '192.0.2.25',
    'tls': '192.0.2.26', 'portal': '192.0.2.27', 'alias': '192.0.2.28', 'real': '192.0.2.28',
    'dual': '192.0.2.29', 'smtp.yandex.com': '192.0.2.30', 'smtp.yandex.ru': '192.0.2.31',
    'silent': '198.51.100.10', 'far': '203.0.113.10',
}

ZONES = {
    DOMAIN: ['%s A %s' % pair for pair in ADDRESSES.items() if '.' not in pair[0]]
            + ['dual AAAA 2001:db8:dead::10', 'post MX 10 closed'],
    'yandex.com': ['smtp A ' + ADDRESSES['smtp.yandex.com']],
    'yandex.ru': ['smtp A ' + ADDRESSES['smtp.yandex.ru']],
}


class SubmissionServer:
    """Takes mail from anybody who signs in; with mode http it has only a page."""

    def __init__(self, address, port, mode, certificate=None):
        self.mode = mode
        self.commands = []
        self._context = None
        if certificate is not None:
            self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._context.load_cert_chain(*map(str, certificate))
        self._listener = socket.create_server((address, port))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def stop(self):
        # Also wakes accept(), which close() alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(TIMEOUT_S)
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            connection.settimeout(TIMEOUT_S)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            with connection:
                if self.mode == 'http':
                    self._show_page(connection)
                elif self.mode == 'tls':
                    with self._context.wrap_socket(connection, server_side=True) as secured:
                        self._speak(secured, True)
                else:
                    self._speak(connection, False)
        except OSError:
            pass  # the client left in the middle, or does not trust us

    @staticmethod
    def _show_page(connection):
        connection.recv(65536)
        connection.sendall(b'HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\n\r\n')

    def _speak(self, connection, secured):
        stream = connection.makefile('rwb')
        if not secured or self.mode == 'tls':
            self._say(stream, '220 mail.%s ESMTP' % DOMAIN)
        while True:
            line = stream.readline().decode('utf-8', 'replace').strip()
            if not line:
                return
            verb = line.split()[0].upper()
            self.commands.append(verb)
            if verb == 'STARTTLS':
                self._say(stream, '220 2.0.0 Go on')
                with self._context.wrap_socket(connection, server_side=True) as inner:
                    self._speak(inner, True)
                return
            self._answer(stream, verb, secured)
            if verb == 'QUIT':
                return

    def _answer(self, stream, verb, secured):
        if verb == 'EHLO':
            self._say(stream, '250-mail.%s' % DOMAIN,
                      '250 AUTH PLAIN' if secured else '250 STARTTLS')
        elif verb == 'AUTH':
            self._say(stream, '235 2.7.0 Welcome')
        elif verb == 'DATA':
            self._say(stream, '354 Go on')
            while stream.readline().rstrip(b'\r\n') not in (b'.', b''):
                pass
            self._say(stream, '250 2.0.0 Taken')
        else:
            self._say(stream, '250 2.0.0 Yes')

    @staticmethod
    def _say(stream, *lines):
        stream.write(''.join(line + '\r\n' for line in lines).encode())
        stream.flush()


def _expire(authority, leaf, host):
    """The same certificate once more, ended two days ago: which openssl 3.0 does not write."""
    certificate, key = leaf
    ended = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=2)
    template = certificate.with_suffix('.template')
    template.write_text('dns_name = "%s"\ntls_www_server\nsigning_key\n'
                        'activation_date = "%s"\nexpiration_date = "%s"\n'
                        % (host, ended - datetime.timedelta(days=90), ended))
    subprocess.run(['certtool', '--generate-certificate', '--load-privkey', key,
                    '--load-ca-certificate', authority.ca_file,
                    '--load-ca-privkey', authority.folder / 'ca.key',
                    '--template', template, '--outfile', certificate],
                   check=True, capture_output=True)
    return leaf


class Scene:
    """All of it at once. Made once in a namespace: dropped ports stay dropped."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='outpost-failures-'))
        self.servers = {}
        self.names = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for server in self.servers.values():
            server.stop()
        if self.names is not None:
            self.names.stop()
        shutil.rmtree(self.folder)

    def _start(self):
        for address in sorted(set(ADDRESSES.values())):
            if address.startswith('192.0.2.'):
                namespace.add_address(address)
        namespace.add_black_hole(BLACK_HOLE)
        namespace.add_black_hole(DEAD_IPV6)
        namespace.drop_port(ADDRESSES['dropped'], 587)
        self.names = dnsserver.DnsServer(ZONES)
        self.password_file = self.folder / 'password'
        self.password_file.write_text('password of the scene\n')
        self._make_servers()

    def _make_servers(self):
        ours, theirs = self._authority('ours'), self._authority('theirs')
        self.ca_file = ours.ca_file
        for name, port, mode in (('closed', 587, 'starttls'), ('dropped', 465, 'tls'),
                                 ('plain', 587, 'starttls'), ('tls', 465, 'tls'),
                                 ('real', 465, 'tls'), ('dual', 465, 'tls'),
                                 ('smtp.yandex.ru', 465, 'tls')):
            self._serve(name, port, mode, self._leaf(ours, name))
        self._serve('expired', 465, 'tls', _expire(ours, self._leaf(ours, 'expired'), 'expired.' + DOMAIN))
        self._serve('stranger', 465, 'tls', ours.leaf('stranger', 'DNS:mail.other.example'))
        self._serve('untrusted', 465, 'tls', self._leaf(theirs, 'untrusted'))
        for port in (25, 465, 587):
            self.servers['portal', port] = SubmissionServer(ADDRESSES['portal'], port, 'http')

    def _authority(self, name):
        folder = self.folder / name
        folder.mkdir()
        return mailservers.Certificates(folder)

    @staticmethod
    def _leaf(authority, name):
        host = name if '.' in name else '%s.%s' % (name, DOMAIN)
        return authority.leaf(name, 'DNS:' + host)

    def _serve(self, name, port, mode, certificate):
        self.servers[name] = SubmissionServer(ADDRESSES[name], port, mode, certificate)

    def account(self, kind, **more):
        """Keys of an account that meets this kind of failure."""
        keys = dict(Name='Shop', Server=kind.server, Port=kind.port, Security=kind.security,
                    SignIn='password', Username=ANNA, Email=ANNA, TestAddress=BRUNO,
                    CAFile=self.ca_file, Secret='command:cat %s' % self.password_file,
                    Timeout=5 if kind.waits else 30)
        keys.update(more)
        return {key: value for key, value in keys.items() if value is not None}
