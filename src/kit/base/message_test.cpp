#include "kit/base/result.h"

namespace lt::base {
namespace {

TEST(Message, ValuesStandInTheirPlaces)
{
    const Message message("Tệp “{{name}}” lớn hơn {{size}}.", {{"name", "{{size}}"}, {"size", "5 MB"}});
    EXPECT_EQ(message, "Tệp “{{size}}” lớn hơn 5 MB.") << "a value is no place";
    EXPECT_EQ(Message("{{open", {{"open", "x"}}), "{{open");
    EXPECT_EQ(Message("{{unknown}}.", {{"name", "x"}}), ".");
    EXPECT_EQ(Message("{{name}}"), "{{name}}") << "typed by somebody, without values";
    EXPECT_TRUE(Message().empty());
}

TEST(Error, SeveralWrongFieldsKeepTheirOrder)
{
    EXPECT_FALSE(invalid(Wrong{}));
    const auto error = invalid(Wrong{{"subject", "Nhập trích yếu."}, {"kind", "Chọn loại."}});
    ASSERT_TRUE(error);
    EXPECT_EQ(error->field, "subject");
    EXPECT_EQ(error->message, "Nhập trích yếu.");
    ASSERT_EQ(error->more.size(), 1U);
    EXPECT_EQ(error->more[0].first, "kind");
}

}  // namespace
}  // namespace lt::base
