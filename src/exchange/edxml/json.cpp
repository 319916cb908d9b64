#include "exchange/edxml/json.h"

#include <fstream>
#include <ostream>

#include <nlohmann/json.hpp>

#include "exchange/edxml/reader.h"
#include "kit/xml_signature/read.h"

namespace lt::edxml {
namespace {

using Json = nlohmann::ordered_json;

Json text(const std::string& value) { return value.empty() ? Json() : Json(value); }

Json day(const std::optional<base::Day>& value) { return value ? Json(base::format_iso(*value)) : Json(); }

Json number(const std::optional<int>& value) { return value ? Json(*value) : Json(); }

Json response(const ResponseFor& one)
{
    return {{"organId", text(one.organ_id)},
            {"code", text(one.code)},
            {"promulgationDate", day(one.promulgation_date)},
            {"documentId", text(one.document_id)}};
}

std::string print(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

namespace {

Json json_of(const Message& m)
{
    Json json = {{"kind", m.kind == Kind::edoc ? "edoc" : "status"}, {"from", text(m.from.organ_id)}};
    json["to"] = Json::array();
    for (const Organ& organ : m.to) json["to"].push_back(organ.organ_id);
    json["documentId"] = text(m.document_id);
    json["codeNumber"] = text(m.code_number);
    json["codeNotation"] = text(m.code_notation);
    json["promulgationDate"] = day(m.promulgation_date);
    json["typeName"] = text(m.type_name);
    json["priority"] = number(m.priority);
    json["bussinessDocType"] = m.business.type ? Json(int(*m.business.type)) : Json();
    json["statusCode"] = text(m.status_code);
    json["responseFor"] = m.responses_for.empty() ? Json() : response(m.responses_for.front());
    if (m.responses_for.size() > 1) {
        for (const ResponseFor& one : m.responses_for) json["responsesFor"].push_back(response(one));
    }
    json["attachments"] = Json::array();
    for (const Attachment& file : m.attachments) {
        json["attachments"].push_back({{"name", text(file.name)},
                                       {"declaredType", text(file.declared_type)},
                                       {"length", file.length},
                                       {"sha256", file.sha256}});
    }
    return json;
}

std::string contents_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string to_json(const Message& message) { return print(json_of(message)); }

std::string to_json(const Message& message, const MessageSignature& signature)
{
    Json json = json_of(message);
    const auto& verdict = signature.verdict;
    const auto at = verdict ? verdict->claimed_at : std::nullopt;
    json["signature"] = {
        {"outcome", name(signature.outcome)},
        {"reason", text(signature.reason.str())},
        {"signer", verdict && verdict->signer ? text(verdict->signer->common_name()) : Json()},
        {"intact", verdict ? Json(verdict->intact) : Json()},
        {"indication", verdict ? Json(crypto::name_of(verdict->indication)) : Json()},
        {"subIndication", verdict ? text(crypto::name_of(verdict->sub)) : Json()},
        {"signingTime", at ? Json(base::format_iso(*at)) : Json()}};
    return print(json);
}

std::string to_json(const Error& error)
{
    return print({{"error", {{"code", name(error.code)}, {"message", error.message}, {"line", error.line}}}});
}

int edxml_read_command(const std::filesystem::path& file, std::ostream& out, base::Time now)
{
    const Result result = read_file(file);
    if (const auto* message = std::get_if<Message>(&result)) {
        MessageSignature signature;
        if (message->has_signature) {
            const crypto::TrustStore nobody({}, {});
            // What is too large to be checked is not read.
            std::error_code ignored;
            const bool large = std::filesystem::file_size(file, ignored) > xml_signature::kMostXml;
            signature = large ? MessageSignature{SignatureOutcome::not_verifiable,
                                                 "Tệp XML quá lớn để kiểm tra chữ ký.",
                                                 {}}
                              : verify_message(contents_of(file), *message, {.trust = nobody, .now = now});
        }
        out << to_json(*message, signature) << '\n';
        return 0;
    }
    out << to_json(std::get<Error>(result)) << '\n';
    return 2;
}

}  // namespace lt::edxml
