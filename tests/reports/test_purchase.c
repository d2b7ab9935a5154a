// SPDX-License-Identifier: GPL-3.0-or-later
// Every form of a purchase's report over purchases made by hand.
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/strbuf.h"
#include "reports/purchase_say.h"
#include "reports/utf8.h"
#include "tests/reports/made_purchase.h"

static char *emit(const struct purchase_form *form, struct made_purchase_options options)
{
    struct made_purchase made;
    made_purchase_init(&made, &options);
    char *text = made_purchase_emit(&made, form);
    made_purchase_done(&made);
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

// What to expect of any purchase at all.
static const struct made_purchase_options any[] = {
    {0},
    {.models = 1},
    {.models = 1, .bare = true},
    {.models = 5, .impossible = 5},
    {.models = 6, .impossible = 2, .emulated = true},
    {.models = 200, .emulated = true},
    {.mixed = true},
    {.bare = true},
};
enum { ANY = sizeof any / sizeof *any };

// --- forms --------------------------------------------------------------------------------------

Test(reports_purchase, finds_forms_by_name_and_suffix)
{
    struct err err = {0};
    cr_expect_eq(purchase_form_find("html", &err), &purchase_form_html);
    cr_expect_eq(purchase_form_for_path("a/plan.csv"), &purchase_form_csv);
    cr_expect_null(purchase_form_for_path(".csv"));
    cr_expect_null(purchase_form_for_path("plan.pdf"));
    cr_expect_null(purchase_form_find("htm", &err));
    cr_expect_str_eq(err_text(&err), "no form 'htm' of a plan (did you mean 'html'?)");
    err_done(&err);
}

// --- text ---------------------------------------------------------------------------------------

Test(reports_purchase, text_says_the_answer_first)
{
    char *text = emit(&purchase_form_text, (struct made_purchase_options){0});
    static const char head[] = "What if energy.price=0.45:\nBuy 26 R-16";
    cr_expect_eq(strncmp(text, head, sizeof head - 1), 0, "%s", text);
    const char *const told[] = {"Why: memory binds",
                                "R-40        76  CPU       15 to 19",
                                "energy.price above 0.31 EUR (now 0.20 EUR): R-32 is the cheapest.",
                                "at least 16 cores a socket",
                                " (chosen)",
                                "Again: fullhouse plan buy plan.yaml",
                                "Seed 7, 2000 draws."};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        cr_expect(strstr(text, told[i]), "'%s' is not in %s", told[i], text);
    free(text);
}

Test(reports_purchase, text_fits_a_hundred_columns)
{
    for (size_t i = 0; i < ANY; i++) {
        struct made_purchase_options options = any[i];
        options.name = "a-model-with-a-name-that-is-much-too-long-for-any-table-";
        char *text = emit(&purchase_form_text, options);
        cr_expect_leq(widest_line(text), 100, "%zu columns: %s", widest_line(text), text);
        free(text);
    }
}

Test(reports_purchase, text_tells_why_nothing_is_possible)
{
    char *text =
        emit(&purchase_form_text, (struct made_purchase_options){.models = 5, .impossible = 5});
    cr_expect(strstr(text, "No model of servers.csv can hold this demand."));
    cr_expect_eq(occurrences(text, "not one guest of web fits such a host: memory"), 5);
    cr_expect_null(strstr(text, "year by year"));
    free(text);
}

Test(reports_purchase, text_cuts_a_long_list)
{
    char *text = emit(&purchase_form_text, (struct made_purchase_options){.models = 200});
    cr_expect(strstr(text, "... and 180 more: --format csv."));
    free(text);
}

// --- absent and emulated ------------------------------------------------------------------------

Test(reports_purchase, absent_numbers_are_not_printed_as_such)
{
    const struct purchase_form *const forms[] = {&purchase_form_text, &purchase_form_csv,
                                                 &purchase_form_json};
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++)
        for (size_t i = 0; i < ANY; i++) {
            char *text = emit(forms[f], any[i]);
            cr_expect_not(has_word(text, "nan"), "%s", text);
            cr_expect_not(has_word(text, "inf"), "%s", text);
            cr_expect_null(strstr(text, "(null)"), "%s", text);
            free(text);
        }
}

Test(reports_purchase, emulation_is_never_silent)
{
    struct made_purchase_options options = {.emulated = true};
    char *text = emit(&purchase_form_text, options);
    cr_expect_eq(strncmp(text, "EMULATED: ", 10), 0, "%s", text);
    cr_expect(strstr(text, "R-32, TCG (EMULATED)"));
    free(text);
    text = emit(&purchase_form_html, options);
    cr_expect(strstr(text, "<p class=\"mark\">EMULATED: "));
    free(text);
    text = emit(&purchase_form_csv, options);
    cr_expect(strstr(text, "R-32,tcg,1,"));
    free(text);
}

// --- machines -----------------------------------------------------------------------------------

static double number_at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    cr_assert(json_is_number(value), "%s", key);
    return json_number_value(value);
}

Test(reports_purchase, json_has_the_plan_exactly)
{
    struct made_purchase made;
    made_purchase_init(&made, &(struct made_purchase_options){.mixed = true});
    char *text = made_purchase_emit(&made, &purchase_form_json);
    json_t *root = json_loads(text, 0, NULL);
    cr_assert_not_null(root, "%s", text);
    const struct purchase_choice *best = purchase_best(&made.purchase);
    json_t *choice = json_array_get(json_object_get(root, "choices"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(choice, "model")), "R-40");
    cr_expect_eq(number_at(choice, "net_present_cost"), best->outcome.net_present_cost);
    cr_expect(json_is_null(json_object_get(choice, "cost_per_hz")));
    cr_expect(json_is_false(json_object_get(choice, "alternative")));
    json_t *year = json_array_get(json_object_get(choice, "years"), 3);
    cr_expect_eq(number_at(json_object_get(year, "cost"), "residual"), -25650);
    cr_expect_eq(number_at(year, "sum"), outcome_year_total(&best->outcome, 3));
    cr_expect_eq(json_array_size(json_object_get(root, "assumptions")), ASSUMPTION_TOTAL);
    cr_expect_eq(json_array_size(json_object_get(root, "tornado")), 5);
    cr_expect_eq(json_array_size(json_object_get(json_object_get(root, "mixed_fleet"), "parts")),
                 2);
    json_decref(root);
    free(text);
    made_purchase_done(&made);
}

Test(reports_purchase, json_is_sound_whatever_there_is)
{
    for (size_t i = 0; i < ANY; i++) {
        char *text = emit(&purchase_form_json, any[i]);
        json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        cr_expect_not_null(root, "%s", text);
        cr_expect_eq(json_array_size(json_object_get(root, "choices")),
                     any[i].models ? any[i].models : 4);
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

Test(reports_purchase, csv_has_a_row_an_option_and_year)
{
    char *text =
        emit(&purchase_form_csv, (struct made_purchase_options){.models = 6, .impossible = 2});
    cr_expect_eq(occurrences(text, "\r\n"), 1 + 4 * 4 + 2);
    size_t fields = fields_of(text);
    for (const char *line = text; *line; line = strstr(line, "\r\n") + 2)
        cr_expect_eq(fields_of(line), fields, "%zu fields: %s", fields_of(line), line);
    free(text);
}

// --- the page -----------------------------------------------------------------------------------

static const char hostile[] = "<script>alert(1)</script>\x1b\xff\"';`=1+1,";

Test(reports_purchase, page_escapes_hostile_names)
{
    char *page =
        emit(&purchase_form_html, (struct made_purchase_options){.name = hostile, .mixed = true});
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

Test(reports_purchase, other_forms_take_hostile_names)
{
    struct made_purchase_options options = {.name = "=cmd\"\n,\x1b[31m", .models = 3};
    char *csv = emit(&purchase_form_csv, options);
    cr_expect(strstr(csv, "\"'=cmd\"\"\n,"), "%s", csv);
    cr_expect_null(strchr(csv, '\x1b'));
    free(csv);
    char *text = emit(&purchase_form_text, options);
    cr_expect_null(strchr(text, '\x1b'));
    free(text);
}

Test(reports_purchase, page_begins_with_the_answer_and_its_facts)
{
    char *page = emit(&purchase_form_html, (struct made_purchase_options){0});
    const char *const in_order[] = {"<h1>Buy 26 R-16",
                                    "<dt>Server</dt><dd>R-40",
                                    "<dt>Hosts</dt><dd>15",
                                    "390,991 EUR",
                                    "71 %",
                                    "What one R-40 holds",
                                    "Choices, the cheapest first",
                                    "year by year",
                                    "How sure",
                                    "What was measured",
                                    "What it was planned from",
                                    "<h2>Again</h2>"};
    const char *place = strstr(page, "<main>");
    for (size_t i = 0; i < sizeof in_order / sizeof *in_order; i++) {
        const char *found = strstr(place, in_order[i]);
        cr_assert_not_null(found, "'%s' is not there, or too early", in_order[i]);
        place = found;
    }
    free(page);
}

Test(reports_purchase, page_folds_what_is_far_from_the_answer)
{
    char *page = emit(&purchase_form_html, (struct made_purchase_options){.models = 200});
    cr_expect(strstr(page, "<summary>188 more</summary>"));
    cr_expect_eq(occurrences(page, "<tr class=\"best\">"), 2);
    free(page);
}

Test(reports_purchase, page_of_nothing_possible_has_no_figures)
{
    char *page = emit(&purchase_form_html,
                      (struct made_purchase_options){.models = 3, .impossible = 3, .bare = true});
    cr_expect(strstr(page, "No model of servers.csv can hold this demand."));
    cr_expect_null(strstr(page, "<figure>"));
    cr_expect_eq(occurrences(page, "not one guest of web fits such a host: memory"), 3);
    free(page);
}
