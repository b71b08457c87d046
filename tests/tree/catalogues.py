# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the translations share: the languages, their rules in po/README.md, and what
their files say."""
import ast
import collections
import functools
import os
import pathlib
import re
import subprocess

TOP = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
PO = TOP / 'po'

# What a language writes and reads from right to left.
RIGHT_TO_LEFT = re.compile('[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]')
RTL_LANGUAGES = ('ar', 'he')
# Languages that put the letter of a mnemonic behind the word: 保存(_S).
BEHIND = ('ja', 'ko', 'zh_CN')

Entry = collections.namedtuple('Entry', 'context source plural translated flags comments files')
Rules = collections.namedtuple('Rules', 'quotes plural_forms')


def lines_of(path):
    return [line.strip() for line in (TOP / path).read_text().splitlines()
            if line.strip() and not line.startswith('#')]


def languages():
    return lines_of('po/LINGUAS')


def tables():
    """The tables of po/README.md, each a list of rows."""
    table = []
    for line in (PO / 'README.md').read_text().splitlines() + ['']:
        if line.startswith('|'):
            table.append([cell.strip().replace('\\|', '|')
                          for cell in re.split(r'(?<!\\)\|', line)[1:-1]])
        elif table:
            yield table
            table = []


@functools.lru_cache
def rules():
    """By language: its pairs of quotes, and the line with its plural forms."""
    table = next(t for t in tables() if t[0][0] == 'code')
    return {row[0]: Rules(re.findall('([«„“‚‘「]) ?…[ \u00a0]?([»“”‘’」])', row[1]), row[3].strip('`'))
            for row in table[2:]}


@functools.lru_cache
def glossary():
    """By language: what a term may be translated by."""
    found = collections.defaultdict(dict)
    for table in tables():
        if table[0][0] != 'term':
            continue
        for row in table[2:]:
            for language, cell in zip(table[0], row):
                if language not in ('term', 'means'):
                    for term in re.split(r'\s*[,/]\s*', row[0].split(' (')[0]):
                        words = re.split(r'\s*(?:[/,、，،])\s*', cell)
                        found[language].setdefault(term, []).extend(words)
    return found


def strings(lines):
    """"msgid" -> text, of one entry."""
    found = {}
    for line in lines:
        keyword, text = re.match(r'([a-z_]+(?:\[\d\])?) (".*")$', line).groups()
        # PO escapes as C does, and what Python reads otherwise does not occur.
        found[keyword] = ast.literal_eval(text)
    return found


@functools.lru_cache
def entries(language):
    """The entries of a language, the head of the file first."""
    said = subprocess.run(['msgcat', '--no-wrap', PO / (language + '.po')], check=True,
                          capture_output=True, text=True).stdout
    # --no-wrap still breaks a string behind each line end in it.
    said = re.sub(r'"\n"', '', said)
    found = []
    for block in said.split('\n\n'):
        lines = [line for line in block.splitlines() if line and not line.startswith('#~')]
        head = {mark: [line[3:] for line in lines if line.startswith(mark + ' ')]
                for mark in ('#.', '#,', '#:')}
        of = strings(line for line in lines if not line.startswith('#'))
        if 'msgid' in of:
            found.append(Entry(of.get('msgctxt'), of['msgid'], of.get('msgid_plural'),
                               [text for key, text in of.items() if key.startswith('msgstr')],
                               ', '.join(head['#,']), ' '.join(head['#.']),
                               ' '.join(head['#:']).split()))
    return found


def header(language):
    """"Language" -> "de", of the head of a file."""
    return dict(line.split(': ', 1) for line in entries(language)[0].translated[0].splitlines())


def pairs(language):
    """(entry, source, translation) of every form of every string."""
    for entry in entries(language)[1:]:
        for number, translated in enumerate(entry.translated):
            source = entry.source if number == 0 or not entry.plural else entry.plural
            # Where a language has one form only, that one stands for many, too.
            if entry.plural and len(entry.translated) == 1:
                source = entry.plural
            yield entry, source, translated


def is_date(entry):
    """A date for strftime: its letters are put into the order of the language."""
    return 'strftime' in entry.comments or 'g_date_time_format' in entry.comments
