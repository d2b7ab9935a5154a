// SPDX-License-Identifier: GPL-3.0-or-later
// Disks and NICs of made-up hosts: partitions, devices that come and go, counters that wrap.
#include <math.h>
#include <string.h>

#include "collector/qdisc.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/observe.h"
#include "tests/collector/tree.h"

static void end(void)
{
    observe_end();
    tree_remove();
}

TestSuite(collector_source_device, .init = tree_make, .fini = end);

static void put_disks(const char *text)
{
    tree_put("/proc/diskstats", text);
}

static void put_block(const char *name)
{
    scope_free char *path = alloc_printf("/sys/block/%s/size", name);
    tree_put(path, "1\n");
}

Test(collector_source_device, reads_whole_disks)
{
    put_block("vda");
    put_block("loop0");
    put_block("cciss!c0d0");
    put_disks("254 0 vda 100 0 800 50 10 0 80 5 0 100 200 0 0 0 0 7 1\n"
              "254 1 vda1 100 0 800 50 10 0 80 5 0 100 200\n"
              "7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n"
              "104 0 cciss/c0d0 0 0 0 0 0 0 0 0 0 0 0\n");
    observe(&source_disk);
    observe_sample();
    put_disks("254 0 vda 300 0 4896 450 110 0 1080 305 3 600 2200 0 0 0 0 9 1\n"
              "254 1 vda1 300 0 4896 450 110 0 1080 305 3 600 2200\n"
              "7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n"
              "104 0 cciss/c0d0 5 0 0 0 0 0 0 0 0 0 0\n");
    observe_sample();
    expect_value("disk vda", "read_hz", 200);
    expect_value("disk vda", "write_hz", 100);
    expect_value("disk vda", "read_bytes_hz", 4096 * 512);
    expect_value("disk vda", "write_bytes_hz", 1000 * 512);
    expect_value("disk vda", "busy_ratio", 0.5);
    expect_value("disk vda", "queue_count", 2);
    expect_value("disk vda", "wait_ns", 700.0 / 300 * 1e6);
    expect_value("disk vda", "read_wait_ns", 2e6);
    expect_value("disk vda", "write_wait_ns", 3e6);
    expect_value("disk vda", "flush_hz", 2);
    expect_none("disk vda1", "read_hz");
    expect_none("disk loop0", "read_hz");
    expect_value("disk cciss/c0d0", "read_hz", 5);
    expect_none("disk cciss/c0d0", "write_wait_ns");
}

Test(collector_source_device, tells_a_loop_disk_once_it_is_used)
{
    put_block("loop0");
    put_disks("7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n");
    observe(&source_disk);
    observe_sample();
    put_disks("7 0 loop0 5 0 40 1 0 0 0 0 0 1 1\n");
    observe_sample();
    put_disks("7 0 loop0 7 0 40 1 0 0 0 0 0 1 1\n");
    observe_sample();
    expect_value("disk loop0", "read_hz", 2);
}

Test(collector_source_device, goes_on_where_milliseconds_wrap)
{
    put_block("vda");
    put_disks("254 0 vda 5 0 0 0 0 0 0 0 0 4294967200 4294967290\n");
    observe(&source_disk);
    observe_sample();
    put_disks("254 0 vda 3 0 0 0 0 0 0 0 0 104 994\n");
    observe_sample();
    expect_value("disk vda", "busy_ratio", 0.2);
    expect_value("disk vda", "queue_count", 1);
    expect_none("disk vda", "read_hz");
}

Test(collector_source_device, takes_a_disk_that_went_and_came_for_a_new_one)
{
    put_block("sda");
    put_disks("8 0 sda 100 0 0 0 0 0 0 0 0 0 0\n");
    observe(&source_disk);
    observe_sample();
    put_disks("");
    observe_sample();
    expect_none("disk sda", "read_hz");
    put_disks("8 0 sda 200 0 0 0 0 0 0 0 0 0 0\n");
    observe_sample();
    expect_none("disk sda", "read_hz");
    put_disks("8 0 sda 201 0 0 0 0 0 0 0 0 0 0\n");
    observe_sample();
    expect_value("disk sda", "read_hz", 1);
}

Test(collector_source_device, passes_over_lines_that_are_none)
{
    put_block("sda");
    put_disks("8 0 sda 1 2 3\n8 0\nx y z\n\n8 0 sda -1 0 0 0 0 0 0 0 0 0 0\n");
    observe(&source_disk);
    observe_sample();
    observe_sample();
    expect_none("disk sda", "read_hz");
    tree_drop("/proc/diskstats");
    observe(&source_disk);
    cr_expect_not_null(observe_why());
}

// --- NICs ----------------------------------------------------------------------------------------

#define HEADER                                                                                     \
    "Inter-|   Receive                                                |  Transmit\n"               \
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs\n"

Test(collector_source_device, reads_nics_of_all_kinds)
{
    tree_put("/sys/class/net/eth0/device/vendor", "0x8086\n");
    tree_put("/sys/class/net/eth0/speed", "10000\n");
    tree_put("/sys/class/net/bond0/bonding/mode", "802.3ad 4\n");
    tree_put("/sys/class/net/bond0/speed", "-1\n");
    tree_put("/sys/class/net/tap0/tun_flags", "0x1002\n");
    tree_put("/sys/class/net/tap0/speed", "10\n");
    tree_put("/proc/net/dev", HEADER "  eth0: 100 1 0 0 0 0 0 0 200 2 0 0 0 0 0 0\n"
                                     " bond0:0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
                                     "  tap0: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n"
                                     "dummy0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    observe(&source_network);
    observe_sample();
    expect_value("nic eth0", "link_bits_hz", 1e10);
    expect_none("nic bond0", "link_bits_hz");
    expect_none("nic tap0", "link_bits_hz");
    tree_put("/proc/net/dev", HEADER "  eth0: 1100 11 1 2 0 0 0 0 2200 22 3 4 0 0 0 0\n"
                                     " bond0:7 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
                                     "  tap0: 25 3 0 9 0 0 0 0 5 1 0 0 0 0 0 0\n"
                                     "dummy0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
                                     "short0: 1 2 3\n rubbish\n");
    observe_sample();
    expect_value("nic eth0", "receive_bytes_hz", 1000);
    expect_value("nic eth0", "transmit_bytes_hz", 2000);
    expect_value("nic eth0", "receive_packets_hz", 10);
    expect_value("nic eth0", "transmit_packets_hz", 20);
    expect_value("nic eth0", "errors_hz", 4);
    expect_value("nic eth0", "drops_hz", 6);
    expect_value("nic bond0", "receive_bytes_hz", 7);
    expect_value("nic tap0", "drops_hz", 9);
    expect_none("nic dummy0", "receive_bytes_hz");
    cr_expect(observe_says("queue disciplines"), "a capture without them says so");
}

Test(collector_source_device, reads_captured_queues)
{
    tree_put("/proc/net/dev", HEADER);
    tree_put(QDISC_CAPTURED, "tap0 5 10 0\nrubbish\neth0 1\n");
    observe(&source_network);
    observe_sample();
    tree_put(QDISC_CAPTURED, "tap0 25 110 3000\n");
    observe_sample();
    expect_value("nic tap0", "queue_drops_hz", 20);
    expect_value("nic tap0", "queue_overlimits_hz", 100);
    expect_value("nic tap0", "queue_backlog_bytes", 3000);
    expect_none("nic eth0", "queue_drops_hz");
}

Test(collector_source_device, reads_the_queues_of_this_host)
{
    const struct procfs this_host = {.root = ""};
    struct err err = {0};
    scope_qdisc_list struct qdisc_list list = {0}, again = {0};
    cr_assert_eq(qdisc_read(&this_host, &list, &err), 0, "%s", err_text(&err));
    scope_free char *text = qdisc_text(&list);
    qdisc_parse(text, &again);
    cr_assert_eq(again.count, list.count);
    for (size_t i = 0; i < list.count; i++) {
        cr_expect_str_eq(again.qdiscs[i].interface, list.qdiscs[i].interface);
        cr_expect_eq(again.qdiscs[i].drops, list.qdiscs[i].drops);
    }
}
