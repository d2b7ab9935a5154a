// SPDX-License-Identifier: GPL-3.0-or-later
// Names as in the AMD64 Architecture Programmer's Manual, volume 2, table 8-1.
#include "workloads/bare/exception.h"

#include <errno.h>

enum { DIVIDE = 0, OPCODE = 6, STACK = 12, PROTECTION = 13, PAGE = 14 };

static const char *const names[] = {
    "divide error",
    "debug exception",
    "non-maskable interrupt",
    "breakpoint",
    "overflow",
    "bound range exceeded",
    "invalid opcode",
    "device not available",
    "double fault",
    "coprocessor segment overrun",
    "invalid TSS",
    "segment not present",
    "stack fault",
    "general protection fault",
    "page fault",
    "reserved exception",
    "x87 floating-point exception",
    "alignment check",
    "machine check",
    "SIMD floating-point exception",
    "virtualization exception",
    "control protection exception",
};

static void add_value(struct text *text, const char *name, uint64_t value)
{
    text_add(text, name);
    text_add_hex(text, value, 16);
}

void exception_describe(const struct cpu_area *area, struct text *text)
{
    uint64_t vector = area->vector;

    text_add(text, vector < sizeof names / sizeof *names ? names[vector] : "exception");
    text_add(text, " (vector ");
    text_add_unsigned(text, vector);
    add_value(text, ") at rip 0x", area->rip);
    if (vector == PAGE)
        add_value(text, ", address 0x", area->cr2);
    if (vector == PAGE || vector == PROTECTION || vector == STACK)
        add_value(text, ", error 0x", area->error);
    if ((area->cs & 3) == 0)
        text_add(text, ", in ring 0");
}

int exception_errno(const struct cpu_area *area)
{
    switch (area->vector) {
    case DIVIDE:
        return EDOM;
    case OPCODE:
        return ENOEXEC;
    case STACK:
    case PROTECTION:
    case PAGE:
        return EFAULT;
    default:
        return EIO;
    }
}
