// SPDX-License-Identifier: GPL-3.0-or-later
// The memory kernels' content: no two guests send the same bytes, and nothing compresses.
#include "workloads/linux/net_protocol.h"

#include <string.h>

#include "common/base/rng.h"
#include "workloads/core/kernel_memory.h"

void net_fill(void *bytes, size_t length, uint64_t seed)
{
    unsigned char *at = bytes;

    for (size_t i = 0; i * sizeof(uint64_t) < length; i++) {
        uint64_t word = memory_word(seed, i);
        size_t left = length - i * sizeof word;

        memcpy(at + i * sizeof word, &word, left < sizeof word ? left : sizeof word);
    }
}

void net_stamp(void *bytes, size_t length, uint64_t k)
{
    unsigned char *at = bytes;

    for (size_t i = 0; i < sizeof k && i < length; i++)
        at[i] ^= (unsigned char)(k >> (8 * i));
}

static uint64_t content_of(const void *bytes)
{
    struct net_datagram header;

    memcpy(&header, bytes, sizeof header);
    return rng_derive(rng_derive(header.seed, header.number ^ header.kind << 40), header.value);
}

void net_datagram_fill(void *bytes, size_t length)
{
    net_fill((unsigned char *)bytes + sizeof(struct net_datagram),
             length - sizeof(struct net_datagram), content_of(bytes));
}

bool net_datagram_is_whole(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t seed = content_of(bytes);

    at += sizeof(struct net_datagram);
    length -= sizeof(struct net_datagram);
    for (size_t i = 0; i * sizeof(uint64_t) < length; i++) {
        uint64_t word = memory_word(seed, i);
        size_t left = length - i * sizeof word;

        if (memcmp(at + i * sizeof word, &word, left < sizeof word ? left : sizeof word) != 0)
            return false;
    }
    return true;
}
