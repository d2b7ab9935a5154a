// SPDX-License-Identifier: GPL-3.0-or-later
// Real programs of this host, scripts and broken files: what is packed of them, and what is said.
#include "bench/program_pack.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/exec_plan.h"
#include "common/model/record.h"
#include "tests/collector/tree.h"

TestSuite(harness_program_pack, .init = tree_make, .fini = tree_remove);

static struct program_pack pack;
static struct err err;

static int add(const char *program)
{
    struct exec_plan *plan = exec_plan_new();
    record_set(&plan->program, alloc_copy(program));
    int result = program_pack_add(&pack, plan, &err);
    exec_plan_free(plan);
    return result;
}

static const struct pack_entry *find(const char *path)
{
    for (size_t i = 0; i < pack.count; i++)
        if (strcmp(pack.list[i].path, path + 1) == 0)
            return &pack.list[i];
    return NULL;
}

static void expect_refused(const char *program, const char *word)
{
    cr_expect_eq(add(program), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), word), "'%s' lacks '%s'", err_text(&err), word);
    program_pack_done(&pack);
    err_done(&err);
}

static char *put_program(const char *path, const char *text)
{
    char *full = tree_path(path);
    tree_put(path, text);
    cr_assert_eq(chmod(full, 0755), 0);
    return full;
}

// Every folder comes before what is in it, whatever links lead there.
static void expect_order(void)
{
    for (size_t i = 0; i < pack.count; i++) {
        const char *slash = strrchr(pack.list[i].path, '/');
        scope_free char *folder =
            slash ? alloc_printf("/%.*s", (int)(slash - pack.list[i].path), pack.list[i].path)
                  : NULL;
        cr_expect(!folder || (find(folder) && find(folder) < &pack.list[i]), "%s",
                  pack.list[i].path);
    }
}

Test(harness_program_pack, program_brings_its_loader_and_libraries)
{
    cr_assert_eq(add("/usr/bin/printf"), 0, "%s", err_text(&err));
    const struct pack_entry *program = find("/usr/bin/printf");
    cr_assert_not_null(program);
    cr_expect_eq(program->mode & 0111, 0111);
    bool has_loader = false, has_libc = false;
    for (size_t i = 0; i < pack.count; i++) {
        has_loader |= strstr(pack.list[i].path, "ld-linux-x86-64.so.2") != NULL;
        has_libc |= strstr(pack.list[i].path, "libc.so.6") != NULL;
    }
    cr_expect(has_loader && has_libc);
    cr_expect_gt(pack.bytes, 1 << 20);
    expect_order();
    program_pack_done(&pack);
}

Test(harness_program_pack, script_brings_its_interpreter)
{
    scope_free char *plain = put_program("/plain", "#!/bin/sh -e\necho\n");
    scope_free char *env = put_program("/env", "#!/usr/bin/env sh\necho\n");
    cr_assert_eq(add(plain), 0, "%s", err_text(&err));
    cr_expect(find("/bin/sh") || find("/usr/bin/sh"));
    cr_expect_not_null(find(plain));
    program_pack_done(&pack);
    cr_assert_eq(add(env), 0, "%s", err_text(&err));
    cr_expect(find("/usr/bin/env") && (find("/usr/bin/sh") || find("/bin/sh")));
    expect_order();
    program_pack_done(&pack);
}

Test(harness_program_pack, what_cannot_run_is_named)
{
    scope_free char *text = put_program("/text", "just text\n");
    scope_free char *loop = tree_path("/loop");
    scope_free char *loop_line = alloc_printf("#!%s\n", loop);
    scope_free char *foreign = tree_path("/foreign");
    char head[64] = "\x7f"
                    "ELF\x02\x01\x01";
    head[18] = (char)183; // AArch64
    tree_put_bytes("/foreign", head, sizeof head);
    cr_assert_eq(chmod(foreign, 0755), 0);
    free(put_program("/loop", loop_line));
    expect_refused("no-such-program-anywhere", "no such program in PATH");
    expect_refused("/nowhere/program", "/nowhere/program: no such program");
    expect_refused("/etc/passwd", "may not be executed");
    expect_refused(text, "neither an ELF program nor a script");
    expect_refused(foreign, "another architecture (ELF machine 183");
    expect_refused(loop, "deep");
    free(put_program("/lost", "#!/nowhere/interpreter\n"));
    scope_free char *lost = tree_path("/lost");
    expect_refused(lost, "/nowhere/interpreter");
}

// A copy of a real program whose library has another name now.
Test(harness_program_pack, missing_library_is_named)
{
    scope_free char *bytes = NULL;
    size_t length;
    cr_assert_eq(path_read("/usr/bin/printf", 1 << 24, &bytes, &length, NULL), 0);
    char *name = memmem(bytes, length, "libc.so.6", 10);
    cr_assert_not_null(name);
    memcpy(name, "libq.so.6", 9);
    tree_put_bytes("/broken", bytes, length);
    scope_free char *path = tree_path("/broken");
    cr_assert_eq(chmod(path, 0755), 0);
    expect_refused(path, "libq.so.6");
}

Test(harness_program_pack, files_come_at_their_place)
{
    tree_put("/folder/inner/file", "1");
    scope_free char *folder = tree_path("/folder");
    cr_assert_eq(program_pack_add_file(&pack, folder, "/etc/mine", &err), 0, "%s", err_text(&err));
    cr_expect_not_null(find("/etc/mine/inner/file"));
    expect_order();
    cr_expect_eq(program_pack_add_file(&pack, folder, "/dev/mine", &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "has its own /dev"));
    err_done(&err);
    cr_expect_eq(program_pack_add_file(&pack, "/nowhere", NULL, NULL), -EINVAL);
    cr_expect_eq(program_pack_add_file(&pack, "relative", NULL, NULL), -EINVAL);
    program_pack_done(&pack);
}

Test(harness_program_pack, must_fit_the_guests_memory)
{
    cr_assert_eq(add("/usr/bin/printf"), 0);
    cr_expect_eq(program_pack_check_memory(&pack, UINT64_C(128) << 20, &err), 0);
    cr_expect_eq(program_pack_check_memory(&pack, UINT64_C(48) << 20, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "shape.memory is 48.0 MiB"), "%s", err_text(&err));
    err_done(&err);
    program_pack_done(&pack);
}
