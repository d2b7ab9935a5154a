// SPDX-License-Identifier: GPL-3.0-or-later
// Walks paths part by part, so that a link on the way (/lib to /usr/lib) is a link in the guest,
// too. What a program needs is program_needs.c's business.
#include "bench/program_pack.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/archive.h"
#include "bench/program_needs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/exec_plan.h"

enum { LINKS_MAX = 40, DEPTH_MAX = 40, PAGE_BYTES = 4096, ENTRIES_MAX = 20000 };
#define FILE_MAX_BYTES (UINT64_C(1) << 30)
// The guest's kernel, its own data, and the agent.
#define GUEST_OWN_BYTES (UINT64_C(72) << 20)

// The appliance's own, which a file of the user's must not replace.
static const char *const taken[] = {"dev", "proc", "sys", "modules", "init", "modules.order"};

static struct pack_entry *find(const struct program_pack *pack, const char *path)
{
    for (size_t i = 0; i < pack->count; i++)
        if (strcmp(pack->list[i].path, path) == 0)
            return &pack->list[i];
    return NULL;
}

// The entry is taken over; one that is there already stays.
static void add(struct program_pack *pack, const struct pack_entry *entry)
{
    if (find(pack, entry->path)) {
        free(entry->path);
        free(entry->source);
        free(entry->target);
        return;
    }
    if ((pack->count & (pack->count - 1)) == 0)
        pack->list =
            alloc_resized(pack->list, pack->count ? pack->count * 2 : 1, sizeof *pack->list);
    pack->list[pack->count++] = *entry;
    pack->bytes += (entry->bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

static int check_place(const char *path, struct err *err)
{
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        size_t length = strlen(taken[i]);
        if (strncmp(path, taken[i], length) == 0 && (!path[length] || path[length] == '/'))
            return err_input(err, "/%s: the appliance has its own /%s", path, taken[i]);
    }
    return 0;
}

static int add_regular(struct program_pack *pack, const char *source, const char *path,
                       const struct stat *status, struct err *err)
{
    if (!S_ISREG(status->st_mode))
        return err_input(err, "%s is no file, folder or link", source);
    if ((uint64_t)status->st_size > FILE_MAX_BYTES)
        return err_input(err, "%s: larger than 1 GiB", source);
    if (pack->count >= ENTRIES_MAX)
        return err_input(err, "%s: more than %d files are to be packed", source, ENTRIES_MAX);
    add(pack, &(struct pack_entry){.path = alloc_copy(path),
                                   .source = alloc_copy(source),
                                   .mode = status->st_mode & 0777,
                                   .bytes = (uint64_t)status->st_size});
    return 0;
}

// The folders that lead to path, which has no links of this host in it.
static void add_folders(struct program_pack *pack, const char *path)
{
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
        add(pack, &(struct pack_entry){.path = alloc_printf("%.*s", (int)(slash - path), path),
                                       .mode = 0755});
}

static int add_tree(struct program_pack *pack, const char *source, const char *path, int depth,
                    struct err *err);

static int add_folder(struct program_pack *pack, const char *source, const char *path, int depth,
                      struct err *err)
{
    scope_closedir DIR *folder = opendir(source);
    if (!folder)
        return err_system(err, errno, "%s", source);
    if (depth == DEPTH_MAX)
        return err_input(err, "%s: folders more than %d deep", source, DEPTH_MAX);
    add(pack, &(struct pack_entry){.path = alloc_copy(path), .mode = 0755});
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        scope_free char *inner = path_join(source, entry->d_name);
        scope_free char *name = path_join(path, entry->d_name);
        int result = add_tree(pack, inner, name, depth + 1, err);
        if (result < 0)
            return result;
    }
    return 0;
}

static char *read_link(const char *path)
{
    char *target = alloc_zeroed(PATH_MAX + 1, 1);
    ssize_t length = readlink(path, target, PATH_MAX);
    if (length > 0)
        return target;
    free(target);
    return NULL;
}

// source as it is, at path.
static int add_tree(struct program_pack *pack, const char *source, const char *path, int depth,
                    struct err *err)
{
    struct stat status;
    int result = check_place(path, err);
    if (result < 0)
        return result;
    if (lstat(source, &status) < 0)
        return err_input(err, "%s: %s", source, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return add_folder(pack, source, path, depth, err);
    if (!S_ISLNK(status.st_mode))
        return add_regular(pack, source, path, &status, err);
    char *target = read_link(source);
    if (!target)
        return err_system(err, errno, "%s", source);
    add(pack, &(struct pack_entry){.path = alloc_copy(path), .target = target, .mode = 0777});
    return 0;
}

// --- paths with links in them ------------------------------------------------------------------

// A path under way: done are parts that are no links, "" for the root; rest is what follows.
struct way {
    char *done, *rest;
    int links;
};

static void way_done(struct way *way)
{
    free(way->done);
    free(way->rest);
}

// The link at here: its target goes in front of what follows.
static int follow(struct program_pack *pack, struct way *way, const char *here, const char *rest,
                  struct err *err)
{
    char *target = read_link(here);
    if (!target)
        return err_system(err, errno, "%s", here);
    if (way->links++ == LINKS_MAX) {
        free(target);
        return err_system(err, ELOOP, "%s", here);
    }
    char *next = alloc_printf("%s/%s", target, rest);
    if (*target == '/') {
        free(way->done);
        way->done = alloc_copy("");
    }
    add(pack, &(struct pack_entry){.path = alloc_copy(here + 1), .target = target, .mode = 0777});
    free(way->rest);
    way->rest = next;
    return 0;
}

static void go_up(struct way *way)
{
    char *slash = strrchr(way->done, '/');
    if (slash)
        *slash = '\0';
}

// One part of the way. 0 with done and rest moved on, or negative errno.
static int step(struct program_pack *pack, struct way *way, struct err *err)
{
    const char *part = way->rest + strspn(way->rest, "/");
    int length = (int)strcspn(part, "/");
    scope_free char *rest = alloc_copy(part + length + strspn(part + length, "/"));
    scope_free char *here = alloc_printf("%s/%.*s", way->done, length, part);
    struct stat status;
    bool is_up = length == 2 && strncmp(part, "..", 2) == 0;
    bool is_link = false;
    if (is_up) {
        go_up(way);
    } else if (length > 0 && !(length == 1 && *part == '.')) {
        if (lstat(here, &status) < 0)
            return err_input(err, "%s: %s", here, strerror(errno));
        is_link = S_ISLNK(status.st_mode);
        if (is_link)
            return follow(pack, way, here, rest, err);
        int result = check_place(here + 1, err);
        if (result < 0)
            return result;
        if (S_ISDIR(status.st_mode))
            add(pack, &(struct pack_entry){.path = alloc_copy(here + 1), .mode = 0755});
        free(way->done);
        way->done = alloc_copy(here);
    }
    free(way->rest);
    way->rest = scope_take(rest);
    return 0;
}

int program_pack_add_file(struct program_pack *pack, const char *from, const char *to,
                          struct err *err)
{
    if (to) {
        if (*to != '/' || strstr(to, "/../"))
            return err_input(err, "%s: where a file goes is a path from /", to);
        add_folders(pack, to + 1);
        return add_tree(pack, from, to + 1, 0, err);
    }
    __attribute__((cleanup(way_done))) struct way way = {.done = alloc_copy("")};
    if (*from != '/')
        return err_input(err, "%s: a path from / is wanted", from);
    way.rest = alloc_copy(from);
    int result = 0;
    while (result == 0 && way.rest[strspn(way.rest, "/")])
        result = step(pack, &way, err);
    if (result < 0 || !*way.done)
        return result < 0 ? result : err_input(err, "%s: the whole root is not packed", from);
    return add_tree(pack, way.done, way.done + 1, 0, err);
}

// --- a plan ------------------------------------------------------------------------------------

static int add_need(const char *path, void *pack, struct err *err)
{
    return program_pack_add_file(pack, path, NULL, err);
}

// "from" or "from:to".
static int add_named(struct program_pack *pack, const char *text, struct err *err)
{
    const char *colon = strchr(text, ':');
    scope_free char *from =
        colon ? alloc_printf("%.*s", (int)(colon - text), text) : alloc_copy(text);
    struct stat status;
    bool is_program =
        !colon && stat(from, &status) == 0 && S_ISREG(status.st_mode) && access(from, X_OK) == 0;
    // A program that the program starts has needs of its own.
    int result = is_program ? program_needs(from, add_need, pack, err)
                            : program_pack_add_file(pack, from, colon ? colon + 1 : NULL, err);
    return result < 0 ? err_prefix(err, "files") : 0;
}

int program_pack_add(struct program_pack *pack, const struct exec_plan *plan, struct err *err)
{
    int result = program_needs(plan->program, add_need, pack, err);
    for (size_t i = 0; result == 0 && i < plan->file_count; i++)
        result = add_named(pack, plan->files[i], err);
    return result;
}

int program_pack_check_memory(const struct program_pack *pack, uint64_t memory_bytes,
                              struct err *err)
{
    char packed[UNITS_TEXT_SIZE], needed[UNITS_TEXT_SIZE], has[UNITS_TEXT_SIZE];
    uint64_t need_bytes = 2 * pack->bytes + GUEST_OWN_BYTES;
    if (pack->count == 0 || need_bytes <= memory_bytes)
        return 0;
    return err_input(err,
                     "the program and what it needs are %s, which a guest holds twice while it "
                     "boots: with its kernel that takes %s, and shape.memory is %s",
                     units_format_bytes(packed, pack->bytes),
                     units_format_bytes(needed, need_bytes), units_format_bytes(has, memory_bytes));
}

static int write_entry(const struct pack_entry *entry, struct archive_writer *writer,
                       struct err *err)
{
    if (entry->target)
        return archive_writer_link(writer, entry->path, entry->target, err);
    if (!entry->source)
        return archive_writer_dir(writer, entry->path, err);
    scope_free char *bytes = NULL;
    size_t length;
    int result = path_read(entry->source, FILE_MAX_BYTES, &bytes, &length, err);
    return result < 0 ? result
                      : archive_writer_file(writer, entry->path, entry->mode, bytes, length, err);
}

int program_pack_write(const struct program_pack *pack, struct archive_writer *writer,
                       struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < pack->count; i++)
        result = write_entry(&pack->list[i], writer, err);
    return result;
}

void program_pack_done(struct program_pack *pack)
{
    for (size_t i = 0; i < pack->count; i++) {
        free(pack->list[i].path);
        free(pack->list[i].source);
        free(pack->list[i].target);
    }
    free(pack->list);
    *pack = (struct program_pack){0};
}
