// SPDX-License-Identifier: GPL-3.0-or-later
// A full disk, a killed process, another program's lock: a step is there as a whole or not at all.
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/common/store/store_fixture.h"

static int64_t add_run(struct store *store)
{
    struct run_record run = store_fixture_run("a");
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    int64_t id = run.id;
    run_record_done(&run);
    return id;
}

// Steps until one does not fit any more; how many did.
static size_t fill(struct store *store, int64_t run, struct err *err)
{
    struct step_record step = store_fixture_step(16, 4);
    size_t written = 0;
    while (written < 10000 && store_add_step(store, run, &step, NULL, err) == 0) {
        step.id = 0;
        written++;
    }
    cr_expect_eq(step.id, 0, "a step that was not written got an id");
    step_record_done(&step);
    return written;
}

static void expect_full_disk(const char *path)
{
    struct err err = {0};
    struct store *store = store_fixture_store(path);
    int64_t run = add_run(store);
    size_t written = fill(store, run, &err);
    cr_expect_gt(written, 0);
    cr_expect_eq(err.code, ENOSPC, "%s", err_text(&err));
    cr_expect_eq(err_exit_code(&err), 3);
    cr_expect(strstr(err_text(&err), path), "%s", err_text(&err));
    cr_expect_eq(store_fixture_count_steps(store, run), written);
    store_close(store);
    store = store_fixture_store(path);
    cr_expect_eq(store_fixture_count_steps(store, run), written);
    store_close(store);
    err_done(&err);
}

Test(store_faults, a_full_disk_keeps_finished_steps_and_no_half_one)
{
    if (geteuid() != 0)
        cr_skip("mounting a small disk needs root");
    char *folder = store_fixture_folder();
    if (mount("tmpfs", folder, "tmpfs", 0, "size=1m") < 0) {
        store_fixture_remove(folder);
        cr_skip("no small disk can be mounted here");
    }
    scope_free char *path = store_fixture_path(folder, "s.db");
    expect_full_disk(path);
    cr_expect_eq(umount2(folder, MNT_DETACH), 0);
    store_fixture_remove(folder);
}

// Writes steps until it is killed; a byte in the pipe for each one that was committed.
static void write_steps_until_killed(const char *path, int pipe_fd)
{
    struct store *store = NULL;
    struct run_record run = store_fixture_run("killed");
    if (store_open(path, STORE_WRITE, &store, NULL) < 0 || store_add_run(store, &run, NULL) < 0)
        _exit(1);
    struct step_record step = store_fixture_step(8, 4);
    for (;;) {
        if (store_add_step(store, run.id, &step, NULL, NULL) < 0)
            _exit(1);
        if (write(pipe_fd, "s", 1) != 1)
            _exit(1);
    }
}

Test(store_faults, a_killed_process_loses_nothing_committed)
{
    char *folder = store_fixture_folder();
    scope_free char *path = store_fixture_path(folder, "s.db");
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0)
        write_steps_until_killed(path, ends[1]);
    close(ends[1]);
    size_t committed = 0;
    char byte;
    while (committed < 20 && read(ends[0], &byte, 1) == 1)
        committed++;
    cr_assert_eq(kill(child, SIGKILL), 0);
    cr_assert_eq(waitpid(child, NULL, 0), child);
    while (read(ends[0], &byte, 1) == 1)
        committed++;
    close(ends[0]);
    struct store *store = store_fixture_store(path);
    size_t found = store_fixture_count_steps(store, 1);
    // The last one may have been committed just before the byte for it could be sent.
    cr_expect(found == committed || found == committed + 1, "%zu told, %zu found", committed,
              found);
    cr_expect_eq(store_mark_interrupted(store, 1, "its process is gone", NULL), 0);
    store_close(store);
    store_fixture_remove(folder);
}

Test(store_faults, readers_read_while_another_program_writes)
{
    char *folder = store_fixture_folder();
    scope_free char *path = store_fixture_path(folder, "s.db");
    struct store *store = store_fixture_store(path);
    int64_t run = add_run(store);
    sqlite3 *other = NULL;
    cr_assert_eq(sqlite3_open(path, &other), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(other, "BEGIN IMMEDIATE; DELETE FROM run", NULL, NULL, NULL),
                 SQLITE_OK);
    struct store *reader = NULL;
    cr_assert_eq(store_open(path, STORE_READ, &reader, NULL), 0);
    int64_t id = 0;
    cr_expect_eq(store_find_run(reader, "latest", &id, NULL), 0);
    cr_expect_eq(id, run);
    store_close(reader);
    sqlite3_close(other);
    store_close(store);
    store_fixture_remove(folder);
}

Test(store_faults, a_reader_cannot_write)
{
    char *folder = store_fixture_folder();
    scope_free char *path = store_fixture_path(folder, "s.db");
    struct store *store = store_fixture_store(path);
    int64_t run = add_run(store);
    store_close(store);
    struct err err = {0};
    cr_assert_eq(store_open(path, STORE_READ, &store, &err), 0);
    cr_expect_eq(store_add_event(store, run, "x", &err), -EROFS);
    cr_expect(strstr(err_text(&err), path), "%s", err_text(&err));
    store_close(store);
    err_done(&err);
    store_fixture_remove(folder);
}

// Waits out the store's patience of ten seconds.
Test(system_store_faults, a_lock_that_stays_is_named)
{
    char *folder = store_fixture_folder();
    scope_free char *path = store_fixture_path(folder, "s.db");
    struct store *store = store_fixture_store(path);
    int64_t run = add_run(store);
    sqlite3 *other = NULL;
    cr_assert_eq(sqlite3_open(path, &other), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    struct err err = {0};
    cr_expect_eq(store_add_event(store, run, "x", &err), -EBUSY);
    cr_expect(strstr(err_text(&err), "another program keeps it locked"), "%s", err_text(&err));
    sqlite3_close(other);
    store_close(store);
    err_done(&err);
    store_fixture_remove(folder);
}
