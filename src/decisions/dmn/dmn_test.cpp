#include "decisions/dmn/dmn.h"

#include <gtest/gtest.h>

#include "decisions/feel/json.h"

namespace lt::dmn {
namespace {

TEST(Model, IsRead) { EXPECT_FALSE(std::holds_alternative<Model>(read_model("<x/>"))); }

}  // namespace
}  // namespace lt::dmn
