// SPDX-License-Identifier: GPL-3.0-or-later
// The HTML report in a real browser: no request, no word on the console, nothing wider than the
// window, on a desk and on a phone. Control pages prove that each of these would be seen.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "reports/report.h"
#include "tests/browser/browser.h"
#include "tests/cli/program.h"
#include "tests/reports/compare/made_contrasts.h"
#include "tests/reports/fixture.h"
#include "tests/reports/made_consolidation.h"
#include "tests/reports/made_purchase.h"

enum { DESK = 1280, PHONE = 375 };

static void skip_without_browser(void)
{
    if (!browser_is_there())
        cr_skip("no chromium here: apt-get install --no-install-recommends chromium");
}

static char *write_page(const struct fixture *fixture, const struct document *document)
{
    char *path = path_join(fixture->folder, "report.html");
    struct err err = {0};
    cr_assert_eq(report_write(document, &emitter_html, path, NULL, &err), 0, "%s", err_text(&err));
    return path;
}

static void expect_calm(const struct fixture *fixture, const char *page, unsigned width)
{
    struct browser_visit visit = browser_open(page, width, fixture->folder);
    cr_expect_eq(visit.requests, 0, "%d requests at %u pixels", visit.requests, width);
    cr_expect_not(visit.complained, "at %u pixels: %s", width, visit.log);
    cr_expect_leq(visit.page_width, visit.frame_width, "%ld pixels of content at %ld",
                  visit.page_width, visit.frame_width);
    browser_visit_done(&visit);
}

static void expect_calm_page(struct fixture *fixture, const int64_t *runs, size_t count)
{
    struct document document = {0};
    fixture_load(fixture, runs, count, &document);
    char *page = write_page(fixture, &document);
    expect_calm(fixture, page, DESK);
    expect_calm(fixture, page, PHONE);
    free(page);
    document_done(&document);
}

Test(system_browser, a_run_is_calm_on_desk_and_phone)
{
    skip_without_browser();
    struct fixture fixture;
    fixture_init(&fixture);
    int64_t run = fixture_add_run(&fixture, &(struct fixture_run){
                                                .densities = fixture_ladder,
                                                .density_count = fixture_ladder_count,
                                                .boots = 3,
                                                .events = true,
                                            });
    expect_calm_page(&fixture, &run, 1);
    fixture_done(&fixture);
}

Test(system_browser, hostile_texts_and_two_runs_are_calm)
{
    skip_without_browser();
    struct fixture fixture;
    fixture_init(&fixture);
    const uint32_t few[] = {1, 2};
    struct fixture_run options = {
        .label = "\"><script src=http://fullhouse.invalid/x.js></script><img src=//fullhouse."
                 "invalid/y onerror=alert(1)>averyveryveryveryveryveryveryveryverylongword",
        .platform = "tcg",
        .emulated = true,
        .densities = few,
        .density_count = 2,
        .boots = 2,
        .refused = 16,
        .dead_guest = true,
        .events = true,
    };
    int64_t runs[] = {fixture_add_run(&fixture, &options), fixture_add_run(&fixture, &options)};
    expect_calm_page(&fixture, runs, 2);
    fixture_done(&fixture);
}

Test(system_browser, a_campaign_and_idle_guests_are_calm)
{
    skip_without_browser();
    struct fixture fixture;
    fixture_init(&fixture);
    static const uint32_t few[] = {1, 2, 4}, many[] = {1, 64, 512, 700};
    struct fixture_run native = {.campaign = "c1",
                                 .platform = "native",
                                 .guest_kind = "process",
                                 .densities = few,
                                 .density_count = 3,
                                 .boots = 2,
                                 .calibrations = 2};
    struct fixture_run kvm = native, tcg = native;
    kvm.platform = "kvm";
    kvm.guest_kind = tcg.guest_kind = "bare";
    tcg.platform = "tcg";
    tcg.emulated = true;
    tcg.slowness = 12;
    int64_t campaign[] = {fixture_add_run(&fixture, &native), fixture_add_run(&fixture, &kvm),
                          fixture_add_run(&fixture, &tcg)};
    int64_t idle = fixture_add_run(&fixture, &(struct fixture_run){.guest_kind = "bare",
                                                                   .densities = many,
                                                                   .density_count = 4,
                                                                   .boots = 1,
                                                                   .capacity = 500,
                                                                   .idle = true});
    expect_calm_page(&fixture, campaign, 3);
    expect_calm_page(&fixture, &idle, 1);
    fixture_done(&fixture);
}

// Real processes for a moment: what the page is like counts here, not its figures.
static void expect_calm_page_of(const char *const *arguments)
{
    struct fixture fixture;
    fixture_init(&fixture);
    free(program_output(0, arguments));
    const char *page = program_path("page.html");
    scope_free char *html =
        program_output(0, ARGUMENTS("report", "latest", "--format", "html", "--output", page));
    expect_calm(&fixture, page, DESK);
    expect_calm(&fixture, page, PHONE);
    fixture_done(&fixture);
}

static void set_up(void)
{
    skip_without_browser();
    program_set_up();
}

TestSuite(system_browser_kinds, .init = set_up, .fini = program_tear_down);

Test(system_browser_kinds, a_life_is_calm)
{
    expect_calm_page_of(ARGUMENTS("lifecycle", "--platform", "native", "--guests", "1,2",
                                  "--repeats", "1", "--rounds", "1", "--quiet"));
}

Test(system_browser_kinds, neighbours_are_calm)
{
    expect_calm_page_of(ARGUMENTS("interference", "--platform", "native", "--workloads",
                                  "cpu,memory:triad,os:switch", "--working-set", "64KiB",
                                  "--repeats", "1", "--windows", "1", "--window", "20ms",
                                  "--quiet"));
}

Test(system_browser_kinds, a_memory_curve_is_calm)
{
    expect_calm_page_of(ARGUMENTS("curve", "--platform", "native", "--sizes", "16KiB..64KiB",
                                  "--repeats", "2", "--windows", "1", "--window", "20ms",
                                  "--quiet"));
}

Test(system_browser_kinds, a_replay_is_calm)
{
    expect_calm_page_of(ARGUMENTS("bench", "--platform", "native", "--guests", "1..2", "--repeats",
                                  "1", "--warmup", "0", "--trace", "inline 1m 0.1 0.5 0.2 1",
                                  "--trace-speed", "600x", "--rate", "100/s", "--quiet"));
}

Test(system_browser_kinds, a_watched_host_is_calm)
{
    expect_calm_page_of(
        ARGUMENTS("collect", "--connect", "none", "--interval", "200ms", "--for", "1s", "--quiet"));
}

static const char tile_scenario[] =
    "platform: native\ntiles: 1..2\nrepeats: 1\nwarmup: 0\nwindows: 1\nwindow: 50ms\n"
    "slo: p99<=3x\ntile:\n  web: {load: {workload: cpu, rate: 10%}}\n"
    "  db: {loads: [{workload: memory, variant: triad, working_set: 64KiB}, {workload: cpu}]}\n";

Test(system_browser_kinds, a_tile_is_calm)
{
    expect_calm_page_of(
        ARGUMENTS("bench", "--scenario", program_file("tile.yaml", tile_scenario), "--quiet"));
}

// --- plans --------------------------------------------------------------------------------------

static void expect_calm_text(const char *text)
{
    struct fixture fixture;
    fixture_init(&fixture);
    char *page = path_join(fixture.folder, "plan.html");
    cr_assert_eq(path_write(page, text, strlen(text), 0600, NULL), 0);
    expect_calm(&fixture, page, DESK);
    expect_calm(&fixture, page, PHONE);
    free(page);
    fixture_done(&fixture);
}

static void expect_calm_plan(const struct made_purchase_options *options)
{
    struct made_purchase made;
    made_purchase_init(&made, options);
    char *text = made_purchase_emit(&made, &purchase_form_html);
    expect_calm_text(text);
    free(text);
    made_purchase_done(&made);
}

Test(system_browser, a_purchase_is_calm)
{
    skip_without_browser();
    expect_calm_plan(
        &(struct made_purchase_options){.models = 200, .emulated = true, .mixed = true});
}

Test(system_browser, a_hostile_purchase_is_calm)
{
    skip_without_browser();
    expect_calm_plan(&(struct made_purchase_options){
        .models = 6,
        .impossible = 2,
        .name = "\"><script src=http://fullhouse.invalid/x.js></script><img src=//fullhouse."
                "invalid/y onerror=alert(1)>averyveryveryveryveryveryveryveryverylongword",
    });
}

Test(system_browser, a_hostile_consolidation_is_calm)
{
    skip_without_browser();
    struct made_consolidation made;
    made_consolidation_init(
        &made,
        &(struct made_consolidation_options){
            .hosts = 12,
            .misplaced = 12,
            .broken = 2,
            .stuck = 1,
            .apart = true,
            .ruled = true,
            .name = "\"><script src=http://fullhouse.invalid/x.js></script><img src=//fullhouse."
                    "invalid/y onerror=alert(1)>averyveryveryveryveryveryveryveryverylongword",
        });
    char *text = made_consolidation_emit(&made, &consolidation_form_html);
    expect_calm_text(text);
    free(text);
    made_consolidation_done(&made);
}

Test(system_browser, contrasts_are_calm)
{
    skip_without_browser();
    static const struct made_contrasts_options options[] = {
        {.count = 2,
         .measures = 4,
         .has_reference = true,
         .has_floor = true,
         .is_emulated = {true, true}},
        {.name = "\"><script src=http://fullhouse.invalid/x.js></script><img src=//fullhouse."
                 "invalid/y onerror=alert(1)>averyveryveryveryveryveryveryveryverylongword"},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        char *text = made_contrasts_emit("html", &options[i], false);
        expect_calm_text(text);
        free(text);
    }
}

Test(system_browser, control_pages_are_noticed)
{
    skip_without_browser();
    struct fixture fixture;
    fixture_init(&fixture);
    static const char text[] = "<!DOCTYPE html><img src=\"http://fullhouse.invalid/x.png\">"
                               "<div style=\"width:3000px\">wide</div>"
                               "<script>console.error('heard')</script>";
    char *page = path_join(fixture.folder, "control.html");
    cr_assert_eq(path_write(page, text, strlen(text), 0600, NULL), 0);
    struct browser_visit visit = browser_open(page, PHONE, fixture.folder);
    cr_expect_geq(visit.requests, 1);
    cr_expect(visit.complained, "%s", visit.log);
    cr_expect_gt(visit.page_width, visit.frame_width);
    browser_visit_done(&visit);
    free(page);
    fixture_done(&fixture);
}
