#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks what the demonstration people promise: see data/demo.

Every file is strict JSON, every id is unique, every reference leads somewhere, every attachment is
the bytes its index entry says, and every relative date is one that the server understands.
"""

import base64
import hashlib
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

LIMIT = 3 * 1024 * 1024
KINDS = set(
    "Patient RelatedPerson DocumentReference Appointment Immunization ImmunizationRecommendation"
    " Communication CommunicationRequest Task Observation Procedure EpisodeOfCare Condition"
    " CarePlan Questionnaire QuestionnaireResponse Consent AuditEvent Practitioner"
    " PractitionerRole Organization Location Device".split()
)
STEPS = r"(?:[+-]\d+[dwmy])*"
ZONES = r"(?:[+-]\d\d:\d\d|Z)"
DATE = re.compile(rf"@today{STEPS}|@now{STEPS} (?:[01]\d|2[0-3]):[0-5]\d{ZONES}")
NOTHING = base64.b64encode(hashlib.sha1(b"").digest()).decode()
PERSONS = 5
DOCUMENTS = 40


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key is written twice")
    return dict(pairs)


def walk(value, path=""):
    yield path, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from walk(child, f"{path}.{key}")
    elif isinstance(value, list):
        for child in value:
            yield from walk(child, path)


def load(folder):
    resources, problems = {}, []
    for file in sorted(folder.glob("*.json")):
        bundle = json.loads(file.read_bytes().decode("utf-8"), object_pairs_hook=unique)
        if bundle["resourceType"] != "Bundle" or bundle["type"] != "collection":
            problems.append(f"{file.name}: not a Bundle of type collection")
        for entry in bundle["entry"]:
            resource = entry["resource"]
            name = f"{resource['resourceType']}/{resource['id']}"
            if name in resources:
                problems.append(f"{name}: written twice")
            if not re.fullmatch(r"[A-Za-z0-9.-]{1,64}", resource["id"]):
                problems.append(f"{name}: unsafe id")
            if not entry["fullUrl"].endswith("/" + name):
                problems.append(f"{name}: fullUrl is another one's")
            resources[name] = resource
    return resources, problems


def check_references(resources):
    canonicals = {
        f"{r['url']}|{r['version']}" for r in resources.values() if r["resourceType"] == "Questionnaire"
    }
    for name, resource in resources.items():
        contained = {"#" + inner["id"] for inner in resource.get("contained", [])}
        for path, value in walk(resource):
            if path.endswith(".reference") and isinstance(value, str):
                if value not in contained and value not in resources:
                    yield f"{name}: {path} leads nowhere"
            elif path == ".questionnaire" and value not in canonicals:
                yield f"{name}: unknown questionnaire"


def check_dates(resources):
    for name, resource in resources.items():
        for path, value in walk(resource):
            if isinstance(value, str) and re.search(r"@(today|now)\b", value):
                if not DATE.fullmatch(value):
                    yield f"{name}: {path} is not a relative date"


def check_attachment(attachment, resources):
    """What is wrong with an attachment, or None."""
    binary = resources.get(attachment["url"])
    if binary is None:
        return "no such Binary"
    if binary["contentType"] != attachment["contentType"]:
        return "content types differ"
    content = base64.b64decode(binary["data"], validate=True)
    if "size" not in attachment and "hash" not in attachment:
        return None
    if attachment["size"] == 0 and attachment["hash"] == NOTHING:
        return None  # assembled when it is asked for
    if attachment["size"] != len(content):
        return "sizes differ"
    if attachment["hash"] != base64.b64encode(hashlib.sha1(content).digest()).decode():
        return "hashes differ"
    return None


def check_attachments(resources):
    used = set()
    for name, resource in resources.items():
        for path, value in walk(resource):
            if path.endswith("ttachment") and "url" in value:
                used.add(value["url"])
                problem = check_attachment(value, resources)
                if problem:
                    yield f"{name}: {problem}"
    for name in resources:
        if name.startswith("Binary/") and name not in used:
            yield f"{name}: nobody points to it"


def check_pdf(content):
    """The table of a PDF says where each object begins."""
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    offsets = re.findall(rb"^(\d{10}) 00000 n ", content[start:], re.M)
    return content.endswith(b"%%EOF\n") and all(
        content[int(offset) :].startswith(b"%d 0 obj" % number)
        for number, offset in enumerate(offsets, 1)
    )


def check_contents(resources):
    magic = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n"}
    for name, binary in resources.items():
        if binary["resourceType"] != "Binary":
            continue
        content = base64.b64decode(binary["data"])
        kind = binary["contentType"]
        if not content.startswith(magic.get(kind, b"")):
            yield f"{name}: not {kind}"
        if kind == "application/pdf" and not check_pdf(content):
            yield f"{name}: broken PDF"
        if kind == "application/xml":
            root = ElementTree.fromstring(content)
            if root.tag != "{urn:hl7-org:v3}ClinicalDocument":
                yield f"{name}: not a CDA document"
            for text in root.iter("{urn:hl7-org:v3}text"):
                if text.get("representation") == "B64" and not check_pdf(base64.b64decode(text.text)):
                    yield f"{name}: broken PDF inside"
        if kind == "text/plain":
            content.decode("utf-8")


def check_people(resources):
    kinds = {resource["resourceType"] for resource in resources.values()}
    for kind in sorted(KINDS - kinds):
        yield f"no {kind} anywhere"
    for kind in sorted(kinds - KINDS - {"Binary"}):
        yield f"{kind} is not a kind that is pulled"
    patients = [r for r in resources.values() if r["resourceType"] == "Patient"]
    if len(patients) != PERSONS:
        yield f"{len(patients)} persons, not {PERSONS}"
    for patient in patients:
        for identifier in patient["identifier"]:
            if identifier["system"] != "urn:oid:1.2.250.1.213.1.4.10":
                yield f"Patient/{patient['id']}: an identifier outside the test space"
    documents = [
        r
        for r in resources.values()
        if r["resourceType"] == "DocumentReference"
        and r["subject"]["reference"] == "Patient/documents"
    ]
    if len(documents) != DOCUMENTS:
        yield f"{len(documents)} documents, not {DOCUMENTS}"


def main():
    folder = Path(sys.argv[1])
    resources, problems = load(folder)
    size = sum(file.stat().st_size for file in folder.glob("*.json"))
    if size > LIMIT:
        problems.append(f"{size} bytes, more than {LIMIT}")
    for check in (check_references, check_dates, check_attachments, check_contents, check_people):
        problems.extend(check(resources))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


sys.exit(main())
