// SPDX-License-Identifier: GPL-3.0-or-later
// Words, copies and what goes together. Touches no disk.
#include "common/model/disk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/exact.h"

#define X(name, word) word,
static const char *const caches[] = {DISK_CACHES(X)};
static const char *const aios[] = {DISK_AIOS(X)};
static const char *const backings[] = {DISK_BACKINGS(X)};
#undef X
static const char *const consents[] = {"no", "yes"};

void disk_init(struct disk *disk)
{
    *disk = (struct disk){.bytes = UINT64_C(1) << 30, .path = alloc_copy("")};
}

void disk_done(struct disk *disk)
{
    free(disk->path);
    *disk = (struct disk){0};
}

void disk_copy(struct disk *into, const struct disk *from)
{
    *into = *from;
    into->path = alloc_copy(from->path);
}

const char *disk_cache_name(enum disk_cache cache)
{
    return caches[cache];
}

const char *disk_aio_name(enum disk_aio aio)
{
    return aios[aio];
}

bool disk_is_direct(const struct disk *disk)
{
    return disk->cache == DISK_CACHE_NONE || disk->cache == DISK_CACHE_DIRECTSYNC;
}

// The place of a word in a list, or -EINVAL.
static int find_word(const char *const *words, size_t count, const char *text, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], text) == 0)
            return (int)i;
    scope_free char *hint = nearest_hint(text, words, count);
    scope_free char *all = alloc_copy(words[0]);
    for (size_t i = 1; i < count; i++) {
        char *longer = alloc_printf("%s, %s", all, words[i]);
        free(all);
        all = longer;
    }
    return err_input(err, "'%s' is none of %s%s", text, all, hint);
}

int disk_set_cache(struct disk *disk, const char *text, struct err *err)
{
    int word = find_word(caches, DISK_CACHE_COUNT, text, err);
    if (word >= 0)
        disk->cache = (enum disk_cache)word;
    return word < 0 ? word : 0;
}

int disk_set_aio(struct disk *disk, const char *text, struct err *err)
{
    int word = find_word(aios, DISK_AIO_COUNT, text, err);
    if (word >= 0)
        disk->aio = (enum disk_aio)word;
    return word < 0 ? word : 0;
}

int disk_set_backing(struct disk *disk, const char *text, struct err *err)
{
    int word = find_word(backings, DISK_BACKING_COUNT, text, err);
    if (word >= 0)
        disk->backing = (enum disk_backing)word;
    return word < 0 ? word : 0;
}

int disk_set_destroy(struct disk *disk, const char *text, struct err *err)
{
    int word = find_word(consents, 2, text, err);
    if (word >= 0)
        disk->destroy = word == 1;
    return word < 0 ? word : 0;
}

// --- limits -------------------------------------------------------------------------------------

// QEMU and Linux take no more.
#define LIMIT_MOST (UINT64_C(1) << 40)

// The text without the "/s" that it may end with. New string.
static char *before_second(const char *text)
{
    size_t length = strlen(text);
    bool is_rate = length > 2 && strcmp(text + length - 2, "/s") == 0;
    return alloc_printf("%.*s", (int)(is_rate ? length - 2 : length), text);
}

int disk_set_iops(struct disk *disk, const char *text, struct err *err)
{
    scope_free char *number = before_second(text);
    return units_parse_count(number, 0, LIMIT_MOST, &disk->iops, err);
}

int disk_set_bandwidth(struct disk *disk, const char *text, struct err *err)
{
    scope_free char *size = before_second(text);
    uint64_t bytes;
    int result = units_check_size(size, err);
    if (result == 0)
        result = units_parse_bytes(size, &bytes, err);
    if (result == 0 && bytes > LIMIT_MOST)
        result = err_input(err, "'%s' is more than any disk does, 1TiB/s", text);
    if (result == 0)
        disk->bandwidth_hz = bytes;
    return result;
}

char *disk_get_iops(const struct disk *disk)
{
    return disk->iops ? alloc_printf("%" PRIu64 "/s", disk->iops) : NULL;
}

char *disk_get_bandwidth(const struct disk *disk)
{
    scope_free char *bytes = exact_bytes(disk->bandwidth_hz);
    return disk->bandwidth_hz ? alloc_printf("%s/s", bytes) : NULL;
}

// --- words --------------------------------------------------------------------------------------

static char *said(const char *const *words, unsigned word)
{
    return word ? alloc_copy(words[word]) : NULL;
}

char *disk_get_cache(const struct disk *disk)
{
    return said(caches, disk->cache);
}

char *disk_get_aio(const struct disk *disk)
{
    return said(aios, disk->aio);
}

char *disk_get_backing(const struct disk *disk)
{
    return said(backings, disk->backing);
}

char *disk_get_destroy(const struct disk *disk)
{
    return said(consents, disk->destroy);
}

static int check_block(const struct disk *disk, uint32_t guests_max, struct err *err)
{
    if (disk->path[0] != '/')
        return err_input(err, "disk.path: backing block wants a device of this host, as /dev/sdb");
    if (guests_max != 1)
        return err_input(err, "disk.backing: a block device is for one guest (guests: 1); a folder "
                              "on it is for many (backing: file)");
    if (!disk->destroy)
        return err_input(
            err,
            "disk.destroy: %s would lose everything it holds; 'destroy: yes' says that "
            "it may",
            disk->path);
    return 0;
}

int disk_check(const struct disk *disk, uint32_t guests_max, struct err *err)
{
    if (disk->aio == DISK_AIO_NATIVE && !disk_is_direct(disk))
        return err_input(err, "disk.aio: native goes with cache none and directsync, not with %s",
                         caches[disk->cache]);
    return disk->backing == DISK_BACKING_BLOCK ? check_block(disk, guests_max, err) : 0;
}
