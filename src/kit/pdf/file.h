// A PDF file that was read (ISO 32000-1). Its bytes never change: what is written goes behind them (update.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kit/base/result.h"

class QPDF;

namespace lt::pdf {

class File {
public:
    // Refused (`invalid`, field "file"): no PDF, a damaged one, one with a password. Nothing is repaired: a repaired file is another one.
    static base::Result<File> open(std::string bytes);
    std::string_view bytes() const;
    int pages() const;
    QPDF& objects() const;  // for kit/pdf; not for several threads at a time

private:
    std::shared_ptr<struct FileState> state_;
};

}  // namespace lt::pdf
