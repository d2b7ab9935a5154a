// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of versions and settings that differ.
#include <criterion/criterion.h>
#include <string.h>

#include "compare/change.h"
#include "tests/compare/made_run.h"

static void expect_changes(const struct changes *changes, const char *const *lines, size_t count)
{
    cr_assert_eq(changes->count, count);
    for (size_t i = 0; i < count; i++)
        cr_expect_str_eq(changes->list[i], lines[i]);
}

Test(compare_change, an_upgrade_is_told_part_by_part)
{
    struct made_run old, new;
    struct changes changes = {0};
    made_run_init(&old, 1, NULL);
    made_run_init(&new, 2, "pinning: spread\nguests: 1..9\nmemory:\n  backing: huge\n");
    made_run_set(&new.record.hypervisor, "QEMU 7.2.11, libvirt 9.0.0, qemu:///embed");
    made_run_set(&new.record.host.kernel, "6.1.0-26");
    made_run_set(&new.record.host.settings,
                 "microcode: 0x43\nmitigations: meltdown: PTI | retbleed: IBRS\n");
    made_run_set(&new.record.guest_kernel, "6.1.0-26-cloud");
    changes_add(&changes, &old.record, &new.record);
    changes_add(&changes, &old.record, &new.record); // what is there already is not told twice
    static const char *const lines[] = {
        "QEMU: 7.2.9 -> 7.2.11",
        "guest kernel: none -> 6.1.0-26-cloud",
        "kernel: 6.1.0-25 -> 6.1.0-26",
        "microcode: 0x42 -> 0x43",
        "mitigation retbleed: none -> IBRS",
        "memory.backing: none -> huge",
        "pinning: none -> spread",
    };
    expect_changes(&changes, lines, sizeof lines / sizeof *lines);
    changes_done(&changes);
    made_run_done(&old);
    made_run_done(&new);
}

Test(compare_change, nothing_that_differs_is_nothing)
{
    struct made_run old, new;
    struct changes changes = {0};
    made_run_init(&old, 1, "label: a\nseed: 4\n");
    made_run_init(&new, 2, "label: b\nseed: 5\nbudget: 1h\n");
    changes_add(&changes, &old.record, &new.record);
    cr_expect_eq(changes.count, 0);
    changes_done(&changes);
    made_run_done(&old);
    made_run_done(&new);
}

// As of a run that was only listed.
Test(compare_change, records_without_texts_are_no_trouble)
{
    struct run_record old, new;
    struct changes changes = {0};
    run_record_init(&old);
    run_record_init(&new);
    made_run_set(&new.hypervisor, "strange");
    made_run_set(&new.scenario, "guests: [\n");
    changes_add(&changes, &old, &new);
    cr_expect_eq(changes.count, 0);
    changes_done(&changes);
    run_record_done(&old);
    run_record_done(&new);
}
