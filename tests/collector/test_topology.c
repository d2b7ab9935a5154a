// SPDX-License-Identifier: GPL-3.0-or-later
// Small hosts that no captured one shows: CPUs that are offline, no NUMA at all, a disk and a card
// at their nodes, a card with virtual functions.
#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(collector_topology, .init = tree_make, .fini = tree_remove);

#define CPU "/sys/devices/system/cpu"

static void put(const char *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *path = NULL;
    cr_assert_geq(vasprintf(&path, format, arguments), 0);
    va_end(arguments);
    tree_put(path, text);
    free(path);
}

static void put_number(uint64_t number, const char *path)
{
    scope_free char *text = alloc_printf("%" PRIu64 "\n", number);
    tree_put(path, text);
}

// A CPU of two-thread cores: CPU i is thread i / cores of core i % cores; all in one package a
// node.
static void put_cpu(unsigned cpu, unsigned package, unsigned core, unsigned siblings,
                    unsigned package_cpus)
{
    scope_free char *folder = alloc_printf(CPU "/cpu%u/topology", cpu);
    scope_free char *threads = alloc_printf("%x\n", siblings);
    scope_free char *all = alloc_printf("%x\n", package_cpus);
    scope_free char *core_path = alloc_printf("%s/core_id", folder);
    scope_free char *package_path = alloc_printf("%s/physical_package_id", folder);
    put_number(core, core_path);
    put_number(package, package_path);
    put(threads, "%s/thread_siblings", folder);
    put(threads, "%s/core_cpus", folder);
    put(all, "%s/core_siblings", folder);
    put(all, "%s/package_cpus", folder);
}

static void put_node(unsigned node, const char *cpumap, unsigned mib)
{
    scope_free char *meminfo = alloc_printf("Node %u MemTotal: %u kB\n", node, mib * 1024);
    put(cpumap, "/sys/devices/system/node/node%u/cpumap", node);
    put(meminfo, "/sys/devices/system/node/node%u/meminfo", node);
}

static void put_cpuinfo(unsigned cpus)
{
    scope_free char *text = alloc_copy("");
    for (unsigned i = 0; i < cpus; i++) {
        char *longer = alloc_printf("%sprocessor\t: %u\nmodel name\t: Made up\n\n", text, i);
        free(text);
        text = longer;
    }
    tree_put("/proc/cpuinfo", text);
}

// Two packages of two cores of two threads, a node each: package p has the CPUs 2p, 2p+1 and, their
// siblings, 2p+4, 2p+5.
static void put_two_packages(void)
{
    for (unsigned i = 0; i < 8; i++) {
        unsigned package = i % 4 / 2, first = i % 4;
        put_cpu(i, package, i % 2, 1u << first | 1u << (first + 4), package ? 0xcc : 0x33);
    }
    put_node(0, "33\n", 2048);
    put_node(1, "cc\n", 4096);
    put_cpuinfo(8);
    tree_put(CPU "/online", "0-7\n");
    tree_put(CPU "/possible", "0-7\n");
    tree_put("/sys/devices/system/node/online", "0-1\n");
}

static void read_tree(struct topology *topology)
{
    struct err err = {0};
    cr_assert_eq(topology_read(tree_root(), topology, &err), 0, "%s", err_text(&err));
}

static void expect_set(const struct cpu_set *set, const char *wanted)
{
    scope_free char *text = cpu_set_format(set);
    cr_expect_str_eq(text, wanted, "%s, not %s", text, wanted);
}

Test(collector_topology, packages_nodes_cores_and_their_memory)
{
    struct topology topology;
    put_two_packages();
    read_tree(&topology);
    const struct host_map *map = &topology.map;
    cr_assert_eq(map->package_count, 2);
    cr_assert_eq(map->node_count, 2);
    cr_assert_eq(map->core_count, 4);
    expect_set(&map->packages[1].cpus, "2-3,6-7");
    expect_set(&map->nodes[1].cpus, "2-3,6-7");
    expect_set(&map->cores[3].cpus, "3,7");
    cr_expect_eq(map->nodes[0].memory_bytes, UINT64_C(2) << 30);
    cr_expect_eq(map->nodes[1].memory_bytes, UINT64_C(4) << 30);
    expect_set(&map->offline, "");
    topology_done(&topology);
}

Test(collector_topology, cpus_that_are_offline_are_told_and_counted_nowhere)
{
    struct topology topology;
    put_two_packages();
    tree_drop(CPU "/cpu5/topology");
    tree_drop(CPU "/cpu7/topology");
    tree_put(CPU "/cpu5/online", "0\n");
    tree_put(CPU "/cpu7/online", "0\n");
    tree_put(CPU "/online", "0-4,6\n");
    put_cpu(1, 0, 1, 0x02, 0x13);
    put_cpu(3, 1, 1, 0x08, 0x4c);
    put_node(0, "13\n", 2048);
    put_node(1, "4c\n", 4096);
    read_tree(&topology);
    cr_expect_eq(topology.cpus, 6);
    cr_expect_eq(topology.cores, 4);
    expect_set(&topology.map.online, "0-4,6");
    expect_set(&topology.map.allowed, "0-4,6");
    expect_set(&topology.map.offline, "5,7");
    expect_set(&topology.map.cores[1].cpus, "1");
    cr_expect_eq(host_map_node_of(&topology.map, 5), -1);
    topology_done(&topology);
}

Test(collector_topology, a_host_without_numa_is_one_node_of_all_its_cpus)
{
    struct topology topology;
    for (unsigned i = 0; i < 3; i++)
        put_cpu(i, 0, i, 1u << i, 7);
    put_cpuinfo(3);
    tree_put(CPU "/online", "0-2\n");
    tree_put("/proc/meminfo", "MemTotal: 1048576 kB\nMemFree: 4096 kB\n");
    read_tree(&topology);
    cr_assert_eq(topology.map.node_count, 1);
    expect_set(&topology.map.nodes[0].cpus, "0-2");
    cr_expect_eq(topology.map.nodes[0].memory_bytes, UINT64_C(1) << 30);
    cr_expect_eq(topology.numa_nodes, 1);
    cr_expect_eq(topology.cores, 3);
    topology_done(&topology);
}

// --- devices -----------------------------------------------------------------------------------

// A PCI function as sysfs has it, on a root bus of its node's: the bus's link, its configuration
// and where it is near.
static void put_pci(const char *address, const char *class, int node)
{
    scope_free char *folder = alloc_printf("/sys/devices/pci%.7s/%s", address, address);
    scope_free char *number = alloc_printf("%d\n", node);
    scope_free char *uevent = alloc_printf("PCI_CLASS=%s\nPCI_SLOT_NAME=%s\n", class, address);
    unsigned char config[64] = {0x86, 0x80, 0x21, 0x15};
    put(class, "%s/class", folder);
    put("0x8086\n", "%s/vendor", folder);
    put("0x1521\n", "%s/device", folder);
    put("0x8086\n", "%s/subsystem_vendor", folder);
    put("0x0001\n", "%s/subsystem_device", folder);
    put("0x01\n", "%s/revision", folder);
    put(number, "%s/numa_node", folder);
    put(uevent, "%s/uevent", folder);
    put(node == 1 ? "cc\n" : "33\n", "%s/local_cpus", folder);
    scope_free char *config_path = alloc_printf("%s/config", folder);
    tree_put_bytes(config_path, config, sizeof config);
    scope_free char *bus = tree_path("/sys/bus/pci/devices");
    scope_free char *link = alloc_printf("%s/%s", bus, address);
    scope_free char *target = alloc_printf("../../../devices/pci%.7s/%s", address, address);
    cr_assert_eq(path_make_dirs(bus, NULL), 0);
    cr_assert_eq(symlink(target, link), 0);
}

static void put_link(const char *target, const char *path)
{
    scope_free char *full = tree_path(path);
    scope_free char *folder = alloc_printf("%.*s", (int)(strrchr(full, '/') - full), full);
    cr_assert_eq(path_make_dirs(folder, NULL), 0);
    cr_assert_eq(symlink(target, full), 0, "%s: %s", full, strerror(errno));
}

static void put_card(const char *address, const char *name)
{
    scope_free char *own =
        alloc_printf("/sys/devices/pci%.7s/%s/net/%s/address", address, address, name);
    scope_free char *link = alloc_printf("/sys/class/net/%s", name);
    scope_free char *target =
        alloc_printf("../../devices/pci%.7s/%s/net/%s", address, address, name);
    scope_free char *device =
        alloc_printf("/sys/devices/pci%.7s/%s/net/%s/device", address, address, name);
    scope_free char *back = alloc_printf("../../../%s", address);
    tree_put(own, "02:00:00:00:00:01\n");
    put_link(target, link);
    put_link(back, device);
}

static const struct host_device *find_device(const struct host_map *map, const char *name)
{
    for (size_t i = 0; i < map->device_count; i++)
        if (strcmp(map->devices[i].name, name) == 0)
            return &map->devices[i];
    return NULL;
}

Test(collector_topology, cards_and_functions_stand_at_their_node_and_physical_function)
{
    struct topology topology;
    put_two_packages();
    put_pci("0000:00:04.0", "0x020000\n", 0);
    put_card("0000:00:04.0", "eth0");
    put_pci("0000:80:05.0", "0x020000\n", 1);
    put_card("0000:80:05.0", "eth1");
    put_pci("0000:80:05.1", "0x020000\n", 1);
    put_card("0000:80:05.1", "eth2");
    put_pci("0000:80:05.2", "0x020000\n", 1);
    put_link("../0000:80:05.0", "/sys/devices/pci0000:80/0000:80:05.1/physfn");
    put_link("../0000:80:05.0", "/sys/devices/pci0000:80/0000:80:05.2/physfn");
    read_tree(&topology);
    const struct host_map *map = &topology.map;
    const struct host_device *near = find_device(map, "eth0"), *far = find_device(map, "eth1");
    const struct host_device *used = find_device(map, "eth2");
    const struct host_device *free_one = find_device(map, "0000:80:05.2");
    cr_assert(near && far && used && free_one);
    cr_expect_eq(near->node, 0);
    cr_expect_eq(far->node, 1);
    cr_expect_str_eq(far->pci, "0000:80:05.0");
    cr_expect_str_eq(far->parent, "");
    cr_expect_str_eq(used->parent, "0000:80:05.0");
    cr_expect_eq(used->node, 1);
    cr_expect_eq(free_one->kind, HOST_DEVICE_FUNCTION);
    cr_expect_str_eq(free_one->parent, "0000:80:05.0");
    cr_expect_eq(free_one->node, 1);
    topology_done(&topology);
}

Test(collector_topology, what_is_no_xml_of_hwloc_is_refused)
{
    struct topology topology = {.cpus = 99};
    struct err err = {0};
    cr_expect_eq(topology_read_xml("<html/>", &topology, &err), -EINVAL);
    cr_expect_eq(topology_read_xml("", &topology, NULL), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "lstopo"));
    cr_expect_eq(topology.cpus, 99);
    err_done(&err);
}
