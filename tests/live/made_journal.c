// SPDX-License-Identifier: GPL-3.0-or-later
// Makes them.
#include "tests/live/made_journal.h"

#include "common/base/alloc.h"

enum { GIB = 1 << 30 };

static void add_host(struct estate *estate, const char *name)
{
    struct estate_host *host = estate_add_host(estate, name);
    host->uri = alloc_printf("qemu+ssh://%s/system", name);
    host->memory_bytes = 8.0 * GIB;
}

static void add_guest(struct estate *estate, const char *name, int32_t host)
{
    struct estate_guest *guest = estate_add_guest(estate, name);
    guest->host = host;
    guest->memory_bytes = GIB;
}

static struct move migrate(int32_t guest, int32_t from, int32_t to, unsigned wave)
{
    return (struct move){
        .kind = MOVE_MIGRATE,
        .reason = MOVE_CONSOLIDATE,
        .guest = guest,
        .from = from,
        .to = to,
        .wave = wave,
        .seconds = uncertain_exact(4, ORIGIN_GUESSED),
        .downtime_s = uncertain_exact(0.25, ORIGIN_GUESSED),
        .converges = true,
    };
}

void made_journal_init(struct made_journal *made)
{
    estate_init(&made->estate);
    add_host(&made->estate, "h1");
    add_host(&made->estate, "h2");
    add_host(&made->estate, "h3");
    add_guest(&made->estate, "g1", 0);
    add_guest(&made->estate, "g2", 0);
    add_guest(&made->estate, "g3", 1);
    made->list[0] = migrate(0, 0, 1, 0);
    made->list[1] = migrate(1, 0, 1, 1);
    made->list[2] = (struct move){.kind = MOVE_SWITCH_OFF, .guest = -1, .from = -1, .wave = 2};
    made->moves = (struct moves){.list = made->list, .count = MADE_JOURNAL_MOVES, .migrations = 2};
}

void made_journal_done(struct made_journal *made)
{
    estate_done(&made->estate);
}
