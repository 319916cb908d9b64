// Writes edXML messages for tests, with any part replaced. Not for the product.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::edxml::testing {

inline std::string base64(std::string_view bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            out += i <= bytes.size() - at ? digits[group >> (18 - 6 * i) & 63] : '=';
        }
    }
    return out;
}

struct File {
    std::string name = "Báo cáo.pdf";
    std::string base64{};
    std::string declared_type = "application/pdf";
    std::string cid = "1";
};

struct Draft {
    std::string prolog = R"(<?xml version="1.0" encoding="UTF-8"?>)";
    std::string space = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
    std::string to = "<To><OrganId>H05.02</OrganId><OrganName>Sở Tài chính</OrganName></To>";
    std::string document_id = "H05,2026/11/20,12/UBND-VX";
    std::string date = "2026/11/20";
    std::string subject = "Về việc báo cáo";
    std::string other = "<OtherInfo><Priority>1</Priority></OtherInfo>";  // further elements of MessageHeader
    std::string trace = "<Bussiness><BussinessDocType>0</BussinessDocType></Bussiness>";
    std::string manifest = "auto";  // the Reference elements; "auto" lists the files
    std::vector<File> files{};

    std::string head() const
    {
        std::string references;
        for (const File& file : files) {
            references += "<Reference><ContentId>cid:" + file.cid + "</ContentId></Reference>";
        }
        return prolog + "<edXML xmlns=\"" + space + "\"><edXMLEnvelope><edXMLHeader><MessageHeader>" +
               "<From><OrganId>H05</OrganId><OrganName>UBND tỉnh</OrganName></From>" + to + "<DocumentId>" +
               document_id +
               "</DocumentId><Code><CodeNumber>12</CodeNumber><CodeNotation>UBND-VX</CodeNotation>" +
               "</Code><PromulgationInfo><PromulgationDate>" + date +
               "</PromulgationDate></PromulgationInfo>" + "<Subject>" + subject + "</Subject>" + other +
               "</MessageHeader><TraceHeaderList>" + trace +
               "</TraceHeaderList></edXMLHeader><edXMLBody><edXMLManifest>" +
               (manifest == "auto" ? references : manifest) +
               "</edXMLManifest></edXMLBody></edXMLEnvelope><AttachmentEncoded>";
    }
    static std::string open(const File& file)
    {
        return "<Attachment><ContentId>" + file.cid + "</ContentId><AttachmentName>" + file.name +
               "</AttachmentName><ContentType>" + file.declared_type +
               "</ContentType><ContentTransferEncoded>";
    }
    static std::string close() { return "</ContentTransferEncoded></Attachment>"; }
    static std::string tail() { return "</AttachmentEncoded></edXML>"; }
    std::string xml() const
    {
        std::string all = head();
        for (const File& file : files) all += open(file) + file.base64 + close();
        return all + tail();
    }
};

}  // namespace lt::edxml::testing
