// Two agencies with their people, and an authority that gives them certificates.
#pragma once

#include <filesystem>

#include <gtest/gtest.h>

#include "kit/base/ids.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"
#include "kit/db/testing.h"
#include "kit/http/ascii.h"
#include "signing/actions.h"

namespace lt::signing {

// PNG in Base64, with a palette of one bit: 80 x 40 pixels, the same without transparency, and 2001 x 2000 pixels.
inline constexpr const char* kPicture =
    "iVBORw0KGgoAAAANSUhEUgAAAFAAAAAoAQMAAABTru9CAAAABlBMVEUUKMj///9/1n18AAAAAnRSTlMA/1uRIrUAAAAOSURB"
    "VHjaY2AYBUMRAAABuAAB1hrcTgAAAABJRU5ErkJggg==";
inline constexpr const char* kSolidPicture =
    "iVBORw0KGgoAAAANSUhEUgAAAFAAAAAoAQMAAABTru9CAAAABlBMVEUUKMj///9/1n18AAAADklEQVR42mNgGAVDEQAAAbgA"
    "AdYa3E4AAAAASUVORK5CYII=";
inline constexpr const char* kLargePicture =
    "iVBORw0KGgoAAAANSUhEUgAAB9EAAAfQAQMAAABPND0EAAAABlBMVEUUKMj///9/1n18AAAAAnRSTlMA/1uRIrUAAAH/SURB"
    "VHja7cExAQAAAMKg9U9tDB+gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAB4GrEpAAFASRePAAAAAElFTkSuQmCC";

class KeysTest : public testing::Test {
protected:
    static constexpr base::Time kStart =
        base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + std::chrono::hours(2);
    static constexpr auto kYear = std::chrono::hours(365 * 24);

    KeysTest()
    {
        for (const int agency : {1, 2}) {
            const std::string id = std::to_string(agency);
            database.execute(
                "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
                "OVERRIDING SYSTEM VALUE VALUES (" +
                id + ",'" + base::new_uid(kStart) + "','H05." + id + "','UBND " + id + "','UBND " + id +
                "','UBND','commune','government','Bắc Ninh','2025-07-01','x')");
            for (int person = 1; person <= 4; ++person) {
                const std::string official = std::to_string(agency * 10 + person);
                database.execute(
                    "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) "
                    "OVERRIDING SYSTEM VALUE VALUES (" +
                    official + ",'" + base::new_uid(kStart) + "'," + id + ",'Nguyễn Văn Đức',now(),'x','x')");
            }
        }
    }
    ~KeysTest() override { std::filesystem::remove_all(folder); }

    static Actor actor(std::int64_t agency, std::int64_t official, directory::Role role)
    {
        const auto reach = role == directory::Role::specialist ? db::Reach::assigned : db::Reach::agency;
        return {.scope = {agency, official, reach, "test"}, .role = role};
    }
    crypto::CertificateWish wish(const std::string& name) const
    {
        return {.common_name = name,
                .organisation = "UBND",
                .kind = crypto::KeyKind::elliptic_curve,
                .from = kStart - kYear,
                .until = kStart + 2 * kYear};
    }
    crypto::Identity identity(const std::string& name) const { return crypto::issue(root, wish(name)); }

    static base::Secret secret(const std::string& text) { return base::Secret(std::string(text)); }
    Key add(const Actor& who, const std::string& name, Whose whose = Whose::own)
    {
        const auto uid =
            add_file(services, who, whose, identity(name).pkcs12("mật khẩu"), secret("mật khẩu"));
        EXPECT_TRUE(uid) << (uid ? "" : uid.error().message);
        return *key_of(services, who, whose, *uid);
    }
    static std::string bytes_of(const char* base64) { return *http::base64_decode(base64); }
    std::string journal(const std::string& uid)
    {
        return database.value(
            "SELECT coalesce(string_agg(official_id || ' ' || action, ', ' ORDER BY id), '') FROM "
            "audit_events WHERE subject = '" +
            uid + "'");
    }

    db::TestDatabase database{};
    std::shared_ptr<base::VirtualClock> clock = std::make_shared<base::VirtualClock>(kStart);
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lt-signing-" + base::random_hex(8));
    blob::Store blobs{folder / "blobs", folder / "key"};
    Services services{.pool = database.pool(), .blobs = blobs, .clock = clock};
    crypto::Identity root = crypto::make_root({.common_name = "CA thử",
                                               .use = crypto::CertificateUse::authority,
                                               .kind = crypto::KeyKind::elliptic_curve,
                                               .from = kStart - 2 * kYear,
                                               .until = kStart + 4 * kYear});
    const Actor clerk = actor(1, 11, directory::Role::registry_clerk);
    const Actor leader = actor(1, 12, directory::Role::leader);
    const Actor specialist = actor(1, 13, directory::Role::specialist);
    const Actor administrator = actor(1, 14, directory::Role::agency_administrator);
    const Actor stranger = actor(2, 22, directory::Role::leader);
    const Actor other_clerk = actor(2, 21, directory::Role::registry_clerk);
};

}  // namespace lt::signing
