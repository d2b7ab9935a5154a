// SPDX-License-Identifier: GPL-3.0-or-later
// JUnit's XML by an XML parser's eyes, and commands of a CI's runner.
#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/compare/junit.h"
#include "reports/compare/workflow_command.h"

static const char hostile[] = "<&\"'>]]>\x01\xff\x1b[31m\xef\xbf\xbe\r\n::error::%0A\xe2\x80\xae";

static xmlDoc *parse(const struct strbuf *text)
{
    return xmlReadMemory(strbuf_text(text), (int)text->length, "junit.xml", NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

static void write_all(struct strbuf *out, const char *text)
{
    const struct junit_counts counts = {3, 1, 1};
    junit_open(out, text, &counts);
    junit_open_suite(out, text, &counts);
    junit_open_properties(out);
    junit_add_property(out, text, text);
    junit_close_properties(out);
    junit_add_case(out, &(struct junit_case){text, text, JUNIT_PASSED, NULL, text, NULL});
    junit_add_case(out, &(struct junit_case){text, text, JUNIT_FAILED, "worse", text, text});
    junit_add_case(out, &(struct junit_case){text, text, JUNIT_SKIPPED, "undecided", text, text});
    junit_close_suite(out);
    junit_close(out);
}

Test(reports_compare_junit, text_of_any_origin_stays_well_formed)
{
    struct strbuf out = {0};
    write_all(&out, hostile);
    xmlDoc *document = parse(&out);
    cr_expect_not_null(document, "%s", strbuf_text(&out));
    xmlFreeDoc(document);
    xmlCleanupParser();
    strbuf_done(&out);
}

Test(reports_compare_junit, cases_have_what_became_of_them)
{
    struct strbuf out = {0};
    write_all(&out, "x");
    cr_expect(strstr(strbuf_text(&out), "tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""));
    cr_expect(strstr(strbuf_text(&out), "<system-out>x</system-out>"));
    cr_expect(strstr(strbuf_text(&out), "<failure type=\"worse\" message=\"x\">x</failure>"));
    cr_expect(strstr(strbuf_text(&out), "<skipped type=\"undecided\" message=\"x\">x</skipped>"));
    strbuf_done(&out);
}

Test(reports_compare_junit, an_attribute_is_one_line)
{
    struct strbuf out = {0};
    junit_open_properties(&out);
    junit_add_property(&out, "a", "1\n2\t3");
    cr_expect(strstr(strbuf_text(&out), "value=\"1 2 3\""), "%s", strbuf_text(&out));
    strbuf_done(&out);
}

Test(reports_compare_workflow_command, stays_one_command_whatever_it_holds)
{
    struct strbuf out = {0};
    workflow_command_add(&out, "error", "a: b, c%\nd", "50 %\nnext\r\n::warning::x");
    cr_expect_str_eq(strbuf_text(&out), "::error title=a%3A b%2C c%25%0Ad::"
                                        "50 %25%0Anext%0A::warning::x\n");
    strbuf_done(&out);
}

Test(reports_compare_workflow_command, controls_do_not_get_through)
{
    struct strbuf out = {0};
    workflow_command_add(&out, "notice", hostile, hostile);
    cr_expect_eq(strchr(strbuf_text(&out), '\n'), out.text + out.length - 1);
    cr_expect_null(strchr(strbuf_text(&out), '\x1b'));
    cr_expect_null(strchr(strbuf_text(&out), '\r'));
    strbuf_done(&out);
}
