// SPDX-License-Identifier: GPL-3.0-or-later
// Homes on hosts of several kinds: made-up maps, and this host's.
#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "bench/placement.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/host_map.h"

// Four sockets of two cores of two threads on one node, numbered as that host's kernel does: the
// package changes fastest, a core's second thread is 8 further.
static const char four_sockets[] = "host-map 1\nonline 0-15\nallowed 0-15\noffline -\n"
                                   "package 0 0,4,8,12\npackage 1 1,5,9,13\n"
                                   "package 2 2,6,10,14\npackage 3 3,7,11,15\n"
                                   "node 0 17179869184 0-15\n"
                                   "core 0 0,8\ncore 1 4,12\ncore 0 1,9\ncore 1 5,13\n"
                                   "core 0 2,10\ncore 1 6,14\ncore 0 3,11\ncore 1 7,15\n"
                                   "cache 3 4194304 0,4,8,12\ncache 3 4194304 1,5,9,13\n"
                                   "cache 3 4194304 2,6,10,14\ncache 3 4194304 3,7,11,15\n";

// One package, two nodes of two cores of one thread, and a node of memory alone.
static const char two_nodes[] = "host-map 1\nonline 0-3\nallowed 0-3\noffline 4-5\n"
                                "package 0 0-3\nnode 0 1073741824 0-1\nnode 1 1073741824 2-3\n"
                                "node 2 4294967296 -\ncore 0 0\ncore 1 1\ncore 2 2\ncore 3 3\n";

struct expectation {
    const char *map;
    enum pinning pinning;
    uint32_t vcpus, guests;
    const char *homes; // of all guests, between slashes
};

static char *place(const struct host_map *map, enum pinning pinning, uint32_t vcpus,
                   uint32_t guests)
{
    scope_free struct shape *shapes = alloc_zeroed(guests, sizeof *shapes);
    struct placement placement;
    struct err err = {0};
    for (uint32_t i = 0; i < guests; i++)
        shapes[i] = (struct shape){vcpus, UINT64_C(128) << 20};
    cr_assert_eq(placement_make(map, pinning, shapes, guests, &placement, &err), 0, "%s",
                 err_text(&err));
    char *all = alloc_copy("");
    for (uint32_t i = 0; i < guests; i++) {
        char *longer = alloc_printf("%s%s%s", all, i ? "/" : "", placement.guests[i].cpus);
        free(all);
        all = longer;
    }
    placement_done(&placement);
    return all;
}

static void expect(const struct expectation *wanted)
{
    scope_host_map struct host_map map = {0};
    struct err err = {0};
    cr_assert_eq(host_map_parse(wanted->map, &map, &err), 0, "%s", err_text(&err));
    scope_free char *homes = place(&map, wanted->pinning, wanted->vcpus, wanted->guests);
    cr_expect_str_eq(homes, wanted->homes, "%s: %s, not %s", pinning_name(wanted->pinning), homes,
                     wanted->homes);
}

Test(bench_placement, spread_goes_around_packages_then_cores_then_threads)
{
    expect(&(struct expectation){four_sockets, PINNING_SPREAD, 1, 17,
                                 "0/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/0"});
    expect(&(struct expectation){four_sockets, PINNING_SPREAD, 3, 3, "0 1 2/3 4 5/6 7 8"});
}

Test(bench_placement, pack_fills_a_core_and_a_package_before_the_next)
{
    expect(&(struct expectation){four_sockets, PINNING_PACK, 1, 9, "0/8/4/12/1/9/5/13/2"});
    expect(&(struct expectation){four_sockets, PINNING_PACK, 4, 2, "0 8 4 12/1 9 5 13"});
}

Test(bench_placement, numa_keeps_a_guest_in_the_least_loaded_node)
{
    expect(&(struct expectation){two_nodes, PINNING_NUMA, 2, 4, "0-1/2-3/0-1/2-3"});
    expect(&(struct expectation){two_nodes, PINNING_NUMA, 1, 3, "0-1/2-3/0-1"});
    expect(&(struct expectation){two_nodes, PINNING_SPREAD, 1, 5, "0/2/1/3/0"});
    expect(&(struct expectation){two_nodes, PINNING_PACK, 1, 4, "0/1/2/3"});
}

Test(bench_placement, none_binds_nobody)
{
    expect(&(struct expectation){two_nodes, PINNING_NONE, 2, 2, "/"});
}

Test(bench_placement, cpus_that_are_offline_or_forbidden_are_given_to_nobody)
{
    static const char map[] = "host-map 1\nonline 0-6\nallowed 1,3-5\noffline 7\n"
                              "package 0 0-3\npackage 1 4-6\nnode 0 1073741824 0-3\n"
                              "node 1 1073741824 4-6\ncore 0 0,2\ncore 1 1,3\ncore 0 4,6\n"
                              "core 1 5\n";
    expect(&(struct expectation){map, PINNING_SPREAD, 1, 5, "1/4/5/3/1"});
    expect(&(struct expectation){map, PINNING_PACK, 1, 5, "1/3/4/5/1"});
    expect(&(struct expectation){map, PINNING_NUMA, 2, 2, "1,3/4-5"});
}

Test(bench_placement, more_vcpus_than_cpus_begin_again)
{
    expect(&(struct expectation){two_nodes, PINNING_PACK, 5, 2, "0 1 2 3 0/1 2 3 0 1"});
    expect(&(struct expectation){two_nodes, PINNING_SPREAD, 6, 1, "0 2 1 3 0 2"});
}

// The homes of the first guests are those they have alone: densities are compared.
Test(bench_placement, guests_that_follow_change_no_home)
{
    static const enum pinning policies[] = {PINNING_SPREAD, PINNING_PACK, PINNING_NUMA};
    scope_host_map struct host_map map = {0};
    cr_assert_eq(host_map_parse(two_nodes, &map, NULL), 0);
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        scope_free char *few = place(&map, policies[i], 2, 3);
        scope_free char *many = place(&map, policies[i], 2, 40);
        cr_expect_eq(strncmp(few, many, strlen(few)), 0, "%s, then %s", few, many);
    }
}

static void expect_refusal(const char *text, struct shape shape, const char *words)
{
    scope_host_map struct host_map map = {0};
    struct placement placement = {.count = 77};
    struct err err = {0};
    cr_assert_eq(host_map_parse(text, &map, NULL), 0);
    cr_expect_eq(placement_make(&map, PINNING_NUMA, &shape, 1, &placement, &err), -ENOTSUP);
    cr_expect_not_null(strstr(err_text(&err), words), "%s", err_text(&err));
    cr_expect_eq(err_exit_code(&err), 3);
    cr_expect_eq(placement.count, 77);
    err_done(&err);
}

Test(bench_placement, a_guest_larger_than_any_node_is_refused)
{
    expect_refusal(two_nodes, (struct shape){3, 1 << 20}, "larger than any NUMA node (at most 2");
    expect_refusal(two_nodes, (struct shape){1, UINT64_C(2) << 30}, "larger than any NUMA node");
    expect_refusal("host-map 1\nonline 0\nallowed 0\n", (struct shape){1, 1}, "no NUMA node");
}

// Node 0 has more CPUs, and is full of memory first.
Test(bench_placement, memory_that_is_left_goes_before_load)
{
    static const char map_text[] = "host-map 1\nonline 0-9\nallowed 0-9\n"
                                   "node 0 1073741824 0-7\nnode 1 8589934592 8-9\n";
    scope_host_map struct host_map map = {0};
    struct shape shapes[3] = {
        {1, UINT64_C(768) << 20}, {1, UINT64_C(768) << 20}, {1, UINT64_C(128) << 20}};
    struct placement placement;
    cr_assert_eq(host_map_parse(map_text, &map, NULL), 0);
    cr_assert_eq(placement_make(&map, PINNING_NUMA, shapes, 3, &placement, NULL), 0);
    cr_expect_eq(placement.guests[0].node, 0);
    cr_expect_eq(placement.guests[1].node, 1);
    cr_expect_eq(placement.guests[2].node, 0);
    placement_done(&placement);
}

Test(bench_placement, this_host_gives_only_cpus_that_we_may_use)
{
    static const enum pinning policies[] = {PINNING_SPREAD, PINNING_PACK, PINNING_NUMA};
    struct topology topology;
    struct err err = {0};
    cr_assert_eq(topology_read(NULL, &topology, &err), 0, "%s", err_text(&err));
    const struct shape shape = {1, UINT64_C(16) << 20};
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        struct placement placement;
        struct cpu_set home;
        cr_assert_eq(placement_make(&topology.map, policies[i], &shape, 1, &placement, &err), 0,
                     "%s", err_text(&err));
        cr_assert_eq(pinning_home_all(placement.guests[0].cpus, &home, NULL), 0);
        cr_expect_not(cpu_set_is_empty(&home));
        cpu_set_drop(&home, &topology.map.allowed);
        cr_expect(cpu_set_is_empty(&home));
        placement_done(&placement);
    }
    topology_done(&topology);
}
