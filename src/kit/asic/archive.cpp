#include "kit/asic/archive.h"

#include <algorithm>

#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "kit/text/zip.h"

namespace lt::asic {
namespace {

constexpr std::size_t kMostName = 512;
constexpr std::uint64_t kMostMeta = 16U << 20U;
constexpr text::ZipLimits kLimits{
    .entry = 4ULL << 30U, .ratio = 200, .ratio_from = 16ULL << 20U, .entries = 2'000};

// "mimetype" first, stored, without an extra field, so that the type is found at byte 38 (EN 319 162-1, 4.2).
std::string expected_start() { return std::string("mimetype") + std::string(kMediaType); }

text::ZipState walk(const Opener& open, text::ZipVisitor& visitor, std::string* start, bool* more_behind)
{
    text::ZipWalker walker(visitor, kLimits);
    const crypto::ByteSource source = open();
    std::string buffer(64U << 10U, '\0');
    std::uint64_t total = 0;
    while (const std::size_t got = source({buffer.data(), buffer.size()})) {
        total += got;
        if (start != nullptr && start->size() < 128)
            start->append(buffer, 0, std::min<std::size_t>(got, 128));
        walker.push(std::as_bytes(std::span(buffer.data(), got)));
    }
    if (more_behind != nullptr) *more_behind = total != walker.position();
    return walker.finish();
}

class Listing : public text::ZipVisitor {
public:
    text::ZipAct entry(std::string_view name) override
    {
        if (!is_good_name(name)) wrong_ = "Gói chứa tệp có tên không an toàn (đường dẫn, ký tự điều khiển).";
        // Names that are one on some computers count as one.
        if (!seen_.insert(base::lower(base::normalise(name))).second) wrong_ = "Gói chứa hai tệp cùng tên.";
        if (!wrong_.empty()) return text::ZipAct::stop;
        current_ = name;
        keep_ = name.starts_with("META-INF/") && name.back() != '/';
        if (keep_) out.meta[current_];
        return keep_ ? text::ZipAct::read : text::ZipAct::skip;
    }
    text::ZipAct data(std::span<const std::byte> piece) override
    {
        kept_ += piece.size();
        if (kept_ > kMostMeta) {
            wrong_ = "Phần chữ ký của gói quá lớn.";
            return text::ZipAct::stop;
        }
        out.meta[current_].append(reinterpret_cast<const char*>(piece.data()), piece.size());
        return text::ZipAct::read;
    }
    void walked(const text::ZipRecord& record) override
    {
        walked_.push_back(record);
        if (record.name.back() == '/') {
            if (record.size != 0) wrong_ = "Gói bị hỏng.";
            return;
        }
        if (record.name == "mimetype" && record.size != kMediaType.size())
            wrong_ = "Tệp không phải gói ký số ASiC-E.";
        if (!keep_ && record.name != "mimetype") out.data_files[record.name] = record.size;
    }
    void listed(const text::ZipRecord& record) override
    {
        if (listed_ >= walked_.size() || walked_[listed_] != record) disagrees_ = true;
        ++listed_;
    }
    void directory(std::uint64_t declared, std::uint64_t real) override
    {
        if (declared != real) disagrees_ = true;
    }
    std::string wrong() const
    {
        return wrong_.empty() && disagrees_ ? "Mục lục của gói không khớp với các tệp bên trong." : wrong_;
    }

    Archive out{};

private:
    std::set<std::string> seen_{};
    std::vector<text::ZipRecord> walked_{};
    std::size_t listed_ = 0;
    bool disagrees_ = false;
    bool keep_ = false;
    std::uint64_t kept_ = 0;
    std::string current_{};
    std::string wrong_{};
};

class Measuring : public text::ZipVisitor {
public:
    explicit Measuring(const Wanted& wanted) : wanted_(wanted) {}
    text::ZipAct entry(std::string_view name) override
    {
        current_.clear();
        name_ = name;
        const auto found = wanted_.find(name_);
        if (found == wanted_.end()) return text::ZipAct::skip;
        for (const std::string& algorithm : found->second)
            if (auto digest = crypto::Digest::named(algorithm))
                current_.emplace(algorithm, std::move(*digest));
        return text::ZipAct::read;
    }
    text::ZipAct data(std::span<const std::byte> piece) override
    {
        for (auto& [algorithm, digest] : current_)
            digest.update({reinterpret_cast<const char*>(piece.data()), piece.size()});
        return text::ZipAct::read;
    }
    text::ZipAct end() override
    {
        for (auto& [algorithm, digest] : current_) out[{name_, algorithm}] = digest.finish();
        return text::ZipAct::read;
    }

    Digests out{};

private:
    const Wanted& wanted_;
    std::string name_{};
    std::map<std::string, crypto::Digest> current_{};
};

// Walks on only as far as the next bytes of the entry ask for.
class Pulling : public text::ZipVisitor {
public:
    Pulling(const Opener& open, std::string name) : source_(open()), name_(std::move(name)) {}
    std::size_t read(std::span<char> buffer)
    {
        while (waiting_.empty() && walker_.push({}) == text::ZipState::walking) {
            const std::size_t got = source_({piece_.data(), piece_.size()});
            if (got == 0) break;
            walker_.push(std::as_bytes(std::span(piece_.data(), got)));
        }
        const std::size_t now = waiting_.copy(buffer.data(), buffer.size());
        waiting_.erase(0, now);
        return now;
    }
    text::ZipAct entry(std::string_view name) override
    {
        return name == name_ ? text::ZipAct::read : text::ZipAct::skip;
    }
    text::ZipAct data(std::span<const std::byte> piece) override
    {
        waiting_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        return text::ZipAct::read;
    }
    text::ZipAct end() override { return text::ZipAct::stop; }

private:
    crypto::ByteSource source_;
    std::string name_;
    std::string waiting_{};
    std::string piece_ = std::string(16U << 10U, '\0');
    text::ZipWalker walker_{*this, kLimits};
};

}  // namespace

bool is_good_name(std::string_view name)
{
    if (name.empty() || name.size() > kMostName || name.front() == '/' || !base::is_utf8(name)) return false;
    for (const char c : name)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == ':') return false;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t end = std::min(name.find('/', at), name.size());
        const std::string_view part = name.substr(at, end - at);
        // Only a folder's own entry ends with the slash.
        if ((part.empty() && end != name.size()) || part == "." || part == "..") return false;
        at = end + 1;
    }
    return true;
}

base::Result<Archive> read_archive(const Opener& open)
{
    Listing listing;
    std::string start;
    bool more_behind = false;
    const text::ZipState state = walk(open, listing, &start, &more_behind);
    if (const std::string wrong = listing.wrong(); !wrong.empty()) return base::invalid("file", wrong);
    if (state == text::ZipState::bomb)
        return base::invalid("file", "Gói nén có nội dung phình to bất thường.");
    const std::string_view head = start;
    const bool stored = head.size() > 38 && head.substr(8, 2) == std::string_view("\0\0", 2) &&
                        head.substr(28, 2) == std::string_view("\0\0", 2);
    if (!stored || !head.substr(30).starts_with(expected_start()))
        return base::invalid("file", "Tệp không phải gói ký số ASiC-E.");
    if (state != text::ZipState::complete || more_behind)
        return base::invalid("file", "Gói bị hỏng hoặc bị cắt.");
    return std::move(listing.out);
}

Digests measure(const Opener& open, const Wanted& wanted)
{
    Measuring measuring(wanted);
    if (!wanted.empty()) walk(open, measuring, nullptr, nullptr);
    return std::move(measuring.out);
}

crypto::ByteSource entry_source(const Opener& open, const std::string& name)
{
    return [pulling = std::make_shared<Pulling>(open, name)](std::span<char> buffer) {
        return pulling->read(buffer);
    };
}

}  // namespace lt::asic
