// SPDX-License-Identifier: GPL-3.0-or-later
// Which options set which key, what of the command line goes into a scenario, and who is to blame
// for what is wrong in it.
#include "cli/scenario_options.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bench/platform.h"
#include "cli/load_needs.h"
#include "cli/options.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/platform_list.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arm.h"

const struct scenario_option scenario_option_table[SCENARIO_OPTION_COUNT] = {
    {"platform", "platform", "NAME,...",
     "auto (default), native, container, kvm or tcg; several, as native,kvm, take turns"},
    {"guest", "guest", "KIND",
     "auto (default), appliance (a small Linux), bare (no operating system), or an image's path"},
    {"qemu", "qemu", "PROGRAM", "the QEMU that guests run in (default: the one on the PATH)"},
    {"machine", "machine", "TYPE", "QEMU's machine, as q35 or pc (default: by the guest)"},
    {"cpu-model", "cpu.model", "MODEL",
     "QEMU's CPU model, as host, max or qemu64 (default: by platform)"},
    {"guests", "guests", "MIN..MAX",
     "densities to look at (default 1..8); 1..limit goes on until the host says stop"},
    {"tiles", "tiles", "MIN..MAX", "the same where the scenario has a tile"},
    {"overcommit", "overcommit", "MIN..MAX",
     "densities as vCPUs a usable CPU of this host, as 1..4, instead of guests"},
    {"densities", "densities", "N,...",
     "measure these densities as they are, as 1,4,8: no search; each round has all of them once"},
    {"interference", "interference", "NAME,...",
     "workloads to put beside each other, in pairs (see fullhouse interference)"},
    {"fault", "fault", "KIND",
     "let panic, kill, memory-hog, fork-bomb or disk-hog befall one of MAX guests in mid-window, "
     "and "
     "tell what the others felt"},
    {"options", "load.options", "NAME=VALUE,...", "of the workload; fullhouse list options"},
    {"trace", "load.trace", "FILE",
     "replay this CSV of time and share, of a guest or with a column for each; a folder or a "
     "pattern has one file a guest"},
    {"trace-speed", "load.trace_speed", "FACTOR", "so many times as fast, as 60x"},
    {"trace-arrivals", "load.trace_arrivals", "HOW", "constant (default) or poisson"},
    {"trace-gaps", "load.trace_gaps", "HOW",
     "refuse (default) a trace with holes, or hold the share before each"},
    {"burst", "load.burst", "FACTOR TIME",
     "bursty arrivals: bursts of so many times the rate that last so long, as '4x 200ms'"},
    {"arrivals", "load.arrivals", "HOW", "closed, constant, poisson, bursty or replay"},
    {"rate", "load.rate", "RATE",
     "offered by each guest: 25% of what one guest alone can do, or 1000/s"},
    {"working-set", "load.working_set", "BYTES", "of each thread, as 64MiB"},
    {"threads", "load.threads", "N", "worker threads a guest (default: one a vCPU)"},
    {"slo", "slo", "TERMS", "what must hold, as 'p99<=3x,achieved>=95%'; see fullhouse list"},
    {"vcpus", "shape.vcpus", "N", "of one guest (default 1)"},
    {"memory", "shape.memory", "BYTES", "of one guest (default 128MiB)"},
    {"memory-backing", "memory.backing", "HOW",
     "plain (default), huge, ksm, balloon or free-page-reporting"},
    {"pinning", "pinning", "HOW",
     "of guests to CPUs: none (default), spread, pack or numa (CPUs and memory of one node)"},
    {"cpu-quota", "cpu.quota", "SHARE",
     "of each vCPU that a guest may use, as 95%, for an injected slowdown (default 100%)"},
    {"repeats", "repeats", "MIN..MAX",
     "fresh boots of each density: MIN, up to MAX while undecided (default 3..5)"},
    {"confidence", "confidence", "SHARE",
     "of a verdict, over all the boots after which it is asked for (default 95%)"},
    {"budget", "budget", "TIME",
     "the best answer that fits: everything is to end in about that time, as 30m"},
    {"terms", "terms", "WHICH",
     "first (default): stop where the first service-level term breaks; all: find where each does"},
    {"windows", "windows", "N", "measured windows of a step (default 5)"},
    {"window", "window", "TIME", "length of one (default 1s)"},
    {"warmup", "warmup", "N", "most windows of warm-up before measuring (default 8)"},
    {"seed", "seed", "N", "the same seed gives the same loads (default: chosen and recorded)"},
    {"label", "label", "TEXT", "a name for the run"},
    {"connect", "connect", "URI", "libvirt to use (default: the embedded driver, no daemon)"},
    {"kernel", "kernel", "FILE", "the guests' kernel (default: found or fetched)"},
    {"network", "network.mode", "HOW",
     "for loads that need one: auto (default), bridge, user, a bridge's name, or sriov:CARD"},
    {"network-addresses", "network.addresses", "ADDRESS/PREFIX",
     "the first guest's on a network of your own, as 192.168.7.64/24"},
    {"disk-size", "disk.size", "BYTES", "of a guest's data disk, for disk loads (default 1GiB)"},
    {"disk-cache", "disk.cache", "HOW",
     "none (default), writeback, writethrough, directsync or unsafe, as QEMU has them"},
    {"disk-aio", "disk.aio", "HOW", "threads (default), native or io_uring, as QEMU has them"},
    {"disk-backing", "disk.backing", "KIND",
     "file (default): a sparse file a guest; block: a device of the host for one guest"},
    {"disk-path", "disk.path", "PATH", "folder of the files (default: the run's own), or device"},
    {"disk-iops", "disk.iops", "N", "most reads a second, and as many writes, as 500"},
    {"disk-bandwidth", "disk.bandwidth", "BYTES", "a second of reads, and of writes, as 100MiB"},
    {"disk-destroy", "disk.destroy", "yes", "the device may lose what it holds"},
    {"boot-parallel", "boot.parallel", "N", "guests started at once (default: four a CPU)"},
    {"boot-timeout", "boot.timeout", "TIME", "until a guest must have said hello (default 120s)"},
    {"boot-from", "boot.from", "WHAT",
     "auto (default), kernel (the hypervisor loads it), iso or disk (a bootable image)"},
    {"boot-firmware", "boot.firmware", "WHICH", "auto (default), bios or uefi"},
    {"boot-medium", "boot.medium", "PATH",
     "an image of fullhouse media, where the hypervisor finds it (default: made for the run)"},
    {"reserve", "reserve", "BYTES", "host memory that guests never get"},
};
// Where the table has them.
enum {
    OPTION_PLATFORM,
    OPTION_GUEST,
    OPTION_QEMU,
    OPTION_MACHINE,
    OPTION_CPU_MODEL,
    OPTION_GUESTS,
    OPTION_TILES,
    OPTION_OVERCOMMIT,
    OPTION_DENSITIES,
    OPTION_INTERFERENCE
};

// Who typed an option knows it by its own name, not by the key of a file.
static int name_option(struct err *err, const char *option, const char *key, const struct err *why)
{
    const char *text = err_text(why);
    size_t length = strlen(key);
    if (strncmp(text, key, length) == 0 && strncmp(text + length, ": ", 2) == 0)
        text += length + 2;
    return err_input(err, "--%s: %s", option, text);
}

static int set_workload(struct scenario *scenario, const char *word, struct err *err)
{
    scope_free char *name = alloc_printf("%.*s", (int)strcspn(word, ":"), word);
    const char *variant = strchr(word, ':') ? strchr(word, ':') + 1 : "";
    struct err why = {0};
    bool is_other = strcmp(name, scenario->load.workload) != 0;
    int result = scenario_set(scenario, "load.workload", name, &why);
    if (result == 0 && is_other) // another workload's options would be refused
        result = scenario_set(scenario, "load.options", "", &why);
    if (result == 0)
        result = scenario_set(scenario, "load.variant", variant, &why);
    if (result < 0)
        name_option(err, "workload", "load.workload", &why);
    err_done(&why);
    return result;
}

static int apply_setting(struct scenario *scenario, size_t index, const char *value,
                         struct err *err)
{
    struct err why = {0};
    int result = scenario_set(scenario, scenario_option_table[index].key, value, &why);
    if (result < 0)
        name_option(err, scenario_option_table[index].option, scenario_option_table[index].key,
                    &why);
    err_done(&why);
    return result;
}

// "pinning=none,spread"
static int apply_sweep(struct scenario *scenario, const char *word, struct err *err)
{
    const char *values = strchr(word, '=');
    if (!values)
        return err_input(err,
                         "--sweep: '%s': a key and its values are wanted, as "
                         "pinning=none,spread",
                         word);
    scope_free char *key = alloc_printf("%.*s", (int)(values - word), word);
    int result = scenario_sweep(scenario, key, values + 1, err);
    return result < 0 ? err_prefix(err, "--sweep") : 0;
}

// All of them say how many.
static int check_axis(const struct scenario_options *given, struct err *err)
{
    static const int ways[] = {OPTION_DENSITIES, OPTION_OVERCOMMIT, OPTION_GUESTS, OPTION_TILES};
    enum { WAYS = sizeof ways / sizeof *ways };
    const char *first = NULL;
    for (int i = 0; i < WAYS; i++) {
        if (!given->values[ways[i]])
            continue;
        const char *name = scenario_option_table[ways[i]].option;
        if (first)
            return err_input(err, "--%s: --%s says how many there are; one of the two is wanted",
                             first, name);
        first = name;
    }
    return 0;
}

static int apply(const struct scenario_options *given, struct scenario *scenario, struct err *err)
{
    int result = check_axis(given, err);
    if (result == 0 && given->file)
        result = scenario_load(scenario, given->file, err);
    if (result < 0)
        options_blame_path(err);
    if (result == 0 && given->workload)
        result = set_workload(scenario, given->workload, err);
    for (size_t i = 0; result == 0 && i < SCENARIO_OPTION_COUNT; i++)
        if (given->values[i])
            result = apply_setting(scenario, i, given->values[i], err);
    for (size_t i = 0; result == 0 && i < given->sweep_count; i++)
        result = apply_sweep(scenario, given->sweeps[i], err);
    if (given->shared_content)
        scenario->unique_content = false;
    return result;
}

static int check_platform_name(const char *name, struct err *err)
{
    const char *names[16] = {"auto"};
    size_t count = 1;
    if (strcmp(name, "auto") == 0 || platform_find(name))
        return 0;
    for (const struct platform_ops *const *entry = platform_table; *entry; entry++)
        names[count++] = (*entry)->name;
    scope_free char *hint = nearest_hint(name, names, count);
    return err_input(err, "no platform '%s'%s", name, hint);
}

// A path is a file of the current folder's, as every other path here is.
static int check_guest(const char *guest, struct err *err)
{
    static const char *const names[] = {"auto", "appliance", "bare"};
    enum { NAMES = sizeof names / sizeof *names };
    for (size_t i = 0; i < NAMES; i++)
        if (strcmp(guest, names[i]) == 0)
            return 0;
    if (path_exists(guest))
        return 0;
    scope_free char *hint = nearest_hint(guest, names, NAMES);
    return err_input(err, "'%s' is no file and no guest%s", guest, hint);
}

// What runs on another host is looked for there.
static int check_qemu(const struct scenario *scenario, struct err *err)
{
    const char *program = scenario->emulator.program;
    if (!*program || *scenario->connect || access(program, X_OK) == 0)
        return 0;
    return err_input(err, "qemu: '%s': %s", program,
                     errno == ENOENT ? "there is no such program" : strerror(errno));
}

static int check_platforms(const char *text, struct err *err)
{
    scope_platform_list struct platform_list list = {0};
    int result = platform_list_parse(text, &list, err);
    for (size_t i = 0; result == 0 && i < list.count; i++) {
        result = check_platform_name(list.entries[i].name, err);
        if (result == 0 && *list.entries[i].guest)
            result = check_guest(list.entries[i].guest, err);
    }
    return result;
}

// What the scenario names must exist: judged here, where all tables can be seen. An option of its
// own takes the blame from the file.
static int check_names(const struct scenario_options *given, const struct scenario *scenario,
                       struct err *err)
{
    struct err why = {0};
    const char *option = given->workload ? given->workload : given->values[OPTION_INTERFERENCE];
    int result = load_needs_check(scenario, &why);
    if (result == 0) {
        option = given->values[OPTION_PLATFORM];
        result = check_platforms(scenario->platform, &why);
    }
    if (result == 0) {
        option = given->values[OPTION_GUEST];
        result = check_guest(scenario->guest, &why);
    }
    if (result == 0) {
        option = given->values[OPTION_QEMU];
        result = check_qemu(scenario, &why);
    }
    if (result < 0 && given->file && !option)
        err_prefix(&why, "%s", given->file);
    err_move(err, &why);
    return result;
}

int scenario_options_check_arm(const struct scenario *arm, struct err *err)
{
    int result = load_needs_check(arm, err);
    if (result == 0)
        result = check_platforms(arm->platform, err);
    if (result == 0)
        result = check_guest(arm->guest, err);
    return result == 0 ? check_qemu(arm, err) : result;
}

// What a sweep makes of it must exist, too.
static int check_arms(const struct scenario *scenario, struct err *err)
{
    size_t arms = scenario->sweep.count ? scenario_arm_count(scenario) : 0;
    int result = 0;
    for (size_t i = 0; result == 0 && i < arms; i++) {
        struct scenario arm;
        scope_free char *name = NULL;
        result = scenario_copy_arm(&arm, scenario, i, &name, err);
        if (result < 0)
            return result;
        result = scenario_options_check_arm(&arm, err);
        if (result < 0)
            err_prefix(err, "%s", name);
        scenario_done(&arm);
    }
    return result;
}

int scenario_options_read(const struct scenario_options *given, struct scenario *scenario,
                          struct err *err)
{
    int result = apply(given, scenario, err);
    if (result == 0)
        result = check_names(given, scenario, err);
    if (result == 0)
        result = scenario_check(scenario, err);
    return result < 0 ? result : check_arms(scenario, err);
}
