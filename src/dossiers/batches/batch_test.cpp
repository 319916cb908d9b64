#include "dossiers/batches/batch.h"

#include <gtest/gtest.h>

namespace lt::dossiers::batches {
namespace {

using Codes = std::vector<std::string>;

TEST(Batch, ReadsWhatAReaderTypes)
{
    EXPECT_EQ(codes_in(" H05.26.1-261120-0001\r\n"), Codes{"H05.26.1-261120-0001"});
    EXPECT_EQ(codes_in("https://lienthong.example.vn/tra-cuu/H05.26.1-261120-0002?x=1"),
              Codes{"H05.26.1-261120-0002"});
    EXPECT_EQ(codes_in("h05.26.1-261120-0001 H05.26.1-261120-0001,H05.26.1-261120-0003"),
              (Codes{"H05.26.1-261120-0001", "H05.26.1-261120-0003"}));
    EXPECT_EQ(codes_in("https://lienthong.example.vn/tra-cuu/"), Codes{});
    EXPECT_EQ(codes_in(" \t; "), Codes{});
}

TEST(Batch, GoesOneWayInEachState)
{
    EXPECT_TRUE(fits(Kind::dossiers, State::supplement));
    EXPECT_FALSE(fits(Kind::results, State::processing));
    EXPECT_TRUE(fits(Kind::results, State::resolved));
    for (const State state : {State::registered, State::rejected, State::returned}) {
        EXPECT_FALSE(fits(Kind::dossiers, state));
        EXPECT_FALSE(fits(Kind::results, state));
    }
    EXPECT_EQ(given_by(directory::Role::desk_staff), received_by(directory::Role::registry_clerk));
    EXPECT_EQ(notation(Kind::results, 7), "7/BGKQ");
}

TEST(Batch, PapersAreReadBackFromTheWordsOfALine)
{
    EXPECT_EQ(to_words({2, 0, 1}), "2 bản chính, 1 bản sao");
    for (const PaperCounts& papers :
         {PaperCounts{}, PaperCounts{1, 0, 0}, PaperCounts{0, 12, 3}, PaperCounts{1, 2, 3}})
        EXPECT_EQ(papers_from(to_words(papers)), papers) << to_words(papers);
    for (const char* other : {"01/QĐ-UBND", "2 bản chính, 3 bản chính", "bản sao", "0 bản sao",
                              "2 bản sao, 1 bản chính", "2 bản chính, ", "-1 bản sao", "2  bản sao"})
        EXPECT_FALSE(papers_from(other)) << other;
}

TEST(Batch, WhatIsNotTakenGoesBackWithAReason)
{
    EXPECT_TRUE(check({{true, ""}, {true, "Thiếu một bản sao, nhận trước"}, {false, "Thiếu tờ khai"}}));
    const auto bare = check({{true, ""}, {false, " "}});
    ASSERT_FALSE(bare);
    EXPECT_EQ(bare.error().field, "remark_2");
    EXPECT_FALSE(check({{true, std::string(301, 'x')}}));
}

}  // namespace
}  // namespace lt::dossiers::batches
