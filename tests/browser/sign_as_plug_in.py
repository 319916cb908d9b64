"""What the desktop plug-in does with a file, for the browser tests: adds a signature with a visible field of its own, as an incremental update.
sign_as_plug_in.py KEY CERTIFICATE < FILE > SIGNED"""
import io
import sys

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

signer = signers.SimpleSigner.load(sys.argv[1], sys.argv[2])
writer = IncrementalPdfFileWriter(io.BytesIO(sys.stdin.buffer.read()))
taken = {name for name, _, _ in fields.enumerate_sig_fields(writer.prev)}
name = next(f"Signature{i}" for i in range(1, 100) if f"Signature{i}" not in taken)
signed = signers.PdfSigner(
    signers.PdfSignatureMetadata(field_name=name, reason="Ký duyệt"),
    signer,
    new_field_spec=fields.SigFieldSpec(name, box=(330, 90, 520, 150)),
).sign_pdf(writer)
sys.stdout.buffer.write(signed.getvalue())
