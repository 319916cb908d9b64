// For tests: tests/axis/reference_client.py, which calls an axis as clients of the field do.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "kit/base/config.h"
#include "kit/base/ids.h"

namespace lt::axis {

// Sets of variants, which have all of them between them.
inline constexpr std::array<const char*, 4> kFieldVariants{
    "", "--order reversed --docid-spelling docid --no-crlf --no-hash-file",
    "--upper-hash --json gson --content-type 'multipart/form-data; boundary=\"x=<y>\"'",
    "--order given --chunked --content-type 'application/octet-stream; charset=UTF-8' --fresh-timestamps"};

class ReferenceClientProgram {
public:
    explicit ReferenceClientProgram(std::string endpoint) : endpoint_(std::move(endpoint))
    {
        std::filesystem::create_directories(folder_);
    }
    ~ReferenceClientProgram() { std::filesystem::remove_all(folder_); }
    ReferenceClientProgram(const ReferenceClientProgram&) = delete;
    ReferenceClientProgram& operator=(const ReferenceClientProgram&) = delete;

    // Writes a file and gives its path, quoted.
    std::string file(const std::string& name, const std::string& content) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << content;
        return path(name);
    }
    std::string path(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }
    std::string content(const std::string& name) const
    {
        std::ifstream in(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    // The JSON that it prints. `words` are of the tests alone: no shell has to be guarded against.
    nlohmann::json run(const std::string& system, const std::string& secret, const std::string& words) const
    {
        const std::string program = (base::find_resources() / "tests/axis/reference_client.py").string();
        const std::string command = "python3 '" + program + "' --endpoint " + endpoint_ + " --system " +
                                    system + " --secret-file " + file("secret", secret) + " " + words;
        FILE* pipe = ::popen(command.c_str(), "r");
        if (pipe == nullptr) throw std::runtime_error("no pipe");
        std::string out;
        std::array<char, 4096> buffer{};
        for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
            out.append(buffer.data(), n);
        ::pclose(pipe);
        return nlohmann::json::parse(out, nullptr, false);
    }

private:
    std::string endpoint_;
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("lt-field-" + base::random_hex(8));
};

}  // namespace lt::axis
