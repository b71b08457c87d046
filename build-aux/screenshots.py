# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes pictures of the window with a passed test; run by build-aux/screenshots."""
import pathlib
import sys

import mailservers
from window import PASSED, Window, write_account


def main(folder):
    user, sender = ('%s@%s' % (name, mailservers.DOMAIN) for name in ('anna', 'orders'))
    with mailservers.MailServers() as servers:
        write_account('shop', Name='Shop', Server='localhost', Port=servers.port['tls'],
                      Security='tls', SignIn='auto', Username=user, Email=user, Sender=sender,
                      SenderName='The Shop', CAFile=servers.ca_file,
                      Secret='command:cat %s' % servers.password_file)
        with Window() as window:
            window.resize(780, 900)
            title = window.press_test()
            if title != PASSED:
                sys.exit('the test did not pass: ' + title)
            window.screenshot(pathlib.Path(folder) / 'general.png')


main(sys.argv[1])
