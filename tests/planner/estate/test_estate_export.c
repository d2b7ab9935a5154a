// SPDX-License-Identifier: GPL-3.0-or-later
// RVTools' sheets saved as CSV.
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "common/base/err.h"
#include "tests/planner/estate/made_estate.h"

#define MIB 1048576.0

static const char vhost[] =
    "Host,Datacenter,Cluster,in Maintenance Mode,Speed,HT Available,HT Active,# CPU,Cores per CPU,"
    "# Cores,CPU usage %,# Memory,Memory usage %,# VMs total,# VMs,# vCPUs\n"
    "esx1.example,DC one,C1,False,2400,True,True,2,16,32,20,262144,40,3,3,8\n"
    "esx2.example,DC one,C1,True,2400,True,False,2,16,32,20,262144,40,0,0,0\n";

static const char vinfo[] =
    "VM,Powerstate,Template,CPUs,Memory,Active Memory,Disks,Total disk capacity MiB,"
    "Provisioned MiB,In Use MiB,Datacenter,Cluster,Host,Folder\n"
    "web 1,poweredOn,False,2,4096,512,1,20480,24576,9000,DC one,C1,esx1.example,web\n"
    "db,poweredOff,False,4,8192,0,2,40960,40960,30000,DC one,C1,esx1.example,db\n"
    "gold,poweredOff,True,2,4096,0,1,20480,20480,9000,DC one,C1,esx1.example,tpl\n";

static void read_both(struct estate *estate)
{
    estate_init(estate);
    made_hosts(estate, vhost);
    made_guests(estate, vinfo);
}

static bool is_noted(const struct estate *estate, const char *text)
{
    for (size_t i = 0; i < estate->note_count; i++)
        if (strcmp(estate->notes[i], text) == 0)
            return true;
    return false;
}

Test(planner_estate_export, reads_hosts)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate, vhost);
    cr_assert_eq(estate.host_count, 2);
    const struct estate_host *host = &estate.hosts[0];
    cr_assert_str_eq(host->name, "esx1.example");
    cr_assert(host->cores == 32 && host->threads == 64 && host->memory_bytes == 256 * GIB);
    cr_assert_eq(estate.hosts[1].threads, 32);
    cr_assert(!host->is_drained && estate.hosts[1].is_drained);
    cr_assert_str_eq(estate_label(&host->labels, "datacenter"), "DC_one");
    cr_assert_str_eq(estate_label(&host->labels, "cluster"), "C1");
    estate_done(&estate);
}

Test(planner_estate_export, reads_guests_and_leaves_templates_out)
{
    struct estate estate;
    read_both(&estate);
    cr_assert_eq(estate.guest_count, 2);
    const struct estate_guest *web = &estate.guests[0], *db = &estate.guests[1];
    cr_assert(web->vcpus == 2 && web->memory_bytes == 4 * GIB && web->host == 0);
    cr_assert_eq(web->disk_bytes, 24576 * MIB);
    cr_assert(!web->is_off && db->is_off);
    cr_assert_str_eq(estate_label(&db->labels, "folder"), "db");
    cr_assert(is_noted(&estate, "1 template: left out, as they are never started."));
    struct err err = {0};
    cr_assert_eq(estate_check(&estate, &err), 0, "%s", err_text(&err));
    estate_done(&estate);
}

Test(planner_estate_export, takes_what_was_added_by_hand)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate, "Host,# Cores,# Memory,Disk,watts,cost-year,uri,label:rack\n"
                        "esx1.example,32,262144,any,90/310,2000,qemu+ssh://esx1/system,r1\n");
    const struct estate_host *host = &estate.hosts[0];
    cr_assert(host->watts[0] == 90 && host->cost_year == 2000 && isnan(host->disk_bytes));
    cr_assert_str_eq(host->uri, "qemu+ssh://esx1/system");
    cr_assert_str_eq(estate_label(&host->labels, "rack"), "r1");
    made_guests(&estate, "VM,Host,CPUs,Memory,dirty-rate,cpu-p95,pinned\n"
                         "web,esx1.example,2,4096,30 MiB/s,0.5,yes\n");
    cr_assert_eq(estate.guests[0].dirty_bytes_hz, 30 * MIB);
    cr_assert(estate.guests[0].cpu_p95_cores == 0.5 && estate.guests[0].is_pinned);
    estate_done(&estate);
}

Test(planner_estate_export, sheets_add_to_each_other)
{
    struct estate estate;
    read_both(&estate);
    size_t notes = estate.note_count;
    made_guests(&estate, "VM,Powerstate,Template,CPUs,Max,Overall,Host\n"
                         "web 1,poweredOn,False,2,4800,1200,esx1.example\n"
                         "db,poweredOff,False,4,9600,0,esx1.example\n"
                         "gold,poweredOff,True,2,4800,0,esx1.example\n");
    made_guests(&estate, "VM,Template,Size MiB,Max,Consumed,Active,Host\n"
                         "web 1,False,4096,4096,3072,512,esx1.example\n");
    made_guests(&estate, "VM,Template,Disk,Capacity MiB,Host\n"
                         "db,False,Hard disk 1,10240,esx1.example\n"
                         "db,False,Hard disk 2,20480,esx1.example\n"
                         "gold,True,Hard disk 1,20480,esx1.example\n");
    cr_assert_eq(estate.guest_count, 2);
    const struct estate_guest *web = &estate.guests[0], *db = &estate.guests[1];
    cr_assert_float_eq(web->cpu_cores, 0.5, 1e-9);
    cr_assert_eq(web->memory_used_bytes, 3 * GIB);
    cr_assert_eq(web->disk_bytes, 24576 * MIB);
    cr_assert_eq(db->disk_bytes, 30720 * MIB, "of its disks");
    cr_assert_eq(estate.note_count, notes + 1, "only that CPU use is momentary");
    estate_done(&estate);
}

Test(planner_estate_export, refuses_doubled_and_unknown)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate, vhost);
    refused_guests(&estate, "VM,CPUs,Memory,Host\na,2,4096,esx1.example\na,2,4096,esx2.example\n",
                   "guests.csv:3: 'a' is there already, from guests.csv:2; names must differ");
    estate_init(&estate);
    made_hosts(&estate, vhost);
    refused_guests(&estate, "VM,CPUs,Memory,Host\na,2,4096,esx3.example\n",
                   "guests.csv:2: Host: there is no host 'esx3.example' (did you mean "
                   "'esx1.example'?)");
    estate_init(&estate);
    refused_hosts(&estate, "Host,# Cores,# Memory\nh1,32,-1\n",
                  "hosts.csv:2: # Memory: '-1' is negative; a right one is '256 GiB'");
    estate_init(&estate);
    made_hosts(&estate, vhost);
    refused_guests(&estate, vhost,
                   "guests.csv:1: RVTools' sheet of hosts (vHost), where guests "
                   "are wanted");
    estate_init(&estate);
    refused_hosts(&estate, "Host;# Cores;# Memory\nh1;32;4096\n",
                  "hosts.csv:1: columns are separated by semicolons; commas are wanted");
}
