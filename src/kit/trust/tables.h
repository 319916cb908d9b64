// The tables of a trust folder's TOML files, checked one by one. Inside kit/trust.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kit/crypto/trust.h"
#include "kit/trust/load.h"

namespace lt::trust {

struct AnchorRow {
    std::string place{};  // "FILE:LINE: ", for complaints
    std::string name{};
    std::string scope{};
    std::string file{};
    std::string sha256{};  // in lower case
    base::Time from{};
    base::Time until{};
    std::string basis{};
};

struct Tables {
    // Adds what the text of a file says. Throws WrongFile.
    void read(const std::string& text, const std::string& file);
    std::vector<crypto::AlgorithmPolicy::Rule> rules() const;

    std::vector<AnchorRow> anchors{};
    std::vector<Wanted> wanted{};

private:
    using Subject = std::pair<std::string, int>;  // "SHA1", 0 or "rsa", 2048
    std::map<Subject, crypto::AlgorithmPolicy::Rule> rules_{};
};

}  // namespace lt::trust
