// Files of a form.
#include "documents/pages/uploads.h"

#include <algorithm>
#include <iterator>

#include "kit/base/text.h"

namespace lt::documents::pages {

FormFiles take_form_files(const Call& call)
{
    FormFiles form;
    base::Wrong wrong;
    const auto add = [&](const std::string& id) {
        if (std::find(form.ids.begin(), form.ids.end(), id) == form.ids.end()) form.ids.push_back(id);
    };
    for (const std::string& id : call.request.form.all("upload")) add(id);
    for (const http::UploadedFile& file : call.request.files) {
        if (file.refused)
            wrong.emplace_back("files", file.refused->message);
        else
            add(file.id);
    }
    // Each by itself, so that one refused file does not take the others with it.
    for (const std::string& id : form.ids) {
        auto taken = call.services.take_files(call.request, {id});
        if (taken)
            std::move(taken->begin(), taken->end(), std::back_inserter(form.good));
        else
            wrong.emplace_back(taken.error().field, taken.error().message);
    }
    if (auto refused = base::invalid(std::move(wrong)))
        form.files = *refused;
    else
        form.files = form.good;
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
        for (const NewFile& file : sent->good) {
            // What lies in another document can only be refused again.
            if (file.used) continue;
            uploads.push_back({{"upload", file.upload},
                               {"file_name", file.name},
                               {"file_size", base::format_size(file.blob.size)}});
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
