// Where a message may come from: memory or a file.
#include <fstream>

#include "exchange/edxml/reader.h"

namespace lt::edxml {

Result read_bytes(std::string_view bytes, const SinkFactory& sinks, const Limits& limits)
{
    const ByteSource source = [&bytes](std::span<char> buffer) {
        const std::size_t size = bytes.copy(buffer.data(), buffer.size());
        bytes.remove_prefix(size);
        return size;
    };
    return read(source, sinks, limits);
}

Result read_file(const std::filesystem::path& file, const SinkFactory& sinks, const Limits& limits)
{
    std::error_code ignored;
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file, ignored)) {
        return Error{Code::unreadable_file, "Không mở được tệp. Kiểm tra tên tệp và quyền đọc.", 0};
    }
    bool broken = false;
    const ByteSource source = [&](std::span<char> buffer) {
        in.read(buffer.data(), std::streamsize(buffer.size()));
        broken = in.bad();
        return std::size_t(in.gcount());
    };
    Result result = read(source, sinks, limits);
    if (broken) return Error{Code::unreadable_file, "Đọc tệp bị lỗi giữa chừng.", 0};
    return result;
}

}  // namespace lt::edxml
