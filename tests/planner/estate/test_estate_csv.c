// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of hosts and guests of our own columns, and what is wrong with them.
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/planner/estate/made_estate.h"

static void refuse_hosts(const char *text, const char *message)
{
    struct estate estate;
    estate_init(&estate);
    refused_hosts(&estate, text, message);
}

static void refuse_guests(const char *text, const char *message)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate, "name,cores,memory\nnode-a,16,64 GiB\nnode-b,16,64 GiB\n");
    refused_guests(&estate, text, message);
}

Test(planner_estate_csv, reads_all_columns_of_hosts)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate,
               "name,cores,threads,memory,disk,disk-rate,network,nodes,cost-year,watts,guests-most,"
               "score,platform,uri,drained,off,labels,label:row\n"
               "h1,32,64,256 GiB,8 TB,200k/s,2x25 Gbit/s,2,2400 EUR,90/290,40,820,kvm,"
               "qemu+ssh://h1/system,no,yes,rack=r1 fast,7\n");
    const struct estate_host *host = &estate.hosts[0];
    cr_assert_str_eq(host->name, "h1");
    cr_assert(host->cores == 32 && host->threads == 64 && host->memory_bytes == 256 * GIB);
    cr_assert(host->disk_bytes == 8e12 && host->disk_hz == 2e5 && host->network_bits_hz == 5e10);
    cr_assert_eq(host->node_count, 2);
    cr_assert(host->nodes[1].cores == 16 && host->nodes[1].memory_bytes == 128 * GIB);
    cr_assert(host->cost_year == 2400 && host->guests_most == 40 && host->score == 820);
    cr_assert(host->watts[0] == 90 && host->watts[5] == 190 && host->watts[10] == 290);
    cr_assert_str_eq(host->platform, "kvm");
    cr_assert_str_eq(host->uri, "qemu+ssh://h1/system");
    cr_assert(!host->is_drained && host->is_off);
    cr_assert_str_eq(estate_label(&host->labels, "rack"), "r1");
    cr_assert_str_eq(estate_label(&host->labels, "row"), "7");
    cr_assert_str_eq(estate.currency, "EUR");
    cr_assert_str_eq(host->file, "hosts.csv");
    cr_assert_eq(host->line, 2);
    cr_assert_str_eq(estate.notes[0],
                     "hosts.csv: the power of 1 host is told when idle and at full "
                     "load; a straight line between is guessed.");
    estate_done(&estate);
}

Test(planner_estate_csv, reads_all_columns_of_guests_in_any_order)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate, "name,cores,memory\nh1,16,64 GiB\n");
    made_guests(&estate,
                "cpu,name,cpu-p95,cpu peak,Host,vcpus,memory,memory-used,disk,disk-rate,network,"
                "dirty-rate,run,workload,pinned,state,labels\n"
                "35%,g1,1.6,90%,h1,2,8 GiB,5 GiB,80 GB,300/s,200 Mbit/s,30 MiB/s,web,cpu:integer,"
                "yes,shut off,\"tier=db, group=a\"\n");
    const struct estate_guest *guest = &estate.guests[0];
    cr_assert(fabs(guest->cpu_cores - 0.7) < 1e-12 && guest->cpu_p95_cores == 1.6);
    cr_assert(fabs(guest->cpu_peak_cores - 1.8) < 1e-12 && guest->vcpus == 2);
    cr_assert_eq(guest->host, 0);
    cr_assert(guest->memory_bytes == 8 * GIB && guest->memory_used_bytes == 5 * GIB);
    cr_assert(guest->disk_bytes == 80e9 && guest->disk_hz == 300 && guest->network_bits_hz == 2e8);
    cr_assert_eq(guest->dirty_bytes_hz, 30 * 1048576.0);
    cr_assert_str_eq(guest->run, "web");
    cr_assert_str_eq(guest->workload, "cpu:integer");
    cr_assert(guest->is_pinned && guest->is_off);
    cr_assert_str_eq(estate_label(&guest->labels, "group"), "a");
    estate_done(&estate);
}

Test(planner_estate_csv, what_is_not_said_stays_unknown)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate, "name,cores,memory-gib,disk\n,,,\nh1,16,64,\n");
    made_guests(&estate, "name,host,vcpus,memory\ng1,,2,4 GiB\n");
    cr_assert_eq(estate.hosts[0].memory_bytes, 64 * GIB);
    cr_assert(isnan(estate.hosts[0].disk_bytes));
    cr_assert_eq(estate.guests[0].host, ESTATE_NOWHERE);
    cr_assert(isnan(estate.guests[0].cpu_cores));
    cr_assert_eq(estate.note_count, 0);
    estate_done(&estate);
}

Test(planner_estate_csv, reads_nodes_each_for_itself_and_eleven_watts)
{
    struct estate estate;
    estate_init(&estate);
    made_hosts(&estate, "name,cores,memory,nodes,watts\n"
                        "h1,24,96 GiB,16 cores 64 GiB; 8 cores 32 GiB,"
                        "60 65 70 75 80 85 90 95 100 105 110\n");
    const struct estate_host *host = &estate.hosts[0];
    cr_assert_eq(host->node_count, 2);
    cr_assert(host->nodes[1].cores == 8 && host->nodes[1].memory_bytes == 32 * GIB);
    cr_assert(host->watts[10] == 110);
    cr_assert_eq(estate.note_count, 0);
    estate_done(&estate);
}

Test(planner_estate_csv, refuses_wrong_numbers_of_hosts)
{
    refuse_hosts("name,cores,memory\nh1,16,64 GiB\nh2,16,-256 GiB\n",
                 "hosts.csv:3: memory: '-256 GiB' is negative; a right one is '256 GiB'");
    refuse_hosts("name,cores,memory\nh1,16,0 GiB\n",
                 "hosts.csv:2: memory: '0 GiB' is too small to be true; a right one is '256 GiB'");
    refuse_hosts("name,cores,memory\nh1,0,64 GiB\n",
                 "hosts.csv:2: cores: '0' is too small to be true; a right one is '16'");
    refuse_hosts("name,cores,memory\nh1,16,64\n",
                 "hosts.csv:2: memory: '64': the unit is missing, as in '4 GiB'");
    refuse_hosts("name,cores,memory,watts\nh1,16,64 GiB,90 100\n",
                 "hosts.csv:2: watts: 2 numbers; eleven are wanted (idle, 10% ... 100% of load), "
                 "or two as '90/250' (idle, and full load)");
    refuse_hosts("name,cores,memory,watts\nh1,16,64 GiB,190/100\n",
                 "hosts.csv:2: watts: 181 W after 190 W; power does not fall with load");
    refuse_hosts("name,cores,memory,nodes\nh1,16,64 GiB,two\n",
                 "hosts.csv:2: nodes: 'two' is no node, as '16 cores 128 GiB'");
    refuse_hosts("name,cores,memory,drained\nh1,16,64 GiB,perhaps\n",
                 "hosts.csv:2: drained: 'perhaps' is neither 'True' nor 'False'");
    refuse_hosts("name,cores,memory,cost-year\nh1,16,64 GiB,10 EUR\nh2,16,64 GiB,10 USD\n",
                 "hosts.csv:3: cost-year: an amount in USD, but others are in EUR; nothing is "
                 "converted");
}

static void refuse_number(const char *number)
{
    struct estate estate;
    char text[200];
    estate_init(&estate);
    snprintf(text, sizeof text, "name,cores,memory\nh1,%s,64 GiB\n", number);
    cr_assert_lt(estate_read_hosts(&estate, "hosts.csv", text, strlen(text), NULL), 0, "%s",
                 number);
    estate_done(&estate);
}

Test(planner_estate_csv, refuses_what_is_no_number)
{
    static const char *const numbers[] = {"nan", "NaN",   "inf", "1e3",     "0x10",
                                          "-1",  "1.2.3", "ten", "\"1,5\"", "16 cores"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        refuse_number(numbers[i]);
}

Test(planner_estate_csv, refuses_a_guest_on_an_unknown_host)
{
    refuse_guests("name,host,vcpus,memory\ng1,node-a,2,4 GiB\ng2,node-c,2,4 GiB\n",
                  "guests.csv:3: host: there is no host 'node-c' (did you mean 'node-a'?)");
    struct estate estate;
    estate_init(&estate);
    refused_guests(&estate, "name,host,vcpus,memory\ng1,h1,2,4 GiB\n",
                   "guests.csv:2: host: 'h1': no hosts are known yet; they are read before the "
                   "guests");
}

Test(planner_estate_csv, refuses_doubled_names_with_both_lines)
{
    refuse_hosts("name,cores,memory\nh1,16,64 GiB\nh2,16,64 GiB\nh1,16,64 GiB\n",
                 "hosts.csv:4: 'h1' is there already, from hosts.csv:2; names must differ");
    refuse_guests("name,vcpus,memory\ng1,2,4 GiB\ng1,2,4 GiB\n",
                  "guests.csv:3: 'g1' is there already, from guests.csv:2; names must differ");
    refuse_guests("name,vcpus,memory\n,2,4 GiB\n",
                  "guests.csv:2: name: nothing is said; each has a name that no other has");
}

Test(planner_estate_csv, refuses_guests_that_contradict_themselves)
{
    refuse_guests("name,vcpus,memory,cpu\ng1,2,4 GiB,3\n",
                  "guests.csv:2: cpu: 3 cores on average, and 2 vCPUs");
    refuse_guests("name,vcpus,memory,cpu-p95,cpu-peak\ng1,2,4 GiB,1.5,1\n",
                  "guests.csv:2: cpu-peak: 1 cores, but cpu-p95 is 1.5");
    refuse_guests("name,vcpus,memory,memory-used\ng1,2,4 GiB,5 GiB\n",
                  "guests.csv:2: memory-used: 5.00 GiB, and it may have 4.00 GiB");
    refuse_guests("name,memory,cpu\ng1,4 GiB,35%\n",
                  "guests.csv:2: cpu: '35%' of how many vCPUs? Nothing tells them");
    refuse_guests("name,vcpus,memory\ng1,1.5,4 GiB\n",
                  "guests.csv:2: vcpus: '1.5': a whole number is wanted");
    refuse_guests("name,vcpus,memory,dirty-rate\ng1,1,4 GiB,30 MiB\n",
                  "guests.csv:2: dirty-rate: '30 MiB': bytes a second are wanted, as '30 MiB/s'");
}

Test(planner_estate_csv, refuses_wrong_columns_and_rows)
{
    refuse_hosts("name;cores;memory\nh1;16;64 GiB\n",
                 "hosts.csv:1: columns are separated by semicolons; commas are wanted");
    refuse_hosts("name,cores,memroy\nh1,16,64 GiB\n",
                 "hosts.csv:1: unknown column 'memroy' (did you mean 'memory'?)");
    refuse_hosts("name,memory,memory-gib\nh1,16,64\n",
                 "hosts.csv:1: columns 'memory' and 'memory-gib' tell the same");
    refuse_hosts("cores,memory\n16,64 GiB\n",
                 "hosts.csv:1: no column 'name' (or 'Host' and '# Cores', as RVTools has it)");
    refuse_hosts("name,cores,memory\nh1,16\n", "hosts.csv:2: 2 fields, but the header has 3");
    refuse_hosts("name,cores,memory\nh1,16,5,64 GiB\n",
                 "hosts.csv:2: 4 fields, but the header has 3; a decimal comma makes one more "
                 "(write 12.5, not 12,5), and a text with a comma wants quotation marks");
    refuse_hosts("name,cores,\nh1,16,\n", "hosts.csv:1: column 3 has no name");
    refuse_hosts("", "hosts.csv: it is empty; a first line with the names of columns is wanted");
    refuse_hosts("name,cores\n\"h1,16\n", "hosts.csv:2: a quotation mark stands where it must not");
    refuse_hosts("VM,CPUs\nweb,2\n", "hosts.csv:1: a sheet of guests (it has a column 'VM'), where "
                                     "hosts are wanted");
}

Test(planner_estate_csv, says_more_of_what_was_seen_once)
{
    struct estate estate;
    estate_init(&estate);
    struct estate_host *host = estate_add_host(&estate, "h1");
    host->cores = 16;
    host->file = estate_file(&estate, "qemu:///system");
    estate_add_guest(&estate, "g1")->vcpus = 2;
    made_hosts(&estate, "name,memory,cost-year,labels\nh1,64 GiB,2400,rack=r1\n");
    made_guests(&estate, "name,memory,dirty-rate\ng1,4 GiB,20 MiB/s\n");
    cr_assert_eq(estate.host_count, 1);
    cr_assert(estate.hosts[0].cores == 16 && estate.hosts[0].cost_year == 2400);
    cr_assert(estate.guests[0].vcpus == 2 && estate.guests[0].memory_bytes == 4 * GIB);
    refused_hosts(&estate, "name,memory\nh1,64 GiB\n",
                  "hosts.csv:2: 'h1' is there already, from hosts.csv:2; names must differ");
}
