// SPDX-License-Identifier: GPL-3.0-or-later
// First touches on this kernel: as many faults as promised, again and again, and nothing left.
#include <criterion/criterion.h>
#include <errno.h>
#include <sys/resource.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/linux/place.h"
#include "workloads/linux/workload_named.h"
#include "workloads/linux/workload_table.h"

struct fault {
    const struct workload_variant *variant;
    _Alignas(WORKLOAD_STATE_ALIGN) unsigned char state[WORKLOAD_STATE_BYTES];
    struct err err;
    struct home_place home;
    struct workload_place place;
};

static int prepared(struct fault *fault, const char *variant)
{
    const struct workload *workload;

    *fault = (struct fault){.place = {.seed = 3, .home = &fault->home}};
    fault->home = (struct home_place){.threads = 1, .err = &fault->err};
    cr_assert_eq(workload_named("fault", variant, &workload, &fault->variant, NULL), 0);
    return fault->variant->prepare(fault->state, &fault->place);
}

static long faults(void)
{
    struct rusage usage;

    cr_assert_eq(getrusage(RUSAGE_THREAD, &usage), 0);
    return usage.ru_minflt;
}

Test(workloads_fault, small_pages_fault_once_each_every_time)
{
    struct fault fault;
    long before;

    cr_assert_eq(prepared(&fault, "small"), 0, "%s", err_text(&fault.err));
    before = faults();
    for (int i = 0; i < 5; i++) {
        uint64_t began_ns = clock_monotonic_ns(), took_ns;

        cr_assert_eq(fault.variant->operate(fault.state), 0, "%s", err_text(&fault.err));
        took_ns = clock_monotonic_ns() - began_ns;
        cr_assert_gt(fault.variant->latency_ns(fault.state), 0);
        cr_assert_lt(fault.variant->latency_ns(fault.state), took_ns);
    }
    cr_assert_geq(faults() - before, 5 * 512);
    fault.variant->finish(fault.state);
}

Test(workloads_fault, a_large_page_faults_once_or_is_absent_and_why)
{
    struct fault fault;
    int rc = prepared(&fault, "large");
    long before = faults();

    if (rc == -EOPNOTSUPP) {
        cr_assert_not_null(strstr(err_text(&fault.err), "no pages of 2 MiB"));
        err_done(&fault.err);
        return;
    }
    cr_assert_eq(rc, 0, "%s", err_text(&fault.err));
    for (int i = 0; i < 5; i++)
        cr_assert_eq(fault.variant->operate(fault.state), 0, "%s", err_text(&fault.err));
    cr_assert_lt(faults() - before, 512);
    fault.variant->finish(fault.state);
}
