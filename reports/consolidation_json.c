// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of a consolidation; docs/plan-pack.md names its members. Numbers are exact, what is absent
// is null.
#include "reports/consolidation_json.h"

#include <errno.h>
#include <math.h>

#include "common/base/err.h"
#include "common/base/version.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_report.h"
#include "reports/consolidation_say.h"
#include "reports/json_writer.h"

enum { DOCUMENT_VERSION = 1, COMPACT_DEPTH = 2 };

static void add_texts(struct json_writer *writer, const char *key, char *const *texts, size_t count)
{
    json_writer_open_array(writer, key);
    for (size_t i = 0; i < count; i++)
        json_writer_text(writer, NULL, texts[i]);
    json_writer_close_array(writer);
}

// --- what was asked for -------------------------------------------------------------------------

static const char *aim_name(enum target_aim aim)
{
    static const char *const names[] = {
#define X(name, word, help) word,
        TARGET_AIMS(X)
#undef X
    };
    return aim < TARGET_AIM_COUNT ? names[aim] : NULL;
}

static const char *cpu_name(enum policy_cpu cpu)
{
    static const char *const names[] = {
#define X(name, word, help) word,
        POLICY_CPUS(X)
#undef X
    };
    return cpu < POLICY_CPU_COUNT ? names[cpu] : NULL;
}

static void add_plan(struct json_writer *writer, const struct consolidation_report *report)
{
    const struct request *request = report->consolidation->request;
    json_writer_open_object(writer, "plan");
    json_writer_text(writer, "name", request->name);
    json_writer_text(writer, "command", report->command);
    json_writer_text(writer, "aim", aim_name(request->target.aim));
    json_writer_text(writer, "cpu_policy", cpu_name(request->policy.cpu));
    json_writer_number(writer, "search_most_s", request->target.seconds);
    json_writer_integer(writer, "search_rounds_most", request->target.rounds);
    json_writer_integer(writer, "threads", request->target.threads);
    json_writer_integer(writer, "seed", request->target.seed);
    json_writer_integer(writer, "hosts_most", request->target.hosts_most);
    json_writer_integer(writer, "moves_most", request->target.moves_most);
    json_writer_bool(writer, "rolling", request->moves.is_rolling);
    json_writer_number(writer, "plan_share_ratio", request->plan_share);
    const char *currency = consolidation_currency(report->consolidation);
    json_writer_text(writer, "currency", *currency ? currency : NULL);
    json_writer_close_object(writer);
}

// --- what was found -----------------------------------------------------------------------------

// The unit of what the aim counts, as its members are called.
static const char *cost_unit(enum target_aim aim)
{
    static const char *const units[] = {
        [TARGET_FEWEST] = "hosts",
        [TARGET_CHEAPEST] = "money_year",
        [TARGET_ENERGY] = "watts",
        [TARGET_MOVES] = "bytes",
    };
    return aim < TARGET_AIM_COUNT ? units[aim] : NULL;
}

static void add_target(struct json_writer *writer, const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    json_writer_open_object(writer, "target");
    json_writer_integer(writer, "hosts_before", target->hosts_before);
    json_writer_integer(writer, "hosts_after", target->hosts_used);
    json_writer_integer(writer, "hosts_spare", target->hosts_spare);
    json_writer_integer(writer, "guests_moved", target->moves);
    json_writer_text(writer, "cost_unit", cost_unit(consolidation->request->target.aim));
    json_writer_number(writer, "cost_before", target->cost_before);
    json_writer_number(writer, "cost_after", target->cost);
    json_writer_number(writer, "cost_bound", target->bound);
    json_writer_text(writer, "bound_by", target->bound_by);
    json_writer_bool(writer, "proven_optimal", target->is_optimal);
    json_writer_bool(writer, "cut_short", target->was_cut_short);
    json_writer_text(writer, "found_by", target->by);
    json_writer_close_object(writer);
}

static void add_misplaced(struct json_writer *writer, const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    json_writer_open_array(writer, "misplaced");
    for (size_t i = 0; i < target->misplaced_count; i++) {
        const struct target_misplaced *misplaced = &target->misplaced[i];
        int32_t host = consolidation->estate.guests[misplaced->guest].host;
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "guest",
                         consolidation_guest(consolidation, (int32_t)misplaced->guest));
        json_writer_text(writer, "host", host < 0 ? NULL : consolidation_host(consolidation, host));
        json_writer_text(writer, "why", misplaced->why);
        json_writer_text(writer, "mend", misplaced->mend);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void add_answer(struct json_writer *writer, const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    json_writer_text(writer, "answer", consolidation->answer);
    json_writer_bool(writer, "whole", consolidation_is_whole(consolidation));
    add_texts(writer, "broken_at_start", target->broken, target->broken_count);
    add_misplaced(writer, consolidation);
    add_texts(writer, "stuck", consolidation->moves.stuck, consolidation->moves.stuck_count);
}

static int emit(const struct consolidation_report *report, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    const struct consolidation *consolidation = report->consolidation;
    struct json_writer writer = {.out = out, .compact_depth = COMPACT_DEPTH};
    struct consolidation_fill fill;
    (void)context;
    if (consolidation_fill_of(consolidation, &fill) < 0)
        return err_system(err, ENOMEM, "cannot count how full hosts are");
    json_writer_open_object(&writer, NULL);
    json_writer_text(&writer, "fullhouse", FULLHOUSE_VERSION);
    json_writer_text(&writer, "document", "consolidation");
    json_writer_integer(&writer, "version", DOCUMENT_VERSION);
    add_answer(&writer, consolidation);
    add_plan(&writer, report);
    add_target(&writer, consolidation);
    consolidation_json_saving(&writer, consolidation);
    consolidation_json_risk(&writer, consolidation);
    consolidation_json_rules(&writer, consolidation);
    consolidation_json_hosts(&writer, consolidation, &fill);
    consolidation_json_guests(&writer, consolidation);
    consolidation_json_moves(&writer, consolidation);
    consolidation_json_assumptions(&writer, consolidation);
    add_texts(&writer, "notes", consolidation->notes, consolidation->note_count);
    json_writer_close_object(&writer);
    consolidation_fill_done(&fill);
    return 0;
}

const struct consolidation_form consolidation_form_json = {
    .name = "json",
    .suffix = ".json",
    .help = "for machines, whole",
    .emit = emit,
};
