// SPDX-License-Identifier: GPL-3.0-or-later
// The host drawn: every CPU, every device, guests one by one or as a bar. How it looks is looked at
// in a browser.
#include "reports/host_picture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/host_map.h"

static const char small[] = "host-map 1\nonline 0-3\nallowed 0-2\noffline 4\n"
                            "package 0 0-1\npackage 1 2-3\nnode 0 1073741824 0-1\n"
                            "node 1 1073741824 2-3\nnode 2 4294967296 -\n"
                            "core 0 0\ncore 1 1\ncore 0 2\ncore 1 3\n"
                            "cache 3 8388608 0-1\ncache 3 8388608 2-3\n"
                            "disk vda 0000:00:03.0 - 0\nnic eth<0> 0000:3b:00.0 - 1\n"
                            "function 0000:3b:02.0 0000:3b:02.0 0000:3b:00.0 1\n"
                            "disk sdx - - -\n";

static char *draw(const char *text, const struct host_picture_mark *marks, size_t count)
{
    scope_host_map struct host_map map = {0};
    struct strbuf out = {0};
    struct err err = {0};
    cr_assert_eq(host_map_parse(text, &map, &err), 0, "%s", err_text(&err));
    host_picture_draw(&(struct host_picture){.map = &map, .marks = marks, .count = count}, &out);
    return strbuf_take(&out);
}

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        count++;
    return count;
}

Test(reports_host_picture, shows_what_a_host_has)
{
    scope_free char *svg = draw(small, NULL, 0);
    static const char *const words[] = {"4 CPUs · 4 cores · 2 packages · 3 NUMA nodes",
                                        "Package 1",
                                        "NUMA node 0 · 1.00 GiB",
                                        "L3 8MiB",
                                        "disk vda",
                                        "nic eth&lt;0&gt; + 1 function",
                                        "offline: CPU 4",
                                        "not ours to use (dashed): CPU 3",
                                        "NUMA node 2 has no CPU",
                                        "disk sdx"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        cr_expect_not_null(strstr(svg, words[i]), "%s", words[i]);
    cr_expect_eq(count_of(svg, "class=\"cpu\""), 3);
    cr_expect_eq(count_of(svg, "class=\"barred\""), 1);
    cr_expect_null(strstr(svg, "a vCPU's load"));
    cr_expect_eq(count_of(svg, "<svg "), 1);
    cr_expect_eq(count_of(svg, "<g>"), count_of(svg, "</g>"));
}

Test(reports_host_picture, colours_guests_by_load_where_they_ran)
{
    const struct host_picture_mark marks[] = {
        {.guest = 0, .cpu = 0, .load = 0.05, .is_at_home = true},
        {.guest = 1, .cpu = 0, .load = 0.99, .is_at_home = true},
        {.guest = 2, .cpu = 2, .load = NAN},
        {.guest = 3, .cpu = HOST_PICTURE_NOWHERE, .load = 0.5},
        {.guest = 4, .cpu = 99, .load = 7},
    };
    scope_free char *svg = draw(small, marks, 5);
    cr_expect_not_null(strstr(svg, "guest 0 vCPU 0: 5 % of CPU 0, at home"));
    cr_expect_not_null(strstr(svg, "guest 1 vCPU 0: 99 % of CPU 0, at home"));
    cr_expect_not_null(strstr(svg, "guest 2 vCPU 0, bound to no CPU"));
    cr_expect_not_null(strstr(svg, "2 vCPUs seen on no CPU"));
    cr_expect_not_null(strstr(svg, "not known"));
    cr_expect_null(strstr(svg, "nan"));
}

Test(reports_host_picture, many_guests_on_a_cpu_are_a_bar_with_their_number)
{
    scope_free struct host_picture_mark *marks = alloc_zeroed(4000, sizeof *marks);
    for (uint32_t i = 0; i < 4000; i++)
        marks[i] = (struct host_picture_mark){.guest = i, .cpu = i % 2, .load = i % 5 / 5.0};
    scope_free char *svg = draw(small, marks, 4000);
    cr_expect_eq(count_of(svg, ">×2000<"), 2);
    cr_expect_lt(strlen(svg), 40000);
}

// A host of which little is known is drawn as its CPUs.
Test(reports_host_picture, needs_neither_packages_nor_caches)
{
    scope_free char *svg = draw("host-map 1\nonline 0-5\nallowed 0-5\n", NULL, 0);
    cr_expect_eq(count_of(svg, "class=\"cpu\""), 6);
    scope_free char *none = draw("host-map 1\n", NULL, 0);
    cr_expect_eq(count_of(none, "class=\"cpu\""), 0);
    cr_expect_eq(count_of(none, "</svg>"), 1);
}
