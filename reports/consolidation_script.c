// SPDX-License-Identifier: GPL-3.0-or-later
// One line of shell for each move. Every word that comes from outside stands in single quotes,
// where the shell understands nothing.
#include "reports/consolidation_script.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "planner/consolidation/consolidation.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "reports/consolidation_report.h"
#include "reports/consolidation_script_parts.h"

// --- what cannot be written ----------------------------------------------------------------------

static int check_host(const struct estate *estate, int32_t host, struct err *err)
{
    const struct estate_host *it = &estate->hosts[host];
    if (it->uri && *it->uri && !strchr(it->uri, '\n'))
        return 0;
    if (it->file && *it->file)
        return err_input(err,
                         "%s:%zu: %s has no address that virsh can be given: say its uri "
                         "(qemu+ssh://%s/system)",
                         it->file, it->line, it->name, it->name);
    return err_input(err,
                     "host %s has no address that virsh can be given: say its uri "
                     "(qemu+ssh://%s/system)",
                     it->name, it->name);
}

static bool is_number(const char *name)
{
    return *name && name[strspn(name, "0123456789")] == '\0';
}

static bool is_uuid(const char *name)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (strlen(name) != sizeof form - 1)
        return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == '-' ? name[i] != '-' : !isxdigit((unsigned char)name[i]))
            return false;
    return true;
}

static int check_guest(const struct estate_guest *guest, struct err *err)
{
    const char *what = is_number(guest->name)      ? "a number: virsh takes it for an id"
                       : is_uuid(guest->name)      ? "a UUID: virsh takes it for one"
                       : strchr(guest->name, '\n') ? "of more than one line"
                       : *guest->name == '\0'      ? "empty"
                                                   : NULL;
    if (!what)
        return 0;
    return err_input(err,
                     "%s:%zu: the name of guest '%s' is %s; a script cannot move it, --apply can",
                     guest->file ? guest->file : "", guest->line, guest->name, what);
}

static int check(const struct estate *estate, const struct moves *moves, struct err *err)
{
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        int result = check_host(estate, move->to, err);
        if (result == 0 && move->from >= 0)
            result = check_host(estate, move->from, err);
        if (result == 0 && move->guest >= 0)
            result = check_guest(&estate->guests[move->guest], err);
        if (result < 0)
            return result;
    }
    return 0;
}

// --- words ---------------------------------------------------------------------------------------

static void add_quoted(struct strbuf *out, const char *word)
{
    strbuf_add(out, " '");
    for (; *word; word++)
        if (*word == '\'')
            strbuf_add(out, "'\\''");
        else
            strbuf_add_bytes(out, word, 1);
    strbuf_add(out, "'");
}

// A comment ends with its line, whatever the words are.
static void add_comment(struct strbuf *out, const char *words)
{
    strbuf_add(out, "# ");
    for (; *words; words++)
        if (isprint((unsigned char)*words) || (unsigned char)*words >= 0x80)
            strbuf_add_bytes(out, words, 1);
        else
            strbuf_add(out, "?");
    strbuf_add(out, "\n");
}

// --- steps ---------------------------------------------------------------------------------------

static void add_migration(struct strbuf *out, const struct estate *estate, const struct move *move)
{
    const struct estate_host *from = &estate->hosts[move->from], *to = &estate->hosts[move->to];
    const struct estate_guest *guest = &estate->guests[move->guest];
    strbuf_add(out, "    move");
    add_quoted(out, from->name);
    add_quoted(out, to->name);
    add_quoted(out, guest->name);
    add_quoted(out, from->uri);
    add_quoted(out, to->uri);
    strbuf_printf(out, " %.0f%s &\n    started\n", ceil(move->seconds.value),
                  guest->is_off      ? " off"
                  : !move->converges ? " endless"
                                     : "");
}

static void add_start(struct strbuf *out, const struct estate *estate, const struct move *move)
{
    strbuf_add(out, "    start");
    add_quoted(out, estate->hosts[move->to].name);
    add_quoted(out, estate->guests[move->guest].name);
    add_quoted(out, estate->hosts[move->to].uri);
    strbuf_add(out, " &\n    started\n");
}

static void add_host_step(struct strbuf *out, const struct estate *estate, const struct move *move)
{
    strbuf_add(out, move->kind == MOVE_SWITCH_ON    ? "    switch_on"
                    : move->kind == MOVE_SWITCH_OFF ? "    switch_off"
                                                    : "    maintain");
    add_quoted(out, estate->hosts[move->to].name);
    add_quoted(out, estate->hosts[move->to].uri);
    strbuf_add(out, " || failures=$((failures + 1))\n");
}

static bool is_of_host(const struct move *move)
{
    return move->kind != MOVE_MIGRATE && move->kind != MOVE_START;
}

// Those that run in the background first: a host may want a person, and the others need not wait.
static void add_steps(struct strbuf *out, const struct estate *estate, const struct move *list,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == MOVE_MIGRATE)
            add_migration(out, estate, &list[i]);
        else if (list[i].kind == MOVE_START)
            add_start(out, estate, &list[i]);
    for (size_t i = 0; i < count; i++)
        if (is_of_host(&list[i]))
            add_host_step(out, estate, &list[i]);
}

static void add_waves(struct strbuf *out, const struct estate *estate, const struct moves *moves)
{
    for (size_t i = 0; i < moves->count;) {
        size_t first = i;
        while (i < moves->count && moves->list[i].wave == moves->list[first].wave)
            i++;
        strbuf_printf(out, "if begin %u %zu; then\n", moves->list[first].wave + 1, i - first);
        add_steps(out, estate, &moves->list[first], i - first);
        strbuf_add(out, "    finish\nfi\n");
    }
}

// --- the whole -----------------------------------------------------------------------------------

static void add_head(struct strbuf *out, const struct moves *moves, const char *command)
{
    char seconds[UNITS_TEXT_SIZE];
    strbuf_add(out, "#!/bin/sh\n# Migrations of guests, as planned by Fullhouse.\n");
    if (command)
        add_comment(out, command);
    strbuf_printf(out, "# Migrations: %zu. Waves: %zu, about %s together.\n", moves->migrations,
                  moves->waves, units_format_duration_ns(seconds, moves->wave_seconds.value * 1e9));
    for (size_t i = 0; i < moves->stuck_count; i++)
        add_comment(out, moves->stuck[i]);
    strbuf_add(out, consolidation_script_use);
    strbuf_printf(out, "waves=%zu\n", moves->waves);
}

int consolidation_script_write(const struct estate *estate, const struct moves *moves,
                               const char *command, struct strbuf *out, struct err *err)
{
    int result = check(estate, moves, err);
    if (result < 0)
        return result;
    if (moves->count == 0) {
        strbuf_add(out, "#!/bin/sh\n# Nothing has to move.\nexit 0\n");
        return 0;
    }
    add_head(out, moves, command);
    strbuf_add(out, consolidation_script_functions);
    strbuf_add(out, consolidation_script_options);
    add_waves(out, estate, moves);
    strbuf_add(out, "say 'All is done.'\n");
    return 0;
}

static int emit(const struct consolidation_report *report, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context;
    return consolidation_script_write(&report->consolidation->estate, &report->consolidation->moves,
                                      report->command, out, err);
}

const struct consolidation_form consolidation_form_script = {
    .name = "script",
    .suffix = ".sh",
    .help = "a shell script of virsh commands that carries the moves out",
    .emit = emit,
};
