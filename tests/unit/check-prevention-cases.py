#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that the cases of prevention are well formed: see tests/data/prevention.

check-prevention-cases.py CASES [RULES]: CASES is the folder of the tables, RULES that of the rules.
Every line has its columns, every date is one, every word is known, no case has the name of another,
and every rule is tried on three days in a row between which its state changes.
"""

import datetime
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path

COLUMNS = "case born sex territory facts history on rule state from to dose flags source".split()
PEOPLE = "person rule state why".split()
THINGS = "token resource element system code note".split()
APART = {"things.csv", "demo-people.csv"}
SEXES = set("female male unknown".split())
TERRITORIES = set("fr 971 972 973 974 976 unknown".split())
STATES = set("none coming now overdue done ask unknown-dates".split())
FLAGS = set("check unknown unconfirmed".split())
MARKS = set("not-done error subpotent refused".split())
PREGNANCY = set("lmp due lost delivered".split())
CONDITIONS = set(
    "diabetes immunosuppressed chronic-lung chronic-heart chronic obesity-40 carer near-infant ehpad"
    " bcg-risk dengue-past gestational-diabetes-risk first-time-mother high-risk-breast"
    " high-risk-colorectal high-risk-cervix".split()
)
EXAMS = 20


def lines(file):
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if text.strip() and not text.startswith("#"):
            yield f"{file.name}:{number}", text.split(",")


def rows(file, columns):
    """The rows of a table, and what is wrong with its shape as the last value."""
    found, problems = [], []
    header = None
    for place, fields in lines(file):
        if header is None:
            header = fields
            if header != columns:
                problems.append(f"{place}: not the columns that are expected")
        elif len(fields) != len(columns):
            problems.append(f"{place}: {len(fields)} fields, not {len(columns)}")
        else:
            found.append((place, dict(zip(columns, fields))))
    return found, problems


def is_day(text):
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def is_date(text):
    """A day, a month or a year."""
    if re.fullmatch(r"\d{4}", text):
        return is_day(text + "-01-01")
    if re.fullmatch(r"\d{4}-\d\d", text):
        return is_day(text + "-01")
    return is_day(text)


def known_things(file):
    found, problems = rows(file, THINGS)
    tokens = set()
    for place, row in found:
        for token in (
            [f"child-exam-{n:02}" for n in range(1, EXAMS + 1)]
            if row["token"] == "child-exam-NN"
            else [row["token"]]
        ):
            if token in tokens:
                problems.append(f"{place}: {token} is there twice")
            tokens.add(token)
        if bool(row["system"]) != bool(row["code"]):
            problems.append(f"{place}: a system and its code go together")
        if not row["code"] and not row["note"]:
            problems.append(f"{place}: no code, and no note why")
    return tokens, problems


def known_rules(folder):
    rules = set()
    for file in sorted(folder.glob("*.xml")):
        for element in ElementTree.parse(file).iter():
            if element.tag.rpartition("}")[2] == "rule" and "id" in element.attrib:
                rules.add(element.attrib["id"])
    return rules


def check_facts(facts):
    for fact in filter(None, facts.split(";")):
        name, _, value = fact.partition("=")
        if name == "has":
            if value not in CONDITIONS:
                yield f"unknown condition {value}"
        elif name not in PREGNANCY or not is_day(value):
            yield f"unknown fact {fact}"


def check_history(history, things):
    for act in filter(None, history.split(";")):
        match = re.fullmatch(r"([a-z0-9-]+)@([\d-]+)(?:!([a-z-]+))?", act)
        if not match:
            yield f"not an act: {act}"
            continue
        thing, date, mark = match.groups()
        if thing not in things:
            yield f"unknown thing {thing}"
        if not is_date(date):
            yield f"not a date: {act}"
        if mark and mark not in MARKS:
            yield f"unknown status {mark}"


def check_expected(row):
    states = set(row["state"].split("|"))
    if not states or states - STATES:
        yield f"unknown state {row['state']}"
    for column in ("from", "to"):
        if row[column] not in ("", "-") and not is_day(row[column]):
            yield f"{column} is not a day"
    if is_day(row["from"]) and is_day(row["to"]) and row["from"] > row["to"]:
        yield "the window ends before it begins"
    dose = re.fullmatch(r"(\d+)/(\d+)", row["dose"])
    if row["dose"] and (not dose or not 1 <= int(dose[1]) <= int(dose[2])):
        yield f"not a dose: {row['dose']}"
    for flag in filter(None, row["flags"].split(";")):
        if flag.removeprefix("!") not in FLAGS:
            yield f"unknown flag {flag}"
    if states == {"none"} and (row["from"] or row["to"] or row["dose"] or row["flags"]):
        yield "nothing is expected, and yet something of it"
    if is_day(row["on"]) and len(states) == 1:
        yield from check_window(row, states.pop())


def check_window(row, state):
    """Whether the state is that of a day before, in or after the window."""
    on, start, end = row["on"], row["from"], row["to"]
    early = is_day(start) and on < start
    late = is_day(end) and on > end
    if state == "now" and (early or late):
        yield "now, and yet outside the window"
    if state == "coming" and is_day(start) and not early:
        yield "coming, and yet it has begun"
    if state == "overdue" and is_day(end) and not late:
        yield "overdue, and yet it has not ended"


def check_row(row, things, rules):
    if not re.fullmatch(r"[a-z0-9-]+", row["case"]):
        yield "the name of a case is small letters, digits and hyphens"
    if not is_date(row["born"]):
        yield "born is not a date"
    if row["sex"] not in SEXES:
        yield f"unknown sex {row['sex']}"
    if row["territory"] not in TERRITORIES:
        yield f"unknown territory {row['territory']}"
    if not is_day(row["on"]):
        yield "on is not a day"
    if rules and row["rule"] not in rules:
        yield f"unknown rule {row['rule']}"
    if not row["source"]:
        yield "no source"
    yield from check_facts(row["facts"])
    yield from check_history(row["history"], things)
    yield from check_expected(row)


def check_edges(cases, rules):
    """Every rule has cases on the eve, the day and the day after of a change."""
    states = defaultdict(lambda: defaultdict(set))
    for case in cases:
        if is_day(case["on"]):
            states[case["rule"]][datetime.date.fromisoformat(case["on"])].add(case["state"])
    day = datetime.timedelta(days=1)
    for rule in sorted(rules or states):
        of_rule = states.get(rule, {})
        if not any(
            on - day in of_rule
            and on + day in of_rule
            and len(of_rule[on - day] | of_rule[on] | of_rule[on + day]) > 1
            for on in of_rule
        ):
            yield f"{rule}: no eve, day and day after"


def check_people(file, rules):
    """What is expected of each demonstration person: known words, each rule once."""
    found, problems = rows(file, PEOPLE)
    seen = set()
    for place, row in found:
        if rules and row["rule"] not in rules:
            problems.append(f"{place}: unknown rule {row['rule']}")
        if set(row["state"].split("|")) - STATES:
            problems.append(f"{place}: unknown state {row['state']}")
        if not row["why"]:
            problems.append(f"{place}: no reason")
        if (row["person"], row["rule"]) in seen:
            problems.append(f"{place}: {row['rule']} of {row['person']} is there twice")
        seen.add((row["person"], row["rule"]))
    return problems


def main():
    folder = Path(sys.argv[1])
    rules = known_rules(Path(sys.argv[2])) if len(sys.argv) > 2 else set()
    things, problems = known_things(folder / "things.csv")
    cases, names = [], set()
    for file in sorted(folder.glob("*.csv")):
        if file.name in APART:
            continue
        found, wrong = rows(file, COLUMNS)
        problems += wrong
        for place, row in found:
            problems += [f"{place}: {problem}" for problem in check_row(row, things, rules)]
            if row["case"] in names:
                problems.append(f"{place}: another case is called {row['case']}")
            names.add(row["case"])
            cases.append(row)
    problems += check_edges(cases, rules)
    problems += check_people(folder / "demo-people.csv", rules)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(cases)} cases of {len({case['rule'] for case in cases})} rules")
    return 1 if problems else 0


sys.exit(main())
