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
    if (!form.ids.empty()) form.files = call.services.take_files(call.request, form.ids);
    return form;
}

void add_file_field(const Call& call, page::FormView& form, const std::string& label, const FormFiles* sent)
{
    View uploads = View::array();
    if (sent && sent->files) {
        const std::vector<NewFile>& files = *sent->files;
        for (std::size_t i = 0; i < files.size() && i < sent->ids.size(); ++i) {
            uploads.push_back({{"upload", sent->ids[i]},
                               {"file_name", files[i].name},
                               {"file_size", base::format_size(files[i].blob.size)}});
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
