// SPDX-License-Identifier: GPL-3.0-or-later
// A host as text and back.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/host_map.h"

static const char two_nodes[] = "host-map 1\n"
                                "online 0-7\n"
                                "allowed 0-5\n"
                                "offline 8\n"
                                "package 0 0-1,4-5\n"
                                "package 1 2-3,6-7\n"
                                "node 0 17179869184 0-1,4-5\n"
                                "node 1 17179869184 2-3,6-7\n"
                                "node 7 0 -\n"
                                "core 0 0,4\n"
                                "core 1 1,5\n"
                                "core 0 2,6\n"
                                "core 1 3,7\n"
                                "cache 1 32768 0,4\n"
                                "cache 3 8388608 0-1,4-5\n"
                                "disk vda 0000:00:03.0 - 0\n"
                                "nic eth0 0000:3b:00.0 - 1\n"
                                "function 0000:3b:02.0 0000:3b:02.0 0000:3b:00.0 -\n";

Test(model_host_map, a_map_reads_back_the_same)
{
    scope_host_map struct host_map map = {0};
    struct err err = {0};
    cr_assert_eq(host_map_parse(two_nodes, &map, &err), 0, "%s", err_text(&err));
    scope_free char *again = host_map_format(&map);
    cr_expect_str_eq(again, two_nodes);
}

Test(model_host_map, tells_where_a_cpu_is)
{
    scope_host_map struct host_map map = {0};
    cr_assert_eq(host_map_parse(two_nodes, &map, NULL), 0);
    cr_expect_eq(host_map_package_of(&map, 6), 1);
    cr_expect_eq(host_map_node_of(&map, 6), 1);
    cr_expect_eq(host_map_core_of(&map, 6), 2);
    cr_expect_eq(map.caches[host_map_last_cache_of(&map, 4)].level, 3);
    cr_expect_eq(host_map_last_cache_of(&map, 6), -1);
    cr_expect_eq(host_map_node_of(&map, 99), -1);
    cr_expect_eq(map.devices[2].node, HOST_MAP_NO_NODE);
    cr_expect_str_eq(map.devices[2].parent, "0000:3b:00.0");
    cr_expect_str_eq(map.devices[1].parent, "");
}

static void expect_refusal(const char *text, const char *words)
{
    struct host_map map = {.node_count = 77};
    struct err err = {0};
    cr_expect_eq(host_map_parse(text, &map, &err), -EINVAL, "'%s'", text);
    cr_expect_not_null(strstr(err_text(&err), words), "%s", err_text(&err));
    cr_expect_eq(map.node_count, 77, "*ret_map was touched");
    err_done(&err);
}

Test(model_host_map, says_the_line_that_is_wrong)
{
    expect_refusal("", "line 1");
    expect_refusal("host-map 2\n", "line 1");
    expect_refusal("host-map 1\nonline 0\ndisk vda\n", "line 3: 'disk' has 2 fields");
    expect_refusal("host-map 1\npackage 0 0-\n", "line 2");
    expect_refusal("host-map 1\nnode -1 0 0\n", "line 2");
    expect_refusal("host-map 1\ncache 12 1 0\n", "line 2");
    expect_refusal("host-map 1\nmoon 0\n", "knows no 'moon'");
    expect_refusal("host-map 1\ncore 0 0 1 2 3 4 5\n", "has 8 fields");
}

Test(model_host_map, a_name_with_blanks_stays_one_field)
{
    scope_host_map struct host_map map = {0}, again = {0};
    host_map_add_device(&map, &(struct host_device){.kind = HOST_DEVICE_NIC,
                                                    .name = strdup("my card"),
                                                    .pci = strdup(""),
                                                    .parent = strdup(""),
                                                    .node = 3});
    scope_free char *text = host_map_format(&map);
    cr_assert_eq(host_map_parse(text, &again, NULL), 0);
    cr_expect_str_eq(again.devices[0].name, "my_card");
    cr_expect_eq(again.devices[0].node, 3);
}
