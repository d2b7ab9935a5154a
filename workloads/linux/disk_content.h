// SPDX-License-Identifier: GPL-3.0-or-later
// What a disk holds: sectors that are unlike any other sector, of this disk or another's, that do
// not compress, and that say how often they were written; each can be judged alone. Making a sector
// costs an exclusive-or a word, so that a fast disk is not kept waiting.
#ifndef FULLHOUSE_WORKLOADS_LINUX_DISK_CONTENT_H
#define FULLHOUSE_WORKLOADS_LINUX_DISK_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng;

enum {
    DISK_SECTOR_BYTES = 512,
    DISK_SECTOR_WORDS = DISK_SECTOR_BYTES / 8,
    DISK_POOL_SECTORS = 64,
};

// Word 0 of sector s is g ^ pool[s mod 64][0] ^ mix(seed, s) for its generation g, word i is
// pool[s mod 64][i] ^ mix(seed, s, g), where the pool holds random words and mix is splitmix64.
struct disk_content {
    uint64_t seed;
    uint64_t *pool;
};

// 0 or -ENOMEM.
int disk_content_init(struct disk_content *content, uint64_t seed);
void disk_content_done(struct disk_content *content);

// Makes whole sectors that lie at that offset of the disk, in that generation.
void disk_content_fill(const struct disk_content *content, uint64_t *words, size_t bytes,
                       uint64_t offset, uint64_t generation);

// Whether every word of whole sectors read from that offset is right, and of that generation.
bool disk_content_is_whole(const struct disk_content *content, const uint64_t *words, size_t bytes,
                           uint64_t offset, uint64_t generation);

// The same of a few words at random places of as many sectors, of any generation up to the last.
// Every sector is as likely: a part that is wrong is found sooner or later.
bool disk_content_is_sound(const struct disk_content *content, const uint64_t *words, size_t bytes,
                           uint64_t offset, uint64_t last_generation, struct rng *rng);

#endif
