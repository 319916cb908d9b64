// A multipart form on its way into a Request: text fields in memory, files into FileSinks while they arrive.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kit/http/message.h"
#include "kit/http/multipart.h"

namespace lt::http {

bool is_multipart(const Request& request);

class UploadForm final : private MultipartEvents {
public:
    // Without a factory files are refused. Throws Refused as MultipartParser does.
    UploadForm(const Request& request, MultipartLimits limits, FileSinkFactory files);
    void feed(std::string_view piece) { parser_.feed(piece); }
    void read_fields(Request& request);  // the body is complete: fills request.form
    void finish(Request& request);       // makes the files durable: fills form (if not yet) and files

private:
    void field(std::string name, std::string value) override;
    void file_begin(std::string name, std::string file_name) override;
    void file_data(std::string_view data) override;
    void file_end() override;

    const Request& request_;  // outlives the form
    FileSinkFactory factory_;
    MultipartParser parser_;
    Form form_{};
    bool complete_ = false;
    std::vector<UploadedFile> files_{};
    std::vector<std::unique_ptr<FileSink>> sinks_{};
};

}  // namespace lt::http
