#!/usr/bin/env python3
"""Signs a prepared PDF file as Adobe does: adbe.pkcs7.detached, with revocation data among the signed attributes.
adobe.py --key PKCS12 --password WORDS --trust FOLDER --lists FOLDER FILE OUTPUT"""
import argparse
import pathlib

from asn1crypto import crl, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator import ValidationContext

arguments = argparse.ArgumentParser()
for name in ("--key", "--password", "--trust", "--lists", "file", "output"):
    arguments.add_argument(name, type=str if name == "--password" else pathlib.Path)
given = arguments.parse_args()


def certificate(path):
    data = path.read_bytes()
    return x509.Certificate.load(pem.unarmor(data)[2] if pem.detect(data) else data)


root, issuing = certificate(given.trust / "root.crt"), certificate(given.trust / "issuing.crt")
lists = [crl.CertificateList.load((given.lists / name).read_bytes()) for name in ("root.crl", "issuing.crl")]
signer = signers.SimpleSigner.load_pkcs12(given.key, passphrase=given.password.encode())
context = ValidationContext(trust_roots=[root], other_certs=[issuing], crls=lists, allow_fetching=False, revocation_mode="require")
with given.file.open("rb") as source, given.output.open("w+b") as out:
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="ky_lanhdao", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
                                     embed_validation_info=True, validation_context=context, md_algorithm="sha256"),
        signer).sign_pdf(IncrementalPdfFileWriter(source), output=out)
