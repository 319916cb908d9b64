// See picture_pdf.h.
#include "kit/print/picture_pdf.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <unistd.h>

#include "kit/print/picture_sheet.h"

namespace lt::print {
namespace {

constexpr int kRoot = 1;
constexpr int kTree = 2;

std::string number(double value)
{
    char text[32] = {};
    std::snprintf(text, sizeof text, "%.3f", value);
    return text;
}

std::string reference(int object) { return std::to_string(object) + " 0 R"; }

}  // namespace

void give_up() { ::_exit(1); }

void put(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) give_up();
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

PicturePdf::PicturePdf() { add("%PDF-1.5\n%\xE2\xE3\xCF\xD3\n"); }

void PicturePdf::page(const Picture& picture)
{
    const int image = begin();
    add("<</Type/XObject/Subtype/Image/Width " + std::to_string(picture.width) + "/Height " +
        std::to_string(picture.height) + picture.facts);
    stream(picture.encoded);
    const PictureSheet sheet = sheet_of(picture.width, picture.height);
    const int content = begin();
    add("<<");
    stream("q " + number(picture.width * sheet.scale) + " 0 0 " + number(picture.height * sheet.scale) + " " +
           number(sheet.left) + " " + number(sheet.foot) + " cm /P Do Q");
    const int page = begin();
    add("<</Type/Page/Parent " + reference(kTree) + "/MediaBox[0 0 " + number(sheet.width) + " " +
        number(sheet.height) + "]/Rotate " + std::to_string(picture.turned) + "/Resources<</XObject<</P " +
        reference(image) + ">>>>/Contents " + reference(content) + ">>\nendobj\n");
    kids_ += reference(page) + " ";
    ++pages_;
}

void PicturePdf::finish()
{
    begin(kTree);
    add("<</Type/Pages/Count " + std::to_string(pages_) + "/Kids[" + kids_ + "]>>\nendobj\n");
    begin(kRoot);
    add("<</Type/Catalog/Pages " + reference(kTree) + ">>\nendobj\n");
    const std::size_t table = at_;
    const std::string count = std::to_string(places_.size() + 1);
    std::string text = "xref\n0 " + count + "\n0000000000 65535 f \n";
    for (const std::size_t place : places_) {
        char line[32] = {};
        std::snprintf(line, sizeof line, "%010zu 00000 n \n", place);
        text += line;
    }
    add(text + "trailer\n<</Size " + count + "/Root " + reference(kRoot) + ">>\nstartxref\n" +
        std::to_string(table) + "\n%%EOF\n");
}

void PicturePdf::add(std::string_view text)
{
    put(text);
    at_ += text.size();
}

void PicturePdf::begin(int object)
{
    places_[static_cast<std::size_t>(object) - 1] = at_;
    add(std::to_string(object) + " 0 obj\n");
}

int PicturePdf::begin()
{
    places_.push_back(0);
    begin(static_cast<int>(places_.size()));
    return static_cast<int>(places_.size());
}

void PicturePdf::stream(std::string_view bytes)
{
    add("/Length " + std::to_string(bytes.size()) + ">>\nstream\n");
    add(bytes);
    add("\nendstream\nendobj\n");
}

}  // namespace lt::print
