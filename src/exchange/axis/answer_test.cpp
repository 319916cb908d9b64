// Answers as this platform writes them, and as others do.
#include "exchange/axis/answer.h"

#include <gtest/gtest.h>

namespace lt::axis {
namespace {

TEST(Answers, have_the_form_of_the_axis)
{
    EXPECT_EQ(ok_answer(), R"({"status":"OK","ErrorCode":"0","ErrorDesc":""})");
    EXPECT_EQ(sent_answer("a-1"), R"({"status":"OK","ErrorCode":"0","ErrorDesc":"","DocId":"a-1"})");
    EXPECT_EQ(fail_answer(Code::unknown_receiver, "Không có “X”."),
              R"({"status":"FAIL","ErrorCode":"18","ErrorDesc":"Không có “X”."})");
    EXPECT_EQ(count_answer(7), R"({"status":"OK","ErrorCode":"0","ErrorDesc":"","data":7,"count":7})");
    EXPECT_EQ(ok_answer(std::vector<AgencyQd20>{}),
              R"({"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[]})");
    EXPECT_EQ(ok_answer(std::vector<AgencyQd20>{{"1", "H53.13", "Sở", "a@b", "000.00.13.H53"}, {}}),
              R"({"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[)"
              R"({"id":"1","code":"H53.13","name":"Sở","mail":"a@b","code102":"000.00.13.H53"},)"
              R"({"id":"","code":"","name":"","mail":"","code102":""}]})");
}

TEST(Answers, name_every_code_of_the_guide)
{
    for (const int number : {0, 10, 15, 18, 19, 20, 21, 22, 23}) {
        const auto code = code_of(number);
        ASSERT_TRUE(code) << number;
        EXPECT_EQ(number_of(*code), std::to_string(number));
        EXPECT_FALSE(name(*code).empty());
        EXPECT_FALSE(message_of(*code).empty());
        if (*code == Code::ok) continue;
        const auto answer = read_answer(fail_answer(*code));
        ASSERT_TRUE(answer);
        EXPECT_FALSE(answer->ok);
        EXPECT_EQ(answer->code, number);
        EXPECT_EQ(message_of(*code), answer->description);
    }
    EXPECT_FALSE(code_of(1));
    EXPECT_FALSE(code_of(-1));
    EXPECT_FALSE(code_of(256));
}

TEST(Answers, are_read_back)
{
    EXPECT_TRUE(read_answer(ok_answer())->ok);
    EXPECT_EQ(read_answer(sent_answer("a-1"))->doc_id, "a-1");
    EXPECT_EQ(read_answer(count_answer(7))->count, 7);
    const std::string base64 = std::string(data_head()) + "PD94" + std::string(data_tail());
    EXPECT_EQ(read_answer(base64)->data, "PD94");

    const ReceivedItem item{"d", "eDoc", "status", "t1", "t2", "A", "B", "initial", "mới"};
    const auto received = read_list<ReceivedItem>(ok_answer(std::vector{item, item}));
    ASSERT_TRUE(received && received->answer.ok);
    ASSERT_EQ(received->rows.size(), 2U);
    EXPECT_EQ(ok_answer(received->rows), ok_answer(std::vector{item, item}));

    const SentItem sent{"eDoc", "edoc", "1", "2",    "A", "B", "Về \"việc\"",
                        "1/CV", "t",    "u", "done", "x", "y", "z"};
    EXPECT_EQ(ok_answer(read_list<SentItem>(ok_answer(std::vector{sent}))->rows),
              ok_answer(std::vector{sent}));
    const SynchronizedUnit unit{"1", "0", "H53.13", "Sở", "m", "3", "00.53.W00", true, "t", false};
    EXPECT_EQ(ok_answer(read_list<SynchronizedUnit>(ok_answer(std::vector{unit}))->rows),
              ok_answer(std::vector{unit}));
    const Agency agency{"1", "0", "H53.13", "Sở", "m", "000.00.13.H53"};
    EXPECT_EQ(ok_answer(read_list<Agency>(ok_answer(std::vector{agency}))->rows),
              ok_answer(std::vector{agency}));
    const NewAgency fresh{"1", "H53", "H53.13", "Sở", "m", "09", "08"};
    EXPECT_EQ(to_json(*read_new_agency(to_json(fresh))), to_json(fresh));
}

TEST(Answers, of_others_are_understood)
{
    EXPECT_EQ(read_answer(R"({"STATUS":"fail","errorcode":18,"errordesc":null})")->code, 18);
    EXPECT_TRUE(read_answer(R"({"status":"ok","ErrorCode":0})")->ok);
    EXPECT_TRUE(read_answer(R"({"ErrorCode":"0"})")->ok);
    EXPECT_EQ(read_answer(R"({"Status":"OK","docid":"x"})")->doc_id, "x");
    EXPECT_EQ(read_answer("12")->count, 12);
    EXPECT_TRUE(read_answer("12")->ok);
    EXPECT_EQ(read_answer(R"({"status":"OK","data":"15"})")->count, 15);
    EXPECT_EQ(read_answer(R"({"status":"OK","count":3,"data":[]})")->count, 3);
    const auto list = read_list<ReceivedItem>(
        R"({"data":[{"DOCID":42,"from":null,"to":["x",{"docId":"deep"}],"more":{"docId":"deep"},"status":true}, 5, "x", [],
            [{"docId":"deep"}], {"docId":"z"}], "other":[{"docId":"no"}], "status":"OK","ErrorCode":"0"})");
    ASSERT_TRUE(list && list->answer.ok);
    ASSERT_EQ(list->rows.size(), 2U);
    EXPECT_EQ(list->rows[0].doc_id, "42");
    EXPECT_EQ(list->rows[0].to, "");
    EXPECT_EQ(list->rows[0].status, "true");
    EXPECT_EQ(list->rows[1].doc_id, "z");
    EXPECT_TRUE(read_list<Agency>(R"({"status":"OK","ErrorCode":"0","data":null})")->rows.empty());
    // An array in place of a row has no fields: not before the first row, and not those of the row before it.
    EXPECT_TRUE(read_list<ReceivedItem>(R"({"status":"OK","data":[["docId","x"],"y"]})")->rows.empty());
    const auto mixed =
        read_list<ReceivedItem>(R"({"status":"OK","data":[{"docId":"d"},["y"],{"docId":"e"}]})");
    ASSERT_EQ(mixed->rows.size(), 2U);
    EXPECT_EQ(mixed->rows[0].doc_id, "d");
}

TEST(Answers, that_contradict_themselves_are_no_success)
{
    EXPECT_FALSE(read_answer(R"({"status":"OK","ErrorCode":"20"})")->ok);
    EXPECT_FALSE(read_answer(R"({"status":"FAIL","ErrorCode":"0"})")->ok);
    EXPECT_FALSE(read_answer(R"({"status":"OK","ErrorCode":"x"})")->ok);
    EXPECT_FALSE(read_answer(R"({"status":"OK","ErrorCode":"99999999999999999999"})")->ok);
    EXPECT_FALSE(read_answer("{}")->ok);
    EXPECT_EQ(read_answer("{}")->code, -1);
    EXPECT_EQ(read_answer(R"({"data":5})")->code, -1);
}

TEST(Answers, that_are_no_json_are_none)
{
    for (const std::string& wrong :
         {std::string(), std::string("<html>502</html>"), std::string("null"), std::string("\"OK\""),
          std::string("[1]"), std::string("[]"), std::string(R"({"status":"OK")"), std::string("{}x"),
          std::string("{\"status\":\"\xff\"}"), std::string(100000, '['), std::string(100000, '{')}) {
        EXPECT_FALSE(read_answer(wrong)) << wrong.substr(0, 100);
        EXPECT_FALSE(read_list<Agency>(wrong));
        EXPECT_FALSE(read_new_agency(wrong));
    }
    std::string deep = R"({"data":)";
    for (int i = 0; i < 100000; ++i) deep += R"({"a":)";
    EXPECT_FALSE(read_list<Agency>(deep));
    EXPECT_FALSE(read_new_agency(R"({"name":"no code"})"));
}

}  // namespace
}  // namespace lt::axis
