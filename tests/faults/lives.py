"""Lives of documents: the messages that their sender or their receiver sends, in order, as edXML."""
import base64
import dataclasses
import hashlib
import random

SPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DAY = "2026/11/20"
NEW, RECALL, UPDATE, REPLACE = 0, 1, 2, 3


@dataclasses.dataclass
class Message:
    """One message; `place` is its number in the life of `document`."""
    sender: str
    to: list
    kind: str
    document: str
    place: int
    what: str
    content: bytes
    doc_id: str = ""  # as its hub called it

    def __post_init__(self):
        self.sha256 = hashlib.sha256(self.content).hexdigest()


def business(document, kind, to):
    if kind == NEW:
        return ""
    out = (f"<edXML:DocumentId>{document}</edXML:DocumentId><edXML:BussinessDocType>{kind}</edXML:BussinessDocType>"
           f"<edXML:BussinessDocReason>Nội dung chưa đúng</edXML:BussinessDocReason><edXML:Paper>0</edXML:Paper>")
    if kind == UPDATE:
        out += ("<edXML:BussinessDocumentInfo><edXML:DocumentInfo>1</edXML:DocumentInfo><edXML:DocumentReceiver>0</edXML:DocumentReceiver>"
                "<edXML:ReceiverList>" + "".join(f"<edXML:Receiver><edXML:OrganId>{one}</edXML:OrganId><edXML:ReceiverType>0"
                                                 f"</edXML:ReceiverType></edXML:Receiver>" for one in to)
                + "</edXML:ReceiverList></edXML:BussinessDocumentInfo>")
    if kind == REPLACE:
        out += (f"<edXML:ReplacementInfoList><edXML:ReplacementInfo><edXML:DocumentId>{document}</edXML:DocumentId><edXML:OrganIdList>"
                + "".join(f"<edXML:OrganId>{one}</edXML:OrganId>" for one in to)
                + "</edXML:OrganIdList></edXML:ReplacementInfo></edXML:ReplacementInfoList>")
    return f"<edXML:Bussiness>{out}</edXML:Bussiness>"


def document_message(sender, to, document, place, kind, size):
    """A document message of about `size` bytes, no two with the same bytes."""
    file = b"%PDF-1.4\n% " + random.randbytes(max(1, size * 3 // 4 - 1500)).hex().encode()[:max(1, size * 3 // 4 - 1500)] + b"\n%%EOF\n"
    receivers = "".join(f"<edXML:To><edXML:OrganId>{one}</edXML:OrganId><edXML:OrganName>Cơ quan nhận</edXML:OrganName></edXML:To>" for one in to)
    number = document.split(",")[2].split("/")[0]
    text = (f'<?xml version="1.0" encoding="UTF-8"?><edXML xmlns="{SPACE}"><edXML:edXMLEnvelope xmlns:edXML="{SPACE}"><edXML:edXMLHeader>'
            f"<edXML:MessageHeader><edXML:From><edXML:OrganId>{sender}</edXML:OrganId><edXML:OrganName>Cơ quan gửi</edXML:OrganName></edXML:From>"
            f"{receivers}<edXML:DocumentId>{document}</edXML:DocumentId><edXML:Code><edXML:CodeNumber>{number}</edXML:CodeNumber>"
            f"<edXML:CodeNotation>UBND-VX</edXML:CodeNotation></edXML:Code><edXML:PromulgationInfo><edXML:Place>Bắc Ninh</edXML:Place>"
            f"<edXML:PromulgationDate>{DAY}</edXML:PromulgationDate></edXML:PromulgationInfo><edXML:DocumentType><edXML:Type>2</edXML:Type>"
            f"<edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType><edXML:Subject>V/v kiểm tra khi có sự cố, bản {place}</edXML:Subject>"
            f"</edXML:MessageHeader><edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>{sender}</edXML:OrganId><edXML:Timestamp>{DAY} 09:00:00"
            f"</edXML:Timestamp></edXML:TraceHeader>{business(document, kind, to)}</edXML:TraceHeaderList></edXML:edXMLHeader><edXML:edXMLBody>"
            f'<edXML:edXMLManifest version="1.0"><edXML:Reference><edXML:ContentId>cid:1</edXML:ContentId><edXML:ContentType>application/pdf'
            f"</edXML:ContentType><edXML:AttachmentName>a.pdf</edXML:AttachmentName></edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody>"
            f"</edXML:edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName>"
            f"<ContentType>application/pdf</ContentType><edXML:ContentTransferEncoded xmlns:edXML='{SPACE}'>{base64.b64encode(file).decode()}"
            f"</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>")
    return Message(sender, to, "edoc", document, place, str(kind), text.encode())


def status_message(sender, to, document, place, code):
    text = (f'<edXML xmlns="{SPACE}"><edXML:edXMLEnvelope xmlns:edXML="{SPACE}"><edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>'
            f"{sender}</edXML:OrganId><edXML:OrganName>Cơ quan nhận</edXML:OrganName></edXML:From><edXML:ResponseFor><edXML:OrganId>{to}"
            f"</edXML:OrganId><edXML:Code>1/UBND-VX</edXML:Code><edXML:DocumentId>{document}</edXML:DocumentId><edXML:PromulgationDate>{DAY}"
            f"</edXML:PromulgationDate></edXML:ResponseFor><edXML:StatusCode>{code}</edXML:StatusCode><edXML:Description>Trạng thái {code}"
            f"</edXML:Description><edXML:Timestamp>{DAY} 09:00:00</edXML:Timestamp></edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>"
            f"</edXML>")
    return Message(sender, [to], "status", document, place, code, text.encode())


def document_id(sender, number):
    return f"{sender},{DAY},{number}/UBND-VX"


def of_document(sender, to, number, size):
    """What a sender says of a document, in order."""
    document = document_id(sender, number)
    kinds = ([NEW, UPDATE, RECALL], [NEW, REPLACE, UPDATE, RECALL], [NEW], [NEW, UPDATE])[number % 4]
    return [document_message(sender, to, document, place, kind, size) for place, kind in enumerate(kinds)]


def of_statuses(sender, to, number):
    """What a receiver tells of a document, in order."""
    document = document_id(to, f"T{number}")
    codes = (["01", "03", "04", "05", "06"], ["01", "02"], ["01", "03", "05", "06", "15"], ["01", "03", "06", "16"])[number % 4]
    return [status_message(sender, to, document, place, code) for place, code in enumerate(codes)]
