#!/usr/bin/env python3
"""Rules of the house that no compiler checks: which folder may use which, which library stays in which folder, what a
header may pull in, how long files are. Prints each breach with its place; exit code 1 when there is one."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

# Rooms of the house from below to above; a folder uses its own floor and those below.
FLOORS = ["base", "kit", "feature", "app"]

# What a feature shows to others. The application wires everything and may look further.
SHOWN = {"api.h", "fwd.h", "types.h", "snapshot.h"}
# Exceptions, each with its reason.
EXEMPT = {
    # Its templates, compiled once; stands in the precompiled header.
    ("kit/base/json_once.h", "nlohmann/json.hpp"),
    # Officials and their accounts are made in one transaction, or not at all.
    ("accounts/setup.cpp", "directory/store.h"),
    # Seen by the three files of kit/http that do input and output, and by nobody outside the folder.
    ("kit/http/stream.h", "boost/"),
    # Owners of OpenSSL's objects, for kit/crypto's own .cpp files.
    ("kit/crypto/openssl.h", "openssl/"),
    # Owners of libxml2's objects, for kit/xml_signature's own .cpp files.
    ("kit/xml_signature/xml.h", "libxml/"),
    # Reads the TOML files of procedures, for the two .cpp files that do.
    ("procedures/file_section.h", "toml++/"),
    # Every file below pages/ builds views.
    ("documents/pages/call.h", "nlohmann/json.hpp"),
    ("documents/pages/marks.h", "nlohmann/json.hpp"),
    ("dossiers/portal/page_call.h", "nlohmann/json.hpp"),
    ("procedures/pages/edit_form.h", "nlohmann/json.hpp"),
}
SHOWN_BY = {"forms": {"schema.h", "answers.h", "fill.h", "print.h", "units.h", "lists.h", "identity/number.h", "view/view.h"},
            "vault": {"extract.h"},
            "calendar": {"calendars/api.h", "deadline.h"}, "directory": {"actions.h", "succession.h"}, "signing": {"sign.h", "remote.h", "vgca.h", "delivered.h", "acts.h", "act_pages.h", "key_fields.h"},  # administration pages are in accounts
            "exchange": {"edxml/edxml.h", "edxml/error.h", "edxml/reader.h", "edxml/build.h", "edxml/json.h",
                         "edxml/signature.h", "edxml/writer.h", "edxml/xml_out.h", "listing.h", "stored.h",
                         # Connected systems call the desk, too: who they are is known here alone.
                         "hub/caller.h", "systems.h"},
            # A language of its own, used wherever something is decided by it.
            "decisions": {"feel/value.h", "feel/number.h", "feel/temporal.h", "feel/expression.h", "feel/json.h", "dmn/dmn.h"}}

# Libraries with one user.
ONLY_IN = {
    "libpq": (r'<(postgresql/)?libpq-fe\.h>', ["kit/db"]),
    "Boost": (r"<boost/", ["kit/http", "decisions/feel/transcendental.cpp"]),
    "OpenSSL": (r"<openssl/", ["kit/crypto", "kit/http"]),
    "PKCS#11": (r"<p11-kit/", ["kit/crypto"]),
    "libcurl": (r"<curl/", ["kit/fetch"]),
    "libnats": (r"<nats/", ["kit/nats"]),
    "libmagic": (r"<magic\.h>", ["kit/blob"]),
    "mustache": (r"<kainjow/|<mustache", ["kit/html"]),
    "RE2": (r"<re2/", ["forms/pattern.cpp"]),
    "ICU": (r"<unicode/", ["decisions/feel"]),
    "libxml2": (r"<libxml", ["exchange", "process/bpmn", "decisions/dmn", "kit/text", "kit/xml_signature", "kit/asic"]),
    "libxmlsec": (r"<xmlsec/", ["kit/xml_signature"]),
    "libzip": (r"<zip\.h>", ["kit/asic"]),
    "QPDF": (r"<qpdf/", ["kit/pdf", "kit/print"]),
    "HarfBuzz": (r"<hb", ["kit/pdf"]),
    "libqrencode": (r"<qrencode", ["accounts", "kit/print"]),
    "Zint": (r"<zint", ["kit/print"]),
    "libpng": (r"<png\.h>", ["kit/pdf"]),
    "libtiff": (r"<tiffio\.h>", ["kit/print"]),
    "libjpeg": (r"<jpeglib\.h>", ["kit/print"]),
    "Pango": (r"<pango|<cairo", ["kit/print", "app/demo/pictures.cpp", "kit/pdf/letter_testing.h"]),
    "CLI11": (r"<CLI/", ["app"]),
}
# Headers of ours stay light: whoever includes them would pay for these.
HEAVY = re.compile(r'<(boost/|openssl/|libxml|nlohmann/json\.hpp|toml\+\+|nats/|iostream|regex|fmt/|spdlog/|postgresql/)')

CPP_LINES = 400     # most are under 300: beyond this a second thing hides in the file; tests are lists and may be longer
HEADER_LINES = 280

breaches = []


def breach(path, line, words):
    breaches.append(f"{path.relative_to(ROOT)}:{line}: {words}")


def folder_of(path):
    parts = path.relative_to(SRC).parts
    return "/".join(parts[:2]) if parts[0] == "kit" else parts[0]


def floor_of(folder):
    if folder == "kit/base":
        return 0
    if folder.startswith("kit/"):
        return 1
    return 3 if folder == "app" else 2


def check_arrows():
    """CMake lets a target see only what it lists; so the lists are what must be right."""
    names = {}
    for file in SRC.rglob("CMakeLists.txt"):
        found = re.search(r"lt_library\((\w+)", file.read_text())
        if found:
            names[found.group(1)] = folder_of(file.parent / "x")
    for file in SRC.rglob("CMakeLists.txt"):
        call = re.search(r"lt_library\((\w+)(.*?)\)", file.read_text(), re.S)
        if not call:
            continue
        own = names[call.group(1)]
        deps = re.search(r"DEPS(.*?)(LIBS|TEST_DEPS|$)", call.group(2), re.S)
        for name in (deps.group(1).split() if deps else []):
            if name not in names:
                breach(file, 1, f"DEPS names {name}, which is no folder")
            elif floor_of(names[name]) > floor_of(own):
                breach(file, 1, f"{own} must not use {names[name]}, which stands above it")


def check_includes(path, number, line):
    own = folder_of(path)
    place = path.relative_to(SRC).as_posix()
    if any(place == file and part in line for file, part in EXEMPT):
        return
    is_test = re.search(r"_(test|dbtest|testing|bench|fuzz)\.(cpp|h)$|testing\.(cpp|h)$|fixture", path.name)
    for library, (pattern, folders) in ONLY_IN.items():
        if re.search(pattern, line) and not any(place.startswith(folder) for folder in folders):
            breach(path, number, f"{library} is used only in {', '.join(folders)}")
    if path.suffix == ".h" and HEAVY.search(line) and not is_test:
        breach(path, number, "too heavy for a header")
    used = re.match(r'#include "([^"]+)"', line)
    if not used or is_test:
        return
    parts = used.group(1).split("/")
    other = "/".join(parts[:2]) if parts[0] == "kit" else parts[0]
    if floor_of(own) != 2 or floor_of(other) != 2 or other == own:
        return
    rest = used.group(1)[len(other) + 1:]
    if rest not in SHOWN | SHOWN_BY.get(other, set()):
        breach(path, number, f"{other} shows other features only its api.h, not {rest}")


def check_file(path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    limit = CPP_LINES if path.suffix == ".cpp" else HEADER_LINES
    if len(lines) > limit and not path.name.endswith("test.cpp"):
        breach(path, len(lines), f"{len(lines)} lines: is there a second thing hidden in it?")
    for number, line in enumerate(lines, 1):
        if line.startswith("#include"):
            check_includes(path, number, line)
    if path.suffix == ".h" and "#pragma once" not in text:
        breach(path, 1, "no #pragma once")


types = {}  # (namespace, name) → the file that defines it


def check_types(path):
    """One type of a name in a namespace: with two, the linker silently takes the functions of one for both."""
    space, anonymous = "", False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if opened := re.match(r"namespace ([\w:]*) ?\{", line):
            anonymous = opened.group(1) == ""
            space = opened.group(1) or space
        elif line.startswith("}  // namespace"):
            anonymous = False
        defined = re.match(r"(?:struct|class) (?:alignas\(\w+\) )?(\w+)\b(?!::)(?!.*;)", line)
        if not defined or anonymous:
            continue
        other = types.setdefault((space, defined.group(1)), path)
        if other != path:
            breach(path, number, f"{space}::{defined.group(1)} is defined in {other.relative_to(ROOT)}, too")


def check_words():
    """No left-overs and no paths of one machine in any file that is kept."""
    tracked = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                             check=False).stdout.split("\n")
    pattern = re.compile(r"\b(" + "TO" + "DO|FIX" + r"ME|HACK)\b|(^|[^A-Za-z0-9_.])/(work|farm)/")
    for name in tracked:
        path = ROOT / name
        if path.suffix not in {".cpp", ".h", ".sql", ".md", ".js", ".mjs", ".html", ".toml", ".cmake", ".txt", ".py", ""}:
            continue
        if not path.is_file() or name.startswith("LICENSE"):
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if pattern.search(line) and path != pathlib.Path(__file__).resolve():
                breach(path, number, "a left-over or a path of one machine")


check_arrows()
for source in sorted(SRC.rglob("*")):
    if source.suffix in {".cpp", ".h"}:
        check_file(source)
        check_types(source)
check_words()
print("\n".join(breaches) or "the rules of the house hold")
sys.exit(1 if breaches else 0)
