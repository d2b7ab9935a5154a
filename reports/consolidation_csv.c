// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of a consolidation, in full precision: a row a move, or a row a host.
#include <errno.h>
#include <math.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_json.h"
#include "reports/consolidation_report.h"
#include "reports/consolidation_say.h"
#include "reports/csv_writer.h"

// --- moves --------------------------------------------------------------------------------------

static const char *name_of(const char *name)
{
    return name[0] == '-' && name[1] == '\0' ? "" : name;
}

static void write_key(struct csv_writer *writer, const char *words)
{
    scope_free char *key = consolidation_key(words);
    csv_writer_text(writer, key);
}

static void write_uncertain(struct csv_writer *writer, const struct uncertain *number,
                            bool is_there)
{
    csv_writer_number(writer, is_there ? number->value : NAN);
    csv_writer_number(writer, is_there ? number->low : NAN);
    csv_writer_number(writer, is_there ? number->high : NAN);
}

static void write_move(struct csv_writer *writer, const struct consolidation *consolidation,
                       size_t index)
{
    const struct move *move = &consolidation->moves.list[index];
    bool migrates = move->kind == MOVE_MIGRATE;
    csv_writer_integer(writer, index + 1);
    csv_writer_integer(writer, move->wave + 1);
    csv_writer_number(writer, move->start_s);
    write_key(writer, consolidation_kind(move->kind));
    write_key(writer, consolidation_reason(move->reason));
    csv_writer_text(writer, name_of(consolidation_guest(consolidation, move->guest)));
    csv_writer_text(writer, name_of(consolidation_host(consolidation, move->from)));
    csv_writer_text(writer, name_of(consolidation_host(consolidation, move->to)));
    csv_writer_number(
        writer, move->guest < 0 ? NAN : consolidation->estate.guests[move->guest].memory_bytes);
    write_uncertain(writer, &move->seconds, true);
    write_uncertain(writer, &move->downtime_s, migrates);
    if (migrates)
        csv_writer_integer(writer, move->converges);
    else
        csv_writer_text(writer, "");
    csv_writer_end_row(writer);
}

static int emit_moves(const struct consolidation_report *report, struct emitter_context *context,
                      struct strbuf *out, struct err *err)
{
    struct csv_writer writer = {.out = out};
    (void)context;
    (void)err;
    csv_writer_names(&writer, "step,wave,start_s,kind,reason,guest,from,to,memory_bytes,seconds,"
                              "seconds_low,seconds_high,downtime_s,downtime_low_s,"
                              "downtime_high_s,converges");
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < report->consolidation->moves.count; i++)
        write_move(&writer, report->consolidation, i);
    return 0;
}

// --- hosts --------------------------------------------------------------------------------------

static void write_host_head(struct csv_writer *writer, const struct consolidation *consolidation)
{
    csv_writer_names(writer, "host,on_before,on_after,guests_before,guests_after");
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++) {
        const char *key = consolidation_amount_key(consolidation, r);
        scope_free char *names = alloc_printf("%s_room,%s_before,%s_after", key, key, key);
        csv_writer_names(writer, names);
    }
    csv_writer_end_row(writer);
}

static void write_host(struct csv_writer *writer, const struct consolidation *consolidation,
                       const struct consolidation_fill *fill, uint32_t index)
{
    const struct fill_host *host = &fill->hosts[index];
    csv_writer_text(writer, consolidation_host(consolidation, (int32_t)index));
    csv_writer_integer(writer, host->is_on[FILL_BEFORE]);
    csv_writer_integer(writer, host->is_on[FILL_AFTER]);
    csv_writer_integer(writer, host->guests[FILL_BEFORE]);
    csv_writer_integer(writer, host->guests[FILL_AFTER]);
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++) {
        csv_writer_number(writer,
                          consolidation_amount_number(r, consolidation->amounts.room[index][r]));
        for (enum fill_when when = 0; when < FILL_WHENS; when++)
            csv_writer_number(writer, consolidation_amount_number(r, host->taken[when][r]));
    }
    csv_writer_end_row(writer);
}

static int emit_hosts(const struct consolidation_report *report, struct emitter_context *context,
                      struct strbuf *out, struct err *err)
{
    struct csv_writer writer = {.out = out};
    struct consolidation_fill fill;
    (void)context;
    if (consolidation_fill_of(report->consolidation, &fill) < 0)
        return err_system(err, ENOMEM, "cannot count how full hosts are");
    write_host_head(&writer, report->consolidation);
    for (size_t i = 0; i < fill.count; i++)
        write_host(&writer, report->consolidation, &fill, fill.order[i]);
    consolidation_fill_done(&fill);
    return 0;
}

const struct consolidation_form consolidation_form_csv = {
    .name = "csv",
    .suffix = ".csv",
    .help = "a row a move, in full precision",
    .emit = emit_moves,
};

const struct consolidation_form consolidation_form_hosts_csv = {
    .name = "hosts-csv",
    .suffix = ".hosts.csv",
    .help = "a row a host, before and after, in full precision",
    .emit = emit_hosts,
};
