// SPDX-License-Identifier: GPL-3.0-or-later
// Service-level terms: read, refused with the right word, written and read again.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/slo.h"

static void expect_refused(const char *text, const char *part)
{
    struct err err = {0};
    struct slo slo = {.count = 77};
    cr_expect_eq(slo_parse(text, &slo, &err), -EINVAL, "%s was taken", text);
    cr_expect_eq(slo.count, 77, "%s: the result was touched", text);
    cr_expect(strstr(err_text(&err), part), "%s: '%s' lacks '%s'", text, err_text(&err), part);
    err_done(&err);
}

static void expect_round_trip(const char *text, const char *formatted)
{
    struct slo slo;
    struct slo again;
    cr_assert_eq(slo_parse(text, &slo, NULL), 0, "%s", text);
    scope_free char *written = slo_format(&slo);
    cr_expect_str_eq(written, formatted);
    cr_assert_eq(slo_parse(written, &again, NULL), 0, "%s", written);
    cr_expect_eq(slo.count, again.count);
    for (size_t i = 0; i < slo.count; i++) {
        cr_expect_eq(slo.terms[i].metric, again.terms[i].metric);
        cr_expect_eq(slo.terms[i].bound, again.terms[i].bound);
        cr_expect_eq(slo.terms[i].at_most, again.terms[i].at_most);
        cr_expect_eq(slo.terms[i].value, again.terms[i].value, "%s: value changed", text);
    }
    slo_done(&slo);
    slo_done(&again);
}

Test(model_slo, reads_the_terms_of_the_manual)
{
    struct slo slo;
    cr_assert_eq(slo_parse("p99<=3x,achieved>=95%,p99.9<=20ms,throughput>=2k/s", &slo, NULL), 0);
    cr_assert_eq(slo.count, 4);
    cr_expect_eq(slo.terms[0].metric, SLO_P99);
    cr_expect(slo.terms[0].at_most);
    cr_expect_eq(slo.terms[0].bound, SLO_TIMES_SOLO);
    cr_expect_eq(slo.terms[0].value, 3);
    cr_expect_eq(slo.terms[1].bound, SLO_SHARE);
    cr_expect_not(slo.terms[1].at_most);
    cr_expect_eq(slo.terms[1].value, 0.95);
    cr_expect_eq(slo.terms[2].bound, SLO_DURATION_NS);
    cr_expect_eq(slo.terms[2].value, 20e6);
    cr_expect_eq(slo.terms[3].bound, SLO_RATE);
    cr_expect_eq(slo.terms[3].value, 2000);
    slo_done(&slo);
}

Test(model_slo, writes_what_it_reads)
{
    expect_round_trip("", "");
    expect_round_trip("  \n", "");
    expect_round_trip(" P99 <= 3x , achieved >= 0.95 ", "p99<=3x,achieved>=95%");
    expect_round_trip("p50<=1.5s,mean<=1ns", "p50<=1500ms,mean<=1ns");
    expect_round_trip("p90<=2.75x", "p90<=2.75x");
    expect_round_trip("throughput>=0.8x,throughput>=1000", "throughput>=0.8x,throughput>=1000/s");
    expect_round_trip("worst>=33.3%,fairness>=0.123456789012345,retained>=100%",
                      "worst>=33.3%,fairness>=12.3456789012345%,retained>=100%");
}

Test(model_slo, names_the_nearest_metric)
{
    expect_refused("p98<=3x", "did you mean 'p90'");
    expect_refused("acheived>=95%", "did you mean 'achieved'");
    expect_refused("p99<=3x,zzzzzzzz>=1", "one of: p50");
}

Test(model_slo, refuses_wrong_directions_and_bounds)
{
    expect_refused("p99>=3x", "write p99<=");
    expect_refused("achieved<=95%", "write achieved>=");
    expect_refused("achieved>=3x", "a share such as 95%");
    expect_refused("achieved>=20ms", "20ms");
    expect_refused("p99<=95%", "95%");
    expect_refused("throughput>=25%", "retained>=25%");
}

Test(model_slo, refuses_what_is_no_term)
{
    expect_refused(",", "missing beside a comma");
    expect_refused("p99<=3x,", "missing beside a comma");
    expect_refused("p99", "a metric, <= or >=, and a bound");
    expect_refused("p99=3x", "a metric, <= or >=, and a bound");
    expect_refused("p99<3x", "write <=");
    expect_refused("p99<=", "a bound is missing");
    expect_refused("<=3x", "no metric ''");
    expect_refused("p99<=3x3x", "no multiple");
    expect_refused("p99<=<=3x", "<=3x");
}

Test(model_slo, refuses_numbers_that_mean_nothing)
{
    expect_refused("p99<=0x", "above 0x");
    expect_refused("p99<=-3x", "above 0x");
    expect_refused("p99<=nanx", "no multiple");
    expect_refused("p99<=infx", "no multiple");
    expect_refused("p99<=0x10x", "no multiple");
    expect_refused("p99<=1e999x", "at most");
    expect_refused("p99<=0ns", "above 0");
    expect_refused("p99<=5h", "longest time measured");
    expect_refused("achieved>=101%", "101%");
}

Test(model_slo, refuses_a_thousand_terms)
{
    scope_free char *text = alloc_zeroed(1000 * 8 + 1, 1);
    for (size_t i = 0; i < 1000; i++)
        memcpy(text + i * 8, "p99<=3x,", 8);
    text[1000 * 8 - 1] = '\0';
    expect_refused(text, "more than");
}

Test(model_slo, copies_deeply)
{
    struct slo slo;
    struct slo copy;
    cr_assert_eq(slo_parse("p99<=3x", &slo, NULL), 0);
    slo_copy(&copy, &slo);
    slo_done(&slo);
    cr_expect_eq(copy.count, 1);
    cr_expect_eq(copy.terms[0].value, 3);
    slo_done(&copy);
    slo_done(NULL);
}

Test(model_slo, every_metric_has_a_name_and_a_help)
{
    for (int i = 0; i < SLO_METRIC_COUNT; i++) {
        cr_expect(*slo_metric_name(i));
        cr_expect(*slo_metric_help(i));
        for (int other = 0; other < i; other++)
            cr_expect_str_neq(slo_metric_name(i), slo_metric_name(other));
    }
}
