// SPDX-License-Identifier: GPL-3.0-or-later
// The examples of FIPS 180-4 (NIST, Cryptographic Standards and Guidelines, SHA-256).
#include "common/sha256.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static void gives(const char *bytes, size_t length, const char *wanted)
{
    char text[SHA256_TEXT_SIZE];
    cr_expect_str_eq(sha256_text(text, bytes, length), wanted);
}

Test(common_sha256, gives_the_published_digests)
{
    const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    scope_free char *million = alloc_zeroed(1000000, 1);
    memset(million, 'a', 1000000);
    gives("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    gives("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    gives(two_blocks, strlen(two_blocks),
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    gives(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

Test(common_sha256, knows_a_digest_when_it_sees_one)
{
    cr_expect(sha256_is_text("BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    cr_expect(!sha256_is_text("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a"));
    cr_expect(!sha256_is_text("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    cr_expect(!sha256_is_text(""));
}
