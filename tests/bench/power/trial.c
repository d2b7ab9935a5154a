// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the command together, starts it, and reads its JSON and its store.
#include "tests/bench/power/trial.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/control_group.h"
#include "bench/control_limits.h"
#include "bench/control_place.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/bench/power/slow_qemu.h"

#define QEMU "/usr/bin/qemu-system-x86_64"

enum { IOPS = 1000, ARGUMENTS = 48 };

// Guests of QEMU come up more slowly than processes do, so there are fewer of them. What TCG makes
// of a program keeps a core's whole width busy and feels whatever else the core does: its windows
// are longer.
#define NATIVE(load)                                                                               \
    {                                                                                              \
        "native, quota", "native", NULL, load, "250ms", INJECT_QUOTA                               \
    }
#define CONTAINER(load)                                                                            \
    {                                                                                              \
        "container, quota", "container", NULL, load, "250ms", INJECT_QUOTA                         \
    }
#define DISK(platform)                                                                             \
    {                                                                                              \
        platform ", disk throttled", platform, NULL, "disk:randread", "250ms", INJECT_DISK         \
    }
#define KVM(load)                                                                                  \
    {                                                                                              \
        "KVM, QEMU in a group", "kvm", "bare", load, "250ms", INJECT_WRAPPER                       \
    }
#define TCG(load)                                                                                  \
    {                                                                                              \
        "TCG, QEMU in a group", "tcg", "bare", load, "750ms", INJECT_WRAPPER                       \
    }
const struct trial_kind trial_kinds[] = {
    NATIVE("cpu"),
    CONTAINER("cpu:float"),
    KVM("cpu"),
    DISK("native"),
    NATIVE("cpu:vector"),
    CONTAINER("cpu"),
    TCG("cpu"),
    NATIVE("cpu:float"),
    CONTAINER("cpu"),
    NATIVE("cpu"),
    DISK("container"),
    CONTAINER("cpu:float"),
    NATIVE("cpu:float"),
    KVM("cpu"),
    CONTAINER("cpu:vector"),
    NATIVE("cpu"),
    CONTAINER("cpu"),
    NATIVE("cpu:float"),
    DISK("native"),
    CONTAINER("cpu:float"),
};
const unsigned trial_kind_count = sizeof trial_kinds / sizeof *trial_kinds;

const struct trial_kind trial_density_kind = {
    "TCG, one CPU for all", "tcg", "bare", "cpu", "250ms", INJECT_SHARE};

// --- what differs -------------------------------------------------------------------------------

static bool is_alike(const struct trial *trial)
{
    return trial->slowdown <= 0;
}

// What A and B are, each a new string. Two that are alike differ in a key that changes nothing.
static void set_sides(const struct trial *trial, char *sides[2])
{
    double kept = 1 - trial->slowdown;
    enum injection injection = trial->kind->injection;
    if (injection == INJECT_WRAPPER || injection == INJECT_SHARE) {
        sides[0] = alloc_copy("qemu=" QEMU);
        sides[1] = alloc_printf("qemu=%s", trial->wrapper);
    } else if (is_alike(trial)) {
        sides[0] = alloc_copy("boot.timeout=120s");
        sides[1] = alloc_copy("boot.timeout=121s");
    } else if (injection == INJECT_QUOTA) {
        sides[0] = alloc_copy("cpu.quota=100%");
        sides[1] = alloc_printf("cpu.quota=%.2f%%", 100 * kept * trial->usage);
    } else {
        sides[0] = alloc_printf("disk.iops=%d", IOPS);
        sides[1] = alloc_printf("disk.iops=%.0f", IOPS * kept);
    }
}

// A group of one CPU and a little, which one guest of one vCPU with its QEMU cannot feel.
#define SHARED_CPUS 1.1

// The wrapper's group: one for the trial. All guests of a step are in it.
static int make_group(const struct trial *trial, struct control_place *place,
                      struct control_group *group, struct err *err)
{
    static const struct procfs this_host = {.root = ""};
    static const bool wanted[CONTROLLER_COUNT] = {[CONTROLLER_CPU] = true};
    bool is_shared = trial->kind->injection == INJECT_SHARE;
    const struct control_limits limits = {.cpus = is_shared ? SHARED_CPUS
                                                            : trial->usage * (1 - trial->slowdown)};
    scope_free char *name = alloc_printf("fullhouse-power-%d-%u", (int)getpid(), trial->number);
    int result = control_place_open(&this_host, wanted, place, err);
    return result < 0 ? result : control_group_make(place, name, &limits, group, err);
}

static int prepare(const struct trial *trial, struct control_place *place,
                   struct control_group *group, struct err *err)
{
    enum injection injection = trial->kind->injection;
    if (injection != INJECT_WRAPPER && injection != INJECT_SHARE)
        return 0;
    int result = is_alike(trial) ? 0 : make_group(trial, place, group, err);
    return result < 0 ? result : slow_qemu_set(trial->wrapper, group, err);
}

// --- the command --------------------------------------------------------------------------------

static int start(const struct trial *trial, struct err *err)
{
    scope_free char *program = path_join(trial->build, "fullhouse");
    scope_free char *store = path_join(trial->folder, "trial.db");
    scope_free char *answer = path_join(trial->folder, "answer.json");
    scope_free char *seed = alloc_printf("%llu", (unsigned long long)trial->seed);
    char *sides[2];
    set_sides(trial, sides);
    scope_free char *a = sides[0], *b = sides[1];
    const char *argv[ARGUMENTS] = {
        program,
        "ab",
        "--a",
        a,
        "--b",
        b,
        "--platform",
        trial->kind->platform,
        "--workload",
        trial->kind->workload,
        "--densities",
        trial->densities,
        "--repeats",
        trial->blocks,
        "--windows",
        "4",
        "--window",
        trial->kind->window,
        "--warmup",
        "1",
        "--memory",
        "32MiB",
        "--seed",
        seed,
        "--store",
        store,
        "--output",
        answer,
        "--json",
        "--quiet",
        trial->kind->guest ? "--guest" : NULL,
        trial->kind->guest,
    };
    struct process_result result = {0};
    int code = process_run(argv, NULL, &result, err);
    if (code == 0 && result.exit_code > 1)
        code = err_host(err, NULL, "fullhouse ab: exit %d: %s", result.exit_code, result.output);
    process_result_done(&result);
    return code;
}

int trial_run(const struct trial *trial, struct err *err)
{
    struct control_place place = {0};
    struct control_group group = {0};
    int result = path_make_dirs(trial->folder, err);
    if (result == 0)
        result = prepare(trial, &place, &group, err);
    if (result == 0)
        result = start(trial, err);
    control_group_remove(&group);
    control_place_done(&place);
    return result < 0 ? err_prefix(err, "trial %u, %s", trial->number, trial->kind->name) : 0;
}

// --- the answer ---------------------------------------------------------------------------------

static enum power_saying saying_of(const char *verdict)
{
    return strcmp(verdict, "worse") == 0    ? POWER_WORSE
           : strcmp(verdict, "better") == 0 ? POWER_BETTER
                                            : POWER_NOTHING;
}

static void take(json_t *judgement, uint32_t guests, struct trial_answer *answer)
{
    const char *measure, *verdict;
    int judged, at;
    json_t *ratio;
    if (json_unpack(judgement, "{s:s, s:s, s:b, s:i, s:o}", "measure", &measure, "verdict",
                    &verdict, "judged", &judged, "guests", &at, "ratio", &ratio) < 0 ||
        (uint32_t)at != guests || !judged)
        return;
    answer->says_anything |= saying_of(verdict) != POWER_NOTHING;
    if (strcmp(measure, "throughput") != 0)
        return;
    answer->throughput = saying_of(verdict);
    json_unpack(ratio, "{s:F, s:F, s:F}", "value", &answer->ratio, "low", &answer->low, "high",
                &answer->high);
}

static int take_all(json_t *root, uint32_t guests, int64_t run_ids[2], struct trial_answer *answer)
{
    json_t *list, *judgement;
    json_int_t a, b;
    size_t i;
    if (json_unpack(root, "{s:[{s:o, s:{s:[I!]}, s:{s:[I!]}}]}", "contrasts", "judgements", &list,
                    "a", "runs", &a, "b", "runs", &b) < 0)
        return -EPROTO;
    json_array_foreach(list, i, judgement) take(judgement, guests, answer);
    run_ids[0] = a;
    run_ids[1] = b;
    return answer->ratio > 0 ? 0 : -EPROTO;
}

static int read_answer(const struct trial *trial, uint32_t guests, int64_t run_ids[2],
                       struct trial_answer *answer, struct err *err)
{
    scope_free char *path = path_join(trial->folder, "answer.json");
    json_t *root = json_load_file(path, 0, NULL);
    int result = root ? take_all(root, guests, run_ids, answer) : -EPROTO;
    json_decref(root);
    return result < 0 ? err_host(err, NULL, "%s: no comparison of throughput", path) : 0;
}

int trial_read(const struct trial *trial, uint32_t guests, struct trial_result *ret_result,
               struct err *err)
{
    scope_free char *store = path_join(trial->folder, "trial.db");
    struct trial_result result = {0};
    struct raw raw = {0};
    int64_t run_ids[2];
    int code = read_answer(trial, guests, run_ids, &result.answer, err);
    if (code == 0)
        code = raw_read(store, run_ids, guests, &raw, err);
    if (code < 0)
        return code;
    result.threshold = raw_threshold(&raw);
    result.mann_whitney = raw_mann_whitney(&raw);
    result.blocks = raw.blocks;
    raw_done(&raw);
    *ret_result = result;
    return 0;
}
