#!/usr/bin/env python3
"""The commands `pki`, `trust`, `signature`, `pdf verify`, `worktime` and `procedures` of the built program, against each other and against `openssl`,
`xmlsec1` and `pyHanko`: shapes of JSON and exit codes. Needs what the unit tests keep in build/test/signed.
commands.py [--program FILE]"""
import argparse
import base64
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIGNED = ROOT / "build/test/signed"
PROGRAM = str(ROOT / "bin/lienthong")
PROGRAM_FILE = str(ROOT / "build/release/lienthong")
MOMENT = "2026-11-20T03:00:00Z"  # the virtual time of the unit tests

XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<vb><noidung>Quyết định</noidung></vb>\n"


def run(*arguments, **options):
    return subprocess.run([str(one) for one in arguments], capture_output=True, text=True, cwd=ROOT, timeout=60, **options)


class Installing(unittest.TestCase):
    def test_the_operator_installs_every_library_that_the_program_needs(self):
        needed = set(re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "-d", PROGRAM_FILE).stdout))
        self.assertIn("libpq.so.5", needed)
        places = dict(re.findall(r"(\S+) => (/\S+)", run("ldd", PROGRAM_FILE).stdout))
        # By the end of the path: packages name the files as they lay before /lib became a link.
        ends = ["*" + "/".join(["", *places[one].split("/")[-2:]]) for one in sorted(needed & places.keys())]
        packages = {line.split(":")[0] for line in run("dpkg", "-S", *ends).stdout.splitlines()}
        of_every_system = {"libc6", "libstdc++6", "libgcc-s1"}
        words = (ROOT / "docs/operator/README.md").read_text().split()
        self.assertGreater(len(packages), 20)
        self.assertEqual(sorted(one for one in packages - of_every_system if one not in words), [])


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.pki = cls.folder / "pki"
        cls.settings = os.environ | {"LT_PATHS_STATE": str(cls.folder / "state"), "LT_TRUST_DIRECTORY": str(cls.folder / "trust")}
        with (cls.folder / "authority").open("w") as words:
            cls.authority = subprocess.Popen([PROGRAM, "pki", "demo", "--state", str(cls.pki), "--port", "0"], env=cls.settings,
                                             stdout=words, stderr=subprocess.DEVNULL, cwd=ROOT)
        for _ in range(300):
            words = (cls.folder / "authority").read_text()
            if "trust " in words:
                break
            time.sleep(0.1)
        cls.address = re.search(r"address +(\S+)", words).group(1)
        cls.stamps = re.search(r"timestamps +(\S+)", words).group(1)
        cls.trust = cls.folder / "trust"
        shutil.copytree(cls.pki / "trust", cls.trust)
        shutil.copy(cls.pki / "issuing.crt", cls.trust / "issuing.crt")
        cls.fetch_lists()
        cls.key, cls.serial = cls.issued("Trần Văn An")
        (cls.folder / "password").write_text("mật khẩu\n")
        (cls.folder / "a.txt").write_text("quyết định\n")
        (cls.folder / "a.xml").write_text(XML)

    @classmethod
    def tearDownClass(cls):
        cls.authority.terminate()
        cls.authority.wait()
        shutil.rmtree(cls.folder)

    @classmethod
    def fetch_lists(cls):
        for name in ("root.crl", "issuing.crl"):
            (cls.trust / name).write_bytes(urllib.request.urlopen(f"{cls.address}/{name}", timeout=10).read())

    @classmethod
    def lienthong(cls, *arguments, **options):
        return run(PROGRAM, *arguments, env=cls.settings, **options)

    @classmethod
    def issued(cls, name, *more):
        key = cls.folder / f"{abs(hash((name, more)))}.p12"
        told = cls.lienthong("pki", "issue", "--state", cls.pki, "--name", name, "--out", key, *more, input="mật khẩu\n")
        assert told.returncode == 0, told.stderr
        return key, re.search(r"serial (\w+)", told.stdout).group(1)

    def signed(self, name, *options, key=None):
        for old in self.folder.glob(name + ".*"):
            old.unlink()
        told = self.lienthong("signature", "sign", self.folder / name, "--key", key or self.key, "--password-file",
                              self.folder / "password", *options)
        self.assertEqual(told.returncode, 0, told.stderr)
        return pathlib.Path(told.stdout.strip())

    def judged(self, file, code, *options, kind="signature", trust=None):
        told = self.lienthong(kind, "verify", file, "--trust", trust or self.trust, *options)
        self.assertEqual(told.returncode, code, told.stdout + told.stderr)
        self.assertEqual(told.stdout.count("\n"), 1)
        return json.loads(told.stdout)

    # ---- signature ---------------------------------------------------------------------------------------------

    def openssl(self, *arguments, code=0):
        told = run("openssl", *arguments)
        self.assertEqual(told.returncode == 0, code == 0, told.stderr)
        return told.stdout

    def roots(self):
        pem = self.folder / "roots.pem"
        names = [self.pki / "root.crt", self.pki / "issuing.crt"]
        pem.write_text("".join(run("openssl", "x509", "-in", one).stdout for one in names))
        return pem

    def test_every_form_with_and_without_timestamp(self):
        for name, options, form in (("a.txt", [], "cades-detached"), ("a.txt", ["--enveloping"], "cades-enveloping"),
                                    ("a.txt", ["--asice"], "asic-e"), ("a.xml", ["--xml"], "xml")):
            for more, level in (([], "B-B"), (["--timestamp", self.stamps], "B-T")):
                with self.subTest(form=form, level=level):
                    told = self.judged(self.signed(name, *options, *more), 0)
                    self.assertEqual((told["indication"], told["subIndication"], told["format"]), ("total-passed", "", form))
                    one, = told["signatures"]
                    self.assertEqual((one["signer"], one["intact"], one["cryptographicallyValid"], one["coversWholeFile"]),
                                     ("Trần Văn An", True, True, True))
                    self.assertEqual((one["level"], one["digest"], one["provenTime"] is not None), (level, "SHA256", bool(more)))

    def test_openssl_and_xmlsec1_agree(self):
        beside = self.signed("a.txt", "--timestamp", self.stamps)
        check = ["cms", "-verify", "-cades", "-binary", "-purpose", "any", "-inform", "DER", "-CAfile", self.roots(), "-out", "/dev/null"]
        self.openssl(*check, "-in", beside, "-content", self.folder / "a.txt")
        (self.folder / "b.txt").write_text("quyết định khác\n")
        self.openssl(*check, "-in", beside, "-content", self.folder / "b.txt", code=1)
        self.openssl(*check, "-in", self.signed("a.txt", "--enveloping"))
        container = self.signed("a.txt", "--asice")
        with zipfile.ZipFile(container) as parts:
            names = parts.namelist()
            self.assertEqual(names[0], "mimetype")
            for inside, file in ((r"META-INF/.*\.p7s", "inside.p7s"), (r"META-INF/ASiCManifest.*\.xml", "inside.xml")):
                name, = [one for one in names if re.fullmatch(inside, one)]
                (self.folder / file).write_bytes(parts.read(name))
        self.openssl(*check, "-in", self.folder / "inside.p7s", "-content", self.folder / "inside.xml")
        for more in ([], ["--timestamp", self.stamps]):
            told = run("xmlsec1", "--verify", "--trusted-pem", self.roots(), "--id-attr:Id",
                       "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", self.signed("a.xml", "--xml", *more))
            self.assertEqual(told.returncode, 0, told.stderr)

    def test_the_timestamp_in_xml_is_over_the_value(self):
        text = self.signed("a.xml", "--xml", "--timestamp", self.stamps).read_text()
        token = base64.b64decode(re.search(r"EncapsulatedTimeStamp>([^<]+)<", text).group(1))
        value = re.search(r"<ds:SignatureValue>([^<]+)</ds:SignatureValue>", text).group(1)
        (self.folder / "token").write_bytes(token)
        # Exclusive canonical XML of that element.
        (self.folder / "value").write_text('<ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">' + value +
                                           "</ds:SignatureValue>")
        check = ["ts", "-verify", "-token_in", "-in", self.folder / "token", "-CAfile", self.roots()]
        self.openssl(*check, "-data", self.folder / "value")
        self.openssl(*check, "-data", self.folder / "a.xml", code=1)

    def test_changed_untrusted_and_unreadable(self):
        (self.folder / "b.txt").write_text("quyết định khác\n")
        told = self.judged(self.signed("a.txt"), 1, "--content", self.folder / "b.txt")
        self.assertEqual((told["indication"], told["subIndication"]), ("total-failed", "HASH_FAILURE"))
        self.assertFalse(told["signatures"][0]["intact"])
        (self.folder / "nobody").mkdir(exist_ok=True)
        told = self.judged(self.signed("a.txt", "--enveloping"), 3, trust=self.folder / "nobody")
        self.assertEqual((told["indication"], told["subIndication"]), ("indeterminate", "NO_CERTIFICATE_CHAIN_FOUND"))
        xml = self.signed("a.xml", "--xml")
        xml.write_text(xml.read_text().replace("Quyết", "Quyêt"))
        self.assertEqual(self.judged(xml, 1)["subIndication"], "HASH_FAILURE")
        for file in (self.folder / "a.txt", self.folder / "missing", self.folder):
            self.assertFalse(self.judged(file, 2)["readable"])
        told = self.judged(self.signed("a.txt", "--enveloping"), 3, "--at", "2001-01-01")
        self.assertEqual(told["indication"], "indeterminate")
        self.judged(self.folder / "a.txt.p7m", 2, "--at", "hôm qua")

    def test_a_timestamp_authority_that_does_not_answer(self):
        file = self.folder / "a.txt"
        told = self.lienthong("signature", "sign", file, "--key", self.key, "--password-file", self.folder / "password", "--output",
                              self.folder / "none.p7s", "--timestamp", "http://127.0.0.1:9/tsa")
        self.assertEqual(told.returncode, 2)
        self.assertTrue(told.stderr.splitlines()[-1].startswith("lienthong: "), told.stderr)
        self.assertFalse((self.folder / "none.p7s").exists())
        (self.folder / "wrong").write_text("sai\n")
        told = self.lienthong("signature", "sign", file, "--key", self.key, "--password-file", self.folder / "wrong", "--output",
                              self.folder / "none.p7s")
        self.assertEqual(told.returncode, 2)

    # ---- pki ---------------------------------------------------------------------------------------------------

    def test_revocation_is_seen_by_openssl_and_by_us(self):
        key, serial = self.issued("Lê Thị Bình")
        early = self.signed("a.txt", "--enveloping", "--timestamp", self.stamps, key=key)
        early = early.rename(self.folder / "early.p7m")
        certificate = self.pki / "issued" / f"{serial}.crt"
        ask = ["openssl", "ocsp", "-issuer", self.pki / "issuing.crt", "-cert", certificate, "-url", self.address + "/ocsp", "-CAfile",
               self.roots()]
        told = run(*ask)
        self.assertIn("Response verify OK", told.stderr + told.stdout)
        self.assertIn(": good", told.stdout)
        self.judged(early, 0)
        time.sleep(1.1)  # a revocation counts from its second on
        self.assertEqual(self.lienthong("pki", "revoke", "--state", self.pki, serial).returncode, 0)
        told = run(*ask)
        self.assertIn(": revoked", told.stdout)
        self.fetch_lists()
        unproven = self.judged(self.signed("a.txt", "--enveloping", key=key), 3)
        self.assertEqual(unproven["subIndication"], "REVOKED_NO_POE")
        self.assertIsNotNone(unproven["signatures"][0]["revokedAt"])
        proven = self.judged(early, 0)
        self.assertEqual(proven["signatures"][0]["level"], "B-T")
        self.assertNotEqual(self.lienthong("pki", "revoke", "--state", self.pki, "0").returncode, 0)

    def test_timestamps_are_right_for_openssl(self):
        query, reply = self.folder / "query", self.folder / "reply"
        self.openssl("ts", "-query", "-data", self.folder / "a.txt", "-sha256", "-cert", "-out", query)
        request = urllib.request.Request(self.stamps, query.read_bytes(), {"Content-Type": "application/timestamp-query"})
        reply.write_bytes(urllib.request.urlopen(request, timeout=10).read())
        self.openssl("ts", "-verify", "-in", reply, "-queryfile", query, "-CAfile", self.roots())

    def test_wrong_requests_to_the_authority(self):
        told = self.lienthong("pki", "issue", "--state", self.pki, "--name", "x", "--out", self.folder / "x.p12", input="\n")
        self.assertEqual(told.returncode, 2)
        told = self.lienthong("pki", "issue", "--state", self.pki, "--name", "x", "--kind", "y", "--out", self.folder / "x.p12", input="x\n")
        self.assertEqual(told.returncode, 2)
        self.assertNotEqual(self.lienthong("pki", "revoke", "--state", self.folder / "none", "1").returncode, 0)

    # ---- trust -------------------------------------------------------------------------------------------------

    def test_trust_is_added_listed_and_checked(self):
        settings = self.settings | {"LT_TRUST_DIRECTORY": str(self.folder / "believed")}

        def trust(*arguments, **more):
            return run(PROGRAM, *arguments, env=settings | more)

        before = trust("trust", "list")
        self.assertEqual(before.returncode, 0)
        self.assertIn("0 roots", before.stdout)
        add = ["trust", "add", self.pki / "root.crt", "--scope", "government", "--basis", "Thử nghiệm"]
        self.assertEqual(trust(*add, "--from", "hôm qua").returncode, 2)
        added = trust(*add)
        self.assertEqual(added.returncode, 0, added.stderr)
        listed = trust("trust", "list").stdout
        self.assertIn("1 roots", listed)
        self.assertIn("Thử nghiệm", listed)
        print_of = run("openssl", "x509", "-in", self.pki / "root.crt", "-noout", "-fingerprint", "-sha256").stdout
        self.assertIn(print_of.split("=")[1].strip().replace(":", "").lower(), listed.lower())
        self.assertEqual(trust(*add).returncode, 2, "it is there already")
        self.assertEqual(trust("trust", "add", self.folder / "a.txt", "--scope", "public", "--basis", "x").returncode, 2)
        # What was added is believed without --trust.
        told = trust("signature", "verify", self.signed("a.txt", "--enveloping"))
        self.assertNotIn("NO_CERTIFICATE_CHAIN_FOUND", told.stdout)
        checked = trust("trust", "check", LT_TRUST_TIMESTAMPS=self.stamps)
        self.assertIn("ok       timestamps by " + self.stamps, checked.stdout)
        self.assertEqual(checked.returncode, 1, "no root of scope public is there")
        self.assertIn("WRONG    no root of scope public", checked.stdout)

    # ---- pdf verify --------------------------------------------------------------------------------------------

    def pdf(self, name):
        return SIGNED / f"classic-rsa-{name}.pdf"

    def signed_trust(self):
        folder = self.folder / "of-tests"
        folder.mkdir(exist_ok=True)
        shutil.copy(SIGNED / "root.pem", folder / "root.pem")
        return folder

    def test_pdf_passed(self):
        told = self.judged(self.pdf("6-renewed"), 0, "--at", "2026-12-01T00:00:00Z", kind="pdf", trust=self.signed_trust())
        self.assertEqual((told["indication"], told["subIndication"]), ("total-passed", ""))
        leader, agency = told["signatures"]
        self.assertEqual((leader["signer"], leader["modifications"], leader["coversWholeFile"], leader["certifies"]),
                         ("Nguyễn Văn Đức", "form_filling", False, True))
        self.assertEqual((agency["level"], agency["modifications"]), ("B-LTA", "none"))
        self.assertEqual(len(told["documentTimestamps"]), 2)
        for key in ("intact", "cryptographicallyValid", "level", "signingTime", "indication", "subIndication"):
            self.assertIn(key, leader)
        # The same in the zone of Vietnam.
        self.judged(self.pdf("6-renewed"), 0, "--at", "2026-12-01T07:00:00+07:00", kind="pdf", trust=self.signed_trust())

    def test_pdf_failed(self):
        data = bytearray(self.pdf("6-renewed").read_bytes())
        data[data.index(b"/MediaBox") + 12] ^= 1
        file = self.folder / "tampered.pdf"
        file.write_bytes(data)
        told = self.judged(file, 1, "--at", "2026-12-01T00:00:00Z", kind="pdf", trust=self.signed_trust())
        self.assertEqual(told["indication"], "total-failed")
        self.assertFalse(told["signatures"][0]["intact"])
        file.write_bytes(self.pdf("6-renewed").read_bytes() + b"\n1 0 obj<<>>endobj\n")
        told = self.judged(file, 1, "--at", "2026-12-01T00:00:00Z", kind="pdf", trust=self.signed_trust())
        self.assertTrue(told["signatures"][0]["intact"])
        self.assertEqual(told["signatures"][0]["modifications"], "undefined")

    def test_pdf_indeterminate(self):
        told = self.judged(self.pdf("6-renewed"), 3, kind="pdf")
        self.assertEqual((told["indication"], told["subIndication"]), ("indeterminate", "NO_CERTIFICATE_CHAIN_FOUND"))
        self.assertTrue(told["signatures"][0]["cryptographicallyValid"])
        told = self.judged(self.pdf("1-prepared"), 3, kind="pdf")
        self.assertEqual((told["indication"], told["signatures"]), ("indeterminate", []))
        told = self.judged(self.pdf("2-certified"), 3, "--at", MOMENT, kind="pdf", trust=self.signed_trust())
        self.assertEqual(told["subIndication"], "TRY_LATER")

    def test_pdf_unreadable(self):
        (self.folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
        for file in (self.folder / "broken.pdf", self.folder / "a.txt", self.folder / "missing", self.folder):
            told = self.judged(file, 2, kind="pdf")
            self.assertEqual((told["indication"], told["readable"], told["signatures"]), ("indeterminate", False, []))
        self.judged(self.pdf("6-renewed"), 2, "--at", "32/13/2026", kind="pdf")

    def test_adobe_signature_with_revocation_data_made_by_pyhanko(self):
        made = run(ROOT / "build/venv/bin/python", ROOT / "tests/commands/adobe.py", "--key", self.key, "--password", "mật khẩu",
                   "--trust", self.trust, "--lists", self.trust, self.pdf("1-prepared"), self.folder / "adobe.pdf")
        self.assertEqual(made.returncode, 0, made.stderr)
        lonely = self.folder / "root-only"
        lonely.mkdir(exist_ok=True)
        shutil.copy(self.pki / "root.crt", lonely)
        told = self.judged(self.folder / "adobe.pdf", 0, kind="pdf", trust=lonely)
        one, = told["signatures"]
        self.assertEqual((one["subFilter"], one["signer"], one["intact"]), ("adbe.pkcs7.detached", "Trần Văn An", True))

    # ---- worktime ----------------------------------------------------------------------------------------------

    def due(self, text, code=0):
        told = self.lienthong("worktime", "due", "--batch", input=text)
        self.assertEqual(told.returncode, code, told.stderr)
        return told.stdout, told.stderr

    def test_due_times_of_the_samples(self):
        file = pathlib.Path(os.environ.get("LT_SHARED", ROOT.parent / "shared")) / "samples/worktime/due_dates.tsv"
        if not file.exists():
            self.skipTest("the shared samples are not there")
        rows = [line.split("\t") for line in file.read_text().splitlines()[1:]]
        told, wrong = self.due("".join(f"{row[0]}\t{row[1]}\t{row[3]}\t{row[4]}\n" for row in rows))
        self.assertEqual(wrong, "")
        self.assertEqual(told.splitlines(), [f"{row[6]}\t{row[7]}" for row in rows])

    def test_due_times_of_wrong_lines(self):
        good, answer = "A\t2025-01-03T15:18\t9\thour", "2025-01-06T16:30\t2025-01-06T16:30"
        self.assertEqual(self.due(""), ("", ""))
        self.assertEqual(self.due(good), (answer + "\n", ""), "the last line needs no end")
        self.assertEqual(self.due(good + "\r\n"), (answer + "\n", ""))
        told, wrong = self.due("\n".join([good, "", "D" + good[1:], "x" * 5_000_000, good, ""]), 1)
        self.assertEqual(told.splitlines(), [answer, "-\t-", "-\t-", "-\t-", answer])
        said = wrong.splitlines()
        self.assertEqual([line.split(":")[0] for line in said], ["line 2", "line 3", "line 4"])
        self.assertIn("four fields", said[0])
        self.assertIn("A, B and C", said[1])
        self.assertIn("too long", said[2])
        self.assertEqual(self.lienthong("worktime", "due").returncode, 2)

    def test_records_of_procedures_are_read_and_counted(self):
        record = {"ma_thu_tuc": "1.1", "ten_thu_tuc": "Đăng ký", "cap_thuc_hien": "Cấp xã",
                  "cach_thuc_thuc_hien": "Trực tiếp3 Ngày làm việcMiễn phí"}
        bare = record | {"ma_thu_tuc": "1.2", "cach_thuc_thuc_hien": "Trực tiếp3Miễn phí"}
        exchanged = {"MaTTHC": "1.3", "TENTTHC": "Đăng ký", "CAPTHUCHIEN": [{"TENCAP": "Cấp tỉnh"}]}
        lines = self.folder / "records.jsonl.gz"
        with gzip.open(lines, "wt") as out:
            out.write(json.dumps(record) + "\n" + json.dumps(bare) + "\nnonsense\n")
        listed = self.folder / "records.json"
        listed.write_text(json.dumps([exchanged, record], indent=1))
        read = self.lienthong("procedures", "import", lines, listed, "--dry-run")
        self.assertEqual(json.loads(read.stdout.splitlines()[-1]), {"read": 5, "complete": 3, "partial": 1, "refused": 1})
        self.assertEqual(read.returncode, 1)
        self.assertEqual(read.stderr.splitlines(), ["1.2: Thời hạn chỉ có số, không có đơn vị: 3", "records.jsonl.gz:3: Không phải JSON."])
        self.assertEqual(self.lienthong("procedures", "import", listed, "--dry-run").returncode, 0)
        self.assertEqual(self.lienthong("procedures", "import", self.folder / "nowhere", "--dry-run").returncode, 2)

    def test_due_times_are_told_line_by_line(self):
        with subprocess.Popen([PROGRAM, "worktime", "due", "--batch"], env=self.settings, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True, cwd=ROOT) as asked:
            for _ in range(3):
                asked.stdin.write("A\t2025-01-03T15:18\t9\thour\n")
                asked.stdin.flush()
                self.assertEqual(asked.stdout.readline(), "2025-01-06T16:30\t2025-01-06T16:30\n")
            asked.stdin.close()
            self.assertEqual(asked.wait(), 0)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default=PROGRAM)
    given, rest = arguments.parse_known_args()
    PROGRAM = given.program
    unittest.main(argv=[sys.argv[0], *rest])
