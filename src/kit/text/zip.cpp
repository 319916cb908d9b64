#include "kit/text/zip.h"

#include <zlib.h>

namespace lt::text {
namespace {

constexpr std::uint32_t kLocal = 0x04034b50;
constexpr std::uint32_t kCentral = 0x02014b50;
constexpr std::uint32_t kDescriptor = 0x08074b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64 = 0x06064b50;
constexpr std::uint32_t kLocator64 = 0x07064b50;
constexpr std::uint32_t kElsewhere = 0xffffffff;  // the length is in a ZIP64 field

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        value |= std::uint32_t(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    }
    return value;
}

}  // namespace

// One state, one rule for how many bytes it needs before it can go on; `head_` gathers exactly those.
struct ZipWalk {
    enum class Step : std::uint8_t {
        signature,
        local,
        name,
        extra,
        stored,
        deflated,
        descriptor,
        directory,
        listed_name,
        end
    };

    ZipWalk(ZipVisitor& to, ZipLimits bounds) : visitor(to), limits(bounds)
    {
        if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    }
    ~ZipWalk() { inflateEnd(&stream); }
    ZipWalk(const ZipWalk&) = delete;
    ZipWalk& operator=(const ZipWalk&) = delete;

    void step(std::string_view& in);
    bool gather(std::string_view& in, std::size_t size);
    void pass_over(std::string_view& in, Step then);
    void begin_signature();
    void begin_local();
    void begin_data();
    void store(std::string_view& in);
    void inflate_piece(std::string_view& in);
    void deliver(const char* bytes, std::size_t size);
    void end_of_data();
    void read_descriptor(std::string_view& in);
    void close_entry(std::uint32_t expected);
    void obey(ZipAct act);
    void read_directory(std::string_view& in);
    void advance(std::string_view& in, std::size_t bytes)
    {
        in.remove_prefix(bytes);
        position += bytes;
    }

    ZipVisitor& visitor;
    ZipLimits limits;
    ZipState state = ZipState::walking;
    Step where = Step::signature;
    std::string head{};
    std::string carry{};     // bytes looked at while the end of a descriptor was searched
    std::uint64_t skip = 0;  // bytes to pass over
    z_stream stream{};
    std::array<char, 64 << 10> buffer{};

    bool reading = false;
    std::uint32_t flags = 0;
    std::uint32_t method = 0;
    std::uint32_t crc = 0;     // as declared
    std::uint64_t packed = 0;  // still to come when stored
    std::uint32_t name_size = 0;
    std::uint32_t extra_size = 0;
    std::uint32_t sum = 0;  // as computed
    std::uint64_t taken = 0;
    std::uint64_t given = 0;
    std::uint64_t entries = 0;
    std::uint64_t listed = 0;
    std::uint64_t position = 0;
    std::uint64_t directory_at = 0;
    ZipRecord record{};  // of the entry that is walked, or listed
};

bool ZipWalk::gather(std::string_view& in, std::size_t size)
{
    const std::size_t missing = size - std::min(size, head.size());
    const std::size_t now = std::min(missing, in.size());
    head.append(in.substr(0, now));
    advance(in, now);
    return head.size() >= size;
}

void ZipWalk::pass_over(std::string_view& in, Step then)
{
    const auto now = std::size_t(std::min<std::uint64_t>(skip, in.size()));
    advance(in, now);
    skip -= now;
    if (skip == 0) where = then;
}

void ZipWalk::obey(ZipAct act)
{
    if (act == ZipAct::stop && state == ZipState::walking) state = ZipState::stopped;
    if (act == ZipAct::skip) reading = false;
}

void ZipWalk::begin_signature()
{
    const std::uint32_t signature = number(head, 0, 4);
    if (signature == kLocal && listed == 0 && entries < limits.entries) {
        where = Step::local;
    } else if (entries > 0 && (signature == kCentral || signature == kEnd || signature == kEnd64 ||
                               signature == kLocator64)) {
        if (directory_at == 0) directory_at = position - 4;
        where = Step::directory;
    } else {
        state = ZipState::damaged;
    }
}

void ZipWalk::begin_local()
{
    flags = number(head, 6, 2);
    method = number(head, 8, 2);
    crc = number(head, 14, 4);
    packed = number(head, 18, 4);
    name_size = number(head, 26, 2);
    extra_size = number(head, 28, 2);
    record = {.offset = position - head.size(), .method = method};
    head.clear();
    where = Step::name;
}

void ZipWalk::begin_data()
{
    const bool unknown_length = (flags & 8) != 0 || packed == kElsewhere;
    const bool walkable = (flags & 1) == 0 && (method == 8 || (method == 0 && !unknown_length));
    if (!walkable) {
        if (state == ZipState::walking) state = ZipState::unsupported;
        return;
    }
    sum = std::uint32_t(crc32(0, nullptr, 0));
    taken = given = 0;
    inflateReset(&stream);
    where = method == 8 ? Step::deflated : Step::stored;
}

void ZipWalk::deliver(const char* bytes, std::size_t size)
{
    sum = std::uint32_t(crc32(sum, reinterpret_cast<const Bytef*>(bytes), uInt(size)));
    given += size;
    if (given > limits.entry || (given > limits.ratio_from && given / limits.ratio > taken)) {
        state = ZipState::bomb;
        return;
    }
    if (reading && size > 0) obey(visitor.data(std::as_bytes(std::span(bytes, size))));
}

void ZipWalk::store(std::string_view& in)
{
    const auto now =
        std::size_t(std::min<std::uint64_t>(packed, std::min<std::size_t>(in.size(), buffer.size())));
    packed -= now;
    taken += now;
    deliver(in.data(), now);
    advance(in, now);
    if (packed == 0 && state == ZipState::walking) end_of_data();
}

void ZipWalk::inflate_piece(std::string_view& in)
{
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream.avail_in = uInt(std::min<std::size_t>(in.size(), 1u << 20));
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = uInt(buffer.size());
    const uInt offered = stream.avail_in;
    const int code = inflate(&stream, Z_NO_FLUSH);
    taken += offered - stream.avail_in;
    advance(in, offered - stream.avail_in);
    deliver(buffer.data(), buffer.size() - stream.avail_out);
    if (state != ZipState::walking) return;
    if (code == Z_STREAM_END) {
        end_of_data();
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
        state = ZipState::damaged;
    }
}

void ZipWalk::end_of_data()
{
    head.clear();
    if ((flags & 8) != 0) {
        where = Step::descriptor;
    } else {
        close_entry(crc);
    }
}

// The descriptor has four forms (with or without a signature, 32- or 64-bit lengths) and says nowhere which
// it is: the right one ends where the next record begins. Every archive has at least 68 bytes of directory
// after it.
void ZipWalk::read_descriptor(std::string_view& in)
{
    if (!gather(in, 28)) return;
    const bool has_signature = number(head, 0, 4) == kDescriptor;
    const std::array<std::size_t, 4> ends = {16, 24, 12, 20};
    for (std::size_t i = has_signature ? 0 : 2; i < ends.size(); ++i) {
        const std::uint32_t next = number(head, ends[i], 4);
        const bool named = ends[i] == 16 || ends[i] == 24;
        if ((next != kLocal && next != kCentral) || number(head, named ? 4 : 0, 4) != sum) continue;
        carry = head.substr(ends[i]);
        position -= carry.size();
        close_entry(sum);
        return;
    }
    state = ZipState::damaged;
}

void ZipWalk::close_entry(std::uint32_t expected)
{
    head.clear();
    where = Step::signature;
    if (expected != sum) {
        state = ZipState::damaged;
        return;
    }
    record.checksum = sum;
    record.packed = taken;
    record.size = given;
    visitor.walked(record);
    if (reading) obey(visitor.end());
}

// Of the directory's records only entries and the end are looked into.
void ZipWalk::read_directory(std::string_view& in)
{
    const std::uint32_t signature = number(head, 0, 4);
    const std::size_t size = signature == kCentral ? 46
                             : signature == kEnd64 ? 12
                             : signature == kEnd   ? 22
                                                   : 20;
    if (!gather(in, size)) return;
    where = Step::end;
    if (signature == kCentral) {
        ++listed;
        record = {.offset = number(head, 42, 4),
                  .method = number(head, 10, 2),
                  .checksum = number(head, 16, 4),
                  .packed = number(head, 20, 4),
                  .size = number(head, 24, 4)};
        name_size = number(head, 28, 2);
        skip = std::uint64_t(number(head, 30, 2)) + number(head, 32, 2);
        where = Step::listed_name;
    } else if (signature == kEnd64) {
        skip = number(head, 4, 4);
    } else if (signature == kEnd) {
        const bool agrees =
            listed == entries && number(head, 10, 2) == std::min<std::uint64_t>(listed, 0xffff);
        state = agrees ? ZipState::complete : ZipState::damaged;
        visitor.directory(number(head, 16, 4), directory_at);
    }
    head.clear();
}

void ZipWalk::step(std::string_view& in)
{
    switch (where) {
    case Step::signature:
        if (gather(in, 4)) begin_signature();
        break;
    case Step::local:
        if (gather(in, 30)) begin_local();
        break;
    case Step::name:
        if (!gather(in, name_size)) break;
        ++entries;
        reading = true;
        record.name = head;
        obey(visitor.entry(head));
        head.clear();
        skip = extra_size;
        where = Step::extra;
        [[fallthrough]];
    case Step::extra:
        pass_over(in, Step::extra);
        if (skip == 0 && state == ZipState::walking) begin_data();
        break;
    case Step::stored: store(in); break;
    case Step::deflated: inflate_piece(in); break;
    case Step::descriptor: read_descriptor(in); break;
    case Step::directory: read_directory(in); break;
    case Step::listed_name:
        if (!gather(in, name_size)) break;
        record.name = std::exchange(head, {});
        visitor.listed(record);
        where = Step::end;
        [[fallthrough]];
    case Step::end: pass_over(in, Step::signature); break;
    }
}

ZipWalker::ZipWalker(ZipVisitor& visitor, ZipLimits limits)
    : walk_(std::make_unique<ZipWalk>(visitor, limits))
{
}
ZipWalker::~ZipWalker() = default;

ZipState ZipWalker::push(std::span<const std::byte> piece)
{
    std::string_view in(reinterpret_cast<const char*>(piece.data()), piece.size());
    while (walk_->state == ZipState::walking && !in.empty()) {
        walk_->step(in);
        // What a descriptor looked at too far comes before the rest of the piece.
        while (walk_->state == ZipState::walking && !walk_->carry.empty()) {
            const std::string again = std::exchange(walk_->carry, {});
            std::string_view rest = again;
            while (walk_->state == ZipState::walking && !rest.empty()) walk_->step(rest);
        }
    }
    return walk_->state;
}

std::uint64_t ZipWalker::position() const { return walk_->position; }

ZipState ZipWalker::finish()
{
    if (walk_->state == ZipState::walking) walk_->state = ZipState::damaged;
    return walk_->state;
}

}  // namespace lt::text
