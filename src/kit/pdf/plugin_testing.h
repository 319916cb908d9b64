// For tests: somebody else's program that signs a file, with a visible field of its own, and what a bad one may do beside.
#pragma once

#include <string>

#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/pdf/form.h"
#include "kit/pdf/hole.h"
#include "kit/pdf/pdf_testing.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/sign.h"
#include "kit/pdf/syntax.h"
#include "kit/pdf/update.h"

namespace lt::pdf {

struct ProgramWish {
    std::string field = "Signature1";
    std::string page_text{};  // in place of what the page shows
};
inline std::string sign_with_program(const std::string& bytes, const crypto::Identity& who,
                                     const ProgramWish& wish = {})
{
    const auto file = File::open(bytes);
    EXPECT_TRUE(file);
    if (!file) return {};
    Update update(*file);
    QPDFObjectHandle page = file->objects().getAllPages().front();
    if (!wish.page_text.empty())
        update.set(ref_of(page.getKey("/Contents")),
                   stream("", "BT /F1 12 Tf 72 720 Td (" + wish.page_text + ") Tj ET"));
    Hole hole(update, Unsigned::Holds::signature, 16384, "");
    const Ref field = update.add("<</Type/Annot/Subtype/Widget/FT/Sig/F 132/T" + text_string(wish.field) +
                                 "/Rect[300 100 420 160]/P " + to_text(ref_of(page)) + "/V " +
                                 to_text(hole.signature()) + ">>");
    std::vector<Widget> widgets{{field, 1}};
    const bool fresh = fields_of(*file).empty();
    add_to_form(*file, update, widgets, fresh ? FormState::fresh : FormState::signed_already);
    Unsigned open = hole.finish();
    crypto::CmsDraft draft(who.certificate, who.chain, open.digest);
    const auto done = complete(std::move(open), draft.finish(*who.signer()->sign(draft.to_sign()), ""));
    EXPECT_TRUE(done);
    return done ? *done : std::string();
}

}  // namespace lt::pdf
