// SPDX-License-Identifier: GPL-3.0-or-later
// What watching costs: the CPU time of a sample of the host and a number of processes that do
// nothing, and the bytes that their telemetry takes on the disk, for a guest and an hour at 1 Hz.
//   bench_watch BUILD_DIR [GUESTS [SAMPLES]]
// Samples are taken one right after another and told to be a second apart.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "tests/bench/measure.h"

enum { GUESTS = 64, SAMPLES = 600, FLUSH_SAMPLES = 60, HOUR_S = 3600 };

static const double AIM_MS = 0.05; // a guest and sample
static const struct procfs this_host = {.root = ""};

struct bench {
    uint32_t guests, samples;
    pid_t *pids;
    struct store *store;
    struct step_record step;
    struct measure sample_ms, flush_ms;
    size_t points;
};

static int start_guests(struct bench *bench, struct watch *watch, struct err *err)
{
    bench->pids = alloc_zeroed(bench->guests, sizeof *bench->pids);
    for (uint32_t i = 0; i < bench->guests; i++) {
        pid_t pid = fork();
        if (pid < 0)
            return err_system(err, errno, "a process to be watched");
        if (pid == 0)
            for (;;)
                pause();
        bench->pids[i] = pid;
        scope_free char *object = alloc_printf("guest %u", i);
        watch_add_guest(watch, object, pid, 1, NULL);
    }
    return 0;
}

static void stop_guests(struct bench *bench)
{
    for (uint32_t i = 0; bench->pids && i < bench->guests && bench->pids[i] > 0; i++) {
        kill(bench->pids[i], SIGKILL);
        waitpid(bench->pids[i], NULL, 0);
    }
    free(bench->pids);
}

static int flush(struct bench *bench, struct telemetry *telemetry, struct err *err)
{
    uint64_t begin_ns = clock_process_cpu_ns();
    bench->points += telemetry_point_count(telemetry);
    int failed = store_append_telemetry(bench->store, bench->step.id, telemetry, err);
    telemetry_drop_points(telemetry);
    measure_add(&bench->flush_ms, (double)(clock_process_cpu_ns() - begin_ns) / 1e6);
    return failed;
}

static int sample_all(struct bench *bench, struct watch *watch, struct err *err)
{
    int64_t at_ns = clock_realtime_ns();
    uint64_t mono_ns = clock_monotonic_ns();
    int failed = 0;
    for (uint32_t i = 0; i < bench->samples && !failed; i++) {
        uint64_t begin_ns = clock_process_cpu_ns();
        watch_sample_at(watch, at_ns, mono_ns);
        measure_add(&bench->sample_ms, (double)(clock_process_cpu_ns() - begin_ns) / 1e6);
        at_ns += (int64_t)CLOCK_NS_PER_SECOND;
        mono_ns += CLOCK_NS_PER_SECOND;
        if ((i + 1) % FLUSH_SAMPLES == 0)
            failed = flush(bench, watch_telemetry(watch), err);
    }
    return failed;
}

static int add_step(struct bench *bench, struct err *err)
{
    struct run_record run;
    run_record_init(&run);
    step_record_init(&bench->step);
    int failed = store_add_run(bench->store, &run, err);
    if (!failed)
        failed = store_add_step(bench->store, run.id, &bench->step, NULL, err);
    run_record_done(&run);
    return failed;
}

static double file_bytes(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (double)status.st_size : 0;
}

// Bytes of what was stored; negative when it could not be.
static double measure_bytes(struct bench *bench, const char *path, struct err *err)
{
    struct watch *watch = watch_new(&(struct watch_options){.procfs = &this_host});
    int failed = store_open(path, STORE_WRITE, &bench->store, err);
    double empty = 0;
    if (!failed)
        failed = add_step(bench, err);
    store_close(bench->store); // folds the write-ahead log into the file
    bench->store = NULL;
    if (!failed) {
        empty = file_bytes(path);
        failed = store_open(path, STORE_WRITE, &bench->store, err);
    }
    if (!failed)
        failed = start_guests(bench, watch, err);
    if (!failed)
        failed = sample_all(bench, watch, err);
    stop_guests(bench);
    watch_free(watch);
    store_close(bench->store);
    return failed ? -1 : file_bytes(path) - empty;
}

static int tell(struct bench *bench, double bytes)
{
    struct measure guest_ms = {0};
    for (size_t i = 0; i < bench->sample_ms.count; i++)
        measure_add(&guest_ms, bench->sample_ms.values[i] / bench->guests);
    printf("%u samples of this host and %u processes that do nothing:\n", bench->samples,
           bench->guests);
    measure_print(&bench->sample_ms, "a sample, CPU time", "ms");
    measure_print(&bench->flush_ms, "a minute of it to disk, CPU time", "ms");
    printf("stored: %.0f bytes for %zu points, %.2f a point, %.0f KiB a guest and hour\n", bytes,
           bench->points, bytes / (double)bench->points,
           bytes / bench->guests / bench->samples * HOUR_S / 1024);
    measure_print(&guest_ms, "a sample for each guest, the host's share in it", "ms");
    return measure_judge(&guest_ms, AIM_MS, "ms");
}

static uint32_t number(int argc, char **argv, int index, uint32_t fallback)
{
    long value = argc > index ? strtol(argv[index], NULL, 10) : (long)fallback;
    return value > 0 && value < 100000 ? (uint32_t)value : fallback;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/fullhouse-bench-XXXXXX";
    struct bench bench = {.guests = number(argc, argv, 2, GUESTS),
                          .samples = number(argc, argv, 3, SAMPLES)};
    struct err err = {0};
    if (!mkdtemp(folder))
        return 1;
    scope_free char *path = path_join(folder, "fullhouse.db");
    double bytes = measure_bytes(&bench, path, &err);
    path_remove_tree(folder, NULL);
    step_record_done(&bench.step);
    if (bytes < 0) {
        fprintf(stderr, "bench_watch: %s\n", err_text(&err));
        err_done(&err);
        return 1;
    }
    return tell(&bench, bytes);
}
