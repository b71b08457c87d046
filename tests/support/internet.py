# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rest of the internet for tests, inside a namespace (see namespace.py): web sites and
submission servers with certificates that this computer trusts, and an ear on the wire.

    authority = internet.Authority()
    authority.trust()
    with internet.WebServer('127.0.1.1', authority.context('autoconfig.shop.example'),
                            {'/mail/config-v1.1.xml': b'<clientConfig …'}) as web, \\
            internet.MailServer('127.0.1.2', authority.context('smtp.shop.example')):
        ...
        web.requests   # [(host, path, headers)]
"""
import http.client
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading

SYSTEM_TRUST = '/etc/ssl/certs/ca-certificates.crt'
TIMEOUT_S = 60


class Authority:
    """A certification authority of one's own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='outpost-authority-'))
        self.file = self.folder / 'ca.pem'
        self._number = 0
        self._openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                      '-nodes', '-keyout', self.folder / 'ca.key', '-out', self.file,
                      '-days', '30', '-subj', '/CN=Outpost test authority')

    def remove(self):
        shutil.rmtree(self.folder)

    def _openssl(self, *arguments):
        subprocess.run(['openssl', *map(str, arguments)], check=True, capture_output=True)

    def trust(self):
        """Makes it the one authority that programs in this namespace trust."""
        subprocess.run(['mount', '--bind', self.file, SYSTEM_TRUST], check=True)

    def context(self, *names, days=30):
        """What a server needs to prove these names; with days below 0 it has expired."""
        self._number += 1
        stem = self.folder / str(self._number)
        key, request, more = (stem.with_suffix(end) for end in ('.key', '.csr', '.ext'))
        certificate = stem.with_suffix('.pem')
        more.write_text('subjectAltName=%s\nextendedKeyUsage=serverAuth\n'
                        % ','.join('DNS:' + name for name in names))
        self._openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                      '-keyout', key, '-out', request, '-subj', '/CN=server')
        self._openssl('x509', '-req', '-in', request, '-CA', self.file, '-CAkey',
                      self.folder / 'ca.key', '-CAcreateserial', '-days', days,
                      '-extfile', more, '-out', certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context


class _Service:
    """Takes connections on some ports of an address, each in a thread; ends with the block."""

    def __init__(self, address, ports):
        self._open, self._threads = set(), []
        self._lock = threading.Lock()
        self.connections = 0
        self._listeners = [(socket.create_server((address, port)), port) for port in ports]
        for listener, port in self._listeners:
            self._start(self._listen, listener, port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for listener, _ in self._listeners:
            listener.shutdown(socket.SHUT_RDWR)
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # the other side was faster
        for thread in self._threads:
            thread.join(TIMEOUT_S)
        for listener, _ in self._listeners:
            listener.close()

    def _start(self, function, *arguments):
        thread = threading.Thread(target=function, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _listen(self, listener, port):
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            connection.settimeout(TIMEOUT_S)
            # Or what is said after the handshake waits 40 ms for its tickets to be acknowledged.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._open.add(connection)
            self._start(self._run, connection, port)

    def _run(self, connection, port):
        try:
            with connection:
                self.serve(connection, port)
        except OSError:
            pass  # the other side left, or would not have our certificate
        finally:
            with self._lock:
                self._open.discard(connection)


class WebServer(_Service):
    """HTTPS on port 443. A page is found by its path, or by host and path: octets, a string to be
    led to, a number for a status, HANG, or a function that writes to a stream what it likes. Each
    request is noted as it came, decrypted."""

    HANG = object()

    def __init__(self, address, context, pages, port=443):
        self.context, self.pages = context, pages
        if context is not None:
            # Who offers HTTP/2 is taken at its word, and gets no answer it can read.
            context.set_alpn_protocols(['h2', 'http/1.1'])
        self.requests = []
        super().__init__(address, [port])

    def serve(self, connection, port):
        with self.context.wrap_socket(connection, server_side=True) as secured:
            secured.settimeout(TIMEOUT_S)
            with secured.makefile('rwb') as stream:
                while self._answer(stream):
                    pass

    def _answer(self, stream):
        line = stream.readline().decode('latin-1').split()
        if len(line) < 2:
            return False
        headers = http.client.parse_headers(stream)
        host = headers['Host']
        self.requests.append((host, line[1], str(headers)))
        page = self.pages.get(host + line[1], self.pages.get(line[1], 404))
        if page is self.HANG:
            stream.read(1)
            return False
        if callable(page):
            page(stream)
            return False
        status, more, body = 200, '', b''
        if isinstance(page, int):
            status = page
        elif isinstance(page, str):
            status, more = 302, 'Location: %s\r\n' % page
        else:
            body = page
        stream.write(b'HTTP/1.1 %d So\r\n%sContent-Length: %d\r\n\r\n%s'
                     % (status, more.encode(), len(body), body))
        stream.flush()
        return True


class MailServer(_Service):
    """A submission server: TLS from the first octet on 465, STARTTLS on 587. Every line that comes
    is noted. It can be told to offer no sign-in, or to hang."""

    def __init__(self, address, context, ports=(465, 587), auth=True, hang=False):
        self.context, self.auth, self.hang = context, auth, hang
        self.lines = []
        super().__init__(address, ports)

    def serve(self, connection, port):
        if self.hang:
            connection.recv(1)
            while connection.recv(4096):
                pass
            return
        if port != 465 and not self._talk(connection, ['STARTTLS']):
            return
        with self.context.wrap_socket(connection, server_side=True) as secured:
            secured.settimeout(TIMEOUT_S)
            self._talk(secured, ['AUTH PLAIN LOGIN'] if self.auth else ['SIZE'], port == 465)

    def _talk(self, connection, abilities, greet=True):
        """Whether STARTTLS was said."""
        with connection.makefile('rwb', buffering=0) as stream:
            if greet:
                stream.write(b'220 mail.example ESMTP\r\n')
            while line := stream.readline().decode('latin-1').strip():
                self.lines.append(line)
                verb = line.split()[0].upper()
                if verb == 'EHLO':
                    stream.write(b''.join(b'250-%s\r\n' % each.encode() for each in
                                          ['mail.example', *abilities]) + b'250 HELP\r\n')
                elif verb == 'STARTTLS':
                    stream.write(b'220 go\r\n')
                    return True
                elif verb == 'QUIT':
                    stream.write(b'221 bye\r\n')
                    return False
                else:
                    stream.write(b'502 no\r\n')
        return False


class Wire:
    """Every packet of this namespace's loopback while the block runs."""

    def __init__(self):
        self.packets = []

    def __enter__(self):
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))  # all
        self._socket.bind(('lo', 0))
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        return self

    def __exit__(self, *_):
        # A packet of its own ends it: what was sent before has been read by then.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(self.END, ('127.0.0.1', 9))
        self._thread.join(TIMEOUT_S)
        self._socket.close()

    END = b'outpost-end-of-the-wire'

    def _listen(self):
        while True:
            packet = self._socket.recv(65535)
            if packet.endswith(self.END):
                return
            self.packets.append(packet)
