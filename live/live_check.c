// SPDX-License-Identifier: GPL-3.0-or-later
// The look before a step. A plan was safe for the estate that it was made for: this is where it is
// found out that the estate has become another one meanwhile.
#include <math.h>
#include <string.h>

#include "collector/vir_guest.h"
#include "collector/vir_host.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "live/live_run.h"

static bool takes_room(const struct vir_guest *guest)
{
    return guest->state != VIR_GUEST_ABSENT && guest->state != VIR_GUEST_OFF;
}

static int refuse_stranger(const struct live_run *run, const struct move *move,
                           const struct vir_guest *stranger, struct err *err)
{
    const char *host = live_run_host(run, move->to);
    int32_t guest = estate_find_guest(run->estate, stranger->name);
    if (guest == ESTATE_NOWHERE)
        return err_host(err, NULL,
                        "%s runs %s, which this plan does not know: it came after the plan was "
                        "made; plan anew",
                        host, stranger->name);
    int32_t planned = run->where[guest];
    return err_host(err, NULL, "%s runs %s, which this plan has %s%s at this point; plan anew",
                    host, stranger->name, planned < 0 ? "nowhere" : "on ",
                    planned < 0 ? "" : live_run_host(run, planned));
}

static int check_strangers(const struct live_run *run, const struct move *move,
                           const struct vir_guests *there, struct err *err)
{
    for (size_t i = 0; i < there->count; i++) {
        int32_t guest = estate_find_guest(run->estate, there->list[i].name);
        if (takes_room(&there->list[i]) &&
            (guest == ESTATE_NOWHERE || run->where[guest] != move->to))
            return refuse_stranger(run, move, &there->list[i], err);
    }
    return 0;
}

// --- memory ------------------------------------------------------------------------------------

// What its guests may have, with the one that comes. NAN where one of them is not known.
static double promised(const struct live_run *run, const struct move *move)
{
    double bytes = run->estate->guests[move->guest].memory_bytes;
    for (size_t g = 0; g < run->estate->guest_count; g++)
        if (run->where[g] == move->to && !run->estate->guests[g].is_off)
            bytes += run->estate->guests[g].memory_bytes;
    return bytes;
}

static double used_now(struct live_run *run, const struct move *move)
{
    virConnectPtr from;
    struct vir_guests guests;
    double bytes = NAN;
    if (live_hosts_reach(&run->hosts, move->from, &from, NULL) < 0 ||
        vir_guests_read(from, &guests, NULL) < 0)
        return NAN;
    for (size_t i = 0; i < guests.count; i++)
        if (strcmp(guests.list[i].name, live_run_guest(run, move)) == 0)
            bytes = guests.list[i].used_bytes;
    vir_guests_done(&guests);
    return bytes;
}

// All that it may have must be free; but where the plan promises more than the host has, as an
// overcommit says, only what it uses now.
static double needed(struct live_run *run, const struct move *move)
{
    double all = run->estate->guests[move->guest].memory_bytes;
    if (!(promised(run, move) > run->estate->hosts[move->to].memory_bytes))
        return all;
    double used = used_now(run, move);
    return used < all ? used : all;
}

static int check_memory(struct live_run *run, const struct move *move, virConnectPtr to,
                        struct err *err)
{
    double available;
    int result = vir_host_available(to, &available, err);
    if (result < 0)
        return result;
    if (isnan(available))
        live_run_say(run, NULL, "%s does not tell how much memory is free: not checked",
                     live_run_host(run, move->to));
    double bytes = needed(run, move);
    if (!(bytes > available))
        return 0;
    char free_words[UNITS_TEXT_SIZE], need_words[UNITS_TEXT_SIZE];
    units_format_bytes(free_words, (uint64_t)available);
    units_format_bytes(need_words, (uint64_t)bytes);
    return err_host(err, NULL, "%s has %s of memory free right now, %s needs %s",
                    live_run_host(run, move->to), free_words, live_run_guest(run, move),
                    need_words);
}

// --- the whole ---------------------------------------------------------------------------------

int live_check_arrival(struct live_run *run, const struct move *move, struct err *err)
{
    virConnectPtr to;
    struct vir_guests there = {0};
    int result = live_hosts_reach(&run->hosts, move->to, &to, err);
    if (result == 0)
        result = vir_guests_list(to, &there, err);
    if (result < 0)
        return result;
    result = check_strangers(run, move, &there, err);
    vir_guests_done(&there);
    if (result == 0 && !run->estate->guests[move->guest].is_off)
        result = check_memory(run, move, to, err);
    return result;
}

int live_check_empty(struct live_run *run, int32_t host, struct err *err)
{
    virConnectPtr connection;
    struct vir_guests there = {0};
    if (live_hosts_reach(&run->hosts, host, &connection, NULL) < 0)
        return 0;
    int result = vir_guests_list(connection, &there, err);
    for (size_t i = 0; result == 0 && i < there.count; i++)
        if (takes_room(&there.list[i]))
            result = err_host(err, NULL, "%s still runs %s", live_run_host(run, host),
                              there.list[i].name);
    vir_guests_done(&there);
    return result;
}
