// Any bytes as a multipart body with the boundary "b", whole and in pieces: both must give the same parts or
// the same refusal.
#include <cstdlib>
#include <string>
#include <string_view>

#include "kit/http/multipart.h"
#include "kit/http/policy.h"

namespace {

using namespace lt::http;

class Recorder final : public MultipartEvents {
public:
    std::string log{};
    void field(std::string name, std::string value) override { log += "F" + name + "=" + value + "\n"; }
    void file_begin(std::string name, std::string file_name) override
    {
        if (file_name.empty() || file_name.find_first_of("/\\") != std::string::npos) std::abort();
        log += "B" + name + "=" + file_name + "\n";
    }
    void file_data(std::string_view data) override { log += data; }
    void file_end() override { log += "E\n"; }
};

std::string parse(std::string_view bytes, std::size_t piece)
{
    Recorder recorder;
    try {
        MultipartParser parser(
            "b", {.part_header = 256, .field = 64, .text = 128, .fields = 8, .files = 4, .file = 512},
            recorder);
        for (std::size_t at = 0; at < bytes.size(); at += piece) parser.feed(bytes.substr(at, piece));
        parser.finish();
    } catch (const Refused& refused) {
        return std::to_string(refused.status);
    }
    return recorder.log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (parse(bytes, bytes.size()) != parse(bytes, 1 + data[0] % 32)) std::abort();
    return 0;
}
