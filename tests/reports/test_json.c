// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/strbuf.h"
#include "reports/emitter.h"
#include "reports/json_writer.h"
#include "tests/reports/fixture.h"

// The document as a real parser reads it.
static json_t *parse(const struct document *document)
{
    char *text = fixture_emit(&emitter_json, document);
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(root, "%d: %s", error.line, error.text);
    free(text);
    return root;
}

static json_t *first_run(json_t *root)
{
    return json_array_get(json_object_get(root, "runs"), 0);
}

Test(reports_json, has_the_same_figures_as_the_document)
{
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(&fixture, &(struct fixture_run){
                                               .label = "\"quoted\" \\ \x01\xff </script>\n",
                                               .densities = fixture_ladder,
                                               .density_count = fixture_ladder_count,
                                               .boots = 3,
                                               .dead_guest = true,
                                               .refused = 16,
                                           });
    fixture_load(&fixture, &id, 1, &document);
    json_t *root = parse(&document), *run = first_run(root);
    const struct document_run *expected = &document.runs[0];
    cr_expect_str_eq(json_string_value(json_object_get(run, "label")),
                     "\"quoted\" \\ \ufffd\ufffd </script>\n");
    json_t *densities = json_object_get(run, "densities");
    cr_assert_eq(json_array_size(densities), expected->density_count);
    for (size_t i = 0; i < expected->density_count; i++) {
        json_t *p99 = json_object_get(json_array_get(densities, i), "p99_ns");
        cr_expect_eq(json_number_value(json_object_get(p99, "value")),
                     expected->densities[i].p99_ns.value);
        cr_expect_eq(json_number_value(json_object_get(p99, "high")),
                     expected->densities[i].p99_ns.high);
    }
    json_t *steps = json_object_get(run, "steps");
    cr_expect_eq(json_array_size(steps), expected->step_count);
    json_decref(root);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_json, histogram_counts_add_up)
{
    const uint32_t one[] = {1};
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(
        &fixture, &(struct fixture_run){.densities = one, .density_count = 1, .boots = 2});
    fixture_load(&fixture, &id, 1, &document);
    json_t *root = parse(&document);
    json_t *density = json_array_get(json_object_get(first_run(root), "densities"), 0);
    json_t *histogram = json_object_get(density, "latency_histogram"), *bin;
    json_int_t sum = 0;
    size_t i;
    json_array_foreach(json_object_get(histogram, "bins"), i, bin) sum +=
        json_integer_value(json_object_get(bin, "count"));
    cr_expect_eq(sum, json_integer_value(json_object_get(histogram, "total")));
    cr_expect_eq(sum, json_integer_value(json_object_get(density, "operations")));
    json_decref(root);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_json, absent_is_null)
{
    const uint32_t one[] = {1};
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(
        &fixture,
        &(struct fixture_run){.densities = one, .density_count = 1, .boots = 1, .unseen = true});
    fixture_load(&fixture, &id, 1, &document);
    json_t *root = parse(&document);
    json_t *run = first_run(root);
    json_t *density = json_array_get(json_object_get(run, "densities"), 0);
    json_t *memory = json_object_get(density, "memory_bytes");
    json_t *p99 = json_object_get(density, "p99_ns");
    json_t *step = json_array_get(json_object_get(run, "steps"), 0);
    cr_expect(json_is_null(json_object_get(memory, "value")));
    cr_expect(json_is_null(json_object_get(p99, "low")));
    cr_expect(json_is_null(json_object_get(step, "barrier_ns")));
    json_decref(root);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_json, writer_nests_and_escapes)
{
    struct strbuf out = {0};
    struct json_writer writer = {.out = &out, .compact_depth = 2};
    json_writer_open_object(&writer, NULL);
    json_writer_open_array(&writer, "empty");
    json_writer_close_array(&writer);
    json_writer_open_array(&writer, "mixed");
    json_writer_number(&writer, NULL, NAN);
    json_writer_number(&writer, NULL, 1e300);
    json_writer_optional(&writer, NULL, -1);
    json_writer_text(&writer, NULL, "a\tb");
    json_writer_text(&writer, NULL, NULL);
    json_writer_close_array(&writer);
    json_writer_bool(&writer, "yes", true);
    json_writer_close_object(&writer);
    cr_expect_str_eq(strbuf_text(&out),
                     "{\n  \"empty\": [],\n  \"mixed\": [null, 1e+300, null, \"a\\tb\", null],\n"
                     "  \"yes\": true\n}\n");
    strbuf_done(&out);
}
