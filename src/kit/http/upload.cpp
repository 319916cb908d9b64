#include "kit/http/upload.h"

#include "kit/http/policy.h"

namespace lt::http {

namespace {

std::string boundary_of(const Request& request)
{
    auto boundary = multipart_boundary(request.header("content-type"));
    if (boundary.empty()) throw Refused(400, "Biểu mẫu gửi lên không hợp lệ.");
    return boundary;
}

}  // namespace

bool is_multipart(const Request& request) { return request.header("content-type").starts_with("multipart/"); }

UploadForm::UploadForm(const Request& request, MultipartLimits limits, FileSinkFactory files)
    : request_(request), factory_(std::move(files)), parser_(boundary_of(request), limits, *this)
{
}

void UploadForm::read_fields(Request& request)
{
    if (complete_) return;
    parser_.finish();
    complete_ = true;
    request.form = std::move(form_);
}

void UploadForm::finish(Request& request)
{
    read_fields(request);
    for (std::size_t i = 0; i < sinks_.size(); ++i) {
        auto kept = sinks_[i]->finish();
        if (kept)
            files_[i].id = std::move(*kept);
        else
            files_[i].refused = kept.error();
    }
    request.files = std::move(files_);
}

void UploadForm::field(std::string name, std::string value) { form_.add(std::move(name), std::move(value)); }

void UploadForm::file_begin(std::string name, std::string file_name)
{
    if (!factory_) throw Refused(400, "Trang này không nhận tệp.");
    sinks_.push_back(factory_(request_, file_name));
    files_.push_back({.field = std::move(name), .name = std::move(file_name)});
}

void UploadForm::file_data(std::string_view data)
{
    sinks_.back()->write(std::as_bytes(std::span(data.data(), data.size())));
    files_.back().size += data.size();
}

void UploadForm::file_end() {}

}  // namespace lt::http
