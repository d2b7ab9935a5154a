// SPDX-License-Identifier: GPL-3.0-or-later
// The script of a plan, run under dash with a virsh that is none: it moves files from folder to
// folder, writes down how it was called, and fails where it is told to.
#include "reports/consolidation_script.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"

// FAKE: calls, and a folder for each address with a file for each guest that holds its state.
static const char fake_virsh[] =
    "#!/bin/sh\n"
    "printf '%s\\n' \"$*\" >>\"$FAKE/calls\"\n"
    "folder() { printf '%s/at %s' \"$FAKE\" \"$(printf '%s' \"$1\" | tr / _)\"; }\n"
    "verb= name= to=\n"
    "while [ $# -gt 0 ]; do\n"
    "    case $1 in\n"
    "    -c) from=$2; shift ;;\n"
    "    --domain) name=$2; shift ;;\n"
    "    --desturi) to=$2; shift ;;\n"
    "    -*) ;;\n"
    "    *) verb=$1 ;;\n"
    "    esac\n"
    "    shift\n"
    "done\n"
    "file=\"$(folder \"$from\")/$name\"\n"
    "[ -d \"$(folder \"$from\")\" ] || exit 1\n"
    "case $verb in\n"
    "uri) echo \"$from\" ;;\n"
    "list) ls \"$(folder \"$from\")\"; echo ;;\n"
    "domstate) cat \"$file\" ;;\n"
    "start) echo running >\"$file\" ;;\n"
    "migrate)\n"
    "    [ \"$FAIL\" != \"$name\" ] || { echo 'error: no' >&2; exit 1; }\n"
    "    [ \"$LOSE\" != \"$name\" ] || echo paused >\"$file\"\n"
    "    mv \"$file\" \"$(folder \"$to\")/$name\" ;;\n"
    "esac\n";

struct scene {
    char *folder;
    struct estate estate;
    struct moves moves;
    struct move list[16];
    struct strbuf script;
    char *path;
};

static void write_file(const char *folder, const char *name, const char *text, mode_t mode)
{
    scope_free char *path = alloc_printf("%s/%s", folder, name);
    cr_assert_eq(path_write(path, text, strlen(text), mode, NULL), 0, "%s", path);
}

static void scene_init(struct scene *scene)
{
    char template[] = "/tmp/fullhouse-script-XXXXXX";
    *scene = (struct scene){0};
    scene->folder = alloc_copy(mkdtemp(template));
    scene->path = alloc_printf("%s/plan.sh", scene->folder);
    estate_init(&scene->estate);
    write_file(scene->folder, "virsh", fake_virsh, 0755);
    scope_free char *path = alloc_printf("%s:%s", scene->folder, getenv("PATH"));
    setenv("PATH", path, 1);
    setenv("FAKE", scene->folder, 1);
    setenv("FAIL", "", 1);
    setenv("LOSE", "", 1);
    const char *const unsets[] = {"FULLHOUSE_POWER", "FULLHOUSE_MAINTAIN",
                                  "FULLHOUSE_MIGRATE_FLAGS", "FULLHOUSE_ENDLESS_FLAGS"};
    for (size_t i = 0; i < sizeof unsets / sizeof *unsets; i++)
        unsetenv(unsets[i]);
}

static void scene_done(struct scene *scene)
{
    path_remove_tree(scene->folder, NULL);
    strbuf_done(&scene->script);
    estate_done(&scene->estate);
    free(scene->folder);
    free(scene->path);
}

static void add_host(struct scene *scene, const char *name)
{
    scope_free char *folder = alloc_printf("%s/at fake:__%s", scene->folder, name);
    struct estate_host *host = estate_add_host(&scene->estate, name);
    host->uri = alloc_printf("fake://%s", name);
    mkdir(folder, 0755);
}

static void add_guest(struct scene *scene, const char *name, const char *host, const char *state)
{
    scope_free char *folder = alloc_printf("%s/at fake:__%s", scene->folder, host);
    struct estate_guest *guest = estate_add_guest(&scene->estate, name);
    guest->host = estate_find_host(&scene->estate, host);
    write_file(folder, name, state, 0644);
}

static struct move *add_move(struct scene *scene, enum move_kind kind, int32_t guest, int32_t from,
                             int32_t to, unsigned wave)
{
    struct move *move = &scene->list[scene->moves.count++];
    *move = (struct move){
        .kind = kind,
        .guest = guest,
        .from = from,
        .to = to,
        .wave = wave,
        .seconds = uncertain_exact(12.5, ORIGIN_GUESSED),
        .converges = true,
    };
    scene->moves.list = scene->list;
    scene->moves.waves = wave + 1;
    return move;
}

static void write_script(struct scene *scene)
{
    struct err err = {0};
    cr_assert_eq(consolidation_script_write(&scene->estate, &scene->moves, "fullhouse plan pack",
                                            &scene->script, &err),
                 0, "%s", err_text(&err));
    write_file(scene->folder, "plan.sh", strbuf_text(&scene->script), 0644);
}

static struct process_result run_script(const struct scene *scene, const char *option,
                                        const char *value)
{
    const char *const argv[] = {"dash", scene->path, option, option ? value : NULL, NULL};
    struct process_options options = {.timeout_ns = 30000000000};
    struct process_result result;
    struct err err = {0};
    cr_assert_eq(process_run(argv, &options, &result, &err), 0, "%s", err_text(&err));
    return result;
}

static void runs(const struct scene *scene, const char *option, const char *value, int exit_code,
                 const char *says)
{
    struct process_result result = run_script(scene, option, value);
    cr_expect_eq(result.exit_code, exit_code, "%d: %s", result.exit_code, result.output);
    cr_expect_not_null(strstr(result.output, says), "%s", result.output);
    process_result_done(&result);
}

static bool is_at(const struct scene *scene, const char *host, const char *guest)
{
    scope_free char *path = alloc_printf("%s/at fake:__%s/%s", scene->folder, host, guest);
    return access(path, F_OK) == 0;
}

static char *calls(const struct scene *scene)
{
    char *text = NULL;
    scope_free char *path = alloc_printf("%s/calls", scene->folder);
    if (path_read(path, 1 << 20, &text, NULL, NULL) < 0)
        return alloc_copy("");
    return text;
}

// h1's guests go to h2 in two waves, h1 is empty then.
static void two_waves(struct scene *scene)
{
    scene_init(scene);
    add_host(scene, "h1");
    add_host(scene, "h2");
    add_guest(scene, "web", "h1", "running");
    add_guest(scene, "db", "h1", "running");
    add_guest(scene, "mail", "h1", "running");
    add_move(scene, MOVE_MIGRATE, 0, 0, 1, 0);
    add_move(scene, MOVE_MIGRATE, 1, 0, 1, 0);
    add_move(scene, MOVE_MIGRATE, 2, 0, 1, 1);
    add_move(scene, MOVE_SWITCH_OFF, -1, -1, 0, 2);
    scene->moves.migrations = 3;
    write_script(scene);
}

Test(consolidation_script, moves_all_and_leaves_the_host_on)
{
    struct scene scene;
    two_waves(&scene);
    runs(&scene, NULL, NULL, 0, "h1 is empty: it can be switched off");
    cr_expect(is_at(&scene, "h2", "web") && is_at(&scene, "h2", "db") &&
              is_at(&scene, "h2", "mail"));
    scope_free char *called = calls(&scene);
    cr_expect_not_null(strstr(called, "-q -c fake://h1 migrate --live --persistent "
                                      "--undefinesource --domain web --desturi fake://h2\n"),
                       "%s", called);
    scene_done(&scene);
}

Test(consolidation_script, a_dry_run_calls_nothing)
{
    struct scene scene;
    two_waves(&scene);
    runs(&scene, "--dry-run", NULL, 0,
         "virsh -c fake://h1 migrate --live --persistent --undefinesource --domain mail "
         "--desturi fake://h2\n");
    scope_free char *called = calls(&scene);
    cr_expect_str_eq(called, "");
    cr_expect(is_at(&scene, "h1", "web"));
    scene_done(&scene);
}

Test(consolidation_script, the_first_failure_ends_it_after_its_wave)
{
    struct scene scene;
    two_waves(&scene);
    setenv("FAIL", "web", 1);
    runs(&scene, NULL, NULL, 1, "--from-wave 1");
    cr_expect(is_at(&scene, "h1", "web"));
    cr_expect(is_at(&scene, "h2", "db"));
    cr_expect(is_at(&scene, "h1", "mail"));
    setenv("FAIL", "", 1);
    runs(&scene, "--from-wave", "1", 0, "db is on h2 already");
    cr_expect(is_at(&scene, "h2", "mail"));
    scene_done(&scene);
}

Test(consolidation_script, goes_on_from_a_wave)
{
    struct scene scene;
    two_waves(&scene);
    runs(&scene, "--from-wave", "2", 1, "h1 (fake://h1) should be empty, and has");
    cr_expect(is_at(&scene, "h2", "mail"));
    cr_expect(is_at(&scene, "h1", "web"));
    scene_done(&scene);
}

Test(consolidation_script, a_guest_that_is_elsewhere_ends_it)
{
    struct scene scene;
    two_waves(&scene);
    scope_free char *path = alloc_printf("%s/at fake:__h1/web", scene.folder);
    unlink(path);
    runs(&scene, NULL, NULL, 1, "FAILED: web is not on h1");
    scene_done(&scene);
}

Test(consolidation_script, a_guest_that_is_shut_off_ends_it)
{
    struct scene scene;
    two_waves(&scene);
    scope_free char *folder = alloc_printf("%s/at fake:__h1", scene.folder);
    write_file(folder, "web", "shut off", 0644);
    runs(&scene, NULL, NULL, 1, "FAILED: web does not run on h1 (fake://h1), it is shut off");
    scene_done(&scene);
}

Test(consolidation_script, a_guest_that_arrives_paused_ends_it)
{
    struct scene scene;
    two_waves(&scene);
    setenv("LOSE", "db", 1);
    runs(&scene, NULL, NULL, 1, "FAILED: db was running on h1, and is paused on h2");
    cr_expect(is_at(&scene, "h1", "mail"));
    scene_done(&scene);
}

Test(consolidation_script, a_host_that_does_not_answer_ends_it)
{
    struct scene scene;
    two_waves(&scene);
    scope_free char *there = alloc_printf("%s/at fake:__h1", scene.folder);
    scope_free char *gone = alloc_printf("%s/gone", scene.folder);
    rename(there, gone);
    runs(&scene, NULL, NULL, 1, "or h1 does not answer");
    scene_done(&scene);
}

Test(consolidation_script, hostile_names_are_only_names)
{
    static const char *const names[] = {"a'; touch pwned; '",
                                        "$(touch pwned)",
                                        "`touch pwned`",
                                        "two words",
                                        "--all",
                                        "\\",
                                        "\"",
                                        "*",
                                        "#",
                                        "tab\tname"};
    struct scene scene;
    scene_init(&scene);
    add_host(&scene, "h1");
    add_host(&scene, "it's h2");
    for (int g = 0; g < (int)(sizeof names / sizeof *names); g++) {
        add_guest(&scene, names[g], "h1", "running");
        add_move(&scene, MOVE_MIGRATE, g, 0, 1, (unsigned)g / 3);
    }
    write_script(&scene);
    runs(&scene, NULL, NULL, 0, "All is done.");
    for (size_t g = 0; g < sizeof names / sizeof *names; g++)
        cr_expect(is_at(&scene, "it's h2", names[g]), "%s", names[g]);
    cr_expect_neq(access("pwned", F_OK), 0);
    scene_done(&scene);
}

Test(consolidation_script, other_kinds_of_moves)
{
    struct scene scene;
    scene_init(&scene);
    add_host(&scene, "h1");
    add_host(&scene, "h2");
    add_guest(&scene, "old", "h1", "shut off");
    add_guest(&scene, "new", "h2", "shut off");
    add_guest(&scene, "busy", "h1", "running");
    scene.estate.guests[0].is_off = true;
    add_move(&scene, MOVE_SWITCH_ON, -1, -1, 1, 0);
    add_move(&scene, MOVE_MIGRATE, 0, 0, 1, 1);
    add_move(&scene, MOVE_START, 1, -1, 1, 1);
    add_move(&scene, MOVE_MIGRATE, 2, 0, 1, 1)->converges = false;
    add_move(&scene, MOVE_MAINTAIN, -1, -1, 0, 2);
    add_move(&scene, MOVE_SWITCH_OFF, -1, -1, 0, 3);
    write_script(&scene);
    write_file(scene.folder, "hook", "#!/bin/sh\necho \"hook $*\" >>\"$FAKE/calls\"\n", 0755);
    scope_free char *hook = alloc_printf("%s/hook", scene.folder);
    setenv("FULLHOUSE_POWER", hook, 1);
    setenv("FULLHOUSE_MAINTAIN", hook, 1);
    runs(&scene, NULL, NULL, 0, "All is done.");
    scope_free char *called = calls(&scene);
    cr_expect_not_null(
        strstr(called, "migrate --offline --persistent --undefinesource --domain old"), "%s",
        called);
    cr_expect_not_null(strstr(called, "--undefinesource --auto-converge --domain busy"), "%s",
                       called);
    cr_expect_not_null(strstr(called, "start --domain new"), "%s", called);
    cr_expect_not_null(strstr(called, "hook h1 fake://h1\n"), "%s", called);
    cr_expect_not_null(strstr(called, "hook off h1 fake://h1\n"), "%s", called);
    cr_expect_null(strstr(called, "hook on"), "%s", called); // it answers: it is on
    scene_done(&scene);
}

Test(consolidation_script, maintenance_that_nobody_can_do_says_how_to_go_on)
{
    struct scene scene;
    scene_init(&scene);
    add_host(&scene, "h1");
    add_move(&scene, MOVE_MAINTAIN, -1, -1, 0, 0);
    add_move(&scene, MOVE_MAINTAIN, -1, -1, 0, 1);
    write_script(&scene);
    runs(&scene, NULL, NULL, 1, "go on --from-wave 2, or set FULLHOUSE_MAINTAIN");
    scene_done(&scene);
}

Test(consolidation_script, wrong_use_is_refused)
{
    struct scene scene;
    two_waves(&scene);
    runs(&scene, "--from-wave", "0", 2, "usage");
    runs(&scene, "--from-wave", "4", 2, "N from 1 to 3");
    runs(&scene, "--from-wave", "x", 2, "usage");
    runs(&scene, "--from-wave", NULL, 2, "usage");
    runs(&scene, "--wrong", NULL, 2, "usage");
    scope_free char *called = calls(&scene);
    cr_expect_str_eq(called, "");
    scene_done(&scene);
}

Test(consolidation_script, nothing_to_move_is_a_script_too)
{
    struct scene scene;
    scene_init(&scene);
    write_script(&scene);
    runs(&scene, NULL, NULL, 0, "");
    scene_done(&scene);
}

static void is_refused(struct scene *scene, const char *says)
{
    struct err err = {0};
    struct strbuf out = {0};
    cr_expect_eq(consolidation_script_write(&scene->estate, &scene->moves, NULL, &out, &err),
                 -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), says), "%s", err_text(&err));
    cr_expect_eq(out.length, 0);
    err_done(&err);
    strbuf_done(&out);
}

Test(consolidation_script, a_host_without_an_address_is_named)
{
    struct scene scene;
    two_waves(&scene);
    free(scene.estate.hosts[1].uri);
    scene.estate.hosts[1].uri = NULL;
    scene.estate.hosts[1].file = "hosts.csv";
    scene.estate.hosts[1].line = 3;
    is_refused(&scene, "hosts.csv:3: h2 has no address");
    scene_done(&scene);
}

Test(consolidation_script, names_that_virsh_takes_for_ids_are_refused)
{
    static const char *const names[] = {"12", "c7a5fdbd-edaf-9455-926a-d65c16db1809", "two\nlines"};
    static const char *const says[] = {"is a number", "is a UUID", "more than one line"};
    for (size_t i = 0; i < 3; i++) {
        struct scene scene;
        scene_init(&scene);
        add_host(&scene, "h1");
        estate_add_guest(&scene.estate, names[i])->host = 0;
        add_move(&scene, MOVE_MIGRATE, 0, 0, 0, 0);
        is_refused(&scene, says[i]);
        scene_done(&scene);
    }
}

Test(consolidation_script, shellcheck_has_nothing_to_say)
{
    struct scene scene;
    scope_free char *program = process_find("shellcheck");
    if (!program)
        cr_skip_test("shellcheck is not installed");
    two_waves(&scene);
    const char *const argv[] = {program, "-s", "sh", scene.path, NULL};
    struct process_result result;
    cr_assert_eq(process_run(argv, NULL, &result, NULL), 0);
    cr_expect_eq(result.exit_code, 0, "%s", result.output);
    process_result_done(&result);
    scene_done(&scene);
}
