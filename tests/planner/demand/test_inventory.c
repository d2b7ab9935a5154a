// SPDX-License-Identifier: GPL-3.0-or-later
// Inventories in CSV, our own and RVTools' sheets: what becomes of guests, what is told beside it,
// what is refused and where.
#include "planner/demand/inventory.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

#define GIB 1073741824.0

static const struct uncertain growth = {0.1, 0.05, 0.2, ORIGIN_STATED};

static struct demand read_demand(const char *text)
{
    struct demand demand = {0};
    struct err err = {0};
    cr_assert_eq(inventory_parse("vms.csv", text, strlen(text), &growth, &demand, &err), 0, "%s",
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

static void refuses_bytes(const char *text, size_t length, const char *why)
{
    struct demand demand = {0};
    struct err err = {0};
    cr_expect_eq(inventory_parse("vms.csv", text, length, &growth, &demand, &err), -EINVAL, "%s",
                 text);
    cr_expect_eq(err_exit_code(&err), 2);
    cr_expect_not_null(strstr(err_text(&err), why), "'%s' for: %s", err_text(&err), text);
    cr_expect_null(strchr(err_text(&err), '\n'));
    cr_expect_eq(demand.count, 0);
    cr_expect_eq(demand.note_count, 0);
    err_done(&err);
}

static void refuses(const char *text, const char *why)
{
    refuses_bytes(text, strlen(text), why);
}

Test(planner_inventory, our_own_columns)
{
    struct demand demand = read_demand("name,vcpus,memory,disk,cpu,cpu-sd,disk-rate,network\n"
                                       "web1,2,4 GiB,40 GiB,0.5,0.3,100/s,20 Mbit/s\n"
                                       "web2,2,4 GiB,20 GiB,0.7,0.3,50/s,10 Mbit/s\n"
                                       "db,8,32GiB,1.5 TiB,,,,0\n");
    cr_assert_eq(demand.count, 2);
    const struct guest_class *web = &demand.list[0], *db = &demand.list[1];
    cr_expect_str_eq(web->name, "2 vCPU, 4 GiB");
    cr_expect_str_eq(db->name, "8 vCPU, 32 GiB");
    cr_expect_eq(web->count.value, 2);
    cr_expect_eq(web->vcpus, 2);
    cr_expect_eq(web->memory_bytes, 4 * GIB);
    cr_expect_eq(web->disk_bytes, 30 * GIB);
    cr_expect_eq(web->disk_hz, 75);
    cr_expect_eq(web->network_bits_hz, 15e6);
    cr_expect_float_eq(web->cpu.mean_cores.value, 0.6, 1e-12);
    cr_expect_float_eq(web->cpu.sd_cores, sqrt(0.09 + 0.01), 1e-12, "within, and among guests");
    cr_expect_eq(web->growth.high, 0.2);
    cr_expect_str_eq(web->source, "vms.csv:2 and others");
    cr_expect_str_eq(db->source, "vms.csv:4");
    cr_expect(isnan(db->cpu.mean_cores.value) && isnan(db->disk_hz));
    cr_expect_eq(db->network_bits_hz, 0);
    cr_expect(is_noted(&demand, "CPU use of 1 of 3 guests is not known"));
    cr_expect(is_noted(&demand, "correlation of 0.2 is guessed"));
    demand_done(&demand);
}

Test(planner_inventory, rows_may_stand_for_many_and_name_their_class)
{
    struct demand demand = read_demand("name,class,count,vcpus,memory-gib,cpu,cpu-p95\n"
                                       "a,web,300,2,4,0.2,0.5290\n"
                                       "b,web,100,2,8,0.6,0.9290\n"
                                       "c,,1,1,2,0.1,0.1\n"
                                       "d,db,0,64,512,0.1,0.1\n");
    cr_assert_eq(demand.count, 2);
    const struct guest_class *web = &demand.list[0];
    cr_expect_str_eq(web->name, "web");
    cr_expect_eq(web->count.value, 400);
    cr_expect_eq(web->memory_bytes, 8 * GIB, "never below any of them");
    cr_expect_float_eq(web->cpu.mean_cores.value, 0.3, 1e-12);
    // Within: (p95 - mean) / 1.645 = 0.2; among: sd of 0.2 (300 times) and 0.6 (100 times).
    cr_expect_float_eq(web->cpu.sd_cores, sqrt(0.04 + 0.03), 1e-4);
    cr_expect_float_eq(web->cpu.p95_cores, 0.629, 1e-12);
    cr_expect_str_eq(demand.list[1].name, "1 vCPU, 2 GiB");
    cr_expect(is_noted(&demand, "adds 59.9 % to all memory"), "%s", demand.notes[0]);
    demand_done(&demand);
}

static const char vinfo[] =
    "VM,Powerstate,Template,SRM Placeholder,CPUs,Memory,NICs,Provisioned MiB,In Use "
    "MiB,Annotation\n"
    "web01,poweredOn,False,False,2,4096,1,51200,20480,\"front, \"\"first\"\"\"\n"
    "web02,poweredOn,False,False,2,4096,1,40960,20480,\n"
    "old,poweredOff,False,False,4,16384,1,40960,1024,\n"
    "gold,poweredOff,True,False,4,16384,1,40960,1024,\n"
    "db01,poweredOn,False,False,8,65536,2,409600,204800,\"two\nlines\"\n";

Test(planner_inventory, the_sheet_vinfo_of_rvtools)
{
    struct demand demand = read_demand(vinfo);
    cr_assert_eq(demand.count, 2);
    cr_expect_str_eq(demand.list[0].name, "2 vCPU, 4 GiB");
    cr_expect_eq(demand.list[0].count.value, 2);
    cr_expect_eq(demand.list[0].disk_bytes, 45 * GIB);
    cr_expect_eq(demand.list[1].memory_bytes, 64 * GIB);
    cr_expect(is_noted(&demand, "3 guests count; left out: 1 switched off, 1 a template"));
    cr_expect(is_noted(&demand, "240 GiB of that are in use"));
    cr_expect(is_noted(&demand, "the CPU use of 3 of 3 guests is not known"));
    demand_done(&demand);
}

Test(planner_inventory, sheets_of_one_export_add_up)
{
    static const char *const sheets[] = {
        vinfo,
        "VM,Powerstate,Template,CPUs,Sockets,Cores p/s,Max,Overall,Level\n"
        "web01,poweredOn,False,2,2,1,4800,1200,normal\n"
        "web02,poweredOn,False,2,2,1,4800,2400,normal\n"
        "db01,poweredOn,False,8,2,4,24000,12000,normal\n",
        "VM,Powerstate,Template,Size MiB,Overhead,Max,Consumed,Active\n"
        "web01,poweredOn,False,4096,40,4096,3000,200\n",
        "VM,Powerstate,Template,Disk,Disk Key,Capacity MiB\n"
        "db01,poweredOn,False,Hard disk 1,2000,409600\n"
        "db01,poweredOn,False,Hard disk 2,2001,204800\n",
    };
    struct inventory *inventory = inventory_new();
    struct demand demand = {0};
    struct err err = {0};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        cr_assert_eq(inventory_add(inventory, "sheet.csv", sheets[i], strlen(sheets[i]), &err), 0,
                     "%s", err_text(&err));
    cr_assert_eq(inventory_demand(inventory, &growth, &demand, &err), 0, "%s", err_text(&err));
    cr_assert_eq(demand.count, 2);
    cr_expect_float_eq(demand.list[0].cpu.mean_cores.value, 0.75, 1e-12, "(0.5 + 1) / 2");
    cr_expect_float_eq(demand.list[0].cpu.sd_cores, 0.25, 1e-12);
    cr_expect_float_eq(demand.list[1].cpu.mean_cores.value, 4, 1e-12);
    cr_expect_eq(demand.list[1].disk_bytes, 600 * GIB, "both disks, more than vInfo has");
    cr_expect(is_noted(&demand, "the moment of the export"));
    demand_done(&demand);
    inventory_free(inventory);
}

Test(planner_inventory, mhz_without_a_clock_tell_nothing_and_that_is_said)
{
    struct demand demand =
        read_demand("VM,CPUs,Memory,Overall Cpu Consumption(Mhz)\nweb,2,4096,1200\n");
    cr_expect(isnan(demand.list[0].cpu.mean_cores.value));
    cr_expect(is_noted(&demand, "the MHz that 1 guests use do not tell cores"));
    demand_done(&demand);
}

// 9,000 guests of thousands of shapes.
Test(planner_inventory, thousands_of_guests_are_some_dozens_of_classes)
{
    struct strbuf text = {0};
    double count = 0, memory_bytes = 0, counted_bytes = 0;
    strbuf_add(&text, "name,vcpus,memory-mib,count\n");
    for (unsigned i = 0; i < 9000; i++) {
        unsigned mib = 512 + i * 7919 % 60000, copies = 1 + i % 3;
        strbuf_printf(&text, "vm%u,%u,%u,%u\n", i, 1 + i * 31 % 24, mib, copies);
        count += copies;
        memory_bytes += copies * (double)mib * 1048576;
    }
    struct demand demand = read_demand(text.text);
    cr_expect_leq(demand.count, INVENTORY_CLASSES_MOST);
    cr_expect_geq(demand.count, 12);
    for (size_t i = 0; i < demand.count; i++) {
        count -= demand.list[i].count.value;
        counted_bytes += demand.list[i].count.value * demand.list[i].memory_bytes;
        for (size_t k = 0; k < i; k++)
            cr_expect_str_neq(demand.list[i].name, demand.list[k].name);
    }
    cr_expect_eq(count, 0, "exact");
    cr_expect(counted_bytes >= memory_bytes);
    cr_expect(counted_bytes < 1.6 * memory_bytes);
    cr_expect(is_noted(&demand, "drawn together into"));
    demand_done(&demand);
    strbuf_done(&text);
}

Test(planner_inventory, the_order_of_rows_changes_no_class)
{
    struct strbuf up = {0}, down = {0};
    strbuf_add(&up, "name,vcpus,memory-mib\n");
    strbuf_add(&down, "name,vcpus,memory-mib\n");
    for (int i = 0; i < 500; i++) {
        strbuf_printf(&up, "vm%d,%d,%d\n", i, 1 + i % 9, 1000 + i);
        strbuf_printf(&down, "vm%d,%d,%d\n", 499 - i, 1 + (499 - i) % 9, 1499 - i);
    }
    struct demand one = read_demand(up.text), other = read_demand(down.text);
    cr_assert_eq(one.count, other.count);
    for (size_t i = 0; i < one.count; i++) {
        cr_expect_str_eq(one.list[i].name, other.list[i].name);
        cr_expect_eq(one.list[i].count.value, other.list[i].count.value);
    }
    demand_done(&one);
    demand_done(&other);
    strbuf_done(&up);
    strbuf_done(&down);
}

Test(planner_inventory, a_large_file_is_read_in_a_moment)
{
    struct strbuf text = {0};
    strbuf_add(&text, "name,vcpus,memory,cpu\n");
    for (int i = 0; i < 200000; i++)
        strbuf_printf(&text, "machine-%d,%d,%d GiB,0.25\n", i, 1 << i % 4, 2 << i % 3);
    struct demand demand = read_demand(text.text);
    cr_expect_eq(demand.count, 12);
    demand_done(&demand);
    strbuf_done(&text);
}

Test(planner_inventory, columns_that_are_wrong)
{
    refuses("", "vms.csv: it is empty");
    refuses("\n\n", "vms.csv: it is empty");
    refuses("name,vcpus,memory\n", "vms.csv: no guest that runs is in it");
    refuses("name;vcpus;memory\na;1;2 GiB\n", "vms.csv:1: columns are separated by semicolons");
    refuses("name\tvcpus\tmemory\na\t1\t2 GiB\n", "vms.csv:1: columns are separated by tabs");
    refuses("vcpus,memory\n1,2 GiB\n", "vms.csv:1: no column 'name'");
    refuses("name,vcpus,memory,vcpus\na,1,2 GiB,1\n", "vms.csv:1: column 'vcpus' tells what");
    refuses("VM,CPUs,Memory,Size MiB\na,1,4,4\n", "vms.csv:1: column 'Size MiB' tells what");
    refuses("name,vcpu,memory\na,1,2 GiB\n", "unknown column 'vcpu' (did you mean 'vcpus'?)");
    refuses("name,vcpus,memory\na,1\n", "vms.csv:2: 2 columns, where the first line has 3");
    refuses("name,memory\na,2 GiB\n", "vms.csv:2: 'a': nothing tells its number of vCPUs");
    refuses("VM,CPUs\na,1\n", "vms.csv:2: 'a': nothing tells its memory");
}

Test(planner_inventory, cells_that_are_wrong)
{
#define ROW "name,vcpus,memory,cpu,disk-rate,network\n"
    refuses(ROW "a,1,2 GiB,,,\na,1,2 GiB,,,\n", "vms.csv:3: 'a' stands in line 2 already");
    refuses(ROW ",1,2 GiB,,,\n", "vms.csv:2: a guest without a name");
    refuses(ROW "a,-1,2 GiB,,,\n", "vms.csv:2: vcpus: '-1' is negative");
    refuses(ROW "a,0,2 GiB,,,\n", "vcpus: '0': a whole number from 1");
    refuses(ROW "a,1.5,2 GiB,,,\n", "vcpus: '1.5': a whole number");
    refuses(ROW "a,4096,2 GiB,,,\n", "vcpus: '4096' is more than there can be (1024)");
    refuses(ROW "a,two,2 GiB,,,\n", "vcpus: 'two'");
    refuses(ROW "a,1e3,2 GiB,,,\n", "vcpus: '1e3'");
    refuses(ROW "a,1,2,,,\n", "memory: '2': the unit is missing");
    refuses(ROW "a,1,2 GX,,,\n", "memory: '2 GX': unknown unit 'GX'");
    refuses(ROW "a,1,512 KiB,,,\n", "memory: '512 KiB' is less than 1 MiB");
    refuses(ROW "a,1,4 EiB,,,\n", "memory: '4 EiB' is more than there can be");
    refuses(ROW "a,1,\"2,5 GiB\",,,\n", "memory: '2,5 GiB': numbers have a decimal point");
    refuses(ROW "a,1,2 GiB,\"0,5\",,\n", "cpu: '0,5': numbers have a decimal point");
    refuses(ROW "a,1,2 GiB,1.5,,\n", "vms.csv:2: cpu: 1.5 cores on average, and 1 vCPUs");
    refuses(ROW "a,1,2 GiB,nan,,\n", "cpu: 'nan'");
    refuses(ROW "a,1,2 GiB,,5/min,\n", "disk rate: '5/min': unknown unit '/min'");
    refuses(ROW "a,1,2 GiB,,,20\n", "network: '20': a rate in bits is wanted");
    refuses(ROW "a,1,2 GiB,,,20 MB/s\n", "network: '20 MB/s': a rate in bits is wanted");
    refuses("VM,CPUs,Memory\na,1,\"4,096\"\n", "memory: '4,096': numbers have a decimal point");
    refuses("VM,Powerstate,CPUs,Memory\na,powerdOn,1,4\n", "(did you mean 'poweredOn'?)");
    refuses("VM,Template,CPUs,Memory\na,maybe,1,4\n", "'maybe' is neither 'True' nor 'False'");
    refuses("name,vcpus,memory,cpu,cpu-p95\na,1,2 GiB,0.5,0.2\n", "cpu-p95 (0.2) is less than");
    refuses("name,state,vcpus,memory\na,off,1,2 GiB\n", "no guest that runs");
    refuses(ROW "a,1,\"2 GiB,,,\n", "vms.csv:");
    refuses_bytes(ROW "a,1\0,2 GiB,,,\n", sizeof ROW "a,1\0,2 GiB,,,\n" - 1, "vms.csv:2: a NUL");
}

Test(planner_inventory, too_many_named_classes)
{
    struct strbuf text = {0};
    strbuf_add(&text, "name,class,vcpus,memory\n");
    for (int i = 0; i < 201; i++)
        strbuf_printf(&text, "vm%d,class%d,1,1 GiB\n", i, i);
    refuses(text.text, "201 classes; a plan takes 200 at most");
    strbuf_done(&text);
}

Test(planner_inventory, files_that_are_none)
{
    struct inventory *inventory = inventory_new();
    struct err err = {0};
    cr_expect_eq(inventory_add_file(inventory, "/nowhere/vms.csv", &err), -EINVAL);
    cr_expect_str_eq(err_text(&err), "/nowhere/vms.csv: No such file or directory");
    err_done(&err);
    cr_expect_eq(inventory_add_file(inventory, "/dev/zero", &err), -EINVAL);
    cr_expect_str_eq(err_text(&err), "/dev/zero: a file is wanted");
    err_done(&err);
    inventory_free(inventory);
}

static int add_traces(const char *text, struct demand *demand, struct err *err)
{
    static const char shapes[] = "name,vcpus,memory\na,4,4 GiB\nb,4,4 GiB\n";
    struct inventory *inventory = inventory_new();
    cr_assert_eq(inventory_add(inventory, "vms.csv", shapes, strlen(shapes), err), 0);
    int r = inventory_add(inventory, "use.csv", text, strlen(text), err);
    if (r == 0)
        r = inventory_demand(inventory, &growth, demand, err);
    inventory_free(inventory);
    return r;
}

Test(planner_inventory, utilisation_over_time)
{
    struct demand demand = {0};
    struct err err = {0};
    cr_assert_eq(
        add_traces("time,b,a\n0,25%,0.5\n60,75%,0.5\n120,0.25,0.5\n180,0.75,0.5\n", &demand, &err),
        0, "%s", err_text(&err));
    const struct cpu_demand *cpu = &demand.list[0].cpu;
    cr_expect_float_eq(cpu->mean_cores.value, 2, 1e-9);
    cr_expect_float_eq(cpu->peak_cores, 3, 1e-9);
    cr_expect_float_eq(cpu->sd_cores, sqrt(0.5), 1e-9, "half of the guests move by one core");
    cr_expect_eq(cpu->correlation, 0);
    demand_done(&demand);
}

Test(planner_inventory, utilisation_of_nobody_known)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"time,a,c\n0,1,1\n60,1,1\n", "use.csv:1: 'c': no file before this one tells its vCPUs"},
        {"time,a,a\n0,1,1\n60,1,1\n", "use.csv:1: 'a' has two columns"},
        {"time,a\n0,1\n60,1.5\n", "use.csv:3:"},
        {"time,a\n0,1,1\n", "use.csv:2:"},
        {"time,a\n", "use.csv:"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct demand demand = {0};
        struct err err = {0};
        cr_expect_eq(add_traces(cases[i].text, &demand, &err), -EINVAL);
        cr_expect_not_null(strstr(err_text(&err), cases[i].why), "%s", err_text(&err));
        cr_expect_eq(demand.count, 0);
        err_done(&err);
    }
}
