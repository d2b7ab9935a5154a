// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a program's head and asks its loader. Nothing of the program itself is run.
#include "bench/program_needs.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"

enum { HEAD_BYTES = 4096, SCRIPTS_MAX = 4, SEGMENTS_MAX = 64, LOADER_PATH_MAX = 4096 };
#define LOADER_TIMEOUT_NS (20 * CLOCK_NS_PER_SECOND)

static int need(const char *program, int depth, program_takes takes, void *context,
                struct err *err);

// --- programs ----------------------------------------------------------------------------------

// The loader that an ELF program names, a new string in *ret_loader, or NULL for a static one.
static int find_loader(int fd, const char *program, const Elf64_Ehdr *head, char **ret_loader,
                       struct err *err)
{
    *ret_loader = NULL;
    for (int i = 0; i < head->e_phnum && i < SEGMENTS_MAX; i++) {
        Elf64_Phdr segment;
        off_t at = (off_t)(head->e_phoff + (uint64_t)i * sizeof segment);
        if (pread(fd, &segment, sizeof segment, at) != (ssize_t)sizeof segment)
            return err_input(err, "%s: its program headers are cut off", program);
        if (segment.p_type != PT_INTERP)
            continue;
        if (segment.p_filesz < 2 || segment.p_filesz > LOADER_PATH_MAX)
            return err_input(err, "%s: it names no loader that could be", program);
        char *loader = alloc_zeroed(segment.p_filesz + 1, 1);
        if (pread(fd, loader, segment.p_filesz, (off_t)segment.p_offset) !=
            (ssize_t)segment.p_filesz) {
            free(loader);
            return err_input(err, "%s: its loader's name is cut off", program);
        }
        *ret_loader = loader;
        return 0;
    }
    return 0;
}

// "libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x...)", "/lib64/ld-linux-x86-64.so.2 (0x...)",
// "libx.so => not found", "linux-vdso.so.1 (0x...)".
static int take_line(const char *program, char *line, program_takes takes, void *context,
                     struct err *err)
{
    line += strspn(line, " \t");
    char *arrow = strstr(line, " => ");
    if (arrow && strncmp(arrow + 4, "not found", 9) == 0)
        return err_input(err, "%s needs the library %.*s, which is not found", program,
                         (int)(arrow - line), line);
    char *path = arrow ? arrow + 4 : line;
    path[strcspn(path, " \t")] = '\0';
    return *path == '/' ? takes(path, context, err) : 0;
}

static int take_list(const char *program, char *list, program_takes takes, void *context,
                     struct err *err)
{
    char *rest;
    int result = 0;
    for (char *line = strtok_r(list, "\n", &rest); line && result == 0;
         line = strtok_r(NULL, "\n", &rest))
        result = take_line(program, line, takes, context, err);
    return result;
}

static int ask_loader(const char *program, const char *loader, program_takes takes, void *context,
                      struct err *err)
{
    const char *const argv[] = {loader, "--list", program, NULL};
    const struct process_options options = {.timeout_ns = LOADER_TIMEOUT_NS};
    struct process_result answer = {0};
    if (access(loader, X_OK) < 0)
        return err_input(err, "%s wants the loader %s: %s", program, loader, strerror(errno));
    int result = process_run(argv, &options, &answer, err);
    if (result == 0 && answer.exit_code != 0) {
        answer.output[strcspn(answer.output, "\n")] = '\0';
        // The loader's own words name what it did not find.
        result = err_input(err, "%s cannot be loaded: %s", program, answer.output);
    }
    if (result == 0)
        result = takes(loader, context, err);
    if (result == 0)
        result = take_list(program, answer.output, takes, context, err);
    process_result_done(&answer);
    return result;
}

static int need_elf(int fd, const char *program, const Elf64_Ehdr *head, program_takes takes,
                    void *context, struct err *err)
{
    if (head->e_ident[EI_CLASS] != ELFCLASS64 || head->e_machine != EM_X86_64)
        return err_input(err,
                         "%s is a program of another architecture (ELF machine %u, %s bits); "
                         "guests are x86-64",
                         program, head->e_machine,
                         head->e_ident[EI_CLASS] == ELFCLASS64 ? "64" : "32");
    if (head->e_phentsize != sizeof(Elf64_Phdr))
        return err_input(err, "%s: no ELF program", program);
    scope_free char *loader = NULL;
    int result = find_loader(fd, program, head, &loader, err);
    return result < 0 || !loader ? result : ask_loader(program, loader, takes, context, err);
}

// --- scripts -----------------------------------------------------------------------------------

static bool is_env(const char *interpreter)
{
    const char *slash = strrchr(interpreter, '/');
    return strcmp(slash ? slash + 1 : interpreter, "env") == 0;
}

// "#!/bin/sh -e", "#!/usr/bin/env python3": what env looks for is needed, too.
static int need_script(const char *program, char *head, int depth, program_takes takes,
                       void *context, struct err *err)
{
    char *rest;
    head[strcspn(head, "\n")] = '\0';
    char *interpreter = strtok_r(head + 2, " \t\r", &rest);
    char *argument = interpreter ? strtok_r(NULL, " \t\r", &rest) : NULL;
    if (!interpreter || *interpreter != '/')
        return err_input(err, "%s: its first line names no interpreter", program);
    int result = need(interpreter, depth + 1, takes, context, err);
    if (result == 0 && argument && is_env(interpreter)) {
        scope_free char *found = process_find(argument);
        result = found ? need(found, depth + 1, takes, context, err)
                       : err_input(err, "%s: its interpreter %s is not found", program, argument);
    }
    return result < 0 ? err_prefix(err, "%s", program) : 0;
}

static int need(const char *program, int depth, program_takes takes, void *context, struct err *err)
{
    char head[HEAD_BYTES + 1] = "";
    scope_close int fd = open(program, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_input(err, "%s: %s", program, strerror(errno));
    if (depth > SCRIPTS_MAX)
        return err_input(err, "%s: scripts that interpret scripts, more than %d deep", program,
                         SCRIPTS_MAX);
    ssize_t length = read(fd, head, HEAD_BYTES);
    if (length < 0)
        return err_input(err, "%s: %s", program, strerror(errno));
    int result = takes(program, context, err);
    if (result < 0)
        return result;
    if (length > 2 && memcmp(head, "#!", 2) == 0)
        return need_script(program, head, depth, takes, context, err);
    if (length < (ssize_t)sizeof(Elf64_Ehdr) || memcmp(head, ELFMAG, SELFMAG) != 0)
        return err_input(err, "%s is neither an ELF program nor a script with #!", program);
    Elf64_Ehdr elf;
    memcpy(&elf, head, sizeof elf);
    return need_elf(fd, program, &elf, takes, context, err);
}

int program_needs(const char *program, program_takes takes, void *context, struct err *err)
{
    scope_free char *path = process_find(program);
    if (path)
        return need(path, 0, takes, context, err);
    if (strchr(program, '/') && access(program, F_OK) == 0)
        return err_input(err, "%s may not be executed (chmod +x)", program);
    return err_input(err, "%s: no such program%s", program, strchr(program, '/') ? "" : " in PATH");
}
