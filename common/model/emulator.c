// SPDX-License-Identifier: GPL-3.0-or-later
// Words for machines and CPUs, and what is none.
#include "common/model/emulator.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/record.h"

void emulator_init(struct emulator *emulator)
{
    *emulator = (struct emulator){
        .program = alloc_copy(""),
        .machine = alloc_copy(""),
        .cpu = alloc_copy(""),
    };
}

void emulator_done(struct emulator *emulator)
{
    free(emulator->program);
    free(emulator->machine);
    free(emulator->cpu);
    *emulator = (struct emulator){0};
}

void emulator_copy(struct emulator *into, const struct emulator *from)
{
    *into = (struct emulator){
        .program = alloc_copy(from->program),
        .machine = alloc_copy(from->machine),
        .cpu = alloc_copy(from->cpu),
    };
}

bool emulator_is_usual(const struct emulator *emulator)
{
    return !*emulator->program && !*emulator->machine && !*emulator->cpu;
}

static int check_word(const char *text, const char *examples, struct err *err)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    return text[strspn(text, letters)]
               ? err_input(err, "'%s' is no name; one is wanted as %s", text, examples)
               : 0;
}

int emulator_set_program(struct emulator *emulator, const char *text, struct err *err)
{
    if (*text && *text != '/')
        return err_input(err, "'%s' is no absolute path, as /usr/bin/qemu-system-x86_64", text);
    record_set(&emulator->program, alloc_copy(text));
    return 0;
}

int emulator_set_machine(struct emulator *emulator, const char *text, struct err *err)
{
    int r = check_word(text, "QEMU has them: q35, pc, pc-q35-7.2", err);
    if (r == 0)
        record_set(&emulator->machine, alloc_copy(text));
    return r;
}

int emulator_set_cpu(struct emulator *emulator, const char *text, struct err *err)
{
    int r = check_word(text, "QEMU has them: host, max, qemu64, EPYC", err);
    if (r < 0)
        return r;
    const char *word = strcmp(text, "host") == 0  ? "host-passthrough"
                       : strcmp(text, "max") == 0 ? "maximum"
                                                  : text;
    record_set(&emulator->cpu, alloc_copy(word));
    return 0;
}
