#!/usr/bin/env python3
"""What pyHanko says of the signed files that the unit tests keep in build/test/signed: it compares revisions object by object
and validates by EN 319 102-1, independently of our own code. Prints a line for each file; exit code 1 when one is judged
otherwise than it should be."""
import asyncio
import datetime
import io
import logging
import pathlib
import sys

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

SIGNED = pathlib.Path(__file__).resolve().parents[2] / "build/test/signed"
# The day after the last renewal in the tests, whose time is virtual.
MOMENT = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)

NONE, FORM, LTA = ModificationLevel.NONE, ModificationLevel.FORM_FILLING, ModificationLevel.LTA_UPDATES
# By the end of the name: what came after each signature, and how many document timestamps there are.
EXPECTED = {
    "-1-prepared": ([], 0),
    "-2-certified": ([NONE], 0),
    "-3-issued": ([FORM, NONE], 0),
    "-4-with-proofs": ([FORM, LTA], 0),
    "-5-archived": ([FORM, LTA], 1),
    "-6-renewed": ([FORM, LTA], 2),
    "-annex": ([NONE], 0),
    "-copy": ([NONE], 0),
}


def certificates(path):
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(path.read_bytes(), multiple=True)]


def judge(path, root):
    """Yields what is wrong with the file."""
    levels, timestamps = next(value for ending, value in EXPECTED.items() if path.stem.endswith(ending))
    # pyHanko refuses hybrid files unless it is told to be lenient.
    reader = PdfFileReader(path.open("rb"), strict="hybrid" not in path.stem)
    signatures = reader.embedded_regular_signatures
    if len(signatures) != len(levels):
        yield f"{len(signatures)} signatures instead of {len(levels)}"
    if len(reader.embedded_timestamp_signatures) != timestamps:
        yield f"{len(reader.embedded_timestamp_signatures)} document timestamps instead of {timestamps}"

    def context():
        return ValidationContext(trust_roots=[root], moment=MOMENT, allow_fetching=False, revocation_mode="soft-fail")

    for signature, level in zip(signatures, levels):
        status = validate_pdf_signature(signature, context(), context())
        told = {"intact": status.intact, "valid": status.valid, "trusted": status.trusted, "docmdp_ok": status.docmdp_ok,
                "timestamp": status.timestamp_validity is not None and status.timestamp_validity.trusted}
        yield from (f"{signature.field_name}: not {name}" for name, good in told.items() if not good)
        if status.modification_level != level:
            yield f"{signature.field_name}: {status.modification_level} instead of {level}"
    for stamp in reader.embedded_timestamp_signatures:
        status = validate_pdf_timestamp(stamp, context())
        if not (status.intact and status.valid and status.trusted):
            yield f"{stamp.field_name}: the document timestamp is not good"
    if timestamps:
        rule = CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO)
        policy = CertValidationPolicySpec(trust_manager=SimpleTrustManager.build([root]), revinfo_policy=rule)
        spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))
        for signature in signatures:
            timing = ValidationTimingInfo(validation_time=MOMENT, best_signature_time=MOMENT, point_in_time_validation=False)
            result = asyncio.run(ades_lta_validation(signature, spec, timing))
            if result.ades_subindic != AdESPassed.OK:
                yield f"{signature.field_name}: {result.ades_subindic}: {result.failure_msg}"


def judge_control(path, root):
    """A judge that calls everything good is none: a flipped byte must be seen."""
    data = bytearray(path.read_bytes())
    data[data.index(b"/MediaBox") + 12] ^= 1
    signature = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures[0]
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], moment=MOMENT))
    return not status.intact


def main():
    logging.disable(logging.CRITICAL)
    files = sorted(SIGNED.glob("*.pdf"))
    roots = {kind: certificates(SIGNED / name)[0] for kind, name in (("rsa", "root.pem"), ("p256", "root-p256.pem"))}
    missing = set(EXPECTED) - {ending for ending in EXPECTED if any(file.stem.endswith(ending) for file in files)}
    failed = len(missing)
    for ending in missing:
        print(f"no file *{ending}.pdf in {SIGNED}: run the unit tests first")
    for path in files:
        try:
            wrong = list(judge(path, roots["p256" if "p256" in path.stem else "rsa"]))
        except Exception as error:  # whatever pyHanko can't cope with is wrong too
            wrong = [f"{type(error).__name__}: {error}"]
        failed += bool(wrong)
        print(f"{path.stem}: {'; '.join(wrong) or 'good'}")
    if not failed and not judge_control(SIGNED / "classic-rsa-2-certified.pdf", roots["rsa"]):
        failed = 1
        print("a flipped byte was not seen")
    return 1 if failed else 0


sys.exit(main())
