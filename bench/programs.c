// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through a scenario's loads. How a program is packed is program_pack.c's business.
#include "bench/programs.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/program_needs.h"
#include "bench/program_pack.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/model/exec_plan.h"
#include "common/model/platform_list.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

static int take_nothing(const char *path, void *context, struct err *err)
{
    (void)path, (void)context, (void)err;
    return 0;
}

static int prepare(const struct scenario *scenario, struct load *load, const struct shape *shape,
                   struct program_pack *pack, struct err *err)
{
    if (!load->exec)
        return 0;
    bool is_process = platform_list_runs_processes(scenario->platform);
    int result = is_process ? program_needs(load->exec->program, take_nothing, NULL, err)
                            : program_pack_add(pack, load->exec, err);
    if (result == 0 && !is_process)
        result = program_pack_check_memory(pack, shape->memory_bytes, err);
    if (result < 0)
        return err_prefix(err, "load.exec");
    char *path = process_find(load->exec->program);
    if (path)
        record_set(&load->exec->program, path);
    return 0;
}

int programs_prepare(struct scenario *scenario, struct program_pack *ret_pack, struct err *err)
{
    bool is_made_here = platform_list_runs_processes(scenario->platform) ||
                        is(scenario->guest, "auto") || is(scenario->guest, "appliance");
    if (!is_made_here)
        return 0;
    int result = prepare(scenario, &scenario->load, &scenario->shape, ret_pack, err);
    for (size_t r = 0; result == 0 && r < scenario->tile.role_count; r++) {
        struct role *role = &scenario->tile.roles[r];
        for (size_t k = 0; result == 0 && k < role->load_count; k++)
            result = prepare(scenario, &role->loads[k], &role->shape, ret_pack, err);
    }
    return result;
}
