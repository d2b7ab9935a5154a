// SPDX-License-Identifier: GPL-3.0-or-later
// Every form of a consolidation's report over consolidations made by hand.
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/strbuf.h"
#include "reports/utf8.h"
#include "tests/reports/made_consolidation.h"

static char *emit(const struct consolidation_form *form, struct made_consolidation_options options)
{
    struct made_consolidation made;
    made_consolidation_init(&made, &options);
    char *text = made_consolidation_emit(&made, form);
    made_consolidation_done(&made);
    return text;
}

static size_t occurrences(const char *text, const char *word)
{
    size_t count = 0;
    while ((text = strstr(text, word))) {
        text += strlen(word);
        count++;
    }
    return count;
}

// Whether the word stands in the text by itself: "maintenance" has no "nan".
static bool has_word(const char *text, const char *word)
{
    for (const char *at = text; (at = strstr(at, word)); at++)
        if ((at == text || !isalpha((unsigned char)at[-1])) &&
            !isalpha((unsigned char)at[strlen(word)]))
            return true;
    return false;
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        char *line = strndup(text, length);
        size_t width = utf8_width(line);
        widest = width > widest ? width : widest;
        free(line);
        text += length + (text[length] == '\n');
    }
    return widest;
}

static void expect_in_order(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(text, words[i]);
        cr_assert_not_null(found, "'%s' is not there, or too early", words[i]);
        text = found;
    }
}

// What to expect of any consolidation at all.
static const struct made_consolidation_options any[] = {
    {0},
    {.hosts = 1, .guests = 1, .still = true},
    {.hosts = 3, .guests = 1},
    {.hosts = 3, .guests = 2, .misplaced = 1, .stuck = 1, .broken = 1},
    {.hosts = 40, .misplaced = 12, .broken = 30, .stuck = 11},
    {.hosts = 41, .apart = true, .unproven = true},
    {.hosts = 300},
    {.rolling = true},
    {.bare = true, .untraced = true},
    {.ruled = true},
};
enum { ANY = sizeof any / sizeof *any };

// --- forms --------------------------------------------------------------------------------------

Test(reports_consolidation, finds_forms_by_name_and_suffix)
{
    struct err err = {0};
    cr_expect_eq(consolidation_form_find("html", &err), &consolidation_form_html);
    cr_expect_eq(consolidation_form_for_path("a/plan.csv"), &consolidation_form_csv);
    cr_expect_eq(consolidation_form_for_path("a/plan.hosts.csv"), &consolidation_form_hosts_csv);
    cr_expect_null(consolidation_form_for_path(".csv"));
    cr_expect_null(consolidation_form_for_path("plan.pdf"));
    cr_expect_null(consolidation_form_find("htm", &err));
    cr_expect_str_eq(err_text(&err), "no form 'htm' of a plan (did you mean 'html'?)");
    err_done(&err);
}

// --- text ---------------------------------------------------------------------------------------

Test(reports_consolidation, text_says_the_answer_first)
{
    char *text = emit(&consolidation_form_text,
                      (struct made_consolidation_options){.broken = 1, .ruled = true});
    static const char *const told[] = {
        "4 of 12 hosts can go: 8 hold all 72 guests",
        "Broken as it is, and mended first",
        "1. h1 holds 12.0 GiB more",
        "What it saves:",
        "hosts",
        "61,000 [52,000, 70,000]",
        "What it risks, replayed on the traces:",
        "hosts asked for more than their cores, of host-hours",
        "0.40 %",
        "0.90 %",
        "All hosts:",
        "Host by host",
        "6 → off",
        "24 migrations: 7 min [4.9, 14] where each starts as soon as",
        "7 waves, as the script goes",
        "Rules:",
        "at every moment",
        "not asked",
        "How sure that is:",
        "Proven best: no placement comes to less than 8 hosts (column generation). Found by",
        "Assumptions",
        "The price of energy was guessed.",
        "Again: fullhouse plan pack pack.yaml",
        "Seed 7, 10 s of search at most.",
    };
    cr_expect_eq(strncmp(text, told[0], strlen(told[0])), 0, "%s", text);
    expect_in_order(text, told, sizeof told / sizeof *told);
    free(text);
}

Test(reports_consolidation, text_fits_a_hundred_columns)
{
    for (size_t i = 0; i < ANY; i++) {
        struct made_consolidation_options options = any[i];
        options.name = "a-machine-with-a-name-that-is-much-too-long-for-any-table-";
        char *text = emit(&consolidation_form_text, options);
        cr_expect_leq(widest_line(text), 100, "%zu columns: %s", widest_line(text), text);
        free(text);
    }
}

Test(reports_consolidation, text_tells_who_has_no_place_and_what_would_free_one)
{
    char *text = emit(&consolidation_form_text,
                      (struct made_consolidation_options){.misplaced = 12, .stuck = 1});
    static const char *const told[] = {
        "Has no place, and what would free one:",
        "g1: no host has 96.0 GiB of memory left",
        "It would: 64.0 GiB more memory on h3",
        "... and 2 more: --json.",
        "Cannot get to its place:",
        "g7 waits for g9",
    };
    expect_in_order(text, told, sizeof told / sizeof *told);
    free(text);
}

Test(reports_consolidation, text_lists_as_many_moves_as_asked)
{
    struct made_consolidation made;
    made_consolidation_init(&made, &(struct made_consolidation_options){0});
    char *few = made_consolidation_emit(&made, &consolidation_form_text);
    cr_expect(strstr(few, "... and 8 more: --moves all, or --format csv."), "%s", few);
    made.report.moves_most = SIZE_MAX;
    char *all = made_consolidation_emit(&made, &consolidation_form_text);
    cr_expect_null(strstr(all, "--moves all"));
    cr_expect_gt(occurrences(all, "consolidate\n"), occurrences(few, "consolidate\n"));
    free(few);
    free(all);
    made_consolidation_done(&made);
}

Test(reports_consolidation, nothing_to_move_is_said_without_a_table)
{
    struct made_consolidation_options options = {.still = true};
    char *text = emit(&consolidation_form_text, options);
    cr_expect_null(strstr(text, "  takes  "), "%s", text);
    free(text);
    text = emit(&consolidation_form_html, options);
    cr_expect(strstr(text, "Nothing has to move."));
    free(text);
}

Test(reports_consolidation, no_trace_no_risk_that_is_told)
{
    struct made_consolidation_options options = {.untraced = true};
    const struct consolidation_form *const forms[] = {&consolidation_form_text,
                                                      &consolidation_form_html};
    for (size_t i = 0; i < 2; i++) {
        char *text = emit(forms[i], options);
        cr_expect(strstr(text, "no guest has a trace"), "%s", text);
        cr_expect_null(strstr(text, "of host-hours"), "%s", text);
        free(text);
    }
}

Test(reports_consolidation, a_plan_that_is_not_proven_says_how_far_it_may_be)
{
    char *text =
        emit(&consolidation_form_text, (struct made_consolidation_options){.unproven = true});
    cr_expect(strstr(text, "Not proven best: this comes to 8 hosts, and no placement to less than"),
              "%s", text);
    cr_expect(strstr(text, "12.5 %"), "%s", text);
    cr_expect(strstr(text, "ended by its time"), "%s", text);
    free(text);
}

// --- absent -------------------------------------------------------------------------------------

Test(reports_consolidation, absent_numbers_are_not_printed_as_such)
{
    for (size_t f = 0; f < consolidation_form_count; f++)
        for (size_t i = 0; i < ANY; i++) {
            char *text = emit(consolidation_forms[f], any[i]);
            cr_expect_not(has_word(text, "nan"), "%s", text);
            cr_expect_not(has_word(text, "inf"), "%s", text);
            cr_expect_null(strstr(text, "(null)"), "%s", text);
            free(text);
        }
}

// --- machines -----------------------------------------------------------------------------------

static double number_at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    cr_assert(json_is_number(value), "%s", key);
    return json_number_value(value);
}

Test(reports_consolidation, json_has_the_plan_exactly)
{
    struct made_consolidation made;
    made_consolidation_init(&made, &(struct made_consolidation_options){.apart = true});
    char *text = made_consolidation_emit(&made, &consolidation_form_json);
    json_t *root = json_loads(text, 0, NULL);
    cr_assert_not_null(root, "%s", text);
    json_t *target = json_object_get(root, "target");
    cr_expect_eq(number_at(target, "hosts_before"), 12);
    cr_expect_eq(number_at(target, "hosts_after"), 8);
    cr_expect_str_eq(json_string_value(json_object_get(target, "cost_unit")), "hosts");
    json_t *risk = json_object_get(json_object_get(root, "risk"), "after_judged");
    cr_expect_eq(number_at(risk, "over_host_hours_ratio"), 0.012);
    json_t *host = json_array_get(json_object_get(root, "hosts"), 2);
    cr_expect_str_eq(json_string_value(json_object_get(host, "name")), "h3");
    cr_expect(json_is_false(json_object_get(json_object_get(host, "after"), "on")));
    json_t *before = json_object_get(host, "before");
    cr_expect_eq(number_at(before, "guests"), 6);
    json_t *taken = json_object_get(before, "taken");
    cr_expect_eq(number_at(taken, "cpu_vcpus"), 2 * (4 + 8 + 12));
    // Memory of guests 13 to 18: 8, 16, 24, 32, 8, 16 GiB.
    cr_expect_eq(number_at(taken, "memory_bytes"), 104 * 0x1p30);
    json_t *guest = json_array_get(json_object_get(root, "guests"), 12);
    cr_expect_str_eq(json_string_value(json_object_get(guest, "host_before")), "h3");
    cr_expect_str_eq(json_string_value(json_object_get(guest, "host_after")), "h1");
    json_t *move = json_array_get(json_object_get(root, "moves"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(move, "reason")), "repair");
    cr_expect_eq(number_at(json_object_get(move, "downtime_s"), "value"), 0.12);
    cr_expect_eq(json_array_size(json_object_get(root, "moves")), made.consolidation.moves.count);
    json_decref(root);
    free(text);
    made_consolidation_done(&made);
}

Test(reports_consolidation, json_is_sound_whatever_there_is)
{
    for (size_t i = 0; i < ANY; i++) {
        char *text = emit(&consolidation_form_json, any[i]);
        json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        cr_expect_not_null(root, "%s", text);
        cr_expect_eq(json_array_size(json_object_get(root, "hosts")),
                     any[i].hosts ? any[i].hosts : 12);
        json_decref(root);
        free(text);
    }
}

static size_t fields_of(const char *line)
{
    size_t count = 1;
    bool quoted = false;
    for (; *line && *line != '\r'; line++) {
        quoted ^= *line == '"';
        count += !quoted && *line == ',';
    }
    return count;
}

static void expect_rows(const struct consolidation_form *form, size_t rows)
{
    char *text = emit(form, (struct made_consolidation_options){0});
    cr_expect_eq(occurrences(text, "\r\n"), 1 + rows, "%s", text);
    size_t fields = fields_of(text);
    for (const char *line = text; *line; line = strstr(line, "\r\n") + 2)
        cr_expect_eq(fields_of(line), fields, "%zu fields: %s", fields_of(line), line);
    free(text);
}

Test(reports_consolidation, csv_has_a_row_a_move_or_a_host)
{
    expect_rows(&consolidation_form_csv, 24 + 4);
    expect_rows(&consolidation_form_hosts_csv, 12);
}

// --- the page -----------------------------------------------------------------------------------

static const char hostile[] = "<script>alert(1)</script>\x1b\xff\"';`=1+1,";

Test(reports_consolidation, page_escapes_hostile_names)
{
    char *page = emit(&consolidation_form_html,
                      (struct made_consolidation_options){.name = hostile, .misplaced = 2});
    cr_expect_null(strstr(page, "<script"));
    cr_expect(strstr(page, "&lt;script&gt;alert(1)"));
    static const char *const fetching[] = {"src=",    "url(",    "@import",
                                           "<object", "<iframe", "<base"};
    for (size_t i = 0; i < sizeof fetching / sizeof *fetching; i++)
        cr_expect_null(strstr(page, fetching[i]), "%s", fetching[i]);
    for (const char *c = page; *c; c++)
        cr_assert((unsigned char)*c >= ' ' || *c == '\n' || *c == '\t', "byte %d", *c);
    free(page);
}

Test(reports_consolidation, other_forms_take_hostile_names)
{
    struct made_consolidation_options options = {.name = "=cmd\"\n,\x1b[31m", .hosts = 3};
    char *csv = emit(&consolidation_form_hosts_csv, options);
    cr_expect(strstr(csv, "\"'=cmd\"\"\n,"), "%s", csv);
    cr_expect_null(strchr(csv, '\x1b'));
    free(csv);
    char *text = emit(&consolidation_form_text, options);
    cr_expect_null(strchr(text, '\x1b'));
    free(text);
}

Test(reports_consolidation, page_tells_in_the_order_of_what_a_reader_fears)
{
    char *page =
        emit(&consolidation_form_html,
             (struct made_consolidation_options){.broken = 1, .misplaced = 1, .ruled = true});
    static const char *const in_order[] = {
        "<main>",
        "<h1>4 of 12 hosts can go",
        "<dt>Hosts that are on</dt><dd>12 → 8",
        "No, proven",
        "<dt>Migrations</dt><dd>24",
        "0.40 % → 0.90 %",
        "61,000 kWh",
        "23,650 EUR",
        "Has no place, and what would free one",
        "Broken as it is",
        "<h2>What it saves, and what it risks</h2>",
        "<h2>Before and after</h2>",
        "<h3>CPU</h3>",
        "<h3>memory</h3>",
        "<h2>The moves</h2>",
        "mends what is broken now",
        "<h2>Mind</h2>",
        "<h2>Rules</h2>",
        "<h2>What it rests on</h2>",
        "<h2>Again</h2>",
    };
    expect_in_order(page, in_order, sizeof in_order / sizeof *in_order);
    free(page);
}

Test(reports_consolidation, a_bar_each_for_few_hosts_and_a_profile_for_many)
{
    char *few = emit(&consolidation_form_html, (struct made_consolidation_options){.hosts = 40});
    char *many = emit(&consolidation_form_html, (struct made_consolidation_options){.hosts = 41});
    cr_expect(strstr(few, "<rect class=\"after\""));
    cr_expect_null(strstr(few, "class=\"after-area\""));
    cr_expect(strstr(many, "class=\"after-area\""));
    cr_expect_null(strstr(many, "<rect class=\"after\""));
    free(few);
    free(many);
}

// As many elements as a browser draws at once, however many hosts.
Test(reports_consolidation, page_of_a_thousand_hosts_stays_small)
{
    char *page = emit(&consolidation_form_html,
                      (struct made_consolidation_options){.hosts = 1000, .guests = 10});
    cr_expect_lt(strlen(page), 3 << 20, "%zu bytes", strlen(page));
    cr_expect(strstr(page, "The first 400 of them; all with --format hosts-csv."));
    free(page);
}
