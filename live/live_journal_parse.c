// SPDX-License-Identifier: GPL-3.0-or-later
// A journal's bytes as moves and how far each is. Whoever may write the file may write anything:
// every member is checked.
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "live/live_journal.h"
#include "live/live_journal_words.h"

enum { LINES_MAX = 10000000 };
// What would overflow nobody's sums.
#define NUMBER_MAX 1e18

struct parsing {
    struct live_record *record;
    const json_t *line;
    size_t hosts, guests, moves; // that the heading announces
    bool has_heading;
    struct err *err;
};

static const char *text_of(const struct parsing *parsing, const char *name)
{
    const char *text = json_string_value(json_object_get(parsing->line, name));
    return text && *text ? text : NULL;
}

static int need_text(const struct parsing *parsing, const char *name, const char **ret_text)
{
    const char *text = text_of(parsing, name);
    if (!text)
        return err_input(parsing->err, "'%s' is missing, or no text", name);
    *ret_text = text;
    return 0;
}

static int need_count(const struct parsing *parsing, const char *name, size_t most,
                      size_t *ret_count)
{
    const json_t *value = json_object_get(parsing->line, name);
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 0 || (uint64_t)number > most)
        return err_input(parsing->err, "'%s' is missing, or no whole number up to %zu", name, most);
    *ret_count = (size_t)number;
    return 0;
}

// NAN where it is not there.
static int may_have_number(const struct parsing *parsing, const char *name, double *ret_number)
{
    const json_t *value = json_object_get(parsing->line, name);
    double number = value ? json_number_value(value) : NAN;
    if (value && (!json_is_number(value) || !(number >= 0 && number <= NUMBER_MAX)))
        return err_input(parsing->err, "'%s' is no number from 0 to %g", name, NUMBER_MAX);
    *ret_number = number;
    return 0;
}

static int find_host(const struct parsing *parsing, const char *name, int32_t *ret_host)
{
    const char *text;
    if (!json_object_get(parsing->line, name)) {
        *ret_host = ESTATE_NOWHERE;
        return 0;
    }
    int result = need_text(parsing, name, &text);
    if (result < 0)
        return result;
    *ret_host = estate_find_host(&parsing->record->estate, text);
    return *ret_host == ESTATE_NOWHERE
               ? err_input(parsing->err, "no line of a host says '%s'", text)
               : 0;
}

// --- lines -------------------------------------------------------------------------------------

static int take_heading(struct parsing *parsing)
{
    const char *kind;
    size_t version;
    int result = need_text(parsing, "journal", &kind);
    if (result < 0 || strcmp(kind, LIVE_JOURNAL_KIND) != 0)
        return result < 0 ? result
                          : err_input(parsing->err, "'%s' is no journal of moves ('%s')", kind,
                                      LIVE_JOURNAL_KIND);
    result = need_count(parsing, "version", LINES_MAX, &version);
    if (result == 0 && version != LIVE_JOURNAL_VERSION)
        return err_input(parsing->err, "version %zu; this program reads version %d", version,
                         LIVE_JOURNAL_VERSION);
    if (result == 0)
        result = need_count(parsing, "hosts", LINES_MAX, &parsing->hosts);
    if (result == 0)
        result = need_count(parsing, "guests", LINES_MAX, &parsing->guests);
    if (result == 0)
        result = need_count(parsing, "moves", LINES_MAX, &parsing->moves);
    double allowed_s = NAN;
    if (result == 0)
        result = may_have_number(parsing, "downtime_allowed_s", &allowed_s);
    parsing->record->downtime_allowed_s = isnan(allowed_s) ? 0 : allowed_s;
    parsing->has_heading = result == 0;
    return result;
}

static int take_host(struct parsing *parsing)
{
    const char *name;
    struct estate *estate = &parsing->record->estate;
    int result = need_text(parsing, "host", &name);
    if (result < 0)
        return result;
    if (estate_find_host(estate, name) != ESTATE_NOWHERE)
        return err_input(parsing->err, "a second host '%s'", name);
    const char *uri = text_of(parsing, "uri");
    struct estate_host *host = estate_add_host(estate, name);
    host->uri = alloc_copy(uri);
    host->is_off = json_is_true(json_object_get(parsing->line, "off"));
    return may_have_number(parsing, "memory_bytes", &host->memory_bytes);
}

static int take_guest(struct parsing *parsing)
{
    const char *name;
    int32_t host = ESTATE_NOWHERE;
    double memory_bytes = NAN;
    struct estate *estate = &parsing->record->estate;
    int result = need_text(parsing, "guest", &name);
    if (result == 0 && estate_find_guest(estate, name) != ESTATE_NOWHERE)
        return err_input(parsing->err, "a second guest '%s'", name);
    if (result == 0)
        result = find_host(parsing, "on", &host);
    if (result == 0)
        result = may_have_number(parsing, "memory_bytes", &memory_bytes);
    if (result < 0)
        return result;
    struct estate_guest *guest = estate_add_guest(estate, name);
    guest->host = host;
    guest->memory_bytes = memory_bytes;
    guest->is_off = json_is_true(json_object_get(parsing->line, "off"));
    return 0;
}

static int find_guest(const struct parsing *parsing, int32_t *ret_guest)
{
    const char *text;
    int result = need_text(parsing, "guest", &text);
    if (result < 0)
        return result;
    *ret_guest = estate_find_guest(&parsing->record->estate, text);
    return *ret_guest == ESTATE_NOWHERE
               ? err_input(parsing->err, "no line of a guest says '%s'", text)
               : 0;
}

static int check_move(const struct parsing *parsing, const struct move *move)
{
    if (move->to == ESTATE_NOWHERE)
        return err_input(parsing->err, "a move to no host");
    if (move->kind == MOVE_MIGRATE && (move->from == ESTATE_NOWHERE || move->from == move->to))
        return err_input(parsing->err, "a migration wants two hosts, 'from' and 'to'");
    return 0;
}

static int take_move(struct parsing *parsing)
{
    const char *word;
    size_t wave = 0;
    double seconds = NAN, downtime_s = NAN;
    struct move move = {.guest = -1, .reason = MOVE_CONSOLIDATE};
    int result = need_text(parsing, "move", &word);
    if (result == 0 && !live_move_kind_parse(word, &move.kind))
        return err_input(parsing->err, "'%s' is no kind of move", word);
    if (result == 0 && live_move_has_guest(move.kind))
        result = find_guest(parsing, &move.guest);
    if (result == 0)
        result = find_host(parsing, "from", &move.from);
    if (result == 0)
        result = find_host(parsing, "to", &move.to);
    if (result == 0)
        result = check_move(parsing, &move);
    if (result == 0)
        result = need_count(parsing, "wave", LINES_MAX, &wave);
    if (result == 0)
        result = may_have_number(parsing, "seconds", &seconds);
    if (result == 0)
        result = may_have_number(parsing, "downtime_s", &downtime_s);
    if (result < 0)
        return result;
    move.wave = (unsigned)wave;
    move.seconds = uncertain_exact(seconds, ORIGIN_STATED);
    move.downtime_s = uncertain_exact(downtime_s, ORIGIN_STATED);
    move.converges = !json_is_true(json_object_get(parsing->line, "slows"));
    struct moves *moves = &parsing->record->moves;
    moves->list = alloc_resized(moves->list, moves->count + 1, sizeof *moves->list);
    moves->list[moves->count++] = move;
    moves->migrations += move.kind == MOVE_MIGRATE;
    return 0;
}

static int take_event(struct parsing *parsing)
{
    const char *word;
    size_t step;
    enum live_event event;
    struct live_record *record = parsing->record;
    int result = need_count(parsing, "step", LINES_MAX, &step);
    if (result == 0 && step >= record->moves.count)
        return err_input(parsing->err, "step %zu of %zu", step, record->moves.count);
    if (result == 0)
        result = need_text(parsing, "event", &word);
    if (result < 0)
        return result;
    if (!live_event_parse(word, &event) || event == LIVE_OPEN)
        return err_input(parsing->err, "'%s' is no event", word);
    record->steps[step] = event;
    return 0;
}

// The heading says how many of each kind follow, in this order.
static int take_line(struct parsing *parsing)
{
    struct live_record *record = parsing->record;
    if (!parsing->has_heading)
        return take_heading(parsing);
    if (record->estate.host_count < parsing->hosts)
        return take_host(parsing);
    if (record->estate.guest_count < parsing->guests)
        return take_guest(parsing);
    if (record->moves.count < parsing->moves)
        return take_move(parsing);
    if (!record->steps)
        record->steps = alloc_zeroed(record->moves.count + 1, sizeof *record->steps);
    return take_event(parsing);
}

// --- the whole ---------------------------------------------------------------------------------

static int parse_line(struct parsing *parsing, const char *text, size_t length)
{
    json_error_t error;
    json_t *line = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(line)) {
        json_decref(line);
        return err_input(parsing->err, "no JSON object: %s", line ? "another value" : error.text);
    }
    parsing->line = line;
    int result = take_line(parsing);
    json_decref(line);
    return result;
}

static bool has_all(const struct parsing *parsing)
{
    const struct live_record *record = parsing->record;
    return parsing->has_heading && record->estate.host_count == parsing->hosts &&
           record->estate.guest_count == parsing->guests && record->moves.count == parsing->moves;
}

// A heading that was cut off, or a file of somebody else's, which we leave alone?
static int check_rest(struct parsing *parsing, const char *name, const char *rest, size_t length)
{
    static const char opening[] = "{\"journal\":\"" LIVE_JOURNAL_KIND "\"";
    size_t shared = length < strlen(opening) ? length : strlen(opening);
    if (parsing->has_heading || memcmp(rest, opening, shared) == 0)
        return 0;
    return err_input(parsing->err, "%s:1: no journal: it would begin with %s", name, opening);
}

static int parse_lines(struct parsing *parsing, const char *name, const char *bytes, size_t length)
{
    size_t begin = 0, number = 1;
    for (const char *end; begin < length && (end = memchr(bytes + begin, '\n', length - begin));
         number++) {
        size_t line_length = (size_t)(end - bytes) - begin;
        if (parse_line(parsing, bytes + begin, line_length) < 0)
            return err_prefix(parsing->err, "%s:%zu", name, number);
        begin += line_length + 1;
    }
    parsing->record->whole_bytes = begin;
    return check_rest(parsing, name, bytes + begin, length - begin);
}

int live_record_parse(const char *name, const char *bytes, size_t length,
                      struct live_record *ret_record, struct err *err)
{
    struct live_record record = {0};
    struct err own = {0};
    estate_init(&record.estate);
    struct parsing parsing = {.record = &record, .err = &own};
    if (parse_lines(&parsing, name, bytes, length) < 0) {
        live_record_done(&record);
        err_move(err, &own);
        return -EINVAL;
    }
    record.is_whole = has_all(&parsing);
    if (!record.steps)
        record.steps = alloc_zeroed(record.moves.count + 1, sizeof *record.steps);
    *ret_record = record;
    return 0;
}

void live_record_done(struct live_record *record)
{
    if (!record)
        return;
    estate_done(&record->estate);
    free(record->moves.list);
    free(record->steps);
    *record = (struct live_record){0};
}
