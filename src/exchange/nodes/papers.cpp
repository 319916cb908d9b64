// See papers.h.
#include "exchange/nodes/papers.h"

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"

namespace lt::exchange::nodes {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostAgencies = 20'000;

// As this program writes it; rows are compared with it letter by letter.
bool is_dispatch(const std::string& text)
{
    return base::is_uid(text) && text.find_first_of("ABCDEF") == std::string::npos;
}

bool is_hash(const std::string& text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// null, in which nothing is found, for papers with U+0000, which no database keeps. Throws nlohmann::json::exception.
nlohmann::json parse(std::string_view json)
{
    bool keepable = json.find('\0') == std::string_view::npos;
    auto read =
        nlohmann::json::parse(json, [&](int, nlohmann::json::parse_event_t, const nlohmann::json& one) {
            if (one.is_string() && one.get_ref<const std::string&>().find('\0') != std::string::npos)
                keepable = false;
            return true;
        });
    return keepable ? std::move(read) : nlohmann::json();
}

// What both papers say of the message.
template <class Paper>
bool is_whole(const Paper& paper)
{
    return is_dispatch(paper.dispatch) && base::is_uid(paper.message) && is_hash(paper.sha256) &&
           !paper.sender.empty() && !paper.receiver.empty();
}

}  // namespace

std::string to_json(const Note& note)
{
    return Json{{"note", 1},         {"dispatch", note.dispatch},       {"message", note.message},
                {"kind", note.kind}, {"document_id", note.document_id}, {"sha256", note.sha256},
                {"size", note.size}, {"sender", note.sender},           {"receiver", note.receiver},
                {"to", note.to}}
        .dump();
}

std::optional<Note> read_note(std::string_view json)
{
    try {
        const auto read = parse(json);
        Note note{.dispatch = read.at("dispatch"),
                  .message = read.at("message"),
                  .kind = read.at("kind"),
                  .document_id = read.at("document_id"),
                  .sha256 = read.at("sha256"),
                  .size = read.at("size"),
                  .sender = read.at("sender"),
                  .receiver = read.at("receiver"),
                  .to = read.at("to")};
        if (read.at("note") != 1 || !is_whole(note) || note.to.empty() || note.to.size() > kMostAgencies)
            return std::nullopt;
        return note;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::string to_json(const Receipt& receipt)
{
    Json refused = Json::array();
    for (const Refusal& one : receipt.refused)
        refused.push_back(Json{{"code", one.code}, {"reason", one.reason}, {"words", one.words}});
    return Json{{"receipt", 1},
                {"dispatch", receipt.dispatch},
                {"message", receipt.message},
                {"sha256", receipt.sha256},
                {"size", receipt.size},
                {"received_at", base::format_iso(receipt.received_at)},
                {"received_unix",
                 std::chrono::floor<std::chrono::seconds>(receipt.received_at.time_since_epoch()).count()},
                {"sender", receipt.sender},
                {"receiver", receipt.receiver},
                {"agencies", receipt.agencies},
                {"refused", std::move(refused)}}
        .dump();
}

std::optional<Receipt> read_receipt(std::string_view json)
{
    try {
        const auto read = parse(json);
        Receipt receipt{.dispatch = read.at("dispatch"),
                        .message = read.at("message"),
                        .sha256 = read.at("sha256"),
                        .size = read.at("size"),
                        .received_at =
                            base::Time(std::chrono::seconds(read.at("received_unix").get<std::int64_t>())),
                        .sender = read.at("sender"),
                        .receiver = read.at("receiver"),
                        .agencies = read.at("agencies")};
        for (const auto& one : read.at("refused"))
            receipt.refused.push_back({one.at("code"), one.at("reason"), one.at("words")});
        if (read.at("receipt") != 1 || !is_whole(receipt)) return std::nullopt;
        return receipt;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

}  // namespace lt::exchange::nodes
