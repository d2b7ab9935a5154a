// SPDX-License-Identifier: GPL-3.0-or-later
// A plan's file: what it says, what-ifs over it, and every wrong word with its line.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_yaml.h"

static const char whole[] = "currency: EUR\n"
                            "horizon:\n"
                            "  years: 5\n"
                            "energy:\n"
                            "  price: 0.25 [0.20, 0.40]\n"
                            "  pue: 1.4\n"
                            "failover: {hosts: 2, group: 16}\n"
                            "guests:\n"
                            "  web:\n"
                            "    count: 600 +-10%\n"
                            "    growth: 10% [0%, 25%]\n"
                            "    vcpus: 2\n"
                            "    memory: 4 GiB\n"
                            "    disk: 40 GiB\n"
                            "    disk-rate: 50/s\n"
                            "    network: 20 Mbit/s\n"
                            "    cpu: 0.3 [0.25, 0.4]\n"
                            "    cpu-p95: 0.8\n"
                            "  db: {count: 12, memory: 32GiB, runs: oltp, scale: 1.5}\n"
                            "licences:\n"
                            "  os:\n"
                            "    by: core\n"
                            "    price: 450\n"
                            "    pack: 2\n"
                            "    minimum-per-socket: 8\n"
                            "    minimum-per-host: 16\n"
                            "    maintenance: 20%\n"
                            "    platform: kvm\n"
                            "  backup: {by: guest, price: 30, yearly: yes, guests: db}\n"
                            "platforms: [kvm, tcg]\n"
                            "slo: p99<=20ms,achieved>=95%\n"
                            "draws: 2000\n"
                            "seed: 7\n";

static void read_text(struct plan *plan, const char *text)
{
    struct err err = {0};
    plan_init(plan);
    cr_assert_eq(plan_yaml_read_text(plan, "plan.yaml", text, strlen(text), &err), 0, "%s",
                 err_text(&err));
}

static void add_model(struct plan *plan)
{
    plan->catalogue.name = alloc_copy("servers.csv");
    plan->catalogue.currency = alloc_copy("EUR");
    plan->catalogue.models = alloc_zeroed(1, sizeof(*plan->catalogue.models));
    host_model_init(&plan->catalogue.models[plan->catalogue.count++]);
}

Test(planner_plan, begins_with_every_default)
{
    struct plan plan;
    plan_init(&plan);
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        cr_expect_eq(plan.assumptions[i].value, assumption_table[i].value);
        cr_expect_eq(plan.assumptions[i].origin, ORIGIN_GUESSED);
    }
    cr_expect_eq(plan.draws, 10000);
    plan_done(&plan);
    plan_done(NULL);
}

Test(planner_plan, reads_assumptions)
{
    struct plan plan;
    read_text(&plan, whole);
    const struct uncertain *price = &plan.assumptions[ASSUME_ENERGY_PRICE];
    cr_expect_eq(price->value, 0.25);
    cr_expect_eq(price->low, 0.20);
    cr_expect_eq(price->high, 0.40);
    cr_expect_eq(price->origin, ORIGIN_STATED);
    cr_expect_eq(plan.assumptions[ASSUME_HORIZON].value, 5);
    cr_expect_eq(plan.assumptions[ASSUME_GROUP].value, 16);
    cr_expect_eq(plan.assumptions[ASSUME_HOURS].origin, ORIGIN_GUESSED);
    cr_expect_str_eq(plan.currency, "EUR");
    cr_expect_eq(plan.platform_count, 2);
    cr_expect_str_eq(plan.platforms[1], "tcg");
    cr_expect_str_eq(plan.slo, "p99<=20ms,achieved>=95%");
    cr_expect_eq(plan.draws, 2000);
    cr_expect_eq(plan.seed, 7);
    cr_expect_str_eq(plan_said(&plan, "energy.pue"), "1.4");
    cr_expect_null(plan_said(&plan, "energy.hours"));
    cr_expect_eq(plan.what_if_count, 0);
    plan_done(&plan);
}

Test(planner_plan, reads_classes_of_guests)
{
    struct plan plan;
    read_text(&plan, whole);
    cr_assert_eq(plan.demand.count, 2);
    const struct guest_class *web = &plan.demand.list[0], *db = &plan.demand.list[1];
    cr_expect_str_eq(web->name, "web");
    cr_expect_str_eq(web->source, "plan.yaml:10");
    cr_expect_float_eq(web->count.low, 540, 1e-9);
    cr_expect_eq(web->growth.high, 0.25);
    cr_expect_eq(web->vcpus, 2);
    cr_expect_eq(web->memory_bytes, 4294967296.0);
    cr_expect_eq(web->disk_hz, 50);
    cr_expect_eq(web->network_bits_hz, 20e6);
    cr_expect_eq(web->cpu.mean_cores.high, 0.4);
    cr_expect_str_eq(db->run, "oltp");
    cr_expect_eq(db->scale, 1.5);
    cr_expect_eq(db->growth.origin, ORIGIN_GUESSED);
    plan_done(&plan);
}

Test(planner_plan, reads_licences)
{
    struct plan plan;
    read_text(&plan, whole);
    cr_assert_eq(plan.licence_count, 2);
    const struct licence *os = &plan.licences[0], *backup = &plan.licences[1];
    cr_expect_eq(os->by, LICENCE_CORE);
    cr_expect_eq(os->price.value, 450);
    cr_expect_eq(os->pack, 2);
    cr_expect_eq(os->minimum_per_host, 16);
    cr_expect_eq(os->maintenance, 0.2);
    cr_expect_not(os->yearly);
    cr_expect_str_eq(os->platform, "kvm");
    cr_expect(backup->yearly);
    cr_expect_str_eq(backup->class, "db");
    plan_done(&plan);
}

Test(planner_plan, completes_the_spread_of_cpu_time)
{
    struct plan plan;
    struct err err = {0};
    read_text(&plan, whole);
    add_model(&plan);
    cr_assert_eq(plan_check(&plan, &err), 0, "%s", err_text(&err));
    const struct cpu_demand *cpu = &plan.demand.list[0].cpu;
    cr_expect_float_eq(cpu->mean_cores.value + 1.6448536 * cpu->sd_cores, 0.8, 1e-6);
    cr_expect_eq(cpu->correlation, CPU_CORRELATION_GUESS);
    cr_expect_eq(plan.demand.note_count, 0);
    plan_done(&plan);
}

Test(planner_plan, guesses_a_spread_that_nobody_said_and_says_so)
{
    struct plan plan;
    struct err err = {0};
    read_text(&plan, "guests:\n  web: {count: 9, memory: 1GiB, cpu: 0.5}\n"
                     "  steady: {count: 9, memory: 1GiB, cpu: 0.5, cpu-sd: 0, cpu-correlation: 1}\n"
                     "  unknown: {count: 9, memory: 1GiB, vcpus: 4}\n");
    add_model(&plan);
    cr_assert_eq(plan_check(&plan, &err), 0, "%s", err_text(&err));
    const struct guest_class *classes = plan.demand.list;
    cr_expect_float_eq(classes[0].cpu.sd_cores, 0.3, 1e-12);
    cr_expect_eq(classes[0].vcpus, 1);
    cr_expect_eq(classes[1].cpu.sd_cores, 0);
    cr_expect_eq(classes[1].cpu.correlation, 1);
    cr_expect(isnan(classes[2].cpu.mean_cores.value));
    cr_assert_eq(plan.demand.note_count, 1);
    cr_expect(strstr(plan.demand.notes[0], "of one web varies is not said"));
    plan_done(&plan);
}

// Its curve has its swings in it; under another platform its CPU time counts, and that swings, too.
Test(planner_plan, completes_the_spread_of_a_class_with_runs_without_a_word)
{
    struct plan plan;
    struct err err = {0};
    read_text(&plan, "guests:\n  web: {count: 9, memory: 1GiB, cpu: 0.5, runs: web}\n");
    add_model(&plan);
    cr_assert_eq(plan_check(&plan, &err), 0, "%s", err_text(&err));
    cr_expect_float_eq(plan.demand.list[0].cpu.sd_cores, 0.3, 1e-12);
    cr_expect_eq(plan.demand.list[0].cpu.correlation, CPU_CORRELATION_GUESS);
    cr_expect_eq(plan.demand.note_count, 0);
    plan_done(&plan);
}

static void refuses(const char *text, const char *wanted)
{
    struct plan plan;
    struct err err = {0};
    plan_init(&plan);
    int r = plan_yaml_read_text(&plan, "plan.yaml", text, strlen(text), &err);
    if (r == 0) {
        add_model(&plan);
        r = plan_check(&plan, &err);
    }
    cr_expect_eq(r, -EINVAL, "%s", text);
    cr_expect_eq(err.kind, ERR_INPUT);
    cr_expect(strncmp(err_text(&err), wanted, strlen(wanted)) == 0, "%s\n%s\n%s", text,
              err_text(&err), wanted);
    err_done(&err);
    plan_done(&plan);
}

Test(planner_plan, refuses_unknown_keys_with_the_nearest)
{
    refuses("enrgy: {price: 1}", "plan.yaml:1: no key 'enrgy' (did you mean 'energy'?)");
    refuses("\nenergy:\n  prize: 1\n",
            "plan.yaml:3: no key 'energy.prize' (did you mean 'price'?)");
    refuses("energy: 5", "plan.yaml:1: energy: keys are wanted below it, one of: price,");
    refuses("energy:\n", "plan.yaml:1: energy: keys are wanted below it, one of: price,");
    refuses("guests: 900", "plan.yaml:1: guests: keys are wanted below it, as guests.web.count");
    refuses("guests:\n  web: 900\n", "plan.yaml:2: guests.web: keys are wanted below it");
    refuses("guests:\n  web: {cuont: 900}\n",
            "plan.yaml:2: no key 'guests.web.cuont' (did you mean 'count'?)");
    refuses("licences: {os: {cost: 1}}", "plan.yaml:1: no key 'licences.os.cost'");
    refuses("inventory: {fil: a.csv}",
            "plan.yaml:1: no key 'inventory.fil' (did you mean 'file'?)");
    refuses("currency: {word: EUR}", "plan.yaml:1: no key 'currency.word'");
    refuses("guests: [web, db]", "plan.yaml:1: guests: keys are wanted below it");
    refuses("guests:\n- name: web\n", "plan.yaml:2: guests: a list of keys stands where none");
    refuses("guests: {web: {count: {x: 1}}}", "plan.yaml:1: no key 'guests.web.count.x'");
    refuses("draws: 1000\ndraws: 1000\n", "plan.yaml:2: draws: given twice, first in line 1");
}

Test(planner_plan, refuses_wrong_values_where_they_stand)
{
    refuses(
        "energy:\n  price: 0,25\n",
        "plan.yaml:2: energy.price: '0,25': numbers have a decimal point and no comma, as 0.25");
    refuses("energy:\n  price: nan\n", "plan.yaml:2: energy.price: 'nan': a finite number");
    refuses("energy:\n  price: 0.25 [0.4, 0.2]\n", "plan.yaml:2: energy.price: '0.25 [0.4, 0.2]'");
    refuses("energy: {price: 0.25 [0.2, 0.4]}", "plan.yaml:1: ");
    refuses("currency: euro", "plan.yaml:1: currency: 'euro': a currency has three capital");
    refuses("catalogue-sha256: abc", "plan.yaml:1: catalogue-sha256: 'abc': a SHA-256 has 64");
    refuses("draws: 10", "plan.yaml:1: draws: '10' is not a whole number in 100..1000000");
    refuses("slo: p99<=3", "plan.yaml:1: slo: ");
    refuses("platforms: [kvm, kvm]", "plan.yaml:1: platforms: ");
    refuses("platforms: kvm/bare", "plan.yaml:1: platforms: 'kvm/bare': platforms alone");
    refuses("guests: {web: {count: -3}}", "plan.yaml:1: guests.web.count: '-3'");
    refuses("guests: {web: {count: 2.5}}", "plan.yaml:1: guests.web.count: '2.5'");
    refuses("guests: {web: {growth: 20}}", "plan.yaml:1: guests.web.growth: '20': is the '%'");
    refuses("guests: {web: {growth: -95%}}", "plan.yaml:1: guests.web.growth: '-95%' must lie");
    refuses("guests: {web: {network: 100 MB/s}}",
            "plan.yaml:1: guests.web.network: '100 MB/s': a rate in bits is wanted, as 200 Mbit/s "
            "or 10 Gbit/s (a byte is 8 bits)");
    refuses("guests: {web: {disk-rate: 20%}}", "plan.yaml:1: guests.web.disk-rate: '20%'");
    refuses("guests: {web: {cpu: 2000}}", "plan.yaml:1: guests.web.cpu: '2000' must lie between");
    refuses("guests: {web: {memory: lots}}", "plan.yaml:1: guests.web.memory: 'lots'");
    refuses("guests: {web: {memory: 4}}",
            "plan.yaml:1: guests.web.memory: '4': the unit is missing; write 4GiB if it is that");
    refuses("memory: {overhead: 128}", "plan.yaml:1: memory.overhead: '128': the unit is missing");
    refuses("licences: {os: {by: cores}}",
            "plan.yaml:1: licences.os.by: 'cores' is nothing that licences are counted by (did you "
            "mean 'core'?)");
    refuses("licences: {os: {price: -1}}", "plan.yaml:1: licences.os.price: '-1' must lie");
}

#define GUESTS "guests:\n  web: {count: 9, memory: 1GiB, cpu: 0.5}\n"

Test(planner_plan, refuses_contradictions)
{
    refuses("currency: EUR\n", "plan.yaml: guests: there are none to plan for");
    refuses("guests: {web: {count: 0, memory: 1GiB, cpu: 1}}",
            "plan.yaml: guests: all classes count 0");
    refuses("guests:\n  web:\n    memory: 1GiB\n    cpu: 1\n",
            "plan.yaml:3: guests.web.count: how many of them");
    refuses("guests: {web: {count: 9, cpu: 1}}", "plan.yaml:1: guests.web.memory: the memory");
    refuses("guests: {web: {count: 9, memory: 1GiB}}",
            "plan.yaml:1: guests.web.cpu: their mean CPU time in cores is missing, or runs");
    refuses("guests: {web: {count: 9, memory: 1GiB, cpu: 1, cpu-p95: 0.5}}",
            "plan.yaml:1: guests.web.cpu-p95: 0.5 cores lie below the mean of 1");
    refuses("guests: {web: {count: 9, memory: 1GiB, cpu: 1, cpu-peak: 0.5}}",
            "plan.yaml:1: guests.web.cpu-peak: ");
    refuses("guests: {web: {count: 9, memory: 1GiB, cpu: 3, vcpus: 2}}",
            "plan.yaml:1: guests.web.cpu: 3 cores are more than its 2 vCPUs can take");
    refuses("guests: {web: {count: 9, memory: 1GiB, cpu: 1, scale: 2}}",
            "plan.yaml:1: guests.web.scale: ");
    refuses("guests: {web: {count: 9000000, growth: 900%, memory: 1GiB, cpu: 1}}",
            "plan.yaml: guests: 9e+10 of them after 4 years");
    refuses(GUESTS "failover: {hosts: 2, maintenance: 1, group: 3}\n",
            "plan.yaml:3: failover.group: of 3 hosts, 2 may fail and 1 be drained: none is left");
    refuses(GUESTS "currency: USD\n",
            "plan.yaml:3: currency: the plan is in USD and servers.csv in EUR");
    refuses(GUESTS "licences: {os: {by: core}}", "plan.yaml:3: licences.os.price: the price is");
    refuses(GUESTS "platforms: [kvm]\nlicences: {os: {price: 1, platform: xen}}",
            "plan.yaml:4: licences.os.platform: 'xen' is none of the plan's platforms");
    refuses(GUESTS "licences: {os: {price: 1, by: guest, guests: wbe}}",
            "plan.yaml:3: licences.os.guests: no guests 'wbe' (did you mean 'web'?)");
    refuses(GUESTS "licences: {os: {price: 1, by: core, guests: web}}",
            "plan.yaml:3: licences.os.guests: ");
    refuses(GUESTS "licences: {os: {price: 1, by: host, pack: 2}}",
            "plan.yaml:3: licences.os.pack: ");
    refuses(GUESTS "licences: {os: {price: 1, by: socket, minimum-per-socket: 8}}",
            "plan.yaml:3: licences.os.minimum-per-socket: ");
    refuses(GUESTS "licences: {os: {price: 1, yearly: yes, maintenance: 20%}}",
            "plan.yaml:3: licences.os.maintenance: ");
}

Test(planner_plan, takes_the_currency_of_the_catalogue)
{
    struct plan plan;
    struct err err = {0};
    read_text(&plan, GUESTS);
    add_model(&plan);
    cr_assert_eq(plan_check(&plan, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(plan.currency, "EUR");
    plan_done(&plan);
    read_text(&plan, GUESTS);
    cr_expect_lt(plan_check(&plan, &err), 0);
    cr_expect(strstr(err_text(&err), "plan.yaml: catalogue: servers to choose from are missing"));
    err_done(&err);
    plan_done(&plan);
}

Test(planner_plan, written_down_it_makes_itself_again)
{
    struct plan plan, again;
    struct err err = {0};
    read_text(&plan, whole);
    cr_assert_eq(plan_set(&plan, "energy.price", "0.45 [0.4, 0.5]", &err), 0);
    scope_free char *once = plan_format(&plan);
    read_text(&again, once);
    scope_free char *twice = plan_format(&again);
    cr_expect_str_eq(once, twice);
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        cr_expect_eq(again.assumptions[i].value, plan.assumptions[i].value);
        cr_expect_eq(again.assumptions[i].origin, plan.assumptions[i].origin);
    }
    cr_expect(strstr(once, "energy:\n  price: '0.45 [0.4, 0.5]'\n"));
    cr_expect(strstr(once, "# discount:\n  # rate: 5% # guessed\n"));
    cr_expect(strstr(once, "  web:\n    count: '600 +-10%'\n"));
    cr_expect_eq(again.licence_count, 2);
    cr_expect_eq(again.demand.count, 2);
    plan_done(&again);
    plan_done(&plan);
}

Test(planner_plan, a_failed_setting_leaves_the_plan_as_it_was)
{
    struct plan plan;
    read_text(&plan, whole);
    cr_expect_lt(plan_set(&plan, "guests.new.count", "many", NULL), 0);
    cr_expect_lt(plan_set(&plan, "licences.new.price", "much", NULL), 0);
    cr_expect_lt(plan_set(&plan, "guests.a b.count", "3", NULL), 0);
    cr_expect_lt(plan_set(&plan, "catalogue", "a\nb", NULL), 0);
    cr_expect_lt(plan_set(&plan, "energy.price", "1 [2, 3]", NULL), 0);
    cr_expect_lt(plan_set(&plan, "platforms", "kvm,,tcg", NULL), 0);
    cr_expect_eq(plan.demand.count, 2);
    cr_expect_eq(plan.licence_count, 2);
    cr_expect_eq(plan.assumptions[ASSUME_ENERGY_PRICE].value, 0.25);
    cr_expect_eq(plan.platform_count, 2);
    cr_expect_eq(plan.what_if_count, 0);
    plan_done(&plan);
}
