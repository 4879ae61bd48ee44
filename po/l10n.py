#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How far each translation is, what is wrong in it, and what is to be confirmed first.

l10n.py [--json] [--words] [LANGUAGE…]: exits with 1 where something is wrong. French is the
reference: it is whole (a test sees to that), and what is compared with. --words names each message
that is remarked on, not only each that is wrong."""

import argparse
import collections
import json
import re
import sys
import xml.etree.ElementTree
from pathlib import Path

import karne_po

PO = Path(__file__).resolve().parent
ROOT = PO.parent
REFERENCE, SOURCE = "fr", "en"
N_FIRST = 60
LEVELS = ["obligatory", "recommended", "proposed", "targeted", "right"]

FORMAT = re.compile(r"%(?:\d+\$)?[-+ #0']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t|L)?[diouxXeEfFgGaAcspn%]")
MNEMONIC = re.compile(r"(?<!_)_(?=\w)")
TAG = re.compile(r"</?[a-z]+(?: [a-z]+=\"[^\"]*\")*/?>")
WORD = re.compile(r"[\w’'-]+")

# Where a label has one line of a narrow window: what is much longer than in French is cut there.
NARROW = ("desktop/window/", "desktop/start/", "desktop/home/", "desktop/preferences/", "desktop/prevention/")
NARROW_LETTERS, NARROW_RATIO = 24, 1.6


def read_languages():
    lines = (PO / "LINGUAS").read_text("utf-8").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def page(message):
    """The folder of its first source, as in desktop/prevention."""
    return str(Path(message.files[0]).parent) if message.files else "?"


# ---- What is wrong ------------------------------------------------------------------------------------


def specifiers(text):
    """In the order in which the arguments come, whatever the order in the text."""
    found = [match for match in FORMAT.findall(text) if match != "%%"]
    if any("$" in one for one in found):
        found.sort(key=lambda one: int(re.match(r"%(\d+)", one)[1]))
    return [re.sub(r"^%\d+\$", "%", one) for one in found]


def has_format(message):
    return any(flag.endswith("-format") and not flag.startswith("no-") for flag in message.flags)


def check_format(message, form, plural):
    if not has_format(message):
        return
    # The form for one may do without its number.
    allowed = [specifiers(message.text)] + ([specifiers(message.plural)] if plural else [])
    if specifiers(form) not in allowed:
        yield f"placeholders {specifiers(form)} instead of {allowed[-1]}"


def check_mnemonic(message, form):
    wanted, found = len(MNEMONIC.findall(message.text)), len(MNEMONIC.findall(form))
    if wanted != found and wanted <= 1:
        yield f"{found} keys marked with “_” instead of {wanted}"


def check_tags(message, form):
    if sorted(TAG.findall(message.text)) != sorted(TAG.findall(form)):
        yield f"tags {TAG.findall(form)} instead of {TAG.findall(message.text)}"


def check_ends(message, form):
    for edge, name in ((str.startswith, "begins"), (str.endswith, "ends")):
        if edge(message.text, "\n") != edge(form, "\n"):
            yield f"{name} with a new line in one of the two only"


def check_comments(message):
    for comment in message.comments:
        if comment.lower().startswith("confirmed") and not karne_po.CONFIRMED.match(comment):
            yield "who confirmed it is written so: “# confirmed: WHO, 2026-11-30”"


def count_plurals(catalogue):
    match = re.search(r"nplurals *= *(\d+)", catalogue.headers.get("Plural-Forms", ""))
    return int(match[1]) if match else None


def check_message(catalogue, message):
    yield from check_comments(message)
    if not message.translated:
        return
    if message.plural is not None and len(message.forms) != count_plurals(catalogue):
        yield f"{len(message.forms)} forms instead of {count_plurals(catalogue)}"
    for form in message.forms:
        yield from check_format(message, form, message.plural is not None)
        yield from check_mnemonic(message, form)
        yield from check_tags(message, form)
        yield from check_ends(message, form)


def check_header(catalogue):
    wanted = {"Language": catalogue.language, "Content-Type": "text/plain; charset=UTF-8"}
    for field, value in wanted.items():
        if catalogue.headers.get(field) != value:
            yield f"the header has “{field}: {catalogue.headers.get(field)}” instead of “{value}”"
    if count_plurals(catalogue) is None:
        yield "the header gives no Plural-Forms"
    if catalogue.all_confirmed and catalogue.language != REFERENCE:
        yield "only French is confirmed as a whole: each message says who confirmed it"


# ---- What may be better -------------------------------------------------------------------------------


def read_glossary():
    """Of each term: the words for it by language, each as the beginnings of words."""
    lines = (PO / "glossary.tsv").read_text("utf-8").rstrip("\n").split("\n")
    names = lines[0].split("\t")
    rows = [dict(zip(names, line.split("\t"))) for line in lines[1:]]
    for number, row in enumerate(rows, 2):
        if len(row) != len(names):
            raise karne_po.PoError(f"{PO / 'glossary.tsv'}:{number}: not {len(names)} columns")
    return [row for row in rows if not row["term"].startswith("(")]


def variants(cell):
    """What stands in a cell of the glossary, without remarks in brackets."""
    cell = re.sub(r"\([^)]*\)", "", cell)
    return [part.strip().lower() for part in re.split(r"[,;/]", cell) if part.strip()]


def stem(word):
    return word[: max(4, len(word) - 2)]


def has_term(text, term):
    """The words of a term in their order, also with other endings."""
    wanted, found = WORD.findall(term.lower()), WORD.findall(text.lower())
    return any(
        all(found[i + j].startswith(stem(wanted[j])) for j in range(len(wanted)))
        for i in range(len(found) - len(wanted) + 1)
    )


def list_terms(glossary, language):
    """By French term: the words for it. What French has one word for may have two."""
    terms = collections.defaultdict(list)
    for row in glossary:
        for term in variants(row["fr"]):
            if len(term) > 4 and row.get(language):
                terms[term] += variants(row[language])
    return terms


def check_glossary(terms, message, french):
    lower = french.lower()
    for term, words in terms.items():
        if stem(WORD.findall(term)[0]) not in lower or not has_term(french, term):
            continue
        if not any(has_term(message.forms[0], word) for word in words):
            yield f"“{term}” is “{', '.join(words)}” in the glossary"


def check_length(message, french):
    if any(file.startswith(NARROW) for file in message.files) and len(french) <= NARROW_LETTERS:
        if len(message.forms[0]) > max(NARROW_RATIO * len(french), len(french) + 4):
            yield f"{len(message.forms[0])} letters where French has {len(french)}"


# ---- What comes first ---------------------------------------------------------------------------------


def read_rules():
    """Titles and texts of the rules, what is obligatory first."""
    rules = []
    for path in sorted((ROOT / "data" / "prevention").glob("*.xml")):
        for rule in xml.etree.ElementTree.parse(path).iter("rule"):
            texts = [" ".join("".join(rule.find(name).itertext()).split()) for name in ("title", "text")]
            rules.append((LEVELS.index(rule.get("level", LEVELS[-1])), texts))
    rules.sort(key=lambda rule: rule[0])
    return [text for _, texts in rules for text in texts]


def choose_first(reference):
    """What is obligatory and how it stands, dates, what is to be done: by key."""
    spoken = [
        message
        for message in reference.messages
        if any(file.startswith("libsync/prevention/karne-due-") for file in message.files)
    ]
    by_text = {message.text: message for message in reference.messages}
    order = [message for message in spoken if message.context == "prevention"]
    order += [message for message in spoken if message.context is None and "%s" in message.text]
    order += [message for message in reference.messages if message.context == "month"]
    order += [by_text[text] for text in read_rules() if text in by_text]
    chosen = {message.key: message for message in order}
    return list(chosen.values())[:N_FIRST]


# ---- The report ---------------------------------------------------------------------------------------


def count(catalogue, messages):
    translated = sum(message.translated for message in messages)
    if catalogue.language == SOURCE:
        # What has no other words is as the sources say it.
        translated = len(messages)
    return {
        "messages": len(messages),
        "translated": translated,
        "confirmed": sum(catalogue.is_confirmed(message) for message in messages),
    }


def report_language(catalogue, reference, glossary, first):
    own = {message.key: message for message in catalogue.messages}
    french = {message.key: message for message in reference.messages}
    blank = karne_po.Message()
    messages = [own.get(key, blank) for key in french]
    pages = collections.defaultdict(list)
    for key, message in zip(french, messages):
        pages[page(french[key])].append(message)
    terms = list_terms(glossary, catalogue.language)
    errors = [{"line": 1, "why": why} for why in check_header(catalogue)]
    remarks = []
    for message in catalogue.messages:
        errors += [{"line": message.line, "why": why} for why in check_message(catalogue, message)]
        if message.translated and message.key in french and catalogue.language not in (REFERENCE, SOURCE):
            words = french[message.key].forms[0]
            found = [*check_length(message, words), *check_glossary(terms, message, words)]
            remarks += [{"line": message.line, "why": why} for why in found]
    open_ones = [message for message in first if not catalogue.is_confirmed(own.get(message.key, blank))]
    return {
        "language": catalogue.language,
        **count(catalogue, messages),
        "pages": {name: count(catalogue, found) for name, found in sorted(pages.items())},
        "errors": errors,
        "remarks": remarks,
        "first": [
            {"context": message.context, "message": message.text, "fr": message.forms[0],
             "draft": (own.get(message.key, blank).forms or [""])[0]}
            for message in open_ones
        ] if catalogue.language not in (REFERENCE, SOURCE) else [],
    }  # fmt: skip


def percent(part, whole):
    # 100 is said of all only.
    return 100 if part == whole else min(99, round(100 * part / whole)) if whole else 100


def print_report(reports, wants_words):
    print("language  translated  confirmed  errors  remarks")
    for report in reports:
        confirmed = f"{percent(report['confirmed'], report['messages'])} %"
        if report["language"] == SOURCE:
            confirmed = "source"
        print(
            f"{report['language']:8}  {percent(report['translated'], report['messages']):8} %"
            f"  {confirmed:>9}"
            f"  {len(report['errors']):6}  {len(report['remarks']):7}"
        )
    print("\nPer page, translated / confirmed of how many:")
    for name in reports[0]["pages"]:
        cells = [
            f"{report['language']} {report['pages'][name]['translated']}/{report['pages'][name]['confirmed']}"
            for report in reports
        ]
        print(f"  {name:24} {reports[0]['pages'][name]['messages']:4}: " + ", ".join(cells))
    for kind, is_shown in (("errors", True), ("remarks", wants_words)):
        for report in reports:
            for found in report[kind] if is_shown else []:
                print(f"po/{report['language']}.po:{found['line']}: {found['why']}")
    drafts = [report["language"] for report in reports if report["first"]]
    if drafts:
        print(f"\nTo be confirmed first by who speaks {', '.join(drafts)}: what is obligatory, when, and what to do.")
        seen = {}
        for report in reports:
            for message in report["first"]:
                seen.setdefault((message["context"], message["message"]), message)
        for number, message in enumerate(seen.values(), 1):
            print(f"{number:3}. {message['message']}\n     fr: {message['fr']}")


def main():
    parser = argparse.ArgumentParser(prog="./dev l10n", description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="all of it, for programs")
    parser.add_argument("--words", action="store_true", help="name each message that is remarked on")
    parser.add_argument("language", nargs="*", help="only these")
    arguments = parser.parse_args()
    reference, glossary = karne_po.Catalogue(PO / f"{REFERENCE}.po"), read_glossary()
    first = choose_first(reference)
    reports = [
        report_language(karne_po.Catalogue(PO / f"{language}.po"), reference, glossary, first)
        for language in arguments.language or read_languages()
    ]
    if arguments.json:
        json.dump(reports, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print_report(reports, arguments.words)
    return 1 if any(report["errors"] for report in reports) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except karne_po.PoError as error:
        sys.exit(str(error))
