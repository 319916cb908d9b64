#!/usr/bin/env python3
"""Every header of ours compiles alone, with nothing before it but the standard headers that every target of ours gets (the
precompiled header of cmake/settings.cmake). A header that was checked before, and whose own headers did not change since,
is not checked again.

    headers.py BUILD_FOLDER      a configured build folder: its compile_commands.json knows what each folder may see
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
build = pathlib.Path(sys.argv[1]).resolve()
cache = build / "headers"
cache.mkdir(exist_ok=True)

# Include folders of each source folder, from any file in it.
# Headers of tests (…_testing.h) see what the test programs see.
flags, test_flags = {}, {}
for command in json.loads((build / "compile_commands.json").read_text()):
    file = pathlib.Path(command["file"])
    all_words = shlex.split(command["command"])
    words = [w for w in all_words if w.startswith("-I") or w.startswith("-D")]
    for i, word in enumerate(all_words):
        if word == "-isystem":
            words += all_words[i:i + 2]
    made = command.get("output") or re.search(r" -o (\S+)", command["command"]).group(1)
    test = re.search(r"src/(.+)/CMakeFiles/\w+_(db)?test\.dir/", made)
    if test:
        test_flags[SRC / test.group(1)] = words
        continue
    if not file.is_relative_to(SRC):
        target = re.search(r"src/(.+)/CMakeFiles/", made)  # made files stand for their target's folder
        if not target:
            continue
        file = SRC / target.group(1) / "x.cpp"
    flags.setdefault(file.parent, words)


def flags_for(header):
    for folder in [header.parent, *header.parents]:
        if header.name.endswith("_testing.h") and folder in test_flags:
            return test_flags[folder]
        if folder in flags:
            return flags[folder]
        below = [f for f in flags if f.is_relative_to(folder)]
        if below and folder.is_relative_to(SRC):
            return flags[below[0]]
    raise SystemExit(f"{header}: no target has this folder")


# The standard headers, parsed once: they are most of what a header costs.
standard = cache / "standard.h"
made_by_cmake = (build / "CMakeFiles/lt_pch.dir/cmake_pch.hxx").read_text()
# Not JSON, which is there for speed: who uses it names it.
standard.write_text("".join(line + "\n" for line in made_by_cmake.splitlines() if re.fullmatch(r"#include <\w+>", line)))
compiler = ["g++", "-std=c++20", "-Wall", "-Wextra", "-Wno-pragma-once-outside-header", "-Werror=invalid-pch"]
definitions = [word for word in next(iter(flags.values())) if word.startswith("-D")]
subprocess.run([*compiler, *definitions, "-x", "c++-header", standard, "-o", f"{standard}.gch"], check=True)

texts = {path.relative_to(SRC).as_posix(): path.read_text() for path in SRC.rglob("*.h")}


def closure(name, seen):
    if name in seen or name not in texts:
        return
    seen.add(name)
    for other in re.findall(r'#include "([^"]+)"', texts[name]):
        closure(other, seen)


def check(name):
    if pathlib.Path(name).name.endswith("dbtest.h"):
        return ""
    used = set()
    closure(name, used)
    words = flags_for(SRC / name)
    digest = hashlib.sha256("\0".join([*words, *(n + texts[n] for n in sorted(used))]).encode()).hexdigest()
    mark = cache / digest
    if mark.exists():
        return ""
    result = subprocess.run([*compiler, "-fsyntax-only", "-x", "c++", "-include", standard, *words,
                             "-include", str(SRC / name), "/dev/null"], capture_output=True, text=True, cwd=build, check=False)
    if result.returncode == 0:
        mark.touch()
        return ""
    return f"src/{name} does not compile alone:\n" + "\n".join(result.stderr.splitlines()[:6])


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    faults = [fault for fault in pool.map(check, sorted(texts)) if fault]
print("\n".join(faults) or f"{len(texts)} headers compile alone")
sys.exit(1 if faults else 0)
