// SPDX-License-Identifier: GPL-3.0-or-later
// Options of a workload: every kind, the fallbacks, and what is refused.
#include "workloads/linux/settings.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "workloads/core/workload.h"
#include "workloads/linux/workload_table.h"

static const struct workload_option options[] = {
    {"block", WORKLOAD_OPTION_BYTES, "4KiB", 512, 1 << 20, NULL, "size of a request"},
    {"depth", WORKLOAD_OPTION_COUNT, "1", 1, 1024, NULL, "requests at once"},
    {"interval", WORKLOAD_OPTION_DURATION, "1ms", 1000, 1000000000, NULL, "between wake-ups"},
    {"reads", WORKLOAD_OPTION_SHARE, "70%", 0, 0, NULL, "share of reads"},
    {"engine", WORKLOAD_OPTION_CHOICE, "psync", 0, 0, "psync|libaio|io_uring", "how"},
    {"peer", WORKLOAD_OPTION_TEXT, "", 0, 0, NULL, "who"},
};
static const struct workload workload = {
    .name = "disk",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

Test(workloads_settings, unsaid_options_have_their_fallback)
{
    struct settings settings = {0};

    cr_assert_eq(settings_read(&workload, "", &settings, NULL), 0);
    cr_expect_eq(settings_number(&settings, "block"), 4096);
    cr_expect_eq(settings_number(&settings, "depth"), 1);
    cr_expect_eq(settings_number(&settings, "interval"), 1000000);
    cr_expect_float_eq(settings_ratio(&settings, "reads"), 0.7, 1e-12);
    cr_expect_eq(settings_number(&settings, "engine"), 0);
    cr_expect_str_eq(settings_text(&settings, "engine"), "psync");
    cr_expect_str_eq(settings_text(&settings, "peer"), "");
    settings_done(&settings);
    cr_assert_eq(settings_read(&workload, NULL, &settings, NULL), 0);
    settings_done(&settings);
}

Test(workloads_settings, reads_what_is_said)
{
    struct settings settings = {0};

    cr_assert_eq(settings_read(&workload, "engine=io_uring, block=64k,depth=32,peer=host,reads=0.5",
                               &settings, NULL),
                 0);
    cr_expect_eq(settings_number(&settings, "block"), 65536);
    cr_expect_eq(settings_number(&settings, "depth"), 32);
    cr_expect_eq(settings_number(&settings, "engine"), 2);
    cr_expect_str_eq(settings_text(&settings, "peer"), "host");
    cr_expect_float_eq(settings_ratio(&settings, "reads"), 0.5, 1e-12);
    cr_expect_eq(settings_number(&settings, "nothing"), 0);
    cr_expect_str_eq(settings_text(&settings, "nothing"), "");
    settings_done(&settings);
}

static void refused(const struct workload *of, const char *text, const char *why)
{
    struct settings settings = {0};
    struct err err = {0};

    cr_assert_eq(settings_read(of, text, &settings, &err), -EINVAL, "%s", text);
    cr_expect(strstr(err_text(&err), why), "%s: %s", text, err_text(&err));
    cr_expect_null(settings.list);
    err_done(&err);
}

Test(workloads_settings, refuses_what_is_wrong_and_says_what_would_be_right)
{
    refused(&workload, "blok=4k", "'block'");
    refused(&workload, "block", "NAME=VALUE");
    refused(&workload, "=4k", "NAME=VALUE");
    refused(&workload, "block=4k,block=8k", "twice");
    refused(&workload, "block=1", "between 512");
    refused(&workload, "block=1TiB", "and 1.00 MiB");
    refused(&workload, "block=lots", "option block");
    refused(&workload, "depth=0", "option depth");
    refused(&workload, "depth=-1", "option depth");
    refused(&workload, "interval=1", "option interval");
    refused(&workload, "interval=2s", "between");
    refused(&workload, "reads=120%", "option reads");
    refused(&workload, "engine=uring", "psync|libaio|io_uring");
    refused(&workload, "engine=", "none of");
    refused(&workload_cpu, "depth=1", "has no options");
}

Test(workloads_settings, every_workload_takes_its_own_fallbacks)
{
    for (size_t i = 0; workload_at(i); i++) {
        struct settings settings = {0};
        struct err err = {0};

        cr_expect_eq(settings_read(workload_at(i), "", &settings, &err), 0, "%s: %s",
                     workload_at(i)->name, err_text(&err));
        settings_done(&settings);
        err_done(&err);
    }
}
