#!/usr/bin/env python3
"""`lienthong pdf verify` on files made to take all time and memory: whatever the file, it answers within 10 s and 500 MB, by one
of its exit codes and with JSON. Needs what the unit tests keep in build/test/signed. Prints a line for each bomb.
bombs.py [--program FILE] [NAME…]"""
import argparse
import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIGNED = ROOT / "build/test/signed"
MOST_SECONDS, MOST_MEGABYTES = 10, 500
MEGABYTE = 1 << 20

BOMBS = {}


def bomb(make):
    BOMBS[make.__name__] = make
    return make


def written(objects, root=1, trailer="", header=b"%PDF-1.7\n"):
    """A file with these objects (number: bytes) and a right table of them."""
    out, at = bytearray(header), {}
    for number, body in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = max(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % at[number] if number in at else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<</Size %d/Root %d 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer.encode(), start))


def stream(keys, data):
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (keys.encode(), len(data), data)


def cross_reference(keys, data):
    """A file whose cross-reference is this stream."""
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    return head + b"2 0 obj\n" + stream("/Type/XRef/Root 1 0 R" + keys, data) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def form(fields, more=None):
    objects = {1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[%b]>>>>" % fields,
               2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}
    objects.update(more or {})
    return written(objects)


def signed(name="classic-rsa-3-issued"):
    return (SIGNED / (name + ".pdf")).read_bytes()


def a_signature():
    """The hexadecimal digits of a true one."""
    digits = re.search(rb"/Contents<([0-9a-fA-F]+)>", signed()).group(1)
    end = len(digits.rstrip(b"0"))
    return digits[:end + end % 2]


def ranged(data):
    out = bytearray(data)
    for found in re.finditer(rb"/ByteRange\[ {60}\]/Contents(<[^>]*>)", data):
        begin, end = found.span(1)
        numbers = b"0 %d %d %d" % (begin, end, len(data) - end)
        at = found.start() + len("/ByteRange[")
        out[at:at + len(numbers)] = numbers
    return bytes(out)


SIGNATURE = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[" + b" " * 60 + b"]/Contents<%b>>>"


def behind(data, objects, root_keys=b""):
    """An update of a classic file: these objects, and the catalogue with more keys."""
    out = bytearray(data)
    last = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    trailer = data[data.rindex(b"trailer"):]
    root = int(re.search(rb"/Root (\d+)", trailer).group(1))
    size = int(re.search(rb"/Size (\d+)", trailer).group(1))
    if root_keys:
        body = data[data.rindex(b"\n%d 0 obj" % root):]
        body = body[body.index(b"obj") + 3:body.index(b"endobj")].rstrip()
        objects = dict(objects) | {root: body[:-2] + root_keys + b">>"}
    table = bytearray()
    for number, body in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    return bytes(out) + b"xref\n%btrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        table, max(size, max(objects) + 1), root, last, start)


def der(tag, *parts):
    inside = b"".join(parts)
    size = len(inside)
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x84]) + size.to_bytes(4, "big")) + inside


# ---- Bytes -------------------------------------------------------------------------------------------------------

@bomb
def nothing_but_zeros():
    return b"%PDF-1.7\n" + bytes(191 * MEGABYTE)


@bomb
def sparse_file_of_2_gb():
    return 2 << 30


@bomb
def comments_without_end():
    return b"%PDF-1.7\n" + b"%" * (190 * MEGABYTE)


@bomb
def strings_without_end():
    return b"%PDF-1.7\n1 0 obj(" + b"(" * (190 * MEGABYTE)


@bomb
def objects_without_bodies():
    return b"%PDF-1.7\n" + b"1 0 obj " * (23 * MEGABYTE)


@bomb
def a_million_ends_of_file():
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n" + b"startxref\n9\n%%EOF\n" * 1_000_000


@bomb
def ends_of_file_to_the_limit():
    return b"%PDF-1.7\n" + b"%%EOF\n" * (31 * MEGABYTE)


@bomb
def trailers_to_the_limit():
    return b"%PDF-1.7\n" + b"trailer<</Root 1 0 R>>" * (8 * MEGABYTE)


@bomb
def arrays_in_arrays():
    return b"%PDF-1.7\n1 0 obj<</AcroForm " + b"[" * (150 * MEGABYTE)


@bomb
def dictionaries_in_dictionaries():
    return b"%PDF-1.7\n1 0 obj<</AcroForm " + b"<</A" * (40 * MEGABYTE)


@bomb
def names_without_end():
    return b"%PDF-1.7\n1 0 obj[" + b"/#41" * (45 * MEGABYTE)


# ---- Cross-references --------------------------------------------------------------------------------------------

@bomb
def a_table_of_nine_million():
    rows = b"0000000009 00000 n \n" * 9_000_000
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    return head + b"xref\n0 9000000\n" + rows + b"trailer\n<</Size 9000000/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(head)


@bomb
def a_hundred_thousand_revisions():
    out = bytearray(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n")
    last = len(out)
    out += b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % last
    for _ in range(100_000):
        here = len(out)
        out += b"xref\n1 1\n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (last, here)
        last = here
    return bytes(out)


@bomb
def widths_and_counts_of_two_billion():
    return cross_reference("/W[2147483647 2147483647 2147483647]/Index[0 2147483647]/Size 2147483647", b"x" * 100)


@bomb
def entries_without_width():
    return cross_reference("/W[0 0 0]/Index[0 2147483647]/Size 2147483647", b"")


@bomb
def a_flate_bomb_of_a_gigabyte():
    squeeze = zlib.compressobj(9)
    data = b"".join(squeeze.compress(bytes(MEGABYTE)) for _ in range(1000)) + squeeze.flush()
    return cross_reference("/W[1 1 1]/Size 99999999/Filter/FlateDecode", data)


@bomb
def a_flate_bomb_in_a_flate_bomb():
    data = zlib.compress(zlib.compress(zlib.compress(bytes(400 * MEGABYTE), 9), 9), 9)
    return cross_reference("/W[1 1 1]/Size 99999999/Filter[/FlateDecode/FlateDecode/FlateDecode]", data)


@bomb
def predictors_of_two_billion_columns():
    data = zlib.compress(bytes(1000))
    return cross_reference("/W[1 1 1]/Size 9/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647"
                           "/Colors 2147483647/BitsPerComponent 2147483647>>", data)


@bomb
def filters_by_the_thousand():
    data = b"~>"
    return cross_reference("/W[1 1 1]/Size 9/Filter[" + "/ASCII85Decode/LZWDecode/ASCIIHexDecode/RunLengthDecode" * 1000 + "]", data)


@bomb
def ascii85_of_zeros():
    return cross_reference("/W[1 1 1]/Size 99999999/Filter/ASCII85Decode", b"z" * (100 * MEGABYTE) + b"~>")


@bomb
def run_lengths():
    return cross_reference("/W[1 1 1]/Size 99999999/Filter/RunLengthDecode", b"\x81\x00" * (40 * MEGABYTE))


# ---- Objects -----------------------------------------------------------------------------------------------------

def packed(number, count, keys="", objects=b"1 0 "):
    return stream("/Type/ObjStm/N %d/First %d%s" % (count, len(objects) * count, keys), objects * count)


def with_packs(packs, entries):
    out, at = bytearray(b"%PDF-1.7\n"), {}
    for number, body in packs.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b""
    top = max([*packs, *entries, 90]) + 1
    for number in range(top):
        if number in at:
            rows += b"\x01" + at[number].to_bytes(4, "big") + b"\0\0"
        elif number in entries:
            rows += b"\x02" + entries[number].to_bytes(4, "big") + b"\0\0"
        else:
            rows += bytes(7)
    start = len(out)
    out += b"%d 0 obj\n%b\nendobj\n" % (top, stream("/Type/XRef/Root 1 0 R/W[1 4 2]/Size %d" % top, rows))
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


@bomb
def object_streams_in_each_other():
    return with_packs({}, {1: 2, 2: 3, 3: 1})


@bomb
def object_streams_that_extend_each_other():
    return with_packs({5: packed(5, 9, "/Extends 6 0 R"), 6: packed(6, 9, "/Extends 5 0 R")}, {1: 5})


@bomb
def an_object_stream_of_a_million():
    return with_packs({5: packed(5, 1_000_000)}, {1: 5})


@bomb
def ten_thousand_object_streams_of_a_flate_bomb():
    data = zlib.compress(b"1 0 2 0 " + bytes(50 * MEGABYTE), 9)
    pack = stream("/Type/ObjStm/N 2/First 8/Filter/FlateDecode", data)
    packs = {number: pack for number in range(100, 1000)}
    return with_packs(packs, {number: number + 98 for number in range(1, 90)} | {1: 100})


@bomb
def references_in_a_circle():
    return written({1: b"2 0 R", 2: b"3 0 R", 3: b"1 0 R"})


@bomb
def fields_below_themselves():
    return form(b"4 0 R", {4: b"<</T(a)/Kids[4 0 R 5 0 R]>>", 5: b"<</T(b)/Kids[4 0 R 5 0 R]>>"})


@bomb
def fields_that_branch():
    more = {4 + i: b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (5 + i, 5 + i) for i in range(40)}
    return form(b"4 0 R", more | {44: b"<</T(a)>>"})


@bomb
def a_name_of_a_megabyte_for_each_of_the_fields():
    kids = b"<</T(b)/FT/Sig>>" * 100_000
    return form(b"4 0 R", {4: b"<</T(" + b"a" * MEGABYTE + b")/Kids[" + kids + b"]>>"})


@bomb
def a_million_fields():
    return form(b"<</T(a)/FT/Sig>>" * 1_000_000)


# ---- Signatures --------------------------------------------------------------------------------------------------

def many(count, contents):
    objects = {}
    for i in range(count):
        objects[10 + 2 * i] = b"<</T(s%d)/FT/Sig/V %d 0 R>>" % (i, 11 + 2 * i)
        objects[11 + 2 * i] = SIGNATURE % contents
    return ranged(form(b" ".join(b"%d 0 R" % (10 + 2 * i) for i in range(count)), objects))


@bomb
def ten_thousand_signatures():
    return many(10_000, a_signature())


@bomb
def a_thousand_signatures_over_180_mb():
    return ranged(many(1000, b"30" * 60_000)[:-1] + b"%" + b"\n" * (1 << 20))


@bomb
def ten_thousand_signed_revisions():
    data = bytearray(form(b"4 0 R", {4: b"<</T(a)/FT/Sig>>"}))
    last = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    digits = a_signature()
    for i in range(10_000):
        begin = len(data)
        data += b"4 0 obj\n<</T(a)/FT/Sig/V 5 0 R>>\nendobj\n"
        value = len(data)
        body = SIGNATURE % digits
        data += b"5 0 obj\n" + body + b"\nendobj\n"
        start = len(data)
        data += b"xref\n4 2\n%010d 00000 n \n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            begin, value, last, start)
        last = start
        open_at = data.index(b"/Contents<", value) + 9
        close = data.index(b">", open_at) + 1
        numbers = b"0 %d %d %d" % (open_at, close, len(data) - close)
        at = data.index(b"/ByteRange[", value) + 11
        data[at:at + len(numbers)] = numbers
    return bytes(data)


@bomb
def contents_of_180_mb():
    return many(1, b"30" * (90 * MEGABYTE))


def with_certificates(count, times):
    """A true signature with this many small certificates beside the signer's."""
    cms = bytes.fromhex(a_signature().decode())
    certificate = small_certificate()
    return many(times, hexed(grown(cms, certificate * count)))


def hexed(data):
    return base64.b16encode(data)


def small_certificate():
    name = der(0x30)
    algorithm = der(0x30, der(6, bytes.fromhex("2a8648ce3d040302")))
    key = der(0x30, der(0x30, der(6, bytes.fromhex("2b6570"))), der(3, bytes(33)))
    validity = der(0x30, der(0x17, b"200101000000Z"), der(0x17, b"400101000000Z"))
    return der(0x30, der(0x30, der(2, b"\1"), algorithm, name, validity, name, key), algorithm, der(3, bytes(9)))


def grown(cms, certificates):
    """The CMS with these DER bytes added to its certificates."""
    def head(data, at):
        size, width = data[at + 1], 2
        if size & 0x80:
            width += size & 0x7f
            size = int.from_bytes(data[at + 2:at + width], "big")
        return data[at], at + width, at + width + size

    _, at, end = head(cms, 0)
    oid_end = head(cms, at)[2]
    _, inner, _ = head(cms, oid_end)
    _, body, body_end = head(cms, inner)
    parts = []
    while body < body_end:
        tag, start, stop = head(cms, body)
        part = cms[body:stop]
        parts.append(der(0xa0, cms[start:stop], certificates) if tag == 0xa0 else part)
        body = stop
    return der(0x30, cms[at:oid_end], der(0xa0, der(0x30, *parts)))


@bomb
def a_hundred_thousand_certificates():
    return with_certificates(60_000, 1)


@bomb
def certificates_by_the_thousand_in_each_of_a_hundred_signatures():
    return with_certificates(5_000, 100)


@bomb
def certificates_as_many_as_are_read_in_each_of_a_thousand_signatures():
    return with_certificates(95, 1000)


# ---- Data for validation behind a true signature ------------------------------------------------------------------

def certificate_list(entries):
    name = der(0x30, der(0x31, der(0x30, der(6, b"\x55\x04\x03"), der(0x0c, b"x"))))
    algorithm = der(0x30, der(6, bytes.fromhex("2a864886f70d01010b")), der(5))
    revoked = b"".join(der(0x30, der(2, i.to_bytes(5, "big")), der(0x17, b"260101000000Z")) for i in range(entries))
    body = der(0x30, der(2, b"\1"), algorithm, name, der(0x17, b"260101000000Z"), der(0x17, b"360101000000Z"), der(0x30, revoked))
    return der(0x30, body, algorithm, der(3, bytes(257)))


def store(kind, data):
    number = 5000
    objects = {number + i: stream("", one) for i, one in enumerate(data)}
    keys = b"/DSS<</%b[%b]>>" % (kind, b" ".join(b"%d 0 R" % one for one in objects))
    return behind(signed(), objects, keys)


@bomb
def two_thousand_lists():
    return store(b"CRLs", [certificate_list(350 + i % 7) for i in range(2000)])


@bomb
def a_list_of_half_a_million():
    return store(b"CRLs", [certificate_list(500_000)])


@bomb
def two_thousand_certificates_in_the_store():
    return store(b"Certs", [small_certificate()] * 2000)


@bomb
def answers_about_everybody():
    digest = der(0x30, der(6, bytes.fromhex("2b0e03021a")), der(5))
    time_of = der(0x18, b"20260101000000Z")
    single = b"".join(der(0x30, der(0x30, digest, der(4, bytes(20)), der(4, bytes(20)), der(2, i.to_bytes(4, "big"))), der(0x80), time_of)
                      for i in range(1, 180_000))
    basic = der(0x30, der(0x30, der(0xa2, der(4, bytes(20))), time_of, der(0x30, single)),
                der(0x30, der(6, bytes.fromhex("2a864886f70d01010b")), der(5)), der(3, bytes(257)))
    return store(b"OCSPs", [basic])


@bomb
def every_object_changed_after_the_signature():
    return behind(signed(), {6000 + i: b"<</A %d 0 R>>" % (6000 + i) for i in range(500_000)})


@bomb
def a_thousand_updates_after_the_signature():
    data = signed()
    for i in range(1000):
        data = behind(data, {7000: b"<</N %d>>" % i})
    return data


@bomb
def text_without_end_below_a_new_field():
    text = zlib.compress(b"BT /F 9 Tf " + b"(a) Tj " * (8 * MEGABYTE) + b"ET", 9)
    page = {1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[10 0 R]>>>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Annots[10 0 R]>>",
            4: stream("/Filter/FlateDecode", text), 10: b"<</T(s)/FT/Sig/V 11 0 R>>", 11: SIGNATURE % a_signature()}
    data = ranged(written(page))
    return behind(data, {3: page[3].replace(b"10 0 R]", b"10 0 R 12 0 R]"),
                         1: page[1].replace(b"10 0 R]", b"10 0 R 12 0 R]"),
                         12: b"<</T(n)/FT/Sig/Subtype/Widget/Rect[0 0 5 5]>>"})


def write(made, file):
    with file.open("wb") as out:
        if isinstance(made, int):
            out.write(b"%PDF-1.7\n")
            out.truncate(made)
        else:
            out.write(made)


def measure(program, file, folder):
    """Exit code, seconds, seconds of the processor, megabytes at most, output."""
    out = folder / "out"
    begin = time.monotonic()
    with out.open("wb") as words:
        child = subprocess.Popen([program, "pdf", "verify", str(file), "--trust", str(folder / "trust")], stdout=words,
                                 stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, time.monotonic() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read_text()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default=str(ROOT / "bin/lienthong"))
    arguments.add_argument("names", nargs="*")
    given = arguments.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "trust").mkdir()
        (folder / "trust/root.pem").write_bytes((SIGNED / "root.pem").read_bytes())
        for name, make in BOMBS.items():
            if given.names and name not in given.names:
                continue
            file = folder / "bomb.pdf"
            # In a process of its own: what this one takes would be counted as its children's.
            if (child := os.fork()) == 0:
                write(make(), file)
                os._exit(0)
            if os.waitpid(child, 0)[1] != 0:
                raise RuntimeError(f"{name} could not be made")
            code, seconds, busy, megabytes, words = measure(given.program, file, folder)
            wrong = []
            if code not in (0, 1, 2, 3):
                wrong.append(f"exit code {code}")
            if seconds > MOST_SECONDS:
                wrong.append("too slow")
            if megabytes > MOST_MEGABYTES:
                wrong.append("too much memory")
            try:
                json.loads(words)
            except ValueError:
                wrong.append("no JSON")
            failed += bool(wrong)
            print(f"{name:72} {file.stat().st_size / MEGABYTE:7.1f} MB  exit {code}  {seconds:5.2f} s ({busy:5.2f} s busy)  {megabytes:6.1f} MB  "
                  f"{'; '.join(wrong) or 'good'}", flush=True)
    return 1 if failed else 0


sys.exit(main())
