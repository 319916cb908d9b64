// Files of a form.
#include "documents/pages/uploads.h"

#include "kit/base/text.h"

namespace lt::documents::pages {

FormFiles take_form_files(const Call& call)
{
    FormFiles form;
    form.ids = call.request.form.all("upload");
    for (const http::UploadedFile& file : call.request.files) {
        // An empty file field is sent as a file without a name.
        if (!file.name.empty() || file.size > 0) form.ids.push_back(file.id);
    }
    // Each by itself, so that one refused file does not take the others with it.
    std::vector<NewFile> files;
    std::optional<base::Error> refused;
    for (const std::string& id : form.ids) {
        auto taken = call.services.take_files(call.request, {id});
        if (taken) {
            for (NewFile& file : *taken) {
                form.good.emplace_back(id, file);
                files.push_back(std::move(file));
            }
        } else if (!refused) {
            refused = taken.error();
        } else {
            refused->more.emplace_back(taken.error().field, taken.error().message);
        }
    }
    if (refused) {
        form.files = *refused;
    } else {
        form.files = std::move(files);
    }
    return form;
}

void forget_secret(const Call& call, const FormFiles& sent)
{
    call.services.drop_files(call.request, sent.ids);
    note_secret_refused(call.documents(), call.actor);
}

void add_file_field(const Call& call, page::FormView& form, const std::string& label, const FormFiles* sent)
{
    View uploads = View::array();
    if (sent) {
        for (const auto& [id, file] : sent->good) {
            uploads.push_back(
                {{"upload", id}, {"file_name", file.name}, {"file_size", base::format_size(file.blob.size)}});
        }
    }
    form.field(
        "files", label, "",
        {{"hint", call.tr("PDF, DOCX hoặc ảnh, tối đa 200 MB mỗi tệp. Tệp đầu tiên là văn bản chính.")},
         {"accept", ".pdf,.docx,.jpg,.jpeg,.png,.tif,.tiff"},
         {"multiple", true},
         {"tus", "/uploads"},
         {"upload_name", "upload"},
         {"uploads", std::move(uploads)}});
}

}  // namespace lt::documents::pages
