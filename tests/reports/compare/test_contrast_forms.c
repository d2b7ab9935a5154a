// SPDX-License-Identifier: GPL-3.0-or-later
// Every form of contrasts over contrasts made by hand.
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/compare/contrast_emitter.h"
#include "reports/utf8.h"
#include "tests/reports/compare/made_contrasts.h"

static const char hostile[] =
    "<script>alert(1)</script>\x1b[31m\xff\x01\"'`|@all #1 [x](y)\n\n::error::%0A";

// What to expect of any contrasts at all.
static const struct made_contrasts_options any[] = {
    {0},
    {.is_bare = true},
    {.is_same = true},
    {.is_undecided = true},
    {.is_emulated = {true, true}},
    {.is_emulated = {false, true}},
    {.count = 3, .has_floor = true, .has_reference = true},
    {.measures = 600},
    {.name = hostile, .count = 2},
};
enum { ANY = sizeof any / sizeof *any };

static char *emit(const char *form, struct made_contrasts_options options)
{
    return made_contrasts_emit(form, &options, false);
}

static char *emit_strict(const char *form, struct made_contrasts_options options)
{
    return made_contrasts_emit(form, &options, true);
}

static void expect_told(const char *text, const char *told)
{
    cr_expect(strstr(text, told), "'%s' is not in %s", told, text);
}

static size_t occurrences(const char *text, const char *word)
{
    size_t count = 0;
    for (; (text = strstr(text, word)); text += strlen(word))
        count++;
    return count;
}

static bool has_word(const char *text, const char *word)
{
    for (const char *at = text; (at = strstr(at, word)); at++)
        if ((at == text || !isalpha((unsigned char)at[-1])) &&
            !isalpha((unsigned char)at[strlen(word)]))
            return true;
    return false;
}

// --- all forms ----------------------------------------------------------------------------------

Test(reports_compare_forms, are_found_by_their_names)
{
    static const char *const names[] = {"text", "markdown", "junit", "json", "html", "github"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct contrast_emitter *form = contrast_emitter_find(names[i]);
        cr_assert_not_null(form, "%s", names[i]);
        cr_expect_str_eq(form->name, names[i]);
        cr_expect(*form->help);
    }
    cr_expect_eq(contrast_emitter_count, sizeof names / sizeof *names);
    cr_expect_null(contrast_emitter_find("pdf"));
}

Test(reports_compare_forms, absent_numbers_are_not_printed_as_such)
{
    for (size_t f = 0; f < contrast_emitter_count; f++)
        for (size_t i = 0; i < ANY; i++) {
            char *text = emit(contrast_emitters[f].name, any[i]);
            cr_expect_not(has_word(text, "nan"), "%s", text);
            cr_expect_not(has_word(text, "inf"), "%s", text);
            cr_expect_null(strstr(text, "(null)"), "%s", text);
            free(text);
        }
}

Test(reports_compare_forms, no_control_and_no_broken_character_gets_through)
{
    for (size_t f = 0; f < contrast_emitter_count; f++) {
        char *text = emit(contrast_emitters[f].name, any[ANY - 1]);
        const char *cursor = text;
        for (const char *c = text; *c; c++)
            cr_assert((unsigned char)*c >= ' ' || *c == '\n', "%s: byte %d",
                      contrast_emitters[f].name, *c);
        cr_expect_null(strchr(text, '\xff'));
        while (utf8_next(&cursor))
            ;
        cr_expect_eq(*cursor, '\0');
        free(text);
    }
}

Test(reports_compare_forms, emulation_is_never_silent)
{
    static const char *const firsts[] = {"text", "markdown", "github"};
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        char *text = emit(firsts[i], any[4]);
        text[strcspn(text, "\n")] = '\0';
        expect_told(text, "Under emulation. Worse");
        free(text);
        text = emit(firsts[i], any[0]);
        cr_expect_null(strstr(text, "emulation"));
        free(text);
    }
    static const char *const others[] = {"junit", "json", "html"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char *text = emit(others[i], any[4]);
        expect_told(text, "Under emulation");
        free(text);
    }
}

Test(reports_compare_forms, says_which_side_was_emulated)
{
    char *text = emit("text", any[5]);
    expect_told(text, "B under emulation, A not. Worse: tonight against baseline.");
    free(text);
    text = emit("text", (struct made_contrasts_options){.count = 2, .is_emulated = {true, true}});
    expect_told(text, "In part under emulation. Worse");
    free(text);
}

// --- text ---------------------------------------------------------------------------------------

Test(reports_compare_forms, text_says_the_answer_first)
{
    char *text = emit("text", any[0]);
    static const char head[] =
        "Worse: tonight against baseline. Of 8 figures 2 worse, 1 better, 1 undecided, 3 the same, "
        "1 on one\nside only. The largest: p99 at 8 guests, 2.39x [2.17, 2.63].\n"
        "Mind: Compared all the same: the hosts differ (rack-7; tonight).\n";
    cr_expect_eq(strncmp(text, head, sizeof head - 1), 0, "%s", text);
    static const char *const told[] = {
        "A: baseline: run 12: tcg, bare guest, QEMU 7.2.22, host rack-7",
        "Changed: QEMU: 7.2.22 -> 8.0.0 (tonight)",
        "throughput       8  worse      -12.5 % [-14.3, -10.7]     152/s    133/s    0.002      8",
        "+6 boots",
        "Only at density: throughput is worse at 8 guests, and the same at 1 and 4.",
        "p99 at 4: The interval reaches beyond 3 %.",
        "iops at 8: Only A has it.",
        "The same within 3 %: throughput at 1, 4; p99 at 1.",
        "Told, not judged (--format json): boot_time at 8.",
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        expect_told(text, told[i]);
    free(text);
}

Test(reports_compare_forms, text_orders_by_what_a_reader_fears)
{
    char *text = emit("text", any[0]);
    const char *largest = strstr(text, "\np99              8  worse");
    const char *second = strstr(text, "\nthroughput       8  worse");
    const char *undecided = strstr(text, "\np99              4  undecided");
    const char *better = strstr(text, "\nmemory           8  better");
    cr_assert(largest && second && undecided && better, "%s", text);
    cr_expect(largest < second && second < undecided && undecided < better);
    free(text);
}

Test(reports_compare_forms, text_fits_a_hundred_columns)
{
    for (size_t i = 0; i + 1 < ANY; i++) { // a hostile name is a word of its own length
        char *text = emit("text", any[i]), *rest = text;
        for (char *line; (line = strsep(&rest, "\n"));)
            cr_expect_leq(utf8_width(line), 100, "%s", line);
        free(text);
    }
}

Test(reports_compare_forms, text_fits_the_terminal_it_is_in)
{
    for (size_t i = 0; i + 1 < ANY; i++) {
        scope_contrasts struct contrasts contrasts = made_contrasts(&any[i]);
        struct strbuf out = {0};
        contrast_emit_text_in(&contrasts, false, 80, &out);
        char *text = strbuf_take(&out), *rest = text;
        for (char *line; (line = strsep(&rest, "\n"));)
            if (!any[i].has_reference) // a column more that is never left out
                cr_expect_leq(utf8_width(line), 80, "%s", line);
        free(text);
    }
}

Test(reports_compare_forms, a_label_with_line_ends_is_one_line)
{
    char *text = emit("text", any[ANY - 1]);
    cr_expect_null(strstr(text, "\n::"), "%s", text);
    free(text);
}

Test(reports_compare_forms, strict_says_that_undecided_fails)
{
    char *text = emit_strict("text", any[3]);
    expect_told(text, "Undecided: tonight against baseline.");
    expect_told(text, "Undecided counts as a failure (--strict).");
    free(text);
    text = emit("text", any[3]);
    cr_expect_null(strstr(text, "--strict"));
    free(text);
}

Test(reports_compare_forms, one_boot_has_no_interval_and_says_so)
{
    char *text = emit("text", any[1]);
    expect_told(text, "-12.5 % [?]");
    expect_told(text, "one after the other");
    free(text);
}

Test(reports_compare_forms, tiles_are_no_guests)
{
    for (size_t f = 0; f < contrast_emitter_count; f++) {
        char *text =
            emit(contrast_emitters[f].name, (struct made_contrasts_options){.has_tiles = true});
        expect_told(text, "p99 at 8 tiles");
        cr_expect_null(strstr(text, "8 guests"), "%s", text);
        free(text);
    }
}

Test(reports_compare_forms, what_had_no_partner_is_told)
{
    static const char *const forms[] = {"text", "markdown", "json", "html"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char *text = emit(forms[i], (struct made_contrasts_options){.count = 2});
        expect_told(text, "has no partner for run 14");
        free(text);
    }
}

// --- markdown -----------------------------------------------------------------------------------

Test(reports_compare_forms, markdown_folds_what_is_the_same)
{
    char *text = emit("markdown", any[0]);
    cr_expect_eq(strncmp(text, "### 🔴 Worse: tonight against baseline\n\nOf 8 figures", 40), 0);
    expect_told(text, "| throughput | 8 | 🔴 worse | -12.5 % \\[-14.3, -10.7\\] | 152/s | 133/s |");
    const char *folded = strstr(text, "<details><summary>The same");
    cr_assert_not_null(folded);
    cr_expect_gt(strstr(text, "| throughput | 1 | ⚪ same"), folded);
    cr_expect_eq(occurrences(text, "<details>"), occurrences(text, "</details>"));
    expect_told(text, "<!-- fullhouse: contrasts -->\n");
    free(text);
}

Test(reports_compare_forms, markdown_fits_into_a_comment)
{
    char *text = emit("markdown", any[7]);
    cr_expect_lt(strlen(text), 65536, "%zu bytes", strlen(text));
    expect_told(text, " more: `--format json`.");
    cr_expect_eq(occurrences(text, "<details>"), occurrences(text, "</details>"));
    free(text);
}

Test(reports_compare_forms, markdown_takes_no_markup_from_a_label)
{
    char *text = emit("markdown", any[ANY - 1]);
    cr_expect_null(strstr(text, "<script"));
    cr_expect_null(strstr(text, " #1"));
    cr_expect_null(strstr(text, "@all")); // would call people
    cr_expect_null(strstr(text, "[x]"));
    free(text);
}

// --- junit --------------------------------------------------------------------------------------

static void expect_xml(struct made_contrasts_options options, bool is_strict)
{
    char *text = made_contrasts_emit("junit", &options, is_strict);
    xmlDoc *document = xmlReadMemory(text, (int)strlen(text), "junit.xml", NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    cr_assert_not_null(document, "%s", text);
    xmlNode *root = xmlDocGetRootElement(document);
    xmlChar *tests = xmlGetProp(root, BAD_CAST "tests");
    xmlChar *failures = xmlGetProp(root, BAD_CAST "failures");
    cr_expect_eq((size_t)atoi((char *)tests), occurrences(text, "<testcase "));
    cr_expect_eq((size_t)atoi((char *)failures), occurrences(text, "<failure "));
    xmlFree(tests);
    xmlFree(failures);
    xmlFreeDoc(document);
    free(text);
}

Test(reports_compare_forms, junit_counts_what_is_in_it)
{
    for (size_t i = 0; i < ANY; i++) {
        expect_xml(any[i], false);
        expect_xml(any[i], true);
    }
    xmlCleanupParser();
}

Test(reports_compare_forms, junit_has_a_case_for_a_measure_at_a_density)
{
    char *text = emit("junit", any[0]);
    expect_told(text,
                "<testcase classname=\"fullhouse.tcg, bare guest; cpu:integer, closed; 1 vCPU, "
                "96 MiB\" name=\"p99 at 8 guests\">\n      <failure type=\"worse\" "
                "message=\"worse, 2.39x [2.17, 2.63] (9.00 ms to 21.5 ms), p &lt; 0.001, 8 "
                "and 8 boots\">");
    expect_told(text, "tests=\"8\" failures=\"2\" errors=\"0\" skipped=\"2\"");
    expect_told(text, "message=\"one-sided. Only A has it.\"");
    cr_expect_null(strstr(text, "boot_time")); // told, and counts for nothing
    free(text);
}

Test(reports_compare_forms, junit_skips_what_is_undecided_unless_strict)
{
    char *text = emit("junit", any[3]);
    expect_told(text, "failures=\"0\" errors=\"0\" skipped=\"5\"");
    free(text);
    text = emit_strict("junit", any[3]);
    expect_told(text, "failures=\"4\" errors=\"0\" skipped=\"1\"");
    expect_told(text, "<failure type=\"undecided\"");
    free(text);
}

// --- github -------------------------------------------------------------------------------------

Test(reports_compare_forms, github_annotates_at_the_level_of_the_verdict)
{
    char *text = emit("github", any[0]);
    cr_expect_eq(strncmp(text, "::error title=Fullhouse::Worse: tonight", 39), 0, "%s", text);
    expect_told(text, "\n::error title=Worse%3A throughput at 8 guests::worse, -12.5 %25 [");
    expect_told(text, "\n::warning title=Undecided%3A p99 at 4 guests::");
    expect_told(text, "\n::notice title=Better%3A memory at 8 guests::");
    free(text);
    text = emit("github", any[2]);
    cr_expect_eq(strncmp(text, "::notice title=Fullhouse::Same", 30), 0, "%s", text);
    cr_expect_eq(occurrences(text, "\n"), 1);
    free(text);
}

Test(reports_compare_forms, github_has_no_more_of_a_level_than_is_shown)
{
    char *text = emit("github", (struct made_contrasts_options){.count = 30});
    cr_expect_leq(occurrences(text, "::error "), 10);
    cr_expect_leq(occurrences(text, "::warning "), 10);
    expect_told(text, "::error title=Worse::... and 52 more");
    free(text);
}

Test(reports_compare_forms, github_has_one_command_a_line)
{
    char *text = emit("github", any[ANY - 1]), *rest = text;
    for (char *line; (line = strsep(&rest, "\n"));)
        cr_expect(*line == '\0' || strncmp(line, "::error ", 8) == 0 ||
                      strncmp(line, "::warning ", 10) == 0 || strncmp(line, "::notice ", 9) == 0,
                  "%s", line);
    free(text);
}

// --- json ---------------------------------------------------------------------------------------

Test(reports_compare_forms, json_has_every_number)
{
    for (size_t i = 0; i < ANY; i++) {
        char *text = emit("json", any[i]);
        json_error_t error;
        json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
        cr_assert_not_null(root, "line %d: %s", error.line, error.text);
        json_t *contrasts = json_object_get(root, "contrasts");
        cr_expect_eq(json_array_size(contrasts), any[i].count ? any[i].count : 1);
        json_t *first = json_array_get(contrasts, 0);
        cr_expect_eq(json_array_size(json_object_get(first, "judgements")),
                     9 + 4 * any[i].measures);
        json_decref(root);
        free(text);
    }
}

Test(reports_compare_forms, json_tells_what_fails)
{
    static const struct {
        size_t options;
        bool is_strict, fails;
        const char *overall;
    } cases[] = {{0, false, true, "worse"},
                 {2, true, false, "same"},
                 {3, false, false, "undecided"},
                 {3, true, true, "undecided"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = made_contrasts_emit("json", &any[cases[i].options], cases[i].is_strict);
        json_t *root = json_loads(text, 0, NULL);
        cr_assert_not_null(root);
        cr_expect_eq(json_is_true(json_object_get(root, "failed")), cases[i].fails);
        cr_expect_str_eq(json_string_value(json_object_get(root, "overall")), cases[i].overall);
        json_decref(root);
        free(text);
    }
}

Test(reports_compare_forms, json_numbers_are_exact_and_absent_ones_null)
{
    char *text = emit("json", any[0]);
    json_t *root = json_loads(text, 0, NULL);
    json_t *contrast = json_array_get(json_object_get(root, "contrasts"), 0);
    json_t *judgement = json_array_get(json_object_get(contrast, "judgements"), 2);
    json_t *ratio = json_object_get(judgement, "ratio");
    cr_expect_eq(json_number_value(json_object_get(ratio, "value")), 133.0 / 152);
    cr_expect(json_is_null(json_object_get(judgement, "noise_floor")));
    json_decref(root);
    free(text);
}

// Every member, however deep, stands in the page that promises them.
static void expect_documented(json_t *value, const char *page)
{
    const char *key;
    json_t *member;
    size_t index;
    json_array_foreach(value, index, member) expect_documented(member, page);
    json_object_foreach(value, key, member)
    {
        scope_free char *plain = alloc_printf("`%s`", key);
        scope_free char *list = alloc_printf("`%s[]`", key);
        cr_expect(strstr(page, plain) || strstr(page, list), "docs/ci.md lacks `%s`", key);
        expect_documented(member, page);
    }
}

Test(reports_compare_forms, json_members_are_documented)
{
    scope_free char *page = NULL, *text = emit("json", any[0]);
    json_t *root = json_loads(text, 0, NULL);
    cr_assert_eq(path_read(TEST_SOURCE_DIR "/docs/ci.md", 1 << 20, &page, NULL, NULL), 0);
    expect_documented(root, page);
    json_decref(root);
}

// --- the page -----------------------------------------------------------------------------------

Test(reports_compare_forms, page_escapes_and_fetches_nothing)
{
    static const char *const fetching[] = {"src=",    "url(",  "@import", "<object",
                                           "<iframe", "<base", "<script"};
    char *page = emit("html", any[ANY - 1]);
    for (size_t i = 0; i < sizeof fetching / sizeof *fetching; i++)
        cr_expect_null(strstr(page, fetching[i]), "%s", fetching[i]);
    expect_told(page, "&lt;script&gt;alert(1)");
    free(page);
}

Test(reports_compare_forms, page_shows_what_is_not_the_same_and_folds_the_rest)
{
    char *page = emit("html", any[0]);
    static const char *const in_order[] = {"<h1>Worse: tonight against baseline<span",
                                           "the hosts differ",
                                           "Only at density: throughput is worse at 8 guests",
                                           "<span class=\"worse\">worse</span>",
                                           "<span class=\"better\">better</span>",
                                           "class=\"density-chart\"",
                                           "<details><summary>The same",
                                           "<span class=\"same\">same</span>",
                                           "How it was judged",
                                           "99th percentile of latency"};
    const char *at = page;
    for (size_t i = 0; i < sizeof in_order / sizeof *in_order; i++) {
        const char *found = strstr(at, in_order[i]);
        cr_assert_not_null(found, "'%s' is not there, or not in its place", in_order[i]);
        at = found;
    }
    free(page);
}

Test(reports_compare_forms, page_has_a_mark_a_row)
{
    char *page = emit("html", any[0]);
    cr_expect_eq(occurrences(page, "<td class=\"forest\">"), 9);
    cr_expect_eq(occurrences(page, "<div"), occurrences(page, "</div>"));
    cr_expect_eq(occurrences(page, "<svg"), occurrences(page, "</svg>"));
    cr_expect_eq(occurrences(page, "<details"), occurrences(page, "</details>"));
    free(page);
}
