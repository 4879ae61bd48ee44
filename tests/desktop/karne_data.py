# SPDX-License-Identifier: GPL-3.0-or-later
"""Data for the demonstration server besides what comes with it."""

import json
import os

# Who the demonstration opens first.
FIRST = "saint-denis-grossesse.json"
PERSON = "grossesse"


def read_bundle(name):
    with open(os.path.join(os.environ["KARNE_DEMO_DATA"], name), encoding="utf-8") as file:
        return json.load(file)


def make_folder(program, name):
    folder = os.path.join(program, name)
    os.makedirs(folder, exist_ok=True)
    return folder


def write_person(folder, keep):
    """The first person of the demonstration, with those resources that keep says."""
    bundle = read_bundle(FIRST)
    bundle["entry"] = [entry for entry in bundle["entry"] if keep(entry["resource"])]
    with open(os.path.join(folder, FIRST), "w", encoding="utf-8") as file:
        json.dump(bundle, file)


def make_empty(scratch):
    """A record in which there is nothing yet."""
    folder = make_folder(scratch, "empty")
    write_person(folder, lambda resource: resource["resourceType"] == "Patient")
    return folder


def make_incomplete(scratch, n_measures):
    """A record with measures of which only a part is sent: none of them can be taken in."""
    folder = make_folder(scratch, "incomplete")
    write_person(folder, lambda resource: resource["resourceType"] in ("Patient", "Appointment"))
    subsetted = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
    with open(os.path.join(folder, "measures.ndjson"), "w", encoding="utf-8") as file:
        for number in range(n_measures):
            measure = {
                "resourceType": "Observation",
                "id": f"part-{number}",
                "meta": {"tag": [subsetted]},
                "status": "final",
                "code": {"text": "Poids"},
                "subject": {"reference": f"Patient/{PERSON}"},
            }
            file.write(json.dumps(measure) + "\n")
    return folder


def make_document(number):
    day = 1 + number % 28
    return {
        "resourceType": "DocumentReference",
        "id": f"many-{number}",
        "status": "current",
        "type": {"coding": [{"system": "http://loinc.org", "code": "11502-2", "display": "Compte rendu"}]},
        "category": [
            {
                "coding": [
                    {
                        "system": "https://mos.esante.gouv.fr/NOS/TRE_A03-ClasseDocument/FHIR/TRE-A03-ClasseDocument",
                        "code": "10",
                        "display": "Compte rendu",
                    }
                ]
            }
        ],
        "subject": {"reference": f"Patient/{PERSON}"},
        "date": f"{1990 + number % 36}-{1 + number % 12:02}-{day:02}T10:{number % 60:02}:00+04:00",
        "author": [{"display": f"Dr Exemple {number % 97}"}],
        "description": f"Compte rendu de biologie n° {number}",
        "content": [
            {
                "attachment": {
                    "contentType": "text/plain",
                    "language": "fr-FR",
                    "data": "UmllbiDDoCBzaWduYWxlci4K",
                    "title": f"Compte rendu de biologie n° {number}",
                }
            }
        ],
    }


def make_many(scratch, n_documents):
    """A record with very many documents; one of them is about the lagoon."""
    folder = make_folder(scratch, "many")
    write_person(folder, lambda resource: resource["resourceType"] in ("Patient", "Appointment"))
    with open(os.path.join(folder, "documents.ndjson"), "w", encoding="utf-8") as file:
        for number in range(n_documents):
            document = make_document(number)
            if number == n_documents // 2:
                document["description"] = "Certificat de plongée dans le lagon"
                document["content"][0]["attachment"]["title"] = document["description"]
            file.write(json.dumps(document) + "\n")
    return folder


def make_several(scratch):
    """A record of one document, which has two files and nobody’s name."""
    folder = make_folder(scratch, "several")
    write_person(folder, lambda resource: resource["resourceType"] == "Patient")
    document = make_document(0)
    del document["author"]
    document["content"][0]["attachment"]["title"] = "Première page"
    document["content"].append({"attachment": {"contentType": "text/plain", "data": "U2Vjb25kZSBwYWdlCg=="}})
    with open(os.path.join(folder, "document.json"), "w", encoding="utf-8") as file:
        json.dump(document, file)
    return folder
