// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns by the libc's regex, line by line, so that a long output costs no more memory than a
// line; pointers by common/wire/json_number.h.
#include "workloads/linux/exec_reading.h"

#include <errno.h>
#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/exec_plan.h"
#include "common/wire/json_number.h"
#include "workloads/linux/child.h"

enum { TAIL_BYTES = 300 };

// The whole of what the group matched must be a number.
static int number_of(const char *text, size_t length, double *ret_number)
{
    scope_free char *word = alloc_printf("%.*s", (int)length, text);
    char *end;
    double number = strtod(word, &end);

    if (end == word || *end || !isfinite(number))
        return -EBADMSG;
    *ret_number = number;
    return 0;
}

// 1 and *ret_number, 0 when no line matches, -EBADMSG when the first that does has no number there.
static int match_lines(const regex_t *regex, const struct strbuf *text, double *ret_number)
{
    const char *at = strbuf_text(text), *end = at + text->length;

    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline ? newline : end) - at);
        regmatch_t matches[2] = {{.rm_so = 0, .rm_eo = (regoff_t)length}};

        if (length <= EXEC_LINE_MAX && regexec(regex, at, 2, matches, REG_STARTEND) == 0) {
            if (matches[1].rm_so < 0)
                return -EBADMSG;
            return number_of(at + matches[1].rm_so, (size_t)(matches[1].rm_eo - matches[1].rm_so),
                             ret_number) < 0
                       ? -EBADMSG
                       : 1;
        }
        at += length + 1;
    }
    return 0;
}

// What was printed, for people: its end.
static char *tail_of(const struct child_result *result)
{
    const struct strbuf *text = result->output.length ? &result->output : &result->errors;
    size_t length = text->length > TAIL_BYTES ? TAIL_BYTES : text->length;

    if (length == 0)
        return alloc_copy("; it printed nothing");
    return alloc_printf("; what it printed ends in:\n%.*s", (int)length,
                        strbuf_text(text) + text->length - length);
}

static int no_number(const struct exec_plan *plan, const struct exec_metric *metric,
                     const struct child_result *result, const char *why, struct err *err)
{
    scope_free char *tail = tail_of(result);

    err_input(err, "%s: metric %s: %s%s%s", plan->program, metric->name, why,
              result->is_cut ? " (more was printed than the 4 MiB that are kept)" : "", tail);
    return -ENODATA;
}

static int read_pattern(const struct exec_plan *plan, const struct exec_metric *metric,
                        const struct child_result *result, double *ret_number, struct err *err)
{
    scope_free char *why = NULL;
    regex_t regex;
    int rc;

    if (regcomp(&regex, metric->pattern, REG_EXTENDED) != 0)
        return no_number(plan, metric, result, "its pattern does not compile", err);
    rc = match_lines(&regex, &result->output, ret_number);
    if (rc == 0)
        rc = match_lines(&regex, &result->errors, ret_number);
    regfree(&regex);
    if (rc == 1)
        return 0;
    why = alloc_printf(rc == 0 ? "no line matches the pattern '%s'"
                               : "what the group of the pattern '%s' matches is no number",
                       metric->pattern);
    return no_number(plan, metric, result, why, err);
}

static int read_pointer(const struct exec_plan *plan, const struct exec_metric *metric,
                        const struct child_result *result, const struct json_document *document,
                        double *ret_number, struct err *err)
{
    struct err problem = {0};
    int rc = json_document_number(document, metric->pointer, ret_number, &problem);

    if (rc < 0)
        rc = no_number(plan, metric, result, err_text(&problem), err);
    err_done(&problem);
    return rc;
}

static int read_document(const struct exec_plan *plan, const struct child_result *result,
                         struct json_document **ret_document, struct err *err)
{
    struct err problem = {0};

    for (size_t i = 0; i < plan->metric_count; i++) {
        if (!*plan->metrics[i].pointer)
            continue;
        if (json_document_read(strbuf_text(&result->output), result->output.length, ret_document,
                               &problem) == 0)
            return 0;
        no_number(plan, &plan->metrics[i], result, err_text(&problem), err);
        err_done(&problem);
        return -ENODATA;
    }
    return 0;
}

int exec_reading_take(const struct exec_plan *plan, const struct child_result *result,
                      double *values, struct err *err)
{
    struct json_document *document = NULL;
    int rc = plan->metric_count ? read_document(plan, result, &document, err) : 0;

    for (size_t i = 0; rc == 0 && i < plan->metric_count; i++) {
        const struct exec_metric *metric = &plan->metrics[i];

        rc = *metric->pointer ? read_pointer(plan, metric, result, document, &values[i], err)
                              : read_pattern(plan, metric, result, &values[i], err);
        if (rc == 0)
            values[i] *= metric->scale;
    }
    json_document_free(document);
    return rc;
}
