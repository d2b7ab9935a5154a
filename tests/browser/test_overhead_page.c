// SPDX-License-Identifier: GPL-3.0-or-later
// Overhead's page in a real browser: no request, no word on the console, nothing wider than the
// window, on a desk and on a phone.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_report.h"
#include "tests/browser/browser.h"
#include "tests/cli/program.h"
#include "tests/compare/made_overhead.h"

TestSuite(system_browser_overhead, .init = program_set_up, .fini = program_tear_down);

static void write_page(const char *path)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    scope_strbuf struct strbuf page = {0};
    struct emitter_context context = {.path = path};
    struct err err = {0};
    made_overhead_usual(&made);
    cr_assert_eq(overhead_of(made.runs, made.count, &overhead, &err), 0, "%s", err_text(&err));
    overhead_form_html.emit(&overhead, &context, &page);
    cr_assert_eq(path_write(path, strbuf_text(&page), page.length, 0644, &err), 0, "%s",
                 err_text(&err));
    strbuf_done(&context.notes);
    made_overhead_done(&made);
}

static void expect_calm(const char *page, unsigned width)
{
    struct browser_visit visit = browser_open(page, width, program_path("."));
    cr_expect_eq(visit.requests, 0, "%d requests at %u pixels", visit.requests, width);
    cr_expect_not(visit.complained, "at %u pixels: %s", width, visit.log);
    cr_expect_leq(visit.page_width, visit.frame_width, "%ld pixels of content at %ld",
                  visit.page_width, visit.frame_width);
    browser_visit_done(&visit);
}

Test(system_browser_overhead, is_calm_on_desk_and_phone)
{
    if (!browser_is_there())
        cr_skip("no chromium here: apt-get install --no-install-recommends chromium");
    const char *page = program_path("overhead.html");
    write_page(page);
    expect_calm(page, 1280);
    expect_calm(page, 375);
}
