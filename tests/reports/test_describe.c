// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "reports/describe.h"
#include "reports/report.h"
#include "tests/reports/fixture.h"

static const struct {
    const char *platform, *kind;
    bool emulated;
    const char *expected;
} cases[] = {
    {"native", "process", false, "native process"},
    {"kvm", "bare", false, "KVM, bare guest"},
    {"kvm", "appliance", false, "KVM, appliance"},
    {"kvm", "image", false, "KVM, own image"},
    {"tcg", "appliance", true, "emulation (TCG), appliance"},
    {"tcg", "bare", true, "emulation (TCG), bare guest"},
    {"xen", "strange", false, "xen, strange"},
    {"", "", false, "unknown platform, unknown guest kind"},
};

Test(reports_describe, platforms_with_their_guests)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct run_record run = {.platform = (char *)cases[i].platform,
                                 .guest_kind = (char *)cases[i].kind,
                                 .emulated = cases[i].emulated};
        char *text = describe_platform(&run);
        cr_expect_str_eq(text, cases[i].expected);
        free(text);
    }
}

Test(reports_describe, known_guest_kinds_have_a_meaning)
{
    static const char *const kinds[] = {"process", "appliance", "bare", "image"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        cr_expect_not_null(
            describe_guest_kind(&(struct run_record){.guest_kind = (char *)kinds[i]}));
    cr_expect_null(describe_guest_kind(&(struct run_record){.guest_kind = (char *)"strange"}));
    cr_expect_null(describe_guest_kind(&(struct run_record){0}));
}

// Text, Markdown and the page name platform and guest kind before their first table, and say what
// the kind means; CSV has a column, JSON a member.
Test(reports_describe, every_form_tells_the_guest_kind)
{
    static const uint32_t few[] = {1, 2};
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(
        &fixture, &(struct fixture_run){
                      .guest_kind = "bare", .densities = few, .density_count = 2, .boots = 2});
    fixture_load(&fixture, &id, 1, &document);
    static const struct {
        const struct emitter *emitter;
        const char *words, *before;
    } forms[] = {
        {&emitter_text, "KVM, bare guest", "guests  boots"},
        {&emitter_markdown, "KVM, bare guest", "| guests |"},
        {&emitter_html, "KVM, bare guest", "<h1>"},
        {&emitter_json, "\"guest_kind\": \"bare\"", "\"densities\""},
        {&emitter_csv, ",bare,", NULL},
        {&emitter_windows_csv, ",bare,,,0,,\r\n", NULL},
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        char *text = fixture_emit(forms[i].emitter, &document);
        const char *words = strstr(text, forms[i].words);
        cr_assert_not_null(words, "%s", forms[i].emitter->name);
        if (forms[i].before)
            cr_expect_lt(words, strstr(text, forms[i].before), "%s", forms[i].emitter->name);
        free(text);
    }
    char *text = report_text(&document, 200);
    cr_expect(strstr(text, "no operating system: its figures are the hypervisor's cost alone"));
    free(text);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_describe, a_step_that_lost_hundreds_of_guests_is_told_in_a_few_lines)
{
    enum { GUESTS = 440, TOLD = 3 };
    struct guest_record guests[GUESTS];
    struct step_record step = {.kind = RECORD_STEP_LADDER,
                               .guests = GUESTS,
                               .state = RECORD_FAILED,
                               .reason = (char *)"guests died",
                               .guest_list = guests,
                               .guest_count = GUESTS};
    struct document_run run = {.run = {.state = RECORD_DONE}, .steps = &step, .step_count = 1};
    struct mishap *mishaps;
    size_t count;

    for (uint32_t i = 0; i < GUESTS; i++)
        guests[i] = (struct guest_record){
            .index = i, .state = RECORD_FAILED, .reason = (char *)"silent for 1 min"};
    mishaps = describe_mishaps(&run, &count);
    cr_assert_eq(count, 1 + TOLD + 1);
    cr_assert_str_eq(mishaps[1].what, "440 guests, boot 1: guest 0 failed");
    cr_assert_str_eq(mishaps[1 + TOLD].what, "440 guests, boot 1: 437 guests more failed");
    mishaps_free(mishaps, count);
    step.guest_count = TOLD;
    mishaps = describe_mishaps(&run, &count);
    cr_assert_eq(count, 1 + TOLD);
    mishaps_free(mishaps, count);
}
