# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of the window for README and software centers; run by build-aux/screenshots."""
import pathlib
import subprocess
import sys

import mailservers
import namespace
from window import ENDED, FIND, MAIL, PASSED, PASSWORD, SERVER, USE, Window, write_account

# Software centers show pictures of up to 1000 by 700 pixels undiminished.
WIDTH, HEIGHT = 780, 700


def take(folder, name, keys, act):
    account = write_account('shop', Name='Shop', Security='tls', SignIn='auto', **keys)
    with Window() as window:
        window.resize(WIDTH, HEIGHT)
        act(window)
        window.screenshot(pathlib.Path(folder) / name)
    account.unlink()


def pass_test(window):
    title = window.press_test()
    if title != PASSED:
        sys.exit('the test did not pass: ' + title)
    # So that all steps are in the picture, and what follows them.
    window.find('Delivery')
    y = window.place('Signed in')[1]
    x, above, _, _ = window.place('Send test to', 'text')
    subprocess.run(['xdotool', 'mousemove', str(x), str(above), 'click', '--repeat', '20', '5'],
                   check=True)
    window.wait_for(lambda: window.place('Signed in')[1] < y)


def fail_test(window):
    window.set_text(PASSWORD, 'korrekt-Pferd 43')
    title = window.press_test()
    if title == PASSED or not ENDED.search(title):
        sys.exit('the test did not fail: ' + title)


def look(window):
    window.wait_for_remark(SERVER, 'misspelt')


def find(folder, name):
    with Window() as window:
        window.resize(WIDTH, HEIGHT)
        window.fill(MAIL, 'anna@gmail.com')
        window.click(FIND)
        window.wait_for('smtp.gmail.com')
        window.wait_for(lambda: window.is_sensitive(USE))
        window.screenshot(pathlib.Path(folder) / name)


def main(folder):
    find(folder, 'first-run.png')
    user, sender = ('%s@%s' % (name, mailservers.DOMAIN) for name in ('anna', 'orders'))
    host = 'mail.' + mailservers.DOMAIN
    namespace.set_hosts(**{host: '127.0.0.1'})
    with mailservers.MailServers(names=[host]) as servers:
        keys = dict(Server=host, Port=servers.port['tls'], Username=user, Email=user,
                    Sender=sender, SenderName='The Shop', CAFile=servers.ca_file)
        take(folder, 'general.png', dict(keys, Secret='command:cat %s' % servers.password_file),
             pass_test)
        take(folder, 'failed.png', keys, fail_test)
        take(folder, 'findings.png',
             dict(Server='smpt.gmail.com', Port='587', Username='shop', Email='shop@gmail.com',
                  Secret='command:cat %s' % servers.password_file), look)


main(sys.argv[1])
