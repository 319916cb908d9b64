#include "kit/pdf/file.h"

#include "kit/pdf/qpdf.h"

namespace lt::pdf {

struct FileState {
    std::string bytes;
    QPDF objects{};  // reads from `bytes`
};

base::Result<File> File::open(std::string bytes)
{
    auto state = std::make_shared<FileState>();
    state->bytes = std::move(bytes);
    const base::Error damaged = base::invalid(
        "file", "Tệp PDF bị hỏng hoặc không phải là PDF. Xuất lại tệp từ chương trình soạn thảo.");
    const base::Error locked = base::invalid("file", "Tệp PDF được đặt mật khẩu. Bỏ mật khẩu rồi gửi lại.");
    try {
        state->objects.setSuppressWarnings(true);
        state->objects.setAttemptRecovery(false);
        state->objects.processMemoryFile("file", state->bytes.data(), state->bytes.size());
        if (state->objects.isEncrypted()) return locked;
        if (state->objects.anyWarnings() || state->objects.getAllPages().empty()) return damaged;
    } catch (const QPDFExc& error) {
        return error.getErrorCode() == qpdf_e_password ? locked : damaged;
    } catch (const std::exception&) {
        return damaged;
    }
    File file;
    file.state_ = std::move(state);
    return file;
}

std::string_view File::bytes() const { return state_->bytes; }
int File::pages() const { return static_cast<int>(state_->objects.getAllPages().size()); }
QPDF& File::objects() const { return state_->objects; }

}  // namespace lt::pdf
