// SPDX-License-Identifier: GPL-3.0-or-later
// A plan with the files it names, and what-ifs over all of them.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_set.h"

static const char servers[] =
    "model,sockets,cores,memory,price,currency,rack-units,watts-idle,watts-10,watts-20,watts-30,"
    "watts-40,watts-50,watts-60,watts-70,watts-80,watts-90,watts-100\n"
    "R1,1,24,256GiB,7500,EUR,1,75,115,135,150,165,185,205,225,245,270,290\n";
static const char guests[] =
    "name,class,vcpus,memory,cpu\na,office,2,4GiB,0.2\nb,office,2,4GiB,0.4\n";
static const char file[] = "currency: EUR\n"
                           "catalogue: servers.csv\n"
                           "guests:\n"
                           "  web: {count: 600, memory: 4GiB, cpu: 0.3}\n"
                           "licences: {os: {price: 100}}\n"
                           "inventory: {file: guests.csv, growth: 10%}\n"
                           "energy: {price: 0.25}\n";

static char folder[] = "/tmp/fullhouse-plan-XXXXXX";
static char *path;

static void put(const char *name, const char *text)
{
    scope_free char *where = path_join(folder, name);
    cr_assert_eq(path_write(where, text, strlen(text), 0600, NULL), 0);
}

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
    path = path_join(folder, "plan.yaml");
    put("servers.csv", servers);
    put("guests.csv", guests);
    put("plan.yaml", file);
}

static void remove_folder(void)
{
    free(path);
    cr_assert_eq(path_remove_tree(folder, NULL), 0);
}

TestSuite(planner_plan_read, .init = make_folder, .fini = remove_folder);

#define READ(plan, ...)                                                                            \
    ({                                                                                             \
        static const char *const what_ifs_[] = {__VA_ARGS__};                                      \
        struct err err_ = {0};                                                                     \
        int r_ =                                                                                   \
            plan_read(path, what_ifs_, sizeof(what_ifs_) / sizeof(what_ifs_[0]), plan, &err_);     \
        cr_assert_eq(r_, 0, "%s", err_text(&err_));                                                \
        cr_assert_eq(plan_check(plan, &err_), 0, "%s", err_text(&err_));                           \
    })

Test(planner_plan_read, reads_what_the_file_names_beside_it)
{
    struct plan plan;
    READ(&plan, "seed=3");
    cr_expect_eq(plan.catalogue.count, 1);
    cr_expect_str_eq(plan.catalogue.models[0].name, "R1");
    cr_expect_eq(plan.seed, 3);
    cr_expect_eq(plan.what_if_count, 0, "a seed is none");
    cr_assert_eq(plan.demand.count, 2);
    cr_expect_str_eq(plan.demand.list[1].name, "office");
    cr_expect_eq(plan.demand.list[1].count.value, 2);
    cr_expect_eq(plan.demand.list[1].growth.value, 0.1);
    plan_done(&plan);
}

Test(planner_plan_read, what_ifs_win_and_are_remembered)
{
    struct plan plan;
    READ(&plan, "energy.price=0.45 [0.4, 0.5]", "guests.web.count=900", "guests.office.count=70",
         "licences.os.price=1", "failover.hosts=2", "inventory.growth=20%");
    cr_expect_eq(plan.assumptions[ASSUME_ENERGY_PRICE].value, 0.45);
    cr_expect_eq(plan.demand.list[0].count.value, 900);
    cr_expect_eq(plan.demand.list[1].count.value, 70);
    cr_expect_eq(plan.demand.list[1].growth.value, 0.2);
    cr_expect_eq(plan.licences[0].price.value, 1);
    cr_expect_eq(plan.assumptions[ASSUME_SPARE].value, 2);
    cr_assert_eq(plan.what_if_count, 6);
    cr_expect_str_eq(plan.what_ifs[0], "energy.price=0.45 [0.4, 0.5]");
    cr_expect_str_eq(plan_said(&plan, "energy.price"), "0.45 [0.4, 0.5]");
    plan_done(&plan);
}

Test(planner_plan_read, a_file_is_not_needed)
{
    struct plan plan;
    struct err err = {0};
    scope_free char *catalogue = path_join(folder, "servers.csv");
    scope_free char *what_if = NULL;
    cr_assert_gt(asprintf(&what_if, "catalogue=%s", catalogue), 0);
    const char *const what_ifs[] = {what_if, "guests.web.count=900", "guests.web.memory=4GiB",
                                    "guests.web.cpu=0.5"};
    cr_assert_eq(plan_read(NULL, what_ifs, 4, &plan, &err), 0, "%s", err_text(&err));
    cr_assert_eq(plan_check(&plan, &err), 0, "%s", err_text(&err));
    cr_expect_null(plan.name);
    cr_expect_str_eq(plan.currency, "EUR");
    cr_expect_eq(plan.demand.list[0].count.value, 900);
    plan_done(&plan);
}

static void refuses(const char *what_if, const char *why)
{
    struct plan plan = {.seed = 77};
    struct err err = {0};
    int r = plan_read(path, &what_if, 1, &plan, &err);
    cr_expect_eq(r, -EINVAL, "%s", what_if);
    cr_expect(strstr(err_text(&err), why), "%s: %s", what_if, err_text(&err));
    cr_expect_eq(plan.seed, 77);
    err_done(&err);
}

Test(planner_plan_read, refuses_a_what_if_that_is_none)
{
    refuses("energy.price", "--what-if energy.price: KEY=VALUE is wanted, as energy.price=0.45");
    refuses("=3", "KEY=VALUE is wanted");
    refuses("energy.prize=1", "--what-if: no key 'energy.prize' (did you mean 'price'?)");
    refuses("energy.price=0,45", "--what-if: energy.price: '0,45': numbers have a decimal point");
    refuses("guests.wbe.count=900", "no guests 'wbe' (did you mean 'web'?)");
    refuses("licences.o.price=900", "no licence 'o'");
    refuses("currency=USD", "EUR");
    refuses("inventory.file=/nowhere/guests.csv", "/nowhere/guests.csv");
}

Test(planner_plan_read, a_plan_that_cannot_be_read_is_wrong_input)
{
    struct plan plan;
    struct err err = {0};
    cr_expect_eq(plan_read(folder, NULL, 0, &plan, &err), -EINVAL);
    cr_expect_eq(err_exit_code(&err), 2);
    cr_expect(strstr(err_text(&err), folder));
    err_done(&err);
}

Test(planner_plan_read, tells_a_contradiction_of_a_what_if)
{
    struct plan plan;
    struct err err = {0};
    const char *const what_ifs[] = {"failover.group=1"};
    cr_assert_eq(plan_read(path, what_ifs, 1, &plan, NULL), 0);
    cr_expect_eq(plan_check(&plan, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "--what-if: failover.group: of 1 hosts"), "%s",
              err_text(&err));
    err_done(&err);
    plan_done(&plan);
}

Test(planner_plan_read, refuses_two_classes_of_one_name)
{
    struct plan plan;
    struct err err = {0};
    put("guests.csv", "name,class,vcpus,memory,cpu\na,web,2,4GiB,0.2\n");
    cr_assert_eq(plan_read(path, NULL, 0, &plan, &err), 0, "%s", err_text(&err));
    cr_expect_eq(plan_check(&plan, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "guests.web: "), "%s", err_text(&err));
    err_done(&err);
    plan_done(&plan);
}

Test(planner_plan_read, reads_the_example)
{
    struct plan plan;
    struct err err = {0};
    cr_assert_eq(plan_read(TEST_SOURCE_DIR "/examples/buy/plan.yaml", NULL, 0, &plan, &err), 0,
                 "%s", err_text(&err));
    cr_assert_eq(plan_check(&plan, &err), 0, "%s", err_text(&err));
    double total = 0;
    for (size_t i = 0; i < plan.demand.count; i++)
        total += plan.demand.list[i].count.value;
    cr_expect_eq(total, 900);
    cr_expect_gt(plan.catalogue.count, 3);
    plan_done(&plan);
}

Test(planner_plan_read, says_where_a_sheet_belongs)
{
    scope_free char *sheet = path_join(folder, "servers.csv");
    struct plan plan;
    struct err err = {0};
    cr_assert_eq(plan_read(sheet, NULL, 0, &plan, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "a catalogue is named by --catalogue"), "%s",
                       err_text(&err));
    err_done(&err);
}
