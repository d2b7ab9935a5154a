// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios: defaults, reading, what is stored reads back, and what must be true of the whole.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

static int load(struct scenario *scenario, const char *text, struct err *err)
{
    return scenario_load_text(scenario, "s.yaml", text, err);
}

static void expect_same_format(const struct scenario *left, const struct scenario *right)
{
    scope_free char *left_text = scenario_format(left);
    scope_free char *right_text = scenario_format(right);
    cr_expect_str_eq(left_text, right_text);
}

Test(model_scenario, has_sensible_defaults)
{
    struct scenario scenario;
    scenario_init(&scenario);
    cr_expect_str_eq(scenario.platform, "auto");
    cr_expect_str_eq(scenario.guest, "auto");
    cr_expect_eq(scenario.guests_min, 1);
    cr_expect_eq(scenario.guests_max, 8);
    cr_expect_eq(scenario.shape.memory_bytes, UINT64_C(128) << 20);
    cr_expect_eq(scenario.load.arrivals, LOAD_CLOSED);
    cr_expect_eq(scenario.boot_timeout_ns, UINT64_C(120000000000));
    cr_expect(scenario.unique_content);
    cr_expect_eq(scenario_check(&scenario, NULL), 0);
    scenario_done(&scenario);
    scenario_done(NULL);
}

Test(model_scenario, reads_every_key)
{
    struct scenario s;
    struct err err = {0};
    scenario_init(&s);
    int r = load(&s,
                 "label: nightly\nplatform: tcg\nguest: bare\nconnect: qemu:///system\nkernel: "
                 "/boot/vmlinuz\n"
                 "guests: 2..16\nshape: {vcpus: 2, memory: 128MiB}\n"
                 "load:\n  workload: memory\n  variant: copy\n  arrivals: poisson\n"
                 "  rate: 25%\n  working_set: 32MiB\n  threads: 2\n"
                 "slo: \"p99<=3x,achieved>=95%\"\nrepeats: 3..5\nwindows: 7\nwindow: 250ms\n"
                 "warmup: 0\nboot: {parallel: 3, timeout: 2m}\nreserve: 1GiB\n"
                 "seed: 18446744073709551615\nunique_content: no\n",
                 &err);
    cr_assert_eq(r, 0, "%s", err_text(&err));
    cr_expect_str_eq(s.label, "nightly");
    cr_expect_str_eq(s.platform, "tcg");
    cr_expect_str_eq(s.guest, "bare");
    cr_expect_str_eq(s.connect, "qemu:///system");
    cr_expect_str_eq(s.kernel, "/boot/vmlinuz");
    cr_expect_eq(s.guests_min, 2);
    cr_expect_eq(s.guests_max, 16);
    cr_expect_eq(s.shape.vcpus, 2);
    cr_expect_eq(s.shape.memory_bytes, UINT64_C(128) << 20);
    cr_expect_str_eq(s.load.workload, "memory");
    cr_expect_str_eq(s.load.variant, "copy");
    cr_expect_eq(s.load.arrivals, LOAD_POISSON);
    cr_expect(s.load.rate.is_share);
    cr_expect_eq(s.load.rate.value, 0.25);
    cr_expect_eq(s.load.working_set_bytes, UINT64_C(32) << 20);
    cr_expect_eq(s.load.threads, 2);
    cr_expect_eq(s.slo.count, 2);
    cr_expect_eq(s.repeats_min, 3);
    cr_expect_eq(s.repeats_max, 5);
    cr_expect_eq(s.windows, 7);
    cr_expect_eq(s.window_ns, 250000000);
    cr_expect_eq(s.warmup_max_windows, 0);
    cr_expect_eq(s.boot_parallel, 3);
    cr_expect_eq(s.boot_timeout_ns, UINT64_C(120000000000));
    cr_expect_eq(s.reserve_bytes, UINT64_C(1) << 30);
    cr_expect_eq(s.seed, UINT64_MAX);
    cr_expect_not(s.unique_content);
    cr_expect_eq(scenario_check(&s, NULL), 0);
    scenario_done(&s);
}

Test(model_scenario, what_it_writes_reads_back)
{
    struct scenario first;
    struct scenario second;
    scenario_init(&first);
    scenario_init(&second);
    cr_assert_eq(load(&first,
                      "label: \"~ it's: #a \\\"label\\\" \\u00e9, null\"\nload: {rate: 12.3456%}\n"
                      "slo: p99<=2.5x\nwindow: 1500us\nwindow: 20ms\n",
                      NULL),
                 -EINVAL, "a key given twice was taken");
    cr_assert_eq(load(&first,
                      "label: \"~ it's: #a \\\"label\\\" \\u00e9, null\"\nload: {rate: 12.3456%}\n"
                      "slo: p99<=2.5x\nwindow: 20500us\nkernel: ' spaced '\nconnect: '~'\n"
                      "platform: kvm/a b, tcg\nguest: \"/\\u00e9: #x\"\n",
                      NULL),
                 0);
    scope_free char *text = scenario_format(&first);
    struct err err = {0};
    cr_assert_eq(load(&second, text, &err), 0, "%s in:\n%s", err_text(&err), text);
    cr_expect_str_eq(second.label, first.label);
    cr_expect_str_eq(second.kernel, " spaced ");
    cr_expect_str_eq(second.connect, "~");
    cr_expect_str_eq(second.platform, "kvm/a b,tcg");
    cr_expect_str_eq(second.guest, "/\xc3\xa9: #x");
    cr_expect_eq(second.load.rate.value, first.load.rate.value);
    cr_expect_eq(second.load.arrivals, LOAD_CONSTANT);
    expect_same_format(&first, &second);
    scenario_done(&first);
    scenario_done(&second);
}

Test(model_scenario, keeps_what_a_file_does_not_say)
{
    struct scenario scenario;
    scenario_init(&scenario);
    cr_assert_eq(load(&scenario, "guests: 4\nload: {rate: 100/s, arrivals: poisson}", NULL), 0);
    cr_assert_eq(load(&scenario, "shape: {vcpus: 4}", NULL), 0);
    cr_expect_eq(scenario.guests_min, 4);
    cr_expect_eq(scenario.guests_max, 4);
    cr_expect_eq(scenario.load.arrivals, LOAD_POISSON);
    cr_expect_eq(scenario.shape.vcpus, 4);
    cr_expect_eq(scenario.shape.memory_bytes, UINT64_C(128) << 20);
    scenario_done(&scenario);
}

Test(model_scenario, knows_ladders_without_a_top)
{
    static const struct {
        const char *text, *written;
        uint32_t first;
    } spans[] = {
        {"limit", "1..limit", 1},
        {"1..limit", "1..limit", 1},
        {"32..limit", "32..limit", 32},
    };
    struct scenario scenario;
    scenario_init(&scenario);
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        struct scenario again;
        cr_assert_eq(scenario_set(&scenario, "guests", spans[i].text, NULL), 0);
        cr_expect_eq(scenario.guests_min, spans[i].first);
        cr_expect_eq(scenario.guests_max, SCENARIO_GUESTS_LIMIT);
        cr_expect_eq(scenario_check(&scenario, NULL), 0);
        scope_free char *text = scenario_format(&scenario);
        cr_expect_not_null(strstr(text, spans[i].written), "%s", text);
        scenario_init(&again);
        cr_assert_eq(load(&again, text, NULL), 0);
        cr_expect_eq(again.guests_min, spans[i].first);
        cr_expect_eq(again.guests_max, SCENARIO_GUESTS_LIMIT);
        scenario_done(&again);
    }
    static const char *const wrong[] = {"0..limit", "..limit", "limit..8", "1..limits", "x..limit"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_expect_eq(scenario_set(&scenario, "guests", wrong[i], NULL), -EINVAL, "%s", wrong[i]);
    cr_expect_eq(scenario.guests_min, 32, "a wrong span was taken");
    scenario_done(&scenario);
}

Test(model_scenario, a_wrong_file_changes_nothing)
{
    struct scenario scenario;
    struct scenario before;
    scenario_init(&scenario);
    scenario_copy(&before, &scenario);
    cr_expect_eq(load(&scenario, "guests: 4\nlabel: x\nseed: -1\n", NULL), -EINVAL);
    expect_same_format(&before, &scenario);
    scenario_done(&scenario);
    scenario_done(&before);
}

Test(model_scenario, a_rate_makes_load_paced_and_closed_drops_it)
{
    struct scenario scenario;
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "load.rate", "25%", NULL), 0);
    cr_expect_eq(scenario.load.arrivals, LOAD_CONSTANT);
    cr_assert_eq(scenario_set(&scenario, "load.arrivals", "poisson", NULL), 0);
    cr_assert_eq(scenario_set(&scenario, "load.rate", "50%", NULL), 0);
    cr_expect_eq(scenario.load.arrivals, LOAD_POISSON);
    cr_assert_eq(scenario_set(&scenario, "load.arrivals", "closed", NULL), 0);
    cr_expect_eq(scenario.load.rate.value, 0);
    cr_expect_eq(scenario_check(&scenario, NULL), 0);
    scenario_done(&scenario);
}

Test(model_scenario, options_name_their_key)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_expect_eq(scenario_set(&scenario, "guests", "0..4", &err), -EINVAL);
    cr_expect(strncmp(err_text(&err), "guests: ", 8) == 0, "%s", err_text(&err));
    err_done(&err);
    cr_expect_eq(scenario_set(&scenario, "load.rat", "1", &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "did you mean 'load.rate'"), "%s", err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}

static void expect_check(const char *key, const char *text, const char *part)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, key, text, NULL), 0, "%s: %s", key, text);
    cr_expect_eq(scenario_check(&scenario, &err), -EINVAL, "%s: %s was fine", key, text);
    cr_expect(strstr(err_text(&err), part), "'%s' lacks '%s'", err_text(&err), part);
    err_done(&err);
    scenario_done(&scenario);
}

Test(model_scenario, checks_the_whole)
{
    expect_check("load.arrivals", "constant", "need a rate");
    expect_check("load.working_set", "1GiB", "does not fit");
    expect_check("label", "a\x1b[31mb", "byte 2");
    expect_check("label", "\xff", "byte 1");
    expect_check("label", "a\xc0\xaf", "byte 2");
    expect_check("label", "\xed\xa0\x80", "byte 1");
    expect_check("kernel", "\xe2\x82", "byte 1");
}

Test(model_scenario, checks_ends_that_options_set)
{
    struct scenario scenario;
    scenario_init(&scenario);
    scenario.guests_min = 9;
    cr_expect_eq(scenario_check(&scenario, NULL), -EINVAL);
    scenario.guests_min = 0;
    cr_expect_eq(scenario_check(&scenario, NULL), -EINVAL);
    scenario.guests_min = 1;
    scenario.repeats_max = SCENARIO_REPEATS_MAX + 1;
    cr_expect_eq(scenario_check(&scenario, NULL), -EINVAL);
    scenario.repeats_max = 4;
    cr_expect_eq(scenario_check(&scenario, NULL), 0);
    scenario_done(&scenario);
}

Test(model_scenario, a_quota_is_a_share_of_each_vcpu)
{
    struct scenario scenario;
    scenario_init(&scenario);
    cr_assert_eq(scenario.cpu_quota_ratio, 1);
    scope_free char *whole = scenario_format(&scenario);
    cr_assert_null(strstr(whole, "quota"), "%s", whole);
    cr_assert_eq(scenario_set(&scenario, "cpu.quota", "92.5%", NULL), 0);
    cr_assert_float_eq(scenario.cpu_quota_ratio, 0.925, 1e-12);
    scope_free char *text = scenario_format(&scenario);
    cr_assert_not_null(strstr(text, "quota: 92.5%"), "%s", text);
    scenario_done(&scenario);
}

Test(model_scenario, native_processes_may_use_more_than_a_guest_has)
{
    struct scenario scenario;
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "platform", "native", NULL), 0);
    cr_assert_eq(scenario_set(&scenario, "load.working_set", "1GiB", NULL), 0);
    cr_expect_eq(scenario_check(&scenario, NULL), 0);
    scenario_done(&scenario);
}

Test(model_scenario, reads_the_examples)
{
    static const char *const names[] = {"quickstart.yaml", "memory-bandwidth.yaml", "overhead.yaml",
                                        "campaign.yaml"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        scope_free char *path = path_join(TEST_SOURCE_DIR "/examples", names[i]);
        struct scenario scenario;
        struct err err = {0};
        scenario_init(&scenario);
        cr_expect_eq(scenario_load(&scenario, path, &err), 0, "%s", err_text(&err));
        cr_expect_eq(scenario_check(&scenario, &err), 0, "%s", err_text(&err));
        err_done(&err);
        scenario_done(&scenario);
    }
}

Test(model_scenario, a_missing_file_is_named)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_expect_eq(scenario_load(&scenario, "/nowhere/s.yaml", &err), -ENOENT);
    cr_expect(strstr(err_text(&err), "/nowhere/s.yaml"));
    err_done(&err);
    scenario_done(&scenario);
}

Test(model_scenario, native_goes_to_no_libvirt)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_assert_eq(load(&scenario, "platform: native\nconnect: qemu:///system", NULL), 0);
    cr_expect_eq(scenario_check(&scenario, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "native"), "%s", err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}
