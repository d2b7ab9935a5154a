// SPDX-License-Identifier: GPL-3.0-or-later
// Moves as a journal's first lines, and whether two of them are the same moves.
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "live/live_journal.h"
#include "live/live_journal_words.h"

// Hosts that some move names, and guests that it names or that stand on one of them: what is there
// beside a guest that comes is looked at, too.
struct cast {
    const struct estate *estate;
    bool *hosts, *guests;
    size_t host_count, guest_count;
};

static void take(bool *list, size_t *count, int32_t index)
{
    if (index < 0 || list[index])
        return;
    list[index] = true;
    ++*count;
}

static struct cast make_cast(const struct estate *estate, const struct moves *moves)
{
    struct cast cast = {
        .estate = estate,
        .hosts = alloc_zeroed(estate->host_count + 1, sizeof *cast.hosts),
        .guests = alloc_zeroed(estate->guest_count + 1, sizeof *cast.guests),
    };
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        take(cast.hosts, &cast.host_count, move->to);
        if (move->kind == MOVE_MIGRATE)
            take(cast.hosts, &cast.host_count, move->from);
        if (live_move_has_guest(move->kind))
            take(cast.guests, &cast.guest_count, move->guest);
    }
    for (size_t g = 0; g < estate->guest_count; g++)
        if (estate->guests[g].host >= 0 && cast.hosts[estate->guests[g].host])
            take(cast.guests, &cast.guest_count, (int32_t)g);
    return cast;
}

static void free_cast(struct cast *cast)
{
    free(cast->hosts);
    free(cast->guests);
}

// --- lines -------------------------------------------------------------------------------------

// Names come from files of any encoding; JSON has one.
static int add_text(json_t *line, const char *name, const char *text, struct err *err)
{
    json_t *value = json_string(text);
    if (!value)
        return err_input(err, "'%s' is no UTF-8: a journal cannot hold it", text);
    json_object_set_new(line, name, value);
    return 0;
}

static void add_number(json_t *line, const char *name, double number)
{
    if (isfinite(number))
        json_object_set_new(line, name, json_real(number));
}

static void end_line(json_t *line, struct strbuf *out)
{
    char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));
    strbuf_add(out, text ? text : "{}");
    strbuf_add(out, "\n");
    free(text);
    json_decref(line);
}

static int add_host(const struct estate_host *host, struct strbuf *out, struct err *err)
{
    json_t *line = json_object();
    int result = add_text(line, "host", host->name, err);
    if (result == 0 && host->uri)
        result = add_text(line, "uri", host->uri, err);
    add_number(line, "memory_bytes", host->memory_bytes);
    if (host->is_off)
        json_object_set_new(line, "off", json_true());
    end_line(line, out);
    return result;
}

static int add_guest(const struct cast *cast, const struct estate_guest *guest, struct strbuf *out,
                     struct err *err)
{
    json_t *line = json_object();
    int result = add_text(line, "guest", guest->name, err);
    if (result == 0 && guest->host >= 0 && cast->hosts[guest->host])
        result = add_text(line, "on", cast->estate->hosts[guest->host].name, err);
    add_number(line, "memory_bytes", guest->memory_bytes);
    if (guest->is_off)
        json_object_set_new(line, "off", json_true());
    end_line(line, out);
    return result;
}

static int add_move(const struct estate *estate, const struct move *move, struct strbuf *out,
                    struct err *err)
{
    json_t *line = json_object();
    int result = add_text(line, "move", live_move_kind_name(move->kind), err);
    if (result == 0 && live_move_has_guest(move->kind))
        result = add_text(line, "guest", estate->guests[move->guest].name, err);
    if (result == 0 && move->kind == MOVE_MIGRATE)
        result = add_text(line, "from", estate->hosts[move->from].name, err);
    if (result == 0)
        result = add_text(line, "to", estate->hosts[move->to].name, err);
    json_object_set_new(line, "wave", json_integer(move->wave));
    if (move->kind == MOVE_MIGRATE) {
        add_number(line, "seconds", move->seconds.value);
        add_number(line, "downtime_s", move->downtime_s.value);
        if (!move->converges)
            json_object_set_new(line, "slows", json_true());
    }
    end_line(line, out);
    return result;
}

static void add_heading(const struct cast *cast, const struct moves *moves,
                        double downtime_allowed_s, struct strbuf *out)
{
    json_t *line = json_object();
    json_object_set_new(line, "journal", json_string(LIVE_JOURNAL_KIND));
    json_object_set_new(line, "version", json_integer(LIVE_JOURNAL_VERSION));
    json_object_set_new(line, "hosts", json_integer((json_int_t)cast->host_count));
    json_object_set_new(line, "guests", json_integer((json_int_t)cast->guest_count));
    json_object_set_new(line, "moves", json_integer((json_int_t)moves->count));
    if (downtime_allowed_s > 0)
        add_number(line, "downtime_allowed_s", downtime_allowed_s);
    end_line(line, out);
}

char *live_record_format(const struct estate *estate, const struct moves *moves,
                         double downtime_allowed_s, struct err *err)
{
    scope_strbuf struct strbuf out = {0};
    struct cast cast = make_cast(estate, moves);
    int result = 0;
    add_heading(&cast, moves, downtime_allowed_s, &out);
    for (size_t h = 0; h < estate->host_count && result == 0; h++)
        if (cast.hosts[h])
            result = add_host(&estate->hosts[h], &out, err);
    for (size_t g = 0; g < estate->guest_count && result == 0; g++)
        if (cast.guests[g])
            result = add_guest(&cast, &estate->guests[g], &out, err);
    for (size_t i = 0; i < moves->count && result == 0; i++)
        result = add_move(estate, &moves->list[i], &out, err);
    free_cast(&cast);
    return result < 0 ? NULL : strbuf_take(&out);
}

// --- the same moves ----------------------------------------------------------------------------

static char *say_move(const struct estate *estate, const struct move *move)
{
    const char *to = estate->hosts[move->to].name;
    if (move->kind == MOVE_MIGRATE)
        return alloc_printf("%s from %s to %s, wave %u", estate->guests[move->guest].name,
                            estate->hosts[move->from].name, to, move->wave + 1);
    if (move->kind == MOVE_START)
        return alloc_printf("start %s on %s, wave %u", estate->guests[move->guest].name, to,
                            move->wave + 1);
    return alloc_printf("%s %s, wave %u", live_move_kind_name(move->kind), to, move->wave + 1);
}

int live_record_compare(const struct live_record *record, const struct estate *estate,
                        const struct moves *moves, struct err *err)
{
    for (size_t i = 0; i < moves->count && i < record->moves.count; i++) {
        scope_free char *theirs = say_move(&record->estate, &record->moves.list[i]);
        scope_free char *ours = say_move(estate, &moves->list[i]);
        if (strcmp(theirs, ours) != 0)
            return err_input(err,
                             "a journal of other moves: its step %zu is \"%s\", this plan's "
                             "\"%s\"",
                             i + 1, theirs, ours);
    }
    if (record->moves.count != moves->count)
        return err_input(err, "a journal of other moves: it has %zu, this plan %zu",
                         record->moves.count, moves->count);
    return 0;
}
