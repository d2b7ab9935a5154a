// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse plan pack: wrong words, fleets out of files, and the forms they come in. Live hosts are
// in tests/live.
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_plan_pack, .init = program_set_up, .fini = program_tear_down);

// Two of three hosts can go.
static const char hosts[] = "name,cores,memory,watts,labels\n"
                            "h1,16,64 GiB,90/300,rack=r1\n"
                            "h2,16,64 GiB,90/300,rack=r2\n"
                            "h3,16,64 GiB,90/300,rack=r3\n";
static const char guests[] = "name,host,vcpus,memory,cpu\n"
                             "web-1,h1,2,8 GiB,0.5\nweb-2,h2,2,8 GiB,0.5\ndb-1,h3,4,16 GiB,1\n";
static const char traces[] = "time (cores),web-1,web-2,db-1\n"
                             "2026-01-05 00:00,0.4,0.5,0.9\n2026-01-05 01:00,0.6,0.5,1.2\n"
                             "2026-01-05 02:00,0.5,0.4,1.0\n2026-01-05 03:00,0.5,0.6,0.8\n";

// Where they are; set by write_fleet.
static const char *hosts_path, *guests_path, *traces_path;

static void write_fleet(void)
{
    hosts_path = program_file("hosts.csv", hosts);
    guests_path = program_file("guests.csv", guests);
    traces_path = program_file("traces.csv", traces);
}

static const char *plan_file(const char *more)
{
    write_fleet();
    scope_free char *text = alloc_printf("hosts: hosts.csv\nguests: guests.csv\n%s", more);
    return program_file("pack.yaml", text);
}

// The fleet by options, and what more is said.
#define FLEET(...)                                                                                 \
    ARGUMENTS("plan", "pack", "--hosts", hosts_path, "--guests", guests_path, "--seconds", "1",    \
              __VA_ARGS__)

// --- words --------------------------------------------------------------------------------------

Test(cli_plan_pack, is_among_what_can_be_planned)
{
    program_mentions(0, "pack  how few hosts do", ARGUMENTS("plan", "--help"));
    program_says(2, "plan cannot 'pakc' (did you mean 'pack'?)", ARGUMENTS("plan", "pakc"));
}

Test(cli_plan_pack, help_tells_every_option)
{
    scope_free char *help = program_output(0, ARGUMENTS("plan", "pack", "--help"));
    static const char *const words[] = {
        "--hosts=FILE",  "--guests=FILE",   "--traces=FILE|DIR", "--connect=URI", "--telemetry=RUN",
        "--aim=AIM",     "--set=KEY=VALUE", "--moves-most=N",    "--rolling",     "--seconds=S",
        "--threads=N",   "--seed=N",        "--format=FORM",     "--output=FILE", "--html=FILE",
        "--script=FILE", "--json",          "--moves=N|all",     "--store=FILE",  "--apply",
        "--resume",      "--journal=FILE",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        cr_expect(strstr(help, words[i]), "%s is not in %s", words[i], help);
}

Test(cli_plan_pack, needs_hosts_and_guests)
{
    program_says(2,
                 "hosts and guests are wanted: a plan's file, --hosts FILE --guests FILE, "
                 "--connect URI, or --telemetry RUN",
                 ARGUMENTS("plan", "pack"));
    write_fleet();
    program_mentions(2, "no guests", ARGUMENTS("plan", "pack", "--hosts", hosts_path));
    program_mentions(2, "hosts.csv: a plan's file is YAML; tables are given as --hosts",
                     ARGUMENTS("plan", "pack", hosts_path));
    program_mentions(2, "missing.csv",
                     ARGUMENTS("plan", "pack", "--hosts", program_path("missing.csv")));
}

Test(cli_plan_pack, names_the_nearest_word)
{
    write_fleet();
    program_says(2, "no option '--hsots' (did you mean '--hosts'?)",
                 ARGUMENTS("plan", "pack", "--hsots", "x"));
    program_says(2, "no form 'jsn' of a plan (did you mean 'json'?)",
                 ARGUMENTS("plan", "pack", "-f", "jsn"));
    program_mentions(2, "(did you mean 'fewest'?)", FLEET("--aim", "fewst"));
    program_mentions(2, "no key 'memory.overcomit' (did you mean ",
                     FLEET("--set", "memory.overcomit=2"));
    program_says(2, "'b.yaml' is one word too many; see 'fullhouse plan pack --help'",
                 ARGUMENTS("plan", "pack", "a.yaml", "b.yaml"));
}

Test(cli_plan_pack, refuses_values_that_are_none)
{
    static const struct {
        const char *option, *value, *message;
    } wrong[] = {
        {"--seconds", "soon", "--seconds: "},
        {"--seconds", "-1", "--seconds: "},
        {"--threads", "many", "--threads: "},
        {"--threads", "-2", "--threads: "},
        {"--seed", "1.5", "--seed: "},
        {"--moves-most", "few", "--moves-most: "},
        {"--moves", "0", "--moves (a number, or all): "},
        {"--moves", "some", "--moves (a number, or all): "},
        {"--set", "memory", "--set: 'memory' is no KEY=VALUE"},
        {"--set", "=1", "--set: '=1' is no KEY=VALUE"},
        {"--set", "memory.overcommit=-1", "--set: memory.overcommit: "},
        {"--set", "memory.overcommit=nan", "--set: memory.overcommit: "},
        {"--output", "plan.pdf", "plan.pdf: its suffix names no form of a plan"},
        {"--output", "/nowhere/plan.html", "/nowhere"},
        {"--html", "/nowhere/plan.html", "/nowhere"},
    };
    write_fleet();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        program_mentions(2, wrong[i].message, FLEET(wrong[i].option, wrong[i].value));
}

Test(cli_plan_pack, a_wrong_line_has_its_place)
{
    write_fleet();
    program_file("hosts.csv", "name,cores,memory\nh1,16,64 GiB\nh2,16,-256 GiB\n");
    program_mentions(2, "hosts.csv:3: ", FLEET(NULL));
    program_file("hosts.csv", hosts);
    program_file("guests.csv", "name,host,vcpus,memory\nweb-1,h9,2,8 GiB\n");
    program_mentions(2, "guests.csv:2: ", FLEET(NULL));
    const char *path = plan_file("memory: {overcomit: 2}\n");
    scope_free char *place = alloc_printf("%s:3: ", path);
    program_mentions(2, place, ARGUMENTS("plan", "pack", path));
}

// --- plans --------------------------------------------------------------------------------------

Test(cli_plan_pack, plans_from_files)
{
    write_fleet();
    scope_free char *text = program_output(0, FLEET("--traces", traces_path));
    static const char start[] = "2 of 3 hosts can go: 1 holds all 3 guests";
    cr_expect_eq(strncmp(text, start, sizeof start - 1), 0, "%s", text);
    cr_expect(strstr(text, "What it risks, replayed on the traces:"), "%s", text);
    cr_expect(strstr(text, "switch off"), "%s", text);
    cr_expect(strstr(text, "Again: fullhouse plan pack --hosts "), "%s", text);
}

Test(cli_plan_pack, options_win_over_the_file)
{
    const char *path = plan_file("aim: energy\nseconds: 1\n");
    scope_free char *text =
        program_output(0, ARGUMENTS("plan", "pack", path, "--aim", "fewest", "--json"));
    json_t *root = json_loads(text, 0, NULL);
    cr_assert_not_null(root, "%s", text);
    json_t *plan = json_object_get(root, "plan");
    cr_expect_str_eq(json_string_value(json_object_get(plan, "aim")), "fewest");
    json_decref(root);
}

// Files said beside a plan stand in place of its own: no name is doubled.
Test(cli_plan_pack, files_of_options_replace_those_of_the_file)
{
    const char *path = plan_file("seconds: 1\n");
    program_file("few.csv", "name,host,vcpus,memory,cpu\nweb-1,h1,2,8 GiB,0.5\n");
    scope_free char *text =
        program_output(0, ARGUMENTS("plan", "pack", path, "--guests", program_path("few.csv")));
    cr_expect(strstr(text, "1 holds 1 guest"), "%s", text);
}

Test(cli_plan_pack, the_same_seed_gives_the_same_plan)
{
    write_fleet();
    const char *const *arguments = FLEET("--seed", "7", "--threads", "2", "--json");
    scope_free char *once = program_output(0, arguments);
    scope_free char *twice = program_output(0, arguments);
    cr_expect_str_eq(once, twice);
}

Test(cli_plan_pack, a_guest_larger_than_any_host_is_told_and_ends_with_1)
{
    write_fleet();
    program_file("guests.csv", "name,host,vcpus,memory,cpu\nweb-1,h1,2,8 GiB,0.5\n"
                               "huge,,2,512 GiB,0.5\n");
    scope_free char *text = program_output(1, FLEET(NULL));
    cr_expect(strstr(text, "Has no place, and what would free one:\n  huge: "), "%s", text);
}

Test(cli_plan_pack, writes_every_form_by_its_suffix)
{
    static const struct {
        const char *file, *begin;
    } forms[] = {{"p.html", "<!DOCTYPE html>"},
                 {"p.json", "{\n"},
                 {"p.csv", "step,wave,"},
                 {"p.hosts.csv", "host,on_before,"},
                 {"p.txt", "2 of 3 hosts can go"}};
    write_fleet();
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *target = program_path(forms[i].file);
        free(program_output(0, FLEET("-o", target)));
        scope_free char *text = NULL;
        cr_assert_eq(path_read(target, 1 << 24, &text, NULL, NULL), 0, "%s", target);
        cr_expect_eq(strncmp(text, forms[i].begin, strlen(forms[i].begin)), 0, "%s", text);
    }
}

Test(cli_plan_pack, writes_a_page_and_a_table_in_one_go)
{
    write_fleet();
    const char *page = program_path("p.html");
    scope_free char *text = program_output(0, FLEET("--html", page, "--moves", "all"));
    scope_free char *html = NULL;
    cr_expect(strstr(text, "2 of 3 hosts can go"));
    cr_assert_eq(path_read(page, 1 << 24, &html, NULL, NULL), 0);
    cr_expect(strstr(html, "<h1>2 of 3 hosts can go"));
}

Test(cli_plan_pack, rolling_maintenance_is_planned)
{
    write_fleet();
    scope_free char *text = program_output(0, FLEET("--rolling", "--moves", "all"));
    cr_expect(strstr(text, "maintain"), "%s", text);
}

Test(cli_plan_pack, a_script_needs_addresses_of_hosts)
{
    const char *script = program_path("moves.sh");
    write_fleet();
    program_mentions(2, "no address that virsh can be given",
                     FLEET("--script", script, "-o", program_path("p.txt")));
    program_file("hosts.csv", "name,cores,memory,uri\nh1,16,64 GiB,qemu+ssh://h1/system\n"
                              "h2,16,64 GiB,qemu+ssh://h2/system\n"
                              "h3,16,64 GiB,qemu+ssh://h3/system\n");
    scope_free char *text = program_output(0, FLEET("-f", "script"));
    cr_expect_eq(strncmp(text, "#!/bin/sh\n", 10), 0, "%s", text);
    cr_expect(strstr(text, "qemu+ssh://h1/system"), "%s", text);
}

Test(cli_plan_pack, hostile_names_stay_names)
{
    write_fleet();
    program_file("guests.csv", "name,host,vcpus,memory,cpu\n"
                               "\"<script>alert(1)</script>\",h1,2,8 GiB,0.5\n"
                               "\"$(rm -rf .);'\",h2,2,8 GiB,0.5\n");
    scope_free char *html = program_output(0, FLEET("-f", "html"));
    cr_expect_null(strstr(html, "<script"));
}

// --- carrying it out ----------------------------------------------------------------------------

Test(cli_plan_pack, nothing_is_applied_without_addresses)
{
    write_fleet();
    scope_free char *text =
        program_output(2, FLEET("--apply", "--journal", program_path("journal")));
    cr_expect(strstr(text, "libvirt URI"), "%s", text);
}

Test(cli_plan_pack, a_journal_is_never_begun_twice)
{
    write_fleet();
    const char *journal = program_file("journal", "{}\n");
    program_mentions(2, "--resume goes on with them", FLEET("--apply", "--journal", journal));
    program_says(2, "--journal is for --apply or --resume", FLEET("--journal", journal));
    program_mentions(2, "say one of them",
                     ARGUMENTS("plan", "pack", "--apply", "--resume", "--journal", journal));
    program_says(2, "--resume: which --journal FILE?", ARGUMENTS("plan", "pack", "--resume"));
    program_mentions(2, "'journal' is missing",
                     ARGUMENTS("plan", "pack", "--resume", "--journal", journal));
}
