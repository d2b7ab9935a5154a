// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of /proc/PID as the kernel writes them, and as it would not.
#include "collector/process_stat.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/scope.h"

static const char qemu[] =
    "4711 (qemu) (a b) S 1 4711 4711 0 -1 138412416 91234 0 17 0 1201 399 0 0 20 0 5 0 987654 "
    "1789480960 48211 18446744073709551615 94151684927488 94151690900000 140731233370512 0 0 0 "
    "268444224 4096 16963 0 0 0 17 11 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

Test(collector_process_stat, reads_a_process_whose_name_has_brackets)
{
    struct process_stat stat;
    cr_assert_eq(process_stat_parse(qemu, &stat), 0);
    cr_expect_eq(stat.state, 'S');
    cr_expect_eq(stat.minor_faults, 91234);
    cr_expect_eq(stat.major_faults, 17);
    cr_expect_eq(stat.cpu_ticks, 1600);
    cr_expect_eq(stat.threads, 5);
    cr_expect_eq(stat.start_ticks, 987654);
    cr_expect_eq(stat.rss_pages, 48211);
    cr_expect_eq(stat.cpu, 11);
}

Test(collector_process_stat, refuses_what_is_cut_off_or_too_large)
{
    static const char *const texts[] = {
        "", ")", "1 (a", "1 (a)", "1 (a) S 1 2 3", "1 (a) S 99999999999999999999999 1 1 1 1",
    };
    struct process_stat stat = {.threads = 7};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_eq(process_stat_parse(texts[i], &stat), -EBADMSG, "%s", texts[i]);
    cr_expect_eq(stat.threads, 7);
}

Test(collector_process_stat, knows_the_dead)
{
    struct process_stat stat = {.state = 'Z'};
    cr_expect(process_stat_is_dead(&stat));
    stat.state = 'R';
    cr_expect_not(process_stat_is_dead(&stat));
}

Test(collector_process_stat, reads_our_own)
{
    const struct procfs host = {.root = ""};
    scope_free char *text = NULL;
    struct process_stat stat;
    cr_assert_eq(procfs_read(&host, "/proc/self/stat", &text, NULL), 0);
    cr_assert_eq(process_stat_parse(text, &stat), 0);
    cr_expect_geq(stat.threads, 1);
    cr_expect_gt(stat.rss_pages, 0);
    cr_expect_gt(stat.start_ticks, 0);
}

Test(collector_process_stat, reads_what_storage_had_to_do)
{
    struct process_io io = {7, 7};
    cr_expect_eq(process_io_parse("rchar: 1\nwchar: 2\nsyscr: 3\n", &io), -EBADMSG);
    cr_expect_eq(io.read_bytes, 7);
    cr_assert_eq(process_io_parse("rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\n"
                                  "write_bytes: 6\ncancelled_write_bytes: 8\n",
                                  &io),
                 0);
    cr_expect_eq(io.read_bytes, 5);
    cr_expect_eq(io.write_bytes, 6);
}

Test(collector_process_stat, reads_how_long_a_thread_ran_and_waited)
{
    struct thread_schedule schedule = {7, 7};
    cr_expect_eq(thread_schedule_parse("", &schedule), -EBADMSG);
    cr_expect_eq(thread_schedule_parse("12", &schedule), -EBADMSG);
    cr_expect_eq(thread_schedule_parse("12 -3 4", &schedule), -EBADMSG);
    cr_expect_eq(schedule.run_ns, 7);
    cr_assert_eq(thread_schedule_parse("123456789012 345 6\n", &schedule), 0);
    cr_expect_eq(schedule.run_ns, 123456789012);
    cr_expect_eq(schedule.wait_ns, 345);
}
