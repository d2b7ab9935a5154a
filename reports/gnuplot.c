// SPDX-License-Identifier: GPL-3.0-or-later
// Door: gnuplot, run with --default-settings so that no start-up file of the user has a say.
#include "reports/gnuplot.h"

#include <errno.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/strbuf.h"
#include "reports/utf8.h"

#define GNUPLOT_TIMEOUT_NS (20 * CLOCK_NS_PER_SECOND)

static int take_svg(const struct process_result *result, struct strbuf *ret_svg, struct err *err)
{
    const char *output = result->output ? result->output : "";
    const char *start = strstr(output, "<svg");
    const char *end = start ? strstr(start, "</svg>") : NULL;
    if (result->exit_code == 0 && end) {
        strbuf_add_bytes(ret_svg, start, (size_t)(end - start) + strlen("</svg>"));
        return 0;
    }
    const char *words = output + strspn(output, " \t\r\n");
    err_system(err, EIO, "gnuplot: exit %d: %.*s", result->exit_code, (int)strcspn(words, "\n"),
               words);
    return -EIO;
}

int gnuplot_svg(const char *script, struct strbuf *ret_svg, struct err *err)
{
    static const char *const argv[] = {"gnuplot", "--default-settings", "-", NULL};
    static const char *const unsets[] = {"GNUTERM", "GNUPLOT_LIB", "GNUPLOT_DEFAULT_GDFONT", NULL};
    const struct process_options options = {
        .input = script,
        .timeout_ns = GNUPLOT_TIMEOUT_NS,
        .unsets = unsets,
    };
    struct process_result result = {0};
    struct err start = {0};
    int r = process_run(argv, &options, &result, &start);
    if (r == -ENOENT) {
        err_done(&start);
        return err_host(err, GNUPLOT_MEND, "gnuplot is missing");
    }
    err_move(err, &start);
    if (r == 0)
        r = take_svg(&result, ret_svg, err);
    process_result_done(&result);
    return r;
}

void gnuplot_quote(struct strbuf *script, const char *text)
{
    strbuf_add(script, "'");
    for (uint32_t character; (character = utf8_next(&text));) {
        if (character == '\'')
            strbuf_add(script, "''");
        else if (character == '`')
            strbuf_add(script, "´");
        else
            utf8_add(script, character == '\n' || character == '\t' ? ' ' : character);
    }
    strbuf_add(script, "'");
}
