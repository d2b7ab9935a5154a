// SPDX-License-Identifier: GPL-3.0-or-later
// What a contrast says of its sides in words: what each is, what they are alike in, what stands on
// top.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/load.h"
#include "common/model/scenario.h"
#include "compare/change.h"
#include "compare/comparable.h"
#include "compare/contrast_case.h"
#include "compare/measure_boot.h"

static const char *said(const char *text)
{
    return text && *text ? text : "unknown";
}

static bool is_same(const char *a, const char *b)
{
    return strcmp(said(a), said(b)) == 0;
}

static const char *kind_words(const char *kind)
{
    if (is_same(kind, "bare"))
        return "bare guest";
    return is_same(kind, "image") ? "own image" : said(kind);
}

static void add(struct strbuf *out, const char *text)
{
    strbuf_printf(out, "%s%s", out->length ? ", " : "", text);
}

// --- what each is -------------------------------------------------------------------------------

// "QEMU 7.2.22" of "QEMU 7.2.22, libvirt 9.0.0, qemu:///embed". New string.
static char *emulator_of(const struct run_record *run)
{
    const char *text = run->hypervisor ? run->hypervisor : "";
    return alloc_printf("%.*s", (int)strcspn(text, ","), text);
}

static char *subject_of(const struct side *side)
{
    const struct run_record *run = side->runs[0].record;
    scope_free char *emulator = emulator_of(run);
    struct strbuf out = {0};
    add(&out, said(run->platform));
    add(&out, kind_words(run->guest_kind));
    if (*emulator)
        add(&out, emulator);
    if (run->arm && *run->arm)
        add(&out, run->arm);
    strbuf_printf(&out, ", host %s", said(run->host.name));
    return strbuf_take(&out);
}

static char *work_text(const struct scenario *scenario)
{
    if (scenario->tile.role_count > 0)
        return alloc_copy("tiles");
    scope_free char *load = load_describe(&scenario->load);
    scope_free char *shape = comparable_shape_text(scenario);
    return alloc_printf("%s; %s", load, shape);
}

static char *alike_of(const struct side_run *a, const struct side_run *b)
{
    struct strbuf out = {0};
    if (is_same(a->record->platform, b->record->platform))
        add(&out, said(a->record->platform));
    if (is_same(a->record->guest_kind, b->record->guest_kind))
        add(&out, kind_words(a->record->guest_kind));
    if (a->record->arm && *a->record->arm && is_same(a->record->arm, b->record->arm))
        add(&out, a->record->arm);
    if (comparable_is_same_work(a, b)) {
        scope_free char *work = work_text(a->scenario);
        strbuf_printf(&out, "%s%s", out.length ? "; " : "", work);
    }
    return out.length ? strbuf_take(&out) : NULL;
}

static bool is_emulated(const struct side *side)
{
    for (size_t i = 0; i < side->run_count; i++)
        if (side->runs[i].record->emulated)
            return true;
    return false;
}

// One of each set of runs that differ in nothing that changes.h tells, in their order: a year of
// nights has few. New array.
static const struct run_record **list_unlike(const struct side *side, size_t *ret_count)
{
    const struct run_record **list = alloc_zeroed(side->run_count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < side->run_count; i++) {
        bool is_there = false;
        for (size_t k = 0; k < count && !is_there; k++) {
            struct changes changes = {0};
            changes_add(&changes, list[k], side->runs[i].record);
            is_there = changes.count == 0;
            changes_done(&changes);
        }
        if (!is_there)
            list[count++] = side->runs[i].record;
    }
    *ret_count = count;
    return list;
}

static void list_changes(struct contrast *contrast, const struct side *a, const struct side *b)
{
    struct changes changes = {0};
    size_t before, after;
    scope_free const struct run_record **from = list_unlike(a, &before);
    scope_free const struct run_record **to = list_unlike(b, &after);
    for (size_t i = 0; i < before; i++)
        for (size_t k = 0; k < after; k++)
            changes_add(&changes, from[i], to[k]);
    contrast->changes = changes.list;
    contrast->change_count = changes.count;
}

void contrast_describe(struct contrast *contrast, const struct side *a, const struct side *b)
{
    contrast->subjects[0] = subject_of(a);
    contrast->subjects[1] = subject_of(b);
    contrast->alike = alike_of(&a->runs[0], &b->runs[0]);
    contrast->is_emulated[0] = is_emulated(a);
    contrast->is_emulated[1] = is_emulated(b);
    contrast->has_tiles = a->runs[0].scenario->tile.role_count > 0;
    list_changes(contrast, a, b);
}

// --- what stands on top -------------------------------------------------------------------------

void contrast_add_remark(struct contrast *contrast, char *remark)
{
    for (size_t i = 0; i < contrast->remark_count; i++)
        if (strcmp(contrast->remarks[i], remark) == 0) {
            free(remark);
            return;
        }
    contrast->remarks =
        alloc_resized(contrast->remarks, contrast->remark_count + 1, sizeof *contrast->remarks);
    contrast->remarks[contrast->remark_count++] = remark;
}

static size_t count_steps(const struct side_run *run, bool (*is)(const struct step_record *step))
{
    size_t count = 0;
    for (size_t i = 0; i < run->step_count; i++)
        count += measure_boot_counts(&run->steps[i]) && is(&run->steps[i]);
    return count;
}

static bool is_any(const struct step_record *step)
{
    (void)step;
    return true;
}

static bool is_unsound(const struct step_record *step)
{
    return !measure_boot_has_sound_clocks(step);
}

static void remark_on_state(struct contrast *contrast, const struct side_run *run)
{
    static const char *const words[RECORD_STATE_COUNT] = {
        [RECORD_RUNNING] = "is not at its end",
        [RECORD_FAILED] = "failed",
        [RECORD_REFUSED] = "was refused",
        [RECORD_INTERRUPTED] = "was interrupted",
    };
    const struct run_record *record = run->record;
    size_t steps = count_steps(run, is_any);
    if (steps == 0)
        contrast_add_remark(contrast, alloc_printf("Run %" PRId64 " (%s) has no finished boot and "
                                                   "adds nothing.",
                                                   record->id, record_state_name(record->state)));
    else if (words[record->state])
        contrast_add_remark(contrast, alloc_printf("Run %" PRId64 " %s: the %zu boot%s it finished "
                                                   "count.",
                                                   record->id, words[record->state], steps,
                                                   steps == 1 ? "" : "s"));
}

static void remark_on_clocks(struct contrast *contrast, const struct side_run *run)
{
    const struct run_record *record = run->record;
    size_t unsound = count_steps(run, is_unsound);
    if (record->ended_at_ns >= 0 && record->ended_at_ns < record->started_at_ns)
        contrast_add_remark(contrast,
                            alloc_printf("Run %" PRId64 " ended before it began: the host's clock "
                                         "was set back; windows have clocks of their own.",
                                         record->id));
    if (unsound > 0)
        contrast_add_remark(contrast,
                            alloc_printf("Run %" PRId64 ": the clock of a guest went backwards or "
                                         "stood still in %zu boot%s, which tell%s nothing.",
                                         record->id, unsound, unsound == 1 ? "" : "s",
                                         unsound == 1 ? "s" : ""));
}

static void remark_on_sessions(struct contrast *contrast, const struct side *a,
                               const struct side *b)
{
    if (contrast->is_interleaved || (a->run_count > 1 && b->run_count > 1))
        return;
    if (a->run_count == 1 && b->run_count == 1)
        contrast_add_remark(contrast,
                            alloc_copy("One run a side, made one after the other: what differs "
                                       "from session to session is in no interval. Several runs "
                                       "a side, or fullhouse ab, take it in."));
    else
        contrast_add_remark(contrast,
                            alloc_printf("%s is one run: boots are what is exchanged, and what "
                                         "differs from session to session is not all in the "
                                         "intervals.",
                                         a->run_count == 1 ? "A" : "B"));
}

void contrast_add_remarks(struct contrast *contrast, const struct side *a, const struct side *b)
{
    const struct side *sides[] = {a, b};
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < sides[s]->run_count; i++) {
            remark_on_state(contrast, &sides[s]->runs[i]);
            remark_on_clocks(contrast, &sides[s]->runs[i]);
        }
    remark_on_sessions(contrast, a, b);
}
