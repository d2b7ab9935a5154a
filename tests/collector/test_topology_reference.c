// SPDX-License-Identifier: GPL-3.0-or-later
// Captured hosts with a published topology: the counts hwloc's own listing shows are the ones we
// tell. The captures lie in FULLHOUSE_REFERENCE/hwloc, never in this project.
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

static void unpack(const char *folder, const char *name)
{
    scope_free char *archive = alloc_printf("%s/%s.tar.bz2", folder, name);
    const char *const argv[] = {"tar", "-xjf", archive, "-C", tree_root(), "--strip-components=1",
                                NULL};
    struct process_result result;
    struct err err = {0};
    cr_assert_eq(process_run(argv, NULL, &result, &err), 0, "%s", err_text(&err));
    cr_assert_eq(result.exit_code, 0, "%s", result.output);
    process_result_done(&result);
}

// Objects of a type in the listing: lines such as "      PU L#3 (P#3)".
static uint32_t count_listed(const char *listing, const char *type)
{
    scope_free char *start = alloc_printf("%s L#", type);
    uint32_t count = 0;
    for (const char *line = listing; line && *line;
         line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        const char *text = line + strspn(line, " ");
        count += strncmp(text, start, strlen(start)) == 0;
    }
    return count;
}

static void compare(const char *name)
{
    const char *reference = getenv("FULLHOUSE_REFERENCE");
    if (!reference)
        cr_skip_test("FULLHOUSE_REFERENCE is not set");
    tree_make();
    scope_free char *folder = path_join(reference, "hwloc");
    scope_free char *console = alloc_printf("%s/%s.console", folder, name);
    scope_free char *listing = NULL;
    struct topology topology;
    struct err err = {0};
    cr_assert_eq(path_read(console, 1 << 20, &listing, NULL, &err), 0, "%s", err_text(&err));
    unpack(folder, name);
    cr_assert_eq(topology_read(tree_root(), &topology, &err), 0, "%s", err_text(&err));
    cr_expect_eq(topology.cpus, count_listed(listing, "PU"), "%u CPUs", topology.cpus);
    cr_expect_eq(topology.cores, count_listed(listing, "Core"), "%u cores", topology.cores);
    cr_expect_eq(topology.sockets, count_listed(listing, "Package"), "%u", topology.sockets);
    cr_expect_eq(topology.numa_nodes, count_listed(listing, "NUMANode"), "%u", topology.numa_nodes);
    cr_expect_not_null(strstr(topology.xml, "<topology"));
    topology_done(&topology);
    tree_remove();
}

Test(reference_hwloc, four_sockets_with_two_cores_of_two_threads)
{
    compare("16em64t-4s2c2t");
}

Test(reference_hwloc, eight_nodes_of_two_cores)
{
    compare("16amd64-8n2c");
}

Test(reference_hwloc, two_arm_cores)
{
    compare("2arm-2c");
}

Test(reference_hwloc, four_sockets_of_two_nodes_each)
{
    compare("64amd64-4s2n4ca2co");
}

Test(reference_hwloc, four_nodes_that_are_no_sockets)
{
    compare("96em64t-4no4pa3ca2co");
}
