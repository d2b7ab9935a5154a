// SPDX-License-Identifier: GPL-3.0-or-later
// Guests under load that move between two libvirt daemons, each with its own network and processes,
// and what becomes of them when we are interrupted, killed, or a host is lost on the way.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/vir_guest.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/load.h"
#include "live/live_estate.h"
#include "live/live_moves.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "tests/collector/tree.h"
#include "tests/live/twin.h"
#include "tests/live/twin_guest.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

enum { MIB = 1 << 20, GUESTS = 2, GUEST_MIB = 32 };
// So slow that there is a middle to be interrupted in.
#define SLOW_BITS_HZ (6.0 * MIB * 8)

TestSuite(system_migration, .init = host_make, .fini = host_remove);

// --- the stage ---------------------------------------------------------------------------------

static struct twin twin;
static struct twin_images images;
static struct twin_guest guests[GUESTS];

static void open_stage(void)
{
    static const char *const names[GUESTS] = {"busy", "calm"};
    static char workloads[GUESTS][8] = {"memory", "cpu"};
    struct err err = {0};
    cr_assert_eq(twin_open(tree_root(), &twin, &err), 0, "%s", err_text(&err));
    cr_assert_eq(twin_images_open(TEST_BUILD_DIR, NULL, &images, &err), 0, "%s", err_text(&err));
    for (int i = 0; i < GUESTS; i++)
        cr_assert_eq(twin_guest_start(&twin, i, &images, names[i], (uint64_t)GUEST_MIB * MIB,
                                      &guests[i], &err),
                     0, "%s", err_text(&err));
    for (int i = 0; i < GUESTS; i++) {
        char variant[] = "";
        const struct load load = {.workload = workloads[i],
                                  .variant = variant,
                                  .arrivals = LOAD_CONSTANT,
                                  .rate = {.value = i == 0 ? 1 : 20},
                                  .working_set_bytes = 8 * MIB};
        cr_assert_eq(twin_guest_load(&guests[i], &load, &err), 0, "%s", err_text(&err));
    }
}

static void close_stage(void)
{
    for (int i = 0; i < GUESTS; i++)
        twin_guest_done(&guests[i]);
    twin_images_close(&images);
    twin_close(&twin);
}

static void expect_goes_on(int guest)
{
    struct err err = {0};
    cr_assert_eq(twin_guest_await(&guests[guest], 5, &err), 0, "%s", err_text(&err));
}

static enum vir_guest_state state_on(int host, const char *name)
{
    struct err err = {0};
    bool is_busy;
    enum vir_guest_state state;
    virConnectPtr connection;
    cr_assert_eq(vir_open(twin.hosts[host].uri, &connection, &err), 0, "%s", err_text(&err));
    cr_assert_eq(vir_guest_look(connection, name, &state, &is_busy, &err), 0, "%s", err_text(&err));
    vir_close(connection);
    return state;
}

static void expect_runs_only_on(int host, const char *name)
{
    cr_expect_eq(state_on(host, name), VIR_GUEST_RUNNING, "%s", name);
    cr_expect_eq(state_on(1 - host, name), VIR_GUEST_ABSENT, "%s", name);
}

// --- plans and their runs ----------------------------------------------------------------------

struct scene {
    struct estate estate;
    struct move list[GUESTS];
    struct moves moves;
    char *journal;
    struct strbuf said;
    size_t told; // migrations that ended
    struct live_step last;
    int signal; // raised at the first sign of progress; 0: none
    bool loses_host;
    int to;
    bool is_arriving; // was seen to arrive
};

// Once asked of both hosts, which is tested by that; later by heart.
static void read_estate(struct estate *estate, int from)
{
    const char *uris[] = {twin.hosts[0].uri, twin.hosts[1].uri};
    struct err err = {0};
    cr_assert_eq(live_estate_read(uris, TWIN_HOSTS, 1, estate, &err), 0, "%s", err_text(&err));
    cr_assert_eq(estate->host_count, TWIN_HOSTS);
    cr_assert_eq(estate->guest_count, GUESTS);
    for (int h = 0; h < TWIN_HOSTS; h++) {
        cr_expect_str_eq(estate->hosts[h].name, twin.hosts[h].name);
        cr_expect(estate->hosts[h].cores >= 1 && estate->hosts[h].memory_bytes > GUEST_MIB * MIB);
    }
    for (int g = 0; g < GUESTS; g++) {
        const struct estate_guest *guest = &estate->guests[g];
        cr_expect_eq(guest->host, from);
        cr_expect_eq(guest->vcpus, 1);
        cr_expect_eq(guest->memory_bytes, GUEST_MIB * MIB);
        cr_expect(guest->cpu_cores > 0 && guest->cpu_cores < 64, "%g", guest->cpu_cores);
        cr_expect(guest->memory_used_bytes > MIB, "%g", guest->memory_used_bytes);
        cr_expect(isnan(guest->dirty_bytes_hz) || guest->dirty_bytes_hz < 1e12);
    }
}

static void remember_estate(struct estate *estate, int busy_on, int calm_on)
{
    for (int h = 0; h < TWIN_HOSTS; h++)
        estate_add_host(estate, twin.hosts[h].name)->uri = alloc_copy(twin.hosts[h].uri);
    for (int g = 0; g < GUESTS; g++) {
        struct estate_guest *guest = estate_add_guest(estate, guests[g].name);
        guest->host = g == 0 ? busy_on : calm_on;
        guest->memory_bytes = GUEST_MIB * MIB;
    }
}

// The first so many guests go from one host to the other.
static void make_scene(struct scene *scene, const char *journal, size_t moved, int from)
{
    *scene = (struct scene){.journal = tree_path(journal), .to = 1 - from};
    estate_init(&scene->estate);
    if (moved == GUESTS)
        read_estate(&scene->estate, from);
    else
        remember_estate(&scene->estate, from, 1);
    for (size_t i = 0; i < moved; i++) {
        scene->list[i] = (struct move){.kind = MOVE_MIGRATE,
                                       .guest = estate_find_guest(&scene->estate, guests[i].name),
                                       .from = from,
                                       .to = 1 - from,
                                       .wave = (unsigned)i,
                                       .seconds = uncertain_exact(2, ORIGIN_GUESSED),
                                       .downtime_s = uncertain_exact(0.3, ORIGIN_GUESSED),
                                       .converges = true};
    }
    scene->moves = (struct moves){.list = scene->list, .count = moved, .migrations = moved};
}

// By names that only we can follow: one host cannot call the other, and we lead the migration.
static void hide_hosts(struct scene *scene)
{
    for (int h = 0; h < TWIN_HOSTS; h++) {
        scope_free char *socket = alloc_printf("%s/sock/libvirt-sock", twin.hosts[h].dir);
        scope_free char *name = alloc_printf("%s/" TWIN_OUTSIDE "/%d", twin.root, h);
        cr_assert(symlink(socket, name) == 0 || errno == EEXIST);
        free(scene->estate.hosts[h].uri);
        scene->estate.hosts[h].uri = alloc_printf("qemu+unix:///system?socket=%s", name);
    }
}

static void drop_scene(struct scene *scene)
{
    estate_done(&scene->estate);
    free(scene->journal);
    strbuf_done(&scene->said);
}

static void note_said(void *context, const struct live_step *step, const char *words)
{
    struct scene *scene = context;
    strbuf_printf(&scene->said, "%s\n", words);
    scene->told += step != NULL;
    if (step)
        scene->last = *step;
}

static void disturb(void *context, const char *words)
{
    struct scene *scene = context;
    if (scene->signal)
        raise(scene->signal);
    scene->is_arriving |= strstr(words, "left") &&
                          state_on(scene->to, guests[scene->told].name) == VIR_GUEST_ARRIVING;
    if (scene->loses_host)
        twin_kill_daemon(&twin, scene->to, NULL);
    scene->signal = 0;
    scene->loses_host = false;
}

static struct live_moves_options options_of(struct scene *scene, double bandwidth_bits_hz)
{
    return (struct live_moves_options){
        .journal = scene->journal,
        .bandwidth_bits_hz = bandwidth_bits_hz,
        .said = note_said,
        .progressed = disturb,
        .context = scene,
    };
}

static int apply(struct scene *scene, double bandwidth_bits_hz, struct err *err)
{
    const struct live_moves_options options = options_of(scene, bandwidth_bits_hz);
    return live_moves_apply(&scene->estate, &scene->moves, &options, err);
}

static int resume(struct scene *scene, struct err *err)
{
    const struct live_moves_options options = options_of(scene, 0);
    return live_moves_resume(&options, err);
}

// The whole program: it reads both hosts, plans, and leaves one of them empty. Which of them is its
// own choice.
static int consolidated_by_the_program(void)
{
    scope_free char *journal = tree_path("/program");
    scope_free char *said = NULL;
    const char *const arguments[] = {
        "plan",      "pack", "--connect", twin.hosts[0].uri,  "--connect", twin.hosts[1].uri,
        "--seconds", "1",    "--set",     "memory.reserve=0", "--apply",   "--journal",
        journal,     NULL};
    cr_assert_eq(program_run(arguments, &said), 0, "%s", said);
    cr_expect(strstr(said, "runs no guest any more: switch it off"), "%s", said);
    int home = state_on(0, "busy") == VIR_GUEST_RUNNING ? 0 : 1;
    for (int i = 0; i < GUESTS; i++) {
        expect_runs_only_on(home, guests[i].name);
        expect_goes_on(i);
    }
    return home;
}

// --- what happens ------------------------------------------------------------------------------

static void both_guests_move(const char *journal, int from)
{
    struct scene scene;
    struct err err = {0};
    make_scene(&scene, journal, GUESTS, from);
    cr_assert_eq(apply(&scene, 0, &err), 0, "%s", err_text(&err));
    cr_expect_eq(scene.told, GUESTS, "%s", strbuf_text(&scene.said));
    cr_expect(scene.is_arriving);
    cr_expect(scene.last.downtime_s >= 0 && scene.last.downtime_s < 10, "%g",
              scene.last.downtime_s);
    cr_expect(scene.last.seconds > 0 && scene.last.moved_bytes > 0);
    for (int i = 0; i < GUESTS; i++) {
        expect_runs_only_on(1 - from, guests[i].name);
        expect_goes_on(i);
    }
    drop_scene(&scene);
}

// The guest stays where it was, goes on, and goes when we are told to go on.
static void interrupted(void)
{
    struct scene scene;
    struct err err = {0};
    make_scene(&scene, "/interrupted", 1, 1);
    hide_hosts(&scene);
    scene.signal = SIGINT;
    cr_assert_eq(apply(&scene, SLOW_BITS_HZ, &err), -EINTR, "%s", err_text(&err));
    cr_expect_eq(err_exit_code(&err), 130);
    cr_expect(strstr(err_text(&err), "busy runs on twin-b"), "%s", err_text(&err));
    err_done(&err);
    interrupt_clear();
    expect_runs_only_on(1, "busy");
    expect_goes_on(0);
    cr_assert_eq(resume(&scene, &err), 0, "%s", err_text(&err));
    expect_runs_only_on(0, "busy");
    expect_goes_on(0);
    drop_scene(&scene);
}

// The thread sanitizer knows no threads in a forked process.
#if defined(__SANITIZE_THREAD__)
enum { CAN_FORK = 0 };
#else
enum { CAN_FORK = 1 };
#endif

static void be_killed(struct scene *scene)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        scene->signal = SIGKILL;
        apply(scene, SLOW_BITS_HZ, NULL);
        _exit(0);
    }
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "%d", status);
}

static void killed(const char *journal, int from, bool is_led)
{
    struct scene scene;
    struct err err = {0};
    make_scene(&scene, journal, 1, from);
    if (is_led)
        hide_hosts(&scene);
    if (CAN_FORK)
        be_killed(&scene);
    cr_assert_eq(apply(&scene, 0, &err), 0, "%s", err_text(&err));
    cr_expect(!CAN_FORK || strstr(strbuf_text(&scene.said), "was begun"), "%s",
              strbuf_text(&scene.said));
    expect_runs_only_on(1 - from, "busy");
    expect_goes_on(0);
    // Once more: all is done, and nothing is done twice.
    scene.told = 0;
    cr_assert_eq(apply(&scene, 0, &err), 0, "%s", err_text(&err));
    cr_expect_eq(scene.told, 0);
    drop_scene(&scene);
}

static void host_lost(void)
{
    struct scene scene;
    struct err err = {0};
    make_scene(&scene, "/lost", 1, 0);
    scene.loses_host = true;
    cr_assert_lt(apply(&scene, SLOW_BITS_HZ, &err), 0);
    cr_expect_eq(err_exit_code(&err), 3);
    cr_expect(strstr(err_text(&err), "busy runs on twin-a; twin-b does not answer"), "%s",
              err_text(&err));
    cr_expect(strstr(err_text(&err), "Done: 0 of 1 migrations; not done: busy"), "%s",
              err_text(&err));
    err_done(&err);
    expect_goes_on(0);
    cr_assert_eq(twin_start_daemon(&twin, 1, &err), 0, "%s", err_text(&err));
    cr_assert_eq(resume(&scene, &err), 0, "%s", err_text(&err));
    expect_runs_only_on(1, "busy");
    expect_goes_on(0);
    drop_scene(&scene);
}

// A guest that nobody planned for has come to where another one is to go.
static void stranger_came(void)
{
    struct scene scene;
    struct err err = {0};
    make_scene(&scene, "/stranger", 1, 1);
    scene.list[0].guest = estate_find_guest(&scene.estate, "calm");
    scene.estate.guests[0].host = 1; // where both were when somebody planned
    cr_assert_lt(apply(&scene, 0, &err), 0);
    cr_expect(strstr(err_text(&err), "twin-a runs busy, which this plan has on twin-b"), "%s",
              err_text(&err));
    err_done(&err);
    expect_runs_only_on(1, "calm");
    drop_scene(&scene);
}

Test(system_migration, moves_guests_whatever_happens)
{
    scope_free char *lack = twin_lack();
    if (lack) {
        scope_free char *kept = scope_take(lack);
        host_remove();
        cr_skip_test("%s", kept);
    }
    host_need_emulation();
    interrupt_install(NULL);
    open_stage();
    if (consolidated_by_the_program() == 1)
        both_guests_move("/back", 1);
    both_guests_move("/plain", 0);
    interrupted();
    host_lost();
    killed("/killed-leader", 1, true);
    stranger_came();
    killed("/killed", 0, false);
    close_stage();
}
