// SPDX-License-Identifier: GPL-3.0-or-later
// Refusals of runs, each with its way out.
#include "planner/curve/curve_next.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/inference/maximum.h"

// The largest ladder that is proposed where nothing tells how far one must go.
enum { LADDER_USUAL = 8 };

char *curve_next_name(const struct run_record *run)
{
    const char *label = run->label && *run->label ? run->label : "";
    return alloc_printf("run %" PRId64 " (%s%s%s%s on %s%s%s)", run->id, label, *label ? ", " : "",
                        run->platform, run->emulated ? ", emulated," : "", run->host.name,
                        *run->arm ? ", " : "", run->arm);
}

// --- the command --------------------------------------------------------------------------------

// As a shell takes it for one word.
static void add_quoted(struct strbuf *line, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "._:/%=,+-@";
    if (*text && strspn(text, plain) == strlen(text)) {
        strbuf_add(line, text);
        return;
    }
    strbuf_add(line, "'");
    for (const char *at = text; *at; at++)
        if (*at == '\'')
            strbuf_add(line, "'\\''");
        else
            strbuf_add_bytes(line, at, 1);
    strbuf_add(line, "'");
}

static void add_option(struct strbuf *line, const char *option, const char *text)
{
    if (!text || !*text)
        return;
    strbuf_printf(line, " --%s ", option);
    add_quoted(line, text);
}

// Exactly: the run is to be the same.
static void add_bytes(struct strbuf *line, uint64_t bytes)
{
    bool is_even = bytes % (1 << 20) == 0;
    strbuf_printf(line, "%" PRIu64 "%s", is_even ? bytes >> 20 : bytes, is_even ? "MiB" : "");
}

static bool is_told_by_options(const struct load *load)
{
    return !load_is_exec(load) && load->arrivals != LOAD_REPLAY && load->arrivals != LOAD_BURSTY;
}

static void add_load(struct strbuf *line, const struct load *load)
{
    bool is_share = load->rate.is_share;
    scope_free char *rate =
        alloc_printf("%.10g%s", load->rate.value * (is_share ? 100 : 1), is_share ? "%" : "/s");
    scope_free char *workload =
        alloc_printf("%s%s%s", load->workload, load->variant && *load->variant ? ":" : "",
                     load->variant ? load->variant : "");
    if (!is_told_by_options(load)) {
        strbuf_add(line, " --scenario SCENARIO.yaml");
        return;
    }
    add_option(line, "workload", workload);
    add_option(line, "options", load->options);
    if (load->arrivals != LOAD_CLOSED)
        add_option(line, "rate", rate);
    if (load->arrivals == LOAD_POISSON)
        add_option(line, "arrivals", load_arrivals_name(load->arrivals));
    if (load->working_set_bytes) {
        strbuf_add(line, " --working-set ");
        add_bytes(line, load->working_set_bytes);
    }
    if (load->threads)
        strbuf_printf(line, " --threads %" PRIu32, load->threads);
}

char *curve_next_command(const struct run_record *run, const struct scenario *scenario,
                         uint32_t guests_min, uint32_t guests_max)
{
    struct strbuf line = {0};
    scope_free char *slo = slo_format(&scenario->slo);
    uint32_t least = scenario->repeats_min < 3 ? 3 : scenario->repeats_min;
    uint32_t most = scenario->repeats_max < least + 2 ? least + 2 : scenario->repeats_max;
    strbuf_add(&line, "fullhouse bench");
    add_option(&line, "label", run->label);
    add_option(&line, "platform", run->platform);
    if (strcmp(scenario->guest, "auto") != 0)
        add_option(&line, "guest", scenario->guest);
    add_load(&line, &scenario->load);
    strbuf_printf(&line, " --vcpus %" PRIu32 " --memory ", scenario->shape.vcpus);
    add_bytes(&line, scenario->shape.memory_bytes);
    add_option(&line, "slo", slo);
    strbuf_printf(&line, " --guests %" PRIu32 "..%" PRIu32 " --repeats %" PRIu32 "..%" PRIu32,
                  guests_min, guests_max, least, most);
    return strbuf_take(&line);
}

// --- what it is ---------------------------------------------------------------------------------

// Of the first step that was no ladder's.
static const char *other_kind(const struct step_record *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (steps[i].kind == RECORD_STEP_LADDER)
            return NULL;
    for (size_t i = 0; i < count; i++)
        if (steps[i].kind != RECORD_STEP_CALIBRATE)
            return record_step_kind_name(steps[i].kind);
    return NULL;
}

static const char *why_no_ladder(const struct scenario *scenario, const struct step_record *steps,
                                 size_t count)
{
    const char *other = other_kind(steps, count);
    if (*scenario->interference || (other && strcmp(other, "interference") == 0))
        return "put different neighbours beside each other (interference)";
    if (scenario->fault != ACCIDENT_NONE || (other && strcmp(other, "isolation") == 0))
        return "watched what an accident does to neighbours (isolation)";
    if (scenario->curve_max_bytes)
        return "measured memory latency over working sets (curve)";
    if (other && strcmp(other, "lifecycle") == 0)
        return "measured how guests start, stop and move (lifecycle)";
    if (other && strcmp(other, "collect") == 0)
        return "watched a host without loading it (collect)";
    return other ? "measured something else" : NULL;
}

int curve_next_check_kind(const struct run_record *run, const struct scenario *scenario,
                          const struct step_record *steps, size_t step_count, struct err *err)
{
    scope_free char *name = curve_next_name(run);
    const char *why = why_no_ladder(scenario, steps, step_count);
    if (why)
        return err_input(err,
                         "%s %s: it does not tell how many guests a host holds; a ladder of "
                         "densities does: fullhouse bench --label web --guests 1..16",
                         name, why);
    if (scenario->tile.role_count > 0)
        return err_input(err,
                         "%s counts tiles of %zu kinds of guests; a plan needs each kind measured "
                         "alone: a run for each role, without 'tile'",
                         name, scenario->tile.role_count);
    if (!scenario_slo(scenario))
        return err_input(err,
                         "%s had idle guests, which no service level can break; give them the load "
                         "of their work: fullhouse bench --label %s --workload cpu --rate 25%% "
                         "--guests 1..16",
                         name, *run->label ? run->label : "web");
    return 0;
}

// --- whether it tells enough --------------------------------------------------------------------

static int refuse(const struct run_record *run, const struct scenario *scenario, uint32_t least,
                  uint32_t most, const char *why, struct err *err)
{
    scope_free char *name = curve_next_name(run);
    scope_free char *command = curve_next_command(run, scenario, least, most);
    return err_input(err, "%s is too thin: %s; measure next: %s", name, why, command);
}

static bool is_booted_once(const struct density *densities, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (densities[i].boots > 1)
            return false;
    return true;
}

// The first density is undecided, or fails.
static int refuse_nothing_holds(const struct run_record *run, const struct scenario *scenario,
                                const struct density *first, uint32_t most, struct err *err)
{
    scope_free char *name = curve_next_name(run);
    scope_free char *slo = slo_format(&scenario->slo);
    scope_free char *why = NULL;
    if (first->verdict != DENSITY_FAILS)
        why = alloc_printf("whether %" PRIu32 " of these guests hold is undecided after %zu boots",
                           first->guests, first->boots);
    else if (first->guests > 1)
        why = alloc_printf("%" PRIu32 " guests, the fewest it measured, do not hold %s",
                           first->guests, slo);
    else
        return err_input(err,
                         "%s: one guest alone does not keep %s, so no density does; ask for a "
                         "service level that it keeps (slo: ...)",
                         name, slo);
    return refuse(run, scenario, 1, most, why, err);
}

int curve_next_check(const struct run_record *run, const struct scenario *scenario,
                     const struct density *densities, size_t count, struct err *err)
{
    uint32_t most = count ? densities[count - 1].guests : LADDER_USUAL;
    uint32_t further = most > LADDER_USUAL / 2 ? 2 * most : LADDER_USUAL;
    if (count == 0)
        return refuse(run, scenario, 1, LADDER_USUAL, "no density was measured to its end", err);
    if (count == 1)
        return refuse(run, scenario, 1, further, "it has one density, and a curve needs several",
                      err);
    if (is_booted_once(densities, count))
        return refuse(run, scenario, 1, most,
                      "each density was booted once, and one boot has no interval", err);
    if (maximum_of(densities, count).guests == 0)
        return refuse_nothing_holds(run, scenario, &densities[0], most, err);
    return 0;
}
