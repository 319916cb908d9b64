// The PDF that a child writes from pictures: straight to its standard output, without Cairo, which has locks that another thread may have held
// at the fork. For tiff_pages.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::print {

// What goes wrong in the child ends it.
[[noreturn]] void give_up();

// To the standard output, whole.
void put(std::string_view bytes);

// One page as it goes into the PDF.
struct Picture {
    int width = 0;
    int height = 0;
    int turned = 0;       // degrees clockwise, for the reader to turn it
    std::string facts{};  // of the image's dictionary, beside its size
    std::string encoded{};
};

// With no more in memory than one page.
class PicturePdf {
public:
    PicturePdf();
    void page(const Picture& picture);
    void finish();
    int pages() const { return pages_; }

private:
    void add(std::string_view text);
    void begin(int object);
    int begin();
    void stream(std::string_view bytes);

    std::size_t at_ = 0;
    std::vector<std::size_t> places_{0, 0};
    std::string kids_{};
    int pages_ = 0;
};

}  // namespace lt::print
