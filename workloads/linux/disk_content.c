// SPDX-License-Identifier: GPL-3.0-or-later
// One formula, written and checked.
#include "workloads/linux/disk_content.h"

#include <errno.h>
#include <stdlib.h>

#include "common/base/rng.h"

enum { SAMPLES = 4 };

int disk_content_init(struct disk_content *content, uint64_t seed)
{
    enum { WORDS = DISK_POOL_SECTORS * DISK_SECTOR_WORDS };
    struct rng rng;

    *content = (struct disk_content){.seed = seed, .pool = malloc(WORDS * sizeof(uint64_t))};
    if (!content->pool)
        return -ENOMEM;
    rng_init(&rng, rng_derive(seed, 1));
    for (size_t i = 0; i < WORDS; i++)
        content->pool[i] = rng_next(&rng);
    return 0;
}

void disk_content_done(struct disk_content *content)
{
    free(content->pool);
    *content = (struct disk_content){0};
}

static const uint64_t *pool_of(const struct disk_content *content, uint64_t sector)
{
    return content->pool + sector % DISK_POOL_SECTORS * DISK_SECTOR_WORDS;
}

// A generation is a small number, and would compress: what hides it is the place's alone.
static uint64_t hidden(const struct disk_content *content, uint64_t sector, uint64_t generation)
{
    return generation ^ pool_of(content, sector)[0] ^ rng_derive(content->seed, sector);
}

static uint64_t key_of(const struct disk_content *content, uint64_t sector, uint64_t generation)
{
    return rng_derive(rng_derive(content->seed, sector), generation);
}

static void fill_sector(const struct disk_content *content, uint64_t *words, uint64_t sector,
                        uint64_t generation)
{
    const uint64_t *pool = pool_of(content, sector);
    uint64_t key = key_of(content, sector, generation);

    for (int i = 0; i < DISK_SECTOR_WORDS; i++)
        words[i] = pool[i] ^ key;
    words[0] = hidden(content, sector, generation);
}

void disk_content_fill(const struct disk_content *content, uint64_t *words, size_t bytes,
                       uint64_t offset, uint64_t generation)
{
    for (size_t at = 0; at < bytes; at += DISK_SECTOR_BYTES)
        fill_sector(content, words + at / 8, (offset + at) / DISK_SECTOR_BYTES, generation);
}

static bool is_right(const struct disk_content *content, const uint64_t *words, uint64_t sector,
                     int first, int count)
{
    const uint64_t *pool = pool_of(content, sector);
    uint64_t key = key_of(content, sector, hidden(content, sector, words[0]));
    uint64_t differing = 0;

    for (int i = first; i < first + count; i++)
        differing |= words[i] ^ pool[i] ^ key;
    return differing == 0;
}

bool disk_content_is_whole(const struct disk_content *content, const uint64_t *words, size_t bytes,
                           uint64_t offset, uint64_t generation)
{
    for (size_t at = 0; at < bytes; at += DISK_SECTOR_BYTES) {
        const uint64_t *sector = words + at / 8;
        uint64_t index = (offset + at) / DISK_SECTOR_BYTES;

        if (hidden(content, index, sector[0]) != generation ||
            !is_right(content, sector, index, 1, DISK_SECTOR_WORDS - 1))
            return false;
    }
    return true;
}

bool disk_content_is_sound(const struct disk_content *content, const uint64_t *words, size_t bytes,
                           uint64_t offset, uint64_t last_generation, struct rng *rng)
{
    for (int i = 0; i < SAMPLES; i++) {
        uint64_t at = rng_below(rng, bytes / DISK_SECTOR_BYTES);
        uint64_t index = offset / DISK_SECTOR_BYTES + at;
        const uint64_t *sector = words + at * DISK_SECTOR_WORDS;
        int word = 1 + (int)rng_below(rng, DISK_SECTOR_WORDS - 1);

        if (hidden(content, index, sector[0]) > last_generation ||
            !is_right(content, sector, index, word, 1))
            return false;
    }
    return true;
}
