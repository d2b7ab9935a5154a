// SPDX-License-Identifier: GPL-3.0-or-later
// scripts/check-layers on small made-up trees: every kind of break is told with its line and with
// what is allowed, and a clean tree passes.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"

static char *root;

static void make_root(void)
{
    root = alloc_copy("/tmp/fullhouse-layers-XXXXXX");
    cr_assert_not_null(mkdtemp(root));
}

static void remove_root(void)
{
    path_remove_tree(root, NULL);
    free(root);
}

TestSuite(scripts_check_layers, .init = make_root, .fini = remove_root);

static void put(const char *name, const char *text)
{
    scope_free char *path = path_join(root, name);
    scope_free char *folder = alloc_copy(path);

    *strrchr(folder, '/') = '\0';
    cr_assert_eq(path_make_dirs(folder, NULL), 0);
    cr_assert_eq(path_write(path, text, strlen(text), 0600, NULL), 0);
}

// What the script says about the tree; its exit code into *ret_code.
static char *check(int *ret_code)
{
    const char *const argv[] = {TEST_SOURCE_DIR "/scripts/check-layers", root, NULL};
    const struct process_options options = {.timeout_ns = UINT64_C(20000000000)};
    struct process_result result = {0};
    struct err err = {0};

    cr_assert_eq(process_run(argv, &options, &result, &err), 0, "%s", err_text(&err));
    *ret_code = result.exit_code;
    return result.output;
}

static void assert_clean(void)
{
    int code;
    scope_free char *output = check(&code);

    cr_assert_eq(code, 0, "%s", output);
    cr_assert_str_empty(output);
}

static void assert_break(const char *line)
{
    int code;
    scope_free char *output = check(&code);

    cr_assert_eq(code, 1);
    cr_assert_not_null(strstr(output, line), "wanted: %s\ngot: %s", line, output);
    cr_assert_not_null(strstr(output, "check-layers: 1 break\n"), "%s", output);
}

Test(scripts_check_layers, passes_a_clean_tree)
{
    put("common/base/err.h", "#include <stdarg.h>\n");
    put("common/store/store.c", "#include <sqlite3.h>\n#include \"common/base/err.h\"\n");
    put("workloads/linux/agent.c", "#include \"common/model/load.h\"\n");
    put("bench/fleet.c", "#include \"collector/memory.h\"\n#include \"bench/fleet.h\"\n");
    put("cli/main.c", "#include \"bench/fleet.h\"\n#include \"reports/html.h\"\n");
    put("tests/bench/test_fleet.c", "#include <sqlite3.h>\n#include \"bench/fleet.h\"\n");
    assert_clean();
}

Test(scripts_check_layers, passes_an_empty_tree)
{
    assert_clean();
}

Test(scripts_check_layers, leaves_the_build_folder_alone)
{
    put("build/release/common/base/made.c", "#include \"cli/command.h\"\n");
    assert_clean();
}

Test(scripts_check_layers, refuses_looking_up)
{
    put("common/model/load.c", "// why\n\n#include \"bench/fleet.h\"\n");
    assert_break("common/model/load.c:3: common/model includes \"bench/fleet.h\"; "
                 "allowed: common/base common/stats, and itself\n");
}

Test(scripts_check_layers, refuses_looking_sideways)
{
    put("reports/html.c", "#include \"bench/fleet.h\"\n");
    assert_break("reports/html.c:1: reports includes \"bench/fleet.h\"; "
                 "allowed: common planner, and itself\n");
}

Test(scripts_check_layers, keeps_the_guest_small)
{
    put("workloads/linux/agent.c", "#include \"common/model/scenario.h\"\n");
    assert_break(
        "workloads/linux/agent.c:1: workloads/linux includes \"common/model/scenario.h\"; ");
}

Test(scripts_check_layers, sees_an_include_with_odd_spaces)
{
    put("common/base/err.c", "  #  include   \"cli/command.h\" // why\n");
    assert_break("common/base/err.c:1: common/base includes \"cli/command.h\"; allowed: itself\n");
}

Test(scripts_check_layers, refuses_a_foreign_header_outside_its_door)
{
    put("bench/fleet.c", "#include <libvirt/libvirt.h>\n");
    assert_break("bench/fleet.c:1: <libvirt/libvirt.h> outside its door; "
                 "allowed: collector/vir.* collector/vir_*.* bench/platform_libvirt*.*\n");
}

Test(scripts_check_layers, refuses_criterion_outside_the_tests)
{
    put("cli/main.c", "#include <criterion/criterion.h>\n");
    assert_break("cli/main.c:1: <criterion/criterion.h> outside its door; allowed: tests/*\n");
}

Test(scripts_check_layers, refuses_a_source_file)
{
    put("tests/test_err.c", "#include \"common/base/err.c\"\n");
    assert_break("tests/test_err.c:1: includes the source file \"common/base/err.c\"; ");
}

Test(scripts_check_layers, refuses_a_short_path)
{
    put("common/base/err.c", "#include \"err.h\"\n");
    assert_break("common/base/err.c:1: \"err.h\" names no room; write the path from the top");
}

Test(scripts_check_layers, refuses_our_header_in_angle_brackets)
{
    put("common/base/err.c", "#include <common/base/err.h>\n");
    assert_break("common/base/err.c:1: <common/base/err.h> is a header of ours; ");
}

Test(scripts_check_layers, refuses_a_folder_outside_the_plan)
{
    put("attic/old.c", "int old;\n");
    assert_break("attic/old.c:1: is in no room; add its folder to the plan");
}

Test(scripts_check_layers, keeps_reports_off_the_host)
{
    put("reports/html.c", "// never \"/proc/stat\"\nconst char *f = \"/proc/stat\";\n");
    assert_break("reports/html.c:2: reads \"/proc...\"; allowed: the store");
}

Test(scripts_check_layers, knows_who_starts_gnuplot)
{
    put("cli/cmd_report.c", "const char *argv[] = {\"gnuplot\", 0};\n");
    assert_break("cli/cmd_report.c:1: \"gnuplot\" outside its door; allowed: reports/gnuplot.* ");
}

Test(scripts_check_layers, keeps_libc_out_of_the_kernels)
{
    put("workloads/core/kernel_cpu.c", "#include <stdint.h>\n#include <stdio.h>\n");
    assert_break("workloads/core/kernel_cpu.c:2: <stdio.h> in code that runs without a libc; ");
}
