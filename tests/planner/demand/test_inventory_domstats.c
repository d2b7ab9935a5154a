// SPDX-License-Identifier: GPL-3.0-or-later
// What `virsh domstats` printed of three machines (libvirt 9.0, QEMU 7.2), once and twice, and what
// may be wrong with it.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/demand/inventory.h"

#define GIB 1073741824.0
#define MIB 1048576.0

static const struct uncertain growth = {0, 0, 0, ORIGIN_STATED};

// Its lines, with those left out that only repeat a kind of others.
#define DOMAIN(name, state, cpu_ns, kib, vcpus, reads, writes, received)                           \
    "Domain: '" name "'\n  state.state=" state "\n  state.reason=1\n  cpu.time=" cpu_ns            \
    "\n  cpu.user=329140000\n  cpu.system=326621000\n  cpu.cache.monitor.count=0\n"                \
    "  balloon.current=" kib "\n  balloon.maximum=" kib "\n  balloon.rss=47956\n"                  \
    "  vcpu.current=" vcpus "\n  vcpu.maximum=" vcpus "\n  vcpu.0.state=1\n"                       \
    "  vcpu.0.time=150000000\n  vcpu.0.delay=615407538\n  net.count=1\n  net.0.name=vnet0\n"       \
    "  net.0.rx.bytes=" received "\n  net.0.rx.pkts=10\n  net.0.tx.bytes=0\n  block.count=1\n"     \
    "  block.0.name=vda\n  block.0.path=/var/lib/libvirt/images/" name ".raw\n"                    \
    "  block.0.backingIndex=1\n  block.0.rd.reqs=" reads "\n  block.0.rd.bytes=512\n"              \
    "  block.0.wr.reqs=" writes "\n  block.0.fl.reqs=0\n  block.0.allocation=0\n"                  \
    "  block.0.capacity=10737418240\n  block.0.physical=10737418240\n"                             \
    "  dirtyrate.calc_mode=page-sampling\n\n"

#define FIRST                                                                                      \
    DOMAIN("web2", "1", "1000000000", "262144", "1", "100", "50", "0")                             \
    DOMAIN("web1", "1", "5000000000", "262144", "1", "0", "0", "1000000")                          \
    DOMAIN("db1", "1", "7000000000", "524288", "2", "0", "0", "0")
#define SECOND                                                                                     \
    DOMAIN("web2", "3", "4000000000", "262144", "1", "400", "350", "0")                            \
    DOMAIN("web1", "1", "5500000000", "262144", "1", "0", "0", "2250000")                          \
    DOMAIN("db1", "1", "19000000000", "524288", "2", "0", "0", "0")

static struct demand read_demand(const char *text)
{
    struct demand demand = {0};
    struct err err = {0};
    cr_assert_eq(inventory_parse("stats", text, strlen(text), &growth, &demand, &err), 0, "%s",
                 err_text(&err));
    return demand;
}

static bool is_noted(const struct demand *demand, const char *part)
{
    for (size_t i = 0; i < demand->note_count; i++)
        if (strstr(demand->notes[i], part))
            return true;
    return false;
}

static void refuses(const char *text, const char *why)
{
    struct demand demand = {0};
    struct err err = {0};
    cr_expect_eq(inventory_parse("stats", text, strlen(text), &growth, &demand, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), why), "'%s'", err_text(&err));
    cr_expect_eq(demand.count, 0);
    err_done(&err);
}

Test(planner_inventory_domstats, one_sample_tells_shapes_and_no_rates)
{
    struct demand demand = read_demand(FIRST);
    cr_assert_eq(demand.count, 2);
    cr_expect_str_eq(demand.list[0].name, "1 vCPU, 256 MiB");
    cr_expect_eq(demand.list[0].count.value, 2);
    cr_expect_eq(demand.list[0].disk_bytes, 10 * GIB);
    cr_expect_eq(demand.list[1].vcpus, 2);
    cr_expect_eq(demand.list[1].memory_bytes, 512 * MIB);
    cr_expect(isnan(demand.list[0].cpu.mean_cores.value));
    cr_expect(isnan(demand.list[0].disk_hz));
    cr_expect(is_noted(&demand, "the CPU use of 3 of 3 guests is not known"));
    demand_done(&demand);
}

Test(planner_inventory_domstats, two_samples_tell_rates)
{
    struct demand demand = read_demand("1764124528\n" FIRST "1764124538\n" SECOND);
    cr_assert_eq(demand.count, 2);
    const struct guest_class *web = &demand.list[0], *db = &demand.list[1];
    cr_expect_eq(web->count.value, 2, "a paused one is there");
    cr_expect_float_eq(web->cpu.mean_cores.value, (0.3 + 0.05) / 2, 1e-9);
    cr_expect_float_eq(web->cpu.sd_cores, 0.125, 1e-9);
    cr_expect_float_eq(db->cpu.mean_cores.value, 1.2, 1e-9);
    cr_expect_eq(db->cpu.mean_cores.origin, ORIGIN_MEASURED);
    cr_expect_float_eq(web->disk_hz, 30, 1e-9, "60 of one, none of the other");
    cr_expect_float_eq(web->network_bits_hz, 5e5, 1e-6);
    cr_expect_not(is_noted(&demand, "not known"));
    demand_done(&demand);
}

Test(planner_inventory_domstats, more_samples_tell_the_course)
{
    struct demand demand = read_demand(
        "10:00:00\nDomain: 'a'\ncpu.time=0\nvcpu.current=2\nballoon.maximum=1048576\n"
        "Domain: 'b'\ncpu.time=0\nvcpu.current=2\nballoon.maximum=1048576\n"
        "10:00:10\nDomain: 'a'\ncpu.time=10000000000\nDomain: 'b'\ncpu.time=10000000000\n"
        "10:00:20\nDomain: 'a'\ncpu.time=30000000000\nDomain: 'b'\ncpu.time=30000000000\n"
        "10:00:30\nDomain: 'a'\ncpu.time=40000000000\nDomain: 'b'\ncpu.time=40000000000\n");
    cr_assert_eq(demand.count, 1);
    const struct cpu_demand *cpu = &demand.list[0].cpu;
    cr_expect_float_eq(cpu->mean_cores.value, 4.0 / 3, 1e-9);
    cr_expect_float_eq(cpu->correlation, 1, 1e-9);
    cr_expect_float_eq(cpu->peak_cores, 2, 1e-9);
    cr_expect(cpu->mean_cores.low < 4.0 / 3 && cpu->mean_cores.high > 4.0 / 3);
    demand_done(&demand);
}

Test(planner_inventory_domstats, a_restart_gives_no_rate)
{
    struct demand demand = read_demand(
        "0\nDomain: 'a'\ncpu.time=90000000000\nvcpu.current=1\nballoon.maximum=1048576\n"
        "10\nDomain: 'a'\ncpu.time=1000000000\n20\nDomain: 'a'\ncpu.time=6000000000\n");
    cr_expect_float_eq(demand.list[0].cpu.mean_cores.value, 0.5, 1e-9);
    demand_done(&demand);
}

Test(planner_inventory_domstats, who_is_off_or_gone_is_left_out)
{
    struct demand demand =
        read_demand("0\n" FIRST DOMAIN("old", "5", "0", "262144", "1", "0", "0", "0") "60\n" DOMAIN(
            "web1", "1", "5500000000", "262144", "1", "0", "0", "2250000")
                        DOMAIN("old", "5", "0", "262144", "1", "0", "0", "0"));
    cr_assert_eq(demand.count, 1);
    cr_expect_eq(demand.list[0].count.value, 1);
    cr_expect(is_noted(&demand, "left out: 1 switched off, 2 gone by the last sample"));
    demand_done(&demand);
}

Test(planner_inventory_domstats, layers_of_a_disk_count_once)
{
    struct demand demand = read_demand(
        "Domain: 'a'\nvcpu.current=1\nballoon.maximum=1048576\nblock.count=3\n"
        "block.0.name=vda\nblock.0.capacity=1000\nblock.1.name=vda\nblock.1.capacity=1000\n"
        "block.2.name=vdb\nblock.2.capacity=500\n");
    cr_expect_eq(demand.list[0].disk_bytes, 1500);
    demand_done(&demand);
}

Test(planner_inventory_domstats, what_is_wrong_is_told_with_its_line)
{
    refuses("Domain: 'a'\nvcpu.current=two\n", "stats:2: vcpu.current: 'two' is not a whole");
    refuses("Domain: 'a'\ncpu.time=-5\n", "stats:2: cpu.time: '-5' is negative");
    refuses("Domain: 'a'\ncpu.time=99999999999999999999\n", "stats:2: cpu.time:");
    refuses("Domain: 'a'\nvcpu.current=2000\n", "stats:1: 'a': vcpu.current: more than 1024");
    refuses("Domain: 'a'\nballoon.maximum=7\n", "stats:1: 'a': balloon.maximum: less than 1");
    refuses("Domain: a\n", "stats:1: a name in quotation marks");
    refuses("Domain: 'a'\nerror: failed\n", "stats:2: 'error: failed' is neither");
    refuses(FIRST FIRST, "'web2' a second time in one sample (line 1)");
    refuses("5\n" FIRST "5\n" SECOND, "the time 5 does not come a second");
    refuses(FIRST "5\n" SECOND, "a time, and none before the first sample");
    refuses("Domain: 'a'\ncpu.time=5\n", "stats:1: 'a': nothing tells its number of vCPUs");
    refuses("Domain: 'a'\nvcpu.current=1\n", "stats:1: 'a': nothing tells its memory");
}
