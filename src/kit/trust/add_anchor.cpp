// The operator's new root. Written so that a folder is never seen with half a file.
#include <fstream>

#include "kit/trust/load.h"

namespace lt::trust {
namespace {

namespace fs = std::filesystem;

void write_whole(const fs::path& file, const std::string& bytes)
{
    const fs::path draft = file.parent_path() / ("." + file.filename().string());
    {
        std::ofstream out(draft, std::ios::binary | std::ios::trunc);
        out << bytes;
        out.flush();
        if (!out) throw std::runtime_error(draft.string() + ": can't be written");
    }
    fs::rename(draft, file);
}

// A text of TOML.
std::string toml_text(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + '"';
}

}  // namespace

base::Result<crypto::Anchor> add_anchor(const fs::path& folder, std::string_view file, const NewAnchor& wish)
{
    auto certificate = crypto::Certificate::parse(file);
    if (!certificate) {
        auto several = crypto::Certificate::parse_pem(file);
        if (!several) return several.error();
        if (several->size() != 1)
            return base::invalid("file", "Tệp có nhiều chứng thư số; mỗi lần chỉ thêm một chứng thư gốc.");
        certificate = std::move(several->front());
    }
    if (!certificate->issued_itself() || !certificate->is_authority())
        return base::invalid("file", "Đây không phải là chứng thư số gốc.");
    if (wish.scope != "government" && wish.scope != "public" && wish.scope != "other")
        return base::invalid("scope", "Phạm vi phải là government, public hoặc other.");
    if (wish.basis.empty()) return base::invalid("basis", "Hãy ghi căn cứ pháp lý.");
    const auto from =
        wish.from.empty() ? base::vietnam_day(certificate->not_before()) : base::parse_day(wish.from);
    const auto until =
        wish.until.empty() ? base::vietnam_day(certificate->not_after()) : base::parse_day(wish.until);
    if (!from) return base::invalid("from", "Ngày bắt đầu không đúng; hãy ghi như 2025-04-10.");
    if (!until || *until < *from)
        return base::invalid("until", "Ngày kết thúc không đúng; hãy ghi như 2045-04-10.");

    fs::create_directories(folder);
    const Folders before = load_folders({folder});
    for (const crypto::Anchor& one : before.store.anchors())
        if (one.certificate == *certificate)
            return base::conflict("Chứng thư số gốc này đã có trong thư mục.");
    const std::string name = certificate->fingerprint();
    write_whole(folder / (name + ".crt"), certificate->pem());
    write_whole(folder / (name + ".toml"),
                "# " + certificate->subject() +
                    "\n[[anchor]]\nname = " + toml_text(certificate->common_name()) +
                    "\nscope = " + toml_text(wish.scope) + "\nfrom = " + base::format_iso(*from) +
                    "\nuntil = " + base::format_iso(*until) + "\nbasis = " + toml_text(wish.basis) +
                    "\nfile = " + toml_text(name + ".crt") + "\nsha256 = " + toml_text(name) + "\n");
    const Folders after = load_folders({folder});
    for (const crypto::Anchor& one : after.store.anchors())
        if (one.certificate == *certificate) return one;
    base::check_failed("an anchor that was added is there", __FILE__, __LINE__);
}

}  // namespace lt::trust
