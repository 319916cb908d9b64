// See proof.h.
#include "exchange/nodes/proof.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "exchange/edxml/base64.h"
#include "kit/crypto/cms.h"
#include "kit/crypto/digest.h"

namespace lt::exchange::nodes {

Proof prove(crypto::Signer& signer, std::string text)
{
    crypto::CmsDraft draft(signer.certificate(), {}, crypto::sha256(text));
    const auto signature = signer.sign(draft.to_sign());
    if (!signature)
        throw std::runtime_error("the node's key does not sign: " + signature.error().message.str());
    return {.text = std::move(text), .cms = draft.finish(*signature)};
}

Doubt doubt_of(const Proof& proof, std::span<const crypto::Certificate> trusted, base::Time at)
{
    std::size_t length = 0;
    const auto read = crypto::CmsSignature::parse(proof.cms, length, trusted);
    if (!read || length != proof.cms.size() || !read->signer()) return Doubt::unreadable;
    if (std::ranges::find(trusted, *read->signer()) == trusted.end()) return Doubt::other_signer;
    const std::array<std::string_view, 1> content{proof.text};
    if (read->check(content) != crypto::CmsFault::none) return Doubt::altered;
    return read->signer()->valid_at(at) ? Doubt::none : Doubt::not_valid_then;
}

std::string to_file(const Proof& proof)
{
    return nlohmann::ordered_json{{"text", proof.text}, {"cms", to_base64(proof.cms)}}.dump(2) + "\n";
}

base::Result<Proof> from_file(std::string_view file)
{
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (json.is_object() && json.contains("text") && json["text"].is_string() && json.contains("cms") &&
        json["cms"].is_string()) {
        Proof proof{json["text"], from_base64(json["cms"].get<std::string>())};
        if (!proof.cms.empty()) return proof;
    }
    return base::invalid("file", "Tệp này không phải là giấy báo nhận.");
}

std::string to_base64(std::string_view bytes)
{
    std::string out;
    edxml::Base64Encoder encoder;
    encoder.push(std::as_bytes(std::span(bytes)), out);
    encoder.finish(out);
    return out;
}

std::string from_base64(std::string_view text)
{
    std::string out(text.size() / 4 * 3 + 6, '\0');
    edxml::Base64 decoder;
    const std::size_t size = decoder.push(text, reinterpret_cast<std::byte*>(out.data()));
    if (size == edxml::Base64::kBad || !decoder.complete()) return {};
    out.resize(size);
    return out;
}

}  // namespace lt::exchange::nodes
