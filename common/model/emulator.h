// SPDX-License-Identifier: GPL-3.0-or-later
// What guests run in beyond their platform: which program makes their machine, which machine it
// makes, and which CPU the machine shows. In QEMU's own words; nothing said is what the platform
// takes.
#ifndef FULLHOUSE_COMMON_MODEL_EMULATOR_H
#define FULLHOUSE_COMMON_MODEL_EMULATOR_H

#include <stdbool.h>

struct err;

// Each "" where nobody has said.
struct emulator {
    char *program; // absolute path, "/opt/qemu/bin/qemu-system-x86_64"
    char *machine; // "q35", "pc-i440fx-7.2"
    char *cpu;     // a model, "qemu64", or "host-passthrough", "host-model", "maximum"
};

void emulator_init(struct emulator *emulator);
void emulator_done(struct emulator *emulator);
void emulator_copy(struct emulator *into, const struct emulator *from);

// Whether nobody has said anything.
bool emulator_is_usual(const struct emulator *emulator);

// "" unsets it. -EINVAL: a path that is not absolute, what is no word. QEMU's "host" and "max" are
// libvirt's "host-passthrough" and "maximum". Whether there is such a program, machine or model is
// for the host to say.
int emulator_set_program(struct emulator *emulator, const char *text, struct err *err);
int emulator_set_machine(struct emulator *emulator, const char *text, struct err *err);
int emulator_set_cpu(struct emulator *emulator, const char *text, struct err *err);

#endif
