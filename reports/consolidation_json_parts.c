// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts, guests and moves of the document: what there are thousands of.
#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_json.h"
#include "reports/consolidation_say.h"
#include "reports/json_writer.h"
#include "reports/purchase_json.h"

// --- amounts ------------------------------------------------------------------------------------

const char *consolidation_amount_key(const struct consolidation *consolidation,
                                     enum amount_resource resource)
{
    static const char *const keys[AMOUNT_COUNT] = {
        [AMOUNT_CPU] = "cpu_cores",           [AMOUNT_MEMORY] = "memory_bytes",
        [AMOUNT_DISK] = "disk_bytes",         [AMOUNT_DISK_RATE] = "disk_operations_hz",
        [AMOUNT_NETWORK] = "network_bits_hz",
    };
    enum policy_cpu cpu = consolidation->request->policy.cpu;
    if (resource == AMOUNT_CPU && cpu == POLICY_CPU_VCPUS)
        return "cpu_vcpus";
    if (resource == AMOUNT_CPU && cpu == POLICY_CPU_CURVE)
        return "cpu_host_ratio";
    return keys[resource];
}

double consolidation_amount_number(enum amount_resource resource, int64_t amount)
{
    if (amount == AMOUNT_UNLIMITED)
        return NAN;
    return resource == AMOUNT_CPU ? (double)amount / 1e6 : (double)amount;
}

static void add_amounts(struct json_writer *writer, const char *key,
                        const struct consolidation *consolidation, const int64_t *amounts)
{
    json_writer_open_object(writer, key);
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++)
        if (consolidation->amounts.is_used[r])
            json_writer_number(writer, consolidation_amount_key(consolidation, r),
                               consolidation_amount_number(r, amounts[r]));
    json_writer_close_object(writer);
}

// --- hosts and guests ---------------------------------------------------------------------------

static void add_when(struct json_writer *writer, const char *key,
                     const struct consolidation *consolidation, const struct fill_host *host,
                     enum fill_when when)
{
    json_writer_open_object(writer, key);
    json_writer_bool(writer, "on", host->is_on[when]);
    json_writer_integer(writer, "guests", host->guests[when]);
    add_amounts(writer, "taken", consolidation, host->taken[when]);
    json_writer_close_object(writer);
}

void consolidation_json_hosts(struct json_writer *writer, const struct consolidation *consolidation,
                              const struct consolidation_fill *fill)
{
    json_writer_open_array(writer, "hosts");
    for (size_t h = 0; h < fill->count; h++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "name", consolidation_host(consolidation, (int32_t)h));
        add_amounts(writer, "room", consolidation, consolidation->amounts.room[h]);
        add_when(writer, "before", consolidation, &fill->hosts[h], FILL_BEFORE);
        add_when(writer, "after", consolidation, &fill->hosts[h], FILL_AFTER);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_host(struct json_writer *writer, const char *key,
                     const struct consolidation *consolidation, int32_t host)
{
    json_writer_text(writer, key, host < 0 ? NULL : consolidation_host(consolidation, host));
}

void consolidation_json_guests(struct json_writer *writer,
                               const struct consolidation *consolidation)
{
    json_writer_open_array(writer, "guests");
    for (size_t g = 0; g < consolidation->estate.guest_count; g++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "name", consolidation_guest(consolidation, (int32_t)g));
        add_host(writer, "host_before", consolidation, consolidation->estate.guests[g].host);
        add_host(writer, "host_after", consolidation, consolidation->moves.end[g]);
        add_amounts(writer, "size", consolidation, consolidation->amounts.size[g]);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

// --- moves --------------------------------------------------------------------------------------

static void add_words(struct json_writer *writer, const char *key, const char *words)
{
    scope_free char *text = consolidation_key(words);
    json_writer_text(writer, key, text);
}

static void add_move(struct json_writer *writer, const struct consolidation *consolidation,
                     const struct move *move)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "wave", move->wave + 1);
    json_writer_number(writer, "start_s", move->start_s);
    add_words(writer, "kind", consolidation_kind(move->kind));
    add_words(writer, "reason", consolidation_reason(move->reason));
    json_writer_text(writer, "guest",
                     move->guest < 0 ? NULL : consolidation_guest(consolidation, move->guest));
    add_host(writer, "from", consolidation, move->from);
    add_host(writer, "to", consolidation, move->to);
    purchase_json_uncertain(writer, "seconds", &move->seconds);
    if (move->kind == MOVE_MIGRATE) {
        purchase_json_uncertain(writer, "downtime_s", &move->downtime_s);
        json_writer_bool(writer, "converges", move->converges);
    }
    json_writer_close_object(writer);
}

void consolidation_json_moves(struct json_writer *writer, const struct consolidation *consolidation)
{
    const struct moves *moves = &consolidation->moves;
    json_writer_open_object(writer, "migration");
    json_writer_integer(writer, "moves", moves->count);
    json_writer_integer(writer, "migrations", moves->migrations);
    json_writer_integer(writer, "bypasses", moves->bypasses);
    json_writer_integer(writer, "waves", moves->waves);
    json_writer_number(writer, "moved_bytes", moves->moved_bytes);
    purchase_json_uncertain(writer, "seconds", &moves->seconds);
    purchase_json_uncertain(writer, "wave_seconds", &moves->wave_seconds);
    json_writer_close_object(writer);
    json_writer_open_array(writer, "moves");
    for (size_t i = 0; i < moves->count; i++)
        add_move(writer, consolidation, &moves->list[i]);
    json_writer_close_array(writer);
}
