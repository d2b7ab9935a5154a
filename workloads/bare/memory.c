// SPDX-License-Identifier: GPL-3.0-or-later
// A pointer that only moves up, and page tables that ring 3 fills in itself.
#include "workloads/bare/memory.h"

#include "workloads/bare/layout.h"

#define PAGE_BYTES      (UINT64_C(1) << 12)
#define HUGE_PAGE_BYTES (UINT64_C(1) << 21)
#define GIB             (UINT64_C(1) << 30)
// The fourth GiB belongs to devices.
#define MEMORY_MOST (3 * GIB)

enum { ENTRIES = 512, PRESENT_USER = 7, HUGE = 0x80 };

static uint64_t *const page_pointers = (uint64_t *)PAGE_POINTERS;
static uint64_t *const page_directory = (uint64_t *)PAGE_DIRECTORY;
extern char bare_end[];

static uint64_t memory_end;
static uint64_t taken;

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) & ~(unit - 1);
}

static void clear(void *memory, size_t bytes)
{
    __builtin_memset(memory, 0, bytes);
}

// The directory for this GiB; every one but the first is made here.
static uint64_t *directory_of(uint64_t gib)
{
    uint64_t *made;

    if (gib == 0)
        return page_directory;
    if (page_pointers[gib])
        return (uint64_t *)(page_pointers[gib] & ~(PAGE_BYTES - 1));
    taken = round_up(taken, PAGE_BYTES);
    made = (uint64_t *)taken;
    taken += PAGE_BYTES;
    clear(made, PAGE_BYTES);
    page_pointers[gib] = (uintptr_t)made | PRESENT_USER;
    return made;
}

void memory_init(uint32_t upper_kib)
{
    memory_end = PROGRAM_ADDRESS + (uint64_t)upper_kib * 1024;
    if (memory_end > MEMORY_MOST)
        memory_end = MEMORY_MOST;
    taken = round_up((uintptr_t)bare_end, PAGE_BYTES);
    for (uint64_t at = HUGE_PAGE_BYTES; at + HUGE_PAGE_BYTES <= memory_end; at += HUGE_PAGE_BYTES)
        directory_of(at / GIB)[at / HUGE_PAGE_BYTES % ENTRIES] = at | PRESENT_USER | HUGE;
}

uint64_t memory_bytes(void)
{
    return memory_end;
}

void *memory_take(size_t bytes)
{
    uint64_t at = round_up(taken, 64);
    // The last piece is not mapped when it is less than a page.
    uint64_t end = memory_end & ~(HUGE_PAGE_BYTES - 1);

    if (end < at || end - at < bytes)
        return NULL;
    taken = at + bytes;
    clear((void *)at, bytes);
    return (void *)at;
}

uint64_t memory_left(void)
{
    uint64_t begin = round_up(taken, HUGE_PAGE_BYTES);
    uint64_t end = memory_end & ~(HUGE_PAGE_BYTES - 1);

    return end > begin ? end - begin : 0;
}

uint64_t memory_part_bytes(uint32_t count)
{
    return memory_left() / count & ~(HUGE_PAGE_BYTES - 1);
}

void *memory_part(uint32_t index, uint32_t count)
{
    return (void *)(round_up(taken, HUGE_PAGE_BYTES) + index * memory_part_bytes(count));
}
