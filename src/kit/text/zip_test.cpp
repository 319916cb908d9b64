#include "kit/text/zip.h"

#include "kit/text/zip_testing.h"

namespace lt::text {
namespace {

using testing::Entry;
using testing::Lengths;
using testing::make_zip;
using testing::Method;

struct Collect final : ZipVisitor {
    ZipAct entry(std::string_view name) override
    {
        names.emplace_back(name);
        contents.emplace_back();
        return ZipAct::read;
    }
    ZipAct data(std::span<const std::byte> piece) override
    {
        contents.back().append(reinterpret_cast<const char*>(piece.data()), piece.size());
        return ZipAct::read;
    }
    std::vector<std::string> names{}, contents{};
};

ZipState walk(std::string_view archive, ZipVisitor& visitor, std::size_t piece = 1 << 16,
              ZipLimits limits = {})
{
    ZipWalker walker(visitor, limits);
    while (!archive.empty()) {
        const std::string_view now = archive.substr(0, piece);
        archive.remove_prefix(now.size());
        walker.push(std::as_bytes(std::span(now.data(), now.size())));
    }
    return walker.finish();
}

const std::string kText = [] {
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += "Dòng " + std::to_string(i) + "\n";
    return text;
}();

TEST(Zip, EveryFormOfEntryIsReadWhateverThePieces)
{
    const std::string archive = make_zip({{"a.txt", kText},
                                          {"b.txt", "bê", Method::stored},
                                          {"c/", "", Method::stored},
                                          {"d.txt", kText, Method::deflated, Lengths::in_descriptor},
                                          {"e.txt", "", Method::deflated, Lengths::in_descriptor}});
    for (const std::size_t piece : {1, 2, 3, 7, 29, 4'096, 1 << 20}) {
        Collect seen;
        EXPECT_EQ(walk(archive, seen, piece), ZipState::complete) << piece;
        EXPECT_EQ(seen.names, (std::vector<std::string>{"a.txt", "b.txt", "c/", "d.txt", "e.txt"}));
        EXPECT_EQ(seen.contents, (std::vector<std::string>{kText, "bê", "", kText, ""}));
    }
}

TEST(Zip, DescriptorsWithoutSignatureAndWith64BitsAreFound)
{
    const std::string plain = make_zip({{"a", "xin chào", Method::deflated, Lengths::in_descriptor}});
    const std::size_t at = plain.find("PK\7\10");
    for (const auto& [cut, wide] : {std::pair(true, false), {false, true}, {true, true}}) {
        std::string changed = plain.substr(0, at) + (cut ? "" : "PK\7\10") + plain.substr(at + 4, 4);
        changed += plain.substr(at + 8, 4) + (wide ? std::string(4, '\0') : "");
        changed += plain.substr(at + 12, 4) + (wide ? std::string(4, '\0') : "") + plain.substr(at + 16);
        Collect seen;
        EXPECT_EQ(walk(changed, seen), ZipState::complete);
        EXPECT_EQ(seen.contents, std::vector<std::string>{"xin chào"});
    }
}

TEST(Zip, DamageIsNoticed)
{
    const std::string good = make_zip({{"a.txt", kText}, {"b.txt", "b"}});
    for (std::size_t size = 0; size < good.size(); size += 11) {
        Collect seen;
        EXPECT_EQ(walk(std::string_view(good).substr(0, size), seen), ZipState::damaged) << size;
    }
    Collect seen;
    EXPECT_EQ(walk(make_zip({{"a.txt", kText, Method::deflated, Lengths::first, 1}}), seen),
              ZipState::damaged);
    EXPECT_EQ(walk("PK\3\4 and then something else that is no archive at all, only text", seen),
              ZipState::damaged);
    std::string hidden = good;  // the directory says one entry, the archive has two
    hidden[hidden.size() - 12] = 1;
    EXPECT_EQ(walk(hidden, seen), ZipState::damaged);
}

TEST(Zip, WhatCantBeWalkedIsUnsupportedNotDamaged)
{
    Collect seen;
    std::string encrypted = make_zip({{"a.txt", "x"}});
    encrypted[6] = 1;
    EXPECT_EQ(walk(encrypted, seen), ZipState::unsupported);
    EXPECT_EQ(walk(make_zip({{"a.txt", "x", Method::stored, Lengths::in_descriptor}}), seen),
              ZipState::unsupported);
}

TEST(Zip, ABombStopsAtItsLimits)
{
    const std::string zeros(40 << 20, '\0');
    Collect seen;
    EXPECT_EQ(walk(make_zip({{"a", zeros}}), seen), ZipState::bomb);
    EXPECT_LE(seen.contents.back().size(), 17u << 20);
    EXPECT_EQ(walk(make_zip({{"a", kText}}), seen, 1 << 16, {.entry = 1'000}), ZipState::bomb);
    EXPECT_EQ(walk(make_zip({{"a", zeros}}), seen, 1 << 16, {.ratio = 2'000}), ZipState::complete);
}

}  // namespace
}  // namespace lt::text
