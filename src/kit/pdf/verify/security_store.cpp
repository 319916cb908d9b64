#include "kit/pdf/verify/security_store.h"

namespace lt::pdf {
namespace {

constexpr std::size_t kMost = 500;              // decades of proofs have some tens of each kind
constexpr std::size_t kMostBytes = 20U << 20U;  // of one kind; what is parsed of them takes ten times as much
constexpr std::size_t kMostAnswerBytes = 2U << 20U;

std::vector<std::string> streams_of(const Revision& revision, const Dictionary& store, std::string_view key,
                                    std::size_t most_bytes)
{
    std::vector<std::string> out;
    std::set<std::size_t> seen;
    std::size_t bytes = 0;
    const Array* list = revision.get(store, key).array();
    for (std::size_t i = 0; list != nullptr && i < list->size() && out.size() < kMost; ++i) {
        const Stream* stream = revision.resolved((*list)[i]).stream();
        if (stream == nullptr || !seen.insert(stream->begin).second) continue;
        auto content = revision.stream_content(*stream);
        if (!content || content->size() > most_bytes - bytes) continue;
        bytes += content->size();
        out.push_back(std::move(*content));
    }
    return out;
}

}  // namespace

SecurityStore security_store(const Revision& revision)
{
    SecurityStore out;
    const Dictionary* store = revision.get(revision.catalog(), "DSS").dictionary();
    if (store == nullptr) return out;
    for (const std::string& der : streams_of(revision, *store, "Certs", kMostBytes))
        if (auto one = crypto::Certificate::parse(der)) out.certificates.push_back(std::move(*one));
    out.known.crls = streams_of(revision, *store, "CRLs", kMostBytes);
    out.known.ocsps = streams_of(revision, *store, "OCSPs", kMostAnswerBytes);
    return out;
}

}  // namespace lt::pdf
