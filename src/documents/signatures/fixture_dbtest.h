// For tests with signatures: keys of a leader and an agency, files to sign, and pdfsig's judgement.
#pragma once

#include <array>
#include <cstdio>
#include <fstream>

#include "documents/fixture_dbtest.h"
#include "documents/signatures/letters_dbtest.h"
#include "kit/crypto/authority.h"
#include "signing/sign.h"

namespace lt::documents {

class SignaturesTest : public DocumentsTest {
protected:
    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .from = kStart - std::chrono::hours(24 * 365),
                .until = kStart + std::chrono::hours(24 * 365)};
    }
    static signing::Hand hand_of(const crypto::Identity& identity)
    {
        return {.key = {.holder = signing::Holder::pkcs12,
                        .certificate = identity.certificate,
                        .chain = identity.chain},
                .signer = identity.signer()};
    }
    // A letter as offices write it; each with a content of its own.
    NewFile pdf(const std::string& name = "cong-van.pdf") { return {name, blobs.put(PlainPdf::letter())}; }
    // A letter in whose text no place is found.
    NewFile without_places() { return {"cong-van.pdf", blobs.put(PlainPdf::make())}; }
    NewFile letter_with(const char* number, const char* date)
    {
        return {"cong-van.pdf", blobs.put(PlainPdf::letter(number, date))};
    }
    std::string submitted(const std::vector<NewFile>& files)
    {
        const auto created =
            create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), files);
        EXPECT_TRUE(created) << (created ? "" : created.error().message);
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        return created->uid;
    }
    int version(const std::string& uid) { return document(services, office.leader, uid)->version; }
    std::string content(const std::string& uid, std::size_t file = 0)
    {
        return blobs.get(document(services, office.clerk, uid)->files.at(file).sha256, 10 << 20);
    }
    // What a program says of a file: its output with its complaints.
    std::string said(const std::string& program, const std::string& bytes, const std::string& more = "")
    {
        const std::filesystem::path file = folder / "judged.pdf";
        std::ofstream(file, std::ios::binary) << bytes;
        std::string words;
        FILE* pipe = ::popen((program + " " + file.string() + " " + more + " 2>&1").c_str(), "r");
        std::array<char, 4096> part{};
        while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
            words.append(part.data(), got);
        ::pclose(pipe);
        return words;
    }
    // What pdfsig says of a file's signatures.
    std::string judged(const std::string& bytes) { return said("pdfsig -nocert", bytes); }
    static std::size_t count(const std::string& text, const std::string& word)
    {
        std::size_t all = 0;
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++all;
        return all;
    }

    crypto::Identity root_ = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
    crypto::Identity leader_ =
        crypto::issue(root_, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    crypto::Identity agency_ =
        crypto::issue(root_, wish("UBND tỉnh Bắc Ninh", crypto::CertificateUse::documents));
    signing::Hand leader_hand_ = hand_of(leader_);
    signing::Hand seal_ = hand_of(agency_);
};

}  // namespace lt::documents
