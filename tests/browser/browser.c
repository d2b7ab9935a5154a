// SPDX-License-Identifier: GPL-3.0-or-later
// Chromium from the command line: --dump-dom brings back what a measuring page around the report
// wrote down, standard error has the console's lines, the net log every request. Chromium talks to
// its makers on its own account; those requests have no page as their initiator and are passed
// over, and no name is resolved anyway.
#include "tests/browser/browser.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"

enum { NET_LOG_MAX = 64 << 20 };

bool browser_is_there(void)
{
    char *program = process_find("chromium");
    bool found = program != NULL;
    free(program);
    return found;
}

static void write_wrapper(const char *path, const char *page, unsigned width)
{
    scope_free char *text = alloc_printf(
        "<!DOCTYPE html><html><body><iframe id=\"page\" src=\"file://%s\" style=\"border:0;"
        "width:%upx;height:900px\"></iframe><script>addEventListener('load',()=>{"
        "const frame=document.getElementById('page');"
        "document.body.setAttribute('data-seen','page='+"
        "frame.contentDocument.documentElement.scrollWidth+' frame='+"
        "frame.contentWindow.innerWidth)})</script></body></html>",
        page, width);
    cr_assert_eq(path_write(path, text, strlen(text), 0600, NULL), 0);
}

static void run_chromium(const char *wrapper, unsigned width, const char *folder,
                         const char *net_log, struct process_result *result)
{
    scope_free char *profile = alloc_printf("--user-data-dir=%s/profile", folder);
    scope_free char *log = alloc_printf("--log-net-log=%s", net_log);
    scope_free char *window = alloc_printf("--window-size=%u,1000", width < 500 ? 500 : width + 40);
    scope_free char *url = alloc_printf("file://%s", wrapper);
    const char *const argv[] = {"chromium",
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-dev-shm-usage",
                                "--host-resolver-rules=MAP * ~NOTFOUND",
                                "--allow-file-access-from-files",
                                "--enable-logging=stderr",
                                "--v=0",
                                profile,
                                log,
                                window,
                                "--dump-dom",
                                url,
                                NULL};
    const struct process_options options = {.timeout_ns = 100 * CLOCK_NS_PER_SECOND};
    struct err err = {0};
    cr_assert_eq(process_run(argv, &options, result, &err), 0, "%s", err_text(&err));
    cr_assert_eq(result->exit_code, 0, "%s", result->output);
}

// The net log has one event a line; a page's own requests name it as their initiator.
static int count_requests(const char *net_log)
{
    scope_free char *text = NULL;
    struct err err = {0};
    cr_assert_eq(path_read(net_log, NET_LOG_MAX, &text, NULL, &err), 0, "%s", err_text(&err));
    int requests = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        requests +=
            strstr(line, "\"initiator\":") && !strstr(line, "\"initiator\":\"not an origin");
    return requests;
}

struct browser_visit browser_open(const char *page, unsigned width, const char *folder)
{
    scope_free char *wrapper = path_join(folder, "wrapper.html");
    scope_free char *net_log = path_join(folder, "net.json");
    write_wrapper(wrapper, page, width);
    struct process_result result = {0};
    run_chromium(wrapper, width, folder, net_log, &result);
    struct browser_visit visit = {
        .requests = count_requests(net_log),
        .complained = strstr(result.output, ":CONSOLE") != NULL,
        .log = strdup(result.output),
    };
    const char *seen = strstr(result.output, "data-seen=\"page=");
    cr_assert_not_null(seen, "the measuring page did not run: %s", result.output);
    cr_assert_eq(
        sscanf(seen, "data-seen=\"page=%ld frame=%ld", &visit.page_width, &visit.frame_width), 2);
    process_result_done(&result);
    return visit;
}

void browser_visit_done(struct browser_visit *visit)
{
    free(visit->log);
    *visit = (struct browser_visit){0};
}
