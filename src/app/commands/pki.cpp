// `lienthong pki`: a certification authority to try things out, really running on loopback.
#include <cstdio>
#include <fstream>
#include <iostream>

#include "app/commands.h"
#include "kit/pki/server.h"

namespace lt::app {
namespace {

std::filesystem::path folder_of(const base::Config& config, const PkiOptions& options)
{
    return options.state.empty() ? config.state / "pki" : options.state;
}

pki::Authority opened(const std::filesystem::path& folder, const base::Clock& clock)
{
    const auto address = pki::Authority::address_of(folder);
    if (!address)
        throw std::runtime_error(folder.string() + " holds no authority; `lienthong pki demo` makes one");
    return {folder, *address, clock};
}

}  // namespace

int run_pki_demo(const base::Config& config, const PkiOptions& options)
{
    block_stop_signals();
    const auto folder = folder_of(config, options);
    const pki::DemoAuthority authority(folder, std::make_shared<base::SystemClock>(), options.port);
    std::fputs(
        "WARNING: this authority believes whoever asks. Its signatures prove nothing; use it only to try things out.\n",
        stderr);
    std::printf("address     %s\nfolder      %s\ntimestamps  %s\ntrust       %s\n", authority.url().c_str(),
                folder.c_str(), authority.timestamp_url().c_str(), (folder / "trust").c_str());
    std::fflush(stdout);
    wait_for_stop();
    return 0;
}

int issue_demo_certificate(const base::Config& config, const PkiOptions& options)
{
    pki::Holder holder{.common_name = options.name, .organisation = options.organisation};
    if (options.kind == "timestamps") {
        holder.use = crypto::CertificateUse::timestamps;
    } else if (options.kind == "ocsp") {
        holder.use = crypto::CertificateUse::ocsp;
    } else if (options.kind != "documents") {
        std::fprintf(stderr, "pki issue: --kind must be documents, timestamps or ocsp\n");
        return 2;
    }
    std::string password;
    std::getline(std::cin, password);
    if (password.empty()) {
        std::fprintf(stderr, "pki issue: give the password of the file as a line of standard input\n");
        return 2;
    }
    const base::SystemClock clock;
    const auto identity = opened(folder_of(config, options), clock).issue(holder);
    std::ofstream out(options.out, std::ios::binary);
    // Nobody else may read it from its first byte on.
    std::filesystem::permissions(options.out,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    out << identity.pkcs12(password);
    out.close();
    if (!out) {
        std::fprintf(stderr, "pki issue: %s can't be written\n", options.out.c_str());
        return 1;
    }
    std::printf("%s\nserial %s\n", options.out.c_str(), identity.certificate.serial().c_str());
    return 0;
}

int revoke_demo_certificate(const base::Config& config, const PkiOptions& options)
{
    const base::SystemClock clock;
    opened(folder_of(config, options), clock).revoke(options.serial, clock.now());
    std::printf("revoked %s\n", options.serial.c_str());
    return 0;
}

}  // namespace lt::app
