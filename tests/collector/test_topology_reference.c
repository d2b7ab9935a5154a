// SPDX-License-Identifier: GPL-3.0-or-later
// Captured hosts with a published topology: the counts hwloc's own listing shows are the ones we
// tell, and every CPU is in the package and the NUMA node it stands below. The captures lie in
// FULLHOUSE_REFERENCE/hwloc, never in this project.
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

// A line of the listing with the kernel's number, as "NUMANode L#3 (P#3 local=...)"; false for
// other types.
static bool is_listed(const char *line, const char *type, uint32_t *ret_id)
{
    scope_free char *start = alloc_printf("%s L#", type);
    const char *number = strstr(line, "(P#");
    if (strncmp(line + strspn(line, " "), start, strlen(start)) != 0 || !number)
        return false;
    *ret_id = (uint32_t)strtoul(number + 3, NULL, 10);
    return true;
}

static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end && end[1] ? end + 1 : NULL;
}

// Every PU of the listing is in our map in the package it stands below, and in the node that is the
// first child of what holds it: hwloc lists a node before the CPUs it is of.
static void compare_places(const char *listing, const struct host_map *map)
{
    uint32_t package = UINT32_MAX, node = UINT32_MAX, id;
    size_t checked = 0;
    for (const char *line = listing; line; line = next_line(line)) {
        if (is_listed(line, "Package", &id))
            package = id;
        else if (is_listed(line, "NUMANode", &id))
            node = id;
        if (!is_listed(line, "PU", &id))
            continue;
        int our_package = host_map_package_of(map, id), our_node = host_map_node_of(map, id);
        cr_assert_geq(our_node, 0, "CPU %u", id);
        cr_assert_geq(our_package, 0, "CPU %u", id);
        cr_expect_eq(map->packages[our_package].id, package, "CPU %u", id);
        cr_expect_eq(map->nodes[our_node].id, node, "CPU %u", id);
        checked++;
    }
    cr_expect_eq(checked, cpu_set_count(&map->online));
}

// As the store keeps it, and from hwloc's XML: the same host.
static void compare_copies(const struct topology *topology)
{
    scope_host_map struct host_map again = {0};
    struct topology from_xml;
    struct err err = {0};
    scope_free char *text = host_map_format(&topology->map);
    cr_assert_eq(host_map_parse(text, &again, &err), 0, "%s", err_text(&err));
    cr_assert_eq(topology_read_xml(topology->xml, &from_xml, &err), 0, "%s", err_text(&err));
    scope_free char *text_again = host_map_format(&again);
    scope_free char *text_xml = host_map_format(&from_xml.map);
    cr_expect_str_eq(text_again, text);
    cr_expect_str_eq(text_xml, text);
    topology_done(&from_xml);
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
    compare_places(listing, &topology.map);
    compare_copies(&topology);
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
