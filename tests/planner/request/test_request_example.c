// SPDX-License-Identifier: GPL-3.0-or-later
// The example of a pack: that it reads, and that its rules are about what is there.
#include <criterion/criterion.h>

#include "common/base/err.h"
#include "planner/estate/estate.h"
#include "planner/request/request.h"

Test(planner_request_example, reads_with_all_of_its_rules)
{
    struct request request;
    struct estate estate;
    struct err err = {0};
    request_init(&request);
    estate_init(&estate);
    cr_assert_eq(request_read_file(&request, TEST_SOURCE_DIR "/examples/pack/pack.yaml", &err), 0,
                 "%s", err_text(&err));
    cr_assert_eq(request_read_estate(&request, &estate, &err), 0, "%s", err_text(&err));
    cr_assert_eq(estate_check(&estate, &err), 0, "%s", err_text(&err));
    cr_assert_eq(rule_set_resolve(request.rules, &estate, &err), 0, "%s", err_text(&err));
    cr_assert_eq(estate.host_count, 12);
    cr_assert_eq(estate.guest_count, 70);
    cr_assert_eq(estate.trace_count, 68);
    cr_assert_eq(estate.windows, 96);
    cr_assert_eq(rule_set_count(request.rules), 7);
    estate_done(&estate);
    request_done(&request);
}
