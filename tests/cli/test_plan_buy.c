// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse plan buy: wrong words, plans without any run, and the forms they come in. Plans from
// measured curves are in tests/system/test_plan.c.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_plan_buy, .init = program_set_up, .fini = program_tear_down);

// Two servers and guests whose CPU time is stated: no run is needed.
static const char servers[] =
    "model,sockets,cores,threads,memory,price,currency,support,rack-units,watts-idle,watts-10,"
    "watts-20,watts-30,watts-40,watts-50,watts-60,watts-70,watts-80,watts-90,watts-100\n"
    "Small-16,1,16,32,128GiB,4000,EUR,200,1,80,97,114,131,148,165,182,199,216,233,250\n"
    "Large-64,2,64,128,1TiB,18000,EUR,800,2,200,270,340,410,480,550,620,690,760,830,900\n";

static const char guests[] = "catalogue: servers.csv\ndraws: 200\n"
                             "guests:\n  web: {count: 300, vcpus: 2, memory: 4 GiB, cpu: 0.3}\n";

static const char *plan_file(const char *text)
{
    program_file("servers.csv", servers);
    return program_file("plan.yaml", text);
}

// --- words --------------------------------------------------------------------------------------

Test(cli_plan_buy, needs_to_be_told_what)
{
    program_mentions(2, "Usage: fullhouse plan WHAT", ARGUMENTS("plan"));
    program_mentions(0, "buy  which server", ARGUMENTS("plan", "--help"));
    program_says(2, "plan cannot 'bui' (did you mean 'buy'?)", ARGUMENTS("plan", "bui"));
    program_says(2, "no option '--json' before what is planned; see 'fullhouse plan --help'",
                 ARGUMENTS("plan", "--json"));
}

Test(cli_plan_buy, needs_a_plan)
{
    program_says(2, "a plan is wanted: a file, or --run WORD --guests N --catalogue FILE",
                 ARGUMENTS("plan", "buy"));
    program_says(2, "how many guests? say --guests N", ARGUMENTS("plan", "buy", "--run", "web"));
}

Test(cli_plan_buy, names_the_nearest_option)
{
    program_says(2, "no option '--catalog-sha256' (did you mean '--catalogue-sha256'?)",
                 ARGUMENTS("plan", "buy", "--catalog-sha256", "x"));
    program_says(2, "no form 'htm' of a plan (did you mean 'html'?)",
                 ARGUMENTS("plan", "buy", "--format", "htm"));
    program_says(2,
                 "plan.pdf: its suffix names no form of a plan; say --format text, html, json "
                 "or csv",
                 ARGUMENTS("plan", "buy", "-o", "plan.pdf"));
    program_says(2, "--what-if: 'energy' is no KEY=VALUE, as energy.price=0.45",
                 ARGUMENTS("plan", "buy", "-w", "energy"));
    program_says(2, "--years: '0' must lie between 1 and 10",
                 ARGUMENTS("plan", "buy", "--run", "web", "--guests", "9", "--years", "0"));
    program_says(2, "--guests: '1e9' is not a whole number in 0..10000000",
                 ARGUMENTS("plan", "buy", "--run", "web", "--guests", "1e9"));
    program_says(2, "--what-if: horizon.years: '11' must lie between 1 and 10",
                 ARGUMENTS("plan", "buy", "--run", "web", "--guests", "9", "--years", "2", "-w",
                           "horizon.years=11"));
    program_says(2, "'b.yaml' is one word too many; see 'fullhouse plan buy --help'",
                 ARGUMENTS("plan", "buy", "a.yaml", "b.yaml"));
}

Test(cli_plan_buy, a_file_has_classes_of_its_own)
{
    scope_free char *message =
        alloc_printf("--guests is for a plan without a file; %s has classes of guests: say "
                     "--what-if guests.NAME.count=...",
                     plan_file(guests));
    program_says(2, message, ARGUMENTS("plan", "buy", program_path("plan.yaml"), "--guests", "9"));
}

Test(cli_plan_buy, tells_where_a_plan_is_wrong)
{
    const char *path = plan_file("catalogue: servers.csv\nenergy: {prize: 1}\n");
    scope_free char *place = alloc_printf("%s:2: ", path);
    program_mentions(2, place, ARGUMENTS("plan", "buy", path));
    program_mentions(2, "energy.prize", ARGUMENTS("plan", "buy", path));
    program_mentions(2, "missing.yaml", ARGUMENTS("plan", "buy", program_path("missing.yaml")));
}

// --- plans --------------------------------------------------------------------------------------

Test(cli_plan_buy, plans_from_a_file)
{
    const char *path = plan_file(guests);
    scope_free char *text = program_output(0, ARGUMENTS("plan", "buy", path));
    static const char start[] = "Nothing was measured: Buy ";
    cr_expect_eq(strncmp(text, start, sizeof start - 1), 0, "%s", text);
    cr_expect(strstr(text, "Small-16") && strstr(text, "Large-64"), "%s", text);
    scope_free char *again = alloc_printf("Again: fullhouse plan buy %s\n", path);
    cr_expect(strstr(text, again), "%s", text);
}

Test(cli_plan_buy, the_same_seed_gives_the_same_plan)
{
    const char *path = plan_file(guests);
    scope_free char *once = program_output(0, ARGUMENTS("plan", "buy", path, "--seed", "7"));
    scope_free char *twice = program_output(0, ARGUMENTS("plan", "buy", path, "--seed", "7"));
    scope_free char *other = program_output(0, ARGUMENTS("plan", "buy", path, "--seed", "8"));
    cr_expect_str_eq(once, twice);
    cr_expect_str_neq(once, other);
}

Test(cli_plan_buy, a_what_if_is_told_first)
{
    const char *path = plan_file(guests);
    scope_free char *text = program_output(
        0, ARGUMENTS("plan", "buy", path, "-w", "energy.price=0.45", "-w", "guests.web.count=600"));
    cr_expect_eq(strncmp(text, "What if energy.price=0.45, guests.web.count=600:\n", 49), 0, "%s",
                 text);
}

Test(cli_plan_buy, a_no_names_the_rule_and_ends_with_1)
{
    const char *path = plan_file(guests);
    program_mentions(1, "not one guest of web fits such a host: memory",
                     ARGUMENTS("plan", "buy", path, "-w", "guests.web.memory=4 TiB"));
}

Test(cli_plan_buy, writes_every_form_by_its_suffix)
{
    const char *path = plan_file(guests);
    static const struct {
        const char *file, *begin;
    } forms[] = {{"p.html", "<!DOCTYPE html>"},
                 {"p.json", "{\n"},
                 {"p.csv", "rank,model,"},
                 {"p.txt", "Nothing was measured: Buy "}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *target = program_path(forms[i].file);
        free(program_output(0, ARGUMENTS("plan", "buy", path, "-o", target)));
        scope_free char *text = NULL;
        cr_assert_eq(path_read(target, 1 << 24, &text, NULL, NULL), 0, "%s", target);
        cr_expect_eq(strncmp(text, forms[i].begin, strlen(forms[i].begin)), 0, "%s", text);
    }
}

Test(cli_plan_buy, a_run_needs_a_store)
{
    program_file("servers.csv", servers);
    program_mentions(2, "no store there; the first run makes one",
                     ARGUMENTS("plan", "buy", "--run", "web", "--guests", "9", "--catalogue",
                               program_path("servers.csv")));
}
