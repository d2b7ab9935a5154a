// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts and guests as facts: names, labels, and what cannot be.
#include "planner/estate/estate.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

#define GIB 1073741824.0
enum { MANY = 3000 };

static struct estate_host *host_of(struct estate *estate, const char *name, size_t line)
{
    struct estate_host *host = estate_add_host(estate, name);
    host->cores = 16;
    host->memory_bytes = 64 * GIB;
    host->file = estate_file(estate, "hosts.csv");
    host->line = line;
    return host;
}

static struct estate_guest *guest_of(struct estate *estate, const char *name, size_t line)
{
    struct estate_guest *guest = estate_add_guest(estate, name);
    guest->vcpus = 2;
    guest->memory_bytes = 4 * GIB;
    guest->host = 0;
    guest->file = estate_file(estate, "guests.csv");
    guest->line = line;
    return guest;
}

static void make_small(struct estate *estate)
{
    estate_init(estate);
    host_of(estate, "h1", 2);
    host_of(estate, "h2", 3);
    guest_of(estate, "g1", 2);
    guest_of(estate, "g2", 3);
}

static void expect_refused(struct estate *estate, const char *text)
{
    struct err err = {0};
    cr_assert_eq(estate_check(estate, &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), text);
    err_done(&err);
    estate_done(estate);
}

Test(planner_estate, says_who_a_message_is_about_as_far_as_it_is_known)
{
    struct estate estate;
    make_small(&estate);
    static const char *const wanted[] = {"guests.csv:2: g1: odd", "guests.csv: g1: odd", "g1: odd"};
    for (size_t i = 0; i < 3; i++) {
        struct err err = {0};
        estate.guests[0].line = i == 0 ? 2 : 0;
        estate.guests[0].file = i < 2 ? estate.guests[0].file : "";
        err_input(&err, "odd");
        cr_expect_eq(estate_blame_guest(&estate.guests[0], &err), -EINVAL);
        cr_expect_str_eq(err_text(&err), wanted[i]);
        err_done(&err);
    }
    estate_done(&estate);
}

Test(planner_estate, finds_hosts_and_guests_by_name)
{
    struct estate estate;
    estate_init(&estate);
    for (size_t i = 0; i < MANY; i++) {
        scope_free char *name = alloc_printf("g%zu", i);
        estate_add_guest(&estate, name);
    }
    estate_add_host(&estate, "h1");
    cr_assert_eq(estate_find_guest(&estate, "g0"), 0);
    cr_assert_eq(estate_find_guest(&estate, "g2999"), 2999);
    cr_assert_eq(estate_find_guest(&estate, "h1"), ESTATE_NOWHERE);
    cr_assert_eq(estate_find_host(&estate, "h1"), 0);
    estate_done(&estate);
}

Test(planner_estate, begins_with_everything_unknown)
{
    struct estate estate;
    estate_init(&estate);
    const struct estate_host *host = estate_add_host(&estate, "h1");
    cr_assert(isnan(host->cores) && isnan(host->watts[10]) && isnan(host->guests_most));
    const struct estate_guest *guest = estate_add_guest(&estate, "g1");
    cr_assert(isnan(guest->vcpus) && isnan(guest->cpu_peak_cores));
    cr_assert_eq(guest->host, ESTATE_NOWHERE);
    cr_assert_eq(guest->trace, -1);
    cr_assert_str_eq(guest->file, "");
    estate_done(&estate);
}

Test(planner_estate, keeps_each_file_name_once)
{
    struct estate estate;
    estate_init(&estate);
    const char *first = estate_file(&estate, "a.csv");
    estate_file(&estate, "b.csv");
    cr_assert_eq(estate_file(&estate, "a.csv"), first);
    cr_assert_eq(estate.file_count, 2);
    estate_done(&estate);
}

Test(planner_estate, labels_are_words_with_and_without_values)
{
    struct estate_labels labels = {0};
    cr_assert_eq(estate_labels_parse(&labels, "rack=r1, site=ulm;production ", NULL), 0);
    cr_assert_eq(estate_labels_parse(&labels, "rack=r1 a=b=c", NULL), 0);
    cr_assert_eq(labels.count, 4);
    cr_assert_str_eq(estate_label(&labels, "rack"), "r1");
    cr_assert_str_eq(estate_label(&labels, "production"), "");
    cr_assert_str_eq(estate_label(&labels, "a"), "b=c");
    cr_assert_null(estate_label(&labels, "row"));
    estate_labels_done(&labels);
}

Test(planner_estate, refuses_two_values_of_one_label)
{
    struct estate_labels labels = {0};
    struct err err = {0};
    cr_assert_eq(estate_labels_parse(&labels, "rack=r1 rack=r2", &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), "'rack' is both 'r1' and 'r2'; one value is wanted");
    err_done(&err);
    cr_assert_eq(estate_labels_parse(&labels, "=r2", NULL), -EINVAL);
    estate_labels_done(&labels);
}

Test(planner_estate, a_small_one_is_fine)
{
    struct estate estate;
    make_small(&estate);
    struct err err = {0};
    cr_assert_eq(estate_check(&estate, &err), 0, "%s", err_text(&err));
    estate_done(&estate);
}

Test(planner_estate, refuses_nothing_at_all)
{
    struct estate estate;
    estate_init(&estate);
    cr_assert_eq(estate_check(&estate, NULL), -EINVAL);
    host_of(&estate, "h1", 2);
    expect_refused(&estate, "no guests: a file of guests (--guests), a document or a connection "
                            "(--connect) is wanted");
}

Test(planner_estate, refuses_doubled_names_with_both_lines)
{
    struct estate estate;
    make_small(&estate);
    guest_of(&estate, "g1", 9);
    expect_refused(&estate, "guests.csv:9: guest 'g1': is there already, from guests.csv:2; names "
                            "must differ");
    make_small(&estate);
    host_of(&estate, "h2", 7);
    expect_refused(&estate, "hosts.csv:7: host 'h2': is there already, from hosts.csv:3; names "
                            "must differ");
}

Test(planner_estate, refuses_a_host_without_room)
{
    struct estate estate;
    make_small(&estate);
    estate.hosts[1].memory_bytes = 0;
    expect_refused(&estate, "hosts.csv:3: host 'h2': memory: 0 cannot be, more than 0 is wanted");
    make_small(&estate);
    estate.hosts[0].cores = NAN;
    expect_refused(&estate, "hosts.csv:2: host 'h1': cores: nothing is said, as 16 is wanted");
}

Test(planner_estate, refuses_nodes_larger_than_their_host)
{
    struct estate estate;
    make_small(&estate);
    struct estate_host *host = &estate.hosts[0];
    host->nodes = alloc_zeroed(2, sizeof *host->nodes);
    host->node_count = 2;
    for (size_t i = 0; i < 2; i++)
        host->nodes[i] = (struct estate_node){8, 48 * GIB};
    expect_refused(&estate, "hosts.csv:2: host 'h1': nodes: 96.0 GiB together, and the host has "
                            "64.0 GiB");
}

Test(planner_estate, refuses_a_guest_without_size_and_one_on_no_host_there_is)
{
    struct estate estate;
    make_small(&estate);
    estate.guests[1].vcpus = NAN;
    expect_refused(&estate, "guests.csv:3: guest 'g2': vcpus: nothing is said, as 2 is wanted");
    make_small(&estate);
    estate.guests[1].host = 2;
    expect_refused(&estate, "guests.csv:3: guest 'g2': is on host number 2 of 2");
    make_small(&estate);
    estate.guests[0].disk_hz = -1;
    expect_refused(&estate,
                   "guests.csv:2: guest 'g1': disk-rate: -1 cannot be, 0 or more is wanted");
}
