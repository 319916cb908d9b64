// Reads and writes the format of stored files.
#include "kit/blob/stored_file.h"

#include <cstring>
#include <stdexcept>

namespace lt::blob {
namespace {

constexpr std::string_view kMagic = "LTBLOB1\n";
constexpr std::size_t kAuthenticated = kHead - 32;
constexpr std::uint64_t kSealedSegment = kSegmentHead + kSegment / kMessage * (kMessage + kMessageExtra);

std::uint64_t sealed_size(std::uint64_t plain)
{
    return plain == 0 ? 0 : kSegmentHead + plain + (plain + kMessage - 1) / kMessage * kMessageExtra;
}

}  // namespace

std::uint64_t stored_size(std::uint64_t size)
{
    return kHead + size / kSegment * kSealedSegment + sealed_size(size % kSegment);
}

StoredFileWriter::StoredFileWriter(const File& file, const Key& master)
    : file_(file), master_(master), key_(derive_key(master, id_, "lt-blob-data"))
{
    plain_.reserve(kMessage);
}

void StoredFileWriter::write(std::span<const std::byte> chunk)
{
    size_ += chunk.size();
    while (!chunk.empty()) {
        // A full message waits until more comes: only then is it known not to be the last.
        if (plain_.size() == kMessage) flush(false);
        const std::size_t take = std::min(chunk.size(), kMessage - plain_.size());
        plain_.insert(plain_.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(take));
        chunk = chunk.subspan(take);
    }
}

void StoredFileWriter::flush(bool end)
{
    constexpr std::uint64_t kEach = kSegment / kMessage;
    sealed_.clear();
    if (!segment_) segment_.emplace(key_, id_, messages_ / kEach, sealed_);
    const bool last = end || messages_ % kEach == kEach - 1;
    segment_->push(plain_, last, sealed_);
    if (last) segment_.reset();
    ++messages_;
    file_.write_at(end_, sealed_);
    end_ += sealed_.size();
    plain_.clear();
}

void StoredFileWriter::finish(std::span<const std::byte> sha256)
{
    if (!plain_.empty()) flush(true);
    std::array<std::byte, kHead> head{};
    std::memcpy(head.data(), kMagic.data(), kMagic.size());
    std::memcpy(head.data() + 8, id_.data(), id_.size());
    for (std::size_t i = 0; i < 8; ++i) head[24 + i] = static_cast<std::byte>(size_ >> (8 * i));
    std::memcpy(head.data() + 32, sha256.data(), std::min<std::size_t>(sha256.size(), 32));
    const auto mac =
        authenticate(derive_key(master_, id_, "lt-blob-head"), std::span(head).first(kAuthenticated));
    std::memcpy(head.data() + kAuthenticated, mac.data(), mac.size());
    file_.write_at(0, head);
}

StoredFileReader::StoredFileReader(File file, const Key& master, std::string_view sha256, std::string name)
    : file_(std::move(file)), name_(std::move(name))
{
    std::array<std::byte, kHead> head{};
    if (file_.read_at(0, head) != kHead) damaged("it is too short");
    if (std::memcmp(head.data(), kMagic.data(), kMagic.size()) != 0) damaged("it is no stored file");
    std::memcpy(id_.data(), head.data() + 8, id_.size());
    const auto mac =
        authenticate(derive_key(master, id_, "lt-blob-head"), std::span(head).first(kAuthenticated));
    if (!same(mac, std::span(head).subspan(kAuthenticated)))
        damaged("its head was changed, or the key is another one");
    if (std::memcmp(head.data() + 32, sha256.data(), 32) != 0) damaged("it holds another file");
    for (std::size_t i = 0; i < 8; ++i) size_ |= std::to_integer<std::uint64_t>(head[24 + i]) << (8 * i);
    if (file_.size() != stored_size(size_)) damaged("its length is wrong");
    key_ = derive_key(master, id_, "lt-blob-data");
}

void StoredFileReader::damaged(const char* what) const
{
    throw std::runtime_error("stored file " + name_ + " is damaged: " + what);
}

std::size_t StoredFileReader::read(std::uint64_t offset, std::span<std::byte> buffer)
{
    std::size_t done = 0;
    while (done < buffer.size() && offset < size_) {
        if (loaded_ != offset / kSegment) load(offset / kSegment);
        const auto from = static_cast<std::size_t>(offset % kSegment);
        const std::size_t length = std::min(buffer.size() - done, plain_.size() - from);
        std::memcpy(buffer.data() + done, plain_.data() + from, length);
        done += length;
        offset += length;
    }
    return done;
}

void StoredFileReader::load(std::uint64_t segment)
{
    loaded_.reset();
    const auto plain =
        static_cast<std::size_t>(std::min<std::uint64_t>(kSegment, size_ - segment * kSegment));
    plain_.resize(plain);
    sealed_.resize(static_cast<std::size_t>(sealed_size(plain)));
    if (file_.read_at(kHead + segment * kSealedSegment, sealed_) != sealed_.size()) damaged("it was cut");
    const std::span<const std::byte> sealed(sealed_);
    SegmentOpener opener(key_, id_, segment, sealed.first(kSegmentHead));
    std::size_t at = kSegmentHead;
    for (std::size_t done = 0; done < plain;) {
        const std::size_t length = std::min(kMessage, plain - done);
        const bool last = done + length == plain;
        if (!opener.pull(sealed.subspan(at, length + kMessageExtra), last,
                         std::span(plain_).subspan(done, length))) {
            damaged("its content was changed");
        }
        done += length;
        at += length + kMessageExtra;
    }
    loaded_ = segment;
}

}  // namespace lt::blob
