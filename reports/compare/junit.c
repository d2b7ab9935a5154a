// SPDX-License-Identifier: GPL-3.0-or-later
// Elements and attributes that every reader of JUnit's XML knows, and no others. What HTML escapes
// is what XML escapes; what XML 1.0 forbids never gets through (reports/utf8.h).
#include "reports/compare/junit.h"

#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/html_text.h"
#include "reports/utf8.h"

// An attribute holds one line: readers make spaces of line ends in it.
static void add_attribute(struct strbuf *out, const char *name, const char *value)
{
    scope_free char *line = utf8_line(value ? value : "");
    strbuf_printf(out, " %s=\"", name);
    html_add_text(out, line);
    strbuf_add(out, "\"");
}

void junit_open(struct strbuf *out, const char *name, const struct junit_counts *counts)
{
    strbuf_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_attribute(out, "name", name);
    strbuf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", counts->tests,
                  counts->failures);
}

void junit_open_suite(struct strbuf *out, const char *name, const struct junit_counts *counts)
{
    strbuf_add(out, "  <testsuite");
    add_attribute(out, "name", name);
    strbuf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n",
                  counts->tests, counts->failures, counts->skipped);
}

void junit_open_properties(struct strbuf *out)
{
    strbuf_add(out, "    <properties>\n");
}

void junit_add_property(struct strbuf *out, const char *name, const char *value)
{
    strbuf_add(out, "      <property");
    add_attribute(out, "name", name);
    add_attribute(out, "value", value);
    strbuf_add(out, "/>\n");
}

void junit_close_properties(struct strbuf *out)
{
    strbuf_add(out, "    </properties>\n");
}

static void add_element(struct strbuf *out, const char *name, const struct junit_case *test)
{
    strbuf_printf(out, "      <%s", name);
    if (test->type)
        add_attribute(out, "type", test->type);
    add_attribute(out, "message", test->message);
    strbuf_add(out, ">");
    html_add_text(out, test->text);
    strbuf_printf(out, "</%s>\n", name);
}

static void add_output(struct strbuf *out, const struct junit_case *test)
{
    strbuf_add(out, "      <system-out>");
    html_add_text(out, test->message);
    if (test->text) {
        strbuf_add(out, "\n");
        html_add_text(out, test->text);
    }
    strbuf_add(out, "</system-out>\n");
}

void junit_add_case(struct strbuf *out, const struct junit_case *test)
{
    strbuf_add(out, "    <testcase");
    add_attribute(out, "classname", test->class_name);
    add_attribute(out, "name", test->name);
    strbuf_add(out, ">\n");
    if (test->result == JUNIT_FAILED)
        add_element(out, "failure", test);
    else if (test->result == JUNIT_SKIPPED)
        add_element(out, "skipped", test);
    else
        add_output(out, test);
    strbuf_add(out, "    </testcase>\n");
}

void junit_close_suite(struct strbuf *out)
{
    strbuf_add(out, "  </testsuite>\n");
}

void junit_close(struct strbuf *out)
{
    strbuf_add(out, "</testsuites>\n");
}
