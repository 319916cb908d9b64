// Known answers from FIPS 180-4 and RFC 4231.
#include "kit/crypto/digest.h"

#include "kit/base/ids.h"

using namespace lt;

TEST(Digest, KnownAnswers)
{
    EXPECT_EQ(crypto::sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(crypto::sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(base::to_hex(crypto::hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, PiecesGiveTheSameAsTheWhole)
{
    const std::string text(100000, 'x');
    for (const std::size_t cut :
         {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64}, text.size()}) {
        crypto::Sha256 digest;
        digest.update(std::string_view(text).substr(0, cut));
        digest.update(std::string_view(text).substr(cut));
        EXPECT_EQ(digest.finish(), crypto::sha256(text));
    }
}

TEST(Digest, ConstantTimeComparison)
{
    EXPECT_TRUE(crypto::equal_constant_time("same", "same"));
    EXPECT_FALSE(crypto::equal_constant_time("same", "sama"));
    EXPECT_FALSE(crypto::equal_constant_time("same", "same "));
}
