// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/emitter.h"
#include "tests/reports/fixture.h"

// The field of a row without quoted fields, as a new string.
static char *field(const char *row, size_t index)
{
    while (index-- > 0)
        row += strcspn(row, ",") + 1;
    return strndup(row, strcspn(row, ",\r"));
}

static uint64_t number(const char *row, size_t index)
{
    char *text = field(row, index);
    uint64_t value = strtoull(text, NULL, 10);
    free(text);
    return value;
}

static bool is(const char *row, size_t index, const char *expected)
{
    char *text = field(row, index);
    bool same = strcmp(text, expected) == 0;
    free(text);
    return same;
}

static size_t column(const char *header, const char *name)
{
    for (size_t i = 0;; i++) {
        if (is(header, i, name))
            return i;
        cr_assert_lt(i, 160, "no column %s", name);
    }
}

static const char *next_row(const char *row)
{
    const char *end = strstr(row, "\r\n");
    return end && end[2] ? end + 2 : NULL;
}

static void load_run(struct fixture *fixture, struct document *document)
{
    struct fixture_run options = {
        .densities = fixture_ladder,
        .density_count = fixture_ladder_count,
        .boots = 2,
        .dead_guest = true,
        .refused = 16,
    };
    fixture_init(fixture);
    int64_t id = fixture_add_run(fixture, &options);
    fixture_load(fixture, &id, 1, document);
}

Test(reports_csv, windows_add_up_to_what_is_printed)
{
    struct fixture fixture;
    struct document document = {0};
    load_run(&fixture, &document);
    char *csv = fixture_emit(&emitter_windows_csv, &document);
    size_t guests = column(csv, "guests"), operations = column(csv, "operations");
    size_t kind = column(csv, "kind"), state = column(csv, "step_state");
    size_t measured = column(csv, "measured"), due = column(csv, "due");
    const struct document_run *run = &document.runs[0];
    cr_assert_eq(run->density_count, 6);
    for (size_t d = 0; d < run->density_count; d++) {
        uint64_t done = 0, wanted = 0;
        for (const char *row = next_row(csv); row; row = next_row(row)) {
            if (number(row, guests) != run->densities[d].guests || !is(row, kind, "ladder") ||
                !is(row, state, "done") || !is(row, measured, "1"))
                continue;
            done += number(row, operations);
            wanted += number(row, due);
        }
        cr_expect_gt(done, 0);
        cr_expect_eq(done, run->densities[d].operations);
        cr_expect_eq(wanted, run->densities[d].due);
    }
    free(csv);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_csv, densities_read_back_exactly)
{
    struct fixture fixture;
    struct document document = {0};
    load_run(&fixture, &document);
    char *csv = fixture_emit(&emitter_csv, &document);
    size_t p99 = column(csv, "p99_ns"), low = column(csv, "total_hz_low");
    size_t row_count = 0;
    for (const char *row = next_row(csv); row; row = next_row(row), row_count++) {
        const struct density *density = &document.runs[0].densities[row_count];
        char *text = field(row, p99);
        cr_expect_eq(strtod(text, NULL), density->p99_ns.value);
        free(text);
        text = field(row, low);
        cr_expect_eq(strtod(text, NULL), density->total.low);
        free(text);
    }
    cr_expect_eq(row_count, document.runs[0].density_count);
    free(csv);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_csv, an_empty_run_has_a_header_alone)
{
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(&fixture, &(struct fixture_run){0});
    fixture_load(&fixture, &id, 1, &document);
    char *csv = fixture_emit(&emitter_csv, &document);
    cr_expect_null(next_row(csv));
    free(csv);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_csv, quotes_after_rfc_4180)
{
    struct strbuf out = {0};
    struct csv_writer writer = {.out = &out};
    csv_writer_text(&writer, "plain");
    csv_writer_text(&writer, "a,\"b\"\nc");
    csv_writer_text(&writer, "=1+1");
    csv_writer_text(&writer, NULL);
    csv_writer_text(&writer, "\x1b\xff");
    csv_writer_number(&writer, NAN);
    csv_writer_number(&writer, 0.1);
    csv_writer_optional(&writer, -1);
    csv_writer_optional(&writer, 7);
    csv_writer_end_row(&writer);
    cr_expect_str_eq(strbuf_text(&out), "plain,\"a,\"\"b\"\"\nc\",'=1+1,,\ufffd\ufffd,,0.1,,7\r\n");
    strbuf_done(&out);
}
