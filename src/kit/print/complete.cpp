#include "kit/print/complete.h"

#include <array>
#include <cstdio>

#define POINTERHOLDER_TRANSITION 4  // the older pointers switched off, as QPDF asks for
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "kit/print/clean.h"

namespace lt::print {
namespace {

// "D:20261120024207Z" (ISO 32000-1, 7.9.4).
std::string pdf_time(base::Time at)
{
    const std::string iso = base::format_iso(at);
    return "D:" + iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2) + iso.substr(11, 2) +
           iso.substr(14, 2) + iso.substr(17, 2) + "Z";
}

std::string number_of(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

void cut_foot(QPDF& file, double cut)
{
    QPDFPageObjectHelper page = QPDFPageDocumentHelper(file).getAllPages().back();
    QPDFObjectHandle box = page.getAttribute("/MediaBox", true);
    box.setArrayItem(3, QPDFObjectHandle::newReal(box.getArrayItem(3).getNumericValue() - cut));
    page.addPageContents(file.newStream("1 0 0 1 0 -" + number_of(cut) + " cm\n"), true);
}

}  // namespace

std::string complete(const std::string& pdf, const About& about, double cut)
{
    QPDF file;
    file.setSuppressWarnings(true);
    file.processMemoryFile("printed", pdf.data(), pdf.size());
    const auto text = [](const std::string& value) {
        return QPDFObjectHandle::newUnicodeString(clean(value));
    };
    QPDFObjectHandle root = file.getRoot();
    root.replaceKey("/Lang", QPDFObjectHandle::newString("vi-VN"));
    root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<</DisplayDocTitle true>>"));
    QPDFObjectHandle info = QPDFObjectHandle::newDictionary();
    if (!about.title.empty()) info.replaceKey("/Title", text(about.title));
    if (!about.author.empty()) info.replaceKey("/Author", text(about.author));
    if (!about.subject.empty()) info.replaceKey("/Subject", text(about.subject));
    if (about.made) {
        const QPDFObjectHandle made = QPDFObjectHandle::newString(pdf_time(*about.made));
        info.replaceKey("/CreationDate", made);
        info.replaceKey("/ModDate", made);
    }
    file.getTrailer().replaceKey("/Info", file.makeIndirectObject(info));
    if (cut > 0) cut_foot(file, cut);

    QPDFWriter writer(file);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.write();
    const std::shared_ptr<Buffer> bytes = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

}  // namespace lt::print
