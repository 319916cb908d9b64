#!/usr/bin/env python3
"""Holds docs/integrator/dossiers.openapi.yaml against somebody else's validator, its examples against its schemas, and every answer that the
database tests kept in build/test/rest against the schema of its operation and status. Prints what was checked; exit code 1 when something
does not fit."""
import json
import pathlib
import re
import sys

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/integrator/dossiers.openapi.yaml"
ANSWERS = ROOT / "build/test/rest"


def main():
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    faults = [f"document: {error.message}" for error in OpenAPIV31SpecValidator(document).iter_errors()]
    resource = Resource(contents=document, specification=DRAFT202012)
    registry = Registry().with_resource("urn:openapi", resource)

    def check(value, pointer, what):
        schema = {"$ref": "urn:openapi#" + pointer}
        validator = Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())
        faults.extend(f"{what}: {error.json_path}: {error.message}" for error in validator.iter_errors(value))

    def escaped(part):
        return part.replace("~", "~0").replace("/", "~1")

    examples = 0

    def walk(node, pointer):
        nonlocal examples
        if isinstance(node, dict):
            if "example" in node and "schema" in node:
                examples += 1
                check(node["example"], pointer + "/schema", "example at " + pointer)
            for name, one in node.items():
                walk(one, pointer + "/" + escaped(str(name)))
        elif isinstance(node, list):
            for i, one in enumerate(node):
                walk(one, f"{pointer}/{i}")

    walk(document["paths"], "/paths")
    walk(document["components"], "/components")

    kept = sorted(ANSWERS.glob("*.json"))
    seen = set()
    for file in kept:
        kind = json.loads(file.read_text(encoding="utf-8"))
        found = [(path, item) for path, item in document["paths"].items()
                 if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), kind["path"]) and kind["method"] in item]
        if not found:
            faults.append(f"{file.name}: {kind['method']} {kind['path']} is not in the document")
            continue
        # Fixed parts win over parameters, as in the server.
        path, item = min(found, key=lambda one: one[0].count("{"))
        answer = item[kind["method"]]["responses"].get(str(kind["status"]))
        if answer is None:
            faults.append(f"{file.name}: {kind['method']} {path} does not say that it answers {kind['status']}")
            continue
        pointer = f"/paths/{escaped(path)}/{kind['method']}/responses/{kind['status']}"
        if "$ref" in answer:
            pointer = answer["$ref"][1:]
            answer = document["components"]["responses"][pointer.rsplit("/", 1)[1]]
        if kind["type"] not in answer["content"]:
            faults.append(f"{file.name}: {path} answers {kind['type']}, which the document does not say")
            continue
        seen.add((path, kind["method"], str(kind["status"])))
        if kind["type"].endswith("json"):
            check(kind["body"], f"{pointer}/content/{escaped(kind['type'])}/schema", file.name)
    print(f"openapi: {len(document['paths'])} paths, {examples} examples, {len(kept)} answers of {len(seen)} kinds")
    if not kept:
        faults.append("no answers were kept: run dossiers_dbtest first")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
