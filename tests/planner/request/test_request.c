// SPDX-License-Identifier: GPL-3.0-or-later
// A request out of YAML and key by key.
#include "planner/request/request.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"

static void read_text(struct request *request, const char *text, const char *folder)
{
    struct err err = {0};
    request_init(request);
    cr_assert_eq(request_read(request, "pack.yaml", text, strlen(text), folder, &err), 0, "%s",
                 err_text(&err));
}

static void refuse(const char *text, const char *message)
{
    struct request request;
    struct err err = {0};
    request_init(&request);
    cr_assert_eq(request_read(&request, "pack.yaml", text, strlen(text), "", &err), -EINVAL, "%s",
                 text);
    cr_assert_str_eq(err_text(&err), message);
    err_done(&err);
    request_done(&request);
}

static void refuse_key(const char *key, const char *text, const char *message)
{
    struct request request;
    struct err err = {0};
    request_init(&request);
    cr_assert_eq(request_set(&request, key, text, &err), -EINVAL, "%s", key);
    cr_assert_str_eq(err_text(&err), message);
    err_done(&err);
    request_done(&request);
}

Test(planner_request, reads_sections_and_lists)
{
    struct request request;
    read_text(&request,
              "name: spring\n"
              "hosts: hosts.csv\n"
              "guests: [guests.csv, /data/more.csv]\n"
              "connect: [qemu:///system, 'qemu+ssh://h1/system']\n"
              "cpu: {by: peak, usable: 80%}\n"
              "memory:\n  overcommit: 1.25\n  reserve: 8 GiB\n"
              "aim: cheapest\nmoves-most: 40\n"
              "moves:\n  per-host: 3\n  bandwidth: 20 Gbit/s\n  downtime: 100ms\n  rolling: yes\n"
              "energy: {price: '0.30 [0.25, 0.40]'}\n",
              "fleet");
    cr_assert_str_eq(request.name, "spring");
    cr_assert_str_eq(request.hosts.list[0], "fleet/hosts.csv");
    cr_assert_str_eq(request.guests.list[0], "fleet/guests.csv");
    cr_assert_str_eq(request.guests.list[1], "/data/more.csv");
    cr_assert_eq(request.connect.count, 2);
    cr_assert_str_eq(request.connect.list[1], "qemu+ssh://h1/system");
    cr_assert_eq(request.policy.cpu, POLICY_CPU_PEAK);
    cr_assert_eq(request.policy.cpu_usable, 0.8);
    cr_assert_eq(request.policy.memory_overcommit, 1.25);
    cr_assert_eq(request.policy.memory_reserve_bytes, 8589934592.0);
    cr_assert_eq(request.target.aim, TARGET_CHEAPEST);
    cr_assert_eq(request.target.moves_most, 40);
    cr_assert_eq(request.moves.per_host, 3);
    cr_assert_eq(request.moves.bandwidth_bits_hz.value, 2e10);
    cr_assert_eq(request.moves.bandwidth_bits_hz.origin, ORIGIN_STATED);
    cr_assert_eq(request.moves.downtime_allowed_s, 0.1);
    cr_assert(request.moves.is_rolling);
    cr_assert_eq(request.energy_price.high, 0.40);
    request_done(&request);
}

Test(planner_request, json_is_yaml)
{
    struct request request;
    read_text(&request, "{\"hosts\": \"h.csv\", \"cpu\": {\"percentile\": 0.99}, \"seed\": 7}", "");
    cr_assert_str_eq(request.hosts.list[0], "h.csv");
    cr_assert_eq(request.policy.percentile, 0.99);
    cr_assert_eq(request.target.seed, 7);
    request_done(&request);
}

Test(planner_request, set_adds_to_lists_and_replaces_values)
{
    struct request request;
    read_text(&request, "hosts: a.csv\ncpu: {by: mean}\n", "x");
    cr_assert_eq(request_set(&request, "hosts", "b.csv", NULL), 0);
    cr_assert_eq(request_set(&request, "cpu.by", "vcpus", NULL), 0);
    cr_assert_eq(request.hosts.count, 2);
    cr_assert_str_eq(request.hosts.list[1], "b.csv");
    cr_assert_eq(request.policy.cpu, POLICY_CPU_VCPUS);
    request_done(&request);
}

// Whatever its padding and origin.
static void make_plain(struct uncertain *number)
{
    struct uncertain plain;
    memset(&plain, 0, sizeof plain);
    plain.value = number->value;
    plain.low = number->low;
    plain.high = number->high;
    memcpy(number, &plain, sizeof plain);
}

static void make_all_plain(struct request *request)
{
    struct moves_options *moves = &request->moves;
    struct uncertain *const numbers[] = {&moves->bandwidth_bits_hz, &moves->network_share,
                                         &moves->stream_bits_hz,    &moves->fixed_s,
                                         &moves->fixed_downtime_s,  &moves->dirty_bytes_hz,
                                         &moves->switch_on_s,       &moves->switch_off_s,
                                         &request->energy_price,    &request->pue};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        make_plain(numbers[i]);
    rule_set_free(request->rules);
    request->rules = NULL;
}

// What the table says holds without being said is what holds.
Test(planner_request, fallbacks_are_what_init_gives)
{
    for (const struct request_key *key = request_keys; key->key; key++) {
        struct request plain, set;
        struct err err = {0};
        if (!*key->fallback || strcmp(key->key, "currency") == 0)
            continue;
        request_init(&plain);
        request_init(&set);
        cr_assert_eq(request_set(&set, key->key, key->fallback, &err), 0, "%s", err_text(&err));
        make_all_plain(&plain);
        make_all_plain(&set);
        cr_assert(memcmp(&set, &plain, sizeof set) == 0, "%s: %s", key->key, key->fallback);
        request_done(&set);
        request_done(&plain);
    }
}

Test(planner_request, refuses_wrong_keys_with_the_nearest)
{
    refuse("cpu: {percantile: 95%}\n",
           "pack.yaml:1: no key 'cpu.percantile' (did you mean 'percentile'?)");
    refuse("name: a\nhots: b.csv\n", "pack.yaml:2: no key 'hots' (did you mean 'hosts'?)");
    refuse("cpu: 4\n", "pack.yaml:1: cpu: keys are wanted below it, one of: by, percentile, "
                       "overcommit, usable, run, interference");
    refuse_key("rules", "spread: web-*", "rules stand in the file, as '- spread: web-*'");
    refuse_key("moves.perhost", "2", "no key 'moves.perhost' (did you mean 'per-host'?)");
}

Test(planner_request, refuses_wrong_values_with_line_and_key)
{
    refuse("name: a\ncpu:\n  by: peek\n",
           "pack.yaml:3: cpu.by: 'peek' is not possible (did you mean 'peak'?)");
    refuse("memory: {reserve: 4}\n",
           "pack.yaml:1: memory.reserve: '4': the unit is missing; write 4GiB if it is that");
    refuse("memory: {overcommit: 0}\n",
           "pack.yaml:1: memory.overcommit: '0' must lie between 0.1 and 10");
    refuse("aim: [fewest, energy]\n", "pack.yaml:1: aim: a single value is wanted, no list");
    refuse("seed: 1\nseed: 2\n", "pack.yaml:2: seed: given twice, first in line 1");
    refuse_key("moves.dirty-rate", "16 MiB",
               "moves.dirty-rate: '16 MiB': bytes a second are wanted, as '16 MiB/s'");
    refuse_key("plan-share", "0", "plan-share: '0' must lie between 0.01 and 1");
    refuse_key("currency", "Euro",
               "currency: 'Euro': a currency has three capital letters, as EUR");
}

Test(planner_request, a_file_that_is_not_there_is_bad_input)
{
    struct request request;
    struct err err = {0};
    request_init(&request);
    cr_assert_eq(request_read_file(&request, "/nowhere/pack.yaml", &err), -EINVAL);
    cr_assert_eq(err_exit_code(&err), 2);
    err_done(&err);
    request_done(&request);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    scope_free char *path = path_join(folder, name);
    cr_assert_eq(path_write(path, text, strlen(text), 0600, NULL), 0);
}

Test(planner_request, reads_the_estate_that_its_files_tell)
{
    char folder[] = "/tmp/fullhouse-request-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    write_file(folder, "pack.yaml",
               "hosts: h.csv\ndocuments: g.yaml\ntraces: t\ntraces-step: 1min\ncurrency: EUR\n");
    write_file(folder, "h.csv", "name,cores,memory,cost-year\nh1,8,32 GiB,100\n");
    write_file(folder, "g.yaml", "guests: [{name: g1, host: h1, vcpus: 2, memory: 4 GiB}]\n");
    scope_free char *traces = path_join(folder, "t");
    cr_assert_eq(path_make_dirs(traces, NULL), 0);
    write_file(traces, "g1", "10\n20\n");
    scope_free char *path = path_join(folder, "pack.yaml");
    struct request request;
    struct estate estate;
    struct err err = {0};
    request_init(&request);
    estate_init(&estate);
    cr_assert_eq(request_read_file(&request, path, &err), 0, "%s", err_text(&err));
    cr_assert_eq(request_read_estate(&request, &estate, &err), 0, "%s", err_text(&err));
    cr_assert_eq(estate.guest_count, 1);
    cr_assert_eq(estate.window_s, 60);
    cr_assert_eq(estate.note_count, 0);
    cr_assert_str_eq(estate.currency, "EUR");
    estate_done(&estate);
    request_done(&request);
    path_remove_tree(folder, NULL);
}
