// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/agent_fault.h"

#include <criterion/criterion.h>

#include "common/base/scope.h"

static void expect(const char *test, uint32_t index, const char *fault)
{
    scope_free char *got = agent_fault_of(test, index);
    cr_assert_str_eq(got, fault, "%s of guest %u: %s", test, index, got);
}

Test(bench_agent_fault, is_everybodys_or_one_guests)
{
    expect("", 0, "");
    expect("divide", 0, "divide");
    expect("divide", 7, "divide");
    expect("divide@7", 7, "divide");
    expect("divide@7", 70, "");
    expect("divide@7", 0, "");
}

Test(bench_agent_fault, of_no_guest_is_nobodys)
{
    expect("divide@", 0, "");
    expect("divide@x", 0, "");
    expect("divide@0x", 0, "");
    expect("@0", 0, "");
}
