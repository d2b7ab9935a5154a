// SPDX-License-Identifier: GPL-3.0-or-later
// Slots held by locks that die with their process, notes for those who come after, and the sweep of
// what a killed run left: with real processes, and never anybody else's.
#include "bench/workspace.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/orphans.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/record.h"
#include "common/store/store.h"
#include "tests/collector/tree.h"

static void begin(void)
{
    tree_make();
    setenv("FULLHOUSE_CACHE", tree_root(), 1);
}

TestSuite(harness_workspace, .init = begin, .fini = tree_remove);

static struct workspace open_one(void)
{
    struct workspace workspace = {.lock_fd = -1};
    struct err err = {0};
    cr_assert_eq(workspace_open(&workspace, &err), 0, "%s", err_text(&err));
    return workspace;
}

static void expect_slot(const struct workspace *workspace, unsigned number)
{
    scope_free char *dir = alloc_printf("%s/embed/%u", tree_root(), number);
    cr_assert_str_eq(workspace->dir, dir);
}

static bool exists(const char *path)
{
    scope_free char *full = tree_path(path);
    return path_exists(full);
}

static struct workspace open_in(struct workspace_slot *slot)
{
    struct workspace workspace = {.lock_fd = -1};
    struct err err = {0};
    cr_assert_eq(workspace_open_in(slot, &workspace, &err), 0, "%s", err_text(&err));
    return workspace;
}

// libvirt's embedded driver stays where it was opened first, whatever becomes free meanwhile.
Test(harness_workspace, a_kept_slot_is_the_one_of_all_that_follow)
{
    struct workspace_slot slot = WORKSPACE_NO_SLOT;
    struct workspace other = open_one();
    struct workspace first = open_in(&slot);
    expect_slot(&first, 1);
    scope_free char *mark = alloc_copy(first.mark);
    workspace_close(&first);
    workspace_close(&other);
    struct workspace second = open_in(&slot);
    expect_slot(&second, 1);
    cr_expect_str_neq(second.mark, mark);
    workspace_close(&second);
    other = open_one();
    struct workspace third = open_one();
    expect_slot(&other, 0);
    expect_slot(&third, 2);
    workspace_slot_done(&slot);
    struct workspace last = open_one();
    expect_slot(&last, 1);
    workspace_close(&last);
    workspace_close(&third);
    workspace_close(&other);
}

Test(harness_workspace, gives_every_run_a_slot_and_a_mark_of_its_own)
{
    struct workspace first = open_one(), second = open_one();
    expect_slot(&first, 0);
    expect_slot(&second, 1);
    cr_assert_eq(strlen(first.mark), 32);
    cr_assert_eq(strspn(first.mark, "0123456789abcdef"), 32);
    cr_assert_str_neq(first.mark, second.mark);
    cr_assert(path_exists(first.guests));
    workspace_close(&first);
    struct workspace third = open_one();
    expect_slot(&third, 0);
    workspace_close(&second);
    workspace_close(&third);
}

Test(harness_workspace, keeps_nothing_but_libvirts_answers)
{
    struct workspace workspace = open_one();
    cr_assert_eq(workspace_note(&workspace, "/s", (const int64_t[]){1}, 1, "", NULL), 0);
    tree_put("/embed/0/guests/0.console", "words");
    tree_put("/embed/0/run/qemu/a.pid", "1");
    tree_put("/embed/0/log/b", "1");
    tree_put("/embed/0/cache/qemu/capabilities/x.xml", "kept");
    workspace_close(&workspace);
    cr_assert_not(exists("/embed/0/guests"));
    cr_assert_not(exists("/embed/0/run"));
    cr_assert_not(exists("/embed/0/log"));
    cr_assert_not(exists("/embed/0/note"));
    cr_assert(exists("/embed/cache/qemu/capabilities/x.xml"), "shared by all slots");
    cr_assert_null(workspace.dir);
    workspace_close(&workspace);
    workspace_close(NULL);
    struct workspace next = open_one();
    cr_assert(exists("/embed/0/cache/qemu/capabilities/x.xml"));
    workspace_close(&next);
}

Test(harness_workspace, reads_the_note_it_wrote)
{
    struct workspace workspace = open_one();
    struct workspace_note note = {0};
    const int64_t runs[] = {1, 20, INT64_MAX};
    cr_assert_eq(workspace_read_note(&workspace, &note), 0, "none yet");
    for (size_t count = 0; count <= 3; count++) {
        cr_assert_eq(
            workspace_note(&workspace, "/a b/ü.db", runs, count, "qemu+ssh://h/system", NULL), 0);
        cr_assert_eq(workspace_read_note(&workspace, &note), 1);
        cr_assert_str_eq(note.store, "/a b/ü.db");
        cr_assert_eq(note.run_count, count);
        cr_assert_eq(memcmp(note.run_ids ? note.run_ids : runs, runs, count * sizeof *runs), 0);
        cr_assert_str_eq(note.uri, "qemu+ssh://h/system");
        cr_assert_str_eq(note.mark, workspace.mark);
        workspace_note_done(&note);
    }
    workspace_close(&workspace);
}

Test(harness_workspace, and_its_note_stand_wherever_we_go)
{
    scope_free char *dir = tree_path("/cache/embed/0");
    scope_free char *path = tree_path("/runs.db");
    struct workspace_note note;
    cr_assert_eq(chdir(tree_root()), 0);
    setenv("FULLHOUSE_CACHE", "cache", 1);
    struct workspace workspace = open_one();
    cr_assert_str_eq(workspace.dir, dir);
    cr_assert_eq(workspace_note(&workspace, "runs.db", (const int64_t[]){1}, 1, "", NULL), 0);
    cr_assert_eq(workspace_read_note(&workspace, &note), 1);
    cr_assert_str_eq(note.store, path);
    workspace_note_done(&note);
    workspace_close(&workspace);
    cr_assert_eq(chdir("/"), 0);
}

Test(harness_workspace, takes_no_note_that_is_damaged)
{
    static const char *const notes[] = {"", "one line", "a\n1\n", "a\n1\nuri"};
    struct workspace workspace = open_one();
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        struct workspace_note note;
        tree_put("/embed/0/note", notes[i]);
        cr_assert_eq(workspace_read_note(&workspace, &note), 0, "case %zu", i);
    }
    workspace_close(&workspace);
}

Test(harness_workspace, has_an_end_of_slots)
{
    struct workspace all[64], more;
    struct err err = {0};
    for (size_t i = 0; i < 64; i++)
        all[i] = open_one();
    cr_assert_lt(workspace_open(&more, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), "64 runs"), "%s", err_text(&err));
    err_done(&err);
    for (size_t i = 0; i < 64; i++)
        workspace_close(&all[i]);
    cr_assert_eq(workspace_try(64, &more, NULL), -ENOENT);
}

Test(harness_workspace, says_why_when_the_cache_cannot_be_made)
{
    struct workspace workspace;
    struct err err = {0};
    tree_put("/file", "");
    scope_free char *path = tree_path("/file/cache");
    setenv("FULLHOUSE_CACHE", path, 1);
    cr_assert_lt(workspace_open(&workspace, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), "/file"), "%s", err_text(&err));
    err_done(&err);
}

// --- other processes ---------------------------------------------------------------------------

// A run in another process: holds a slot until it is killed.
static pid_t start_run(const char *store, int64_t run_id)
{
    int ready[2];
    cr_assert_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct workspace workspace;
        char byte = 'x';
        alarm(60);
        if (workspace_open(&workspace, NULL) < 0 ||
            (store && workspace_note(&workspace, store, &run_id, run_id > 0, "", NULL) < 0) ||
            write(ready[1], &byte, 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    char byte;
    close(ready[1]);
    cr_assert_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    cr_assert_eq(waitpid(pid, NULL, 0), pid);
}

// A process that looks like a guest's: named after QEMU, with a path among its arguments. It ends
// with us at the latest, since it reads a pipe we hold.
static pid_t start_guest(const char *program, const char *path)
{
    int pipes[2];
    cr_assert_eq(pipe2(pipes, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(pipes[0], 0);
        execl("/bin/sh", program, "-c", "read line", path, (char *)NULL);
        _exit(127);
    }
    close(pipes[0]);
    for (int i = 0; i < 2000; i++, usleep(2000)) { // until it is that program
        scope_free char *cmdline = alloc_printf("/proc/%d/cmdline", (int)pid);
        scope_free char *text = NULL;
        if (path_read(cmdline, 1 << 16, &text, NULL, NULL) == 0 && strcmp(text, program) == 0)
            return pid;
    }
    cr_assert_fail("%s does not start", program);
    return -1;
}

static bool lives(pid_t pid)
{
    int status;
    return waitpid(pid, &status, WNOHANG) == 0;
}

static bool dies(pid_t pid)
{
    for (int i = 0; i < 1000; i++, usleep(2000))
        if (!lives(pid))
            return true;
    return false;
}

static void note_text(void *context, const char *text)
{
    strbuf_printf(context, "%s\n", text);
}

static char *sweep(void)
{
    struct strbuf said = {0};
    struct err err = {0};
    cr_assert_eq(orphans_sweep(note_text, &said, &err), 0, "%s", err_text(&err));
    return strbuf_take(&said);
}

Test(harness_workspace, stands_apart_from_another_process)
{
    pid_t other = start_run("/s", 1);
    struct workspace mine = open_one(), taken;
    expect_slot(&mine, 1);
    cr_assert_eq(workspace_try(0, &taken, NULL), 0, "held by the living");
    scope_free char *said = sweep();
    cr_assert_str_eq(said, "");
    cr_assert(exists("/embed/0/note"), "a living run is not swept");
    end(other);
    cr_assert_eq(workspace_try(0, &taken, NULL), 1, "free once its process is dead");
    workspace_release(&taken);
    workspace_close(&mine);
}

Test(harness_workspace, of_a_dead_run_is_not_taken_before_it_is_swept)
{
    end(start_run("/nowhere/store.db", 1));
    struct workspace mine = open_one();
    expect_slot(&mine, 1);
    workspace_close(&mine);
    scope_free char *said = sweep();
    cr_assert_not_null(strstr(said, "run 1 was killed"), "%s", said);
    mine = open_one();
    expect_slot(&mine, 0);
    workspace_close(&mine);
}

Test(harness_workspace, sweep_kills_guests_of_the_dead_and_nobody_else)
{
    scope_free char *below = tree_path("/embed/0/guests/1.sock");
    scope_free char *tenth = tree_path("/embed/01/guests/1.sock");
    scope_free char *longer = alloc_printf("/var%s/embed/0/guests/1.sock", tree_root());
    end(start_run("/nowhere/store.db", 7));
    pid_t guest = start_guest("qemu-system-x86_64", below);
    pid_t other_slot = start_guest("qemu-system-x86_64", tenth);
    pid_t other_cache = start_guest("qemu-system-x86_64", longer);
    pid_t other_program = start_guest("less", below);
    scope_free char *said = sweep();
    cr_assert_not_null(strstr(said, "removed its 1 guest"), "%s", said);
    cr_assert(dies(guest));
    cr_assert(lives(other_slot));
    cr_assert(lives(other_cache));
    cr_assert(lives(other_program));
    scope_free char *again = sweep();
    cr_assert_str_eq(again, "", "said once");
    end(other_slot);
    end(other_cache);
    end(other_program);
}

static void add_run(const char *path, enum record_state state)
{
    struct store *store;
    struct run_record run;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, NULL), 0);
    run_record_init(&run);
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    run.state = state;
    cr_assert_eq(store_update_run(store, &run, NULL), 0);
    run_record_done(&run);
    store_close(store);
}

static enum record_state state_of(const char *path, int64_t id)
{
    struct store *store;
    struct run_record run;
    cr_assert_eq(store_open(path, STORE_READ, &store, NULL), 0);
    cr_assert_eq(store_read_run(store, id, &run, NULL), 0);
    enum record_state state = run.state;
    run_record_done(&run);
    store_close(store);
    return state;
}

Test(harness_workspace, sweep_marks_the_dead_run_interrupted)
{
    scope_free char *store = tree_path("/runs.db");
    add_run(store, RECORD_RUNNING);
    add_run(store, RECORD_RUNNING);
    add_run(store, RECORD_DONE);
    end(start_run(store, 1));
    scope_free char *first = sweep();
    end(start_run(store, 3));
    scope_free char *second = sweep();
    cr_assert_eq(state_of(store, 1), RECORD_INTERRUPTED);
    cr_assert_eq(state_of(store, 2), RECORD_RUNNING, "another one's");
    cr_assert_eq(state_of(store, 3), RECORD_DONE, "killed after its end");
}

Test(harness_workspace, sweep_makes_no_store_that_was_removed)
{
    scope_free char *store = tree_path("/gone.db");
    end(start_run(store, 1));
    scope_free char *said = sweep();
    cr_assert_not(path_exists(store));
}

Test(harness_workspace, sweep_of_a_run_that_never_began_says_so)
{
    end(start_run("/nowhere/store.db", 0));
    scope_free char *said = sweep();
    cr_assert_not_null(strstr(said, "before it began"), "%s", said);
    tree_put("/embed/0/guests/left", "files without a note: swept in silence");
    scope_free char *silent = sweep();
    cr_assert_str_eq(silent, "");
    cr_assert_not(exists("/embed/0/guests"));
}
