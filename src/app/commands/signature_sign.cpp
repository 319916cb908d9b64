// `lienthong signature sign`.
#include "kit/xml_signature/sign.h"

#include <fstream>
#include <iostream>

#include <termios.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/whole_file.h"
#include "kit/asic/write.h"
#include "kit/base/secret.h"
#include "kit/crypto/cades.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/signer.h"
#include "kit/fetch/fetch.h"
#include "kit/trust/load.h"
#include "kit/trust/timestamps.h"

namespace lt::app {
namespace {

namespace fs = std::filesystem;

int refused(const base::Message& why)
{
    std::cerr << "lienthong: " << why << "\n";
    return 2;
}

crypto::ByteSource pieces_of(const fs::path& file)
{
    auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
    if (!*in) throw std::runtime_error("can't read " + file.string());
    return [in](std::span<char> buffer) {
        in->read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        return static_cast<std::size_t>(in->gcount());
    };
}

// Never an argument, which every user of the machine can read. On a terminal nothing is shown while it is typed.
base::Secret password_from(const fs::path& file)
{
    std::string line;
    if (!file.empty()) {
        std::ifstream in(file);
        if (!std::getline(in, line)) throw std::runtime_error("can't read " + file.string());
        return base::Secret(std::move(line));
    }
    termios before{};
    const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        termios quiet = before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        std::cerr << "Mật khẩu của tệp khoá: " << std::flush;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::cerr << "\n";
    }
    return base::Secret(std::move(line));
}

// A file that is written whole or not at all, and never over another one.
class NewFile {
public:
    explicit NewFile(fs::path file) : file_(std::move(file)), out_(file_.string() + ".part", std::ios::binary)
    {
    }
    ~NewFile()
    {
        std::error_code ignored;
        fs::remove(file_.string() + ".part", ignored);
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    void write(std::string_view bytes)
    {
        out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    void finish()
    {
        out_.close();
        if (!out_) throw std::runtime_error("can't write " + file_.string());
        fs::rename(file_.string() + ".part", file_);
    }

private:
    fs::path file_;
    std::ofstream out_;
};

class Signing {
public:
    Signing(const base::Config& config, const SignWish& wish, crypto::Signer& signer, base::Time now)
        : config_(config), wish_(wish), signer_(signer), now_(now)
    {
    }

    base::Result<base::Done> run(const fs::path& output)
    {
        if (wish_.form == SignedForm::xml) return xml(output);
        if (wish_.form == SignedForm::container) return container(output);
        crypto::Sha256 digest;
        std::uint64_t size = 0;
        each_piece([&](std::string_view piece) {
            digest.update(piece);
            size += piece.size();
        });
        const auto cms = cms_over(digest.finish());
        if (!cms) return cms.error();
        NewFile out(output);
        if (wish_.form == SignedForm::beside) {
            out.write(*cms);
        } else {
            const crypto::Envelope parts = crypto::envelope(*cms, size);
            std::uint64_t written = 0;
            out.write(parts.before);
            each_piece([&](std::string_view piece) {
                out.write(piece);
                written += piece.size();
            });
            if (written != size)
                throw std::runtime_error(wish_.file.string() + " changed while it was signed");
            out.write(parts.behind);
        }
        out.finish();
        return base::Done{};
    }

private:
    template <class Act>
    void each_piece(Act act) const
    {
        const crypto::ByteSource source = pieces_of(wish_.file);
        std::string buffer(64U << 10U, '\0');
        while (const std::size_t got = source({buffer.data(), buffer.size()}))
            act(std::string_view(buffer).substr(0, got));
    }
    base::Result<std::string> cms_over(const std::string& digest)
    {
        crypto::CmsDraft draft(signer_.certificate(), signer_.chain(), digest, now_);
        const auto signature = signer_.sign(draft.to_sign());
        if (!signature) return signature.error();
        const auto token = token_over(*signature);
        if (!token) return token.error();
        return draft.finish(*signature, *token);
    }
    // "" where none is wished for.
    base::Result<std::string> token_over(const std::string& bytes) const
    {
        if (wish_.timestamp.empty()) return std::string();
        const trust::Folders installed =
            trust::load_folders({config_.resources / "data" / "trust", base::trust_folder(config_)});
        // The operator named the address, so it may be one of his own network.
        fetch::HttpFetcher fetcher({.allow_private = true, .proxy = config_.trust_proxy});
        const base::SystemClock clock;
        trust::TimestampAuthorities authorities(installed.store, fetcher, clock, {.urls = {wish_.timestamp}});
        return authorities.token(crypto::sha256(bytes));
    }
    base::Result<base::Done> xml(const fs::path& output)
    {
        auto draft = xml_signature::XmlDraft::make(whole_file(wish_.file), {}, signer_.certificate(),
                                                   signer_.chain(), now_);
        if (!draft) return draft.error();
        const auto signature = signer_.sign(draft->to_sign());
        if (!signature) return signature.error();
        const auto token = token_over(draft->to_timestamp(*signature));
        if (!token) return token.error();
        NewFile out(output);
        out.write(draft->finish(*signature, *token));
        out.finish();
        return base::Done{};
    }
    base::Result<base::Done> container(const fs::path& output)
    {
        const auto draft = asic::ContainerDraft::make(
            {{.name = wish_.file.filename().string(), .open = [this] { return pieces_of(wish_.file); }}});
        if (!draft) return draft.error();
        const auto cms = cms_over(crypto::sha256(draft->manifest()));
        if (!cms) return cms.error();
        draft->write(output, *cms, now_);
        return base::Done{};
    }

    const base::Config& config_;
    const SignWish& wish_;
    crypto::Signer& signer_;
    base::Time now_;
};

fs::path output_of(const SignWish& wish)
{
    if (!wish.output.empty()) return wish.output;
    switch (wish.form) {
    case SignedForm::beside: return wish.file.string() + ".p7s";
    case SignedForm::around: return wish.file.string() + ".p7m";
    case SignedForm::container: return wish.file.string() + ".asice";
    case SignedForm::xml: return wish.file.string() + ".signed.xml";
    }
    return {};
}

}  // namespace

int sign_file(const base::Config& config, const SignWish& wish)
{
    const fs::path output = output_of(wish);
    if (fs::exists(output))
        return refused({"Đã có tệp “{{name}}”. Chọn tên khác bằng --output.", {{"name", output.string()}}});
    if (!fs::is_regular_file(wish.file))
        return refused({"Không có tệp “{{name}}”.", {{"name", wish.file.string()}}});
    const base::Time now = base::SystemClock().now();
    const auto signer =
        crypto::SoftSigner::from_pkcs12(whole_file(wish.key), password_from(wish.password), now);
    if (!signer) return refused(signer.error().message);
    const auto done = Signing(config, wish, **signer, now).run(output);
    if (!done) return refused(done.error().message);
    std::cout << output.string() << "\n";
    return 0;
}

}  // namespace lt::app
