# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""relay.py ADDRESS PORT TARGET_PORT: hands connections on to another port of the same address, and
lets no octet wait for an acknowledgement (TCP_NODELAY). Says "ready" and serves until it is ended.

Postfix waits (Nagle's algorithm): with this before it one sees what that costs."""
import socket
import sys
import threading


def pump(source, target):
    try:
        while octets := source.recv(65536):
            target.sendall(octets)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        target.close()


def main():
    address, port, target_port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with socket.create_server((address, port)) as listener:
        print('ready', flush=True)
        while True:
            near, _ = listener.accept()
            far = socket.create_connection((address, target_port))
            for one, other in ((near, far), (far, near)):
                other.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=pump, args=(one, other), daemon=True).start()


main()
