# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what `meson test` has run, for build-aux/test.

  count LABEL LOG-BASE START END STATUS OUTPUT RESULT   one suite: counts, says, writes RESULT
  note LABEL failed|skipped WHY RESULT                  a suite that did not come to its tests
  has-suite NAME                                        exit status; meson's introspection on stdin
  total FOLDER                                          adds the results up and says the last line

Every case of a TAP program counts as one test, and so does a program without cases. A program
that ends badly although none of its cases failed (a crash, a time limit, a leak) is one failure.
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

BAD = {'FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS'}


def program_of(name):
    """Out of "outpost:smtp / reply" or, of newer versions of Meson, "smtp - outpost:reply". JUnit
    files put "outpost." before that."""
    return re.split(' / |:', name)[-1]


def read_cases(junit):
    """(passed, {program: failed cases}, [(case, why)]) out of meson's JUnit file."""
    passed, failed, skipped = 0, {}, []
    # Meson copies what a test has printed as it came; XML allows no control characters.
    text = re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]', '?',
                  junit.read_text(encoding='utf-8', errors='replace'))
    for suite in ET.fromstring(text).iter('testsuite'):
        for case in suite.iter('testcase'):
            # For a program without cases the suite is "outpost", and the case is the program.
            program = program_of(suite.get('name') if '.' in suite.get('name')
                                 else case.get('name'))
            if case.find('failure') is not None or case.find('error') is not None:
                failed.setdefault(program, []).append(case.get('name'))
            elif case.find('skipped') is not None:
                why = case.findtext('system-out') or ''
                skipped.append('%s: %s' % (program, why.strip() or case.get('name')))
            else:
                passed += 1
    return passed, failed, skipped


def count(label, log_base, start, end, status, output, result):
    passed, failed, skipped = 0, {}, []
    junit = pathlib.Path(log_base + '.junit.xml')
    if junit.exists():
        passed, failed, skipped = read_cases(junit)
        for line in pathlib.Path(log_base + '.json').read_text().splitlines():
            test = json.loads(line)
            name = program_of(test['name'])
            if test['result'] in BAD and name not in failed:
                failed[name] = ['%s (%s)' % (name, test['result'].lower())]
    n_failed = sum(len(cases) for cases in failed.values())
    if int(status) != 0 and n_failed == 0:
        failed[label] = ['meson test ended with status ' + status]
        n_failed = 1

    seconds = float(end) - float(start)
    print('%-18s %6.1f s  %4d passed%s%s' % (
        label, seconds, passed, ', %d failed' % n_failed if n_failed else '',
        ', %d skipped' % len(skipped) if skipped else ''), flush=True)
    if n_failed:
        print(pathlib.Path(output).read_text(errors='replace'))
    pathlib.Path(result).write_text(json.dumps(
        {'passed': passed, 'failed': failed, 'skipped': skipped, 'label': label}))


def note(label, what, why, result):
    failed = {label: [why]} if what == 'failed' else {}
    skipped = [why] if what == 'skipped' else []
    pathlib.Path(result).write_text(json.dumps(
        {'passed': 0, 'failed': failed, 'skipped': skipped, 'label': label}))


def has_suite(name):
    tests = json.load(sys.stdin)
    found = any(suite.split(':')[-1] == name for test in tests for suite in test['suite'])
    sys.exit(0 if found else 1)


def total(folder):
    results = [json.loads(path.read_text()) for path in sorted(pathlib.Path(folder).glob('*.json'))]
    passed = sum(r['passed'] for r in results)
    failed = [(r['label'], case) for r in results for cases in r['failed'].values()
              for case in cases]
    skipped = [(r['label'], case) for r in results for case in r['skipped']]
    print()
    for label, case in skipped:
        print('skipped: %s: %s' % (label, case))
    for label, case in failed:
        print('failed: %s: %s' % (label, case))
    line = '%d passed, %d failed' % (passed, len(failed))
    print(line + (', %d skipped' % len(skipped) if skipped else ''))
    # Nothing run is nothing shown.
    sys.exit(1 if failed or passed == 0 else 0)


if __name__ == '__main__':
    {'count': count, 'note': note, 'has-suite': has_suite, 'total': total}[sys.argv[1]](*sys.argv[2:])
