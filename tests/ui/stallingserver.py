# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A submission server that stops answering at one step, and keeps what came over the wire."""
import base64
import socket
import ssl
import threading


class StallingServer:
    """Says nothing more from `stall` on: connect, secure, greeting, sign-in, sender, recipient,
    message (after DATA) or outcome (after the last dot)."""

    STEPS = ('connect', 'secure', 'greeting', 'sign-in', 'sender', 'recipient', 'message',
             'outcome')

    def __init__(self, stall, certificate):
        self.stall = stall
        self.lines = []              # what the client said, inside TLS
        self.stalled = threading.Event()
        self.closed = threading.Event()
        self._certificate = certificate
        self._fillers = []
        self._listener = socket.socket()
        self._listener.bind(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        if stall == 'connect':
            # A queue that is full: the kernel drops what else knocks.
            self._listener.listen(0)
            for _ in range(2):
                filler = socket.socket()
                filler.setblocking(False)
                filler.connect_ex(('127.0.0.1', self.port))
                self._fillers.append(filler)
            self.stalled.set()
        else:
            self._listener.listen(4)
            threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        for s in (self._listener, *self._fillers):
            s.close()

    def _reaches(self, step):
        """Whether the server stops at this step: then only listens."""
        if self.stall == step:
            self.stalled.set()
        return self.stall == step

    def _serve(self):
        connection, _ = self._listener.accept()
        try:
            self._converse(connection)
        except OSError:
            pass
        finally:
            connection.close()
            self.closed.set()

    def _converse(self, connection):
        if self._reaches('secure'):
            while connection.recv(4096):
                pass
            return
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*map(str, self._certificate))
        with context.wrap_socket(connection, server_side=True) as secured:
            self._speak(secured, secured.makefile('rb'))

    def _read(self, stream):
        line = stream.readline()
        if not line:
            raise OSError('closed')
        self.lines.append(line.rstrip(b'\r\n').decode())
        return self.lines[-1]

    def _silent(self, stream):
        while True:
            self._read(stream)

    def _speak(self, secured, stream):
        if self._reaches('greeting'):
            self._silent(stream)
        secured.sendall(b'220 stalling.test ESMTP\r\n')
        while True:
            word = self._read(stream).split()[0].upper()
            step = {'AUTH': 'sign-in', 'MAIL': 'sender', 'RCPT': 'recipient',
                    'DATA': 'message'}.get(word)
            if step is not None and self._reaches(step):
                self._silent(stream)
            if word == 'EHLO':
                secured.sendall(b'250-stalling.test\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n')
            elif word == 'AUTH':
                secured.sendall(b'235 2.7.0 Welcome\r\n')
            elif word == 'DATA':
                secured.sendall(b'354 Go on\r\n')
                while self._read(stream) != '.':
                    pass
                if self._reaches('outcome'):
                    self._silent(stream)
                secured.sendall(b'250 2.0.0 Taken\r\n')
            else:
                secured.sendall(b'250 2.0.0 Yes\r\n')

    def words(self):
        """The commands that came, without the message and without anything secret."""
        commands, inside = [], False
        for line in self.lines:
            if inside:
                inside = line != '.'
            else:
                commands.append(line.split()[0].upper() if line else '')
                inside = commands[-1] == 'DATA' and self.stall != 'message'
        return commands


def plain_response(user, password):
    """What AUTH PLAIN carries for these."""
    return base64.b64encode(b'\0'.join([b'', user.encode(), password.encode()])).decode()
