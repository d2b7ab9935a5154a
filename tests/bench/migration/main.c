// SPDX-License-Identifier: GPL-3.0-or-later
// Real guests under load, moved between two libvirt daemons by what `plan pack --apply` calls:
// seconds and downtime as predicted before, beside those that libvirt measured.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "live/live_estate.h"
#include "live/live_moves.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "tests/live/twin.h"
#include "tests/live/twin_guest.h"

#define MIB (1024.0 * 1024)
// All migrations get so much, and the prediction knows it.
#define BANDWIDTH_BITS_HZ (64 * MIB * 8)
#define GUEST_BYTES       ((uint64_t)128 << 20)
#define WATCH_S           3

static const struct {
    const char *name;
    char workload[8], variant[8];
    double rate_hz; // of operations; one of memory:write writes half a MiB
} loads[] = {
    {"idle", "null", "", 1},
    {"cpu", "cpu", "", 50},
    {"writes-a-little", "memory", "write", 4},
    {"writes", "memory", "write", 16},
    {"writes-a-lot", "memory", "write", 48},
};

enum { GUESTS = sizeof loads / sizeof *loads };

struct stage {
    char root[32];
    struct twin twin;
    struct twin_images images;
    struct twin_guest guests[GUESTS];
    struct live_step last;
};

static int start_guests(struct stage *stage, struct err *err)
{
    int result = 0;
    for (int i = 0; i < GUESTS && result == 0; i++)
        result = twin_guest_start(&stage->twin, 0, &stage->images, loads[i].name, GUEST_BYTES,
                                  &stage->guests[i], err);
    for (int i = 0; i < GUESTS && result == 0; i++) {
        char workload[sizeof loads[i].workload], variant[sizeof loads[i].variant];
        memcpy(workload, loads[i].workload, sizeof workload);
        memcpy(variant, loads[i].variant, sizeof variant);
        const struct load load = {.workload = workload,
                                  .variant = variant,
                                  .arrivals = LOAD_CONSTANT,
                                  .rate = {.value = loads[i].rate_hz},
                                  .working_set_bytes = 64 << 20};
        result = twin_guest_load(&stage->guests[i], &load, err);
    }
    return result;
}

static void note_step(void *context, const struct live_step *step, const char *words)
{
    (void)words;
    if (step)
        ((struct stage *)context)->last = *step;
}

// --- one migration -----------------------------------------------------------------------------

static struct move predict(const struct estate *estate, int32_t guest,
                           const struct moves_options *options)
{
    const struct estate_guest *facts = &estate->guests[guest];
    struct move move = {
        .kind = MOVE_MIGRATE, .guest = guest, .from = facts->host, .to = 1 - facts->host};
    const struct uncertain dirty = isfinite(facts->dirty_bytes_hz)
                                       ? uncertain_exact(facts->dirty_bytes_hz, ORIGIN_MEASURED)
                                       : options->dirty_bytes_hz;
    double bytes =
        isfinite(facts->memory_used_bytes) ? facts->memory_used_bytes : facts->memory_bytes;
    moves_time(bytes, &dirty, &options->bandwidth_bits_hz, options, &move.seconds, &move.downtime_s,
               &move.converges);
    return move;
}

static void tell(const struct stage *stage, const struct estate *estate, const struct move *move,
                 bool goes_on)
{
    const struct estate_guest *guest = &estate->guests[move->guest];
    const struct live_step *step = &stage->last;
    printf("%-16s %5.1f MiB/s  %5.2f s [%4.2f, %5.2f] %6.2f s   %5.3f s [%5.3f, %5.3f] %6.3f s   "
           "%6.1f MiB  %s\n",
           guest->name, guest->dirty_bytes_hz / MIB, move->seconds.value, move->seconds.low,
           move->seconds.high, step->seconds, move->downtime_s.value, move->downtime_s.low,
           move->downtime_s.high, step->downtime_s, step->moved_bytes / MIB,
           goes_on ? "goes on" : "DIED (QEMU's emulation lost writes?)");
    fflush(stdout);
}

static int move_one(struct stage *stage, int index, int round, struct err *err)
{
    const char *uris[] = {stage->twin.hosts[0].uri, stage->twin.hosts[1].uri};
    scope_free char *journal = alloc_printf("%s/journal-%d-%d", stage->root, index, round);
    struct moves_options options;
    struct estate estate;
    moves_options_init(&options);
    options.bandwidth_bits_hz = uncertain_exact(BANDWIDTH_BITS_HZ, ORIGIN_STATED);
    estate_init(&estate);
    int result = live_estate_read(uris, TWIN_HOSTS, WATCH_S, &estate, err);
    int32_t guest = estate_find_guest(&estate, stage->guests[index].name);
    if (result == 0 && guest != ESTATE_NOWHERE) {
        struct move move = predict(&estate, guest, &options);
        const struct moves moves = {.list = &move, .count = 1, .migrations = 1};
        const struct live_moves_options apply = {.journal = journal,
                                                 .downtime_allowed_s = options.downtime_allowed_s,
                                                 .bandwidth_bits_hz = BANDWIDTH_BITS_HZ,
                                                 .said = note_step,
                                                 .context = stage};
        result = live_moves_apply(&estate, &moves, &apply, err);
        if (result == 0)
            tell(stage, &estate, &move, twin_guest_await(&stage->guests[index], 5, NULL) == 0);
    } else if (result == 0) {
        printf("%-16s is no more\n", stage->guests[index].name);
    }
    estate_done(&estate);
    moves_options_done(&options);
    return result;
}

// A guest that is lost does not end the rest.
static int move_all(struct stage *stage, int rounds)
{
    printf("%-16s %-11s  %-30s  %-32s %-9s\n", "guest, emulated", "dirty rate",
           "seconds: predicted, measured", "downtime: predicted, measured", "sent");
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < GUESTS && !interrupt_pending(); i++) {
            struct err err = {0};
            if (move_one(stage, i, round, &err) < 0)
                printf("%-16s %s\n", stage->guests[i].name, err_text(&err));
            err_done(&err);
        }
    return 0;
}

// kernel: NULL for bare guests, "" for Linux.
static int run(struct stage *stage, const char *build_dir, int rounds, const char *kernel,
               struct err *err)
{
    int result = twin_open(stage->root, &stage->twin, err);
    if (result < 0)
        return result;
    result = twin_images_open(build_dir, kernel, &stage->images, err);
    if (result == 0)
        result = start_guests(stage, err);
    if (result == 0)
        result = move_all(stage, rounds);
    for (int i = 0; i < GUESTS; i++)
        twin_guest_done(&stage->guests[i]);
    if (stage->images.images.dir)
        twin_images_close(&stage->images);
    twin_close(&stage->twin);
    return result;
}

int main(int argc, char **argv)
{
    struct stage stage = {.root = "/tmp/fh-migration-XXXXXX"};
    struct err err = {0};
    scope_free char *lack = twin_lack();
    bool is_bare = argc == 4 && strcmp(argv[3], "bare") == 0;
    if (argc != 4 || atoi(argv[2]) < 1 || (!is_bare && strcmp(argv[3], "linux") != 0)) {
        fprintf(stderr, "usage: %s BUILD_FOLDER ROUNDS bare|linux\n", argv[0]);
        return 2;
    }
    if (lack || !mkdtemp(stage.root)) {
        fprintf(stderr, "bench-migration: %s\n", lack ? lack : "no folder in /tmp");
        return 3;
    }
    interrupt_install(NULL);
    scope_free char *build_dir = realpath(argv[1], NULL);
    if (build_dir && run(&stage, build_dir, atoi(argv[2]), is_bare ? NULL : "", &err) < 0)
        fprintf(stderr, "bench-migration: %s\n", err_text(&err));
    path_remove_tree(stage.root, NULL);
    int code = err_exit_code(&err);
    err_done(&err);
    return code;
}
