// SPDX-License-Identifier: GPL-3.0-or-later
// What a program of the user's own needs in the appliance: itself, its loader, its libraries or its
// interpreter, files named beside, and every folder and link on the way to them, at the same paths.
#ifndef FULLHOUSE_BENCH_PROGRAM_PACK_H
#define FULLHOUSE_BENCH_PROGRAM_PACK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct archive_writer;
struct err;
struct exec_plan;

struct pack_entry {
    char *path;   // in the guest, without the first slash
    char *source; // of a file: its path here; else NULL
    char *target; // of a link: what it says; else NULL; a folder has neither
    mode_t mode;
    uint64_t bytes;
};

// Zero-initialise.
struct program_pack {
    struct pack_entry *list;
    size_t count;
    uint64_t bytes; // of all files, in whole pages
};

// Adds what the plan's program needs; program_pack_add_file one file, link or folder with all that
// is in it, at another path where to is not NULL. 0, or negative errno: -EINVAL for a program that
// is missing, may not be executed, is of another architecture or lacks a library, each named.
int program_pack_add(struct program_pack *pack, const struct exec_plan *plan, struct err *err);
int program_pack_add_file(struct program_pack *pack, const char *from, const char *to,
                          struct err *err);

// 0, or -EINVAL with the figures where a guest of so much memory cannot hold it. A guest has it
// twice while it boots, as the initramfs and as files, beside its kernel.
int program_pack_check_memory(const struct program_pack *pack, uint64_t memory_bytes,
                              struct err *err);

// Into an initramfs. 0 or negative errno.
int program_pack_write(const struct program_pack *pack, struct archive_writer *writer,
                       struct err *err);

void program_pack_done(struct program_pack *pack);

#endif
