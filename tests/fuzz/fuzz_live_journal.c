// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a journal of moves: refused with a line and a word, or moves that name hosts and
// guests of it and that write a journal which reads back as the same moves.
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "live/live_journal.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_moves(const struct live_record *record)
{
    const struct estate *estate = &record->estate;
    for (size_t i = 0; i < record->moves.count; i++) {
        const struct move *move = &record->moves.list[i];
        REQUIRE(move->to >= 0 && (size_t)move->to < estate->host_count);
        REQUIRE(move->guest < (int32_t)estate->guest_count);
        if (move->kind == MOVE_MIGRATE)
            REQUIRE(move->guest >= 0 && move->from >= 0 && move->from != move->to);
        REQUIRE(record->steps[i] < LIVE_EVENT_COUNT);
    }
}

static void check_again(const struct live_record *record)
{
    struct live_record again;
    char *text =
        live_record_format(&record->estate, &record->moves, record->downtime_allowed_s, NULL);
    REQUIRE(text);
    REQUIRE(live_record_parse("again", text, strlen(text), &again, NULL) == 0);
    REQUIRE(again.is_whole);
    REQUIRE(live_record_compare(&again, &record->estate, &record->moves, NULL) == 0);
    live_record_done(&again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct live_record record;
    struct err err = {0};
    int result = live_record_parse("fuzz", (const char *)data, size, &record, &err);
    REQUIRE(result == 0 || (result == -EINVAL && strncmp(err_text(&err), "fuzz:", 5) == 0));
    if (result == 0) {
        REQUIRE(record.whole_bytes <= size);
        check_moves(&record);
        if (record.is_whole)
            check_again(&record);
        live_record_done(&record);
    }
    err_done(&err);
    return 0;
}
