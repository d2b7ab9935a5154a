// SPDX-License-Identifier: GPL-3.0-or-later
// From nothing to a purchase: a real ladder of processes on this host, then the plan with the
// example's price list, in every form.
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(system_plan, .init = program_set_up, .fini = program_tear_down);

static const char catalogue[] = TEST_SOURCE_DIR "/examples/buy/servers.csv";

static void measure(void)
{
    free(program_output(0, ARGUMENTS("bench", "--platform", "native", "--guests", "1..4",
                                     "--workload", "cpu", "--rate", "50/s", "--slo", "achieved>=1%",
                                     "--repeats", "2", "--windows", "2", "--window", "100ms",
                                     "--warmup", "1", "--label", "web", "--quiet")));
}

static char *plan(int exit_code, const char *format, const char *what_if)
{
    return program_output(exit_code,
                          ARGUMENTS("plan", "buy", "--run", "web", "--guests", "900", "--growth",
                                    "10%", "--catalogue", catalogue, "--draws", "500", "--format",
                                    format, "--what-if", what_if));
}

static void expect_document(const char *text)
{
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    cr_assert_not_null(root, "%s", text);
    json_t *best = json_array_get(json_object_get(root, "choices"), 0);
    cr_expect(json_is_true(json_object_get(best, "possible")), "%s", text);
    cr_expect_gt(json_number_value(json_object_get(best, "net_present_cost")), 0);
    cr_expect_str_eq(json_string_value(json_object_get(best, "platform")), "native");
    json_t *curve = json_array_get(json_object_get(root, "curves"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(curve, "label")), "web");
    cr_expect_geq(json_array_size(json_object_get(curve, "points")), 3);
    json_decref(root);
}

Test(system_plan, from_nothing_to_a_purchase)
{
    measure();
    scope_free char *text = plan(0, "text", "energy.price=0.45");
    cr_expect_eq(strncmp(text, "Buy ", 4), 0, "%s", text);
    cr_expect(strstr(text, "run 1 (web"), "%s", text);
    scope_free char *page = plan(0, "html", "energy.price=0.45");
    cr_expect(strstr(page, "<h1>Buy "), "%s", page);
    scope_free char *csv = plan(0, "csv", "energy.price=0.45");
    cr_expect(strstr(csv, "\r\n1,"), "%s", csv);
    scope_free char *json = plan(0, "json", "energy.price=0.45");
    expect_document(json);
    free(plan(1, "text", "guests.web.memory=100 TiB"));
}
