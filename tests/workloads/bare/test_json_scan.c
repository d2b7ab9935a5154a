// SPDX-License-Identifier: GPL-3.0-or-later
// Lines found sound or refused: structure, bounds, and never a byte beyond the line.
#include "workloads/bare/json_scan.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// From memory that ends with the line, so that sanitizers see one byte too many.
static int scan(const char *line, size_t length, size_t *ret_count, struct json_problem *problem)
{
    scope_free char *copy = alloc_zeroed(length ? length : 1, 1);
    struct json_object object;
    int rc;

    memcpy(copy, line, length);
    rc = json_scan(copy, length, &object, problem);
    *ret_count = object.count;
    return rc;
}

static void sound(const char *line, size_t count)
{
    struct json_problem problem = {0};
    size_t found;

    cr_assert_eq(scan(line, strlen(line), &found, &problem), 0, "%s: %s", line, problem.what);
    cr_assert_eq(found, count, "%s", line);
}

static void refused(const char *line, const char *what, size_t position)
{
    struct json_problem problem = {0};
    size_t found;

    cr_assert_eq(scan(line, strlen(line), &found, &problem), -EBADMSG, "%s", line);
    cr_assert(strstr(problem.what, what), "%s: %s", line, problem.what);
    cr_assert_eq(problem.position, position, "%s: %zu", line, problem.position);
}

Test(bare_json_scan, takes_every_kind_of_value)
{
    sound("{}", 0);
    sound(" \t{ } \r\n", 0);
    sound("{\"a\":1}", 1);
    sound("{ \"a\" : -0 , \"b\" : [ ] , \"c\" : { } }\n", 3);
    sound("{\"a\":true,\"b\":false,\"c\":null,\"d\":\"\",\"e\":[1,[2,{\"f\":[\"]}\"]}],\"\"]}", 5);
    sound("{\"\":0,\"ü\":0.5e-3}", 2);
}

Test(bare_json_scan, refuses_what_is_no_object)
{
    refused("", "an object expected", 0);
    refused("   ", "an object expected", 3);
    refused("[]", "an object expected", 0);
    refused("\"a\"", "an object expected", 0);
    refused("1", "an object expected", 0);
    refused("\xef\xbb\xbf{}", "an object expected", 0);
}

Test(bare_json_scan, refuses_broken_structure)
{
    refused("{", "a text in quotes expected", 1);
    refused("{\"a\"", "a colon expected", 4);
    refused("{\"a\" 1}", "a colon expected", 5);
    refused("{\"a\":", "a value expected", 5);
    refused("{\"a\":}", "a value expected", 5);
    refused("{\"a\":1", "a comma or an end expected", 6);
    refused("{\"a\":1,", "a text in quotes expected", 7);
    refused("{\"a\":1,}", "a text in quotes expected", 7);
    refused("{a:1}", "a text in quotes expected", 1);
    refused("{\"a\":[1,]}", "a value expected", 8);
    refused("{\"a\":[1}", "a comma or an end expected", 7);
    refused("{\"a\":{1:2}}", "a text in quotes expected", 6);
    refused("{\"a\":[", "a value expected", 6);
    refused("{\"a\":tru", "a value expected", 5);
    refused("{\"a\":TRUE}", "a value expected", 5);
    refused("{\"a\":nulll}", "a comma or an end expected", 9);
    refused("{\"a\":1}}", "more after the object's end", 7);
    refused("{} {}", "more after the object's end", 3);
}

Test(bare_json_scan, refuses_zero_bytes_wherever_they_stand)
{
    static const char line[] = "{\"a\":1}";

    for (size_t i = 0; i < sizeof line; i++) {
        char copy[sizeof line];
        struct json_problem problem = {0};
        size_t found;

        memcpy(copy, line, sizeof line);
        copy[i] = '\0';
        cr_assert_eq(scan(copy, sizeof line, &found, &problem), -EBADMSG, "%zu", i);
    }
}

Test(bare_json_scan, refuses_broken_texts)
{
    refused("{\"a", "a text without an end", 3);
    refused("{\"a\":\"b\\", "a text without an end", 8);
    refused("{\"a\":\"b\\\"}", "a text without an end", 10);
    refused("{\"a\":\"\n\"}", "a control character", 6);
    refused("{\"a\":\"\\x\"}", "an escape of no meaning", 8);
    refused("{\"a\":\"\\u12\"}", "\\u without four digits", 10);
    refused("{\"a\":\"\\u123", "\\u without four digits", 11);
    refused("{\"a\":\"\\u0000\"}", "\\u0000", 12);
    refused("{\"a\":\"\\ud800\"}", "half of a character", 12);
    refused("{\"a\":\"\\udc00\"}", "half of a character", 12);
    refused("{\"a\":\"\\ud800\\u0041\"}", "half of a character", 18);
    refused("{\"a\":\"\\ud800\\", "half of a character", 12);
    refused("{\"a\":\"\xff\"}", "no UTF-8", 6);
    refused("{\"a\":\"\xc3\"}", "no UTF-8", 6);
    refused("{\"a\":\"\xe2\x82", "no UTF-8", 6);
}

Test(bare_json_scan, refuses_broken_numbers)
{
    refused("{\"a\":-}", "without digits", 6);
    refused("{\"a\":+1}", "a value expected", 5);
    refused("{\"a\":.5}", "a value expected", 5);
    refused("{\"a\":01}", "a comma or an end expected", 6);
    refused("{\"a\":1.}", "after its point", 7);
    refused("{\"a\":1.e5}", "after its point", 7);
    refused("{\"a\":1e}", "in its exponent", 7);
    refused("{\"a\":1e+", "in its exponent", 8);
    refused("{\"a\":0x10}", "a comma or an end expected", 6);
    refused("{\"a\":NaN}", "a value expected", 5);
    refused("{\"a\":9223372036854775808}", "beyond 64 bits", 24);
    refused("{\"a\":-9223372036854775809}", "beyond 64 bits", 25);
    refused("{\"a\":100000000000000000000000}", "beyond 64 bits", 29);
    refused("{\"a\":1e309}", "too large", 10);
    refused("{\"a\":-1e99999999999999999999}", "too large", 28);
    sound("{\"a\":9223372036854775807,\"b\":-9223372036854775808,\"c\":1e-99999999999999}", 3);
}

Test(bare_json_scan, refuses_a_member_said_twice)
{
    refused("{\"a\":1,\"b\":2,\"a\":3}", "twice", 17);
    refused("{\"a\":1,\"\\u0061\":3}", "twice", 16);
    refused("{\"\":1,\"\":3}", "twice", 9);
    sound("{\"a\":1,\"A\":2,\"aa\":3}", 3);
    sound("{\"a\":{\"b\":1,\"b\":2}}", 1);
}

static void nest(struct strbuf *line, size_t depth, char open, char close)
{
    strbuf_add(line, "{\"a\":");
    for (size_t i = 0; i < depth; i++)
        strbuf_printf(line, "%s%c", i && open == '{' ? "\"a\":" : "", open);
    for (size_t i = 0; i < depth; i++)
        strbuf_printf(line, "%c", close);
    strbuf_add(line, "}");
}

Test(bare_json_scan, refuses_more_depth_than_its_bound)
{
    for (int i = 0; i < 2; i++) {
        scope_strbuf struct strbuf fits = {0}, deeper = {0}, deepest = {0};
        struct json_problem problem;
        size_t found;

        nest(&fits, JSON_DEPTH_MAX, "[{"[i], "]}"[i]);
        nest(&deeper, JSON_DEPTH_MAX + 1, "[{"[i], "]}"[i]);
        nest(&deepest, 500000, "[{"[i], "]}"[i]);
        sound(fits.text, 1);
        cr_assert_eq(scan(deeper.text, deeper.length, &found, &problem), -EBADMSG);
        cr_assert_str_eq(problem.what, "objects and lists more than 8 deep");
        cr_assert_eq(scan(deepest.text, deepest.length, &found, &problem), -EBADMSG);
    }
    cr_assert_eq(JSON_DEPTH_MAX, 8); // the text says so
}

Test(bare_json_scan, refuses_more_members_than_its_bound)
{
    scope_strbuf struct strbuf line = {0};
    struct json_problem problem;
    size_t found;

    for (int i = 0; i < JSON_MEMBERS_MAX; i++)
        strbuf_printf(&line, "%c\"m%d\":%d", i ? ',' : '{', i, i);
    strbuf_add(&line, "}");
    sound(line.text, JSON_MEMBERS_MAX);
    line.text[line.length - 1] = ',';
    strbuf_add(&line, "\"more\":0}");
    cr_assert_eq(scan(line.text, line.length, &found, &problem), -EBADMSG);
    cr_assert_str_eq(problem.what, "more than 32 members");
    cr_assert_eq(JSON_MEMBERS_MAX, 32);
}

// Every beginning of a sound line is refused, at its end at the latest.
Test(bare_json_scan, refuses_every_truncation)
{
    static const char line[] = "{\"a\":\"\\ud83d\\ude00ü\",\"b\":[1,{\"c\":null}],\"d\":-1.5e-3}";

    sound(line, 3);
    for (size_t length = 0; length < sizeof line - 1; length++) {
        struct json_problem problem = {0};
        size_t found;

        cr_assert_eq(scan(line, length, &found, &problem), -EBADMSG, "%zu", length);
        cr_assert_leq(problem.position, length);
        cr_assert(problem.what);
    }
}

Test(bare_json_scan, finds_members_by_name)
{
    static const char line[] = "{\"ab\":1,\"\\u0061\":\"x\",\"b\":[2]}";
    struct json_object object;
    struct json_problem problem;

    cr_assert_eq(json_scan(line, sizeof line - 1, &object, &problem), 0);
    cr_assert_eq(json_find(&object, "ab")->kind, JSON_WHOLE);
    cr_assert_eq(json_find(&object, "a")->kind, JSON_TEXT);
    cr_assert_eq(json_find(&object, "b")->kind, JSON_OTHER);
    cr_assert_eq(json_find(&object, "b")->length, 3);
    cr_assert_null(json_find(&object, ""));
    cr_assert_null(json_find(&object, "abc"));
}
