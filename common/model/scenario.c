// SPDX-License-Identifier: GPL-3.0-or-later
// A scenario's life, its defaults, and what must be true of it as a whole. Whether a workload or a
// platform of that name exists is for those who keep their tables.
#include "common/model/scenario.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/exact.h"
#include "common/model/peer.h"
#include "common/model/exec_plan.h"
#include "common/model/platform_list.h"
#include "common/model/record.h"
#include "common/model/scenario_arm.h"
#include "common/model/scenario_arrivals.h"
#include "common/model/scenario_tile.h"

void scenario_init(struct scenario *scenario)
{
    *scenario = (struct scenario){
        .label = alloc_copy(""),
        .platform = alloc_copy("auto"),
        .guest = alloc_copy("auto"),
        .connect = alloc_copy(""),
        .kernel = alloc_copy(""),
        .boot_medium = alloc_copy(""),
        .network_mode = alloc_copy("auto"),
        .network_addresses = alloc_copy(""),
        .guests_min = 1,
        .guests_max = 8,
        .cpu_quota_ratio = 1,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(128) << 20},
        .load = {.workload = alloc_copy("cpu"),
                 .variant = alloc_copy(""),
                 .options = alloc_copy("")},
        .interference = alloc_copy(""),
        .repeats_min = 3,
        .repeats_max = 5,
        .confidence = 0.95,
        .windows = SCENARIO_WINDOWS_USUAL,
        .window_ns = CLOCK_NS_PER_SECOND,
        .warmup_max_windows = 8,
        // Emulated guests on a busy host are slow.
        .boot_timeout_ns = 120 * CLOCK_NS_PER_SECOND,
        .unique_content = true,
    };
    emulator_init(&scenario->emulator);
    disk_init(&scenario->disk);
}

void scenario_done(struct scenario *scenario)
{
    if (!scenario)
        return;
    free(scenario->label);
    free(scenario->platform);
    free(scenario->guest);
    free(scenario->connect);
    free(scenario->kernel);
    free(scenario->boot_medium);
    free(scenario->network_mode);
    free(scenario->network_addresses);
    emulator_done(&scenario->emulator);
    disk_done(&scenario->disk);
    load_done(&scenario->load);
    slo_done(&scenario->slo);
    tile_done(&scenario->tile);
    free(scenario->interference);
    sweep_done(&scenario->sweep);
    *scenario = (struct scenario){0};
}

void scenario_copy(struct scenario *into, const struct scenario *from)
{
    *into = *from;
    into->label = alloc_copy(from->label);
    into->platform = alloc_copy(from->platform);
    into->guest = alloc_copy(from->guest);
    into->connect = alloc_copy(from->connect);
    into->kernel = alloc_copy(from->kernel);
    into->boot_medium = alloc_copy(from->boot_medium);
    into->network_mode = alloc_copy(from->network_mode);
    into->network_addresses = alloc_copy(from->network_addresses);
    emulator_copy(&into->emulator, &from->emulator);
    disk_copy(&into->disk, &from->disk);
    load_copy(&into->load, &from->load);
    slo_copy(&into->slo, &from->slo);
    tile_copy(&into->tile, &from->tile);
    into->interference = alloc_copy(from->interference);
    sweep_copy(&into->sweep, &from->sweep);
}

// The length of the UTF-8 character at text (RFC 3629), 0 when it is none or a control character.
static size_t character_length(const unsigned char *text)
{
    if (text[0] < 0x80)
        return text[0] >= 0x20 && text[0] != 0x7f;
    size_t length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
    uint32_t point = text[0] & (0x7fu >> length);
    if (text[0] < 0xc2 || text[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (text[i] & 0x3f);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = point >= 0xd800 && point <= 0xdfff;
    bool c1_control = point >= 0x80 && point < 0xa0;
    return point < least[length] || point > 0x10ffff || surrogate || c1_control ? 0 : length;
}

// These texts end up on terminals, in YAML and in pages.
static int check_text(const char *key, const char *text, struct err *err)
{
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        size_t length = character_length(at);
        if (length == 0)
            return err_input(err, "%s: byte %td is no printable UTF-8 text", key,
                             (const char *)at - text + 1);
        at += length;
    }
    return 0;
}

static int check_texts(const struct scenario *scenario, struct err *err)
{
    const struct {
        const char *key;
        const char *text;
    } texts[] = {
        {"label", scenario->label},
        {"platform", scenario->platform},
        {"guest", scenario->guest},
        {"connect", scenario->connect},
        {"kernel", scenario->kernel},
        {"qemu", scenario->emulator.program},
        {"boot.medium", scenario->boot_medium},
        {"disk.path", scenario->disk.path},
        {"load.workload", scenario->load.workload},
        {"load.variant", scenario->load.variant},
        {"load.options", scenario->load.options},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int r = check_text(texts[i].key, texts[i].text ? texts[i].text : "", err);
        if (r < 0)
            return r;
    }
    size_t length = scenario->label ? strlen(scenario->label) : 0;
    if (length > SCENARIO_LABEL_MAX)
        return err_input(err, "label: %zu bytes; at most %d are wanted", length,
                         SCENARIO_LABEL_MAX);
    return 0;
}

static bool is_native(const struct scenario *scenario)
{
    return strcmp(scenario->platform, "native") == 0;
}

static int check_span(const char *key, uint32_t first, uint32_t last, uint32_t max, struct err *err)
{
    if (first >= 1 && first <= last && last <= max)
        return 0;
    return err_input(err, "%s: %" PRIu32 "..%" PRIu32 " must rise and lie in 1..%" PRIu32, key,
                     first, last, max);
}

static int check_guests(const struct scenario *scenario, struct err *err)
{
    bool is_open = scenario->guests_max == SCENARIO_GUESTS_LIMIT;
    uint32_t last = is_open ? SCENARIO_GUESTS_MAX : scenario->guests_max;
    return check_span("guests", scenario->guests_min, last, SCENARIO_GUESTS_MAX, err);
}

// Its plan is the user's text through and through, and is written out as YAML, too.
static int check_exec(const struct load *load, struct err *err)
{
    if (!load_is_exec(load))
        return 0;
    if (!load->exec)
        return err_input(err, "load.exec: workload exec runs a program of yours: a scenario names "
                              "it, see examples/exec-fio.yaml");
    int r = exec_plan_check(load->exec, err);
    if (r < 0)
        return err_prefix(err, "load.exec");
    r = check_text("load.exec.program", load->exec->program, err);
    for (size_t i = 0; r == 0 && i < load->exec->metric_count; i++)
        r = check_text("load.exec.metrics", load->exec->metrics[i].unit, err);
    return r;
}

// A native process has the host's memory, a guest its own.
static int check_memory(const struct scenario *scenario, struct err *err)
{
    const struct load *load = &scenario->load;
    uint64_t threads = load->threads ? load->threads : scenario->shape.vcpus;
    if (is_native(scenario) || load->working_set_bytes <= scenario->shape.memory_bytes / threads)
        return 0;
    scope_free char *each = exact_bytes(load->working_set_bytes);
    scope_free char *memory = exact_bytes(scenario->shape.memory_bytes);
    return err_input(err,
                     "load.working_set: %s for each of %" PRIu64
                     " thread%s does not fit the guest's memory of %s",
                     each, threads, threads == 1 ? "" : "s", memory);
}

// Nothing is said of a density that was booted once.
static int check_budget(const struct scenario *scenario, struct err *err)
{
    uint64_t least_ns = 2 * scenario_windows(scenario) * scenario->window_ns;
    if (scenario->budget_ns == 0)
        return 0;
    if (*scenario->interference || scenario->curve_max_bytes)
        return err_input(err, "budget: for a search of densities; what is asked for here has as "
                              "many steps as it has");
    if (scenario->budget_ns >= least_ns)
        return 0;
    scope_free char *budget = exact_duration(scenario->budget_ns);
    scope_free char *least = exact_duration(least_ns);
    return err_input(err,
                     "budget: %s is less than the windows of two boots of one guest take, %s; a "
                     "longer budget or shorter windows are wanted",
                     budget, least);
}

static int check_rest(const struct scenario *scenario, struct err *err)
{
    if (scenario->shape.vcpus == 0 || scenario->shape.memory_bytes == 0)
        return err_input(err, "shape: a guest needs a vCPU and memory");
    if (scenario_windows(scenario) == 0 || scenario->window_ns == 0)
        return err_input(err, scenario->windows == SCENARIO_WINDOWS_TRACE
                                  ? "windows: trace is for a replay; a number is wanted"
                                  : "windows: at least one window must be measured");
    if (scenario->boot_timeout_ns == 0)
        return err_input(err, "boot.timeout: guests need time to boot, as 120s");
    return 0;
}

// "qemu+ssh://host/system" leads away from here, "qemu:///system" does not.
static bool is_elsewhere(const char *uri)
{
    const char *host = strstr(uri, "://");
    return host && host[3] != '\0' && host[3] != '/';
}

static const char *name_of_processes(const struct platform_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (platform_list_runs_processes(list->entries[i].name))
            return list->entries[i].name;
    return NULL;
}

// Native and container run processes of this host: with a guest or a libvirt silently ignored, the
// number would be another's. In a campaign guest and libvirt are the others', but all must be on
// one host.
static int check_place(const struct scenario *scenario, struct err *err)
{
    scope_platform_list struct platform_list list = {0};
    int r = platform_list_parse(scenario->platform, &list, err);
    if (r < 0)
        return err_prefix(err, "platform");
    const char *name = name_of_processes(&list);
    if (!name)
        return 0;
    if (*scenario->connect && (list.count == 1 || is_elsewhere(scenario->connect)))
        return err_input(err, "connect: %s is for guests (kvm, tcg, auto); %s runs processes here",
                         scenario->connect, name);
    const struct emulator *emulator = &scenario->emulator;
    if (list.count == 1 && !emulator_is_usual(emulator))
        return err_input(err, "%s is for guests (kvm, tcg, auto); %s runs processes here",
                         *emulator->program   ? "qemu"
                         : *emulator->machine ? "machine"
                                              : "cpu.model",
                         name);
    if (list.count == 1 && strcmp(scenario->guest, "auto") != 0)
        return err_input(err, "guest: %s is for kvm, tcg and auto; %s runs processes here",
                         scenario->guest, name);
    return 0;
}

const struct slo *scenario_slo(const struct scenario *scenario)
{
    return load_is_idle(&scenario->load) ? NULL : &scenario->slo;
}

const struct slo *scenario_stream_slo(const struct scenario *scenario, const struct role *role,
                                      size_t stream)
{
    if (load_is_idle(&role->loads[stream]))
        return NULL;
    return role->has_slo ? &role->slo : &scenario->slo;
}

static uint64_t replay_windows(const struct load *load, uint64_t window_ns)
{
    if (load->arrivals != LOAD_REPLAY || window_ns == 0)
        return 0;
    double length_ns = (double)trace_set_length_ns(&load->traces) / load_speed(load);
    // What rounding leaves of a trace makes no window.
    double count = ceil(length_ns / (double)window_ns - 1e-6);
    return count < UINT32_MAX ? (uint64_t)count : UINT32_MAX;
}

uint32_t scenario_windows(const struct scenario *scenario)
{
    uint64_t windows = scenario->windows;
    if (windows != SCENARIO_WINDOWS_TRACE)
        return scenario->windows;
    windows = replay_windows(&scenario->load, scenario->window_ns);
    for (size_t i = 0; i < scenario->tile.role_count; i++) {
        const struct role *role = &scenario->tile.roles[i];
        for (size_t k = 0; k < role->load_count; k++) {
            uint64_t own = replay_windows(&role->loads[k], scenario->window_ns);
            windows = own > windows ? own : windows;
        }
    }
    return (uint32_t)windows;
}

uint32_t scenario_unit_vcpus(const struct scenario *scenario)
{
    const struct tile *tile = &scenario->tile;
    uint32_t vcpus = 0;
    for (size_t i = 0; i < tile->role_count; i++)
        vcpus += tile->roles[i].shape.vcpus * tile->roles[i].guests;
    return tile->role_count ? vcpus : scenario->shape.vcpus;
}

size_t scenario_platform_count(const struct scenario *scenario)
{
    scope_platform_list struct platform_list list = {0};
    return platform_list_parse(scenario->platform, &list, NULL) == 0 ? list.count : 1;
}

void scenario_copy_platform(struct scenario *into, const struct scenario *from, size_t index)
{
    scope_platform_list struct platform_list list = {0};
    scenario_copy(into, from);
    if (platform_list_parse(from->platform, &list, NULL) < 0 || index >= list.count)
        return;
    const struct platform_entry *entry = &list.entries[index];
    record_set(&into->platform, alloc_copy(entry->name));
    if (platform_list_runs_processes(into->platform)) {
        record_set(&into->guest, alloc_copy("auto"));
        record_set(&into->connect, alloc_copy(""));
        emulator_done(&into->emulator);
        emulator_init(&into->emulator);
    } else if (*entry->guest) {
        record_set(&into->guest, alloc_copy(entry->guest));
    }
}

// Two guests that talk to each other have no solo to be held against.
static bool asks_for_solo(const struct slo *slo)
{
    for (size_t i = 0; i < slo->count; i++)
        if (slo->terms[i].bound == SLO_TIMES_SOLO || slo->terms[i].metric == SLO_RETAINED)
            return true;
    return false;
}

static int check_peer(const struct scenario *scenario, uint32_t guest, const struct load *load,
                      struct err *err)
{
    bool has_tile = scenario->tile.role_count > 0;
    uint32_t guests = has_tile ? tile_guests(&scenario->tile) : scenario->guests_min;
    scope_free char *wanted = load_option(load, "peer");
    struct peer peer;
    int r = peer_find(&scenario->tile, guests, guest, wanted, &peer, err);
    if (r == 0 && peer.is_guest && !has_tile && load->rate.is_share)
        r = err_input(err, "load.rate: a share is one of what one guest alone can do, and alone it "
                           "has no other to talk to: a rate, as 1000/s, or a tile of two");
    if (r == 0 && peer.is_guest && !has_tile && asks_for_solo(&scenario->slo))
        r = err_input(err, "slo: a bound by what one guest does alone, where alone it has no other "
                           "to talk to: one by the clock, as p99<=2ms, or a tile of two");
    return r;
}

// Whether all guests that are to talk to another one have one.
static int check_peers(const struct scenario *scenario, struct err *err)
{
    const struct tile *tile = &scenario->tile;
    if (tile->role_count == 0)
        return check_peer(scenario, 0, &scenario->load, err);
    for (uint32_t guest = 0; guest < tile_guests(tile); guest++) {
        const struct role *role = tile_role_of(tile, guest);
        for (size_t k = 0; k < role->load_count; k++) {
            int r = check_peer(scenario, guest, &role->loads[k], err);
            if (r < 0)
                return r;
        }
    }
    return 0;
}

// A list is measured as it is: there is no search, and nothing else that has densities of its own.
static int check_densities(const struct scenario *scenario, struct err *err)
{
    if (scenario->densities.count == 0)
        return 0;
    if (*scenario->interference || scenario->curve_max_bytes || scenario->fault)
        return err_input(err, "densities: %s has densities of its own",
                         *scenario->interference     ? "interference"
                         : scenario->curve_max_bytes ? "a curve"
                                                     : "a fault");
    if (scenario->densities.list[0] > 1 && asks_for_solo(&scenario->slo))
        return err_input(err, "densities: a bound by what one guest does alone is asked for; 1 is "
                              "wanted among them, as 1,4,8");
    return 0;
}

static int check_fault(const struct scenario *scenario, struct err *err)
{
    if (scenario->fault == ACCIDENT_NONE)
        return 0;
    if (scenario->guests_max < 2)
        return err_input(err,
                         "fault: the others are wanted, too; guests says how many, at least 2");
    if (scenario->tile.role_count > 0 || *scenario->interference)
        return err_input(err, "fault: all guests are alike there; no tile and no interference");
    if (load_is_idle(&scenario->load))
        return err_input(err, "fault: idle guests feel nothing; a load is wanted");
    return 0;
}

int scenario_check(const struct scenario *scenario, struct err *err)
{
    int r = check_texts(scenario, err);
    if (r == 0)
        r = check_place(scenario, err);
    if (r == 0)
        r = check_guests(scenario, err);
    if (r == 0)
        r = check_span("repeats", scenario->repeats_min, scenario->repeats_max,
                       SCENARIO_REPEATS_MAX, err);
    if (r == 0)
        r = check_rest(scenario, err);
    if (r == 0)
        r = check_budget(scenario, err);
    if (r == 0)
        r = disk_check(&scenario->disk, scenario->guests_max, err);
    if (r == 0)
        r = scenario_arrivals_check(scenario, err);
    if (r == 0)
        r = check_exec(&scenario->load, err);
    if (r == 0)
        r = check_memory(scenario, err);
    if (r == 0)
        r = check_peers(scenario, err);
    if (r == 0 && *scenario->interference && scenario->tile.role_count > 0)
        r = err_input(err,
                      "interference: a tile has neighbours of its own; one of the two is wanted");
    if (r == 0)
        r = check_densities(scenario, err);
    if (r == 0)
        r = check_fault(scenario, err);
    if (r == 0)
        r = scenario_tile_check(scenario, err);
    return r < 0 ? r : scenario_arms_check(scenario, err);
}
