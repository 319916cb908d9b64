// For the tests of kit/pdf/verify: people who sign, files as offices make them, and ways to write into them afterwards.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/timestamp.h"
#include "kit/pdf/pdf_testing.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/sign.h"
#include "kit/pdf/syntax.h"
#include "kit/pdf/update.h"
#include "kit/pdf/verify/verify.h"

namespace lt::pdf {

class VerifyTest : public PdfTest {
protected:
    using Hours = std::chrono::hours;
    static constexpr Hours kYear{24 * 365};
    static inline const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + Hours(2);

    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use,
                                        base::Time until = kNow + kYear)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = use == crypto::CertificateUse::timestamps ? crypto::KeyKind::rsa
                                                                  : crypto::KeyKind::elliptic_curve,
                .from = kNow - kYear,
                .until = until};
    }
    static Form form()
    {
        return {
            .texts = {{"so", {1, 100, 700, 140, 718}}, {"ngay", {1, 300, 700, 325, 718}}},
            .signatures = {{"ky_lanhdao", {1, 350, 150, 500, 250}}, {"ky_coquan", {1, 300, 150, 400, 250}}},
            .font = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"};
    }
    std::string token(std::string_view bytes, base::Time at) const
    {
        const std::string query = crypto::timestamp_query(crypto::sha256(bytes));
        const auto out = crypto::token_of_reply(crypto::make_timestamp(clock_, query, at), query);
        EXPECT_TRUE(out);
        return out ? *out : std::string();
    }
    // Signs; with a time of `stamped`, with a timestamp.
    std::string sign(const std::string& bytes, const crypto::Identity& who, Signing signing,
                     std::optional<base::Time> stamped = std::nullopt) const
    {
        signing.at = kNow;
        auto open = begin_signature(*File::open(bytes), signing);
        EXPECT_TRUE(open) << open.error().message;
        if (!open) return {};
        crypto::CmsDraft draft(who.certificate, who.chain, open->digest);
        const std::string value = *who.signer()->sign(draft.to_sign());
        return *complete(std::move(*open),
                         draft.finish(value, stamped ? token(value, *stamped) : std::string()));
    }
    std::string certified(std::optional<base::Time> stamped = std::nullopt) const
    {
        return sign(*prepare(*File::open(plain()), form()), leader_, {.field = "ky_lanhdao", .certify = true},
                    stamped);
    }
    std::string issued(std::optional<base::Time> stamped = std::nullopt) const
    {
        return sign(certified(stamped), agency_,
                    {.field = "ky_coquan", .texts = {{"so", "1234"}, {"ngay", "20"}}}, stamped);
    }
    // One approval signature, nothing locked.
    std::string approved() const
    {
        Form one = form();
        one.signatures.push_back({"khac", {1, 10, 10, 50, 50}});
        return sign(*prepare(*File::open(plain()), one), leader_, {.field = "ky_lanhdao"});
    }

    // Whatever somebody writes behind a file.
    using Write = std::function<void(Update&, QPDF&)>;
    static std::string updated(const std::string& bytes, const Write& write)
    {
        const auto file = File::open(bytes);
        EXPECT_TRUE(file);
        Update update(*file);
        write(update, file->objects());
        return update.finish();
    }
    static QPDFObjectHandle field(QPDF& objects, const std::string& name)
    {
        QPDFObjectHandle fields = objects.getRoot().getKey("/AcroForm").getKey("/Fields");
        for (int i = 0; i < fields.getArrayNItems(); ++i)
            if (fields.getArrayItem(i).getKey("/T").getUTF8Value() == name) return fields.getArrayItem(i);
        return QPDFObjectHandle::newNull();
    }
    static std::string with_store(const std::string& bytes, const crypto::Revocations& known)
    {
        return updated(bytes, [&](Update& update, QPDF& objects) {
            const auto list = [&](const std::vector<std::string>& ders) {
                std::string out = "[";
                for (const std::string& der : ders) out += to_text(update.add(stream("", der))) + " ";
                return out + "]";
            };
            QPDFObjectHandle root = objects.getRoot();
            update.set(ref_of(root), with(root, {{"/DSS", "<</Type/DSS/CRLs" + list(known.crls) + "/OCSPs" +
                                                              list(known.ocsps) + ">>"}}));
        });
    }
    // A signature of any kind in a field of its own, invisible: `keys` of its dictionary, and who makes the bytes of what it covers.
    using Make = std::function<std::string(const std::string& covered)>;
    static std::string with_signature(const std::string& bytes, const std::string& keys, const Make& make,
                                      std::size_t digits = 16384)
    {
        std::string out = updated(bytes, [&](Update& update, QPDF& objects) {
            const Ref value = update.add("<<" + keys + "/ByteRange[0" + std::string(40, ' ') + "]/Contents<" +
                                         std::string(digits, '0') + ">>>");
            QPDFObjectHandle page = objects.getAllPages().at(0);
            const Ref one = update.add("<</Type/Annot/Subtype/Widget/FT/Sig/Rect[0 0 0 0]/F 132/T(dau" +
                                       std::to_string(value.number) + ")/P " + to_text(ref_of(page)) + "/V " +
                                       to_text(value) + ">>");
            const auto longer = [&](QPDFObjectHandle array) {
                std::string list = "[";
                for (int i = 0; i < array.getArrayNItems(); ++i)
                    list += array.getArrayItem(i).unparse() + " ";
                return list + to_text(one) + "]";
            };
            QPDFObjectHandle acro_form = objects.getRoot().getKey("/AcroForm");
            update.set(ref_of(acro_form),
                       with(acro_form, {{"/Fields", longer(acro_form.getKey("/Fields"))}}));
            update.set(ref_of(page.getKey("/Annots")), longer(page.getKey("/Annots")));
        });
        const std::size_t range = out.rfind("/ByteRange[0") + 12;
        const std::size_t begin = out.find("/Contents<", range) + 9;
        const std::size_t end = out.find('>', begin) + 1;
        const std::string numbers =
            " " + std::to_string(begin) + " " + std::to_string(end) + " " + std::to_string(out.size() - end);
        out.replace(range, numbers.size(), numbers);
        const std::string der = make(out.substr(0, begin) + out.substr(end));
        static constexpr std::string_view kDigits = "0123456789abcdef";
        for (std::size_t i = 0; i < der.size(); ++i) {
            out[begin + 1 + 2 * i] = kDigits[static_cast<unsigned char>(der[i]) >> 4U];
            out[begin + 2 + 2 * i] = kDigits[static_cast<unsigned char>(der[i]) & 15U];
        }
        return out;
    }
    std::string with_timestamp(const std::string& bytes, base::Time at) const
    {
        return with_signature(bytes, "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161",
                              [&](const std::string& covered) { return token(covered, at); });
    }

    crypto::Revocations known(base::Time at, const std::vector<crypto::Revoked>& revoked = {}) const
    {
        return {{crypto::make_crl(root_, revoked, at, at + Hours(24))}, {}};
    }
    // In the order of trust: root, moment, what is known besides the file.
    Report judged(const std::string& bytes, base::Time at, const crypto::Revocations& data) const
    {
        const crypto::TrustStore trust({{root_.certificate, "demo", kNow - kYear, kNow + 20 * kYear, "test"}},
                                       crypto::AlgorithmPolicy({{.digest = "SHA1", .until = kNow - kYear}}));
        const auto report = verify(bytes, {.trust = trust, .now = at, .known = data});
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : Report{};
    }
    Report judged(const std::string& bytes) const { return judged(bytes, kNow, known(kNow)); }

    crypto::Identity root_ =
        crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority, kNow + 20 * kYear));
    crypto::Identity leader_ =
        crypto::issue(root_, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    crypto::Identity agency_ =
        crypto::issue(root_, wish("UBND phường Kinh Bắc", crypto::CertificateUse::documents));
    crypto::Identity clock_ =
        crypto::issue(root_, wish("Dấu thời gian", crypto::CertificateUse::timestamps, kNow + 3 * kYear));
};

}  // namespace lt::pdf
