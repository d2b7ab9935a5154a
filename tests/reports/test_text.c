// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/report.h"
#include "reports/utf8.h"
#include "reports/wrap.h"
#include "tests/reports/fixture.h"

static struct fixture_run full_run(void)
{
    return (struct fixture_run){
        .label = "nightly",
        .densities = fixture_ladder,
        .density_count = fixture_ladder_count,
        .boots = 3,
    };
}

// The text of a document of one run.
static char *text_of(const struct fixture_run *options, unsigned columns)
{
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(&fixture, options);
    fixture_load(&fixture, &id, 1, &document);
    char *text = report_text(&document, columns);
    document_done(&document);
    fixture_done(&fixture);
    return text;
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

Test(reports_text, says_the_answer_first)
{
    struct fixture_run options = full_run();
    char *text = text_of(&options, 100);
    static const char head[] = "KVM, appliance (run 1, nightly)\nThis host holds ";
    cr_expect_eq(strncmp(text, head, sizeof(head) - 1), 0, "%s", text);
    cr_expect(strstr(text, "guests  boots  verdict"));
    cr_expect(strstr(text, "More: fullhouse report 1 "));
    free(text);
}

Test(reports_text, marks_emulation_in_the_first_line)
{
    struct fixture_run options = full_run();
    options.emulated = true;
    options.platform = "tcg";
    char *text = text_of(&options, 100);
    *strchr(text, '\n') = '\0';
    cr_expect(strstr(text, "under emulation (TCG)"), "%s", text);
    free(text);
}

Test(reports_text, fits_every_terminal)
{
    struct fixture_run options = full_run();
    options.dead_guest = true;
    options.refused = 16;
    options.label = "漢字漢字漢字 a label that goes on for a while so that lines must break";
    static const unsigned widths[] = {200, 120, 100, 80, 72};
    for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
        char *text = text_of(&options, widths[i]);
        cr_expect_leq(widest_line(text), widths[i], "%zu columns of %u:\n%s", widest_line(text),
                      widths[i], text);
        free(text);
    }
}

Test(reports_text, shows_intervals_where_they_fit)
{
    struct fixture_run options = full_run();
    char *wide = text_of(&options, 100), *narrow = text_of(&options, 40);
    cr_expect(strstr(wide, " ms [") || strstr(wide, " us ["), "%s", wide);
    cr_expect_null(strstr(narrow, " us ["), "%s", narrow);
    free(wide);
    free(narrow);
}

Test(reports_text, tells_what_went_wrong_without_control_characters)
{
    struct fixture_run options = full_run();
    options.dead_guest = true;
    options.refused = 16;
    options.label = "\x1b]0;owned\x07";
    char *text = text_of(&options, 100);
    cr_expect(strstr(text, "16 guests, boot 1: refused"));
    cr_expect(strstr(text, "3 guests, boot 1: guest 2 failed"));
    cr_expect(strstr(text, "Kernel panic"));
    for (const char *c = text; *c; c++)
        cr_assert((unsigned char)*c >= ' ' || *c == '\n', "byte %d in the text", *c);
    free(text);
}

Test(reports_text, has_words_for_a_run_without_densities)
{
    char *text = text_of(&(struct fixture_run){0}, 100);
    cr_expect(strstr(text, "\nNo density was measured"), "%s", text);
    cr_expect_null(strstr(text, "nan"));
    free(text);
}

Test(reports_text, says_that_a_run_was_interrupted)
{
    struct fixture_run options = full_run();
    options.interrupted = true;
    char *text = text_of(&options, 100);
    cr_expect(strstr(text, "the run: interrupted\n    Ctrl-C\n"), "%s", text);
    cr_expect(strstr(text, "This host holds "));
    free(text);
}

Test(reports_text, says_absent_and_never_zero)
{
    const uint32_t one[] = {1};
    struct fixture_run options = {.densities = one, .density_count = 1, .boots = 1, .unseen = true};
    char *text = text_of(&options, 200);
    cr_expect_null(strstr(text, "mem/guest"), "%s", text); // nothing tells it: no column
    cr_expect_null(strstr(text, "nan"));
    cr_expect_null(strstr(text, "0 B"));
    free(text);
}

Test(reports_wrap, breaks_at_spaces_and_keeps_lines)
{
    struct strbuf out = {0};
    wrap_text("one two three\nfour incomprehensibilities", 9, 2, &out);
    cr_expect_str_eq(strbuf_text(&out), "  one two\n  three\n  four\n  incomprehensibilities\n");
    strbuf_done(&out);
}
