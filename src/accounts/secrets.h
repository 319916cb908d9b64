// Passwords, the installation's key, tokens: everything of this folder that libsodium does.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lt::accounts {

std::string random_bytes(std::size_t count);

// "7F3K-20M9-QW4E-8R1T": 80 random bits, for reading out; must be changed at the first log-in.
std::string one_time_password();

// Argon2id. At most `at_once` run at a time, because each takes 64 MB; the others wait.
class Passwords {
public:
    enum class Cost : unsigned char { interactive, least };  // least: tests
    Passwords(Cost cost, unsigned at_once);
    Passwords(Passwords&&) noexcept;
    ~Passwords();

    std::string hash(std::string_view password) const;
    bool matches(std::string_view hash, std::string_view password) const;
    // A hash that no password fits, of the same cost: an unknown login takes as long as a wrong password.
    const std::string& nobody() const { return nobody_; }

private:
    std::unique_ptr<struct Gate> gate_;
    Cost cost_;
    std::string nobody_{};
};

// The key that seals TOTP secrets in the database and keys the hashes of recovery codes.
class Key {
public:
    // Reads the file; makes it (mode 0600) when missing. Throws std::runtime_error for one that is no key.
    static Key load(const std::filesystem::path& file);

    std::string seal(std::string_view secret) const;                          // secretbox, nonce in front
    std::optional<std::string> open(std::string_view sealed) const;           // nothing for another key's
    std::string hash(std::string_view purpose, std::string_view text) const;  // keyed, 32 raw bytes

private:
    explicit Key(std::string bytes) : bytes_(std::move(bytes)) {}
    std::string bytes_;
};

// What the cookie of a session carries, and the only thing that the database keeps of it.
struct Token {
    std::string text{};  // 64 hexadecimal digits
    std::string hash{};  // SHA-256 of the text, raw
};
Token new_token();
std::string token_hash(std::string_view text);  // "" for what can't be a token

}  // namespace lt::accounts
