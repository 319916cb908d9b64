// See secrets.h.
#include "accounts/secrets.h"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/base/ids.h"
#include "kit/base/result.h"
#include "kit/crypto/digest.h"

namespace lt::accounts {
namespace {

void init_sodium()
{
    static const int ready = sodium_init();
    if (ready < 0) throw std::runtime_error("libsodium can't be started");
}

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string read_all(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string random_bytes(std::size_t count)
{
    init_sodium();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string one_time_password() { return base::new_incident_code() + "-" + base::new_incident_code(); }

// Lets a limited number in; the others wait for their turn.
struct Gate {
    std::mutex mutex{};
    std::condition_variable free{};
    unsigned places = 1;

    class Visit {
    public:
        explicit Visit(Gate& gate) : gate_(gate)
        {
            std::unique_lock lock(gate_.mutex);
            gate_.free.wait(lock, [&] { return gate_.places > 0; });
            --gate_.places;
        }
        ~Visit()
        {
            {
                const std::lock_guard lock(gate_.mutex);
                ++gate_.places;
            }
            gate_.free.notify_one();
        }
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;

    private:
        Gate& gate_;
    };
};

Passwords::Passwords(Cost cost, unsigned at_once) : gate_(new Gate), cost_(cost)
{
    init_sodium();
    gate_->places = at_once == 0 ? 1 : at_once;
    nobody_ = hash(random_bytes(32));
}

Passwords::Passwords(Passwords&&) noexcept = default;
Passwords::~Passwords() = default;

std::string Passwords::hash(std::string_view password) const
{
    const Gate::Visit visit(*gate_);
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const bool least = cost_ == Cost::least;
    const int error =
        crypto_pwhash_str_alg(text.data(), password.data(), password.size(),
                              least ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              least ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13);
    if (error != 0) throw std::runtime_error("no memory to hash a password");
    return text.data();
}

bool Passwords::matches(std::string_view hash, std::string_view password) const
{
    const Gate::Visit visit(*gate_);
    const std::string text(hash);
    return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

Key Key::load(const std::filesystem::path& file)
{
    init_sodium();
    if (!std::filesystem::exists(file)) {
        if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
        const std::string key = random_bytes(crypto_secretbox_KEYBYTES);
        // Written aside and linked: two servers that start at once end up with the same key.
        const std::string aside = file.string() + "." + base::random_hex(8);
        const int fd = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        const bool written = fd >= 0 &&
                             ::write(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                             ::fsync(fd) == 0;
        if (fd >= 0) ::close(fd);
        const bool linked = written && (::link(aside.c_str(), file.c_str()) == 0 || errno == EEXIST);
        const int reason = errno;
        ::unlink(aside.c_str());
        if (!linked)
            throw std::runtime_error("can't write the key " + file.string() + ": " + std::strerror(reason));
    }
    std::string key = read_all(file);
    if (key.size() != crypto_secretbox_KEYBYTES) throw std::runtime_error(file.string() + " is not a key");
    return Key(std::move(key));
}

std::string Key::seal(std::string_view secret) const
{
    const std::string nonce = random_bytes(crypto_secretbox_NONCEBYTES);
    std::string box(crypto_secretbox_MACBYTES + secret.size(), '\0');
    crypto_secretbox_easy(bytes_of(box), bytes_of(secret), secret.size(), bytes_of(nonce), bytes_of(bytes_));
    return nonce + box;
}

std::optional<std::string> Key::open(std::string_view sealed) const
{
    constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() < kAround) return std::nullopt;
    std::string secret(sealed.size() - kAround, '\0');
    const std::string_view box = sealed.substr(crypto_secretbox_NONCEBYTES);
    const int error = crypto_secretbox_open_easy(bytes_of(secret), bytes_of(box), box.size(),
                                                 bytes_of(sealed), bytes_of(bytes_));
    return error == 0 ? std::optional(secret) : std::nullopt;
}

std::string Key::hash(std::string_view purpose, std::string_view text) const
{
    return crypto::hmac_sha256(crypto::hmac_sha256(bytes_, purpose), text);
}

Token new_token()
{
    const std::string text = base::to_hex(random_bytes(32));
    return {text, token_hash(text)};
}

std::string token_hash(std::string_view text)
{
    if (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != std::string_view::npos) return {};
    return crypto::sha256(text);
}

}  // namespace lt::accounts
