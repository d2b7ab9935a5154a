// SPDX-License-Identifier: GPL-3.0-or-later
// Starts, kills, resumes, compares.
#include "tests/kill/rounds.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/process.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "tests/kill/steps.h"

static const uint64_t LONGEST_NS = 600 * CLOCK_NS_PER_SECOND;
static const uint64_t GONE_NS = 5 * CLOCK_NS_PER_SECOND;
enum { OUTPUT_MAX = 1 << 20 };

static const struct procfs this_host = {.root = ""};

// --- the program --------------------------------------------------------------------------------

static pid_t start(const struct kill_plan *plan, const char *const *arguments)
{
    scope_free char *program = alloc_printf("%s/fullhouse", plan->build);
    scope_free char *output = alloc_printf("%s/said", plan->folder);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    setpgid(0, 0);
    dup2(fd, 1);
    dup2(fd, 2);
    execv(program, (char *const *)(uintptr_t)arguments);
    _exit(127);
}

// The ladder's path is told by the seed alone, whatever the host does beside it.
static pid_t begin(const struct kill_plan *plan, const char *store)
{
    scope_free char *guests = alloc_printf("1..%s", plan->guests_max);
    bool is_idle = strcmp(plan->workload, "idle") == 0;
    const char *const arguments[] = {"fullhouse",
                                     "bench",
                                     "--platform",
                                     plan->platforms,
                                     "--guests",
                                     guests,
                                     "--workload",
                                     plan->workload,
                                     "--windows",
                                     "2",
                                     "--window",
                                     plan->window,
                                     "--seed",
                                     "5",
                                     "--store",
                                     store,
                                     "--repeats",
                                     is_idle ? "2..2" : "3..3",
                                     is_idle ? NULL : "--rate",
                                     "500/s",
                                     "--slo",
                                     "throughput>=1",
                                     "--warmup",
                                     "2",
                                     NULL};
    return start(plan, arguments);
}

static pid_t go_on(const struct kill_plan *plan, const char *store)
{
    const char *const arguments[] = {"fullhouse", "bench", "--resume", "--store", store, NULL};
    return start(plan, arguments);
}

// Its exit code, 128 + signal when it was killed, or -1 when the deadline comes first.
static int wait_until(pid_t pid, uint64_t deadline_ns)
{
    int status;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (clock_monotonic_ns() >= deadline_ns)
            return -1;
        usleep(1000);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void kill_program(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static int tell_failure(const struct kill_plan *plan, int code, struct err *err)
{
    scope_free char *path = alloc_printf("%s/said", plan->folder);
    scope_free char *said = NULL;
    if (path_read(path, OUTPUT_MAX, &said, NULL, NULL) < 0)
        said = alloc_copy("");
    return err_input(err, "fullhouse ended with %d: %s", code, said);
}

static bool has_runs(const char *path)
{
    struct store *store;
    int64_t id;
    if (!path_exists(path) || store_open(path, STORE_READ, &store, NULL) < 0)
        return false;
    int result = store_find_run(store, "latest", &id, NULL);
    store_close(store);
    return result == 0;
}

// --- what is left -------------------------------------------------------------------------------

static size_t processes_left(const struct kill_plan *plan, const char *cache)
{
    scope_free char *below = alloc_printf("%s/", cache);
    scope_free char *agent = alloc_printf("%s/fullhouse-guest", plan->build);
    scope_free pid_t *guests = NULL, *agents = NULL;
    size_t count = 0, more = 0;
    process_find_all(&this_host, "qemu", below, &guests, &count, NULL);
    process_find_all(&this_host, "fullhouse-guest", agent, &agents, &more, NULL);
    return count + more;
}

// Sockets, consoles and notes are all below these.
static int expect_slots_clean(const char *cache, struct err *err)
{
    static const char *const names[] = {"guests", "run", "lib", "log", "note"};
    for (unsigned slot = 0; slot < 4; slot++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            scope_free char *path = alloc_printf("%s/embed/%u/%s", cache, slot, names[i]);
            if (path_exists(path))
                return err_input(err, "%s is left", path);
        }
    return 0;
}

static int expect_clean(const struct kill_plan *plan, struct err *err)
{
    scope_free char *cache = path_cache_dir(err);
    if (!cache)
        return -EINVAL;
    uint64_t deadline_ns = clock_monotonic_ns() + GONE_NS;
    while (processes_left(plan, cache) > 0 && clock_monotonic_ns() < deadline_ns)
        usleep(10000);
    size_t left = processes_left(plan, cache);
    return left ? err_input(err, "%zu processes of guests are left", left)
                : expect_slots_clean(cache, err);
}

// --- a campaign ---------------------------------------------------------------------------------

static int run_calm(const struct kill_plan *plan, const char *store, uint64_t *ret_ns,
                    struct err *err)
{
    uint64_t began_ns = clock_monotonic_ns();
    pid_t pid = begin(plan, store);
    int code = wait_until(pid, began_ns + LONGEST_NS);
    *ret_ns = clock_monotonic_ns() - began_ns;
    if (code < 0)
        kill_program(pid);
    return code == 0 ? 0 : tell_failure(plan, code, err);
}

static void say(const struct kill_plan *plan, const struct kill_score *score, uint64_t after_ns)
{
    scope_free char *text = alloc_printf("kill %u after %.2f s", score->kills,
                                         (double)after_ns / (double)CLOCK_NS_PER_SECOND);
    if (plan->say)
        plan->say(text);
}

// Until it ends by itself: while kills are left it is killed at a moment of its own, and resumed.
static int run_killed(const struct kill_plan *plan, const char *store, struct rng *rng,
                      struct kill_score *score, struct err *err)
{
    for (;;) {
        bool is_mortal = score->kills < plan->kills;
        bool resume = has_runs(store);
        // Twice the campaign's share of a kill, so that a kill comes in every share on average.
        uint64_t span_ns = 2 * score->calm_ns / (plan->kills + 1);
        uint64_t after_ns = is_mortal ? rng_below(rng, span_ns) : LONGEST_NS;
        pid_t pid = resume ? go_on(plan, store) : begin(plan, store);
        score->resumes += resume;
        int code = wait_until(pid, clock_monotonic_ns() + after_ns);
        if (code == 0)
            return 0;
        if (code > 0 || !is_mortal) {
            kill_program(pid);
            return tell_failure(plan, code, err);
        }
        kill_program(pid);
        score->kills++;
        say(plan, score, after_ns);
    }
}

static int judge(const struct kill_plan *plan, const char *store, const char *calm, struct err *err)
{
    scope_free char *steps = NULL;
    size_t count;
    int result = kill_steps_read(store, &steps, &count, err);
    scope_free char *difference = result == 0 ? kill_steps_differ(calm, steps) : NULL;
    if (difference)
        result = err_input(err, "%s", difference);
    return result < 0 ? result : expect_clean(plan, err);
}

int kill_rounds(const struct kill_plan *plan, struct kill_score *ret_score, struct err *err)
{
    scope_free char *store = alloc_printf("%s/calm.db", plan->folder);
    scope_free char *calm = NULL;
    struct kill_score score = {0};
    struct rng rng;
    rng_init(&rng, plan->seed);
    int result = run_calm(plan, store, &score.calm_ns, err);
    if (result == 0)
        result = kill_steps_read(store, &calm, &score.steps, err);
    while (result == 0 && score.kills < plan->kills) {
        scope_free char *killed = alloc_printf("%s/killed-%u.db", plan->folder, score.campaigns);
        result = run_killed(plan, killed, &rng, &score, err);
        if (result == 0)
            result = judge(plan, killed, calm, err);
        score.campaigns += result == 0;
    }
    *ret_score = score;
    return result;
}
