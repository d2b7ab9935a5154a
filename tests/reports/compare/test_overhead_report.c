// SPDX-License-Identifier: GPL-3.0-or-later
// Overhead's forms: the same numbers in all of them, emulation in the first line, both classes in
// one, nothing of a hostile name acted upon.
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <jansson.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_figure.h"
#include "reports/compare/overhead_report.h"
#include "reports/compare/overhead_say.h"
#include "tests/compare/made_overhead.h"

static struct made_overhead made;
static struct overhead overhead;

static void set_up(void)
{
    struct err err = {0};
    made_overhead_usual(&made);
    cr_assert_eq(overhead_of(made.runs, made.count, &overhead, &err), 0, "%s", err_text(&err));
}

static void tear_down(void)
{
    overhead_done(&overhead);
    made_overhead_done(&made);
}

TestSuite(reports_overhead, .init = set_up, .fini = tear_down);

static char *emit(const char *name)
{
    struct strbuf out = {0};
    struct emitter_context context = {.columns = 100};
    struct err err = {0};
    const struct overhead_form *form = overhead_form_find(name, &err);
    cr_assert_not_null(form, "%s", err_text(&err));
    form->emit(&overhead, &context, &out);
    strbuf_done(&context.notes);
    return strbuf_take(&out);
}

static void expect(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "'%s' is not in:\n%s", part, text);
}

static size_t longest_line(const char *text)
{
    size_t longest = 0;
    while (*text) {
        size_t length = strcspn(text, "\n"), columns = 0;
        for (size_t i = 0; i < length; i++)
            columns += ((unsigned char)text[i] & 0xc0) != 0x80;
        longest = columns > longest ? columns : longest;
        text += length + (text[length] != '\0');
    }
    return longest;
}

Test(reports_overhead, text_begins_with_emulation_and_fits_a_terminal)
{
    scope_free char *text = emit("text");
    cr_expect_eq(strncmp(text, "Emulated: every figure of tcg", 29), 0, "%s", text);
    expect(text, "kvm: Type 1 / Type 2. The hypervisor");
    expect(text, "from 4");
    expect(text, "not seen by 8");
    expect(text, "kvm was not measured with disk:randread: KVM runs no Linux here");
    cr_expect_leq(longest_line(text), 100, "%zu columns:\n%s", longest_line(text), text);
}

Test(reports_overhead, the_answer_tells_what_each_keeps)
{
    scope_free char *answer = overhead_answer(&overhead);
    expect(answer, "Of native's throughput with 1 guest, over 2 loads: container ");
    expect(answer, "kvm 0.95x (1 of 2 loads)");
    expect(answer, "tcg (emulated) ");
}

Test(reports_overhead, guests_that_differ_are_told)
{
    scope_free char *words = overhead_guests_differ(&overhead);
    expect(words, "kvm: bare");
    expect(words, "tcg: bare (cpu:integer); appliance (disk:randread)");
}

Test(reports_overhead, markdown_escapes_what_it_did_not_write)
{
    scope_free char *text = emit("markdown");
    expect(text, "**Emulated");
    expect(text, "| cpu:integer");
    cr_expect_null(strstr(text, "host-<1>"), "%s", text);
    cr_expect_null(strstr(text, "<i>"), "%s", text);
}

Test(reports_overhead, the_page_is_whole_and_escaped)
{
    scope_free char *text = emit("html");
    expect(text, "<!DOCTYPE html>");
    expect(text, "host-&lt;1&gt;");
    expect(text, "&lt;i&gt;&amp;&lt;/i&gt;");
    cr_expect_null(strstr(text, "<i>&"), "of the reason");
    cr_expect_null(strstr(text, "src="));
    expect(text, "<p class=\"mark\">Emulated");
    expect(text, "</html>\n");
}

static const json_t *named(const json_t *list, const char *key, const char *name)
{
    size_t place;
    json_t *item;
    json_array_foreach(list, place, item) if (strcmp(json_string_value(json_object_get(item, key)),
                                                     name) == 0) return item;
    cr_assert_fail("no %s %s", key, name);
    abort();
}

Test(reports_overhead, json_has_the_numbers_themselves)
{
    scope_free char *text = emit("json");
    json_error_t error;
    json_t *root = json_loads(text, 0, &error);
    cr_assert_not_null(root, "line %d: %s", error.line, error.text);
    const json_t *load = named(json_object_get(root, "loads"), "load", "cpu:integer");
    const json_t *arm = named(json_object_get(load, "platforms"), "platform", "tcg");
    const json_t *measure = named(json_object_get(arm, "measures"), "measure", "throughput");
    cr_expect_eq(json_integer_value(json_object_get(measure, "course_from_guests")), 4);
    const json_t *first = json_array_get(json_object_get(measure, "densities"), 0);
    const struct overhead_curve *curve =
        overhead_curve_find(&overhead.loads[0].arms[2], "throughput");
    cr_expect_eq(json_real_value(json_object_get(json_object_get(first, "ratio"), "value")),
                 curve->cells[0].ratio.value);
    cr_expect(json_is_null(json_object_get(json_object_get(first, "growth"), "value")));
    const json_t *kvm = named(json_object_get(root, "platforms"), "name", "kvm");
    cr_expect_str_eq(json_string_value(json_object_get(kvm, "class")), "Type 1 / Type 2");
    json_decref(root);
}

Test(reports_overhead, csv_has_a_row_a_density)
{
    scope_free char *text = emit("csv");
    size_t rows = 0, cells = 0;
    for (const char *c = text; *c; c++)
        rows += *c == '\n';
    for (size_t i = 0; i < overhead.load_count; i++)
        for (size_t k = 0; k < overhead.loads[i].arm_count; k++)
            for (size_t c = 0; c < overhead.loads[i].arms[k].curve_count; c++)
                cells += overhead.loads[i].arms[k].curves[c].cell_count;
    cr_expect_eq(rows, cells + 1);
    expect(text, "cpu:integer,kvm,\"Type 1 / Type 2\",bare,0,3,1,throughput,1/s,1,8,4,");
}

Test(reports_overhead, figures_have_a_curve_a_platform)
{
    scope_strbuf struct strbuf curve = {0}, loads = {0};
    cr_assert(overhead_curve_is_drawable(&overhead.loads[0]));
    overhead_curve_script(&overhead, &overhead.loads[0], "overhead-1", &curve);
    expect(strbuf_text(&curve), "$arm0");
    expect(strbuf_text(&curve), "$arm2");
    expect(strbuf_text(&curve), "'kvm'");
    cr_assert(overhead_loads_is_drawable(&overhead));
    overhead_loads_script(&overhead, &loads);
    expect(strbuf_text(&loads), "'disk:randread'");
    cr_expect_gt(overhead_loads_height(&overhead), 100);
}

Test(reports_overhead, forms_are_found_by_name_and_suffix)
{
    struct err err = {0};
    cr_expect_null(overhead_form_find("htlm", &err));
    expect(err_text(&err), "did you mean 'html'");
    err_done(&err);
    cr_expect_eq(overhead_form_for_path("a/b.md"), &overhead_form_markdown);
    cr_expect_null(overhead_form_for_path("a/b.pdf"));
    cr_expect_null(overhead_form_for_path(".md"));
    for (size_t i = 0; i < overhead_form_count; i++)
        cr_expect_neq(*overhead_forms[i]->help, '\0');
}
