// Tokens made with SoftHSM: keys are made there and never leave it. LT_TOKEN_SHIM is the same token with the moods of real ones.
#include "kit/crypto/pkcs11.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>

#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/pkcs11_session.h"

namespace lt::crypto {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* kSoftHsm = "/usr/lib/softhsm/libsofthsm2.so";
constexpr const char* kPin = "271828";
const base::Time kSigningDay = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;

std::string content_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The tokens of this program: SoftHSM reads its settings once, so there is one folder for all tests. "Lãnh đạo" has an RSA key 01 and
// an EC key 02 with certificates, "Văn thư" the same; the key 03 of "Lãnh đạo" has an expired certificate.
struct Tokens {
    fs::path folder{};
    Identity root = make_root({.common_name = "Gốc thử",
                               .use = CertificateUse::authority,
                               .kind = KeyKind::elliptic_curve,
                               .from = kSigningDay - 9000h,
                               .until = kSigningDay + 9000h});

    Tokens()
    {
        std::string name = (fs::temp_directory_path() / "lt-tokens-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder = name;
        fs::create_directory(folder / "tokens");
        std::ofstream(folder / "softhsm2.conf") << "directories.tokendir = " << (folder / "tokens").string()
                                                << "\nobjectstore.backend = file\nlog.level = ERROR\n";
        ::setenv("SOFTHSM2_CONF", (folder / "softhsm2.conf").c_str(), 1);
        for (const std::string label : {"Lanh dao", "Van thu"}) {
            run("softhsm2-util --init-token --free --label '" + label + "' --so-pin 9999 --pin " + kPin);
            make_key(label, "01", "rsa:2048", kSigningDay + 8000h);
            make_key(label, "02", "EC:prime256v1", kSigningDay + 8000h);
        }
        make_key("Lanh dao", "03", "EC:prime256v1", kSigningDay - 1h);
        run("pkcs11-tool --module " + std::string(kSoftHsm) + " --token-label 'Lanh dao' --login --pin " +
            kPin + " --write-object " + written("root.der", root.certificate.der()) +
            " --type cert --id 7f --label root");
    }
    ~Tokens() { fs::remove_all(folder); }

    void make_key(const std::string& label, const std::string& id, const std::string& type, base::Time until)
    {
        const std::string tool = "pkcs11-tool --module " + std::string(kSoftHsm) + " --token-label '" +
                                 label + "' --login --pin " + kPin + " ";
        run(tool + "--keypairgen --key-type " + type + " --id " + id + " --label key-" + id);
        run(tool + "--read-object --type pubkey --id " + id + " --output-file " +
            (folder / "public.der").string());
        const auto certificate = issue_for_key(root,
                                               {.common_name = label + " " + id,
                                                .organisation = "Thử",
                                                .from = kSigningDay - 8000h,
                                                .until = until},
                                               content_of(folder / "public.der"));
        if (!certificate) throw std::runtime_error("no public key");
        run(tool + "--write-object " + written("one.der", certificate->der()) + " --type cert --id " + id +
            " --label certificate-" + id);
    }
    std::string written(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder / name, std::ios::binary) << bytes;
        return (folder / name).string();
    }
    static void run(const std::string& command)
    {
        if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
            throw std::runtime_error("failed: " + command);
    }
};

class TokensTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() { tokens_ = std::make_unique<Tokens>(); }
    static void TearDownTestSuite() { tokens_.reset(); }
    void TearDown() override
    {
        for (const char* name :
             {"LT_TOKEN_LOGIN", "LT_TOKEN_SIGN", "LT_TOKEN_FLAGS", "LT_TOKEN_NO_RSA_PKCS", "LT_TOKEN_PAD"})
            ::unsetenv(name);
    }
    static std::shared_ptr<Pkcs11Module> module(const fs::path& file = kSoftHsm)
    {
        auto loaded = Pkcs11Module::load(file);
        if (!loaded) throw std::runtime_error(loaded.error().message.str());
        return *loaded;
    }
    static base::Result<std::unique_ptr<Signer>> open(Pkcs11Module& module, const std::string& token,
                                                      const std::string& id, std::string pin = kPin)
    {
        return module.open(token, id, base::Secret(std::move(pin)), kSigningDay);
    }
    static void set(const char* name, unsigned long code) { ::setenv(name, std::to_string(code).c_str(), 1); }
    // What openssl's command line says of a signature over this content.
    static bool openssl_verifies(const std::string& cms, const std::string& content)
    {
        const std::string command =
            "cd " + tokens_->folder.string() + " && openssl cms -verify -binary -inform DER -in " +
            tokens_->written("cms.der", cms) + " -content " + tokens_->written("content", content) +
            " -CAfile " + tokens_->written("root.pem", tokens_->root.certificate.pem()) +
            " -purpose any -attime 1795140000 -out /dev/null 2>/dev/null";
        return std::system(command.c_str()) == 0;
    }

    static std::unique_ptr<Tokens> tokens_;
};
std::unique_ptr<Tokens> TokensTest::tokens_;

TEST_F(TokensTest, are_listed_with_their_certificates_without_a_pin)
{
    const auto driver = module();
    EXPECT_EQ(driver, module()) << "a driver is loaded once";
    const auto all = driver->tokens();
    ASSERT_TRUE(all) << all.error().message;
    ASSERT_EQ(all->size(), 2U);
    for (const Token& one : *all) {
        EXPECT_EQ(one.pin, PinState::ready);
        EXPECT_FALSE(one.pin_pad);
        EXPECT_FALSE(one.serial.empty());
        const auto by_serial = driver->keys(one.serial);
        ASSERT_TRUE(by_serial);
        EXPECT_GE(by_serial->size(), one.label == "Lanh dao" ? 3U : 2U);
    }
    const auto keys = driver->keys("Lanh dao");
    ASSERT_TRUE(keys) << keys.error().message;
    for (const TokenKey& key : *keys) {
        EXPECT_EQ(key.certificate.common_name(), "Lanh dao " + key.id);
        ASSERT_EQ(key.chain.size(), 1U);
        EXPECT_EQ(key.chain.front(), tokens_->root.certificate);
    }
    EXPECT_EQ(driver->keys("không có").error().fault, base::Fault::unavailable);
}

TEST_F(TokensTest, sign_what_openssl_verifies_many_times_for_one_login)
{
    const auto driver = module();
    for (const std::string id : {"01", "02"}) {
        const auto signer = open(*driver, "Lanh dao", id);
        ASSERT_TRUE(signer) << signer.error().message;
        for (int i = 0; i < 5; ++i) {
            const std::string content = "văn bản số " + std::to_string(i);
            CmsDraft draft((*signer)->certificate(), (*signer)->chain(), sha256(content));
            const auto signature = (*signer)->sign(draft.to_sign());
            ASSERT_TRUE(signature) << signature.error().message;
            const std::string cms = draft.finish(*signature);
            EXPECT_TRUE(openssl_verifies(cms, content)) << id;
            EXPECT_FALSE(openssl_verifies(cms, content + " khác"));
        }
    }
}

TEST_F(TokensTest, without_the_plain_rsa_mechanism_sign_too)
{
    set("LT_TOKEN_NO_RSA_PKCS", 1);
    const auto driver = module(LT_TOKEN_SHIM);
    const auto signer = open(*driver, "Lanh dao", "01");
    ASSERT_TRUE(signer) << signer.error().message;
    const auto signature = (*signer)->sign("x");
    ASSERT_TRUE(signature);
    EXPECT_TRUE(signature_fits((*signer)->certificate(), sha256("x"), *signature));
}

TEST_F(TokensTest, are_used_by_many_threads_at_a_time)
{
    const auto driver = module();
    const auto leader = open(*driver, "Lanh dao", "02");
    const auto clerk = open(*driver, "Van thu", "01");
    ASSERT_TRUE(leader && clerk);
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            Signer& signer = i % 2 == 0 ? **leader : **clerk;
            for (int n = 0; n < 25; ++n) {
                const std::string text = std::to_string(i) + "/" + std::to_string(n);
                const auto signature = signer.sign(text);
                if (signature && signature_fits(signer.certificate(), sha256(text), *signature)) ++right;
                if (n % 5 == 0 && !driver->keys("Van thu")) --right;
            }
        });
    for (std::thread& one : threads) one.join();
    EXPECT_EQ(right, 100);
}

TEST_F(TokensTest, refuse_wrong_pins_also_while_somebody_is_logged_in)
{
    const auto driver = module();
    const auto wrong = open(*driver, "Lanh dao", "01", "314159");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fault, base::Fault::invalid);
    EXPECT_EQ(wrong.error().field, "pin");
    EXPECT_EQ(open(*driver, "Lanh dao", "01", "").error().field, "pin");
    EXPECT_EQ(open(*driver, "Lanh dao", "01", "1").error().field, "pin") << "too short";

    const auto signer = open(*driver, "Lanh dao", "01");
    ASSERT_TRUE(signer);
    // The login counts for the whole process: nobody may ride on it.
    for (const std::string pin : {"314159", kPin, ""}) {
        const auto second = open(*driver, "Lanh dao", "02", pin);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().fault, base::Fault::conflict);
    }
    EXPECT_TRUE((*signer)->sign("x")) << "the first one goes on";
}

TEST_F(TokensTest, a_login_that_somebody_left_behind_does_not_replace_the_pin)
{
    const auto driver = module();
    // Another part of the process is logged in, past this class.
    void* library = dlopen(kSoftHsm, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr);
    auto* get = reinterpret_cast<CK_RV (*)(CK_FUNCTION_LIST**)>(dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* functions = nullptr;
    ASSERT_EQ(get(&functions), CKR_OK);
    CK_ULONG count = 8;
    CK_SLOT_ID slots[8];
    ASSERT_EQ(functions->C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    for (CK_ULONG i = 0; i < count; ++i) {
        CK_SESSION_HANDLE session = 0;
        if (functions->C_OpenSession(slots[i], CKF_SERIAL_SESSION, nullptr, nullptr, &session) != CKR_OK)
            continue;
        std::string pin = kPin;
        functions->C_Login(session, CKU_USER, reinterpret_cast<unsigned char*>(pin.data()), pin.size());
    }
    EXPECT_EQ(open(*driver, "Lanh dao", "01", "314159").error().field, "pin");
    EXPECT_TRUE(open(*driver, "Lanh dao", "01"));
    for (CK_ULONG i = 0; i < count; ++i) functions->C_CloseAllSessions(slots[i]);
    dlclose(library);
}

TEST_F(TokensTest, say_what_is_left_of_the_tries)
{
    const auto driver = module(LT_TOKEN_SHIM);
    const auto told = [&](unsigned long flags) {
        set("LT_TOKEN_FLAGS", flags);
        const auto result = open(*driver, "Lanh dao", "01", "314159");
        return result ? std::string() : result.error().message.str();
    };
    EXPECT_NE(told(0).find("Sai mã PIN"), std::string::npos);
    EXPECT_NE(told(CKF_USER_PIN_COUNT_LOW).find("không nhiều"), std::string::npos);
    EXPECT_NE(told(CKF_USER_PIN_FINAL_TRY).find("MỘT lần thử"), std::string::npos);
    EXPECT_NE(told(CKF_USER_PIN_LOCKED).find("đã bị khoá"), std::string::npos);
    EXPECT_EQ(driver->tokens()->front().pin, PinState::locked);
    // A locked token is not even asked: the right PIN does not help.
    const auto locked = open(*driver, "Lanh dao", "01");
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().fault, base::Fault::conflict);
    EXPECT_EQ(locked.error().field, "pin");
    ::unsetenv("LT_TOKEN_FLAGS");
    set("LT_TOKEN_LOGIN", CKR_PIN_LOCKED);
    EXPECT_EQ(open(*driver, "Lanh dao", "01").error().fault, base::Fault::conflict);
    set("LT_TOKEN_LOGIN", CKR_PIN_EXPIRED);
    EXPECT_EQ(open(*driver, "Lanh dao", "01").error().field, "pin");
    set("LT_TOKEN_LOGIN", CKR_FUNCTION_CANCELED);
    EXPECT_EQ(open(*driver, "Lanh dao", "01").error().fault, base::Fault::conflict);
    ::unsetenv("LT_TOKEN_LOGIN");
    EXPECT_TRUE(open(*driver, "Lanh dao", "01")) << "nothing of all this keeps the token";
}

TEST_F(TokensTest, that_are_pulled_out_in_the_middle_say_so_and_open_again)
{
    const auto driver = module(LT_TOKEN_SHIM);
    for (const unsigned long code :
         {CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT, CKR_SESSION_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN}) {
        auto signer = open(*driver, "Lanh dao", "02");
        ASSERT_TRUE(signer) << signer.error().message;
        ASSERT_TRUE((*signer)->sign("văn bản 1"));
        set("LT_TOKEN_SIGN", code);
        const auto lost = (*signer)->sign("văn bản 2");
        ASSERT_FALSE(lost);
        EXPECT_EQ(lost.error().fault, base::Fault::unavailable);
        EXPECT_NE(lost.error().message.str().find("Lanh dao"), std::string::npos) << lost.error().message;
        ::unsetenv("LT_TOKEN_SIGN");
        // It is there again, but the PIN was not kept.
        const auto again = (*signer)->sign("văn bản 2");
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().fault, base::Fault::unavailable);
        EXPECT_EQ(again.error().field, "pin");
        auto reopened = open(*driver, "Lanh dao", "02");
        ASSERT_TRUE(reopened) << "the lost one does not keep the token: " << reopened.error().message;
        EXPECT_TRUE((*reopened)->sign("văn bản 2"));
    }
    // Any other trouble leaves the session as it is.
    auto signer = open(*driver, "Lanh dao", "02");
    ASSERT_TRUE(signer);
    set("LT_TOKEN_SIGN", CKR_DEVICE_ERROR);
    EXPECT_EQ((*signer)->sign("x").error().fault, base::Fault::unavailable);
    ::unsetenv("LT_TOKEN_SIGN");
    EXPECT_TRUE((*signer)->sign("x"));
}

TEST_F(TokensTest, with_a_pin_pad_ask_there_and_open_again_by_themselves)
{
    const auto driver = module(LT_TOKEN_SHIM);
    set("LT_TOKEN_FLAGS", CKF_PROTECTED_AUTHENTICATION_PATH);
    EXPECT_TRUE(driver->tokens()->front().pin_pad);
    EXPECT_EQ(open(*driver, "Lanh dao", "02", "").error().fault, base::Fault::conflict)
        << "he pressed cancel";
    ::setenv("LT_TOKEN_PAD", kPin, 1);
    const auto signer = open(*driver, "Lanh dao", "02", "");
    ASSERT_TRUE(signer) << signer.error().message;
    set("LT_TOKEN_SIGN", CKR_DEVICE_REMOVED);
    EXPECT_FALSE((*signer)->sign("x"));
    ::unsetenv("LT_TOKEN_SIGN");
    EXPECT_TRUE((*signer)->sign("x")) << "it is plugged in again, and the PIN typed on it";
}

TEST_F(TokensTest, that_are_not_there_or_have_no_such_key_say_so)
{
    const auto driver = module();
    EXPECT_EQ(driver->keys("Một cái tên khác").error().fault, base::Fault::unavailable);
    EXPECT_EQ(open(*driver, "Một cái tên khác", "01").error().fault, base::Fault::unavailable);
    for (const std::string id : {"09", "kh", "", "0", "01'"})
        EXPECT_EQ(open(*driver, "Van thu", id).error().fault, base::Fault::not_found) << id;
    // A certificate without its key.
    const auto lonely = issue_for_key(
        tokens_->root, {.common_name = "Không khoá", .from = kSigningDay - 1h, .until = kSigningDay + 1h},
        content_of(tokens_->folder / "public.der"));
    ASSERT_TRUE(lonely);
    const std::string tool =
        "pkcs11-tool --module " + std::string(kSoftHsm) + " --token-label 'Van thu' --login --pin " + kPin;
    Tokens::run(tool + " --write-object " + tokens_->written("one.der", lonely->der()) +
                " --type cert --id 55 --label lonely");
    EXPECT_EQ(open(*driver, "Van thu", "55").error().fault, base::Fault::conflict);
    Tokens::run(tool + " --delete-object --type cert --id 55");
}

TEST_F(TokensTest, whose_key_is_deleted_in_the_middle_say_so)
{
    tokens_->make_key("Van thu", "04", "EC:prime256v1", kSigningDay + 1h);
    const auto driver = module();
    const auto signer = open(*driver, "Van thu", "04");
    ASSERT_TRUE(signer) << signer.error().message;
    ASSERT_TRUE((*signer)->sign("x"));
    // Another program takes the key away, as when the device is gone.
    Tokens::run("pkcs11-tool --module " + std::string(kSoftHsm) + " --token-label 'Van thu' --login --pin " +
                kPin + " --delete-object --type privkey --id 04");
    const auto lost = (*signer)->sign("x");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().fault, base::Fault::unavailable);
    EXPECT_EQ(open(*driver, "Van thu", "04").error().fault, base::Fault::conflict)
        << "only the certificate is left";
}

TEST_F(TokensTest, with_an_expired_certificate_are_not_asked_for_a_signature)
{
    const auto result = open(*module(), "Lanh dao", "03", "314159");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fault, base::Fault::conflict);
    EXPECT_NE(result.error().message.str().find("đã hết hạn lúc 20/11/2026 08:00"), std::string::npos)
        << result.error().message;
}

TEST_F(TokensTest, without_a_driver_are_unavailable)
{
    for (const fs::path& file :
         {fs::path("/usr/lib/no-such-driver.so"), tokens_->folder / "softhsm2.conf", tokens_->folder}) {
        const auto result = Pkcs11Module::load(file);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().fault, base::Fault::unavailable);
        EXPECT_EQ(result.error().message.str().find("/"), std::string::npos) << "the user is shown no path";
    }
}

TEST_F(TokensTest, keep_their_keys_and_never_tell_a_pin)
{
    ::testing::internal::CaptureStderr();
    std::string said;
    const auto driver = module(LT_TOKEN_SHIM);
    const std::string wrong = "60221407";
    const auto hear = [&](const auto& result) {
        if (!result) said += result.error().message.str() + result.error().field;
    };
    for (const unsigned long code :
         {CKR_OK, CKR_PIN_INCORRECT, CKR_PIN_LOCKED, CKR_PIN_LEN_RANGE, CKR_GENERAL_ERROR, CKR_HOST_MEMORY,
          CKR_DEVICE_REMOVED, CKR_USER_NOT_LOGGED_IN}) {
        if (code != CKR_OK) set("LT_TOKEN_LOGIN", code);
        hear(open(*driver, "Lanh dao", "01", wrong));
        ::unsetenv("LT_TOKEN_LOGIN");
        const auto signer = open(*driver, "Lanh dao", "01");
        hear(signer);
        if (code != CKR_OK) set("LT_TOKEN_SIGN", code);
        if (signer) hear((*signer)->sign("x"));
        ::unsetenv("LT_TOKEN_SIGN");
    }
    said += ::testing::internal::GetCapturedStderr();
    EXPECT_NE(said.find("token_error"), std::string::npos) << "the log is what was captured";
    EXPECT_EQ(said.find(wrong), std::string::npos);
    EXPECT_EQ(said.find(kPin), std::string::npos);

    // The private half is not to be had.
    const std::string stolen = (tokens_->folder / "stolen").string();
    std::ignore = std::system(
        ("pkcs11-tool --module " + std::string(kSoftHsm) + " --token-label 'Lanh dao' --login --pin " + kPin +
         " --read-object --type privkey --id 01 --output-file " + stolen + " >/dev/null 2>&1")
            .c_str());
    EXPECT_TRUE(!fs::exists(stolen) || fs::file_size(stolen) == 0);
}

}  // namespace
}  // namespace lt::crypto
