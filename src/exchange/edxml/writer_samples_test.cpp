// Real messages, read and written again: the same values, the same files, and the same elements as the reference
// implementation wrote. The samples are third parties' data beside the repository.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "exchange/edxml/writer_testing.h"

namespace lt::edxml {
namespace {

using testing::names_of;
using testing::read_again;
using testing::written;

std::filesystem::path written_samples()
{
    const char* shared = std::getenv("LT_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/edxml";
}

std::string text_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Collect final : public AttachmentSink {
public:
    explicit Collect(std::vector<std::string>& all) : all_(all) {}
    void write(std::span<const std::byte> piece) override
    {
        bytes_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    void finish(const Attachment&) override { all_.push_back(bytes_); }

private:
    std::vector<std::string>& all_;
    std::string bytes_{};
};

TEST(WrittenSamples, EveryOneThatIsReadIsReadAgainWithTheSameValuesAndElements)
{
    if (!std::filesystem::exists(written_samples()))
        GTEST_SKIP() << "no samples at " << written_samples() << " (set LT_SHARED)";
    int documents = 0, statuses = 0;
    for (const auto& entry : std::filesystem::directory_iterator(written_samples())) {
        SCOPED_TRACE(entry.path().filename());
        const std::string xml = text_of(entry.path());
        std::vector<std::string> files;
        const Result result =
            read_bytes(xml, [&](const AttachmentInfo&) { return std::make_unique<Collect>(files); });
        const auto* first = std::get_if<Message>(&result);
        if (first == nullptr) continue;  // samples_test.cpp knows which, and why
        ++(first->kind == Kind::edoc ? documents : statuses);

        std::vector<std::pair<std::string, std::string>> named;
        for (const std::string& file : files) named.emplace_back("", file);
        Message ignored;
        const ContentOpener contents = testing::attach(ignored, named);
        const std::string ours = written(*first, contents, {.rules = Rules::passed_on});
        testing::expect_same(read_again(ours), *first);
        EXPECT_EQ(names_of(ours), names_of(xml));
    }
    EXPECT_GE(documents, 6);
    EXPECT_GE(statuses, 9);
}

TEST(WrittenSamples, ThoseOfTheReferenceImplementationKeepOurRulesToo)
{
    if (!std::filesystem::exists(written_samples()))
        GTEST_SKIP() << "no samples at " << written_samples() << " (set LT_SHARED)";
    for (const char* name :
         {"resources__edoc_update.edxml", "resources__status_rejection_02.edxml",
          "resources__status_cancellation_13.edxml", "resources__status_change-acceptance_15.edxml"}) {
        const Result result = read_file(written_samples() / name);
        Message message = std::get<Message>(result);
        message.attachments.clear();
        EXPECT_EQ(testing::refusal(message), "") << name;
    }
}

}  // namespace
}  // namespace lt::edxml
