#!/usr/bin/env python3
"""Every query is run by a test.

    queries.py BUILD_FOLDER LOG      LOG: names of executed queries, written by the database tests (LT_QUERY_LOG)
"""
import pathlib
import re
import sys

build, log = map(pathlib.Path, sys.argv[1:3])
known = set()
for source in (build / "generated").rglob("queries.cpp"):
    known |= set(re.findall(r'\{"([a-z_]+\.[a-z0-9_]+)", R"sql', source.read_text()))
run = set(log.read_text().split()) if log.exists() else set()
if not known or not run:
    sys.exit(f"nothing to compare: {len(known)} queries are known, {len(run)} were run")
for name in sorted(known - run):
    print(f"never executed in a test: {name}")
print(f"{len(known & run)} of {len(known)} queries were run by tests")
sys.exit(1 if known - run else 0)
